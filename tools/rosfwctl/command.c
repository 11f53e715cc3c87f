// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements: a path through the menus, then a command with its arguments, or the path alone, which becomes current.
 *
 * A logical line holds any number of statements, separated by ";". What stands in brackets is a statement too, whose
 * result is a value; it starts in the menu of the command around it.
 */
#include "session.h"

#define RULES		BIT(ROSFW_MENU_RULES)
#define ADDRESSES	BIT(ROSFW_MENU_ADDRESSES)
#define IFLISTS		BIT(ROSFW_MENU_IFLISTS)
#define IFMEMBERS	BIT(ROSFW_MENU_IFMEMBERS)
#define CONNECTIONS	BIT(ROSFW_MENU_CONNECTIONS)
#define SETTINGS	BIT(ROSFW_MENU_SETTINGS)
#define SERVICES	BIT(ROSFW_MENU_SERVICES)
#define TABLES		BIT(ROSFW_MENU_TABLES)
#define HOSTS		BIT(ROSFW_MENU_HOSTS)
#define CHANGED		(RULES | ADDRESSES | IFLISTS | IFMEMBERS | TABLES | HOSTS)
#define LISTED		(CHANGED | CONNECTIONS)
#define FIXED		(SETTINGS | SERVICES)

const struct command commands[] = {
	{ "add", cmd_add, CHANGED },
	{ "set", cmd_set, CHANGED | FIXED },
	{ "unset", cmd_unset, CHANGED | FIXED },
	{ "remove", cmd_remove, LISTED },
	{ "move", cmd_move, RULES },
	{ "enable", cmd_enable, RULES | ADDRESSES | IFMEMBERS | SERVICES | TABLES | HOSTS },
	{ "disable", cmd_disable, RULES | ADDRESSES | IFMEMBERS | SERVICES | TABLES | HOSTS },
	{ "comment", cmd_comment, CHANGED },
	{ "print", cmd_print, LISTED | FIXED },
	{ "find", cmd_find, LISTED | SERVICES },
	{ "get", cmd_get, LISTED | FIXED },
	{ "export", cmd_export, LISTED | FIXED | COMMAND_MENUS },
	{ "reset", cmd_reset, CHANGED | FIXED },
	{ "reset-counters", cmd_reset_counters, RULES },
	{ "reset-counters-all", cmd_reset_counters_all, RULES },
	{ "import", cmd_import, COMMAND_ROOT },
	{ "put", cmd_put, COMMAND_GLOBAL },
	{ NULL, NULL, 0 }
};

static bool has_command(const struct menu *m, const struct command *cmd)
{
	if (cmd->types & COMMAND_GLOBAL)
		return true;
	if (!m->id)
		return cmd->types & COMMAND_MENUS || (cmd->types & COMMAND_ROOT && !m->parent);
	return cmd->types & BIT(rosfw_menus[m->id].type);
}

/* ---- faults ---- */

