// SPDX-License-Identifier: GPL-2.0-only
/*
 * SIP (RFC 3261): messages, and the addresses in their headers.
 *
 * A request ("INVITE sip:user@host SIP/2.0") or a response ("SIP/2.0 200 OK"), headers, a blank line, a body. Headers
 * have compact forms and may go on in the next line; a value may be a list. Over UDP a payload is one message; over TCP
 * there may be several, told apart by Content-Length. A message that goes on in the next segment is not read, and what
 * of its body comes there is passed over, whatever it looks like. When its headers are not complete, it is not known
 * where the next message begins: it is looked for where a segment begins.
 *
 * Findings: every address in the headers that name hosts (NAME); the contact in a REGISTER, to which calls are going to
 * come (EXPECT for a time, or FORGET), and what the registrar made of it (CONFIRM, or FORGET); the port at which
 * somebody wants the response who has sent from another (EXPECT); media of a session description, see sdp.c; the end
 * of a call (FORGET); and the length of a body that follows what is rewritten in it (LENGTH).
 */
#include "sip.h"

#define SIP_PORT		5060
#define SIPS_PORT		5061
#define REGISTER_SECONDS	3600U
#define SECONDS_MAX		0x7fffffffU

/* Of a contact, until the end of the headers: what it becomes says the method. */
#define CONTACT_MARK		ROSFW_SCAN_PERMANENT

/* Headers that matter, and their compact forms. */
enum header {
	VIA,
	URIS,		/* addresses as SIP URIs */
	CONTACT,
	CALL_ID,
	CSEQ,
	EXPIRES,
	CONTENT_TYPE,
	CONTENT_LENGTH,
	OTHER,
};

enum method {
	INVITE,
	REGISTER,
	BYE,
	CANCEL,
	SOME,
};

/**
 * struct message - what is known of a message on the way through it
 * @scan: for findings
 * @begin: number of findings in front of it. Those of contacts have CONTACT_MARK and, until the end of the headers,
 *	seconds of their own plus one
 * @call: a number for its Call-ID
 * @length_at: where the value of Content-Length stands
 * @length: that value
 * @expires: value of Expires
 * @status: of a response; 0: a request
 * @method: enum method, in a response that of the request
 * @has_via: there was a Via
 * @has_length: there is a Content-Length
 * @star: the contact is "*"
 * @sdp: the body is a session description
 */
struct message {
	struct rosfw_scan *scan;
	u32 begin;
	u32 call;
	struct rosfw_scan_spot length_at;
	u32 length;
	u32 expires;
	u16 status;
	u8 method;
	bool has_via;
	bool has_length;
	bool star;
	bool sdp;
};

static const struct {
	const char *name;
	enum header header;
} headers[] = {
	{ "via", VIA }, { "v", VIA },
	{ "contact", CONTACT }, { "m", CONTACT },
	{ "from", URIS }, { "f", URIS },
	{ "to", URIS }, { "t", URIS },
	{ "route", URIS }, { "record-route", URIS }, { "path", URIS }, { "service-route", URIS },
	{ "refer-to", URIS }, { "r", URIS }, { "referred-by", URIS }, { "b", URIS },
	{ "p-asserted-identity", URIS }, { "p-preferred-identity", URIS }, { "remote-party-id", URIS },
	{ "call-id", CALL_ID }, { "i", CALL_ID },
	{ "cseq", CSEQ },
	{ "expires", EXPIRES },
	{ "content-type", CONTENT_TYPE }, { "c", CONTENT_TYPE },
	{ "content-length", CONTENT_LENGTH }, { "l", CONTENT_LENGTH },
};

static enum header header_of(const struct rosfw_text *name)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(headers); i++)
		if (rosfw_text_is(name, headers[i].name))
			return headers[i].header;
	return OTHER;
}

