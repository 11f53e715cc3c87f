// SPDX-License-Identifier: GPL-2.0-only
/* Rulesets: every matcher and action, chains, counters, what is invalid and why, sharing, and no memory. */
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define R4	ROSFW_MENU_IP_RAW
#define F6	ROSFW_MENU_IPV6_FILTER
#define IL	ROSFW_MENU_INTERFACE_LIST
#define IM	ROSFW_MENU_INTERFACE_LIST_MEMBER

/* ---- one rule, one packet ---- */

#define T4	"tcp 10.0.0.1:1234->10.0.0.2:80 in=ether1 out=ether2 flags=syn"
#define U4	"udp 10.0.0.1:1234->10.0.0.2:53 in=ether1 out=ether2"
#define I4	"icmp 10.0.0.1->10.0.0.2 in=ether1 out=ether2 icmp=8:0"
#define T6	"tcp [2001:db8::1]:1234->[2001:db8::2]:80 in=ether1 out=ether2 flags=syn"
#define I6	"icmpv6 2001:db8::1->2001:db8::2 icmp=128:0"
#define G4	"gre 10.0.0.1->10.0.0.2"

static const struct {
	u32 menu;
	const char *rule;
	const char *packet;
	bool match;
} matches[] = {
	{ F4, "", T4, true },
	{ F6, "", T6, true },

	{ F4, "protocol=tcp", T4, true },
	{ F4, "protocol=udp", T4, false },
	{ F4, "protocol=!tcp", T4, false },
	{ F4, "protocol=!udp", T4, true },
	{ F4, "protocol=47", G4, true },
	{ F4, "protocol=tcp", "tcp 10.0.0.1->10.0.0.2 frag", true },

	{ F4, "src-address=10.0.0.1", T4, true },
	{ F4, "src-address=10.0.0.2", T4, false },
	{ F4, "src-address=!10.0.0.1", T4, false },
	{ F4, "src-address=!10.0.0.2", T4, true },
	{ F4, "src-address=10.0.0.0/31", T4, true },
	{ F4, "src-address=10.0.0.2/31", T4, false },
	{ F4, "src-address=10.0.0.1-10.0.0.1", T4, true },
	{ F4, "src-address=9.0.0.0-10.0.0.1", T4, true },
	{ F4, "src-address=9.0.0.0-10.0.0.0", T4, false },
	{ F4, "src-address=10.0.0.1-11.0.0.0", T4, true },
	{ F4, "src-address=10.0.0.2-11.0.0.0", T4, false },
	{ F4, "src-address=0.0.0.0/0", T4, true },
	{ F4, "src-address=0.0.0.0/0", "udp 255.255.255.255:1->0.0.0.0:1", true },
	{ F4, "src-address=128.0.0.0/1", "udp 255.255.255.255:1->0.0.0.0:1", true },
	{ F4, "src-address=128.0.0.0/1", T4, false },
	{ F4, "dst-address=10.0.0.2", T4, true },
	{ F4, "dst-address=10.0.0.1", T4, false },
	{ F4, "dst-address=!10.0.0.2", T4, false },
	{ F6, "src-address=2001:db8::1/128", T6, true },
	{ F6, "src-address=2001:db8::2/128", T6, false },
	{ F6, "src-address=2001:db8::/64", T6, true },
	{ F6, "src-address=2001:db8:0:1::/64", T6, false },
	{ F6, "src-address=2001:db8::/33", "udp [2001:db8:7fff:ffff:ffff:ffff:ffff:ffff]:1->[::]:1", true },
	{ F6, "src-address=2001:db8::/33", "udp [2001:db8:8000::]:1->[::]:1", false },
	{ F6, "src-address=::/0", T6, true },
	{ F6, "dst-address=2001:db8::2/127", T6, true },
	{ F6, "dst-address=!2001:db8::2/127", T6, false },

	{ F4, "src-address-list=ten", T4, true },
	{ F4, "src-address-list=!ten", T4, false },
	{ F4, "src-address-list=nobody", T4, false },
	{ F4, "src-address-list=!nobody", T4, true },
	{ F4, "dst-address-list=one", T4, false },
	{ F4, "src-address-list=one", T4, true },
	{ F4, "dst-address-list=off", T4, false },
	{ F4, "dst-address-list=!off", T4, true },
	{ F6, "src-address-list=doc", T6, true },
	{ F6, "dst-address-list=ten", T6, false },

	{ F4, "protocol=tcp dst-port=80", T4, true },
	{ F4, "protocol=tcp dst-port=1234", T4, false },
	{ F4, "protocol=tcp src-port=1234", T4, true },
	{ F4, "protocol=tcp src-port=80", T4, false },
	{ F4, "protocol=tcp port=80", T4, true },
	{ F4, "protocol=tcp port=1234", T4, true },
	{ F4, "protocol=tcp port=81,1233", T4, false },
	{ F4, "protocol=tcp dst-port=!80", T4, false },
	{ F4, "protocol=tcp dst-port=!81", T4, true },
	{ F4, "protocol=tcp port=!80", T4, false },
	{ F4, "protocol=tcp port=!1234", T4, false },
	{ F4, "protocol=tcp port=!81", T4, true },
	{ F4, "protocol=tcp dst-port=79-81", T4, true },
	{ F4, "protocol=tcp dst-port=80-81", T4, true },
	{ F4, "protocol=tcp dst-port=79-80", T4, true },
	{ F4, "protocol=tcp dst-port=81-90", T4, false },
	{ F4, "protocol=tcp dst-port=443,22,80,8080", T4, true },
	{ F4, "protocol=tcp dst-port=443,22,8080", T4, false },
	{ F4, "protocol=tcp dst-port=0-65535", T4, true },
	{ F4, "protocol=tcp dst-port=100-200,50-90,85-110", T4, true },
	{ F4, "protocol=tcp dst-port=79,78,77,76,75,74,73,72,71,70,80", T4, true },
	{ F4, "protocol=tcp dst-port=1,3,5,7,9,11,13,15,17,80,90,100", T4, true },
	{ F4, "protocol=tcp dst-port=1,3,5,7,9,11,13,15,17,79,81,100", T4, false },
	{ F4, "protocol=tcp dst-port=!1,3,5,7,9,11,13,15,17,79,81,100", T4, true },
	{ F4, "protocol=tcp dst-port=!1,3,5,7,9,11,13,15,17,80,90,100", T4, false },
	{ F4, "protocol=tcp dst-port=80 src-port=1234 port=80", T4, true },
	{ F4, "protocol=tcp dst-port=80 src-port=1235", T4, false },
	{ F4, "protocol=tcp dst-port=0", "tcp 1.2.3.4:0->1.2.3.4:0", true },
	{ F4, "protocol=udp dst-port=53", U4, true },
	{ F4, "protocol=tcp dst-port=80", "tcp 10.0.0.1->10.0.0.2 frag", false },
	{ F4, "protocol=tcp dst-port=!80", "tcp 10.0.0.1->10.0.0.2 frag", false },
	{ F4, "protocol=tcp src-port=!80", "tcp 10.0.0.1->10.0.0.2 short", false },
	{ F4, "protocol=tcp port=!80", "tcp 10.0.0.1->10.0.0.2 frag", false },

	{ F4, "protocol=tcp tcp-flags=syn", T4, true },
	{ F4, "protocol=tcp tcp-flags=syn", "tcp 1.1.1.1:1->2.2.2.2:2 flags=syn,ack", true },
	{ F4, "protocol=tcp tcp-flags=syn,!ack", "tcp 1.1.1.1:1->2.2.2.2:2 flags=syn,ack", false },
	{ F4, "protocol=tcp tcp-flags=!syn,ack", "tcp 1.1.1.1:1->2.2.2.2:2 flags=ack,psh", true },
	{ F4, "protocol=tcp tcp-flags=syn,ack", T4, false },
	{ F4, "protocol=tcp tcp-flags=!,syn,ack", T4, true },
	{ F4, "protocol=tcp tcp-flags=!,syn", T4, false },
	{ F4, "protocol=tcp tcp-flags=!fin,!syn,!rst,!ack", "tcp 1.1.1.1:1->2.2.2.2:2 flags=urg", true },
	{ F4, "protocol=tcp tcp-flags=!fin", "tcp 1.1.1.1->2.2.2.2 frag", false },
	{ F4, "protocol=tcp tcp-flags=!,fin", "tcp 1.1.1.1->2.2.2.2 short", false },
	{ F4, "protocol=tcp tcp-flags=cwr", "tcp 1.1.1.1:1->2.2.2.2:2 flags=cwr", true },

	{ F4, "protocol=icmp icmp-options=8", I4, true },
	{ F4, "protocol=icmp icmp-options=8:0", I4, true },
	{ F4, "protocol=icmp icmp-options=8:1", I4, false },
	{ F4, "protocol=icmp icmp-options=0", I4, false },
	{ F4, "protocol=icmp icmp-options=!0", I4, true },
	{ F4, "protocol=icmp icmp-options=!8:0", I4, false },
	{ F4, "protocol=icmp icmp-options=!8:1", I4, true },
	{ F4, "protocol=icmp icmp-options=3:1-3", "icmp 1.1.1.1->2.2.2.2 icmp=3:3", true },
	{ F4, "protocol=icmp icmp-options=3:1-3", "icmp 1.1.1.1->2.2.2.2 icmp=3:4", false },
	{ F4, "protocol=icmp icmp-options=3:1-3", "icmp 1.1.1.1->2.2.2.2 icmp=3:0", false },
	{ F4, "protocol=icmp icmp-options=!0", "icmp 1.1.1.1->2.2.2.2 frag", false },
	{ F4, "protocol=icmp icmp-options=8", "icmp 1.1.1.1->2.2.2.2 icmp=8:0 short", false },
	{ F6, "protocol=icmpv6 icmp-options=128", I6, true },
	{ F6, "protocol=icmpv6 icmp-options=129", I6, false },
	{ F6, "protocol=icmpv6 icmp-options=!129", I6, true },

	{ F4, "in-interface=ether1", T4, true },
	{ F4, "in-interface=ether2", T4, false },
	{ F4, "in-interface=!ether1", T4, false },
	{ F4, "in-interface=!ether2", T4, true },
	{ F4, "out-interface=ether2", T4, true },
	{ F4, "out-interface=!ether2", T4, false },
	{ F4, "in-interface=ether1", G4, false },
	{ F4, "in-interface=!ether1", G4, true },
	{ F4, "in-interface-list=LAN", T4, true },
	{ F4, "in-interface-list=!LAN", T4, false },
	{ F4, "in-interface-list=WAN", T4, false },
	{ F4, "in-interface-list=!WAN", T4, true },
	{ F4, "out-interface-list=LAN", T4, true },
	{ F4, "in-interface-list=all", T4, true },
	{ F4, "in-interface-list=none", T4, false },
	{ F4, "in-interface-list=!none", T4, true },
	{ F4, "in-interface-list=all", G4, false },
	{ F4, "in-interface-list=!all", G4, true },
	{ F4, "in-interface-list=!LAN", G4, true },
	{ F4, "in-interface-list=LAN", G4, false },
	{ F4, "in-interface-list=dynamic", "gre 1.1.1.1->2.2.2.2 in=ppp0", true },
	{ F4, "in-interface-list=static", "gre 1.1.1.1->2.2.2.2 in=ppp0", false },

	{ F4, "connection-state=new", T4 " state=new", true },
	{ F4, "connection-state=established,related", T4 " state=new", false },
	{ F4, "connection-state=established,related", T4 " state=related", true },
	{ F4, "connection-state=!established,related", T4 " state=new", true },
	{ F4, "connection-state=!new", T4 " state=new", false },
	{ F4, "connection-state=untracked", T4 " state=untracked", true },
	{ F4, "connection-state=invalid", T4 " state=invalid", true },
	{ F4, "connection-state=invalid,new,established,related,untracked", T4, false },
	{ F4, "connection-state=!new", T4, false },

	{ F4, "connection-nat-state=dstnat", T4 " state=new nat=dstnat", true },
	{ F4, "connection-nat-state=dstnat", T4 " state=new nat=srcnat,dstnat", true },
	{ F4, "connection-nat-state=dstnat", T4 " state=new nat=srcnat", false },
	{ F4, "connection-nat-state=dstnat", T4 " state=new", false },
	{ F4, "connection-nat-state=srcnat,dstnat", T4 " state=established nat=srcnat", true },
	{ F4, "connection-nat-state=!dstnat", T4 " state=new", true },
	{ F4, "connection-nat-state=!dstnat", T4 " state=new nat=srcnat", true },
	{ F4, "connection-nat-state=!dstnat", T4 " state=new nat=dstnat", false },
	{ F4, "connection-nat-state=!srcnat,dstnat", T4 " state=new nat=dstnat", false },
	{ F4, "connection-nat-state=!dstnat", T4 " state=untracked", true },
	{ F4, "connection-nat-state=!dstnat", T4 " state=invalid", true },
	{ F4, "connection-nat-state=!dstnat", T4, false },
	{ F4, "connection-nat-state=ein-snat", T4 " state=new nat=srcnat,ein-snat", true },
	{ F4, "connection-nat-state=ein-dnat", T4 " state=new nat=srcnat,ein-snat", false },
	{ F4, "connection-type=ftp", T4 " state=established type=ftp", true },
	{ F4, "connection-type=ftp", T4 " state=related type=tftp", false },
	{ F4, "connection-type=ftp", T4 " state=new", false },
	{ F4, "connection-type=ftp", T4 " state=invalid", false },
	{ F4, "connection-type=!ftp", T4 " state=related type=ftp", false },
	{ F4, "connection-type=!ftp", T4 " state=related type=sip", true },
	{ F4, "connection-type=!ftp", T4 " state=new", true },
	{ F4, "connection-type=!ftp", T4 " state=untracked", true },
	{ F4, "connection-type=!ftp", T4, false },
	{ F6, "connection-type=quake3", T6 " state=new type=quake3", true },
	{ F6, "connection-nat-state=!dstnat connection-state=new", T6 " state=new nat=srcnat", true },

	{ F4, "protocol=tcp dst-port=80 src-address=10.0.0.0/8 dst-address=!10.0.0.1 in-interface=ether1 "
	      "out-interface=ether2 src-address-list=ten tcp-flags=syn connection-state=new in-interface-list=LAN", T4 " state=new", true },
	{ F4, "protocol=tcp dst-port=80 src-address=10.0.0.0/8 dst-address=!10.0.0.1 in-interface=ether1 "
	      "out-interface=ether2 src-address-list=ten tcp-flags=syn connection-state=new in-interface-list=WAN", T4 " state=new", false },
};

