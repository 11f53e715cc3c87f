// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes of packet headers: every byte that should change does, no other, and checksums are those that a sender would
 * have computed. And what rules make of them.
 */
#include "bytes.h"
#include "rulesets.h"

#define M4	ROSFW_MENU_IP_MANGLE
#define M6	ROSFW_MENU_IPV6_MANGLE
#define FWD	ROSFW_MANGLE_FORWARD

/* Checksums are filled in. */
#define UDP4	"4500 0020 0000 4000 40 11 0000" A4 B4 "0001 0002 000c 0000 64617461"
#define TTL(n)	"4500 0020 0000 4000" n "11 0000" A4 B4 "0001 0002 000c 0000 64617461"
#define TOS(n)	"45" n "0020 0000 4000 40 11 0000" A4 B4 "0001 0002 000c 0000 64617461"
#define DF(id, flags) "4500 0020" id flags "40 11 0000" A4 B4 "0001 0002 000c 0000 64617461"
#define UDP6	"6000 0000 000c 11 40" A6 B6 "0001 0002 000c 0000 64617461"
#define HOP(n)	"6000 0000 000c 11" n A6 B6 "0001 0002 000c 0000 64617461"
#define TC(n)	"6" n "12345 000c 11 40" A6 B6 "0001 0002 000c 0000 64617461"
#define OPT(o)	"4700 0028 0000 0000 40 11 0000" A4 B4 o "0001 0002 000c 0000 64617461"
/* SYN with 8 bytes of options */
#define SYN4(o)	"4500 0030 0000 0000 40 06 0000" A4 B4 "1234 0050 00000001 00000000 7002 ffff 0000 0000" o
#define ACK4(o)	"4500 0030 0000 0000 40 06 0000" A4 B4 "1234 0050 00000001 00000001 7010 ffff 0000 0000" o
#define SYN6(o)	"6000 0000 001c 06 40" A6 B6 "1234 0050 00000001 00000000 7002 ffff 0000 0000" o

static u32 sum(const u8 *p, u32 n, u32 s)
{
	u32 i;

	for (i = 0; i < n; i++)
		s += i & 1 ? p[i] : p[i] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return s;
}

/* Over addresses, protocol, length and the segment itself, whose field holds what it holds. */
static u32 l4_sum(const u8 *p, u32 len, bool v6)
{
	u32 off = v6 ? 40 : (p[0] & 15) * 4, proto = v6 ? p[6] : p[9];

	return sum(p + off, len - off, sum(v6 ? p + 8 : p + 12, v6 ? 32 : 8, proto + len - off));
}

static void fill(u8 *p, u32 len, bool v6)
{
	u32 off = v6 ? 40 : (p[0] & 15) * 4, proto = v6 ? p[6] : p[9], field = off + (proto == 6 ? 16 : 6);

	if (!v6)
		put_unaligned_be16(~sum(p, off, 0), p + 10);
	put_unaligned_be16(~l4_sum(p, len, v6), p + field);
}

