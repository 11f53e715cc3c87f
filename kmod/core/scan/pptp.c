// SPDX-License-Identifier: GPL-2.0-only
/*
 * PPTP (RFC 2637): control messages set up calls, whose packets travel in GRE with a call id in each direction.
 *
 * Each side chooses the id of what it wants to receive. A request tells that of who asks; a reply that accepts the call
 * names both, and only then there is something to expect. A call has ended when the access concentrator says so.
 * Messages that name one id alone have to follow a translation of that id.
 *
 * Messages have a length in front; several may stand in one segment, which has to begin with one.
 */
#include "text.h"

#define MAGIC		0x1a2b3c4dU
#define TYPE_CONTROL	1

/* Offsets in a message. */
#define OFF_TYPE	2
#define OFF_MAGIC	4
#define OFF_MESSAGE	8
#define OFF_ID		12	/* of the sender, or in some messages of the receiver */
#define OFF_PEER_ID	14
#define OFF_RESULT	16
#define HEADER_LEN	12

#define RESULT_CONNECTED	1

enum message {
	STOP_REQUEST = 3,
	STOP_REPLY = 4,
	OUT_REQUEST = 7,
	OUT_REPLY = 8,
	IN_REQUEST = 9,
	IN_REPLY = 10,
	IN_CONNECTED = 11,
	CLEAR_REQUEST = 12,
	DISCONNECTED = 13,
	WAN_ERROR = 14,
	SET_LINK_INFO = 15,
};

static struct rosfw_finding *add_id(struct rosfw_scan *scan, u32 at, enum rosfw_scan_kind kind, u8 flags)
{
	struct rosfw_finding *f = rosfw_scan_add(scan, kind);

	if (!f)
		return NULL;
	f->proto = ROSFW_PROTO_GRE;
	f->format = ROSFW_SCAN_BYTES;
	f->flags = flags | ROSFW_SCAN_ADDRLESS;
	f->addr = flags & ROSFW_SCAN_PEER ? scan->dst.addr : scan->src.addr;
	f->port = get_unaligned_be16(scan->data + at);
	f->port_at = rosfw_scan_spot(at, at + sizeof(f->port));
	return f;
}

/* Both ids; the call exists if it was accepted. */
static void read_reply(struct rosfw_scan *scan, u32 at)
{
	bool connected = scan->data[at + OFF_RESULT] == RESULT_CONNECTED;
	struct rosfw_finding *f;

	f = add_id(scan, at + OFF_ID, connected ? ROSFW_SCAN_EXPECT : ROSFW_SCAN_NAME, 0);
	if (f)
		f->peer_id = get_unaligned_be16(scan->data + at + OFF_PEER_ID);
	add_id(scan, at + OFF_PEER_ID, ROSFW_SCAN_NAME, ROSFW_SCAN_PEER);
}

static void forget_all(struct rosfw_scan *scan)
{
	struct rosfw_finding *f = rosfw_scan_add(scan, ROSFW_SCAN_FORGET);

	if (f)
		f->proto = ROSFW_PROTO_GRE;
}

/* @at: where the message begins; @len: its length, which is in the payload. */
static void read_message(struct rosfw_scan *scan, u32 at, u32 len)
{
	switch ((enum message)get_unaligned_be16(scan->data + at + OFF_MESSAGE)) {
	case STOP_REQUEST:
	case STOP_REPLY:
		forget_all(scan);
		break;
	case OUT_REQUEST:
	case IN_REQUEST:
		if (len >= OFF_PEER_ID)
			add_id(scan, at + OFF_ID, ROSFW_SCAN_RESERVE, 0);
		break;
	case OUT_REPLY:
	case IN_REPLY:
		if (len > OFF_RESULT)
			read_reply(scan, at);
		break;
	case CLEAR_REQUEST:
		if (len >= OFF_PEER_ID)
			add_id(scan, at + OFF_ID, ROSFW_SCAN_NAME, 0);
		break;
	case DISCONNECTED:
		if (len >= OFF_PEER_ID)
			add_id(scan, at + OFF_ID, ROSFW_SCAN_FORGET, 0);
		break;
	case IN_CONNECTED:
	case WAN_ERROR:
	case SET_LINK_INFO:
		if (len >= OFF_PEER_ID)
			add_id(scan, at + OFF_ID, ROSFW_SCAN_NAME, ROSFW_SCAN_PEER);
		break;
	}
}

static bool is_control(const u8 *message)
{
	return get_unaligned_be16(message + OFF_TYPE) == TYPE_CONTROL &&
	       get_unaligned_be32(message + OFF_MAGIC) == MAGIC;
}

void rosfw_scan_pptp(struct rosfw_scan *scan)
{
	u32 at = 0, len;

	for (; scan->len - at >= HEADER_LEN; at += len) {
		len = get_unaligned_be16(scan->data + at);
		if (!is_control(scan->data + at) || len < HEADER_LEN || len > scan->len - at)
			return;
		read_message(scan, at, len);
	}
	scan->line_end = at == scan->len;
}
