/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FastTrack without the kernel: what of a packet the fast path reads, when a packet must not take it, how the packet is
 * changed, and what TCP connections remember of segments that the state machine did not see.
 *
 * The fast path takes packets of which there is nothing to say that was not said of the one before: whole, without
 * options, with time to live, of TCP within the windows and without any flag that means something.
 * Everything else goes the slow way, where somebody thinks about it.
 *
 * What every packet goes through is in this header, so that it becomes one function of the caller's, in which the
 * numbers of a packet stay in registers.
 *
 * No allocation, no clock. Locks: struct rosfw_fast_side says how it is shared; the rest are values.
 */
#ifndef _ROSFW_FAST_H
#define _ROSFW_FAST_H

#include "../track/track.h"

/* ---- reading ---- */

/**
 * struct rosfw_fast_pkt - what the fast path knows of a packet
 * @addrs: of source and destination as they lie in the packet; IPv4: one word
 * @ports: likewise
 * @len: bytes of the IP packet
 * @l4_off: where the transport header is
 * @proto: TCP or UDP
 * @tcp: of a TCP segment: numbers in host byte order, @tcp.end one beyond its last byte
 *
 * Never in memory, where everything is in one function.
 */
struct rosfw_fast_pkt {
	u64 addrs[4];
	u32 ports;
	u32 len;
	u8 l4_off;
	u8 proto;
	struct {
		u32 seq;
		u32 end;
		u32 ack;
		u16 window;
	} tcp;
};

/* Words of struct rosfw_fast_pkt.addrs. */
#define ROSFW_FAST_WORDS_V4	1
#define ROSFW_FAST_WORDS_V6	4

/* Bytes of a packet that are read: IP header and the longest fixed transport header. */
#define ROSFW_FAST_HEADERS_V4	40U
#define ROSFW_FAST_HEADERS_V6	60U

#define ROSFW_FAST_IPV4		20
#define ROSFW_FAST_IPV6		40
#define ROSFW_FAST_TCP		20
#define ROSFW_FAST_UDP		8

/* The first eight bytes of an IPv4 header: version and length; more fragments, and offset. */
#define ROSFW_FAST_V4_MASK	((__force u64)cpu_to_be64(0xff00000000003fffULL))
#define ROSFW_FAST_V4_PLAIN	((__force u64)cpu_to_be64(0x4500000000000000ULL))

/* TCP flags that may stand with an acknowledgement without meaning anything to a router. */
#define ROSFW_FAST_TCP_FLAGS	(ROSFW_TCP_PSH | ROSFW_TCP_ECE | ROSFW_TCP_CWR)

/*
 * Is it a multiple of 0xffff? Times the inverse of that number (modulo 2 to the 64th), multiples of it are what is
 * small: up to the largest quotient, which happens to be the inverse with the other sign.
 */
static __always_inline bool rosfw_fast_is_ones(u64 sum)
{
	const u64 quotient = 0x0001000100010001ULL;

	return sum * -quotient <= quotient;
}

/*
 * The sum over a good header, its checksum included, is all ones: a multiple of that. Words of any size and of either
 * byte order do for it. @first: without fragments, so that nothing is carried out of its sum with 32 bits.
 */
static __always_inline bool rosfw_fast_v4_checksum_ok(u64 first, u32 second, u64 addrs)
{
	u64 sum = first + second + addrs;

	sum += sum < addrs;
	return rosfw_fast_is_ones(sum);
}

static __always_inline bool rosfw_fast_read_v4(struct rosfw_fast_pkt *pkt, const u8 *data)
{
	u64 first;
	u32 second;

	memcpy(&first, data, sizeof(first));
	memcpy(&second, data + 8, sizeof(second));
	memcpy(pkt->addrs, data + 12, sizeof(u64));
	if (unlikely((first & ROSFW_FAST_V4_MASK) != ROSFW_FAST_V4_PLAIN) || unlikely(data[8] <= 1) ||
	    unlikely(!rosfw_fast_v4_checksum_ok(first, second, pkt->addrs[0])))
		return false;
	pkt->len = get_unaligned_be16(data + 2);
	return true;
}

static __always_inline bool rosfw_fast_read_v6(struct rosfw_fast_pkt *pkt, const u8 *data)
{
	if (unlikely(data[0] >> 4 != 6) || unlikely(data[7] <= 1))
		return false;
	memcpy(pkt->addrs, data + 8, 4 * sizeof(u64));
	pkt->len = ROSFW_FAST_IPV6 + get_unaligned_be16(data + 4);
	return true;
}