static const struct {
	const char *name;
	bool v6;
	struct rosfw_header_change change;
	struct rosfw_change_world world;
	const char *before, *after;	/* NULL: nothing changes */
} rows[] = {
	{ "set a TTL", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_SET, false, 1 }, { 0 }, UDP4, TTL("01") },
	{ "set it to what it is", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_SET, false, 64 }, { 0 }, UDP4, NULL },
	{ "set it to 0", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_SET, false, 0 }, { 0 }, UDP4, TTL("00") },
	{ "increment it", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_INCREMENT, false, 1 }, { 0 }, UDP4, TTL("41") },
	{ "increment it beyond the end", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_INCREMENT, false, 255 }, { 0 },
	  UDP4, TTL("ff") },
	{ "decrement it", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_DECREMENT, false, 63 }, { 0 }, UDP4, TTL("01") },
	{ "decrement it below 0", false, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_DECREMENT, false, 200 }, { 0 }, UDP4,
	  TTL("00") },
	{ "a TTL in IPv6", true, { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_SET, false, 1 }, { 0 }, UDP6, NULL },
	{ "set a hop limit", true, { ROSFW_ACTION_CHANGE_HOP_LIMIT, ROSFW_STEP_SET, false, 255 }, { 0 }, UDP6, HOP("ff") },
	{ "decrement it", true, { ROSFW_ACTION_CHANGE_HOP_LIMIT, ROSFW_STEP_DECREMENT, false, 2 }, { 0 }, UDP6,
	  HOP("3e") },
	{ "a hop limit in IPv4", false, { ROSFW_ACTION_CHANGE_HOP_LIMIT, ROSFW_STEP_SET, false, 1 }, { 0 }, UDP4, NULL },
	{ "DSCP, and ECN stays", false, { ROSFW_ACTION_CHANGE_DSCP, 0, false, 46 }, { 0 }, TOS("03"), TOS("bb") },
	{ "DSCP 0", false, { ROSFW_ACTION_CHANGE_DSCP, 0, false, 0 }, { 0 }, TOS("ff"), TOS("03") },
	{ "DSCP that is there", false, { ROSFW_ACTION_CHANGE_DSCP, 0, false, 46 }, { 0 }, TOS("b8"), NULL },
	{ "DSCP from priority", false, { ROSFW_ACTION_CHANGE_DSCP, 0, true, ROSFW_DSCP_FROM_PRIORITY },
	  { .priority = 5 }, TOS("00"), TOS("14") },
	{ "DSCP from a large priority", false, { ROSFW_ACTION_CHANGE_DSCP, 0, true, ROSFW_DSCP_FROM_PRIORITY },
	  { .priority = 63 }, TOS("00"), TOS("fc") },
	{ "DSCP from priority, high bits", false,
	  { ROSFW_ACTION_CHANGE_DSCP, 0, true, ROSFW_DSCP_FROM_PRIORITY_TO_HIGH_3_BITS }, { .priority = 5 }, TOS("01"),
	  TOS("a1") },
	{ "DSCP in IPv6, and the flow label stays", true, { ROSFW_ACTION_CHANGE_DSCP, 0, false, 46 }, { 0 }, TC("03"),
	  TC("bb") },
	{ "DF", false, { ROSFW_ACTION_CLEAR_DF }, { .ident = 0x1235 }, DF("abcd", "4000"), DF("abcd", "0000") },
	{ "DF of a packet without a number", false, { ROSFW_ACTION_CLEAR_DF }, { .ident = 0x1235 }, DF("0000", "4000"),
	  DF("1235", "0000") },
	{ "no DF", false, { ROSFW_ACTION_CLEAR_DF }, { .ident = 0x1235 }, DF("0000", "0000"), NULL },
	{ "DF in IPv6", true, { ROSFW_ACTION_CLEAR_DF }, { .ident = 0x1235 }, UDP6, NULL },
	{ "options", false, { ROSFW_ACTION_STRIP_IPV4_OPTIONS }, { 0 }, OPT("0707040000000000"), OPT("0101010101010101") },
	{ "router alert and the end", false, { ROSFW_ACTION_STRIP_IPV4_OPTIONS }, { 0 }, OPT("9404000000000000"),
	  OPT("0101010101010101") },
	{ "no options", false, { ROSFW_ACTION_STRIP_IPV4_OPTIONS }, { 0 }, UDP4, NULL },
	{ "MSS", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 }, SYN4("020405b4 01010101"),
	  SYN4("02040514 01010101") },
	{ "MSS at an odd place", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 }, SYN4("01020405 b4010101"),
	  SYN4("01020405 14010101") },
	{ "MSS that is smaller", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1500 }, { 0 }, SYN4("020405b4 01010101"),
	  NULL },
	{ "MSS that is the same", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1460 }, { 0 }, SYN4("020405b4 01010101"),
	  NULL },
	{ "no MSS", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 }, SYN4("01010101 01010101"), NULL },
	{ "MSS behind the end of options", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 },
	  SYN4("00000000 020405b4"), NULL },
	{ "MSS that is no SYN's", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 }, ACK4("020405b4 01010101"),
	  NULL },
	{ "MSS of UDP", false, { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 }, { 0 }, UDP4, NULL },
	{ "MSS from the path", false, { ROSFW_ACTION_CHANGE_MSS, 0, true, ROSFW_MSS_CLAMP_TO_PMTU }, { .mtu = 1400 },
	  SYN4("020405b4 01010101"), SYN4("02040550 01010101") },
	{ "MSS from a path that is not known", false, { ROSFW_ACTION_CHANGE_MSS, 0, true, ROSFW_MSS_CLAMP_TO_PMTU }, { 0 },
	  SYN4("020405b4 01010101"), NULL },
	{ "MSS from a path that is no path", false, { ROSFW_ACTION_CHANGE_MSS, 0, true, ROSFW_MSS_CLAMP_TO_PMTU },
	  { .mtu = 40 }, SYN4("020405b4 01010101"), NULL },
	{ "MSS in IPv6", true, { ROSFW_ACTION_CHANGE_MSS, 0, true, ROSFW_MSS_CLAMP_TO_PMTU }, { .mtu = 1400 },
	  SYN6("020405b4 01010101"), SYN6("0204053c 01010101") },
};

