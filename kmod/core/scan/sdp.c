// SPDX-License-Identifier: GPL-2.0-only
/*
 * Session descriptions (SDP, RFC 8866): where the sender wants to get sound and pictures.
 *
 * "c=IN IP4 address" in front of the first medium holds for all, one behind an "m=" for that medium alone. "m=audio
 * port RTP/AVP ..." is a medium: two ports, the second for reports (RTCP), unless "a=rtcp:port" names another.
 * "a=rtcp-mux" only offers to do without: two ports nevertheless. Port 0 refuses a medium. "o=" mentions the
 * address once more. All else is passed over.
 */
#include "sip.h"

/**
 * struct place - an address and where it stands
 * @addr: the address
 * @at: its place in the payload; length 0: there is none
 */
struct place {
	struct rosfw_addr addr;
	struct rosfw_scan_spot at;
};

/**
 * struct medium - one "m=" on its way
 * @place: "c=" of its own
 * @port_at: where its port stands
 * @rtcp_at: where that of "a=rtcp" stands; length 0: nowhere
 * @rtcp_place: the address in "a=rtcp"
 * @port: its port; 0: there is no medium, or it is refused
 * @rtcp: port of "a=rtcp"
 * @nports: ports that belong to it
 * @proto: transport protocol
 */
struct medium {
	struct place place;
	struct rosfw_scan_spot port_at;
	struct rosfw_scan_spot rtcp_at;
	struct place rtcp_place;
	u16 port;
	u16 rtcp;
	u16 nports;
	u8 proto;
};

/* "IN IP4 address" */
static bool read_place(struct rosfw_text *t, u8 family, struct place *place)
{
	struct place p;

	rosfw_text_blanks(t);
	if (!rosfw_text_skip(t, family == ROSFW_IPV4 ? "in ip4 " : "in ip6 ") ||
	    !rosfw_text_addr(t, family, &p.addr, &p.at))
		return false;
	*place = p;
	return true;
}

static void add_medium(struct rosfw_scan *scan, const struct place *place, const struct medium *m)
{
	struct rosfw_finding *f = rosfw_scan_add(scan, ROSFW_SCAN_EXPECT);

	if (!f)
		return;
	f->addr = place->addr;
	f->addr_at = place->at;
	f->port = m->port;
	f->port_at = m->port_at;
	f->nports = m->nports;
	f->proto = m->proto;
	f->flags = ROSFW_SCAN_MEDIA | ROSFW_SCAN_ANY_SRC;
	rosfw_scan_claim(scan, f);
}

/* A medium is complete when the next one begins. */
static void finish(struct rosfw_scan *scan, const struct place *session, const struct medium *m)
{
	const struct place *place = m->place.at.len ? &m->place : session;
	struct medium rtcp = { .port = m->rtcp, .port_at = m->rtcp_at, .nports = 1, .proto = m->proto };

	if (!m->port || !place->at.len)
		return;
	add_medium(scan, place, m);
	if (m->rtcp_at.len)
		add_medium(scan, m->rtcp_place.at.len ? &m->rtcp_place : place, &rtcp);
}

/* "type port[/number] protocol formats" */
static void read_medium(struct rosfw_text *t, struct medium *m)
{
	struct rosfw_text word;
	u32 number;

	*m = (struct medium){ .nports = 1, .proto = ROSFW_PROTO_UDP };
	if (!rosfw_text_word(t, &word))
		return;
	rosfw_text_blanks(t);
	if (!rosfw_text_port(t, &m->port, &m->port_at))
		return;
	if (rosfw_text_char(t, '/') && (!rosfw_text_number(t, U8_MAX, &number) || number != 1))
		m->port = 0;
	rosfw_text_blanks(t);
	if (rosfw_text_skip(t, "rtp/") || rosfw_text_skip(t, "udp/tls/rtp/"))
		m->nports = 2;
	else if (rosfw_text_skip(t, "tcp"))
		m->proto = ROSFW_PROTO_TCP;
	if (m->port == U16_MAX)
		m->nports = 1;
}

static void read_attribute(struct rosfw_text *t, u8 family, struct medium *m)
{
	if (!m->port || !rosfw_text_skip(t, "rtcp:") || !rosfw_text_port(t, &m->rtcp, &m->rtcp_at))
		return;
	read_place(t, family, &m->rtcp_place);
	m->nports = 1;
}

static void add_origin(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct rosfw_finding *f;
	struct rosfw_text word;
	struct place place;
	u32 i;

	for (i = 0; i < 3; i++) {
		if (!rosfw_text_word(t, &word))
			return;
		rosfw_text_blanks(t);
	}
	if (!read_place(t, scan->family, &place))
		return;
	f = rosfw_scan_add(scan, ROSFW_SCAN_NAME);
	if (!f)
		return;
	f->addr = place.addr;
	f->addr_at = place.at;
	rosfw_scan_claim(scan, f);
}

/* Descriptions have no folding; a last line without an end counts. */
static bool next_line(struct rosfw_text *t, struct rosfw_text *line)
{
	if (!rosfw_text_more(t))
		return false;
	if (rosfw_text_line(t, line))
		return true;
	*line = *t;
	t->at = t->end;
	return true;
}

void rosfw_scan_sdp(struct rosfw_scan *scan, struct rosfw_text *body)
{
	struct place session = { 0 };
	struct medium m = { 0 };
	struct rosfw_text line;
	bool in_medium = false;

	while (next_line(body, &line)) {
		if (rosfw_text_skip(&line, "o=")) {
			add_origin(scan, &line);
		} else if (rosfw_text_skip(&line, "c=")) {
			read_place(&line, scan->family, in_medium ? &m.place : &session);
		} else if (rosfw_text_skip(&line, "a=")) {
			read_attribute(&line, scan->family, &m);
		} else if (rosfw_text_skip(&line, "m=")) {
			finish(scan, &session, &m);
			read_medium(&line, &m);
			in_medium = true;
		}
	}
	finish(scan, &session, &m);
}
