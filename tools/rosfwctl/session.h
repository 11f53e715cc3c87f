/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A session: a store, a current menu, and what the commands share.
 *
 *   path.c      the tree of menus, and which name a shortened word means
 *   known.c     names that RouterOS has and this version has not
 *   command.c   statements: path, command, [nested command]
 *   args.c      arguments -> properties of an item
 *   refs.c      which items are meant: 0,2 *1F [find ...] names
 *   cmd_change.c  add, set, unset, remove, ...      cmd_show.c  print, get, find, export, :put
 *   script.c    import, check, standard input
 *
 * Functions return 0 or a negative errno with session->fault filled. Locks: none, one thread.
 */
#ifndef _ROSFWCTL_SESSION_H
#define _ROSFWCTL_SESSION_H

#include "lexer.h"
#include "tool.h"

/* ---- menus ---- */

/**
 * struct menu - one word of a menu path
 * @name: as the user writes it
 * @id: enum rosfw_menu; 0: a menu of menus
 * @foreign: RouterOS has this menu, this version has not
 * @mixed: a menu of menus that in RouterOS has items of its own
 */
struct menu {
	const char *name;
	const struct menu *parent;
	struct menu *child, *next;
	u32 id;
	bool foreign;
	bool mixed;
};

const struct menu *menu_root(void);
const struct menu *menu_of(u32 id);
/* "/ip firewall filter"; "/" for the root. */
const char *menu_path(const struct menu *m, struct arena *a);
#define TREE_NAMES_MAX	128	/* names that one word of a path may mean */

bool menu_inside(const struct menu *m, const struct menu *ancestor);

/* ---- names ---- */

#define NAME_NONE	(-1)
#define NAME_AMBIGUOUS	(-2)

/*
 * Which of @names (ended by NULL) does @word mean: the one that is equal, or else the only one that starts with it.
 * Return: its index, NAME_NONE, or NAME_AMBIGUOUS with the candidates in @list.
 */
int name_match(const char *word, const char *const *names, char *list, size_t size);

extern const char *const known_menus[];		/* paths of menus that this version has not, ended by NULL */
extern const char *const known_commands[];	/* commands that some menus of RouterOS have, ended by NULL */
extern const char *const known_script[];	/* words of the scripting language, ended by NULL */
extern const char *const known_actions[];	/* ended by NULL */
extern const char *const known_matchers[];	/* properties of rules, ended by NULL */

bool name_known(const char *word, const char *const *names);

/* ---- sessions ---- */

/* The items that the last print of a menu numbered. */
struct numbering {
	u32 *id;
	u32 n;
	bool printed;		/* a print handed them out, so they stay */
	bool valid;
};

struct origin {
	u32 menu, id;		/* id 0: free */
	struct place at;
};

/* Where in the source an item came from. A hash table with open addressing. */
struct origins {
	struct origin *slot;
	u32 n, room;
};

/**
 * struct session - see above
 * @store: where the items live
 * @at: current menu
 * @out: where print, export and :put write
 * @file: name of the source in messages; NULL: a typed line
 * @line: being executed
 * @fault: why the last function failed
 * @typed: a bare get or find prints its value
 * @json: print writes JSON
 * @in_txn: a transaction is open
 * @lost: the current menu could not be entered: commands without a path are skipped (check only)
 * @keep_going: report an error and go on (check)
 * @errors: reported so far
 * @depth: import inside of import, commands inside of commands
 */
struct session {
	struct store *store;
	const struct menu *at;
	FILE *out;
	const char *file;
	struct line *line;
	struct arena arena;
	struct fault fault;
	bool typed, json, interactive;
	bool in_txn;
	bool lost, keep_going;
	u32 errors;
	u32 depth;
	struct numbering numbers[ROSFW_MENU_MAX + 1];
	struct origins origins;
};

#define ERRORS_MAX	100	/* that check reports */
#define DEPTH_MAX	32

void session_init(struct session *s, struct store *store);
void session_clean(struct session *s);

#define NOWHERE	U32_MAX		/* a fault that is not about one place of the line */

/* Fills the fault; return -EINVAL. */
int fail(struct session *s, u32 off, const char *fmt, ...) __printf(3, 4);
int fail_store(struct session *s, u32 off, const struct refusal *r, int rc);
/* Writes the fault to standard error as the user shall see it. */
void session_report(struct session *s);

/* Executes one logical line; its commands print to s->out. */
int session_execute(struct session *s, struct line *line);
/* The command between @from and @to of the current line as a value; it starts in menu @base. */
int session_nested(struct session *s, const struct menu *base, u32 from, u32 to, char **result);

/* ---- script.c ---- */

struct import_options {
	bool verbose, dry_run;
	u32 from_line;
};

/* Executes a typed line. */
int session_type(struct session *s, const char *text);
/* A whole file, all or nothing. Errors are reported. Return 0 or -EINVAL. */
int session_import(struct session *s, const char *file, const struct import_options *opt);
/* Reports every error of a file. Return how many, or a negative errno. */
int session_check(struct session *s, const char *file);
/* Standard input: line after line, stops at the first error unless somebody types. */
int session_stdin(struct session *s, int fd);

