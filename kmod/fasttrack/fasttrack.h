/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FastTrack: packets of connections that a rule has chosen pass by the rules.
 *
 * Life of a fasttracked connection: a rule marks it (rosfw_fast_mark()), for as long as it lives. Its packets go on
 * through all hooks; the last of them, where a packet leaves, writes down for its direction how it went: the route, the
 * device it came by, the translation (rosfw_fast_learn()), and puts the direction into a table of its own. From then on
 * a hook at the ingress of devices (ingress.c) finds it there by the packet's header, and forwards the packet as
 * written, if all of that still holds:
 *
 *   the connection     is in the table, so it has not ended; TCP: nothing opens or closes, and the segment is in the
 *                      windows
 *   the route          by the kernel's own check, which knows of changed routes, addresses, rules and policies
 *   devices            a number that changes whenever one of them does in a way that could matter
 *   the neighbour      is known; a number that changes whenever one goes says that it is still there
 *   the packet         is whole and plain, lives on, and is not larger than the route allows
 *
 * Whatever does not hold sends the packet the normal way, unchanged, where errors are answered, routes are found, and
 * the next packet that leaves writes down how it went. So nothing has to be told when something changes but that a
 * connection has ended.
 *
 * Locks: the connection's for changes of struct rosfw_fast; inside it a lock of the table, to link and unlink. Packets
 * read under RCU: what may change under their eyes is guarded by struct rosfw_fast_word.
 */
#ifndef _ROSFW_FASTTRACK_H
#define _ROSFW_FASTTRACK_H

#include <net/dst.h>
#include <net/neighbour.h>

#include "../conntrack/table.h"
#include "../core/fast/fast.h"

/**
 * union rosfw_fast_word - one word that says whether the rest may be believed
 * @proto: TCP or UDP
 * @mode: enum rosfw_fast_mode; ROSFW_FAST_CLOSED also while the rest changes
 * @kind: both
 * @changes: counts changes
 * @all: to read it at once, before the rest and after it: what lies between was one value if it is the same
 */
union rosfw_fast_word {
	struct {
		union {
			struct {
				u8 proto;
				u8 mode;
			};
			u16 kind;
		};
		u16 changes;
	};
	u32 all;
};

/**
 * union rosfw_fast_epoch - numbers that say that something which ways depend on has changed
 * @devices: changes when devices do
 * @neighbours: changes when a neighbour goes, before it is freed, and when the fast path is forbidden
 * @all: both at once
 *
 * Odd, so that none is 0.
 */
union rosfw_fast_epoch {
	struct {
		u32 devices;
		u32 neighbours;
	};
	u64 all;
};

/**
 * struct rosfw_fast_dir - one direction of a fasttracked connection
 * @key: the addresses of packets where they enter, as they lie there; IPv6: rosfw_fast_hash() of all
 * @ports: of them
 * @word: see there
 * @next: of the same bucket
 * @in: device that packets come in by
 * @epoch: when @in, @dst and @neigh were good
 * @dst: route; holds a reference. NULL: not known yet
 * @neigh: where packets go; no reference: good as long as @epoch says so
 * @cookie: for the check of the route; IPv4: the generation of routes that it is of
 * @mtu: largest packet that may leave
 * @room: bytes that have to be free in front of a packet
 * @own: what passed on @cpu, which alone writes it
 * @stamp: jiffies (32 bits of them) when the connection was last told that packets pass
 * @cpu: the processor that most packets are expected on
 * @reply: enum rosfw_dir
 * @linked: it is in the table
 * @foreign: @neigh speaks the other IP, so his link header is not that of our packets. @stamp is always old then, which
 *	keeps packets off the way that uses it
 * @side: of TCP
 * @plan: how packets are changed
 * @addrs: their addresses then; of IPv6, see struct rosfw_fast_v6
 *
 * @key, @ports, @plan and @addrs do not change once they are written. The first line is read by every packet, the
 * second is also written; directions may be on different processors.
 */
struct rosfw_fast_dir {
	u64 key;
	u32 ports;
	union rosfw_fast_word word;
	struct rosfw_fast_dir *next;
	const struct net_device *in;
	u64 epoch;
	struct dst_entry *dst;
	struct neighbour *neigh;
	u32 cookie;
	u16 mtu;
	u16 room;

	struct {
		u64_stats_t packets;
		u64_stats_t bytes;
	} own ____cacheline_aligned;
	u32 stamp;
	u16 cpu;
	u8 reply;
	u8 linked : 1;
	u8 foreign : 1;
	struct rosfw_fast_side side;
	struct rosfw_fast_plan plan;
	u64 addrs;
} ____cacheline_aligned;

static_assert(offsetof(struct rosfw_fast_dir, room) < 64);
static_assert(offsetofend(struct rosfw_fast_dir, addrs) - offsetof(struct rosfw_fast_dir, own) <= 64);

/**
 * struct rosfw_fast_v6 - what a direction has more if it is IPv6
 * @addrs: of packets where they enter
 * @to: as they leave
 */
struct rosfw_fast_v6 {
	u64 addrs[ROSFW_FAST_WORDS_V6];
	u64 to[ROSFW_FAST_WORDS_V6];
};

/**
 * struct rosfw_fast - what a fasttracked connection has more than others
 * @owner: of the namespace
 * @conn: whose it is
 * @mode: enum rosfw_fast_mode
 * @stat: what passed and was added to the connection's own, by enum rosfw_dir
 * @others: what passed on other processors than the direction's own
 * @when: by enum rosfw_dir: rosfw_now_seconds() when the connection was last told that packets pass
 * @dir: by enum rosfw_dir
 * @v6: likewise, of IPv6 only
 */
