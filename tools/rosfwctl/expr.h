/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conditions of find and where: parsed once, evaluated for every item.
 */
#ifndef _ROSFWCTL_EXPR_H
#define _ROSFWCTL_EXPR_H

#include "session.h"

struct expr;

/*
 * Reads conditions up to the end of the command. *@out is NULL when there are none: every item matches.
 * What stands in brackets inside is run now, once. Return 0 or -EINVAL with the session's fault filled.
 */
int expr_parse(struct call *call, struct expr **out);
bool expr_matches(const struct expr *e, u32 menu, const struct row *row);
void expr_free(struct expr *e);		/* NULL is fine */

/*
 * What a connection must have, to the byte, for the conditions to hold: a quick look before expr_matches(). The item is
 * the caller's. NULL: nothing in particular, or no memory.
 */
struct rosfw_item *expr_equal(const struct expr *e, u32 menu);

/* Leaves only the rows that match. */
void expr_select(const struct expr *e, u32 menu, struct rows *rows);

#endif /* _ROSFWCTL_EXPR_H */
