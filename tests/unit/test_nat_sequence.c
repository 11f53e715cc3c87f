// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams that change their length: how numbers are shifted, segments compared byte by byte with ones that were made
 * with the other numbers or the other payload from the start.
 */
#include "core/nat/sequence.h"
#include "nat_packets.h"
#include "tap.h"

/* ---- shifts ---- */

static void test_shift(void)
{
	struct rosfw_seq_shift s = { 0 };
	u32 i;

	tap_case("sequence: nothing is shifted at first");
	tap_is(rosfw_seq_shift_of(&s, 5), 0);
	tap_is(rosfw_seq_unshift_of(&s, 0xfffffff0), 0);
	tap_case("sequence: what grew shifts what is behind it");
	rosfw_seq_grow(&s, 100, 7);
	tap_is(rosfw_seq_shift_of(&s, 99), 0);
	tap_is(rosfw_seq_shift_of(&s, 100), 0);
	tap_is(rosfw_seq_shift_of(&s, 101), 7);
	tap_is(rosfw_seq_unshift_of(&s, 100), 0);
	tap_is(rosfw_seq_unshift_of(&s, 130), 7);
	tap_case("sequence: the same segment again shifts nothing more");
	rosfw_seq_grow(&s, 100, 7);
	tap_is(rosfw_seq_shift_of(&s, 200), 7);
	tap_case("sequence: the next change adds to it");
	rosfw_seq_grow(&s, 200, -3);
	tap_is(rosfw_seq_shift_of(&s, 200), 7);
	tap_is(rosfw_seq_shift_of(&s, 201), 4);
	tap_is(rosfw_seq_unshift_of(&s, 207), 7);
	tap_is(rosfw_seq_unshift_of(&s, 208), 4);
	tap_case("sequence: several changes are remembered");
	s = (struct rosfw_seq_shift){ 0 };
	for (i = 0; i < ROSFW_SEQ_PLACES; i++)
		rosfw_seq_grow(&s, 1000 * (i + 1), 10);
	for (i = 0; i < ROSFW_SEQ_PLACES; i++) {
		u32 seq = 1000 * (i + 1);

		tap_is(rosfw_seq_shift_of(&s, seq), 10 * i);
		tap_is(rosfw_seq_shift_of(&s, seq + 1), 10 * (i + 1));
		tap_is(rosfw_seq_unshift_of(&s, seq + 10 * i), 10 * i);
		tap_is(rosfw_seq_unshift_of(&s, seq + 1 + 10 * i), 10 * (i + 1));
	}
	tap_case("sequence: the oldest is forgotten");
	rosfw_seq_grow(&s, 10000, -5);
	tap_is(s.n, ROSFW_SEQ_PLACES);
	tap_is(rosfw_seq_shift_of(&s, 1000), 10);
	tap_is(rosfw_seq_shift_of(&s, 2000), 10);
	tap_is(rosfw_seq_shift_of(&s, 10000), 80);
	tap_is(rosfw_seq_shift_of(&s, 10001), 75);
	tap_case("sequence: numbers wrap");
	s = (struct rosfw_seq_shift){ 0 };
	rosfw_seq_grow(&s, 0xfffffffe, 10);
	tap_is(rosfw_seq_shift_of(&s, 0xfffffffe), 0);
	tap_is(rosfw_seq_shift_of(&s, 3), 10);
	tap_is(rosfw_seq_unshift_of(&s, 13), 10);
}

/* ---- segments ---- */

#define SACK_LEN	12U	/* two NOPs, SACK with one block */

/* A segment with a selective acknowledgement at an odd or even place. */
static struct nat_packet segment(u8 family, u32 seq, u32 ack, u32 left, u32 right, bool odd)
{
	static const struct rosfw_header h = { { { 1, 0x0a000001 }, 1024 }, { { 2, 0x0a000002 }, 21 }, 0 };
	struct nat_packet p = nat_packet(family, ROSFW_PROTO_TCP, 0, (const u8 *)"............some text", 21);
	struct rosfw_header header = h;
	u8 *l4 = p.data + p.l4_off, *o = l4 + 20;

