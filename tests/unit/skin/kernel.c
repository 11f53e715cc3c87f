// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernel.h declares: works that run when a test says so, a clock, and warnings that are counted.
 */
#include "kernel.h"

u64 skin_seconds = 1000;
int skin_softirq;
static struct work_struct *queue;

struct kmem_cache *skin_cache_create(size_t size)
{
	struct kmem_cache *cache = rosfw_alloc(sizeof(*cache));

	if (cache)
		cache->size = size;
	return cache;
}

bool skin_queue(struct work_struct *work)
{
	if (work->queued)
		return false;
	work->queued = true;
	work->next = queue;
	queue = work;
	return true;
}

bool skin_cancel(struct work_struct *work)
{
	struct work_struct **at = &queue;

	if (!work->queued)
		return false;
	while (*at != work)
		at = &(*at)->next;
	*at = work->next;
	work->queued = false;
	return true;
}

bool skin_run_works(void)
{
	struct work_struct *work, *todo = queue;
	bool any = todo;

	queue = NULL;
	synchronize_rcu();
	while ((work = todo)) {
		todo = work->next;
		work->queued = false;
		work->func(work);
	}
	return any;
}

void skin_warn(const char *fmt, ...)
{
	va_list args;

	printf("# ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
}
