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

static void run(struct store *store, FILE *out, const u8 *data, size_t size)
{
	struct line line = { 0 };
	struct source src;
	struct session s;
	int rc;

	session_init(&s, store);
	s.out = out;
	s.typed = true;
	source_open_text(&src, (const char *)data, size);
	while ((rc = source_line(&src, &line, &s.fault))) {
		if (rc == 1)
			rc = session_execute(&s, &line);
		BUG_ON(rc && !s.fault.text[0]);
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
	static FILE *out;

	BUG_ON(!store);
	if (!out)
		out = fopen("/dev/null", "w");
	BUG_ON(!out);
	allow_files(false);
	run(store, out, data, size);
	allow_files(true);
	store->ops->close(store);
	synchronize_rcu();
	BUG_ON(rosfw_test_live());
	return 0;
}
