/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The harness of the unit tests: cases, checks, KTAP version 1 on standard output.
 *
 *	int main(void)
 *	{
 *		tap_begin();
 *		tap_case("an empty list matches nothing");
 *		tap_is(count(list), 0);
 *		tap_ok(!find(list, 1));
 *		return tap_end();
 *	}
 *
 * A case is what follows a tap_case() up to the next one; it passes if all its checks do, and it goes on after a failed
 * check. Tables give each row a case: tap_case("tcp: %s", row->name). Whatever a program prints besides starts with "# ".
 */
#ifndef _ROSFW_TAP_H
#define _ROSFW_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct {
	unsigned int n;
	unsigned int failed;
	unsigned int shown;	/* failed checks of this case that were printed */
	bool bad;
	char name[256];
} tap;

#define TAP_SHOWN_MAX	20

static inline void tap_begin(void)
{
	/* What was printed before a crash is worth having. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("KTAP version 1\n");
}

static inline void tap_finish_case(void)
{
	if (!tap.n)
		return;
	if (tap.shown > TAP_SHOWN_MAX)
		printf("# ... and %u more\n", tap.shown - TAP_SHOWN_MAX);
	printf("%sok %u %s\n", tap.bad ? "not " : "", tap.n, tap.name);
	tap.failed += tap.bad;
}

__attribute__((format(printf, 1, 2)))
static inline void tap_case(const char *fmt, ...)
{
	va_list args;
	char *p;

	tap_finish_case();
	tap.n++;
	tap.shown = 0;
	tap.bad = false;
	va_start(args, fmt);
	vsnprintf(tap.name, sizeof(tap.name), fmt, args);
	va_end(args);
	/* "#" starts a directive. */
	for (p = tap.name; *p; p++)
		if (*p == '#' || *p == '\n')
			*p = ' ';
}

/* The case at hand has failed, for this reason. */
__attribute__((format(printf, 3, 4)))
static inline void tap_fail_at(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	tap.bad = true;
	if (tap.shown++ >= TAP_SHOWN_MAX)
		return;
	printf("# %s:%d: ", file, line);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
}

static inline bool tap_is_at(const char *file, int line, const char *what, long long got, long long want)
{
	if (got == want)
		return true;
	tap_fail_at(file, line, "%s: got %lld (0x%llx), want %lld (0x%llx)", what, got, got, want, want);
	return false;
}

static inline bool tap_str_at(const char *file, int line, const char *what, const char *got, const char *want)
{
	if (got == want || (got && want && !strcmp(got, want)))
		return true;
	tap_fail_at(file, line, "%s: got \"%s\", want \"%s\"", what, got ? got : "(null)", want ? want : "(null)");
	return false;
}

static inline bool tap_ok_at(const char *file, int line, const char *what, bool ok)
{
	if (!ok)
		tap_fail_at(file, line, "not true: %s", what);
	return ok;
}

/* Checks; each returns whether it passed. */
#define tap_ok(cond)		tap_ok_at(__FILE__, __LINE__, #cond, (cond))
#define tap_is(got, want)	tap_is_at(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define tap_str(got, want)	tap_str_at(__FILE__, __LINE__, #got, (got), (want))
#define tap_fail(...)		tap_fail_at(__FILE__, __LINE__, __VA_ARGS__)

/* The exit status of the program. */
static inline int tap_end(void)
{
	tap_finish_case();
	printf("1..%u\n", tap.n);
	if (tap.failed)
		printf("# %u of %u failed\n", tap.failed, tap.n);
	return tap.failed || !tap.n;
}

#endif /* _ROSFW_TAP_H */
