// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash table of connections: who is in it. What happens to the table by itself is in upkeep.c.
 *
 * Place. The upper ROSFW_PLACE_BITS of a key's keyed hash are its place; a table of 2^b buckets uses the upper b of
 * those. So a bucket is a range of places, resizing the table cuts ranges in two or joins them, and going through the
 * places in order visits every connection once no matter how often that happened meanwhile. A connection's id is the
 * place of its first view and a few bits more that tell it from others of the same place: ids are found without an
 * index of their own.
 *
 * Chains are linked one way; who unlinks a view looks for the one before it. A chain ends in a mark that names its
 * bucket: a reader that was carried into another chain by a view that moved sees it and starts over.
 *
 * One owner. No two live connections have a view of one key: linking looks through the bucket under its lock, and a
 * connection that is not live there stays so. A dying one does because nobody takes that mark back. An expired one
 * would live again with its next packet; so whoever wants its place ends it first. Both the end and the packet happen
 * under the connection's lock: if the packet was first, it has not expired any more and the newcomer gives way, else
 * the packet finds it dying and looks again. The one exception are first views that look like another one's last, see
 * conntrack.h: lookups prefer the view that a packet can have where it is.
 *
 * The end of a connection: marked under its lock, after which it gets no more views and its counters stand still;
 * then each view is unlinked under its bucket's lock; then it is buried over its counters, while readers may still go
 * through its views.
 *
 * What was found last. Each processor remembers a view and the epoch in which it was found. The epoch of a table
 * changes before the grace period of connections that have been unlinked, so who sees the same epoch sees memory that
 * still is a connection of this table; whether that lives, and has the packet's header, is looked up in it. Who sees
 * the new epoch sees those connections unlinked, and finds none of them. All of it with bottom halves off, where
 * nobody else on this processor comes in between; others go without.
 *
 * Locks: that of expectations, then the connection's, then a bucket's. Buckets have an array of spinlocks chosen by the
 * upper bits of the place, the same for both tables. Never two of a kind. Bottom halves off.
 */
#include "upkeep.h"

u32 rosfw_table_hash(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key)
{
	return hsiphash(key, rosfw_view_key_size(key->family), &ct->seed);
}

/* Which header packets of the original direction (@turned as the view's) have there. */
static enum rosfw_stage stage_seen(const struct rosfw_view *view, u8 orient, enum rosfw_seen seen)
{
	bool orig = !!(view->key.tag & ROSFW_VIEW_TURNED) == orient;

	if (seen == ROSFW_SEEN_INSIDE)
		return ROSFW_STAGE_BETWEEN;
	return orig == (seen == ROSFW_SEEN_ENTERING) ? ROSFW_STAGE_ARRIVES : ROSFW_STAGE_LEAVES;
}

enum fit {
	FIT_NONE,
	FIT_ELSEWHERE,	/* it has this header, but not there */
	FIT_EXACT,
};

/* Views of one connection are never the reverse of one another, so that keys say enough. */
static enum fit fit_of(const struct rosfw_view *view, u8 orient, enum rosfw_seen seen)
{
	const struct rosfw_conn *conn = rosfw_view_conn(view);
	enum rosfw_stage stage;

	if (seen == ROSFW_SEEN_ANYWHERE || likely(!READ_ONCE(conn->ext)))
		return FIT_EXACT;
	stage = stage_seen(view, orient, seen);
	if (rosfw_view_key_equal(&rosfw_stage_view(conn, stage)->key, &view->key))
		return FIT_EXACT;
	if (seen == ROSFW_SEEN_ENTERING && stage == ROSFW_STAGE_ARRIVES &&
	    (view->key.tag & ROSFW_VIEW_STAGE) == ROSFW_STAGE_LEAVES)
		return FIT_NONE;
	return FIT_ELSEWHERE;
}

/* *@elsewhere: the one that fits no better; stays what it is if there is none. */
static struct rosfw_view *find_in(const struct rosfw_conn_table *t, const struct rosfw_view_key *key, u32 hash, u32 now,
				  u8 orient, enum rosfw_seen seen, struct rosfw_view **elsewhere)
{
	u32 bucket = rosfw_bucket_of(t, hash);
	struct rosfw_view *view;
	enum fit fit;

again:
	rosfw_for_each_view(view, t, bucket) {
		if (!rosfw_view_key_equal(&view->key, key) || !rosfw_conn_is_live(rosfw_view_conn(view), now))
			continue;
		fit = fit_of(view, orient, seen);
		if (fit == FIT_EXACT)
			return view;
		if (fit == FIT_ELSEWHERE)
			*elsewhere = view;
	}
	if (view != rosfw_bucket_end(t, bucket))
		goto again;
	return NULL;
}

