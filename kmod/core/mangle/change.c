// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes of packet headers. See change.h.
 *
 * Positions come from a parsed packet, whose headers are whole. Words are written by put_word(), which returns the
 * change as a one's complement sum (RFC 1624) for the checksum above it.
 */
#include "../csum.h"
#include "change.h"

#define IPV4_HEADER	20
#define IPV4_TOS	1
#define IPV4_IDENT	4
#define IPV4_FRAGMENT	6
#define IPV4_DF		0x4000
#define IPV4_TTL	8
#define IPV4_CSUM	10
#define IPV4_NOP	1
#define IPV6_HOP_LIMIT	7
#define IPV6_SRC	8
#define IPV6_DST	24
#define IPV6_HEADER	40
#define TCP_HEADER	20
#define TCP_CSUM	16
#define TCP_OPT_END	0
#define TCP_OPT_NOP	1
#define TCP_OPT_MSS	2
#define ECN		0x03

static u32 put_word(u8 *p, u16 value)
{
	u16 old = get_unaligned_be16(p);

	put_unaligned_be16(value, p);
	return (u16)~old + value;
}

/* A byte of the IPv4 header, and the header's checksum. */
static void put_ipv4_byte(u8 *data, u32 off, u8 value)
{
	u32 even = off & ~1U;
	u16 word = off & 1 ? (data[even] << 8) | value : (value << 8) | data[even + 1];

	rosfw_csum_follow(data + IPV4_CSUM, put_word(data + even, word));
}

static u32 ipv4_header_len(const struct rosfw_pkt *pkt)
{
	return (pkt->data[0] & 0x0f) * 4;
}

/* ---- what is written ---- */

static u8 new_ttl(const struct rosfw_header_change *c, u8 old)
{
	switch (c->how) {
	case ROSFW_STEP_INCREMENT:
		return min(old + c->value, 255);
	case ROSFW_STEP_DECREMENT:
		return max(old - c->value, 0);
	default:
		return c->value;
	}
}

static bool put_ttl(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data)
{
	u8 ttl = new_ttl(c, pkt->ttl);

	if (ttl == pkt->ttl)
		return false;
	if (pkt->family == ROSFW_IPV4)
		put_ipv4_byte(data, IPV4_TTL, ttl);
	else
		data[IPV6_HOP_LIMIT] = ttl;
	pkt->ttl = ttl;
	return true;
}

static u8 new_dscp(const struct rosfw_header_change *c, u32 priority)
{
	if (!c->named)
		return c->value;
	return c->value == ROSFW_DSCP_FROM_PRIORITY ? priority & 0x3f : (priority & 7) << 3;
}

static bool put_dscp(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data, u32 priority)
{
	u8 tos = new_dscp(c, priority) << 2 | (pkt->tos & ECN);

	if (tos == pkt->tos)
		return false;
	if (pkt->family == ROSFW_IPV4) {
		put_ipv4_byte(data, IPV4_TOS, tos);
	} else {
		data[0] = (data[0] & 0xf0) | tos >> 4;
		data[1] = (data[1] & 0x0f) | tos << 4;
	}
	pkt->tos = tos;
	return true;
}

/* A packet that is not to be fragmented needs no number, and many senders give it 0. */
static bool clear_df(u8 *data, u16 ident)
{
	u16 fragment = get_unaligned_be16(data + IPV4_FRAGMENT);
	u32 change;

	if (!(fragment & IPV4_DF))
		return false;
	change = put_word(data + IPV4_FRAGMENT, fragment & ~IPV4_DF);
	if (!get_unaligned_be16(data + IPV4_IDENT))
		change += put_word(data + IPV4_IDENT, ident);
	rosfw_csum_follow(data + IPV4_CSUM, change);
	return true;
}

static bool strip_options(struct rosfw_pkt *pkt, u8 *data)
{
	u32 len = ipv4_header_len(pkt), change = 0, i;

	for (i = IPV4_HEADER; i < len; i += 2)
		change += put_word(data + i, IPV4_NOP << 8 | IPV4_NOP);
	rosfw_csum_follow(data + IPV4_CSUM, change);
	pkt->options = ROSFW_PKT_OPT_ANY;
	return change;
}

/* Where the value of the option is, from the start of the TCP header; 0: there is none. */
static u32 find_mss(const u8 *tcp, u32 len)
{
	u32 i = TCP_HEADER;

	while (i + 4 <= len) {
		if (tcp[i] == TCP_OPT_END)
			return 0;
		if (tcp[i] == TCP_OPT_NOP) {
			i++;
			continue;
		}
		if (tcp[i] == TCP_OPT_MSS)
			return tcp[i + 1] == 4 ? i + 2 : 0;
		if (tcp[i + 1] < 2)
			return 0;
		i += tcp[i + 1];
	}
	return 0;
}

/* 0: leave it as it is. */
static u16 new_mss(const struct rosfw_header_change *c, const struct rosfw_pkt *pkt, u32 mtu)
{
	u32 headers = (pkt->family == ROSFW_IPV4 ? IPV4_HEADER : IPV6_HEADER) + TCP_HEADER;

	if (!c->named)
		return c->value;
	return mtu > headers ? min(mtu - headers, (u32)U16_MAX) : 0;
}

