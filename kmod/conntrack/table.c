// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash table of connections.
 *
 * Place. The upper ROSFW_PLACE_BITS of a key's keyed hash are its place; a table of 2^b buckets uses the upper b of
 * those. So a bucket is a range of places, doubling the table cuts every range in two, and going through the places
 * in order visits every connection once no matter how often the table grew meanwhile. A connection's id is its place
 * and a few bits more that tell it from others of the same place: ids are found without an index of their own.
 *
 * Readers walk chains under RCU. A chain ends in a value that names its bucket: a reader that was carried into
 * another chain by a connection that moved sees it and starts over.
 *
 * Resizing. A work item makes a table of twice the size and hangs it behind the old one. From then on inserts go to the
 * new one, lookups look in the old, then in the new. Bucket by bucket, each under its lock for a moment only,
 * connections move, the last of a chain first: it is linked into the new chain before it leaves the old one, so a
 * lookup finds it in one of them. At the end the new table takes the old one's place. Traffic never waits for
 * more than one chain.
 *
 * Expiry is visible to lookups at once; a work item removes the dead, an eighth of the table a second.
 *
 * Locks: an array of spinlocks chosen by the upper bits of the place, the same for both tables. Bottom halves off.
 */
#include <linux/mm.h>

#include "table.h"

#define COLLECT_PARTS	8U	/* of the table in one round */
#define MEMORY_PER_CONN	16384U	/* bytes of RAM for each connection that may be: 1M from 16 GB on, as RouterOS */
#define CONNS_MAX	1048576U
#define CONNS_MIN	65536U

static struct kmem_cache *conn_cache;

struct rosfw_conn *rosfw_conn_alloc(void)
{
	return kmem_cache_zalloc(conn_cache, GFP_ATOMIC | __GFP_NOWARN);
}

void rosfw_conn_free(struct rosfw_conn *conn)
{
	kmem_cache_free(conn_cache, conn);
}

static void conn_free_rcu(struct rcu_head *rcu)
{
	kmem_cache_free(conn_cache, container_of(rcu, struct rosfw_conn, rcu));
}

u32 rosfw_table_hash(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key)
{
	return siphash(key, sizeof(*key), &ct->seed) >> 32;
}

static u32 bucket_of(const struct rosfw_conn_table *t, u32 place)
{
	return place >> (ROSFW_PLACE_BITS - t->bits);
}

/* Unique over both tables of a resize. */
static unsigned long nulls_of(const struct rosfw_conn_table *t, u32 bucket)
{
	return (1UL << t->bits) + bucket;
}

static spinlock_t *lock_of(struct rosfw_conntrack *ct, u32 place)
{
	return &ct->lock[place >> (ROSFW_PLACE_BITS - ROSFW_TABLE_MIN_BITS)];
}

static bool is_live(const struct rosfw_conn *conn, u64 now)
{
	return !test_bit(ROSFW_CONN_DYING, &conn->status) && READ_ONCE(conn->expires) > now;
}

static struct rosfw_conn *find_in(const struct rosfw_conn_table *t, const struct rosfw_view_key *key, u32 place,
				  u64 now)
{
	u32 bucket = bucket_of(t, place);
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;

again:
	hlist_nulls_for_each_entry_rcu(conn, n, &t->bucket[bucket], node)
		if (rosfw_view_key_equal(&conn->key, key) && is_live(conn, now))
			return conn;
	if (get_nulls_value(n) != nulls_of(t, bucket))
		goto again;
	return NULL;
}

struct rosfw_conn *rosfw_table_find(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
				    u64 now)
{
	const struct rosfw_conn_table *t;
	struct rosfw_conn *conn;

	for (t = rcu_dereference(ct->table); t; t = rcu_dereference(t->next)) {
		conn = find_in(t, key, rosfw_place_of_hash(hash), now);
		if (conn)
			return conn;
		/* What left the old chain before we read its end is in the new one now: read that after this. */
		smp_rmb();
	}
	return NULL;
}

/* Under the lock of @place: the first table, and the one behind it. */
static struct rosfw_conn_table *locked_table(struct rosfw_conntrack *ct, u32 place)
{
	return rcu_dereference_protected(ct->table, lockdep_is_held(lock_of(ct, place)));
}