static void test_matches(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u64 packets, bytes;
	char text[512];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(matches); i++) {
		tap_case("%s: %s", matches[i].rule, matches[i].packet);
		begin();
		add_address(ROSFW_MENU_IP_ADDRESS_LIST, "list=ten address=10.0.0.0/8");
		add_address(ROSFW_MENU_IP_ADDRESS_LIST, "list=one address=10.0.0.1");
		add_address(ROSFW_MENU_IP_ADDRESS_LIST, "list=off address=10.0.0.0/8 disabled=yes");
		add_address(ROSFW_MENU_IPV6_ADDRESS_LIST, "list=doc address=2001:db8::/32");
		c = rosfw_config_new();
		add(c, IL, "name=LAN");
		add(c, IL, "name=WAN");
		add(c, IM, "list=LAN interface=ether1");
		add(c, IM, "list=LAN interface=ether2");
		add(c, IM, "list=WAN interface=ppp0");
		snprintf(text, sizeof(text), "chain=forward action=drop %s", matches[i].rule);
		add(c, matches[i].menu, text);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, matches[i].menu, ROSFW_FILTER_FORWARD, matches[i].packet, &w),
		       matches[i].match ? ROSFW_VERDICT_DROP : ROSFW_VERDICT_ACCEPT);
		tap_str(w.chain, "forward");
		tap_is(!!w.rule, matches[i].match);
		rosfw_counter_read(rs->config->menu[matches[i].menu]->item[0]->counter, &packets, &bytes);
		tap_ok(packets == matches[i].match && bytes == matches[i].match * 40);
		rosfw_ruleset_free(rs);
		end();
	}
}

