/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule remembers of the packets that came to its stateful conditions: tokens of limit, flows of dst-limit, the
 * count of nth.
 *
 * Life: made when the first version of the rule that has such a condition is compiled, counted by the items that are
 * versions of this rule. A version whose stateful values are those of the one before takes its memory over, so that it
 * survives compilation, moves and changes of anything else. A change of a stateful value begins anew.
 * Locks: @lock of a meter, and one for each set of flows; innermost, for a few instructions.
 *
 * Memory: a fixed table for each rule with dst-limit (ROSFW_FLOW_SETS * sizeof(struct rosfw_flow_set), 512 KiB), made
 * with the rule. Packets never allocate.
 */
#ifndef _ROSFW_MATCH_METER_H
#define _ROSFW_MATCH_METER_H

#include "../item.h"

#define ROSFW_TICKS	100U	/* of rosfw_env_ticks(), in a second */

/**
 * struct rosfw_rate - what a bucket holds and how fast it fills, in units of which a packet (a bit) takes @cost
 * @fill: units in a tick
 * @cost: units of one packet or bit
 * @room: units of a full bucket
 */
struct rosfw_rate {
	u64 fill;
	u64 cost;
	u64 room;
};

/**
 * struct rosfw_bucket - a token bucket; all zeros is a full one
 * @spent: units that are missing; may exceed the room, by what was taken on credit
 * @seen: tick of the last packet
 */
struct rosfw_bucket {
	u64 spent;
	u64 seen;
};

#define ROSFW_FLOW_SETS		4096U
#define ROSFW_FLOW_WAYS		5U

/**
 * struct rosfw_flow - one flow of dst-limit
 * @key: hash of what tells flows apart; 0: free
 * @bucket: of the flow
 */
struct rosfw_flow {
	u64 key;
	struct rosfw_bucket bucket;
};

/**
 * struct rosfw_flow_set - where flows of some keys may be: two cache lines
 * @lock: protects @way
 * @way: in no order
 */
struct rosfw_flow_set {
	spinlock_t lock;	/* way */
	struct rosfw_flow way[ROSFW_FLOW_WAYS];
};

/**
 * struct rosfw_flows - the flows of one rule
 * @seed: of their keys: nobody outside can tell which flows share a set
 * @set: by some bits of the key
 */
struct rosfw_flows {
	siphash_key_t seed;
	struct rosfw_flow_set set[ROSFW_FLOW_SETS];
};

/**
 * struct rosfw_meter - the memory of one rule
 * @refs: items
 * @lock: protects @bucket and @count
 * @bucket: limit
 * @count: nth: packets since counting began again
 * @flows: dst-limit; NULL until it is first compiled
 */
struct rosfw_meter {
	refcount_t refs;
	spinlock_t lock;	/* bucket, count */
	struct rosfw_bucket bucket;
	u32 count;
	struct rosfw_flows *flows;
};

/* Is this a property whose conditions remember something? */
static inline bool rosfw_meter_has(u16 prop)
{
	return prop == ROSFW_A_LIMIT || prop == ROSFW_A_DST_LIMIT || prop == ROSFW_A_NTH;
}

/*
 * The memory of a rule that is being compiled; NULL: there is no memory. May sleep. One builder at a time
 * (the namespace's mutex): nobody else writes item->meter.
 */
struct rosfw_meter *rosfw_meter_of(struct rosfw_item *item);
struct rosfw_flows *rosfw_meter_flows(struct rosfw_meter *m);	/* likewise */
struct rosfw_meter *rosfw_meter_get(struct rosfw_meter *m);	/* NULL is fine */
void rosfw_meter_put(struct rosfw_meter *m);			/* NULL is fine */

/*
 * Takes what a packet costs. A merged packet (GSO) stands for several: there must be enough for the first of them, the
 * others are owed; so is what a packet needs beyond a full bucket. The rate is kept whatever the sizes.
 *
 * @now: rosfw_env_ticks()
 * @first: units that must be there
 * @all: units that are taken
 * Return: whether there was enough; if not, nothing was taken.
 */
bool rosfw_bucket_take(struct rosfw_bucket *b, const struct rosfw_rate *rate, u64 now, u64 first, u64 all);

/*
 * The same for the flow of @key. A flow that has had no packet for @expire ticks begins with a full bucket. Where all
 * places are taken, the flow goes whose bucket is the fullest: one that is full is forgotten without loss.
 */
bool rosfw_flow_take(struct rosfw_flows *flows, u64 key, const struct rosfw_rate *rate, u64 now, u64 expire, u64 cost);

/* Every n-th: counts a packet; its number, 1 ... @every. */
u32 rosfw_meter_count(struct rosfw_meter *m, u32 every);

#endif /* _ROSFW_MATCH_METER_H */
