/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The netlink protocol of rosfw.
 *
 * Generic netlink family "rosfw", version 1. Everything that a user configures is an *item* of a *menu*: a rule of
 * "/ip firewall filter", an entry of "/ip firewall address-list", a member of an interface list. An item is a set of
 * *properties*; each property is one netlink attribute of the message (enum rosfw_attr), so one message is one item.
 *
 * Requests (every one may carry NLM_F_ACK; every refusal carries an extack sentence and, if one attribute is at
 * fault, its offset):
 *
 *   ROSFW_CMD_INFO_GET      -> one message: ROSFW_A_VERSION, _GENERATION, _TXN_OWNER. Needs no privilege.
 *   ROSFW_CMD_TXN_BEGIN     opens a transaction. It belongs to the socket (port id) that opened it; closing the
 *                           socket aborts it. At most one is open per network namespace; others get -EBUSY.
 *   ROSFW_CMD_TXN_COMMIT    publishes all changes at once; on an error nothing was published and the transaction
 *                           stays open. If one item is at fault (a jump loop), a message with its _MENU and _ID comes
 *                           before the error. So it does for any other request that is refused for another item's sake.
 *   ROSFW_CMD_TXN_CHECK     everything a commit does except publishing.
 *   ROSFW_CMD_TXN_ABORT     forgets all changes.
 *   ROSFW_CMD_ITEM_ADD      _MENU, properties, optional _BEFORE (id; absent: at the end), optional _NOT.
 *                           The reply (before the ack) carries _MENU and _ID.
 *   ROSFW_CMD_ITEM_SET      _MENU, _ID, the properties to change, _NOT for those of them that are negated, _UNSET
 *                           for the ids of properties to remove. The others stay. Counters stay.
 *   ROSFW_CMD_ITEM_REMOVE   _MENU, _ID.
 *   ROSFW_CMD_ITEM_MOVE     _MENU, _ID, optional _BEFORE (absent: to the end).
 *   ROSFW_CMD_ITEM_RESET    _MENU, optional _ID: zero packets and bytes of that rule, of all rules of the menu. Of the
 *                           transaction's owner: when it is committed, at most 4096 single ones. Of others: at once.
 *   ROSFW_CMD_ITEM_GET      dump: _MENU -> every item in order. do: _MENU, _ID -> that item.
 *                           Items carry _MENU, _ID, _FLAGS, their properties, _NOT, and for rules _PACKETS, _BYTES
 *                           and, if the rule cannot work at present, _INVALID_REASON. Settings carry what they
 *                           report besides, and in _UNSET those properties that nobody set but the system chose.
 *                           While connections are fasttracked, a dump of rules begins with some that the system
 *                           made: they count what passed by the rules. Their _ID is ROSFW_ID_SYSTEM or above.
 *   ROSFW_CMD_CONN_GET      dump: _MENU (one of the connection menus) -> every connection. do: the one with _ID.
 *   ROSFW_CMD_CONN_REMOVE   _MENU, _ID: that connection. _MENU, _IDS: those of them that are still there. _MENU alone:
 *                           all of the menu.
 *   ROSFW_CMD_CONN_EVENT    never asked for: sent to the multicast group ROSFW_GENL_GROUP_EVENTS when a connection is
 *                           confirmed, changes (seen-reply, assured, its TCP state) or ends. _EVENT, and what
 *                           ROSFW_CMD_CONN_GET says of it, at that moment. Joining the group needs CAP_NET_ADMIN. A
 *                           socket that is too slow loses messages and is told so (ENOBUFS).
 *                           NAT_EXHAUSTED: nothing was free that its translation could have become, so its first packet
 *                           is dropped (reason nat-exhausted), and it with that. At most ten of these a second.
 *   ROSFW_CMD_REASON_GET    dump: every drop reason: _NAME, _HELP, _PACKETS (not zero only).
 *
 * A changing request outside a transaction is a transaction of its own. Inside one, the owner's dumps show the
 * changed state; everybody else sees the published one. _INVALID_REASON is known of what is published only.
 *
 * Dumps of items are consistent; a dump of address-list entries that was overtaken by a commit says so
 * (NLM_F_DUMP_INTR). A dump of connections shows every connection that lives through it once. One message has at most
 * 16384 bytes: give recvmsg() room for that. A dump that is refused for its menu or for lack of privilege says so in the
 * NLMSG_DONE message: a negative errno, and with NETLINK_EXT_ACK the sentence.
 *
 * Writing needs CAP_NET_ADMIN over the network namespace, and so does reading, since it reveals traffic; where the
 * module parameter "userns" is not set, the capability must be held in the initial user namespace.
 *
 * Numbers are in host byte order, IP addresses in network byte order. Attributes that are not listed for a command
 * are refused. Values are never renumbered.
 */
#ifndef _UAPI_LINUX_ROSFW_H
#define _UAPI_LINUX_ROSFW_H

#include <linux/types.h>

#define ROSFW_GENL_NAME		"rosfw"
#define ROSFW_GENL_VERSION	1
#define ROSFW_GENL_GROUP_EVENTS	"events"

/* Sizes include the terminating NUL. */
#define ROSFW_NAME_SIZE		64	/* chain, list and mark names */
#define ROSFW_COMMENT_SIZE	1024
#define ROSFW_LOG_PREFIX_SIZE	32
#define ROSFW_PORTS_MAX		128	/* ranges in one port list */
#define ROSFW_NAMES_SIZE	1024	/* comma separated list of names */
#define ROSFW_SERVICE_PORTS_MAX	8	/* ports of one service */
#define ROSFW_CONNECTIONS_MAX	1048576	/* largest max-entries */
#define ROSFW_CONTENT_SIZE	256	/* content */
#define ROSFW_TLS_HOST_SIZE	256	/* tls-host */
#define ROSFW_MAC_SIZE		6	/* bytes of an Ethernet address */