/* ---- rules in chains ---- */

#define ACC	ROSFW_VERDICT_ACCEPT
#define DRO	ROSFW_VERDICT_DROP
#define REJ	ROSFW_VERDICT_REJECT
#define NOT	ROSFW_VERDICT_NOTRACK

#define J(from, to)	"chain=" from " action=jump jump-target=" to

static const struct {
	const char *name;
	u32 menu;
	const char *rules[8];
	const char *packet;
	enum rosfw_verdict want;
	u32 by;			/* id of the rule that decided, 0 = end of the chain */
	const char *chain;	/* that holds it */
	const char *counts;	/* packets by rule */
} chains[] = {
	{ "no rules", F4, { NULL }, T4, ACC, 0, "input", "" },
	{ "rules of other chains only", F4, { "chain=forward action=drop", "chain=x action=drop" }, T4, ACC, 0,
	  "input", "00" },
	{ "accept", F4, { "chain=input action=accept", "chain=input action=drop" }, T4, ACC, 1, "input", "10" },
	{ "accept is the default action", F4, { "chain=input", "chain=input action=drop" }, T4, ACC, 1, "input", "10" },
	{ "the first that matches", F4, { "chain=input action=drop protocol=udp",
	  "chain=input action=drop protocol=tcp",
	  "chain=input action=accept" }, T4, DRO, 2, "input", "010" },
	{ "disabled rules", F4, { "chain=input action=drop disabled=yes", "chain=input action=accept" }, T4, ACC, 2,
	  "input", "01" },
	{ "passthrough and log count and go on", F4, { "chain=input action=passthrough", "chain=input action=log",
	  "chain=input action=drop" }, T4, DRO, 3, "input", "111" },
	{ "reject", F4, { "chain=input action=reject" }, T4, REJ, 1, "input", "1" },
	{ "notrack ends the table", R4, { "chain=prerouting action=notrack", "chain=prerouting action=drop" },
	  T4, NOT, 1, "prerouting", "10" },
	{ "a jump", F4, { J("input", "x"), "chain=x action=drop" }, T4, DRO, 2, "x", "11" },
	{ "a jump that falls off its chain", F4, { J("input", "x"), "chain=x action=drop protocol=udp",
	  "chain=input action=drop" },
	  T4, DRO, 3, "input", "101" },
	{ "a jump whose conditions fail", F4, { J("input", "x") " protocol=udp", "chain=x action=drop",
	  "chain=input action=accept" },
	  T4, ACC, 3, "input", "001" },
	{ "return from a chain", F4, { J("input", "x"), "chain=x action=return", "chain=x action=drop",
	  "chain=input action=drop" },
	  T4, DRO, 4, "input", "1101" },
	{ "return from a built-in chain accepts", F4, { "chain=input action=return", "chain=input action=drop" },
	  T4, ACC, 1, "input", "10" },
	{ "accept in a user's chain ends the table", F4, { J("input", "x"), "chain=x action=accept",
	  "chain=input action=drop" },
	  T4, ACC, 2, "x", "110" },
	{ "jumps in jumps, and back one at a time", F4, { J("input", "a"), "chain=input action=drop", J("a", "b"),
	  "chain=a action=passthrough", J("b", "c"), "chain=b action=return", "chain=b action=accept",
	  "chain=c action=log" },
	  T4, DRO, 2, "input", "11111101" },
	{ "the same chain twice", F4, { J("input", "x"), J("input", "x"), "chain=x action=passthrough",
	  "chain=input action=drop" },
	  T4, DRO, 4, "input", "1121" },
	{ "a jump to a built-in chain", F4, { J("input", "forward"), "chain=forward action=return",
	  "chain=input action=drop" },
	  T4, DRO, 3, "input", "111" },
	{ "a jump to a chain without rules is skipped", F4, { J("input", "x"), "chain=input action=drop" }, T4, DRO,
	  2, "input", "01" },
	{ "a jump to a built-in chain without rules is skipped", F4, { J("input", "output"), "chain=input action=drop" },
	  T4, DRO, 2, "input", "01" },
	{ "a jump to a chain of disabled rules counts", F4, { J("input", "x"), "chain=x action=drop disabled=yes",
	  "chain=input action=drop" }, T4, DRO, 3, "input", "101" },
	{ "rules of chains are in order although mixed", F4, { "chain=x action=drop", J("input", "x"),
	  "chain=output action=drop",
	  "chain=input action=accept" }, T4, DRO, 1, "x", "1100" },
	{ "an added address is seen by the next rule", F4, { "chain=input action=drop src-address-list=new",
	  "chain=input action=add-src-to-address-list address-list=new address-list-timeout=60",
	  "chain=input action=drop dst-address-list=new", "chain=input action=drop src-address-list=new" },
	  T4, DRO, 4, "input", "0101" },
	{ "the destination can be added, too", F4, { "chain=input action=add-dst-to-address-list address-list=new",
	  "chain=input action=drop src-address-list=new", "chain=input action=drop dst-address-list=new" },
	  T4, DRO, 3, "input", "101" },
	{ "IPv6 addresses are added to IPv6 lists", F6, { "chain=input action=add-src-to-address-list address-list=new",
	  "chain=input action=drop src-address-list=new" }, T6, DRO, 2, "input", "11" },
	{ "an interface that is not there", F4, { "chain=input action=accept in-interface=wlan0",
	  "chain=input action=accept in-interface=!wlan0", "chain=input action=drop" }, T4, DRO, 3, "input", "001" },
	{ "a list that is not there", F4, { "chain=input action=accept in-interface-list=x",
	  "chain=input action=accept in-interface-list=!x", "chain=input action=drop" }, T4, DRO, 3, "input", "001" },
};

