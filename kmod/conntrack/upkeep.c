// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the table of connections does by itself: resize, collect what has expired, free what was unlinked.
 *
 * Resizing. A work item makes a table of the right size and hangs it behind the old one. From then on newcomers go to
 * the new one, lookups look in the old, then in the new. Bucket by bucket, each under its lock for a moment only,
 * views move, the last of a chain first: it is linked into the new chain before it leaves the old one, so a lookup
 * finds it in one of them. At the end the new table takes the old one's place. Traffic never waits for more than
 * one chain. There are at most five connections for four buckets, five for eight when it has just grown, so that memory
 * for buckets is at most 13 bytes each; it shrinks at one for four.
 *
 * Expiry is visible to lookups at once; a work item ends what has expired, an eighth of the table a second. A newcomer
 * to a full table ends one of its neighbours, if there is one that is not assured.
 *
 * Burial. Connections that ended gather in a list without a lock. One batch of them at a time waits for a grace period
 * and is freed by a work item, so a connection has no memory of its own for that: its link lies over its counters,
 * which are closed. What ends while a batch is under way makes the next.
 *
 * Locks: those of the buckets. Works never run twice at once; only the resizing one replaces tables.
 */
#include <linux/mm.h>

#include "upkeep.h"

#define COLLECT_PARTS	8U	/* of the table in one round */
#define COLLECT_CHUNK	256U	/* buckets until another task may run */
#define BURY_CHUNK	1024U	/* the same for connections that are freed */
#define ROOM_BUCKETS	BIT(ROSFW_TABLE_MIN_BITS)	/* that a newcomer to a full table looks into, */
#define ROOM_CONNS	16U	/* unless it has seen so many connections by then */
#define FULL_LOG_PERIOD	(60 * HZ)
#define MEMORY_PER_CONN	16384U	/* bytes of RAM for each connection that may be: 1M from 16 GB on, as RouterOS */
#define CONNS_MAX	1048576U
#define CONNS_MIN	65536U

/* A connection has memory for as much of its view's key as its family needs. */
#define CONN_SIZE(addresses)	(offsetof(struct rosfw_conn, view.key.v4) + 2 * sizeof(addresses))

/* What a plain IPv4 connection may cost, with the largest protocol state; its share of the buckets comes on top. */
#define CONN_SIZE_MAX	144U
#define TRACK_SIZE_MAX	56U
static_assert(sizeof(spinlock_t) > sizeof(u32) || sizeof(struct rosfw_track) <= TRACK_SIZE_MAX);
static_assert(sizeof(spinlock_t) > sizeof(u32) ||
	      CONN_SIZE(u32) - sizeof(struct rosfw_track) <= CONN_SIZE_MAX - TRACK_SIZE_MAX);

static struct kmem_cache *conn_cache[ROSFW_FAMILIES];
static struct kmem_cache *ext_cache;

/* ---- memory ---- */

struct rosfw_conn *rosfw_conn_alloc(struct rosfw_conntrack *ct, enum rosfw_family family)
{
	struct rosfw_conn *conn;

	/* What waits to be freed may be as much as a table, if that is not a small one. */
	if (atomic_read(&ct->memory) / 2 >= max(READ_ONCE(ct->max), CONNS_MIN))
		return NULL;
	conn = kmem_cache_zalloc(conn_cache[family], GFP_ATOMIC | __GFP_NOWARN);
	if (conn)
		atomic_inc(&ct->memory);
	return conn;
}

struct rosfw_conn_ext *rosfw_conn_extend(struct rosfw_conn *conn)
{
	struct rosfw_conn_ext *ext = conn->ext;

	lockdep_assert_held(&conn->lock);
	if (ext)
		return ext;
	ext = kmem_cache_zalloc(ext_cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!ext)
		return NULL;
	ext->conn = conn;
	INIT_HLIST_HEAD(&ext->expects);
	smp_store_release(&conn->ext, ext);	/* pairs with the READ_ONCE() of readers and what they dereference */
	return ext;
}

