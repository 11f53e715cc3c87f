// SPDX-License-Identifier: GPL-2.0-only
/*
 * Headers of packets, and view keys: a header as an unordered pair of endpoints, so that one key serves both
 * directions; and what can have one.
 *
 * Pure functions; no state, no locks.
 */
#include "proto.h"

#define GRE_VERSION	0x0007

static const struct {
	u8 family;
	u8 request;
	u8 reply;
} exchanges[] = {
	{ ROSFW_IPV4, 8, 0 },		/* echo */
	{ ROSFW_IPV4, 13, 14 },		/* timestamp */
	{ ROSFW_IPV4, 15, 16 },		/* information */
	{ ROSFW_IPV4, 17, 18 },		/* address mask */
	{ ROSFW_IPV6, 128, 129 },	/* echo */
	{ ROSFW_IPV6, 139, 140 },	/* node information, RFC 4620; has no identifier */
};

bool rosfw_icmp_exchange(u8 family, u8 type, u8 *request)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(exchanges); i++) {
		if (exchanges[i].family != family)
			continue;
		if (exchanges[i].request != type && exchanges[i].reply != type)
			continue;
		*request = exchanges[i].request;
		return true;
	}
	return false;
}

/* Multicast listeners, neighbour discovery with redirects, multicast routers. */
static bool icmpv6_is_untracked(u8 type)
{
	return (type >= 130 && type <= 137) || type == 143 || type == 151 || type == 152;
}

static enum rosfw_trackable trackable_icmp(const struct rosfw_pkt *pkt)
{
	u8 request;

	/* Cut off, or that of the other family. */
	if (!(pkt->flags & ROSFW_PKT_L4))
		return ROSFW_TRACKABLE_INVALID;
	if (pkt->flags & ROSFW_PKT_ICMP_ERROR)
		return ROSFW_TRACKABLE_QUOTE;
	if (pkt->family == ROSFW_IPV6 && icmpv6_is_untracked(pkt->u.icmp.type))
		return ROSFW_TRACKABLE_NEVER;
	return rosfw_icmp_exchange(pkt->family, pkt->u.icmp.type, &request) ? ROSFW_TRACKABLE_CONN :
									     ROSFW_TRACKABLE_INVALID;
}

enum rosfw_trackable rosfw_trackable(const struct rosfw_pkt *pkt)
{
	if (pkt->flags & ROSFW_PKT_LATER_FRAG)
		return ROSFW_TRACKABLE_INVALID;
	switch (pkt->proto) {
	case ROSFW_PROTO_TCP:
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
	case ROSFW_PROTO_SCTP:
	case ROSFW_PROTO_DCCP:
		return pkt->flags & ROSFW_PKT_L4 ? ROSFW_TRACKABLE_CONN : ROSFW_TRACKABLE_INVALID;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		return trackable_icmp(pkt);
	case 0:		/* IPv6 extension headers: the chain of them was broken here, or endless */
	case 43:
	case 44:
	case 51:
	case 60:
	case 135:
	case 139:
	case 140:
		return pkt->family == ROSFW_IPV6 ? ROSFW_TRACKABLE_INVALID : ROSFW_TRACKABLE_CONN;
	default:
		return ROSFW_TRACKABLE_CONN;
	}
}

bool rosfw_header_from_pkt(const struct rosfw_pkt *pkt, struct rosfw_header *header)
{
	if (rosfw_trackable(pkt) != ROSFW_TRACKABLE_CONN)
		return false;
	*header = (struct rosfw_header){
		.src.addr = pkt->src,
		.dst.addr = pkt->dst,
		.proto = pkt->proto,
		.family = pkt->family,
	};
	if (pkt->proto == ROSFW_PROTO_ICMP || pkt->proto == ROSFW_PROTO_ICMPV6) {
		rosfw_icmp_exchange(pkt->family, pkt->u.icmp.type, &header->kind);
		if (pkt->u.icmp.type == header->kind)
			header->src.id = ROSFW_VIEW_ASKS | pkt->u.icmp.id;
		else
			header->dst.id = ROSFW_VIEW_ASKS | pkt->u.icmp.id;
	} else if (pkt->flags & ROSFW_PKT_PORTS) {
		header->src.id = pkt->sport;
		header->dst.id = pkt->dport;
	}
	return true;
}

bool rosfw_header_from_inner(const struct rosfw_pkt *outer, const struct rosfw_pkt *inner,
			     struct rosfw_header *header)
{
	if (!rosfw_addr_equal(&outer->dst, &inner->src))
		return false;
	return rosfw_header_from_pkt(inner, header);
}

