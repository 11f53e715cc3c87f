// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the headers of a packet, once, into struct rosfw_pkt.
 *
 * Everything here comes from the network, so nothing is believed: every byte is asked for through peek(), which knows
 * both how many bytes can be read now and how many the packet has. Three outcomes follow from that: the bytes are
 * there; they exist but have to be pulled first (the caller gets the number and comes again); the packet ends before
 * them (then there is no such header). Loops are bounded by ROSFW_PKT_EXTHDRS.
 *
 * What nearly all packets are has a short way of its own, parse_plain(), which says the same as the long one, or
 * nothing.
 *
 * No state, no locks.
 */
#include "packet.h"

#define IPV4_HDR	20
#define IPV6_HDR	40
#define L4_QUOTED	8	/* what every ICMP error quotes at least of a transport header */

/* Extension headers of IPv6. */
#define EXT_HOP		0
#define EXT_ROUTING	43
#define EXT_FRAGMENT	44
#define EXT_ESP		50
#define EXT_AH		51
#define EXT_NONE	59
#define EXT_DEST	60
#define EXT_MOBILITY	135
#define EXT_HIP		139
#define EXT_SHIM6	140

/* Options of IPv4. */
#define OPT4_END	0
#define OPT4_NOP	1
#define OPT4_RECORD	7
#define OPT4_STAMP	68
#define OPT4_LOOSE	131
#define OPT4_STRICT	137
#define OPT4_ALERT	148

#define TCP_OPT_END	0
#define TCP_OPT_NOP	1
#define TCP_OPT_MSS	2

#define OPT_PAD1	0
#define OPT_JUMBO	0xc2

/* Types of DCCP packets whose headers differ. */
#define DCCP_REQUEST	0
#define DCCP_RESPONSE	1
#define DCCP_DATA	2
#define DCCP_ACK	3
#define DCCP_DATAACK	4
#define DCCP_RESET	7

#define GRE_CSUM	0x8000
#define GRE_ROUTING	0x4000
#define GRE_KEY		0x2000
#define GRE_SEQ		0x1000
#define GRE_ACK		0x0080
#define GRE_VERSION	0x0007

/**
 * struct reader - the bytes of one packet
 * @pkt: what is being filled
 * @linear: bytes that can be read
 * @end: bytes that exist: length of the IP packet, or less where it is only quoted
 * @need: a peek() beyond @linear failed: so many bytes are needed
 * @quoted: inside an ICMP error: eight bytes of transport header have to do
 */
struct reader {
	struct rosfw_pkt *pkt;
	u32 linear;
	u32 end;
	int need;
	bool quoted;
};

/* @n bytes at @off, or NULL: if r->need is set then, they exist but cannot be read yet. */
static const u8 *peek(struct reader *r, u32 off, u32 n)
{
	if (off + n > r->end)
		return NULL;
	if (off + n > r->linear) {
		r->need = off + n;
		return NULL;
	}
	return r->pkt->data + off;
}

/* Bytes from the transport header to the end of the packet; of a quoted one, as it was when it was whole. */
static u32 l4_len(const struct rosfw_pkt *pkt)
{
	return pkt->len - pkt->l4_off;
}

/* A fragment's length fields speak of the whole, which is longer. */
static bool too_long(const struct rosfw_pkt *pkt, u32 n)
{
	return n > l4_len(pkt) && !(pkt->flags & ROSFW_PKT_FRAGMENT);
}

/* The transport header is sane and takes @hdr bytes. */
static void set_l4(struct rosfw_pkt *pkt, u32 hdr)
{
	pkt->flags |= ROSFW_PKT_L4;
	pkt->payload_len = l4_len(pkt) > hdr ? l4_len(pkt) - hdr : 0;
}

static void set_ports(struct rosfw_pkt *pkt, const u8 *p)
{
	pkt->sport = get_unaligned_be16(p);
	pkt->dport = get_unaligned_be16(p + 2);
	pkt->flags |= ROSFW_PKT_PORTS;
}

/* The first @n bytes of a header that starts with ports. Those are worth having even if the rest is cut off. */
static const u8 *peek_with_ports(struct reader *r, u32 n)
{
	const u8 *whole = peek(r, r->pkt->l4_off, n);
	const u8 *p = whole;

	if (!p && !r->need)
		p = peek(r, r->pkt->l4_off, 4);
	if (p)
		set_ports(r->pkt, p);
	return whole;
}

