// SPDX-License-Identifier: GPL-2.0-only
/* Marks: numbers of names, the actions that set them, the matchers that look at them, and where passthrough=no ends. */
#include "core/match/mark.h"
#include "rulesets.h"

#define M4	ROSFW_MENU_IP_MANGLE
#define M6	ROSFW_MENU_IPV6_MANGLE
#define F4	ROSFW_MENU_IP_FILTER
#define R4	ROSFW_MENU_IP_RAW

#define PRE	ROSFW_MANGLE_PREROUTING
#define FWD	ROSFW_MANGLE_FORWARD
#define POST	ROSFW_MANGLE_POSTROUTING

#define P4	"tcp 10.0.0.1:1234->10.0.0.2:80 in=ether1 out=ether2 "
#define P6	"tcp [2001:db8::1]:1234->[2001:db8::2]:80 in=ether1 out=ether2 "

/* ---- numbers ---- */

static u16 get(enum rosfw_mark_kind kind, const char *name)
{
	u16 id = 0;

	tap_is(rosfw_marks_get(marks, kind, name, &id), 0);
	return id;
}

static void test_names(void)
{
	char name[ROSFW_NAME_SIZE];
	u16 a, b;

	tap_case("a name has one number, whoever asks");
	begin();
	a = get(ROSFW_MARK_CONNECTION, "a");
	b = get(ROSFW_MARK_CONNECTION, "b");
	tap_ok(a && b && a != b);
	tap_is(get(ROSFW_MARK_CONNECTION, "a"), a);
	tap_ok(get(ROSFW_MARK_CONNECTION, "A") != a);
	tap_is(rosfw_marks_find(marks, ROSFW_MARK_CONNECTION, "b"), b);
	tap_is(rosfw_marks_find(marks, ROSFW_MARK_CONNECTION, "c"), 0);
	tap_is(rosfw_marks_find(marks, ROSFW_MARK_PACKET, "a"), 0);
	tap_ok(rosfw_marks_name(marks, ROSFW_MARK_CONNECTION, b, name));
	tap_str(name, "b");
	tap_ok(!rosfw_marks_name(marks, ROSFW_MARK_CONNECTION, 0, name));
	tap_ok(!rosfw_marks_name(marks, ROSFW_MARK_CONNECTION, 1000, name));

	tap_case("it keeps it though nobody uses it");
	rosfw_marks_put(marks, ROSFW_MARK_CONNECTION, b);
	rosfw_marks_put(marks, ROSFW_MARK_CONNECTION, 0);
	tap_ok(rosfw_marks_name(marks, ROSFW_MARK_CONNECTION, b, name));
	tap_ok(get(ROSFW_MARK_CONNECTION, "c") != b);
	tap_is(get(ROSFW_MARK_CONNECTION, "b"), b);
	end();
}

/* 4095 packet marks fit into their bits. One that is not used gives its number to the next name, the oldest first. */
static void test_full(void)
{
	char name[ROSFW_NAME_SIZE];
	u16 id;
	u32 i;

	tap_case("4095 packet marks");
	begin();
	for (i = 1; i <= 4095; i++) {
		snprintf(name, sizeof(name), "m%u", i);
		if (rosfw_marks_get(marks, ROSFW_MARK_PACKET, name, &id) || id != i)
			tap_fail("%s: %u", name, id);
	}
	tap_is(rosfw_marks_get(marks, ROSFW_MARK_PACKET, "one-more", &id), -ENOSPC);
	tap_is(get(ROSFW_MARK_PACKET, "m7"), 7);
	tap_is(get(ROSFW_MARK_CONNECTION, "one-more"), 1);
	rosfw_marks_put(marks, ROSFW_MARK_PACKET, 7);
	tap_is(rosfw_marks_get(marks, ROSFW_MARK_PACKET, "one-more", &id), -ENOSPC);
	rosfw_marks_put(marks, ROSFW_MARK_PACKET, 7);
	tap_is(get(ROSFW_MARK_PACKET, "one-more"), 7);
	tap_is(rosfw_marks_find(marks, ROSFW_MARK_PACKET, "m7"), 0);
	end();
}

/* ---- walks ---- */

