// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many connections come from a block of addresses, see block.h.
 *
 * A length of a prefix has a slot, and a connection a bit in its status for each slot that it is counted for, so it is
 * counted once, whoever comes first: the packet that put it into the table, or the control path, which goes through
 * the table when a length is new. It is taken out when it ends, or when the length is not asked for any more. A slot is
 * used again only when no connection has its bit and nobody is about to use what it meant.
 *
 * A connection for whose block there is no memory is not counted.
 *
 * Locks: the connection's for its bits; inside it that of blocks, which is innermost. Slots: rosfw_net.mutex.
 */
#include "block.h"
#include "table.h"

#define WALK_CHUNK	256U	/* connections until another task may run */

/* No holes: it is hashed and compared as memory. */
struct block_key {
	struct rosfw_addr addr;
	u32 family;
	u32 prefix_len;
};

/**
 * struct block - one block that has connections
 * @node: in the hash table
 * @key: its key there
 * @conns: how many
 * @rcu: for its grace period
 */
struct block {
	struct rhash_head node;
	struct block_key key;
	u32 conns;
	struct rcu_head rcu;
};

static const struct rhashtable_params params = {
	.head_offset = offsetof(struct block, node),
	.key_offset = offsetof(struct block, key),
	.key_len = sizeof(struct block_key),
	.automatic_shrinking = true,
};

static struct block_key key_of(const struct rosfw_conn_blocks *b, const struct rosfw_conn *conn, u32 slot)
{
	enum rosfw_family family = rosfw_conn_family(conn);
	u32 prefix_len = b->prefix_len[family][slot];
	struct rosfw_header header;

	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &header);
	return (struct block_key){
		.addr = rosfw_addr_prefix(family, &header.src.addr, prefix_len),
		.family = family,
		.prefix_len = prefix_len,
	};
}

/* The block, made if there is none; NULL: no memory. Under the lock. */
static struct block *block_get(struct rosfw_conn_blocks *b, const struct block_key *key)
{
	struct block *block = rhashtable_lookup(&b->count, key, params);

	if (block)
		return block;
	block = kzalloc(sizeof(*block), GFP_ATOMIC | __GFP_NOWARN);
	if (!block)
		return NULL;
	block->key = *key;
	if (!rhashtable_insert_fast(&b->count, &block->node, params))
		return block;
	kfree(block);
	return NULL;
}

/* Under the connection's lock. */
static int enter(struct rosfw_conn_blocks *b, struct rosfw_conn *conn, u32 slot)
{
	const struct block_key key = key_of(b, conn, slot);
	struct block *block;

	spin_lock(&b->lock);
	block = block_get(b, &key);
	if (block)
		WRITE_ONCE(block->conns, block->conns + 1);
	spin_unlock(&b->lock);
	if (!block)
		return -ENOMEM;
	WRITE_ONCE(conn->status, conn->status | BIT(ROSFW_CONN_COUNTED_SHIFT + slot));
	return 0;
}

static int enter_all(struct rosfw_conn_blocks *b, struct rosfw_conn *conn, u32 slots)
{
	int ret = 0;
	u32 slot;

	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING)) {
		slots &= ~(conn->status >> ROSFW_CONN_COUNTED_SHIFT);
		for (; slots && !ret; slots &= ~BIT(slot)) {
			slot = __ffs(slots);
			ret = enter(b, conn, slot);
		}
	}
	spin_unlock_bh(&conn->lock);
	return ret;
}

void rosfw_conn_blocks_enter(struct rosfw_conn_blocks *b, struct rosfw_conn *conn)
{
	u32 slots = READ_ONCE(b->used[rosfw_conn_family(conn)]);

	if (unlikely(slots))
		enter_all(b, conn, slots);
}

static void leave(struct rosfw_conn_blocks *b, const struct block_key *key)
{
	struct block *block;

	rcu_read_lock();
	spin_lock_bh(&b->lock);
	block = rhashtable_lookup(&b->count, key, params);
	if (!WARN_ON_ONCE(!block)) {
		WRITE_ONCE(block->conns, block->conns - 1);
		if (!block->conns) {
			rhashtable_remove_fast(&b->count, &block->node, params);
			kfree_rcu(block, rcu);
		}
	}
	spin_unlock_bh(&b->lock);
	rcu_read_unlock();
}

void rosfw_conn_blocks_leave(struct rosfw_conn_blocks *b, const struct rosfw_conn *conn, u32 slots)
{
	struct block_key key;
	u32 slot;

	for (; slots; slots &= ~BIT(slot)) {
		slot = __ffs(slots);
		key = key_of(b, conn, slot);
		leave(b, &key);
	}
}