static __always_inline bool rosfw_fast_read_tcp(struct rosfw_fast_pkt *pkt, const u8 *p, u32 room)
{
	u32 doff = p[12] >> 4 << 2;

	if (unlikely(doff < ROSFW_FAST_TCP) || unlikely(doff > room) ||
	    unlikely((p[13] & ~ROSFW_FAST_TCP_FLAGS) != ROSFW_TCP_ACK))
		return false;
	pkt->tcp.seq = get_unaligned_be32(p + 4);
	pkt->tcp.ack = get_unaligned_be32(p + 8);
	pkt->tcp.window = get_unaligned_be16(p + 14);
	pkt->tcp.end = pkt->tcp.seq + room - doff;
	return likely(pkt->tcp.window);
}

/* @room: not less than a header. */
static __always_inline bool rosfw_fast_read_udp(const u8 *p, u32 room)
{
	u32 len = get_unaligned_be16(p + 4);

	return likely(len == room) || (len >= ROSFW_FAST_UDP && len < room);
}

static __always_inline u32 rosfw_fast_ip_header(enum rosfw_family family)
{
	return family == ROSFW_IPV4 ? ROSFW_FAST_IPV4 : ROSFW_FAST_IPV6;
}

/* The protocol as the IP header has it: at least ROSFW_FAST_LEAST bytes are there. */
#define ROSFW_FAST_LEAST(family)	(rosfw_fast_ip_header(family) + ROSFW_FAST_UDP)

static __always_inline u8 rosfw_fast_proto(enum rosfw_family family, const u8 *data)
{
	return data[family == ROSFW_IPV4 ? 9 : 6];
}

/* The IP header; @data: at least ROSFW_FAST_LEAST bytes. */
static __always_inline bool rosfw_fast_read_ip(struct rosfw_fast_pkt *pkt, enum rosfw_family family, const u8 *data)
{
	return family == ROSFW_IPV4 ? rosfw_fast_read_v4(pkt, data) : rosfw_fast_read_v6(pkt, data);
}

/* The transport header behind it. @pkt->len is at least ROSFW_FAST_LEAST. Returns what rosfw_fast_read() does. */
static __always_inline int rosfw_fast_read_l4(struct rosfw_fast_pkt *pkt, enum rosfw_family family, u8 proto,
					      const u8 *data, u32 linear)
{
	u32 ip = rosfw_fast_ip_header(family);

	pkt->proto = proto;
	pkt->l4_off = ip;
	memcpy(&pkt->ports, data + ip, sizeof(pkt->ports));
	if (proto == ROSFW_PROTO_UDP)
		return rosfw_fast_read_udp(data + ip, pkt->len - ip) ? 0 : -EINVAL;
	if (unlikely(proto != ROSFW_PROTO_TCP) || unlikely(pkt->len < ip + ROSFW_FAST_TCP))
		return -EINVAL;
	if (unlikely(linear < ip + ROSFW_FAST_TCP))
		return ip + ROSFW_FAST_TCP;
	return rosfw_fast_read_tcp(pkt, data + ip, pkt->len - ip) ? 0 : -EINVAL;
}

/**
 * rosfw_fast_read() - can this packet take the fast path, as far as it can be seen?
 * @pkt: out
 * @family: which IP version the caller expects
 * @data: first byte of the IP header
 * @linear: bytes readable at @data
 * @total: bytes of the whole packet, linear or not
 *
 * Not: IPv4 options, IPv6 extension headers, fragments, a time to live of 1 or less, a wrong IPv4 header checksum,
 * lengths that lie, protocols but TCP and UDP; of TCP: everything but an acknowledgement with or without data, a closed
 * window.
 *
 * Return: 0; a positive number: so many bytes are needed, pull them and call again; -EINVAL: the slow path it is.
 */
static inline int rosfw_fast_read(struct rosfw_fast_pkt *pkt, enum rosfw_family family, const u8 *data, u32 linear,
				  u32 total)
{
	if (total < ROSFW_FAST_LEAST(family))
		return -EINVAL;
	if (linear < ROSFW_FAST_LEAST(family))
		return ROSFW_FAST_LEAST(family);
	if (!rosfw_fast_read_ip(pkt, family, data) || pkt->len > total || pkt->len < ROSFW_FAST_LEAST(family))
		return -EINVAL;
	return rosfw_fast_read_l4(pkt, family, rosfw_fast_proto(family, data), data, linear);
}

/* ---- finding ---- */

/* Both halves of a product: every bit of either factor reaches all bits of the lower half of the result. */
static __always_inline u64 rosfw_fast_mix(u64 a, u64 b)
{
#ifdef __SIZEOF_INT128__
	u64 high = (__uint128_t)a * b >> 64;

	return a * b ^ high;
#else
	u64 low = (u64)(u32)a * (u32)b, high = (a >> 32) * (b >> 32);
	u64 cross = (u64)(u32)a * (b >> 32) + (a >> 32) * (u32)b;

	return low ^ high ^ (cross << 32 | cross >> 32);
#endif
}

