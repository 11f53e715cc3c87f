// SPDX-License-Identifier: GPL-2.0-only
/*
 * H.323: calls (H.225.0 in messages of Q.931), control of their media (H.245), and registration with a gatekeeper
 * (RAS).
 *
 * A call is set up over TCP. One of the first messages tells where its control connection is awaited, if H.245 is not
 * spoken within the call's own messages, or at once (fast start). H.245 then opens channels: each side names the
 * address where it wants to get media, and reports on them. RAS is spoken over UDP: who is registered gets calls at an
 * address that it told the gatekeeper.
 *
 * All of it is ASN.1, see h323_types.c. Addresses are replaced by others of the same size. Messages in a stream have a
 * header with their length (TPKT); several may stand in one segment, which has to begin with one. A header may have a
 * segment to itself: then the next one begins behind it.
 *
 * What is wrong within a part that has a length of its own ends that part; elsewhere it ends the message, of which
 * nothing counts then.
 */
#include "h323.h"

#define TPKT_VERSION	3
#define TPKT_LEN	4U

/* Q.931: a message is of call control; the element that has a message of H.225.0 in it. */
#define Q931_PROTOCOL	0x08
#define Q931_SHIFTED	0x80	/* an element of one octet */
#define Q931_USER_USER	0x7e
#define Q931_X680	0x05

#define SECONDS_MAX	0x7fffffffU

/* A part of the payload: where it begins and ends. */
struct part {
	u32 at;
	u32 end;
};

/* ---- findings ---- */

static bool names(const struct rosfw_finding *f, const struct rosfw_endpoint *endpoint)
{
	return rosfw_addr_equal(&f->addr, &endpoint->addr) && f->port == endpoint->id;
}

static void expect(struct rosfw_finding *f, u8 proto, enum rosfw_scan_next next)
{
	f->kind = ROSFW_SCAN_EXPECT;
	f->proto = proto;
	f->next = next;
}

/* An endpoint of whom? */
static void name_party(const struct rosfw_scan *scan, struct rosfw_finding *f)
{
	f->kind = ROSFW_SCAN_NAME;
	if (!rosfw_addr_equal(&f->addr, &scan->src.addr) && rosfw_addr_equal(&f->addr, &scan->dst.addr))
		f->flags |= ROSFW_SCAN_PEER;
}

/* The called party is told its own address if it asks whether it may answer. */
static void expect_call(const struct rosfw_scan *scan, struct rosfw_finding *f)
{
	if (rosfw_addr_equal(&f->addr, &scan->dst.addr))
		name_party(scan, f);
	else
		expect(f, ROSFW_PROTO_TCP, ROSFW_SCAN_Q931);
}

/* Where this message comes from needs no expectation. */
static void expect_ras(const struct rosfw_scan *scan, struct rosfw_finding *f)
{
	if (names(f, &scan->src))
		name_party(scan, f);
	else
		expect(f, ROSFW_PROTO_UDP, ROSFW_SCAN_RAS);
}

static void classify(const struct rosfw_scan *scan, enum rosfw_h323_mark mark, struct rosfw_finding *f)
{
	switch (mark) {
	case ROSFW_H323_CONTROL:
		expect(f, ROSFW_PROTO_TCP, ROSFW_SCAN_H245);
		break;
	case ROSFW_H323_MEDIA:
		expect(f, ROSFW_PROTO_UDP, ROSFW_SCAN_DATA);
		f->flags |= ROSFW_SCAN_MEDIA | ROSFW_SCAN_ANY_SRC;
		break;
	case ROSFW_H323_DATA:
		expect(f, ROSFW_PROTO_TCP, ROSFW_SCAN_DATA);
		break;
	case ROSFW_H323_CALL:
		expect_call(scan, f);
		break;
	case ROSFW_H323_CALLS:
		expect(f, ROSFW_PROTO_TCP, ROSFW_SCAN_Q931);
		f->flags |= ROSFW_SCAN_PERMANENT;
		break;
	case ROSFW_H323_NO_CALLS:
		f->kind = ROSFW_SCAN_FORGET;
		f->proto = ROSFW_PROTO_TCP;
		break;
	case ROSFW_H323_RAS:
		expect_ras(scan, f);
		break;
	case ROSFW_H323_PARTY:
	case ROSFW_H323_NONE:
	case ROSFW_H323_SECONDS:
	case ROSFW_H323_GRANTED:
		name_party(scan, f);
		break;
	}
}

static void add_address(struct rosfw_scan *scan, const struct rosfw_per_item *item)
{
	struct rosfw_finding *f, found = { .format = ROSFW_SCAN_BYTES, .addr_at = item->addr, .port_at = item->port };

	if (item->family != scan->family)
		return;
	rosfw_addr_load(&found.addr, item->family, scan->data + item->addr.off);
	found.port = get_unaligned_be16(scan->data + item->port.off);
	found.nports = 1;
	found.proto = scan->proto;
	classify(scan, item->mark, &found);
	/* Nobody connects to port 0: it says that there is nothing to connect to. */
	if (!found.port && found.kind != ROSFW_SCAN_NAME)
		return;
	rosfw_scan_claim(scan, &found);
	f = rosfw_scan_add(scan, found.kind);
	if (f)
		*f = found;
}

