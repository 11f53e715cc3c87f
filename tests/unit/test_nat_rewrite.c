// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewriting of headers: packets and quoted packets of every protocol, compared byte by byte with ones that were made
 * with the other header from the start.
 */
#include "nat_packets.h"
#include "tap.h"

struct proto {
	const char *name;
	u8 family;
	u8 proto;
};

static const struct proto protos[] = {
	{ "TCP", ROSFW_IPV4, ROSFW_PROTO_TCP },
	{ "UDP", ROSFW_IPV4, ROSFW_PROTO_UDP },
	{ "UDP-Lite", ROSFW_IPV4, ROSFW_PROTO_UDPLITE },
	{ "DCCP", ROSFW_IPV4, ROSFW_PROTO_DCCP },
	{ "SCTP", ROSFW_IPV4, ROSFW_PROTO_SCTP },
	{ "ICMP", ROSFW_IPV4, ROSFW_PROTO_ICMP },
	{ "GRE", ROSFW_IPV4, ROSFW_PROTO_GRE },
	{ "ESP", ROSFW_IPV4, 50 },
	{ "TCP over IPv6", ROSFW_IPV6, ROSFW_PROTO_TCP },
	{ "UDP over IPv6", ROSFW_IPV6, ROSFW_PROTO_UDP },
	{ "UDP-Lite over IPv6", ROSFW_IPV6, ROSFW_PROTO_UDPLITE },
	{ "DCCP over IPv6", ROSFW_IPV6, ROSFW_PROTO_DCCP },
	{ "SCTP over IPv6", ROSFW_IPV6, ROSFW_PROTO_SCTP },
	{ "ICMPv6", ROSFW_IPV6, ROSFW_PROTO_ICMPV6 },
	{ "GRE over IPv6", ROSFW_IPV6, ROSFW_PROTO_GRE },
	{ "ESP over IPv6", ROSFW_IPV6, 50 },
};

/* The same numbers in every run. */
static u32 random32(void)
{
	static u64 state = 0x9e3779b97f4a7c15ULL;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 16;
}

/* Words of all ones and all zeros are what checksums get wrong. */
static u16 random_word(void)
{
	u32 n = random32();

	return n & 0x30000 ? n : n & 1 ? 0xffff : 0;
}

static struct rosfw_addr random_addr(u8 family)
{
	struct rosfw_addr addr = { 0 };
	u32 i;

	for (i = 0; i < 4; i++) {
		addr.lo = addr.lo << 16 | random_word();
		addr.hi = addr.hi << 16 | random_word();
	}
	if (family == ROSFW_IPV4)
		addr = (struct rosfw_addr){ .lo = (u32)addr.lo };
	return addr;
}

static struct rosfw_header random_header(const struct proto *proto)
{
	struct rosfw_header h = {
		.src.addr = random_addr(proto->family),
		.dst.addr = random_addr(proto->family),
		.family = proto->family,
		.proto = proto->proto,
	};

	if (nat_is_icmp(proto->proto)) {
		h.src.id = ROSFW_VIEW_ASKS | random_word();
		h.kind = proto->proto == ROSFW_PROTO_ICMP ? 8 : 128;
	} else if (proto->proto == ROSFW_PROTO_GRE) {
		h.dst.id = 1 + random32() % 65535;
	} else if (proto->proto != 50) {
		h.src.id = random_word();
		h.dst.id = random_word();
	}
	return h;
}

static struct nat_packet random_packet(const struct proto *proto, const struct rosfw_header *h)
{
	u32 unit = proto->family == ROSFW_IPV4 ? 4 : 8;
	u8 payload[200];
	struct nat_packet p;
	u32 n, i;

	n = random32() % sizeof(payload);
	for (i = 0; i < n; i++)
		payload[i] = random32();
	p = nat_packet(proto->family, proto->proto, random32() % 3 * unit, payload, n);
	nat_set_header(&p, h);
	return p;
}

static struct rosfw_pkt parse(const struct nat_packet *p)
{
	struct rosfw_pkt pkt = { .segs = 1 };

	tap_is(rosfw_pkt_parse(&pkt, p->family, p->data, p->len, p->len), 0);
	return pkt;
}