/* Only in a SYN does a maximum segment size mean anything; in others it is not looked for. */
static void parse_mss(struct rosfw_pkt *pkt)
{
	const u8 *p = pkt->data + pkt->l4_off;
	u32 i, doff = pkt->u.tcp.doff;

	if (!(pkt->u.tcp.flags & ROSFW_TCP_SYN))
		return;
	for (i = 20; i + 1 < doff && p[i] != TCP_OPT_END; i += p[i] == TCP_OPT_NOP ? 1 : p[i + 1]) {
		if (p[i] == TCP_OPT_NOP)
			continue;
		if (p[i + 1] < 2 || i + p[i + 1] > doff)
			return;
		if (p[i] != TCP_OPT_MSS || p[i + 1] != 4)
			continue;
		pkt->u.tcp.mss = get_unaligned_be16(p + i + 2);
		pkt->u.tcp.has_mss = true;
		return;
	}
}

static void parse_tcp(struct reader *r)
{
	const u8 *p = peek_with_ports(r, r->quoted ? L4_QUOTED : 20);
	struct rosfw_pkt *pkt = r->pkt;

	if (!p)
		return;
	pkt->u.tcp.seq = get_unaligned_be32(p + 4);
	if (r->quoted) {
		set_l4(pkt, 20);
		return;
	}
	pkt->u.tcp.ack = get_unaligned_be32(p + 8);
	pkt->u.tcp.doff = (p[12] >> 4) * 4;
	pkt->u.tcp.flags = p[13];
	pkt->u.tcp.window = get_unaligned_be16(p + 14);
	/* Options in the next fragment would be a way around rules that look at the header. */
	if (pkt->u.tcp.doff < 20 || !peek(r, pkt->l4_off, pkt->u.tcp.doff))
		return;
	set_l4(pkt, pkt->u.tcp.doff);
	parse_mss(pkt);
}

static void parse_udp(struct reader *r)
{
	const u8 *p = peek_with_ports(r, 8);
	struct rosfw_pkt *pkt = r->pkt;
	u32 len;

	if (!p)
		return;
	len = get_unaligned_be16(p + 4);
	if (!len && l4_len(pkt) > U16_MAX)	/* jumbogram */
		len = l4_len(pkt);
	if (len < 8 || too_long(pkt, len))
		return;
	set_l4(pkt, 8);
	pkt->payload_len = min(pkt->payload_len, len - 8);
}

/* The field is how much the checksum covers, 0 for everything. */
static void parse_udplite(struct reader *r)
{
	const u8 *p = peek_with_ports(r, 8);
	u32 covered;

	if (!p)
		return;
	covered = get_unaligned_be16(p + 4);
	if (!covered || (covered >= 8 && !too_long(r->pkt, covered)))
		set_l4(r->pkt, 8);
}

static void parse_sctp(struct reader *r)
{
	const u8 *p = peek_with_ports(r, r->quoted ? L4_QUOTED : 12);
	struct rosfw_pkt *pkt = r->pkt;
	u32 len;

	if (!p)
		return;
	pkt->u.sctp.vtag = get_unaligned_be32(p + 4);
	pkt->u.sctp.chunk = 0xff;
	if (r->quoted || l4_len(pkt) == 12) {
		set_l4(pkt, 12);
		return;
	}
	p = peek(r, pkt->l4_off + 12, 4);
	/* INIT and INIT ACK: with the initiate tag. */
	if (p && (p[0] == 1 || p[0] == 2))
		p = peek(r, pkt->l4_off + 12, 8);
	if (!p)
		return;
	len = get_unaligned_be16(p + 2);
	if (len < 4 || too_long(pkt, 12 + len))
		return;
	pkt->u.sctp.chunk = p[0];
	set_l4(pkt, 12);
}

static bool dccp_is_short(const u8 *p)
{
	return !(p[8] & 1);
}

