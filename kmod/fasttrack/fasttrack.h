/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FastTrack: packets of connections that a rule has chosen pass by the rules.
 *
 * Life of a fasttracked connection: a rule marks it (rosfw_fast_mark()), for as long as it lives. Its packets go on
 * through all hooks; the last of them, where a packet leaves, writes down for its direction how it went: the route, the
 * device it came by, the translation (rosfw_fast_learn()). From then on a hook at the ingress of devices (ingress.c)
 * finds the connection by the packet's header, as everybody does, and forwards the packet as written, if all of that
 * still holds:
 *
 *   the connection     is found, so it has not ended; TCP: nothing opens or closes, and the segment is in the windows
 *   the route          by the kernel's own check, which knows of changed routes, addresses, rules and policies
 *   devices            a number that changes whenever one of them does in a way that could matter
 *   the neighbour      is looked up for each packet, and is known
 *   the packet         is whole and plain, lives on, and is not larger than the route allows
 *
 * Whatever does not hold sends the packet the normal way, unchanged, where errors are answered, routes are found, and
 * the next packet that leaves writes down how it went. So nothing has to be told when something changes.
 *
 * Locks: the connection's for changes of struct rosfw_fast; packets read it under RCU, the route by a sequence count.
 */
#ifndef _ROSFW_FASTTRACK_H
#define _ROSFW_FASTTRACK_H

#include <linux/seqlock.h>
#include <net/dst.h>

#include "../conntrack/table.h"
#include "../core/fast/fast.h"

/**
 * struct rosfw_fast_route - the way of one direction, as the last packet that went the slow way found it
 * @seq: makes what follows one value
 * @iif: device that packets come in by
 * @dst: route; holds a reference. NULL: not known
 * @cookie: of the route, for its check
 * @mtu: largest packet that may leave
 * @epoch: struct rosfw_fasttrack.epoch when it was written
 */
struct rosfw_fast_route {
	seqcount_t seq;
	u32 iif;
	struct dst_entry *dst;
	u32 cookie;
	u32 mtu;
	u32 epoch;
};

/**
 * struct rosfw_fast_dir - one direction of a fasttracked connection
 * @route: where its packets go
 * @view: the view that they are found by where they enter
 * @plan: how they are changed; never changes
 * @pending: packets that were not added to @stat of the connection yet: see rosfw_fast_amount()
 * @when: rosfw_now_seconds() of the last time that the connection was told
 * @unseen: packets have passed since then
 * @side: of TCP
 *
 * The first part is read by every packet, the second written; directions may be on different processors.
 */
struct rosfw_fast_dir {
	struct rosfw_fast_route route;
	const struct rosfw_view *view;
	struct rosfw_fast_plan plan;

	atomic64_t pending ____cacheline_aligned_in_smp;
	u32 when;
	bool unseen;
	struct rosfw_fast_side side;
} ____cacheline_aligned_in_smp;

/*
 * Packets and bytes in one word, so that adding is one operation: bytes below, packets above. A second of 500 Gbit/s or
 * of 134 million packets fits; it is emptied once a second, and before it is more than half full.
 */
#define ROSFW_FAST_PACKETS_SHIFT	36
#define ROSFW_FAST_BYTES		((1ULL << ROSFW_FAST_PACKETS_SHIFT) - 1)

static inline u64 rosfw_fast_amount(u32 packets, u32 bytes)
{
	return (u64)packets << ROSFW_FAST_PACKETS_SHIFT | bytes;
}

/**
 * struct rosfw_fast - what a fasttracked connection has more than others
 * @owner: of the namespace
 * @mode: enum rosfw_fast_mode
 * @stat: what passed, by enum rosfw_dir; part of the connection's own
 * @dir: by enum rosfw_dir
 */
struct rosfw_fast {
	struct rosfw_fasttrack *owner;
	u8 mode;
	struct rosfw_conn_stat stat[ROSFW_DIRS];
	struct rosfw_fast_dir dir[ROSFW_DIRS];
};

/**
 * struct rosfw_fast_cpu - what one processor has forwarded, by family
 * @packets: on the wire
 * @bytes: of IP
 * @sync: makes the numbers readable
 */
struct rosfw_fast_cpu {
	u64_stats_t packets[ROSFW_FAMILIES];
	u64_stats_t bytes[ROSFW_FAMILIES];
	struct u64_stats_sync sync;
};

/**
 * struct rosfw_fasttrack - FastTrack in one namespace
 * @rn: the namespace
 * @cpu: counters
 * @epoch: changes when devices do
 * @allowed: by family: allow-fast-path; written under rosfw_net.mutex, read by packets
 * @count: fasttracked connections, by family
 * @used: there has been one
 * @devices: that have our hook; under rosfw_net.mutex
 * @settle: takes the hooks away once nobody needs them
 */
struct rosfw_fasttrack {
	struct rosfw_net *rn;
	struct rosfw_fast_cpu __percpu *cpu;
	atomic_t epoch;
	bool allowed[ROSFW_FAMILIES];
	atomic_t count[ROSFW_FAMILIES];
	bool used;
	struct list_head devices;
	struct work_struct settle;
};

int rosfw_fast_module_init(void);
void rosfw_fast_module_exit(void);
int rosfw_fast_net_init(struct rosfw_net *rn);
/* After that of connections, whose ends take notice. */
void rosfw_fast_net_exit(struct rosfw_net *rn);

/* ---- packets; RCU read side ---- */

/* A rule wants that connection to be fasttracked. No memory: then it is not, and the next packet asks again. */
void rosfw_fast_mark(struct rosfw_net *rn, struct rosfw_conn *conn);

/* A packet of @conn leaves, translated: how its direction goes. */
void rosfw_fast_learn(struct rosfw_conn *conn, enum rosfw_dir dir, const struct sk_buff *skb,
		      const struct nf_hook_state *state);

unsigned int rosfw_fast_ingress(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

/* ---- devices; under rosfw_net.mutex ---- */

/* Puts our hook on every device there is. 0, or -errno: then on none. */
int rosfw_fast_hook(struct rosfw_net *rn);
void rosfw_fast_unhook(struct rosfw_net *rn);
/* For the notifier of devices; the last one without the mutex. */
void rosfw_fast_device_came(struct rosfw_net *rn, struct net_device *dev);
void rosfw_fast_device_went(struct rosfw_net *rn, const struct net_device *dev);
void rosfw_fast_device_changed(struct rosfw_net *rn);
/* Somebody may still be fasttracked. */
bool rosfw_fast_in_use(const struct rosfw_net *rn);

/* ---- what is shown ---- */

void rosfw_fast_totals(const struct rosfw_net *rn, enum rosfw_family family, u64 *packets, u64 *bytes);

#endif /* _ROSFW_FASTTRACK_H */
