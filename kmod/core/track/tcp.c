// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP: the state of a connection as a router in the middle sees it.
 *
 *	syn-sent	SYN from the original side
 *	listen		SYN from both sides: simultaneous open
 *	syn-recv	SYN and ACK from the other side
 *	established	ACK of that, or picked up in the middle
 *	fin-wait	one side has sent FIN
 *	close-wait	and the other side has acknowledged it: half closed, data may flow for long
 *	last-ack	both have sent FIN
 *	time-wait	and both FINs have been acknowledged
 *	close		RST
 *
 * From the handshake on, a segment must agree with what both sides have said (tcp_window.c), and the states from
 * established to time-wait follow from that: who has sent a FIN, and is it acknowledged.
 *
 * RST closes only if its receiver must believe it: at the very number that it expects next (RFC 5961), which is what it
 * has acknowledged, or where its sender was. If it is merely within the window, the receiver asks back, and if the
 * connection really is gone, the next RST has the right number.
 *
 * What the router believes can be wrong: hosts restart and use a port again. So a SYN of the original side in the
 * middle of a connection is let through without believing it. If the connection is alive, the receiver answers with
 * an ACK, and nothing has changed; if it was forgotten there, a SYN with ACK that acknowledges exactly that SYN comes
 * back, and the connection starts over. Somebody who can send in the name of both sides could forge this pair. But both
 * sides answer it, each with an ACK that goes on where the old connection was; so that place is remembered for longer
 * than such an answer takes, and the first segment from there brings the old connection back.
 *
 * Nothing that can be guessed keeps a connection longer than it would be kept without it.
 *
 * Pure functions on a state that the caller protects.
 */
#include "tcp.h"

/* Repetitions of a segment without any answer after which the other side counts as silent. */
#define RETRANS_MAX	3

/* Seconds for which a connection that was started over can come back. */
#define COMEBACK	3

/* struct rosfw_track.state: the side that sent the last segment with data; how often it was repeated. */
#define LAST_REPLY	0x80
#define REPEATED	0x0f

/* What has to be thought about. */
#define UNUSUAL		(ROSFW_TRACK_SYN_PENDING | ROSFW_TRACK_RESTARTED)

/* What may stand with everything. */
#define ANYWHERE	(ROSFW_TCP_PSH | ROSFW_TCP_ECE | ROSFW_TCP_CWR)

enum kind {
	KIND_SYN,
	KIND_SYNACK,
	KIND_DATA,	/* ACK, with or without data or FIN */
	KIND_RST,
	KIND_NONSENSE,
};

static enum kind kind_of(const struct segment *seg)
{
	switch (seg->flags & ~ANYWHERE) {
	case ROSFW_TCP_SYN:
	case ROSFW_TCP_SYN | ROSFW_TCP_URG:
		return KIND_SYN;
	case ROSFW_TCP_SYN | ROSFW_TCP_ACK:
		return KIND_SYNACK;
	case ROSFW_TCP_ACK:
	case ROSFW_TCP_ACK | ROSFW_TCP_URG:
	case ROSFW_TCP_FIN | ROSFW_TCP_ACK:
	case ROSFW_TCP_FIN | ROSFW_TCP_ACK | ROSFW_TCP_URG:
		return KIND_DATA;
	case ROSFW_TCP_RST:
	case ROSFW_TCP_RST | ROSFW_TCP_ACK:
		return KIND_RST;
	default:
		return KIND_NONSENSE;
	}
}

bool rosfw_tcp_new(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool loose)
{
	struct segment seg;

	rosfw_tcp_read(&seg, pkt);
	switch (kind_of(&seg)) {
	case KIND_SYN:
		t->tcp_state = ROSFW_TCP_SYN_SENT;
		rosfw_tcp_begin(&t->tcp.side[0], &seg);
		return true;
	case KIND_DATA:
		if (!loose || seg.flags & ROSFW_TCP_FIN)
			return false;
		t->tcp_state = ROSFW_TCP_ESTABLISHED;
		t->flags = ROSFW_TRACK_PICKED_UP;
		rosfw_tcp_pick_up(t, &seg, false);
		return true;
	default:
		return false;
	}
}

