/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rulesets: what packets are matched against. A configuration compiled into arrays.
 *
 * Life: rosfw_ruleset_build() makes one aside; the skin publishes it with one pointer; readers hold the RCU read lock
 * for one walk; the old one is freed after a grace period. Programs of menus that did not change are shared with
 * the ruleset before.
 * Locks: none. A published ruleset is constant but for counters and the address lists it points to.
 */
#ifndef _ROSFW_RULESET_H
#define _ROSFW_RULESET_H

#include "../settings.h"
#include "../list/addrset.h"
#include "../list/ifset.h"
#include "../list/marks.h"
#include "../mangle/change.h"
#include "../match/meter.h"

#define ROSFW_JUMP_DEPTH	32	/* chains that may be entered one from another */

#define ROSFW_PORTS_INLINE	8U	/* ranges that fit into a condition */

/* struct rosfw_cond.flags */
#define ROSFW_COND_ANY		0x01	/* interface lists: every interface is a member */

/**
 * struct rosfw_cond - one condition of a compiled rule
 * @op: the matcher's property (enum rosfw_attr); eval.c dispatches on it
 * @negated: the result is inverted
 * @flags: ROSFW_COND_*; limit, dst-limit: the mode; per-connection-classifier: the fields
 * @n: ports: number of ranges, at @u.port up to ROSFW_PORTS_INLINE, else at @u.ports; interfaces: of @u.ifs;
 *	content, tls-host: bytes of @u.text;
 *	dst-limit: seconds after which a flow is forgotten
 * @u: as the matcher's compile function left it
 */
struct rosfw_cond {
	u16 op;
	u8 negated;
	u8 flags;
	u32 n;
	union {
		struct {
			struct rosfw_addr from, to;
		} addr;
		struct rosfw_addrlist *list;
		struct rosfw_port_range port[ROSFW_PORTS_INLINE];	/* sorted, merged */
		const struct rosfw_port_range *ports;	/* likewise; in the program's pool */
		const u32 *ifs;				/* sorted ifindexes; in the program's interface sets */
		u32 ifindex;
		u32 bits;
		u8 proto;
		struct rosfw_tcp_flags tcp;
		struct rosfw_icmp_options icmp;
		struct rosfw_compare compare;
		struct rosfw_tos masked;		/* bits of a byte */
		struct rosfw_port_range range;
		u8 mac[ROSFW_MAC_SIZE];
		struct {
			struct rosfw_meter *meter;
			struct rosfw_nth nth;
		} nth;
		struct {
			union {
				struct rosfw_meter *meter;	/* limit */
				struct rosfw_flows *flows;	/* dst-limit */
			};
			struct rosfw_rate rate;
		} rate;
		struct rosfw_classifier classifier;
		struct rosfw_period period;
		struct {
			struct rosfw_scanners *scanners;
			struct rosfw_psd psd;
		} psd;
		struct rosfw_bytes_range bytes;
		struct rosfw_rate_range bps;
		struct rosfw_connection_limit limit;
		struct rosfw_ipsec_policy ipsec;
		const char *text;			/* in the item's value */
	} u;
};

#define ROSFW_BLOCKS_MAX	8U

/**
 * struct rosfw_blocks - blocks of addresses whose connections rules ask for
 * @n: length of @prefix_len
 * @prefix_len: different ones
 */
struct rosfw_blocks {
	u8 n;
	u8 prefix_len[ROSFW_BLOCKS_MAX];
};

/* struct rosfw_nat_rule.flags */
#define ROSFW_NAT_ADDRS		0x01	/* addresses are given */
#define ROSFW_NAT_PORTS		0x02	/* ports are given */
#define ROSFW_NAT_NOT_BY_DST	0x04	/* same-not-by-dst */
#define ROSFW_NAT_RANDOM	0x08	/* randomise-ports */
#define ROSFW_NAT_CALL		0x10	/* no rule has it: a call id of PPTP is given, as if it were a port */

/**
 * struct rosfw_nat_rule - what a rule that translates says about the mapping
 * @action: enum rosfw_action
 * @flags: ROSFW_NAT_*
 * @prefix_len: of the longest prefix that holds @from and @to
 * @port_from: with ROSFW_NAT_PORTS: first port
 * @port_to: last port
 * @from: with ROSFW_NAT_ADDRS: first address. netmap: of the prefix
 * @to: last address
 */
