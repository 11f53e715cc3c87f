// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewriting the header of a packet, and of the packet that an ICMP error quotes.
 *
 * Every write goes through put_word(), which returns what it changes as a one's complement sum (RFC 1624): the sum
 * of all changes under a checksum is what that checksum has to change by. A checksum of the quoted packet lies under
 * that of the error, so the change of the one is part of the change of the other.
 *
 * What is written was parsed before, but positions are checked again against the bytes that are there: a quoted packet
 * may end anywhere. No state, no locks.
 */
#include "../csum.h"
#include "nat.h"

#define IPV4_CSUM	10
#define IPV4_ADDRS	12
#define IPV6_ADDRS	8
#define ICMP_CSUM	2
#define ICMP_ID		4
#define SCTP_CSUM	8
#define GRE_CALL_ID	6

/**
 * struct l4 - what of a transport header is rewritten
 * @csum: where its checksum is; 0: there is none (or, SCTP, it is a CRC)
 * @end: where the last of what may be written ends
 * @pseudo: the checksum covers addresses, too
 * @never_zero: zero means that there is no checksum
 */
struct l4 {
	u8 csum;
	u8 end;
	bool pseudo;
	bool never_zero;
};

/**
 * struct rewrite - one header in the bytes of a packet
 * @pkt: what it is
 * @data: its first byte
 * @end: bytes that are there
 * @l4: of its transport protocol
 */
struct rewrite {
	const struct rosfw_pkt *pkt;
	u8 *data;
	u32 end;
	struct l4 l4;
};

static struct l4 l4_of(u8 proto)
{
	switch (proto) {
	case ROSFW_PROTO_TCP:
		return (struct l4){ .csum = 16, .end = 18, .pseudo = true };
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
		return (struct l4){ .csum = 6, .end = 8, .pseudo = true, .never_zero = true };
	case ROSFW_PROTO_DCCP:
		return (struct l4){ .csum = 6, .end = 8, .pseudo = true };
	case ROSFW_PROTO_ICMP:
		return (struct l4){ .csum = ICMP_CSUM, .end = 6 };
	case ROSFW_PROTO_ICMPV6:
		return (struct l4){ .csum = ICMP_CSUM, .end = 6, .pseudo = true };
	case ROSFW_PROTO_SCTP:
		return (struct l4){ .end = 12 };
	case ROSFW_PROTO_GRE:
		return (struct l4){ .end = 8 };
	default:
		return (struct l4){ 0 };
	}
}

static u32 put_word(u8 *p, u16 value)
{
	u16 old = get_unaligned_be16(p);

	put_unaligned_be16(value, p);
	return (u16)~old + value;
}

static u32 put_bytes(u8 *p, const u8 *bytes, u32 n)
{
	u32 change = 0, i;

	for (i = 0; i < n; i += 2)
		change += put_word(p + i, get_unaligned_be16(bytes + i));
	return change;
}

static bool is_there(const struct rewrite *r, u32 off, u32 n)
{
	return r->pkt->l4_off + off + n <= r->end;
}

/* The addresses, and the checksum of the IPv4 header. Returns the change of the former, the latter in @csum. */
static u32 put_addresses(const struct rewrite *r, const struct rosfw_header *to, u32 *csum)
{
	u32 size = to->family == ROSFW_IPV4 ? 4 : 16;
	u8 bytes[2 * sizeof(struct rosfw_addr)];
	u32 change;

	rosfw_addr_store(&to->src.addr, to->family, bytes);
	rosfw_addr_store(&to->dst.addr, to->family, bytes + size);
	change = put_bytes(r->data + (to->family == ROSFW_IPV4 ? IPV4_ADDRS : IPV6_ADDRS), bytes, 2 * size);
	*csum = 0;
	if (to->family == ROSFW_IPV4) {
		u8 *p = r->data + IPV4_CSUM;

		*csum = put_word(p, ~rosfw_csum_fold((u16)~get_unaligned_be16(p) + rosfw_csum_fold(change)));
	}
	return change;
}

static bool has_icmp_id(const struct rosfw_pkt *pkt)
{
	u8 type = pkt->u.icmp.type;

	if (!(pkt->flags & ROSFW_PKT_L4))
		return false;
	if (pkt->family == ROSFW_IPV6)
		return type == 128 || type == 129;
	return type == 0 || type == 8 || (type >= 13 && type <= 18);
}

/* The end that asks has it. */
static u16 icmp_id_of(const struct rosfw_header *header)
{
	return header->src.id & ROSFW_VIEW_ASKS ? header->src.id : header->dst.id;
}

/* Of a call that is known. */
static bool has_call_id(const struct rosfw_pkt *pkt, const struct rosfw_header *to)
{
	u32 id;

	return to->dst.id && rosfw_call_id(pkt, &id);
}

/* SCTP: the CRC follows the ports. The bytes of one that is quoted are fewer than those that it covers. */
static u32 put_crc(const struct rewrite *r, u32 old)
{
	u8 *p = r->data + r->pkt->l4_off;
	u32 change, behind = r->pkt->len - r->pkt->l4_off - sizeof(u32);
	u8 bytes[4];

	if (!is_there(r, SCTP_CSUM, sizeof(bytes)))
		return 0;
	change = rosfw_crc32c_change(old, get_unaligned_le32(p), behind);
	put_unaligned_le32(get_unaligned_le32(p + SCTP_CSUM) ^ change, bytes);
	return put_bytes(p + SCTP_CSUM, bytes, sizeof(bytes));
}