static enum method method_of(const struct rosfw_text *word)
{
	static const char *const names[] = { [INVITE] = "invite", [REGISTER] = "register", [BYE] = "bye",
					     [CANCEL] = "cancel" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (rosfw_text_is(word, names[i]))
			return i;
	return SOME;
}

/* ---- hosts ---- */

/* An address, in brackets if it is IPv6. */
static bool read_host(struct rosfw_text *t, u8 family, struct rosfw_finding *f)
{
	struct rosfw_text rest = *t;

	if (family == ROSFW_IPV6 && !rosfw_text_char(&rest, '['))
		return false;
	if (!rosfw_text_addr(&rest, family, &f->addr, &f->addr_at))
		return false;
	if (family == ROSFW_IPV6 && !rosfw_text_char(&rest, ']'))
		return false;
	*t = rest;
	return true;
}

/* What may stand behind a host and its port. */
static bool ends_host(const struct rosfw_text *t)
{
	int c = rosfw_text_peek(t);

	return c < 0 || rosfw_is_blank(c) || c == ';' || c == ',' || c == '>' || c == '?' || c == '"';
}

/* host[:port] */
static bool read_host_port(struct rosfw_text *t, u8 family, u16 port, struct rosfw_finding *f)
{
	struct rosfw_text rest = *t;

	if (!read_host(&rest, family, f))
		return false;
	f->port = port;
	f->port_at = rosfw_scan_spot(rest.at, rest.at);
	f->flags |= ROSFW_SCAN_ADD_PORT;
	if (rosfw_text_char(&rest, ':')) {
		if (!rosfw_text_port(&rest, &f->port, &f->port_at))
			return false;
		f->flags &= ~ROSFW_SCAN_ADD_PORT;
	}
	if (!ends_host(&rest))
		return false;
	*t = rest;
	return true;
}

/* Proxies on the way leave many addresses, which are no concern of ours and would use up the room. NULL: such a one. */
static struct rosfw_finding *add_name(struct rosfw_scan *scan, const struct rosfw_finding *name)
{
	bool own = rosfw_addr_equal(&name->addr, &scan->src.addr);
	struct rosfw_finding *f;

	if (!own && !rosfw_addr_equal(&name->addr, &scan->dst.addr))
		return NULL;
	f = rosfw_scan_add(scan, ROSFW_SCAN_NAME);
	if (!f)
		return NULL;
	f->addr = name->addr;
	f->addr_at = name->addr_at;
	f->port = name->port;
	f->port_at = name->port_at;
	f->flags = name->flags | (own ? 0 : ROSFW_SCAN_PEER);
	return f;
}

/* ---- URIs ---- */

/* To the end of a URI. Whether it stands in angle brackets decides which characters end it. */
static struct rosfw_text cut_uri(struct rosfw_text *t, bool angled)
{
	struct rosfw_text uri = *t;
	int c;

	for (; rosfw_text_more(t); t->at++) {
		c = rosfw_text_peek(t);
		if (angled ? c == '>' : rosfw_is_blank(c) || c == ',')
			break;
	}
	uri.end = t->at;
	return uri;
}

/* Behind the scheme. The user, if there is one, ends with the first "@". Parameters are left. */
static struct rosfw_finding *read_uri(struct rosfw_scan *scan, struct rosfw_text *uri, u16 port)
{
	struct rosfw_finding f = { 0 };
	struct rosfw_text user = *uri;

