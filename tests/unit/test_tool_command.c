// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whole scripts against the store in memory: what they leave behind, and that a refused one leaves nothing.
 * Single commands and their messages are in tests/cli.
 */
#include <unistd.h>

#include "session.h"
#include "tap.h"

/* ---- a session and what it writes ---- */

struct desk {
	struct store *store;
	struct session s;
	char *out;
	size_t size;
};

static void desk_open(struct desk *d)
{
	struct refusal r;

	d->store = store_memory_open(&r);
	session_init(&d->s, d->store);
	d->s.out = open_memstream(&d->out, &d->size);
}

static void desk_close(struct desk *d)
{
	fclose(d->s.out);
	free(d->out);
	session_clean(&d->s);
	d->store->ops->close(d->store);
}

/* What was written since the last time. */
static const char *written(struct desk *d)
{
	static char text[65536];

	fflush(d->s.out);
	snprintf(text, sizeof(text), "%.*s", (int)d->size, d->out);
	rewind(d->s.out);
	return text;
}

/* Standard error goes to a file while @fn runs. */
static char errors[8192];

static int quietly(struct desk *d, int (*fn)(struct desk *d, const char *arg), const char *arg)
{
	FILE *f = tmpfile();
	int keep = dup(STDERR_FILENO), rc;
	size_t n;

	dup2(fileno(f), STDERR_FILENO);
	rc = fn(d, arg);
	fflush(stderr);
	dup2(keep, STDERR_FILENO);
	close(keep);
	rewind(f);
	n = fread(errors, 1, sizeof(errors) - 1, f);
	errors[n] = 0;
	fclose(f);
	return rc;
}

static int type(struct desk *d, const char *text)
{
	return session_type(&d->s, text);
}

/* Writes @text into a file and gives its name to one of the functions of script.c. */
static char file_name[64] = "/tmp/rosfwctl-test-XXXXXX";

static void write_file(const char *text)
{
	FILE *f = fopen(file_name, "w");

	fputs(text, f);
	fclose(f);
}

static int import(struct desk *d, const char *text)
{
	struct import_options opt = { 0 };

	write_file(text);
	return session_import(&d->s, file_name, &opt);
}

static int check(struct desk *d, const char *text)
{
	write_file(text);
	return session_check(&d->s, file_name);
}

static int dry_run(struct desk *d, const char *text)
{
	struct import_options opt = { .dry_run = true };

	write_file(text);
	return session_import(&d->s, file_name, &opt);
}

static void exports(struct desk *d, const char *want)
{
	const char *got;

	tap_is(type(d, "/export terse"), 0);
	got = written(d);
	while (*got == '#')
		got += strcspn(got, "\n") + 1;
	tap_str(got, want);
}

/* ---- scripts ---- */

struct script_row {
	const char *name;
	const char *text;
	const char *export;	/* what is there afterwards */
	const char *error;	/* part of the message, NULL: accepted */
};

static const struct script_row scripts[] = {
	{ "a file is executed from top to bottom",
		"/ip firewall filter\nadd chain=input\nadd chain=output action=drop\n"
		"/ip firewall address-list\nadd list=a address=1.1.1.1\n",
		"/ip firewall address-list add address=1.1.1.1 list=a\n"
		"/ip firewall filter add action=accept chain=input\n"
		"/ip firewall filter add action=drop chain=output\n", NULL },
	{ "an error takes everything back",
		"/ip firewall filter\nadd chain=input\n/ip firewall address-list\n"
		"add list=a address=1.1.1.1\nadd list=a address=1.1.1.1\n",
		"", ":5:20: failure: already have such entry" },
	{ "a jump loop is found at the end, and its line named",
		"/ip firewall filter\nadd chain=input\nadd chain=a action=jump jump-target=b\n"
		"add chain=b action=jump jump-target=a\n",
		"", ": this jump makes a loop" },
	{ "a loop of interface lists",
		"/interface list\nadd name=A\nadd name=B include=A\nset A include=B\n", "", "loop" },
	{ "what is repaired before the end is no error",
		"/ip firewall filter\nadd chain=a action=jump jump-target=a comment=x\n"
		"remove [find comment=x]\n", "", NULL },
	{ "the queue is in order",
		"/ip firewall filter\nadd chain=a\nadd chain=b place-before=0\n"
		"set [find chain=a] comment=x\nmove [find chain=a] 0\n"
		"disable [find chain=b]\n",
		"/ip firewall filter add action=accept chain=a comment=x\n"
		"/ip firewall filter add action=accept chain=b disabled=yes\n", NULL },
	{ "scripting",
		"/ip firewall filter\nadd chain=input\n:foreach i in=[find] do={\n remove $i\n}\n",
		"", ":3:1: the scripting" },
	{ "a menu that this version has not",
		"/ip firewall calea\nadd chain=forward\n", "", ":1:1: menu /ip firewall calea" },
	{ "an entry that is replaced inside of one transaction",
		"/ip firewall address-list\nadd list=a address=1.1.1.1\n"
		"set [find] address=2.2.2.2\nset [find] comment=x\nremove [find]\n"
		"add list=a address=1.1.1.1\n",
		"/ip firewall address-list add address=1.1.1.1 list=a\n", NULL },
};