struct rosfw_view *rosfw_table_find_seen(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
					 u32 now, u8 orient, enum rosfw_seen seen)
{
	struct rosfw_view *view, *elsewhere = NULL;
	const struct rosfw_conn_table *t;

	for (t = rcu_dereference(ct->table); t; t = rcu_dereference(t->next)) {
		view = find_in(t, key, hash, now, orient, seen, &elsewhere);
		if (view)
			return view;
		/* What left the old chain before we read its end is in the new one now: read that after this. */
		smp_rmb();
	}
	return elsewhere;
}

struct rosfw_view *rosfw_table_find(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
				    u32 now)
{
	return rosfw_table_find_seen(ct, key, hash, now, 0, ROSFW_SEEN_ANYWHERE);
}

/* ---- what was found last ---- */

/**
 * struct memory - what one processor remembers
 * @epoch: when; 0: never
 * @view: what it has found
 */
struct memory {
	unsigned long epoch;
	struct rosfw_view *view;
};

static DEFINE_PER_CPU(struct memory, memory);
static atomic_long_t epochs;

void rosfw_table_new_epoch(struct rosfw_conntrack *ct)
{
	smp_store_release(&ct->epoch, atomic_long_inc_return(&epochs));	/* pairs with rosfw_table_epoch() */
}

/* An epoch of 32 bits might come round. */
static bool may_remember(void)
{
	return BITS_PER_LONG == 64 && softirq_count();
}

void rosfw_table_remember(unsigned long epoch, struct rosfw_view *view)
{
	struct memory *m;

	if (!may_remember())
		return;
	m = this_cpu_ptr(&memory);
	m->epoch = epoch;
	m->view = view;
}

/* The view of @conn, which has several, that fits exactly, see fit_of(). */
static noinline const struct rosfw_view *exact_view(const struct rosfw_conn *conn, const struct rosfw_view_key *key,
						    u8 orient, enum rosfw_seen seen)
{
	const struct rosfw_view *view;

	view = rosfw_stage_view(conn, seen == ROSFW_SEEN_INSIDE ? ROSFW_STAGE_BETWEEN : ROSFW_STAGE_ARRIVES);
	if (rosfw_view_key_equal(&view->key, key) && fit_of(view, orient, seen) == FIT_EXACT)
		return view;
	view = rosfw_stage_view(conn, ROSFW_STAGE_LEAVES);
	if (rosfw_view_key_equal(&view->key, key) && fit_of(view, orient, seen) == FIT_EXACT)
		return view;
	return NULL;
}

struct rosfw_view *rosfw_table_recall(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 now,
				      u8 orient, enum rosfw_seen seen)
{
	const struct rosfw_conn *conn;
	const struct memory *m;

	if (!may_remember())
		return NULL;
	m = this_cpu_ptr(&memory);
	if (m->epoch != rosfw_table_epoch(ct))
		return NULL;
	conn = rosfw_view_conn(m->view);
	if (!rosfw_conn_is_live(conn, now))
		return NULL;
	if (unlikely(READ_ONCE(conn->ext)))
		return (struct rosfw_view *)exact_view(conn, key, orient, seen);
	return rosfw_view_key_equal(&conn->view.key, key) ? (struct rosfw_view *)&conn->view : NULL;
}

static bool id_taken(struct rosfw_conntrack *ct, u32 id)
{
	struct rosfw_conn_table *t;
	struct rosfw_view *view;

	for (t = rosfw_locked_table(ct, id); t; t = rosfw_locked_next(ct, t, id))
		rosfw_for_each_view(view, t, rosfw_bucket_of(t, id))
			if (view->key.place == id && rosfw_view_is_first(view))
				return true;
	return false;
}

/*
 * The place of the key, then any bits that nobody of that place has. 0 is no id, and walks go on at an id plus one.
 * @taken: somebody has @hash itself.
 */