static struct rosfw_conn_table *locked_next(struct rosfw_conntrack *ct, struct rosfw_conn_table *t, u32 place)
{
	return rcu_dereference_protected(t->next, lockdep_is_held(lock_of(ct, place)));
}

static bool id_taken(struct rosfw_conntrack *ct, u32 id)
{
	u32 place = rosfw_place_of_hash(id);
	struct rosfw_conn_table *t;
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;

	for (t = locked_table(ct, place); t; t = locked_next(ct, t, place))
		hlist_nulls_for_each_entry(conn, n, &t->bucket[bucket_of(t, place)], node)
			if (conn->id == id)
				return true;
	return false;
}

/* The place of the key, then any bits that nobody of that place has. 0 is no id, and walks go on at an id plus one. */
static u32 choose_id(struct rosfw_conntrack *ct, u32 hash)
{
	u32 mask = BIT(ROSFW_PLACE_SHIFT) - 1;
	u32 id = hash;
	u32 i;

	for (i = 0; i <= mask; i++) {
		if (id && id != U32_MAX && !id_taken(ct, id))
			return id;
		id = (hash & ~mask) | ((id + 1) & mask);
	}
	return 0;
}

u32 rosfw_table_count(const struct rosfw_conntrack *ct)
{
	return atomic_read(&ct->count[ROSFW_IPV4]) + atomic_read(&ct->count[ROSFW_IPV6]);
}

/* Under its bucket's lock. */
static bool unlink_locked(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	if (test_and_set_bit(ROSFW_CONN_DYING, &conn->status))
		return false;
	hlist_nulls_del_rcu(&conn->node);
	atomic_dec(&ct->count[conn->key.family]);
	call_rcu(&conn->rcu, conn_free_rcu);
	return true;
}

bool rosfw_table_remove(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	spinlock_t *lock = lock_of(ct, rosfw_place_of_hash(conn->id));
	bool removed;

	spin_lock_bh(lock);
	removed = unlink_locked(ct, conn);
	spin_unlock_bh(lock);
	return removed;
}

/* Under the lock: the live connection with that key; expired ones with that key are unlinked on the way. */
static struct rosfw_conn *find_clash(struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 place, u64 now)
{
	struct rosfw_conn_table *t;
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;

	for (t = locked_table(ct, place); t; t = locked_next(ct, t, place)) {
		hlist_nulls_for_each_entry(conn, n, &t->bucket[bucket_of(t, place)], node) {
			if (!rosfw_view_key_equal(&conn->key, key))
				continue;
			if (is_live(conn, now))
				return conn;
			/* Its memory stays until a grace period from now, so going on from it is fine. */
			unlink_locked(ct, conn);
		}
	}
	return NULL;
}

struct rosfw_conn *rosfw_table_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u64 now)
{
	u32 place = rosfw_place_of_hash(hash);
	spinlock_t *lock = lock_of(ct, place);
	struct rosfw_conn_table *t, *next;
	struct rosfw_conn *other;
	bool first = false;

	spin_lock_bh(lock);
	other = find_clash(ct, &conn->key, place, now);
	if (other)
		goto unlock;
	conn->id = choose_id(ct, hash);
	if (!conn->id)
		goto unlock;
	t = locked_table(ct, place);
	next = locked_next(ct, t, place);
	if (next)
		t = next;
	hlist_nulls_add_head_rcu(&conn->node, &t->bucket[bucket_of(t, place)]);
	first = atomic_inc_return(&ct->count[conn->key.family]) == 1;
	other = conn;
	if (!next && rosfw_table_count(ct) > BIT(t->bits) && t->bits < ROSFW_PLACE_BITS)
		queue_work(system_unbound_wq, &ct->grow);
unlock:
	spin_unlock_bh(lock);
	if (first)
		queue_delayed_work(system_power_efficient_wq, &ct->collect, HZ);
	return other;
}