enum rosfw_cmd {
	ROSFW_CMD_INFO_GET = 1,
	ROSFW_CMD_TXN_BEGIN,
	ROSFW_CMD_TXN_COMMIT,
	ROSFW_CMD_TXN_CHECK,
	ROSFW_CMD_TXN_ABORT,
	ROSFW_CMD_ITEM_ADD,
	ROSFW_CMD_ITEM_SET,
	ROSFW_CMD_ITEM_REMOVE,
	ROSFW_CMD_ITEM_MOVE,
	ROSFW_CMD_ITEM_RESET,
	ROSFW_CMD_ITEM_GET,
	ROSFW_CMD_CONN_GET,
	ROSFW_CMD_CONN_REMOVE,
	ROSFW_CMD_REASON_GET,
	ROSFW_CMD_CONN_EVENT,

	__ROSFW_CMD_MAX,
	ROSFW_CMD_MAX = __ROSFW_CMD_MAX - 1
};

/**
 * enum rosfw_menu - where an item lives
 * @ROSFW_MENU_IP_FILTER: /ip firewall filter
 * @ROSFW_MENU_IP_RAW: /ip firewall raw
 * @ROSFW_MENU_IPV6_FILTER: /ipv6 firewall filter
 * @ROSFW_MENU_IPV6_RAW: /ipv6 firewall raw
 * @ROSFW_MENU_IP_ADDRESS_LIST: /ip firewall address-list
 * @ROSFW_MENU_IPV6_ADDRESS_LIST: /ipv6 firewall address-list
 * @ROSFW_MENU_INTERFACE_LIST: /interface list
 * @ROSFW_MENU_INTERFACE_LIST_MEMBER: /interface list member
 * @ROSFW_MENU_IP_CONNECTION: /ip firewall connection
 * @ROSFW_MENU_IPV6_CONNECTION: /ipv6 firewall connection
 * @ROSFW_MENU_IP_NAT: /ip firewall nat
 * @ROSFW_MENU_IPV6_NAT: /ipv6 firewall nat
 * @ROSFW_MENU_IP_CONNECTION_TRACKING: /ip firewall connection tracking: one item, built in
 * @ROSFW_MENU_IP_SERVICE_PORT: /ip firewall service-port: an item for each helper, built in
 * @ROSFW_MENU_IP_MANGLE: /ip firewall mangle
 * @ROSFW_MENU_IPV6_MANGLE: /ipv6 firewall mangle
 * @ROSFW_MENU_IP_SETTINGS: /ip settings: one item, built in
 * @ROSFW_MENU_IPV6_SETTINGS: /ipv6 settings: one item, built in
 * @ROSFW_MENU_ROUTING_TABLE: /routing table
 * @ROSFW_MENU_IP_HOTSPOT_HOST: /ip hotspot host: clients of hotspots
 */
enum rosfw_menu {
	ROSFW_MENU_IP_FILTER = 1,
	ROSFW_MENU_IP_RAW,
	ROSFW_MENU_IPV6_FILTER,
	ROSFW_MENU_IPV6_RAW,
	ROSFW_MENU_IP_ADDRESS_LIST,
	ROSFW_MENU_IPV6_ADDRESS_LIST,
	ROSFW_MENU_INTERFACE_LIST,
	ROSFW_MENU_INTERFACE_LIST_MEMBER,
	ROSFW_MENU_IP_CONNECTION,
	ROSFW_MENU_IPV6_CONNECTION,
	ROSFW_MENU_IP_NAT,
	ROSFW_MENU_IPV6_NAT,
	ROSFW_MENU_IP_CONNECTION_TRACKING,
	ROSFW_MENU_IP_SERVICE_PORT,
	ROSFW_MENU_IP_MANGLE,
	ROSFW_MENU_IPV6_MANGLE,
	ROSFW_MENU_IP_SETTINGS,
	ROSFW_MENU_IPV6_SETTINGS,
	ROSFW_MENU_ROUTING_TABLE,
	ROSFW_MENU_IP_HOTSPOT_HOST,

	__ROSFW_MENU_MAX,
	ROSFW_MENU_MAX = __ROSFW_MENU_MAX - 1
};

/**
 * enum rosfw_attr - attributes of every message: first those of the protocol, then one per property
 *
 * The type that is named here is the payload; kmod/core/property.c declares range, menus and text form of each
 * property, and docs/netlink/rosfw.yaml is generated from that table.
 */
enum rosfw_attr {
	/* protocol */
	ROSFW_A_PAD = 1,		/* padding of 64-bit attributes */
	ROSFW_A_VERSION,		/* string: version of the module */
	ROSFW_A_GENERATION,		/* u32: number of the published ruleset */
	ROSFW_A_TXN_OWNER,		/* u32: port id that holds the open transaction */
	ROSFW_A_MENU,			/* u32: enum rosfw_menu */
	ROSFW_A_ID,			/* u32: id of the item, unique in its menu, never reused */
	ROSFW_A_BEFORE,			/* u32: id of the item to stand before */
	ROSFW_A_FLAGS,			/* u32: ROSFW_FLAG_* */
	ROSFW_A_NOT,			/* array of u16: properties of this message that are negated */
	ROSFW_A_UNSET,			/* array of u16: properties to remove; that were not set */
	ROSFW_A_INVALID_REASON,		/* string: why the rule cannot work at present */
	ROSFW_A_HELP,			/* string: explanation of a drop reason */
	ROSFW_A_IDS,			/* array of u32: ids of several items */
	ROSFW_A_EVENT,			/* u32: enum rosfw_conn_event */