int origins_add(struct origins *o, u32 menu, u32 id, struct place at);
const struct place *origins_find(const struct origins *o, u32 menu, u32 id);
void origins_clean(struct origins *o);

/* ---- commands ---- */

/**
 * struct call - one command being executed
 * @menu: menu that it was called in
 * @c: behind the command word
 * @off: of the command word
 * @result: the value is wanted, not the output: set it, in the arena; NULL at the top level
 */
struct call {
	struct session *s;
	const struct menu *menu;
	struct cursor *c;
	u32 off;
	char **result;
};

struct command {
	const char *name;
	int (*run)(struct call *call);
	u32 types;		/* bits 1 << enum rosfw_menu_type; COMMAND_MENUS: menus of menus too */
};

#define COMMAND_MENUS	0x10000U	/* in menus of menus too */
#define COMMAND_ROOT	0x20000U	/* only in the root */
#define COMMAND_GLOBAL	0x40000U	/* everywhere; may be written with a leading ":" */

extern const struct command commands[];		/* ended by a NULL name */

int cmd_add(struct call *call);
int cmd_set(struct call *call);
int cmd_unset(struct call *call);
int cmd_remove(struct call *call);
int cmd_move(struct call *call);
int cmd_enable(struct call *call);
int cmd_disable(struct call *call);
int cmd_comment(struct call *call);
int cmd_reset(struct call *call);
int cmd_reset_counters(struct call *call);
int cmd_reset_counters_all(struct call *call);
int cmd_print(struct call *call);
int cmd_find(struct call *call);
int cmd_get(struct call *call);
int cmd_export(struct call *call);
int cmd_import(struct call *call);
int cmd_put(struct call *call);

/* The next argument, names and values resolved to text: commands in brackets are run. 1, 0 = none left, -errno. */
int call_arg(struct call *call, struct arg *arg);
/* The text of a value; NULL with the fault filled. */
char *call_value(struct call *call, const struct word_value *v);
int call_end(struct call *call);		/* refuses whatever is left */
int unexpected(struct call *call, const struct arg *arg);	/* "expected end of command" */
int missing(struct call *call, const char *name);		/* "missing value(s) of argument(s) NAME" */

/* Several changes of one command are one transaction; inside of an open one they are part of it. */
int changes_begin(struct session *s, u32 off, bool *own);
int changes_end(struct session *s, u32 off, bool own, int rc);

/* ---- args.c ---- */

#define PROPS_MAX	(ROSFW_A_MAX + 1)

/**
 * struct props - the properties that add and set were given
 * @b: the item
 * @unset: "!name", ended by 0
 * @at: by property: where its value stands, 0 = not given
 */
struct props {
	struct rosfw_item_builder b;
	u16 unset[PROPS_MAX + 1];
	u32 nunset;
	u32 at[PROPS_MAX];
	struct word_value values[PROPS_MAX];
};

/* The argument as a property of the call's menu. @extra: names of other arguments, ended by NULL.
 * Return: its number; 0 with *@which set: one of the others; -errno.
 */
int arg_name(struct call *call, const struct arg *arg, const char *const *extra, int *which);
/* Puts the value of an argument into @p. */
int props_put(struct call *call, struct props *p, u16 prop, const struct arg *arg);
bool prop_mandatory(u32 menu, u16 prop);	/* an item cannot be without it */
int props_unset(struct call *call, struct props *p, u16 prop, const struct arg *arg);
/* Where the value of a property stands; the command if it was not given. */
u32 props_offset(struct call *call, const struct props *p, u16 prop);
/* What the core says of the item, with the place of the value at fault. */
int props_fault(struct call *call, const struct props *p, const struct rosfw_error *err);
/* What the store says. */
int props_refused(struct call *call, const struct props *p, const struct refusal *r, int rc);
void props_clean(struct props *p);

/* ---- refs.c ---- */

struct refs {
	u32 *id;
	u32 n, room;
	u32 off;		/* where the user wrote it */
};

/* Items of settings are not named: the one that there is. */
int refs_only(struct call *call, struct refs *refs);
/* @text: what the user wrote, at @off. */
int refs_parse(struct call *call, const char *text, u32 off, struct refs *refs);
int refs_one(struct call *call, const char *text, u32 off, u32 *id);
void refs_clean(struct refs *refs);
/* Numbers rows for print and remembers which are which. */
int numbers_assign(struct session *s, u32 menu, struct rows *rows);
/* The same, one by one. numbers_next() returns 0 or -ENOMEM. */
void numbers_begin(struct session *s, u32 menu);
int numbers_next(struct session *s, u32 menu, u32 id);
void numbers_changed(struct session *s, u32 menu);	/* an item was added, moved or removed */
int session_list(struct session *s, u32 off, u32 menu, struct rows *rows);

#endif /* _ROSFWCTL_SESSION_H */
