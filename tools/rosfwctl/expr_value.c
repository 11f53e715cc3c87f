// SPDX-License-Identifier: GPL-2.0-only
/*
 * How two texts compare in a condition.
 *
 * "=" compares what is written, but for yes/true and no/false. "<" and its kin compare numbers as numbers, times as
 * times, addresses as addresses, and everything else as text. "in" asks whether an address is part of a range.
 */
#include "expr_value.h"

#include <arpa/inet.h>

static bool parse_number(const char *s, s64 *n)
{
	char *end;

	if (!*s)
		return false;
	errno = 0;
	*n = strtoll(s, &end, 10);
	return !*end && !errno;
}

/* 1w2d3h4m5s, or a plain number of seconds. */
static bool parse_time(const char *s, s64 *seconds)
{
	static const char unit[] = "wdhms";
	static const u32 worth[] = { 604800, 86400, 3600, 60, 1 };
	const char *u;
	char *end;
	s64 n;

	*seconds = 0;
	if (parse_number(s, seconds))
		return true;
	if (*s < '0' || *s > '9')
		return false;
	for (; *s; s = end + 1) {
		errno = 0;
		n = strtoll(s, &end, 10);
		u = *end ? strchr(unit, *end) : NULL;
		if (end == s || !u || errno || n < 0 || n > U32_MAX)
			return false;
		*seconds += n * worth[u - unit];
	}
	return true;
}

struct range {
	int family;
	u8 from[16], to[16];
};

static bool parse_address(const char *s, size_t n, int *family, u8 *out)
{
	char text[INET6_ADDRSTRLEN];

	if (n >= sizeof(text))
		return false;
	memcpy(text, s, n);
	text[n] = 0;
	*family = memchr(s, ':', n) ? AF_INET6 : AF_INET;
	memset(out, 0, 16);
	return inet_pton(*family, text, out) == 1;
}

/* An address, a prefix or a range. */
static bool parse_range(const char *s, struct range *r)
{
	size_t n = strcspn(s, "/-");
	int family, i;
	s64 bits, max;

	if (!parse_address(s, n, &r->family, r->from))
		return false;
	memcpy(r->to, r->from, 16);
	if (!s[n])
		return true;
	if (s[n] == '-')
		return parse_address(s + n + 1, strlen(s + n + 1), &family, r->to) && family == r->family;
	max = r->family == AF_INET ? 32 : 128;
	if (!parse_number(s + n + 1, &bits) || bits < 0 || bits > max)
		return false;
	for (i = 0; i < max / 8; i++) {
		s64 keep = bits - 8 * i;
		u8 host = keep >= 8 ? 0 : keep <= 0 ? 0xff : 0xff >> keep;

		r->from[i] &= ~host;
		r->to[i] |= host;
	}
	return true;
}

static bool value_in(const char *a, const char *b)
{
	struct range x, y;

	if (!parse_range(a, &x) || !parse_range(b, &y) || x.family != y.family)
		return false;
	return memcmp(x.from, y.from, 16) >= 0 && memcmp(x.to, y.to, 16) <= 0;
}

static int value_order(const char *a, const char *b)
{
	struct range x, y;
	s64 m, n;

	if (parse_time(a, &m) && parse_time(b, &n))
		return m < n ? -1 : m > n;
	if (parse_range(a, &x) && parse_range(b, &y) && x.family == y.family)
		return memcmp(x.from, y.from, 16);
	return strcmp(a, b);
}

/* 1: yes or true, 0: no or false, -1: neither. */
static int parse_bool(const char *s)
{
	if (!strcmp(s, "yes") || !strcmp(s, "true"))
		return 1;
	return !strcmp(s, "no") || !strcmp(s, "false") ? 0 : -1;
}

bool value_true(const char *s)
{
	return s && *s && parse_bool(s) != 0;
}

static bool value_equal(const char *a, const char *b)
{
	return !strcmp(a, b) || (parse_bool(a) >= 0 && parse_bool(a) == parse_bool(b));
}

bool value_compare(enum expr_op op, const char *a, const char *b)
{
	a = a ? a : "";
	b = b ? b : "";
	if (op == EXPR_EQ)
		return value_equal(a, b);
	if (op == EXPR_NE)
		return !value_equal(a, b);
	if (!*a || !*b)
		return false;		/* nothing is neither below nor above anything */
	switch (op) {
	case EXPR_LT:
		return value_order(a, b) < 0;
	case EXPR_GT:
		return value_order(a, b) > 0;
	case EXPR_LE:
		return value_order(a, b) <= 0;
	case EXPR_GE:
		return value_order(a, b) >= 0;
	default:
		return value_in(a, b);
	}
}

char *value_compute(enum expr_op op, const char *a, const char *b)
{
	char text[32], *joined;
	s64 m, n, r = 0;
	bool bad = false;

	a = a ? a : "";
	b = b ? b : "";
	if (op == EXPR_JOIN) {
		joined = malloc(strlen(a) + strlen(b) + 1);
		return joined ? strcat(strcpy(joined, a), b) : NULL;
	}
	if (!parse_number(a, &m) || !parse_number(b, &n))
		return NULL;
	if (op == EXPR_ADD)
		bad = __builtin_add_overflow(m, n, &r);
	else if (op == EXPR_SUB)
		bad = __builtin_sub_overflow(m, n, &r);
	else if (op == EXPR_MUL)
		bad = __builtin_mul_overflow(m, n, &r);
	else if (!n || (n == -1 && m == INT64_MIN))
		bad = true;
	else
		r = op == EXPR_DIV ? m / n : m % n;
	if (bad)
		return NULL;
	snprintf(text, sizeof(text), "%lld", (long long)r);
	return strdup(text);
}
