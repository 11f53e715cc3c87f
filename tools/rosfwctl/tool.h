/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of rosfwctl share.
 *
 *   lexer.c    bytes -> words (quotes, escapes, continuations, comments), each with line and column
 *   command.c  words -> commands: paths, current menu, abbreviations, arguments, [find ...], and their execution
 *   expr.c     find and where expressions
 *   text.c     property values <-> text, one parser and one formatter for each kind
 *   print.c    listings (plain, detail, terse, stats, tables)       export.c  export
 *   json.c     --json                                               suggest.c near names
 *   store.c    where items live: store_kernel.c (netlink), store_memory.c (offline check, the core library)
 *   message.c  messages of the kernel as rows
 *   policy.c   "ip rule" for routing tables
 *   main.c     command line, import, check, standard input
 */
#ifndef _ROSFWCTL_TOOL_H
#define _ROSFWCTL_TOOL_H

#include <stdio.h>

#include "core/config.h"
#include "core/ruleset/ruleset.h"

/**
 * struct row - one item as a listing shows it
 * @item: its properties; a reference
 * @flags: ROSFW_FLAG_*
 * @packets: rules: counter
 * @bytes: rules: counter
 * @invalid: why the rule cannot work at present, NULL if it can; owned
 * @number: position that print shows, set by the printer's caller
 * @chosen: a property that nobody set: its value is what the system chose, 0 = none
 */
struct row {
	struct rosfw_item *item;
	u32 flags;
	u64 packets;
	u64 bytes;
	char *invalid;
	u32 number;
	u16 chosen;
};

struct rows {
	struct row *row;
	u32 n, room;
};

void rows_init(struct rows *rows);
int rows_add(struct rows *rows, const struct row *row);		/* takes over what row owns; -ENOMEM */
void rows_clean(struct rows *rows);
void row_clean(struct row *row);				/* what it owns; one without an item is fine */

bool menu_is_settings(u32 menu);	/* one item, which nobody names */
bool menu_is_fixed(u32 menu);		/* items are there from the start, none come or go */

/**
 * struct refusal - a refusal in the user's words
 * @text: a sentence, RouterOS's own where it has one
 * @hint: what would be right, may be empty
 * @offset: where in the value it went wrong: bytes from its start, -1 = as a whole
 */
struct refusal {
	char text[512];
	char hint[256];
	int offset;
};

