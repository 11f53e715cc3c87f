/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers of address lists: src-address-list, dst-address-list. A list without entries holds nothing. */
#ifndef _ROSFW_MATCH_LIST_H
#define _ROSFW_MATCH_LIST_H

#include "match.h"

static inline int rosfw_compile_list(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.list = rosfw_addrset_list_get(c->program->addresses, (const char *)v->data);
	return cond->u.list ? 0 : rosfw_refuse_memory(c->err);
}

static __always_inline bool rosfw_match_list(const struct rosfw_cond *cond, const struct rosfw_addrset *set,
					     const struct rosfw_addr *a, u32 gen, u64 now)
{
	return rosfw_addrset_match(set, cond->u.list, a, gen, now) != cond->negated;
}

#endif /* _ROSFW_MATCH_LIST_H */
