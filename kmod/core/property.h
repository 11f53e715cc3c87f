/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one table of properties and the one table of menus.
 *
 * A matcher, an action's parameter or a listed column is one row in property.c: name, attribute, kind of value, limits.
 * Where it is allowed, and in which order it prints, is its place in the list of its menus (menu.c). Netlink policy,
 * parsing, printing, export, completion, the YAML spec and the manual's tables are all driven from these rows.
 */
#ifndef _ROSFW_PROPERTY_H
#define _ROSFW_PROPERTY_H

#include "packet.h"

/**
 * enum rosfw_kind - how a value looks on the wire, in memory (the same bytes) and in text
 */
enum rosfw_kind {
	ROSFW_KIND_BOOL,	/* u8: yes, no */
	ROSFW_KIND_U8,		/* u8: a number */
	ROSFW_KIND_U32,		/* u32: a number */
	ROSFW_KIND_U64,		/* u64: a number; thousands grouped in tables */
	ROSFW_KIND_PROTOCOL,	/* u8: a name of rosfw_protocols or a number */
	ROSFW_KIND_ENUM,	/* u32: an index into @names */
	ROSFW_KIND_FLAGS,	/* u32: bits into @names, at least one */
	ROSFW_KIND_STRING,	/* text, UTF-8 or any other bytes but NUL */
	ROSFW_KIND_NAME,	/* text, not empty: chain, list, interface */
	ROSFW_KIND_NAMES,	/* comma separated names */
	ROSFW_KIND_ADDR,	/* first and last address: address, prefix, or range (IPv4) */
	ROSFW_KIND_PORTS,	/* array of struct rosfw_port_range */
	ROSFW_KIND_TCP_FLAGS,	/* struct rosfw_tcp_flags */
	ROSFW_KIND_ICMP,	/* struct rosfw_icmp_options */
	ROSFW_KIND_TIME,	/* u32: seconds, 1w2d3h4m5s */
	ROSFW_KIND_LIST_TIMEOUT,/* u32: seconds, none-dynamic, none-static */
	ROSFW_KIND_DATE,	/* u64: seconds since 1970, 2023-08-01 13:28:46 */
	ROSFW_KIND_RANGE,	/* one struct rosfw_port_range that has nothing to do with ports */
	ROSFW_KIND_COMPARE,	/* struct rosfw_compare: equal:64 */
	ROSFW_KIND_TOS,		/* struct rosfw_tos: value/mask */
	ROSFW_KIND_HEADERS,	/* struct rosfw_headers: hop,frag:contains */
	ROSFW_KIND_MAC,		/* 6 bytes: 02:00:00:00:00:01 */
	ROSFW_KIND_NTH,		/* struct rosfw_nth: 2,1 */
	ROSFW_KIND_CLASSIFIER,	/* struct rosfw_classifier: both-addresses:2/0 */
	ROSFW_KIND_LIMIT,	/* struct rosfw_limit: 5/1m,10:packet */
	ROSFW_KIND_DST_LIMIT,	/* struct rosfw_limit: 5/1m,10,dst-address/1m40s */
	ROSFW_KIND_RATE_RANGE,	/* struct rosfw_rate_range: 0-100k */
	ROSFW_KIND_RATE,	/* u64: bits in a second, 12.5kbps */
	ROSFW_KIND_BYTES_RANGE,	/* struct rosfw_bytes_range: 500000-0 */
	ROSFW_KIND_CONNECTION_LIMIT,	/* struct rosfw_connection_limit: 100,32 */
	ROSFW_KIND_PSD,		/* struct rosfw_psd: 21,3s,3,1 */
	ROSFW_KIND_CHOICE,	/* u32: a number, or ROSFW_NAMED + an index into @names */
	ROSFW_KIND_IPSEC,	/* struct rosfw_ipsec_policy: in,ipsec */
	ROSFW_KIND_PERIOD,	/* struct rosfw_period: 8h-17h,mon,tue */

	__ROSFW_KIND_COUNT
};

/* struct rosfw_property.flags */
#define ROSFW_PROP_NOT		0x0001	/* a leading "!" negates the whole value */
#define ROSFW_PROP_MATCHER	0x0002	/* a condition: compiled and evaluated per packet, in the order of the rows */
#define ROSFW_PROP_READ_ONLY	0x0004	/* reported, never set by a user */
#define ROSFW_PROP_IN_IFACE	0x0008	/* needs the interface of entry: not in output and postrouting chains */
#define ROSFW_PROP_OUT_IFACE	0x0010	/* needs the interface of exit: not in prerouting, input and dstnat chains */
#define ROSFW_PROP_NEEDS_PORTS	0x0020	/* needs protocol tcp, udp, dccp, sctp or udp-lite in the same rule */
#define ROSFW_PROP_NEEDS_TCP	0x0040	/* needs protocol tcp */
#define ROSFW_PROP_NEEDS_ICMP	0x0080	/* needs protocol icmp (IPv4), icmpv6 (IPv6) */
#define ROSFW_PROP_EMPTY_OK	0x0100	/* STRING: may be empty */
#define ROSFW_PROP_BARE		0x0400	/* BOOL: its name alone means yes */
#define ROSFW_PROP_SINGLE	0x0200	/* ADDR: one address, no prefix and no range; PORTS: no ranges */
#define ROSFW_PROP_NETWORK	0x0800	/* ADDR, IPv6: a prefix of at most 64 bits */