	if (rosfw_text_find(&user, '@'))
		uri->at = user.at + 1;
	return read_host_port(uri, scan->family, port, &f) ? add_name(scan, &f) : NULL;
}

/* A quoted string; its end is missing: all of it. */
static void skip_string(struct rosfw_text *t)
{
	for (t->at++; rosfw_text_more(t); t->at++) {
		if (rosfw_text_peek(t) == '"') {
			t->at++;
			return;
		}
		if (rosfw_text_peek(t) == '\\' && rosfw_text_left(t) > 1)
			t->at++;
	}
}

static bool read_scheme(struct rosfw_text *t, u16 *port)
{
	*port = SIP_PORT;
	if (rosfw_text_skip(t, "sip:"))
		return true;
	*port = SIPS_PORT;
	return rosfw_text_skip(t, "sips:");
}

/* Who is reached by something else, as TLS, is reached by nothing that could be expected. */
static void read_transport(struct rosfw_text *t, struct rosfw_finding *f)
{
	if (rosfw_text_skip(t, "tcp"))
		f->proto = ROSFW_PROTO_TCP;
	else if (rosfw_text_skip(t, "udp"))
		f->proto = ROSFW_PROTO_UDP;
	else
		f->proto = 0;
}

/* transport=name and expires=seconds among the parameters of a URI and of what follows it, up to the next one. */
static void read_parameters(struct rosfw_text *t, struct rosfw_finding *f)
{
	u32 seconds;

	while (rosfw_text_more(t) && rosfw_text_peek(t) != ',') {
		if (rosfw_text_peek(t) == '"') {
			skip_string(t);
		} else if (rosfw_text_char(t, ';')) {
			rosfw_text_blanks(t);
			if (!f)
				continue;
			if (rosfw_text_skip(t, "transport="))
				read_transport(t, f);
			else if (rosfw_text_skip(t, "expires=") && rosfw_text_number(t, SECONDS_MAX, &seconds))
				f->seconds = seconds + 1;
		} else {
			t->at++;
		}
	}
}

/* One URI of a list, or a character on the way to it. Seconds, plus one, of a contact are kept in the finding. */
static void read_element(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct rosfw_finding *f;
	struct rosfw_text uri;
	bool angled;
	u16 port;

	if (rosfw_text_peek(t) == '"') {
		skip_string(t);
		return;
	}
	angled = rosfw_text_char(t, '<');
	if (!read_scheme(t, &port)) {
		t->at += !angled;
		return;
	}
	uri = cut_uri(t, angled);
	f = read_uri(scan, &uri, port);
	read_parameters(&uri, f);
	read_parameters(t, f);
}

static void read_uris(struct rosfw_scan *scan, struct rosfw_text *value)
{
	while (rosfw_text_more(value))
		read_element(scan, value);
}

/* ---- Via ---- */

/*
 * received=address and rport=port say what the sender of the response saw: an endpoint of the receiver. Return: there
 * is an rport, in a request without a port: the response goes to where it came from.
 */
static bool read_via_parameters(struct rosfw_scan *scan, struct rosfw_text *t)
{
	bool received = false, has_rport = false;
	struct rosfw_finding f = { 0 };
	struct rosfw_scan_spot at;
	u16 rport = 0;

	while (rosfw_text_more(t) && rosfw_text_peek(t) != ',') {
		if (!rosfw_text_char(t, ';')) {
			t->at++;
			continue;
		}
		rosfw_text_blanks(t);
		if (rosfw_text_skip(t, "received="))
			received = rosfw_text_addr(t, scan->family, &f.addr, &f.addr_at);
		else if (rosfw_text_skip(t, "rport"))
			has_rport = true;
		else
			continue;
		if (has_rport && rosfw_text_char(t, '=') && rosfw_text_port(t, &rport, &at))
			f.port_at = at;
	}
	if (received) {
		f.port = rport;
		add_name(scan, &f);
	}
	return has_rport;
}

/* "SIP/2.0/UDP host:port", the transport is not looked at. NULL: it names no address. */
static struct rosfw_finding *read_sent_by(struct rosfw_scan *scan, struct rosfw_text *value)
{
	struct rosfw_finding f = { 0 };
	struct rosfw_text word;

