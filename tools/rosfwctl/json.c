// SPDX-License-Identifier: GPL-2.0-only
/*
 * --json: {"version":1,"menu":"ip firewall filter","items":[{".id":"*1","chain":"input",...},...]}
 *
 * The form is stable: members are only ever added. Numbers and booleans are JSON's own, every other value is the text
 * that the command line takes, with its "!". A property that is not set is not there, flags always are. Bytes that are
 * no UTF-8 become U+FFFD. Items are written one by one: memory does not grow with the listing.
 */
#include <jansson.h>

#include "text.h"

#define JSON_VERSION	1

static bool is_utf8(const char *s, u32 *n)
{
	json_t *probe;
	bool ok;

	for (*n = 1; *n <= 4; ++*n) {
		probe = json_stringn(s, *n);
		ok = probe;
		json_decref(probe);
		if (ok)
			return true;
		if (!s[*n])
			return false;
	}
	return false;
}

/* Text of any bytes as a string of JSON; NULL: no memory. */
static json_t *string_of(const char *s)
{
	json_t *string = json_string(s);
	struct buf clean = { };
	u32 n;

	if (string)
		return string;
	for (; *s; s += n) {
		if (is_utf8(s, &n)) {
			buf_add(&clean, s, n);
		} else {
			buf_str(&clean, "\xef\xbf\xbd");
			n = 1;
		}
	}
	string = json_string(buf_text(&clean));
	buf_free(&clean);
	return string;
}

static json_t *integer_of(u64 n)
{
	return json_integer(n > S64_MAX ? S64_MAX : (s64)n);
}

static json_t *default_of(const struct rosfw_item *item, u16 prop, const struct rosfw_property *p)
{
	const char *text = rosfw_item_default(item, prop);

	return p->kind == ROSFW_KIND_BOOL ? json_boolean(!strcmp(text, "yes")) : json_string(text);
}

/* The value of a property; NULL: it is not set, or there is no memory, which @failed tells apart. */
static json_t *value_of(u32 menu, const struct row *row, u16 prop, struct buf *text, bool *failed)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	const struct rosfw_value *v = rosfw_item_value(row->item, prop);
	json_t *value;

	if (menu_is_rules(menu) && prop == ROSFW_A_PACKETS) {
		value = integer_of(row->packets);
	} else if (menu_is_rules(menu) && prop == ROSFW_A_BYTES) {
		value = integer_of(row->bytes);
	} else if (!v && row_default_shown(menu, row, prop)) {
		value = default_of(row->item, prop, p);
	} else if (!v) {
		return NULL;
	} else if (p->kind == ROSFW_KIND_BOOL) {
		value = json_boolean(value_u64(v));
	} else if (p->kind == ROSFW_KIND_U8 || p->kind == ROSFW_KIND_U32 || p->kind == ROSFW_KIND_U64) {
		value = integer_of(value_u64(v));
	} else {
		buf_reset(text);
		text_write(text, menu, v);
		value = string_of(buf_text(text));
	}
	*failed |= !value;
	return value;
}

static int put(json_t *item, const char *name, json_t *value)
{
	return json_object_set_new_nocheck(item, name, value);
}

static int put_flags(json_t *item, u32 menu, const struct row *row)
{
	u32 flags = row_flags(row);
	const struct row_flag *f;
	int err = 0;

	for (f = menu_flags(menu); f->bit; f++)
		if (f->bit != ROW_DISABLED || rosfw_menu_has(menu, ROSFW_A_DISABLED))
			err |= put(item, f->name, json_boolean(flags & f->bit));
	if (row->invalid)
		err |= put(item, "invalid-reason", string_of(row->invalid));
	return err;
}

static bool is_counter(u32 menu, u16 prop)
{
	return menu_is_rules(menu) && (prop == ROSFW_A_PACKETS || prop == ROSFW_A_BYTES);
}

static int put_properties(json_t *item, u32 menu, const struct row *row, struct buf *text, bool counters)
{
	bool failed = false;
	json_t *value;
	const u16 *p;
	int err = 0;

	for (p = rosfw_menus[menu].props; *p; p++) {
		if (*p == ROSFW_A_DISABLED || *p == ROSFW_A_DYNAMIC || is_counter(menu, *p) != counters)
			continue;
		value = value_of(menu, row, *p, text, &failed);
		if (value)
			err |= put(item, rosfw_properties[*p].name, value);
	}
	return err || failed;
}

static json_t *item_of(u32 menu, const struct row *row, struct buf *text)
{
	json_t *item = json_object();
	char id[16];

	if (!item)
		return NULL;
	snprintf(id, sizeof(id), "*%X", row->item->id);
	if ((!menu_is_settings(menu) && put(item, ".id", json_string(id))) ||
	    put_properties(item, menu, row, text, false) ||
	    put_flags(item, menu, row) || put_properties(item, menu, row, text, true)) {
		json_decref(item);
		return NULL;
	}
	return item;
}

static int append(const char *s, size_t n, void *line)
{
	buf_add(line, s, n);
	return 0;
}

int json_rows(FILE *out, u32 menu, const struct rows *rows)
{
	struct buf text = { }, line = { };
	json_t *item;
	int err = 0;
	u32 i;

	fprintf(out, "{\"version\":%d,\"menu\":\"%s\",\"items\":[", JSON_VERSION, rosfw_menus[menu].path);
	for (i = 0; i < rows->n && !err; i++) {
		item = item_of(menu, &rows->row[i], &text);
		buf_reset(&line);
		buf_str(&line, i ? ",\n" : "\n");
		err = item && !json_dump_callback(item, append, &line, JSON_COMPACT) && !line.failed ? 0 : -ENOMEM;
		json_decref(item);
		if (!err)
			fwrite(line.s, 1, line.n, out);
	}
	fputs(i ? "\n]}\n" : "]}\n", out);
	buf_free(&text);
	buf_free(&line);
	return err;
}
