/* SPDX-License-Identifier: GPL-2.0-only */
/* Matcher of the time of the day and the day of the week: time. */
#ifndef _ROSFW_MATCH_TIME_H
#define _ROSFW_MATCH_TIME_H

#include "match.h"

static inline int rosfw_compile_time(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.period, v->data, sizeof(cond->u.period));
	return 0;
}

/* A period that ends before it begins goes on beyond midnight; the day that counts is that of the packet. */
static inline bool rosfw_match_time(const struct rosfw_cond *cond)
{
	const struct rosfw_period *p = &cond->u.period;
	u32 second, day;
	u64 days;
	bool in;

	days = div_u64_rem(rosfw_env_local_time(), ROSFW_DAY, &second);
	/* The first of January 1970 was a Thursday. */
	div_u64_rem(days + 4, 7, &day);
	if (p->from <= p->to)
		in = second >= p->from && second <= p->to;
	else
		in = second >= p->from || second <= p->to;
	return (in && p->days >> day & 1) != cond->negated;
}

#endif /* _ROSFW_MATCH_TIME_H */