static void conn_free(struct rosfw_conn *conn)
{
	if (conn->ext) {
		if (conn->ext->fast)
			rosfw_fast_free(conn->ext->fast, rosfw_conn_family(conn));
		kfree(conn->ext->helper);
		kfree(conn->ext->rate);
		kmem_cache_free(ext_cache, conn->ext);
	}
	kmem_cache_free(conn_cache[rosfw_conn_family(conn)], conn);
}

void rosfw_conn_free(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	conn_free(conn);
	atomic_dec(&ct->memory);
}

static void bury_batch(struct rosfw_conntrack *ct)
{
	ct->buried = llist_del_all(&ct->dead);
	rosfw_table_new_epoch(ct);
	queue_rcu_work(system_unbound_wq, &ct->bury);
}

void rosfw_conn_bury(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	llist_add(&conn->dead, &ct->dead);
	if (!atomic_read(&ct->burying) && !atomic_xchg(&ct->burying, 1))
		bury_batch(ct);
}

static void bury_work(struct work_struct *work)
{
	struct rosfw_conntrack *ct = container_of(to_rcu_work(work), struct rosfw_conntrack, bury);
	struct rosfw_conn *conn, *next;
	u32 n = 0;

	llist_for_each_entry_safe(conn, next, ct->buried, dead) {
		conn_free(conn);
		if (++n % BURY_CHUNK == 0)
			cond_resched();
	}
	atomic_sub(n, &ct->memory);
	if (llist_empty(&ct->dead)) {
		atomic_set(&ct->burying, 0);
		/* Whoever added before this saw the batch and left it to us; whoever adds after it does not. */
		smp_mb();
		if (llist_empty(&ct->dead) || atomic_xchg(&ct->burying, 1))
			return;
	}
	bury_batch(ct);
}

/* ---- resize ---- */

static struct rosfw_conn_table *table_new(u32 bits)
{
	struct rosfw_conn_table *t;
	u32 i;

	t = kzalloc(sizeof(*t), GFP_KERNEL_ACCOUNT);
	if (!t)
		return NULL;
	t->bucket = kvzalloc(array_size(BIT(bits), sizeof(*t->bucket)), GFP_KERNEL_ACCOUNT);
	if (!t->bucket) {
		kfree(t);
		return NULL;
	}
	t->bits = bits;
	for (i = 0; i < BIT(bits); i++)
		t->bucket[i] = rosfw_bucket_end(t, i);
	return t;
}

static void table_free(struct rosfw_conn_table *t)
{
	if (!t)
		return;
	kvfree(t->bucket);
	kfree(t);
}

/* Connections that so many buckets are for, at most. */
static u32 room_of(u32 bits)
{
	return BIT(bits) + BIT(bits) / 4;
}

bool rosfw_table_crowded(const struct rosfw_conntrack *ct)
{
	const struct rosfw_conn_table *t = rcu_dereference(ct->table);

	return rosfw_table_count(ct) > room_of(t->bits) && t->bits < ROSFW_PLACE_BITS && !rcu_access_pointer(t->next);
}

/* The size for now: the table's own, while that is not far off. */
static u32 bits_wanted(const struct rosfw_conntrack *ct, u32 bits)
{
	u32 count = rosfw_table_count(ct);

	if (count <= room_of(bits) && count >= BIT(bits) / 4)
		return bits;
	return clamp_t(u32, fls(count - count / 5), ROSFW_TABLE_MIN_BITS, ROSFW_PLACE_BITS);
}

/* Where the pointer to the last view of a chain is, NULL if the chain is empty. Under its lock. */
static struct rosfw_view **last_of(struct rosfw_view **head)
{
	struct rosfw_view **at = head;

	if (rosfw_is_end(*head))
		return NULL;
	while (!rosfw_is_end((*at)->next))
		at = &(*at)->next;
	return at;
}

