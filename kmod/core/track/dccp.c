// SPDX-License-Identifier: GPL-2.0-only
/*
 * DCCP (RFC 4340): the state of a connection as a router in the middle sees it.
 *
 * The side that sent the Request is the client, and the original side. As with TCP, a Request in the middle of a
 * connection is let through without believing it, and a Response to it starts the connection over. Packet types that
 * only one role may send are invalid from the other.
 *
 * Numbers (section 7.5). Of each side it is known which numbers it has used. What acknowledges others is invalid, and
 * so is what is far from the last. How far, hosts agree on in an option that nobody has to send; so the window is wider
 * than any that they use. What ends a connection must not be older than what its sender sent before, since hosts see to
 * that, too; a Sync may be ahead by any number, which is what it is for. So nobody can end or confuse a connection who
 * does not know its numbers: acknowledgements take a guess of 48 bits less those of the packets that were sent.
 *
 * Times are ours; the settings have none: 30 seconds for opening, 10 for closing, the generic timeout in between.
 *
 * Pure functions on a state that the caller protects.
 */
#include "proto.h"

#define TIMEOUT_OPENING	30
#define TIMEOUT_CLOSING	10

#define NUMBER_BITS	48
#define SHORT_BITS	24
#define WINDOW		1048576		/* packets */

enum type {
	TYPE_REQUEST,
	TYPE_RESPONSE,
	TYPE_DATA,
	TYPE_ACK,
	TYPE_DATAACK,
	TYPE_CLOSEREQ,
	TYPE_CLOSE,
	TYPE_RESET,
	TYPE_SYNC,
	TYPE_SYNCACK,
};

/* In the order of a connection's life. */
enum state {
	STATE_REQUEST,
	STATE_RESPOND,
	STATE_PARTOPEN,		/* the client has acknowledged the Response */
	STATE_OPEN,
	STATE_CLOSEREQ,		/* the server wants the client to close */
	STATE_CLOSING,
	STATE_TIMEWAIT,
};

/* Numbers that are kept: of each side the first and the last, and that of a Request that was let through. */
#define FIRST(server)	(2 * (server))
#define LAST(server)	(2 * (server) + 1)
#define PENDING		4

static u64 number(const struct rosfw_track *t, u32 n)
{
	return (u64)t->dccp.high[n] << 32 | t->dccp.low[n];
}

static void set_number(struct rosfw_track *t, u32 n, u64 value)
{
	t->dccp.high[n] = value >> 32;
	t->dccp.low[n] = value;
}

/* How far @a is ahead of @b, of so many bits. */
static s64 ahead(u64 a, u64 b, u32 bits)
{
	return (s64)((a - b) << (64 - bits)) >> (64 - bits);
}

/* The number of which @value may be the low bits only: the one that is next to @near. */
static u64 whole(const struct rosfw_pkt *pkt, u64 value, u64 near)
{
	if (!pkt->u.dccp.is_short)
		return value;
	return (near + ahead(value, near, SHORT_BITS)) & (BIT_ULL(NUMBER_BITS) - 1);
}

static bool has_spoken(const struct rosfw_track *t, bool server)
{
	return t->dccp.spoken >> server & 1;
}

static void speaks(struct rosfw_track *t, bool server, u64 seq)
{
	set_number(t, FIRST(server), seq);
	set_number(t, LAST(server), seq);
	t->dccp.spoken |= 1 << server;
}

/* Did that side send this number? */
static bool was_sent(const struct rosfw_track *t, bool server, u64 value)
{
	return has_spoken(t, server) && ahead(value, number(t, FIRST(server)), NUMBER_BITS) >= 0 &&
	       ahead(value, number(t, LAST(server)), NUMBER_BITS) <= 0;
}

static bool acks_what_was_sent(const struct rosfw_track *t, const struct rosfw_pkt *pkt, bool server)
{
	return was_sent(t, !server, whole(pkt, pkt->u.dccp.ack, number(t, LAST(!server))));
}

/* May that side go on with this number? @behind: how far behind its last. */
static bool goes_on(const struct rosfw_track *t, bool server, u64 seq, s64 behind, s64 before)
{
	s64 by = ahead(seq, number(t, LAST(server)), NUMBER_BITS);

	return by >= -behind && by <= before;
}

static void went_on(struct rosfw_track *t, bool server, u64 seq)
{
	if (ahead(seq, number(t, LAST(server)), NUMBER_BITS) > 0)
		set_number(t, LAST(server), seq);
}

/* All but Request and Response: does it fit what both sides have sent? If so, it is written down. */
static bool numbers_fit(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool server)
{
	u64 seq = whole(pkt, pkt->u.dccp.seq, number(t, LAST(server)));
	u8 type = pkt->u.dccp.type;
	bool ends = type == TYPE_CLOSEREQ || type == TYPE_CLOSE || type == TYPE_RESET;
	bool syncs = type == TYPE_SYNC || type == TYPE_SYNCACK;
	bool may_ack_nothing = type == TYPE_RESET && !has_spoken(t, !server);

	/* A client that gives up before it has an answer has nothing to acknowledge. */
	if (pkt->u.dccp.has_ack && !may_ack_nothing && !acks_what_was_sent(t, pkt, server))
		return false;
	if (!has_spoken(t, server)) {
		speaks(t, server, seq);
		return true;
	}
	if (!goes_on(t, server, seq, ends ? 0 : WINDOW, syncs ? S64_MAX : WINDOW))
		return false;
	went_on(t, server, seq);
	return true;
}