static bool same_bytes(const struct nat_packet *got, const struct nat_packet *want)
{
	u32 i;

	for (i = 0; i < want->len; i++) {
		if (got->data[i] == want->data[i])
			continue;
		tap_fail("byte %u (transport header at %u): got %02x, want %02x", i, want->l4_off, got->data[i],
			 want->data[i]);
		return false;
	}
	return true;
}

/* What the parser says of the bytes is what the rewritten packet says of itself. */
static void check_parsed(const struct nat_packet *p, const struct rosfw_pkt *pkt)
{
	struct rosfw_pkt again = parse(p);

	tap_ok(rosfw_addr_equal(&again.src, &pkt->src) && rosfw_addr_equal(&again.dst, &pkt->dst));
	tap_is(again.sport, pkt->sport);
	tap_is(again.dport, pkt->dport);
	if (nat_is_icmp(p->proto))
		tap_is(again.u.icmp.id, pkt->u.icmp.id);
	if (p->proto == ROSFW_PROTO_GRE)
		tap_is(again.u.gre.key, pkt->u.gre.key);
}

static void rewrite(struct nat_packet *p, const struct rosfw_header *to)
{
	struct rosfw_pkt pkt = parse(p);
	struct nat_packet before = *p;
	int need;

	need = rosfw_nat_rewrite(&pkt, p->data, 0, ROSFW_NAT_CSUM_FULL, to);
	tap_ok(need > 0 && need <= p->len);
	tap_is(rosfw_nat_rewrite(&pkt, p->data, need - 1, ROSFW_NAT_CSUM_FULL, to), need);
	tap_ok(!memcmp(before.data, p->data, p->len));
	tap_is(rosfw_nat_rewrite(&pkt, p->data, need, ROSFW_NAT_CSUM_FULL, to), 0);
	check_parsed(p, &pkt);
}

static void test_packets(const struct proto *proto)
{
	u32 i;

	tap_case("%s: there and back", proto->name);
	for (i = 0; i < 2000; i++) {
		struct rosfw_header a = random_header(proto), b = random_header(proto);
		struct nat_packet p = random_packet(proto, &a), first = p, second = p;

		nat_set_header(&second, &b);
		tap_str(nat_wrong_csum(&p), NULL);
		rewrite(&p, &b);
		tap_str(nat_wrong_csum(&p), NULL);
		if (!same_bytes(&p, &second))
			return;
		rewrite(&p, &a);
		if (!same_bytes(&p, &first))
			return;
	}
}

static void rewrite_error(struct nat_packet *e, const struct rosfw_header *to)
{
	struct rosfw_pkt outer = parse(e), inner, again;
	struct nat_packet before = *e;
	int need;

	tap_is(rosfw_pkt_parse_inner(&outer, &inner, e->len), 0);
	need = rosfw_nat_rewrite_error(&outer, &inner, e->data, 0, e->len, ROSFW_NAT_CSUM_FULL, to);
	tap_ok(need > 0 && need <= e->len);
	tap_is(rosfw_nat_rewrite_error(&outer, &inner, e->data, need - 1, e->len, ROSFW_NAT_CSUM_FULL, to), need);
	tap_ok(!memcmp(before.data, e->data, e->len));
	tap_is(rosfw_nat_rewrite_error(&outer, &inner, e->data, need, e->len, ROSFW_NAT_CSUM_FULL, to), 0);
	again = parse(e);
	tap_ok(rosfw_addr_equal(&again.src, &outer.src) && rosfw_addr_equal(&again.dst, &outer.dst));
}

/*
 * As much of the packet as an error may quote, down to eight bytes of its transport header. Half a checksum tells nobody
 * anything and is left alone.
 */
static u32 quoted_length(const struct nat_packet *p)
{
	u32 n = 8 + random32() % 50, at = p->proto == ROSFW_PROTO_SCTP ? 8 : 16, size = at == 8 ? 4 : 2;

	if (n > at && n < at + size)
		n = at;
	return min(p->len, p->l4_off + n);
}

