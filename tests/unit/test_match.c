// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matchers, one rule and one packet at a time: packets that match, that nearly match, and that lack the field. Then what
 * the header parser gives them to look at.
 */
#include "bytes.h"
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define R4	ROSFW_MENU_IP_RAW
#define N4	ROSFW_MENU_IP_NAT
#define F6	ROSFW_MENU_IPV6_FILTER
#define R6	ROSFW_MENU_IPV6_RAW
#define N6	ROSFW_MENU_IPV6_NAT
#define IL	ROSFW_MENU_INTERFACE_LIST
#define IM	ROSFW_MENU_INTERFACE_LIST_MEMBER
#define RT	ROSFW_MENU_ROUTING_TABLE

#define T4	"tcp 10.0.0.1:1234->10.0.0.2:80 flags=syn "
#define U4	"udp 10.0.0.1:1234->10.0.0.2:53 "
#define U6	"udp [2001:db8::1]:1234->[2001:db8::2]:53 "
#define T6	"tcp [2001:db8::1]:1234->[2001:db8::2]:80 flags=syn "
#define FRAG4	"tcp 10.0.0.1->10.0.0.2 frag "

static const struct {
	u32 menu;
	const char *rule;
	const char *packet;
	bool match;
} matches[] = {
	{ F4, "ttl=equal:64", U4 "ttl=64", true },
	{ F4, "ttl=equal:64", U4 "ttl=63", false },
	{ F4, "ttl=not-equal:64", U4 "ttl=64", false },
	{ F4, "ttl=not-equal:64", U4 "ttl=65", true },
	{ F4, "ttl=less-than:2", U4 "ttl=1", true },
	{ F4, "ttl=less-than:2", U4 "ttl=2", false },
	{ F4, "ttl=less-than:0", U4 "ttl=0", false },
	{ F4, "ttl=greater-than:254", U4 "ttl=255", true },
	{ F4, "ttl=greater-than:254", U4 "ttl=254", false },
	{ R4, "ttl=equal:0", U4 "ttl=0", true },
	{ N4, "ttl=equal:1", U4 "ttl=1", true },
	{ F6, "hop-limit=equal:255", U6 "ttl=255", true },
	{ F6, "hop-limit=equal:255", U6 "ttl=254", false },
	{ R6, "hop-limit=less-than:2", U6 "ttl=1", true },
	{ N6, "hop-limit=greater-than:2", U6 "ttl=2", false },

	{ F4, "dscp=46", U4 "tos=184", true },
	{ F4, "dscp=46", U4 "tos=187", true },
	{ F4, "dscp=46", U4 "tos=188", false },
	{ F4, "dscp=0", U4 "tos=3", true },
	{ F4, "dscp=63", U4 "tos=252", true },
	{ F4, "dscp=!46", U4 "tos=184", false },
	{ F4, "dscp=!46", U4 "tos=0", true },
	{ R6, "dscp=46", U6 "tos=185", true },
	{ N4, "dscp=46", U4 "tos=46", false },

	{ F4, "tos=16", U4 "tos=16", true },
	{ F4, "tos=16", U4 "tos=17", false },
	{ F4, "tos=16/240", U4 "tos=17", true },
	{ F4, "tos=16/240", U4 "tos=32", false },
	{ F4, "tos=!16/240", U4 "tos=17", false },
	{ F4, "tos=!16", U4 "tos=17", true },
	{ F4, "tos=0/0", U4 "tos=255", true },
	{ F6, "tos=3/3", U6 "tos=187", true },

	{ F4, "packet-size=40", U4, true },
	{ F4, "packet-size=40", U4 "len=41", false },
	{ F4, "packet-size=30-40", U4, true },
	{ F4, "packet-size=40-50", U4, true },
	{ F4, "packet-size=41-50", U4, false },
	{ F4, "packet-size=!41-50", U4, true },
	{ F4, "packet-size=!40", U4, false },
	{ F4, "packet-size=0-65535", U4 "len=65535", true },
	{ F4, "packet-size=1500", U4 "len=64000 size=1500 segs=44", true },
	{ F4, "packet-size=1501-65535", U4 "len=64000 size=1500 segs=44", false },
	{ F6, "packet-size=0-65535", U6 "len=100000", false },
	{ F6, "packet-size=!0-65535", U6 "len=100000", true },

	{ F4, "fragment=yes", FRAG4, true },
	{ F4, "fragment=yes", T4, false },
	{ F4, "fragment=no", FRAG4, false },
	{ R4, "fragment=no", T4, true },

	{ F4, "ipv4-options=any", U4 "opts=1", true },
	{ F4, "ipv4-options=any", U4, false },
	{ F4, "ipv4-options=none", U4, true },
	{ F4, "ipv4-options=none", U4 "opts=1", false },
	{ F4, "ipv4-options=strict-source-routing", U4 "opts=3", true },
	{ F4, "ipv4-options=strict-source-routing", U4 "opts=5", false },
	{ F4, "ipv4-options=loose-source-routing", U4 "opts=5", true },
	{ F4, "ipv4-options=loose-source-routing", U4 "opts=3", false },
	{ F4, "ipv4-options=no-source-routing", U4 "opts=3", false },
	{ F4, "ipv4-options=no-source-routing", U4 "opts=5", false },
	{ F4, "ipv4-options=no-source-routing", U4 "opts=39", true },
	{ F4, "ipv4-options=no-source-routing", U4, true },
	{ F4, "ipv4-options=record-route", U4 "opts=9", true },
	{ F4, "ipv4-options=no-record-route", U4 "opts=9", false },
	{ F4, "ipv4-options=no-record-route", U4, true },
	{ F4, "ipv4-options=timestamp", U4 "opts=11", true },
	{ F4, "ipv4-options=timestamp", U4 "opts=2f", false },
	{ F4, "ipv4-options=no-timestamp", U4 "opts=11", false },
	{ F4, "ipv4-options=router-alert", U4 "opts=21", true },
	{ F4, "ipv4-options=router-alert", U4 "opts=1f", false },
	{ R4, "ipv4-options=no-router-alert", U4 "opts=21", false },
	{ N4, "ipv4-options=no-router-alert", U4 "opts=1", true },

	{ F6, "headers=proto", U6 "headers=proto", true },
	{ F6, "headers=proto", U6 "headers=hop,proto", false },
	{ F6, "headers=proto:contains", U6 "headers=hop,proto", true },
	{ F6, "headers=hop,proto", U6 "headers=hop,proto", true },
	{ F6, "headers=hop,frag:contains", U6 "headers=hop,proto", false },
	{ F6, "headers=!hop:contains", U6 "headers=hop,proto", false },
	{ F6, "headers=!route:contains", U6 "headers=hop,proto", true },
	{ F6, "headers=!proto:exact", U6 "headers=hop,proto", true },
	{ R6, "headers=none", U6 "headers=none", true },
	{ N6, "headers=none", U6 "headers=esp", false },

	{ F4, "src-mac-address=02:00:00:00:00:0a", U4 "mac=02:00:00:00:00:0a", true },
	{ F4, "src-mac-address=02:00:00:00:00:0a", U4 "mac=02:00:00:00:00:0b", false },
	{ F4, "src-mac-address=02:00:00:00:00:0a", U4 "mac=12:00:00:00:00:0a", false },
	{ F4, "src-mac-address=!02:00:00:00:00:0a", U4 "mac=02:00:00:00:00:0b", true },
	{ F4, "src-mac-address=!02:00:00:00:00:0a", U4 "mac=02:00:00:00:00:0a", false },
	{ F4, "src-mac-address=00:00:00:00:00:00", U4, false },
	{ F4, "src-mac-address=!02:00:00:00:00:0a", U4, false },
	{ F6, "src-mac-address=02:00:00:00:00:0a", U6 "mac=02:00:00:00:00:0a", true },

	{ F4, "protocol=tcp tcp-mss=1460", T4 "mss=1460", true },
	{ F4, "protocol=tcp tcp-mss=1460", T4 "mss=1461", false },
	{ F4, "protocol=tcp tcp-mss=0-500", T4 "mss=500", true },
	{ F4, "protocol=tcp tcp-mss=0-500", T4 "mss=0", true },
	{ F4, "protocol=tcp tcp-mss=0-500", T4 "mss=501", false },
	{ F4, "protocol=tcp tcp-mss=!0-500", T4 "mss=501", true },
	{ F4, "protocol=tcp tcp-mss=!0-500", T4 "mss=500", false },
	{ F4, "protocol=tcp tcp-mss=0-65535", T4, false },
	{ F4, "protocol=tcp tcp-mss=!0-65535", T4, true },
	{ F4, "protocol=tcp tcp-mss=!0-500", FRAG4, false },
	{ F4, "protocol=tcp tcp-mss=!0-500", T4 "mss=501 short", false },
	{ F6, "protocol=tcp tcp-mss=1440", T6 "mss=1440", true },

	{ F4, "src-address-type=local", U4, true },
	{ F4, "dst-address-type=local", U4, false },
	{ F4, "dst-address-type=unicast,multicast", U4, true },
	{ F4, "dst-address-type=broadcast,multicast,blackhole", U4, false },
	{ F4, "dst-address-type=!local", U4, true },
	{ F4, "src-address-type=!local,unicast", U4, false },
	{ F4, "dst-address-type=broadcast", "udp 10.0.0.1:1->10.0.0.255:1", true },
	{ R6, "src-address-type=anycast", U6, true },
	{ N6, "dst-address-type=unreachable", U6, false },

	{ F4, "realm=5", U4 "realm=5", true },
	{ F4, "realm=5", U4 "realm=6", false },
	{ F4, "realm=!5", U4 "realm=6", true },
	{ F4, "realm=0", U4 "realm=0", true },
	{ F4, "realm=5", U4, false },
	{ F4, "realm=!5", U4, false },

	{ F4, "ipsec-policy=in,ipsec", U4 "ipsec=21", true },
	{ F4, "ipsec-policy=in,ipsec", U4 "ipsec=12", false },
	{ F4, "ipsec-policy=in,none", U4 "ipsec=12", true },
	{ F4, "ipsec-policy=in,none", U4 "ipsec=21", false },
	{ F6, "ipsec-policy=out,ipsec", U6 "ipsec=12", true },
	{ R4, "ipsec-policy=out,ipsec", U4 "ipsec=21", false },
	{ F4, "ipsec-policy=out,none", U4 "ipsec=21", true },
	{ F4, "ipsec-policy=out,none", U4 "ipsec=20", false },
	{ F4, "ipsec-policy=out,ipsec", U4 "ipsec=20", false },

	{ F4, "in-bridge-port=ether1", U4 "in=bridge in-port=ether1", true },
	{ F4, "in-bridge-port=ether1", U4 "in=bridge in-port=ether2", false },
	{ F4, "in-bridge-port=ether1", U4 "in=bridge out-port=ether1", false },
	{ F4, "in-bridge-port=ether1", U4 "in=ether1", false },
	{ F4, "in-bridge-port=!ether1", U4 "in=bridge in-port=ether1", false },
	{ F4, "in-bridge-port=!ether1", U4 "in=bridge in-port=ether2", true },
	{ F4, "in-bridge-port=!ether1", U4 "in=ether1", true },
	{ R6, "in-bridge-port=ether1", U6 "in-port=ether1", true },
	{ N4, "out-bridge-port=ether2", U4 "in-port=ether1 out-port=ether2", true },
	{ F6, "out-bridge-port=ether2", U6 "in-port=ether2 out-port=ether1", false },
	{ F6, "out-bridge-port=!ether2", U6 "in-port=ether2", true },
	{ F4, "in-bridge-port-list=ports", U4 "in-port=ether2", true },
	{ F4, "in-bridge-port-list=ports", U4 "in-port=ether3", false },
	{ F4, "in-bridge-port-list=ports", U4 "in=ether2", false },
	{ F4, "in-bridge-port-list=!ports", U4 "in-port=ether2", false },
	{ N6, "in-bridge-port-list=!ports", U6 "in-port=ether3", true },
	{ F4, "in-bridge-port-list=!ports", U4, true },
	{ R4, "in-bridge-port-list=all", U4 "in-port=ppp0", true },
	{ F4, "in-bridge-port-list=all", U4 "in=ether1", false },
	{ F4, "out-bridge-port-list=ports", U4 "out-port=ether1 in-port=ether3", true },
	{ F4, "out-bridge-port-list=ports", U4 "out=ether1", false },
	{ F6, "out-bridge-port-list=!ports", U6 "out-port=ether3", true },
	{ F4, "in-bridge-port-list=ports out-bridge-port=!ether1", U4 "in-port=ether1 out-port=ether2", true },
	{ F4, "in-bridge-port-list=ports out-bridge-port=!ether1", U4 "in-port=ether2 out-port=ether1", false },
	{ F4, "in-bridge-port=wlan0", U4 "in-port=ether1", false },
	{ F4, "in-bridge-port=!wlan0", U4 "in-port=ether1", false },
	{ F4, "in-bridge-port-list=missing", U4 "in-port=ether1", false },

	{ F4, "routing-table=one", U4 "routes=2", true },
	{ F4, "routing-table=one", U4 "routes=5", false },
	{ F4, "routing-table=!one", U4 "routes=5", true },
	{ N4, "routing-table=!one", U4 "routes=2", false },
	{ N4, "routing-table=two", U4 "routes=4", true },
	{ N4, "routing-table=two", U4 "routes=3", false },
	{ F4, "routing-table=main", U4 "routes=1", true },
	{ F4, "routing-table=main", U4 "routes=6", false },
	{ F4, "routing-table=!main", U4, true },
	{ F6, "routing-table=two", U6 "routes=4", true },
	{ F6, "routing-table=two", U6 "routes=2", false },

	/* Skipped, whatever the packet. */
	{ F4, "layer7-protocol=x", U4, false },
	{ F4, "layer7-protocol=!x", U4, false },

	{ F4, "connection-bytes=100-200", U4 "conn=100", true },
	{ F4, "connection-bytes=100-200", U4 "conn=200", true },
	{ F4, "connection-bytes=100-200", U4 "conn=99", false },
	{ F4, "connection-bytes=100-200", U4 "conn=201", false },
	{ F4, "connection-bytes=100-0", U4 "conn=20000000000", true },
	{ F4, "connection-bytes=100-0", U4 "conn=99", false },
	{ F4, "connection-bytes=0-0", U4, false },
	{ F4, "connection-bytes=0-0", T4 "conn=1", true },
	{ F4, "connection-bytes=0-0", "icmp 10.0.0.1->10.0.0.2 icmp=8:0 conn=1", false },

	{ F4, "connection-rate=100-200", U4 "rate=100", true },
	{ F4, "connection-rate=100-200", U4 "rate=200", true },
	{ F4, "connection-rate=100-200", U4 "rate=99", false },
	{ F4, "connection-rate=100-200", U4 "rate=201", false },
	{ F4, "connection-rate=!100-200", U4 "rate=201", true },
	{ F4, "connection-rate=!100-200", U4 "rate=150", false },
	{ F4, "connection-rate=0-4294967295", U4 "rate=4294967296", false },
	{ F4, "connection-rate=!0-4294967295", T4 "rate=10000000000", true },
	{ F4, "connection-rate=0-0", T4 "rate=0", true },
	{ F4, "connection-rate=0-0", T4, false },
	{ F4, "connection-rate=!0-0", T4, false },
	{ N4, "connection-rate=0-100", T4 "rate=5", true },
	{ F6, "connection-rate=0-100", U6 "rate=5", true },
	{ N6, "connection-rate=0-100", T6 "rate=101", false },
	{ F4, "connection-rate=0-100", "icmp 10.0.0.1->10.0.0.2 icmp=8:0 rate=5", false },
	{ F4, "connection-rate=!0-100", "icmp 10.0.0.1->10.0.0.2 icmp=8:0 rate=500", false },

	{ F4, "connection-limit=2,32", U4 "conns=3", true },
	{ F4, "connection-limit=2,32", U4 "conns=2", false },
	{ F4, "connection-limit=2,32", U4, false },
	{ F4, "connection-limit=!2,32", U4 "conns=2", true },
	{ F4, "connection-limit=!2,32", U4 "conns=3", false },
	{ F4, "connection-limit=0,0", T4 "conns=1", true },
	{ F4, "connection-limit=4294967295,24", T4 "conns=4294967295", false },
	{ F4, "connection-limit=!0,24", "icmp 10.0.0.1->10.0.0.2 icmp=8:0", true },
	{ F6, "connection-limit=1,64", U6 "conns=2", true },
	{ F6, "connection-limit=1,128", U6 "conns=1", false },
};

