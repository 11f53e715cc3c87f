// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCTP (RFC 9260): the state of one path of an association, from the chunks of each packet.
 *
 * A packet carries the verification tag that its receiver has asked for, in its INIT or INIT ACK. Whoever does not know
 * that cannot do anything to an association. Only an INIT comes without, so it is let through and remembered; what it
 * asks for counts when a COOKIE ECHO shows that the other side has agreed. Thus both sides may open at once, and an
 * answer that comes late does no harm.
 *
 * Control chunks stand in front of data. The acknowledgement of a shutdown is believed although the shutdown itself was
 * not seen. An association that uses several paths is opened on one of them; the others start with a heartbeat.
 *
 * Times are ours; the settings have none: 10 seconds for opening and for what is closed, 30 for a path that was
 * only probed, the generic timeout once established (heartbeats come every 30 seconds by default).
 *
 * Pure functions on a state that the caller protects.
 */
#include "proto.h"

#define TIMEOUT_SHORT	10
#define TIMEOUT_PROBE	30

#define SCTP_HDR	12U
#define CHUNK_HDR	4
/* No sane packet has more control chunks. */
#define CHUNKS_MAX	16
/* ABORT, SHUTDOWN COMPLETE: the tag is that of the other direction. */
#define FLAG_REFLECTED	0x01