static void test_errors(const struct proto *proto)
{
	u32 i, n;

	tap_case("%s: quoted in errors", proto->name);
	for (i = 0; i < 2000; i++) {
		struct rosfw_header a = random_header(proto), b = random_header(proto);
		struct nat_packet p = random_packet(proto, &a), q = p, e, want;

		nat_set_header(&q, &b);
		n = quoted_length(&p);
		/* From the end of the way, or from somewhere on it; then the source only changes with the destination. */
		if (i % 2) {
			e = nat_error(&p, n, &a.dst.addr, &a.src.addr);
			want = nat_error(&q, n, &b.dst.addr, &b.src.addr);
		} else {
			struct rosfw_addr hop = random_addr(proto->family);

			if (i % 4)
				b.dst.addr = a.dst.addr;
			nat_set_header(&q, &b);
			e = nat_error(&p, n, &hop, &a.src.addr);
			want = nat_error(&q, n, i % 4 ? &hop : &b.dst.addr, &b.src.addr);
			if (rosfw_addr_equal(&a.dst.addr, &b.dst.addr))
				want = nat_error(&q, n, &hop, &b.src.addr);
		}
		rewrite_error(&e, &b);
		if (!same_bytes(&e, &want))
			return;
	}
}

/* The field holds the sum of the pseudo header, which does not know ports. */
static void test_partial(const struct proto *proto)
{
	u32 i;
	int at = nat_csum_at(proto->proto);

	if (at < 0 || proto->proto == ROSFW_PROTO_ICMP)
		return;
	tap_case("%s: checksums that hardware completes", proto->name);
	for (i = 0; i < 500; i++) {
		struct rosfw_header a = random_header(proto), b = random_header(proto);
		struct nat_packet p = random_packet(proto, &a), want = p;
		struct rosfw_pkt pkt = parse(&p);
		u32 len = p.len - p.l4_off;

		put_unaligned_be16(nat_fold(nat_pseudo(&p, len)), p.data + p.l4_off + at);
		nat_set_header(&want, &b);
		put_unaligned_be16(nat_fold(nat_pseudo(&want, len)), want.data + want.l4_off + at);
		tap_is(rosfw_nat_rewrite(&pkt, p.data, p.len, ROSFW_NAT_CSUM_PARTIAL, &b), 0);
		if (!same_bytes(&p, &want))
			return;
	}
}

static void test_partial_sctp(void)
{
	const struct proto sctp = { "SCTP", ROSFW_IPV4, ROSFW_PROTO_SCTP };
	struct rosfw_header a = random_header(&sctp), b = random_header(&sctp);
	struct nat_packet p = random_packet(&sctp, &a);
	u32 crc = get_unaligned_le32(p.data + p.l4_off + 8);
	struct rosfw_pkt pkt = parse(&p);

	tap_case("SCTP: a checksum that hardware computes is left alone");
	tap_is(rosfw_nat_rewrite(&pkt, p.data, p.len, ROSFW_NAT_CSUM_PARTIAL, &b), 0);
	tap_is(get_unaligned_le32(p.data + p.l4_off + 8), crc);
	tap_is(get_unaligned_be16(p.data + p.l4_off), b.src.id);
}

static void test_udp_zero(u8 family)
{
	const struct proto udp = { "UDP", family, ROSFW_PROTO_UDP };
	struct rosfw_header a = random_header(&udp), b = random_header(&udp);
	struct nat_packet p = random_packet(&udp, &a);
	u32 i, n;

	tap_case("UDP over IPv%c: no checksum stays none", family == ROSFW_IPV4 ? '4' : '6');
	put_unaligned_be16(0, p.data + p.l4_off + 6);
	rewrite(&p, &b);
	tap_is(get_unaligned_be16(p.data + p.l4_off + 6), 0);
	tap_is(get_unaligned_be16(p.data + p.l4_off), b.src.id);

	tap_case("UDP over IPv%c: a checksum of zero is sent as all ones", family == ROSFW_IPV4 ? '4' : '6');
	for (i = n = 0; i < 0x10000; i++) {
		b.src.id = i;
		rewrite(&p, &a);
		nat_set_header(&p, &a);
		rewrite(&p, &b);
		tap_str(nat_wrong_csum(&p), NULL);
		n += get_unaligned_be16(p.data + p.l4_off + 6) == 0xffff;
	}
	tap_ok(n >= 1);
}

