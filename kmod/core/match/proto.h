/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers of protocol headers: protocol, tcp-flags, icmp-options. */
#ifndef _ROSFW_MATCH_PROTO_H
#define _ROSFW_MATCH_PROTO_H

#include "match.h"

static inline int rosfw_compile_protocol(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.proto = *v->data;
	return 0;
}

static __always_inline bool rosfw_match_protocol(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	return (pkt->proto == cond->u.proto) != cond->negated;
}

static inline int rosfw_compile_tcp_flags(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.tcp, v->data, sizeof(cond->u.tcp));
	cond->negated = cond->u.tcp.invert;
	return 0;
}

static __always_inline bool rosfw_match_tcp_flags(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	u8 set = cond->u.tcp.set;

	if (pkt->proto != ROSFW_PROTO_TCP || !(pkt->flags & ROSFW_PKT_L4))
		return false;
	return ((pkt->u.tcp.flags & (set | cond->u.tcp.clear)) == set) != cond->negated;
}

static inline int rosfw_compile_icmp(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.icmp, v->data, sizeof(cond->u.icmp));
	return 0;
}

/* ICMP belongs to IPv4 and ICMPv6 to IPv6: the numbers of types mean different things. */
static __always_inline bool rosfw_match_icmp(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	u8 proto = pkt->family == ROSFW_IPV4 ? ROSFW_PROTO_ICMP : ROSFW_PROTO_ICMPV6;
	bool in;

	if (pkt->proto != proto || !(pkt->flags & ROSFW_PKT_L4))
		return false;
	in = pkt->u.icmp.type == cond->u.icmp.type && pkt->u.icmp.code >= cond->u.icmp.code_from &&
	     pkt->u.icmp.code <= cond->u.icmp.code_to;
	return in != cond->negated;
}

#endif /* _ROSFW_MATCH_PROTO_H */