/* ---- a SYN, and the answer to it ---- */

/* Does the SYN repeat the one that @s began with? The data may differ: fast open is not tried twice. */
static bool repeats(const struct rosfw_track_side *s, const struct segment *syn)
{
	return syn->seq + 1 == s->maxend;
}

/* Does @seg answer the SYN that @s began with? The data in that SYN may be refused. */
static bool answers(const struct rosfw_track_side *s, const struct segment *seg)
{
	return seq_within(seg->ack, s->maxend, s->end);
}

static bool answers_pending(const struct rosfw_track *t, const struct segment *seg)
{
	return t->flags & ROSFW_TRACK_SYN_PENDING && seq_within(seg->ack, t->tcp.syn.seq + 1, t->tcp.syn.end);
}

static bool can_come_back(const struct rosfw_track *t, u64 now)
{
	return t->flags & ROSFW_TRACK_RESTARTED && (u32)now - t->tcp.before.when <= COMEBACK;
}

/* A SYN that may be the real beginning. A late copy of one from before is not. */
static enum rosfw_track_result remember_syn(struct rosfw_track *t, const struct segment *syn, u64 now)
{
	struct rosfw_track_side *s = &t->tcp.side[0], *r = &t->tcp.side[1];

	if (t->tcp_state != ROSFW_TCP_SYN_SENT && seq_within(syn->end, s->end - r->maxwin, s->end))
		return ROSFW_TRACK_IGNORE;
	if (can_come_back(t, now))
		return ROSFW_TRACK_IGNORE;
	t->flags &= ~ROSFW_TRACK_RESTARTED;
	t->flags |= ROSFW_TRACK_SYN_PENDING;
	t->tcp.syn.seq = syn->seq;
	t->tcp.syn.end = syn->end;
	s->other_scale = rosfw_tcp_scale(syn);
	return ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result syn_while_opening(struct rosfw_track *t, const struct segment *syn, bool reply, u64 now)
{
	struct rosfw_track_side *s = &t->tcp.side[reply];

	if (s->maxwin && repeats(s, syn))
		return ROSFW_TRACK_IGNORE;
	if (!reply)
		return remember_syn(t, syn, now);
	rosfw_tcp_begin(s, syn);
	t->flags |= ROSFW_TRACK_SIMULTANEOUS;
	/* Only the first is news: whoever makes up more of them must not make it last. */
	if (t->tcp_state == ROSFW_TCP_LISTEN)
		return ROSFW_TRACK_IGNORE;
	t->tcp_state = ROSFW_TCP_LISTEN;
	return ROSFW_TRACK_OK;
}

static enum rosfw_track_result on_syn(struct rosfw_track *t, const struct segment *syn, bool reply, u64 now)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
	case ROSFW_TCP_LISTEN:
		return syn_while_opening(t, syn, reply, now);
	case ROSFW_TCP_TIME_WAIT:
	case ROSFW_TCP_CLOSE:
		if (!can_come_back(t, now))
			return ROSFW_TRACK_NEW_AGAIN;
		break;
	}
	if (reply)
		return t->flags & ROSFW_TRACK_SIMULTANEOUS ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	return remember_syn(t, syn, now);
}

/* The other side has answered the pending SYN, so it knows nothing of the connection as it was. */
static enum rosfw_track_result start_over(struct rosfw_track *t, const struct segment *synack, u64 now)
{
	struct rosfw_track_side *s = &t->tcp.side[0], *r = &t->tcp.side[1];
	const u32 seq = t->tcp.syn.seq, end = t->tcp.syn.end;
	u8 offer = s->other_scale;

