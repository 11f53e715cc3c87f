/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers of the IP header and what belongs to it: ttl, hop-limit, dscp, tos, packet-size, fragment, ipv4-options,
 * headers, tcp-mss, src-mac-address.
 */
#ifndef _ROSFW_MATCH_HEADER_H
#define _ROSFW_MATCH_HEADER_H

#include "match.h"

static inline int rosfw_compile_ttl(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.compare, v->data, sizeof(cond->u.compare));
	return 0;
}

static __always_inline bool rosfw_match_ttl(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	switch (cond->u.compare.how) {
	case ROSFW_COMPARE_EQUAL:
		return pkt->ttl == cond->u.compare.value;
	case ROSFW_COMPARE_NOT_EQUAL:
		return pkt->ttl != cond->u.compare.value;
	case ROSFW_COMPARE_LESS:
		return pkt->ttl < cond->u.compare.value;
	default:
		return pkt->ttl > cond->u.compare.value;
	}
}

/* The code point is the TOS byte without its lowest two bits, which speak of congestion. */
static inline int rosfw_compile_dscp(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.masked.value = *v->data << 2;
	cond->u.masked.mask = 0xfc;
	return 0;
}

static inline int rosfw_compile_tos(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.masked, v->data, sizeof(cond->u.masked));
	return 0;
}

static __always_inline bool rosfw_match_tos(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return ((pkt->tos & cond->u.masked.mask) == cond->u.masked.value) != cond->negated;
}

static inline int rosfw_compile_range(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.range, v->data, sizeof(cond->u.range));
	return 0;
}

static __always_inline bool rosfw_match_size(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return (pkt->size >= cond->u.range.from && pkt->size <= cond->u.range.to) != cond->negated;
}

/* A segment that announces nothing announces no size of the range either. */
static __always_inline bool rosfw_match_mss(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	bool in;

	if (pkt->proto != ROSFW_PROTO_TCP || !(pkt->flags & ROSFW_PKT_L4))
		return false;
	in = pkt->u.tcp.has_mss && pkt->u.tcp.mss >= cond->u.range.from && pkt->u.tcp.mss <= cond->u.range.to;
	return in != cond->negated;
}

static inline int rosfw_compile_fragment(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->negated = !*v->data;
	return 0;
}

static __always_inline bool rosfw_match_fragment(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return !!(pkt->flags & ROSFW_PKT_LATER_FRAG) != cond->negated;
}

/* Each value looks for one of some options, or for none of them. */
static inline int rosfw_compile_options(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	static const struct {
		u8 options;
		bool none;
	} values[__ROSFW_IPV4_OPTIONS_COUNT] = {
		[ROSFW_IPV4_OPTIONS_ANY] = { ROSFW_PKT_OPT_ANY, false },
		[ROSFW_IPV4_OPTIONS_NONE] = { ROSFW_PKT_OPT_ANY, true },
		[ROSFW_IPV4_OPTIONS_STRICT_SOURCE_ROUTING] = { ROSFW_PKT_OPT_SSRR, false },
		[ROSFW_IPV4_OPTIONS_LOOSE_SOURCE_ROUTING] = { ROSFW_PKT_OPT_LSRR, false },
		[ROSFW_IPV4_OPTIONS_NO_SOURCE_ROUTING] = { ROSFW_PKT_OPT_SSRR | ROSFW_PKT_OPT_LSRR, true },
		[ROSFW_IPV4_OPTIONS_RECORD_ROUTE] = { ROSFW_PKT_OPT_RR, false },
		[ROSFW_IPV4_OPTIONS_NO_RECORD_ROUTE] = { ROSFW_PKT_OPT_RR, true },
		[ROSFW_IPV4_OPTIONS_TIMESTAMP] = { ROSFW_PKT_OPT_TS, false },
		[ROSFW_IPV4_OPTIONS_NO_TIMESTAMP] = { ROSFW_PKT_OPT_TS, true },
		[ROSFW_IPV4_OPTIONS_ROUTER_ALERT] = { ROSFW_PKT_OPT_RA, false },
		[ROSFW_IPV4_OPTIONS_NO_ROUTER_ALERT] = { ROSFW_PKT_OPT_RA, true },
	};
	u32 i;

	memcpy(&i, v->data, sizeof(i));
	cond->u.bits = values[i].options;
	cond->negated = values[i].none;
	return 0;
}

static __always_inline bool rosfw_match_options(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return !!(pkt->options & cond->u.bits) != cond->negated;
}

static inline int rosfw_compile_headers(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	struct rosfw_headers h;

	memcpy(&h, v->data, sizeof(h));
	cond->u.masked.value = h.headers;
	cond->u.masked.mask = h.contains ? h.headers : U8_MAX;
	return 0;
}

static __always_inline bool rosfw_match_headers(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return ((pkt->headers & cond->u.masked.mask) == cond->u.masked.value) != cond->negated;
}

static inline int rosfw_compile_mac(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(cond->u.mac, v->data, sizeof(cond->u.mac));
	return 0;
}

static __always_inline bool rosfw_match_mac(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	bool same = !memcmp(pkt->src_mac, cond->u.mac, sizeof(cond->u.mac));

	return pkt->flags & ROSFW_PKT_MAC && same != cond->negated;
}

#endif /* _ROSFW_MATCH_HEADER_H */
