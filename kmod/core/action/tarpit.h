/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * action=tarpit: what is said to a TCP peer so that it believes in a connection that nobody has.
 *
 * Its SYN is accepted with a window of 0. From then on it may send nothing but probes, each of which is told that all
 * is well and there is still no room. Nothing is remembered: our first sequence number is the peer's own plus a keyed
 * hash of addresses and ports, so what the peer acknowledges says where it began.
 *
 * Pure acknowledgements get no answer, and all answers but the first are such, so two tarpits never talk to each other.
 */
#ifndef _ROSFW_TARPIT_H
#define _ROSFW_TARPIT_H

#include "../packet.h"

/**
 * struct rosfw_tarpit - the answer: a segment without data and options, with a window of 0
 * @seq: its sequence number
 * @ack: what it acknowledges
 * @syn: it has SYN besides ACK
 */
struct rosfw_tarpit {
	u32 seq;
	u32 ack;
	bool syn;
};

/* How far beyond its beginning a peer may be that has never been given room. */
#define ROSFW_TARPIT_SPAN	65536U

/* Of IPv4. */
static inline u32 rosfw_tarpit_hash(const struct rosfw_pkt *pkt, const siphash_key_t *key)
{
	return siphash_3u64(pkt->src.lo, pkt->dst.lo, (u32)pkt->sport << 16 | pkt->dport, key);
}

/* To a packet of the peer's. False: it gets no answer. */
static inline bool rosfw_tarpit_answer(const struct rosfw_pkt *pkt, const siphash_key_t *key, struct rosfw_tarpit *say)
{
	u8 flags = pkt->u.tcp.flags & (ROSFW_TCP_SYN | ROSFW_TCP_ACK | ROSFW_TCP_RST | ROSFW_TCP_FIN);
	u32 seq = pkt->u.tcp.seq, hash, begin;
	bool speaks;

	if (pkt->proto != ROSFW_PROTO_TCP || !(pkt->flags & ROSFW_PKT_L4) || pkt->flags & ROSFW_PKT_FRAGMENT)
		return false;
	hash = rosfw_tarpit_hash(pkt, key);
	if (flags == ROSFW_TCP_SYN) {
		*say = (struct rosfw_tarpit){ .seq = seq + hash, .ack = seq + 1, .syn = true };
		return true;
	}
	if (flags != ROSFW_TCP_ACK && flags != (ROSFW_TCP_ACK | ROSFW_TCP_FIN))
		return false;
	speaks = pkt->payload_len || flags & ROSFW_TCP_FIN;
	/* The number of the peer's SYN, if it was us who answered it. */
	begin = pkt->u.tcp.ack - 1 - hash;
	if (seq - begin < ROSFW_TARPIT_SPAN) {
		*say = (struct rosfw_tarpit){ .seq = pkt->u.tcp.ack, .ack = begin + 1 };
		/* A probe without data has the last number that was acknowledged. */
		return speaks || seq == begin;
	}
	/* A connection that somebody else had: nothing that its peer says arrives any more. */
	*say = (struct rosfw_tarpit){ .seq = pkt->u.tcp.ack, .ack = seq };
	return speaks;
}

#endif /* _ROSFW_TARPIT_H */
