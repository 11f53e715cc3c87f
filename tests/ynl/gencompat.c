// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints docs/compatibility-tables.md: what RouterOS's tables of rules have, and what this version has of it.
 *
 * What RouterOS has is written down here, from its manual; what there is comes from the tables of kmod/core. So a
 * property that is added shows, and one that RouterOS does not have shows, too.
 */
#include <stdio.h>
#include <string.h>

#include "core/property.h"

static const u32 menus[] = {
	ROSFW_MENU_IP_FILTER, ROSFW_MENU_IP_NAT, ROSFW_MENU_IP_MANGLE, ROSFW_MENU_IP_RAW,
	ROSFW_MENU_IPV6_FILTER, ROSFW_MENU_IPV6_NAT, ROSFW_MENU_IPV6_MANGLE, ROSFW_MENU_IPV6_RAW,
};

/* In which tables RouterOS has it: filter, nat, mangle, raw, of IPv4 and of IPv6; each an "x" or a blank. */
struct known {
	const char *name;
	const char *where;
};

static const struct known properties[] = {
	{ "protocol", "xxxxxxxx" }, { "src-address", "xxxxxxxx" }, { "dst-address", "xxxxxxxx" },
	{ "src-address-list", "xxxxxxxx" }, { "dst-address-list", "xxxxxxxx" }, { "src-address-type", "xxxxxxxx" },
	{ "dst-address-type", "xxxxxxxx" }, { "src-mac-address", "xxxxxxxx" }, { "in-interface", "xxxxxxxx" },
	{ "out-interface", "xxxxxxxx" }, { "in-interface-list", "xxxxxxxx" }, { "out-interface-list", "xxxxxxxx" },
	{ "in-bridge-port", "xxxxxxxx" }, { "out-bridge-port", "xxxxxxxx" }, { "in-bridge-port-list", "xxxxxxxx" },
	{ "out-bridge-port-list", "xxxxxxxx" }, { "routing-mark", "xxx xxx " }, { "routing-table", "xxx xxx " },
	{ "realm", "xxx     " }, { "src-port", "xxxxxxxx" }, { "dst-port", "xxxxxxxx" }, { "port", "xxxxxxxx" },
	{ "tcp-flags", "x xxxxxx" }, { "tcp-mss", "xxxxxxxx" }, { "icmp-options", "xxxxxxxx" },
	{ "fragment", "xxxx    " }, { "ipv4-options", "xxxx    " }, { "headers", "    xxxx" }, { "ttl", "xxxx    " },
	{ "hop-limit", "    xxxx" }, { "dscp", "xxxxxxxx" }, { "tos", "xxxxxxxx" }, { "packet-size", "xxxxxxxx" },
	{ "content", "xxxxxxxx" }, { "tls-host", "x xxx xx" }, { "p2p", "x x     " },
	{ "connection-state", "x x xxx " }, { "connection-nat-state", "x x x x " }, { "connection-mark", "xxx xxx " },
	{ "packet-mark", "xxxxxxxx" }, { "connection-type", "xxx xxx " }, { "connection-bytes", "xxx xxx " },
	{ "connection-rate", "xxx xxx " }, { "connection-limit", "xxx xxx " }, { "layer7-protocol", "xxx     " },
	{ "ipsec-policy", "xxxxxxxx" }, { "hotspot", "xxxx    " }, { "limit", "xxxxxxxx" }, { "dst-limit", "xxxxxxxx" },
	{ "nth", "xxxxxxxx" }, { "random", "xxxxxxxx" }, { "per-connection-classifier", "xxxxxxxx" },
	{ "psd", "xxxx    " }, { "time", "xxxxxxxx" }, { "ingress-priority", "xxxxxxxx" }, { "priority", "xxxxxxxx" },
	{ "chain", "xxxxxxxx" }, { "action", "xxxxxxxx" }, { "jump-target", "xxxxxxxx" }, { "reject-with", "x   x   " },
	{ "address-list", "xxxxxxxx" }, { "address-list-timeout", "xxxxxxxx" }, { "hw-offload", "x   x   " },
	{ "to-addresses", " x      " }, { "to-address", "     x  " }, { "to-ports", " x   x  " },
	{ "same-not-by-dst", " x      " }, { "randomise-ports", " x      " }, { "socksify-service", " x      " },
	{ "socks5-server", " x      " }, { "socks5-port", " x      " }, { "new-packet-mark", "  x   x " },
	{ "new-connection-mark", "  x   x " }, { "new-routing-mark", "  x   x " }, { "new-mss", "  x   x " },
	{ "new-dscp", "  x   x " }, { "new-priority", "  x   x " }, { "new-ttl", "  x     " },
	{ "new-hop-limit", "      x " }, { "passthrough", "  x   x " }, { "route-dst", "  x     " },
	{ "sniff-target", "  x   x " }, { "sniff-target-port", "  x   x " }, { "sniff-id", "  x   x " },
	{ "src-prefix", "      x " }, { "dst-prefix", "      x " }, { "log", "xxxxxxxx" }, { "log-prefix", "xxxxxxxx" },
	{ "comment", "xxxxxxxx" }, { "disabled", "xxxxxxxx" }, { "packets", "xxxxxxxx" }, { "bytes", "xxxxxxxx" },
};

