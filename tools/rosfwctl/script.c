// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many lines: import (all or nothing), check (every error, nothing changes), standard input (line after line).
 *
 * A file is one transaction. Changes are queued in it and sent in batches, so a refusal may come back some lines later;
 * it carries the mark of the line that it is about.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session.h"

/* What a file borrows from the session around it. */
struct scope {
	const struct menu *at;
	const char *file;
	struct line *line;
	struct arena arena;
	struct origins origins;
	bool typed, interactive, lost, keep_going;
	u32 errors;
};

static void scope_enter(struct session *s, struct scope *old, const char *file)
{
	old->at = s->at;
	old->file = s->file;
	old->line = s->line;
	old->arena = s->arena;
	old->origins = s->origins;
	old->typed = s->typed;
	old->interactive = s->interactive;
	old->lost = s->lost;
	old->keep_going = s->keep_going;
	old->errors = s->errors;
	s->at = menu_root();
	s->file = file;
	s->line = NULL;
	memset(&s->arena, 0, sizeof(s->arena));
	memset(&s->origins, 0, sizeof(s->origins));
	s->typed = s->interactive = s->lost = s->keep_going = false;
	s->errors = 0;
}

static void scope_leave(struct session *s, const struct scope *old)
{
	arena_free(&s->arena);
	origins_clean(&s->origins);
	s->at = old->at;
	s->file = old->file;
	s->line = old->line;
	s->arena = old->arena;
	s->origins = old->origins;
	s->typed = old->typed;
	s->interactive = old->interactive;
	s->lost = old->lost;
	s->keep_going = old->keep_going;
	s->errors = old->errors;
}

/* The store tells the id of an item that was added. Entries of address lists cannot be at fault later. */
static void remember(void *arg, u32 menu, u32 id, u64 mark)
{
	struct place at = { mark >> 32, (u32)mark };
	struct session *s = arg;

	if (rosfw_menus[menu].type != ROSFW_MENU_ADDRESSES)
		origins_add(&s->origins, menu, id, at);	/* without memory the message has no line, that is all */
}

/* Puts the line of the item at fault into the message, if that item came from this file. */
static void blame(struct session *s)
{
	const struct place *at;
	u32 menu = s->store->failed_menu, id = s->store->failed_id;

	if (!menu || !id || menu > ROSFW_MENU_MAX)
		return;
	at = origins_find(&s->origins, menu, id);
	if (at)
		s->fault.at = *at;
	else
		fault_hint(&s->fault, "item *%X of /%s", id, rosfw_menus[menu].path);
}

static int open_file(struct session *s, const char *file, struct source *src)
{
	struct stat st;
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(s, NOWHERE, "cannot read: %s", strerror(errno));
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(s, NOWHERE, "cannot read: it is a directory");
	}
	source_open_fd(src, fd);
	return 0;
}

static void close_file(struct source *src)
{
	close(src->fd);
	source_close(src);
}

/* The next line; errors of reading are reported. Return 1, 0 at the end, -errno. */
static int next_line(struct session *s, struct source *src, struct line *line)
{
	int rc;

	do {
		rc = source_line(src, line, &s->fault);
		if (rc == -EIO)
			fail(s, NOWHERE, "cannot read: %s", strerror(errno));
		if (rc < 0)
			session_report(s);
	} while (rc == -EINVAL && s->keep_going && s->errors < ERRORS_MAX);
	return rc;
}

/* All lines of a source. Return 0, or -EINVAL when something was refused, which is reported. */
static int run_lines(struct session *s, struct source *src, const struct import_options *opt)
{
	struct line line = { 0 };
	int rc;

	while (s->errors < ERRORS_MAX && (rc = next_line(s, src, &line)) > 0) {
		if (line.seg[0].at.line < opt->from_line)
			continue;
		if (opt->verbose)
			fprintf(s->out, "#line %u\n%s\n", line.seg[0].at.line, line.s);
		rc = session_execute(s, &line);
		if (rc && !s->keep_going) {
			session_report(s);
			break;
		}
	}
	s->line = NULL;
	line_clean(&line);
	return s->errors ? -EINVAL : 0;
}

