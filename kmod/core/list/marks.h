/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of marks: each has a small number, which packets and connections carry in its place.
 *
 * Connection marks and packet marks have numbers of their own, 1 up to the largest that fits where they
 * are carried; 0 is no mark. Rules hold the names that they use. A name that nobody holds keeps its number, since
 * connections may still carry it, until all numbers have been given once; then it may get another name.
 * Locks: one of its own, for a few steps; packets take none, they only compare numbers.
 */
#ifndef _ROSFW_MARKS_H
#define _ROSFW_MARKS_H

#include "../platform.h"

enum rosfw_mark_kind {
	ROSFW_MARK_CONNECTION,
	ROSFW_MARK_PACKET,
	ROSFW_MARK_KINDS
};

struct rosfw_marks;

struct rosfw_marks *rosfw_marks_new(void);	/* may sleep; NULL: no memory */
void rosfw_marks_free(struct rosfw_marks *m);	/* nobody holds a name any more; NULL is fine */

/* Holds a name: its number in *@id. May sleep. Return: 0, -ENOMEM, -ENOSPC: rules use all numbers. */
int rosfw_marks_get(struct rosfw_marks *m, enum rosfw_mark_kind kind, const char *name, u16 *id);
void rosfw_marks_put(struct rosfw_marks *m, enum rosfw_mark_kind kind, u16 id);	/* 0 is fine */

/* The number of a name, 0: it has none. Any context. */
u32 rosfw_marks_find(struct rosfw_marks *m, enum rosfw_mark_kind kind, const char *name);
/* The name of a number, into @name (ROSFW_NAME_SIZE bytes). Any context. False: it has none. */
bool rosfw_marks_name(struct rosfw_marks *m, enum rosfw_mark_kind kind, u16 id, char *name);

#endif /* _ROSFW_MARKS_H */
