// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listings with columns: address lists, interface lists, connections, counters of rules.
 *
 * Two passes over the rows: the first finds which flags and columns are in use and how wide they are, the second
 * writes. Nothing is kept from one to the other but those widths, so a million rows cost time and no memory.
 */
#include "text.h"

/**
 * struct column - one column
 * @shown: what stands in it
 * @port: the property that is joined to an address, 0 = none
 * @width: columns of the terminal
 * @right: numbers
 * @used: some row has a value, or it always shows
 */
struct column {
	struct shown shown;
	u16 port;
	u32 width;
	bool right;
	bool used;
};

struct table {
	FILE *out;
	u32 menu;
	const struct print_options *opt;
	struct column column[SHOWN_MAX];
	u32 n;
	u32 number_width;
	u32 flags;		/* in use */
	bool comments;
	struct buf cell, line;
};

/* ---- columns ---- */

static const u16 stats_columns[] = { ROSFW_A_CHAIN, ROSFW_A_ACTION, ROSFW_A_BYTES, ROSFW_A_PACKETS, 0 };

static const u16 connection_columns[] = {
	ROSFW_A_PROTOCOL, ROSFW_A_SRC_ADDRESS, ROSFW_A_DST_ADDRESS, ROSFW_A_TCP_STATE, ROSFW_A_TIMEOUT,
	ROSFW_A_ORIG_PACKETS, ROSFW_A_REPL_PACKETS, ROSFW_A_ORIG_BYTES, ROSFW_A_REPL_BYTES, 0
};

static const u16 service_columns[] = { ROSFW_A_NAME, ROSFW_A_PORTS, 0 };

/* NULL: all properties. */
static const u16 *columns_of(u32 menu)
{
	switch (rosfw_menus[menu].type) {
	case ROSFW_MENU_RULES:
		return stats_columns;
	case ROSFW_MENU_CONNECTIONS:
		return connection_columns;
	case ROSFW_MENU_SERVICES:
		return service_columns;
	default:
		return NULL;
	}
}

static u32 default_columns(u32 menu, struct shown *shown, const struct print_options *opt)
{
	const u16 *p = columns_of(menu);
	u32 n;

	if (!p)
		return print_shown(menu, opt, shown);
	for (n = 0; *p; p++, n++) {
		snprintf(shown[n].name, sizeof(shown[n].name), "%s", rosfw_properties[*p].name);
		shown[n].prop = *p;
	}
	return n;
}

static u16 port_of(u32 menu, u16 prop)
{
	if (rosfw_menus[menu].type != ROSFW_MENU_CONNECTIONS)
		return 0;
	switch (prop) {
	case ROSFW_A_SRC_ADDRESS:
		return ROSFW_A_SRC_PORT;
	case ROSFW_A_DST_ADDRESS:
		return ROSFW_A_DST_PORT;
	case ROSFW_A_REPLY_SRC_ADDRESS:
		return ROSFW_A_REPLY_SRC_PORT;
	case ROSFW_A_REPLY_DST_ADDRESS:
		return ROSFW_A_REPLY_DST_PORT;
	default:
		return 0;
	}
}

static void table_columns(struct table *t)
{
	bool all = menu_is_rules(t->menu) && !t->opt->proplist;
	struct shown shown[SHOWN_MAX];
	u32 i;

	t->n = t->opt->proplist ? print_shown(t->menu, t->opt, shown) : default_columns(t->menu, shown, t->opt);
	t->comments = !t->opt->proplist;
	for (i = 0; i < t->n; i++) {
		struct column *c = &t->column[i];
		u8 kind = rosfw_properties[shown[i].prop].kind;

		c->shown = shown[i];
		c->port = port_of(t->menu, shown[i].prop);
		c->width = strlen(shown[i].name);
		c->right = shown[i].prop && (kind == ROSFW_KIND_U64 || kind == ROSFW_KIND_U32 || kind == ROSFW_KIND_U8);
		c->used = all;
	}
}

/* ---- cells ---- */

static void write_endpoint(struct buf *cell, u32 menu, const struct rosfw_value *address,
			   const struct rosfw_value *port)
{
	bool brackets = rosfw_menus[menu].family == ROSFW_IPV6;

	if (brackets)
		buf_char(cell, '[');
	text_write_plain_addr(cell, menu, address);
	buf_str(cell, brackets ? "]:" : ":");
	text_write_ports(cell, port);
}

static void write_named(struct buf *cell, u32 menu, const struct row *row, const char *name)
{
	char *text = row_text(menu, row, name);

	if (text)
		buf_str(cell, strcmp(text, "true") ? strcmp(text, "false") ? text : "no" : "yes");
	free(text);
}

static bool is_text(u8 kind)
{
	return kind == ROSFW_KIND_STRING || kind == ROSFW_KIND_NAME || kind == ROSFW_KIND_NAMES;
}