	/* properties: rules */
	ROSFW_A_CHAIN = 32,		/* string */
	ROSFW_A_ACTION,			/* u32: enum rosfw_action */
	ROSFW_A_JUMP_TARGET,		/* string */
	ROSFW_A_REJECT_WITH,		/* u32: enum rosfw_reject */
	ROSFW_A_ADDRESS_LIST,		/* string */
	ROSFW_A_ADDRESS_LIST_TIMEOUT,	/* u32: seconds, or ROSFW_TIMEOUT_NONE_* */
	ROSFW_A_LOG,			/* u8: 0 or 1 */
	ROSFW_A_LOG_PREFIX,		/* string */
	ROSFW_A_PROTOCOL,		/* u8 */
	ROSFW_A_SRC_ADDRESS,		/* first and last address of a range: 2 * 4 or 2 * 16 bytes */
	ROSFW_A_DST_ADDRESS,		/* likewise */
	ROSFW_A_SRC_ADDRESS_LIST,	/* string */
	ROSFW_A_DST_ADDRESS_LIST,	/* string */
	ROSFW_A_SRC_PORT,		/* array of struct rosfw_port_range */
	ROSFW_A_DST_PORT,		/* likewise */
	ROSFW_A_PORT,			/* likewise */
	ROSFW_A_TCP_FLAGS,		/* struct rosfw_tcp_flags */
	ROSFW_A_ICMP_OPTIONS,		/* struct rosfw_icmp_options */
	ROSFW_A_IN_INTERFACE,		/* string */
	ROSFW_A_OUT_INTERFACE,		/* string */
	ROSFW_A_IN_INTERFACE_LIST,	/* string */
	ROSFW_A_OUT_INTERFACE_LIST,	/* string */
	ROSFW_A_CONNECTION_STATE,	/* u32: bits 1 << enum rosfw_conn_state */
	ROSFW_A_PACKETS,		/* u64, read only */
	ROSFW_A_BYTES,			/* u64, read only */

	/* properties: every menu */
	ROSFW_A_COMMENT,		/* string */
	ROSFW_A_DISABLED,		/* u8: 0 or 1 */

	/* properties: address lists */
	ROSFW_A_LIST,			/* string; interface list members too */
	ROSFW_A_ADDRESS,		/* first and last address of a range */
	ROSFW_A_TIMEOUT,		/* u32: seconds left; connections too */
	ROSFW_A_DYNAMIC,		/* u8: 0 or 1 */
	ROSFW_A_CREATION_TIME,		/* u64: seconds since 1970, read only */

	/* properties: interface lists */
	ROSFW_A_NAME,			/* string; drop reasons too */
	ROSFW_A_INCLUDE,		/* string: comma separated names */
	ROSFW_A_EXCLUDE,		/* string: comma separated names */
	ROSFW_A_INTERFACE,		/* string */

	/* properties: connections, all read only */
	ROSFW_A_REPLY_SRC_ADDRESS,	/* 2 * 4 or 2 * 16 bytes, both the same address */
	ROSFW_A_REPLY_DST_ADDRESS,	/* likewise */
	ROSFW_A_REPLY_SRC_PORT,		/* one struct rosfw_port_range, both ends the same */
	ROSFW_A_REPLY_DST_PORT,		/* likewise */
	ROSFW_A_TCP_STATE,		/* u32: enum rosfw_tcp_state */
	ROSFW_A_ICMP_TYPE,		/* u8 */
	ROSFW_A_ICMP_CODE,		/* u8 */
	ROSFW_A_ICMP_ID,		/* u32 */
	ROSFW_A_ORIG_PACKETS,		/* u64 */
	ROSFW_A_ORIG_BYTES,		/* u64 */
	ROSFW_A_REPL_PACKETS,		/* u64 */
	ROSFW_A_REPL_BYTES,		/* u64 */

	/* properties: rules, continued */
	ROSFW_A_TO_ADDRESSES,		/* IPv4: first and last address of a range: 2 * 4 bytes */
	ROSFW_A_TO_ADDRESS,		/* IPv6: first and last address of a prefix: 2 * 16 bytes */
	ROSFW_A_TO_PORTS,		/* one struct rosfw_port_range */
	ROSFW_A_SAME_NOT_BY_DST,	/* u8: 0 or 1 */
	ROSFW_A_RANDOMISE_PORTS,	/* u8: 0 or 1 */
	ROSFW_A_SOCKSIFY_SERVICE,	/* string */
	ROSFW_A_SOCKS5_SERVER,		/* 2 * 4 bytes, both the same address */
	ROSFW_A_SOCKS5_PORT,		/* u32: 0 ... 65535 */
	ROSFW_A_CONNECTION_NAT_STATE,	/* u32: bits 1 << enum rosfw_nat_state; the last two in IPv4 only */

	/* properties: connection tracking; times are u32: seconds */
	ROSFW_A_ENABLED,		/* u32: enum rosfw_tracking_enabled */
	ROSFW_A_ACTIVE_IPV4,		/* u8: 0 or 1, read only */
	ROSFW_A_ACTIVE_IPV6,		/* u8: 0 or 1, read only */
	ROSFW_A_TCP_SYN_SENT_TIMEOUT,
	ROSFW_A_TCP_SYN_RECEIVED_TIMEOUT,
	ROSFW_A_TCP_ESTABLISHED_TIMEOUT,
	ROSFW_A_TCP_FIN_WAIT_TIMEOUT,
	ROSFW_A_TCP_CLOSE_WAIT_TIMEOUT,
	ROSFW_A_TCP_LAST_ACK_TIMEOUT,
	ROSFW_A_TCP_TIME_WAIT_TIMEOUT,
	ROSFW_A_TCP_CLOSE_TIMEOUT,
	ROSFW_A_TCP_MAX_RETRANS_TIMEOUT,
	ROSFW_A_TCP_UNACKED_TIMEOUT,
	ROSFW_A_LOOSE_TCP_TRACKING,	/* u8: 0 or 1 */
	ROSFW_A_LIBERAL_TCP_TRACKING,	/* u8: 0 or 1 */
	ROSFW_A_UDP_TIMEOUT,
	ROSFW_A_UDP_STREAM_TIMEOUT,
	ROSFW_A_ICMP_TIMEOUT,
	ROSFW_A_GENERIC_TIMEOUT,
	ROSFW_A_MAX_ENTRIES,		/* u32: 1 ... ROSFW_CONNECTIONS_MAX */
	ROSFW_A_TOTAL_ENTRIES,		/* u32, read only */
	ROSFW_A_TOTAL_IP4_ENTRIES,	/* u32, read only */
	ROSFW_A_TOTAL_IP6_ENTRIES,	/* u32, read only */

