// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module with one mistake of each kind that the sanitized kernel is there to find, so that tests/vm/selftest can see
 * that it does: insmod faulty.ko mistake=NAME makes it while loading.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *mistake = "none";
module_param(mistake, charp, 0);
MODULE_PARM_DESC(mistake, "none, leak, use-after-free, lock-order, atomic-sleep, rcu, shift or warning");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(spin);
static int __rcu *pointer;
static volatile int much = 40;
static void *volatile sink;

static void leak(void)
{
	int i;

	for (i = 0; i < 10; i++)
		sink = kmalloc(1000 + i, GFP_KERNEL);
	sink = NULL;
}

static void use_after_free(void)
{
	volatile char *memory = kmalloc(100, GFP_KERNEL);

	kfree((void *)memory);
	memory[3] = 1;
}

static void lock_order(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static void atomic_sleep(void)
{
	spin_lock(&spin);
	might_sleep();
	spin_unlock(&spin);
}

static int __init faulty_init(void)
{
	if (!strcmp(mistake, "leak"))
		leak();
	else if (!strcmp(mistake, "use-after-free"))
		use_after_free();
	else if (!strcmp(mistake, "lock-order"))
		lock_order();
	else if (!strcmp(mistake, "atomic-sleep"))
		atomic_sleep();
	else if (!strcmp(mistake, "rcu"))
		sink = rcu_dereference(pointer);
	else if (!strcmp(mistake, "shift"))
		much = 1 << much;
	else if (!strcmp(mistake, "warning"))
		WARN_ON(1);
	return 0;
}

static void __exit faulty_exit(void)
{
}

module_init(faulty_init);
module_exit(faulty_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Mistakes, one of each kind");
