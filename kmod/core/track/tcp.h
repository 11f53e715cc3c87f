/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the parts of the TCP machine: tcp.c is the states, tcp_window.c is the sequence numbers.
 */
#ifndef _ROSFW_TRACK_TCP_H
#define _ROSFW_TRACK_TCP_H

#include "proto.h"

/* struct rosfw_track_side.flags */
#define SIDE_ACKED	0x01	/* maxack is what it has acknowledged */
#define SIDE_FIN	0x02	/* its end is a FIN */
#define SIDE_SCALES	0x04	/* its SYN offered to scale windows */
#define SIDE_SHUT	0x08	/* its window is closed */

/* With a pending SYN's other_scale: there was the option. */
#define OFFERED		0x80

/**
 * struct segment - one TCP segment
 * @pkt: where it comes from; for options
 * @seq: sequence number
 * @end: one beyond its last: bytes, SYN and FIN counted
 * @ack: what it acknowledges, in the other side's numbers as we know them
 * @window: as in the header
 * @flags: ROSFW_TCP_*
 */
struct segment {
	const struct rosfw_pkt *pkt;
	u32 seq;
	u32 end;
	u32 ack;
	u16 window;
	u8 flags;
};

/**
 * enum fit - how a segment agrees with what both sides have said so far
 * @FIT: it can be what its sender says now
 * @FIT_OLD: it can be what its sender has said a while ago: a late repetition. The receiver answers it, and that must
 *	not be prevented, for the sender may have missed the answer
 * @FIT_NOT: neither
 */
enum fit {
	FIT,
	FIT_OLD,
	FIT_NOT,
};

/* Sequence numbers wrap. */
static inline bool seq_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

static inline bool seq_after(u32 a, u32 b)
{
	return (s32)(b - a) < 0;
}

/* Is @seq one of @from ... @to? */
static inline bool seq_within(u32 seq, u32 from, u32 to)
{
	return seq - from <= to - from;
}

/* What was sent by @s (with @r on the other side) up to now has been acknowledged. */
static inline bool all_acked(const struct rosfw_track_side *s, const struct rosfw_track_side *r)
{
	return r->flags & SIDE_ACKED && !seq_before(r->maxack, s->end);
}

void rosfw_tcp_read(struct segment *seg, const struct rosfw_pkt *pkt);
/* The window scale option: OFFERED | shift, or 0. */
u8 rosfw_tcp_scale(const struct segment *seg);

/* The sender's first word, or that it begins anew: a SYN, with or without ACK. */
void rosfw_tcp_begin(struct rosfw_track_side *s, const struct segment *syn);
/* A SYN with ACK that answers the other side's SYN. */
void rosfw_tcp_answer(struct rosfw_track *t, const struct segment *synack, bool reply);
/* The first segment of a connection whose beginning was not seen. */
void rosfw_tcp_pick_up(struct rosfw_track *t, const struct segment *seg, bool reply);

enum fit rosfw_tcp_fits(const struct rosfw_track *t, const struct segment *seg, bool reply);
/* A segment that does not fit into a picked up connection. True: it is real, and the windows were made to fit. */
bool rosfw_tcp_believe(struct rosfw_track *t, const struct segment *seg, bool reply);
/* Nothing opens, closes, or is in doubt: segments without flags that mean something change numbers only. */
bool rosfw_tcp_is_calm(const struct rosfw_track *t);
/* Segments have passed that were not shown: what seemed to be repeated without an answer was not. */
void rosfw_tcp_heard(struct rosfw_track *t);
/* A segment that fits has been seen. */
void rosfw_tcp_update(struct rosfw_track *t, const struct segment *seg, bool reply);

#endif /* _ROSFW_TRACK_TCP_H */