/* The senders of U4 and U6 are this router and a group; 10.0.0.255 is everybody. */
static void say_types(void)
{
	env.type[0].addr.lo = 0x0a000001;
	env.type[0].type = ROSFW_ADDR_LOCAL;
	env.type[1].addr.hi = 0x20010db800000000;
	env.type[1].addr.lo = 1;
	env.type[1].type = ROSFW_ADDR_ANYCAST;
	env.type[2].addr.lo = 0x0a0000ff;
	env.type[2].type = ROSFW_ADDR_BROADCAST;
	env.ntypes = 3;
}

/* Whether the one rule, in a chain of its own that a built-in one jumps to, counts the packet. */
static bool matches_in(u32 menu, const char *rule, const char *packet)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;
	u64 packets, bytes;
	char text[512];

	add(c, IL, "name=ports");
	add(c, IM, "list=ports interface=ether1");
	add(c, IM, "list=ports interface=ether2");
	add(c, RT, "name=one fib=yes");
	add(c, RT, "name=two fib=yes");
	snprintf(text, sizeof(text), "chain=x action=passthrough %s", rule);
	add(c, menu, text);
	snprintf(text, sizeof(text), "chain=%s action=jump jump-target=x", rosfw_menus[menu].chains[0]);
	add(c, menu, text);
	tap_is(build(c, NULL, false, &rs), 0);
	say_types();
	tap_is(walk(rs, menu, 0, packet, &w), ROSFW_VERDICT_ACCEPT);
	rosfw_counter_read(c->menu[menu]->item[0]->counter, &packets, &bytes);
	rosfw_config_put(c);
	rosfw_ruleset_free(rs);
	return packets;
}