struct rosfw_nat_rule {
	u8 action;
	u8 flags;
	u8 prefix_len;
	u16 port_from, port_to;
	struct rosfw_addr from, to;
};

/* struct rosfw_rule.flags */
#define ROSFW_RULE_LOG		0x01	/* log=yes or action=log */
#define ROSFW_RULE_STOP		0x02	/* passthrough=no: no rule behind it is asked */

/**
 * struct rosfw_rule - one compiled rule
 * @counter: the item's; never NULL in the kernel
 * @item: what it was compiled from, for log prefix and names
 * @first: index of its first condition in the program
 * @nconds: how many there are
 * @action: enum rosfw_action
 * @flags: ROSFW_RULE_*
 * @reject: enum rosfw_reject
 * @chains: bits 1 << index of the built-in chains that it works in; reached from others it is skipped
 * @mark: mark-*: number of the mark, held by the program, or of the routing table; 0: no mark
 * @change: actions that change packets, and set-priority: what
 * @gateway: route: IPv4 address, host byte order
 * @target: jump: index of the chain
 * @list: add-*-to-address-list
 * @timeout: add-*-to-address-list: seconds or ROSFW_TIMEOUT_NONE_*
 * @nat: actions that translate: how; in the program. NULL for all others
 */
struct rosfw_rule {
	struct rosfw_counter *counter;
	const struct rosfw_item *item;
	u32 first;
	u16 nconds;
	u8 action;
	u8 flags;
	u8 reject;
	u8 chains;
	u16 mark;
	struct rosfw_header_change change;
	u32 gateway;
	u32 target;
	struct rosfw_addrlist *list;
	u32 timeout;
	const struct rosfw_nat_rule *nat;
};

struct rosfw_index;
struct rosfw_hotspot;

/**
 * struct rosfw_chain - where a chain's rules are
 * @first: index of its first rule in the program
 * @n: how many there are
 * @name: lives as long as the program
 * @index: which rules a packet has to be compared with; NULL: with all of them. See index.h
 */
struct rosfw_chain {
	u32 first;
	u32 n;
	const char *name;
	struct rosfw_index *index;
};

/**
 * struct rosfw_program - one rule menu, compiled
 * @refs: rulesets that share it
 * @items: what it was compiled from (counted)
 * @marks: where marks of conditions and actions are held
 * @chains: built-in chains first, in the order of the menu, whether they have rules or not
 * @invalid: by position in @items: why this rule is skipped, NULL if it is not; constant strings
 * @ifsets: interface lists that conditions point into (counted); NULL if there are none
 * @uses_ifaces: it depends on the interfaces that exist and on interface lists
 * @uses_bridge_ports: it asks by which port of a bridge packets came in
 * @blocks: connection-limit
 * @pool: port ranges of conditions with many
 * @nats: how rules of nat translate
 * @prefixes: how rules of mangle translate prefixes
 */
struct rosfw_program {
	refcount_t refs;
	u32 menu;
	struct rosfw_items *items;
	struct rosfw_addrset *addresses;
	struct rosfw_marks *marks;
	u32 nchains, nrules, nconds;
	struct rosfw_chain *chains;
	struct rosfw_rule *rules;
	struct rosfw_cond *conds;
	const char **invalid;
	struct rosfw_ifsets *ifsets;
	bool uses_ifaces;
	bool uses_bridge_ports;
	struct rosfw_blocks blocks;
	struct rosfw_port_range *pool;
	struct rosfw_nat_rule *nats;
	struct rosfw_prefix_map *prefixes;
};

/**
 * struct rosfw_ruleset - everything that one packet walk reads, as one value
 * @generation: number of this ruleset; decides which address-list entries are seen
 * @config: what it was compiled from (counted)
 * @program: by enum rosfw_menu, rule menus only; NULL when the menu has no rules
 * @tracking: how connections are tracked
 * @services: which helpers look at which ports
 * @fast: FastTrack
 * @blocks: connection-limit, by family
 * @hotspot: clients of hotspots; NULL: there are none
 */