/* See the top of the file for why the last goes first, and into the new chain before it leaves the old. */
static void move_bucket(struct rosfw_conntrack *ct, struct rosfw_conn_table *from, struct rosfw_conn_table *to,
			u32 bucket)
{
	spinlock_t *lock = rosfw_lock_of(ct, bucket << (32 - from->bits));
	struct rosfw_view **at;

	spin_lock_bh(lock);
	while ((at = last_of(&from->bucket[bucket]))) {
		struct rosfw_view *view = *at, *end = view->next;
		struct rosfw_view **head = &to->bucket[rosfw_bucket_of(to, view->key.place)];

		WRITE_ONCE(view->next, *head);
		smp_store_release(head, view);	/* as when it was linked */
		smp_wmb();	/* pairs with rosfw_table_find(): who misses it in the old chain finds it in the new */
		WRITE_ONCE(*at, end);
	}
	spin_unlock_bh(lock);
}

static void resize_work(struct work_struct *work)
{
	struct rosfw_conntrack *ct = container_of(work, struct rosfw_conntrack, resize);
	struct rosfw_conn_table *old = rcu_dereference_protected(ct->table, 1);
	u32 bits = bits_wanted(ct, old->bits);
	struct rosfw_conn_table *new;
	u32 i;

	if (bits == old->bits)
		return;
	/* Longer chains are the price of no memory: the next newcomer asks again. */
	new = table_new(bits);
	if (!new)
		return;
	rcu_assign_pointer(old->next, new);
	/* Who looked before that links into the old table, under a lock that we take after him. */
	for (i = 0; i < BIT(old->bits); i++) {
		move_bucket(ct, old, new, i);
		cond_resched();
	}
	rcu_assign_pointer(ct->table, new);
	synchronize_rcu();
	table_free(old);
	if (bits_wanted(ct, bits) != bits)
		queue_work(system_unbound_wq, &ct->resize);
}

/* ---- collect ---- */

/*
 * Without a lock: what is carried to another chain leads us there, and we go on until that one's end; the rest of
 * ours has its turn in the next round.
 */
static void collect_bucket(struct rosfw_conntrack *ct, const struct rosfw_conn_table *t, u32 bucket, u32 now)
{
	struct rosfw_view *view;

	rosfw_for_each_view(view, t, bucket) {
		struct rosfw_conn *conn = rosfw_view_conn(view);

		if (!rosfw_view_is_first(view))
			continue;
		/* How long it lives depends on what it has not been told yet. */
		if (unlikely(READ_ONCE(conn->status) & ROSFW_CONN_FASTTRACK))
			rosfw_fast_tell(conn, rosfw_timeouts_of(ct));
		if (READ_ONCE(conn->expires) <= now)
			rosfw_table_end(ct, conn, ROSFW_END_EXPIRED, now);
	}
}

/*
 * RCU protects the table from the resizing work. What moves to the next table meanwhile is met in the next round.
 * Chunks, so that neither a grace period nor another task waits for long.
 */
static void collect_some(struct rosfw_conntrack *ct, u32 now)
{
	u32 todo = BIT(ROSFW_PLACE_BITS) / COLLECT_PARTS;

	while (todo) {
		struct rosfw_conn_table *t;
		u32 places, i, n;

		rcu_read_lock();
		t = rcu_dereference(ct->table);
		places = BIT(ROSFW_PLACE_BITS - t->bits);
		n = min_t(u32, DIV_ROUND_UP(todo, places), COLLECT_CHUNK);
		for (i = 0; i < n; i++) {
			collect_bucket(ct, t, rosfw_bucket_of(t, ct->collect_place << ROSFW_PLACE_SHIFT), now);
			ct->collect_place = (ct->collect_place + places) & (BIT(ROSFW_PLACE_BITS) - 1);
		}
		rcu_read_unlock();
		todo -= min(todo, n * places);
		cond_resched();
	}
}

/* Once more when all are gone, so that the table shrinks. */
static void collect_work(struct work_struct *work)
{
	struct rosfw_conntrack *ct = container_of(to_delayed_work(work), struct rosfw_conntrack, collect);
	u32 bits;

	collect_some(ct, rosfw_now_seconds());
	rosfw_expect_collect(ct, rosfw_now_seconds());
	rcu_read_lock();
	bits = rcu_dereference(ct->table)->bits;
	rcu_read_unlock();
	if (bits_wanted(ct, bits) != bits)
		queue_work(system_unbound_wq, &ct->resize);
	if (rosfw_table_count(ct))
		queue_delayed_work(system_power_efficient_wq, &ct->collect, HZ);
}

