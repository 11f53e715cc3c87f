/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the skin share: the state of one network namespace, and the order of locks.
 *
 * Order of locks, from outermost:
 *
 *   RTNL                      (only when it is held already: the netdevice notifier; we never take it)
 *     rosfw_net.mutex         configuration of one namespace: transaction, published pointer, hooks
 *       expectation lock      what the connections of one namespace expect
 *         connection lock     one connection: protocol state, counters, status, translation. Never two
 *           bucket lock       chains of the connection table. Never two
 *           fast path lock    chains of the fast path's table
 *           mapping lock      mappings of endpoint-independent NAT of one namespace
 *           block lock        connections of blocks of addresses of one namespace
 *       addrset lock          address lists of one family
 *       marks lock            names of marks
 *       masquerade lock       notes of interfaces and addresses that have gone
 *
 * All of packet processing runs under the RCU read lock; nothing but the control plane sleeps.
 */
#ifndef _ROSFW_H
#define _ROSFW_H

#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/ratelimit.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "core/ruleset/ruleset.h"

#define ROSFW_VERSION "0.1.0"

#define ROSFW_TARPIT_RATE	500	/* answers of action=tarpit in a second */

/*
 * Why a packet was dropped, or could not be tracked. X(name, text): the name is what users see, the text explains it.
 * One per-CPU counter each; reported by ROSFW_CMD_REASON_GET.
 */
#define ROSFW_REASONS(X) \
	X(RAW_DROP,		"raw-drop",		"A rule of a raw table dropped it.") \
	X(MANGLE_DROP,		"mangle-drop",		"A rule of a mangle table dropped it.") \
	X(FILTER_DROP,		"filter-drop",		"A rule of a filter table dropped it.") \
	X(FILTER_REJECT,	"filter-reject",	"A rule of a filter table rejected it.") \
	X(REJECT_SILENT,	"reject-silent", \
	  "A rule rejected it, but such a packet gets no answer (error message, fragment, broadcast, not TCP).") \
	X(FILTER_TARPIT,	"filter-tarpit",	"A rule of a filter table holds its connection in a tarpit.") \
	X(TARPIT_LIMIT,		"tarpit-limit", \
	  "A rule holds its connection in a tarpit, but there were too many to answer; it was dropped.") \
	X(NO_GATEWAY,		"no-gateway", \
	  "A rule of a mangle table sends it by a gateway (action=route) that cannot be reached; it was dropped.") \
	X(BAD_HEADER,		"bad-header",		"Its IP header is cut short or contradicts itself.") \
	X(NO_MEMORY,		"no-memory",		"There was no memory to look at it.") \
	X(CONN_TABLE_FULL,	"connection-table-full", \
	  "The connection table is full of assured connections; the packet went on with connection-state=invalid.") \
	X(CONN_EARLY_DROP,	"connection-early-drop", \
	  "The connection table was full: a connection that was not assured was forgotten for a new one.") \
	X(CONN_NO_MEMORY,	"connection-no-memory", \
	  "There was no memory for a connection; the packet went on with connection-state=invalid.") \
	X(NAT_EXHAUSTED,	"nat-exhausted", \
	  "No address and port were free for the translation that a rule asked for; the packet was dropped.") \
	X(NAT_NO_ADDRESS,	"nat-no-address", \
	  "The interface has no address that masquerade or redirect could use; the packet was dropped.") \
	X(NAT_ENDED,		"nat-ended", \
	  "Its connection was removed while a translation was being chosen; the packet was dropped.") \
	X(HELPER_EXHAUSTED,	"helper-exhausted", \
	  "It announces a connection for which no port, or no place among those expected, is free. If that has to be " \
	  "translated, it was dropped; else it went on, and nothing is expected.") \
	X(HELPER_TOO_LONG,	"helper-too-long", \
	  "An address in its payload had to be replaced, and there is no room for the other one; it was dropped.") \
	X(HELPER_NO_MEMORY,	"helper-no-memory", \
	  "There was no memory to read or change its payload (it was dropped), or for the helper of its connection.") \
	X(LIST_FULL,		"address-list-full",	"An address list could not take another address.") \
	X(LOG_LIMIT,		"log-limit",		"A log line was left out because there were too many.")

enum rosfw_reason {
#define X(id, name, text) ROSFW_REASON_##id,
	ROSFW_REASONS(X)
#undef X
	ROSFW_REASON_COUNT
};

struct rosfw_reasons {
	u64_stats_t n[ROSFW_REASON_COUNT];
	struct u64_stats_sync sync;
};

struct rosfw_conn;
struct rosfw_conntrack;
struct rosfw_nat;
struct rosfw_masquerade;
struct rosfw_fasttrack;
struct rosfw_control;