	t->flags &= ~(ROSFW_TRACK_SYN_PENDING | ROSFW_TRACK_SIMULTANEOUS | ROSFW_TRACK_PICKED_UP |
		      ROSFW_TRACK_CHALLENGED);
	if (r->maxwin) {
		t->flags |= ROSFW_TRACK_RESTARTED;
		t->tcp.before.end[0] = s->end;
		t->tcp.before.end[1] = r->end;
		t->tcp.before.when = now;
		s->other_scale = s->scale;
		r->other_scale = r->scale;
	}
	s->end = end;
	s->maxend = seq + 1;
	s->maxwin = U16_MAX;	/* was not kept; no larger one can be said without scale */
	s->scale = offer & ~OFFERED;
	s->flags = offer & OFFERED ? SIDE_SCALES : 0;
	rosfw_tcp_answer(t, synack, true);
	t->tcp_state = ROSFW_TCP_SYN_RECV;
	t->state = 0;
	return ROSFW_TRACK_OK;
}

static enum rosfw_track_result synack_while_opening(struct rosfw_track *t, const struct segment *synack, bool reply,
						    u64 now)
{
	if (!reply && t->tcp_state == ROSFW_TCP_SYN_SENT)
		return ROSFW_TRACK_INVALID;
	if (answers(&t->tcp.side[!reply], synack)) {
		rosfw_tcp_answer(t, synack, reply);
		t->flags &= ~ROSFW_TRACK_CHALLENGED;
		t->tcp_state = ROSFW_TCP_SYN_RECV;
		return ROSFW_TRACK_OK;
	}
	if (!reply)
		return ROSFW_TRACK_INVALID;
	if (answers_pending(t, synack))
		return start_over(t, synack, now);
	/* An answer to a SYN of long ago: the original side will tell the other one with RST. */
	t->flags |= ROSFW_TRACK_CHALLENGED;
	t->tcp.syn.challenge = synack->ack;
	return ROSFW_TRACK_IGNORE;
}

/* After the first answer. */
static enum rosfw_track_result second_synack(struct rosfw_track *t, const struct segment *synack, bool reply)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	/* The other side of a simultaneous open, which has said what it begins with. */
	if (t->flags & ROSFW_TRACK_SIMULTANEOUS && !(s->flags & SIDE_ACKED)) {
		if (synack->end != s->end || synack->ack != s->maxack)
			return ROSFW_TRACK_INVALID;
		rosfw_tcp_update(t, synack, reply);
		t->tcp_state = ROSFW_TCP_ESTABLISHED;
		return ROSFW_TRACK_OK;
	}
	if (!reply)
		return t->flags & ROSFW_TRACK_SIMULTANEOUS ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	/* It has forgotten that it had answered already. */
	if (synack->ack == r->end && synack->seq + 1 != r->maxack) {
		rosfw_tcp_answer(t, synack, reply);
		return ROSFW_TRACK_OK;
	}
	return ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result on_synack(struct rosfw_track *t, const struct segment *synack, bool reply, u64 now)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
	case ROSFW_TCP_LISTEN:
		return synack_while_opening(t, synack, reply, now);
	case ROSFW_TCP_SYN_RECV:
		if (reply && answers_pending(t, synack) && synack->ack != t->tcp.side[0].end)
			return start_over(t, synack, now);
		return second_synack(t, synack, reply);
	default:
		if (!reply)
			return t->flags & ROSFW_TRACK_SIMULTANEOUS ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
		return answers_pending(t, synack) ? start_over(t, synack, now) : ROSFW_TRACK_IGNORE;
	}
}

/* ---- ACK, data, FIN ---- */

/* The other side may hold an old connection and say so; the original one has nothing to acknowledge. */
static enum rosfw_track_result data_while_opening(struct rosfw_track *t, const struct segment *seg, bool reply)
{
	if (!reply || seg->flags & ROSFW_TCP_FIN)
		return ROSFW_TRACK_INVALID;
	if (t->tcp_state == ROSFW_TCP_SYN_SENT) {
		t->flags |= ROSFW_TRACK_CHALLENGED;
		t->tcp.syn.challenge = seg->ack;
	}
	return ROSFW_TRACK_IGNORE;
}