/* ---- make room ---- */

/**
 * struct candidate - who is to go
 * @conn: the best so far, NULL: none
 * @rank: of it; less is better
 * @seen: connections looked at
 */
struct candidate {
	struct rosfw_conn *conn;
	u32 rank;
	u32 seen;
};

/* Assured ones have none. */
static u32 rank_of(const struct rosfw_conn *conn, u32 now)
{
	u32 status = READ_ONCE(conn->status);

	if (READ_ONCE(conn->expires) <= now)
		return 0;
	if (status & ROSFW_CONN_ASSURED)
		return U32_MAX;
	return status & ROSFW_CONN_SEEN_REPLY ? 2 : 1;
}

static void look_in(const struct rosfw_conn_table *t, u32 bucket, u32 now, struct candidate *best)
{
	struct rosfw_view *view;

	rosfw_for_each_view(view, t, bucket) {
		struct rosfw_conn *conn = rosfw_view_conn(view);
		u32 rank = rank_of(conn, now);

		if (!rosfw_view_is_first(view) || READ_ONCE(conn->status) & ROSFW_CONN_DYING)
			continue;
		best->seen++;
		if (rank < best->rank || (best->conn && rank == best->rank &&
					  READ_ONCE(conn->expires) < READ_ONCE(best->conn->expires))) {
			best->conn = conn;
			best->rank = rank;
		}
	}
}

/* A full table has many in few buckets; one that may hold but a few is looked through. */
bool rosfw_table_make_room(struct rosfw_conntrack *ct, u32 hash, u32 now, bool *early)
{
	struct candidate best = { .rank = U32_MAX };
	const struct rosfw_conn_table *t;
	u32 i;

	for (t = rcu_dereference(ct->table); t; t = rcu_dereference(t->next))
		for (i = 0; i < ROOM_BUCKETS && best.seen < ROOM_CONNS; i++)
			look_in(t, (rosfw_bucket_of(t, hash) + i) & (BIT(t->bits) - 1), now, &best);
	*early = best.rank > 0;
	return best.conn && rosfw_table_end(ct, best.conn, ROSFW_END_UNASSURED, now);
}

void rosfw_table_end_matching(struct rosfw_conntrack *ct, bool (*match)(const struct rosfw_conn *conn, const void *arg),
			      const void *arg)
{
	u32 now = rosfw_now_seconds();
	struct rosfw_conn *conn;
	u32 pos = 0, n;

	do {
		rcu_read_lock();
		for (n = 0; n < COLLECT_CHUNK; n++) {
			conn = rosfw_table_next(ct, pos, U32_MAX, now);
			if (!conn)
				break;
			pos = rosfw_conn_id(conn) + 1;
			if (match(conn, arg))
				rosfw_table_end(ct, conn, ROSFW_END_ALWAYS, now);
		}
		rcu_read_unlock();
		cond_resched();
	} while (conn);
}

/* ---- life ---- */

u32 rosfw_table_max(u32 asked)
{
	u64 max = (u64)totalram_pages() * PAGE_SIZE;

	if (asked)
		return min(asked, CONNS_MAX);
	do_div(max, MEMORY_PER_CONN);
	return clamp_t(u64, max, CONNS_MIN, CONNS_MAX);
}

struct rosfw_conntrack *rosfw_table_new(struct net *net)
{
	struct rosfw_conntrack *ct;
	struct rosfw_conn_table *t;
	u32 i;