	/* properties: services */
	ROSFW_A_PORTS,			/* array of struct rosfw_port_range, both ends of each the same */
	ROSFW_A_SIP_DIRECT_MEDIA,	/* u8: 0 or 1 */
	ROSFW_A_SIP_TIMEOUT,		/* u32: seconds */

	/* properties: rules, continued */
	ROSFW_A_TTL,			/* IPv4: struct rosfw_compare */
	ROSFW_A_HOP_LIMIT,		/* IPv6: struct rosfw_compare */
	ROSFW_A_DSCP,			/* u8: 0 ... 63 */
	ROSFW_A_TOS,			/* struct rosfw_tos */
	ROSFW_A_PACKET_SIZE,		/* struct rosfw_port_range */
	ROSFW_A_FRAGMENT,		/* IPv4, u8: 0 or 1 */
	ROSFW_A_IPV4_OPTIONS,		/* IPv4, u32: enum rosfw_ipv4_options */
	ROSFW_A_HEADERS,		/* IPv6: struct rosfw_headers */
	ROSFW_A_SRC_MAC_ADDRESS,	/* ROSFW_MAC_SIZE bytes */
	ROSFW_A_TCP_MSS,		/* struct rosfw_port_range */
	ROSFW_A_RANDOM,			/* u8: 1 ... 99 */
	ROSFW_A_NTH,			/* struct rosfw_nth */
	ROSFW_A_PER_CONNECTION_CLASSIFIER, /* struct rosfw_classifier */
	ROSFW_A_LIMIT,			/* struct rosfw_limit; mode: enum rosfw_limit_mode */
	ROSFW_A_DST_LIMIT,		/* struct rosfw_limit; mode: enum rosfw_flow_mode */
	ROSFW_A_TIME,			/* struct rosfw_period */
	ROSFW_A_CONNECTION_MARK,	/* string: a name, or "no-mark"; connections too, read only there */
	ROSFW_A_PACKET_MARK,		/* string: a name, or "no-mark" */
	ROSFW_A_NEW_CONNECTION_MARK,	/* string: a name, or "no-mark" */
	ROSFW_A_NEW_PACKET_MARK,	/* string: a name, or "no-mark" */
	ROSFW_A_PASSTHROUGH,		/* u8: 0 or 1 */
	ROSFW_A_FWMARK,			/* string: value and mask of the packet's mark that the rule sets, read only */
	ROSFW_A_SRC_ADDRESS_TYPE,	/* u32: bits 1 << enum rosfw_addr_type */
	ROSFW_A_DST_ADDRESS_TYPE,	/* likewise */
	ROSFW_A_REALM,			/* IPv4, u32: 0 ... 65535 */
	ROSFW_A_CONNECTION_BYTES,	/* struct rosfw_bytes_range */
	ROSFW_A_PSD,			/* IPv4: struct rosfw_psd */
	ROSFW_A_CONTENT,		/* bytes and a NUL, at most ROSFW_CONTENT_SIZE */
	ROSFW_A_TLS_HOST,		/* text, at most ROSFW_TLS_HOST_SIZE */
	ROSFW_A_CONNECTION_TYPE,	/* u32: enum rosfw_connection_type; connections too, read only there */
	ROSFW_A_NEW_TTL,		/* IPv4: struct rosfw_compare; how: enum rosfw_step */
	ROSFW_A_NEW_HOP_LIMIT,		/* IPv6: likewise */
	ROSFW_A_NEW_DSCP,		/* u32: 0 ... 63, or ROSFW_NAMED + enum rosfw_new_dscp */
	ROSFW_A_NEW_MSS,		/* u32: 40 ... 65534, or ROSFW_NAMED + enum rosfw_new_mss */
	ROSFW_A_NEW_PRIORITY,		/* u32: 0 ... 63, or ROSFW_NAMED + enum rosfw_new_priority */
	ROSFW_A_ROUTING_MARK,		/* string: a routing table; "main": no mark */
	ROSFW_A_NEW_ROUTING_MARK,	/* string: a routing table; "main": no mark */
	ROSFW_A_HW_OFFLOAD,		/* u8: 0 or 1 */

	/* properties: connections, continued; read only */
	ROSFW_A_ORIG_FASTTRACK_PACKETS,	/* u64 */
	ROSFW_A_ORIG_FASTTRACK_BYTES,	/* u64 */
	ROSFW_A_REPL_FASTTRACK_PACKETS,	/* u64 */
	ROSFW_A_REPL_FASTTRACK_BYTES,	/* u64 */

