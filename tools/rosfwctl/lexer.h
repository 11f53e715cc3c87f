/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From bytes to words.
 *
 * A source is a stream of bytes: a file, standard input, or text in memory. source_line() cuts it into logical lines:
 * continuations are joined, comments are gone, and a line ends at a newline outside of { }. Each logical line knows
 * where each of its bytes stood in the source. Memory is bounded by LINE_BYTES_MAX whatever the source holds.
 *
 * A cursor walks over one logical line. Words of menu paths, arguments and values are read on demand, since what
 * stands after "where" follows another grammar.
 */
#ifndef _ROSFWCTL_LEXER_H
#define _ROSFWCTL_LEXER_H

#include "core/platform.h"

#define LINE_BYTES_MAX	(1U << 20)	/* of one logical line; longer ones are refused */

/* 1-based; columns count characters. Line 0: nowhere in particular. */
struct place {
	u32 line;
	u32 column;
};

/**
 * struct fault - why something was refused, for the user
 * @text: the sentence
 * @hint: what would be right, may be empty
 * @off: where in the logical line, if @at is not set
 * @at: where in the source; line 0: look at @off
 */
struct fault {
	char text[640];
	char hint[256];
	u32 off;
	struct place at;
};

/* ---- memory that lives as long as one logical line ---- */

struct arena {
	struct arena_block *block;
};

/* Aligned for any type, not zeroed. Never NULL: without memory the program ends. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __printf(2, 3);
void arena_reset(struct arena *a);			/* keeps one block for the next line */
void arena_free(struct arena *a);

/* ---- sources and logical lines ---- */

struct source {
	int fd;			/* -1: all of it is in @buf */
	char *buf;
	size_t have, pos;
	bool owned;		/* @buf is freed by source_close() */
	bool eof;
	u32 line, column;	/* place of the byte at @pos */
};

/* A stretch of a logical line whose bytes stand one behind the other in the source. */
struct segment {
	u32 off;
	struct place at;
};

struct line {
	char *s;		/* ended by NUL */
	u32 n, room;
	struct segment *seg;
	u32 nsegs, seg_room;
};

void source_open_fd(struct source *src, int fd);
void source_open_text(struct source *src, const char *text, size_t n);
void source_close(struct source *src);

/*
 * source_line() - the next logical line that is not empty
 *
 * Return: 1 and a line; 0 at the end; -EINVAL: refused, @f and its place are filled, and the source stands behind the
 * physical line at fault; -EIO: cannot be read.
 */
int source_line(struct source *src, struct line *line, struct fault *f);
void line_clean(struct line *line);
struct place line_place(const struct line *line, u32 off);
/* Were two lines of the source joined in front of this byte? */
bool line_joined(const struct line *line, u32 off);

/* ---- words ---- */

struct cursor {
	const struct line *line;
	u32 pos, end;
};

enum value_kind {
	VALUE_NONE,
	VALUE_TEXT,
	VALUE_COMMAND,		/* [ ... ] */
	VALUE_SCRIPT,		/* $variable, ( ... ), { ... }, a string with a substitution */
};

/**
 * struct word_value - a value as written
 * @kind: enum value_kind
 * @quoted: some of it was in quotes
 * @text: VALUE_TEXT: quotes gone, escapes resolved
 * @from: where it starts; VALUE_COMMAND: behind the bracket
 * @to: where it ends; VALUE_COMMAND: at the closing bracket
 */
struct word_value {
	u8 kind;
	bool quoted;
	char *text;
	u32 from, to;
};

/**
 * struct arg - one argument of a command
 * @name: "name=value", "name", "!name"; NULL: only a value
 * @negated: "!name" without a value
 * @eq: offset of the "=", 0 if there is none
 * @off: where it starts
 * @value: VALUE_NONE for a bare word
 */
struct arg {
	char *name;
	bool negated;
	u32 eq;
	u32 off;
	struct word_value value;
};

void skip_blanks(struct cursor *c);
bool at_end(struct cursor *c);			/* skips blanks; true at ";", newline or the end */

/* A word of a menu path: letters, digits and - . _ ; empty if there is none here. */
char *lex_path_word(struct cursor *c, struct arena *a);

/* Return 1: an argument; 0: none left; -EINVAL with @f filled. */
int lex_arg(struct cursor *c, struct arena *a, struct arg *arg, struct fault *f);
/* One value that starts at the cursor. Return 0 or -EINVAL. @stops: further characters that end a bare value. */
int lex_value(struct cursor *c, struct arena *a, struct word_value *v, const char *stops, struct fault *f);

/* Offset in the line of byte @n of the text of a value. */
u32 value_offset(const struct line *line, const struct word_value *v, u32 n);
/* Moves behind the command at the cursor: to the next ";" or newline that is in no string and no bracket. */
void skip_command(struct cursor *c);

void fault_set(struct fault *f, u32 off, const char *fmt, ...) __printf(3, 4);
void fault_hint(struct fault *f, const char *fmt, ...) __printf(2, 3);

#endif /* _ROSFWCTL_LEXER_H */