	put_unaligned_be32(seq, l4 + 4);
	put_unaligned_be32(ack, l4 + 8);
	l4[12] = (20 + SACK_LEN) / 4 << 4;
	l4[13] = ROSFW_TCP_ACK;
	o[0] = 1;
	o[1] = 1;
	o += odd ? 1 : 2;
	o[0] = 5;
	o[1] = 10;
	put_unaligned_be32(left, o + 2);
	put_unaligned_be32(right, o + 6);
	if (odd)
		l4[20 + 11] = 0;
	header.proto = ROSFW_PROTO_TCP;
	header.family = family;
	nat_set_header(&p, &header);
	return p;
}

static struct rosfw_pkt parse(const struct nat_packet *p)
{
	struct rosfw_pkt pkt = {};

	tap_is(rosfw_pkt_parse(&pkt, p->family, p->data, p->len, p->len), 0);
	return pkt;
}

static void is_same(const struct nat_packet *got, const struct nat_packet *want)
{
	u32 i;

	tap_is(got->len, want->len);
	for (i = 0; i < want->len; i++)
		if (!tap_is(got->data[i], want->data[i]))
			printf("# at %u\n", i);
	tap_ok(!nat_wrong_csum(got));
}

static void test_segment(u8 family, bool odd)
{
	const struct rosfw_seq_shift own = { .place = { { 1000, 3 } }, .after = 10, .n = 1 },
		other = { .place = { { 5000, 0 } }, .after = -4, .n = 1 };
	struct nat_packet p = segment(family, 2000, 6000, 7000, 7100, odd), untouched = p, want;
	struct rosfw_pkt pkt = parse(&p);
	int need;

	tap_case("sequence: a segment of %s, SACK at an %s place", family == ROSFW_IPV4 ? "IPv4" : "IPv6",
		 odd ? "odd" : "even");
	pkt = parse(&p);
	need = rosfw_seq_rewrite(&pkt, p.data, 0, ROSFW_NAT_CSUM_FULL, &own, &other);
	tap_is(need, p.l4_off + 32);
	is_same(&p, &untouched);
	tap_is(rosfw_seq_rewrite(&pkt, p.data, need, ROSFW_NAT_CSUM_FULL, &own, &other), 0);
	want = segment(family, 2010, 6004, 7004, 7104, odd);
	is_same(&p, &want);
	tap_is(pkt.u.tcp.seq, 2010);
	tap_is(pkt.u.tcp.ack, 6004);
}

static void test_untouched(void)
{
	const struct rosfw_seq_shift none = { 0 }, own = { .place = { { 1000, 0 } }, .after = 10, .n = 1 };
	struct nat_packet p = segment(ROSFW_IPV4, 900, 6000, 7000, 7100, false), untouched = p;
	struct rosfw_pkt pkt;

	tap_case("sequence: what is in front of every change stays");
	pkt = parse(&p);
	tap_is(rosfw_seq_rewrite(&pkt, p.data, 0, ROSFW_NAT_CSUM_FULL, &own, &none), 0);
	is_same(&p, &untouched);
	tap_case("sequence: hardware's checksum is left to hardware");
	p = segment(ROSFW_IPV4, 2000, 6000, 7000, 7100, false);
	put_unaligned_be16(0x1234, p.data + p.l4_off + 16);
	pkt = parse(&p);
	tap_is(rosfw_seq_rewrite(&pkt, p.data, p.len, ROSFW_NAT_CSUM_PARTIAL, &own, &none), 0);
	tap_is(get_unaligned_be16(p.data + p.l4_off + 16), 0x1234);
	tap_is(get_unaligned_be32(p.data + p.l4_off + 4), 2010);
}

/* Options that lie about their length: nothing is written behind the header. */
static void test_lying_options(void)
{
	static const u8 options[][SACK_LEN] = {
		{ 5, 40 }, { 5, 0 }, { 5, 1 }, { 5 }, { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5 }, { 5, 5, 1, 2, 3 },
		{ 5, 2 }, { 5, 3, 9 }, { 0, 5, 10 }, { 8, 10, 5, 10 },
	};
	const struct rosfw_seq_shift none = { 0 }, other = { .place = { { 5000, 0 } }, .after = 9, .n = 1 };
	struct nat_packet p, want;
	struct rosfw_pkt pkt;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		tap_case("sequence: options that lie, %u", i);
		p = segment(ROSFW_IPV4, 1, 6009, 0, 0, false);
		memcpy(p.data + p.l4_off + 20, options[i], SACK_LEN);
		nat_set_csums(&p);
		want = p;
		put_unaligned_be32(6000, want.data + want.l4_off + 8);
		nat_set_csums(&want);
		pkt = parse(&p);
		tap_is(rosfw_seq_rewrite(&pkt, p.data, p.l4_off + 32, ROSFW_NAT_CSUM_FULL, &none, &other), 0);
		is_same(&p, &want);
	}
}