void refuse(struct refusal *r, int offset, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Adds the hint; refuse() takes it away. */
void refuse_hint(struct refusal *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- text.c ---- */

/*
 * Parses @text (after lexing: no quotes, escapes resolved) as the value of @prop in @menu and puts it into @b. A "!" in
 * front negates where the property can be negated (free text keeps it). Abbreviated keywords are completed; canonical
 * form is stored (host bits cleared, a range that is a prefix stored as such).
 * An empty tcp-flags is no restriction: the property is taken out of @b. Read-only properties are parsed too, for
 * comparisons.
 * Return: 0, -ENOMEM, or -EINVAL with @r filled, in RouterOS's own words where they are known ("input does not match
 * any value of action", "value of range expects range of ip addresses", "ambiguous value of ...").
 */
int text_parse(u32 menu, u16 prop, const char *text, struct rosfw_item_builder *b, struct refusal *r);

/* The value as a user would write it, without quotes, with its "!". malloc()ed; NULL: no memory. */
char *text_format(u32 menu, const struct rosfw_value *v);
char *text_format_seconds(u64 seconds);			/* 1w2d3h4m5s; 0s */
char *text_group(u64 n);				/* 874 062 */
/* Quoted for export and print when it needs to be. malloc()ed. */
char *text_quote_export(const char *s);
char *text_quote_print(const char *s);

/*
 * The text of @name for one row as find, get and as-value see it: properties, and columns that are no values of the
 * item ("packets", "invalid", "seen-reply", ".id", ...). malloc()ed; NULL: the row has no such property set. expr.c.
 */
char *row_text(u32 menu, const struct row *row, const char *name);
bool row_name_known(u32 menu, const char *name);	/* is @name a property or flag of the menu? */

/* ---- print.c, json.c, export.c ---- */

struct print_options {
	bool detail, terse, stats, count_only, show_ids, as_value, value_list, without_paging;
	const char *proplist;	/* comma separated, NULL = all */
	unsigned int width;	/* of the terminal, 80 when it is none */
};

/* Rows are already selected, numbered and in order. */
void print_rows(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt);
/* Stable: {"version":1,"menu":"ip firewall filter","items":[...]} */
int json_rows(FILE *out, u32 menu, const struct rows *rows);

struct export_options {
	bool verbose, terse;
};

/* One menu: nothing when there is nothing to export; else the path and its adds. Without dynamic and built-in items. */
void export_menu(FILE *out, u32 menu, const struct rows *rows, const struct export_options *opt);
/* "# by rosfw VERSION": no time, so that equal configurations have equal exports. */
void export_header(FILE *out, const char *version);
extern const u32 export_order[];	/* menus in the order of a whole export, ended by 0 */

/* ---- suggest.c ---- */

/* The nearest of @names (ended by NULL) to @word, NULL when none is near. */
const char *suggest(const char *word, const char *const *names);

/* ---- store ---- */

/**
 * struct store - where items live. Every function returns 0 or -errno with @r filled.
 * add() returns the id. set() works on the item's changed values: @changes holds what is set, @unset (ended by 0) what
 * goes.
 *
 * @mark: set by the user of the store before each change: where in the source it stands, line << 32 | column
 * @batch: inside a transaction, changes may be queued: they return 0 at once, and a refusal comes from a later call
 * @added: told the id of every item that was added, if not NULL
 * @arg: handed to @added
 * @failed_mark: the mark of the change that was refused; 0: the one at hand
 * @failed_prop: the property at fault, 0 = none in particular
 * @failed_menu: with @failed_id: the item at fault (a jump loop found by commit), 0 = none in particular
 * @failed_id: see @failed_menu
 */
struct store {
	const struct store_ops *ops;
	u64 mark;
	bool batch;
	void (*added)(void *arg, u32 menu, u32 id, u64 mark);
	void *arg;
	u64 failed_mark;
	u16 failed_prop;
	u16 failed_menu;
	u32 failed_id;
};

/**
 * struct search - which connections are wanted; there may be millions, so what is not is not kept
 * @menu: of connections
 * @equal: values that they must have, to the byte; NULL: none in particular
 * @seen: told of every connection, wanted or not, in order; NULL: nobody counts them
 * @found: told of those that have the values of @equal. Takes a row over by setting row->item to NULL. NULL: nobody
 *	wants them
 * @arg: for @seen and @found. A value other than 0 that one of them returns ends the search
 */
struct search {
	u32 menu;
	const struct rosfw_item *equal;
	int (*seen)(void *arg, u32 id);
	int (*found)(void *arg, struct row *row);
	void *arg;
};

struct store_ops {
	int (*begin)(struct store *s, struct refusal *r);
	int (*commit)(struct store *s, struct refusal *r);
	int (*check)(struct store *s, struct refusal *r);
	void (*abort)(struct store *s);
	/* @before 0: at the end. @id NULL: nobody waits for it. */
	int (*add)(struct store *s, const struct rosfw_item *item, u32 before, u32 *id, struct refusal *r);
	int (*set)(struct store *s, u32 menu, u32 id, const struct rosfw_item *changes, const u16 *unset,
		   struct refusal *r);
	int (*remove)(struct store *s, u32 menu, u32 id, struct refusal *r);
	/* Connections only; those that have ended are as good as removed. NULL: there are none in this store. */
	int (*remove_many)(struct store *s, u32 menu, const u32 *id, u32 n, struct refusal *r);
	int (*move)(struct store *s, u32 menu, u32 id, u32 before, struct refusal *r);
	int (*reset)(struct store *s, u32 menu, u32 id, struct refusal *r);	/* id 0: all */
	int (*list)(struct store *s, u32 menu, struct rows *rows, struct refusal *r);
	/* NULL: list and look. */
	int (*search)(struct store *s, const struct search *q, struct refusal *r);
	/* How many there are, without keeping them. NULL: list them. */
	int (*count)(struct store *s, u32 menu, u32 *n, struct refusal *r);
	/*
	 * Connections that come from now on, for ever: first calls begin(), then added() with each, which may take
	 * what is in @rows. Ends when one of them returns another value than 0, and returns it. NULL: none ever come.
	 */
	int (*follow)(struct store *s, u32 menu, int (*begin)(void *arg), int (*added)(void *arg, struct rows *rows),
		      void *arg, struct refusal *r);
	void (*close)(struct store *s);
};

struct store *store_kernel_open(struct refusal *r);	/* libmnl, genetlink family rosfw; NULL with @r filled */
struct store *store_memory_open(struct refusal *r);

/* ---- policy.c ---- */

/*
 * Makes the kernel's policy rules agree with these routing tables, in both families: those of ours that lead elsewhere
 * are removed, those that are missing added. Return 0 or -errno with @r filled; then some may be done.
 */
int policy_install(const struct rows *tables, struct refusal *r);

#endif /* _ROSFWCTL_TOOL_H */
