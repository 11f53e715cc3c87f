/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matcher of how many connections a block of source addresses has: connection-limit.
 *
 * The world counts them as they come and go, for the lengths of prefixes that rules have: struct rosfw_blocks names
 * those.
 */
#ifndef _ROSFW_MATCH_BLOCK_H
#define _ROSFW_MATCH_BLOCK_H

#include "match.h"

/* False: there is no room for another length. */
static inline bool rosfw_blocks_add(struct rosfw_blocks *blocks, u8 prefix_len)
{
	u32 i;

	for (i = 0; i < blocks->n; i++)
		if (blocks->prefix_len[i] == prefix_len)
			return true;
	if (i == ROSFW_BLOCKS_MAX)
		return false;
	blocks->prefix_len[blocks->n++] = prefix_len;
	return true;
}

static inline int rosfw_refuse_blocks(struct rosfw_error *err)
{
	return rosfw_refuse(err, -ENOSPC, ROSFW_A_CONNECTION_LIMIT,
			    "too many netmasks: the rules of a family may have eight different ones in connection-limit");
}

static inline int rosfw_compile_connection_limit(struct rosfw_compile *c, const struct rosfw_value *v,
						 struct rosfw_cond *cond)
{
	memcpy(&cond->u.limit, v->data, sizeof(cond->u.limit));
	return rosfw_blocks_add(&c->program->blocks, cond->u.limit.prefix_len) ? 0 : rosfw_refuse_blocks(c->err);
}

/* The packet's own connection, if it is the block's, is one of those that are counted. */
static inline bool rosfw_match_connection_limit(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	const struct rosfw_connection_limit *limit = &cond->u.limit;
	enum rosfw_family family = walk->pkt->family;
	struct rosfw_addr block = rosfw_addr_prefix(family, &walk->pkt->src, limit->prefix_len);

	return (rosfw_env_conn_count(walk->world, family, limit->prefix_len, &block) > limit->count) != cond->negated;
}

#endif /* _ROSFW_MATCH_BLOCK_H */
