// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fasttracked connections: marking, learning how their packets go, and bringing together what the fast path has counted
 * with what the connection knows. See fasttrack.h.
 *
 * What a connection has for it (struct rosfw_fast) is made when it is marked and freed with the connection, after a
 * grace period. Packets only count; the connection is told at most once a second by the fast path itself, by any packet
 * that goes the slow way, and by whoever wants to know. How much it has not been told is the difference between what
 * passed and what was told (struct rosfw_fast.stat).
 *
 * A direction is in the table from the first packet whose way was learned until the connection ends. If its chain is
 * full, it is not, and its packets go the slow way.
 *
 * A neighbour is remembered without holding it, since who holds one also holds its device. Whoever takes a neighbour
 * out of the kernel's table tells everybody (NETEVENT_NEIGH_UPDATE) before he lets go of it, and it is freed after a
 * grace period; we change the epoch then. So a packet that sees the old epoch may still use it.
 *
 * Locks: the connection's for all changes, inside it one of the table's.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/arp.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/lwtunnel.h>
#include <net/ndisc.h>
#include <net/netevent.h>
#include <net/route.h>

#include "fasttrack.h"

/* Nobody makes chains this long without knowing the seeds. */
#define CHAIN_MAX	16

static struct kmem_cache *cache[ROSFW_FAMILIES];

/* ---- the table; under the connection's lock ---- */

static u32 bucket_of(const struct rosfw_fasttrack *ft, struct rosfw_fast_dir *d)
{
	u64 hash = d->key;

	if (rosfw_conn_family(rosfw_fast_of(d)->conn) == ROSFW_IPV4)
		hash = rosfw_fast_hash(ft->seed, ROSFW_IPV4, &d->key, d->ports);
	return hash >> ft->table->shift;
}

static void link_dir(struct rosfw_fasttrack *ft, struct rosfw_fast_dir *d)
{
	u32 bucket = bucket_of(ft, d), length = 0;
	spinlock_t *lock = &ft->lock[bucket % ROSFW_FAST_LOCKS];
	struct rosfw_fast_dir **head = &ft->table->bucket[bucket], *other;

	spin_lock(lock);
	for (other = *head; other; other = other->next)
		length++;
	d->linked = length < CHAIN_MAX;
	if (d->linked) {
		d->next = *head;
		smp_store_release(head, d);	/* pairs with the READ_ONCE() of packets and what they dereference */
	}
	spin_unlock(lock);
}

/* Packets may still go through it: it stays what it is, and leads on. */
static void unlink_dir(struct rosfw_fasttrack *ft, struct rosfw_fast_dir *d)
{
	u32 bucket = bucket_of(ft, d);
	spinlock_t *lock = &ft->lock[bucket % ROSFW_FAST_LOCKS];
	struct rosfw_fast_dir **before = &ft->table->bucket[bucket];

	spin_lock(lock);
	while (*before != d)
		before = &(*before)->next;
	WRITE_ONCE(*before, d->next);
	d->linked = false;
	spin_unlock(lock);
}

void rosfw_fast_forget(struct rosfw_conn *conn)
{
	struct rosfw_fast *fast = conn->ext->fast;
	u32 dir;

	lockdep_assert_held(&conn->lock);
	for (dir = 0; dir < ROSFW_DIRS; dir++)
		if (fast->dir[dir].linked)
			unlink_dir(fast->owner, &fast->dir[dir]);
}

/* ---- memory ---- */

void rosfw_fast_free(struct rosfw_fast *fast, enum rosfw_family family)
{
	struct rosfw_fasttrack *ft = fast->owner;
	u32 dir;

	for (dir = 0; dir < ROSFW_DIRS; dir++)
		dst_release(fast->dir[dir].dst);
	kmem_cache_free(cache[family], fast);
	if (atomic_dec_and_test(&ft->count[family]) && !READ_ONCE(ft->rn->dying))
		queue_work(system_unbound_wq, &ft->settle);
}

/* ---- marking ---- */

static struct rosfw_fast *fast_new(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	struct rosfw_fast *fast = kmem_cache_zalloc(cache[rosfw_conn_family(conn)], GFP_ATOMIC | __GFP_NOWARN);
	u32 dir;

	if (!fast)
		return NULL;
	fast->owner = rn->fasttrack;
	fast->conn = conn;
	for (dir = 0; dir < ROSFW_DIRS; dir++) {
		fast->dir[dir].reply = dir;
		fast->dir[dir].word.proto = conn->view.key.proto;
	}
	return fast;
}