static void test_scripts(void)
{
	const struct script_row *row;
	struct desk d;

	for (row = scripts; row < scripts + sizeof(scripts) / sizeof(*scripts); row++) {
		tap_case("import: %s", row->name);
		desk_open(&d);
		tap_is(quietly(&d, import, row->text) != 0, !!row->error);
		if (row->error && !strstr(errors, row->error))
			tap_fail("\"%s\" does not say \"%s\"", errors, row->error);
		if (!row->error)
			tap_str(errors, "");
		exports(&d, row->export);
		tap_ok(!d.s.in_txn);

		/* Once more: the store is as usable as before. */
		tap_is(type(&d, "/ip firewall raw add chain=output"), 0);
		desk_close(&d);

		tap_case("check: %s", row->name);
		desk_open(&d);
		tap_is(quietly(&d, check, row->text) != 0, !!row->error);
		exports(&d, "");
		desk_close(&d);

		tap_case("dry run: %s", row->name);
		desk_open(&d);
		tap_is(quietly(&d, dry_run, row->text) != 0, !!row->error);
		written(&d);
		exports(&d, "");
		desk_close(&d);
	}
}

static void test_every_error(void)
{
	static const char text[] =
		"/ip firewall filter\n"
		"add chain=input foo=1\n"
		"add action=drop\n"
		"/ip firewall calea\n"
		"add chain=input\n"			/* part of the error of the line before */
		"add chain=forward\n"
		"/ip firewall filter add chain=\"x\n"
		"/ip firewall raw\n"
		"add chain=output action=reject\n"
		":if (true) do={\n  add chain=x\n  bogus\n}\n"
		"add chain=output; add; add chain=prerouting\n";
	struct desk d;
	u32 n = 0;
	char *p;

	tap_case("check finds every error, and each only once");
	desk_open(&d);
	tap_is(quietly(&d, check, text), 7);
	for (p = errors; *p; p++)
		n += *p == '\n';
	tap_is(n, 7);
	tap_ok(strstr(errors, ":2:17: bad parameter foo"));
	tap_ok(strstr(errors, ":3:1: missing value(s) of argument(s) chain"));
	tap_ok(strstr(errors, ":4:1: menu /ip firewall calea"));
	tap_ok(strstr(errors, ":7:31: syntax error: the quote"));
	tap_ok(strstr(errors, ":9:25: input does not match"));
	tap_ok(strstr(errors, ":10:1: the scripting"));
	tap_ok(strstr(errors, ":14:19: missing value(s) of argument(s) chain"));
	desk_close(&d);
}

static void test_bound(void)
{
	char *text = malloc(300 * 8 + 1), *p = text;
	struct desk d;
	u32 i;

	tap_case("check stops at its bound of errors");
	for (i = 0; i < 300; i++)
		p = stpcpy(p, "foo bar\n");
	desk_open(&d);
	tap_is(quietly(&d, check, text), ERRORS_MAX);
	tap_ok(strstr(errors, "more than 100 errors"));
	desk_close(&d);
	free(text);
}

static void test_typed(void)
{
	struct desk d;

	tap_case("one command is all or nothing");
	desk_open(&d);
	tap_is(type(&d, "/ip firewall filter\nadd chain=input protocol=tcp dst-port=5\nadd chain=output"), 0);
	tap_ok(quietly(&d, type, "set 0,1 in-interface=eth0") != 0);
	tap_ok(quietly(&d, type, "set [find] dst-port=9") != 0);
	exports(&d, "/ip firewall filter add action=accept chain=input dst-port=5 protocol=tcp\n"
		"/ip firewall filter add action=accept chain=output\n");
	tap_ok(quietly(&d, type, "remove 0,7") != 0);
	tap_is(type(&d, "print count-only"), 0);
	tap_str(written(&d), "2\n");

	tap_case("numbers of a print stay, those without one follow");
	tap_is(type(&d, "remove 0"), 0);
	tap_ok(quietly(&d, type, "set 0 comment=x") != 0);
	tap_is(type(&d, "set 1 comment=x"), 0);
	tap_is(type(&d, "print count-only"), 0);
	tap_is(type(&d, "set 0 comment=y"), 0);
	written(&d);
	exports(&d, "/ip firewall filter add action=accept chain=output comment=y\n");
	desk_close(&d);
}

static void test_import_in_import(void)
{
	char text[200];
	struct desk d;

	tap_case("a file that imports itself ends");
	desk_open(&d);
	snprintf(text, sizeof(text), "/import file-name=%s\n", file_name);
	tap_ok(quietly(&d, import, text) != 0);
	tap_ok(strstr(errors, "too deep"));
	tap_ok(!d.s.in_txn);
	desk_close(&d);

	tap_case("a file that is not there");
	desk_open(&d);
	tap_ok(quietly(&d, type, "/import file-name=/nowhere/x.rsc") != 0);
	tap_ok(strstr(errors, "/nowhere/x.rsc: cannot read"));
	desk_close(&d);
}

/* No step of these may look at every item for each item. */
static void test_many(void)
{
	char *text = malloc(64 * 100000 + 200), *p = text;
	struct desk d;
	u32 i;

	tap_case("a hundred thousand entries");
	p += sprintf(p, "/ip firewall address-list\n");
	for (i = 0; i < 100000; i++)
		p += sprintf(p, "add list=a address=%u.%u.%u.%u\n", 1 + i / 65536, i / 256 % 256, i % 256, 1);
	p += sprintf(p, "set [find] comment=x\nremove [find comment=x]\nadd list=b address=9.9.9.9\n");
	desk_open(&d);
	tap_is(quietly(&d, import, text), 0);
	exports(&d, "/ip firewall address-list add address=9.9.9.9 list=b\n");
	desk_close(&d);
	free(text);
}

int main(void)
{
	close(mkstemp(file_name));
	tap_begin();
	test_scripts();
	test_every_error();
	test_bound();
	test_typed();
	test_import_in_import();
	test_many();
	unlink(file_name);
	return tap_end();
}
