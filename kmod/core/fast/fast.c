// SPDX-License-Identifier: GPL-2.0-only
/*
 * FastTrack: reading the headers of a packet, and changing them by a plan that was made once.
 *
 * A plan holds bytes that are copied over those of the packet, and what checksums change by (RFC 1624). The result is
 * that of core/nat/rewrite.c, which a test compares: one's complement sums of anything but zeros have one form.
 * Pure functions on the caller's bytes.
 */
#include "fast.h"

#define IPV4_HDR	20
#define IPV4_FRAGMENT	0x3fff	/* more fragments, offset */
#define IPV4_LEN	2
#define IPV4_FRAG	6
#define IPV4_TTL	8
#define IPV4_PROTO	9
#define IPV4_CSUM	10
#define IPV4_ADDRS	12
#define IPV6_HDR	40
#define IPV6_LEN	4
#define IPV6_NEXT	6
#define IPV6_HOPS	7
#define IPV6_ADDRS	8
#define TCP_HDR		20
#define TCP_CSUM	16
#define UDP_HDR		8
#define UDP_LEN		4
#define UDP_CSUM	6

/* TCP flags that may stand with an acknowledgement without meaning anything to a router. */
#define TCP_ANYWHERE	(ROSFW_TCP_PSH | ROSFW_TCP_ECE | ROSFW_TCP_CWR)

static u32 fold(u32 sum)
{
	sum = (sum & U16_MAX) + (sum >> 16);
	return (sum & U16_MAX) + (sum >> 16);
}

/* ---- reading ---- */

/* The sum over a good header, its checksum included, is all ones. Byte order does not matter. */
static bool ipv4_checksum_ok(const u8 *data)
{
	u64 sum = 0;
	u32 i, word;

	for (i = 0; i < IPV4_HDR; i += sizeof(word)) {
		memcpy(&word, data + i, sizeof(word));
		sum += word;
	}
	sum = (sum & U32_MAX) + (sum >> 32);
	return fold((sum & U16_MAX) + (sum >> 16 & U16_MAX) + (sum >> 32)) == U16_MAX;
}

static int read_ipv4(struct rosfw_fast_pkt *pkt, const u8 *data, u32 total)
{
	u32 src, dst;

	if (data[0] != 0x45 || get_unaligned_be16(data + IPV4_FRAG) & IPV4_FRAGMENT || data[IPV4_TTL] <= 1)
		return -EINVAL;
	pkt->len = get_unaligned_be16(data + IPV4_LEN);
	if (pkt->len < IPV4_HDR || pkt->len > total || !ipv4_checksum_ok(data))
		return -EINVAL;
	pkt->proto = data[IPV4_PROTO];
	pkt->l4_off = IPV4_HDR;
	src = get_unaligned_be32(data + IPV4_ADDRS);
	dst = get_unaligned_be32(data + IPV4_ADDRS + 4);
	pkt->orient = src > dst;
	pkt->key.v4[pkt->orient] = src;
	pkt->key.v4[!pkt->orient] = dst;
	return src == dst;
}

static int read_ipv6(struct rosfw_fast_pkt *pkt, const u8 *data, u32 total)
{
	struct rosfw_addr src, dst;
	int cmp;

	if (data[0] >> 4 != 6 || data[IPV6_HOPS] <= 1)
		return -EINVAL;
	pkt->len = IPV6_HDR + get_unaligned_be16(data + IPV6_LEN);
	if (pkt->len > total)
		return -EINVAL;
	pkt->proto = data[IPV6_NEXT];
	pkt->l4_off = IPV6_HDR;
	rosfw_addr_load(&src, ROSFW_IPV6, data + IPV6_ADDRS);
	rosfw_addr_load(&dst, ROSFW_IPV6, data + IPV6_ADDRS + sizeof(src));
	cmp = rosfw_addr_cmp(&src, &dst);
	pkt->orient = cmp > 0;
	pkt->key.v6[pkt->orient] = src;
	pkt->key.v6[!pkt->orient] = dst;
	return !cmp;
}

static bool read_tcp(struct rosfw_fast_pkt *pkt, const u8 *p)
{
	u32 room = pkt->len - pkt->l4_off, doff = p[12] >> 4 << 2;

	if (doff < TCP_HDR || doff > room || (p[13] & ~TCP_ANYWHERE) != ROSFW_TCP_ACK)
		return false;
	pkt->tcp.seq = get_unaligned_be32(p + 4);
	pkt->tcp.ack = get_unaligned_be32(p + 8);
	pkt->tcp.window = get_unaligned_be16(p + 14);
	pkt->tcp.end = pkt->tcp.seq + room - doff;
	return pkt->tcp.window;
}

static bool read_udp(struct rosfw_fast_pkt *pkt, const u8 *p)
{
	u32 len = get_unaligned_be16(p + UDP_LEN);

	return len >= UDP_HDR && len <= pkt->len - pkt->l4_off;
}