static void test_matches(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(matches); i++) {
		tap_case("%s %s: %s", rosfw_menus[matches[i].menu].path, matches[i].rule, matches[i].packet);
		begin();
		tap_is(matches_in(matches[i].menu, matches[i].rule, matches[i].packet), matches[i].match);
		end();
	}
}

/* The world is asked about ports only when all earlier conditions are fulfilled. */
static void test_asked_late(void)
{
	tap_case("a port is asked for when it is its turn");
	begin();
	tap_ok(!matches_in(F4, "in-interface=ether3 in-bridge-port=ether1", U4 "in=ether2 in-port=ether1"));
	tap_is(env.ports_asked, 0);
	tap_ok(matches_in(F4, "in-interface=ether2 in-bridge-port=ether1", U4 "in=ether2 in-port=ether1"));
	tap_is(env.ports_asked, 1);
	end();

	tap_case("a connection is measured when a packet fulfils what is in front of connection-rate");
	begin();
	tap_ok(!matches_in(F4, "dst-address=10.0.0.9 connection-rate=0-100", U4 "rate=5"));
	tap_ok(!matches_in(F4, "connection-bytes=1000-0 connection-rate=0-100", U4 "rate=5 conn=999"));
	tap_is(env.rates_asked, 0);
	tap_ok(matches_in(F4, "connection-bytes=1000-0 connection-rate=0-100", U4 "rate=5 conn=1000"));
	tap_is(env.rates_asked, 1);
	end();
}