/**
 * struct rosfw_property - one row
 * @name: as the user writes it
 * @help: one sentence for completion and the manual
 * @names: ENUM, FLAGS, and kinds with keywords in their values: the keywords, ended by NULL; index or bit number is the
 *	wire value
 * @defval: default as text, NULL if unset is the default, or if items differ. See rosfw_item_default()
 * @min: U8, U32, TIME, CHOICE: smallest value
 * @max: U8, U32, TIME, CHOICE: largest value; STRING, NAME, NAMES: bytes with the NUL; PORTS: number of ranges
 * @kind: enum rosfw_kind
 * @flags: ROSFW_PROP_*
 */
struct rosfw_property {
	const char *name;
	const char *help;
	const char *const *names;
	const char *defval;
	u32 min;
	u32 max;
	u8 kind;
	u16 flags;
};

/* Indexed by enum rosfw_attr; a row without a name is no property. */
extern const struct rosfw_property rosfw_properties[ROSFW_A_MAX + 1];

/* Matchers in evaluation order (routeros-matchers, section "evaluation order"), ended by 0. */
extern const u16 rosfw_matchers[];

struct rosfw_protocol_name {
	const char *name;
	u8 number;
};

/* Ended by a NULL name. The first name of a number is the one that prints. */
extern const struct rosfw_protocol_name rosfw_protocols[];

enum rosfw_table {
	ROSFW_TABLE_FILTER,
	ROSFW_TABLE_RAW,
	ROSFW_TABLE_NAT,
	ROSFW_TABLE_MANGLE,
	ROSFW_TABLES
};

/* struct rosfw_menu_info.type */
enum rosfw_menu_type {
	ROSFW_MENU_RULES,	/* ordered items with chain and action */
	ROSFW_MENU_ADDRESSES,	/* address-list entries */
	ROSFW_MENU_IFLISTS,	/* interface lists */
	ROSFW_MENU_IFMEMBERS,	/* interface list members */
	ROSFW_MENU_CONNECTIONS,	/* live connections, read and remove only */
	ROSFW_MENU_SETTINGS,	/* one item, built in */
	ROSFW_MENU_SERVICES,	/* helpers for protocols: an item for each, built in */
	ROSFW_MENU_TABLES,	/* routing tables */
	ROSFW_MENU_HOSTS,	/* clients of hotspots */
};

/**
 * struct rosfw_menu_info - one menu
 * @path: words separated by a blank, from the root
 * @help: one sentence
 * @props: properties that may stand here, in print order, ended by 0
 * @chains: ROSFW_MENU_RULES: built-in chains, ended by NULL; index is the number of the built-in chain in a program
 * @actions: ROSFW_MENU_RULES: bits 1ULL << enum rosfw_action
 * @rejects: ROSFW_MENU_RULES: bits 1 << enum rosfw_reject that reject-with may have here
 * @type: enum rosfw_menu_type
 * @family: enum rosfw_family; ROSFW_FAMILIES for menus of no family
 * @table: enum rosfw_table, for ROSFW_MENU_RULES
 */
struct rosfw_menu_info {
	const char *path;
	const char *help;
	const u16 *props;
	const char *const *chains;
	u64 actions;
	u32 rejects;
	u8 type;
	u8 family;
	u8 table;
};

/* Indexed by enum rosfw_menu; [0] is empty. */
extern const struct rosfw_menu_info rosfw_menus[ROSFW_MENU_MAX + 1];

/* Built-in chains, by their index in rosfw_menu_info.chains. */
enum rosfw_filter_chain { ROSFW_FILTER_INPUT, ROSFW_FILTER_FORWARD, ROSFW_FILTER_OUTPUT };
enum rosfw_raw_chain { ROSFW_RAW_PREROUTING, ROSFW_RAW_OUTPUT };

enum rosfw_mangle_chain {
	ROSFW_MANGLE_PREROUTING, ROSFW_MANGLE_INPUT, ROSFW_MANGLE_FORWARD, ROSFW_MANGLE_OUTPUT, ROSFW_MANGLE_POSTROUTING
};

enum rosfw_nat_chain { ROSFW_NAT_SRCNAT, ROSFW_NAT_DSTNAT, ROSFW_NAT_INPUT, ROSFW_NAT_OUTPUT };

/* Bytes of a value of a kind that has only one length; 0 for the others. */
u32 rosfw_kind_len(u8 kind, u8 family);
/*
 * The built-in chains of a menu that show what was fasttracked, in order, ended by NULL; NULL: none. Each has one rule
 * at the top of the menu that the system made, with this comment.
 */
const char *const *rosfw_menu_fasttrack_chains(u32 menu);
#define ROSFW_FASTTRACK_COMMENT	"special dummy rule to show fasttrack counters"

bool rosfw_menu_has(u32 menu, u16 prop);
/* ENUM and FLAGS: bits 1ULL << index of the names that a property may have in a menu. */
u64 rosfw_menu_values(u32 menu, u16 prop);
/*
 * Bits 1 << index of the built-in chains that an action works in, reached directly or through jumps: each chain of nat
 * translates one end of a connection. All bits for most actions.
 */
u8 rosfw_action_chains(u32 action);
bool rosfw_action_translates(u32 action);
/* It changes the bytes of the packet. */
bool rosfw_action_changes(u32 action);
/* It marks or changes the packet, and passthrough says whether the rules behind it are asked. */
bool rosfw_action_mangles(u32 action);

#endif /* _ROSFW_PROPERTY_H */
