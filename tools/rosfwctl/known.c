// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that RouterOS has and this version has not.
 *
 * Whoever writes one of them made no mistake, so the answer is another than to a misspelt word. They also take part
 * when a shortened name is resolved, so that a short form does not change its meaning when the name becomes available.
 */
#include "session.h"

/* Menus; all menus below one of these are unknown too. */
const char *const known_menus[] = {
	"ip firewall layer7-protocol", "ip firewall calea",

	"ip address", "ip arp", "ip cloud", "ip dhcp-client", "ip dhcp-relay", "ip dhcp-server", "ip dns",
	"ip hotspot active", "ip hotspot cookie", "ip hotspot ip-binding", "ip hotspot profile",
	"ip hotspot service-port", "ip hotspot user", "ip hotspot walled-garden", "ip ipsec",
	"ip kid-control", "ip media", "ip nat-pmp", "ip neighbor", "ip packing",
	"ip pool", "ip proxy", "ip reverse-proxy", "ip route", "ip service", "ip smb",
	"ip socks", "ip socksify", "ip ssh", "ip tftp", "ip traffic-flow", "ip upnp", "ip vrf",
	"ip accounting", "ipv6 address", "ipv6 dhcp-client", "ipv6 dhcp-relay", "ipv6 dhcp-server", "ipv6 nd",
	"ipv6 neighbor", "ipv6 pool", "ipv6 route",

	"interface 6to4", "interface bonding", "interface bridge", "interface detect-internet",
	"interface dot1x", "interface eoip", "interface eoipv6", "interface ethernet", "interface gre",
	"interface gre6", "interface ipip", "interface ipipv6", "interface l2tp-client",
	"interface l2tp-server", "interface lte", "interface macsec", "interface macvlan", "interface mesh",
	"interface ovpn-client", "interface ovpn-server", "interface ppp-client", "interface ppp-server",
	"interface pppoe-client", "interface pppoe-server", "interface pptp-client", "interface pptp-server",
	"interface sstp-client", "interface sstp-server", "interface traffic-eng", "interface veth",
	"interface virtual-ethernet", "interface vlan", "interface vpls", "interface vrrp", "interface vxlan",
	"interface w60g", "interface wifi", "interface wifiwave2", "interface wireguard", "interface wireless",

	"routing bfd", "routing bgp", "routing fantasy", "routing filter", "routing gmp", "routing id",
	"routing igmp-proxy", "routing isis", "routing nexthop", "routing ospf", "routing pimsm", "routing rip",
	"routing route", "routing rpki", "routing rule", "routing settings", "routing stats",

	"app", "caps-man", "certificate", "console", "container", "disk", "dude", "file", "iot", "log", "lora",
	"mpls", "partitions", "port", "ppp", "queue", "radius", "snmp", "special-login", "system",
	"task", "tool", "tr069-client", "user", "user-manager", "zerotier",
	NULL
};

const char *const known_commands[] = {
	"add", "set", "unset", "remove", "move", "enable", "disable", "comment", "print", "find", "get",
	"edit", "export", "reset", "reset-counters", "reset-counters-all", "monitor", "monitor-traffic",
	"blink", "quit", "undo", "redo", "ping", "beep", "password", "setup", "import",
	NULL
};

const char *const known_script[] = {
	"beep", "break", "continue", "convert", "delay", "deserialize", "do", "else", "environment", "error",
	"execute", "exit", "for", "foreach", "global", "grep", "if", "jobname", "len", "local", "log",
	"nothing", "on-error", "onerror", "parse", "pick", "ping", "put", "range", "resolve", "retry",
	"return", "rndnum", "rndstr", "serialize", "set", "terminal", "time", "timestamp", "toarray", "tobool",
	"tocrlf", "toid", "toip", "toip6", "tolf", "tonsec", "tonum", "tostr", "totime", "trace", "typeof",
	"while",
	NULL
};

const char *const known_actions[] = {
	"sniff-tzsp", "sniff-pc",
	NULL
};

const char *const known_matchers[] = {
	NULL
};

bool name_known(const char *word, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(word, *names))
			return true;
	return false;
}