	ct = kvzalloc(sizeof(*ct), GFP_KERNEL_ACCOUNT);
	if (!ct)
		return NULL;
	t = table_new(ROSFW_TABLE_MIN_BITS);
	if (!t || rosfw_mappings_init(&ct->mappings))
		goto free;
	if (rosfw_conn_blocks_init(&ct->blocks)) {
		rosfw_mappings_exit(&ct->mappings);
		goto free;
	}
	ct->net = net;
	rosfw_table_new_epoch(ct);
	RCU_INIT_POINTER(ct->table, t);
	get_random_bytes(&ct->seed, sizeof(ct->seed));
	ct->max = rosfw_table_max(0);
	for (i = 0; i < ROSFW_LOCKS; i++)
		spin_lock_init(&ct->lock[i]);
	spin_lock_init(&ct->expect.lock);
	init_llist_head(&ct->dead);
	ratelimit_state_init(&ct->full_log, FULL_LOG_PERIOD, 1);
	ratelimit_set_flags(&ct->full_log, RATELIMIT_MSG_ON_RELEASE);
	INIT_DELAYED_WORK(&ct->collect, collect_work);
	INIT_WORK(&ct->resize, resize_work);
	INIT_RCU_WORK(&ct->bury, bury_work);
	return ct;

free:
	table_free(t);
	kvfree(ct);
	return NULL;
}

static void table_clear(struct rosfw_conntrack *ct, struct rosfw_conn_table *t)
{
	struct rosfw_view *view, *next;
	u32 i;

	/* An extension goes with its connection, and with it views of chains still to come: first views last. */
	for (i = 0; i < BIT(t->bits); i++) {
		struct rosfw_view **before = &t->bucket[i];

		while (!rosfw_is_end(*before)) {
			if (rosfw_view_is_first(*before))
				before = &(*before)->next;
			else
				*before = (*before)->next;
		}
		cond_resched();
	}
	for (i = 0; i < BIT(t->bits); i++) {
		for (view = t->bucket[i]; !rosfw_is_end(view); view = next) {
			struct rosfw_conn *conn = rosfw_view_conn(view);

			next = view->next;
			if (conn->status & ROSFW_CONN_EXPECTING)
				rosfw_expect_end_master(ct, conn);
			if (conn->status & ROSFW_CONN_EXPECTED)
				rosfw_expect_end_claim(ct, conn);
			if (conn->ext)
				rosfw_mapping_end_user(&ct->mappings, conn);
			rosfw_conn_blocks_leave(&ct->blocks, conn, conn->status >> ROSFW_CONN_COUNTED_SHIFT);
			conn_free(conn);
		}
		cond_resched();
	}
}

void rosfw_table_free(struct rosfw_conntrack *ct)
{
	struct rosfw_conn_table *t;

	cancel_delayed_work_sync(&ct->collect);
	cancel_work_sync(&ct->resize);
	/* Nobody ends a connection any more: each flush waits for one batch. */
	while (flush_rcu_work(&ct->bury))
		;
	t = rcu_dereference_protected(ct->table, 1);
	table_clear(ct, t);
	table_free(t);
	rosfw_conn_blocks_exit(&ct->blocks);
	rosfw_mappings_exit(&ct->mappings);
	/* That the table was full is no news when it is gone. */
	ct->full_log.missed = 0;
	ratelimit_state_exit(&ct->full_log);
	kvfree(ct);
}

int rosfw_table_module_init(void)
{
	conn_cache[ROSFW_IPV4] = kmem_cache_create("rosfw_conn", CONN_SIZE(u32), 0, 0, NULL);
	conn_cache[ROSFW_IPV6] = kmem_cache_create("rosfw_conn6", CONN_SIZE(struct rosfw_addr), 0, 0, NULL);
	ext_cache = KMEM_CACHE(rosfw_conn_ext, 0);
	if (conn_cache[ROSFW_IPV4] && conn_cache[ROSFW_IPV6] && ext_cache)
		return 0;
	rosfw_table_module_exit();
	return -ENOMEM;
}

void rosfw_table_module_exit(void)
{
	/* Tables waited for their own connections: there are none left. */
	kmem_cache_destroy(ext_cache);
	kmem_cache_destroy(conn_cache[ROSFW_IPV6]);
	kmem_cache_destroy(conn_cache[ROSFW_IPV4]);
}