static void mark_locked(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	struct rosfw_conn_ext *ext;
	struct rosfw_fast *fast;

	if (conn->status & (ROSFW_CONN_DYING | ROSFW_CONN_FASTTRACK))
		return;
	ext = rosfw_conn_extend(conn);
	fast = ext ? fast_new(rn, conn) : NULL;
	if (!fast)
		return;
	smp_store_release(&ext->fast, fast);	/* pairs with the READ_ONCE() of readers and what they dereference */
	WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_FASTTRACK);
	atomic_inc(&rn->fasttrack->count[rosfw_conn_family(conn)]);
	if (!READ_ONCE(rn->fasttrack->used))
		WRITE_ONCE(rn->fasttrack->used, true);
}

void rosfw_fast_mark(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	u8 proto = conn->view.key.proto;

	if (READ_ONCE(conn->status) & ROSFW_CONN_FASTTRACK)
		return;
	/* Any connection can be chosen; only these two would have something of it. */
	if (proto != ROSFW_PROTO_TCP && proto != ROSFW_PROTO_UDP)
		return;
	spin_lock_bh(&conn->lock);
	mark_locked(rn, conn);
	spin_unlock_bh(&conn->lock);
}

/* ---- learning ---- */

/* IPv6 does not note it; but what came in by a device and leaves was forwarded. */
static bool was_forwarded(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (!state->in || skb->skb_iif != state->in->ifindex)
		return false;
	return state->pf != NFPROTO_IPV4 || IPCB(skb)->flags & IPSKB_FORWARDED;
}

/* The way out is nothing but a route, a device and a neighbour. */
static bool is_plain(struct dst_entry *dst, const struct nf_hook_state *state)
{
#ifdef CONFIG_XFRM
	if (dst->xfrm)
		return false;
#endif
	if (dst->lwtstate || dst->error || state->out->flags & IFF_LOOPBACK)
		return false;
	if (state->pf == NFPROTO_IPV4)
		return container_of(dst, struct rtable, dst)->rt_type == RTN_UNICAST;
	return !(container_of(dst, struct rt6_info, dst)->rt6i_flags & (RTF_LOCAL | RTF_ANYCAST));
}

/* IP gets all of its packets, and as its own. When that changes, so does the epoch of devices. */
static bool is_own(const struct net_device *in)
{
	return !rcu_access_pointer(in->rx_handler) && !netif_is_l3_master(in) && !netif_is_l3_slave(in);
}

/* What came by IPsec was checked against policies; and whoever sends back by the same device tells hosts about it. */
static bool can_learn(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct dst_entry *dst = skb_dst(skb);

	return dst && dst->dev == state->out && was_forwarded(skb, state) && is_plain(dst, state) &&
	       state->in != state->out && is_own(state->in) && !secpath_exists(skb);
}

/* Under the connection's lock. Between these, packets of the direction go the slow way. */
static void change_begin(struct rosfw_fast_dir *d)
{
	union rosfw_fast_word word = d->word;

	word.mode = ROSFW_FAST_CLOSED;
	word.changes++;
	WRITE_ONCE(d->word.all, word.all);
	smp_wmb();	/* pairs with is_same() */
}

static void change_end(struct rosfw_fast_dir *d)
{
	union rosfw_fast_word word = d->word;

	word.mode = rosfw_fast_of(d)->mode;
	word.changes++;
	smp_store_release(&d->word.all, word.all);	/* pairs with find() */
}