bool rosfw_dccp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt)
{
	if (pkt->u.dccp.type != TYPE_REQUEST)
		return false;
	track->state = STATE_REQUEST;
	speaks(track, false, pkt->u.dccp.seq);
	return true;
}

/* Repeated ones have new numbers. */
static enum rosfw_track_result on_request(struct rosfw_track *t, u64 seq, bool server)
{
	if (t->state == STATE_TIMEWAIT)
		return ROSFW_TRACK_NEW_AGAIN;
	if (server)
		return ROSFW_TRACK_INVALID;
	if (t->state <= STATE_RESPOND && goes_on(t, false, seq, 0, WINDOW)) {
		went_on(t, false, seq);
		return ROSFW_TRACK_IGNORE;
	}
	if (was_sent(t, false, seq))
		return ROSFW_TRACK_IGNORE;
	t->flags |= ROSFW_TRACK_SYN_PENDING;
	set_number(t, PENDING, seq);
	return ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result on_response(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool server)
{
	u64 seq = pkt->u.dccp.seq;

	if (!server)
		return ROSFW_TRACK_INVALID;
	if (t->flags & ROSFW_TRACK_SYN_PENDING && pkt->u.dccp.ack == number(t, PENDING)) {
		speaks(t, false, pkt->u.dccp.ack);
		speaks(t, true, seq);
		t->state = STATE_RESPOND;
		t->flags &= ~ROSFW_TRACK_SYN_PENDING;
		return ROSFW_TRACK_OK;
	}
	if (!acks_what_was_sent(t, pkt, server) || (has_spoken(t, true) && !goes_on(t, true, seq, WINDOW, WINDOW)))
		return ROSFW_TRACK_INVALID;
	if (!has_spoken(t, true))
		speaks(t, true, seq);
	went_on(t, true, seq);
	if (t->state > STATE_RESPOND)
		return ROSFW_TRACK_IGNORE;
	t->state = STATE_RESPOND;
	return ROSFW_TRACK_OK;
}

/* Ack, Data, DataAck. */
static enum rosfw_track_result on_data(struct rosfw_track *t, bool data_only, bool server)
{
	switch (t->state) {
	case STATE_REQUEST:
		return ROSFW_TRACK_INVALID;
	case STATE_RESPOND:
		if (server || data_only)
			return ROSFW_TRACK_INVALID;
		t->state = STATE_PARTOPEN;
		t->flags |= ROSFW_TRACK_ASSURED;
		return ROSFW_TRACK_OK;
	case STATE_PARTOPEN:
		if (server)
			t->state = STATE_OPEN;
		else if (data_only)	/* must acknowledge in this state */
			return ROSFW_TRACK_INVALID;
		return ROSFW_TRACK_OK;
	case STATE_TIMEWAIT:
		return ROSFW_TRACK_IGNORE;
	default:
		return ROSFW_TRACK_OK;
	}
}

static enum rosfw_track_result on_close(struct rosfw_track *t, u8 to)
{
	if (t->state < STATE_PARTOPEN)
		return ROSFW_TRACK_INVALID;
	if (t->state == STATE_TIMEWAIT)
		return ROSFW_TRACK_IGNORE;
	t->state = to;
	return ROSFW_TRACK_OK;
}

static enum rosfw_track_result on_reset(struct rosfw_track *t)
{
	if (t->state == STATE_TIMEWAIT)
		return ROSFW_TRACK_IGNORE;
	t->state = STATE_TIMEWAIT;
	return ROSFW_TRACK_OK;
}

enum rosfw_track_result rosfw_dccp_packet(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool server)
{
	u8 type = pkt->u.dccp.type;

	if (type == TYPE_REQUEST)
		return on_request(t, pkt->u.dccp.seq, server);
	if (type == TYPE_RESPONSE)
		return on_response(t, pkt, server);
	/* As long as it has sent no Response, a server can only refuse. */
	if (t->state == STATE_REQUEST && type != TYPE_RESET)
		return ROSFW_TRACK_INVALID;
	if (type > TYPE_SYNCACK || !numbers_fit(t, pkt, server))
		return ROSFW_TRACK_INVALID;
	switch (type) {
	case TYPE_CLOSEREQ:
		return server ? on_close(t, STATE_CLOSEREQ) : ROSFW_TRACK_INVALID;
	case TYPE_CLOSE:
		return on_close(t, STATE_CLOSING);
	case TYPE_RESET:
		return on_reset(t);
	case TYPE_SYNC:
	case TYPE_SYNCACK:
		return ROSFW_TRACK_IGNORE;
	default:
		return on_data(t, type == TYPE_DATA, server);
	}
}

u32 rosfw_dccp_timeout(const struct rosfw_track *t, const struct rosfw_timeouts *settings)
{
	switch (t->state) {
	case STATE_REQUEST:
	case STATE_RESPOND:
	case STATE_PARTOPEN:
		return TIMEOUT_OPENING;
	case STATE_OPEN:
		return settings->generic;
	default:
		return TIMEOUT_CLOSING;
	}
}