static void test_chains(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	u64 packets, bytes;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(chains); i++) {
		tap_case("%s", chains[i].name);
		begin();
		c = rosfw_config_new();
		for (j = 0; j < 8 && chains[i].rules[j]; j++)
			add(c, chains[i].menu, chains[i].rules[j]);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, chains[i].menu, 0, chains[i].packet, &w), chains[i].want);
		tap_is(w.rule ? w.rule->item->id : 0, chains[i].by);
		tap_str(w.chain, chains[i].chain);
		for (j = 0; chains[i].counts[j]; j++) {
			rosfw_counter_read(rs->config->menu[chains[i].menu]->item[j]->counter, &packets, &bytes);
			if (packets != chains[i].counts[j] - '0' || bytes != packets * 40)
				tap_fail("rule %u: %llu packets, %llu bytes", j + 1, (long long)packets,
					 (long long)bytes);
		}
		rosfw_ruleset_free(rs);
		end();
	}
}

static void test_actions(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;
	u64 packets, bytes;

	begin();
	add(c, F4, "chain=input action=reject");
	add(c, F4, "chain=forward action=reject reject-with=icmp-host-prohibited");
	add(c, F4, "chain=output action=passthrough log=yes log-prefix=one");
	add(c, F4, "chain=output action=log log=yes log-prefix=two");
	add(c, F4, "chain=output action=drop");
	add(c, F6, "chain=input action=reject");
	tap_is(build(c, NULL, false, &rs), 0);

	tap_case("reject-with and its defaults");
	walk(rs, F4, ROSFW_FILTER_INPUT, T4, &w);
	tap_is(w.reject, ROSFW_REJECT_ICMP_NETWORK_UNREACHABLE);
	walk(rs, F4, ROSFW_FILTER_FORWARD, T4, &w);
	tap_is(w.reject, ROSFW_REJECT_ICMP_HOST_PROHIBITED);
	walk(rs, F6, ROSFW_FILTER_INPUT, T6, &w);
	tap_is(w.reject, ROSFW_REJECT_ICMP_NO_ROUTE);

	tap_case("log=yes and action=log each log once");
	tap_is(env.logs, 0);
	walk(rs, F4, ROSFW_FILTER_OUTPUT, T4, &w);
	tap_is(env.logs, 2);
	tap_str(env.log, "two output: in:ether1 out:ether2, proto TCP (SYN), 10.0.0.1:1234->10.0.0.2:80, len 40");

	tap_case("a GSO packet counts as the packets that it stands for");
	walk(rs, F4, ROSFW_FILTER_INPUT, T4 " len=14600 segs=10", &w);
	rosfw_counter_read(c->menu[F4]->item[0]->counter, &packets, &bytes);
	tap_is(packets, 11);
	tap_is(bytes, 14640);
	rosfw_ruleset_free(rs);
	rosfw_config_put(c);
	end();
}