u32 rosfw_conntrack_block_count(struct rosfw_net *rn, enum rosfw_family family, u32 prefix_len,
				const struct rosfw_addr *addr)
{
	const struct block_key key = { .addr = *addr, .family = family, .prefix_len = prefix_len };
	const struct block *block = rhashtable_lookup(&rn->conntrack->blocks.count, &key, params);

	return block ? READ_ONCE(block->conns) : 0;
}

/* ---- which lengths are counted ---- */

/* Visits what is in the table, expired or not; stops at an error. May sleep. */
static int walk(struct rosfw_conntrack *ct, const u16 *slots,
		int (*visit)(struct rosfw_conn_blocks *b, struct rosfw_conn *conn, u32 slots))
{
	struct rosfw_conn *conn;
	u32 first = 1, n;
	int ret = 0;

	do {
		rcu_read_lock();
		for (n = 0; n < WALK_CHUNK && !ret; n++) {
			conn = rosfw_table_next(ct, first, U32_MAX, 0);
			if (!conn)
				break;
			first = rosfw_conn_id(conn) + 1;
			ret = visit(&ct->blocks, conn, slots[rosfw_conn_family(conn)]);
		}
		rcu_read_unlock();
		cond_resched();
	} while (!ret && n == WALK_CHUNK);
	return ret;
}

static int take_out(struct rosfw_conn_blocks *b, struct rosfw_conn *conn, u32 slots)
{
	spin_lock_bh(&conn->lock);
	slots &= conn->status >> ROSFW_CONN_COUNTED_SHIFT;
	WRITE_ONCE(conn->status, conn->status & ~(slots << ROSFW_CONN_COUNTED_SHIFT));
	spin_unlock_bh(&conn->lock);
	rosfw_conn_blocks_leave(b, conn, slots);
	return 0;
}

static u32 slots_of(const struct rosfw_conn_blocks *b, enum rosfw_family family, u8 prefix_len)
{
	u32 slot;

	for (slot = 0; slot < ROSFW_BLOCK_SLOTS; slot++)
		if (b->used[family] & BIT(slot) && b->prefix_len[family][slot] == prefix_len)
			return BIT(slot);
	return 0;
}

/* There is a slot for it: no more are used than the ruleset before has. */
static u32 use_slot(struct rosfw_conn_blocks *b, enum rosfw_family family, u8 prefix_len)
{
	u32 slot = __ffs(~b->used[family]);

	b->prefix_len[family][slot] = prefix_len;
	/* Who sees the bit sees its length: pairs with the READ_ONCE() of packets and what they index by it. */
	smp_store_release(&b->used[family], b->used[family] | BIT(slot));
	return BIT(slot);
}

int rosfw_conntrack_count_blocks(struct rosfw_net *rn, const struct rosfw_blocks *wanted)
{
	struct rosfw_conn_blocks *b = &rn->conntrack->blocks;
	u16 added[ROSFW_FAMILIES] = {};
	int family;
	u32 i;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		for (i = 0; i < wanted[family].n; i++)
			if (!slots_of(b, family, wanted[family].prefix_len[i]))
				added[family] |= use_slot(b, family, wanted[family].prefix_len[i]);
	if (!(added[ROSFW_IPV4] | added[ROSFW_IPV6]))
		return 0;
	/* What is not in the table yet sees the slot: pairs with the atomic operation between the two in inserted(). */
	smp_mb();
	return walk(rn->conntrack, added, enter_all);
}

void rosfw_conntrack_settle_blocks(struct rosfw_net *rn, const struct rosfw_blocks *wanted)
{
	struct rosfw_conn_blocks *b = &rn->conntrack->blocks;
	u16 gone[ROSFW_FAMILIES];
	int family;
	u32 i;

	for (family = 0; family < ROSFW_FAMILIES; family++) {
		gone[family] = b->used[family];
		for (i = 0; i < wanted[family].n; i++)
			gone[family] &= ~slots_of(b, family, wanted[family].prefix_len[i]);
	}
	if (!(gone[ROSFW_IPV4] | gone[ROSFW_IPV6]))
		return;
	synchronize_rcu();	/* rules of the ruleset before have asked for the last time */
	for (family = 0; family < ROSFW_FAMILIES; family++)
		WRITE_ONCE(b->used[family], b->used[family] & ~gone[family]);
	synchronize_rcu();	/* nobody enters for these slots any more */
	walk(rn->conntrack, gone, take_out);
	synchronize_rcu();	/* nor leaves */
}

/* ---- life ---- */

int rosfw_conn_blocks_init(struct rosfw_conn_blocks *b)
{
	spin_lock_init(&b->lock);
	return rhashtable_init(&b->count, &params);
}

void rosfw_conn_blocks_exit(struct rosfw_conn_blocks *b)
{
	rhashtable_destroy(&b->count);
}
