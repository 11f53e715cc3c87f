// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hotspots: who is a client, by which interface, and what the matcher makes of it.
 */
#include "core/match/hotspot.h"
#include "bytes.h"
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define HH	ROSFW_MENU_IP_HOTSPOT_HOST

static const char *const hosts[] = {
	"address=10.0.0.9 interface=ether1", "address=10.0.0.2 interface=ether1 authorized=yes",
	"address=10.0.0.5 interface=ether2 authorized=yes", "address=10.0.0.7 interface=ether1 disabled=yes",
	"address=10.0.0.1 interface=wlan0 authorized=yes",
};

/* 10.0.0.2 has logged in, 10.0.0.9 has not, both by ether1; 10.0.0.5 has by ether2; 198.51.100.1 is the router. */
static const struct {
	const char *rule;
	const char *packet;
	bool match;
} rows[] = {
	{ "from-client", "udp 10.0.0.2:1->192.0.2.1:2 in=ether1", true },
	{ "from-client", "udp 10.0.0.9:1->192.0.2.1:2 in=ether1", true },
	{ "from-client", "udp 10.0.0.2:1->192.0.2.1:2 in=ether2", false },
	{ "from-client", "udp 10.0.0.2:1->192.0.2.1:2", false },
	{ "from-client", "udp 10.0.0.5:1->192.0.2.1:2 in=ether2", true },
	{ "from-client", "udp 10.0.0.3:1->192.0.2.1:2 in=ether1", false },
	{ "from-client", "udp 10.0.0.7:1->192.0.2.1:2 in=ether1", false },
	{ "from-client", "udp 10.0.0.1:1->192.0.2.1:2", false },
	{ "from-client", "udp 192.0.2.1:1->10.0.0.2:2 in=ether1", false },
	{ "to-client", "udp 192.0.2.1:1->10.0.0.2:2 in=ether3", true },
	{ "to-client", "udp 192.0.2.1:1->10.0.0.2:2 in=ether3 out=ether1", true },
	{ "to-client", "udp 192.0.2.1:1->10.0.0.2:2 in=ether3 out=ether2", false },
	{ "to-client", "udp 192.0.2.1:1->10.0.0.3:2 in=ether3", false },
	{ "to-client", "udp 192.0.2.1:1->10.0.0.1:2 in=ether3", false },
	{ "auth", "udp 10.0.0.2:1->192.0.2.1:2 in=ether1", true },
	{ "auth", "udp 10.0.0.9:1->192.0.2.1:2 in=ether1", false },
	{ "auth", "udp 192.0.2.1:1->10.0.0.2:2", true },
	{ "auth", "udp 192.0.2.1:1->10.0.0.9:2", false },
	/* Who sends it counts. */
	{ "auth", "udp 10.0.0.9:1->10.0.0.2:2 in=ether1", false },
	{ "auth", "udp 10.0.0.2:1->10.0.0.9:2 in=ether1", true },
	{ "auth", "udp 192.0.2.1:1->192.0.2.2:2 in=ether1", false },
	{ "!auth", "udp 192.0.2.1:1->192.0.2.2:2 in=ether1", true },
	{ "from-client,!auth", "udp 10.0.0.9:1->192.0.2.1:2 in=ether1", true },
	{ "from-client,!auth", "udp 10.0.0.2:1->192.0.2.1:2 in=ether1", false },
	{ "from-client,!auth", "udp 192.0.2.1:1->192.0.2.2:2 in=ether1", false },
	{ "from-client,to-client", "udp 10.0.0.2:1->10.0.0.9:2 in=ether1", true },
	{ "from-client,!to-client", "udp 10.0.0.2:1->10.0.0.9:2 in=ether1", false },
	{ "local-dst", "udp 10.0.0.2:1->198.51.100.1:2 in=ether1", true },
	{ "local-dst", "udp 10.0.0.2:1->192.0.2.1:2 in=ether1", false },
	{ "local-dst", "udp 10.0.0.3:1->198.51.100.1:2 in=ether1", false },
	{ "!local-dst", "udp 10.0.0.2:1->192.0.2.1:2 in=ether1", true },
	{ "!http,!auth,!local-dst", "icmp 192.0.2.1->192.0.2.2", true },
};