static void test_rows(void)
{
	struct rosfw_pkt pkt, again;
	u8 *bytes, *want;
	u32 i, len, n, need;
	bool changed;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s", rows[i].name);
		bytes = bytes_from_hex(rows[i].before, &len);
		want = bytes_from_hex(rows[i].after ? rows[i].after : rows[i].before, &n);
		tap_is(n, len);
		fill(bytes, len, rows[i].v6);
		fill(want, len, rows[i].v6);
		memset(&pkt, 0, sizeof(pkt));
		tap_is(rosfw_pkt_parse(&pkt, rows[i].v6, bytes, len, len), 0);
		need = rosfw_change_need(&rows[i].change, &pkt);
		tap_ok(need <= len);
		changed = need && rosfw_change_apply(&rows[i].change, &pkt, bytes, &rows[i].world);
		tap_is(changed, !!rows[i].after);
		tap_ok(!memcmp(bytes, want, len));
		memset(&again, 0, sizeof(again));
		tap_is(rosfw_pkt_parse(&again, rows[i].v6, bytes, len, len), 0);
		tap_is(pkt.ttl, again.ttl);
		tap_is(pkt.tos, again.tos);
		tap_is(pkt.options, again.options);
		tap_is(pkt.u.tcp.mss, again.u.tcp.mss);
		free(bytes);
		free(want);
	}
}

/* Hardware will complete it: what is in the field does not cover the option. */
static void test_partial(void)
{
	const struct rosfw_header_change change = { ROSFW_ACTION_CHANGE_MSS, 0, false, 1300 };
	const struct rosfw_change_world world = { .partial = true };
	struct rosfw_pkt pkt = { 0 };
	u8 *bytes;
	u32 len;

	tap_case("a checksum that is not complete stays");
	bytes = bytes_from_hex(SYN4("020405b4 01010101"), &len);
	put_unaligned_be16(0x4711, bytes + 36);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	tap_ok(rosfw_change_apply(&change, &pkt, bytes, &world));
	tap_is(get_unaligned_be16(bytes + 36), 0x4711);
	tap_is(get_unaligned_be16(bytes + 42), 1300);
	free(bytes);
}

/* ---- rules ---- */

#define P4	"tcp 10.0.0.1:1234->10.0.0.2:80 in=ether1 out=ether2 ttl=64 flags=syn "

static const struct {
	const char *rule;
	struct rosfw_header_change change;
} compiled[] = {
	{ "chain=forward action=change-ttl new-ttl=set:5", { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_SET, false, 5 } },
	{ "chain=forward action=change-ttl new-ttl=decrement:255",
	  { ROSFW_ACTION_CHANGE_TTL, ROSFW_STEP_DECREMENT, false, 255 } },
	{ "chain=forward action=change-dscp new-dscp=63", { ROSFW_ACTION_CHANGE_DSCP, 0, false, 63 } },
	{ "chain=forward action=change-dscp new-dscp=from-priority-to-high-3-bits",
	  { ROSFW_ACTION_CHANGE_DSCP, 0, true, ROSFW_DSCP_FROM_PRIORITY_TO_HIGH_3_BITS } },
	{ "chain=forward action=change-mss new-mss=65534", { ROSFW_ACTION_CHANGE_MSS, 0, false, 65534 } },
	{ "chain=forward action=change-mss new-mss=clamp-to-pmtu",
	  { ROSFW_ACTION_CHANGE_MSS, 0, true, ROSFW_MSS_CLAMP_TO_PMTU } },
	{ "chain=forward action=clear-df", { ROSFW_ACTION_CLEAR_DF } },
	{ "chain=forward action=strip-ipv4-options", { ROSFW_ACTION_STRIP_IPV4_OPTIONS } },
};