/* Under the connection's lock. The headers have been decided: a packet has left, or is about to. */
static void plan_dir(struct rosfw_fast_dir *d, const struct rosfw_conn *conn)
{
	enum rosfw_family family = rosfw_conn_family(conn);
	struct rosfw_header from, to;
	struct rosfw_fast_v6 *v6;

	rosfw_conn_header(conn, d->reply ? ROSFW_STAGE_LEAVES : ROSFW_STAGE_ARRIVES, &from);
	rosfw_conn_header(conn, d->reply ? ROSFW_STAGE_ARRIVES : ROSFW_STAGE_LEAVES, &to);
	if (d->reply) {
		rosfw_header_reverse(&from, &from);
		rosfw_header_reverse(&to, &to);
	}
	/* Where counters of 64 bits are not read at once, nobody has his own. */
	d->cpu = BITS_PER_LONG == 64 ? raw_smp_processor_id() : U16_MAX;
	d->stamp = (u32)jiffies - HZ;
	if (family == ROSFW_IPV4) {
		rosfw_fast_store(&from, &d->key, &d->ports);
		rosfw_fast_plan(&d->plan, &d->addrs, &from, &to);
		return;
	}
	v6 = rosfw_fast_v6_of(d);
	rosfw_fast_store(&from, v6->addrs, &d->ports);
	d->key = rosfw_fast_hash(rosfw_fast_of(d)->owner->seed, family, v6->addrs, d->ports);
	rosfw_fast_plan(&d->plan, v6->to, &from, &to);
}

/**
 * struct way - how a packet went
 * @in: device that it came by
 * @dst: route
 * @cookie: as in struct rosfw_fast_dir
 * @mtu: likewise
 * @room: likewise
 * @devices: epoch before all of that was looked at
 */
struct way {
	const struct net_device *in;
	struct dst_entry *dst;
	u32 cookie;
	u16 mtu;
	u16 room;
	u32 devices;
};

static void find_way(struct way *way, enum rosfw_family family, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	u32 mtu;

	way->in = state->in;
	way->dst = skb_dst(skb);
	way->room = LL_RESERVED_SPACE(state->out);
	if (family == ROSFW_IPV4) {
		mtu = ip_dst_mtu_maybe_forward(way->dst, true);
		way->cookie = container_of(way->dst, struct rtable, dst)->rt_genid;
	} else {
		mtu = max_t(u32, ip6_dst_mtu_maybe_forward(way->dst, true), IPV6_MIN_MTU);
		way->cookie = rt6_get_cookie(container_of(way->dst, struct rt6_info, dst));
	}
	way->mtu = min_t(u32, mtu, U16_MAX);
}

static bool is_known(const struct rosfw_fast_dir *d, const struct way *way)
{
	union rosfw_fast_epoch epoch = { .all = d->epoch };

	return d->in == way->in && d->dst == way->dst && d->cookie == way->cookie && d->mtu == way->mtu &&
	       d->room == way->room && epoch.devices == way->devices;
}

/* Who the neighbour is, is found out when there is a packet for him. */
static void write_way(struct rosfw_fast_dir *d, const struct way *way)
{
	union rosfw_fast_epoch epoch = { .devices = way->devices };
	struct dst_entry *old = d->dst;

	/* The packet need not hold it: it may be on its way out of the world. */
	if (old != way->dst && !dst_hold_safe(way->dst))
		return;
	change_begin(d);
	WRITE_ONCE(d->in, way->in);
	WRITE_ONCE(d->dst, way->dst);
	WRITE_ONCE(d->cookie, way->cookie);
	WRITE_ONCE(d->mtu, way->mtu);
	WRITE_ONCE(d->room, way->room);
	WRITE_ONCE(d->epoch, epoch.all);
	change_end(d);
	/* Who still looks at it does so under RCU, and it is freed after that. */
	if (old != way->dst)
		dst_release(old);
	if (!d->linked)
		link_dir(rosfw_fast_of(d)->owner, d);
}

void rosfw_fast_learn(struct rosfw_conn *conn, enum rosfw_dir dir, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	struct rosfw_fast *fast = ext ? READ_ONCE(ext->fast) : NULL;
	u32 family = rosfw_conn_family(conn);
	struct rosfw_fast_dir *d;
	struct way way;

	/* The mark may be seen before what belongs to it. */
	if (!fast || !can_learn(skb, state))
		return;
	/* Pairs with rosfw_fast_table_init(). */
	if (!smp_load_acquire(&fast->owner->table))
		return;
	d = &fast->dir[dir];
	/* Before the rest: what changes while we look makes it wrong again. */
	way.devices = atomic_read_acquire(&fast->owner->devices_epoch);
	find_way(&way, family, skb, state);
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING) && !is_known(d, &way)) {
		if (!d->dst)
			plan_dir(d, conn);
		write_way(d, &way);
	}
	spin_unlock_bh(&conn->lock);
}

