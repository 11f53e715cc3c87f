// SPDX-License-Identifier: GPL-2.0-only
/* Rules that translate: what is compiled of them, where they work, and that the walk ends with them. */
#include "rulesets.h"

#define N4	ROSFW_MENU_IP_NAT
#define N6	ROSFW_MENU_IPV6_NAT

#define T4	"tcp 10.0.0.1:1234->10.0.0.2:80 in=ether1 out=ether2 flags=syn"
#define T6	"tcp [2001:db8::1]:1234->[2001:db8::2]:80 in=ether1 out=ether2 flags=syn"

#define SRC	ROSFW_NAT_SRCNAT
#define DST	ROSFW_NAT_DSTNAT
#define IN	ROSFW_NAT_INPUT
#define OUT	ROSFW_NAT_OUTPUT

/* ---- what is compiled ---- */

static const struct {
	u32 menu;
	const char *rule;
	u8 action;
	u8 flags;
	u8 prefix_len;
	u8 chains;
	u16 port_from, port_to;
	const char *from, *to;		/* NULL: any */
} compiled[] = {
	{ N4, "chain=srcnat action=masquerade", ROSFW_ACTION_MASQUERADE, 0, 0, BIT(SRC) },
	{ N4, "chain=srcnat action=masquerade protocol=tcp to-ports=1024-65535", ROSFW_ACTION_MASQUERADE,
	  ROSFW_NAT_PORTS, 0, BIT(SRC), 1024, 65535 },
	{ N4, "chain=srcnat action=src-nat to-addresses=1.2.3.4", ROSFW_ACTION_SRC_NAT, ROSFW_NAT_ADDRS, 32,
	  BIT(SRC) | BIT(IN), 0, 0, "1.2.3.4", "1.2.3.4" },
	{ N4, "chain=srcnat action=src-nat to-addresses=1.2.3.4-1.2.3.6", ROSFW_ACTION_SRC_NAT, ROSFW_NAT_ADDRS, 30,
	  BIT(SRC) | BIT(IN), 0, 0, "1.2.3.4", "1.2.3.6" },
	{ N4, "chain=input action=src-nat to-addresses=1.2.3.0/24", ROSFW_ACTION_SRC_NAT, ROSFW_NAT_ADDRS, 24,
	  BIT(SRC) | BIT(IN), 0, 0, "1.2.3.0", "1.2.3.255" },
	{ N4, "chain=srcnat action=src-nat to-addresses=0.0.0.0", ROSFW_ACTION_SRC_NAT, 0, 32, BIT(SRC) | BIT(IN) },
	{ N4, "chain=srcnat action=src-nat to-addresses=0.0.0.0/0", ROSFW_ACTION_SRC_NAT, ROSFW_NAT_ADDRS, 0,
	  BIT(SRC) | BIT(IN), 0, 0, "0.0.0.0", "255.255.255.255" },
	{ N4, "chain=srcnat action=src-nat", ROSFW_ACTION_SRC_NAT, 0, 0, BIT(SRC) | BIT(IN) },
	{ N4, "chain=dstnat action=dst-nat protocol=tcp to-addresses=10.0.0.1 to-ports=8080", ROSFW_ACTION_DST_NAT,
	  ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 32, BIT(DST) | BIT(OUT), 8080, 8080, "10.0.0.1", "10.0.0.1" },
	{ N4, "chain=dstnat action=dst-nat protocol=udp to-ports=0", ROSFW_ACTION_DST_NAT, ROSFW_NAT_PORTS, 0,
	  BIT(DST) | BIT(OUT), 0, 0 },
	{ N4, "chain=dstnat action=redirect protocol=udp to-ports=53", ROSFW_ACTION_REDIRECT, ROSFW_NAT_PORTS, 0,
	  BIT(DST) | BIT(OUT), 53, 53 },
	{ N4, "chain=dstnat action=netmap to-addresses=2.2.2.1-2.2.2.254", ROSFW_ACTION_NETMAP, ROSFW_NAT_ADDRS, 24,
	  BIT(SRC) | BIT(DST) | BIT(IN) | BIT(OUT), 0, 0, "2.2.2.0", "2.2.2.255" },
	{ N4, "chain=srcnat action=netmap to-addresses=2.2.2.1", ROSFW_ACTION_NETMAP, ROSFW_NAT_ADDRS, 32,
	  BIT(SRC) | BIT(DST) | BIT(IN) | BIT(OUT), 0, 0, "2.2.2.1", "2.2.2.1" },
	{ N4, "chain=srcnat action=same to-addresses=1.2.3.0/28 same-not-by-dst=yes", ROSFW_ACTION_SAME,
	  ROSFW_NAT_ADDRS | ROSFW_NAT_NOT_BY_DST, 28, BIT(SRC) | BIT(DST), 0, 0, "1.2.3.0", "1.2.3.15" },
	{ N4, "chain=srcnat action=endpoint-independent-nat protocol=udp randomise-ports=yes",
	  ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT, ROSFW_NAT_RANDOM, 0, BIT(SRC) | BIT(DST) },
	{ N6, "chain=srcnat action=src-nat to-address=2001:db8::1", ROSFW_ACTION_SRC_NAT, ROSFW_NAT_ADDRS, 128,
	  BIT(SRC) | BIT(IN), 0, 0, "2001:db8::1", "2001:db8::1" },
	{ N6, "chain=dstnat action=netmap to-address=fd00::/61", ROSFW_ACTION_NETMAP, ROSFW_NAT_ADDRS, 61,
	  BIT(SRC) | BIT(DST) | BIT(IN) | BIT(OUT), 0, 0, "fd00::", "fd00::7:ffff:ffff:ffff:ffff" },
	{ N6, "chain=dstnat action=netmap to-address=fd00::1:0/127", ROSFW_ACTION_NETMAP, ROSFW_NAT_ADDRS, 127,
	  BIT(SRC) | BIT(DST) | BIT(IN) | BIT(OUT), 0, 0, "fd00::1:0", "fd00::1:1" },
	{ N6, "chain=dstnat action=redirect protocol=tcp to-ports=1-2", ROSFW_ACTION_REDIRECT, ROSFW_NAT_PORTS, 0,
	  BIT(DST) | BIT(OUT), 1, 2 },
};