static void test_lists(void)
{
	static const struct {
		const char *timeout;
		u64 expires;
		u32 flags;
	} rows[] = {
		{ "", U64_MAX, ROSFW_FLAG_DYNAMIC },
		{ "address-list-timeout=none-dynamic", U64_MAX, ROSFW_FLAG_DYNAMIC },
		{ "address-list-timeout=none-static", U64_MAX, 0 },
		{ "address-list-timeout=1", 101, ROSFW_FLAG_DYNAMIC },
		{ "address-list-timeout=21474836", 21474936, ROSFW_FLAG_DYNAMIC },
	};
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_entry *e;
	struct rosfw_walk w;
	char text[128];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("add-src-to-address-list %s", rows[i].timeout);
		begin();
		c = rosfw_config_new();
		snprintf(text, sizeof(text), "chain=input action=add-src-to-address-list address-list=l %s",
			 rows[i].timeout);
		add(c, F4, text);
		tap_is(build(c, NULL, false, &rs), 0);
		rosfw_config_put(c);
		tap_is(walk(rs, F4, 0, T4, &w), ACC);
		rcu_read_lock();
		e = rosfw_addrset_next(sets[0], 0, 1, 100);
		rcu_read_unlock();
		tap_ok(e && e->expires == rows[i].expires && e->item->flags == rows[i].flags &&
		       e->created == env.wallclock);
		tap_is(walk(rs, F4, 0, T4, &w), ACC);
		tap_is(rosfw_addrset_count(sets[0]), 1);
		tap_is(env.list_full, 0);
		if (!i) {
			rosfw_test_fail_after(1);
			tap_is(walk(rs, F4, 0, U4, &w), ACC);
			tap_is(walk(rs, F4, 0, "udp 4.4.4.4:1->5.5.5.5:5", &w), ACC);
			rosfw_test_fail_after(0);
			tap_is(env.list_full, 1);
			tap_is(env.list_error, -ENOMEM);
		}
		rosfw_ruleset_free(rs);
		end();
	}
}

