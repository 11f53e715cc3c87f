// SPDX-License-Identifier: GPL-2.0-only
/*
 * RTSP (RFC 2326): a client sets up a transport, and names the ports at which it wants to get the stream.
 *
 * "Transport: RTP/AVP;unicast;client_port=4588-4589" of a SETUP request: the server is going to send there. The reply
 * repeats that and adds server_port, to which the client sends reports. Transports within the connection itself
 * (interleaved) have no ports; their frames between messages are passed over. Several offers are separated by commas.
 *
 * Several messages may stand in one segment, which has to begin with one; bodies are passed over by Content-Length.
 */
#include "text.h"

/* A frame of an interleaved transport: a dollar sign, channel, length. */
#define FRAME_HEADER	4U

/* One port, or two that follow each other. */
static bool read_ports(struct rosfw_text *t, struct rosfw_finding *f)
{
	u32 from = t->at;
	struct rosfw_scan_spot at;
	u16 last;

	if (!rosfw_text_port(t, &f->port, &f->port_at))
		return false;
	f->nports = 1;
	f->format = ROSFW_SCAN_TEXT;
	if (!rosfw_text_char(t, '-'))
		return true;
	if (!rosfw_text_port(t, &last, &at) || last < f->port || last - f->port > 1)
		return false;
	f->nports = last - f->port + 1;
	f->format = ROSFW_SCAN_RANGE;
	f->port_at = rosfw_scan_spot(from, t->at);
	return true;
}

static void add_ports(struct rosfw_scan *scan, struct rosfw_text *t, enum rosfw_scan_kind kind, u8 flags)
{
	struct rosfw_finding f = { 0 }, *added;

	if (!read_ports(t, &f))
		return;
	added = rosfw_scan_add(scan, kind);
	if (!added)
		return;
	f.kind = kind;
	f.proto = ROSFW_PROTO_UDP;
	f.flags = flags | ROSFW_SCAN_ADDRLESS | ROSFW_SCAN_MEDIA;
	f.addr = flags & ROSFW_SCAN_PEER ? scan->dst.addr : scan->src.addr;
	*added = f;
}

/* destination=address, or source=address: who is named there is not always who it should be. */
static void add_address(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct rosfw_finding f = { .kind = ROSFW_SCAN_NAME, .nports = 1, .proto = ROSFW_PROTO_UDP }, *added;

	if (!rosfw_text_addr(t, scan->family, &f.addr, &f.addr_at))
		return;
	if (rosfw_addr_equal(&f.addr, &scan->dst.addr))
		f.flags = ROSFW_SCAN_PEER;
	rosfw_scan_claim(scan, &f);
	added = rosfw_scan_add(scan, ROSFW_SCAN_NAME);
	if (added)
		*added = f;
}

static void read_parameter(struct rosfw_scan *scan, struct rosfw_text *t)
{
	bool client = !scan->reply;

	rosfw_text_blanks(t);
	if (rosfw_text_skip(t, "client_port="))
		add_ports(scan, t, client ? ROSFW_SCAN_EXPECT : ROSFW_SCAN_NAME, client ? 0 : ROSFW_SCAN_PEER);
	else if (!client && rosfw_text_skip(t, "server_port="))
		add_ports(scan, t, ROSFW_SCAN_EXPECT, 0);
	else if (rosfw_text_skip(t, "destination=") || rosfw_text_skip(t, "source="))
		add_address(scan, t);
}

/* Parameters are separated by semicolons, transports by commas. */
static void read_transport(struct rosfw_scan *scan, struct rosfw_text *value)
{
	while (rosfw_text_more(value)) {
		read_parameter(scan, value);
		while (rosfw_text_more(value) && rosfw_text_peek(value) != ';' && rosfw_text_peek(value) != ',')
			value->at++;
		if (rosfw_text_more(value))
			value->at++;
	}
}

/* The first line of a message. Transports count in SETUP and in replies. */
static bool read_first_line(const struct rosfw_scan *scan, struct rosfw_text *t, bool *setup)
{
	struct rosfw_text line, word;

	if (!rosfw_text_line(t, &line))
		return false;
	if (scan->reply && rosfw_text_skip(&line, "rtsp/1.0 ")) {
		*setup = rosfw_text_peek(&line) == '2';
		return true;
	}
	if (!rosfw_text_word(&line, &word))
		return false;
	*setup = !scan->reply && rosfw_text_is(&word, "setup");
	rosfw_text_blanks(&line);
	if (!rosfw_text_word(&line, &word))
		return false;
	rosfw_text_blanks(&line);
	return rosfw_text_skip(&line, "rtsp/1.0");
}

/* Headers up to the blank line; false: they or the body are not complete, and what was found does not count. */
static bool read_message(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct rosfw_text name, value;
	u32 length = 0;
	bool setup;

	if (!read_first_line(scan, t, &setup))
		return false;
	for (;;) {
		if (!rosfw_text_header(t, &name, &value))
			return false;
		if (!rosfw_text_more(&name))
			break;
		if (setup && rosfw_text_is(&name, "transport"))
			read_transport(scan, &value);
		else if (rosfw_text_is(&name, "content-length") && !rosfw_text_number(&value, U16_MAX, &length))
			return false;
	}
	if (length > rosfw_text_left(t))
		return false;
	t->at += length;
	return true;
}

static bool skip_frame(struct rosfw_text *t)
{
	u32 length;

	if (rosfw_text_left(t) < FRAME_HEADER)
		return false;
	length = FRAME_HEADER + get_unaligned_be16(t->data + t->at + 2);
	if (length > rosfw_text_left(t))
		return false;
	t->at += length;
	return true;
}

void rosfw_scan_rtsp(struct rosfw_scan *scan)
{
	struct rosfw_text t = rosfw_text_of(scan);
	u32 before;

	while (rosfw_text_more(&t)) {
		before = scan->n;
		if (rosfw_text_peek(&t) == '$' ? skip_frame(&t) : read_message(scan, &t))
			continue;
		scan->n = before;
		return;
	}
	scan->line_end = true;
}
