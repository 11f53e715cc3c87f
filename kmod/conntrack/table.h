/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hash table behind the connection table: finding, inserting, removing, resizing. Nothing here knows a protocol.
 */
#ifndef _ROSFW_CONNTRACK_TABLE_H
#define _ROSFW_CONNTRACK_TABLE_H

#include "conntrack.h"

/* Buckets: 256 to 1M. A connection's place is given by this many bits of its key's hash, the upper ones first. */
#define ROSFW_PLACE_BITS	20
#define ROSFW_PLACE_SHIFT	(32 - ROSFW_PLACE_BITS)	/* the rest of an id: tells connections of one place apart */
#define ROSFW_TABLE_MIN_BITS	8
#define ROSFW_LOCKS		BIT(ROSFW_TABLE_MIN_BITS)

/**
 * struct rosfw_conn_table - an array of buckets
 * @bits: log2 of their number. Bucket i holds the places i << (ROSFW_PLACE_BITS - bits) and up
 * @next: while resizing: the table that everything moves to, twice the size
 * @bucket: chains, ended by a nulls value that says which bucket of which size this is
 */
struct rosfw_conn_table {
	u32 bits;
	struct rosfw_conn_table __rcu *next;
	struct hlist_nulls_head bucket[];
};

/**
 * struct rosfw_conntrack - all connections of one namespace
 * @table: the table to start from; replaced by the resizing work
 * @seed: of the hash
 * @max: connections allowed
 * @count: by family
 * @lock: lock n protects every bucket, of either table, whose places start with the bits n
 * @collect: removes what has expired; armed while there are connections
 * @collect_bucket: where it goes on
 * @grow: doubles the table
 */
struct rosfw_conntrack {
	struct rosfw_conn_table __rcu *table;
	siphash_key_t seed;
	u32 max;
	atomic_t count[ROSFW_FAMILIES];
	spinlock_t lock[ROSFW_LOCKS];	/* chains, by place */
	struct delayed_work collect;
	u32 collect_bucket;
	struct work_struct grow;
};

static inline u32 rosfw_place_of_hash(u32 hash)
{
	return hash >> ROSFW_PLACE_SHIFT;
}

u32 rosfw_table_hash(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key);

/* RCU read side. Passes over what is dying or expired at @now. */
struct rosfw_conn *rosfw_table_find(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
				    u64 now);

/**
 * rosfw_table_insert() - make a connection visible
 * @conn: complete but for its id
 * @now: rosfw_now_seconds()
 *
 * Return: @conn; the live one that has the same key, which another CPU inserted meanwhile (then @conn is still the
 * caller's); NULL when there is no id left for it.
 */
struct rosfw_conn *rosfw_table_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u64 now);

/* Unlinks and frees after a grace period. False if somebody else did. */
bool rosfw_table_remove(struct rosfw_conntrack *ct, struct rosfw_conn *conn);

u32 rosfw_table_count(const struct rosfw_conntrack *ct);	/* of both families */

/* The live connection with the lowest id that is at least @id, of either family. RCU read side. */
struct rosfw_conn *rosfw_table_next(const struct rosfw_conntrack *ct, u32 id, u64 now);

struct rosfw_conn *rosfw_conn_alloc(void);	/* atomic, zeroed */
void rosfw_conn_free(struct rosfw_conn *conn);	/* one that nobody else has seen */

int rosfw_table_module_init(void);
void rosfw_table_module_exit(void);
struct rosfw_conntrack *rosfw_table_new(void);
void rosfw_table_free(struct rosfw_conntrack *ct);	/* no reader is left */

#endif /* _ROSFW_CONNTRACK_TABLE_H */