int rosfw_fast_read(struct rosfw_fast_pkt *pkt, enum rosfw_family family, const u8 *data, u32 linear, u32 total)
{
	u32 ip = family == ROSFW_IPV4 ? IPV4_HDR : IPV6_HDR, need;
	u16 sport, dport;
	int same;

	if (total < ip)
		return -EINVAL;
	if (linear < ip)
		return ip;
	same = family == ROSFW_IPV4 ? read_ipv4(pkt, data, total) : read_ipv6(pkt, data, total);
	if (same < 0 || (pkt->proto != ROSFW_PROTO_TCP && pkt->proto != ROSFW_PROTO_UDP))
		return -EINVAL;
	need = ip + (pkt->proto == ROSFW_PROTO_TCP ? TCP_HDR : UDP_HDR);
	if (need > pkt->len)
		return -EINVAL;
	if (linear < need)
		return need;
	if (pkt->proto == ROSFW_PROTO_TCP ? !read_tcp(pkt, data + ip) : !read_udp(pkt, data + ip))
		return -EINVAL;
	sport = get_unaligned_be16(data + ip);
	dport = get_unaligned_be16(data + ip + 2);
	/* A host that speaks to itself through a router: ports decide. */
	if (unlikely(same))
		pkt->orient = sport > dport;
	pkt->key.id[pkt->orient] = sport;
	pkt->key.id[!pkt->orient] = dport;
	pkt->key.proto = pkt->proto;
	pkt->key.family = family;
	pkt->key.kind = 0;
	pkt->key.tag = 0;
	pkt->key.place = 0;
	return 0;
}

/* ---- changing ---- */

static u32 change_of(const u8 *old, const u8 *new, u32 n)
{
	u32 change = 0, i;

	for (i = 0; i < n; i += 2)
		change += (u16)~get_unaligned_be16(old + i) + get_unaligned_be16(new + i);
	return change;
}

static void store(const struct rosfw_header *h, u8 *addrs, u8 *ports)
{
	u32 size = h->family == ROSFW_IPV4 ? sizeof(u32) : sizeof(struct rosfw_addr);

	rosfw_addr_store(&h->src.addr, h->family, addrs);
	rosfw_addr_store(&h->dst.addr, h->family, addrs + size);
	put_unaligned_be16(h->src.id, ports);
	put_unaligned_be16(h->dst.id, ports + 2);
}

void rosfw_fast_plan(struct rosfw_fast_plan *plan, const struct rosfw_header *from, const struct rosfw_header *to)
{
	u8 addrs[2 * sizeof(struct rosfw_addr)] = { 0 }, ports[4];
	u32 change;

	memset(plan, 0, sizeof(*plan));
	plan->translates = !rosfw_header_equal(from, to);
	store(from, addrs, ports);
	store(to, plan->addrs, plan->ports);
	change = change_of(addrs, plan->addrs, sizeof(addrs));
	plan->change_addrs = fold(change);
	plan->change_all = fold(change + change_of(ports, plan->ports, sizeof(ports)));
}

static u16 changed(u16 csum, u16 change)
{
	return ~fold((u16)~csum + change);
}

/* What RFC 1141 says of a time to live that is one less. */
static void decrement_ttl(u8 *data)
{
	u32 csum = get_unaligned_be16(data + IPV4_CSUM) + 0x0100;

	put_unaligned_be16(csum + (csum >= U16_MAX), data + IPV4_CSUM);
	data[IPV4_TTL]--;
}

static void put_checksum(const struct rosfw_fast_plan *plan, u8 *p, bool partial, bool udp)
{
	u16 csum = get_unaligned_be16(p);

	if (partial) {
		put_unaligned_be16(fold(csum + plan->change_addrs), p);
		return;
	}
	/* UDP: zero is no checksum, and one that would be zero is all ones. */
	if (udp && !csum)
		return;
	csum = changed(csum, plan->change_all);
	put_unaligned_be16(csum || !udp ? csum : U16_MAX, p);
}

void rosfw_fast_forward(const struct rosfw_fast_plan *plan, const struct rosfw_fast_pkt *pkt, u8 *data, bool partial)
{
	bool udp = pkt->proto == ROSFW_PROTO_UDP;
	u8 *l4 = data + pkt->l4_off;

	if (pkt->key.family == ROSFW_IPV4)
		decrement_ttl(data);
	else
		data[IPV6_HOPS]--;
	if (!plan->translates)
		return;
	if (pkt->key.family == ROSFW_IPV4) {
		memcpy(data + IPV4_ADDRS, plan->addrs, 2 * sizeof(u32));
		put_unaligned_be16(changed(get_unaligned_be16(data + IPV4_CSUM), plan->change_addrs),
				   data + IPV4_CSUM);
	} else {
		memcpy(data + IPV6_ADDRS, plan->addrs, 2 * sizeof(struct rosfw_addr));
	}
	memcpy(l4, plan->ports, sizeof(plan->ports));
	put_checksum(plan, l4 + (udp ? UDP_CSUM : TCP_CSUM), partial, udp);
}