struct rosfw_fast {
	struct rosfw_fasttrack *owner;
	struct rosfw_conn *conn;
	struct rosfw_conn_stat stat[ROSFW_DIRS];
	struct {
		atomic64_t packets;
		atomic64_t bytes;
	} others[ROSFW_DIRS];
	u32 when[ROSFW_DIRS];
	u8 mode;
	struct rosfw_fast_dir dir[ROSFW_DIRS];
	struct rosfw_fast_v6 v6[];
};

static inline struct rosfw_fast *rosfw_fast_of(struct rosfw_fast_dir *d)
{
	return container_of(d - d->reply, struct rosfw_fast, dir[0]);
}

/* What the other side of TCP has said. */
static inline const struct rosfw_fast_side *rosfw_fast_other_side(const struct rosfw_fast_dir *d)
{
	return &(d->reply ? d - 1 : d + 1)->side;
}

static inline struct rosfw_fast_v6 *rosfw_fast_v6_of(struct rosfw_fast_dir *d)
{
	return &rosfw_fast_of(d)->v6[d->reply];
}

#define ROSFW_FAST_LOCKS	64U

/**
 * struct rosfw_fast_table - where packets find the direction that they are of
 * @shift: what of a hash is left when it is shifted by this is a bucket; the number of buckets is a power of two
 * @bucket: chains
 *
 * Made when the fast path is first used, as large as connections may become many; stays.
 */
struct rosfw_fast_table {
	u32 shift;
	struct rosfw_fast_dir *bucket[];
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
 * @table: NULL until the fast path is first used
 * @cpu: counters
 * @epoch: see there; changed by atomic operations on its halves
 * @seed: of the table's hash
 * @allowed: by family: allow-fast-path; written under rosfw_net.mutex, see rosfw_fast_allow()
 * @rn: the namespace
 * @count: fasttracked connections, by family
 * @used: there has been one
 * @devices: that have our hook; under rosfw_net.mutex
 * @settle: takes the hooks away once nobody needs them
 * @rcu: who hears of neighbours may still look at it
 * @lock: of the table: lock n protects buckets n, n + ROSFW_FAST_LOCKS, ...
 *
 * What every packet reads is in the first line.
 */
struct rosfw_fasttrack {
	struct rosfw_fast_table *table;
	struct rosfw_fast_cpu __percpu *cpu;
	union {
		union rosfw_fast_epoch epoch;
		struct {
			atomic_t devices_epoch;
			atomic_t neighbours_epoch;
		};
	};
	u64 seed[ROSFW_FAST_SEEDS];
	struct rosfw_net *rn ____cacheline_aligned;
	bool allowed[ROSFW_FAMILIES];
	atomic_t count[ROSFW_FAMILIES];
	bool used;
	struct list_head devices;
	struct work_struct settle;
	struct rcu_head rcu;
	spinlock_t lock[ROSFW_FAST_LOCKS];	/* chains of the table */
};

static inline u64 rosfw_fast_epoch(const struct rosfw_fasttrack *ft)
{
	return READ_ONCE(ft->epoch.all);
}

int rosfw_fast_module_init(void);
void rosfw_fast_module_exit(void);
/* To hear of neighbours that go: while namespaces are registered. */
int rosfw_fast_neighbours_init(void);
void rosfw_fast_neighbours_exit(void);
int rosfw_fast_net_init(struct rosfw_net *rn);
/* After that of connections, whose ends take notice. */
void rosfw_fast_net_exit(struct rosfw_net *rn);

/* ---- packets; RCU read side ---- */

/* A rule wants that connection to be fasttracked. No memory: then it is not, and the next packet asks again. */
void rosfw_fast_mark(struct rosfw_net *rn, struct rosfw_conn *conn);

/* A packet of @conn leaves, translated: how its direction goes. */
void rosfw_fast_learn(struct rosfw_conn *conn, enum rosfw_dir dir, const struct sk_buff *skb,
		      const struct nf_hook_state *state);

/*
 * The neighbour of @d is not known to be there any more: finds out who it is now. @epoch: what the caller saw last.
 * Return: false: it is not known, or something else has changed.
 */
bool rosfw_fast_meet(struct rosfw_fast_dir *d, u64 epoch);

/* A packet of @d is about to pass. False: its connection is over. */
bool rosfw_fast_alive(struct rosfw_fast_dir *d);

/* @priv: struct rosfw_fasttrack */
unsigned int rosfw_fast_ingress(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

/* ---- devices; under rosfw_net.mutex ---- */

/* Before the first hook. 0 or -ENOMEM. */
int rosfw_fast_table_init(struct rosfw_net *rn);

/* Puts our hook on every device there is. 0, or -errno: then on none. */
int rosfw_fast_hook(struct rosfw_net *rn);
void rosfw_fast_unhook(struct rosfw_net *rn);
/* For the notifier of devices; the last one without the mutex. */
void rosfw_fast_device_came(struct rosfw_net *rn, struct net_device *dev);
void rosfw_fast_device_went(struct rosfw_net *rn, const struct net_device *dev);
void rosfw_fast_device_changed(struct rosfw_net *rn);
/* What allow-fast-path says now; the same. */
void rosfw_fast_allow(struct rosfw_net *rn, enum rosfw_family family, bool allowed);
/* Somebody may still be fasttracked. */
bool rosfw_fast_in_use(const struct rosfw_net *rn);

/* ---- what is shown ---- */

void rosfw_fast_totals(const struct rosfw_net *rn, enum rosfw_family family, u64 *packets, u64 *bytes);

#endif /* _ROSFW_FASTTRACK_H */
