/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files that turn values into text and back share: text*.c, rows.c, print*.c, export.c, json.c.
 *
 * A struct buf is text under construction; it remembers that memory ran out, so only its end has to be checked.
 * A struct text_in is one value being parsed. Parsers return 0 or -EINVAL with the refusal filled.
 * Locks: none, one thread.
 */
#ifndef _ROSFWCTL_TEXT_H
#define _ROSFWCTL_TEXT_H

#include "tool.h"

struct buf {
	char *s;
	size_t n, room;
	bool failed;
};

void buf_add(struct buf *b, const char *s, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_num(struct buf *b, u64 n);
static inline void buf_reset(struct buf *b)
{
	b->n = 0;
}

/* The text, ended by NUL; it lives until the buffer changes. */
const char *buf_text(struct buf *b);
/* The text as the caller's own; NULL: there was no memory. Leaves the buffer empty. */
char *buf_take(struct buf *b);
void buf_free(struct buf *b);

/**
 * struct text_in - a value being parsed
 * @menu: enum rosfw_menu
 * @prop: enum rosfw_attr
 * @p: its row
 * @s: the text behind the "!"
 * @base: bytes before @s
 * @negated: there was a "!"
 * @b: where the value goes
 * @r: where a refusal goes
 */
struct text_in {
	u32 menu;
	u16 prop;
	const struct rosfw_property *p;
	const char *s;
	int base;
	bool negated;
	struct rosfw_item_builder *b;
	struct refusal *r;
};

/* Refuses; @at: where in the text, NULL: the value as a whole. Return -EINVAL. */
int text_bad(const struct text_in *in, const char *at, const char *fmt, ...) __printf(3, 4);
int text_invalid(const struct text_in *in, const char *at, const char *hint);	/* "invalid value for argument NAME" */
int text_range(const struct text_in *in, const char *at, u64 min, u64 max);
int text_put(const struct text_in *in, const void *data, size_t len);

/* Digits at *@s, which moves behind them; saturates at U64_MAX. false: there is no digit. */
bool text_number(const char **s, u64 *n);
/*
 * The name that the @n bytes at @word are, or are the start of. @allowed: bits 1ULL << index.
 * Return: index into @names, or -EINVAL.
 */
int text_keyword(const struct text_in *in, const char *word, size_t n, const char *const *names, u64 allowed);

/* text_addr.c */
int text_parse_addr(const struct text_in *in);
void text_write_addr(struct buf *out, u32 menu, const struct rosfw_value *v);
void text_write_plain_addr(struct buf *out, u32 menu, const struct rosfw_value *v);	/* the first address alone */

/* text_list.c */
int text_parse_flags(const struct text_in *in);
int text_parse_ports(const struct text_in *in);
int text_parse_tcp_flags(const struct text_in *in);
int text_parse_icmp(const struct text_in *in);
int text_parse_range(const struct text_in *in);
void text_write_flags(struct buf *out, const struct rosfw_value *v);
void text_write_ports(struct buf *out, const struct rosfw_value *v);
void text_write_tcp_flags(struct buf *out, const struct rosfw_value *v);
void text_write_icmp(struct buf *out, const struct rosfw_value *v);

/* text_match.c */
int text_parse_compare(const struct text_in *in);
int text_parse_choice(const struct text_in *in);
int text_parse_tos(const struct text_in *in);
int text_parse_headers(const struct text_in *in);
int text_parse_mac(const struct text_in *in);
int text_parse_ipsec(const struct text_in *in);
void text_write_compare(struct buf *out, const struct rosfw_value *v);
void text_write_choice(struct buf *out, const struct rosfw_value *v);
void text_write_tos(struct buf *out, const struct rosfw_value *v);
void text_write_headers(struct buf *out, const struct rosfw_value *v);
void text_write_mac(struct buf *out, const struct rosfw_value *v);
void text_write_ipsec(struct buf *out, const struct rosfw_value *v);

/* text_rate.c */
int text_parse_nth(const struct text_in *in);
int text_parse_classifier(const struct text_in *in);
int text_parse_limit(const struct text_in *in);
int text_parse_dst_limit(const struct text_in *in);
int text_parse_period(const struct text_in *in);
int text_parse_rate_range(const struct text_in *in);
int text_parse_bytes_range(const struct text_in *in);
int text_parse_connection_limit(const struct text_in *in);
int text_parse_psd(const struct text_in *in);
void text_write_nth(struct buf *out, const struct rosfw_value *v);
void text_write_classifier(struct buf *out, const struct rosfw_value *v);
void text_write_limit(struct buf *out, const struct rosfw_value *v);
void text_write_period(struct buf *out, const struct rosfw_value *v);
void text_write_rate_range(struct buf *out, const struct rosfw_value *v);
void text_write_rate(struct buf *out, u64 bits);		/* 0bps, 12.5kbps */
void text_write_bytes_range(struct buf *out, const struct rosfw_value *v);
void text_write_connection_limit(struct buf *out, const struct rosfw_value *v);
void text_write_psd(struct buf *out, const struct rosfw_value *v);

/* text_time.c */
/* A span of time in the @n bytes at @s. Return NULL, or where it goes wrong. */
const char *text_span(const char *s, size_t n, u64 *seconds);
int text_parse_time(const struct text_in *in);
int text_parse_list_timeout(const struct text_in *in);
int text_parse_date(const struct text_in *in);
void text_write_seconds(struct buf *out, u64 seconds);
void text_write_list_timeout(struct buf *out, u32 seconds);
void text_write_date(struct buf *out, u64 seconds);
void text_write_grouped(struct buf *out, u64 n);

/* text_quote.c */
void quote_export(struct buf *out, const char *s);
void quote_print(struct buf *out, const char *s, bool always);
void text_visible(struct buf *out, const char *s);	/* without quotes; what a terminal cannot show is escaped */
u32 text_columns(const char *s, size_t n);		/* that UTF-8 text takes on a terminal */
u32 text_utf8(const char *s);				/* bytes of the character at @s that can be shown, 0 = none */

/* text.c */
u64 value_u64(const struct rosfw_value *v);
void text_write(struct buf *out, u32 menu, const struct rosfw_value *v);

/* rows.c */

/**
 * struct row_flag - a letter in front of a row
 * @bit: ROSFW_FLAG_* or ROW_DISABLED
 * @letter: as listings show it
 * @column: letters of the same column exclude each other; the first one wins
 * @name: as find and get know it
 */
struct row_flag {
	u32 bit;
	char letter;
	u8 column;
	const char *name;
};

#define ROW_DISABLED	(1U << 31)

const struct row_flag *menu_flags(u32 menu);		/* ended by a bit of 0 */
u32 row_flags(const struct row *row);			/* ROSFW_FLAG_* and ROW_DISABLED */
bool menu_is_rules(u32 menu);
/* The property of that name in the menu, 0 = there is none. @n: bytes of @name. */
u16 menu_property(u32 menu, const char *name, size_t n);
/* Is the default of this property worth exporting for this item (action, how long an address stays in a list)? */
bool row_default_exported(u32 menu, const struct row *row, u16 prop);
bool row_default_shown(u32 menu, const struct row *row, u16 prop);	/* and worth showing (all of settings)? */
/* The value of a property of the row, counters included; false: it is not set. */
bool row_write(struct buf *out, u32 menu, const struct row *row, u16 prop);

/* print_table.c, print_values.c */
void print_table(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt);
void print_as_value(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt);
void print_value_list(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt);
void print_settings(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt);

/* print.c */

/* One property or flag that a listing shows. */
struct shown {
	char name[40];
	u16 prop;		/* 0: a name for row_text() */
};

#define SHOWN_MAX	96

/* What the options ask for, in order; without a proplist, what the menu has by default. Return how many. */
u32 print_shown(u32 menu, const struct print_options *opt, struct shown *shown);
/* One letter or blank for each column of letters that the flags of @used have. */
void print_flags(struct buf *out, u32 menu, u32 used, u32 flags);
void print_number(struct buf *out, const struct row *row, const struct print_options *opt);
/* "Flags: ..." with the flags of @used and a newline; nothing if there is none. */
void print_legend(FILE *out, u32 menu, u32 used, bool upper);

#endif /* _ROSFWCTL_TEXT_H */
