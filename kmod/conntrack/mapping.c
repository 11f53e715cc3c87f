// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings of endpoint-independent NAT, see mapping.h.
 *
 * A connection counts as a user from before its header is decided until it ends, so a mapping that one of its users
 * relies on cannot go, and nobody else gets its public endpoint meanwhile. Who looks one up and comes too late makes it
 * again with the same endpoints, or finds one of them taken and looks again.
 *
 * Two hash tables that grow by themselves (they are the kernel's); a mapping leaves both at once and is freed after a
 * grace period. Locks: that of mappings, innermost.
 */
#include "mapping.h"
#include "table.h"

/* No holes: they are hashed and compared as memory. */
struct inner_key {
	u32 addr;
	u32 port;
	u32 outer;	/* public address */
};

struct outer_key {
	u32 addr;
	u32 port;
};

/**
 * struct rosfw_mapping - one mapping
 * @inner_node: in by_inner
 * @outer_node: in by_outer
 * @inner: its key there
 * @outer: its key there
 * @users: connections that have it; under the lock
 * @rcu: for its grace period
 */
struct rosfw_mapping {
	struct rhash_head inner_node;
	struct rhash_head outer_node;
	struct inner_key inner;
	struct outer_key outer;
	u32 users;
	struct rcu_head rcu;
};

static const struct rhashtable_params inner_params = {
	.head_offset = offsetof(struct rosfw_mapping, inner_node),
	.key_offset = offsetof(struct rosfw_mapping, inner),
	.key_len = sizeof(struct inner_key),
	.automatic_shrinking = true,
};

static const struct rhashtable_params outer_params = {
	.head_offset = offsetof(struct rosfw_mapping, outer_node),
	.key_offset = offsetof(struct rosfw_mapping, outer),
	.key_len = sizeof(struct outer_key),
	.automatic_shrinking = true,
};

static bool may_have_one(const struct rosfw_mappings *m, const struct rosfw_header *header)
{
	return unlikely(READ_ONCE(m->count)) && header->proto == ROSFW_PROTO_UDP && header->family == ROSFW_IPV4;
}

static struct outer_key outer_key(const struct rosfw_endpoint *outer)
{
	return (struct outer_key){ .addr = outer->addr.lo, .port = outer->id };
}

static struct inner_key inner_key(const struct rosfw_endpoint *inner, const struct rosfw_endpoint *outer)
{
	return (struct inner_key){ .addr = inner->addr.lo, .port = inner->id, .outer = outer->addr.lo };
}

static struct rosfw_mapping *find_outer(struct rosfw_mappings *m, const struct rosfw_endpoint *outer)
{
	const struct outer_key key = outer_key(outer);

	return rhashtable_lookup(&m->by_outer, &key, outer_params);
}

static struct rosfw_mapping *find_inner(struct rosfw_mappings *m, const struct rosfw_endpoint *inner,
					const struct rosfw_endpoint *outer)
{
	const struct inner_key key = inner_key(inner, outer);

	return rhashtable_lookup(&m->by_inner, &key, inner_params);
}

bool rosfw_mapping_of_inner(struct rosfw_net *rn, const struct rosfw_header *header, struct rosfw_endpoint *outer)
{
	struct rosfw_mappings *m = &rn->conntrack->mappings;
	const struct rosfw_mapping *mapping;

	if (!may_have_one(m, header))
		return false;
	mapping = find_inner(m, &header->src, outer);
	if (!mapping)
		return false;
	outer->id = mapping->outer.port;
	return true;
}

bool rosfw_mapping_of_outer(struct rosfw_net *rn, const struct rosfw_header *header, struct rosfw_endpoint *inner)
{
	struct rosfw_mappings *m = &rn->conntrack->mappings;
	const struct rosfw_mapping *mapping;

	if (!may_have_one(m, header))
		return false;
	mapping = find_outer(m, &header->dst);
	if (!mapping)
		return false;
	*inner = (struct rosfw_endpoint){ .addr.lo = mapping->inner.addr, .id = mapping->inner.port };
	return true;
}

bool rosfw_mapping_any(const struct rosfw_net *rn)
{
	return READ_ONCE(rn->conntrack->mappings.count);
}

bool rosfw_mapping_is_foreign(struct rosfw_net *rn, const struct rosfw_header *header,
			      const struct rosfw_endpoint *inner)
{
	struct rosfw_mappings *m = &rn->conntrack->mappings;
	const struct rosfw_mapping *mapping;

	if (!may_have_one(m, header))
		return false;
	mapping = find_outer(m, &header->src);
	return mapping && (mapping->inner.addr != inner->addr.lo || mapping->inner.port != inner->id);
}

/* ---- changes; under the lock ---- */

static struct rosfw_mapping *mapping_new(struct rosfw_mappings *m, const struct rosfw_endpoint *inner,
					 const struct rosfw_endpoint *outer)
{
	struct rosfw_mapping *mapping = kzalloc(sizeof(*mapping), GFP_ATOMIC | __GFP_NOWARN);

	if (!mapping)
		return NULL;
	mapping->inner = inner_key(inner, outer);
	mapping->outer = outer_key(outer);
	if (rhashtable_insert_fast(&m->by_inner, &mapping->inner_node, inner_params)) {
		kfree(mapping);
		return NULL;
	}
	if (rhashtable_insert_fast(&m->by_outer, &mapping->outer_node, outer_params)) {
		rhashtable_remove_fast(&m->by_inner, &mapping->inner_node, inner_params);
		kfree_rcu(mapping, rcu);
		return NULL;
	}
	WRITE_ONCE(m->count, m->count + 1);
	return mapping;
}

static int mapping_get(struct rosfw_mappings *m, const struct rosfw_endpoint *inner,
		       const struct rosfw_endpoint *outer, struct rosfw_mapping **mapping)
{
	struct rosfw_mapping *other = find_outer(m, outer);

	*mapping = find_inner(m, inner, outer);
	if (*mapping != other)
		return -EEXIST;
	if (!*mapping)
		*mapping = mapping_new(m, inner, outer);
	if (!*mapping)
		return -ENOMEM;
	(*mapping)->users++;
	return 0;
}

static void mapping_put(struct rosfw_mappings *m, struct rosfw_mapping *mapping)
{
	if (!mapping || --mapping->users)
		return;
	rhashtable_remove_fast(&m->by_inner, &mapping->inner_node, inner_params);
	rhashtable_remove_fast(&m->by_outer, &mapping->outer_node, outer_params);
	WRITE_ONCE(m->count, m->count - 1);
	kfree_rcu(mapping, rcu);
}

/* ---- connections ---- */

static u32 status_bit(enum rosfw_stage stage)
{
	return stage == ROSFW_STAGE_LEAVES ? ROSFW_CONN_EIN_SNAT : ROSFW_CONN_EIN_DNAT;
}

/* Under the connection's lock. The mapping that it had on another packet's proposal goes. */
static int map_locked(struct rosfw_mappings *m, struct rosfw_conn *conn, enum rosfw_stage stage,
		      const struct rosfw_endpoint *inner, const struct rosfw_endpoint *outer)
{
	struct rosfw_mapping *mapping;
	struct rosfw_conn_ext *ext;
	int err;

	if (conn->status & ROSFW_CONN_DYING)
		return -ENOENT;
	if (rosfw_conn_stage_decided(conn, stage))
		return -EALREADY;
	ext = rosfw_conn_extend(conn);
	if (!ext)
		return -ENOMEM;
	spin_lock_bh(&m->lock);
	err = mapping_get(m, inner, outer, &mapping);
	if (!err) {
		mapping_put(m, ext->mapping[stage - 1]);
		ext->mapping[stage - 1] = mapping;
		WRITE_ONCE(conn->status, conn->status | status_bit(stage));
	}
	spin_unlock_bh(&m->lock);
	return err;
}

int rosfw_conn_map(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage,
		   const struct rosfw_endpoint *inner, const struct rosfw_endpoint *outer)
{
	int err;

	spin_lock_bh(&conn->lock);
	err = map_locked(&rn->conntrack->mappings, conn, stage, inner, outer);
	spin_unlock_bh(&conn->lock);
	return err;
}

static void drop_mapping(struct rosfw_mappings *m, struct rosfw_conn_ext *ext, enum rosfw_stage stage)
{
	spin_lock_bh(&m->lock);
	mapping_put(m, ext->mapping[stage - 1]);
	ext->mapping[stage - 1] = NULL;
	spin_unlock_bh(&m->lock);
}

void rosfw_conn_unmap(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage)
{
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING) && !rosfw_conn_stage_decided(conn, stage) && conn->ext) {
		drop_mapping(&rn->conntrack->mappings, conn->ext, stage);
		WRITE_ONCE(conn->status, conn->status & ~status_bit(stage));
	}
	spin_unlock_bh(&conn->lock);
}

void rosfw_mapping_end_user(struct rosfw_mappings *m, struct rosfw_conn *conn)
{
	enum rosfw_stage stage;

	for (stage = ROSFW_STAGE_BETWEEN; stage < ROSFW_STAGES; stage++)
		if (conn->ext->mapping[stage - 1])
			drop_mapping(m, conn->ext, stage);
}

int rosfw_mappings_init(struct rosfw_mappings *m)
{
	int err;

	spin_lock_init(&m->lock);
	err = rhashtable_init(&m->by_inner, &inner_params);
	if (err)
		return err;
	err = rhashtable_init(&m->by_outer, &outer_params);
	if (err)
		rhashtable_destroy(&m->by_inner);
	return err;
}

void rosfw_mappings_exit(struct rosfw_mappings *m)
{
	rhashtable_destroy(&m->by_outer);
	rhashtable_destroy(&m->by_inner);
}