static const struct {
	const char *name;
	u32 menu, chain;
	const char *rules[6];
	const char *packet;
	const char *packet_mark, *connection_mark;	/* afterwards; NULL: none */
	enum rosfw_verdict want;
	const char *counts;
} walks[] = {
	{ "a packet is marked", M4, FWD, { "chain=forward action=mark-packet new-packet-mark=a" }, P4, "a", NULL,
	  ROSFW_VERDICT_ACCEPT, "1" },
	{ "the next rule sees it", M4, FWD, { "chain=forward action=mark-packet new-packet-mark=a",
	  "chain=forward packet-mark=a action=passthrough", "chain=forward packet-mark=!a action=passthrough",
	  "chain=forward packet-mark=no-mark action=passthrough", "chain=forward packet-mark=b action=drop" },
	  P4, "a", NULL, ROSFW_VERDICT_ACCEPT, "11000" },
	{ "the last mark stays", M4, FWD, { "chain=forward action=mark-packet new-packet-mark=a",
	  "chain=forward action=mark-packet new-packet-mark=b" }, P4, "b", NULL, ROSFW_VERDICT_ACCEPT, "11" },
	{ "no-mark takes it away", M4, FWD, { "chain=forward action=mark-packet new-packet-mark=a",
	  "chain=forward action=mark-packet new-packet-mark=no-mark", "chain=forward packet-mark=no-mark" },
	  P4, NULL, NULL, ROSFW_VERDICT_ACCEPT, "111" },
	{ "passthrough=no ends the chain", M4, FWD, { "chain=forward action=mark-packet new-packet-mark=a passthrough=no",
	  "chain=forward action=drop" }, P4, "a", NULL, ROSFW_VERDICT_ACCEPT, "10" },
	{ "and the chain that called it", M4, FWD, { "chain=forward action=jump jump-target=x", "chain=forward action=drop",
	  "chain=x action=mark-packet new-packet-mark=a passthrough=no", "chain=x action=drop" }, P4, "a", NULL,
	  ROSFW_VERDICT_ACCEPT, "1010" },
	{ "passthrough=no means nothing to other actions", M4, FWD, { "chain=forward action=passthrough passthrough=no",
	  "chain=forward action=log passthrough=no", "chain=forward action=drop" }, P4, NULL, NULL, ROSFW_VERDICT_DROP,
	  "111" },
	{ "without a mark", M4, PRE, { "chain=prerouting packet-mark=a", "chain=prerouting packet-mark=!no-mark",
	  "chain=prerouting connection-mark=a", "chain=prerouting connection-mark=!no-mark",
	  "chain=prerouting packet-mark=!a connection-mark=!a action=drop" }, P4 "state=new", NULL, NULL,
	  ROSFW_VERDICT_DROP, "00001" },
	{ "a connection is marked", M4, POST, { "chain=postrouting action=mark-connection new-connection-mark=a",
	  "chain=postrouting connection-mark=a action=passthrough", "chain=postrouting connection-mark=!a",
	  "chain=postrouting connection-mark=no-mark" }, P4 "state=new", NULL, "a", ROSFW_VERDICT_ACCEPT, "1100" },
	{ "and marked again", M4, POST, { "chain=postrouting action=mark-connection new-connection-mark=a",
	  "chain=postrouting action=mark-connection new-connection-mark=b connection-mark=a passthrough=no",
	  "chain=postrouting action=drop" }, P4 "state=established", NULL, "b", ROSFW_VERDICT_ACCEPT, "110" },
	{ "its mark is taken away", M4, POST, { "chain=postrouting action=mark-connection new-connection-mark=a",
	  "chain=postrouting action=mark-connection new-connection-mark=no-mark" }, P4 "state=new", NULL, NULL,
	  ROSFW_VERDICT_ACCEPT, "11" },
	{ "an untracked packet has no connection to mark", M4, POST, {
	  "chain=postrouting action=mark-connection new-connection-mark=a", "chain=postrouting connection-mark=a",
	  "chain=postrouting connection-mark=no-mark action=drop" }, P4 "state=untracked", NULL, NULL,
	  ROSFW_VERDICT_DROP, "101" },
	{ "nor has an invalid one", M4, POST, { "chain=postrouting action=mark-connection new-connection-mark=a",
	  "chain=postrouting connection-mark=!a action=drop" }, P4 "state=invalid", NULL, NULL, ROSFW_VERDICT_DROP, "11" },
	{ "marks of both kinds know nothing of each other", M4, FWD, {
	  "chain=forward action=mark-packet new-packet-mark=a", "chain=forward connection-mark=a action=drop",
	  "chain=forward action=mark-connection new-connection-mark=b", "chain=forward packet-mark=b action=drop" },
	  P4 "state=new", "a", "b", ROSFW_VERDICT_ACCEPT, "1010" },
	{ "main is no routing mark", M4, PRE, { "chain=prerouting routing-mark=!main action=drop",
	  "chain=prerouting action=mark-routing new-routing-mark=a", "chain=prerouting routing-mark=a action=passthrough",
	  "chain=prerouting routing-mark=main action=drop", "chain=prerouting action=mark-routing new-routing-mark=main",
	  "chain=prerouting routing-mark=!a packet-mark=no-mark" }, P4, NULL, NULL, ROSFW_VERDICT_ACCEPT, "011011" },
	{ "IPv6", M6, FWD, { "chain=forward action=mark-packet new-packet-mark=six",
	  "chain=forward action=mark-connection new-connection-mark=six hop-limit=equal:0", "chain=forward packet-mark=six action=drop" },
	  P6 "state=new", "six", "six", ROSFW_VERDICT_DROP, "111" },
};

