// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewriting: arbitrary packets, and packets that errors quote, get another header.
 *
 * Input: a byte of flags, bytes that can be read, addresses and identifiers of the new header, the packet. Bytes outside
 * of what may be written must not be touched; what was a connection's header must be the new one afterwards; and the
 * old header must bring the old bytes back, but for the two forms of a zero in checksums.
 */
#include "core/nat/nat.h"
#include "fuzz.h"

#define FLAG_IPV6	0x01
#define FLAG_PARTIAL	0x02

#define CHECK(cond)	BUG_ON(!(cond))

static struct rosfw_endpoint input_endpoint(struct input *in, u8 family)
{
	struct rosfw_endpoint end = { 0 };
	u8 bytes[16];
	u32 i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = input_u8(in);
	rosfw_addr_load(&end.addr, family, bytes);
	end.id = input_u16(in);
	return end;
}

/* The new ends; an ICMP identifier where the old one is, ids only where there were some. */
static void replace_ends(struct rosfw_header *h, const struct rosfw_endpoint *src, const struct rosfw_endpoint *dst)
{
	bool icmp = h->proto == ROSFW_PROTO_ICMP || h->proto == ROSFW_PROTO_ICMPV6;

	h->src.addr = src->addr;
	h->dst.addr = dst->addr;
	if (icmp && h->kind != 139) {
		if (h->src.id & ROSFW_VIEW_ASKS)
			h->src.id = ROSFW_VIEW_ASKS | src->id;
		else
			h->dst.id = ROSFW_VIEW_ASKS | src->id;
	} else if (!icmp && (h->src.id || h->dst.id)) {
		h->src.id = src->id;
		h->dst.id = dst->id;
	}
}

static bool parse(struct rosfw_pkt *pkt, u8 family, const u8 *bytes, u32 linear, u32 total)
{
	memset(pkt, 0, sizeof(*pkt));
	pkt->segs = 1;
	return !rosfw_pkt_parse(pkt, family, bytes, linear, total);
}

static int rewrite(struct rosfw_pkt *pkt, u8 *bytes, u32 writable, u32 total, u8 flags, const struct rosfw_header *to)
{
	enum rosfw_nat_checksum csum = flags & FLAG_PARTIAL ? ROSFW_NAT_CSUM_PARTIAL : ROSFW_NAT_CSUM_FULL;
	struct rosfw_pkt inner;

	if (!(pkt->flags & ROSFW_PKT_ICMP_ERROR))
		return rosfw_nat_rewrite(pkt, bytes, writable, csum, to);
	CHECK(!rosfw_pkt_parse_inner(pkt, &inner, total));
	return rosfw_nat_rewrite_error(pkt, &inner, bytes, writable, total, csum, to);
}

static bool header_of(const struct rosfw_pkt *pkt, u32 total, struct rosfw_header *h)
{
	struct rosfw_pkt inner;

	if (!(pkt->flags & ROSFW_PKT_ICMP_ERROR))
		return rosfw_header_from_pkt(pkt, h);
	return !rosfw_pkt_parse_inner(pkt, &inner, total) && rosfw_header_from_inner(pkt, &inner, h);
}

static void run(u8 flags, u8 *bytes, u32 linear, u32 total, const struct rosfw_endpoint *src,
		const struct rosfw_endpoint *dst)
{
	u8 family = flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4;
	struct rosfw_header old, new, now;
	struct rosfw_pkt pkt, again;
	int need;
	u8 *copy;

	if (!parse(&pkt, family, bytes, linear, total) || !header_of(&pkt, total, &old))
		return;
	new = old;
	replace_ends(&new, src, dst);
	need = rewrite(&pkt, bytes, 0, total, flags, &new);
	CHECK(need > 0 && need <= total);
	if (need > linear)
		return;
	copy = malloc(need);
	BUG_ON(!copy);
	memcpy(copy, bytes, need);
	/* A buffer of just what may be written: the sanitizer sees everything else. */
	CHECK(!rewrite(&pkt, copy, need, total, flags, &new));
	memcpy(bytes, copy, need);
	free(copy);
	CHECK(parse(&again, family, bytes, linear, total));
	CHECK(header_of(&again, total, &now));
	CHECK(rosfw_header_equal(&now, &new));
	CHECK(rosfw_addr_equal(&again.src, &pkt.src) && rosfw_addr_equal(&again.dst, &pkt.dst));
	CHECK(again.sport == pkt.sport && again.dport == pkt.dport);
	CHECK(!rewrite(&again, bytes, linear, total, flags, &old));
	CHECK(header_of(&again, total, &now) || again.flags & ROSFW_PKT_ICMP_ERROR);
	CHECK(again.flags & ROSFW_PKT_ICMP_ERROR || rosfw_header_equal(&now, &old));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct rosfw_endpoint src, dst;
	u32 linear, total;
	u8 *packet;
	u8 flags;

	flags = input_u8(&in);
	linear = input_u16(&in);
	src = input_endpoint(&in, flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4);
	dst = input_endpoint(&in, flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4);
	packet = input_bytes(&in, 4096, &total);
	run(flags, packet, min(linear, total), total, &src, &dst);
	free(packet);
	return 0;
}