static bool comes_back(struct rosfw_track *t, const struct segment *seg, bool reply, u64 now)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];
	u32 end;

	if (!can_come_back(t, now) || seg->seq != t->tcp.before.end[reply])
		return false;
	end = t->tcp.before.end[!reply];
	rosfw_tcp_pick_up(t, seg, reply);
	s->scale = s->other_scale;
	r->scale = r->other_scale;
	if (seq_after(end, r->end))
		r->end = end;
	t->flags &= ~ROSFW_TRACK_RESTARTED;
	t->flags |= ROSFW_TRACK_PICKED_UP;
	t->tcp_state = ROSFW_TCP_ESTABLISHED;
	t->state = 0;
	return true;
}

/*
 * Who repeats the same segment without hearing anything has lost the other side. While the words are in use for what
 * matters more, it is not counted.
 */
static void count_repetition(struct rosfw_track *t, const struct segment *seg, bool reply)
{
	u8 who = reply ? LAST_REPLY : 0;

	if (t->flags & (ROSFW_TRACK_SYN_PENDING | ROSFW_TRACK_RESTARTED))
		return;
	if (seg->seq == seg->end) {	/* says nothing of its own data, but that it is there */
		if ((t->state & LAST_REPLY) != who)
			t->state &= ~REPEATED;
		return;
	}
	if ((t->state & LAST_REPLY) != who || seg->seq != t->tcp.last.seq || seg->end != t->tcp.last.end) {
		t->state = who;
		t->tcp.last.seq = seg->seq;
		t->tcp.last.end = seg->end;
	} else if ((t->state & REPEATED) < RETRANS_MAX) {
		t->state++;
	}
}

/* The state that follows from FINs and their acknowledgements. */
static u8 state_by_fins(const struct rosfw_track *t)
{
	const struct rosfw_track_side *a = &t->tcp.side[0], *b = &t->tcp.side[1];
	bool open_a = !(a->flags & SIDE_FIN), open_b = !(b->flags & SIDE_FIN);

	if (open_a && open_b)
		return ROSFW_TCP_ESTABLISHED;
	if (open_a || open_b)
		return (open_b ? all_acked(a, b) : all_acked(b, a)) ? ROSFW_TCP_CLOSE_WAIT : ROSFW_TCP_FIN_WAIT;
	return all_acked(a, b) && all_acked(b, a) ? ROSFW_TCP_TIME_WAIT : ROSFW_TCP_LAST_ACK;
}

static u8 state_after(const struct rosfw_track *t, const struct segment *seg)
{
	if (t->tcp_state == ROSFW_TCP_CLOSE)
		return ROSFW_TCP_CLOSE;
	/* A FIN need not wait for the end of the handshake. */
	if (t->tcp_state == ROSFW_TCP_SYN_RECV && !(seg->flags & ROSFW_TCP_FIN) &&
	    !(t->tcp.side[0].flags & t->tcp.side[1].flags & SIDE_ACKED))
		return ROSFW_TCP_SYN_RECV;
	return state_by_fins(t);
}

/* What it said first must acknowledge the other side's SYN: an attacker who hides his address cannot do that. */
static bool acks_syn(const struct rosfw_track *t, const struct segment *seg, bool reply)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply];

	return s->flags & SIDE_ACKED || t->flags & ROSFW_TRACK_PICKED_UP || !seq_before(seg->ack, s->maxack);
}

static enum fit data_fits(struct rosfw_track *t, const struct segment *seg, bool reply, u64 now)
{
	enum fit fit = rosfw_tcp_fits(t, seg, reply);