/* Priorities: what rules have set is in the packet's mark, what the frame had is the world's. */
static void test_priorities(void)
{
	static const u32 set5 = 5 << ROSFW_SKB_PRIORITY_SHIFT | ROSFW_SKB_PRIORITY_SET;
	static const struct {
		u32 menu;
		const char *rule;
		u32 mark;
		u32 ingress;
		bool match;
	} rows[] = {
		{ F4, "priority=5", set5, 0, true },
		{ F4, "priority=5", set5 + (1 << ROSFW_SKB_PRIORITY_SHIFT), 0, false },
		{ F4, "priority=5", 0, 5, false },
		{ F4, "priority=5", set5 | 0x80ffffff, 0, true },
		{ F4, "priority=!5", set5, 0, false },
		{ F4, "priority=!5", 0, 5, true },
		{ R6, "priority=0", 0, 5, true },
		{ N4, "priority=0", ROSFW_SKB_PRIORITY_SET, 5, true },
		{ N6, "priority=63", ROSFW_SKB_PRIORITY | ROSFW_SKB_PRIORITY_SET, 0, true },
		/* Bits that somebody else has set without saying that they are a priority. */
		{ F6, "priority=5", set5 & ROSFW_SKB_PRIORITY, 0, false },
		{ F6, "priority=0", set5 & ROSFW_SKB_PRIORITY, 0, true },
		{ F4, "ingress-priority=5", 0, 5, true },
		{ F4, "ingress-priority=5", 0, 4, false },
		{ F4, "ingress-priority=5", set5, 0, false },
		{ R4, "ingress-priority=!5", 0, 5, false },
		{ R6, "ingress-priority=!5", set5, 4, true },
		{ F6, "ingress-priority=0", set5, 0, true },
		{ N4, "ingress-priority=63", 0, 63, true },
		/* No priority of RouterOS, but one of the kernel's. */
		{ F4, "ingress-priority=0", 0, 64, false },
		{ F4, "ingress-priority=63", 0, 256 + 63, false },
		{ F4, "ingress-priority=5 priority=6", set5, 5, false },
		{ F4, "ingress-priority=4 priority=5", set5, 4, true },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s: mark %x, frame %u", rows[i].rule, rows[i].mark, rows[i].ingress);
		begin();
		skb_mark = rows[i].mark;
		env.ingress = rows[i].ingress;
		tap_is(matches_in(rows[i].menu, rows[i].rule,
				  rosfw_menus[rows[i].menu].family == ROSFW_IPV4 ? U4 : U6), rows[i].match);
		end();
	}
}

