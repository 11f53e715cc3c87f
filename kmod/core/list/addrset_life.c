// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address lists: how entries end - by their time, by a user, or with a transaction that was given up. See addrset.h.
 *
 * Expiry is decided by the clock of whoever looks; the collector only takes memory back. Starting an entry's time
 * again does not move it on the wheel, unless it now expires earlier: the collector finds it too soon and moves it.
 * Long work lets go of the lock after every few entries, since packets wait for it.
 */
#include "addrset_impl.h"

/* ---- the wheel ---- */

void rosfw_wheel_put(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	if (e->expires == U64_MAX)
		return;
	if (e->expires <= set->wheel_time)
		hlist_add_head(&e->wheel, &set->due);
	else
		hlist_add_head(&e->wheel, &set->wheel[e->expires % ROSFW_WHEEL]);
}

void rosfw_wheel_take(struct rosfw_entry *e)
{
	if (!hlist_unhashed(&e->wheel))
		hlist_del_init(&e->wheel);
}

void rosfw_wheel_move(struct rosfw_addrset *set, struct rosfw_entry *e, u64 expires)
{
	bool later = expires >= e->expires;

	if (expires == e->expires)
		return;
	WRITE_ONCE(e->expires, expires);
	if (later && !hlist_unhashed(&e->wheel))
		return;
	rosfw_wheel_take(e);
	rosfw_wheel_put(set, e);
}

/* ---- transactions ---- */

/* Frees the entry that was made and killed by the same transaction, since nobody took that back. */
static void reap(struct rosfw_addrset *set)
{
	if (set->reaped)
		rosfw_addrset_unlink(set, set->reaped);
}

static void take_back_kill(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	if (e->died == ROSFW_GEN_NEVER)
		return;
	if (set->reaped == e)
		set->reaped = NULL;
	else
		hlist_del(&e->txn);
	WRITE_ONCE(e->died, ROSFW_GEN_NEVER);
}

static void kill(struct rosfw_addrset *set, struct rosfw_entry *e, u32 died)
{
	if (e->died != ROSFW_GEN_NEVER)
		return;
	reap(set);
	if (died <= set->gen) {
		rosfw_addrset_unlink(set, e);
		return;
	}
	WRITE_ONCE(e->died, died);
	if (e->born > set->gen)
		set->reaped = e;	/* stays on the string of what was made */
	else
		hlist_add_head(&e->txn, &set->dying);
}

void rosfw_addrset_kill(struct rosfw_addrset *set, struct rosfw_entry *entry, u32 died)
{
	spin_lock_bh(&set->lock);
	if (!entry->gone && died == ROSFW_GEN_NEVER)
		take_back_kill(set, entry);
	else if (!entry->gone)
		kill(set, entry, died);
	spin_unlock_bh(&set->lock);
}

static void revive(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	hlist_del(&e->txn);
	WRITE_ONCE(e->died, ROSFW_GEN_NEVER);
}

static void bury(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	hlist_del(&e->txn);
	hlist_add_head(&e->txn, &set->dead);
	WRITE_ONCE(e->buried, true);
	WRITE_ONCE(set->count, set->count - 1);
}

enum end { UNLINK, REVIVE, BURY };

/* Ends a batch of entries of @head; returns true if there are more. */
static bool end_some(struct rosfw_addrset *set, struct hlist_head *head, enum end how)
{
	struct rosfw_entry *e;
	u32 n;

	spin_lock_bh(&set->lock);
	for (n = 0; n < ROSFW_BATCH && !hlist_empty(head); n++) {
		e = hlist_entry(head->first, struct rosfw_entry, txn);
		if (how == REVIVE)
			revive(set, e);
		else if (how == BURY)
			bury(set, e);
		else
			rosfw_addrset_unlink(set, e);
	}
	spin_unlock_bh(&set->lock);
	cond_resched();
	return !hlist_empty(head);
}

void rosfw_addrset_commit(struct rosfw_addrset *set, u32 gen)
{
	spin_lock_bh(&set->lock);
	reap(set);
	/* What was made is ordinary now. There may be a million of them: rather forget the string than undo it. */
	INIT_HLIST_HEAD(&set->made);
	set->gen = gen;
	spin_unlock_bh(&set->lock);
	while (end_some(set, &set->dying, BURY))
		;
	set->dead_gp = get_state_synchronize_rcu();
}

bool rosfw_addrset_release(struct rosfw_addrset *set)
{
	if (hlist_empty(&set->dead))
		return false;
	if (!poll_state_synchronize_rcu(set->dead_gp))
		return true;
	while (end_some(set, &set->dead, UNLINK))
		;
	return false;
}

void rosfw_addrset_abort(struct rosfw_addrset *set, u32 gen)
{
	WARN_ON_ONCE(gen <= set->gen);
	while (end_some(set, &set->made, UNLINK))
		;
	while (end_some(set, &set->dying, REVIVE))
		;
}

/* ---- collecting ---- */

/* Takes the next second off the wheel; false when it is done up to @now. */
static bool turn(struct rosfw_addrset *set, u64 now)
{
	struct hlist_head *slot;

	if (set->wheel_time >= now)
		return false;
	if (now - set->wheel_time > ROSFW_WHEEL)
		set->wheel_time = now - ROSFW_WHEEL;
	set->wheel_time++;
	slot = &set->wheel[set->wheel_time % ROSFW_WHEEL];
	hlist_move_list(slot, &set->due);
	return true;
}

/* One hold of the lock. Returns false when nothing is left to do. */
static bool collect_some(struct rosfw_addrset *set, u64 now, unsigned int *budget)
{
	unsigned int looked = 0, turns = 0;
	struct rosfw_entry *e;
	bool more = true;

	spin_lock_bh(&set->lock);
	while (looked < ROSFW_BATCH && looked < *budget && turns < ROSFW_WHEEL) {
		if (hlist_empty(&set->due)) {
			more = turn(set, now);
			turns++;
			if (!more)
				break;
			continue;
		}
		e = hlist_entry(set->due.first, struct rosfw_entry, wheel);
		hlist_del_init(&e->wheel);
		looked++;
		if (e->expires <= now)
			rosfw_addrset_unlink(set, e);
		else
			rosfw_wheel_put(set, e);
	}
	spin_unlock_bh(&set->lock);
	*budget -= looked;
	return more;
}

/* Strings the new table on, so that it is ready even if no more entries come. */
static bool step_table(struct rosfw_addrset *set)
{
	bool more;

	spin_lock_bh(&set->lock);
	more = rosfw_addrtable_step(&set->table, ROSFW_BATCH * 8);
	spin_unlock_bh(&set->lock);
	return more;
}

bool rosfw_addrset_collect(struct rosfw_addrset *set, u64 now, unsigned int budget)
{
	bool more = true;
	u32 i;

	rosfw_addrset_make_room(set);
	for (i = 0; i < ROSFW_BATCH && step_table(set); i++)
		cond_resched();
	while (budget && more) {
		more = collect_some(set, now, &budget);
		cond_resched();
	}
	return more || i == ROSFW_BATCH;
}
