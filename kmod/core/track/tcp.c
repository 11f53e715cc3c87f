// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP: the state of a connection as a router in the middle sees it.
 *
 *	syn-sent	SYN from the original side
 *	listen		SYN from both sides: simultaneous open
 *	syn-recv	SYN and ACK from the other side
 *	established	ACK of that, or picked up in the middle
 *	fin-wait	one side has sent FIN
 *	close-wait	the other side has said something since: half closed, data may flow for long
 *	last-ack	both have sent FIN
 *	time-wait	and one of them has been acknowledged after that
 *	close		RST
 *
 * What the router believes can be wrong: packets get lost behind it, hosts restart and use a port again. So a SYN of
 * the original side in the middle of a connection is let through without believing it. If the connection is alive, the
 * receiver answers with an ACK, and nothing has changed; if it was forgotten there, a SYN with ACK that acknowledges
 * exactly that SYN comes back, and the connection starts over. The first is also the reason why an ACK does not end
 * last-ack while such a SYN is pending.
 *
 * Sequence numbers are looked at for this only.
 *
 * Pure functions on a state that the caller protects.
 */
#include "proto.h"

/* The side that has sent a FIN; see struct rosfw_track.state. */
#define FIN_ORIG	0x01
#define FIN_REPLY	0x02

enum segment {
	SEG_SYN,
	SEG_SYNACK,
	SEG_FIN,
	SEG_ACK,
	SEG_RST,
	SEG_NONSENSE,
};

/* PSH, ECE and CWR may stand with everything. */
static enum segment classify(const struct rosfw_pkt *pkt)
{
	switch (pkt->u.tcp.flags & ~(ROSFW_TCP_PSH | ROSFW_TCP_ECE | ROSFW_TCP_CWR)) {
	case ROSFW_TCP_SYN:
	case ROSFW_TCP_SYN | ROSFW_TCP_URG:
		return SEG_SYN;
	case ROSFW_TCP_SYN | ROSFW_TCP_ACK:
		return SEG_SYNACK;
	case ROSFW_TCP_FIN | ROSFW_TCP_ACK:
	case ROSFW_TCP_FIN | ROSFW_TCP_ACK | ROSFW_TCP_URG:
		return SEG_FIN;
	case ROSFW_TCP_ACK:
	case ROSFW_TCP_ACK | ROSFW_TCP_URG:
		return SEG_ACK;
	case ROSFW_TCP_RST:
	case ROSFW_TCP_RST | ROSFW_TCP_ACK:
		return SEG_RST;
	default:
		return SEG_NONSENSE;
	}
}

bool rosfw_tcp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool loose)
{
	switch (classify(pkt)) {
	case SEG_SYN:
		track->tcp_state = ROSFW_TCP_SYN_SENT;
		return true;
	case SEG_ACK:
		track->tcp_state = ROSFW_TCP_ESTABLISHED;
		return loose;
	default:
		return false;
	}
}

static enum rosfw_track_result on_syn(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
		if (!reply)	/* repeated: without an answer this must not last for ever */
			return t->flags & ROSFW_TRACK_REPLIED ? ROSFW_TRACK_OK : ROSFW_TRACK_IGNORE;
		t->tcp_state = ROSFW_TCP_LISTEN;
		t->flags |= ROSFW_TRACK_SIMULTANEOUS;
		return ROSFW_TRACK_OK;
	case ROSFW_TCP_LISTEN:
		return ROSFW_TRACK_OK;
	case ROSFW_TCP_TIME_WAIT:
	case ROSFW_TCP_CLOSE:
		return ROSFW_TRACK_NEW_AGAIN;
	default:
		if (reply)
			return ROSFW_TRACK_INVALID;
		t->flags |= ROSFW_TRACK_SYN_PENDING;
		t->word = pkt->u.tcp.seq + pkt->payload_len + 1;
		return ROSFW_TRACK_IGNORE;
	}
}

/* A connection that was open, was forgotten by the receiver, and is opened anew. */
static void start_over(struct rosfw_track *t)
{
	t->tcp_state = ROSFW_TCP_SYN_RECV;
	t->flags &= ~(ROSFW_TRACK_SYN_PENDING | ROSFW_TRACK_SIMULTANEOUS);
	t->state = 0;
}