/* Words that nobody outside knows, and odd; they make what has the same hash as something else hard to guess. */
#define ROSFW_FAST_SEEDS	4

/*
 * What packets of one direction of a connection are found by where they enter; the upper bits are the best. TCP and UDP
 * may be neighbours. IPv4: products of 64 bits do, and need no more than registers.
 */
static __always_inline u64 rosfw_fast_hash(const u64 seed[ROSFW_FAST_SEEDS], enum rosfw_family family,
					   const u64 *addrs, u32 ports)
{
	if (family == ROSFW_IPV4)
		return ((u64)(u32)(addrs[0] ^ seed[0]) * ((addrs[0] ^ seed[0]) >> 32) + (ports ^ seed[1])) * seed[2];
	return rosfw_fast_mix(rosfw_fast_mix(addrs[0] ^ seed[0], addrs[1] ^ seed[1]) ^ ports,
			      rosfw_fast_mix(addrs[2] ^ seed[2], addrs[3] ^ seed[3]) ^ seed[1]);
}

/* ---- changing ---- */

/**
 * struct rosfw_fast_plan - how packets of one direction of a connection are changed, but for their addresses
 * @change_ip: what the sum over an IPv4 header changes by, in one's complement: addresses, and one less to live
 * @change_addrs: the same of the addresses alone
 * @change_all: of addresses and ports
 * @translates: there is something to change but the time to live
 * @ports: of source and destination, as they lie in the packet
 *
 * All words are as they lie in the packet.
 */
struct rosfw_fast_plan {
	u16 change_ip;
	u16 change_addrs;
	u16 change_all;
	bool translates;
	u32 ports;
};

/**
 * rosfw_fast_plan() - make one
 * @plan: out
 * @addrs: out: the addresses of packets as they leave, ROSFW_FAST_WORDS_V4 or ROSFW_FAST_WORDS_V6 words
 * @from: as packets arrive
 * @to: as they leave; same family and protocol
 */
void rosfw_fast_plan(struct rosfw_fast_plan *plan, u64 *addrs, const struct rosfw_header *from,
		     const struct rosfw_header *to);

/* Addresses and ports of a header, as they lie in a packet. */
void rosfw_fast_store(const struct rosfw_header *h, u64 *addrs, u32 *ports);

/* A sum of two words, in one's complement. */
static __always_inline u16 rosfw_fast_add(u16 a, u16 b)
{
	u32 sum = (u32)a + b;

	return sum + (sum >> 16);
}

static __always_inline u16 rosfw_fast_changed(u16 csum, u16 change)
{
	return ~rosfw_fast_add(~csum, change);
}

static __always_inline void rosfw_fast_checksum(const struct rosfw_fast_plan *plan, u8 *p, bool partial, bool udp)
{
	u16 csum;

	memcpy(&csum, p, sizeof(csum));
	if (partial) {
		csum = rosfw_fast_add(csum, plan->change_addrs);
	} else {
		/* UDP: zero is no checksum, and one that would be zero is all ones. */
		if (udp && !csum)
			return;
		csum = rosfw_fast_changed(csum, plan->change_all);
		if (udp && !csum)
			csum = U16_MAX;
	}
	memcpy(p, &csum, sizeof(csum));
}

/*
 * What a router does to a packet: one less to live, and then, if @plan->translates, another header. @data: at least the
 * headers that were read, writable.
 */
static __always_inline void rosfw_fast_hop(const struct rosfw_fast_plan *plan, enum rosfw_family family, u8 *data)
{
	u16 csum;

	if (family == ROSFW_IPV6) {
		data[7]--;
		return;
	}
	memcpy(&csum, data + 10, sizeof(csum));
	csum = rosfw_fast_changed(csum, plan->change_ip);
	memcpy(data + 10, &csum, sizeof(csum));
	data[8]--;
}

/**
 * rosfw_fast_translate() - the other header
 * @plan: for the packet's direction
 * @addrs: that belong to it
 * @family: of the packet
 * @proto: of it
 * @data: the packet
 * @partial: the transport checksum is only the sum of the pseudo header; hardware adds the rest
 */
static __always_inline void rosfw_fast_translate(const struct rosfw_fast_plan *plan, const u64 *addrs,
						 enum rosfw_family family, u8 proto, u8 *data, bool partial)
{
	u8 *l4 = data + rosfw_fast_ip_header(family);
	bool udp = proto == ROSFW_PROTO_UDP;

	if (family == ROSFW_IPV4)
		memcpy(data + 12, addrs, ROSFW_FAST_WORDS_V4 * sizeof(*addrs));
	else
		memcpy(data + 8, addrs, ROSFW_FAST_WORDS_V6 * sizeof(*addrs));
	memcpy(l4, &plan->ports, sizeof(plan->ports));
	rosfw_fast_checksum(plan, l4 + (udp ? 6 : 16), partial, udp);
}

/* ---- TCP ---- */