/* ---- what is invalid ---- */

static void test_invalid(void)
{
	static const char *const rules[] = {
		"chain=input in-interface=wlan0", "chain=input in-interface=ether1", "chain=input in-interface-list=x",
		J("input", "x"), J("input", "y"), "chain=y action=drop disabled=yes",
		"chain=input in-interface=wlan0 disabled=yes",
		"chain=input action=add-src-to-address-list address-list=l src-address-list=m in-interface=!wlan1",
		J("input", "forward"), J("forward", "y"), "chain=x2 in-interface=ether3", "chain=x2 out-interface=!ether3",
		"chain=x2 in-bridge-port=ether3", "chain=x2 out-bridge-port=wlan0", "chain=x2 in-bridge-port-list=x",
		"chain=x2 in-interface=bridge",
	};
	static const char *const reasons[] = {
		"interface does not exist", NULL, "interface list does not exist", "jump-target chain has no rules",
			NULL,
		NULL, NULL, "interface does not exist", NULL, NULL,
		"in/out-interface matcher not possible when interface is slave - use master instead",
		"in/out-interface matcher not possible when interface is slave - use master instead",
		NULL, "interface does not exist", "interface list does not exist", NULL,
	};
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs, *next;
	struct rosfw_walk w;
	u32 i;

	tap_case("rules that cannot work say why");
	begin();
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		add(c, F4, rules[i]);
	env.ifaces[2].slave = true;
	tap_is(build(c, NULL, false, &rs), 0);
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		tap_str(rs->program[F4]->invalid[i], reasons[i]);
	tap_is(rs->program[F4]->nrules, 6);
	tap_ok(rs->program[F4]->uses_bridge_ports);

	tap_case("they work when what was missing is there");
	env.ifaces[5] = (struct env_iface){ "wlan0", 30 };
	env.ifaces[2].slave = false;
	tap_is(build(c, rs, false, &next), 0);
	tap_ok(!next->program[F4]->invalid[0]);
	tap_is(next->program[F4]->nrules, 10);
	tap_is(walk(next, F4, 0, "udp 1.1.1.1:1->2.2.2.2:2 in=wlan0", &w), ACC);
	tap_is(w.rule->item->id, 1);
	rosfw_ruleset_free(rs);
	rosfw_ruleset_free(next);
	rosfw_config_put(c);
	end();
}

