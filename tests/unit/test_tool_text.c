// SPDX-License-Identifier: GPL-2.0-only
/*
 * Property values and their texts: every property, both ways, its limits, its refusals, and texts that mean harm.
 */
#include <stdlib.h>

#include "tap.h"
#include "text.h"

#define V4	ROSFW_MENU_IP_FILTER
#define V6	ROSFW_MENU_IPV6_FILTER
#define RAW	ROSFW_MENU_IP_RAW
#define NAT	ROSFW_MENU_IP_NAT
#define NAT6	ROSFW_MENU_IPV6_NAT
#define LIST	ROSFW_MENU_IP_ADDRESS_LIST
#define LIST6	ROSFW_MENU_IPV6_ADDRESS_LIST
#define IFLIST	ROSFW_MENU_INTERFACE_LIST
#define MEMBER	ROSFW_MENU_INTERFACE_LIST_MEMBER
#define CONN	ROSFW_MENU_IP_CONNECTION
#define CONN6	ROSFW_MENU_IPV6_CONNECTION

/* The canonical text of @text, or NULL with the refusal filled. malloc()ed. */
static char *canonical(u32 menu, const char *name, const char *text, struct refusal *r)
{
	u16 prop = menu_property(menu, name, strlen(name));
	const struct rosfw_value *v;
	struct rosfw_item_builder b;
	char *result = NULL;

	refuse(r, -2, "%s", prop ? "" : "no such property");
	if (!prop || rosfw_item_begin(&b, menu))
		return NULL;
	if (!text_parse(menu, prop, text, &b, r)) {
		v = rosfw_item_value(b.item, prop);
		result = v ? text_format(menu, v) : strdup("(unset)");
	}
	rosfw_item_put(b.item);
	return result;
}

/* @want NULL: as it was entered. */
struct good {
	u32 menu;
	const char *name, *text, *want;
};