/* The lowest id from @id on in one chain; *@best is the lowest so far, NULL for none. */
static void lowest_in(const struct rosfw_conn_table *t, u32 bucket, u32 id, u64 now, struct rosfw_conn **best)
{
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;

again:
	hlist_nulls_for_each_entry_rcu(conn, n, &t->bucket[bucket], node)
		if (conn->id >= id && is_live(conn, now) && (!*best || conn->id < (*best)->id))
			*best = conn;
	if (get_nulls_value(n) != nulls_of(t, bucket))
		goto again;
}

struct rosfw_conn *rosfw_table_next(const struct rosfw_conntrack *ct, u32 id, u64 now)
{
	const struct rosfw_conn_table *t = rcu_dereference(ct->table);
	u32 per_bucket = BIT(ROSFW_PLACE_BITS - t->bits);
	struct rosfw_conn *best = NULL;
	u32 bucket;

	for (bucket = bucket_of(t, rosfw_place_of_hash(id)); bucket < BIT(t->bits) && !best; bucket++) {
		const struct rosfw_conn_table *next;
		u32 place = bucket * per_bucket;
		u32 i;

		lowest_in(t, bucket, id, now, &best);
		smp_rmb();	/* see rosfw_table_find() */
		next = rcu_dereference(t->next);
		if (!next)
			continue;
		for (i = bucket_of(next, place); i <= bucket_of(next, place + per_bucket - 1); i++)
			lowest_in(next, i, id, now, &best);
	}
	return best;
}

static struct rosfw_conn_table *table_new(u32 bits)
{
	struct rosfw_conn_table *t;
	u32 i;

	t = kvzalloc(struct_size(t, bucket, BIT(bits)), GFP_KERNEL_ACCOUNT);
	if (!t)
		return NULL;
	t->bits = bits;
	for (i = 0; i < BIT(bits); i++)
		INIT_HLIST_NULLS_HEAD(&t->bucket[i], nulls_of(t, i));
	return t;
}

/* The last of a chain, NULL if it is empty. Under its lock. */
static struct rosfw_conn *last_of(struct hlist_nulls_head *head)
{
	struct rosfw_conn *conn, *last = NULL;
	struct hlist_nulls_node *n;

	hlist_nulls_for_each_entry(conn, n, head, node)
		last = conn;
	return last;
}

/* See the top of the file for why the last goes first, and into the new chain before it leaves the old. */
static void move_bucket(struct rosfw_conntrack *ct, struct rosfw_conn_table *from, struct rosfw_conn_table *to,
			u32 bucket)
{
	spinlock_t *lock = lock_of(ct, bucket << (ROSFW_PLACE_BITS - from->bits));
	struct rosfw_conn *conn;

	spin_lock_bh(lock);
	while ((conn = last_of(&from->bucket[bucket]))) {
		struct hlist_nulls_node **before = conn->node.pprev;
		struct hlist_nulls_node *end = conn->node.next;

		hlist_nulls_add_head_rcu(&conn->node, &to->bucket[bucket_of(to, rosfw_place_of_hash(conn->id))]);
		smp_wmb();	/* pairs with rosfw_table_find(): who misses it in the old chain finds it in the new */
		WRITE_ONCE(*before, end);
	}
	spin_unlock_bh(lock);
}

/* The only one who replaces tables; a work item never runs twice at once. */
static void grow_work(struct work_struct *work)
{
	struct rosfw_conntrack *ct = container_of(work, struct rosfw_conntrack, grow);
	struct rosfw_conn_table *old = rcu_dereference_protected(ct->table, 1);
	struct rosfw_conn_table *new;
	u32 i;

	if (old->bits >= ROSFW_PLACE_BITS || rosfw_table_count(ct) <= BIT(old->bits))
		return;
	/* Longer chains are the price of no memory: the next insert asks again. */
	new = table_new(old->bits + 1);
	if (!new)
		return;
	rcu_assign_pointer(old->next, new);
	for (i = 0; i < BIT(old->bits); i++) {
		move_bucket(ct, old, new, i);
		cond_resched();
	}
	rcu_assign_pointer(ct->table, new);
	synchronize_rcu();
	kvfree(old);
	if (rosfw_table_count(ct) > BIT(new->bits) && new->bits < ROSFW_PLACE_BITS)
		queue_work(system_unbound_wq, &ct->grow);
}