	/* properties: settings of IP and IPv6; all but the first read only */
	ROSFW_A_ALLOW_FAST_PATH,	/* u8: 0 or 1 */
	ROSFW_A_IPV4_FAST_PATH_ACTIVE,	/* u8: 0 or 1 */
	ROSFW_A_IPV4_FAST_PATH_PACKETS,	/* u64 */
	ROSFW_A_IPV4_FAST_PATH_BYTES,	/* u64 */
	ROSFW_A_IPV4_FASTTRACK_ACTIVE,	/* u8: 0 or 1 */
	ROSFW_A_IPV4_FASTTRACK_PACKETS,	/* u64 */
	ROSFW_A_IPV4_FASTTRACK_BYTES,	/* u64 */
	ROSFW_A_IPV6_FAST_PATH_ACTIVE,	/* u8: 0 or 1 */
	ROSFW_A_IPV6_FAST_PATH_PACKETS,	/* u64 */
	ROSFW_A_IPV6_FAST_PATH_BYTES,	/* u64 */
	ROSFW_A_IPV6_FASTTRACK_ACTIVE,	/* u8: 0 or 1 */
	ROSFW_A_IPV6_FASTTRACK_PACKETS,	/* u64 */
	ROSFW_A_IPV6_FASTTRACK_BYTES,	/* u64 */
	ROSFW_A_IPSEC_POLICY,		/* struct rosfw_ipsec_policy */
	ROSFW_A_LAYER7_PROTOCOL,	/* IPv4, string: name of a pattern */
	ROSFW_A_CONNECTION_LIMIT,	/* struct rosfw_connection_limit */

	/* properties: routing tables */
	ROSFW_A_FIB,			/* u8: 0 or 1 */
	ROSFW_A_KERNEL_TABLE,		/* u32: number of the kernel's table, read only */

	/* properties: rules, continued */
	ROSFW_A_INGRESS_PRIORITY,	/* u8: 0 ... 63 */
	ROSFW_A_PRIORITY,		/* u8: 0 ... 63 */
	ROSFW_A_IN_BRIDGE_PORT,		/* string */
	ROSFW_A_OUT_BRIDGE_PORT,	/* string */
	ROSFW_A_IN_BRIDGE_PORT_LIST,	/* string */
	ROSFW_A_OUT_BRIDGE_PORT_LIST,	/* string */
	ROSFW_A_ROUTING_TABLE,		/* string: a routing table */
	ROSFW_A_CONNECTION_RATE,	/* struct rosfw_rate_range */

	/* properties: connections, continued; read only */
	ROSFW_A_ORIG_RATE,		/* u64: bits in a second */
	ROSFW_A_REPL_RATE,		/* u64 */

	/* properties: rules, continued */
	ROSFW_A_SRC_PREFIX,		/* first and last address: a prefix of at most 64 bits */
	ROSFW_A_DST_PREFIX,		/* likewise */
	ROSFW_A_P2P,			/* IPv4, u32: enum rosfw_p2p */
	ROSFW_A_ROUTE_DST,		/* IPv4, first and last address, which are the same */
	ROSFW_A_HOTSPOT,		/* IPv4: struct rosfw_tcp_flags; bits 1 << enum rosfw_hotspot_is */

	/* properties: clients of hotspots */
	ROSFW_A_AUTHORIZED,		/* u8: 0 or 1 */

	__ROSFW_A_MAX,
	ROSFW_A_MAX = __ROSFW_A_MAX - 1
};

#define ROSFW_A_PROPERTY_FIRST	ROSFW_A_CHAIN

/* ROSFW_A_FLAGS: what the system says of an item; "disabled" is a property. */
#define ROSFW_FLAG_INVALID	(1U << 0)	/* cannot work at present, see _INVALID_REASON */
#define ROSFW_FLAG_DYNAMIC	(1U << 1)	/* made by the system or by a rule; not exported */
#define ROSFW_FLAG_BUILTIN	(1U << 2)
#define ROSFW_FLAG_EXPECTED	(1U << 8)	/* connections from here on */
#define ROSFW_FLAG_SEEN_REPLY	(1U << 9)
#define ROSFW_FLAG_ASSURED	(1U << 10)
#define ROSFW_FLAG_CONFIRMED	(1U << 11)
#define ROSFW_FLAG_DYING	(1U << 12)
#define ROSFW_FLAG_FASTTRACK	(1U << 13)
#define ROSFW_FLAG_HW_OFFLOAD	(1U << 14)
#define ROSFW_FLAG_SRCNAT	(1U << 15)
#define ROSFW_FLAG_DSTNAT	(1U << 16)
#define ROSFW_FLAG_USES_HELPER	(1U << 17)

/*
 * The kernel's mark of a packet (skb->mark; fwmark of "ip rule", "handle ... fw" of tc), where mangle rules set it. Which
 * number a name has, a listing of the rule that sets it says: _FWMARK. Bits that no rule sets are left as they are.
 */
#define ROSFW_SKB_ROUTING_MARK		0x00000fffU	/* number of a routing table, 0: none */
#define ROSFW_SKB_PACKET_MARK		0x00fff000U	/* number of a packet mark, 0: none */
#define ROSFW_SKB_PACKET_SHIFT		12
#define ROSFW_SKB_PRIORITY		0x3f000000U	/* priority that a rule has set */
#define ROSFW_SKB_PRIORITY_SHIFT	24
#define ROSFW_SKB_PRIORITY_SET		0x40000000U	/* a rule has set it; skb->priority is the same when it leaves */

#define ROSFW_MAIN	"main"		/* _ROUTING_MARK, _NEW_ROUTING_MARK: no mark at all; the kernel's main table */
#define ROSFW_NO_MARK	"no-mark"	/* _CONNECTION_MARK, _PACKET_MARK and the new ones: no mark at all */

/*
 * The kernel's table that has the routes of a routing table: _KERNEL_TABLE is this and the number of the table, by which
 * packets are marked. The kernel does not look there by itself: whoever makes a routing table installs the policy rule.
 */
#define ROSFW_KERNEL_TABLE	10000U

/* ROSFW_A_ID of rules that the system made: from here on. No request may name them. */
#define ROSFW_ID_SYSTEM		0xfffffff0U

/* ROSFW_A_ADDRESS_LIST_TIMEOUT: anything else is 1 ... ROSFW_TIMEOUT_MAX seconds. */
#define ROSFW_TIMEOUT_NONE_DYNAMIC	0U		/* a dynamic entry without end */
#define ROSFW_TIMEOUT_NONE_STATIC	0xffffffffU	/* a permanent entry, exported */
#define ROSFW_TIMEOUT_MAX		21474836U	/* 35w3d13h13m56s */