void rosfw_header_reverse(const struct rosfw_header *from, struct rosfw_header *to)
{
	struct rosfw_endpoint src = from->dst;

	*to = *from;
	to->dst = from->src;
	to->src = src;
}

bool rosfw_call_id(const struct rosfw_pkt *pkt, u32 *id)
{
	if (pkt->proto != ROSFW_PROTO_GRE || !(pkt->flags & ROSFW_PKT_L4) || pkt->flags & ROSFW_PKT_LATER_FRAG ||
	    (pkt->u.gre.flags & GRE_VERSION) != 1)
		return false;
	*id = ROSFW_VIEW_CALL | (u16)pkt->u.gre.key;
	return true;
}

bool rosfw_header_equal(const struct rosfw_header *a, const struct rosfw_header *b)
{
	return a->proto == b->proto && a->family == b->family && a->kind == b->kind &&
	       rosfw_endpoint_equal(&a->src, &b->src) && rosfw_endpoint_equal(&a->dst, &b->dst);
}

static bool is_greater(const struct rosfw_endpoint *a, const struct rosfw_endpoint *b)
{
	int cmp = rosfw_addr_cmp(&a->addr, &b->addr);

	return cmp ? cmp > 0 : a->id > b->id;
}

void rosfw_view_key(const struct rosfw_header *header, struct rosfw_view_key *key, u8 *orientation)
{
	u8 src = is_greater(&header->src, &header->dst);

	*orientation = src;
	key->id[src] = header->src.id;
	key->id[!src] = header->dst.id;
	key->proto = header->proto;
	key->family = header->family;
	key->kind = header->kind;
	key->tag = 0;
	key->place = 0;
	if (header->family == ROSFW_IPV4) {
		key->v4[src] = header->src.addr.lo;
		key->v4[!src] = header->dst.addr.lo;
	} else {
		key->v6[src] = header->src.addr;
		key->v6[!src] = header->dst.addr;
	}
}

static void endpoint_from_key(const struct rosfw_view_key *key, u8 index, struct rosfw_endpoint *endpoint)
{
	endpoint->id = key->id[index];
	if (key->family == ROSFW_IPV4)
		endpoint->addr = (struct rosfw_addr){ .lo = key->v4[index] };
	else
		endpoint->addr = key->v6[index];
}

void rosfw_header_from_key(const struct rosfw_view_key *key, u8 orientation, struct rosfw_header *header)
{
	endpoint_from_key(key, orientation, &header->src);
	endpoint_from_key(key, !orientation, &header->dst);
	header->proto = key->proto;
	header->family = key->family;
	header->kind = key->kind;
}

/* The same as the way through the header, for what nearly all packets are. */
static void plain_key(const struct rosfw_pkt *pkt, struct rosfw_view_key *key, u8 *orientation)
{
	u8 src = (pkt->src.lo << 16 | pkt->sport) > (pkt->dst.lo << 16 | pkt->dport);

	*orientation = src;
	key->id[src] = pkt->sport;
	key->id[!src] = pkt->dport;
	key->proto = pkt->proto;
	key->family = ROSFW_IPV4;
	key->kind = 0;
	key->tag = 0;
	key->place = 0;
	key->v4[src] = pkt->src.lo;
	key->v4[!src] = pkt->dst.lo;
}

static bool is_plain(const struct rosfw_pkt *pkt)
{
	return pkt->family == ROSFW_IPV4 && (pkt->proto == ROSFW_PROTO_UDP || pkt->proto == ROSFW_PROTO_TCP) &&
	       (pkt->flags & (ROSFW_PKT_LATER_FRAG | ROSFW_PKT_PORTS | ROSFW_PKT_L4)) ==
	       (ROSFW_PKT_PORTS | ROSFW_PKT_L4);
}

bool rosfw_view_key_from_pkt(const struct rosfw_pkt *pkt, struct rosfw_view_key *key, u8 *orientation)
{
	struct rosfw_header header;

	if (likely(is_plain(pkt))) {
		plain_key(pkt, key, orientation);
		return true;
	}
	if (!rosfw_header_from_pkt(pkt, &header))
		return false;
	rosfw_view_key(&header, key, orientation);
	return true;
}

bool rosfw_view_key_from_inner(const struct rosfw_pkt *outer, const struct rosfw_pkt *inner,
			       struct rosfw_view_key *key, u8 *orientation)
{
	struct rosfw_header header;

	if (!rosfw_header_from_inner(outer, inner, &header))
		return false;
	rosfw_view_key(&header, key, orientation);
	return true;
}
