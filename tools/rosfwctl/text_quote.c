// SPDX-License-Identifier: GPL-2.0-only
/*
 * How texts look in exports and listings: quotes, escapes, what a terminal must not be sent.
 *
 * An export is plain ASCII: whatever is not becomes \XX, so that it survives every editor and transport. A listing
 * shows UTF-8 as it is, and everything that is not printable UTF-8 as \XX: a comment never moves the cursor.
 */
#include "text.h"

/* Characters that need no quotes. */
static bool is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._-/:,!*@~+%", c));
}

static void write_hex(struct buf *out, u8 c)
{
	static const char digits[] = "0123456789ABCDEF";

	buf_char(out, '\\');
	buf_char(out, digits[c >> 4]);
	buf_char(out, digits[c & 15]);
}

static void write_control(struct buf *out, char c)
{
	if (c == '\n')
		buf_str(out, "\\n");
	else if (c == '\r')
		buf_str(out, "\\r");
	else if (c == '\t')
		buf_str(out, "\\t");
	else
		write_hex(out, c);
}

static bool all_bare(const char *s)
{
	const char *p;

	for (p = s; is_bare(*p); p++)
		;
	return !*p && p != s;
}

void quote_export(struct buf *out, const char *s)
{
	if (all_bare(s)) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '"');
	for (; *s; s++) {
		if (*s < ' ' || *s > '~') {
			write_control(out, *s);
		} else {
			if (strchr("\"\\$?", *s))
				buf_char(out, '\\');
			buf_char(out, *s);
		}
	}
	buf_char(out, '"');
}

char *text_quote_export(const char *s)
{
	struct buf out = { };

	quote_export(&out, s);
	return buf_take(&out);
}

/* Controls of the upper half, and characters that reorder or hide the text around them. */
static bool is_shown(u32 c)
{
	return c >= 0xa0 && c != 0xad && !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	       !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && !(c >= 0xd800 && c <= 0xdfff) && c <= 0x10ffff;
}

u32 text_utf8(const char *s)
{
	static const u32 smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	u8 first = *s;
	u32 n, i, c;

	if (first < 0x80)
		return first >= ' ' && first <= '~';
	if (first < 0xc0 || first >= 0xf8)
		return 0;
	n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	c = first & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if (((u8)s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	return c >= smallest[n] && is_shown(c) ? n : 0;
}

u32 text_columns(const char *s, size_t n)
{
	u32 columns = 0;

	for (; n; n--, s++)
		columns += ((u8)*s & 0xc0) != 0x80;
	return columns;
}

void text_visible(struct buf *out, const char *s)
{
	u32 n;

	for (; *s; s += n) {
		n = text_utf8(s);
		if (n) {
			buf_add(out, s, n);
			continue;
		}
		write_control(out, *s);
		n = 1;
	}
}

static bool needs_quotes(const char *s)
{
	u32 n;

	if (!*s)
		return true;
	for (; *s; s += n) {
		n = text_utf8(s);
		if (!n || (n == 1 && !is_bare(*s)))
			return true;
	}
	return false;
}

void quote_print(struct buf *out, const char *s, bool always)
{
	u32 n;

	if (!always && !needs_quotes(s)) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '"');
	for (; *s; s += n) {
		n = text_utf8(s);
		if (!n) {
			write_control(out, *s);
			n = 1;
			continue;
		}
		if (*s == '"' || *s == '\\')
			buf_char(out, '\\');
		buf_add(out, s, n);
	}
	buf_char(out, '"');
}

char *text_quote_print(const char *s)
{
	struct buf out = { };

	quote_print(&out, s, false);
	return buf_take(&out);
}
