// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tool's language: a script of any bytes, executed on the store in memory. Input: the script.
 */
#include <sys/resource.h>

#include "fuzz.h"
#include "session.h"

/* A script may name files to import; it shall not find any. */
static void allow_files(bool allow)
{
	struct rlimit limit;

	BUG_ON(getrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = allow ? limit.rlim_max : 0;
	BUG_ON(setrlimit(RLIMIT_NOFILE, &limit));
}

/* Whoever refuses says why: now, or, like an import, has said so already. @said: where standard error was before. */
static bool is_silent(const struct session *s, long said)
{
	return !s->fault.text[0] && ftell(stderr) == said;
}

static void run(struct store *store, FILE *out, const u8 *data, size_t size)
{
	struct line line = { 0 };
	long said;
	struct source src;
	struct session s;
	int rc;

	session_init(&s, store);
	s.out = out;
	s.typed = true;
	source_open_text(&src, (const char *)data, size);
	while ((rc = source_line(&src, &line, &s.fault))) {
		said = ftell(stderr);
		if (rc == 1)
			rc = session_execute(&s, &line);
		BUG_ON(rc && is_silent(&s, said));
		BUG_ON(rc == -EIO);
	}
	s.line = NULL;
	line_clean(&line);
	source_close(&src);
	session_clean(&s);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct refusal r = { .offset = -1 };
	struct store *store = store_memory_open(&r);
	FILE *console = stderr;
	static FILE *out;
	char *messages;
	size_t length;

	BUG_ON(!store);
	if (!out)
		out = fopen("/dev/null", "w");
	BUG_ON(!out);
	stderr = open_memstream(&messages, &length);
	BUG_ON(!stderr);
	allow_files(false);
	run(store, out, data, size);
	allow_files(true);
	fclose(stderr);
	free(messages);
	stderr = console;
	store->ops->close(store);
	synchronize_rcu();
	BUG_ON(rosfw_test_live());
	return 0;
}