/* How long calls are expected: what the endpoint asks for, or what the gatekeeper grants. */
static void add_seconds(struct rosfw_scan *scan, u32 from, const struct rosfw_per_item *item)
{
	u32 seconds = min(item->value, SECONDS_MAX - 1) + 1, i;
	struct rosfw_finding *f;

	for (i = from; i < scan->n; i++)
		if (scan->found[i].flags & ROSFW_SCAN_PERMANENT)
			scan->found[i].seconds = seconds;
	f = item->mark == ROSFW_H323_GRANTED ? rosfw_scan_add(scan, ROSFW_SCAN_CONFIRM) : NULL;
	if (!f)
		return;
	f->proto = ROSFW_PROTO_TCP;
	f->seconds = seconds;
}

/* ---- messages ---- */

/* False: it is none of that type. */
static bool read_value(struct rosfw_scan *scan, const struct part *part, const struct rosfw_per_type *type)
{
	enum rosfw_per_result result;
	struct rosfw_per_item item;
	struct rosfw_per per;
	u32 before = scan->n;

	rosfw_per_begin(&per, scan->data, part->at, part->end, type);
	while ((result = rosfw_per_next(&per, &item)) == ROSFW_PER_FOUND) {
		if (item.addr.len)
			add_address(scan, &item);
		else
			add_seconds(scan, before, &item);
	}
	if (result == ROSFW_PER_DAMAGED)
		scan->n = before;
	return result != ROSFW_PER_DAMAGED;
}

/* The contents of an element; false: it has none, or is longer than the message. */
static bool next_element(const struct rosfw_scan *scan, struct part *message, u8 *id, struct part *element)
{
	u32 len_bytes, len;

	*id = scan->data[message->at++];
	*element = (struct part){ message->at, message->at };
	if (*id & Q931_SHIFTED)
		return true;
	/* In H.225.0, that of the user has a length of two octets. */
	len_bytes = *id == Q931_USER_USER ? 2 : 1;
	if (message->end - message->at < len_bytes)
		return false;
	len = len_bytes == 2 ? get_unaligned_be16(scan->data + message->at) : scan->data[message->at];
	element->at = message->at + len_bytes;
	if (len > message->end - element->at)
		return false;
	element->end = element->at + len;
	message->at = element->end;
	return true;
}

/* Protocol, call reference with its length in front, type of the message, elements. False: it is none. */
static bool read_q931(struct rosfw_scan *scan, struct part message)
{
	struct part element;
	u32 skip;
	u8 id;

	if (message.end - message.at < 2 || scan->data[message.at] != Q931_PROTOCOL)
		return false;
	skip = 3 + (scan->data[message.at + 1] & 0xf);
	if (message.end - message.at < skip)
		return false;
	message.at += skip;
	while (message.at < message.end) {
		if (!next_element(scan, &message, &id, &element))
			return false;
		if (id != Q931_USER_USER || element.at == element.end || scan->data[element.at] != Q931_X680)
			continue;
		element.at++;
		return read_value(scan, &element, &rosfw_h225_user_information);
	}
	return true;
}

/* ---- streams ---- */

/* Of a message with its header; 0: it is none. */
static u32 tpkt_len(const struct rosfw_scan *scan, u32 at)
{
	u32 len;

	if (scan->len - at < TPKT_LEN || scan->data[at] != TPKT_VERSION)
		return 0;
	len = get_unaligned_be16(scan->data + at + 2);
	return len < TPKT_LEN ? 0 : len;
}

static bool read_message(struct rosfw_scan *scan, bool control, u32 at, u32 end)
{
	const struct part message = { at, end };

	return control ? read_value(scan, &message, &rosfw_h245_message) : read_q931(scan, message);
}

static void read_stream(struct rosfw_scan *scan, bool control)
{
	u32 at = 0, len;

	len = tpkt_len(scan, 0);
	if (!len || (len > scan->len && scan->len > TPKT_LEN)) {
		/* Either the header came before, or it is not a message. */
		scan->line_end = read_message(scan, control, 0, scan->len);
		return;
	}
	for (; at < scan->len; at += len) {
		len = tpkt_len(scan, at);
		if (!len || len > scan->len - at)
			break;
		read_message(scan, control, at + TPKT_LEN, at + len);
	}
	/* A header at the end is one of the next segment's message. */
	scan->line_end = at == scan->len || (scan->len - at == TPKT_LEN && len);
}

void rosfw_scan_q931(struct rosfw_scan *scan)
{
	read_stream(scan, false);
}

void rosfw_scan_h245(struct rosfw_scan *scan)
{
	read_stream(scan, true);
}

void rosfw_scan_ras(struct rosfw_scan *scan)
{
	read_value(scan, &(struct part){ 0, scan->len }, &rosfw_ras_message);
	scan->line_end = true;
}