static void test_damaged(const struct proto *proto)
{
	struct rosfw_header a = random_header(proto), b = random_header(proto);
	struct nat_packet p = random_packet(proto, &a);

	if (nat_csum_at(proto->proto) < 0 && proto->proto != ROSFW_PROTO_SCTP)
		return;
	tap_case("%s: what was damaged stays so", proto->name);
	p.data[p.l4_off + (proto->proto == ROSFW_PROTO_SCTP ? 4 : nat_csum_at(proto->proto))] ^= 0x40;
	rewrite(&p, &b);
	tap_ok(nat_wrong_csum(&p));
}

static void test_replies(void)
{
	const struct proto echo = { "ICMP", ROSFW_IPV4, ROSFW_PROTO_ICMP };
	struct rosfw_header a = random_header(&echo), b = random_header(&echo), reply;
	struct nat_packet p = random_packet(&echo, &a), want;

	tap_case("ICMP: the identifier of a reply is that of the receiver");
	p.data[p.l4_off] = 0;
	nat_set_csums(&p);
	rosfw_header_reverse(&b, &reply);
	want = p;
	nat_set_header(&want, &reply);
	put_unaligned_be16(b.src.id, want.data + want.l4_off + 4);
	nat_set_csums(&want);
	rewrite(&p, &reply);
	same_bytes(&p, &want);
}

/* Without a transport header only addresses change. */
static void test_later_fragment(void)
{
	const struct proto udp = { "UDP", ROSFW_IPV4, ROSFW_PROTO_UDP };
	struct rosfw_header a = random_header(&udp), b = random_header(&udp);
	struct nat_packet p = random_packet(&udp, &a), before;

	tap_case("later fragments: addresses only");
	put_unaligned_be16(100, p.data + 6);
	nat_set_ip_csum(&p);
	before = p;
	rewrite(&p, &b);
	tap_is(nat_fold(nat_sum(p.data, p.l4_off, 0)), 0xffff);
	tap_ok(!memcmp(p.data + p.l4_off, before.data + p.l4_off, p.len - p.l4_off));
	tap_is(get_unaligned_be32(p.data + 16), b.dst.addr.lo);
}

static void test_gre_version_0(void)
{
	const struct proto gre = { "GRE", ROSFW_IPV4, ROSFW_PROTO_GRE };
	struct rosfw_header a = random_header(&gre), b = random_header(&gre);
	struct nat_packet p = nat_packet(ROSFW_IPV4, ROSFW_PROTO_GRE, 0, (const u8 *)"abcdefgh", 8), before;

	tap_case("GRE version 0: the key is both ends' and stays");
	nat_set_header(&p, &a);
	put_unaligned_be32(0x20000800, p.data + p.l4_off);
	put_unaligned_be32(0x12345678, p.data + p.l4_off + 4);
	before = p;
	rewrite(&p, &b);
	tap_ok(!memcmp(p.data + p.l4_off, before.data + p.l4_off, p.len - p.l4_off));
}

static void test_crc(void)
{
	u8 message[300];
	u32 n, i, old, before;

	tap_case("CRC32c: known answer");
	tap_is(nat_crc32c((const u8 *)"123456789", 9), 0xe3069283);
	tap_case("CRC32c: a word in front of any number of bytes");
	for (n = 4; n < sizeof(message); n++) {
		for (i = 0; i < n; i++)
			message[i] = random32();
		before = nat_crc32c(message, n);
		old = get_unaligned_le32(message);
		put_unaligned_le32(random32(), message);
		tap_is(nat_crc32c(message, n),
		       before ^ rosfw_crc32c_change(old, get_unaligned_le32(message), n - 4));
	}
}

int main(void)
{
	u32 i;

	tap_begin();
	test_crc();
	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		test_packets(&protos[i]);
		test_errors(&protos[i]);
		test_partial(&protos[i]);
		test_damaged(&protos[i]);
	}
	test_partial_sctp();
	test_udp_zero(ROSFW_IPV4);
	test_udp_zero(ROSFW_IPV6);
	test_replies();
	test_later_fragment();
	test_gre_version_0();
	return tap_end();
}