enum rosfw_action {
	ROSFW_ACTION_ACCEPT,
	ROSFW_ACTION_DROP,
	ROSFW_ACTION_REJECT,
	ROSFW_ACTION_JUMP,
	ROSFW_ACTION_RETURN,
	ROSFW_ACTION_LOG,
	ROSFW_ACTION_PASSTHROUGH,
	ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST,
	ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST,
	ROSFW_ACTION_NOTRACK,
	ROSFW_ACTION_SRC_NAT,
	ROSFW_ACTION_DST_NAT,
	ROSFW_ACTION_MASQUERADE,
	ROSFW_ACTION_REDIRECT,
	ROSFW_ACTION_NETMAP,
	ROSFW_ACTION_SAME,
	ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT,
	ROSFW_ACTION_SOCKSIFY,
	ROSFW_ACTION_MARK_CONNECTION,
	ROSFW_ACTION_MARK_PACKET,
	ROSFW_ACTION_CHANGE_TTL,
	ROSFW_ACTION_CHANGE_HOP_LIMIT,
	ROSFW_ACTION_CHANGE_DSCP,
	ROSFW_ACTION_CHANGE_MSS,
	ROSFW_ACTION_CLEAR_DF,
	ROSFW_ACTION_STRIP_IPV4_OPTIONS,
	ROSFW_ACTION_SET_PRIORITY,
	ROSFW_ACTION_MARK_ROUTING,
	ROSFW_ACTION_FASTTRACK_CONNECTION,
	ROSFW_ACTION_TARPIT,
	ROSFW_ACTION_SNPT,
	ROSFW_ACTION_DNPT,
	ROSFW_ACTION_ROUTE,

	__ROSFW_ACTION_COUNT
};

/* Values of reject-with. Which belong to which family: kmod/core/property.c. */
enum rosfw_reject {
	ROSFW_REJECT_ICMP_NETWORK_UNREACHABLE,		/* ICMP 3/0 */
	ROSFW_REJECT_ICMP_HOST_UNREACHABLE,		/* 3/1 */
	ROSFW_REJECT_ICMP_PROTOCOL_UNREACHABLE,		/* 3/2 */
	ROSFW_REJECT_ICMP_PORT_UNREACHABLE,		/* 3/3, ICMPv6 1/4 */
	ROSFW_REJECT_ICMP_NET_PROHIBITED,		/* 3/9 */
	ROSFW_REJECT_ICMP_HOST_PROHIBITED,		/* 3/10 */
	ROSFW_REJECT_ICMP_ADMIN_PROHIBITED,		/* 3/13, ICMPv6 1/1 */
	ROSFW_REJECT_ICMP_NO_ROUTE,			/* ICMPv6 1/0 */
	ROSFW_REJECT_ICMP_NOT_NEIGHBOUR,		/* 1/2 */
	ROSFW_REJECT_ICMP_ADDRESS_UNREACHABLE,		/* 1/3 */
	ROSFW_REJECT_ICMP_ERR_SRC_ROUTING_HEADER,	/* 1/7 */
	ROSFW_REJECT_ICMP_HEADERS_TOO_LONG,		/* 1/8 */
	ROSFW_REJECT_TCP_RESET,

	__ROSFW_REJECT_COUNT
};

/* Schema order: connection-state prints in this order. */
enum rosfw_conn_state {
	ROSFW_STATE_INVALID,
	ROSFW_STATE_ESTABLISHED,
	ROSFW_STATE_RELATED,
	ROSFW_STATE_NEW,
	ROSFW_STATE_UNTRACKED,

	__ROSFW_STATE_COUNT
};

/* ROSFW_A_CONNECTION_TYPE: whose helper a connection has, or announced it. */
enum rosfw_connection_type {
	ROSFW_CONNECTION_FTP,
	ROSFW_CONNECTION_H323,
	ROSFW_CONNECTION_IRC,
	ROSFW_CONNECTION_PPTP,
	ROSFW_CONNECTION_QUAKE3,
	ROSFW_CONNECTION_SIP,
	ROSFW_CONNECTION_TFTP,

	__ROSFW_CONNECTION_COUNT
};

/* How a connection is translated. EIN: by endpoint-independent-nat. */
enum rosfw_nat_state {
	ROSFW_NAT_STATE_SRCNAT,
	ROSFW_NAT_STATE_DSTNAT,
	ROSFW_NAT_STATE_EIN_SNAT,
	ROSFW_NAT_STATE_EIN_DNAT,

	__ROSFW_NAT_STATE_COUNT
};

/* What happened to a connection. */
enum rosfw_conn_event {
	ROSFW_EVENT_NEW = 1,
	ROSFW_EVENT_UPDATE,
	ROSFW_EVENT_DESTROY,
	ROSFW_EVENT_NAT_EXHAUSTED,

	__ROSFW_EVENT_COUNT
};

enum rosfw_tracking_enabled {
	ROSFW_TRACKING_AUTO,		/* while a filter, mangle or nat table of the family has rules */
	ROSFW_TRACKING_YES,
	ROSFW_TRACKING_NO,

	__ROSFW_TRACKING_COUNT
};

/* Values of ipv4-options. */
enum rosfw_ipv4_options {
	ROSFW_IPV4_OPTIONS_ANY,
	ROSFW_IPV4_OPTIONS_NONE,
	ROSFW_IPV4_OPTIONS_STRICT_SOURCE_ROUTING,
	ROSFW_IPV4_OPTIONS_LOOSE_SOURCE_ROUTING,
	ROSFW_IPV4_OPTIONS_NO_SOURCE_ROUTING,
	ROSFW_IPV4_OPTIONS_RECORD_ROUTE,
	ROSFW_IPV4_OPTIONS_NO_RECORD_ROUTE,
	ROSFW_IPV4_OPTIONS_TIMESTAMP,
	ROSFW_IPV4_OPTIONS_NO_TIMESTAMP,
	ROSFW_IPV4_OPTIONS_ROUTER_ALERT,
	ROSFW_IPV4_OPTIONS_NO_ROUTER_ALERT,

