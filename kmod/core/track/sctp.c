// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCTP (RFC 9260): the state of one path of an association, from the first chunk of each packet.
 *
 * Control chunks stand first in a packet, but a SHUTDOWN may stand behind a SACK; so the acknowledgement of a shutdown
 * is believed although the shutdown itself was not seen. An association that uses several paths is opened on one of
 * them; the others start with a heartbeat.
 *
 * Times are ours; the settings have none: 10 seconds for opening and for what is closed, 30 for a path that was
 * only probed, the generic timeout once established (heartbeats come every 30 seconds by default).
 *
 * Pure functions on a state that the caller protects.
 */
#include "proto.h"

#define TIMEOUT_SHORT	10
#define TIMEOUT_PROBE	30

enum chunk {
	CHUNK_INIT = 1,
	CHUNK_INIT_ACK = 2,
	CHUNK_HEARTBEAT = 4,
	CHUNK_HEARTBEAT_ACK = 5,
	CHUNK_ABORT = 6,
	CHUNK_SHUTDOWN = 7,
	CHUNK_SHUTDOWN_ACK = 8,
	CHUNK_COOKIE_ECHO = 10,
	CHUNK_COOKIE_ACK = 11,
	CHUNK_SHUTDOWN_COMPLETE = 14,
	CHUNK_NONE = 0xff,
};

enum state {
	STATE_INIT,		/* INIT, maybe its answer */
	STATE_COOKIE,		/* COOKIE ECHO */
	STATE_PROBE,		/* a heartbeat without an answer */
	STATE_ESTABLISHED,
	STATE_SHUTDOWN,
	STATE_SHUTDOWN_ACK,
	STATE_CLOSED,
};

bool rosfw_sctp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt)
{
	switch (pkt->u.sctp.chunk) {
	case CHUNK_INIT:
		track->state = STATE_INIT;
		return !pkt->u.sctp.vtag;
	case CHUNK_HEARTBEAT:
		track->state = STATE_PROBE;
		return true;
	default:
		return false;
	}
}

static enum rosfw_track_result on_init(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	if (pkt->u.sctp.vtag)		/* must be 0: nothing was agreed on yet */
		return ROSFW_TRACK_INVALID;
	switch (t->state) {
	case STATE_CLOSED:
		return ROSFW_TRACK_NEW_AGAIN;
	case STATE_PROBE:
		if (reply)
			return ROSFW_TRACK_INVALID;
		t->state = STATE_INIT;
		return ROSFW_TRACK_OK;
	case STATE_INIT:		/* repeated, or from both sides at once */
		return reply ? ROSFW_TRACK_OK : ROSFW_TRACK_IGNORE;
	default:			/* one side has restarted; the other one decides */
		return ROSFW_TRACK_IGNORE;
	}
}

/* From @from to @to; where it has happened before or cannot happen, the chunk proves nothing. */
static enum rosfw_track_result move(struct rosfw_track *t, u8 from, u8 to)
{
	if (t->state != from)
		return ROSFW_TRACK_IGNORE;
	t->state = to;
	return ROSFW_TRACK_OK;
}

static enum rosfw_track_result on_other(struct rosfw_track *t)
{
	if (t->state == STATE_INIT)
		return ROSFW_TRACK_INVALID;
	return t->state == STATE_CLOSED ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_OK;
}

static enum rosfw_track_result on_chunk(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	switch (pkt->u.sctp.chunk) {
	case CHUNK_INIT:
		return on_init(t, pkt, reply);
	case CHUNK_INIT_ACK:
		return t->state == STATE_PROBE ? ROSFW_TRACK_INVALID : move(t, STATE_INIT, STATE_INIT);
	case CHUNK_COOKIE_ECHO:
		return t->state == STATE_PROBE ? ROSFW_TRACK_INVALID : move(t, STATE_INIT, STATE_COOKIE);
	case CHUNK_COOKIE_ACK:
		return move(t, STATE_COOKIE, STATE_ESTABLISHED);
	case CHUNK_HEARTBEAT_ACK:
		return reply && t->state == STATE_PROBE ? move(t, STATE_PROBE, STATE_ESTABLISHED) : on_other(t);
	case CHUNK_SHUTDOWN:
		return move(t, STATE_ESTABLISHED, STATE_SHUTDOWN);
	case CHUNK_SHUTDOWN_ACK:
		return move(t, t->state == STATE_ESTABLISHED ? STATE_ESTABLISHED : STATE_SHUTDOWN, STATE_SHUTDOWN_ACK);
	case CHUNK_SHUTDOWN_COMPLETE:
		return move(t, STATE_SHUTDOWN_ACK, STATE_CLOSED);
	case CHUNK_ABORT:
		t->state = STATE_CLOSED;
		return ROSFW_TRACK_OK;
	case CHUNK_NONE:
		return ROSFW_TRACK_IGNORE;
	default:
		return on_other(t);
	}
}

enum rosfw_track_result rosfw_sctp_packet(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	enum rosfw_track_result result = on_chunk(t, pkt, reply);

	if (result == ROSFW_TRACK_OK && t->state == STATE_ESTABLISHED && t->flags & ROSFW_TRACK_REPLIED)
		t->flags |= ROSFW_TRACK_ASSURED;
	return result;
}

u32 rosfw_sctp_timeout(const struct rosfw_track *t, const struct rosfw_timeouts *settings)
{
	switch (t->state) {
	case STATE_ESTABLISHED:
		return settings->generic;
	case STATE_PROBE:
		return TIMEOUT_PROBE;
	default:
		return TIMEOUT_SHORT;
	}
}
