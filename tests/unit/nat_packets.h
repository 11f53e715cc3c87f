/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets with checksums for the tests of translation: made, and verified, the long way, by adding up every byte.
 */
#ifndef _ROSFW_TEST_NAT_PACKETS_H
#define _ROSFW_TEST_NAT_PACKETS_H

#include "core/nat/nat.h"

#define NAT_PACKET_MAX	512U

/**
 * struct nat_packet - one packet
 * @data: its bytes
 * @len: how many
 * @l4_off: where the transport header starts
 * @proto: transport protocol
 * @family: enum rosfw_family
 */
struct nat_packet {
	u8 data[NAT_PACKET_MAX];
	u32 len;
	u32 l4_off;
	u8 proto;
	u8 family;
};

/* RFC 1071, without the final inversion. */
static inline u32 nat_sum(const u8 *p, u32 n, u32 sum)
{
	u32 i;

	for (i = 0; i < n; i++)
		sum += i % 2 ? p[i] : p[i] << 8;
	return sum;
}

static inline u16 nat_fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* Bit by bit. */
static inline u32 nat_crc32c(const u8 *p, u32 n)
{
	u32 crc = ~0U, i;
	int bit;

	for (i = 0; i < n; i++) {
		crc ^= p[i];
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
	}
	return ~crc;
}

/* Sum of the pseudo header. @len: of the transport header and what follows. */
static inline u32 nat_pseudo(const struct nat_packet *p, u32 len)
{
	bool v4 = p->family == ROSFW_IPV4;

	return nat_sum(p->data + (v4 ? 12 : 8), v4 ? 8 : 32, 0) + p->proto + len;
}

static inline int nat_csum_at(u8 proto)
{
	switch (proto) {
	case ROSFW_PROTO_TCP:
		return 16;
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
	case ROSFW_PROTO_DCCP:
		return 6;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		return 2;
	default:
		return -1;
	}
}

/* What the transport checksum has to be, computed from everything. The packet is whole. */
static inline u16 nat_l4_csum(const struct nat_packet *p)
{
	u32 len = p->len - p->l4_off, covered = len, sum;
	u8 copy[NAT_PACKET_MAX];

	memcpy(copy, p->data + p->l4_off, len);
	memset(copy + nat_csum_at(p->proto), 0, 2);
	if (p->proto == ROSFW_PROTO_UDPLITE && get_unaligned_be16(copy + 4))
		covered = get_unaligned_be16(copy + 4);
	sum = p->proto == ROSFW_PROTO_ICMP ? 0 : nat_pseudo(p, len);
	sum = (u16)~nat_fold(nat_sum(copy, covered, sum));
	if (!sum && (p->proto == ROSFW_PROTO_UDP || p->proto == ROSFW_PROTO_UDPLITE))
		sum = 0xffff;
	return sum;
}

static inline u32 nat_sctp_crc(const struct nat_packet *p)
{
	u8 copy[NAT_PACKET_MAX];

	memcpy(copy, p->data + p->l4_off, p->len - p->l4_off);
	memset(copy + 8, 0, 4);
	return nat_crc32c(copy, p->len - p->l4_off);
}

static inline void nat_set_ip_csum(struct nat_packet *p)
{
	if (p->family != ROSFW_IPV4)
		return;
	put_unaligned_be16(0, p->data + 10);
	put_unaligned_be16(~nat_fold(nat_sum(p->data, (p->data[0] & 15) * 4, 0)), p->data + 10);
}

static inline void nat_set_csums(struct nat_packet *p)
{
	int at = nat_csum_at(p->proto);

	nat_set_ip_csum(p);
	if (at >= 0)
		put_unaligned_be16(nat_l4_csum(p), p->data + p->l4_off + at);
	if (p->proto == ROSFW_PROTO_SCTP)
		put_unaligned_le32(nat_sctp_crc(p), p->data + p->l4_off + 8);
}

/* NULL, or which checksum is wrong. */
static inline const char *nat_wrong_csum(const struct nat_packet *p)
{
	int at = nat_csum_at(p->proto);

	if (p->family == ROSFW_IPV4 && nat_fold(nat_sum(p->data, (p->data[0] & 15) * 4, 0)) != 0xffff)
		return "IPv4 header";
	if (at >= 0 && get_unaligned_be16(p->data + p->l4_off + at) != nat_l4_csum(p))
		return "transport";
	if (p->proto == ROSFW_PROTO_SCTP && get_unaligned_le32(p->data + p->l4_off + 8) != nat_sctp_crc(p))
		return "SCTP";
	return NULL;
}