	rosfw_text_blanks(value);
	if (!rosfw_text_skip(value, "sip/2.0/") || !rosfw_text_word(value, &word))
		return NULL;
	rosfw_text_blanks(value);
	return read_host_port(value, scan->family, SIP_PORT, &f) ? add_name(scan, &f) : NULL;
}

/* Over UDP, the response to who has sent this request goes to the port that the first one names. */
static void expect_response(const struct message *m, struct rosfw_finding *f)
{
	if (m->has_via || m->status || m->scan->proto != ROSFW_PROTO_UDP || f->port == m->scan->src.id ||
	    f->flags & (ROSFW_SCAN_FOREIGN | ROSFW_SCAN_PEER))
		return;
	f->kind = ROSFW_SCAN_EXPECT;
	f->next = ROSFW_SCAN_SIP;
}

/* Several are separated by commas. */
static void read_via(struct message *m, struct rosfw_text *value)
{
	struct rosfw_finding *f;

	while (rosfw_text_more(value)) {
		f = read_sent_by(m->scan, value);
		if (!read_via_parameters(m->scan, value) && f)
			expect_response(m, f);
		m->has_via = true;
		rosfw_text_char(value, ',');
	}
}

/* ---- messages ---- */

static void read_contact(struct message *m, struct rosfw_text *value)
{
	u32 i = m->scan->n;

	if (rosfw_text_peek(value) == '*') {
		m->star = true;
		return;
	}
	read_uris(m->scan, value);
	for (; i < m->scan->n; i++)
		m->scan->found[i].flags |= CONTACT_MARK;
}

/* A number that another call is not likely to have. */
static void read_call_id(struct message *m, const struct rosfw_text *value)
{
	u32 i, hash = 2166136261U;

	for (i = value->at; i < value->end; i++)
		hash = (hash ^ value->data[i]) * 16777619;
	m->call = hash ?: 1;
}

static void read_cseq(struct message *m, struct rosfw_text *value)
{
	struct rosfw_text word;
	u32 number;

	if (!rosfw_text_number(value, U32_MAX, &number))
		return;
	rosfw_text_blanks(value);
	if (m->status && rosfw_text_word(value, &word))
		m->method = method_of(&word);
}

/* A second one, or nonsense, makes the message one that is not understood: who reads it may believe either. */
static bool read_length(struct message *m, struct rosfw_text *value)
{
	u32 from = value->at, length;

	if (m->has_length || !rosfw_text_number(value, U16_MAX, &length))
		return false;
	m->has_length = true;
	m->length = length;
	m->length_at = rosfw_scan_spot(from, value->at);
	return true;
}

static bool read_header(struct message *m, const struct rosfw_text *name, struct rosfw_text *value)
{
	switch (header_of(name)) {
	case VIA:
		read_via(m, value);
		break;
	case URIS:
		read_uris(m->scan, value);
		break;
	case CONTACT:
		read_contact(m, value);
		break;
	case CALL_ID:
		read_call_id(m, value);
		break;
	case CSEQ:
		read_cseq(m, value);
		break;
	case EXPIRES:
		if (!rosfw_text_number(value, SECONDS_MAX, &m->expires))
			m->expires = REGISTER_SECONDS;
		break;
	case CONTENT_TYPE:
		/* Of several parts, one may be a description; its lines look like nothing else. */
		m->sdp = rosfw_text_skip(value, "application/sdp") || rosfw_text_skip(value, "multipart/");
		break;
	case CONTENT_LENGTH:
		return read_length(m, value);
	case OTHER:
		break;
	}
	return true;
}

/* "METHOD uri SIP/2.0" or "SIP/2.0 status reason" */
static bool read_first_line(struct message *m, struct rosfw_text *t)
{
	struct rosfw_text line, word, uri;
	u32 status;

	if (!rosfw_text_line(t, &line))
		return false;
	if (rosfw_text_skip(&line, "sip/2.0 ")) {
		if (!rosfw_text_number(&line, 699, &status) || status < 100)
			return false;
		m->status = status;
		return true;
	}
	if (!rosfw_text_word(&line, &word) || !rosfw_text_char(&line, ' ') || !rosfw_text_word(&line, &uri) ||
	    !rosfw_text_char(&line, ' ') || !rosfw_text_is(&line, "sip/2.0"))
		return false;
	m->method = method_of(&word);
	read_element(m->scan, &uri);
	return true;
}

/* ---- what a message means ---- */

/* Calls are going to come to who registers, from the registrar, until then. */
static void expect_contact(const struct message *m, struct rosfw_finding *f)
{
	f->seconds = f->seconds ? f->seconds - 1 : m->expires;
	f->next = ROSFW_SCAN_SIP;
	f->kind = ROSFW_SCAN_CONFIRM;
	if (m->status)
		return;
	f->kind = f->seconds ? ROSFW_SCAN_EXPECT : ROSFW_SCAN_FORGET;
	f->call = f->seconds ? m->call : 0;
}

static void conclude_contacts(const struct message *m)
{
	bool registers = m->method == REGISTER && (!m->status || m->status / 100 == 2);
	struct rosfw_finding *f;
	u32 i;

	for (i = m->begin; i < m->scan->n; i++) {
		f = &m->scan->found[i];
		if (registers && f->flags & CONTACT_MARK && f->proto) {
			expect_contact(m, f);
		} else {
			f->flags &= ~CONTACT_MARK;
			f->seconds = 0;
		}
		f->proto = f->proto ?: m->scan->proto;
	}
}

/* Nothing is expected of that call any more; @flags: media or registrations. */
static void forget(const struct message *m, u32 call, u8 flags)
{
	struct rosfw_finding *f = rosfw_scan_add(m->scan, ROSFW_SCAN_FORGET);

	if (!f)
		return;
	f->call = call;
	f->flags = flags;
}

/* After a challenge, or when it has asked for too short a time, the client tries again. */
static bool is_tried_again(const struct message *m)
{
	return m->status == 401 || m->status == 407 || (m->method == REGISTER && m->status == 423);
}

/* The answer to a request to end, or a call that did not come about. */
static bool ends_call(const struct message *m)
{
	if (m->method == BYE || m->method == CANCEL)
		return m->status >= 200 && m->status < 300;
	return m->method == INVITE && m->status >= 300 && !is_tried_again(m);
}

static void conclude(const struct message *m)
{
	conclude_contacts(m);
	if (m->method == REGISTER && !m->status && m->star)
		forget(m, 0, ROSFW_SCAN_PERMANENT);
	else if (m->method == REGISTER && m->status >= 300 && !is_tried_again(m))
		forget(m, m->call, ROSFW_SCAN_PERMANENT);
	else if (ends_call(m))
		forget(m, m->call, ROSFW_SCAN_MEDIA);
}

static void add_length(struct message *m, u32 body)
{
	struct rosfw_finding *f = m->has_length ? rosfw_scan_add(m->scan, ROSFW_SCAN_LENGTH) : NULL;

	if (!f)
		return;
	f->addr_at = m->length_at;
	f->port_at = (struct rosfw_scan_spot){ .off = body, .len = m->length };
}

/* The body; without a length it is the rest of a datagram, and nothing in a stream. */
static bool read_body(struct message *m, struct rosfw_text *t)
{
	struct rosfw_text body = *t;
	u32 i = m->scan->n;

	if (!m->has_length)
		m->length = m->scan->proto == ROSFW_PROTO_TCP ? 0 : rosfw_text_left(t);
	if (m->length > rosfw_text_left(t)) {
		m->scan->left = m->length - rosfw_text_left(t);
		t->at = t->end;
		return false;
	}
	t->at += m->length;
	body.end = t->at;
	if (!m->sdp || !m->length)
		return true;
	rosfw_scan_sdp(m->scan, &body);
	for (; i < m->scan->n; i++)
		m->scan->found[i].call = m->call;
	add_length(m, t->at - m->length);
	return true;
}

/* Methods and versions begin with a letter; of what has no end yet, only that is looked at. */
static bool is_alien(const struct rosfw_text *t)
{
	struct rosfw_text rest = *t, line;
	int c = rosfw_lower(rosfw_text_peek(t));

	return c < 'a' || c > 'z' || rosfw_text_line(&rest, &line);
}

/*
 * False: it is none, or not complete; what was found in it does not count. The cursor is at the end then if nothing but
 * scan->left is missing of it.
 */
static bool read_message(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct message m = { .scan = scan, .begin = scan->n, .method = SOME, .expires = REGISTER_SECONDS };
	struct rosfw_text name, value, rest = *t;

	if (!read_first_line(&m, &rest)) {
		if (is_alien(t))
			scan->heard = ROSFW_SCAN_HEARD_ALIEN;
		return false;
	}
	scan->heard = ROSFW_SCAN_HEARD_OURS;
	for (;;) {
		if (!rosfw_text_header(&rest, &name, &value))
			return false;
		if (!rosfw_text_more(&name))
			break;
		if (!read_header(&m, &name, &value))
			return false;
	}
	conclude(&m);
	*t = rest;
	return read_body(&m, t);
}

/* What is left of a message that began before. */
static void skip_rest(struct rosfw_scan *scan, struct rosfw_text *t)
{
	bool stream = scan->proto == ROSFW_PROTO_TCP && scan->line_start;
	u32 skip = stream ? min(scan->left, scan->len) : 0;

	scan->left = stream ? scan->left - skip : 0;
	t->at += skip;
}

void rosfw_scan_sip(struct rosfw_scan *scan)
{
	bool stream = scan->proto == ROSFW_PROTO_TCP;
	struct rosfw_text t = rosfw_text_of(scan);
	u32 before;

	skip_rest(scan, &t);
	do {
		/* Blank lines between messages keep a connection alive. */
		while (rosfw_text_peek(&t) == '\r' || rosfw_text_peek(&t) == '\n')
			t.at++;
		before = scan->n;
		if (!rosfw_text_more(&t))
			break;
		/* Half of what it says is worse than nothing: a length would not follow. */
		if (!read_message(scan, &t) || scan->more) {
			scan->n = before;
			if (rosfw_text_more(&t) || !stream || scan->more)
				return;
		}
	} while (stream && rosfw_text_more(&t));
	scan->line_end = true;
}