/* ---- neighbours, and what else needs the detour ---- */

static struct neighbour *neighbour_v4(const struct rosfw_fast_dir *d)
{
	const struct rtable *rt = container_of(d->dst, struct rtable, dst);
	__be32 addrs[2];

	if (rt->rt_gw_family == AF_INET6)
		return __ipv6_neigh_lookup_noref(d->dst->dev, &rt->rt_gw6);
	if (rt->rt_gw_family == AF_INET)
		return __ipv4_neigh_lookup_noref(d->dst->dev, (__force u32)rt->rt_gw4);
	memcpy(addrs, &d->addrs, sizeof(addrs));
	return __ipv4_neigh_lookup_noref(d->dst->dev, (__force u32)addrs[1]);
}

static struct neighbour *neighbour_v6(struct rosfw_fast_dir *d)
{
	const struct rt6_info *rt = container_of(d->dst, struct rt6_info, dst);
	struct in6_addr to;

	memcpy(&to, &rosfw_fast_v6_of(d)->to[ROSFW_FAST_WORDS_V6 / 2], sizeof(to));
	return __ipv6_neigh_lookup_noref(d->dst->dev, rt6_nexthop(rt, &to));
}

/* One that is known; asking for one, and what becomes of packets meanwhile, is not done here. */
static bool meet_locked(struct rosfw_fast_dir *d, const struct rosfw_conn *conn, union rosfw_fast_epoch now)
{
	union rosfw_fast_epoch then = { .all = d->epoch };
	struct neighbour *neigh;

	if (conn->status & ROSFW_CONN_DYING || then.devices != now.devices)
		return false;
	neigh = rosfw_conn_family(conn) == ROSFW_IPV4 ? neighbour_v4(d) : neighbour_v6(d);
	if (!neigh || !(READ_ONCE(neigh->nud_state) & NUD_VALID) || READ_ONCE(neigh->dead))
		return false;
	change_begin(d);
	d->foreign = neigh->tbl->family != d->dst->ops->family;
	if (d->foreign)
		WRITE_ONCE(d->stamp, (u32)jiffies - HZ);
	WRITE_ONCE(d->neigh, neigh);
	WRITE_ONCE(d->epoch, now.all);
	change_end(d);
	return true;
}

bool rosfw_fast_meet(struct rosfw_fast_dir *d, u64 epoch)
{
	struct rosfw_conn *conn = rosfw_fast_of(d)->conn;
	bool met;

	spin_lock_bh(&conn->lock);
	met = meet_locked(d, conn, (union rosfw_fast_epoch){ .all = epoch });
	spin_unlock_bh(&conn->lock);
	return met;
}

/* Who sees the new epoch also sees why it is a new one. */
static void new_neighbours(struct rosfw_fasttrack *ft)
{
	smp_mb__before_atomic();	/* pairs with detour() */
	atomic_add(2, &ft->neighbours_epoch);
}

/* All packets take the detour then, where they are told. */
void rosfw_fast_allow(struct rosfw_net *rn, enum rosfw_family family, bool allowed)
{
	struct rosfw_fasttrack *ft = rn->fasttrack;

	lockdep_assert_held(&rn->mutex);
	if (ft->allowed[family] == allowed)
		return;
	WRITE_ONCE(ft->allowed[family], allowed);
	if (!allowed)
		new_neighbours(ft);
}

static int neighbour_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct neighbour *neigh = ptr;
	struct rosfw_fasttrack *ft;
	struct rosfw_net *rn;

	if (event != NETEVENT_NEIGH_UPDATE || !READ_ONCE(neigh->dead))
		return NOTIFY_DONE;
	rcu_read_lock();
	rn = rosfw_pernet(dev_net(neigh->dev));
	/* Namespaces have neighbours before we come and after we have gone. */
	ft = rn ? READ_ONCE(rn->fasttrack) : NULL;
	if (ft)
		new_neighbours(ft);
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block neighbours = {
	.notifier_call = neighbour_event,
};

int rosfw_fast_neighbours_init(void)
{
	return register_netevent_notifier(&neighbours);
}

void rosfw_fast_neighbours_exit(void)
{
	unregister_netevent_notifier(&neighbours);
}

/* ---- telling ---- */

