// SPDX-License-Identifier: GPL-2.0-only
/*
 * print: which items, in which form, how often.
 *
 * Numbers are given to all items that the listing is about, before "where" and "chain=" leave some out, and stay bound
 * to them for the commands that follow.
 */
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "expr.h"

enum {
	PRINT_ALL, PRINT_STATIC, PRINT_DYNAMIC, PRINT_STATS, PRINT_DETAIL, PRINT_TERSE, PRINT_VALUE_LIST, PRINT_BRIEF,
	PRINT_COUNT_ONLY, PRINT_AS_VALUE, PRINT_SHOW_IDS, PRINT_WITHOUT_PAGING, PRINT_WHERE, PRINT_APPEND,
	PRINT_FOLLOW, PRINT_FOLLOW_ONLY,
	PRINT_VALUES,	/* from here on with a value */
	PRINT_CHAIN = PRINT_VALUES, PRINT_FROM, PRINT_PROPLIST, PRINT_INTERVAL, PRINT_FILE,
};

static const char *const print_names[] = {
	"all", "static", "dynamic", "stats", "detail", "terse", "value-list", "brief", "count-only", "as-value",
	"show-ids", "without-paging", "where", "append", "follow", "follow-only", "chain", "from",
	"proplist", "interval", "file", NULL
};

/**
 * struct print_args - what print was asked
 * @scope: PRINT_ALL, PRINT_STATIC or PRINT_DYNAMIC
 * @from: only these items, if @have_from
 * @interval: milliseconds, 0 = once
 * @follow: go on with what comes
 * @only_new: @follow: nothing but that
 */
struct print_args {
	struct print_options opt;
	int scope;
	const char *chain, *file;
	u32 file_off;
	struct refs from;
	bool have_from, append;
	bool follow, only_new;
	u32 interval;
	struct expr *where;
};

/* ---- options ---- */

static int print_proplist(struct call *call, struct print_args *x, const struct arg *arg, char *text)
{
	char *name = arena_strndup(&call->s->arena, text, strlen(text)), *next;

	for (; name; name = next) {
		next = strchr(name, ',');
		if (next)
			*next++ = 0;
		if (!row_name_known(call->menu->id, name))
			return fail(call->s, arg->value.from, "input does not match any value of proplist");
	}
	x->opt.proplist = text;
	return 0;
}

/* 1s, 1, 0.5s, 500ms */
static int print_interval(struct call *call, struct print_args *x, const struct arg *arg, const char *text)
{
	char *end;
	double n = strtod(text, &end);

	if (end != text && !strcmp(end, "ms"))
		n /= 1000;
	else if (end == text || (*end && strcmp(end, "s")))
		return fail(call->s, arg->value.from, "invalid value for argument interval");
	if (!(n >= 0.2 && n <= 86400))
		return fail(call->s, arg->value.from, "value of interval out of range (200ms..1d)");
	x->interval = n * 1000;
	return 0;
}

static int print_valued(struct call *call, struct print_args *x, int option, const struct arg *arg)
{
	char *text;

	if (!arg->eq)
		return fail(call->s, arg->off, "missing value of argument %s", print_names[option]);
	text = call_value(call, &arg->value);
	if (!text)
		return -EINVAL;
	switch (option) {
	case PRINT_CHAIN:
		if (rosfw_menus[call->menu->id].type != ROSFW_MENU_RULES)
			return fail(call->s, arg->off, "bad parameter chain: %s has no chains",
				    menu_path(call->menu, &call->s->arena));
		x->chain = text;
		return 0;
	case PRINT_FROM:
		if (x->have_from)
			return fail(call->s, arg->off, "parameter from is given twice");
		x->have_from = true;
		return refs_parse(call, text, arg->value.from, &x->from);
	case PRINT_PROPLIST:
		return print_proplist(call, x, arg, text);
	case PRINT_INTERVAL:
		return print_interval(call, x, arg, text);
	default:
		x->file = text;
		x->file_off = arg->value.from;
		return *text ? 0 : fail(call->s, arg->value.from, "invalid value for argument file");
	}
}

