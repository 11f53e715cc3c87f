// SPDX-License-Identifier: GPL-2.0-only
/*
 * DCCP (RFC 4340): the state of a connection as a router in the middle sees it.
 *
 * The side that sent the Request is the client, and the original side. As with TCP, a Request in the middle of a
 * connection is let through without believing it, and a Response to it starts the connection over. Packet types that
 * only one role may send are invalid from the other. Sequence numbers are not looked at.
 *
 * Times are ours; the settings have none: 30 seconds for opening, 10 for closing, the generic timeout in between.
 *
 * Pure functions on a state that the caller protects.
 */
#include "proto.h"

#define TIMEOUT_OPENING	30
#define TIMEOUT_CLOSING	10

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

bool rosfw_dccp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt)
{
	track->state = STATE_REQUEST;
	return pkt->u.dccp.type == TYPE_REQUEST;
}

static enum rosfw_track_result on_request(struct rosfw_track *t, bool server)
{
	if (t->state == STATE_TIMEWAIT)
		return ROSFW_TRACK_NEW_AGAIN;
	if (server)
		return ROSFW_TRACK_INVALID;
	if (t->state > STATE_RESPOND)
		t->flags |= ROSFW_TRACK_SYN_PENDING;
	return ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result on_response(struct rosfw_track *t, bool server)
{
	if (!server)
		return ROSFW_TRACK_INVALID;
	if (t->state > STATE_RESPOND && !(t->flags & ROSFW_TRACK_SYN_PENDING))
		return ROSFW_TRACK_IGNORE;
	t->state = STATE_RESPOND;
	t->flags &= ~ROSFW_TRACK_SYN_PENDING;
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
	switch (pkt->u.dccp.type) {
	case TYPE_REQUEST:
		return on_request(t, server);
	case TYPE_RESPONSE:
		return on_response(t, server);
	case TYPE_DATA:
	case TYPE_ACK:
	case TYPE_DATAACK:
		return on_data(t, pkt->u.dccp.type == TYPE_DATA, server);
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
		return ROSFW_TRACK_INVALID;
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
