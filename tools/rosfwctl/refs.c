// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which items are meant.
 *
 * A number means the item that had it in the last print of this menu in this session; without a print, the one that a
 * print would give it to now. "*1F" is an id, whatever the order; names mean items of menus whose items have names.
 * Numbers of a print stay bound to their items when others come and go.
 */
#include "session.h"

void refs_clean(struct refs *refs)
{
	free(refs->id);
	memset(refs, 0, sizeof(*refs));
}

static int refs_add(struct session *s, struct refs *refs, u32 id)
{
	if (refs->n == refs->room) {
		u32 room = refs->room ? refs->room * 2 : 16;
		u32 *p = realloc(refs->id, room * sizeof(*p));

		if (!p)
			return fail(s, NOWHERE, "out of memory");
		refs->id = p;
		refs->room = room;
	}
	refs->id[refs->n++] = id;
	return 0;
}

int session_list(struct session *s, u32 off, u32 menu, struct rows *rows)
{
	struct refusal r = { .offset = -1 };
	int rc;

	rows_init(rows);
	rc = s->store->ops->list(s->store, menu, rows, &r);
	if (!rc)
		return 0;
	rows_clean(rows);
	return fail_store(s, off, &r, rc);
}

/* ---- numbers ---- */

/* Rules that the system made are not part of a plain print. */
static bool is_numbered(u32 menu, const struct row *row)
{
	return rosfw_menus[menu].type != ROSFW_MENU_RULES || !(row->flags & ROSFW_FLAG_DYNAMIC);
}

static int numbers_room(struct session *s, struct numbering *nb, u32 n)
{
	u32 *id = realloc(nb->id, (n ? n : 1) * sizeof(*id));

	if (!id)
		return fail(s, NOWHERE, "out of memory");
	nb->id = id;
	nb->n = 0;
	return 0;
}

int numbers_assign(struct session *s, u32 menu, struct rows *rows)
{
	struct numbering *nb = &s->numbers[menu];
	u32 i;

	if (numbers_room(s, nb, rows->n))
		return -EINVAL;
	for (i = 0; i < rows->n; i++) {
		rows->row[i].number = i;
		nb->id[nb->n++] = rows->row[i].item->id;
	}
	nb->printed = true;
	nb->valid = true;
	return 0;
}

void numbers_begin(struct session *s, u32 menu)
{
	struct numbering *nb = &s->numbers[menu];

	nb->n = 0;
	nb->printed = true;
	nb->valid = true;
}

int numbers_next(struct session *s, u32 menu, u32 id)
{
	struct numbering *nb = &s->numbers[menu];
	u32 *more;

	/* Room doubles: it is full when the number of ids is a power of two. */
	if (!(nb->n & (nb->n - 1))) {
		more = realloc(nb->id, (nb->n ? nb->n * (size_t)2 : 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		nb->id = more;
	}
	nb->id[nb->n++] = id;
	return 0;
}

void numbers_changed(struct session *s, u32 menu)
{
	if (!s->numbers[menu].printed)
		s->numbers[menu].valid = false;
}

/* Without a print: the numbers that one would give. In a transaction nobody else changes the order. */
static int numbers_guess(struct session *s, u32 off, u32 menu)
{
	struct numbering *nb = &s->numbers[menu];
	struct rows rows;
	u32 i;
	int rc;

	if (nb->printed || (nb->valid && s->in_txn))
		return 0;
	rc = session_list(s, off, menu, &rows);
	if (rc)
		return rc;
	rc = numbers_room(s, nb, rows.n);
	for (i = 0; !rc && i < rows.n; i++)
		if (is_numbered(menu, &rows.row[i]))
			nb->id[nb->n++] = rows.row[i].item->id;
	nb->valid = !rc;
	rows_clean(&rows);
	return rc;
}

static int ref_number(struct session *s, u32 menu, const char *word, u32 off, struct refs *refs)
{
	struct numbering *nb = &s->numbers[menu];
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(word, &end, 10);
	if (*end == '-')
		return fail(s, off, "%s is a range: write the numbers one by one, as in 0,1,2", word);
	if (*end)
		return fail(s, off, "no such item");
	if (numbers_guess(s, off, menu))
		return -EINVAL;
	if (errno || n >= nb->n)
		return fail(s, off, "no such item");
	return refs_add(s, refs, nb->id[n]);
}

static int ref_id(struct session *s, const char *word, u32 off, struct refs *refs)
{
	unsigned long id;
	char *end;

	errno = 0;
	id = strtoul(word + 1, &end, 16);
	if (!word[1] || *end || word[1] == '-' || word[1] == '+' || errno || !id || id >= U32_MAX)
		return fail(s, off, "no such item");
	return refs_add(s, refs, id);
}

static int ref_name(struct session *s, u32 menu, const char *word, u32 off, struct refs *refs)
{
	struct rows rows;
	const char *name;
	int rc;
	u32 i;

	if (!rosfw_menu_has(menu, ROSFW_A_NAME))
		return fail(s, off, "no such item");
	rc = session_list(s, off, menu, &rows);
	if (rc)
		return rc;
	rc = 1;
	for (i = 0; rc > 0 && i < rows.n; i++) {
		name = rosfw_item_string(rows.row[i].item, ROSFW_A_NAME);
		if (name && !strcmp(name, word))
			rc = refs_add(s, refs, rows.row[i].item->id);
	}
	rows_clean(&rows);
	return rc > 0 ? fail(s, off, "no such item") : rc;
}

static int ref_word(struct session *s, u32 menu, const char *word, u32 off, struct refs *refs)
{
	if (*word == '*')
		return ref_id(s, word, off, refs);
	if (*word >= '0' && *word <= '9')
		return ref_number(s, menu, word, off, refs);
	return ref_name(s, menu, word, off, refs);
}

int refs_only(struct call *call, struct refs *refs)
{
	struct session *s = call->s;
	struct rows rows;
	int rc;

	memset(refs, 0, sizeof(*refs));
	refs->off = call->off;
	rc = session_list(s, call->off, call->menu->id, &rows);
	if (rc)
		return rc;
	rc = rows.n == 1 ? refs_add(s, refs, rows.row[0].item->id) : fail(s, call->off, "no such item");
	rows_clean(&rows);
	return rc;
}

int refs_parse(struct call *call, const char *text, u32 off, struct refs *refs)
{
	struct session *s = call->s;
	u32 menu = call->menu->id;
	size_t n;
	int rc;

	memset(refs, 0, sizeof(*refs));
	refs->off = off;
	while (*text) {
		n = strcspn(text, ",;");
		rc = ref_word(s, menu, arena_strndup(&s->arena, text, n), off, refs);
		if (!rc && text[n] && !text[n + 1])
			rc = fail(s, off, "no such item");
		if (rc) {
			refs_clean(refs);
			return rc;
		}
		text += n + (text[n] != 0);
	}
	return 0;
}

int refs_one(struct call *call, const char *text, u32 off, u32 *id)
{
	struct refs refs;
	int rc = refs_parse(call, text, off, &refs);

	if (rc)
		return rc;
	*id = refs.n ? refs.id[0] : 0;
	rc = refs.n == 1 ? 0 : fail(call->s, off, refs.n ? "only one item can be given here" : "no such item");
	refs_clean(&refs);
	return rc;
}