static int print_switch(struct call *call, struct print_args *x, int option, const struct arg *arg)
{
	u8 type = rosfw_menus[call->menu->id].type;

	if (arg->eq)
		return unexpected(call, arg);
	switch (option) {
	case PRINT_ALL:
	case PRINT_STATIC:
	case PRINT_DYNAMIC:
		x->scope = option;
		return 0;
	case PRINT_STATS:
		if (type != ROSFW_MENU_RULES)
			return fail(call->s, arg->off, "bad parameter stats: %s has no counters",
				    menu_path(call->menu, &call->s->arena));
		x->opt.stats = true;
		return 0;
	case PRINT_DETAIL:
		x->opt.detail = true;
		return 0;
	case PRINT_TERSE:
		x->opt.terse = true;
		return 0;
	case PRINT_VALUE_LIST:
		x->opt.value_list = true;
		return 0;
	case PRINT_BRIEF:
		if (type == ROSFW_MENU_RULES)
			return fail(call->s, arg->off, "bad parameter brief");
		return 0;
	case PRINT_COUNT_ONLY:
		x->opt.count_only = true;
		return 0;
	case PRINT_AS_VALUE:
		x->opt.as_value = true;
		return 0;
	case PRINT_SHOW_IDS:
		x->opt.show_ids = true;
		return 0;
	case PRINT_APPEND:
		x->append = true;
		return 0;
	case PRINT_FOLLOW:
	case PRINT_FOLLOW_ONLY:
		if (type != ROSFW_MENU_CONNECTIONS)
			return fail(call->s, arg->off, "bad parameter %s: only connections can be followed",
				    print_names[option]);
		x->follow = true;
		x->only_new |= option == PRINT_FOLLOW_ONLY;
		return 0;
	case PRINT_WHERE:
		return expr_parse(call, &x->where);
	default:
		x->opt.without_paging = true;
		return 0;
	}
}

static int print_args(struct call *call, struct print_args *x)
{
	struct arg arg;
	char list[200];
	int rc, i;

	while ((rc = call_arg(call, &arg)) > 0) {
		if (!arg.name || arg.negated)
			return unexpected(call, &arg);
		i = name_match(arg.name, print_names, list, sizeof(list));
		if (i == NAME_AMBIGUOUS)
			return fail(call->s, arg.off, "ambiguous parameter %s: %s", arg.name, list);
		if (i == NAME_NONE) {
			fail(call->s, arg.off, "bad parameter %s", arg.name);
			if (suggest(arg.name, print_names))
				fault_hint(&call->s->fault, "did you mean %s?", suggest(arg.name, print_names));
			return -EINVAL;
		}
		rc = i >= PRINT_VALUES ? print_valued(call, x, i, &arg) : print_switch(call, x, i, &arg);
		if (rc)
			return rc;
	}
	return rc;
}

/* ---- rows ---- */

