// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listings in which an item is a run of name=value: rules, "detail", "terse"; and the choice among all forms.
 *
 * An item starts with its number and its flags, then its comment and why it is invalid on lines of their own, then
 * its properties in schema order, wrapped before the edge of the terminal. Tables are in print_table.c, forms for
 * scripts in print_values.c. Everything is written row by row: memory does not grow with the listing.
 */
#include "text.h"

#define WIDTH_DEFAULT	80

/* ---- what is shown ---- */

static u32 add_shown(struct shown *shown, u32 n, const char *name, size_t len, u16 prop)
{
	if (n == SHOWN_MAX || len >= sizeof(shown->name))
		return n;
	memcpy(shown[n].name, name, len);
	shown[n].name[len] = 0;
	shown[n].prop = prop;
	return n + 1;
}

static u32 default_shown(u32 menu, const struct print_options *opt, struct shown *shown)
{
	const u16 *p;
	u32 n = 0;

	for (p = rosfw_menus[menu].props; *p; p++) {
		if (*p == ROSFW_A_COMMENT || *p == ROSFW_A_DISABLED || *p == ROSFW_A_DYNAMIC)
			continue;
		if ((*p == ROSFW_A_PACKETS || *p == ROSFW_A_BYTES) && !opt->stats)
			continue;
		n = add_shown(shown, n, rosfw_properties[*p].name, strlen(rosfw_properties[*p].name), *p);
	}
	return n;
}

static bool is_flag(u32 menu, const char *name, size_t len)
{
	const struct row_flag *f;

	for (f = menu_flags(menu); f->bit; f++)
		if (!strncmp(f->name, name, len) && !f->name[len])
			return true;
	return false;
}

u32 print_shown(u32 menu, const struct print_options *opt, struct shown *shown)
{
	const char *name = opt->proplist;
	size_t len;
	u32 n = 0;
	u16 prop;

	if (!name)
		return default_shown(menu, opt, shown);
	for (;; name += len + 1) {
		len = strcspn(name, ",");
		prop = is_flag(menu, name, len) ? 0 : menu_property(menu, name, len);
		if (len)
			n = add_shown(shown, n, name, len, prop);
		if (!name[len])
			return n;
	}
}

/* ---- the front of a row ---- */

void print_number(struct buf *out, const struct row *row, const struct print_options *opt)
{
	char id[16];

	if (opt->show_ids) {
		snprintf(id, sizeof(id), "*%X", row->item->id);
		buf_str(out, id);
	} else {
		buf_num(out, row->number);
	}
}

static void write_name(FILE *out, const char *name, bool upper)
{
	for (; *name; name++)
		fputc(upper && *name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name, out);
}

void print_legend(FILE *out, u32 menu, u32 used, bool upper)
{
	const struct row_flag *f;
	int column = -1;

	for (f = menu_flags(menu); f->bit; f++) {
		if (!(used & f->bit))
			continue;
		fprintf(out, "%s%c - ", column < 0 ? "Flags: " : column == f->column ? ", " : "; ", f->letter);
		write_name(out, f->name, upper);
		column = f->column;
	}
	if (column >= 0)
		fputc('\n', out);
}

/* Which flags the listing speaks of: connections have too many to show those that no row has. */
static u32 legend_flags(u32 menu, const struct rows *rows)
{
	const struct row_flag *f;
	u32 used = 0, i;

	if (rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS) {
		for (i = 0; i < rows->n; i++)
			used |= row_flags(&rows->row[i]);
		return used;
	}
	for (f = menu_flags(menu); f->bit; f++)
		used |= f->bit;
	return used;
}

void print_flags(struct buf *out, u32 menu, u32 used, u32 flags)
{
	const struct row_flag *f = menu_flags(menu);
	bool in_use;
	char letter;
	u8 column;

	while (f->bit) {
		letter = ' ';
		in_use = false;
		for (column = f->column; f->bit && f->column == column; f++) {
			in_use |= (used & f->bit) != 0;
			if (letter == ' ' && flags & f->bit)
				letter = f->letter;
		}
		if (in_use)
			buf_char(out, letter);
	}
}

/* ---- rows as name=value ---- */

/**
 * struct lines - text that is wrapped
 * @line: the line being filled
 * @indent: blanks in front of every line but the first
 * @width: a line is shorter than this
 * @fresh: nothing but the indent is on the line
 */
struct lines {
	FILE *out;
	struct buf line;
	u32 indent;
	u32 width;
	bool fresh;
};

static void lines_break(struct lines *l)
{
	u32 i;

	while (l->line.n && l->line.s[l->line.n - 1] == ' ')
		l->line.n--;
	buf_char(&l->line, '\n');
	fwrite(l->line.s, 1, l->line.failed ? 0 : l->line.n, l->out);
	buf_reset(&l->line);
	for (i = 0; i < l->indent; i++)
		buf_char(&l->line, ' ');
	l->fresh = true;
}

static void lines_word(struct lines *l, struct buf *word)
{
	u32 have = text_columns(l->line.s, l->line.n), need = text_columns(word->s, word->n);

	if (!l->fresh) {
		if (have + 1 + need >= l->width)
			lines_break(l);
		else
			buf_char(&l->line, ' ');
	}
	buf_add(&l->line, word->s, word->n);
	l->fresh = false;
}

/* Does it stand in the listing without having been asked for by name? */
static bool worth_showing(u32 menu, const struct row *row, u16 prop, const char *text, bool set)
{
	const char *defval = rosfw_item_default(row->item, prop);

	if (row_default_shown(menu, row, prop))
		return true;
	return set && (!defval || strcmp(text, defval));
}