/* Under the connection's lock. The last second in which something of that direction passed, 0: nothing new has. */
static u32 collect(struct rosfw_fast *fast, struct rosfw_conn *conn, enum rosfw_dir dir)
{
	const struct rosfw_fast_dir *d = &fast->dir[dir];
	u64 packets = u64_stats_read(&d->own.packets) + atomic64_read(&fast->others[dir].packets);
	u64 bytes = u64_stats_read(&d->own.bytes) + atomic64_read(&fast->others[dir].bytes);
	struct rosfw_conn_stat *stat = &fast->stat[dir];

	if (stat->packets == packets && stat->bytes == bytes)
		return 0;
	conn->stat[dir].packets += packets - stat->packets;
	conn->stat[dir].bytes += bytes - stat->bytes;
	stat->packets = packets;
	stat->bytes = bytes;
	/* We were told in that second. The packets may be of the next one, which has not been told yet. */
	return min_t(u32, fast->when[dir] + 1, rosfw_now_seconds());
}

/* Under the connection's lock: packets passed in the second @when. */
static void prolong(struct rosfw_fast *fast, struct rosfw_conn *conn, const struct rosfw_timeouts *settings, u32 when)
{
	struct rosfw_fast_side *const side[] = { &fast->dir[0].side, &fast->dir[1].side };

	if (fast->mode == ROSFW_FAST_CLOSED)
		return;
	rosfw_fast_catch_up(&conn->track, side, when);
	if (conn->track.flags & ROSFW_TRACK_ASSURED && !(conn->status & ROSFW_CONN_ASSURED))
		WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_ASSURED);
	when += rosfw_track_timeout(&conn->track, settings);
	if (when != conn->expires)
		WRITE_ONCE(conn->expires, when);
}

void rosfw_fast_before(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	struct rosfw_fast *fast = conn->ext->fast;
	u32 orig, repl;

	lockdep_assert_held(&conn->lock);
	orig = collect(fast, conn, ROSFW_DIR_ORIG);
	repl = collect(fast, conn, ROSFW_DIR_REPL);
	if (orig || repl)
		prolong(fast, conn, settings, max(orig, repl));
}

/* Packets see the sides before they see that they may use them. */
static void set_mode(struct rosfw_fast *fast, u8 mode)
{
	u32 dir;

	fast->mode = mode;
	for (dir = 0; dir < ROSFW_DIRS; dir++) {
		change_begin(&fast->dir[dir]);
		change_end(&fast->dir[dir]);
	}
}

void rosfw_fast_after(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	struct rosfw_fast *fast = conn->ext->fast;
	struct rosfw_fast_side *const side[] = { &fast->dir[0].side, &fast->dir[1].side };
	u8 mode;

	lockdep_assert_held(&conn->lock);
	mode = rosfw_fast_publish(&conn->track, side, fast->mode, settings->liberal_tcp);
	/* Somebody reads what it says. */
	if (conn->ext->helper || conn->status & ROSFW_CONN_EXPECTING)
		mode = ROSFW_FAST_CLOSED;
	if (mode != fast->mode)
		set_mode(fast, mode);
}

bool rosfw_fast_alive(struct rosfw_fast_dir *d)
{
	struct rosfw_fast *fast = rosfw_fast_of(d);
	struct rosfw_conn *conn = fast->conn;
	const struct rosfw_timeouts *settings = &rcu_dereference(fast->owner->rn->ruleset)->tracking.timeouts;
	u32 now = rosfw_now_seconds();
	bool live;

	spin_lock_bh(&conn->lock);
	live = !(conn->status & ROSFW_CONN_DYING);
	if (live)
		rosfw_fast_before(conn, settings);
	live = live && conn->expires > now;
	if (live) {
		fast->when[d->reply] = now;
		if (!d->foreign)
			WRITE_ONCE(d->stamp, (u32)jiffies);
		prolong(fast, conn, settings, now);
	}
	spin_unlock_bh(&conn->lock);
	return live;
}

bool rosfw_fast_tell(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	bool live;

	spin_lock_bh(&conn->lock);
	live = !(conn->status & ROSFW_CONN_DYING);
	if (live)
		rosfw_fast_before(conn, settings);
	spin_unlock_bh(&conn->lock);
	return live;
}