/* RFC 4340, 5: the least that a header of that type takes. Only data and acknowledgements may have short numbers. */
static u32 dccp_size(const u8 *p)
{
	u8 type = p[8] >> 1 & 15;

	if (dccp_is_short(p))
		return type == DCCP_DATA ? 12 : type == DCCP_ACK || type == DCCP_DATAACK ? 16 : U32_MAX;
	switch (type) {
	case DCCP_DATA:
		return 16;
	case DCCP_REQUEST:
		return 20;
	case DCCP_RESPONSE:
	case DCCP_RESET:
		return 28;
	default:
		return 24;
	}
}

static void parse_dccp_numbers(struct rosfw_pkt *pkt, const u8 *p)
{
	u8 type = p[8] >> 1 & 15;

	pkt->u.dccp.type = type;
	pkt->u.dccp.is_short = dccp_is_short(p);
	pkt->u.dccp.has_ack = type != DCCP_REQUEST && type != DCCP_DATA;
	if (pkt->u.dccp.is_short) {
		pkt->u.dccp.seq = get_unaligned_be32(p + 8) & 0xffffff;
		pkt->u.dccp.ack = pkt->u.dccp.has_ack ? get_unaligned_be32(p + 12) & 0xffffff : 0;
		return;
	}
	pkt->u.dccp.seq = (u64)get_unaligned_be16(p + 10) << 32 | get_unaligned_be32(p + 12);
	if (pkt->u.dccp.has_ack)
		pkt->u.dccp.ack = (u64)get_unaligned_be16(p + 18) << 32 | get_unaligned_be32(p + 20);
}

static void parse_dccp(struct reader *r)
{
	const u8 *p = peek_with_ports(r, r->quoted ? L4_QUOTED : 12);
	struct rosfw_pkt *pkt = r->pkt;
	u32 doff, covered;

	if (!p)
		return;
	doff = p[4] * 4;
	if (r->quoted) {
		set_l4(pkt, doff);
		return;
	}
	if (doff < dccp_size(p) || doff > l4_len(pkt))
		return;
	covered = p[5] & 15;
	if (covered && too_long(pkt, doff + (covered - 1) * 4))
		return;
	p = peek(r, pkt->l4_off, dccp_size(p));
	if (!p)
		return;
	parse_dccp_numbers(pkt, p);
	set_l4(pkt, doff);
}

/* Version 0: RFC 2784 with the key and sequence number of RFC 2890. */
static void parse_gre0(struct reader *r, u16 flags)
{
	struct rosfw_pkt *pkt = r->pkt;
	u32 key = flags & GRE_CSUM ? 8 : 4;
	u32 hdr = key + (flags & GRE_KEY ? 4 : 0) + (flags & GRE_SEQ ? 4 : 0);
	const u8 *p = peek(r, pkt->l4_off, r->quoted ? min_t(u32, hdr, L4_QUOTED) : hdr);

	if (!p)
		return;
	if (flags & GRE_KEY && !(r->quoted && key + 4 > L4_QUOTED))
		pkt->u.gre.key = get_unaligned_be32(p + key);
	set_l4(pkt, hdr);
}

/* Version 1: RFC 2637. The key is the length of the payload and the call id. */
static void parse_gre1(struct reader *r, u16 flags)
{
	struct rosfw_pkt *pkt = r->pkt;
	u32 hdr = 8 + (flags & GRE_SEQ ? 4 : 0) + (flags & GRE_ACK ? 4 : 0);
	const u8 *p;

	if (!(flags & GRE_KEY) || flags & GRE_CSUM)
		return;
	p = peek(r, pkt->l4_off, r->quoted ? L4_QUOTED : hdr);
	if (!p || too_long(pkt, hdr + get_unaligned_be16(p + 4)))
		return;
	pkt->u.gre.key = get_unaligned_be16(p + 6);
	set_l4(pkt, hdr);
}

static void parse_gre(struct reader *r)
{
	struct rosfw_pkt *pkt = r->pkt;
	const u8 *p = peek(r, pkt->l4_off, 4);
	u16 flags;

	if (!p)
		return;
	flags = get_unaligned_be16(p);
	pkt->u.gre.flags = flags;
	pkt->u.gre.protocol = get_unaligned_be16(p + 2);
	if (flags & GRE_ROUTING)
		return;
	if ((flags & GRE_VERSION) == 0)
		parse_gre0(r, flags);
	else if ((flags & GRE_VERSION) == 1)
		parse_gre1(r, flags);
}

