// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRC: a client offers another one a direct connection (DCC) in a message of the client-to-client protocol (CTCP).
 *
 * "PRIVMSG nick :\001DCC SEND file address port size\001", with SEND, CHAT and their like. RESUME and ACCEPT are about
 * an offer that was made: "DCC RESUME file port position" names the port of who gets the message, ACCEPT that of the
 * sender.
 * The offer is quoted: \020 makes one character of two (an end of line or a zero that must not be sent); a file name
 * with blanks in it stands in quotation marks, within which \ takes the meaning from the next character. Neither hides
 * a blank outside of a file name, so words can be counted as they are.
 *
 * Clients make offers to clients, so the address is that of the one who opened the connection. Offers that the server
 * passes on are made by people elsewhere, and of no interest but for the port in RESUME and ACCEPT.
 */
#include "text.h"

#define CTCP	'\001'
#define QUOTE	'\020'

/* Where the CTCP message of a line begins. */
static bool find_dcc(struct rosfw_text *line)
{
	struct rosfw_text command;

	if (rosfw_text_char(line, ':')) {
		rosfw_text_word(line, &command);
		rosfw_text_blanks(line);
	}
	if (!rosfw_text_word(line, &command) ||
	    (!rosfw_text_is(&command, "privmsg") && !rosfw_text_is(&command, "notice")))
		return false;
	while (rosfw_text_find(line, CTCP)) {
		line->at++;
		if (rosfw_text_skip(line, "dcc "))
			return true;
	}
	return false;
}

/* The file name, as it was sent. */
static bool skip_file(struct rosfw_text *t)
{
	struct rosfw_text word;

	rosfw_text_blanks(t);
	if (!rosfw_text_char(t, '"'))
		return rosfw_text_word(t, &word);
	for (; rosfw_text_more(t) && rosfw_text_peek(t) != CTCP; t->at++) {
		if (rosfw_text_peek(t) == '"') {
			t->at++;
			return rosfw_text_peek(t) == ' ';
		}
		if ((rosfw_text_peek(t) == '\\' || rosfw_text_peek(t) == QUOTE) && rosfw_text_left(t) > 1)
			t->at++;
	}
	return false;
}

static bool ends_word(const struct rosfw_text *t)
{
	int c = rosfw_text_peek(t);

	return c == ' ' || c == CTCP;
}

/* IPv4: one number. IPv6: text. */
static bool read_addr(struct rosfw_text *t, u8 family, struct rosfw_finding *f)
{
	u32 from = t->at, n;

	if (family != ROSFW_IPV4)
		return rosfw_text_addr(t, family, &f->addr, &f->addr_at);
	if (!rosfw_text_number(t, U32_MAX, &n))
		return false;
	f->addr = (struct rosfw_addr){ .lo = n };
	f->addr_at = rosfw_scan_spot(from, t->at);
	f->format = ROSFW_SCAN_NUMBER;
	return true;
}

/* file address port [...]. Port 0 asks the other side to open a port in turn. */
static void read_offer(struct rosfw_scan *scan, struct rosfw_text *t)
{
	struct rosfw_finding f = { .kind = ROSFW_SCAN_EXPECT, .nports = 1, .proto = ROSFW_PROTO_TCP }, *added;

	if (scan->reply || !skip_file(t))
		return;
	rosfw_text_blanks(t);
	if (!read_addr(t, scan->family, &f) || !ends_word(t))
		return;
	rosfw_text_blanks(t);
	if (!rosfw_text_port(t, &f.port, &f.port_at) || !ends_word(t))
		return;
	f.flags = ROSFW_SCAN_ANY_SRC;
	rosfw_scan_claim(scan, &f);
	added = rosfw_scan_add(scan, ROSFW_SCAN_EXPECT);
	if (added)
		*added = f;
}

/* file port position */
static void read_port(struct rosfw_scan *scan, struct rosfw_text *t, bool of_receiver)
{
	struct rosfw_scan_spot at;
	struct rosfw_finding *f;
	u16 port;

	if (!skip_file(t))
		return;
	rosfw_text_blanks(t);
	if (!rosfw_text_port(t, &port, &at) || !ends_word(t))
		return;
	f = rosfw_scan_add(scan, ROSFW_SCAN_NAME);
	if (!f)
		return;
	f->proto = ROSFW_PROTO_TCP;
	f->port = port;
	f->port_at = at;
	f->flags = ROSFW_SCAN_ADDRLESS | (of_receiver ? ROSFW_SCAN_PEER : 0);
	f->addr = of_receiver ? scan->dst.addr : scan->src.addr;
}

/* Behind "DCC ". */
static void read_dcc(struct rosfw_scan *scan, struct rosfw_text *t)
{
	static const char *const offers[] = { "send", "tsend", "chat", "schat", "move", "ssend" };
	struct rosfw_text word;
	u32 i;

	if (!rosfw_text_word(t, &word))
		return;
	if (rosfw_text_is(&word, "resume"))
		read_port(scan, t, true);
	else if (rosfw_text_is(&word, "accept"))
		read_port(scan, t, false);
	for (i = 0; i < ARRAY_SIZE(offers); i++)
		if (rosfw_text_is(&word, offers[i]))
			read_offer(scan, t);
}

void rosfw_scan_irc(struct rosfw_scan *scan)
{
	struct rosfw_text rest = rosfw_text_of(scan), line;
	bool known = scan->line_start;

	for (; rosfw_text_line(&rest, &line); known = true)
		if (known && find_dcc(&line))
			read_dcc(scan, &line);
	scan->line_end = known && !rosfw_text_more(&rest);
}