static int by_number(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static bool in_scope(u32 menu, const struct print_args *x, const struct row *row)
{
	bool dynamic = row->flags & ROSFW_FLAG_DYNAMIC;

	if (x->scope == PRINT_DYNAMIC)
		return dynamic;
	if (x->scope == PRINT_STATIC)
		return !dynamic;
	return x->scope == PRINT_ALL || rosfw_menus[menu].type != ROSFW_MENU_RULES || !dynamic;
}

static bool is_wanted(const struct print_args *x, const struct row *row)
{
	const char *chain;

	if (x->chain) {
		chain = rosfw_item_string(row->item, ROSFW_A_CHAIN);
		if (!chain || strcmp(chain, x->chain))
			return false;
	}
	return !x->have_from || (x->from.n && bsearch(&row->item->id, x->from.id, x->from.n, sizeof(u32), by_number));
}

/* Leaves only the rows that @keep says; the others are given back. */
static void keep_rows(struct rows *rows, u32 menu, const struct print_args *x, bool scope)
{
	u32 i, n = 0;

	for (i = 0; i < rows->n; i++) {
		struct row row = rows->row[i];

		if (scope ? in_scope(menu, x, &row) : is_wanted(x, &row)) {
			rows->row[i] = rows->row[n];
			rows->row[n++] = row;
		}
	}
	while (rows->n > n) {
		rosfw_item_put(rows->row[--rows->n].item);
		free(rows->row[rows->n].invalid);
	}
}

/* Is nothing wanted but how many connections there are? There may be millions. */
static bool can_count(const struct call *call, const struct print_args *x)
{
	return x->opt.count_only && rosfw_menus[call->menu->id].type == ROSFW_MENU_CONNECTIONS && !x->where &&
	       !x->have_from && x->scope != PRINT_DYNAMIC && call->s->store->ops->count;
}

static int print_count(struct call *call, FILE *out)
{
	struct store *store = call->s->store;
	struct refusal r = { .offset = -1 };
	u32 n;
	int rc = store->ops->count(store, call->menu->id, &n, &r);

	if (rc)
		return fail_store(call->s, call->off, &r, rc);
	fprintf(out, "%u\n", n);
	return 0;
}

/**
 * struct wanted - a listing of the connections that are wanted
 * @numbers: the next number
 */
struct wanted {
	struct call *call;
	const struct print_args *x;
	struct rows *rows;
	u32 numbers;
};

static int want_number(void *arg, u32 id)
{
	struct wanted *w = arg;

	w->numbers++;
	return w->call->result ? 0 : numbers_next(w->call->s, w->call->menu->id, id);
}

static int want_row(void *arg, struct row *row)
{
	struct wanted *w = arg;
	int rc;

	if (!is_wanted(w->x, row) || !expr_matches(w->x->where, w->call->menu->id, row))
		return 0;
	row->number = w->numbers - 1;
	rc = rows_add(w->rows, row);
	if (!rc)
		row->item = NULL;
	return rc;
}

/* May what is not wanted be left out while it comes? */
static bool can_search(const struct call *call, const struct print_args *x)
{
	return rosfw_menus[call->menu->id].type == ROSFW_MENU_CONNECTIONS && x->where && x->scope != PRINT_DYNAMIC &&
	       call->s->store->ops->search;
}

static int search_rows(struct call *call, const struct print_args *x, struct rows *rows)
{
	u32 menu = call->menu->id;
	struct wanted w = { .call = call, .x = x, .rows = rows };
	struct search q = { .menu = menu, .equal = expr_equal(x->where, menu), .seen = want_number, .found = want_row,
			    .arg = &w };
	struct store *store = call->s->store;
	struct refusal r = { .offset = -1 };
	int rc;

	rows_init(rows);
	if (!call->result)
		numbers_begin(call->s, menu);
	rc = store->ops->search(store, &q, &r);
	rosfw_item_put((struct rosfw_item *)q.equal);
	if (!rc)
		return 0;
	rows_clean(rows);
	return fail_store(call->s, call->off, &r, rc);
}

static int list_rows(struct call *call, const struct print_args *x, struct rows *rows)
{
	u32 menu = call->menu->id;
	int rc = session_list(call->s, call->off, menu, rows);

	if (rc)
		return rc;
	keep_rows(rows, menu, x, true);
	rc = call->result ? 0 : numbers_assign(call->s, menu, rows);
	keep_rows(rows, menu, x, false);
	expr_select(x->where, menu, rows);
	if (rc)
		rows_clean(rows);
	return rc;
}

static int print_once(struct call *call, const struct print_args *x, FILE *out)
{
	struct session *s = call->s;
	u32 menu = call->menu->id;
	struct rows rows;
	int rc;

	if (can_count(call, x))
		return print_count(call, out);
	rc = can_search(call, x) ? search_rows(call, x, &rows) : list_rows(call, x, &rows);
	if (rc)
		return rc;
	if (s->json && !x->opt.count_only && !call->result)
		rc = json_rows(out, menu, &rows) ? fail(s, NOWHERE, "out of memory") : 0;
	else
		print_rows(out, menu, &rows, &x->opt);
	rows_clean(&rows);
	return rc;
}

/* ---- where it goes ---- */

static int print_to_file(struct call *call, const struct print_args *x)
{
	const char *dot = strrchr(x->file, '.');
	const char *name = arena_printf(&call->s->arena, "%s%s", x->file, dot && !strcmp(dot, ".txt") ? "" : ".txt");
	FILE *out = fopen(name, x->append ? "ae" : "we");
	int rc;

	if (!out)
		return fail(call->s, x->file_off, "cannot write %s: %s", name, strerror(errno));
	rc = print_once(call, x, out);
	if (fclose(out) && !rc)
		rc = fail(call->s, x->file_off, "cannot write %s: %s", name, strerror(errno));
	return rc;
}

static int print_to_value(struct call *call, struct print_args *x)
{
	char *text = NULL;
	size_t size, n;
	FILE *out = open_memstream(&text, &size);
	int rc;

	if (!out)
		return fail(call->s, NOWHERE, "out of memory");
	x->opt.as_value = !x->opt.count_only;
	rc = print_once(call, x, out);
	fclose(out);
	n = strlen(text);
	if (n && text[n - 1] == '\n')
		n--;
	*call->result = arena_strndup(&call->s->arena, text, n);
	free(text);
	return rc;
}

/* Until the user interrupts it, which ends the program, or what reads from us goes away. */
static int print_forever(struct call *call, const struct print_args *x)
{
	struct timespec pause = { x->interval / 1000, x->interval % 1000 * 1000000 };
	FILE *out = call->s->out;
	int rc;

	for (;;) {
		if (isatty(fileno(out)))
			fputs("\033[H\033[2J", out);
		rc = print_once(call, x, out);
		if (rc || fflush(out))
			return rc;
		nanosleep(&pause, NULL);
	}
}

/**
 * struct follower - a listing that goes on
 * @number: of the next connection
 * @failed: what the listing at the start came to
 */
struct follower {
	struct call *call;
	const struct print_args *x;
	u32 number;
	int failed;
};

static int follow_begin(void *arg)
{
	struct follower *f = arg;
	struct session *s = f->call->s;

	if (f->x->only_new)
		return 0;
	f->failed = print_once(f->call, f->x, s->out);
	f->number = s->numbers[f->call->menu->id].n;
	return f->failed || fflush(s->out) ? -EPIPE : 0;
}

/* Nobody knows how wide the columns will have to be, so each is a line of its own. */
static int follow_added(void *arg, struct rows *rows)
{
	struct print_options opt;
	struct follower *f = arg;
	struct session *s = f->call->s;
	u32 menu = f->call->menu->id;
	int rc = 0;

	expr_select(f->x->where, menu, rows);
	if (!rows->n)
		return 0;
	rows->row[0].number = f->number++;
	opt = f->x->opt;
	opt.terse = !opt.detail;
	if (s->json)
		rc = json_rows(s->out, menu, rows);
	else
		print_rows(s->out, menu, rows, &opt);
	return rc || fflush(s->out) ? -EPIPE : 0;
}

/* Until the user interrupts it, or what reads from us goes away. */
static int print_follow(struct call *call, const struct print_args *x)
{
	struct follower f = { .call = call, .x = x };
	struct store *store = call->s->store;
	struct refusal r = { .offset = -1 };
	int rc;

	if (!store->ops->follow)
		return fail(call->s, call->off, "no connections ever come here: follow needs the kernel");
	rc = store->ops->follow(store, call->menu->id, follow_begin, follow_added, &f, &r);
	if (f.failed)
		return f.failed;
	if (r.text[0])
		return fail_store(call->s, call->off, &r, rc);
	return rc == -EPIPE ? 0 : fail(call->s, NOWHERE, "cannot follow connections: %s", strerror(-rc));
}

static unsigned int width_of(FILE *out)
{
	struct winsize w;
	int fd = fileno(out);

	return fd >= 0 && !ioctl(fd, TIOCGWINSZ, &w) && w.ws_col >= 40 ? w.ws_col : 80;
}

int cmd_print(struct call *call)
{
	struct print_args x;
	int rc;

	memset(&x, 0, sizeof(x));
	x.scope = -1;
	x.opt.width = width_of(call->s->out);
	rc = print_args(call, &x);
	if (x.from.n)
		qsort(x.from.id, x.from.n, sizeof(u32), by_number);
	if (!rc && x.interval && (call->result || x.file))
		rc = fail(call->s, call->off, "interval= is for people: it cannot be used in brackets or with file=");
	if (!rc && x.follow && (call->result || x.file || x.interval || x.opt.count_only || x.have_from))
		rc = fail(call->s, call->off, "follow goes on for ever: it cannot be used in brackets, or with file=, "
			  "interval=, from= or count-only");
	if (rc)
		;
	else if (call->result)
		rc = print_to_value(call, &x);
	else if (x.file)
		rc = print_to_file(call, &x);
	else if (x.follow && !call->s->keep_going)
		rc = print_follow(call, &x);
	else if (x.interval && !call->s->keep_going)
		rc = print_forever(call, &x);
	else
		rc = print_once(call, &x, call->s->out);
	refs_clean(&x.from);
	expr_free(x.where);
	return rc;
}
