/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values inside of conditions: texts that are compared as numbers, times, addresses or plain text.
 */
#ifndef _ROSFWCTL_EXPR_VALUE_H
#define _ROSFWCTL_EXPR_VALUE_H

#include "core/platform.h"

enum expr_op {
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_GT, EXPR_LE, EXPR_GE, EXPR_MATCH, EXPR_IN,
	EXPR_ADD, EXPR_SUB, EXPR_MUL, EXPR_DIV, EXPR_MOD, EXPR_JOIN,
	EXPR_AND, EXPR_OR, EXPR_NOT, EXPR_NAME, EXPR_CONST,
};

/* NULL is the empty text: a property that is not set. */
bool value_true(const char *s);
bool value_compare(enum expr_op op, const char *a, const char *b);
/* malloc()ed; NULL: no number, division by zero, or no memory. */
char *value_compute(enum expr_op op, const char *a, const char *b);

#endif /* _ROSFWCTL_EXPR_VALUE_H */
