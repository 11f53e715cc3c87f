// SPDX-License-Identifier: GPL-2.0-only
/*
 * FTP (RFC 959, RFC 2428): where the next data connection is going to be opened.
 *
 * Of the client: "PORT h,h,h,h,p,p" and "EPRT |1|address|port|". Of the server: "227 ... h,h,h,h,p,p", with or without
 * parentheses and whatever text in front, and "229 ... (|||port|)". Only whole lines count, and of the first one only
 * if it is known that it begins there: a file name, or the echo of a command, must not be taken for one.
 */
#include "text.h"

/* The longest line that makes sense: a reply with some prose in it. */
#define LINE_MAX_LEN	512U

/* h,h,h,h,p,p */
static bool read_commas(struct rosfw_text *t, struct rosfw_finding *f)
{
	struct rosfw_text rest = *t;
	u64 all = 0;
	u32 i, byte;

	for (i = 0; i < 6; i++) {
		if ((i && !rosfw_text_char(&rest, ',')) || !rosfw_text_number(&rest, U8_MAX, &byte))
			return false;
		all = all << 8 | byte;
	}
	if (rosfw_text_peek(&rest) == ',' || !(u16)all || rest.at - t->at > 6 * 3 + 5)
		return false;
	f->addr = (struct rosfw_addr){ .lo = all >> 16 };
	f->port = all;
	f->addr_at = rosfw_scan_spot(t->at, rest.at);
	f->format = ROSFW_SCAN_COMMAS;
	*t = rest;
	return true;
}

/* Numbers in a reply may be part of the prose. */
static bool find_commas(struct rosfw_text *t, struct rosfw_finding *f)
{
	while (rosfw_text_more(t)) {
		if (!rosfw_is_digit(rosfw_text_peek(t))) {
			t->at++;
			continue;
		}
		if (read_commas(t, f))
			return true;
		while (rosfw_is_digit(rosfw_text_peek(t)))
			t->at++;
	}
	return false;
}

static bool is_delimiter(int c)
{
	return c > ' ' && c < 0x7f && !rosfw_is_digit(c);
}

/* |family|address|port| */
static bool read_eprt(struct rosfw_text *t, u8 family, struct rosfw_finding *f)
{
	int d = rosfw_text_peek(t);
	u32 kind;

	if (!is_delimiter(d))
		return false;
	t->at++;
	return rosfw_text_number(t, 2, &kind) && kind == (family == ROSFW_IPV4 ? 1 : 2) && rosfw_text_char(t, d) &&
	       rosfw_text_addr(t, family, &f->addr, &f->addr_at) && rosfw_text_char(t, d) &&
	       rosfw_text_port(t, &f->port, &f->port_at) && rosfw_text_char(t, d);
}

/* (|||port|) */
static bool read_epsv(struct rosfw_text *t, struct rosfw_finding *f)
{
	int d;

	if (!rosfw_text_find(t, '('))
		return false;
	t->at++;
	d = rosfw_text_peek(t);
	return is_delimiter(d) && rosfw_text_char(t, d) && rosfw_text_char(t, d) && rosfw_text_char(t, d) &&
	       rosfw_text_port(t, &f->port, &f->port_at) && rosfw_text_char(t, d) && rosfw_text_char(t, ')');
}

static bool read_command(const struct rosfw_scan *scan, struct rosfw_text *line, struct rosfw_finding *f)
{
	if (rosfw_text_skip(line, "port ") && scan->family == ROSFW_IPV4) {
		rosfw_text_blanks(line);
		return read_commas(line, f);
	}
	if (!rosfw_text_skip(line, "eprt "))
		return false;
	rosfw_text_blanks(line);
	return read_eprt(line, scan->family, f);
}

static bool read_reply(const struct rosfw_scan *scan, struct rosfw_text *line, struct rosfw_finding *f)
{
	if (rosfw_text_skip(line, "227 ") && scan->family == ROSFW_IPV4)
		return find_commas(line, f);
	if (!rosfw_text_skip(line, "229 ") || !read_epsv(line, f))
		return false;
	f->addr = scan->src.addr;
	f->flags |= ROSFW_SCAN_ADDRLESS;
	return true;
}

static void read_line(struct rosfw_scan *scan, struct rosfw_text *line)
{
	struct rosfw_finding f = { 0 }, *added;

	if (rosfw_text_left(line) > LINE_MAX_LEN)
		return;
	if (scan->reply ? !read_reply(scan, line, &f) : !read_command(scan, line, &f))
		return;
	added = rosfw_scan_add(scan, ROSFW_SCAN_EXPECT);
	if (!added)
		return;
	f.kind = added->kind;
	f.nports = added->nports;
	f.proto = ROSFW_PROTO_TCP;
	rosfw_scan_claim(scan, &f);
	*added = f;
}

void rosfw_scan_ftp(struct rosfw_scan *scan)
{
	struct rosfw_text rest = rosfw_text_of(scan), line;
	bool known = scan->line_start;

	for (; rosfw_text_line(&rest, &line); known = true)
		if (known)
			read_line(scan, &line);
	scan->line_end = known && !rosfw_text_more(&rest);
}