static u32 choose_id(struct rosfw_conntrack *ct, u32 hash, bool taken)
{
	u32 mask = BIT(ROSFW_PLACE_SHIFT) - 1;
	u32 id = hash;
	u32 i;

	if (likely(!taken && id && id != U32_MAX))
		return id;
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

/* Under the bucket's lock: who else has that key, dying ones aside. */
static struct rosfw_view *find_owner(struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash)
{
	struct rosfw_conn_table *t;
	struct rosfw_view *view;

	for (t = rosfw_locked_table(ct, hash); t; t = rosfw_locked_next(ct, t, hash))
		rosfw_for_each_view(view, t, rosfw_bucket_of(t, hash))
			if (rosfw_view_key_equal(&view->key, key) &&
			    !(READ_ONCE(rosfw_view_conn(view)->status) & ROSFW_CONN_DYING))
				return view;
	return NULL;
}

/*
 * Under the bucket's lock: the same for a connection that is new, and what it is to know of one that looks like it.
 * *@taken: another one has @hash as its id.
 */
static struct rosfw_view *find_owner_of_new(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, bool *taken)
{
	u8 as_it_leaves = ROSFW_STAGE_LEAVES | (conn->view.key.tag & ROSFW_VIEW_TURNED);
	struct rosfw_conn_table *t;
	struct rosfw_view *view;

	conn->status &= ~ROSFW_CONN_CLASH;
	*taken = false;
	for (t = rosfw_locked_table(ct, hash); t; t = rosfw_locked_next(ct, t, hash)) {
		rosfw_for_each_view(view, t, rosfw_bucket_of(t, hash)) {
			*taken |= view->key.place == hash;
			if (!rosfw_view_key_equal(&view->key, &conn->view.key) ||
			    READ_ONCE(rosfw_view_conn(view)->status) & ROSFW_CONN_DYING)
				continue;
			if (view->key.tag != as_it_leaves)
				return view;
			conn->status |= ROSFW_CONN_CLASH;
		}
	}
	return NULL;
}

/* Under the bucket's lock. Tables that grow take newcomers at once. */
static void link_view(struct rosfw_conntrack *ct, struct rosfw_view *view)
{
	struct rosfw_conn_table *t = rosfw_locked_table(ct, view->key.place);
	struct rosfw_conn_table *next = rosfw_locked_next(ct, t, view->key.place);
	struct rosfw_view **head;

	if (next)
		t = next;
	head = &t->bucket[rosfw_bucket_of(t, view->key.place)];
	view->next = *head;
	smp_store_release(head, view);	/* pairs with the READ_ONCE() of readers and what they dereference */
}

static bool unlink_from(struct rosfw_conn_table *t, struct rosfw_view *view)
{
	struct rosfw_view **before = &t->bucket[rosfw_bucket_of(t, view->key.place)];

	for (; *before != view; before = &(*before)->next)
		if (rosfw_is_end(*before))
			return false;
	WRITE_ONCE(*before, view->next);
	return true;
}

static void unlink_view(struct rosfw_conntrack *ct, struct rosfw_view *view)
{
	spinlock_t *lock = rosfw_lock_of(ct, view->key.place);
	struct rosfw_conn_table *t;

	spin_lock_bh(lock);
	for (t = rosfw_locked_table(ct, view->key.place); t; t = rosfw_locked_next(ct, t, view->key.place))
		if (unlink_from(t, view))
			break;
	spin_unlock_bh(lock);
}

static bool may_end(const struct rosfw_conn *conn, enum rosfw_end when, u32 now)
{
	if (conn->status & ROSFW_CONN_DYING)
		return false;
	switch (when) {
	case ROSFW_END_UNCONFIRMED:
		return !(conn->status & ROSFW_CONN_CONFIRMED);
	case ROSFW_END_EXPIRED:
		return conn->expires <= now;
	case ROSFW_END_UNASSURED:
		return !(conn->status & ROSFW_CONN_ASSURED) || conn->expires <= now;
	default:
		return true;
	}
}

bool rosfw_table_end(struct rosfw_conntrack *ct, struct rosfw_conn *conn, enum rosfw_end when, u32 now)
{
	u32 stage, counted = 0;
	struct rosfw_conn_ext *ext;
	bool over;

	spin_lock_bh(&conn->lock);
	/* It may not have expired after all, and its counters are about to be closed. */
	if (conn->status & ROSFW_CONN_FASTTRACK && !(conn->status & ROSFW_CONN_DYING))
		rosfw_fast_before(conn, rosfw_timeouts_of(ct));
	over = may_end(conn, when, now);
	if (over) {
		counted = conn->status >> ROSFW_CONN_COUNTED_SHIFT;
		WRITE_ONCE(conn->status, (conn->status | ROSFW_CONN_DYING) & (BIT(ROSFW_CONN_COUNTED_SHIFT) - 1));
		if (conn->status & ROSFW_CONN_FASTTRACK)
			rosfw_fast_forget(conn);
		if (conn->status & ROSFW_CONN_CONFIRMED)
			rosfw_conn_event(ct->net, conn, ROSFW_EVENT_DESTROY);
	}
	spin_unlock_bh(&conn->lock);
	if (!over)
		return false;
	if (conn->status & ROSFW_CONN_EXPECTING)
		rosfw_expect_end_master(ct, conn);
	if (conn->status & ROSFW_CONN_EXPECTED)
		rosfw_expect_end_claim(ct, conn);
	if (counted)
		rosfw_conn_blocks_leave(&ct->blocks, conn, counted);
	ext = conn->ext;
	if (ext)
		rosfw_mapping_end_user(&ct->mappings, conn);
	for (stage = ROSFW_STAGE_BETWEEN; ext && stage < ROSFW_STAGES; stage++)
		if (ext->linked & BIT(stage))
			unlink_view(ct, &ext->view[stage - 1]);
	unlink_view(ct, &conn->view);
	atomic_dec(&ct->count[rosfw_conn_family(conn)]);
	rosfw_conn_bury(ct, conn);
	return true;
}

static void inserted(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	bool first = atomic_inc_return(&ct->count[rosfw_conn_family(conn)]) == 1;

	rosfw_conn_blocks_enter(&ct->blocks, conn);
	if (first)
		queue_delayed_work(system_power_efficient_wq, &ct->collect, HZ);
	if (rosfw_table_crowded(ct))
		queue_work(system_unbound_wq, &ct->resize);
}

int rosfw_table_try_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now,
			   struct rosfw_view **owner)
{
	spinlock_t *lock = rosfw_lock_of(ct, hash);
	bool taken;
	int err = 0;