void rosfw_fast_totals(const struct rosfw_net *rn, enum rosfw_family family, u64 *packets, u64 *bytes)
{
	int cpu;

	*packets = 0;
	*bytes = 0;
	for_each_possible_cpu(cpu) {
		const struct rosfw_fast_cpu *c = per_cpu_ptr(rn->fasttrack->cpu, cpu);
		unsigned int start;
		u64 p, b;

		do {
			start = u64_stats_fetch_begin(&c->sync);
			p = u64_stats_read(&c->packets[family]);
			b = u64_stats_read(&c->bytes[family]);
		} while (u64_stats_fetch_retry(&c->sync, start));
		*packets += p;
		*bytes += b;
	}
}

/* ---- life ---- */

bool rosfw_fast_in_use(const struct rosfw_net *rn)
{
	return atomic_read(&rn->fasttrack->count[ROSFW_IPV4]) || atomic_read(&rn->fasttrack->count[ROSFW_IPV6]);
}

static void settle_work(struct work_struct *work)
{
	struct rosfw_fasttrack *ft = container_of(work, struct rosfw_fasttrack, settle);
	struct rosfw_net *rn = ft->rn;

	mutex_lock(&rn->mutex);
	rosfw_hooks_settle(rn);
	mutex_unlock(&rn->mutex);
}

int rosfw_fast_table_init(struct rosfw_net *rn)
{
	u32 buckets = roundup_pow_of_two(clamp(rosfw_conntrack_max(rn) / 2, 1024U, 1U << 20));
	struct rosfw_fast_table *table;

	lockdep_assert_held(&rn->mutex);
	if (rn->fasttrack->table)
		return 0;
	table = kvzalloc(struct_size(table, bucket, buckets), GFP_KERNEL_ACCOUNT);
	if (!table)
		return -ENOMEM;
	table->shift = 64 - ilog2(buckets);
	smp_store_release(&rn->fasttrack->table, table);	/* pairs with rosfw_fast_learn() */
	return 0;
}

int rosfw_fast_net_init(struct rosfw_net *rn)
{
	struct rosfw_fasttrack *ft = kzalloc(sizeof(*ft), GFP_KERNEL_ACCOUNT);
	u32 i;
	int cpu;

	if (!ft)
		return -ENOMEM;
	ft->cpu = alloc_percpu_gfp(struct rosfw_fast_cpu, GFP_KERNEL_ACCOUNT);
	if (!ft->cpu) {
		kfree(ft);
		return -ENOMEM;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(ft->cpu, cpu)->sync);
	ft->rn = rn;
	ft->epoch.devices = 1;
	ft->epoch.neighbours = 1;
	get_random_bytes(ft->seed, sizeof(ft->seed));
	for (i = 0; i < ROSFW_FAST_SEEDS; i++)
		ft->seed[i] |= 1;
	for (i = 0; i < ROSFW_FAST_LOCKS; i++)
		spin_lock_init(&ft->lock[i]);
	INIT_LIST_HEAD(&ft->devices);
	INIT_WORK(&ft->settle, settle_work);
	WRITE_ONCE(rn->fasttrack, ft);
	return 0;
}

void rosfw_fast_net_exit(struct rosfw_net *rn)
{
	struct rosfw_fasttrack *ft = rn->fasttrack;

	cancel_work_sync(&ft->settle);
	/* Some kernels count the routes of a namespace when they free them, after a grace period: it must be there. */
	if (ft->used)
		rcu_barrier();
	free_percpu(ft->cpu);
	kvfree(ft->table);
	WRITE_ONCE(rn->fasttrack, NULL);
	kfree_rcu(ft, rcu);
}

void rosfw_fast_module_exit(void)
{
	u32 family;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		kmem_cache_destroy(cache[family]);
}

int rosfw_fast_module_init(void)
{
	u32 family;

	for (family = 0; family < ROSFW_FAMILIES; family++) {
		size_t size = sizeof(struct rosfw_fast) +
			      (family == ROSFW_IPV4 ? 0 : ROSFW_DIRS * sizeof(struct rosfw_fast_v6));

		cache[family] = kmem_cache_create(family == ROSFW_IPV4 ? "rosfw_fast" : "rosfw_fast6", size, 0,
						  SLAB_HWCACHE_ALIGN, NULL);
		if (!cache[family]) {
			rosfw_fast_module_exit();
			return -ENOMEM;
		}
	}
	return 0;
}
