// SPDX-License-Identifier: GPL-2.0-only
/*
 * The properties: one row each. See property.h.
 *
 * Constant data only. Source of every name, value and limit: the RouterOS manual's tables of matchers and actions.
 */
#include "property.h"

static const char *const action_names[] = {
	[ROSFW_ACTION_ACCEPT] = "accept",
	[ROSFW_ACTION_DROP] = "drop",
	[ROSFW_ACTION_REJECT] = "reject",
	[ROSFW_ACTION_JUMP] = "jump",
	[ROSFW_ACTION_RETURN] = "return",
	[ROSFW_ACTION_LOG] = "log",
	[ROSFW_ACTION_PASSTHROUGH] = "passthrough",
	[ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST] = "add-src-to-address-list",
	[ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST] = "add-dst-to-address-list",
	[ROSFW_ACTION_NOTRACK] = "notrack",
	[ROSFW_ACTION_SRC_NAT] = "src-nat",
	[ROSFW_ACTION_DST_NAT] = "dst-nat",
	[ROSFW_ACTION_MASQUERADE] = "masquerade",
	[ROSFW_ACTION_REDIRECT] = "redirect",
	[ROSFW_ACTION_NETMAP] = "netmap",
	[ROSFW_ACTION_SAME] = "same",
	[ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT] = "endpoint-independent-nat",
	[ROSFW_ACTION_SOCKSIFY] = "socksify",
	[ROSFW_ACTION_MARK_CONNECTION] = "mark-connection",
	[ROSFW_ACTION_MARK_PACKET] = "mark-packet",
	[ROSFW_ACTION_CHANGE_TTL] = "change-ttl",
	[ROSFW_ACTION_CHANGE_HOP_LIMIT] = "change-hop-limit",
	[ROSFW_ACTION_CHANGE_DSCP] = "change-dscp",
	[ROSFW_ACTION_CHANGE_MSS] = "change-mss",
	[ROSFW_ACTION_CLEAR_DF] = "clear-df",
	[ROSFW_ACTION_STRIP_IPV4_OPTIONS] = "strip-ipv4-options",
	[ROSFW_ACTION_SET_PRIORITY] = "set-priority",
	[ROSFW_ACTION_MARK_ROUTING] = "mark-routing",
	[ROSFW_ACTION_FASTTRACK_CONNECTION] = "fasttrack-connection",
	[__ROSFW_ACTION_COUNT] = NULL
};

static const char *const reject_names[] = {
	[ROSFW_REJECT_ICMP_NETWORK_UNREACHABLE] = "icmp-network-unreachable",
	[ROSFW_REJECT_ICMP_HOST_UNREACHABLE] = "icmp-host-unreachable",
	[ROSFW_REJECT_ICMP_PROTOCOL_UNREACHABLE] = "icmp-protocol-unreachable",
	[ROSFW_REJECT_ICMP_PORT_UNREACHABLE] = "icmp-port-unreachable",
	[ROSFW_REJECT_ICMP_NET_PROHIBITED] = "icmp-net-prohibited",
	[ROSFW_REJECT_ICMP_HOST_PROHIBITED] = "icmp-host-prohibited",
	[ROSFW_REJECT_ICMP_ADMIN_PROHIBITED] = "icmp-admin-prohibited",
	[ROSFW_REJECT_ICMP_NO_ROUTE] = "icmp-no-route",
	[ROSFW_REJECT_ICMP_NOT_NEIGHBOUR] = "icmp-not-neighbour",
	[ROSFW_REJECT_ICMP_ADDRESS_UNREACHABLE] = "icmp-address-unreachable",
	[ROSFW_REJECT_ICMP_ERR_SRC_ROUTING_HEADER] = "icmp-err-src-routing-header",
	[ROSFW_REJECT_ICMP_HEADERS_TOO_LONG] = "icmp-headers-too-long",
	[ROSFW_REJECT_TCP_RESET] = "tcp-reset",
	[__ROSFW_REJECT_COUNT] = NULL
};

static const char *const state_names[] = {
	[ROSFW_STATE_INVALID] = "invalid",
	[ROSFW_STATE_ESTABLISHED] = "established",
	[ROSFW_STATE_RELATED] = "related",
	[ROSFW_STATE_NEW] = "new",
	[ROSFW_STATE_UNTRACKED] = "untracked",
	[__ROSFW_STATE_COUNT] = NULL
};

static const char *const nat_state_names[] = {
	[ROSFW_NAT_STATE_SRCNAT] = "srcnat",
	[ROSFW_NAT_STATE_DSTNAT] = "dstnat",
	[ROSFW_NAT_STATE_EIN_SNAT] = "ein-snat",
	[ROSFW_NAT_STATE_EIN_DNAT] = "ein-dnat",
	[__ROSFW_NAT_STATE_COUNT] = NULL
};

static const char *const connection_type_names[] = {
	[ROSFW_CONNECTION_FTP] = "ftp",
	[ROSFW_CONNECTION_H323] = "h323",
	[ROSFW_CONNECTION_IRC] = "irc",
	[ROSFW_CONNECTION_PPTP] = "pptp",
	[ROSFW_CONNECTION_QUAKE3] = "quake3",
	[ROSFW_CONNECTION_SIP] = "sip",
	[ROSFW_CONNECTION_TFTP] = "tftp",
	[__ROSFW_CONNECTION_COUNT] = NULL
};

