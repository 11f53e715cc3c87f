/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers of what the router knows beyond the packet: src-address-type, dst-address-type, realm, routing-table,
 * connection-bytes, connection-rate, ipsec-policy. The world answers, when it is asked.
 */
#ifndef _ROSFW_MATCH_WORLD_H
#define _ROSFW_MATCH_WORLD_H

#include "match.h"

static inline int rosfw_compile_bits(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.bits, v->data, sizeof(cond->u.bits));
	return 0;
}

static inline bool rosfw_match_addr_type(const struct rosfw_cond *cond, const struct rosfw_walk *walk,
					 const struct rosfw_addr *addr)
{
	u32 type = rosfw_env_addr_type(walk->world, walk->pkt->family, addr, cond->u.bits);

	return !!(cond->u.bits & type) != cond->negated;
}

/* In front of routing there is no route that could have a realm or another one. */
static inline bool rosfw_match_realm(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	u32 realm;

	return rosfw_env_realm(walk->world, &realm) && (realm == cond->u.bits) != cond->negated;
}

static inline bool rosfw_match_routing_table(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	return rosfw_env_has_route(walk, cond->u.bits) != cond->negated;
}

static inline int rosfw_compile_bytes(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.bytes, v->data, sizeof(cond->u.bytes));
	if (!cond->u.bytes.to)
		cond->u.bytes.to = U64_MAX;
	return 0;
}

static inline bool rosfw_match_conn_bytes(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	u8 proto = walk->pkt->proto;
	u64 bytes;

	if (proto != ROSFW_PROTO_TCP && proto != ROSFW_PROTO_UDP)
		return false;
	return rosfw_env_conn_bytes(walk->world, &bytes) && bytes >= cond->u.bytes.from && bytes <= cond->u.bytes.to;
}

static inline int rosfw_compile_rate(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.bps, v->data, sizeof(cond->u.bps));
	return 0;
}

static inline bool rosfw_match_conn_rate(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	u8 proto = walk->pkt->proto;
	u64 bits;

	if (proto != ROSFW_PROTO_TCP && proto != ROSFW_PROTO_UDP)
		return false;
	return rosfw_env_conn_rate(walk->world, &bits) &&
	       (bits >= cond->u.bps.from && bits <= cond->u.bps.to) != cond->negated;
}

static inline int rosfw_compile_ipsec(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.ipsec, v->data, sizeof(cond->u.ipsec));
	return 0;
}

/* In front of routing nobody knows where a packet will go. */
static inline bool rosfw_match_ipsec(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	bool ipsec;

	return rosfw_env_ipsec(walk->world, cond->u.ipsec.out, &ipsec) && ipsec == !cond->u.ipsec.none;
}

/* Patterns are kept with the rules that name them, and wait for an engine. */
static inline int rosfw_compile_layer7(struct rosfw_compile *c)
{
	c->invalid = "no such pattern engine yet";
	return 0;
}

#endif /* _ROSFW_MATCH_WORLD_H */