/* ---- what the parser reads for them ---- */

#define ANY	ROSFW_PKT_OPT_ANY
#define SSRR	ROSFW_PKT_OPT_SSRR
#define LSRR	ROSFW_PKT_OPT_LSRR
#define RR	ROSFW_PKT_OPT_RR
#define TS	ROSFW_PKT_OPT_TS
#define RA	ROSFW_PKT_OPT_RA

/* An IPv4 header with the options of @hex, a multiple of four bytes. */
static void test_options(void)
{
	static const struct {
		const char *hex;
		u8 options;
	} rows[] = {
		{ "", 0 },
		{ "00000000", 0 },
		{ "00940400", 0 },
		{ "01000000", ANY },
		{ "94040000", ANY | RA },
		{ "01940400 00000000", ANY | RA },
		{ "8303040000000000", ANY | LSRR },
		{ "8903040000000000", ANY | SSRR },
		{ "07030400", ANY | RR },
		{ "44040500", ANY | TS },
		{ "07030400 89030400", ANY | RR },
		{ "07030401 89030401 83030401 44040500 94040000", ANY | RR | SSRR | LSRR | TS | RA },
		{ "55020000", ANY },
		/* Lies about lengths: nothing behind them is believed. */
		{ "07010000", ANY },
		{ "07000000", ANY },
		{ "07050000", ANY },
		{ "01010183", ANY },
		{ "94058300 00000000", ANY | RA },
		{ "550183030400 0000", ANY },
	};
	struct rosfw_pkt pkt = { 0 };
	char hex[256];
	u32 i, len, n;
	u8 *bytes;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("IPv4 options: %s", rows[i].hex);
		free(bytes_from_hex(rows[i].hex, &n));
		snprintf(hex, sizeof(hex), "4%x00 %04x 0000 0000 40fd 0000 " A4 B4 "%s", 5 + n / 4, 20 + n, rows[i].hex);
		bytes = bytes_from_hex(hex, &len);
		tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
		tap_is(pkt.options, rows[i].options);
		tap_is(pkt.size, len);
		free(bytes);
	}
}