static const char *const enabled_names[] = {
	[ROSFW_TRACKING_AUTO] = "auto",
	[ROSFW_TRACKING_YES] = "yes",
	[ROSFW_TRACKING_NO] = "no",
	[__ROSFW_TRACKING_COUNT] = NULL
};

static const char *const tcp_state_names[] = {
	[ROSFW_TCP_NONE] = "none",
	[ROSFW_TCP_SYN_SENT] = "syn-sent",
	[ROSFW_TCP_SYN_RECV] = "syn-recv",
	[ROSFW_TCP_ESTABLISHED] = "established",
	[ROSFW_TCP_FIN_WAIT] = "fin-wait",
	[ROSFW_TCP_CLOSE_WAIT] = "close-wait",
	[ROSFW_TCP_LAST_ACK] = "last-ack",
	[ROSFW_TCP_TIME_WAIT] = "time-wait",
	[ROSFW_TCP_CLOSE] = "close",
	[ROSFW_TCP_LISTEN] = "listen",
	[__ROSFW_TCP_COUNT] = NULL
};

static const char *const ipv4_options_names[] = {
	[ROSFW_IPV4_OPTIONS_ANY] = "any",
	[ROSFW_IPV4_OPTIONS_NONE] = "none",
	[ROSFW_IPV4_OPTIONS_STRICT_SOURCE_ROUTING] = "strict-source-routing",
	[ROSFW_IPV4_OPTIONS_LOOSE_SOURCE_ROUTING] = "loose-source-routing",
	[ROSFW_IPV4_OPTIONS_NO_SOURCE_ROUTING] = "no-source-routing",
	[ROSFW_IPV4_OPTIONS_RECORD_ROUTE] = "record-route",
	[ROSFW_IPV4_OPTIONS_NO_RECORD_ROUTE] = "no-record-route",
	[ROSFW_IPV4_OPTIONS_TIMESTAMP] = "timestamp",
	[ROSFW_IPV4_OPTIONS_NO_TIMESTAMP] = "no-timestamp",
	[ROSFW_IPV4_OPTIONS_ROUTER_ALERT] = "router-alert",
	[ROSFW_IPV4_OPTIONS_NO_ROUTER_ALERT] = "no-router-alert",
	[__ROSFW_IPV4_OPTIONS_COUNT] = NULL
};

static const char *const header_names[] = {
	[ROSFW_HEADER_HOP] = "hop",
	[ROSFW_HEADER_DST] = "dst",
	[ROSFW_HEADER_ROUTE] = "route",
	[ROSFW_HEADER_FRAG] = "frag",
	[ROSFW_HEADER_AH] = "ah",
	[ROSFW_HEADER_ESP] = "esp",
	[ROSFW_HEADER_NONE] = "none",
	[ROSFW_HEADER_PROTO] = "proto",
	[__ROSFW_HEADER_COUNT] = NULL
};

static const char *const compare_names[] = {
	[ROSFW_COMPARE_EQUAL] = "equal",
	[ROSFW_COMPARE_NOT_EQUAL] = "not-equal",
	[ROSFW_COMPARE_LESS] = "less-than",
	[ROSFW_COMPARE_GREATER] = "greater-than",
	[__ROSFW_COMPARE_COUNT] = NULL
};

static const char *const addr_type_names[] = {
	[ROSFW_ADDR_UNICAST] = "unicast",
	[ROSFW_ADDR_LOCAL] = "local",
	[ROSFW_ADDR_BROADCAST] = "broadcast",
	[ROSFW_ADDR_ANYCAST] = "anycast",
	[ROSFW_ADDR_MULTICAST] = "multicast",
	[ROSFW_ADDR_BLACKHOLE] = "blackhole",
	[ROSFW_ADDR_UNREACHABLE] = "unreachable",
	[__ROSFW_ADDR_COUNT] = NULL
};

static const char *const classifier_names[] = {
	[ROSFW_CLASSIFIER_SRC_ADDRESS] = "src-address",
	[ROSFW_CLASSIFIER_DST_ADDRESS] = "dst-address",
	[ROSFW_CLASSIFIER_BOTH_ADDRESSES] = "both-addresses",
	[ROSFW_CLASSIFIER_SRC_PORT] = "src-port",
	[ROSFW_CLASSIFIER_DST_PORT] = "dst-port",
	[ROSFW_CLASSIFIER_BOTH_PORTS] = "both-ports",
	[ROSFW_CLASSIFIER_SRC_ADDRESS_AND_PORT] = "src-address-and-port",
	[ROSFW_CLASSIFIER_DST_ADDRESS_AND_PORT] = "dst-address-and-port",
	[ROSFW_CLASSIFIER_BOTH_ADDRESSES_AND_PORTS] = "both-addresses-and-ports",
	[__ROSFW_CLASSIFIER_COUNT] = NULL
};