/* ---- sharing ---- */

static void test_sharing(void)
{
	struct rosfw_config *c = rosfw_config_new(), *d;
	struct rosfw_ruleset *a, *b;
	struct rosfw_program *held;

	begin();
	add(c, IL, "name=l");
	add(c, F4, "chain=input action=drop");
	add(c, F6, "chain=input in-interface=ether1");
	add(c, R4, "chain=prerouting in-interface-list=l");
	tap_is(build(c, NULL, true, &a), 0);

	tap_case("menus without rules have no program");
	tap_ok(!a->program[ROSFW_MENU_IPV6_RAW] && a->program[F4] && a->program[F6] && a->program[R4]);
	tap_is(a->generation, 1);

	tap_case("nothing changed: all programs are shared");
	d = rosfw_config_clone(c);
	tap_is(build(d, a, true, &b), 0);
	tap_ok(b->program[F4] == a->program[F4] && b->program[F6] == a->program[F6] &&
	       b->program[R4] == a->program[R4]);
	tap_is(b->generation, 2);
	rosfw_ruleset_free(b);

	tap_case("interfaces changed: those that name some are not");
	tap_is(build(d, a, false, &b), 0);
	tap_ok(b->program[F4] == a->program[F4] && b->program[F6] != a->program[F6] &&
	       b->program[R4] != a->program[R4]);
	rosfw_ruleset_free(b);

	tap_case("members changed: likewise");
	add(d, IM, "list=l interface=ether1");
	tap_is(build(d, a, true, &b), 0);
	tap_ok(b->program[F4] == a->program[F4] && b->program[R4] != a->program[R4]);
	rosfw_ruleset_free(b);
	rosfw_config_put(d);

	tap_case("rules of one menu changed: that one is not");
	d = rosfw_config_clone(c);
	add(d, F4, "chain=input");
	tap_is(build(d, a, true, &b), 0);
	tap_ok(b->program[F4] != a->program[F4] && b->program[F6] == a->program[F6] &&
	       b->program[R4] == a->program[R4]);
	tap_ok(b->program[F4]->rules[0].counter == a->program[F4]->rules[0].counter);
	rosfw_config_put(d);
	rosfw_config_put(c);

	tap_case("a program outlives its ruleset with whoever holds it");
	held = rosfw_program_get(a->program[F4]);
	rosfw_ruleset_free(a);
	tap_is(held->nrules, 1);
	tap_is(held->items->n, 1);
	rosfw_program_put(held);
	rosfw_program_put(NULL);
	rosfw_ruleset_free(b);
	rosfw_ruleset_free(NULL);
	end();
}

static void test_generation(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *a, *b;
	struct rosfw_item *item;
	struct rosfw_walk w;

	tap_case("an entry of a transaction is seen through the ruleset that it comes with");
	begin();
	add(c, F4, "chain=input action=drop src-address-list=x");
	tap_is(build(c, NULL, true, &a), 0);
	item = item_parse(ROSFW_MENU_IP_ADDRESS_LIST, "list=x address=10.0.0.0/24");
	tap_is(rosfw_addrset_add(sets[0], item, 2, 100, 1, NULL, &err), 0);
	rosfw_item_put(item);
	tap_is(build(c, a, true, &b), 0);
	tap_is(walk(a, F4, 0, T4, &w), ACC);
	tap_is(walk(b, F4, 0, T4, &w), DRO);
	rosfw_addrset_commit(sets[0], 2);
	tap_is(walk(a, F4, 0, T4, &w), ACC);
	tap_is(walk(b, F4, 0, T4, &w), DRO);
	rosfw_ruleset_free(a);
	rosfw_ruleset_free(b);
	rosfw_config_put(c);
	end();
}