static void collect_bucket(struct rosfw_conntrack *ct, struct rosfw_conn_table *t, u32 bucket, u64 now)
{
	spinlock_t *lock = lock_of(ct, bucket << (ROSFW_PLACE_BITS - t->bits));
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;

	/* Most buckets are empty; what comes in behind our back has not expired. */
	if (is_a_nulls(READ_ONCE(t->bucket[bucket].first)))
		return;
	spin_lock_bh(lock);
	hlist_nulls_for_each_entry(conn, n, &t->bucket[bucket], node)
		if (READ_ONCE(conn->expires) <= now)
			unlink_locked(ct, conn);
	spin_unlock_bh(lock);
}

/*
 * RCU protects the table from the resizing work. What moves to the next table meanwhile is met in the next round.
 * Chunks, so that neither a grace period nor another task waits for long.
 */
static void collect_work(struct work_struct *work)
{
	struct rosfw_conntrack *ct = container_of(to_delayed_work(work), struct rosfw_conntrack, collect);
	u64 now = rosfw_now_seconds();
	u32 todo = BIT(ROSFW_PLACE_BITS) / COLLECT_PARTS;

	while (todo) {
		struct rosfw_conn_table *t;
		u32 places, i, n;

		rcu_read_lock();
		t = rcu_dereference(ct->table);
		places = BIT(ROSFW_PLACE_BITS - t->bits);
		n = min_t(u32, DIV_ROUND_UP(todo, places), 256);
		for (i = 0; i < n; i++) {
			collect_bucket(ct, t, bucket_of(t, ct->collect_bucket), now);
			ct->collect_bucket = (ct->collect_bucket + places) & (BIT(ROSFW_PLACE_BITS) - 1);
		}
		rcu_read_unlock();
		todo -= min(todo, n * places);
		cond_resched();
	}
	if (rosfw_table_count(ct))
		queue_delayed_work(system_power_efficient_wq, &ct->collect, HZ);
}

struct rosfw_conntrack *rosfw_table_new(void)
{
	struct rosfw_conntrack *ct;
	struct rosfw_conn_table *t;
	u64 max = (u64)totalram_pages() * PAGE_SIZE;
	u32 i;

	ct = kvzalloc(sizeof(*ct), GFP_KERNEL_ACCOUNT);
	if (!ct)
		return NULL;
	t = table_new(ROSFW_TABLE_MIN_BITS);
	if (!t) {
		kvfree(ct);
		return NULL;
	}
	RCU_INIT_POINTER(ct->table, t);
	get_random_bytes(&ct->seed, sizeof(ct->seed));
	do_div(max, MEMORY_PER_CONN);
	ct->max = clamp_t(u64, max, CONNS_MIN, CONNS_MAX);
	for (i = 0; i < ROSFW_LOCKS; i++)
		spin_lock_init(&ct->lock[i]);
	INIT_DELAYED_WORK(&ct->collect, collect_work);
	INIT_WORK(&ct->grow, grow_work);
	return ct;
}

static void table_clear(struct rosfw_conn_table *t)
{
	struct hlist_nulls_node *n;
	struct rosfw_conn *conn;
	u32 i;

	for (i = 0; i < BIT(t->bits); i++) {
		while (!is_a_nulls(n = t->bucket[i].first)) {
			conn = hlist_nulls_entry(n, struct rosfw_conn, node);
			hlist_nulls_del(n);
			kmem_cache_free(conn_cache, conn);
		}
		cond_resched();
	}
}

void rosfw_table_free(struct rosfw_conntrack *ct)
{
	struct rosfw_conn_table *t;

	cancel_work_sync(&ct->grow);
	cancel_delayed_work_sync(&ct->collect);
	t = rcu_dereference_protected(ct->table, 1);
	table_clear(t);
	kvfree(t);
	kvfree(ct);
}

int rosfw_table_module_init(void)
{
	conn_cache = KMEM_CACHE(rosfw_conn, SLAB_HWCACHE_ALIGN);
	return conn_cache ? 0 : -ENOMEM;
}

void rosfw_table_module_exit(void)
{
	/* Connections that wait for a grace period. */
	rcu_barrier();
	kmem_cache_destroy(conn_cache);
}