/* Publishes or merely checks what the lines did. */
static int finish(struct session *s, bool publish)
{
	struct refusal r = { .offset = -1 };
	int (*op)(struct store *s, struct refusal *r) = publish ? s->store->ops->commit : s->store->ops->check;
	int rc;

	/* Even the last line is refused late now, and has to be named. */
	s->store->mark = 0;
	rc = op(s->store, &r);
	if (!rc)
		return 0;
	fail_store(s, NOWHERE, &r, rc);
	blame(s);
	session_report(s);
	return -EINVAL;
}

/* Inside of a transaction: reads and executes one file. */
static int run_file(struct session *s, const char *file, const struct import_options *opt)
{
	struct source src;
	int rc;

	if (open_file(s, file, &src)) {
		session_report(s);
		return -EINVAL;
	}
	rc = run_lines(s, &src, opt);
	close_file(&src);
	return rc;
}

static int begin(struct session *s, bool *own)
{
	if (!changes_begin(s, NOWHERE, own))
		return 0;
	session_report(s);
	return -EINVAL;
}

static void leave_transaction(struct session *s, bool own)
{
	u32 i;

	if (!own)
		return;
	s->store->batch = false;
	s->in_txn = false;
	for (i = 0; i <= ROSFW_MENU_MAX; i++)
		numbers_changed(s, i);
}

int session_import(struct session *s, const char *file, const struct import_options *opt)
{
	struct scope old;
	u32 errors;
	bool own;
	int rc;

	scope_enter(s, &old, file);
	s->depth++;
	rc = begin(s, &own);
	if (!rc) {
		s->store->batch = true;
		s->store->added = remember;
		s->store->arg = s;
		s->keep_going = opt->dry_run;
		rc = run_file(s, file, opt);
		if (!rc && own)
			rc = finish(s, !opt->dry_run);
		if (own && (rc || opt->dry_run))
			s->store->ops->abort(s->store);
		leave_transaction(s, own);
		if (own)
			s->store->added = NULL;
	}
	s->depth--;
	errors = s->errors;
	scope_leave(s, &old);
	if (opt->dry_run && errors)
		fprintf(s->out, "found %u error(s) in import file\n", errors);
	return rc;
}

int session_check(struct session *s, const char *file)
{
	struct import_options opt = { 0 };
	struct scope old;
	FILE *out = s->out;
	int errors;
	bool own;

	scope_enter(s, &old, file);
	s->out = fopen("/dev/null", "we");
	if (!s->out)
		s->out = out;
	s->keep_going = true;
	if (!begin(s, &own)) {
		s->store->batch = true;
		s->store->added = remember;
		s->store->arg = s;
		run_file(s, file, &opt);
		if (s->errors >= ERRORS_MAX)
			fprintf(stderr, "%s: more than %d errors, the rest was not checked\n", file, ERRORS_MAX);
		else
			finish(s, false);
		s->store->ops->abort(s->store);
		leave_transaction(s, own);
		s->store->added = NULL;
	}
	if (s->out != out)
		fclose(s->out);
	s->out = out;
	errors = s->errors;
	scope_leave(s, &old);
	return errors;
}

int session_type(struct session *s, const char *text)
{
	struct line line = { 0 };
	struct source src;
	int rc;

	source_open_text(&src, text, strlen(text));
	while ((rc = source_line(&src, &line, &s->fault)) > 0) {
		rc = session_execute(s, &line);
		if (rc)
			break;
	}
	if (rc)
		session_report(s);
	s->line = NULL;
	line_clean(&line);
	source_close(&src);
	return rc;
}

/* ---- standard input ---- */