enum chunk_type {
	CHUNK_DATA = 0,
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
	CHUNK_I_DATA = 64,
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

/**
 * struct chunk - one chunk of a packet
 * @type: enum chunk_type and others
 * @flags: as on the wire
 * @vtag: of the packet
 * @tag: INIT, INIT ACK: what it asks for
 * @end: where the next one starts, from the IP header on
 */
struct chunk {
	u8 type;
	u8 flags;
	u32 vtag;
	u32 tag;
	u32 end;
};

/* The chunk at @off. False: there is none, or it is cut off or lies. */
static bool read_chunk(const struct rosfw_pkt *pkt, u32 off, struct chunk *c)
{
	const u8 *p = pkt->data + off;
	u32 len;

	if (off + CHUNK_HDR > min(pkt->len, pkt->linear))
		return false;
	len = get_unaligned_be16(p + 2);
	c->type = p[0];
	c->flags = p[1];
	c->vtag = pkt->u.sctp.vtag;
	c->tag = 0;
	c->end = off + ((len + 3) & ~3U);
	if (c->type != CHUNK_INIT && c->type != CHUNK_INIT_ACK)
		return len >= CHUNK_HDR;
	if (len < 2 * CHUNK_HDR || off + 2 * CHUNK_HDR > pkt->linear)
		return false;
	/* They stand alone. */
	if (off != pkt->l4_off + SCTP_HDR || c->end < pkt->len)
		return false;
	c->tag = get_unaligned_be32(p + CHUNK_HDR);
	return c->tag;
}

bool rosfw_sctp_new(struct rosfw_track *t, const struct rosfw_pkt *pkt)
{
	struct chunk c;

	if (!read_chunk(pkt, pkt->l4_off + SCTP_HDR, &c))
		return false;
	switch (c.type) {
	case CHUNK_INIT:
		t->state = STATE_INIT;
		t->sctp.init[0] = c.tag;
		return !c.vtag;
	case CHUNK_HEARTBEAT:
		t->state = STATE_PROBE;
		t->sctp.vtag[0] = c.vtag;
		return c.vtag;
	default:
		return false;
	}
}

/* Has that side asked for it? */
static bool asked_for(const struct rosfw_track *t, u32 tag, bool side)
{
	return tag && (tag == t->sctp.init[side] || tag == t->sctp.again[side] || tag == t->sctp.answer[side]);
}

/* Is it the tag of what that side sends? Before both have agreed, it is what the other one has asked for. */
static bool is_tag_of(const struct rosfw_track *t, u32 tag, bool side)
{
	return t->sctp.vtag[side] ? tag == t->sctp.vtag[side] : asked_for(t, tag, !side);
}

static enum rosfw_track_result on_init(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	if (c->vtag)		/* must be 0: nothing was agreed on yet */
		return ROSFW_TRACK_INVALID;
	switch (t->state) {
	case STATE_CLOSED:
		return ROSFW_TRACK_NEW_AGAIN;
	case STATE_PROBE:
		if (reply)
			return ROSFW_TRACK_INVALID;
		memset(&t->sctp, 0, sizeof(t->sctp));
		t->sctp.init[0] = c->tag;
		t->state = STATE_INIT;
		return ROSFW_TRACK_OK;
	case STATE_INIT:		/* from both sides at once */
		if (reply && !t->sctp.init[1]) {
			t->sctp.init[1] = c->tag;
			return ROSFW_TRACK_OK;
		}
		break;
	}
	/* Repeated, or one side has restarted; the other one decides. */
	if (c->tag != t->sctp.init[reply])
		t->sctp.again[reply] = c->tag;
	return ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result on_init_ack(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	if (c->vtag && (c->vtag == t->sctp.init[!reply] || c->vtag == t->sctp.again[!reply])) {
		t->sctp.answer[reply] = c->tag;
		return t->state == STATE_INIT ? ROSFW_TRACK_OK : ROSFW_TRACK_IGNORE;
	}
	return t->state != STATE_PROBE && is_tag_of(t, c->vtag, reply) ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
}

static enum rosfw_track_result on_cookie_echo(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	if (t->state == STATE_PROBE)
		return ROSFW_TRACK_INVALID;
	if (c->vtag && c->vtag == t->sctp.answer[!reply] && t->state != STATE_CLOSED) {
		t->sctp.vtag[reply] = c->vtag;
		if (t->state != STATE_COOKIE)
			t->sctp.vtag[!reply] = 0;	/* the answer will have it */
		t->state = STATE_COOKIE;
		return ROSFW_TRACK_OK;
	}
	return is_tag_of(t, c->vtag, reply) ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_INVALID;
}

/* From @from to @to; where it has happened before or cannot happen, the chunk proves nothing. */
static enum rosfw_track_result move(struct rosfw_track *t, u8 from, u8 to)
{
	if (t->state != from)
		return ROSFW_TRACK_IGNORE;
	t->state = to;
	return ROSFW_TRACK_OK;
}

static enum rosfw_track_result on_cookie_ack(struct rosfw_track *t)
{
	if (t->state == STATE_COOKIE && t->sctp.vtag[0] && t->sctp.vtag[1]) {
		memset(t->sctp.init, 0, sizeof(t->sctp.init));
		memset(t->sctp.again, 0, sizeof(t->sctp.again));
		memset(t->sctp.answer, 0, sizeof(t->sctp.answer));
	}
	return move(t, STATE_COOKIE, STATE_ESTABLISHED);
}

static enum rosfw_track_result on_other(struct rosfw_track *t)
{
	if (t->state == STATE_INIT)
		return ROSFW_TRACK_INVALID;
	return t->state == STATE_CLOSED ? ROSFW_TRACK_IGNORE : ROSFW_TRACK_OK;
}

/* A chunk in a packet with the right tag. */
static enum rosfw_track_result on_tagged(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	switch (c->type) {
	case CHUNK_COOKIE_ACK:
		return on_cookie_ack(t);
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
	default:
		return on_other(t);
	}
}

static bool tag_fits(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	bool may_reflect = c->type == CHUNK_ABORT || c->type == CHUNK_SHUTDOWN_COMPLETE;

	if (may_reflect && c->flags & FLAG_REFLECTED)
		return is_tag_of(t, c->vtag, !reply);
	/* A path that was only probed: its other side says its tag with the first answer. */
	if (t->state == STATE_PROBE && reply && !t->sctp.vtag[1] && c->type == CHUNK_HEARTBEAT_ACK)
		t->sctp.vtag[1] = c->vtag;
	if (!is_tag_of(t, c->vtag, reply))
		return false;
	if (t->state == STATE_COOKIE)
		t->sctp.vtag[reply] = c->vtag;
	return true;
}

static enum rosfw_track_result on_chunk(struct rosfw_track *t, const struct chunk *c, bool reply)
{
	switch (c->type) {
	case CHUNK_INIT:
		return on_init(t, c, reply);
	case CHUNK_INIT_ACK:
		return on_init_ack(t, c, reply);
	case CHUNK_COOKIE_ECHO:
		return on_cookie_echo(t, c, reply);
	default:
		return tag_fits(t, c, reply) ? on_tagged(t, c, reply) : ROSFW_TRACK_INVALID;
	}
}

enum rosfw_track_result rosfw_sctp_packet(struct rosfw_track *t, const struct rosfw_pkt *pkt, bool reply)
{
	u32 off = pkt->l4_off + SCTP_HDR, end = min(pkt->len, pkt->linear), n;
	enum rosfw_track_result result = ROSFW_TRACK_IGNORE, of_chunk;
	struct chunk c;

	for (n = 0; n < CHUNKS_MAX && off + CHUNK_HDR <= end; n++) {
		if (!read_chunk(pkt, off, &c))
			return ROSFW_TRACK_INVALID;
		of_chunk = on_chunk(t, &c, reply);
		if (of_chunk != ROSFW_TRACK_OK && of_chunk != ROSFW_TRACK_IGNORE)
			return of_chunk;
		if (of_chunk == ROSFW_TRACK_OK)
			result = ROSFW_TRACK_OK;
		if (c.type == CHUNK_DATA || c.type == CHUNK_I_DATA)
			break;
		off = c.end;
	}
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