int fail(struct session *s, u32 off, const char *fmt, ...)
{
	char text[sizeof(s->fault.text)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	fault_set(&s->fault, off, "%s", text);
	return -EINVAL;
}

int fail_store(struct session *s, u32 off, const struct refusal *r, int rc)
{
	fail(s, off, "%s", r->text[0] ? r->text : strerror(-rc));
	fault_hint(&s->fault, "%s", r->hint);
	if (s->store->failed_mark) {
		s->fault.at.line = s->store->failed_mark >> 32;
		s->fault.at.column = (u32)s->store->failed_mark;
		s->store->failed_mark = 0;
	}
	return rc < 0 ? rc : -EINVAL;
}

static int fail_script(struct session *s, u32 off, const char *what)
{
	return fail(s, off, "the scripting language is not supported yet: %s", what);
}

static int fail_ambiguous(struct session *s, u32 off, const char *word, const char *list)
{
	return fail(s, off, "ambiguous command name %s: %s", word, list);
}

void session_report(struct session *s)
{
	struct fault *f = &s->fault;
	struct place at = f->at;

	s->errors++;
	if (!f->text[0])
		return;
	if (!at.line && f->off != NOWHERE && s->line && s->line->nsegs)
		at = line_place(s->line, f->off);
	fflush(s->out);
	if (s->file && at.line)
		fprintf(stderr, "%s:%u:%u: %s", s->file, at.line, at.column, f->text);
	else if (s->file)
		fprintf(stderr, "%s: %s", s->file, f->text);
	else if (at.line)
		fprintf(stderr, "%s (line %u column %u)", f->text, at.line, at.column);
	else
		fprintf(stderr, "%s", f->text);
	fprintf(stderr, "%s%s\n", f->hint[0] ? "; " : "", f->hint);
}

/* ---- what is called ---- */

/* Commands and menus that a word may mean in menu @m. */
struct candidates {
	const char *name[TREE_NAMES_MAX + 1];
	const struct menu *menu[TREE_NAMES_MAX];
	const struct command *command[TREE_NAMES_MAX];
	u32 n;
};

static void candidates_of(struct candidates *k, const struct menu *m)
{
	const struct command *cmd;
	const struct menu *child;

	k->n = 0;
	for (child = m->child; child && k->n < TREE_NAMES_MAX; child = child->next) {
		k->command[k->n] = NULL;
		k->menu[k->n] = child;
		k->name[k->n++] = child->name;
	}
	for (cmd = commands; cmd->name && k->n < TREE_NAMES_MAX; cmd++) {
		if (!has_command(m, cmd))
			continue;
		k->command[k->n] = cmd;
		k->menu[k->n] = NULL;
		k->name[k->n++] = cmd->name;
	}
	k->name[k->n] = NULL;
}

static bool is_root_menu(const char *word)
{
	const struct menu *m;

	for (m = menu_root()->child; m; m = m->next)
		if (!strcmp(m->name, word))
			return true;
	return false;
}

/* The word is nothing that menu @m has: says what it is instead. */
static int fail_word(struct session *s, const struct menu *m, const struct candidates *k, const char *word, u32 off)
{
	const char *near;

	if ((m->id || m->mixed) && name_known(word, known_commands)) {
		if (m->mixed)
			return fail(s, off, "menu %s is not supported by this version", menu_path(m, &s->arena));
		return fail(s, off, "command %s is not supported in %s", word, menu_path(m, &s->arena));
	}
	if (name_known(word, known_script))
		return fail_script(s, off, arena_printf(&s->arena, ":%s", word));
	fail(s, off, "bad command name %s", word);
	near = suggest(word, k->name);
	if (near)
		fault_hint(&s->fault, "did you mean %s?", near);
	else if (m->parent && is_root_menu(word))
		fault_hint(&s->fault, "did you mean /%s?", word);
	return -EINVAL;
}

/*
 * One word of a path. Return 1: @cmd is what it means; 0: @m was changed to the menu that it means; -errno.
 */
static int find_word(struct session *s, const char *word, u32 off, const struct menu **m, const struct command **cmd)
{
	struct candidates k;
	char list[200];
	int i;

	for (*cmd = commands; (*cmd)->name; (*cmd)++)
		if (has_command(*m, *cmd) && !strcmp((*cmd)->name, word))
			return 1;
	candidates_of(&k, *m);
	i = name_match(word, k.name, list, sizeof(list));
	if (i == NAME_AMBIGUOUS)
		return fail_ambiguous(s, off, word, list);
	if (i == NAME_NONE)
		return fail_word(s, *m, &k, word, off);
	if (k.command[i]) {
		*cmd = k.command[i];
		return 1;
	}
	*m = k.menu[i];
	return 0;
}

/**
 * struct walk_state - the path part of a statement
 * @m: where it has led to
 * @cmd: the command at its end, NULL: none
 * @start: offset of its first word
 * @off: offset of the last word
 */
struct walk_state {
	const struct menu *m;
	const struct command *cmd;
	u32 start, off;
};

/* Nothing more of the path can be understood: is it a path alone, whose menu following lines count on? */
static void walk_lost(struct session *s, struct cursor *c, u32 start)
{
	if (!s->keep_going || c->line->s[start] != '/')
		return;
	while (!at_end(c)) {
		char *word;

		if (c->line->s[c->pos] == '/') {
			c->pos++;
			continue;
		}
		word = lex_path_word(c, &s->arena);
		if (!*word || name_known(word, known_commands) ||
		    (c->pos < c->end && !strchr(" \t\n/;", c->line->s[c->pos])))
			return;
	}
	s->lost = true;
}

static int walk_foreign(struct session *s, struct cursor *c, const struct walk_state *w)
{
	fail(s, w->start, "menu %s is not supported by this version", menu_path(w->m, &s->arena));
	walk_lost(s, c, w->start);
	return -EINVAL;
}

static int walk_word(struct session *s, struct cursor *c, struct walk_state *w)
{
	char *word = lex_path_word(c, &s->arena);
	int rc;

	if (!*word) {
		char ch = c->line->s[c->pos];

		if (strchr("{[($", ch))
			return fail_script(s, c->pos, arena_printf(&s->arena, "%c", ch));
		return fail(s, c->pos, "syntax error: expected a command name, not %c", ch);
	}
	if (!strcmp(word, "..")) {
		if (!w->m->parent)
			return fail(s, w->off, "there is no menu above /");
		w->m = w->m->parent;
		return 0;
	}
	rc = find_word(s, word, w->off, &w->m, &w->cmd);
	if (rc < 0)
		walk_lost(s, c, w->start);
	return rc;
}

/* Follows the path at the cursor. Return 1: to a command; 0: to a menu; -errno. */
static int walk_path(struct session *s, struct cursor *c, struct walk_state *w)
{
	int rc = 0;

	w->start = c->pos;
	if (c->line->s[c->pos] == '/') {
		w->m = menu_root();
		c->pos++;
	}
	while (!rc) {
		while (!at_end(c) && c->line->s[c->pos] == '/')
			c->pos++;
		if (at_end(c))
			return 0;
		w->off = c->pos;
		rc = walk_word(s, c, w);
		if (rc < 0)
			return rc;
		if (!rc && w->m->foreign)
			return walk_foreign(s, c, w);
	}
	return rc;
}

/* ":word", with the colon behind us. */
static int walk_colon(struct session *s, struct cursor *c, struct walk_state *w)
{
	char *word;

	w->start = w->off = c->pos - 1;
	skip_blanks(c);
	word = lex_path_word(c, &s->arena);
	for (w->cmd = commands; w->cmd->name; w->cmd++)
		if (w->cmd->types & (COMMAND_GLOBAL | COMMAND_ROOT) && !strcmp(w->cmd->name, word))
			return 1;
	if (name_known(word, known_script) || name_known(word, known_commands))
		return fail_script(s, w->off, arena_printf(&s->arena, ":%s", word));
	fail(s, w->off, "bad command name :%s", word);
	if (suggest(word, known_script))
		fault_hint(&s->fault, "did you mean :%s?", suggest(word, known_script));
	return -EINVAL;
}

static int statement(struct session *s, const struct menu *base, struct cursor *c, char **result)
{
	struct walk_state w = { .m = base };
	struct call call = { .s = s, .c = c, .result = result };
	struct place at;
	int rc;

	if (c->line->s[c->pos] == ':') {
		c->pos++;
		rc = walk_colon(s, c, &w);
	} else {
		rc = walk_path(s, c, &w);
	}
	if (rc < 0)
		return rc;
	if (!rc && result)
		return fail(s, w.start, "syntax error: a command is missing here");
	if (!rc) {
		s->at = w.m;
		s->lost = false;
		return 0;
	}
	if (c->pos < c->end && !strchr(" \t\n;", c->line->s[c->pos]))
		return fail(s, c->pos, "syntax error: unexpected %c", c->line->s[c->pos]);
	call.menu = w.m;
	call.off = w.off;
	if (!result) {
		at = line_place(c->line, w.off);
		s->store->mark = (u64)at.line << 32 | at.column;
	}
	return w.cmd->run(&call);
}

int session_nested(struct session *s, const struct menu *base, u32 from, u32 to, char **result)
{
	struct cursor c = { s->line, from, to };
	int rc;

	if (s->depth >= DEPTH_MAX)
		return fail(s, from, "commands are nested too deep");
	*result = arena_strndup(&s->arena, "", 0);
	if (at_end(&c))
		return fail(s, from, "syntax error: a command is missing here");
	s->depth++;
	rc = statement(s, base, &c, result);
	s->depth--;
	if (!rc && !at_end(&c))
		return fail(s, c.pos, "expected end of command");
	if (!rc && c.pos < c.end)
		return fail(s, c.pos, "only one command can stand in brackets");
	return rc;
}

/* In check, commands that follow a menu that could not be entered are part of the same mistake. */
static bool skipped(struct session *s, const struct cursor *c)
{
	return s->lost && c->line->s[c->pos] != '/' && c->line->s[c->pos] != ':';
}

int session_execute(struct session *s, struct line *line)
{
	struct cursor c = { line, 0, line->n };
	struct line *outer = s->line;
	int rc, first = 0;

	s->line = line;
	while (c.pos < c.end) {
		if (at_end(&c)) {
			c.pos++;
			continue;
		}
		if (skipped(s, &c)) {
			skip_command(&c);
			continue;
		}
		rc = statement(s, s->at, &c, NULL);
		if (!rc && at_end(&c))
			continue;
		if (!rc)
			rc = fail(s, c.pos, "expected end of command");
		if (!first)
			first = rc;
		if (!s->keep_going)
			break;
		session_report(s);
		if (s->errors >= ERRORS_MAX)
			break;
		skip_command(&c);
	}
	if (!outer && !first)
		arena_reset(&s->arena);
	s->line = first && !s->keep_going ? line : outer;
	return first;
}

/* ---- arguments of a command ---- */

int call_arg(struct call *call, struct arg *arg)
{
	return lex_arg(call->c, &call->s->arena, arg, &call->s->fault);
}

char *call_value(struct call *call, const struct word_value *v)
{
	struct session *s = call->s;
	char *result;

	switch (v->kind) {
	case VALUE_COMMAND:
		return session_nested(s, call->menu, v->from, v->to, &result) ? NULL : result;
	case VALUE_SCRIPT:
		fail_script(s, v->from, arena_strndup(&s->arena, s->line->s + v->from, min(v->to - v->from, 40U)));
		return NULL;
	default:
		return v->text;
	}
}

int unexpected(struct call *call, const struct arg *arg)
{
	return fail(call->s, arg->eq && arg->name ? arg->eq : arg->off, "expected end of command");
}

int call_end(struct call *call)
{
	struct arg arg;
	int rc = call_arg(call, &arg);

	return rc > 0 ? unexpected(call, &arg) : rc;
}

int missing(struct call *call, const char *name)
{
	return fail(call->s, call->off, "missing value(s) of argument(s) %s", name);
}

/* ---- transactions of one command ---- */

int changes_begin(struct session *s, u32 off, bool *own)
{
	struct refusal r = { .offset = -1 };
	int rc;

	*own = !s->in_txn;
	if (!*own)
		return 0;
	rc = s->store->ops->begin(s->store, &r);
	if (rc)
		return fail_store(s, off, &r, rc);
	s->in_txn = true;
	return 0;
}

int changes_end(struct session *s, u32 off, bool own, int rc)
{
	struct refusal r = { .offset = -1 };

	if (!own)
		return rc;
	if (!rc) {
		rc = s->store->ops->commit(s->store, &r);
		if (rc)
			rc = fail_store(s, off, &r, rc);
	}
	if (rc)
		s->store->ops->abort(s->store);
	s->in_txn = false;
	return rc;
}

/* ---- sessions ---- */

void session_init(struct session *s, struct store *store)
{
	memset(s, 0, sizeof(*s));
	s->store = store;
	s->at = menu_root();
	s->out = stdout;
}

void session_clean(struct session *s)
{
	u32 i;

	for (i = 0; i <= ROSFW_MENU_MAX; i++)
		free(s->numbers[i].id);
	origins_clean(&s->origins);
	arena_free(&s->arena);
}