	__ROSFW_IPV4_OPTIONS_COUNT
};

/* What headers looks for: headers between that of IPv6 and the transport header, and two ways in which they end. */
enum rosfw_header_kind {
	ROSFW_HEADER_HOP,
	ROSFW_HEADER_DST,
	ROSFW_HEADER_ROUTE,
	ROSFW_HEADER_FRAG,
	ROSFW_HEADER_AH,
	ROSFW_HEADER_ESP,
	ROSFW_HEADER_NONE,	/* "no next header" */
	ROSFW_HEADER_PROTO,	/* a transport header */

	__ROSFW_HEADER_COUNT
};

enum rosfw_tcp_state {
	ROSFW_TCP_NONE,
	ROSFW_TCP_SYN_SENT,
	ROSFW_TCP_SYN_RECV,
	ROSFW_TCP_ESTABLISHED,
	ROSFW_TCP_FIN_WAIT,
	ROSFW_TCP_CLOSE_WAIT,
	ROSFW_TCP_LAST_ACK,
	ROSFW_TCP_TIME_WAIT,
	ROSFW_TCP_CLOSE,
	ROSFW_TCP_LISTEN,	/* simultaneous open */

	__ROSFW_TCP_COUNT
};

/**
 * struct rosfw_port_range - ports, or anything of 16 bits
 * @from: first, host byte order
 * @to: last, not below @from
 */
struct rosfw_port_range {
	__u16 from;
	__u16 to;
};

/**
 * struct rosfw_tcp_flags - value of tcp-flags; of hotspot, with other bits
 * @set: flags that must be set, bits as in byte 13 of the TCP header (FIN 1 ... CWR 0x80)
 * @clear: flags that must be clear; none of them may be in @set
 * @invert: 1 for the prefix "!,": the combined result is inverted
 * @reserved: 0
 */
struct rosfw_tcp_flags {
	__u8 set;
	__u8 clear;
	__u8 invert;
	__u8 reserved;
};

/**
 * struct rosfw_icmp_options - value of icmp-options
 * @type: ICMP or ICMPv6 type
 * @code_from: first code
 * @code_to: last code, not below @code_from
 * @reserved: 0
 */
struct rosfw_icmp_options {
	__u8 type;
	__u8 code_from;
	__u8 code_to;
	__u8 reserved;
};

/* struct rosfw_compare.how */
enum rosfw_compare_how {
	ROSFW_COMPARE_EQUAL,
	ROSFW_COMPARE_NOT_EQUAL,
	ROSFW_COMPARE_LESS,
	ROSFW_COMPARE_GREATER,

	__ROSFW_COMPARE_COUNT
};

/* struct rosfw_compare.how of new-ttl and new-hop-limit; what is beyond 0 and 255 stays there */
enum rosfw_step {
	ROSFW_STEP_SET,
	ROSFW_STEP_INCREMENT,
	ROSFW_STEP_DECREMENT,

	__ROSFW_STEP_COUNT
};

/* Numbers that may be taken from somewhere else: this, plus one of the values below. */
#define ROSFW_NAMED	0x10000U

enum rosfw_new_dscp {
	ROSFW_DSCP_FROM_PRIORITY,
	ROSFW_DSCP_FROM_PRIORITY_TO_HIGH_3_BITS,	/* IPv4 */

	__ROSFW_DSCP_COUNT
};

enum rosfw_new_mss {
	ROSFW_MSS_CLAMP_TO_PMTU,

	__ROSFW_MSS_COUNT
};

enum rosfw_new_priority {
	ROSFW_PRIORITY_FROM_DSCP,
	ROSFW_PRIORITY_FROM_DSCP_HIGH_3_BITS,
	ROSFW_PRIORITY_FROM_INGRESS,

	__ROSFW_PRIORITY_COUNT
};

/**
 * struct rosfw_compare - value of ttl and hop-limit, new-ttl and new-hop-limit
 * @how: enum rosfw_compare_how; enum rosfw_step
 * @value: what to compare with; what to set, add or subtract
 */
struct rosfw_compare {
	__u8 how;
	__u8 value;
};

/**
 * struct rosfw_tos - value of tos
 * @value: of the bits in @mask; the others are 0
 * @mask: bits that count
 */
struct rosfw_tos {
	__u8 value;
	__u8 mask;
};

/**
 * struct rosfw_headers - value of headers
 * @headers: bits 1 << enum rosfw_header_kind, at least one
 * @contains: 0: exactly these; 1: these and perhaps others
 */
struct rosfw_headers {
	__u8 headers;
	__u8 contains;
};

/**
 * struct rosfw_nth - value of nth
 * @every: packets after which counting begins again, at least 1
 * @packet: which of them, 1 ... @every
 */
struct rosfw_nth {
	__u32 every;
	__u32 packet;
};

/* struct rosfw_classifier.fields */
enum rosfw_classifier_fields {
	ROSFW_CLASSIFIER_SRC_ADDRESS,
	ROSFW_CLASSIFIER_DST_ADDRESS,
	ROSFW_CLASSIFIER_BOTH_ADDRESSES,
	ROSFW_CLASSIFIER_SRC_PORT,
	ROSFW_CLASSIFIER_DST_PORT,
	ROSFW_CLASSIFIER_BOTH_PORTS,
	ROSFW_CLASSIFIER_SRC_ADDRESS_AND_PORT,
	ROSFW_CLASSIFIER_DST_ADDRESS_AND_PORT,
	ROSFW_CLASSIFIER_BOTH_ADDRESSES_AND_PORTS,

