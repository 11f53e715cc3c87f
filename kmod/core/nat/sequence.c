// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers and payload of streams that change their length. See sequence.h.
 *
 * As in rewrite.c, checksums follow by the difference (RFC 1624): one that was wrong stays wrong.
 * No state, no locks.
 */
#include "../csum.h"
#include "sequence.h"

#define IPV4_LEN	2
#define IPV4_CSUM	10
#define IPV6_LEN	4
#define IPV6_HEADER	40
#define TCP_SEQ		4
#define TCP_ACK		8
#define TCP_CSUM	16
#define TCP_OPTIONS	20
#define TCP_FLAG_ACK	0x10
#define UDP_LEN		4
#define UDP_CSUM	6
#define UDP_HEADER	8

#define OPT_END		0
#define OPT_NOP		1
#define OPT_SACK	5

static bool is_behind(u32 a, u32 b)
{
	return (s32)(a - b) > 0;
}

void rosfw_seq_grow(struct rosfw_seq_shift *shift, u32 seq, s32 growth)
{
	if (shift->n && !is_behind(seq, shift->place[0].at))
		return;
	memmove(&shift->place[1], &shift->place[0], sizeof(shift->place) - sizeof(shift->place[0]));
	shift->place[0] = (struct rosfw_seq_place){ .at = seq, .before = shift->after };
	shift->after += growth;
	shift->n = min(shift->n + 1U, ROSFW_SEQ_PLACES);
}

s32 rosfw_seq_shift_of(const struct rosfw_seq_shift *shift, u32 seq)
{
	s32 sum = shift->after;
	u8 i;

	for (i = 0; i < shift->n && !is_behind(seq, shift->place[i].at); i++)
		sum = shift->place[i].before;
	return sum;
}

s32 rosfw_seq_unshift_of(const struct rosfw_seq_shift *shift, u32 ack)
{
	s32 sum = shift->after;
	u8 i;

	for (i = 0; i < shift->n && !is_behind(ack - shift->place[i].before, shift->place[i].at); i++)
		sum = shift->place[i].before;
	return sum;
}

/* ---- numbers ---- */

static u32 change_of(u16 old, u16 new)
{
	return (u16)~old + new;
}

/* A number at any offset in the TCP header: of the two ways to pair bytes, the checksum has that of even offsets. */
static u32 put_number(u8 *header, u32 at, u32 value)
{
	u32 from = at & ~1U, to = (at + sizeof(value) + 1) & ~1U, change = 0, i;
	u16 old[3];

	for (i = from; i < to; i += 2)
		old[(i - from) / 2] = get_unaligned_be16(header + i);
	put_unaligned_be32(value, header + at);
	for (i = from; i < to; i += 2)
		change += change_of(old[(i - from) / 2], get_unaligned_be16(header + i));
	return change;
}

static u32 unshift_number(u8 *header, u32 at, const struct rosfw_seq_shift *shift)
{
	u32 ack = get_unaligned_be32(header + at);

	return put_number(header, at, ack - rosfw_seq_unshift_of(shift, ack));
}

/* Blocks of a selective acknowledgement. */
static u32 unshift_sack(u8 *header, u32 at, u32 end, const struct rosfw_seq_shift *shift)
{
	u32 change = 0;

	for (at += 2; at + sizeof(u32) <= end; at += sizeof(u32))
		change += unshift_number(header, at, shift);
	return change;
}

static u32 unshift_options(u8 *header, u32 doff, const struct rosfw_seq_shift *shift)
{
	u32 at = TCP_OPTIONS, change = 0, len;

	while (at < doff && header[at] != OPT_END) {
		if (header[at] == OPT_NOP) {
			at++;
			continue;
		}
		len = at + 1 < doff ? header[at + 1] : 0;
		if (len < 2 || at + len > doff)
			break;
		if (header[at] == OPT_SACK)
			change += rosfw_csum_fold(unshift_sack(header, at, at + len, shift));
		at += len;
	}
	return change;
}