static enum rosfw_track_result on_synack(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
		if (!reply)
			return ROSFW_TRACK_INVALID;
		t->tcp_state = ROSFW_TCP_SYN_RECV;
		return ROSFW_TRACK_OK;
	case ROSFW_TCP_LISTEN:
		t->tcp_state = ROSFW_TCP_SYN_RECV;
		return ROSFW_TRACK_OK;
	default:
		if (!reply)	/* simultaneous open: both answer the other's SYN */
			return t->tcp_state == ROSFW_TCP_SYN_RECV && t->flags & ROSFW_TRACK_SIMULTANEOUS ?
			       ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
		if (!(t->flags & ROSFW_TRACK_SYN_PENDING) || pkt->u.tcp.ack != t->word)
			return ROSFW_TRACK_IGNORE;
		start_over(t);
		return ROSFW_TRACK_OK;
	}
}

static enum rosfw_track_result on_fin(struct rosfw_track *t, bool reply)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
	case ROSFW_TCP_LISTEN:
		return ROSFW_TRACK_INVALID;
	case ROSFW_TCP_SYN_RECV:
	case ROSFW_TCP_ESTABLISHED:
	case ROSFW_TCP_FIN_WAIT:
	case ROSFW_TCP_CLOSE_WAIT:
		t->state |= reply ? FIN_REPLY : FIN_ORIG;
		if (t->state == (FIN_ORIG | FIN_REPLY))
			t->tcp_state = ROSFW_TCP_LAST_ACK;
		else if (t->tcp_state != ROSFW_TCP_CLOSE_WAIT)	/* there it is the same FIN again */
			t->tcp_state = ROSFW_TCP_FIN_WAIT;
		return ROSFW_TRACK_OK;
	default:
		return ROSFW_TRACK_OK;
	}
}

static enum rosfw_track_result on_ack(struct rosfw_track *t, bool reply)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_SENT:
	case ROSFW_TCP_LISTEN:
		/* The other side may hold an old connection and say so; the original one has nothing to acknowledge. */
		return reply ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
	case ROSFW_TCP_SYN_RECV:
		if (!reply || t->flags & ROSFW_TRACK_SIMULTANEOUS)
			t->tcp_state = ROSFW_TCP_ESTABLISHED;
		return ROSFW_TRACK_OK;
	case ROSFW_TCP_FIN_WAIT:
		if (!(t->state & (reply ? FIN_REPLY : FIN_ORIG)))
			t->tcp_state = ROSFW_TCP_CLOSE_WAIT;
		return ROSFW_TRACK_OK;
	case ROSFW_TCP_LAST_ACK:
		if (reply && t->flags & ROSFW_TRACK_SYN_PENDING)
			return ROSFW_TRACK_IGNORE;
		t->tcp_state = ROSFW_TCP_TIME_WAIT;
		return ROSFW_TRACK_OK;
	default:
		return ROSFW_TRACK_OK;
	}
}

enum rosfw_track_result rosfw_tcp_packet(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	enum rosfw_track_result result = ROSFW_TRACK_OK;

	switch (classify(pkt)) {
	case SEG_SYN:
		result = on_syn(t, pkt, reply);
		break;
	case SEG_SYNACK:
		result = on_synack(t, pkt, reply);
		break;
	case SEG_FIN:
		result = on_fin(t, reply);
		break;
	case SEG_ACK:
		result = on_ack(t, reply);
		break;
	case SEG_RST:
		t->tcp_state = ROSFW_TCP_CLOSE;
		break;
	case SEG_NONSENSE:
		return ROSFW_TRACK_INVALID;
	}
	if (result != ROSFW_TRACK_OK)
		return result;
	/* Whoever speaks on has given up the SYN in between. */
	if (!reply)
		t->flags &= ~ROSFW_TRACK_SYN_PENDING;
	/* A handshake that was completed, or a connection picked up in the middle whose other side is alive. */
	if (t->tcp_state == ROSFW_TCP_ESTABLISHED && t->flags & ROSFW_TRACK_REPLIED)
		t->flags |= ROSFW_TRACK_ASSURED;
	return result;
}

u32 rosfw_tcp_timeout(const struct rosfw_track *t, const struct rosfw_timeouts *settings)
{
	switch (t->tcp_state) {
	case ROSFW_TCP_SYN_RECV:
		return settings->tcp_syn_received;
	case ROSFW_TCP_ESTABLISHED:
		if (!(t->flags & ROSFW_TRACK_REPLIED))
			return min(settings->tcp_established, settings->tcp_unacked);
		return settings->tcp_established;
	case ROSFW_TCP_FIN_WAIT:
		return settings->tcp_fin_wait;
	case ROSFW_TCP_CLOSE_WAIT:
		return settings->tcp_close_wait;
	case ROSFW_TCP_LAST_ACK:
		return settings->tcp_last_ack;
	case ROSFW_TCP_TIME_WAIT:
		return settings->tcp_time_wait;
	case ROSFW_TCP_CLOSE:
		return settings->tcp_close;
	default:
		return settings->tcp_syn_sent;
	}
}
