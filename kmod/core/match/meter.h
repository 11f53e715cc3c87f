/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule remembers of the packets that came to its stateful conditions: tokens of limit, flows of dst-limit, the
 * count of nth, hosts of psd.
 *
 * Life: made when the first version of the rule that has such a condition is compiled, counted by the items that are
 * versions of this rule. A version whose stateful values are those of the one before takes its memory over, so that it
 * survives compilation, moves and changes of anything else. A change of a stateful value begins anew.
 * Locks: @lock of a meter, and one for each set of flows; innermost, for a few instructions.
 *
 * Memory: a fixed table for each rule with dst-limit (ROSFW_FLOW_SETS * sizeof(struct rosfw_flow_set), 512 KiB) or psd
 * (ROSFW_SCAN_SETS * sizeof(struct rosfw_scan_set), 456 KiB), made with the rule. Packets never allocate.
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

#define ROSFW_SCAN_SETS		1024U
#define ROSFW_SCAN_WAYS		4U
#define ROSFW_SCAN_PORTS	40U

/**
 * struct rosfw_scanner - what one host did of late, for psd
 * @key: hash of its address; 0: free
 * @seen: tick of its last packet
 * @udp: bits 1 << index in @port: of UDP, not TCP
 * @weight: sum of the weights of its ports
 * @n: ports in @port
 * @port: ports that it has tried, as far as there is room: what does not fit is taken for a new one
 */
struct rosfw_scanner {
	u64 key;
	u64 seen;
	u64 udp;
	u32 weight;
	u32 n;
	u16 port[ROSFW_SCAN_PORTS];
};

/* Where hosts of some keys may be. */
struct rosfw_scan_set {
	spinlock_t lock;	/* way */
	struct rosfw_scanner way[ROSFW_SCAN_WAYS];
};

/* The hosts that one rule watches. */
struct rosfw_scanners {
	siphash_key_t seed;
	struct rosfw_scan_set set[ROSFW_SCAN_SETS];
};

/**
 * struct rosfw_meter - the memory of one rule
 * @refs: items
 * @lock: protects @bucket and @count
 * @bucket: limit
 * @count: nth: packets since counting began again
 * @flows: dst-limit; NULL until it is first compiled
 * @scanners: psd; likewise
 */
struct rosfw_meter {
	refcount_t refs;
	spinlock_t lock;	/* bucket, count */
	struct rosfw_bucket bucket;
	u32 count;
	struct rosfw_flows *flows;
	struct rosfw_scanners *scanners;
};

/* Is this a property whose conditions remember something? */
static inline bool rosfw_meter_has(u16 prop)
{
	return prop == ROSFW_A_LIMIT || prop == ROSFW_A_DST_LIMIT || prop == ROSFW_A_NTH ||
	       prop == ROSFW_A_PSD;
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

struct rosfw_scanners *rosfw_meter_scanners(struct rosfw_meter *m);	/* as rosfw_meter_flows() */

/*
 * Notes a packet of the host of @key to a port. One that was silent for longer than the delay begins anew; where all
 * places are taken, the host goes that has been silent for longest. Return: its ports weigh enough.
 */
bool rosfw_scan_note(struct rosfw_scanners *scanners, u64 key, const struct rosfw_psd *psd, u16 port, bool udp,
		     u64 now);

/* Every n-th: counts a packet; its number, 1 ... @every. */
u32 rosfw_meter_count(struct rosfw_meter *m, u32 every);

#endif /* _ROSFW_MATCH_METER_H */