static void prompt(struct session *s)
{
	const struct menu *m;
	const char *name[8];
	u32 n = 0;

	for (m = s->at; m->parent && n < ARRAY_SIZE(name); m = m->parent)
		name[n++] = m->name;
	fputs("[admin@rosfw] ", s->out);
	if (!n)
		fputc('/', s->out);
	while (n)
		fprintf(s->out, "/%s", name[--n]);
	fputs("> ", s->out);
	fflush(s->out);
}

static bool is_quit(const struct line *line)
{
	return !strcmp(line->s, "quit") || !strcmp(line->s, "/quit");
}

int session_stdin(struct session *s, int fd)
{
	struct line line = { 0 };
	struct source src;
	int rc, failed = 0;

	s->interactive = isatty(fd) && isatty(STDOUT_FILENO);
	if (!s->interactive)
		s->file = "stdin";
	source_open_fd(&src, fd);
	for (;;) {
		if (s->interactive)
			prompt(s);
		rc = source_line(&src, &line, &s->fault);
		if (rc > 0 && s->interactive && is_quit(&line))
			break;
		if (rc > 0)
			rc = session_execute(s, &line) ? -EINVAL : 1;
		if (rc < 0) {
			session_report(s);
			failed = rc;
			s->line = NULL;
		}
		if (!rc || rc == -EIO || (rc < 0 && !s->interactive))
			break;
	}
	if (s->interactive)
		fputc('\n', s->out);
	s->line = NULL;
	line_clean(&line);
	source_close(&src);
	return s->interactive ? 0 : failed;
}

/* ---- the command import ---- */

static int import_option(struct call *call, struct import_options *opt, const char *name, const struct arg *arg)
{
	struct session *s = call->s;
	char *text = arg->eq ? call_value(call, &arg->value) : NULL;
	unsigned long n;
	char *end;

	if (arg->eq && !text)
		return -EINVAL;
	if (!strcmp(name, "from-line")) {
		errno = 0;
		n = text ? strtoul(text, &end, 10) : 0;
		if (!text || *end || !*text || errno || n > U32_MAX || *text == '-')
			return fail(s, arg->value.from, "invalid value for argument from-line");
		opt->from_line = n;
		return 0;
	}
	if (text && strcmp(text, "yes") && strcmp(text, "no"))
		return fail(s, arg->value.from, "input does not match any value of %s", name);
	if (!strcmp(name, "verbose"))
		opt->verbose = !text || !strcmp(text, "yes");
	else
		opt->dry_run = !text || !strcmp(text, "yes");
	return 0;
}

static int import_args(struct call *call, struct import_options *opt, char **file)
{
	static const char *const names[] = { "file-name", "from-line", "verbose", "dry-run", NULL };
	struct session *s = call->s;
	struct arg arg;
	char list[100];
	int rc, i;

	*file = NULL;
	while ((rc = call_arg(call, &arg)) > 0) {
		i = arg.name && !arg.negated ? name_match(arg.name, names, list, sizeof(list)) : NAME_NONE;
		if (arg.eq && i < 0)
			return fail(s, arg.off, "bad parameter %s", arg.name);
		if (i > 0) {
			rc = import_option(call, opt, names[i], &arg);
			if (rc)
				return rc;
			continue;
		}
		if (*file || arg.negated)
			return unexpected(call, &arg);
		*file = call_value(call, &arg.value);
		if (!*file)
			return -EINVAL;
	}
	return !rc && !*file ? missing(call, "file-name") : rc;
}

int cmd_import(struct call *call)
{
	struct import_options opt = { 0 };
	struct session *s = call->s;
	char *file;
	int rc = import_args(call, &opt, &file);

	if (rc)
		return rc;
	if (s->depth >= DEPTH_MAX)
		return fail(s, call->off, "files are imported from each other too deep");
	rc = session_import(s, file, &opt);
	if (rc)
		return fail(s, NOWHERE, "%s", "");	/* it is reported already */
	if (!s->file && !opt.dry_run)
		fprintf(s->out, "Script file loaded and executed successfully\n");
	return 0;
}
