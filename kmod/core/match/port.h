/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers of ports: src-port, dst-port, port.
 *
 * Ranges are sorted and merged, so that a look at a few of them decides. Few of them, which is the rule, are kept in
 * the condition itself; more in the program's pool.
 */
#ifndef _ROSFW_MATCH_PORT_H
#define _ROSFW_MATCH_PORT_H

#include "match.h"

static inline int rosfw_compare_ports(const void *a, const void *b)
{
	const struct rosfw_port_range *x = a, *y = b;

	return (int)x->from - (int)y->from;
}

/* Sorts, and joins ranges that overlap or follow one another. Returns how many are left. */
static inline u32 rosfw_merge_ports(struct rosfw_port_range *r, u32 n)
{
	u32 i, last = 0;

	sort(r, n, sizeof(*r), rosfw_compare_ports, NULL);
	for (i = 1; i < n; i++) {
		if (r[i].from > r[last].to + 1)
			r[++last] = r[i];
		else
			r[last].to = max(r[last].to, r[i].to);
	}
	return last + 1;
}

static inline int rosfw_compile_ports(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	struct rosfw_port_range r[ROSFW_PORTS_MAX];

	memcpy(r, v->data, v->len);
	cond->n = rosfw_merge_ports(r, v->len / sizeof(*r));
	if (cond->n <= ROSFW_PORTS_INLINE) {
		memcpy(cond->u.port, r, cond->n * sizeof(*r));
		return 0;
	}
	memcpy(c->program->pool + c->pool_used, r, cond->n * sizeof(*r));
	cond->u.ports = c->program->pool + c->pool_used;
	c->pool_used += cond->n;
	return 0;
}

static inline bool rosfw_search_ports(const struct rosfw_port_range *r, u32 n, u16 port)
{
	u32 lo = 0, mid;

	while (n) {
		mid = lo + n / 2;
		if (port < r[mid].from) {
			n /= 2;
		} else if (port > r[mid].to) {
			lo = mid + 1;
			n -= n / 2 + 1;
		} else {
			return true;
		}
	}
	return false;
}

static __always_inline bool rosfw_has_port(const struct rosfw_cond *cond, u16 port)
{
	u32 i;

	if (unlikely(cond->n > ROSFW_PORTS_INLINE))
		return rosfw_search_ports(cond->u.ports, cond->n, port);
	for (i = 0; i < cond->n && port >= cond->u.port[i].from; i++)
		if (port <= cond->u.port[i].to)
			return true;
	return false;
}

static __always_inline bool rosfw_match_src_port(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return pkt->flags & ROSFW_PKT_PORTS && rosfw_has_port(cond, pkt->sport) != cond->negated;
}

static __always_inline bool rosfw_match_dst_port(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return pkt->flags & ROSFW_PKT_PORTS && rosfw_has_port(cond, pkt->dport) != cond->negated;
}

/* Either of them; negated: neither. */
static __always_inline bool rosfw_match_any_port(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return pkt->flags & ROSFW_PKT_PORTS &&
	       (rosfw_has_port(cond, pkt->sport) || rosfw_has_port(cond, pkt->dport)) != cond->negated;
}

#endif /* _ROSFW_MATCH_PORT_H */
