// SPDX-License-Identifier: GPL-2.0-only
/*
 * Socket buffers get the header that their connection has behind a NAT point.
 *
 * The core says how many bytes it wants to write; they are made linear and ours before it does. Segments that are still
 * one packet stay so: hardware, or the kernel, copies the header into each. Locks: none; connections tell their headers
 * under RCU.
 */
#include <linux/skbuff.h>

#include "nat.h"

/* What the connection's packets of direction @dir are behind that point. */
static enum rosfw_stage stage_behind(u8 dir, enum rosfw_nat_point point)
{
	if (point == ROSFW_NAT_ENTERS)
		return ROSFW_STAGE_BETWEEN;
	return dir == ROSFW_DIR_ORIG ? ROSFW_STAGE_LEAVES : ROSFW_STAGE_ARRIVES;
}

/* @bytes of the packet can be written from now on. */
static bool make_writable(struct sk_buff *skb, struct rosfw_pkt *pkt, u32 bytes)
{
	u32 off = skb_network_offset(skb);

	if (skb_ensure_writable(skb, off + bytes))
		return false;
	pkt->data = skb_network_header(skb);
	pkt->linear = skb_headlen(skb) - off;
	return true;
}

/*
 * If hardware completes the checksum of an inner packet, that of the outer one is whole, unless it is to be cut into
 * segments: then each gets its own.
 */
enum rosfw_nat_checksum rosfw_nat_checksum_of(const struct sk_buff *skb, const struct rosfw_pkt *pkt)
{
	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return ROSFW_NAT_CSUM_FULL;
	if (skb_checksum_start_offset(skb) == skb_network_offset(skb) + pkt->l4_off || skb_is_gso(skb))
		return ROSFW_NAT_CSUM_PARTIAL;
	return ROSFW_NAT_CSUM_FULL;
}

void rosfw_nat_forget_sum(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
}

/* The packet's header, with what it does not say itself of the call that it belongs to. */
static void know_call(const struct rosfw_pkt *pkt, const struct rosfw_header *to, struct rosfw_header *from)
{
	if (to->dst.id && rosfw_call_id(pkt, &from->dst.id))
		from->src.id = to->src.id;
}

static int translate_packet(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_header *to)
{
	enum rosfw_nat_checksum checksum = rosfw_nat_checksum_of(skb, pkt);
	struct rosfw_header from;
	int need;

	if (!rosfw_header_from_pkt(pkt, &from))
		return 0;
	know_call(pkt, to, &from);
	if (rosfw_header_equal(&from, to))
		return 0;
	need = rosfw_nat_rewrite(pkt, skb_network_header(skb), 0, checksum, to);
	if (!make_writable(skb, pkt, need))
		return -ENOMEM;
	rosfw_nat_rewrite(pkt, skb_network_header(skb), need, checksum, to);
	rosfw_nat_forget_sum(skb);
	return 1;
}

static int translate_error(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_header *to)
{
	enum rosfw_nat_checksum checksum = rosfw_nat_checksum_of(skb, pkt);
	u32 total = skb->len - skb_network_offset(skb);
	struct rosfw_header from;
	struct rosfw_pkt inner;
	int need;

	if (rosfw_pkt_parse_inner(pkt, &inner, total) || !rosfw_header_from_inner(pkt, &inner, &from))
		return 0;
	know_call(&inner, to, &from);
	if (rosfw_header_equal(&from, to))
		return 0;
	need = rosfw_nat_rewrite_error(pkt, &inner, skb_network_header(skb), 0, total, checksum, to);
	if (!make_writable(skb, pkt, need))
		return -ENOMEM;
	rosfw_nat_rewrite_error(pkt, &inner, skb_network_header(skb), need, total, checksum, to);
	rosfw_nat_forget_sum(skb);
	return 1;
}

int rosfw_nat_translate(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_found *found,
			enum rosfw_nat_point point)
{
	bool error = pkt->flags & ROSFW_PKT_ICMP_ERROR;
	struct rosfw_header to;

	rosfw_conn_header(found->conn, stage_behind(found->dir, point), &to);
	/* What an error quotes went the other way. */
	if (found->dir == (error ? ROSFW_DIR_ORIG : ROSFW_DIR_REPL))
		rosfw_header_reverse(&to, &to);
	return error ? translate_error(skb, pkt, &to) : translate_packet(skb, pkt, &to);
}
