/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many connections come from a block of addresses: what connection-limit asks for.
 *
 * For each length of a prefix that rules have, every connection is counted in the block that its sender is in, from
 * when it is in the table until it ends. Nothing is counted for which there is no rule.
 */
#ifndef _ROSFW_CONNTRACK_BLOCK_H
#define _ROSFW_CONNTRACK_BLOCK_H

#include <linux/rhashtable.h>

#include "conntrack.h"

/* Those of the ruleset that is used, and of the one that takes its place. */
#define ROSFW_BLOCK_SLOTS	(2 * ROSFW_BLOCKS_MAX)

/**
 * struct rosfw_conn_blocks - those of one namespace
 * @lock: protects @count and the counts
 * @used: by family: bits 1 << slot: lengths that are counted; packets read it
 * @prefix_len: by family and slot; constant while the slot is used or a connection is counted for it
 * @count: by family, length and address; there are no more of them than connections times lengths
 */
struct rosfw_conn_blocks {
	spinlock_t lock;	/* blocks */
	u16 used[ROSFW_FAMILIES];
	u8 prefix_len[ROSFW_FAMILIES][ROSFW_BLOCK_SLOTS];
	struct rhashtable count;
};

/* ---- for the table ---- */

int rosfw_conn_blocks_init(struct rosfw_conn_blocks *b);
void rosfw_conn_blocks_exit(struct rosfw_conn_blocks *b);	/* all connections have ended */
/* It is in the table. Without its lock. RCU read side. */
void rosfw_conn_blocks_enter(struct rosfw_conn_blocks *b, struct rosfw_conn *conn);
/* It has ended and was counted for those slots. */
void rosfw_conn_blocks_leave(struct rosfw_conn_blocks *b, const struct rosfw_conn *conn, u32 slots);

#endif /* _ROSFW_CONNTRACK_BLOCK_H */