static bool is_address(const struct rosfw_addr *a, bool v6, const char *text)
{
	struct rosfw_addr want;
	u8 bytes[16];

	item_ip(v6, text, bytes);
	rosfw_addr_load(&want, v6 ? ROSFW_IPV6 : ROSFW_IPV4, bytes);
	return rosfw_addr_equal(a, &want);
}

static void test_compiled(void)
{
	const struct rosfw_nat_rule *nat;
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	bool v6;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(compiled); i++) {
		tap_case("%s", compiled[i].rule);
		begin();
		v6 = compiled[i].menu == N6;
		c = rosfw_config_new();
		add(c, compiled[i].menu, "chain=srcnat action=accept");
		add(c, compiled[i].menu, compiled[i].rule);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(rs->program[compiled[i].menu]->nrules, 2);
		nat = rs->program[compiled[i].menu]->nats;
		tap_is(nat->action, compiled[i].action);
		tap_is(nat->flags, compiled[i].flags);
		tap_is(nat->prefix_len, compiled[i].prefix_len);
		tap_is(rs->program[compiled[i].menu]->rules[!rs->program[compiled[i].menu]->rules[0].nat].chains, compiled[i].chains);
		tap_is(nat->port_from, compiled[i].port_from);
		tap_is(nat->port_to, compiled[i].port_to);
		if (compiled[i].from)
			tap_ok(is_address(&nat->from, v6, compiled[i].from) &&
			       is_address(&nat->to, v6, compiled[i].to));
		rosfw_ruleset_free(rs);
		end();
	}
}

/* ---- walks ---- */

#define ACC	ROSFW_VERDICT_ACCEPT
#define NAT	ROSFW_VERDICT_NAT

#define J(from, to)	"chain=" from " action=jump jump-target=" to

static const struct {
	const char *name;
	u32 menu;
	u32 chain;
	const char *rules[6];
	enum rosfw_verdict want;
	u32 by;			/* id of the rule that decided, 0 = end of the chain */
	const char *counts;	/* packets by rule */
} walks[] = {
	{ "no rules", N4, SRC, { NULL }, ACC, 0, "" },
	{ "a rule that translates ends the table", N4, SRC, { "chain=srcnat action=masquerade",
	  "chain=srcnat action=src-nat to-addresses=1.2.3.4" }, NAT, 1, "10" },
	{ "accept leaves a connection as it is", N4, SRC, { "chain=srcnat action=accept dst-address=10.0.0.0/8",
	  "chain=srcnat action=masquerade" }, ACC, 1, "10" },
	{ "conditions hold for it as for any other", N4, SRC, { "chain=srcnat action=masquerade out-interface=ether1",
	  "chain=srcnat action=masquerade out-interface=ether2" }, NAT, 2, "01" },
	{ "each chain has its own", N4, DST, { "chain=srcnat action=masquerade", "chain=dstnat action=redirect",
	  "chain=output action=redirect" }, NAT, 2, "010" },
	{ "output", N4, OUT, { "chain=dstnat action=redirect", "chain=output action=redirect" }, NAT, 2, "01" },
	{ "input", N4, IN, { "chain=srcnat action=masquerade", "chain=input action=src-nat to-addresses=1.2.3.4" },
	  NAT, 2, "01" },
	{ "through a jump", N4, SRC, { J("srcnat", "x"), "chain=x action=masquerade" }, NAT, 2, "11" },
	{ "a rule of the other direction is skipped", N4, DST, { J("dstnat", "x"), "chain=x action=masquerade",
	  "chain=x action=src-nat to-addresses=1.2.3.4", "chain=x action=redirect" }, NAT, 4, "1001" },
	{ "and the same chain from the other side", N4, SRC, { J("srcnat", "x"), "chain=x action=redirect",
	  "chain=x action=masquerade" }, NAT, 3, "101" },
	{ "nothing but rules of the other direction", N4, SRC, { J("srcnat", "x"), "chain=x action=redirect" },
	  ACC, 0, "10" },
	{ "a jump to the built-in chain of the other direction", N4, DST, { J("dstnat", "srcnat"),
	  "chain=srcnat action=masquerade", "chain=srcnat action=netmap to-addresses=1.2.3.0/24" }, NAT, 3, "101" },
	{ "masquerade reached from input", N4, IN, { J("input", "x"), "chain=x action=masquerade",
	  "chain=x action=src-nat to-addresses=1.2.3.4" }, NAT, 3, "101" },
	{ "a skipped rule does not log", N4, SRC, { J("srcnat", "x"), "chain=x action=redirect log=yes" },
	  ACC, 0, "10" },
	{ "return", N4, SRC, { J("srcnat", "x"), "chain=x action=return", "chain=srcnat action=masquerade" }, NAT, 3,
	  "111" },
	{ "IPv6", N6, DST, { "chain=dstnat action=dst-nat to-address=fd00::1 src-address=2001:db8::/32" }, NAT, 1, "1" },
	{ "IPv6 in the other direction", N6, SRC, { J("srcnat", "x"), "chain=x action=dst-nat to-address=fd00::1" },
	  ACC, 0, "10" },
};

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
		c = rosfw_config_new();
		for (j = 0; j < 6 && walks[i].rules[j]; j++)
			add(c, walks[i].menu, walks[i].rules[j]);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, walks[i].menu, walks[i].chain, walks[i].menu == N6 ? T6 : T4, &w), walks[i].want);
		tap_is(w.rule ? w.rule->item->id : 0, walks[i].by);
		tap_is(w.rule && w.rule->nat, walks[i].want == NAT);
		tap_is(env.logs, 0);
		for (j = 0; walks[i].counts[j]; j++) {
			rosfw_counter_read(rs->config->menu[walks[i].menu]->item[j]->counter, &packets, &bytes);
			if (packets != walks[i].counts[j] - '0')
				tap_fail("rule %u: %llu packets", j + 1, (long long)packets);
		}
		rosfw_ruleset_free(rs);
		end();
	}
}