/* It is never made larger: the host said what it can take. */
static bool put_mss(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data,
		    const struct rosfw_change_world *world)
{
	u16 mss = new_mss(c, pkt, world->mtu);
	u8 *tcp = data + pkt->l4_off;
	u32 off, change;

	if (!mss || mss >= pkt->u.tcp.mss)
		return false;
	off = find_mss(tcp, pkt->u.tcp.doff);
	if (!off)
		return false;
	change = put_word(tcp + off, mss);
	/* A value that begins at an odd place has its bytes the other way round in the sum. */
	if (off & 1)
		change = (u16)(rosfw_csum_fold(change) << 8 | rosfw_csum_fold(change) >> 8);
	if (!world->partial)
		rosfw_csum_follow(tcp + TCP_CSUM, change);
	pkt->u.tcp.mss = mss;
	return true;
}

/* The sum of an address stays the same, and so does every checksum. */
static bool put_prefix(const struct rosfw_prefix_map *map, struct rosfw_addr *addr, u8 *p)
{
	struct rosfw_addr new = *addr;

	if (!rosfw_prefix_has(map, addr) || !rosfw_prefix_move(map, &new))
		return false;
	rosfw_addr_store(&new, ROSFW_IPV6, p);
	*addr = new;
	return true;
}

static bool quotes_header(const struct rosfw_pkt *pkt)
{
	return pkt->flags & ROSFW_PKT_ICMP_ERROR && pkt->len >= pkt->inner_off + (u32)IPV6_HEADER;
}

/* What an error quotes went the other way. */
static bool put_prefixes(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data)
{
	bool src = c->action == ROSFW_ACTION_SNPT;
	bool changed = put_prefix(c->prefix, src ? &pkt->src : &pkt->dst, data + (src ? IPV6_SRC : IPV6_DST));
	u8 *inner = data + pkt->inner_off;
	struct rosfw_addr quoted;

	if (!quotes_header(pkt) || inner[0] >> 4 != 6)
		return changed;
	inner += src ? IPV6_DST : IPV6_SRC;
	rosfw_addr_load(&quoted, ROSFW_IPV6, inner);
	return put_prefix(c->prefix, &quoted, inner) || changed;
}

/* ---- the door ---- */

static bool announces_mss(const struct rosfw_pkt *pkt)
{
	return pkt->proto == ROSFW_PROTO_TCP && pkt->flags & ROSFW_PKT_L4 && pkt->u.tcp.has_mss;
}

u32 rosfw_change_need(const struct rosfw_header_change *c, const struct rosfw_pkt *pkt)
{
	bool v4 = pkt->family == ROSFW_IPV4;

	switch (c->action) {
	case ROSFW_ACTION_CHANGE_TTL:
	case ROSFW_ACTION_CLEAR_DF:
		return v4 ? IPV4_HEADER : 0;
	case ROSFW_ACTION_CHANGE_HOP_LIMIT:
		return v4 ? 0 : IPV6_HEADER;
	case ROSFW_ACTION_CHANGE_DSCP:
		return v4 ? IPV4_HEADER : IPV6_HEADER;
	case ROSFW_ACTION_STRIP_IPV4_OPTIONS:
		return v4 && pkt->flags & ROSFW_PKT_IP_OPTIONS ? ipv4_header_len(pkt) : 0;
	case ROSFW_ACTION_CHANGE_MSS:
		return announces_mss(pkt) ? pkt->l4_off + pkt->u.tcp.doff : 0;
	case ROSFW_ACTION_SNPT:
	case ROSFW_ACTION_DNPT:
		if (v4)
			return 0;
		return quotes_header(pkt) ? pkt->inner_off + IPV6_HEADER : IPV6_HEADER;
	default:
		return 0;
	}
}

bool rosfw_change_apply(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data,
			const struct rosfw_change_world *world)
{
	switch (c->action) {
	case ROSFW_ACTION_CHANGE_TTL:
	case ROSFW_ACTION_CHANGE_HOP_LIMIT:
		return put_ttl(c, pkt, data);
	case ROSFW_ACTION_CHANGE_DSCP:
		return put_dscp(c, pkt, data, world->priority);
	case ROSFW_ACTION_CLEAR_DF:
		return clear_df(data, world->ident);
	case ROSFW_ACTION_STRIP_IPV4_OPTIONS:
		return strip_options(pkt, data);
	case ROSFW_ACTION_CHANGE_MSS:
		return put_mss(c, pkt, data, world);
	case ROSFW_ACTION_SNPT:
	case ROSFW_ACTION_DNPT:
		return put_prefixes(c, pkt, data);
	default:
		return false;
	}
}

u32 rosfw_change_priority(const struct rosfw_header_change *c, const struct rosfw_pkt *pkt, u32 ingress)
{
	u32 dscp = pkt->tos >> 2;

	if (!c->named)
		return c->value;
	switch (c->value) {
	case ROSFW_PRIORITY_FROM_DSCP:
		return dscp & 7;
	case ROSFW_PRIORITY_FROM_DSCP_HIGH_3_BITS:
		return dscp >> 3;
	default:
		return min(ingress, 63U);
	}
}
