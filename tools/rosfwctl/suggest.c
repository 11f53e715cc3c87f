// SPDX-License-Identifier: GPL-2.0-only
/*
 * Near names: what a user may have meant.
 *
 * The distance counts letters that are missing, too many, wrong, or swapped with their neighbour (optimal string
 * alignment). A name is near when at most a third of the longer word differs, so that short words get no wild guesses.
 */
#include "tool.h"

#define WORD_MAX	64	/* longer words are nobody's slip of the finger */

static u32 distance(const char *a, u32 na, const char *b, u32 nb)
{
	u32 row[3][WORD_MAX + 1], i, j, d;
	u32 *before, *above = row[0], *here = row[1], *spare = row[2];

	for (j = 0; j <= nb; j++)
		above[j] = j;
	before = above;
	for (i = 1; i <= na; i++) {
		here[0] = i;
		for (j = 1; j <= nb; j++) {
			d = above[j - 1] + (a[i - 1] != b[j - 1]);
			d = min(d, above[j] + 1);
			d = min(d, here[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d = min(d, before[j - 2] + 1);
			here[j] = d;
		}
		before = above;
		above = here;
		here = spare;
		spare = before;
	}
	return above[nb];
}

const char *suggest(const char *word, const char *const *names)
{
	u32 n = strnlen(word, WORD_MAX + 1), best = U32_MAX, len, d;
	const char *found = NULL;

	if (!n || n > WORD_MAX)
		return NULL;
	for (; *names; names++) {
		len = strnlen(*names, WORD_MAX + 1);
		if (len > WORD_MAX)
			continue;
		/* What goes on as the name does is near, however much of it is missing or follows. */
		d = n > 2 && (!strncmp(word, *names, n) || (len > 2 && !strncmp(word, *names, len))) ? 1 :
			distance(word, n, *names, len);
		if (d < best && (d == 1 ? max(n, len) > 2 : d <= max(n, len) / 3)) {
			best = d;
			found = *names;
		}
	}
	return found;
}
