/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers of connections: connection-state, connection-nat-state, connection-type. */
#ifndef _ROSFW_MATCH_STATE_H
#define _ROSFW_MATCH_STATE_H

#include "match.h"

static inline int rosfw_compile_state(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.bits, v->data, sizeof(cond->u.bits));
	return 0;
}

/* Where connections are not tracked (ROSFW_STATE_NONE) a packet has no state that could be or not be listed. */
static __always_inline bool rosfw_match_state(const struct rosfw_cond *cond, u8 state)
{
	return state < __ROSFW_STATE_COUNT && (cond->u.bits >> state & 1) != cond->negated;
}

/* A packet without a connection is not translated, in whatever way; where none are tracked nothing is known of it. */
static __always_inline bool rosfw_match_nat_state(const struct rosfw_cond *cond, u8 state, u8 nat_state)
{
	return state < __ROSFW_STATE_COUNT && !!(cond->u.bits & nat_state) != cond->negated;
}

static_assert(__ROSFW_CONNECTION_COUNT <= 8);

static inline int rosfw_compile_type(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	u32 type;

	memcpy(&type, v->data, sizeof(type));
	cond->u.bits = BIT(type);
	return 0;
}

/* A packet without a connection is of no type; where none are tracked nothing is known of it. */
static __always_inline bool rosfw_match_type(const struct rosfw_cond *cond, u8 state, u8 types)
{
	return state < __ROSFW_STATE_COUNT && !!(cond->u.bits & types) != cond->negated;
}

#endif /* _ROSFW_MATCH_STATE_H */