/* Echo, timestamp, information and address mask, requests and replies. */
static bool icmp_has_id(const struct rosfw_pkt *pkt, u8 type)
{
	if (pkt->family == ROSFW_IPV6)
		return type == 128 || type == 129;
	return type == 0 || type == 8 || (type >= 13 && type <= 18);
}

/* RFC 1122: unreachable, source quench, redirect, time exceeded, parameter problem. RFC 4443: all below 128. */
static bool icmp_is_error(const struct rosfw_pkt *pkt, u8 type)
{
	if (pkt->family == ROSFW_IPV6)
		return type < 128;
	return (type >= 3 && type <= 5) || type == 11 || type == 12;
}

static void parse_icmp(struct reader *r)
{
	struct rosfw_pkt *pkt = r->pkt;
	const u8 *p = peek(r, pkt->l4_off, 8);

	if (!p)
		return;
	pkt->u.icmp.type = p[0];
	pkt->u.icmp.code = p[1];
	if (icmp_has_id(pkt, p[0]))
		pkt->u.icmp.id = get_unaligned_be16(p + 4);
	if (icmp_is_error(pkt, p[0])) {
		pkt->flags |= ROSFW_PKT_ICMP_ERROR;
		pkt->inner_off = pkt->l4_off + 8;
	}
	set_l4(pkt, 8);
}

/* The transport header at pkt->l4_off. Returns what the parsers return: 0, or the number of bytes needed. */
static int parse_l4(struct reader *r)
{
	struct rosfw_pkt *pkt = r->pkt;

	pkt->payload_len = l4_len(pkt);
	if (pkt->flags & ROSFW_PKT_LATER_FRAG)
		return 0;

	switch (pkt->proto) {
	case ROSFW_PROTO_TCP:
		parse_tcp(r);
		break;
	case ROSFW_PROTO_UDP:
		parse_udp(r);
		break;
	case ROSFW_PROTO_UDPLITE:
		parse_udplite(r);
		break;
	case ROSFW_PROTO_ICMP:
		if (pkt->family == ROSFW_IPV4)
			parse_icmp(r);
		break;
	case ROSFW_PROTO_ICMPV6:
		if (pkt->family == ROSFW_IPV6)
			parse_icmp(r);
		break;
	case ROSFW_PROTO_GRE:
		parse_gre(r);
		break;
	case ROSFW_PROTO_SCTP:
		parse_sctp(r);
		break;
	case ROSFW_PROTO_DCCP:
		parse_dccp(r);
		break;
	}
	return r->need;
}

/* The length in the header, or what the skin knows better: merged segments may be more than 16 bits can say. */
static int set_len(struct reader *r, u32 len, u32 hdr, u32 total)
{
	struct rosfw_pkt *pkt = r->pkt;

	if (!r->quoted && (pkt->segs > 1 || (len <= hdr && total > hdr + U16_MAX)))
		len = total;
	if (len < hdr || (len > total && !r->quoted))
		return -EINVAL;
	pkt->len = len;
	pkt->size = len;
	r->end = min(len, total);
	return 0;
}

static u8 option_bit(u8 kind)
{
	switch (kind) {
	case OPT4_STRICT:
		return ROSFW_PKT_OPT_SSRR;
	case OPT4_LOOSE:
		return ROSFW_PKT_OPT_LSRR;
	case OPT4_RECORD:
		return ROSFW_PKT_OPT_RR;
	case OPT4_STAMP:
		return ROSFW_PKT_OPT_TS;
	case OPT4_ALERT:
		return ROSFW_PKT_OPT_RA;
	default:
		return 0;
	}
}

/* @p: an IPv4 header of @hdr bytes. */
static u8 read_options(const u8 *p, u32 hdr)
{
	u32 i, len;
	u8 options = 0;

	for (i = IPV4_HDR; i < hdr && p[i] != OPT4_END; i += len) {
		options |= ROSFW_PKT_OPT_ANY;
		len = 1;
		if (p[i] == OPT4_NOP)
			continue;
		if (i + 1 >= hdr || p[i + 1] < 2 || i + p[i + 1] > hdr)
			break;
		options |= option_bit(p[i]);
		len = p[i + 1];
	}
	return options;
}

