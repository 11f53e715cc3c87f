// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fasttracked connections: marking, learning how their packets go, and bringing together what the fast path has counted
 * with what the connection knows. See fasttrack.h.
 *
 * What a connection has for it (struct rosfw_fast) is made when it is marked and freed with the connection, after a
 * grace period. Of each direction, packets and bytes lie in one word until the connection is told: at most once a
 * second by the fast path itself, by any packet that goes the slow way, and by whoever wants to know.
 *
 * Locks: the connection's for all changes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/lwtunnel.h>
#include <net/route.h>

#include "fasttrack.h"

static struct kmem_cache *cache;

/* ---- memory ---- */

void rosfw_fast_free(struct rosfw_fast *fast, enum rosfw_family family)
{
	struct rosfw_fasttrack *ft = fast->owner;
	u32 dir;

	for (dir = 0; dir < ROSFW_DIRS; dir++)
		dst_release(fast->dir[dir].route.dst);
	kmem_cache_free(cache, fast);
	if (atomic_dec_and_test(&ft->count[family]) && !READ_ONCE(ft->rn->dying))
		queue_work(system_unbound_wq, &ft->settle);
}

/* ---- marking ---- */

/* Under the connection's lock. The headers have been decided: a packet has left, or is about to. */
static void plan_dir(struct rosfw_fast *fast, const struct rosfw_conn *conn, enum rosfw_dir dir)
{
	bool reply = dir == ROSFW_DIR_REPL;
	struct rosfw_header from, to;

	rosfw_conn_header(conn, reply ? ROSFW_STAGE_LEAVES : ROSFW_STAGE_ARRIVES, &from);
	rosfw_conn_header(conn, reply ? ROSFW_STAGE_ARRIVES : ROSFW_STAGE_LEAVES, &to);
	if (reply) {
		rosfw_header_reverse(&from, &from);
		rosfw_header_reverse(&to, &to);
	}
	rosfw_fast_plan(&fast->dir[dir].plan, &from, &to);
	/* Pairs with the fast path: whoever finds the view finds the plan. */
	smp_store_release(&fast->dir[dir].view,
			  rosfw_stage_view(conn, reply ? ROSFW_STAGE_LEAVES : ROSFW_STAGE_ARRIVES));
}

static struct rosfw_fast *fast_new(struct rosfw_net *rn)
{
	struct rosfw_fast *fast = kmem_cache_zalloc(cache, GFP_ATOMIC | __GFP_NOWARN);
	u32 dir;

	if (!fast)
		return NULL;
	fast->owner = rn->fasttrack;
	for (dir = 0; dir < ROSFW_DIRS; dir++)
		seqcount_init(&fast->dir[dir].route.seq);
	return fast;
}

static void mark_locked(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	struct rosfw_conn_ext *ext;
	struct rosfw_fast *fast;

	if (conn->status & (ROSFW_CONN_DYING | ROSFW_CONN_FASTTRACK))
		return;
	ext = rosfw_conn_extend(conn);
	fast = ext ? fast_new(rn) : NULL;
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

/* What came by IPsec was checked against policies; and whoever sends back by the same device tells hosts about it. */
static bool can_learn(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct dst_entry *dst = skb_dst(skb);

	return dst && dst->dev == state->out && was_forwarded(skb, state) && is_plain(dst, state) &&
	       state->in != state->out && !secpath_exists(skb);
}

static void write_route(struct rosfw_fast_route *route, const struct rosfw_fast_route *now)
{
	struct dst_entry *old = route->dst;

	/* The packet need not hold it: it may be on its way out of the world. */
	if (old != now->dst && !dst_hold_safe(now->dst))
		return;
	raw_write_seqcount_begin(&route->seq);
	WRITE_ONCE(route->iif, now->iif);
	WRITE_ONCE(route->dst, now->dst);
	WRITE_ONCE(route->cookie, now->cookie);
	WRITE_ONCE(route->mtu, now->mtu);
	WRITE_ONCE(route->epoch, now->epoch);
	raw_write_seqcount_end(&route->seq);
	/* Who still looks at it does so under RCU, and it is freed after that. */
	if (old != now->dst)
		dst_release(old);
}

static bool is_written(const struct rosfw_fast_route *route, const struct rosfw_fast_route *now)
{
	return route->iif == now->iif && route->dst == now->dst && route->cookie == now->cookie &&
	       route->mtu == now->mtu && route->epoch == now->epoch;
}

void rosfw_fast_learn(struct rosfw_conn *conn, enum rosfw_dir dir, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	struct rosfw_fast *fast = ext ? READ_ONCE(ext->fast) : NULL;
	struct rosfw_fast_route now = { };
	u32 family = rosfw_conn_family(conn);
	struct rosfw_fast_dir *d;

	/* The mark may be seen before what belongs to it. */
	if (!fast || !READ_ONCE(fast->owner->allowed[family]) || !can_learn(skb, state))
		return;
	d = &fast->dir[dir];
	/* Before the rest: what changes while we look makes it wrong again. */
	now.epoch = atomic_read_acquire(&fast->owner->epoch);
	now.iif = state->in->ifindex;
	now.dst = skb_dst(skb);
	if (family == ROSFW_IPV4) {
		now.mtu = ip_dst_mtu_maybe_forward(now.dst, true);
	} else {
		now.mtu = max_t(u32, ip6_dst_mtu_maybe_forward(now.dst, true), IPV6_MIN_MTU);
		now.cookie = rt6_get_cookie(container_of(now.dst, struct rt6_info, dst));
	}
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING) && !is_written(&d->route, &now)) {
		if (!d->view)
			plan_dir(fast, conn, dir);
		write_route(&d->route, &now);
	}
	spin_unlock_bh(&conn->lock);
}

