// SPDX-License-Identifier: GPL-2.0-only
/*
 * Spans of time, dates and grouped numbers <-> text.
 *
 * A span is written as 1w2d3h4m5s, as 1d02:03:04 or as a bare number of seconds; it prints in the first form, units
 * that are zero left out. Dates are local time.
 */
#include <time.h>

#include "text.h"

static const struct unit {
	char letter;
	u32 seconds;
} units[] = {
	{ 'w', 604800 }, { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 },
};

#define UNIT_HOURS	2	/* index of the biggest unit of hh:mm:ss */

static u64 add_span(u64 sum, u64 n, u32 seconds)
{
	if (check_mul_overflow(n, (u64)seconds, &n) || check_add_overflow(sum, n, &sum))
		return U64_MAX;
	return sum;
}

/* ":mm" or ":mm:ss" at *@s, behind the hours. */
static bool parse_clock(const char **s, u64 *sum)
{
	u32 unit;
	u64 n;

	for (unit = UNIT_HOURS + 1; unit < ARRAY_SIZE(units) && **s == ':'; unit++) {
		++*s;
		if (!text_number(s, &n) || n > 59)
			return false;
		*sum = add_span(*sum, n, units[unit].seconds);
	}
	return !**s;
}

/* Which unit is at @s; a "ms" is none. ARRAY_SIZE(units) if there is none. */
static u32 unit_at(const char *s)
{
	u32 i;

	if (s[0] == 'm' && s[1] == 's')
		return ARRAY_SIZE(units);
	for (i = 0; i < ARRAY_SIZE(units) && units[i].letter != *s; i++)
		;
	return i;
}

/* Return NULL, or where it goes wrong. */
static const char *parse_span(const char *s, u64 *sum)
{
	const char *start = s, *number;
	u32 next = 0, unit;
	u64 n;

	*sum = 0;
	do {
		number = s;
		if (!text_number(&s, &n))
			return s;
		if (*s == ':' && next <= UNIT_HOURS) {
			*sum = add_span(*sum, n, units[UNIT_HOURS].seconds);
			return parse_clock(&s, sum) ? NULL : s;
		}
		if (!*s && number == start) {
			*sum = n;
			return NULL;
		}
		unit = unit_at(s);
		if (unit == ARRAY_SIZE(units) || unit < next)
			return s;
		*sum = add_span(*sum, n, units[unit].seconds);
		next = unit + 1;
		s++;
	} while (*s);
	return NULL;
}

const char *text_span(const char *s, size_t n, u64 *seconds)
{
	const char *at;
	char copy[64];

	if (n >= sizeof(copy))
		return s;
	memcpy(copy, s, n);
	copy[n] = 0;
	at = parse_span(copy, seconds);
	return at ? s + (at - copy) : NULL;
}

static int span(const struct text_in *in, u64 *seconds)
{
	const char *at = parse_span(in->s, seconds);
	struct buf limits = { };

	if (at)
		return text_invalid(in, at, *at == '.' || !strncmp(at, "ms", 2) || !strncmp(at, "us", 2) ||
				    !strncmp(at, "ns", 2) ? "it has whole seconds" :
				    "it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300");
	if (*seconds >= in->p->min && *seconds <= in->p->max)
		return 0;
	text_write_seconds(&limits, in->p->min);
	buf_str(&limits, "..");
	text_write_seconds(&limits, in->p->max);
	text_bad(in, NULL, "value of %s out of range (%s)", in->p->name, buf_text(&limits));
	buf_free(&limits);
	return -EINVAL;
}

int text_parse_time(const struct text_in *in)
{
	u64 seconds;
	u32 v;

	if (span(in, &seconds))
		return -EINVAL;
	v = seconds;
	return text_put(in, &v, sizeof(v));
}