static void test_compiled(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(compiled); i++) {
		tap_case("%s", compiled[i].rule);
		begin();
		c = rosfw_config_new();
		add(c, M4, compiled[i].rule);
		add(c, M4, "chain=forward action=drop");
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, M4, FWD, P4, &w), ROSFW_VERDICT_DROP);
		tap_is(w.rule->item->id, 2);
		tap_is(env.changes, 1);
		tap_is(env.changed.action, compiled[i].change.action);
		tap_is(env.changed.how, compiled[i].change.how);
		tap_is(env.changed.named, compiled[i].change.named);
		tap_is(env.changed.value, compiled[i].change.value);
		/* Without memory the packet goes nowhere. */
		env.no_change = true;
		tap_is(walk(rs, M4, FWD, P4, &w), ROSFW_VERDICT_DROP);
		tap_is(w.rule->item->id, 1);
		rosfw_ruleset_free(rs);
		end();
	}
}

static const struct {
	const char *rule;
	const char *packet;
	u32 menu, before, want;
} priorities[] = {
	{ "chain=forward action=set-priority new-priority=0", P4, M4, 7, 0 },
	{ "chain=forward action=set-priority new-priority=63", P4, M4, 0, 63 },
	{ "chain=forward action=set-priority new-priority=from-dscp", P4 "tos=188", M4, 0, 7 },
	{ "chain=forward action=set-priority new-priority=from-dscp-high-3-bits", P4 "tos=184", M4, 0, 5 },
	{ "chain=x action=set-priority new-priority=from-ingress", P4, M4, 0, 6 },
	{ "chain=forward action=set-priority new-priority=4", "udp [2001:db8::1]:1->[2001:db8::2]:2 ttl=64", M6, 0, 4 },
};

static void test_priority(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(priorities); i++) {
		tap_case("%s", priorities[i].rule);
		begin();
		env.ingress = 6;
		skb_mark = 0x80123456 | priorities[i].before << ROSFW_SKB_PRIORITY_SHIFT;
		c = rosfw_config_new();
		add(c, priorities[i].menu, "chain=forward action=jump jump-target=x");
		add(c, priorities[i].menu, priorities[i].rule);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, priorities[i].menu, FWD, priorities[i].packet, &w), ROSFW_VERDICT_ACCEPT);
		tap_is(rosfw_walk_priority(&w), priorities[i].want);
		tap_is(skb_mark & ~ROSFW_SKB_PRIORITY, 0x80123456 | ROSFW_SKB_PRIORITY_SET);
		rosfw_ruleset_free(rs);
		end();
	}
}

static void test_no_hop_left(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;

	tap_case("a packet that has no hop left is dropped");
	begin();
	c = rosfw_config_new();
	add(c, M4, "chain=forward action=change-ttl new-ttl=set:0");
	add(c, M4, "chain=forward");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	tap_is(walk(rs, M4, FWD, "udp 10.0.0.1:1->10.0.0.2:2 ttl=0", &w), ROSFW_VERDICT_DROP);
	tap_is(walk(rs, M4, FWD, "udp 10.0.0.1:1->10.0.0.2:2 ttl=1", &w), ROSFW_VERDICT_ACCEPT);
	rosfw_ruleset_free(rs);
	end();
}

int main(void)
{
	tap_begin();
	test_rows();
	test_partial();
	test_compiled();
	test_priority();
	test_no_hop_left();
	return tap_end();
}