	spin_lock_bh(lock);
	*owner = find_owner_of_new(ct, conn, hash, &taken);
	if (*owner) {
		if (!rosfw_conn_is_live(rosfw_view_conn(*owner), now))
			err = -EAGAIN;
	} else {
		conn->view.key.place = choose_id(ct, hash, taken);
		if (conn->view.key.place) {
			*owner = &conn->view;
			link_view(ct, *owner);
		}
	}
	spin_unlock_bh(lock);
	if (*owner == &conn->view)
		inserted(ct, conn);
	return err;
}

struct rosfw_view *rosfw_table_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now)
{
	struct rosfw_view *owner;

	while (rosfw_table_try_insert(ct, conn, hash, now, &owner))
		rosfw_table_end(ct, rosfw_view_conn(owner), ROSFW_END_EXPIRED, now);
	return owner;
}

int rosfw_table_link(struct rosfw_conntrack *ct, struct rosfw_view *view, u32 hash, u32 now,
		     struct rosfw_conn **stale)
{
	spinlock_t *lock = rosfw_lock_of(ct, hash);
	struct rosfw_view *owner;
	int err = 0;

	spin_lock_bh(lock);
	owner = find_owner(ct, &view->key, hash);
	if (!owner) {
		view->key.place = hash;
		link_view(ct, view);
	} else if (rosfw_conn_is_live(rosfw_view_conn(owner), now)) {
		err = -EEXIST;
	} else {
		*stale = rosfw_view_conn(owner);
		err = -EAGAIN;
	}
	spin_unlock_bh(lock);
	return err;
}

/* The lowest id from @first to @last in one chain; *@best is the lowest so far, NULL for none. */
static void lowest_in(const struct rosfw_conn_table *t, u32 bucket, u32 first, u32 last, u32 now,
		      struct rosfw_conn **best)
{
	struct rosfw_view *view;
	struct rosfw_conn *conn;

again:
	rosfw_for_each_view(view, t, bucket) {
		if (!rosfw_view_is_first(view) || view->key.place < first || view->key.place > last)
			continue;
		conn = rosfw_view_conn(view);
		if (rosfw_conn_is_live(conn, now) && (!*best || rosfw_conn_id(conn) < rosfw_conn_id(*best)))
			*best = conn;
	}
	if (view != rosfw_bucket_end(t, bucket))
		goto again;
}

/* The same for all of one bucket's range of places, which more or fewer buckets of the next table may share. */
static struct rosfw_conn *lowest_of_bucket(const struct rosfw_conn_table *t, u32 bucket, u32 first, u32 last, u32 now)
{
	u32 from = bucket << (32 - t->bits);
	u32 to = from + (u32)GENMASK(31 - t->bits, 0);
	const struct rosfw_conn_table *next;
	struct rosfw_conn *best = NULL;
	u32 i;

	first = max(first, from);
	last = min(last, to);
	lowest_in(t, bucket, first, last, now, &best);
	smp_rmb();	/* see rosfw_table_find() */
	next = rcu_dereference(t->next);
	if (!next)
		return best;
	for (i = rosfw_bucket_of(next, first); i <= rosfw_bucket_of(next, last); i++)
		lowest_in(next, i, first, last, now, &best);
	return best;
}

struct rosfw_conn *rosfw_table_next(const struct rosfw_conntrack *ct, u32 first, u32 last, u32 now)
{
	const struct rosfw_conn_table *t = rcu_dereference(ct->table);
	struct rosfw_conn *best = NULL;
	u32 bucket;

	for (bucket = rosfw_bucket_of(t, first); bucket <= rosfw_bucket_of(t, last) && !best; bucket++)
		best = lowest_of_bucket(t, bucket, first, last, now);
	return best;
}
