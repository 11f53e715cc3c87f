/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the readers of payload share: a cursor over text, and the list of findings.
 *
 * A cursor never leaves its part of the payload. A function that wants something returns whether it was there, and has
 * moved the cursor behind it; if it was not, the cursor has not moved.
 */
#ifndef _ROSFW_SCAN_TEXT_H
#define _ROSFW_SCAN_TEXT_H

#include "scan.h"

/**
 * struct rosfw_text - a part of a payload
 * @data: the payload
 * @at: where the part begins, or what is left of it
 * @end: where it ends
 */
struct rosfw_text {
	const u8 *data;
	u32 at;
	u32 end;
};

static inline struct rosfw_text rosfw_text_of(const struct rosfw_scan *scan)
{
	return (struct rosfw_text){ .data = scan->data, .end = scan->len };
}

static inline bool rosfw_text_more(const struct rosfw_text *t)
{
	return t->at < t->end;
}

static inline u32 rosfw_text_left(const struct rosfw_text *t)
{
	return t->end - t->at;
}

/* The character at the cursor; -1: none. */
static inline int rosfw_text_peek(const struct rosfw_text *t)
{
	return rosfw_text_more(t) ? t->data[t->at] : -1;
}

static inline bool rosfw_text_char(struct rosfw_text *t, int c)
{
	if (rosfw_text_peek(t) != c)
		return false;
	t->at++;
	return true;
}

static inline bool rosfw_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool rosfw_is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline int rosfw_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Spaces, tabs, and ends of lines (in a header that goes on in the next line). */
void rosfw_text_blanks(struct rosfw_text *t);
/* What is not blank. False: nothing. */
bool rosfw_text_word(struct rosfw_text *t, struct rosfw_text *word);
/* These characters, in upper or lower case; @literal is in lower case. */
bool rosfw_text_skip(struct rosfw_text *t, const char *literal);
/* All of it is that, in upper or lower case. */
bool rosfw_text_is(const struct rosfw_text *t, const char *literal);
/* To the next such character, which is not passed. False: there is none. */
bool rosfw_text_find(struct rosfw_text *t, int c);
/* A decimal number of any length that is at most @max. */
bool rosfw_text_number(struct rosfw_text *t, u32 max, u32 *value);
/* A port, not 0, and where it stands. */
bool rosfw_text_port(struct rosfw_text *t, u16 *port, struct rosfw_scan_spot *at);
/* An address, and where it stands. What follows must not look as if it went on. */
bool rosfw_text_addr(struct rosfw_text *t, u8 family, struct rosfw_addr *addr, struct rosfw_scan_spot *at);
/* A complete line; @line is without its end. */
bool rosfw_text_line(struct rosfw_text *t, struct rosfw_text *line);

/**
 * rosfw_text_header() - a header of a message in the style of mail
 * @t: cursor
 * @name: out: its name, without blanks; empty at the blank line, where headers end
 * @value: out: its value, which may contain ends of lines
 *
 * Return: false: there is no complete header. A line that is none is returned as one without a value; if it has no
 * name, all of it is one: it must not look like the blank line.
 */
bool rosfw_text_header(struct rosfw_text *t, struct rosfw_text *name, struct rosfw_text *value);

/* One more finding; all is zero but @kind. NULL: no room. */
struct rosfw_finding *rosfw_scan_add(struct rosfw_scan *scan, enum rosfw_scan_kind kind);

static inline struct rosfw_scan_spot rosfw_scan_spot(u32 from, u32 to)
{
	return (struct rosfw_scan_spot){ .off = from, .len = to - from };
}

/* The address is the sender's, as it should be? If not, that is noted. */
static inline void rosfw_scan_claim(const struct rosfw_scan *scan, struct rosfw_finding *f)
{
	if (!rosfw_addr_equal(&f->addr, f->flags & ROSFW_SCAN_PEER ? &scan->dst.addr : &scan->src.addr))
		f->flags |= ROSFW_SCAN_FOREIGN;
}

#endif /* _ROSFW_SCAN_TEXT_H */