/* The transport header: ports of 0, everything else sane. Returns its length. */
static inline u32 nat_l4_header(u8 proto, u8 family, u32 payload, u8 *h)
{
	switch (proto) {
	case ROSFW_PROTO_TCP:
		h[12] = 5 << 4;
		h[13] = ROSFW_TCP_SYN;
		return 20;
	case ROSFW_PROTO_UDP:
		put_unaligned_be16(8 + payload, h + 4);
		return 8;
	case ROSFW_PROTO_UDPLITE:
		put_unaligned_be16(8 + payload / 2, h + 4);
		return 8;
	case ROSFW_PROTO_DCCP:
		h[4] = 5;
		h[8] = 1;
		return 20;
	case ROSFW_PROTO_SCTP:
		h[12] = 1;
		put_unaligned_be16(4, h + 14);
		return 16;
	case ROSFW_PROTO_ICMP:
		h[0] = 8;
		return 8;
	case ROSFW_PROTO_ICMPV6:
		h[0] = 128;
		return 8;
	case ROSFW_PROTO_GRE:
		put_unaligned_be16(0x3001, h);
		put_unaligned_be16(0x880b, h + 2);
		put_unaligned_be16(payload, h + 4);
		return 12;
	default:
		return 0;
	}
}

/* @options: bytes of IPv4 options, or of an IPv6 destination header: a multiple of 4 or 8. */
static inline u32 nat_ip_header(struct nat_packet *p, u32 options)
{
	u8 *h = p->data;

	if (p->family == ROSFW_IPV4) {
		h[0] = 0x40 | (5 + options / 4);
		h[8] = 64;
		h[9] = p->proto;
		memset(h + 20, 1, options);
		return 20 + options;
	}
	h[0] = 0x60;
	h[6] = options ? 60 : p->proto;
	h[7] = 64;
	if (options) {
		h[40] = p->proto;
		h[41] = options / 8 - 1;
	}
	return 40 + options;
}

/* A packet of that protocol from nowhere to nowhere, @payload as its payload. Checksums are not set. */
static inline struct nat_packet nat_packet(u8 family, u8 proto, u32 options, const u8 *payload, u32 n)
{
	struct nat_packet p = { .family = family, .proto = proto };

	p.l4_off = nat_ip_header(&p, options);
	p.len = p.l4_off + nat_l4_header(proto, family, n, p.data + p.l4_off);
	BUG_ON(p.len + n > NAT_PACKET_MAX);
	memcpy(p.data + p.len, payload, n);
	p.len += n;
	if (family == ROSFW_IPV4)
		put_unaligned_be16(p.len, p.data + 2);
	else
		put_unaligned_be16(p.len - 40, p.data + 4);
	return p;
}

static inline bool nat_is_icmp(u8 proto)
{
	return proto == ROSFW_PROTO_ICMP || proto == ROSFW_PROTO_ICMPV6;
}

/* Writes a header into a packet the plain way, then all checksums. */
static inline void nat_set_header(struct nat_packet *p, const struct rosfw_header *h)
{
	bool v4 = p->family == ROSFW_IPV4;
	u8 *l4 = p->data + p->l4_off;

	rosfw_addr_store(&h->src.addr, p->family, p->data + (v4 ? 12 : 8));
	rosfw_addr_store(&h->dst.addr, p->family, p->data + (v4 ? 16 : 24));
	if (nat_is_icmp(p->proto)) {
		put_unaligned_be16(h->src.id, l4 + 4);
	} else if (nat_csum_at(p->proto) >= 0 || p->proto == ROSFW_PROTO_SCTP) {
		put_unaligned_be16(h->src.id, l4);
		put_unaligned_be16(h->dst.id, l4 + 2);
	} else if (p->proto == ROSFW_PROTO_GRE) {
		put_unaligned_be16(h->dst.id, l4 + 6);
	}
	nat_set_csums(p);
}

/* An ICMP error of @from to @to that quotes the first @n bytes of @p. */
static inline struct nat_packet nat_error(const struct nat_packet *p, u32 n, const struct rosfw_addr *from,
					  const struct rosfw_addr *to)
{
	bool v4 = p->family == ROSFW_IPV4;
	struct rosfw_header h = { .src.addr = *from, .dst.addr = *to, .family = p->family };
	struct nat_packet e = nat_packet(p->family, v4 ? ROSFW_PROTO_ICMP : ROSFW_PROTO_ICMPV6, 0, p->data, n);

	e.data[e.l4_off] = 3;	/* unreachable; time exceeded */
	nat_set_header(&e, &h);
	return e;
}

#endif /* _ROSFW_TEST_NAT_PACKETS_H */