int rosfw_seq_rewrite(struct rosfw_pkt *pkt, u8 *data, u32 writable, enum rosfw_nat_checksum checksum,
		      const struct rosfw_seq_shift *own, const struct rosfw_seq_shift *other)
{
	u32 need = pkt->l4_off + pkt->u.tcp.doff, change = 0;
	u8 *header = data + pkt->l4_off;
	s32 shift = rosfw_seq_shift_of(own, pkt->u.tcp.seq);

	if (!shift && !other->n)
		return 0;
	if (writable < need)
		return need;
	if (shift)
		change += put_number(header, TCP_SEQ, pkt->u.tcp.seq + shift);
	if (pkt->u.tcp.flags & TCP_FLAG_ACK && other->n) {
		change += unshift_number(header, TCP_ACK, other);
		change += unshift_options(header, pkt->u.tcp.doff, other);
	}
	if (checksum == ROSFW_NAT_CSUM_FULL)
		rosfw_csum_follow(header + TCP_CSUM, change);
	pkt->u.tcp.seq = get_unaligned_be32(header + TCP_SEQ);
	pkt->u.tcp.ack = get_unaligned_be32(header + TCP_ACK);
	return 0;
}

/* ---- payload ---- */

u32 rosfw_nat_payload_off(const struct rosfw_pkt *pkt)
{
	return pkt->l4_off + (pkt->proto == ROSFW_PROTO_TCP ? pkt->u.tcp.doff : UDP_HEADER);
}

/* From an even offset on. */
static u16 sum_of(const u8 *data, u32 len)
{
	u32 sum = 0, i;

	for (i = 0; i + 1 < len; i += 2)
		sum += get_unaligned_be16(data + i);
	if (i < len)
		sum += data[i] << 8;
	return rosfw_csum_fold(sum);
}

/* The length of the IP packet. */
static void put_ip_len(const struct rosfw_pkt *pkt, u8 *data, u32 len)
{
	u8 *p = data + (pkt->family == ROSFW_IPV4 ? IPV4_LEN : IPV6_LEN);
	u16 old = get_unaligned_be16(p), new = pkt->family == ROSFW_IPV4 ? len : len - IPV6_HEADER;

	put_unaligned_be16(new, p);
	if (pkt->family == ROSFW_IPV4)
		rosfw_csum_follow(data + IPV4_CSUM, change_of(old, new));
}

/*
 * The transport checksum after a change of the payload, and of the length: that is in the pseudo header, and of UDP
 * in the header, too.
 */
static void put_l4_csum(const struct rosfw_pkt *pkt, u8 *header, enum rosfw_nat_checksum checksum, u32 payload,
			u32 length)
{
	u8 *p = header + (pkt->proto == ROSFW_PROTO_TCP ? TCP_CSUM : UDP_CSUM);

	if (checksum == ROSFW_NAT_CSUM_PARTIAL) {
		put_unaligned_be16(rosfw_csum_fold(get_unaligned_be16(p) + rosfw_csum_fold(length)), p);
		return;
	}
	if (pkt->proto == ROSFW_PROTO_TCP) {
		rosfw_csum_follow(p, payload + length);
		return;
	}
	if (!get_unaligned_be16(p))
		return;
	rosfw_csum_follow(p, payload + 2 * length);
	if (!get_unaligned_be16(p))
		put_unaligned_be16(U16_MAX, p);
}

void rosfw_nat_put_payload(struct rosfw_pkt *pkt, u8 *data, enum rosfw_nat_checksum checksum, const u8 *text, u32 len)
{
	u32 off = rosfw_nat_payload_off(pkt), old_l4 = pkt->len - pkt->l4_off, l4 = off + len - pkt->l4_off;
	u8 *header = data + pkt->l4_off;
	u32 payload;

	payload = change_of(sum_of(data + off, pkt->payload_len), sum_of(text, len));
	memcpy(data + off, text, len);
	put_ip_len(pkt, data, off + len);
	if (pkt->proto == ROSFW_PROTO_UDP)
		put_unaligned_be16(l4, header + UDP_LEN);
	put_l4_csum(pkt, header, checksum, payload, change_of(old_l4, l4));
	pkt->len = off + len;
	pkt->payload_len = len;
}