struct rosfw_ruleset {
	u32 generation;
	struct rosfw_config *config;
	struct rosfw_program *program[ROSFW_MENU_MAX + 1];
	struct rosfw_tracking tracking;
	struct rosfw_services services;
	struct rosfw_fast_settings fast;
	struct rosfw_blocks blocks[ROSFW_FAMILIES];
	struct rosfw_hotspot *hotspot;
	struct rcu_head rcu;
};

/**
 * struct rosfw_compile_env - what compiling needs from the world
 * @addresses: by family
 * @marks: numbers of marks
 * @world: handed to rosfw_env_*()
 * @reuse_ifaces: interfaces are the same as when the previous ruleset was built
 * @linear: no chain gets an index: what tests compare with
 */
struct rosfw_compile_env {
	struct rosfw_addrset *addresses[ROSFW_FAMILIES];
	struct rosfw_marks *marks;
	void *world;
	bool reuse_ifaces;
	bool linear;
};

/*
 * Compiles @config. May sleep. @prev (may be NULL) gives programs that can be shared.
 * Return: 0 and *@out; -ENOMEM, -ELOOP, -ENOENT (rosfw_config_check()), -ENOSPC (too many marks) with @err filled. No
 * trace is left on an error.
 */
int rosfw_ruleset_build(struct rosfw_config *config, const struct rosfw_ruleset *prev,
			const struct rosfw_compile_env *env, u32 generation, struct rosfw_ruleset **out,
			struct rosfw_error *err);
void rosfw_ruleset_free(struct rosfw_ruleset *rs);	/* no reader is left */

/* A dump holds the program of what it lists: it knows why rules are skipped. May sleep. */
struct rosfw_program *rosfw_program_get(struct rosfw_program *program);
void rosfw_program_put(struct rosfw_program *program);

enum rosfw_verdict {
	ROSFW_VERDICT_ACCEPT,
	ROSFW_VERDICT_DROP,
	ROSFW_VERDICT_REJECT,
	ROSFW_VERDICT_TARPIT,
	ROSFW_VERDICT_NOTRACK,
	ROSFW_VERDICT_NAT,	/* walk->rule->nat says how */
};

/**
 * struct rosfw_walk - one packet on its way through one chain
 * @pkt: the packet
 * @ruleset: what it is matched against
 * @now: rosfw_now_seconds(), read once per hook
 * @world: handed to rosfw_env_*(): the skin's skb, device names, ...
 * @state: enum rosfw_conn_state; ROSFW_STATE_NONE in raw and while tracking is off
 * @nat_state: how the packet's connection is translated: bits 1 << enum rosfw_nat_state
 * @types: whose helper the packet's connection has, or announced it: a bit 1 << enum rosfw_connection_type, or none
 * @mapped: the packet's destination is somebody's by endpoint-independent-nat; that action of dstnat is for those
 * @fasttrack: out: a rule wants the packet's connection to be fasttracked
 * @gateway: out: where action=route sends the packet (IPv4, host byte order); 0: nowhere
 * @mark: the packet's mark (ROSFW_SKB_*); rules change it
 * @conn_mark: number of its connection's mark; rules change it. NULL: it has no connection
 * @reject: set with ROSFW_VERDICT_REJECT: enum rosfw_reject
 * @rule: the rule that decided; NULL: end of a built-in chain
 * @chain: name of the chain that holds @rule
 */
struct rosfw_walk {
	const struct rosfw_pkt *pkt;
	const struct rosfw_ruleset *ruleset;
	u64 now;
	void *world;
	u8 state;
	u8 nat_state;
	u8 types;
	bool mapped;
	bool fasttrack;
	u8 reject;
	u32 gateway;
	u32 mark;
	u16 *conn_mark;
	const struct rosfw_rule *rule;
	const char *chain;
};

#define ROSFW_STATE_NONE	0xff

/* That a rule has set, else 0. */
static inline u32 rosfw_walk_priority(const struct rosfw_walk *walk)
{
	if (!(walk->mark & ROSFW_SKB_PRIORITY_SET))
		return 0;
	return (walk->mark & ROSFW_SKB_PRIORITY) >> ROSFW_SKB_PRIORITY_SHIFT;
}

/* Runs one built-in chain (index in the menu's list of chains). RCU read side. A menu without rules accepts. */
enum rosfw_verdict rosfw_walk_chain(struct rosfw_walk *walk, u32 menu, u32 chain);

