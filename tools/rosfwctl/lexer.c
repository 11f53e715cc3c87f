// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words: logical lines -> arguments and values. See lexer.h.
 *
 * Everything is read on demand from a cursor; the texts live in an arena until the line is done.
 */
#include "lexer.h"

/* ---- arena ---- */

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	char data[] __aligned(16);
};

#define ARENA_BYTES	65536U

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->block;
	void *p;

	size = ALIGN(size, 16);
	if (!b || b->size - b->used < size) {
		size_t room = max_t(size_t, size, ARENA_BYTES);

		b = malloc(sizeof(*b) + room);
		if (!b) {
			fprintf(stderr, "rosfwctl: out of memory\n");
			exit(1);
		}
		b->next = a->block;
		b->used = 0;
		b->size = room;
		a->block = b;
	}
	p = b->data + b->used;
	b->used += size;
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	memcpy(p, s, n);
	p[n] = 0;
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	char *p;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	p = arena_alloc(a, n + 1);
	va_start(args, fmt);
	vsnprintf(p, n + 1, fmt, args);
	va_end(args);
	return p;
}

void arena_reset(struct arena *a)
{
	struct arena_block *b;

	while (a->block && a->block->next) {
		b = a->block;
		a->block = b->next;
		free(b);
	}
	if (a->block)
		a->block->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->block);
	a->block = NULL;
}

/* ---- faults ---- */

void fault_set(struct fault *f, u32 off, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, args);
	va_end(args);
	f->hint[0] = 0;
	f->off = off;
	f->at.line = 0;
	f->at.column = 0;
}

void fault_hint(struct fault *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(f->hint, sizeof(f->hint), fmt, args);
	va_end(args);
}

/* ---- characters ---- */

/* Does this byte end a bare value? Brackets and quotes inside of one are refused by the caller. */
static inline bool ends_bare(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ';' || c == ']' || c == ')' || c == '}' || !c;
}

static inline char cur(const struct cursor *c)
{
	return c->pos < c->end ? c->line->s[c->pos] : 0;
}

void skip_blanks(struct cursor *c)
{
	while (cur(c) == ' ' || cur(c) == '\t')
		c->pos++;
}

bool at_end(struct cursor *c)
{
	skip_blanks(c);
	return c->pos >= c->end || cur(c) == ';' || cur(c) == '\n';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       c == '.' || (u8)c >= 0x80;
}