/* Is its value always in quotes? */
static bool is_text(u16 prop)
{
	return prop == ROSFW_A_NAME || (prop && rosfw_properties[prop].kind == ROSFW_KIND_STRING);
}

/* "name=value" of one property; false: the row has none. */
static bool write_property(struct buf *word, struct buf *value, u32 menu, const struct row *row,
			   const struct shown *shown, bool asked)
{
	const char *defval = rosfw_item_default(row->item, shown->prop);
	char *text;
	bool set;

	buf_reset(value);
	if (shown->prop) {
		set = row_write(value, menu, row, shown->prop);
		if (!set && defval && (asked || row_default_shown(menu, row, shown->prop)))
			buf_str(value, defval);
		if (asked ? !set && !defval : !worth_showing(menu, row, shown->prop, buf_text(value), set))
			return false;
	} else {
		text = row_text(menu, row, shown->name);
		if (!text)
			return false;
		buf_str(value, strcmp(text, "true") ? strcmp(text, "false") ? text : "no" : "yes");
		free(text);
	}
	buf_reset(word);
	buf_str(word, shown->name);
	buf_char(word, '=');
	quote_print(word, buf_text(value), is_text(shown->prop));
	return true;
}

/* ";;; text" on a line of its own. */
static void write_remark(struct lines *l, const char *text)
{
	buf_str(&l->line, ";;; ");
	text_visible(&l->line, text);
	lines_break(l);
}

static bool wants_comment(const struct shown *shown, u32 n, const struct print_options *opt)
{
	u32 i;

	for (i = 0; opt->proplist && i < n; i++)
		if (shown[i].prop == ROSFW_A_COMMENT)
			return false;	/* it stands among the properties */
	return !opt->proplist;
}

static void print_detail(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	struct lines l = { .out = out, .width = opt->width ? opt->width : WIDTH_DEFAULT };
	struct buf word = { }, value = { };
	struct shown shown[SHOWN_MAX];
	u32 n = print_shown(menu, opt, shown), used = legend_flags(menu, rows), i, k;
	bool comments = wants_comment(shown, n, opt);
	const char *comment;

	if (rows->n || menu_is_rules(menu))
		print_legend(out, menu, used, false);
	print_flags(&word, menu, used, 0);
	l.indent = 2 + 1 + word.n + 1;
	for (i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];

		if (i)
			fputc('\n', out);
		buf_reset(&l.line);
		buf_reset(&word);
		print_number(&word, row, opt);
		if (word.n < 2)
			buf_char(&l.line, ' ');
		buf_add(&l.line, word.s, word.n);
		buf_char(&l.line, ' ');
		print_flags(&l.line, menu, used, row_flags(row));
		buf_char(&l.line, ' ');
		l.fresh = true;
		comment = comments ? rosfw_item_string(row->item, ROSFW_A_COMMENT) : NULL;
		if (comment && *comment)
			write_remark(&l, comment);
		if (row->invalid)
			write_remark(&l, row->invalid);
		for (k = 0; k < n; k++)
			if (write_property(&word, &value, menu, row, &shown[k], opt->proplist))
				lines_word(&l, &word);
		if (!l.fresh || l.line.n != l.indent)
			lines_break(&l);
	}
	buf_free(&l.line);
	buf_free(&word);
	buf_free(&value);
}

/* ---- one line for each item ---- */

static void write_terse_flags(struct buf *line, u32 menu, u32 flags)
{
	const struct row_flag *f;
	size_t before = line->n;

	for (f = menu_flags(menu); f->bit; f++)
		if (flags & f->bit)
			buf_char(line, f->letter);
	if (line->n == before)
		buf_char(line, ' ');
}

static void print_terse(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	struct buf line = { }, word = { }, value = { };
	struct shown shown[SHOWN_MAX];
	u32 n = print_shown(menu, opt, shown), i, k;
	bool comments = wants_comment(shown, n, opt);
	const char *comment;

	for (i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];

		buf_reset(&line);
		buf_reset(&word);
		print_number(&word, row, opt);
		if (word.n < 2)
			buf_char(&line, ' ');
		buf_add(&line, word.s, word.n);
		buf_char(&line, ' ');
		write_terse_flags(&line, menu, row_flags(row));
		comment = comments ? rosfw_item_string(row->item, ROSFW_A_COMMENT) : NULL;
		if (comment && *comment) {
			buf_str(&line, " comment=");
			text_visible(&line, comment);
		}
		for (k = 0; k < n; k++)
			if (write_property(&word, &value, menu, row, &shown[k], opt->proplist)) {
				buf_char(&line, ' ');
				buf_add(&line, word.s, word.n);
			}
		buf_char(&line, '\n');
		fwrite(line.s, 1, line.failed ? 0 : line.n, out);
	}
	buf_free(&line);
	buf_free(&word);
	buf_free(&value);
}

void print_rows(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	if (opt->count_only)
		fprintf(out, "%u\n", rows->n);
	else if (opt->as_value)
		print_as_value(out, menu, rows, opt);
	else if (opt->value_list)
		print_value_list(out, menu, rows, opt);
	else if (menu_is_settings(menu))
		print_settings(out, menu, rows, opt);
	else if (opt->terse)
		print_terse(out, menu, rows, opt);
	else if (opt->detail || (menu_is_rules(menu) && !opt->stats))
		print_detail(out, menu, rows, opt);
	else
		print_table(out, menu, rows, opt);
}
