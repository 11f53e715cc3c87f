// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sources: bytes -> logical lines.
 *
 * The reader knows just enough of the language to tell where a line ends: strings, comments, continuations and
 * braces. It reads in blocks and keeps one logical line, so a file of any size, or a line of any length, costs no more
 * memory than LINE_BYTES_MAX.
 *
 * Life: source_open_*(), source_line() until it returns 0, source_close(). Not safe for threads.
 */
#include <fcntl.h>
#include <unistd.h>

#include "lexer.h"

#define BLOCK_BYTES	65536U

void source_open_fd(struct source *src, int fd)
{
	memset(src, 0, sizeof(*src));
	src->fd = fd;
	src->line = 1;
	src->column = 1;
}

void source_open_text(struct source *src, const char *text, size_t n)
{
	source_open_fd(src, -1);
	src->buf = (char *)(uintptr_t)text;
	src->have = n;
	src->eof = true;
}

void source_close(struct source *src)
{
	if (src->owned)
		free(src->buf);
	src->buf = NULL;
}

/* Makes @want bytes available from pos on, if there are as many. Return: how many there are, or -EIO. */
static ssize_t source_fill(struct source *src, size_t want)
{
	ssize_t got;

	while (src->have - src->pos < want && !src->eof) {
		if (!src->buf) {
			src->buf = malloc(2 * BLOCK_BYTES);
			if (!src->buf)
				return -EIO;
			src->owned = true;
		}
		if (src->pos) {
			memmove(src->buf, src->buf + src->pos, src->have - src->pos);
			src->have -= src->pos;
			src->pos = 0;
		}
		if (src->have == 2 * BLOCK_BYTES)
			break;
		got = read(src->fd, src->buf + src->have, 2 * BLOCK_BYTES - src->have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -EIO;
		if (!got)
			src->eof = true;
		src->have += got;
	}
	return src->have - src->pos;
}

/* The byte @ahead places behind the next one; -1 at the end. */
static int source_peek(struct source *src, size_t ahead)
{
	if (src->have - src->pos <= ahead && source_fill(src, ahead + 1) <= (ssize_t)ahead)
		return -1;
	return (u8)src->buf[src->pos + ahead];
}

/* Steps over one byte that is no newline. Bytes that continue a UTF-8 character are no column of their own. */
static inline void source_step(struct source *src)
{
	src->pos++;
	if (src->pos >= src->have || ((u8)src->buf[src->pos] & 0xc0) != 0x80)
		src->column++;
}

/* Steps over CR, LF or CR LF. */
static void source_newline(struct source *src)
{
	if (source_peek(src, 0) == '\r' && source_peek(src, 1) == '\n')
		src->pos++;
	src->pos++;
	src->line++;
	src->column = 1;
}

static bool is_blank(int c)
{
	return c == ' ' || c == '\t';
}

static bool is_newline(int c)
{
	return c == '\n' || c == '\r';
}

static void skip_to_newline(struct source *src)
{
	int c;

	while ((c = source_peek(src, 0)) >= 0 && !is_newline(c))
		source_step(src);
	if (c >= 0)
		source_newline(src);
}

/* ---- one logical line ---- */

void line_clean(struct line *line)
{
	free(line->s);
	free(line->seg);
	memset(line, 0, sizeof(*line));
}

static int line_room(struct line *line)
{
	u32 room = line->room ? line->room * 2 : 4096;
	char *s = realloc(line->s, room);

	if (!s)
		return -ENOMEM;
	line->s = s;
	line->room = room;
	return 0;
}

static inline int line_put(struct line *line, char c)
{
	if (line->n + 2 > line->room && line_room(line))
		return -ENOMEM;
	line->s[line->n++] = c;
	line->s[line->n] = 0;
	return 0;
}

/* From here on, bytes come from where the source stands now. */
static int line_segment(struct line *line, const struct source *src)
{
	struct segment *seg;

	if (line->nsegs && line->seg[line->nsegs - 1].off == line->n)
		line->nsegs--;
	if (line->nsegs == line->seg_room) {
		u32 room = line->seg_room ? line->seg_room * 2 : 16;

		seg = realloc(line->seg, room * sizeof(*seg));
		if (!seg)
			return -ENOMEM;
		line->seg = seg;
		line->seg_room = room;
	}
	seg = &line->seg[line->nsegs++];
	seg->off = line->n;
	seg->at.line = src->line;
	seg->at.column = src->column;
	return 0;
}

/* The stretch that byte @off belongs to. */
static u32 find_segment(const struct line *line, u32 off)
{
	u32 lo = 0, hi = line->nsegs;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (line->seg[mid].off <= off)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

struct place line_place(const struct line *line, u32 off)
{
	struct place at = { 1, 1 };
	u32 i, k;

	if (!line->nsegs)
		return at;
	k = find_segment(line, off);
	at = line->seg[k].at;
	for (i = line->seg[k].off + 1; i <= off && i <= line->n; i++)
		if (((u8)line->s[i] & 0xc0) != 0x80)
			at.column++;
	return at;
}

bool line_joined(const struct line *line, u32 off)
{
	return off && line->nsegs && line->seg[find_segment(line, off)].off == off;
}

/**
 * struct reader - where source_line() is inside a line
 * @quote: inside a string
 * @depth: open braces
 * @boundary: a "#" here starts a comment
 * @quote_at: where the string was opened
 * @brace_at: where the outermost brace was opened
 */
struct reader {
	struct source *src;
	struct line *line;
	struct fault *f;
	bool quote;
	bool boundary;
	u32 depth;
	struct place quote_at, brace_at;
};

static int refuse_at(struct reader *r, struct place at)
{
	r->f->at = at;
	return -EINVAL;
}

static int refuse_here(struct reader *r)
{
	struct place at = { r->src->line, r->src->column };

	skip_to_newline(r->src);
	return refuse_at(r, at);
}

/* At a backslash: if only blanks stand between it and the newline, joins the lines. Return 1 if it did. */
static int join_lines(struct reader *r)
{
	size_t ahead = 1;
	int c;

	while (is_blank(c = source_peek(r->src, ahead)) && ahead < BLOCK_BYTES)
		ahead++;
	if (!is_newline(c))
		return 0;
	r->src->pos += ahead;
	source_newline(r->src);
	while (is_blank(source_peek(r->src, 0)))
		source_step(r->src);
	return line_segment(r->line, r->src) ? -ENOMEM : 1;
}

/* One byte that is part of the line. */
static int take(struct reader *r, int c)
{
	struct line *line = r->line;

	if (line->n >= LINE_BYTES_MAX) {
		fault_set(r->f, 0, "line is longer than %u bytes", LINE_BYTES_MAX);
		skip_to_newline(r->src);
		return refuse_at(r, line->seg[0].at);
	}
	source_step(r->src);
	return line_put(line, c);
}

static int read_in_string(struct reader *r, int c)
{
	int rc;

	if (is_newline(c)) {
		source_newline(r->src);
		fault_set(r->f, 0, "syntax error: the quote that opens here is not closed on its line");
		return refuse_at(r, r->quote_at);
	}
	if (c == '\\') {
		rc = join_lines(r);
		if (rc)
			return min(rc, 0);
		rc = take(r, c);
		c = source_peek(r->src, 0);
		if (rc || c < 0 || is_newline(c))
			return rc;
	} else if (c == '"') {
		r->quote = false;
	}
	return take(r, c);
}

/* Outside of strings. Return 1 when the line is complete. */
static int read_plain(struct reader *r, int c)
{
	struct source *src = r->src;
	int rc;

	if (is_newline(c)) {
		source_newline(src);
		r->boundary = true;
		if (!r->depth)
			return 1;
		rc = line_put(r->line, '\n');
		return rc ? rc : line_segment(r->line, src);
	}
	if (c == '#' && r->boundary) {
		while ((c = source_peek(src, 0)) >= 0 && !is_newline(c))
			source_step(src);
		return line_segment(r->line, src);
	}
	if (c == '\\') {
		rc = join_lines(r);
		if (rc)
			return min(rc, 0);
		rc = take(r, c);	/* an escape outside of a string: what follows it opens nothing */
		c = source_peek(src, 0);
		r->boundary = false;
		return rc || c < 0 || is_newline(c) || is_blank(c) ? rc : take(r, c);
	}
	if (c == '"') {
		r->quote = true;
		r->quote_at = (struct place){ src->line, src->column };
	} else if (c == '{') {
		if (!r->depth++)
			r->brace_at = (struct place){ src->line, src->column };
	} else if (c == '}' && r->depth) {
		r->depth--;
	}
	r->boundary = is_blank(c) || c == ';' || c == '{' || c == '}';
	return take(r, c);
}

static int refuse_byte(struct reader *r, int c)
{
	if (!c)
		fault_set(r->f, 0, "syntax error: a zero byte is no text");
	else
		fault_set(r->f, 0, "syntax error: byte 0x%02x is no text", c);
	return refuse_here(r);
}

static int read_line(struct reader *r)
{
	int c, rc;

	for (;;) {
		c = source_peek(r->src, 0);
		if (c < 0)
			break;
		if ((c < ' ' && c != '\t' && !is_newline(c)) || c == 0x7f)
			return refuse_byte(r, c);
		rc = r->quote ? read_in_string(r, c) : read_plain(r, c);
		if (rc)
			return rc;
	}
	if (source_fill(r->src, 1) < 0)
		return -EIO;
	if (r->quote) {
		fault_set(r->f, 0, "syntax error: the quote that opens here is never closed");
		return refuse_at(r, r->quote_at);
	}
	if (r->depth) {
		fault_set(r->f, 0, "syntax error: the brace that opens here is never closed");
		return refuse_at(r, r->brace_at);
	}
	return r->line->n ? 1 : 0;
}

/* A byte order mark at the start. Return -EINVAL for UTF-16. */
static int skip_mark(struct reader *r)
{
	struct source *src = r->src;
	int a = source_peek(src, 0), b = source_peek(src, 1);

	if ((a == 0xff && b == 0xfe) || (a == 0xfe && b == 0xff)) {
		fault_set(r->f, 0, "syntax error: the text is UTF-16, it must be UTF-8 or another superset of ASCII");
		return refuse_here(r);
	}
	if (a == 0xef && b == 0xbb && source_peek(src, 2) == 0xbf)
		src->pos += 3;
	return 0;
}

int source_line(struct source *src, struct line *line, struct fault *f)
{
	struct reader r = { .src = src, .line = line, .f = f };
	int rc;

	if (src->line == 1 && src->column == 1) {
		rc = skip_mark(&r);
		if (rc)
			return rc;
	}
	do {
		line->n = 0;
		line->nsegs = 0;
		r.boundary = true;
		while (is_blank(source_peek(src, 0)))
			source_step(src);
		rc = line_segment(line, src);
		if (!rc)
			rc = read_line(&r);
	} while (rc == 1 && !line->n);
	return rc == -ENOMEM ? -EIO : rc;
}