int text_parse_list_timeout(const struct text_in *in)
{
	static const char *const names[] = { "none-dynamic", "none-static", NULL };
	u64 seconds;
	u32 v;
	int i;

	if (*in->s == 'n') {
		i = text_keyword(in, in->s, strlen(in->s), names, 3);
		if (i < 0)
			return i;
		v = i ? ROSFW_TIMEOUT_NONE_STATIC : ROSFW_TIMEOUT_NONE_DYNAMIC;
	} else {
		if (span(in, &seconds))
			return -EINVAL;
		v = seconds;	/* 0 is ROSFW_TIMEOUT_NONE_DYNAMIC */
	}
	return text_put(in, &v, sizeof(v));
}

void text_write_seconds(struct buf *out, u64 seconds)
{
	bool any = false;
	u64 n;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(units); i++) {
		n = seconds / units[i].seconds;
		seconds %= units[i].seconds;
		if (!n && (any || units[i].seconds > 1))
			continue;
		buf_num(out, n);
		buf_char(out, units[i].letter);
		any = true;
	}
}

char *text_format_seconds(u64 seconds)
{
	struct buf out = { };

	text_write_seconds(&out, seconds);
	return buf_take(&out);
}

void text_write_list_timeout(struct buf *out, u32 seconds)
{
	if (seconds == ROSFW_TIMEOUT_NONE_DYNAMIC)
		buf_str(out, "none-dynamic");
	else if (seconds == ROSFW_TIMEOUT_NONE_STATIC)
		buf_str(out, "none-static");
	else
		text_write_seconds(out, seconds);
}

/* ---- dates ---- */

/* @n digits at *@s and then the character @end, 0 = the end of the text. */
static bool date_field(const char **s, u32 n, char end, int *v)
{
	*v = 0;
	for (; n; n--, ++*s) {
		if (**s < '0' || **s > '9')
			return false;
		*v = *v * 10 + **s - '0';
	}
	if (**s != end)
		return false;
	*s += end != 0;
	return true;
}

/* "2023-08-01 13:28:46", or the day alone. */
int text_parse_date(const struct text_in *in)
{
	struct tm tm = { .tm_isdst = -1 }, same;
	const char *s = in->s;
	bool day = strlen(s) == 10;
	time_t t;
	u64 v;

	if (!date_field(&s, 4, '-', &tm.tm_year) || !date_field(&s, 2, '-', &tm.tm_mon) ||
	    !date_field(&s, 2, day ? 0 : ' ', &tm.tm_mday) ||
	    (!day && (!date_field(&s, 2, ':', &tm.tm_hour) || !date_field(&s, 2, ':', &tm.tm_min) ||
		      !date_field(&s, 2, 0, &tm.tm_sec))))
		return text_invalid(in, s, "it is a date and time, as in 2023-08-01 13:28:46");
	tm.tm_year -= 1900;
	tm.tm_mon--;
	same = tm;
	t = mktime(&same);
	/* A field that is out of range makes another date. Only the hour may move, where clocks are put forward. */
	if (t < 0 || same.tm_mon != tm.tm_mon || same.tm_mday != tm.tm_mday || same.tm_min != tm.tm_min ||
	    same.tm_sec != tm.tm_sec || tm.tm_hour > 23)
		return text_invalid(in, NULL, "there is no such date");
	v = t;
	return text_put(in, &v, sizeof(v));
}

void text_write_date(struct buf *out, u64 seconds)
{
	time_t t = seconds;
	char text[32];
	struct tm tm;

	if (seconds <= (u64)253402300799 && localtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm))
		buf_str(out, text);
	else
		buf_num(out, seconds);
}

/* ---- numbers with thousands set apart ---- */

void text_write_grouped(struct buf *out, u64 n)
{
	char text[27];
	u32 i = sizeof(text), digits = 0;

	do {
		if (digits && digits % 3 == 0)
			text[--i] = ' ';
		text[--i] = '0' + n % 10;
		digits++;
		n /= 10;
	} while (n);
	buf_add(out, text + i, sizeof(text) - i);
}

char *text_group(u64 n)
{
	struct buf out = { };

	text_write_grouped(&out, n);
	return buf_take(&out);
}