static void is_mark(enum rosfw_mark_kind kind, u32 id, const char *want)
{
	char name[ROSFW_NAME_SIZE] = "";

	rosfw_marks_name(marks, kind, id, name);
	tap_str(name, want ? want : "");
}

static void test_walks(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u64 packets, bytes;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(walks); i++) {
		tap_case("%s", walks[i].name);
		begin();
		/* Bits of others stay. */
		skb_mark = 0xff000000;
		c = rosfw_config_new();
		add(c, ROSFW_MENU_ROUTING_TABLE, "name=a fib=yes");
		for (j = 0; j < 6 && walks[i].rules[j]; j++)
			add(c, walks[i].menu, walks[i].rules[j]);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, walks[i].menu, walks[i].chain, walks[i].packet, &w), walks[i].want);
		is_mark(ROSFW_MARK_PACKET, rosfw_packet_mark(skb_mark), walks[i].packet_mark);
		is_mark(ROSFW_MARK_CONNECTION, conn_mark, walks[i].connection_mark);
		tap_is(skb_mark & ~ROSFW_SKB_PACKET_MARK, 0xff000000);
		for (j = 0; walks[i].counts[j]; j++) {
			rosfw_counter_read(rs->config->menu[walks[i].menu]->item[j]->counter, &packets, &bytes);
			if (packets != walks[i].counts[j] - '0')
				tap_fail("rule %u: %llu packets", j + 1, (long long)packets);
		}
		rosfw_ruleset_free(rs);
		end();
	}
}

/* The mark that leads to a routing table is the table's number, whatever else the packet's mark holds. */
static void test_routing(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;

	tap_case("a routing mark is the number of its table");
	begin();
	c = rosfw_config_new();
	add(c, ROSFW_MENU_ROUTING_TABLE, "name=a fib=yes");
	add(c, ROSFW_MENU_ROUTING_TABLE, "name=b fib=yes");
	add(c, M4, "chain=prerouting action=mark-routing new-routing-mark=b");
	add(c, M4, "chain=forward action=mark-routing new-routing-mark=main");
	add(c, M6, "chain=prerouting action=mark-routing new-routing-mark=a");
	add(c, F4, "chain=forward routing-mark=b action=drop");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	skb_mark = 0xabcdeffe;
	tap_is(walk(rs, F4, ROSFW_FILTER_FORWARD, P4, &w), ROSFW_VERDICT_ACCEPT);
	tap_is(walk(rs, M4, PRE, P4, &w), ROSFW_VERDICT_ACCEPT);
	tap_is(skb_mark, 0xabcde002);
	tap_is(walk(rs, F4, ROSFW_FILTER_FORWARD, P4, &w), ROSFW_VERDICT_DROP);
	tap_is(walk(rs, M6, PRE, P6, &w), ROSFW_VERDICT_ACCEPT);
	tap_is(skb_mark, 0xabcde001);
	tap_is(walk(rs, M4, FWD, P4, &w), ROSFW_VERDICT_ACCEPT);
	tap_is(skb_mark, 0xabcde000);
	rosfw_ruleset_free(rs);
	end();
}

/* A mark outlives the rules that know its name: other tables, and later rulesets, mean the same one. */
static void test_tables(void)
{
	struct rosfw_ruleset *rs, *next;
	struct rosfw_config *c;
	struct rosfw_walk w;

	tap_case("raw and filter see what mangle set");
	begin();
	c = rosfw_config_new();
	add(c, M4, "chain=forward action=mark-packet new-packet-mark=a");
	add(c, M4, "chain=forward action=mark-connection new-connection-mark=b");
	add(c, F4, "chain=forward packet-mark=a connection-mark=b action=drop");
	add(c, R4, "chain=output packet-mark=!a action=drop");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	tap_is(walk(rs, M4, FWD, P4 "state=new", &w), ROSFW_VERDICT_ACCEPT);
	tap_is(walk(rs, F4, ROSFW_FILTER_FORWARD, P4 "state=new", &w), ROSFW_VERDICT_DROP);
	tap_is(walk(rs, R4, ROSFW_RAW_OUTPUT, P4, &w), ROSFW_VERDICT_ACCEPT);

	tap_case("and so does another ruleset");
	c = rosfw_config_new();
	add(c, M4, "chain=forward action=mark-packet new-packet-mark=x");
	add(c, F4, "chain=forward connection-mark=b action=drop");
	tap_is(build(c, rs, false, &next), 0);
	rosfw_config_put(c);
	rosfw_ruleset_free(rs);
	tap_is(walk(next, F4, ROSFW_FILTER_FORWARD, P4 "state=established", &w), ROSFW_VERDICT_DROP);
	is_mark(ROSFW_MARK_PACKET, rosfw_packet_mark(skb_mark), "a");
	rosfw_ruleset_free(next);
	end();
}