static int parse_ipv4(struct reader *r, u32 total)
{
	struct rosfw_pkt *pkt = r->pkt;
	const u8 *p = peek(r, 0, IPV4_HDR);
	u16 frag;
	u32 hdr;

	if (!p)
		return r->need ?: -EINVAL;
	hdr = (p[0] & 15) * 4;
	if (p[0] >> 4 != 4 || hdr < IPV4_HDR)
		return -EINVAL;
	if (set_len(r, get_unaligned_be16(p + 2), hdr, total))
		return -EINVAL;
	p = peek(r, 0, hdr);
	if (!p)
		return r->need ?: -EINVAL;

	pkt->tos = p[1];
	pkt->ttl = p[8];
	pkt->proto = p[9];
	rosfw_addr_load(&pkt->src, ROSFW_IPV4, p + 12);
	rosfw_addr_load(&pkt->dst, ROSFW_IPV4, p + 16);
	if (hdr > IPV4_HDR) {
		pkt->flags |= ROSFW_PKT_IP_OPTIONS;
		pkt->options = read_options(p, hdr);
	}
	frag = get_unaligned_be16(p + 6);
	if (frag & 0x3fff)			/* more fragments, or an offset */
		pkt->flags |= ROSFW_PKT_FRAGMENT;
	if (frag & 0x1fff)
		pkt->flags |= ROSFW_PKT_LATER_FRAG;
	pkt->l4_off = hdr;
	return parse_l4(r);
}

/*
 * A payload length of 0 in front of hop-by-hop options: they must say the length (RFC 2675).
 * Returns 0 with *@len set, the number of bytes needed, or -EINVAL.
 */
static int jumbo_len(struct reader *r, u32 *len)
{
	const u8 *p = peek(r, IPV6_HDR, 8);
	u32 i, hdr;

	if (!p)
		return r->need ?: -EINVAL;
	hdr = (p[1] + 1) * 8;
	p = peek(r, IPV6_HDR, hdr);
	if (!p)
		return r->need ?: -EINVAL;
	for (i = 2; i + 2 <= hdr; i += p[i] == OPT_PAD1 ? 1 : 2 + p[i + 1]) {
		if (p[i] != OPT_JUMBO)
			continue;
		if (p[i + 1] != 4 || i + 6 > hdr)
			return -EINVAL;
		*len = get_unaligned_be32(p + i + 2);
		/* No larger number makes a packet that exists, and it must not wrap when the header is added. */
		return *len > U16_MAX && *len <= S32_MAX ? 0 : -EINVAL;
	}
	return -EINVAL;
}