static const char *const limit_names[] = {
	[ROSFW_LIMIT_PACKET] = "packet",
	[ROSFW_LIMIT_BIT] = "bit",
	[__ROSFW_LIMIT_COUNT] = NULL
};

static const char *const flow_names[] = {
	[ROSFW_FLOW_DST_ADDRESS] = "dst-address",
	[ROSFW_FLOW_DST_ADDRESS_AND_PORT] = "dst-address-and-port",
	[ROSFW_FLOW_SRC_ADDRESS] = "src-address",
	[ROSFW_FLOW_SRC_AND_DST_ADDRESSES] = "src-and-dst-addresses",
	[ROSFW_FLOW_ADDRESSES_AND_DST_PORT] = "addresses-and-dst-port",
	[__ROSFW_FLOW_COUNT] = NULL
};

static const char *const day_names[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL };

static const char *const step_names[] = {
	[ROSFW_STEP_SET] = "set",
	[ROSFW_STEP_INCREMENT] = "increment",
	[ROSFW_STEP_DECREMENT] = "decrement",
	[__ROSFW_STEP_COUNT] = NULL
};

static const char *const new_dscp_names[] = {
	[ROSFW_DSCP_FROM_PRIORITY] = "from-priority",
	[ROSFW_DSCP_FROM_PRIORITY_TO_HIGH_3_BITS] = "from-priority-to-high-3-bits",
	[__ROSFW_DSCP_COUNT] = NULL
};

static const char *const new_mss_names[] = {
	[ROSFW_MSS_CLAMP_TO_PMTU] = "clamp-to-pmtu",
	[__ROSFW_MSS_COUNT] = NULL
};

static const char *const new_priority_names[] = {
	[ROSFW_PRIORITY_FROM_DSCP] = "from-dscp",
	[ROSFW_PRIORITY_FROM_DSCP_HIGH_3_BITS] = "from-dscp-high-3-bits",
	[ROSFW_PRIORITY_FROM_INGRESS] = "from-ingress",
	[__ROSFW_PRIORITY_COUNT] = NULL
};

/* In the order in which tcp-flags lists them; bit numbers are those of the TCP header. */
static const char *const tcp_flag_names[] = {
	"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", NULL
};

const struct rosfw_protocol_name rosfw_protocols[] = {
	{ "tcp", 6 }, { "udp", 17 }, { "icmp", 1 }, { "icmpv6", 58 }, { "gre", 47 },
	{ "ipsec-esp", 50 }, { "ipsec-ah", 51 }, { "igmp", 2 }, { "ospf", 89 }, { "pim", 103 },
	{ "vrrp", 112 }, { "sctp", 132 }, { "udp-lite", 136 }, { "dccp", 33 }, { "l2tp", 115 },
	{ "ipip", 94 }, { "ipencap", 4 }, { "etherip", 97 }, { "encap", 98 }, { "egp", 8 },
	{ "ggp", 3 }, { "hmp", 20 }, { "idpr-cmtp", 38 }, { "ipv6-encap", 41 }, { "ipv6", 41 },
	{ "ipv6-frag", 44 }, { "ipv6-nonxt", 59 }, { "ipv6-opts", 60 }, { "ipv6-route", 43 },
	{ "iso-tp4", 29 }, { "ddp", 37 }, { "pup", 12 }, { "rdp", 27 }, { "rspf", 73 },
	{ "rsvp", 46 }, { "st", 5 }, { "vmtp", 81 }, { "xns-idp", 22 }, { "xtp", 36 },
	{ NULL, 0 }
};

/* The order of evaluation inside one rule; IPv4 and IPv6 differ only between conditions without side effects. */
const u16 rosfw_matchers[] = {
	ROSFW_A_SRC_MAC_ADDRESS,
	ROSFW_A_IN_INTERFACE,
	ROSFW_A_OUT_INTERFACE,
	ROSFW_A_IN_INTERFACE_LIST,
	ROSFW_A_OUT_INTERFACE_LIST,
	ROSFW_A_PROTOCOL,
	ROSFW_A_SRC_ADDRESS,
	ROSFW_A_DST_ADDRESS,
	ROSFW_A_SRC_ADDRESS_TYPE,
	ROSFW_A_DST_ADDRESS_TYPE,
	ROSFW_A_SRC_ADDRESS_LIST,
	ROSFW_A_DST_ADDRESS_LIST,
	ROSFW_A_TTL,
	ROSFW_A_HOP_LIMIT,
	ROSFW_A_DSCP,
	ROSFW_A_TOS,
	ROSFW_A_PACKET_SIZE,
	ROSFW_A_TLS_HOST,
	ROSFW_A_FRAGMENT,
	ROSFW_A_IPV4_OPTIONS,
	ROSFW_A_HEADERS,
	ROSFW_A_TIME,
	ROSFW_A_DST_PORT,
	ROSFW_A_SRC_PORT,
	ROSFW_A_PORT,
	ROSFW_A_TCP_FLAGS,
	ROSFW_A_TCP_MSS,
	ROSFW_A_ICMP_OPTIONS,
	ROSFW_A_PACKET_MARK,
	ROSFW_A_ROUTING_MARK,
	ROSFW_A_REALM,
	ROSFW_A_CONNECTION_MARK,
	ROSFW_A_CONNECTION_STATE,
	ROSFW_A_CONNECTION_NAT_STATE,
	ROSFW_A_CONNECTION_BYTES,
	ROSFW_A_CONNECTION_LIMIT,
	ROSFW_A_IPSEC_POLICY,
	ROSFW_A_CONNECTION_TYPE,
	ROSFW_A_CONTENT,
	ROSFW_A_PSD,
	ROSFW_A_LAYER7_PROTOCOL,
	ROSFW_A_RANDOM,
	ROSFW_A_NTH,
	ROSFW_A_PER_CONNECTION_CLASSIFIER,
	ROSFW_A_LIMIT,
	ROSFW_A_DST_LIMIT,
	0
};