/* In dstnat it is for those who come to somebody's public endpoint; in srcnat for all, and so behind a jump. */
static void test_independent(void)
{
	static const struct {
		u32 chain;
		const char *packet;
		u32 by;
	} cases[] = {
		{ DST, "udp 10.0.0.1:1234->10.0.0.2:80 mapped=no", 2 },
		{ DST, "udp 10.0.0.1:1234->10.0.0.2:80 mapped=yes", 1 },
		{ DST, "tcp 10.0.0.1:1234->10.0.0.2:80 mapped=no", 2 },
		{ SRC, "udp 10.0.0.1:1234->10.0.0.2:80 mapped=no", 4 },
		{ SRC, "udp 10.0.0.1:1234->10.0.0.2:80 mapped=yes", 4 },
		{ OUT, "udp 10.0.0.1:1234->10.0.0.2:80 mapped=yes", 0 },
	};
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;
	u32 i;

	begin();
	add(c, N4, "chain=dstnat action=endpoint-independent-nat protocol=udp");
	add(c, N4, "chain=dstnat action=redirect");
	add(c, N4, "chain=srcnat action=jump jump-target=x");
	add(c, N4, "chain=x action=endpoint-independent-nat protocol=udp");
	add(c, N4, "chain=output action=jump jump-target=x");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		tap_case("endpoint-independent-nat, %s in chain %u", cases[i].packet, cases[i].chain);
		walk(rs, N4, cases[i].chain, cases[i].packet, &w);
		tap_is(w.rule ? w.rule->item->id : 0, cases[i].by);
	}
	rosfw_ruleset_free(rs);
	end();
}

/* ---- what is invalid ---- */

static void test_socksify(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;

	tap_case("socksify is kept, and says why it does nothing");
	begin();
	add(c, N4, "chain=dstnat action=socksify socks5-server=10.0.0.9 socks5-port=1080");
	add(c, N4, "chain=dstnat action=redirect");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	tap_str(rs->program[N4]->invalid[0], "connections cannot be sent through a SOCKS proxy by this version");
	tap_ok(!rs->program[N4]->invalid[1]);
	tap_is(walk(rs, N4, DST, T4, &w), NAT);
	tap_is(w.rule->item->id, 2);
	rosfw_ruleset_free(rs);
	end();
}

static void test_no_memory(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	unsigned long n;
	int ret;

	begin();
	add(c, N4, "chain=srcnat action=same to-addresses=1.2.3.0/24 src-address-list=a");
	add(c, N4, "chain=dstnat action=socksify dst-address-list=b");
	add(c, N4, "chain=dstnat action=redirect disabled=yes");
	for (n = 1; ; n++) {
		tap_case("a build whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		ret = build(c, NULL, false, &rs);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
	}
	rosfw_test_fail_after(0);
	tap_ok(!ret && n > 5);
	rosfw_ruleset_free(rs);
	rosfw_config_put(c);
	end();
}

int main(void)
{
	tap_begin();
	test_compiled();
	test_walks();
	test_independent();
	test_socksify();
	test_no_memory();
	return tap_end();
}