	if (!acks_syn(t, seg, reply))
		fit = FIT_NOT;
	if (fit == FIT || comes_back(t, seg, reply, now))
		return FIT;
	if (!(t->flags & ROSFW_TRACK_PICKED_UP))
		return fit;
	return rosfw_tcp_believe(t, seg, reply) ? FIT : FIT_OLD;
}

static enum rosfw_track_result on_data(struct rosfw_track *t, const struct segment *seg, bool liberal, bool reply,
				       u64 now)
{
	enum fit fit;

	if (t->tcp_state == ROSFW_TCP_SYN_SENT || t->tcp_state == ROSFW_TCP_LISTEN)
		return data_while_opening(t, seg, reply);
	fit = data_fits(t, seg, reply, now);
	if (fit != FIT && !liberal)
		return fit == FIT_OLD ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	if (fit == FIT)
		rosfw_tcp_update(t, seg, reply);
	else	/* numbers mean nothing here, so only the flags count */
		t->tcp.side[reply].flags |= SIDE_ACKED | (seg->flags & ROSFW_TCP_FIN ? SIDE_FIN : 0);
	t->tcp_state = state_after(t, seg);

	/* Whoever speaks on has given up the SYN in between. */
	if (!reply)
		t->flags &= ~ROSFW_TRACK_SYN_PENDING;
	if (!can_come_back(t, now))
		t->flags &= ~ROSFW_TRACK_RESTARTED;
	count_repetition(t, seg, reply);
	/* A handshake that was completed, or a connection picked up in the middle whose other side is alive. */
	if (t->tcp_state == ROSFW_TCP_ESTABLISHED && t->flags & ROSFW_TRACK_REPLIED)
		t->flags |= ROSFW_TRACK_ASSURED;
	return ROSFW_TRACK_OK;
}

/* ---- RST ---- */

/* RFC 9293, 3.10.7.3: without a connection on the other side, only the acknowledgement can be checked. */
static bool rst_closes_opening(const struct rosfw_track *t, const struct segment *rst, bool reply)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	if (rst->flags & ROSFW_TCP_ACK) {
		if (r->maxwin && rst->ack == r->end)
			return true;
		if (reply && t->flags & ROSFW_TRACK_SYN_PENDING && rst->ack == t->tcp.syn.end)
			return true;
	}
	return s->maxwin && rst->seq == s->end;
}

static enum rosfw_track_result rst_while_opening(struct rosfw_track *t, const struct segment *rst, bool reply)
{
	if (rst_closes_opening(t, rst, reply)) {
		t->tcp_state = ROSFW_TCP_CLOSE;
		return ROSFW_TRACK_OK;
	}
	/* The original side refuses an answer that was about another connection, and goes on with this one. */
	if (!reply && t->flags & ROSFW_TRACK_CHALLENGED && rst->seq == t->tcp.syn.challenge)
		return ROSFW_TRACK_IGNORE;
	return ROSFW_TRACK_INVALID;
}

/* Is it at the very number that the receiver expects? */
static bool rst_is_exact(const struct rosfw_track *t, const struct segment *rst, bool reply)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	return rst->seq == s->end || (r->maxwin && rst->seq == r->maxack);
}

static bool rst_is_in_window(const struct rosfw_track *t, const struct segment *rst, bool reply)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	return seq_within(rst->seq, r->flags & SIDE_ACKED ? r->maxack : s->end - r->maxwin, s->maxend);
}

static enum rosfw_track_result on_rst(struct rosfw_track *t, const struct segment *rst, bool reply)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
	case ROSFW_TCP_LISTEN:
		return rst_while_opening(t, rst, reply);
	case ROSFW_TCP_SYN_RECV:
		/* The original side has not told yet that it got the answer. */
		if (rst_is_exact(t, rst, reply) || rst_closes_opening(t, rst, reply))
			break;
		return rst_is_in_window(t, rst, reply) ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	case ROSFW_TCP_TIME_WAIT:
	case ROSFW_TCP_CLOSE:
		/* Nothing is left to protect. */
		if (rst_is_exact(t, rst, reply))
			break;
		return ROSFW_TRACK_IGNORE;
	default:
		if (rst_is_exact(t, rst, reply))
			break;
		return rst_is_in_window(t, rst, reply) ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	}
	t->tcp_state = ROSFW_TCP_CLOSE;
	return ROSFW_TRACK_OK;
}