/**
 * struct rosfw_fast_side - what one side of a TCP connection has said, as the fast path knows it
 * @end: where what it has sent ends
 * @allows: how far the other side may go
 * @maxack: the most that it has acknowledged
 * @maxwin: the largest window that it has offered
 * @scale: by how many bits its windows are shifted
 *
 * Without a lock: numbers only grow, each by compare and exchange. @scale changes while no packet may use it.
 */
struct rosfw_fast_side {
	u32 end;
	u32 allows;
	u32 maxack;
	u32 maxwin;
	u8 scale;
};

/* enum rosfw_fast_mode: what may pass a connection */
enum rosfw_fast_mode {
	ROSFW_FAST_CLOSED,	/* nothing: it opens, closes, or is in doubt */
	ROSFW_FAST_CHECKED,	/* TCP segments within the windows */
	ROSFW_FAST_ALL,		/* everything */
};

/* As in track/tcp_window.c: acknowledgements may be late by this much. */
#define ROSFW_FAST_ACK_SLACK	66000U

/* Numbers that wrap. */
static __always_inline bool rosfw_fast_after_seq(u32 a, u32 b)
{
	return (s32)(b - a) < 0;
}

static __always_inline void rosfw_fast_advance(u32 *p, u32 to)
{
	u32 old = READ_ONCE(*p);

	while (rosfw_fast_after_seq(to, old) && !try_cmpxchg(p, &old, to))
		;
}

/* Windows are sizes, not numbers that wrap. */
static __always_inline void rosfw_fast_widen(u32 *p, u32 to)
{
	u32 old = READ_ONCE(*p);

	while (to > old && !try_cmpxchg(p, &old, to))
		;
}

/* The segment of @s to @r agrees with what both have said. */
static __always_inline bool rosfw_fast_fits(const struct rosfw_fast_side *s, const struct rosfw_fast_side *r,
					    const struct rosfw_fast_pkt *pkt)
{
	u32 s_end = READ_ONCE(s->end), r_end = READ_ONCE(r->end);

	if (rosfw_fast_after_seq(pkt->tcp.end, READ_ONCE(r->allows) + 1) ||
	    rosfw_fast_after_seq(s_end - READ_ONCE(r->maxwin) - 1, pkt->tcp.end))
		return false;
	return !rosfw_fast_after_seq(pkt->tcp.ack, r_end) &&
	       !rosfw_fast_after_seq(r_end - max(READ_ONCE(s->maxwin), ROSFW_FAST_ACK_SLACK), pkt->tcp.ack);
}

/**
 * rosfw_fast_segment() - may a segment pass, and if so, remember it
 * @s: side of the connection that sends it
 * @r: the other one
 * @pkt: the segment
 * @mode: ROSFW_FAST_CHECKED or ROSFW_FAST_ALL
 *
 * The window checks are those of track/tcp_window.c for what is neither late nor early; what does not pass here is
 * judged there, once it has caught up.
 *
 * Return: false: it is not what the other side expects. The state machine has to judge it.
 */
static __always_inline bool rosfw_fast_segment(struct rosfw_fast_side *s, const struct rosfw_fast_side *r,
					       const struct rosfw_fast_pkt *pkt, enum rosfw_fast_mode mode)
{
	u32 window = (u32)pkt->tcp.window << READ_ONCE(s->scale);

	if (mode == ROSFW_FAST_CHECKED && !rosfw_fast_fits(s, r, pkt))
		return false;
	rosfw_fast_advance(&s->end, pkt->tcp.end);
	rosfw_fast_advance(&s->maxack, pkt->tcp.ack);
	rosfw_fast_advance(&s->allows, pkt->tcp.ack + window);
	rosfw_fast_widen(&s->maxwin, window);
	return true;
}

/**
 * rosfw_fast_catch_up() - tell the state machine what has passed by it
 * @track: state of a connection that something may have passed; under its lock
 * @side: by direction; TCP only
 * @now: seconds, of the last packet that passed
 *
 * TCP: numbers grow to what was seen; a repetition is none any more. UDP: a stream is one.
 */
void rosfw_fast_catch_up(struct rosfw_track *track, struct rosfw_fast_side *const side[2], u64 now);

/**
 * rosfw_fast_publish() - the reverse: what the state machine has seen
 * @track: state; under its lock
 * @side: by direction; TCP only
 * @before: what may pass now; with ROSFW_FAST_CLOSED, what the sides remember means nothing
 * @liberal: liberal-tcp-tracking
 *
 * Return: what may pass from now on. TCP: established, known to both sides and without anything unusual.
 */
enum rosfw_fast_mode rosfw_fast_publish(const struct rosfw_track *track, struct rosfw_fast_side *const side[2],
					enum rosfw_fast_mode before, bool liberal);

#endif /* _ROSFW_FAST_H */