/* ---- payload ---- */

static struct nat_packet packet(u8 family, u8 proto, const char *text)
{
	const struct rosfw_header h = {
		{ { family == ROSFW_IPV6, 0x0a000001 }, 1024 }, { { family == ROSFW_IPV6, 0x0a000002 }, 69 },
		.proto = proto, .family = family,
	};
	struct nat_packet p = nat_packet(family, proto, 0, (const u8 *)text, strlen(text));

	nat_set_header(&p, &h);
	return p;
}

static void test_payload(u8 family, u8 proto)
{
	static const char *const texts[] = {
		"", "x", "PORT 10,0,0,1,4,5\r\n", "PORT 192,168,188,177,114,115\r\n", "ab",
	};
	struct nat_packet p, want;
	struct rosfw_pkt pkt;
	u32 i, j;

	tap_case("payload: another one, %s %s", proto == ROSFW_PROTO_TCP ? "TCP" : "UDP",
		 family == ROSFW_IPV4 ? "IPv4" : "IPv6");
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		for (j = 0; j < ARRAY_SIZE(texts); j++) {
			p = packet(family, proto, texts[i]);
			want = packet(family, proto, texts[j]);
			pkt = parse(&p);
			rosfw_nat_put_payload(&pkt, p.data, ROSFW_NAT_CSUM_FULL, (const u8 *)texts[j],
					      strlen(texts[j]));
			p.len = pkt.len;
			is_same(&p, &want);
			tap_is(pkt.payload_len, strlen(texts[j]));
		}
	}
}

static void test_payload_checksums(void)
{
	struct nat_packet p = packet(ROSFW_IPV4, ROSFW_PROTO_UDP, "short");
	struct rosfw_pkt pkt;

	tap_case("payload: a UDP checksum that is absent stays so");
	put_unaligned_be16(0, p.data + p.l4_off + 6);
	pkt = parse(&p);
	rosfw_nat_put_payload(&pkt, p.data, ROSFW_NAT_CSUM_FULL, (const u8 *)"much longer", 11);
	tap_is(get_unaligned_be16(p.data + p.l4_off + 6), 0);
	tap_case("payload: one that was wrong stays wrong");
	p = packet(ROSFW_IPV4, ROSFW_PROTO_TCP, "short");
	p.data[p.l4_off + 16] ^= 0x40;
	pkt = parse(&p);
	rosfw_nat_put_payload(&pkt, p.data, ROSFW_NAT_CSUM_FULL, (const u8 *)"much longer", 11);
	p.len = pkt.len;
	tap_ok(nat_wrong_csum(&p));
	p.data[p.l4_off + 16] ^= 0x40;
	tap_ok(!nat_wrong_csum(&p));
	tap_case("payload: the sum of a pseudo header follows the length");
	p = packet(ROSFW_IPV4, ROSFW_PROTO_TCP, "short");
	put_unaligned_be16(nat_fold(nat_pseudo(&p, p.len - p.l4_off)), p.data + p.l4_off + 16);
	pkt = parse(&p);
	rosfw_nat_put_payload(&pkt, p.data, ROSFW_NAT_CSUM_PARTIAL, (const u8 *)"much longer", 11);
	p.len = pkt.len;
	tap_is(get_unaligned_be16(p.data + p.l4_off + 16), nat_fold(nat_pseudo(&p, p.len - p.l4_off)));
}

int main(void)
{
	tap_begin();
	test_shift();
	test_segment(ROSFW_IPV4, false);
	test_segment(ROSFW_IPV4, true);
	test_segment(ROSFW_IPV6, false);
	test_segment(ROSFW_IPV6, true);
	test_untouched();
	test_lying_options();
	test_payload(ROSFW_IPV4, ROSFW_PROTO_TCP);
	test_payload(ROSFW_IPV6, ROSFW_PROTO_TCP);
	test_payload(ROSFW_IPV4, ROSFW_PROTO_UDP);
	test_payload(ROSFW_IPV6, ROSFW_PROTO_UDP);
	test_payload_checksums();
	return tap_end();
}
