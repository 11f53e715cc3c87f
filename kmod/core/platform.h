/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only door from the pure core to the world it is compiled into.
 *
 * In the kernel this is the kernel's own headers. In user space platform_user.h supplies the same names for a single
 * thread: RCU and locks cost nothing there, counters are plain, allocation can be made to fail by a test.
 * Core files include this and each other, never <linux/...> or <std...> directly.
 */
#ifndef _ROSFW_PLATFORM_H
#define _ROSFW_PLATFORM_H

#ifdef __KERNEL__

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/jhash.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>
#include <linux/unaligned.h>

/* Memory that a configuration asks for: may sleep, accounted to the caller, zeroed. NULL when there is none. */
static inline void *rosfw_alloc(size_t size)
{
	return kvzalloc(size, GFP_KERNEL_ACCOUNT);
}

/* Memory that a packet asks for: never sleeps, zeroed, small. NULL when there is none. */
static inline void *rosfw_alloc_atomic(size_t size)
{
	return kzalloc(size, GFP_ATOMIC | __GFP_NOWARN);
}

static inline void rosfw_free(const void *p)
{
	kvfree(p);
}

#else
#include "platform_user.h"
#endif

#include <linux/rosfw.h>

/*
 * A variable that is written before it is read, on every packet's way. Kernels may be told to fill all others with
 * zeros, which for the larger ones takes longer than what they are for.
 */
#if __has_attribute(__uninitialized__)
#define rosfw_unfilled	__attribute__((__uninitialized__))
#else
#define rosfw_unfilled
#endif

#endif /* _ROSFW_PLATFORM_H */
