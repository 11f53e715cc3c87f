// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading text of a payload: lines, headers, numbers, addresses.
 *
 * Everything looks at a character a bounded number of times, and only at those between the ends of its cursor. No
 * state, no locks.
 */
#include "text.h"

/* Characters of the longest address: eight groups of four, or six and an IPv4 address. */
#define ADDR_CHARS	45U

void rosfw_text_blanks(struct rosfw_text *t)
{
	while (rosfw_is_blank(rosfw_text_peek(t)))
		t->at++;
}

bool rosfw_text_word(struct rosfw_text *t, struct rosfw_text *word)
{
	*word = *t;
	while (rosfw_text_more(t) && !rosfw_is_blank(rosfw_text_peek(t)))
		t->at++;
	word->end = t->at;
	return rosfw_text_more(word);
}

bool rosfw_text_skip(struct rosfw_text *t, const char *literal)
{
	u32 at = t->at;

	for (; *literal; literal++, at++)
		if (at == t->end || rosfw_lower(t->data[at]) != *literal)
			return false;
	t->at = at;
	return true;
}

bool rosfw_text_is(const struct rosfw_text *t, const char *literal)
{
	struct rosfw_text rest = *t;

	return rosfw_text_skip(&rest, literal) && !rosfw_text_more(&rest);
}

bool rosfw_text_find(struct rosfw_text *t, int c)
{
	u32 at;

	for (at = t->at; at < t->end; at++) {
		if (t->data[at] != c)
			continue;
		t->at = at;
		return true;
	}
	return false;
}

bool rosfw_text_number(struct rosfw_text *t, u32 max, u32 *value)
{
	u32 at = t->at;
	u64 n = 0;

	for (; at < t->end && rosfw_is_digit(t->data[at]); at++) {
		n = n * 10 + t->data[at] - '0';
		if (n > max)
			return false;
	}
	if (at == t->at)
		return false;
	*value = n;
	t->at = at;
	return true;
}

bool rosfw_text_port(struct rosfw_text *t, u16 *port, struct rosfw_scan_spot *at)
{
	struct rosfw_text rest = *t;
	u32 n;

	if (!rosfw_text_number(&rest, U16_MAX, &n) || !n)
		return false;
	*at = rosfw_scan_spot(t->at, rest.at);
	*port = n;
	*t = rest;
	return true;
}

static bool read_ipv4(struct rosfw_text *t, u32 *addr)
{
	struct rosfw_text rest = *t;
	u32 i, byte, from, n = 0;

	for (i = 0; i < 4; i++) {
		if (i && !rosfw_text_char(&rest, '.'))
			return false;
		from = rest.at;
		if (!rosfw_text_number(&rest, U8_MAX, &byte) || rest.at - from > 3)
			return false;
		n = n << 8 | byte;
	}
	*addr = n;
	*t = rest;
	return true;
}

static int hex_value(int c)
{
	if (rosfw_is_digit(c))
		return c - '0';
	c = rosfw_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_group(struct rosfw_text *t, u16 *group)
{
	u32 n = 0, digits = 0;

	while (digits <= 4 && hex_value(rosfw_text_peek(t)) >= 0) {
		n = n << 4 | hex_value(t->data[t->at++]);
		digits++;
	}
	*group = n;
	return digits && digits <= 4;
}

/**
 * struct groups - an IPv6 address on its way
 * @group: its groups
 * @n: how many there are
 * @gap: where "::" stands among them; -1: nowhere
 */
struct groups {
	u16 group[8];
	int n;
	int gap;
};

/* One group, or the last two as an IPv4 address. False: what stands there is neither. */
static bool read_part(struct rosfw_text *t, struct groups *g)
{
	struct rosfw_text rest = *t;
	u32 v4;

	if (g->n <= 6 && read_ipv4(&rest, &v4)) {
		g->group[g->n++] = v4 >> 16;
		g->group[g->n++] = v4;
		*t = rest;
		return true;
	}
	if (g->n == 8 || !read_group(&rest, &g->group[g->n]))
		return false;
	g->n++;
	*t = rest;
	return true;
}

/* Groups and the colons between them. */
static bool read_groups(struct rosfw_text *t, struct groups *g)
{
	if (rosfw_text_skip(t, "::"))
		g->gap = 0;
	for (;;) {
		if (!read_part(t, g))
			return g->gap == g->n;
		if (rosfw_text_peek(t) != ':' || g->n == 8)
			return true;
		t->at++;
		if (rosfw_text_peek(t) != ':')
			continue;
		t->at++;
		if (g->gap >= 0)
			return false;
		g->gap = g->n;
	}
}

static bool read_ipv6(struct rosfw_text *t, struct rosfw_addr *addr)
{
	struct groups g = { .gap = -1 };
	u16 all[8] = { 0 };
	int i;

	if (!read_groups(t, &g) || (g.gap < 0 ? g.n != 8 : g.n == 8))
		return false;
	for (i = 0; i < g.n; i++)
		all[g.gap < 0 || i < g.gap ? i : i + 8 - g.n] = g.group[i];
	*addr = (struct rosfw_addr){ 0 };
	for (i = 0; i < 4; i++) {
		addr->hi = addr->hi << 16 | all[i];
		addr->lo = addr->lo << 16 | all[i + 4];
	}
	return true;
}

/* Another digit, or a part of a name: it was not an address. */
static bool goes_on(int c)
{
	c = rosfw_lower(c);
	return rosfw_is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_' || c == '%';
}

bool rosfw_text_addr(struct rosfw_text *t, u8 family, struct rosfw_addr *addr, struct rosfw_scan_spot *at)
{
	struct rosfw_text rest = *t;
	u32 v4;

	rest.end = min(t->end, t->at + ADDR_CHARS + 1);
	if (family == ROSFW_IPV4) {
		if (!read_ipv4(&rest, &v4))
			return false;
		*addr = (struct rosfw_addr){ .lo = v4 };
	} else if (!read_ipv6(&rest, addr)) {
		return false;
	}
	rest.end = t->end;
	if (goes_on(rosfw_text_peek(&rest)))
		return false;
	*at = rosfw_scan_spot(t->at, rest.at);
	*t = rest;
	return true;
}

bool rosfw_text_line(struct rosfw_text *t, struct rosfw_text *line)
{
	*line = *t;
	if (!rosfw_text_find(t, '\n'))
		return false;
	line->end = t->at++;
	if (line->end > line->at && line->data[line->end - 1] == '\r')
		line->end--;
	return true;
}

/* Lines that begin with a blank belong to the one before. */
static bool folded_line(struct rosfw_text *t, struct rosfw_text *line)
{
	struct rosfw_text next;

	if (!rosfw_text_line(t, line))
		return false;
	while (rosfw_text_more(line) && (rosfw_text_peek(t) == ' ' || rosfw_text_peek(t) == '\t')) {
		if (!rosfw_text_line(t, &next))
			return false;
		line->end = next.end;
	}
	return true;
}

bool rosfw_text_header(struct rosfw_text *t, struct rosfw_text *name, struct rosfw_text *value)
{
	struct rosfw_text rest = *t;

	if (!folded_line(&rest, value))
		return false;
	*t = rest;
	*name = *value;
	while (rosfw_text_more(value) && !rosfw_is_blank(rosfw_text_peek(value)) && rosfw_text_peek(value) != ':')
		value->at++;
	if (value->at > name->at)
		name->end = value->at;
	rosfw_text_blanks(value);
	if (!rosfw_text_char(value, ':'))
		value->at = value->end;
	rosfw_text_blanks(value);
	return true;
}