static void test_headers(void)
{
	static const struct {
		const char *name;
		const char *hex;
		const char *headers;
	} rows[] = {
		{ "UDP", IP6("0008", "11") UDP8, "proto" },
		{ "an unknown protocol", IP6("0000", "fd"), "proto" },
		{ "no next header", IP6("0000", "3b"), "none" },
		{ "ESP", IP6("0008", "32") "01020304 05060708", "esp" },
		{ "hop-by-hop, then UDP", IP6("0010", "00") "1100 0104 00000000" UDP8, "hop,proto" },
		{ "hop-by-hop, destination, routing, then nothing", IP6("0018", "00")
		  "3c00 0104 00000000 2b00 0104 00000000 3b00 0000 00000000", "hop,dst,route,none" },
		{ "AH, then ESP", IP6("0014", "33") "3201 0000 00000001 00000001 01020304 05060708", "ah,esp" },
		{ "the first fragment", IP6("0010", "2c") "1100 0001 00000001" UDP8, "frag,proto" },
		{ "a later fragment", IP6("0010", "2c") "1100 0009 00000001" UDP8, "frag" },
		{ "mobility", IP6("0008", "87") "3b00 0000 00000000", "proto" },
		{ "destination options that are cut off", IP6("0008", "3c") "1102 0104 00000000", "" },
		{ "routing, then destination options that are cut off", IP6("0010", "2b")
		  "3c00 0000 00000000 1102 0104 00000000", "route" },
	};
	const char *const *names = rosfw_properties[ROSFW_A_HEADERS].names;
	struct rosfw_pkt pkt = { 0 };
	char text[64];
	u8 *bytes;
	u32 i, len;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("IPv6 headers: %s", rows[i].name);
		snprintf(text, sizeof(text), "%s", rows[i].headers);
		bytes = bytes_from_hex(rows[i].hex, &len);
		tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, len), 0);
		tap_is(pkt.headers, item_flags(names, text));
		free(bytes);
	}
}