/* ---- depth and loops ---- */

static void test_depth(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs = NULL;
	struct rosfw_walk w;
	char text[128];
	u32 i;

	tap_case("a packet goes as deep as jumps may go, and comes back");
	begin();
	add(c, F4, J("input", "c1"));
	for (i = 1; i < ROSFW_JUMP_DEPTH; i++) {
		snprintf(text, sizeof(text), "chain=c%u action=jump jump-target=c%u", i, i + 1);
		add(c, F4, text);
	}
	snprintf(text, sizeof(text), "chain=c%u action=passthrough", ROSFW_JUMP_DEPTH);
	add(c, F4, text);
	add(c, F4, "chain=input action=drop");
	tap_is(build(c, NULL, true, &rs), 0);
	tap_is(walk(rs, F4, 0, T4, &w), DRO);
	tap_str(w.chain, "input");
	rosfw_ruleset_free(rs);

	tap_case("deeper jumps and loops are not compiled");
	add(c, F4, J("c32", "c33"));
	add(c, F4, "chain=c33");
	tap_is(build(c, NULL, true, &rs), -ELOOP);
	tap_ok(err.menu == F4 && err.id == 1);
	tap_is(rosfw_config_remove(c, F4, 35, &err), 0);
	add(c, F4, J("c32", "c7"));
	tap_is(build(c, NULL, true, &rs), -ELOOP);
	tap_ok(err.menu == F4 && err.id && err.text);
	rosfw_config_put(c);
	end();
}

/* ---- no memory ---- */

static void test_no_memory(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	unsigned long n, live;
	int ret;

	begin();
	add(c, IL, "name=l include=static");
	add(c, IM, "list=l interface=ether1");
	add(c, F4, "chain=input src-address-list=a dst-address-list=b in-interface-list=l protocol=tcp "
		   "dst-port=1,3,5,7,9,11,13,15,17,19");
	add(c, F4, "chain=input action=add-src-to-address-list address-list=c src-address-list=d");
	add(c, F4,
	    "chain=input action=add-src-to-address-list address-list=e src-address-list=d in-interface-list=nix");
	add(c, F6, "chain=input src-address-list=a");
	add(c, R4, J("prerouting", "x"));
	add(c, R4, "chain=x action=notrack in-interface=ether1");
	live = rosfw_test_live();
	for (n = 1; ; n++) {
		tap_case("a ruleset whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		err.text = NULL;
		ret = build(c, NULL, false, &rs);
		if (!rosfw_test_failed())
			break;
		/* A table of list names that could not grow is not worth a refusal. */
		if (!ret)
			rosfw_ruleset_free(rs);
		else
			tap_ok(ret == -ENOMEM && err.text);
		synchronize_rcu();
		tap_is(rosfw_test_live(), live);
	}
	rosfw_test_fail_after(0);
	tap_is(ret, 0);
	tap_ok(n > 40);
	rosfw_ruleset_free(rs);
	rosfw_config_put(c);
	end();
}

/* ---- ports against a table of bits ---- */

static void test_random_ports(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;
	static bool in[65536];
	char text[2048], packet[128], *p;
	u32 round, i, n, from, to, port;

	tap_case("random lists of ports");
	srand(7);
	for (round = 0; round < 200; round++) {
		begin();
		c = rosfw_config_new();
		memset(in, 0, sizeof(in));
		n = 1 + rand() % (round % 4 ? 12 : 128);
		p = text + sprintf(text, "chain=input action=drop protocol=tcp dst-port=");
		for (i = 0; i < n; i++) {
			from = rand() % (round % 2 ? 300 : 65536);
			to = min(from + rand() % 5 * (rand() % 5), 65535U);
			p += sprintf(p, "%s%u-%u", i ? "," : "", from, to);
			memset(in + from, true, to - from + 1);
		}
		add(c, F4, text);
		tap_is(build(c, NULL, true, &rs), 0);
		for (i = 0; i < 1000; i++) {
			port = rand() % (round % 2 ? 330 : 65536);
			snprintf(packet, sizeof(packet), "tcp 1.1.1.1:1->2.2.2.2:%u", port);
			if ((walk(rs, F4, 0, packet, &w) == DRO) != in[port])
				tap_fail("%s: port %u", text, port);
		}
		rosfw_ruleset_free(rs);
		rosfw_config_put(c);
		end();
	}
}

int main(void)
{
	tap_begin();
	test_matches();
	test_chains();
	test_actions();
	test_lists();
	test_invalid();
	test_sharing();
	test_generation();
	test_depth();
	test_no_memory();
	test_random_ports();
	return tap_end();
}