char *lex_path_word(struct cursor *c, struct arena *a)
{
	u32 from = c->pos;

	while (is_word(cur(c)))
		c->pos++;
	return arena_strndup(a, c->line->s + from, c->pos - from);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that the escape at @s stands for, or -1. @s: behind the backslash, ended by NUL. @used: bytes it takes. */
static int unescape(const char *s, u32 *used)
{
	static const char from[] = "\"\\$?_nrtabfv", to[] = "\"\\$? \n\r\t\a\b\f\v";
	const char *p;

	if (hex_digit(s[0]) >= 0 && hex_digit(s[1]) >= 0) {
		*used = 2;
		return hex_digit(s[0]) << 4 | hex_digit(s[1]);
	}
	p = *s ? strchr(from, *s) : NULL;
	*used = 1;
	return p ? (u8)to[p - from] : -1;
}

/* ---- brackets ---- */

/* @c stands behind a quote; moves behind the one that closes it. */
static void skip_string(struct cursor *c)
{
	while (c->pos < c->end && cur(c) != '"')
		c->pos += cur(c) == '\\' && c->pos + 1 < c->end ? 2 : 1;
	if (c->pos < c->end)
		c->pos++;
}

#define NEST_MAX	64	/* brackets inside of brackets */

/* @c stands at an opening bracket; moves behind the one that closes it. */
static int skip_brackets(struct cursor *c, struct fault *f)
{
	static const char open[] = "[({", close[] = "])}";
	u32 from[NEST_MAX], depth = 0;
	const char *p;
	char ch;

	while (c->pos < c->end) {
		ch = cur(c);
		if (ch == '"') {
			c->pos++;
			skip_string(c);
			continue;
		}
		if (ch == '\\' && c->pos + 1 < c->end) {
			c->pos += 2;
			continue;
		}
		if (strchr(open, ch)) {
			if (depth == NEST_MAX) {
				fault_set(f, c->pos, "syntax error: more than %d brackets inside of each other",
					  NEST_MAX);
				return -EINVAL;
			}
			from[depth++] = c->pos;
		}
		p = strchr(close, ch);
		if (p && c->line->s[from[depth - 1]] != open[p - close]) {
			fault_set(f, c->pos, "syntax error: %c closes nothing", ch);
			return -EINVAL;
		}
		c->pos++;
		if (p && !--depth)
			return 0;
	}
	fault_set(f, from[depth - 1], "syntax error: the %c that opens here is never closed",
		  c->line->s[from[depth - 1]]);
	return -EINVAL;
}

void skip_command(struct cursor *c)
{
	struct fault ignored;
	char ch;

	while (c->pos < c->end) {
		ch = cur(c);
		if (ch == ';' || ch == '\n')
			return;
		if (ch == '"') {
			c->pos++;
			skip_string(c);
		} else if (ch == '[' || ch == '(' || ch == '{') {
			if (skip_brackets(c, &ignored))
				c->pos = c->end;
		} else {
			c->pos += ch == '\\' && c->pos + 1 < c->end ? 2 : 1;
		}
	}
}

/* ---- values ---- */

/* Reads one quoted part behind its quote into @out. Return 0; 1: it has a substitution, which is script; -EINVAL. */
static int lex_quoted(struct cursor *c, char **out, struct fault *f)
{
	u32 start = c->pos - 1, used;
	bool script = false;
	int ch;

	for (;;) {
		if (c->pos >= c->end) {
			fault_set(f, start, "syntax error: the quote that opens here is never closed");
			return -EINVAL;
		}
		ch = cur(c);
		c->pos++;
		if (ch == '"')
			return script;
		if (ch == '$') {
			char next = cur(c);

			script |= (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '(' ||
				  next == '[' || next == '{';
		} else if (ch == '\\') {
			ch = unescape(c->line->s + c->pos, &used);
			if (ch < 0) {
				fault_set(f, c->pos - 1, "syntax error: \\%c is no escape, write \\\\ for a backslash",
					  cur(c));
				return -EINVAL;
			}
			if (!ch) {
				fault_set(f, c->pos - 1, "syntax error: a zero byte is no text");
				return -EINVAL;
			}
			c->pos += used;
		}
		*(*out)++ = ch;
	}
}

static int lex_script_value(struct cursor *c, struct word_value *v, struct fault *f)
{
	v->kind = VALUE_SCRIPT;
	while (!ends_bare(cur(c)) && c->pos < c->end) {
		if (strchr("[({", cur(c))) {
			if (skip_brackets(c, f))
				return -EINVAL;
		} else if (cur(c) == '"') {
			c->pos++;
			skip_string(c);
		} else {
			c->pos++;
		}
	}
	v->to = c->pos;
	return 0;
}

static int stray(struct cursor *c, struct fault *f)
{
	fault_set(f, c->pos, "syntax error: %c must be inside quotes here", cur(c));
	return -EINVAL;
}

/* At most so many bytes will the text at the cursor have. */
static u32 text_span(const struct cursor *c)
{
	const char *s = c->line->s;
	bool quote = false;
	u32 pos;

	for (pos = c->pos; pos < c->end && (quote || !ends_bare(s[pos])); pos++) {
		if (s[pos] == '"')
			quote = !quote;
		else if (s[pos] == '\\' && pos + 1 < c->end)
			pos++;
	}
	return pos - c->pos;
}

/*
 * Bare and quoted parts. A quote may open at the start, behind "!" and behind ",". A line that is joined right behind a
 * closing quote starts the next argument: people forget the blank before the backslash.
 */
static int lex_text(struct cursor *c, struct arena *a, struct word_value *v, const char *stops, struct fault *f)
{
	char *out = arena_alloc(a, text_span(c) + 1);
	bool may_open = true, script = false;
	char ch;
	int rc;

	v->kind = VALUE_TEXT;
	v->text = out;
	while (c->pos < c->end && !ends_bare(ch = cur(c)) && !strchr(stops, ch)) {
		if (ch == '"') {
			if (!may_open)
				return stray(c, f);
			v->quoted = true;
			c->pos++;
			rc = lex_quoted(c, &out, f);
			if (rc < 0)
				return rc;
			script |= rc;
			if (c->pos < c->end && line_joined(c->line, c->pos))
				break;
			if (c->pos < c->end && !ends_bare(cur(c)) && cur(c) != ',' && !strchr(stops, cur(c))) {
				fault_set(f, c->pos, "syntax error: a blank is missing behind the closing quote");
				return -EINVAL;
			}
			may_open = false;
			continue;
		}
		if (ch == '$' || ch == '(' || ch == '[' || ch == '{') {
			v->kind = VALUE_SCRIPT;
			return ch == '$' ? lex_script_value(c, v, f) : stray(c, f);
		}
		if (ch == '\\')
			return stray(c, f);
		may_open = ch == ',' || (ch == '!' && out == v->text);
		*out++ = ch;
		c->pos++;
	}
	*out = 0;
	v->to = c->pos;
	if (script)
		v->kind = VALUE_SCRIPT;
	return 0;
}

int lex_value(struct cursor *c, struct arena *a, struct word_value *v, const char *stops, struct fault *f)
{
	char ch = cur(c);

	memset(v, 0, sizeof(*v));
	v->from = c->pos;
	if (ch == '[') {
		if (skip_brackets(c, f))
			return -EINVAL;
		v->kind = VALUE_COMMAND;
		v->from++;
		v->to = c->pos - 1;
		if (c->pos < c->end && !ends_bare(cur(c)) && !strchr(stops, cur(c)))
			return lex_script_value(c, v, f);
		return 0;
	}
	if (ch == '(' || ch == '{' || ch == '$')
		return lex_script_value(c, v, f);
	return lex_text(c, a, v, stops, f);
}

u32 value_offset(const struct line *line, const struct word_value *v, u32 n)
{
	const char *s = line->s;
	u32 pos = v->from, used;
	bool quote = false;

	while (pos < v->to) {
		if (s[pos] == '"') {
			quote = !quote;
			pos++;
			continue;
		}
		if (!n--)
			break;
		if (quote && s[pos] == '\\') {
			unescape(s + pos + 1, &used);
			pos += used;
		}
		pos++;
	}
	return pos;
}

/* ---- arguments ---- */

/* The "=" is behind us. Blanks may follow, and then a value; it must not look like the next argument. */
static int lex_assigned(struct cursor *c, struct arena *a, struct arg *arg, struct fault *f)
{
	u32 from = c->pos;

	skip_blanks(c);
	if (at_end(c) || cur(c) == ']') {
		arg->value.kind = VALUE_TEXT;
		arg->value.text = arena_strndup(a, "", 0);
		arg->value.from = from;
		arg->value.to = from;
		return 1;
	}
	if (lex_value(c, a, &arg->value, "", f))
		return -EINVAL;
	if (arg->value.from != from && arg->value.kind == VALUE_TEXT && !arg->value.quoted &&
	    strchr(arg->value.text, '=')) {
		fault_set(f, from, "missing value of argument %s", arg->name);
		return -EINVAL;
	}
	return 1;
}

/* The name of "name=value", "name" or "!name" at the cursor: its length, 0 if there is none. */
static u32 name_length(const struct cursor *c)
{
	const char *s = c->line->s + c->pos;
	u32 n = 0, max = c->end - c->pos;

	while (n < max && is_word(s[n]))
		n++;
	if (n < max && s[n] != '=' && !ends_bare(s[n]))
		return 0;
	return n;
}

int lex_arg(struct cursor *c, struct arena *a, struct arg *arg, struct fault *f)
{
	u32 n;

	if (at_end(c))
		return 0;
	memset(arg, 0, sizeof(*arg));
	arg->off = c->pos;
	if (cur(c) == '!') {
		c->pos++;
		n = name_length(c);
		if (!n || (c->pos + n < c->end && c->line->s[c->pos + n] == '=')) {
			fault_set(f, arg->off, "syntax error: a name must follow the ! and no value, as in !comment");
			return -EINVAL;
		}
		arg->negated = true;
		arg->name = arena_strndup(a, c->line->s + c->pos, n);
		c->pos += n;
		return 1;
	}
	n = name_length(c);
	if (n) {
		arg->name = arena_strndup(a, c->line->s + c->pos, n);
		arg->value.from = c->pos;
		c->pos += n;
		arg->value.to = c->pos;
		if (cur(c) != '=') {
			arg->value.text = arg->name;
			return 1;
		}
		arg->eq = c->pos++;
		return lex_assigned(c, a, arg, f);
	}
	if (ends_bare(cur(c)) || cur(c) == '=') {
		fault_set(f, c->pos, "syntax error: unexpected %c", cur(c));
		return -EINVAL;
	}
	return lex_value(c, a, &arg->value, "", f) ? -EINVAL : 1;
}
