/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Address lists: all lists of one family of one network namespace.
 *
 * An entry is an item of an address-list menu plus its life. What packets look up are nodes: one for each prefix that
 * the entry's range splits into, in one hash table keyed by (list, prefix). A list knows which prefix lengths it
 * holds, so a lookup probes only those. Overlaps and duplicates of nodes are legal; any live one is a match.
 *
 * Visibility: an entry is seen by a packet whose ruleset has generation g if born <= g < died and it has not expired.
 * A transaction adds with born = next generation and removes with died = next generation, so everything it did
 * appears with the one pointer that publishes the ruleset; entries that packets make are born at 0.
 *
 * Locks: lookups under RCU, none else. Everything that changes the set holds @lock (a spinlock, bottom halves off),
 * so that packets may add. Control path and packet path both use it. In user space locks are nothing.
 */
#ifndef _ROSFW_ADDRSET_H
#define _ROSFW_ADDRSET_H

#include "../item.h"
#include "addrtable.h"

#define ROSFW_GEN_NEVER		U32_MAX		/* died: not yet */
#define ROSFW_ADDRSET_MAX	(8U << 20)	/* entries of one family of one namespace; more: -ENOSPC */
#define ROSFW_ADDRNODES_MAX	(16U << 20)	/* prefixes of all entries, likewise */

struct rosfw_addrset;

/**
 * struct rosfw_addrlist - one named list; lives as long as entries or compiled rules name it
 * @refs: one for each entry, one for each condition or action of a live program
 * @id: number used in hash keys
 * @name: as the user wrote it
 */
struct rosfw_addrlist {
	struct hlist_node by_name;
	refcount_t refs;
	u32 id;
	u64 len_mask[3];	/* bit n: lens[n] != 0; read without a lock */
	u32 lens[129];		/* nodes by prefix length */
	struct rcu_head rcu;
	char name[ROSFW_NAME_SIZE];
};

/**
 * struct rosfw_entry - one entry
 * @item: list, address, comment, disabled; immutable
 * @list: counted
 * @expires: in seconds of rosfw_now_seconds(), U64_MAX = never
 * @created: seconds since 1970
 * @born: first generation that sees it
 * @died: first generation that does not; ROSFW_GEN_NEVER while it lives
 * @older: another version with the same id
 * @wheel: where the collector finds it, when it expires
 * @txn: entries that the open transaction made, or entries that it removes
 * @nnodes: of @nodes
 * @disabled: the item says so; never a match
 * @gone: it was taken out of the set
 * @buried: it died with a generation that is published; in the set for those who still walk an older one
 *
 * 128 bytes for an entry that is one prefix.
 */
struct rosfw_entry {
	struct rosfw_item *item;
	struct rosfw_addrlist *list;
	u64 expires;
	u64 created;
	u32 born;
	u32 died;
	struct rosfw_entry __rcu *older;
	struct hlist_node wheel;
	union {
		struct hlist_node txn;
		struct rcu_head rcu;
	};
	u8 nnodes;
	bool disabled;
	bool gone;
	bool buried;
	struct rosfw_addrnode nodes[];
};

struct rosfw_addrset *rosfw_addrset_new(enum rosfw_family family);	/* NULL: no memory */
/* The last packet and program must be gone (one grace period after unhooking). */
void rosfw_addrset_free(struct rosfw_addrset *set);

/* Finds or makes a list and takes a reference. May sleep. NULL: no memory. */
struct rosfw_addrlist *rosfw_addrset_list_get(struct rosfw_addrset *set, const char *name);
void rosfw_addrset_list_put(struct rosfw_addrset *set, struct rosfw_addrlist *list);

/* Is @addr in @list for a packet of generation @gen at time @now? RCU read side. O(prefix lengths in the list). */
bool rosfw_addrset_match(const struct rosfw_addrset *set, const struct rosfw_addrlist *list,
			 const struct rosfw_addr *addr, u32 gen, u64 now);

/*
 * rosfw_addrset_add() - an entry from the control path. May sleep.
 *
 * @item: checked; the set takes a reference of its own and gives it an id if it has none
 * @born: generation that will see it
 * @now: rosfw_now_seconds(); @timeout of the item counts from here
 *
 * Return: 0 and *@entry (if not NULL); -EEXIST: an entry for the same list and the same range is there (alive at
 * @born, whatever its state); -ENOSPC, -ENOMEM. @err is filled.
 */
int rosfw_addrset_add(struct rosfw_addrset *set, struct rosfw_item *item, u32 born, u64 now, u64 wallclock,
		      struct rosfw_entry **entry, struct rosfw_error *err);

/*
 * rosfw_addrset_add_dynamic() - an address from a rule (add-src/dst-to-address-list). Packet path: never sleeps. RCU
 * read side.
 *
 * @timeout: seconds, ROSFW_TIMEOUT_NONE_DYNAMIC or ROSFW_TIMEOUT_NONE_STATIC
 * @gen: generation of the packet's ruleset; only entries that it sees count as being there
 *
 * The same address already there as a dynamic entry: its time starts again (written only if it moves by a second or
 * more), and none-static makes a static entry of it. There as a static one: nothing. Return 0, or -ENOSPC, -ENOMEM.
 */
int rosfw_addrset_add_dynamic(struct rosfw_addrset *set, struct rosfw_addrlist *list, const struct rosfw_addr *addr,
			      u32 timeout, u32 gen, u64 now, u64 wallclock);

/*
 * Marks an entry as dead from generation @died on. Packets of older generations still see it. ROSFW_GEN_NEVER takes the
 * last kill of the generation to come back.
 *
 * Entries are freed by commit, abort and collect, and a kill of an entry that was to be born with the same generation
 * by the next kill: all on the control path, so a pointer to an entry is good while it holds the namespace's mutex.
 */
void rosfw_addrset_kill(struct rosfw_addrset *set, struct rosfw_entry *entry, u32 died);

/*
 * After publishing @gen: what died at or before it is not counted any more. It stays where packets look until those
 * that walk an older ruleset are through, which is for rosfw_addrset_release() to see.
 */
void rosfw_addrset_commit(struct rosfw_addrset *set, u32 gen);
/* Frees what commits buried, if a grace period has passed since the last one. Returns true if it has not. */
bool rosfw_addrset_release(struct rosfw_addrset *set);
/* Forgets a transaction that would have become @gen: frees what was to be born, revives what was to die. */
void rosfw_addrset_abort(struct rosfw_addrset *set, u32 gen);

/*
 * To be called about every second: looks at entries that may have expired, at most @budget of them, frees those that
 * have, and gives a table that packets have filled more room. May sleep. Returns true if there may be more to do.
 */
bool rosfw_addrset_collect(struct rosfw_addrset *set, u64 now, unsigned int budget);

/*
 * The entry with that id which generation @gen sees. (While an entry is being replaced, two have its id: one dies when
 * the other is born.) Control path, under the namespace's mutex and the RCU read lock; good until rcu_read_unlock().
 */
struct rosfw_entry *rosfw_addrset_find(struct rosfw_addrset *set, u32 id, u32 gen);
/* The first entry with an id above @id that generation @gen sees at @now, NULL at the end. RCU read side or lock. */
struct rosfw_entry *rosfw_addrset_next(struct rosfw_addrset *set, u32 id, u32 gen, u64 now);
u32 rosfw_addrset_count(const struct rosfw_addrset *set);

#endif /* _ROSFW_ADDRSET_H */