#define M	ROSFW_PROP_MATCHER
#define MN	(ROSFW_PROP_MATCHER | ROSFW_PROP_NOT)
#define RO	ROSFW_PROP_READ_ONLY

const struct rosfw_property rosfw_properties[ROSFW_A_MAX + 1] = {
	/* rules: what they do */
	[ROSFW_A_CHAIN] = { "chain", "chain of the rule; a name that is not built in makes a chain of that name",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_ACTION] = { "action", "what to do with a packet that matches",
		action_names, "accept", .kind = ROSFW_KIND_ENUM },
	[ROSFW_A_JUMP_TARGET] = { "jump-target", "chain to continue in, for action=jump",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_REJECT_WITH] = { "reject-with", "answer to the sender, for action=reject",
		reject_names, .kind = ROSFW_KIND_ENUM },
	[ROSFW_A_ADDRESS_LIST] = { "address-list", "list to add to, for action=add-src/dst-to-address-list",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_ADDRESS_LIST_TIMEOUT] = { "address-list-timeout", "how long the address stays in the list",
		NULL, "none-dynamic", .kind = ROSFW_KIND_LIST_TIMEOUT, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TO_ADDRESSES] = { "to-addresses", "address, prefix or range to translate to",
		.kind = ROSFW_KIND_ADDR },
	[ROSFW_A_TO_ADDRESS] = { "to-address", "address or prefix to translate to",
		.kind = ROSFW_KIND_ADDR },
	[ROSFW_A_TO_PORTS] = { "to-ports", "port or range of ports to translate to",
		.kind = ROSFW_KIND_PORTS, .max = 1, .flags = ROSFW_PROP_NEEDS_PORTS },
	[ROSFW_A_SAME_NOT_BY_DST] = { "same-not-by-dst", "one address for a client, whatever its destination",
		NULL, "no", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_RANDOMISE_PORTS] = { "randomise-ports", "choose ports that cannot be foreseen",
		NULL, "no", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_SOCKSIFY_SERVICE] = { "socksify-service", "service that connects to the proxy, for action=socksify",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_SOCKS5_SERVER] = { "socks5-server", "address of the proxy, for action=socksify",
		.kind = ROSFW_KIND_ADDR, .flags = ROSFW_PROP_SINGLE },
	[ROSFW_A_SOCKS5_PORT] = { "socks5-port", "port of the proxy, for action=socksify",
		.kind = ROSFW_KIND_U32, .max = 65535 },
	[ROSFW_A_NEW_PACKET_MARK] = { "new-packet-mark", "mark of the packet, or no-mark, for action=mark-packet",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_NEW_CONNECTION_MARK] = { "new-connection-mark",
		"mark of the connection, or no-mark, for action=mark-connection",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_NEW_ROUTING_MARK] = { "new-routing-mark",
		"routing table by which the packet is routed, for action=mark-routing",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_NEW_TTL] = { "new-ttl",
		"time to live: set, increment or decrement, and a number, for action=change-ttl",
		step_names, .kind = ROSFW_KIND_COMPARE },
	[ROSFW_A_NEW_HOP_LIMIT] = { "new-hop-limit",
		"hop limit: set, increment or decrement, and a number, for action=change-hop-limit",
		step_names, .kind = ROSFW_KIND_COMPARE },
	[ROSFW_A_NEW_DSCP] = { "new-dscp", "code point of differentiated services, for action=change-dscp",
		new_dscp_names, .kind = ROSFW_KIND_CHOICE, .max = 63 },
	[ROSFW_A_NEW_MSS] = { "new-mss", "largest segment size that a SYN may announce, for action=change-mss",
		new_mss_names, .kind = ROSFW_KIND_CHOICE, .min = 40, .max = 65534 },
	[ROSFW_A_NEW_PRIORITY] = { "new-priority", "priority of the packet, for action=set-priority",
		new_priority_names, .kind = ROSFW_KIND_CHOICE, .max = 63 },
	[ROSFW_A_PASSTHROUGH] = { "passthrough", "the next rule is asked, too, after an action that changes something",
		NULL, "yes", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_FWMARK] = { "fwmark",
		"bits of the kernel's packet mark that the rule sets, or that lead to the table: value/mask",
		.kind = ROSFW_KIND_STRING, .max = ROSFW_NAME_SIZE, .flags = RO },
	[ROSFW_A_HW_OFFLOAD] = { "hw-offload", "hardware may take over the connection, for action=fasttrack-connection",
		.kind = ROSFW_KIND_BOOL },
	[ROSFW_A_LOG] = { "log", "log every packet that matches",
		NULL, "no", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_LOG_PREFIX] = { "log-prefix", "text in front of the log line",
		NULL, "", .kind = ROSFW_KIND_STRING, .max = ROSFW_LOG_PREFIX_SIZE, .flags = ROSFW_PROP_EMPTY_OK },

	/* rules: what they match */
	[ROSFW_A_PROTOCOL] = { "protocol", "transport protocol, by name or number",
		.kind = ROSFW_KIND_PROTOCOL, .max = 255, .flags = MN },
	[ROSFW_A_SRC_ADDRESS] = { "src-address", "source address, prefix or range",
		.kind = ROSFW_KIND_ADDR, .flags = MN },
	[ROSFW_A_DST_ADDRESS] = { "dst-address", "destination address, prefix or range",
		.kind = ROSFW_KIND_ADDR, .flags = MN },
	[ROSFW_A_SRC_ADDRESS_LIST] = { "src-address-list", "address list that holds the source address",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_DST_ADDRESS_LIST] = { "dst-address-list", "address list that holds the destination address",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_SRC_PORT] = { "src-port", "source ports and ranges of ports",
		.kind = ROSFW_KIND_PORTS, .max = ROSFW_PORTS_MAX, .flags = MN | ROSFW_PROP_NEEDS_PORTS },
	[ROSFW_A_DST_PORT] = { "dst-port", "destination ports and ranges of ports",
		.kind = ROSFW_KIND_PORTS, .max = ROSFW_PORTS_MAX, .flags = MN | ROSFW_PROP_NEEDS_PORTS },
	[ROSFW_A_PORT] = { "port", "ports and ranges of ports, source or destination",
		.kind = ROSFW_KIND_PORTS, .max = ROSFW_PORTS_MAX, .flags = MN | ROSFW_PROP_NEEDS_PORTS },
	[ROSFW_A_TCP_FLAGS] = { "tcp-flags", "TCP flags that must be set, or clear where written with !",
		tcp_flag_names, .kind = ROSFW_KIND_TCP_FLAGS, .flags = M | ROSFW_PROP_NEEDS_TCP },
	[ROSFW_A_ICMP_OPTIONS] = { "icmp-options", "ICMP type and code, type:code or type:code-code",
		.kind = ROSFW_KIND_ICMP, .flags = MN | ROSFW_PROP_NEEDS_ICMP },
	[ROSFW_A_IN_INTERFACE] = { "in-interface", "interface that the packet came in by",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN | ROSFW_PROP_IN_IFACE },
	[ROSFW_A_OUT_INTERFACE] = { "out-interface", "interface that the packet leaves by",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN | ROSFW_PROP_OUT_IFACE },
	[ROSFW_A_IN_INTERFACE_LIST] = { "in-interface-list", "interface list with the interface of entry",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN | ROSFW_PROP_IN_IFACE },
	[ROSFW_A_OUT_INTERFACE_LIST] = { "out-interface-list", "interface list with the interface of exit",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN | ROSFW_PROP_OUT_IFACE },
	[ROSFW_A_CONNECTION_STATE] = { "connection-state", "state of the packet's connection, any of the listed",
		state_names, .kind = ROSFW_KIND_FLAGS, .flags = MN },
	[ROSFW_A_CONNECTION_NAT_STATE] = { "connection-nat-state",
		"how the packet's connection is translated, any of the listed",
		nat_state_names, .kind = ROSFW_KIND_FLAGS, .flags = MN },
	[ROSFW_A_TTL] = { "ttl", "time to live: equal, not-equal, less-than or greater-than a number",
		compare_names, .kind = ROSFW_KIND_COMPARE, .flags = M },
	[ROSFW_A_HOP_LIMIT] = { "hop-limit", "hop limit: equal, not-equal, less-than or greater-than a number",
		compare_names, .kind = ROSFW_KIND_COMPARE, .flags = M },
	[ROSFW_A_DSCP] = { "dscp", "code point of differentiated services, the upper six bits of the TOS byte",
		.kind = ROSFW_KIND_U8, .max = 63, .flags = MN },
	[ROSFW_A_TOS] = { "tos", "TOS byte or traffic class, or those bits of it that a mask has",
		.kind = ROSFW_KIND_TOS, .flags = MN },
	[ROSFW_A_PACKET_SIZE] = { "packet-size", "length of the IP packet in bytes, or a range",
		.kind = ROSFW_KIND_RANGE, .flags = MN },
	[ROSFW_A_FRAGMENT] = { "fragment", "second and later fragments, or everything else",
		.kind = ROSFW_KIND_BOOL, .flags = M },
	[ROSFW_A_IPV4_OPTIONS] = { "ipv4-options", "option that the IPv4 header has, or has not",
		ipv4_options_names, .kind = ROSFW_KIND_ENUM, .flags = M },
	[ROSFW_A_HEADERS] = { "headers", "IPv6 headers that are there: exactly these, or these and others",
		header_names, .kind = ROSFW_KIND_HEADERS, .flags = MN },
	[ROSFW_A_SRC_MAC_ADDRESS] = { "src-mac-address", "source of the Ethernet frame that was received",
		.kind = ROSFW_KIND_MAC, .flags = MN },
	[ROSFW_A_TCP_MSS] = { "tcp-mss", "maximum segment size that a SYN announces, or a range",
		.kind = ROSFW_KIND_RANGE, .flags = MN | ROSFW_PROP_NEEDS_TCP },
	[ROSFW_A_RANDOM] = { "random", "so many packets of a hundred, by chance",
		.kind = ROSFW_KIND_U8, .min = 1, .max = 99, .flags = M },
	[ROSFW_A_NTH] = { "nth", "every n-th packet that comes this far: every,packet",
		.kind = ROSFW_KIND_NTH, .flags = MN },
	[ROSFW_A_PER_CONNECTION_CLASSIFIER] = { "per-connection-classifier",
		"a share of the connections, by a hash: fields:denominator/remainder",
		classifier_names, .kind = ROSFW_KIND_CLASSIFIER, .flags = MN },
	[ROSFW_A_LIMIT] = { "limit", "packets within a rate: rate/time,burst:mode",
		limit_names, .kind = ROSFW_KIND_LIMIT, .flags = MN },
	[ROSFW_A_DST_LIMIT] = { "dst-limit", "packets within a rate for each flow: rate/time,burst,mode/expire",
		flow_names, .kind = ROSFW_KIND_DST_LIMIT, .flags = M },
	[ROSFW_A_TIME] = { "time", "time of the day and days of the week: from-to,days",
		day_names, .kind = ROSFW_KIND_PERIOD, .flags = MN },
	[ROSFW_A_CONNECTION_TYPE] = { "connection-type",
		"protocol whose helper the packet's connection has, or announced it",
		connection_type_names, .kind = ROSFW_KIND_ENUM, .flags = MN },
	[ROSFW_A_CONNECTION_MARK] = { "connection-mark", "mark of the packet's connection, or no-mark",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_ROUTING_MARK] = { "routing-mark", "routing table by which the packet is routed",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_PACKET_MARK] = { "packet-mark", "mark of the packet, or no-mark",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_SRC_ADDRESS_TYPE] = { "src-address-type",
		"what the routes say of the source address, any of the listed",
		addr_type_names, .kind = ROSFW_KIND_FLAGS, .flags = MN | ROSFW_PROP_EMPTY_OK },
	[ROSFW_A_DST_ADDRESS_TYPE] = { "dst-address-type",
		"what the routes say of the destination address, any of the listed",
		addr_type_names, .kind = ROSFW_KIND_FLAGS, .flags = MN | ROSFW_PROP_EMPTY_OK },
	[ROSFW_A_REALM] = { "realm", "realm of the route to the destination",
		.kind = ROSFW_KIND_U32, .max = 65535, .flags = MN },
	[ROSFW_A_CONNECTION_BYTES] = { "connection-bytes", "bytes of the connection so far, both directions: from-to",
		.kind = ROSFW_KIND_BYTES_RANGE, .flags = M },
	[ROSFW_A_CONNECTION_LIMIT] = { "connection-limit",
		"more connections of a block of source addresses than that: count,netmask",
		.kind = ROSFW_KIND_CONNECTION_LIMIT, .flags = MN },
	[ROSFW_A_PSD] = { "psd", "hosts that scan ports: weight,delay,weight of low ports,weight of high ports",
		.kind = ROSFW_KIND_PSD, .flags = M },
	[ROSFW_A_CONTENT] = { "content", "bytes that the packet carries",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_CONTENT_SIZE, .flags = MN },
	[ROSFW_A_TLS_HOST] = { "tls-host", "server that a TLS client asks for; *, ? and [..] as in names of files",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_TLS_HOST_SIZE, .flags = MN },
	[ROSFW_A_IPSEC_POLICY] = { "ipsec-policy",
		"IPsec that the packet came out of, or will go into: in|out,ipsec|none",
		.kind = ROSFW_KIND_IPSEC, .flags = M },
	[ROSFW_A_LAYER7_PROTOCOL] = { "layer7-protocol", "pattern that the beginning of the connection has",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE, .flags = MN },
	[ROSFW_A_PACKETS] = { "packets", "packets that matched",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_BYTES] = { "bytes", "bytes of the packets that matched",
		.kind = ROSFW_KIND_U64, .flags = RO },

	/* every menu */
	[ROSFW_A_COMMENT] = { "comment", "text for people",
		NULL, "", .kind = ROSFW_KIND_STRING, .max = ROSFW_COMMENT_SIZE, .flags = ROSFW_PROP_EMPTY_OK },
	[ROSFW_A_DISABLED] = { "disabled", "the item is kept but has no effect",
		NULL, "no", .kind = ROSFW_KIND_BOOL },

	/* address lists */
	[ROSFW_A_LIST] = { "list", "name of the list",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_ADDRESS] = { "address", "address, prefix or range",
		.kind = ROSFW_KIND_ADDR },
	[ROSFW_A_TIMEOUT] = { "timeout", "time until the entry is removed",
		.kind = ROSFW_KIND_TIME, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_DYNAMIC] = { "dynamic", "kept in memory only, not exported",
		NULL, "no", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_CREATION_TIME] = { "creation-time", "when the entry was added",
		.kind = ROSFW_KIND_DATE, .flags = RO },

	/* interface lists */
	[ROSFW_A_NAME] = { "name", "name of the list or service",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },
	[ROSFW_A_INCLUDE] = { "include", "lists whose members are members of this one",
		NULL, "", .kind = ROSFW_KIND_NAMES, .max = ROSFW_NAMES_SIZE, .flags = ROSFW_PROP_EMPTY_OK },
	[ROSFW_A_EXCLUDE] = { "exclude", "lists whose members are no members of this one",
		NULL, "", .kind = ROSFW_KIND_NAMES, .max = ROSFW_NAMES_SIZE, .flags = ROSFW_PROP_EMPTY_OK },
	[ROSFW_A_INTERFACE] = { "interface", "interface that is a member",
		.kind = ROSFW_KIND_NAME, .max = ROSFW_NAME_SIZE },

	/* connections */
	[ROSFW_A_REPLY_SRC_ADDRESS] = { "reply-src-address", "source address of replies",
		.kind = ROSFW_KIND_ADDR, .flags = RO },
	[ROSFW_A_REPLY_DST_ADDRESS] = { "reply-dst-address", "destination address of replies",
		.kind = ROSFW_KIND_ADDR, .flags = RO },
	[ROSFW_A_REPLY_SRC_PORT] = { "reply-src-port", "source port of replies",
		.kind = ROSFW_KIND_PORTS, .max = 1, .flags = RO },
	[ROSFW_A_REPLY_DST_PORT] = { "reply-dst-port", "destination port of replies",
		.kind = ROSFW_KIND_PORTS, .max = 1, .flags = RO },
	[ROSFW_A_TCP_STATE] = { "tcp-state", "state of a TCP connection",
		tcp_state_names, .kind = ROSFW_KIND_ENUM, .flags = RO },
	[ROSFW_A_ICMP_TYPE] = { "icmp-type", "ICMP type of the request",
		.kind = ROSFW_KIND_U8, .max = 255, .flags = RO },
	[ROSFW_A_ICMP_CODE] = { "icmp-code", "ICMP code of the request",
		.kind = ROSFW_KIND_U8, .max = 255, .flags = RO },
	[ROSFW_A_ICMP_ID] = { "icmp-id", "identifier of the ICMP exchange",
		.kind = ROSFW_KIND_U32, .max = 65535, .flags = RO },
	[ROSFW_A_ORIG_PACKETS] = { "orig-packets", "packets from the side that opened the connection",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_ORIG_BYTES] = { "orig-bytes", "bytes from the side that opened the connection",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_REPL_PACKETS] = { "repl-packets", "packets of replies",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_REPL_BYTES] = { "repl-bytes", "bytes of replies",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_ORIG_FASTTRACK_PACKETS] = { "orig-fasttrack-packets", "those of orig-packets that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_ORIG_FASTTRACK_BYTES] = { "orig-fasttrack-bytes", "those of orig-bytes that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_REPL_FASTTRACK_PACKETS] = { "repl-fasttrack-packets", "those of repl-packets that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_REPL_FASTTRACK_BYTES] = { "repl-fasttrack-bytes", "those of repl-bytes that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },

	/* connection tracking */
	[ROSFW_A_ENABLED] = { "enabled", "are connections tracked; auto: while there are rules",
		enabled_names, "auto", .kind = ROSFW_KIND_ENUM },
	[ROSFW_A_ACTIVE_IPV4] = { "active-ipv4", "connections of IPv4 are being tracked",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_ACTIVE_IPV6] = { "active-ipv6", "connections of IPv6 are being tracked",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_TCP_SYN_SENT_TIMEOUT] = { "tcp-syn-sent-timeout",
		"life of a TCP connection: a SYN was seen, and no answer",
		NULL, "5s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_SYN_RECEIVED_TIMEOUT] = { "tcp-syn-received-timeout",
		"life of a TCP connection: the SYN was answered",
		NULL, "5s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_ESTABLISHED_TIMEOUT] = { "tcp-established-timeout",
		"life of a TCP connection: both sides have spoken",
		NULL, "1d", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_FIN_WAIT_TIMEOUT] = { "tcp-fin-wait-timeout", "life of a TCP connection: one side has closed",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_CLOSE_WAIT_TIMEOUT] = { "tcp-close-wait-timeout",
		"life of a TCP connection: the other side knows that one has closed",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_LAST_ACK_TIMEOUT] = { "tcp-last-ack-timeout", "life of a TCP connection: both sides have closed",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_TIME_WAIT_TIMEOUT] = { "tcp-time-wait-timeout",
		"life of a TCP connection: both sides know that the other has closed",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_CLOSE_TIMEOUT] = { "tcp-close-timeout", "life of a TCP connection: it was reset",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_MAX_RETRANS_TIMEOUT] = { "tcp-max-retrans-timeout",
		"life of a TCP connection: one side repeats itself without an answer",
		NULL, "5m", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_TCP_UNACKED_TIMEOUT] = { "tcp-unacked-timeout", "life of a TCP connection: data is not acknowledged",
		NULL, "5m", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_LOOSE_TCP_TRACKING] = { "loose-tcp-tracking", "pick up TCP connections in their middle",
		NULL, "yes", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_LIBERAL_TCP_TRACKING] = { "liberal-tcp-tracking", "outside of its window only a TCP reset is invalid",
		NULL, "no", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_UDP_TIMEOUT] = { "udp-timeout", "life of a UDP connection that has no reply",
		NULL, "30s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_UDP_STREAM_TIMEOUT] = { "udp-stream-timeout", "life of a UDP connection that goes on",
		NULL, "3m", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_ICMP_TIMEOUT] = { "icmp-timeout", "life of an ICMP connection",
		NULL, "10s", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_GENERIC_TIMEOUT] = { "generic-timeout", "life of a connection of any other protocol",
		NULL, "10m", .kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },
	[ROSFW_A_MAX_ENTRIES] = { "max-entries", "connections that there can be; by default as memory allows",
		.kind = ROSFW_KIND_U32, .min = 1, .max = ROSFW_CONNECTIONS_MAX },
	[ROSFW_A_TOTAL_ENTRIES] = { "total-entries", "connections that there are",
		.kind = ROSFW_KIND_U32, .max = U32_MAX, .flags = RO },
	[ROSFW_A_TOTAL_IP4_ENTRIES] = { "total-ip4-entries", "connections of IPv4 that there are",
		.kind = ROSFW_KIND_U32, .max = U32_MAX, .flags = RO },
	[ROSFW_A_TOTAL_IP6_ENTRIES] = { "total-ip6-entries", "connections of IPv6 that there are",
		.kind = ROSFW_KIND_U32, .max = U32_MAX, .flags = RO },

	/* services */
	[ROSFW_A_PORTS] = { "ports", "ports that the service is looked for at",
		.kind = ROSFW_KIND_PORTS, .max = ROSFW_SERVICE_PORTS_MAX, .flags = ROSFW_PROP_SINGLE },
	[ROSFW_A_SIP_DIRECT_MEDIA] = { "sip-direct-media", "media may go directly between the ends of a call",
		.kind = ROSFW_KIND_BOOL },
	[ROSFW_A_SIP_TIMEOUT] = { "sip-timeout", "life of a SIP connection over UDP",
		.kind = ROSFW_KIND_TIME, .min = 1, .max = ROSFW_TIMEOUT_MAX },

	/* settings of IP and IPv6 */
	[ROSFW_A_ALLOW_FAST_PATH] = { "allow-fast-path", "packets may pass by the rules where a rule has said so",
		NULL, "yes", .kind = ROSFW_KIND_BOOL },
	[ROSFW_A_IPV4_FAST_PATH_ACTIVE] = { "ipv4-fast-path-active", "packets pass without any rule or connection",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_IPV4_FAST_PATH_PACKETS] = { "ipv4-fast-path-packets", "packets that passed so",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV4_FAST_PATH_BYTES] = { "ipv4-fast-path-bytes", "bytes of those packets",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV4_FASTTRACK_ACTIVE] = { "ipv4-fasttrack-active", "connections may be fasttracked",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_IPV4_FASTTRACK_PACKETS] = { "ipv4-fasttrack-packets", "packets that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV4_FASTTRACK_BYTES] = { "ipv4-fasttrack-bytes", "bytes of those packets",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV6_FAST_PATH_ACTIVE] = { "ipv6-fast-path-active", "packets pass without any rule or connection",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_IPV6_FAST_PATH_PACKETS] = { "ipv6-fast-path-packets", "packets that passed so",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV6_FAST_PATH_BYTES] = { "ipv6-fast-path-bytes", "bytes of those packets",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV6_FASTTRACK_ACTIVE] = { "ipv6-fasttrack-active", "connections may be fasttracked",
		.kind = ROSFW_KIND_BOOL, .flags = RO },
	[ROSFW_A_IPV6_FASTTRACK_PACKETS] = { "ipv6-fasttrack-packets", "packets that were fasttracked",
		.kind = ROSFW_KIND_U64, .flags = RO },
	[ROSFW_A_IPV6_FASTTRACK_BYTES] = { "ipv6-fasttrack-bytes", "bytes of those packets",
		.kind = ROSFW_KIND_U64, .flags = RO },

	/* routing tables */
	[ROSFW_A_FIB] = { "fib", "packets can be routed by the table",
		NULL, "no", .kind = ROSFW_KIND_BOOL, .flags = ROSFW_PROP_BARE },
	[ROSFW_A_KERNEL_TABLE] = { "kernel-table", "number of the kernel's table that holds the routes",
		.kind = ROSFW_KIND_U32, .max = U32_MAX, .flags = RO },
};