static const struct known actions[] = {
	{ "accept", "xxxxxxxx" }, { "drop", "x xxx xx" }, { "reject", "x   x   " }, { "jump", "xxxxxxxx" },
	{ "return", "xxxxxxxx" }, { "log", "xxxxxxxx" }, { "passthrough", "xxxxxxxx" },
	{ "add-src-to-address-list", "xxxxxxxx" }, { "add-dst-to-address-list", "xxxxxxxx" },
	{ "tarpit", "x       " }, { "fasttrack-connection", "x x x   " }, { "notrack", "   x   x" },
	{ "src-nat", " x   x  " }, { "dst-nat", " x   x  " }, { "masquerade", " x   x  " }, { "redirect", " x   x  " },
	{ "netmap", " x   x  " }, { "same", " x      " }, { "endpoint-independent-nat", " x      " },
	{ "socksify", " x      " }, { "mark-connection", "  x   x " }, { "mark-packet", "  x   x " },
	{ "mark-routing", "  x   x " }, { "change-dscp", "  x   x " }, { "change-mss", "  x   x " },
	{ "change-ttl", "  x     " }, { "change-hop-limit", "      x " }, { "clear-df", "  x     " },
	{ "strip-ipv4-options", "  x     " }, { "set-priority", "  x   x " }, { "route", "  x     " },
	{ "sniff-tzsp", "  x   x " }, { "sniff-pc", "  x   x " }, { "snpt", "      x " }, { "dnpt", "      x " },
};

static const char *cell(bool theirs, bool ours)
{
	if (ours)
		return theirs ? "yes" : "only here";
	return theirs ? "**not yet**" : "";
}

static void put_head(const char *what)
{
	printf("| %s | filter | nat | mangle | raw | filter6 | nat6 | mangle6 | raw6 |%s\n", what,
	       strcmp(what, "property") ? "" : " negated | keywords |");
	printf("|---|---|---|---|---|---|---|---|---|%s\n", strcmp(what, "property") ? "" : "---|---|");
}

static u16 property_of(const char *name)
{
	u16 i;

	for (i = ROSFW_A_PROPERTY_FIRST; i <= ROSFW_A_MAX; i++)
		if (rosfw_properties[i].name && !strcmp(rosfw_properties[i].name, name))
			return i;
	return 0;
}

static void put_keywords(u16 prop)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	const char *const *names = prop == ROSFW_A_ACTION ? NULL : p->names;

	for (; names && *names; names++)
		printf("%s`%s`", names == p->names ? "" : " ", *names);
}

static void put_property(const char *name, const char *where)
{
	u16 prop = property_of(name);
	u32 i;

	printf("| `%s` |", name);
	for (i = 0; i < ARRAY_SIZE(menus); i++)
		printf(" %s |", cell(where[i] == 'x', prop && rosfw_menu_has(menus[i], prop)));
	printf(" %s | ", prop && rosfw_properties[prop].flags & ROSFW_PROP_NOT ? "yes" : "");
	if (prop)
		put_keywords(prop);
	printf(" |\n");
}

static void put_properties(void)
{
	u32 i, k;
	u16 prop;

	put_head("property");
	for (i = 0; i < ARRAY_SIZE(properties); i++)
		put_property(properties[i].name, properties[i].where);
	/* What RouterOS does not have. */
	for (prop = ROSFW_A_PROPERTY_FIRST; prop <= ROSFW_A_MAX; prop++) {
		bool somewhere = false, known = false;

		if (!rosfw_properties[prop].name)
			continue;
		for (i = 0; i < ARRAY_SIZE(menus); i++)
			somewhere |= rosfw_menu_has(menus[i], prop);
		for (k = 0; k < ARRAY_SIZE(properties); k++)
			known |= !strcmp(properties[k].name, rosfw_properties[prop].name);
		if (somewhere && !known)
			put_property(rosfw_properties[prop].name, "        ");
	}
}

static void put_actions(void)
{
	const char *const *names = rosfw_properties[ROSFW_A_ACTION].names;
	u32 i, k, n;

	put_head("action");
	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		printf("| `%s` |", actions[i].name);
		for (k = 0; k < ARRAY_SIZE(menus); k++) {
			bool ours = false;

			for (n = 0; names[n]; n++)
				ours |= !strcmp(names[n], actions[i].name) && rosfw_menus[menus[k]].actions >> n & 1;
			printf(" %s |", cell(actions[i].where[k] == 'x', ours));
		}
		printf("\n");
	}
}

int main(void)
{
	printf("# What there is of RouterOS's rules\n\n");
	printf("Written by `make -C tests/ynl update` from the tables that the module and the tool work with, and compared by\n"
	       "`make check`. `compatibility.md` says where something works differently, and why.\n\n"
	       "**yes**: as in RouterOS. **not yet**: RouterOS has it there; it is refused with a sentence that names it.\n"
	       "Empty: neither has it there. \"negated\": with a leading `!`.\n\n## Properties\n\n");
	put_properties();
	printf("\n## Actions\n\n");
	put_actions();
	return 0;
}
