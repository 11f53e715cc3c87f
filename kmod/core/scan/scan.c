// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of findings. No state, no locks.
 */
#include "text.h"

struct rosfw_finding *rosfw_scan_add(struct rosfw_scan *scan, enum rosfw_scan_kind kind)
{
	struct rosfw_finding *f = &scan->found[scan->n];

	if (scan->n == ROSFW_SCAN_FINDINGS) {
		scan->more = true;
		return NULL;
	}
	scan->n++;
	*f = (struct rosfw_finding){ .kind = kind, .nports = 1, .proto = scan->proto };
	return f;
}
