/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers of addresses: src-address, dst-address. */
#ifndef _ROSFW_MATCH_ADDR_H
#define _ROSFW_MATCH_ADDR_H

#include "match.h"

static inline int rosfw_compile_addr(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	rosfw_addr_load(&cond->u.addr.from, c->family, v->data);
	rosfw_addr_load(&cond->u.addr.to, c->family, v->data + (c->family == ROSFW_IPV4 ? 4 : 16));
	return 0;
}

static __always_inline bool rosfw_match_addr(const struct rosfw_cond *cond, const struct rosfw_addr *a)
{
	bool in = rosfw_addr_cmp(a, &cond->u.addr.from) >= 0 && rosfw_addr_cmp(a, &cond->u.addr.to) <= 0;

	return in != cond->negated;
}

#endif /* _ROSFW_MATCH_ADDR_H */