/* One end of a packet; the port is shown if the packet has ports. */
struct rosfw_log_end {
	struct rosfw_addr addr;
	u16 port;
};

/**
 * struct rosfw_log_nat - what a log line tells of a translation
 * @src: who sends the packet, as it enters and as it leaves
 * @dst: who is to get it, likewise
 */
struct rosfw_log_nat {
	struct rosfw_log_end src[2];
	struct rosfw_log_end dst[2];
};

/*
 * Text of a firewall log line (routeros-cli, section 9), without topics. @nat: NULL = the packet is not translated.
 * @in, @out: interface names, NULL = unknown. Return: length as snprintf().
 */
int rosfw_log_format(char *buf, size_t size, const struct rosfw_walk *walk, const struct rosfw_log_nat *nat,
		     const char *in, const char *out);

/* Supplied by the world that the core is compiled into (the skin, a test, the offline checker). */
void rosfw_env_log(struct rosfw_walk *walk);			/* walk->rule and walk->chain are set */
void rosfw_env_list_full(struct rosfw_walk *walk, int error);	/* an add-*-to-address-list could not add */
/* Bit 1 << enum rosfw_addr_type, or 0; also 0 if it is none of @wanted. */
u32 rosfw_env_addr_type(void *world, u8 family, const struct rosfw_addr *addr, u32 wanted);
bool rosfw_env_realm(void *world, u32 *realm);		/* of the route to the destination; false: no route yet */
/* Does the routing table of that number (0: main) have a route to the packet's destination? */
bool rosfw_env_has_route(const struct rosfw_walk *walk, u32 table);
/* Has the packet come out of IPsec, will it go into it (@out)? false: that is not known here. */
bool rosfw_env_ipsec(void *world, bool out, bool *ipsec);
/* ifindex of the port of a bridge that the packet came in by, or leaves by (@out); 0: none, or it is not known. */
u32 rosfw_env_bridge_port(const struct rosfw_walk *walk, bool out);
bool rosfw_env_conn_bytes(void *world, u64 *bytes);		/* of the packet's connection; false: it has none */
/* Bits of both directions in the last second; false: there is no connection, or nobody knows. */
bool rosfw_env_conn_rate(void *world, u64 *bits);
/* How many connections come from that block of addresses; its length is one of walk->ruleset->blocks. */
u32 rosfw_env_conn_count(void *world, enum rosfw_family family, u32 prefix_len, const struct rosfw_addr *block);
struct rosfw_search;
/* Searches in the packet, from byte @from of it on (match/payload.h). */
bool rosfw_env_search(const struct rosfw_walk *walk, u32 from, struct rosfw_search *s);
/* Bytes @from ... of the packet; false: there are not so many. */
bool rosfw_env_copy(const struct rosfw_walk *walk, u32 from, void *to, u32 len);
/* Does walk->rule->change to the packet; walk->pkt follows. False: no memory, and the packet must be dropped. */
bool rosfw_env_change(struct rosfw_walk *walk);
u32 rosfw_env_ingress_priority(const struct rosfw_walk *walk);	/* of the frame that the packet came in; 0: not known */
u64 rosfw_env_wallclock(void);					/* seconds since 1970 */
u64 rosfw_env_local_time(void);					/* likewise, in the time zone of the router */
u64 rosfw_env_ticks(void);					/* monotonic, coarse: ROSFW_TICKS in a second */
/* 0: no such interface now. *@slave: its packets are those of another one, such as a bridge. NULL is fine. */
u32 rosfw_env_ifindex(void *world, const char *name, bool *slave);
/* Fills @ifindexes (room for @max) with the interfaces of a built-in list; returns how many there are. */
u32 rosfw_env_builtin_ifaces(void *world, const char *list, u32 *ifindexes, u32 max);
struct rosfw_counter *rosfw_counter_new(void);			/* NULL: no memory. May sleep */
struct rosfw_counter *rosfw_counter_get(struct rosfw_counter *c);
void rosfw_counter_put(struct rosfw_counter *c);
void rosfw_counter_add(struct rosfw_counter *c, u64 packets, u64 bytes);
void rosfw_counter_read(const struct rosfw_counter *c, u64 *packets, u64 *bytes);
void rosfw_counter_reset(struct rosfw_counter *c);		/* subtracts what was read; nothing is lost */

#endif /* _ROSFW_RULESET_H */