/* Length of the extension header of kind @next that starts with @p; 0 if it is none. */
static u32 ext_len(u8 next, const u8 *p)
{
	switch (next) {
	case EXT_HOP:
	case EXT_ROUTING:
	case EXT_DEST:
	case EXT_MOBILITY:
	case EXT_HIP:
	case EXT_SHIM6:
		return (p[1] + 1) * 8;
	case EXT_AH:
		return (p[1] + 2) * 4;
	case EXT_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

static u8 header_bit(u8 next)
{
	switch (next) {
	case EXT_HOP:
		return BIT(ROSFW_HEADER_HOP);
	case EXT_DEST:
		return BIT(ROSFW_HEADER_DST);
	case EXT_ROUTING:
		return BIT(ROSFW_HEADER_ROUTE);
	case EXT_FRAGMENT:
		return BIT(ROSFW_HEADER_FRAG);
	case EXT_AH:
		return BIT(ROSFW_HEADER_AH);
	case EXT_ESP:
		return BIT(ROSFW_HEADER_ESP);
	case EXT_NONE:
		return BIT(ROSFW_HEADER_NONE);
	default:
		return BIT(ROSFW_HEADER_PROTO);
	}
}

/* What the chain of extension headers, which was read to its end, ends with. Mobility and the like end it, too. */
static void set_last_header(struct rosfw_pkt *pkt)
{
	if (!(pkt->headers & BIT(ROSFW_HEADER_PROTO)))
		pkt->headers |= header_bit(pkt->proto);
}

static void set_fragment(struct rosfw_pkt *pkt, const u8 *p)
{
	u16 frag = get_unaligned_be16(p + 2);

	if (frag & 0xfff9)			/* an offset, or more fragments: not for "atomic" ones */
		pkt->flags |= ROSFW_PKT_FRAGMENT;
	if (frag & 0xfff8)
		pkt->flags |= ROSFW_PKT_LATER_FRAG;
}

/* From pkt->proto and pkt->l4_off on. Where the chain breaks, proto is the header that could not be read. */
static int parse_exthdrs(struct reader *r)
{
	static const u8 shortest[2];
	struct rosfw_pkt *pkt = r->pkt;
	const u8 *p;
	u32 i, len;

	for (i = 0; i < ROSFW_PKT_EXTHDRS; i++) {
		if (!ext_len(pkt->proto, shortest)) {
			set_last_header(pkt);
			break;
		}
		p = peek(r, pkt->l4_off, 8);
		if (!p)
			break;
		len = ext_len(pkt->proto, p);
		if (pkt->l4_off + len > r->end)
			break;
		if (pkt->proto == EXT_FRAGMENT)
			set_fragment(pkt, p);
		pkt->headers |= header_bit(pkt->proto);
		pkt->proto = p[0];
		pkt->l4_off += len;
		if (pkt->flags & ROSFW_PKT_LATER_FRAG)
			break;
	}
	return r->need;
}

static int parse_ipv6(struct reader *r, u32 total)
{
	struct rosfw_pkt *pkt = r->pkt;
	const u8 *p = peek(r, 0, IPV6_HDR);
	u32 payload;
	int ret;

	if (!p)
		return r->need ?: -EINVAL;
	if (p[0] >> 4 != 6)
		return -EINVAL;
	payload = get_unaligned_be16(p + 4);
	if (!payload && p[6] == EXT_HOP) {
		ret = jumbo_len(r, &payload);
		if (ret)
			return ret;
	}
	if (set_len(r, IPV6_HDR + payload, IPV6_HDR, total))
		return -EINVAL;

	pkt->tos = get_unaligned_be16(p) >> 4;
	pkt->ttl = p[7];
	pkt->proto = p[6];
	rosfw_addr_load(&pkt->src, ROSFW_IPV6, p + 8);
	rosfw_addr_load(&pkt->dst, ROSFW_IPV6, p + 24);
	pkt->l4_off = IPV6_HDR;
	ret = parse_exthdrs(r);
	return ret ?: parse_l4(r);
}

/* The header of UDP at @p; @len: bytes of the packet behind the IP header, all that may be read. */
static bool plain_udp(struct rosfw_pkt *pkt, const u8 *p, u32 len)
{
	u32 said = get_unaligned_be16(p + 4);

	if (said < 8 || said > len)
		return false;
	pkt->payload_len = said - 8;
	return true;
}

static bool plain_tcp(struct rosfw_pkt *pkt, const u8 *p, u32 len, u32 linear)
{
	u32 doff;

	if (len < 20 || linear < 20)
		return false;
	doff = (p[12] >> 4) * 4;
	if (doff < 20 || doff > len || doff > linear)
		return false;
	pkt->u.tcp.seq = get_unaligned_be32(p + 4);
	pkt->u.tcp.ack = get_unaligned_be32(p + 8);
	pkt->u.tcp.doff = doff;
	pkt->u.tcp.flags = p[13];
	pkt->u.tcp.window = get_unaligned_be16(p + 14);
	pkt->payload_len = len - doff;
	return true;
}

/*
 * A whole packet of IPv4 without options, of UDP or TCP, with all of its headers at hand. False: it is not, and what
 * has been written is written again.
 */
static bool parse_plain(struct rosfw_pkt *pkt, const u8 *p, u32 linear, u32 total)
{
	u32 len;

	if (linear < IPV4_HDR + 8 || p[0] != 0x45 || get_unaligned_be16(p + 6) & 0x3fff || pkt->segs > 1)
		return false;
	len = get_unaligned_be16(p + 2);
	if (len < IPV4_HDR + 8 || len > total)
		return false;
	pkt->len = len;
	pkt->size = len;
	pkt->tos = p[1];
	pkt->ttl = p[8];
	pkt->proto = p[9];
	pkt->l4_off = IPV4_HDR;
	rosfw_addr_load(&pkt->src, ROSFW_IPV4, p + 12);
	rosfw_addr_load(&pkt->dst, ROSFW_IPV4, p + 16);
	p += IPV4_HDR;
	len -= IPV4_HDR;
	if (pkt->proto == ROSFW_PROTO_UDP ? !plain_udp(pkt, p, len) :
	    pkt->proto != ROSFW_PROTO_TCP || !plain_tcp(pkt, p, len, linear - IPV4_HDR))
		return false;
	set_ports(pkt, p);
	pkt->flags |= ROSFW_PKT_L4;
	if (pkt->proto == ROSFW_PROTO_TCP)
		parse_mss(pkt);
	return true;
}

/* What is the same for all, before anything is read. */
static void parse_begin(struct reader *r, enum rosfw_family family, const u8 *data, u32 linear, u32 total)
{
	struct rosfw_pkt *pkt = r->pkt;

	pkt->data = data;
	pkt->linear = linear;
	pkt->len = 0;
	pkt->family = family;
	pkt->flags &= ROSFW_PKT_MAC;
	pkt->inner_off = 0;
	pkt->options = 0;
	pkt->headers = 0;
	pkt->sport = 0;
	pkt->dport = 0;
	memset(&pkt->u, 0, sizeof(pkt->u));
	if (!pkt->segs)
		pkt->segs = 1;
	r->linear = min(linear, total);
	r->end = total;
}

static int parse_end(struct reader *r, u32 total)
{
	return r->pkt->family == ROSFW_IPV4 ? parse_ipv4(r, total) : parse_ipv6(r, total);
}

int rosfw_pkt_parse(struct rosfw_pkt *pkt, enum rosfw_family family, const void *data, u32 linear, u32 total)
{
	struct reader r = { .pkt = pkt };

	parse_begin(&r, family, data, linear, total);
	if (likely(family == ROSFW_IPV4 && parse_plain(pkt, data, r.linear, total)))
		return 0;
	memset(&pkt->u, 0, sizeof(pkt->u));
	return parse_end(&r, total);
}

int rosfw_pkt_parse_long(struct rosfw_pkt *pkt, enum rosfw_family family, const void *data, u32 linear, u32 total)
{
	struct reader r = { .pkt = pkt };

	parse_begin(&r, family, data, linear, total);
	return parse_end(&r, total);
}

int rosfw_pkt_parse_inner(const struct rosfw_pkt *outer, struct rosfw_pkt *inner, u32 total)
{
	struct reader r = { .pkt = inner, .quoted = true };
	u32 off = outer->inner_off;
	int ret;

	total = min(total, outer->len);
	if (!(outer->flags & ROSFW_PKT_ICMP_ERROR) || off >= total)
		return -EINVAL;
	memset(inner, 0, sizeof(*inner));
	/* The error's own header has been read, so @off is not beyond what is linear. */
	parse_begin(&r, outer->family, outer->data + off, outer->linear - off, total - off);
	ret = parse_end(&r, total - off);
	return ret > 0 ? ret + (int)off : ret;
}

bool rosfw_pkt_note(const struct rosfw_pkt *pkt, struct rosfw_pkt_note *note)
{
	const u8 *p = pkt->data;

	if (pkt->family != ROSFW_IPV4 || pkt->l4_off != IPV4_HDR ||
	    (pkt->flags & (ROSFW_PKT_L4 | ROSFW_PKT_PORTS | ROSFW_PKT_FRAGMENT)) != (ROSFW_PKT_L4 | ROSFW_PKT_PORTS))
		return false;
	if (pkt->proto == ROSFW_PROTO_TCP) {
		/* What its options say has been read. */
		if (pkt->u.tcp.flags & ROSFW_TCP_SYN)
			return false;
		note->l4[1] = rosfw_pkt_word(p + 28);
	} else if (pkt->proto != ROSFW_PROTO_UDP) {
		return false;
	}
	note->start = rosfw_pkt_word(p);
	note->addrs = rosfw_pkt_word(p + 12);
	note->l4[0] = rosfw_pkt_word(p + 20);
	return true;
}