/* A TCP header from flags and options; @mss: -1 = none. */
static void test_mss(void)
{
	static const struct {
		const char *flags;
		const char *options;
		int mss;
	} rows[] = {
		{ "02", "", -1 },
		{ "02", "020405b4", 1460 },
		{ "12", "020405b4", 1460 },
		{ "10", "020405b4", -1 },
		{ "02", "02040000", 0 },
		{ "02", "0204ffff", 65535 },
		{ "02", "01010101 020405b4", 1460 },
		{ "02", "0402080a 00000001 00000000 020405b4 0000", 1460 },
		{ "02", "01010402 020405b4", 1460 },
		{ "02", "020405b4 02040218", 1460 },
		{ "02", "00020405 b4000000", -1 },
		{ "02", "020305b4", -1 },
		{ "02", "02050204 05b40000", -1 },
		{ "02", "0201 0204 05b40000", -1 },
		{ "02", "01010102", -1 },
		{ "02", "01010204", -1 },
		{ "02", "08000204 05b40000", -1 },
	};
	struct rosfw_pkt pkt = { 0 };
	char hex[256], text[128];
	u32 i, len, n;
	u8 *bytes;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("TCP options: flags %s, %s", rows[i].flags, rows[i].options);
		free(bytes_from_hex(rows[i].options, &n));
		snprintf(text, sizeof(text), "%s%.*s", rows[i].options, (int)(n % 4 ? 2 * (4 - n % 4) : 0), "000000");
		n = (n + 3) / 4;
		snprintf(hex, sizeof(hex), "4500 %04x 0000 0000 4006 0000 " A4 B4 "12340050 00000001 00000000 %x0%s ffff "
			 "00000000 %s", 40 + 4 * n, 5 + n, rows[i].flags, text);
		bytes = bytes_from_hex(hex, &len);
		tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
		tap_is(pkt.u.tcp.has_mss, rows[i].mss >= 0);
		tap_is(pkt.u.tcp.mss, max(rows[i].mss, 0));
		/* Options that are not linear are asked for. */
		tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, 40, len), n ? len : 0);
		free(bytes);
	}
}

int main(void)
{
	tap_begin();
	test_matches();
	test_asked_late();
	test_priorities();
	test_options();
	test_headers();
	test_mss();
	return tap_end();
}