	__ROSFW_CLASSIFIER_COUNT
};

/**
 * struct rosfw_classifier - value of per-connection-classifier
 * @fields: enum rosfw_classifier_fields: what is hashed
 * @denominator: of the division, at least 1
 * @remainder: of the division; from @denominator on nothing matches
 */
struct rosfw_classifier {
	__u32 fields;
	__u32 denominator;
	__u32 remainder;
};

/* struct rosfw_limit.mode of limit */
enum rosfw_limit_mode {
	ROSFW_LIMIT_PACKET,
	ROSFW_LIMIT_BIT,

	__ROSFW_LIMIT_COUNT
};

/* struct rosfw_limit.mode of dst-limit: which packets share a limit */
enum rosfw_flow_mode {
	ROSFW_FLOW_DST_ADDRESS,
	ROSFW_FLOW_DST_ADDRESS_AND_PORT,
	ROSFW_FLOW_SRC_ADDRESS,
	ROSFW_FLOW_SRC_AND_DST_ADDRESSES,
	ROSFW_FLOW_ADDRESSES_AND_DST_PORT,

	__ROSFW_FLOW_COUNT
};

#define ROSFW_RATE_MAX		32000000000ULL	/* struct rosfw_limit.rate */
#define ROSFW_BURST_MAX		2000000000U	/* struct rosfw_limit.burst */

/**
 * struct rosfw_limit - value of limit and dst-limit
 * @rate: packets or bits in @time, 1 ... ROSFW_RATE_MAX
 * @time: seconds, 1 ... ROSFW_TIMEOUT_MAX
 * @burst: packets or bits at once, at most ROSFW_BURST_MAX
 * @expire: dst-limit: seconds without a packet after which a flow is forgotten, 1 ... ROSFW_TIMEOUT_MAX. limit: 0
 * @mode: see above
 */
struct rosfw_limit {
	__u64 rate;
	__u32 time;
	__u32 burst;
	__u32 expire;
	__u32 mode;
};

#define ROSFW_DAY		86400U		/* seconds of a day */

/**
 * struct rosfw_period - value of time
 * @from: seconds since midnight, 0 ... ROSFW_DAY
 * @to: likewise, included; less than @from: the period goes on beyond midnight
 * @days: bits 1 << day of the week, 0 is Sunday; at least one
 */
struct rosfw_period {
	__u32 from;
	__u32 to;
	__u32 days;
};

/* Values of src-address-type and dst-address-type; not every family has all of them. */
enum rosfw_addr_type {
	ROSFW_ADDR_UNICAST,
	ROSFW_ADDR_LOCAL,
	ROSFW_ADDR_BROADCAST,	/* IPv4 */
	ROSFW_ADDR_ANYCAST,	/* IPv6 */
	ROSFW_ADDR_MULTICAST,
	ROSFW_ADDR_BLACKHOLE,	/* IPv4 */
	ROSFW_ADDR_UNREACHABLE,	/* IPv6 */

	__ROSFW_ADDR_COUNT
};

/* What _HOTSPOT says of a packet: its structure is that of tcp-flags, without the prefix. */
enum rosfw_hotspot_is {
	ROSFW_HOTSPOT_AUTH,		/* the client has logged in */
	ROSFW_HOTSPOT_FROM_CLIENT,
	ROSFW_HOTSPOT_HTTP,		/* from a client: a request to a web server or a proxy */
	ROSFW_HOTSPOT_LOCAL_DST,	/* from a client to the router */
	ROSFW_HOTSPOT_TO_CLIENT,

	__ROSFW_HOTSPOT_COUNT
};

/* Protocols of _P2P, as they were when they did not hide. */
enum rosfw_p2p {
	ROSFW_P2P_FASTTRACK,
	ROSFW_P2P_GNUTELLA,
	ROSFW_P2P_DIRECT_CONNECT,
	ROSFW_P2P_EDONKEY,
	ROSFW_P2P_BIT_TORRENT,
	ROSFW_P2P_BLUBSTER,
	ROSFW_P2P_SOULSEEK,
	ROSFW_P2P_WINMX,
	ROSFW_P2P_WAREZ,
	ROSFW_P2P_ALL,		/* any of these */

	__ROSFW_P2P_COUNT
};

/**
 * struct rosfw_bytes_range - value of connection-bytes
 * @from: so many at least
 * @to: so many at most; 0: no end
 */
struct rosfw_bytes_range {
	__u64 from;
	__u64 to;
};

/**
 * struct rosfw_rate_range - value of connection-rate
 * @from: so many bits in a second at least
 * @to: so many at most
 */
struct rosfw_rate_range {
	__u32 from;
	__u32 to;
};

/**
 * struct rosfw_connection_limit - value of connection-limit
 * @count: connections that a block of source addresses may have; one more matches
 * @prefix_len: of the block: 0 ... 32 (IPv4), 128 (IPv6)
 */
struct rosfw_connection_limit {
	__u32 count;
	__u32 prefix_len;
};

/**
 * struct rosfw_psd - value of psd
 * @weight: of all ports together from which on it is a scan, at least 1
 * @delay: seconds between two packets that belong together, 1 ... ROSFW_TIMEOUT_MAX
 * @low: weight of a port below 1024
 * @high: weight of another port
 */
struct rosfw_psd {
	__u32 weight;
	__u32 delay;
	__u32 low;
	__u32 high;
};

/**
 * struct rosfw_ipsec_policy - value of ipsec-policy
 * @out: 0: what the packet came out of; 1: what it will go into
 * @none: 0: IPsec; 1: no IPsec
 */
struct rosfw_ipsec_policy {
	__u8 out;
	__u8 none;
};

#endif /* _UAPI_LINUX_ROSFW_H */
