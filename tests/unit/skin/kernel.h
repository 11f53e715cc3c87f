/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's names that the connection table asks for beyond those of core/platform.h, for one user-space thread.
 *
 * Every <linux/...> and <net/...> header beside this file includes it. Memory is that of platform.h, so it can be made
 * to fail. Works do not run by themselves: a test runs them with skin_run_works(), and moves the clock.
 */
#ifndef _ROSFW_SKIN_KERNEL_H
#define _ROSFW_SKIN_KERNEL_H

#include "core/platform.h"

#define PAGE_SIZE	4096UL
#define HZ		100
#define KBUILD_MODNAME	"rosfw"

#define GFP_ATOMIC		0
#define GFP_KERNEL_ACCOUNT	0
#define __GFP_NOWARN		0

#define kvzalloc(size, flags)	rosfw_alloc(size)
#define kzalloc(size, flags)	rosfw_alloc_atomic(size)
#define kvfree(p)		rosfw_free(p)
#define kfree(p)		rosfw_free(p)
#define totalram_pages()	(1UL << 18)
#define do_div(n, base)		((n) /= (base))
#define get_random_bytes(p, n)	memset(p, 0x5a, n)
#define atomic_long_t		struct skin_long

struct skin_long {
	unsigned long n;
};

#define atomic_long_inc_return(a)	__atomic_add_fetch(&(a)->n, 1, __ATOMIC_SEQ_CST)
#define atomic_xchg(a, v)	__atomic_exchange_n(&(a)->n, v, __ATOMIC_SEQ_CST)

/* ---- caches ---- */

struct kmem_cache {
	size_t size;
};

struct kmem_cache *skin_cache_create(size_t size);
#define kmem_cache_create(name, size, align, flags, ctor)	skin_cache_create(size)
#define KMEM_CACHE(type, flags)			skin_cache_create(sizeof(struct type))
#define kmem_cache_destroy(cache)		rosfw_free(cache)
#define kmem_cache_zalloc(cache, flags)		rosfw_alloc_atomic((cache)->size)
#define kmem_cache_free(cache, p)		rosfw_free(p)

/* ---- lists without a lock ---- */

struct llist_node {
	struct llist_node *next;
};

struct llist_head {
	struct llist_node *first;
};

#define init_llist_head(head)	((head)->first = NULL)
#define llist_empty(head)	(!(head)->first)

static inline bool llist_add(struct llist_node *node, struct llist_head *head)
{
	node->next = head->first;
	head->first = node;
	return !node->next;
}

static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	struct llist_node *first = head->first;

	head->first = NULL;
	return first;
}

#define skin_llist_entry(ptr, pos, member) \
	((ptr) ? container_of(ptr, typeof(*(pos)), member) : NULL)
#define llist_for_each_entry_safe(pos, n, node, member) \
	for ((pos) = skin_llist_entry(node, pos, member); \
	     (pos) && ((n) = skin_llist_entry((pos)->member.next, pos, member), true); (pos) = (n))

/* ---- works ---- */

struct work_struct {
	void (*func)(struct work_struct *work);
	struct work_struct *next;	/* in the queue */
	bool queued;
};

struct delayed_work {
	struct work_struct work;
};

struct rcu_work {
	struct work_struct work;
};

struct workqueue_struct;
#define system_unbound_wq		((struct workqueue_struct *)NULL)
#define system_power_efficient_wq	((struct workqueue_struct *)NULL)
#define INIT_WORK(w, f)			((w)->func = (f))
#define INIT_DELAYED_WORK(w, f)		INIT_WORK(&(w)->work, f)
#define INIT_RCU_WORK(w, f)		INIT_WORK(&(w)->work, f)
#define to_delayed_work(w)		container_of(w, struct delayed_work, work)
#define to_rcu_work(w)			container_of(w, struct rcu_work, work)

bool skin_queue(struct work_struct *work);
bool skin_cancel(struct work_struct *work);
/* Runs what is queued now, after a grace period. Return: was there anything? */
bool skin_run_works(void);

#define queue_work(wq, w)		skin_queue(w)
#define queue_delayed_work(wq, w, delay)	skin_queue(&(w)->work)
#define queue_rcu_work(wq, w)		skin_queue(&(w)->work)
#define cancel_work_sync(w)		skin_cancel(w)
#define cancel_delayed_work_sync(w)	skin_cancel(&(w)->work)
#define flush_rcu_work(w)		((w)->work.queued && skin_run_works())

/* ---- the rest of what the headers name ---- */

struct mutex {
	char unused;
};

struct net {
	void *generic;
};

#define net_generic(net, id)	((net)->generic)

struct sk_buff;
struct nf_hook_state;

struct nf_hook_ops {
	void *priv;
};

struct ratelimit_state {
	int missed;
};

#define RATELIMIT_MSG_ON_RELEASE	1
#define ratelimit_state_init(rs, interval, burst)	((void)(rs))
#define ratelimit_set_flags(rs, flags)	((void)(rs))
#define ratelimit_state_exit(rs)	((void)(rs))
#define __ratelimit(rs)			(!(rs)->missed++)
#define pr_warn(...)			skin_warn(__VA_ARGS__)
void skin_warn(const char *fmt, ...) __printf(1, 2);

typedef u64 u64_stats_t;
struct u64_stats_sync {
	char unused;
};

#define u64_stats_inc(p)		(++*(p))
#define u64_stats_update_begin(sync)	((void)(sync))
#define u64_stats_update_end(sync)	((void)(sync))
#define this_cpu_ptr(p)			(p)
#define DEFINE_PER_CPU(type, name)	type name
extern int skin_softirq;		/* bottom halves are off */
#define softirq_count()			skin_softirq
#define local_bh_disable()		do { } while (0)
#define local_bh_enable()		do { } while (0)

extern u64 skin_seconds;		/* the clock */
#define ktime_get_seconds()		skin_seconds

#endif /* _ROSFW_SKIN_KERNEL_H */