/* ---- telling ---- */

/* Under the connection's lock. */
static void collect(struct rosfw_fast *fast, struct rosfw_conn *conn, enum rosfw_dir dir)
{
	u64 pending = atomic64_read(&fast->dir[dir].pending);

	if (!pending)
		return;
	pending = atomic64_xchg(&fast->dir[dir].pending, 0);
	fast->stat[dir].packets += pending >> ROSFW_FAST_PACKETS_SHIFT;
	fast->stat[dir].bytes += pending & ROSFW_FAST_BYTES;
	conn->stat[dir].packets += pending >> ROSFW_FAST_PACKETS_SHIFT;
	conn->stat[dir].bytes += pending & ROSFW_FAST_BYTES;
}

/* Under the connection's lock. The last second in which something passed, 0 if nothing has since the last time. */
static u32 last_unseen(struct rosfw_fast *fast)
{
	u32 when = 0, dir;

	for (dir = 0; dir < ROSFW_DIRS; dir++) {
		if (!READ_ONCE(fast->dir[dir].unseen))
			continue;
		WRITE_ONCE(fast->dir[dir].unseen, false);
		when = max(when, READ_ONCE(fast->dir[dir].when));
	}
	return when;
}

void rosfw_fast_before(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	struct rosfw_fast *fast = conn->ext->fast;
	struct rosfw_fast_side *const side[] = { &fast->dir[0].side, &fast->dir[1].side };
	u32 when;

	lockdep_assert_held(&conn->lock);
	when = last_unseen(fast);
	collect(fast, conn, ROSFW_DIR_ORIG);
	collect(fast, conn, ROSFW_DIR_REPL);
	if (!when || fast->mode == ROSFW_FAST_CLOSED)
		return;
	rosfw_fast_catch_up(&conn->track, side, when);
	if (conn->track.flags & ROSFW_TRACK_ASSURED && !(conn->status & ROSFW_CONN_ASSURED))
		WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_ASSURED);
	when += rosfw_track_timeout(&conn->track, settings);
	if (when != conn->expires)
		WRITE_ONCE(conn->expires, when);
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
		smp_store_release(&fast->mode, mode);	/* pairs with the fast path: sides come first */
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

int rosfw_fast_net_init(struct rosfw_net *rn)
{
	struct rosfw_fasttrack *ft = kzalloc(sizeof(*ft), GFP_KERNEL_ACCOUNT);
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
	INIT_LIST_HEAD(&ft->devices);
	INIT_WORK(&ft->settle, settle_work);
	rn->fasttrack = ft;
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
	kfree(ft);
	rn->fasttrack = NULL;
}

int rosfw_fast_module_init(void)
{
	cache = KMEM_CACHE(rosfw_fast, SLAB_HWCACHE_ALIGN);
	return cache ? 0 : -ENOMEM;
}

void rosfw_fast_module_exit(void)
{
	kmem_cache_destroy(cache);
}
