// SPDX-License-Identifier: GPL-2.0-only
/*
 * What platform_user.h declares: memory that can be made to fail, deferred freeing, hashes, text.
 *
 * User space only; the list of the module's files does not have it. State: counters of allocations and the queue of
 * callbacks that wait for synchronize_rcu(). One thread, no locks.
 */
#include "platform.h"

#include <sys/random.h>

static unsigned long live;		/* allocations that were not freed */
static unsigned long fail_in;		/* the allocation that fails, counted from now; 0 = none */
static bool failed;
static struct rcu_head *waiting;	/* newest first */
static unsigned long grace_periods;

unsigned int rosfw_user_rcu_depth;

void rosfw_user_die(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	abort();
}

void *rosfw_alloc(size_t size)
{
	void *p;

	if (fail_in && !--fail_in) {
		failed = true;
		return NULL;
	}
	/* What the kernel refuses, too; the sanitizer would end the program instead. */
	if (size > INT_MAX)
		return NULL;
	p = calloc(1, size ?: 1);
	if (p)
		live++;
	return p;
}

void *rosfw_alloc_atomic(size_t size)
{
	return rosfw_alloc(size);
}

void rosfw_free(const void *p)
{
	if (!p)
		return;
	BUG_ON(!live);
	live--;
	free((void *)(uintptr_t)p);
}

void rosfw_test_fail_after(unsigned long n)
{
	fail_in = n;
	failed = false;
}

bool rosfw_test_failed(void)
{
	return failed;
}

unsigned long rosfw_test_live(void)
{
	return live;
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	head->func = func;
	head->next = waiting;
	waiting = head;
}

/* Small numbers in place of a function are offsets of the rcu_head in what is to be freed. */
#define OFFSET_MAX	4096

void rosfw_user_free_rcu(void *p, size_t offset)
{
	if (!p)
		return;
	BUG_ON(offset >= OFFSET_MAX);
	call_rcu((struct rcu_head *)((char *)p + offset), (rcu_callback_t)(uintptr_t)offset);
}

static void run_callback(struct rcu_head *head)
{
	uintptr_t offset = (uintptr_t)head->func;

	if (offset < OFFSET_MAX)
		rosfw_free((char *)head - offset);
	else
		head->func(head);
}

void synchronize_rcu(void)
{
	struct rcu_head *head;

	BUG_ON(rosfw_user_rcu_depth);
	grace_periods++;
	while (waiting) {
		head = waiting;
		waiting = head->next;
		run_callback(head);
	}
}

unsigned long get_state_synchronize_rcu(void)
{
	return grace_periods + 1;
}

unsigned long get_completed_synchronize_rcu(void)
{
	return grace_periods;
}

bool poll_state_synchronize_rcu(unsigned long state)
{
	return grace_periods >= state;
}

#define SIPROUND do {										\
	v0 += v1; v2 += v3; v1 = rol64(v1, 13) ^ v0; v3 = rol64(v3, 16) ^ v2; v0 = rol64(v0, 32);	\
	v2 += v1; v0 += v3; v1 = rol64(v1, 17) ^ v2; v3 = rol64(v3, 21) ^ v0; v2 = rol64(v2, 32);	\
} while (0)

u64 siphash(const void *data, size_t len, const siphash_key_t *key)
{
	u64 v0 = key->key[0] ^ 0x736f6d6570736575ULL;
	u64 v1 = key->key[1] ^ 0x646f72616e646f6dULL;
	u64 v2 = key->key[0] ^ 0x6c7967656e657261ULL;
	u64 v3 = key->key[1] ^ 0x7465646279746573ULL;
	const u8 *p = data;
	size_t left = len;
	u8 tail[8] = { 0 };
	u64 m;

	for (; left >= 8; left -= 8, p += 8) {
		m = get_unaligned_le64(p);
		v3 ^= m;
		SIPROUND;
		SIPROUND;
		v0 ^= m;
	}
	if (left)
		memcpy(tail, p, left);
	tail[7] = len;
	m = get_unaligned_le64(tail);
	v3 ^= m;
	SIPROUND;
	SIPROUND;
	v0 ^= m;
	v2 ^= 0xff;
	SIPROUND;
	SIPROUND;
	SIPROUND;
	SIPROUND;
	return v0 ^ v1 ^ v2 ^ v3;
}

void get_random_bytes(void *buf, size_t len)
{
	u8 *p = buf;
	ssize_t n;

	while (len) {
		n = getrandom(p, len, 0);
		BUG_ON(n <= 0);
		p += n;
		len -= n;
	}
}

ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len;

	if (!size)
		return -E2BIG;
	len = strnlen(src, size);
	if (len < size) {
		memcpy(dst, src, len + 1);
		return len;
	}
	memcpy(dst, src, size - 1);
	dst[size - 1] = '\0';
	return -E2BIG;
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	if (n < 0 || !size)
		return 0;
	return (size_t)n < size ? n : (int)size - 1;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap_func)
{
	(void)swap_func;
	if (num)
		qsort(base, num, size, cmp);
}