/**
 * struct rosfw_net - rosfw in one network namespace
 * @net: the namespace; it outlives this
 * @mutex: protects everything below but what is marked otherwise
 * @ruleset: published; readers under RCU, replaced under @mutex. NULL only before init and after exit
 * @addresses: by family; own locks
 * @marks: numbers of marks; own lock
 * @conntrack: live connections; own locks
 * @nat: translation; constant but for what packets note there
 * @masquerade: what ends with its interface; own lock
 * @fasttrack: connections that pass by the rules; see there
 * @control: the control plane's own, see control/control.h
 * @txn: the open transaction, NULL if there is none
 * @txn_portid: socket that owns it
 * @txn_changed: it changed something
 * @hooked: hooks that are registered now, bits of hooks.c
 * @raw_ops: for those of raw tables, by family; of hooks.c
 * @filter_ops: for the others
 * @tracking: by family: connections are being tracked; written under @mutex, read by packets
 * @dying: the namespace goes away, nothing may be published any more
 * @log_limit: log lines of rules; own lock
 * @tarpit_limit: answers of action=tarpit; own lock
 * @reasons: per CPU
 */
struct rosfw_net {
	struct net *net;
	struct mutex mutex;	/* configuration of the namespace */
	struct rosfw_ruleset __rcu *ruleset;
	struct rosfw_addrset *addresses[ROSFW_FAMILIES];
	struct rosfw_marks *marks;
	struct rosfw_conntrack *conntrack;
	struct rosfw_nat *nat;
	struct rosfw_masquerade *masquerade;
	struct rosfw_fasttrack *fasttrack;
	struct rosfw_control *control;
	struct rosfw_config *txn;
	u32 txn_portid;
	bool txn_changed;
	u32 hooked;
	struct nf_hook_ops raw_ops[ROSFW_FAMILIES][2];
	struct nf_hook_ops filter_ops[ROSFW_FAMILIES][5];
	bool tracking[ROSFW_FAMILIES];
	bool dying;
	struct ratelimit_state log_limit;
	struct ratelimit_state tarpit_limit;
	struct rosfw_reasons __percpu *reasons;
};

extern unsigned int rosfw_net_id;

static inline struct rosfw_net *rosfw_pernet(const struct net *net)
{
	return net_generic(net, rosfw_net_id);
}

/* Any context. */
static inline void rosfw_count_reason(struct rosfw_net *rn, enum rosfw_reason reason)
{
	struct rosfw_reasons *r;

	local_bh_disable();
	r = this_cpu_ptr(rn->reasons);
	u64_stats_update_begin(&r->sync);
	u64_stats_inc(&r->n[reason]);
	u64_stats_update_end(&r->sync);
	local_bh_enable();
}

u64 rosfw_reason_read(const struct rosfw_net *rn, enum rosfw_reason reason);
const char *rosfw_reason_name(enum rosfw_reason reason);
const char *rosfw_reason_help(enum rosfw_reason reason);

/* The clock of every timeout: seconds, monotonic, coarse. */
static inline u64 rosfw_now_seconds(void)
{
	return ktime_get_seconds();
}

/* ---- hooks.c ---- */

/**
 * struct rosfw_env - what the skin hands to a walk as walk->world
 * @rn: the namespace
 * @skb: the packet
 * @state: its hook state
 * @conn: the connection that it is part of, NULL: none
 * @dir: enum rosfw_dir, if there is one
 * @pkt: as it was parsed; follows when rules change it
 */
struct rosfw_env {
	struct rosfw_net *rn;
	struct sk_buff *skb;
	const struct nf_hook_state *state;
	struct rosfw_conn *conn;
	u8 dir;
	struct rosfw_pkt *pkt;
};

/*
 * Registers the hooks that are wanted and removes those that are not: none for a namespace without rules.
 * Under rn->mutex, before publishing for new ones (want = old | new), after it with the final set.
 * Return: 0 or -errno; then what is registered is what was.
 */
int rosfw_hooks_update(struct rosfw_net *rn, u32 want);
u32 rosfw_hooks_wanted(const struct rosfw_ruleset *rs);
/* Removes what nobody needs any more. Under rn->mutex. */
void rosfw_hooks_settle(struct rosfw_net *rn);
/* Are devices to have the hook of the fast path? Under rn->mutex. */
bool rosfw_hooks_fasttrack(const struct rosfw_net *rn);

/* ---- output/ ---- see output/output.h */

/* ---- control/ ---- */

int rosfw_netlink_init(void);
void rosfw_netlink_exit(void);
int rosfw_netdev_init(void);
void rosfw_netdev_exit(void);
/* Builds the empty ruleset of a new namespace; -ENOMEM. */
int rosfw_control_net_init(struct rosfw_net *rn);
/* Hooks are gone and a grace period has passed. */
void rosfw_control_net_exit(struct rosfw_net *rn);
/* Tells whoever listens. Under the connection's lock, while its counters are open or just closed. */
void rosfw_conn_event(struct net *net, const struct rosfw_conn *conn, enum rosfw_conn_event event);

/* ---- nat/ ---- see nat/nat.h */

/* ---- conntrack/ ---- see conntrack/conntrack.h */

#endif /* _ROSFW_H */