static u32 put_ports(const struct rewrite *r, const struct rosfw_header *to, enum rosfw_nat_checksum checksum)
{
	u8 *p = r->data + r->pkt->l4_off;
	u32 change, old;

	if (!(r->pkt->flags & ROSFW_PKT_PORTS) || !is_there(r, 0, 4))
		return 0;
	old = get_unaligned_le32(p);
	change = put_word(p, to->src.id);
	change += put_word(p + 2, to->dst.id);
	if (r->pkt->proto == ROSFW_PROTO_SCTP && checksum == ROSFW_NAT_CSUM_FULL)
		change += put_crc(r, old);
	return change;
}

/* What tells connections of the same addresses apart. */
static u32 put_ids(const struct rewrite *r, const struct rosfw_header *to, enum rosfw_nat_checksum checksum)
{
	const struct rosfw_pkt *pkt = r->pkt;
	u8 *p = r->data + pkt->l4_off;

	switch (pkt->proto) {
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		if (!has_icmp_id(pkt) || !is_there(r, ICMP_ID, 2))
			return 0;
		return put_word(p + ICMP_ID, icmp_id_of(to));
	case ROSFW_PROTO_GRE:
		if (!has_call_id(pkt, to) || !is_there(r, GRE_CALL_ID, 2))
			return 0;
		return put_word(p + GRE_CALL_ID, to->dst.id);
	default:
		return put_ports(r, to, checksum);
	}
}

/* Changes under a full checksum. */
static u32 put_full(u8 *p, u32 change, bool never_zero)
{
	u16 csum = get_unaligned_be16(p);

	if (!csum && never_zero)
		return 0;
	csum = ~rosfw_csum_fold((u16)~csum + rosfw_csum_fold(change));
	return put_word(p, csum || !never_zero ? csum : U16_MAX);
}

/*
 * The transport checksum after changes of @addrs under the pseudo header and @ids under the header.
 * Returns its own change.
 */
static u32 put_checksum(const struct rewrite *r, enum rosfw_nat_checksum checksum, u32 addrs, u32 ids)
{
	u8 *p = r->data + r->pkt->l4_off + r->l4.csum;

	if (!r->l4.csum || r->pkt->flags & ROSFW_PKT_LATER_FRAG || !is_there(r, r->l4.csum, 2))
		return 0;
	if (!r->l4.pseudo)
		addrs = 0;
	if (checksum == ROSFW_NAT_CSUM_PARTIAL)
		return put_word(p, rosfw_csum_fold(get_unaligned_be16(p) + rosfw_csum_fold(addrs)));
	return put_full(p, rosfw_csum_fold(addrs) + rosfw_csum_fold(ids), r->l4.never_zero);
}

/* The whole header. Returns the change of everything that was written. */
static u32 put_header(const struct rewrite *r, const struct rosfw_header *to, enum rosfw_nat_checksum checksum)
{
	u32 ip_csum, addrs, ids;

	addrs = put_addresses(r, to, &ip_csum);
	ids = put_ids(r, to, checksum);
	return rosfw_csum_fold(addrs) + ip_csum + rosfw_csum_fold(ids) + put_checksum(r, checksum, addrs, ids);
}

static u32 reach(const struct rosfw_pkt *pkt, const struct l4 *l4, u32 end)
{
	u32 n = pkt->flags & ROSFW_PKT_LATER_FRAG ? pkt->l4_off : pkt->l4_off + l4->end;

	return min(n, end);
}

static void note_header(struct rosfw_pkt *pkt, const struct rosfw_header *to)
{
	pkt->src = to->src.addr;
	pkt->dst = to->dst.addr;
	if (pkt->flags & ROSFW_PKT_PORTS) {
		pkt->sport = to->src.id;
		pkt->dport = to->dst.id;
	}
	if ((pkt->proto == ROSFW_PROTO_ICMP || pkt->proto == ROSFW_PROTO_ICMPV6) && has_icmp_id(pkt))
		pkt->u.icmp.id = icmp_id_of(to);
	if (has_call_id(pkt, to))
		pkt->u.gre.key = (u16)to->dst.id;
}

int rosfw_nat_rewrite(struct rosfw_pkt *pkt, u8 *data, u32 writable, enum rosfw_nat_checksum checksum,
		      const struct rosfw_header *to)
{
	struct rewrite r = { .pkt = pkt, .data = data, .l4 = l4_of(pkt->proto) };
	u32 need = reach(pkt, &r.l4, pkt->len);

	if (writable < need)
		return need;
	r.end = need;
	put_header(&r, to, checksum);

	note_header(pkt, to);
	return 0;
}

int rosfw_nat_rewrite_error(struct rosfw_pkt *outer, const struct rosfw_pkt *inner, u8 *data, u32 writable, u32 total,
			    enum rosfw_nat_checksum checksum, const struct rosfw_header *to)
{
	struct rewrite quoted = { .pkt = inner, .data = data + outer->inner_off, .l4 = l4_of(inner->proto) };
	struct rewrite error = { .pkt = outer, .data = data, .l4 = l4_of(outer->proto) };
	struct rosfw_header addrs = { .src.addr = outer->src, .dst = to->src, .family = outer->family };
	u32 end = min(total, outer->len) - outer->inner_off;
	u32 need = outer->inner_off + reach(inner, &quoted.l4, end);
	u32 change, ip_csum;

	if (writable < need)
		return need;
	quoted.end = need - outer->inner_off;
	error.end = need;
	if (!rosfw_addr_equal(&inner->dst, &to->dst.addr))
		addrs.src.addr = to->dst.addr;
	change = put_header(&quoted, to, ROSFW_NAT_CSUM_FULL);
	put_checksum(&error, checksum, put_addresses(&error, &addrs, &ip_csum), change);

	outer->src = addrs.src.addr;
	outer->dst = addrs.dst.addr;
	return 0;
}