static struct rosfw_ruleset *ruleset(const char *rule, bool clients)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	char text[256];
	u32 i;

	for (i = 0; clients && i < ARRAY_SIZE(hosts); i++)
		add(c, HH, hosts[i]);
	snprintf(text, sizeof(text), "chain=x action=drop hotspot=%s", rule);
	add(c, F4, text);
	add(c, F4, "chain=input action=jump jump-target=x");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	env.type[0].addr.lo = 0xc6336401;
	env.type[0].type = ROSFW_ADDR_LOCAL;
	env.ntypes = 1;
	return rs;
}

static void is_match(const char *rule, const char *packet, bool clients, bool match)
{
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;

	tap_case("%s: %s%s", rule, packet, clients ? "" : ", no clients");
	begin();
	rs = ruleset(rule, clients);
	tap_is(walk(rs, F4, 0, packet, &w), match ? ROSFW_VERDICT_DROP : ROSFW_VERDICT_ACCEPT);
	rosfw_ruleset_free(rs);
	end();
}

/* @hex: TCP header and payload, from 10.0.0.2. */
static void is_http(const char *name, const char *hex, u32 ifindex, bool match)
{
	struct rosfw_ruleset *rs;
	struct rosfw_pkt pkt = { .in_ifindex = ifindex };
	struct rosfw_walk w = { .pkt = &pkt, .now = 100, .state = ROSFW_STATE_NONE };
	char text[512];
	u8 *bytes;
	u32 len;

	tap_case("http: %s", name);
	begin();
	rs = ruleset("http", true);
	free(bytes_from_hex(hex, &len));
	snprintf(text, sizeof(text), "4500 %04x 0000 0000 40%s 0000 0a000002 c0000201 %s", 20 + len,
		 len < 20 ? "11" : "06", hex);
	bytes = bytes_from_hex(text, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	w.ruleset = rs;
	rcu_read_lock();
	tap_is(rosfw_walk_chain(&w, F4, ROSFW_FILTER_INPUT), match ? ROSFW_VERDICT_DROP : ROSFW_VERDICT_ACCEPT);
	rcu_read_unlock();
	free(bytes);
	rosfw_ruleset_free(rs);
	end();
}

/* A change of who has logged in does not compile rules again, and no memory leaves nothing. */
static void test_life(void)
{
	struct rosfw_config *c, *d;
	struct rosfw_ruleset *a, *b;
	struct rosfw_walk w;
	u32 i;

	tap_case("who logs in changes clients, and no program");
	begin();
	c = rosfw_config_new();
	add(c, HH, "address=10.0.0.9 interface=ether1");
	add(c, F4, "chain=input action=drop hotspot=!auth");
	tap_is(build(c, NULL, true, &a), 0);
	tap_is(walk(a, F4, 0, "udp 10.0.0.9:1->192.0.2.1:2 in=ether1", &w), ROSFW_VERDICT_DROP);
	d = rosfw_config_clone(c);
	add(d, HH, "address=10.0.0.8 interface=ether1 authorized=yes");
	tap_is(build(d, a, true, &b), 0);
	tap_ok(a->program[F4] == b->program[F4]);
	tap_is(walk(b, F4, 0, "udp 10.0.0.8:1->192.0.2.1:2 in=ether1", &w), ROSFW_VERDICT_ACCEPT);
	tap_is(walk(a, F4, 0, "udp 10.0.0.8:1->192.0.2.1:2 in=ether1", &w), ROSFW_VERDICT_DROP);
	rosfw_ruleset_free(a);
	rosfw_ruleset_free(b);
	rosfw_config_put(c);

	tap_case("no memory");
	for (i = 1;; i++) {
		rosfw_test_fail_after(i);
		if (!build(d, NULL, true, &a))
			break;
		tap_ok(rosfw_test_failed());
	}
	rosfw_test_fail_after(0);
	rosfw_ruleset_free(a);
	rosfw_config_put(d);
	end();
}

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		is_match(rows[i].rule, rows[i].packet, true, rows[i].match);
		is_match(rows[i].rule, rows[i].packet, false, rows[i].rule[0] == '!');
	}
	is_http("a request", TCP_ACK "474554202f20", 1, true);
	is_http("another", TCP_ACK "434f4e4e4543542061", 1, true);
	is_http("nearly", TCP_ACK "474554", 1, false);
	is_http("no payload", TCP_ACK, 1, false);
	is_http("an answer", TCP_ACK "485454502f312e31", 1, false);
	is_http("by another interface", TCP_ACK "474554202f20", 2, false);
	is_http("UDP", "0035 1000 000e 0000 474554202f20", 1, false);
	test_life();
	return tap_end();
}
