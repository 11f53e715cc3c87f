// SPDX-License-Identifier: GPL-2.0-only
/*
 * genl_client			lists the cases: name, tabulator, description
 * genl_client NAME...		runs them; status 0 if all passed
 *
 * Cases whose names start with "-" are not listed: they need a setting that the caller makes.
 */
#include "client.h"

static const struct test *const groups[] = { item_tests, txn_tests, hostile_tests, memory_tests };

jmp_buf case_failed;

static const struct test *find(const char *name)
{
	const struct test *t;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (t = groups[i]; t->name; t++)
			if (!strcmp(t->name, name))
				return t;
	return NULL;
}

static int list(void)
{
	const struct test *t;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		for (t = groups[i]; t->name; t++)
			if (*t->name != '-')
				printf("%s\t%s\n", t->name, t->description);
	return 0;
}

static bool run(const char *name)
{
	static const struct test *t;
	static struct client c;
	static bool passed;

	t = find(name);
	if (!t) {
		fprintf(stderr, "genl_client: no case '%s'\n", name);
		return false;
	}
	client_open(&c);
	/* What setjmp() could spoil is static. */
	passed = !setjmp(case_failed) && t->run(&c);
	client_close(&c);
	return passed;
}

int main(int argc, char **argv)
{
	int i, failed = 0;

	if (argc == 1)
		return list();
	for (i = 1; i < argc; i++)
		failed += !run(argv[i]);
	return failed != 0;
}