static void test_refused(void)
{
	struct rosfw_config *c;
	struct rosfw_ruleset *rs;
	char rule[128];
	u32 i;

	tap_case("one mark too many is refused");
	begin();
	c = rosfw_config_new();
	for (i = 0; i <= 4095; i++) {
		snprintf(rule, sizeof(rule), "chain=forward action=mark-packet new-packet-mark=m%u", i);
		add(c, M4, rule);
	}
	tap_is(build(c, NULL, false, &rs), -ENOSPC);
	tap_is(err.prop, ROSFW_A_NEW_PACKET_MARK);
	tap_is(err.menu, M4);
	tap_is(err.id, 4096);
	rosfw_config_put(c);

	tap_case("and nothing is held after that");
	c = rosfw_config_new();
	add(c, M4, "chain=forward action=mark-packet new-packet-mark=other");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	rosfw_ruleset_free(rs);
	end();
}

/* The last gateway counts; passthrough=no ends the walk; where it is too late the rule is skipped. */
static void test_gateway(void)
{
	static const struct {
		const char *packet;
		u32 chain, gateway;
	} packets[] = {
		{ "udp 10.0.0.1:1->10.0.0.2:1", ROSFW_MANGLE_PREROUTING, 0x0a000009 },
		{ "udp 10.0.0.1:1->10.0.0.2:2", ROSFW_MANGLE_PREROUTING, 0xffffff01 },
		{ "udp 10.0.0.1:1->10.0.0.2:3", ROSFW_MANGLE_PREROUTING, 0x0a000008 },
		{ "udp 10.0.0.1:1->10.0.0.2:4", ROSFW_MANGLE_PREROUTING, 0 },
		{ "udp 10.0.0.1:1->10.0.0.2:1", ROSFW_MANGLE_FORWARD, 0 },
	};
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u32 i;

	tap_case("gateways");
	begin();
	c = rosfw_config_new();
	add(c, M4, "chain=prerouting action=jump jump-target=g");
	add(c, M4, "chain=forward action=jump jump-target=g");
	add(c, M4, "chain=g action=route route-dst=10.0.0.8 protocol=udp dst-port=1,2");
	add(c, M4, "chain=g action=route route-dst=10.0.0.8 protocol=udp dst-port=3 passthrough=no");
	add(c, M4, "chain=g action=route route-dst=10.0.0.9 protocol=udp dst-port=1-3");
	add(c, M4, "chain=g action=route route-dst=255.255.255.1 protocol=udp dst-port=2");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	for (i = 0; i < ARRAY_SIZE(packets); i++) {
		tap_is(walk(rs, M4, packets[i].chain, packets[i].packet, &w), ROSFW_VERDICT_ACCEPT);
		tap_is(w.gateway, packets[i].gateway);
	}
	rosfw_ruleset_free(rs);
	end();
}

/* Without memory, wherever it runs out, nothing is left. */
static void test_no_memory(void)
{
	struct rosfw_config *c;
	struct rosfw_ruleset *rs;
	int ret = -ENOMEM;
	u32 i;

	tap_case("memory runs out");
	begin();
	c = rosfw_config_new();
	add(c, M4, "chain=forward action=mark-packet new-packet-mark=a packet-mark=b connection-mark=c");
	add(c, M4, "chain=forward action=mark-connection new-connection-mark=a in-interface=gone");
	for (i = 1; ret == -ENOMEM && i < 1000; i++) {
		rosfw_test_fail_after(i);
		ret = build(c, NULL, false, &rs);
		rosfw_test_fail_after(0);
	}
	tap_is(ret, 0);
	tap_ok(i > 10);
	rosfw_ruleset_free(rs);
	rosfw_config_put(c);
	end();
}

int main(void)
{
	tap_begin();
	test_names();
	test_full();
	test_walks();
	test_routing();
	test_tables();
	test_refused();
	test_gateway();
	test_no_memory();
	return tap_end();
}