/* The cell's text in t->cell. */
static void table_cell(struct table *t, const struct row *row, const struct column *c)
{
	const struct rosfw_value *v, *port = NULL;
	u16 prop = c->shown.prop;
	u8 kind = rosfw_properties[prop].kind;

	buf_reset(&t->cell);
	if (!prop || kind == ROSFW_KIND_BOOL) {
		write_named(&t->cell, t->menu, row, c->shown.name);
		return;
	}
	if (menu_is_rules(t->menu) && (prop == ROSFW_A_PACKETS || prop == ROSFW_A_BYTES)) {
		text_write_grouped(&t->cell, prop == ROSFW_A_PACKETS ? row->packets : row->bytes);
		return;
	}
	v = rosfw_item_value(row->item, prop);
	if (v && c->port)
		port = rosfw_item_value(row->item, c->port);
	if (!v) {
		if (row_default_shown(t->menu, row, prop))
			buf_str(&t->cell, rosfw_item_default(row->item, prop));
	} else if (port) {
		write_endpoint(&t->cell, t->menu, v, port);
	} else if (kind == ROSFW_KIND_U64) {
		text_write_grouped(&t->cell, value_u64(v));
	} else if (is_text(kind)) {
		if (v->negated)
			buf_char(&t->cell, '!');
		text_visible(&t->cell, (const char *)v->data);
	} else {
		text_write(&t->cell, t->menu, v);
	}
}

static void table_measure(struct table *t, const struct rows *rows)
{
	u32 i, k, width;

	for (i = 0; i < rows->n; i++) {
		t->flags |= row_flags(&rows->row[i]);
		for (k = 0; k < t->n; k++) {
			table_cell(t, &rows->row[i], &t->column[k]);
			if (!t->cell.n)
				continue;
			t->column[k].used = true;
			width = text_columns(t->cell.s, t->cell.n);
			t->column[k].width = max(t->column[k].width, width);
		}
		buf_reset(&t->cell);
		print_number(&t->cell, &rows->row[i], t->opt);
		t->number_width = max(t->number_width, (u32)t->cell.n);
	}
}

/* ---- lines ---- */

static void pad(struct buf *line, u32 n)
{
	while (n--)
		buf_char(line, ' ');
}

static void line_cell(struct table *t, const struct column *c, const char *s, size_t n, bool *first)
{
	u32 width = text_columns(s, n), fill = c->width > width ? c->width - width : 0;

	if (!*first)
		buf_str(&t->line, "  ");
	*first = false;
	if (c->right)
		pad(&t->line, fill);
	buf_add(&t->line, s, n);
	if (!c->right)
		pad(&t->line, fill);
}

static void line_end(struct table *t)
{
	while (t->line.n && t->line.s[t->line.n - 1] == ' ')
		t->line.n--;
	buf_char(&t->line, '\n');
	fwrite(t->line.s, 1, t->line.failed ? 0 : t->line.n, t->out);
	buf_reset(&t->line);
}

static void line_flags(struct table *t, u32 flags)
{
	size_t before = t->line.n;

	print_flags(&t->line, t->menu, t->flags, flags);
	if (t->line.n != before)
		buf_char(&t->line, ' ');
}

static void upper_name(struct buf *cell, const char *name)
{
	buf_reset(cell);
	for (; *name; name++)
		buf_char(cell, *name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name);
}

static void table_head(struct table *t)
{
	bool first = true;
	u32 k;

	print_legend(t->out, t->menu, t->flags, true);
	fputs("Columns: ", t->out);
	for (k = 0; k < t->n; k++) {
		if (!t->column[k].used)
			continue;
		upper_name(&t->cell, t->column[k].shown.name);
		fprintf(t->out, "%s%s", first ? "" : ", ", buf_text(&t->cell));
		first = false;
	}
	fputc('\n', t->out);
	pad(&t->line, t->number_width - 1);
	buf_str(&t->line, "# ");
	line_flags(t, 0);
	for (k = 0, first = true; k < t->n; k++) {
		if (!t->column[k].used)
			continue;
		upper_name(&t->cell, t->column[k].shown.name);
		line_cell(t, &t->column[k], t->cell.s, t->cell.n, &first);
	}
	line_end(t);
}

static void table_remark(struct table *t, const char *text)
{
	buf_str(&t->line, ";;; ");
	text_visible(&t->line, text);
	line_end(t);
}

static void table_row(struct table *t, const struct row *row)
{
	const char *comment = t->comments ? rosfw_item_string(row->item, ROSFW_A_COMMENT) : NULL;
	bool first = true;
	u32 k;

	if (comment && *comment)
		table_remark(t, comment);
	if (row->invalid)
		table_remark(t, row->invalid);
	buf_reset(&t->cell);
	print_number(&t->cell, row, t->opt);
	pad(&t->line, t->number_width - t->cell.n);
	buf_add(&t->line, t->cell.s, t->cell.n);
	buf_char(&t->line, ' ');
	line_flags(t, row_flags(row));
	for (k = 0; k < t->n; k++) {
		if (!t->column[k].used)
			continue;
		table_cell(t, row, &t->column[k]);
		line_cell(t, &t->column[k], t->cell.s, t->cell.n, &first);
	}
	line_end(t);
}

void print_table(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	struct table t = { .out = out, .menu = menu, .opt = opt };
	u32 i;

	if (!rows->n)
		return;
	table_columns(&t);
	table_measure(&t, rows);
	table_head(&t);
	for (i = 0; i < rows->n; i++)
		table_row(&t, &rows->row[i]);
	buf_free(&t.cell);
	buf_free(&t.line);
}