/* ---- all of them ---- */

enum rosfw_track_result rosfw_tcp_packet(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool liberal,
					 bool reply, u64 now)
{
	struct segment seg;

	rosfw_tcp_read(&seg, pkt);
	switch (kind_of(&seg)) {
	case KIND_SYN:
		return on_syn(t, &seg, reply, now);
	case KIND_SYNACK:
		return on_synack(t, &seg, reply, now);
	case KIND_DATA:
		return on_data(t, &seg, liberal, reply, now);
	case KIND_RST:
		return on_rst(t, &seg, reply);
	default:
		return ROSFW_TRACK_INVALID;
	}
}

bool rosfw_tcp_in_order(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply, bool update)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];
	struct segment seg;

	if (t->tcp_state != ROSFW_TCP_ESTABLISHED || t->flags & UNUSUAL || !(t->flags & ROSFW_TRACK_ASSURED) ||
	    (pkt->u.tcp.flags & ~ANYWHERE) != ROSFW_TCP_ACK)
		return false;
	rosfw_tcp_read(&seg, pkt);
	/* When it is asked about again, it is the last one. */
	if (seg.seq != s->end && (update || seg.end != s->end))
		return false;
	if (seq_after(seg.end, s->maxend) || !seq_within(seg.ack, s->maxack, r->end))
		return false;
	if (update) {
		rosfw_tcp_update(t, &seg, reply);
		count_repetition(t, &seg, reply);
	}
	return true;
}

bool rosfw_tcp_is_calm(const struct rosfw_track *t)
{
	return t->tcp_state == ROSFW_TCP_ESTABLISHED && !(t->flags & UNUSUAL) && t->flags & ROSFW_TRACK_ASSURED &&
	       !((t->tcp.side[0].flags | t->tcp.side[1].flags) & SIDE_SHUT);
}

void rosfw_tcp_heard(struct rosfw_track *t)
{
	t->state &= ~REPEATED;
}

/* While the other side is silent, or has closed its window, the connection is worth less. */
static u32 timeout_open(const struct rosfw_track *t, const struct rosfw_timeouts *settings, u32 seconds)
{
	const struct rosfw_track_side *a = &t->tcp.side[0], *b = &t->tcp.side[1];

	if ((t->state & REPEATED) >= RETRANS_MAX || (a->flags | b->flags) & SIDE_SHUT)
		seconds = min(seconds, settings->tcp_max_retrans);
	if (!all_acked(a, b) || !all_acked(b, a))
		seconds = min(seconds, settings->tcp_unacked);
	return seconds;
}

u32 rosfw_tcp_timeout(const struct rosfw_track *t, const struct rosfw_timeouts *settings)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_RECV:
		return settings->tcp_syn_received;
	case ROSFW_TCP_ESTABLISHED:
		return timeout_open(t, settings, settings->tcp_established);
	case ROSFW_TCP_FIN_WAIT:
		return timeout_open(t, settings, settings->tcp_fin_wait);
	case ROSFW_TCP_CLOSE_WAIT:
		return timeout_open(t, settings, settings->tcp_close_wait);
	case ROSFW_TCP_LAST_ACK:
		return timeout_open(t, settings, settings->tcp_last_ack);
	case ROSFW_TCP_TIME_WAIT:
		return settings->tcp_time_wait;
	case ROSFW_TCP_CLOSE:
		return settings->tcp_close;
	default:
		return settings->tcp_syn_sent;
	}
}