static const struct good goods[] = {
	{ V4, "chain", "input" }, { V4, "chain", "my chain" }, { V4, "chain", "!input" },
	{ V4, "action", "accept" }, { V4, "action", "drop" }, { V4, "action", "dr", "drop" },
	{ V4, "action", "reject" }, { V4, "action", "log" }, { V4, "action", "ret", "return" },
	{ V4, "action", "add-src-to-address-list" }, { V4, "action", "add-d", "add-dst-to-address-list" },
	{ RAW, "action", "notrack" }, { RAW, "action", "n", "notrack" }, { RAW, "action", "passthrough" },
	{ NAT, "action", "masq", "masquerade" }, { NAT, "action", "src-nat" }, { NAT, "action", "dst", "dst-nat" },
	{ NAT, "action", "e", "endpoint-independent-nat" }, { NAT, "action", "sa", "same" }, { NAT6, "action", "netmap" },
	{ NAT, "to-addresses", "1.2.3.4" }, { NAT, "to-addresses", "1.2.3.4-1.2.3.9" },
	{ NAT, "to-addresses", "1.2.3.4/24", "1.2.3.0/24" }, { NAT, "to-addresses", "1.2.3.0-1.2.3.255", "1.2.3.0/24" },
	{ NAT6, "to-address", "2001:db8::1", "2001:db8::1/128" }, { NAT6, "to-address", "2001:db8::1/64", "2001:db8::/64" },
	{ NAT, "to-ports", "80" }, { NAT, "to-ports", "0" }, { NAT, "to-ports", "80-80", "80" },
	{ NAT6, "to-ports", "1024-65535" },
	{ NAT, "same-not-by-dst", "yes" }, { NAT, "randomise-ports", "no" }, { NAT, "randomise-ports", "y", "yes" },
	{ NAT, "socksify-service", "a b" }, { NAT, "socks5-server", "1.2.3.4" },
	{ NAT, "socks5-server", "1.2.3.4/32", "1.2.3.4" },
	{ NAT, "socks5-port", "0" }, { NAT, "socks5-port", "65535" },
	{ V4, "connection-nat-state", "dstnat,srcnat", "srcnat,dstnat" }, { V4, "connection-nat-state", "!dst", "!dstnat" },
	{ V4, "connection-type", "ftp" }, { V4, "connection-type", "!q", "!quake3" }, { V6, "connection-type", "tftp" },
	{ V4, "connection-nat-state", "srcnat,dstnat,ein-snat,ein-dnat" }, { V6, "connection-nat-state", "srcnat,dstnat" },
	{ V4, "jump-target", "x" },
	{ V4, "reject-with", "tcp-reset" }, { V4, "reject-with", "icmp-netw", "icmp-network-unreachable" },
	{ V6, "reject-with", "icmp-no-route" }, { V6, "reject-with", "icmp-no-", "icmp-no-route" },
	{ V4, "address-list", "black list" },
	{ V4, "address-list-timeout", "none-dynamic" }, { V4, "address-list-timeout", "none-static" },
	{ V4, "address-list-timeout", "none-s", "none-static" }, { V4, "address-list-timeout", "0", "none-dynamic" },
	{ V4, "address-list-timeout", "00:00:00", "none-dynamic" },
	{ V4, "address-list-timeout", "0s", "none-dynamic" }, { V4, "address-list-timeout", "1s" },
	{ V4, "address-list-timeout", "35w3d13h13m56s" }, { V4, "address-list-timeout", "21474836", "35w3d13h13m56s" },
	{ V4, "address-list-timeout", "7d", "1w" }, { V4, "address-list-timeout", "24h", "1d" },
	{ V4, "log", "yes" }, { V4, "log", "no" }, { V4, "log", "y", "yes" }, { V4, "log", "n", "no" },
	{ V4, "log-prefix", "" }, { V4, "log-prefix", "!NAT" }, { V4, "log-prefix", "a b\"c\\" },
	{ V4, "log-prefix", "1234567890123456789012345678901" },

	{ V4, "protocol", "tcp" }, { V4, "protocol", "!tcp" }, { V4, "protocol", "6", "tcp" },
	{ V4, "protocol", "139" }, { V4, "protocol", "0" }, { V4, "protocol", "255" }, { V4, "protocol", "!255" },
	{ V4, "protocol", "tc", "tcp" }, { V4, "protocol", "udp" }, { V4, "protocol", "udp-l", "udp-lite" },
	{ V4, "protocol", "icmp" }, { V4, "protocol", "icmpv6" }, { V4, "protocol", "ipv6-encap" },
	{ V4, "protocol", "41", "ipv6-encap" }, { V6, "protocol", "41", "ipv6" }, { V6, "protocol", "ipv6" },
	{ V6, "protocol", "ipv6-encap", "ipv6" }, { V6, "protocol", "58", "icmpv6" }, { V4, "protocol", "4", "ipencap" },
	{ V4, "protocol", "94", "ipip" }, { V4, "protocol", "006", "tcp" },

	{ V4, "src-address", "10.0.0.1" }, { V4, "src-address", "!10.0.0.1" }, { V4, "src-address", "10.0.0.0/8" },
	{ V4, "src-address", "1.1.1.1/24", "1.1.1.0/24" }, { V4, "src-address", "1.1.1.1/32", "1.1.1.1" },
	{ V4, "src-address", "1.1.1.1/0", "0.0.0.0/0" }, { V4, "src-address", "0.0.0.0/0" },
	{ V4, "src-address", "192.168.88.7/255.255.255.0", "192.168.88.0/24" },
	{ V4, "src-address", "1.2.3.4/255.255.255.255", "1.2.3.4" }, { V4, "src-address", "1.2.3.4/0.0.0.0", "0.0.0.0/0" },
	{ V4, "dst-address", "10.0.0.1-10.0.0.9" }, { V4, "dst-address", "!10.0.0.1-10.0.0.9" },
	{ V4, "dst-address", "10.0.0.5-10.0.0.5", "10.0.0.5" },
	{ V4, "dst-address", "192.168.0.0-192.168.1.255", "192.168.0.0/23" },
	{ V4, "dst-address", "0.0.0.0-255.255.255.255", "0.0.0.0/0" },
	{ V4, "dst-address", "0.0.0.0" }, { V4, "dst-address", "255.255.255.255" },
	{ V4, "dst-address", "10.0.0.1-10.0.0.2" }, { V4, "dst-address", "10.0.0.2-10.0.0.3", "10.0.0.2/31" },
	{ V6, "src-address", "2001:db8::1", "2001:db8::1/128" }, { V6, "src-address", "2001:db8::1/128" },
	{ V6, "src-address", "2001:DB8:0:0::1/64", "2001:db8::/64" }, { V6, "src-address", "::/0" },
	{ V6, "src-address", "!fe80::/10" }, { V6, "src-address", "::1", "::1/128" },
	{ V6, "src-address", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128" },
	{ V6, "dst-address", "2001:db8:0:0:ffff::/65", "2001:db8:0:0:8000::/65" },
	{ V6, "dst-address", "::ffff:1.2.3.4", "::ffff:1.2.3.4/128" }, { V6, "dst-address", "2000::1/3", "2000::/3" },
	{ V4, "src-address-list", "blocked" }, { V4, "src-address-list", "!blocked" },
	{ V4, "dst-address-list", "!my list" },

	{ V4, "dst-port", "80" }, { V4, "dst-port", "!80,443" }, { V4, "dst-port", "21,22,8291,10000-60000" },
	{ V4, "dst-port", "0" }, { V4, "dst-port", "65535" }, { V4, "dst-port", "0-65535" },
	{ V4, "src-port", "443,80" }, { V4, "src-port", "80-80", "80" }, { V4, "port", "80,80" },
	{ V4, "port", "00080", "80" },
	{ V4, "tcp-flags", "syn" }, { V4, "tcp-flags", "!syn" }, { V4, "tcp-flags", "!syn,ack", "ack,!syn" },
	{ V4, "tcp-flags", "fin,psh,urg,!syn,!rst,!ack" }, { V4, "tcp-flags", "sy", "syn" },
	{ V4, "tcp-flags", "fin,syn,rst,psh,ack,urg,ece,cwr" }, { V4, "tcp-flags", "cwr,fin", "fin,cwr" },
	{ V4, "tcp-flags", "!fin,!syn,!rst,!psh,!ack,!urg,!ece,!cwr" }, { V4, "tcp-flags", "syn,syn", "syn" },
	{ V4, "tcp-flags", "!,syn,ack", }, { V4, "tcp-flags", "!,!syn" }, { V4, "tcp-flags", "", "(unset)" },
	{ V4, "icmp-options", "8", "8:0-255" }, { V4, "icmp-options", "8:0-255" }, { V4, "icmp-options", "3:3" },
	{ V4, "icmp-options", "3:0-5" }, { V4, "icmp-options", "!8:0" }, { V4, "icmp-options", "255:255" },
	{ V4, "icmp-options", "3:3-3", "3:3" }, { V4, "icmp-options", "!0", "!0:0-255" },
	{ V6, "icmp-options", "128:0" },
	{ V4, "in-interface", "ether1" }, { V4, "in-interface", "!ether 1" }, { V4, "out-interface", "123456789012345" },
	{ V4, "in-interface-list", "!LAN" }, { V4, "out-interface-list", "WAN" },
	{ V4, "connection-state", "new" }, { V4, "connection-state", "established,related,untracked" },
	{ V4, "connection-state", "new,invalid,new,established", "invalid,established,new" },
	{ V4, "connection-state", "!new,related", "!related,new" }, { V4, "connection-state", "est,rel", "established,related" },
	{ V4, "connection-state", "invalid,established,related,new,untracked" },

	{ V4, "comment", "" }, { V4, "comment", "defconf: accept" }, { V4, "comment", "!x" },
	{ V4, "disabled", "yes" }, { LIST, "disabled", "no" },
	{ LIST, "list", "a" }, { LIST, "address", "10.0.0.1" }, { LIST, "address", "10.0.0.9/30", "10.0.0.8/30" },
	{ LIST, "address", "10.0.0.0-10.0.0.6" }, { LIST6, "address", "2001:db8::5", "2001:db8::5/128" },
	{ LIST, "timeout", "120", "2m" }, { LIST, "timeout", "60s", "1m" }, { LIST, "timeout", "1w2d3h4m5s" },
	{ LIST, "timeout", "10m" }, { LIST, "timeout", "1h30m" }, { LIST, "timeout", "00:05:00", "5m" },
	{ LIST, "timeout", "1d00:00:00", "1d" }, { LIST, "timeout", "1w1d01:02:03", "1w1d1h2m3s" },
	{ LIST, "timeout", "90m", "1h30m" }, { LIST, "timeout", "0s" }, { LIST, "timeout", "0", "0s" },
	{ LIST, "timeout", "1:2:3", "1h2m3s" }, { LIST, "timeout", "100:00:00", "4d4h" }, { LIST, "timeout", "00:05", "5m" },
	{ LIST, "timeout", "35w3d13h13m56s" }, { LIST, "timeout", "1w0d", "1w" },
	{ LIST, "dynamic", "yes" },
	{ LIST, "creation-time", "2023-08-01 13:28:46" }, { LIST, "creation-time", "2024-02-29", "2024-02-29 00:00:00" },
	{ LIST, "creation-time", "1970-01-01 00:00:00" },
	{ IFLIST, "name", "WAN" }, { IFLIST, "include", "" }, { IFLIST, "include", "a,b" }, { IFLIST, "exclude", "a" },
	{ MEMBER, "list", "WAN" }, { MEMBER, "interface", "ether1" },

	{ CONN, "protocol", "tcp" }, { CONN, "src-address", "10.0.0.1" }, { CONN6, "src-address", "2001:db8::1" },
	{ CONN6, "reply-dst-address", "2001:db8::1/128", "2001:db8::1" },
	{ CONN, "src-port", "80" }, { CONN, "tcp-state", "established" }, { CONN, "tcp-state", "time", "time-wait" },
	{ CONN, "icmp-type", "255" }, { CONN, "icmp-id", "65535" }, { CONN, "timeout", "23h59m59s" },
	{ CONN, "orig-packets", "18446744073709551615" }, { V4, "packets", "0" },
};

static void test_good(const struct good *g)
{
	const char *want = g->want ? g->want : g->text;
	struct refusal r;
	char *first, *again;

	tap_case("%s: %s=%s", rosfw_menus[g->menu].path, g->name, g->text);
	first = canonical(g->menu, g->name, g->text, &r);
	tap_str(first, want);
	if (!first)
		tap_fail("refused: %s (%s)", r.text, r.hint);
	if (first && strcmp(first, "(unset)")) {
		again = canonical(g->menu, g->name, first, &r);
		tap_str(again, want);
		free(again);
	}
	free(first);
}

/* @offset -1: the value as a whole. */
struct bad {
	u32 menu;
	const char *name, *text, *refusal;
	int offset;
};

#define RANGE	"value of range expects range of ip addresses"
#define NO(x)	"input does not match any value of " x
#define INV(x)	"invalid value for argument " x
#define AMB(x)	"ambiguous value of " x ", more than one possible value matches input"

static const struct bad bads[] = {
	{ V4, "chain", "", INV("chain"), -1 },
	{ V4, "action", "foo", NO("action"), 0 }, { V4, "action", "", NO("action"), 0 },
	{ V4, "action", "a", AMB("action"), 0 }, { V4, "action", "re", AMB("action"), 0 },
	{ V4, "action", "notrack", NO("action"), 0 }, { RAW, "action", "reject", NO("action"), 0 },
	{ V4, "action", "!drop", NO("action"), 0 }, { V4, "action", "Drop", NO("action"), 0 },
	{ V4, "action", "drop ", NO("action"), 0 },
	{ V4, "reject-with", "icmp-no-route", NO("reject-with"), 0 },
	{ V6, "reject-with", "icmp-host-prohibited", NO("reject-with"), 0 },
	{ V4, "reject-with", "icmp", AMB("reject-with"), 0 },
	{ NAT, "action", "drop", NO("action"), 0 }, { NAT, "action", "s", AMB("action"), 0 },
	{ NAT6, "action", "same", NO("action"), 0 }, { V4, "action", "masquerade", NO("action"), 0 },
	{ NAT, "to-addresses", "", RANGE, 0 }, { NAT, "to-addresses", "1.2.3.9-1.2.3.4", RANGE, 0 },
	{ NAT, "to-addresses", "!1.2.3.4", RANGE, 0 }, { NAT, "to-addresses", "1.2.3.4,1.2.3.5", RANGE, 0 },
	{ NAT6, "to-address", "::1-::2", INV("to-address"), 0 }, { NAT6, "to-address", "1.2.3.4", INV("to-address"), 0 },
	{ NAT, "to-ports", "80,81", INV("to-ports"), 5 }, { NAT, "to-ports", "", INV("to-ports"), 0 },
	{ NAT, "to-ports", "65536", "value of to-ports out of range (0..65535)", 0 },
	{ NAT, "to-ports", "!80", INV("to-ports"), 0 }, { NAT, "to-ports", "9-8", INV("to-ports"), 2 },
	{ NAT, "same-not-by-dst", "1", NO("same-not-by-dst"), 0 },
	{ NAT, "socks5-server", "1.2.3.0/24", "this property takes one address, no prefix and no range", -1 },
	{ NAT, "socks5-port", "65536", "value of socks5-port out of range (0..65535)", -1 },
	{ V4, "connection-type", "ftp,sip", NO("connection-type"), 0 },
	{ V4, "connection-type", "rtsp", NO("connection-type"), 0 },
	{ V4, "connection-nat-state", "ein", AMB("connection-nat-state"), 0 },
	{ V6, "connection-nat-state", "ein-snat", NO("connection-nat-state"), 0 },
	{ V4, "connection-nat-state", "srcnat,!dstnat", NO("connection-nat-state"), 7 },
	{ V4, "log", "true", NO("log"), 0 }, { V4, "log", "false", NO("log"), 0 }, { V4, "log", "", NO("log"), 0 },
	{ V4, "disabled", "1", NO("disabled"), 0 }, { V4, "disabled", "maybe", NO("disabled"), 0 },
	{ V4, "log-prefix", "12345678901234567890123456789012", "value of log-prefix is too long: at most 31 bytes", 31 },

	{ V4, "protocol", "ipv6-icmp", NO("protocol"), 0 }, { V4, "protocol", "256", "value of protocol out of range (0..255)", 0 },
	{ V4, "protocol", "", NO("protocol"), 0 }, { V4, "protocol", "!", NO("protocol"), 1 },
	{ V4, "protocol", "!!tcp", NO("protocol"), 1 }, { V4, "protocol", "6x", NO("protocol"), 0 },
	{ V4, "protocol", "-1", NO("protocol"), 0 }, { V4, "protocol", "ip", AMB("protocol"), 0 },
	{ V4, "protocol", "ipv6", AMB("protocol"), 0 }, { V4, "protocol", "ud", AMB("protocol"), 0 },
	{ V4, "protocol", "99999999999999999999999", "value of protocol out of range (0..255)", 0 },

	{ V4, "src-address", "", RANGE, 0 }, { V4, "src-address", "!", RANGE, 1 },
	{ V4, "src-address", "10.0.0", RANGE, 0 }, { V4, "src-address", "10.0.0.256", RANGE, 0 },
	{ V4, "src-address", "10.0.0.1 ", RANGE, 0 }, { V4, "src-address", " 10.0.0.1", RANGE, 0 },
	{ V4, "src-address", "010.0.0.1", RANGE, 0 }, { V4, "src-address", "1.2.3.4.5", RANGE, 0 },
	{ V4, "src-address", "10.0.0.0/33", RANGE, 9 }, { V4, "src-address", "10.0.0.0/", RANGE, 9 },
	{ V4, "src-address", "10.0.0.0/-1", "value of range must have ip address before '-'", 0 },
	{ V4, "src-address", "10.0.0.0/8/8", RANGE, 9 }, { V4, "src-address", "10.0.0.0/255.0.255.0", RANGE, 9 },
	{ V4, "src-address", "10.0.0.1,10.0.0.2", RANGE, 0 }, { V4, "src-address", "2001:db8::1", RANGE, 0 },
	{ V4, "src-address", "-10.0.0.1", "value of range must have ip address before '-'", 0 },
	{ V4, "src-address", "10.0.0.1-", "value of range must have ip address after '-'", 9 },
	{ V4, "src-address", "!10.0.0.1-x", "value of range must have ip address after '-'", 10 },
	{ V4, "src-address", "10.0.0.1-10.0.0.2-10.0.0.3", "value of range must have ip address after '-'", 9 },
	{ V4, "src-address", "10.0.0.9-10.0.0.1", RANGE, 0 },
	{ V6, "src-address", "10.0.0.1", INV("src-address"), 0 }, { V6, "src-address", "", INV("src-address"), 0 },
	{ V6, "src-address", "2001:db8::/129", INV("src-address"), 11 },
	{ V6, "src-address", "2001:db8::1-2001:db8::2", INV("src-address"), 0 },
	{ V6, "src-address", "fe80::1%eth0", INV("src-address"), 0 }, { V6, "src-address", ":::", INV("src-address"), 0 },
	{ V6, "src-address", "2001:db8::/255.0.0.0", INV("src-address"), 11 },
	{ LIST, "address", "www.example.com", RANGE, 0 },
	{ V4, "src-address-list", "", INV("src-address-list"), -1 }, { V4, "src-address-list", "!", INV("src-address-list"), -1 },
	{ V4, "src-address-list", "!!x", INV("src-address-list"), 1 },

	{ V4, "dst-port", "", INV("dst-port"), 0 }, { V4, "dst-port", "!", INV("dst-port"), 1 },
	{ V4, "dst-port", "65536", "value of dst-port out of range (0..65535)", 0 },
	{ V4, "dst-port", "80,65536", "value of dst-port out of range (0..65535)", 3 },
	{ V4, "dst-port", "1-65536", "value of dst-port out of range (0..65535)", 2 },
	{ V4, "dst-port", "20-10", INV("dst-port"), 3 }, { V4, "dst-port", "80,", INV("dst-port"), 3 },
	{ V4, "dst-port", ",80", INV("dst-port"), 0 }, { V4, "dst-port", "80,,81", INV("dst-port"), 3 },
	{ V4, "dst-port", "80 81", INV("dst-port"), 2 }, { V4, "dst-port", "http", INV("dst-port"), 0 },
	{ V4, "dst-port", "1-2-3", INV("dst-port"), 3 }, { V4, "dst-port", "10-", INV("dst-port"), 3 },
	{ V4, "dst-port", "-10", INV("dst-port"), 0 }, { V4, "dst-port", "80,!81", INV("dst-port"), 3 },
	{ V4, "dst-port", "+80", INV("dst-port"), 0 },
	{ V4, "tcp-flags", "foo", NO("tcp-flags"), 0 }, { V4, "tcp-flags", "syn,", NO("tcp-flags"), 4 },
	{ V4, "tcp-flags", "syn,!syn", INV("tcp-flags"), 5 }, { V4, "tcp-flags", "!", NO("tcp-flags"), 1 },
	{ V4, "tcp-flags", "!,", NO("tcp-flags"), 2 }, { V4, "tcp-flags", "!!syn", NO("tcp-flags"), 1 },
	{ V4, "icmp-options", "", INV("icmp-options"), 0 }, { V4, "icmp-options", "any", INV("icmp-options"), 0 },
	{ V4, "icmp-options", "256", "value of icmp-options out of range (0..255)", 0 },
	{ V4, "icmp-options", "3:256", "value of icmp-options out of range (0..255)", 2 },
	{ V4, "icmp-options", "3:0-256", "value of icmp-options out of range (0..255)", 4 },
	{ V4, "icmp-options", "3:5-0", INV("icmp-options"), 4 }, { V4, "icmp-options", "3:", INV("icmp-options"), 2 },
	{ V4, "icmp-options", "3-5", INV("icmp-options"), 1 }, { V4, "icmp-options", "3:0,4:0", INV("icmp-options"), 3 },
	{ V4, "in-interface", "", INV("in-interface"), -1 },
	{ V4, "in-interface", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", NO("in-interface"), -1 },
	{ V4, "connection-state", "", NO("connection-state"), 0 },
	{ V4, "connection-state", "estabilished", NO("connection-state"), 0 },
	{ V4, "connection-state", "new,,related", NO("connection-state"), 4 },
	{ V4, "connection-state", "new,!related", NO("connection-state"), 4 },
	{ V4, "connection-state", "!new,x", NO("connection-state"), 5 },

	{ V4, "address-list-timeout", "none", AMB("address-list-timeout"), 0 },
	{ V4, "address-list-timeout", "never", NO("address-list-timeout"), 0 },
	{ V4, "address-list-timeout", "21474837", "value of address-list-timeout out of range (0s..35w3d13h13m56s)", -1 },
	{ V4, "address-list-timeout", "", INV("address-list-timeout"), 0 },
	{ LIST, "timeout", "35w3d13h13m57s", "value of timeout out of range (0s..35w3d13h13m56s)", -1 },
	{ LIST, "timeout", "99999999999999999999w", "value of timeout out of range (0s..35w3d13h13m56s)", -1 },
	{ LIST, "timeout", "4294967297", "value of timeout out of range (0s..35w3d13h13m56s)", -1 },
	{ LIST, "timeout", "100ms", INV("timeout"), 3 }, { LIST, "timeout", "1.5s", INV("timeout"), 1 },
	{ LIST, "timeout", "1h1w", INV("timeout"), 3 }, { LIST, "timeout", "1m1m", INV("timeout"), 3 },
	{ LIST, "timeout", "1m30", INV("timeout"), 4 }, { LIST, "timeout", "00:60:00", INV("timeout"), 5 },
	{ LIST, "timeout", "00:00:00:00", INV("timeout"), 8 }, { LIST, "timeout", "00:00:", INV("timeout"), 6 },
	{ LIST, "timeout", "-1", INV("timeout"), 0 }, { LIST, "timeout", "1y", INV("timeout"), 1 },
	{ LIST, "timeout", "s", INV("timeout"), 0 }, { LIST, "timeout", "", INV("timeout"), 0 },
	{ LIST, "timeout", "00:00:00.5", INV("timeout"), 8 }, { LIST, "timeout", "1d 00:00:00", INV("timeout"), 2 },
	{ LIST, "creation-time", "2023-02-29 00:00:00", INV("creation-time"), -1 },
	{ LIST, "creation-time", "2023-08-01 24:00:00", INV("creation-time"), -1 },
	{ LIST, "creation-time", "yesterday", INV("creation-time"), 0 },
	{ IFLIST, "include", "a,", INV("include"), 1 }, { IFLIST, "include", ",", INV("include"), 0 },
	{ IFLIST, "include", "a,,b", INV("include"), 2 }, { IFLIST, "name", "", INV("name"), -1 },
	{ MEMBER, "interface", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", NO("interface"), -1 },
	{ CONN, "icmp-id", "65536", "value of icmp-id out of range (0..65535)", -1 },
	{ CONN, "reply-src-port", "1,2", INV("reply-src-port"), 3 },
};

static void test_bad(const struct bad *b)
{
	struct refusal r;
	char *text;

	tap_case("refused: %s: %s=%s", rosfw_menus[b->menu].path, b->name, b->text);
	text = canonical(b->menu, b->name, b->text, &r);
	tap_str(text, NULL);
	tap_str(r.text, b->refusal);
	tap_is(r.offset, b->offset);
	free(text);
}

static void hint_is(u32 menu, const char *name, const char *text, const char *want)
{
	struct refusal r;

	tap_case("hint: %s=%s", name, text);
	free(canonical(menu, name, text, &r));
	tap_str(r.hint, want);
}

static void test_hints(void)
{
	hint_is(V4, "connection-state", "estabilished", "did you mean established?");
	hint_is(V4, "action", "drp", "did you mean drop?");
	hint_is(V4, "action", "acept", "did you mean accept?");
	hint_is(V4, "action", "xyzzy", "");
	hint_is(V4, "action", "re", "it may be reject, return");
	hint_is(V4, "protocol", "ipv6-icmp", "did you mean icmpv6?");
	hint_is(V4, "protocol", "tpc", "did you mean tcp? Other protocols are written as a number");
	hint_is(V4, "log", "true", "it is yes or no");
	hint_is(V4, "src-address", "10.0.0.9-10.0.0.1", "the first address of a range must not be above the last one");
	hint_is(LIST, "timeout", "100ms", "it has whole seconds");
}

/* Texts that mean harm: nothing but a clean answer is asked for. */
static void test_hostile(void)
{
	static const char *const seeds[] = {
		"", "!", "!!", ",", "-", ":", "/", "\x80", "\xff\xfe", "\x01\x02", "\xc3\x28", "\xed\xa0\x80", "%s%n%p",
		"1-", "1-2-", "1:", "0x10", "1e9", "999999999999999999999999999999999999", "::", "1.1.1.1/99999999999",
	};
	static char longs[4][100001];
	struct refusal r;
	u32 menu, i;
	const u16 *p;

	tap_case("hostile texts are answered");
	memset(longs[0], 'a', 100000);
	memset(longs[1], '9', 100000);
	memset(longs[2], ',', 100000);
	for (i = 0; i < 100000; i++)
		longs[3][i] = "1,"[i & 1];
	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		for (p = rosfw_menus[menu].props; *p; p++) {
			for (i = 0; i < ARRAY_SIZE(seeds); i++)
				free(canonical(menu, rosfw_properties[*p].name, seeds[i], &r));
			for (i = 0; i < 4; i++)
				free(canonical(menu, rosfw_properties[*p].name, longs[i], &r));
		}
	tap_case("bytes of a comment come back");
	for (i = 1; i < 256; i++) {
		char in[3] = { 'x', i, 0 }, *out = canonical(V4, "comment", in, &r);

		tap_str(out, in);
		free(out);
	}
	tap_case("limits of lengths");
	memset(longs[0], 0, sizeof(longs[0]));
	memset(longs[0], 'c', 1023);
	free(canonical(V4, "comment", longs[0], &r));
	tap_is(r.offset, -2);
	longs[0][1023] = 'c';
	free(canonical(V4, "comment", longs[0], &r));
	tap_str(r.text, "value of comment is too long: at most 1023 bytes");
	longs[0][64] = 0;
	free(canonical(V4, "chain", longs[0], &r));
	tap_str(r.text, "value of chain is too long: at most 63 bytes");
	longs[0][63] = 0;
	free(canonical(V4, "chain", longs[0], &r));
	tap_is(r.offset, -2);
}

static void test_many_ports(void)
{
	char text[2048] = "";
	struct refusal r;
	char *out;
	u32 i;

	tap_case("as many ranges of ports as there may be");
	for (i = 0; i < ROSFW_PORTS_MAX; i++)
		sprintf(text + strlen(text), "%s%u-%u", i ? "," : "", 60000 + i, 61000 + i);
	out = canonical(V4, "dst-port", text, &r);
	tap_str(out, text);
	free(out);
	tap_case("one more is refused");
	strcat(text, ",1");
	out = canonical(V4, "dst-port", text, &r);
	tap_str(out, NULL);
	tap_str(r.hint, "it has at most 128 ports and ranges of ports");
	free(out);
}

/* ---- any value the core lets in has a text that means the same bytes ---- */

static u64 state = 0x9e3779b97f4a7c15;

static u32 any(u32 below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % below;
}

static u32 random_bytes(u8 kind, u8 *data)
{
	static const u8 lengths[] = { 1, 2, 4, 6, 8, 32, 12, 16, 24, 24 };
	u32 len = lengths[any(ARRAY_SIZE(lengths))], i, n;

	if (kind == ROSFW_KIND_STRING || kind == ROSFW_KIND_NAME || kind == ROSFW_KIND_NAMES) {
		len = any(20) + 1;
		for (i = 0; i < len; i++)
			data[i] = any(3) ? 'a' + any(26) : 1 + any(255);
		data[len - 1] = 0;
		return len;
	}
	/* Values of several numbers: most of them small. */
	if (len % 4 == 0 && any(2)) {
		for (i = 0; i < len; i += 4) {
			n = any(5) ? any(3) : any(100000);
			memcpy(data + i, &n, 4);
		}
		return len;
	}
	for (i = 0; i < len; i++)
		data[i] = any(3) ? any(256) : any(4) ? any(3) : 255;
	/* Half of the numbers small, half of the ranges short. */
	if (any(2)) {
		memset(data, 0, len);
		data[0] = any(40);
	}
	if (any(2) && len > 4)
		memcpy(data + len / 2, data, len / 2 - 1);
	return len;
}

static void round_trip(u32 menu, u16 prop, u32 *tried)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	const struct rosfw_value *v, *w;
	struct rosfw_item_builder b, c;
	struct rosfw_error err;
	struct refusal r = { };
	u8 data[64] __aligned(8);
	bool negated = any(2);
	u32 len = random_bytes(p->kind, data);
	char *text;

	if (rosfw_value_check(menu, prop, negated, data, len, &err))
		return;
	/* Names that look negated cannot be written. */
	if (p->flags & ROSFW_PROP_NOT && p->kind == ROSFW_KIND_NAME && *data == '!')
		return;
	++*tried;
	rosfw_item_begin(&b, menu);
	rosfw_item_begin(&c, menu);
	rosfw_item_put_value(&b, prop, negated, data, len);
	v = rosfw_item_value(b.item, prop);
	text = text_format(menu, v);
	if (text_parse(menu, prop, text, &c, &r)) {
		tap_fail("%s=%s was refused: %s", p->name, text, r.text);
	} else {
		w = rosfw_item_value(c.item, prop);
		if (!w || w->len != len || w->negated != negated || memcmp(w->data, data, len))
			tap_fail("%s=%s came back different", p->name, text);
	}
	free(text);
	rosfw_item_put(b.item);
	rosfw_item_put(c.item);
}

static void test_round_trips(void)
{
	u32 menu, n, tried = 0, before;
	const u16 *p;

	for (menu = 1; menu < ROSFW_MENU_IP_CONNECTION; menu++)
		for (p = rosfw_menus[menu].props; *p; p++) {
			if (rosfw_properties[*p].flags & ROSFW_PROP_READ_ONLY)
				continue;
			tap_case("random values come back: %s: %s", rosfw_menus[menu].path, rosfw_properties[*p].name);
			before = tried;
			for (n = 0; n < 12000; n++)
				round_trip(menu, *p, &tried);
			tap_ok(tried > before + 10);
		}
	printf("# %u values\n", tried);
}

static void quotes(const char *text, const char *want_export, const char *want_print)
{
	char *s;

	tap_case("quotes: %s", want_export);
	s = text_quote_export(text);
	tap_str(s, want_export);
	free(s);
	s = text_quote_print(text);
	tap_str(s, want_print);
	free(s);
}

static void test_quotes(void)
{
	quotes("", "\"\"", "\"\"");
	quotes("abc-1.2_3/4:5,6!7*8@9~+%", "abc-1.2_3/4:5,6!7*8@9~+%", "abc-1.2_3/4:5,6!7*8@9~+%");
	quotes("a b", "\"a b\"", "\"a b\"");
	quotes("a;b", "\"a;b\"", "\"a;b\"");
	quotes("a=b", "\"a=b\"", "\"a=b\"");
	quotes("[x]{y}(z)", "\"[x]{y}(z)\"", "\"[x]{y}(z)\"");
	quotes("#", "\"#\"", "\"#\"");
	quotes("\"\\$?", "\"\\\"\\\\\\$\\?\"", "\"\\\"\\\\$?\"");
	quotes("\r\n\t\x01\x7f", "\"\\r\\n\\t\\01\\7F\"", "\"\\r\\n\\t\\01\\7F\"");
	quotes("caf\xc3\xa9", "\"caf\\C3\\A9\"", "caf\xc3\xa9");
	quotes("\xff", "\"\\FF\"", "\"\\FF\"");
	quotes("\xe2\x80\xaex", "\"\\E2\\80\\AEx\"", "\"\\E2\\80\\AEx\"");	/* right-to-left override */
	quotes("\xc2\x9b" "2J", "\"\\C2\\9B2J\"", "\"\\C2\\9B2J\"");		/* a control of the upper half */
}

static void grouped(u64 n, const char *want)
{
	char *s = text_group(n);

	tap_case("grouped: %s", want);
	tap_str(s, want);
	free(s);
}

static void near(const char *word, const char *want)
{
	static const char *const names[] = { "chain", "action", "dst-port", "dst-address", "src-address", "log",
		"log-prefix", "protocol", "port", NULL };

	tap_case("near %s", word);
	tap_str(suggest(word, names), want);
}

int main(void)
{
	u32 i;

	setenv("TZ", "UTC", 1);
	tap_begin();
	for (i = 0; i < ARRAY_SIZE(goods); i++)
		test_good(&goods[i]);
	for (i = 0; i < ARRAY_SIZE(bads); i++)
		test_bad(&bads[i]);
	test_hints();
	test_hostile();
	test_many_ports();
	test_round_trips();
	test_quotes();
	grouped(0, "0");
	grouped(999, "999");
	grouped(1000, "1 000");
	grouped(874062, "874 062");
	grouped(U64_MAX, "18 446 744 073 709 551 615");
	near("chian", "chain");
	near("protocoll", "protocol");
	near("dst-prot", "dst-port");
	near("src-adress", "src-address");
	near("ports", "port");
	near("x", NULL);
	near("", NULL);
	near("completely-else", NULL);
	return tap_end();
}
