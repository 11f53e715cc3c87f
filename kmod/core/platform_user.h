/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's names for one user-space thread. Included by platform.h only.
 *
 * Stricter than the kernel where that finds bugs: a reference count that goes wrong, a lock taken twice and an RCU
 * pointer read outside a read section abort; memory freed through RCU stays until synchronize_rcu() and is then really
 * freed, so that a late access is a report of the address sanitizer; any allocation can be made to fail.
 * State lives in platform_user.c. Not safe for threads.
 */
#ifndef _ROSFW_PLATFORM_USER_H
#define _ROSFW_PLATFORM_USER_H

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <linux/types.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define U8_MAX		UINT8_MAX
#define U16_MAX		UINT16_MAX
#define U32_MAX		UINT32_MAX
#define U64_MAX		UINT64_MAX
#define S8_MAX		INT8_MAX
#define S16_MAX		INT16_MAX
#define S32_MAX		INT32_MAX
#define S64_MAX		INT64_MAX

/* The kernel's own number; no user-space header has it. */
#ifndef ENOTSUPP
#define ENOTSUPP	524
#endif

/* Annotations. */
#define __rcu
#define __user
#define __percpu
#define __force
#define __read_mostly
#define __init
#define __exit
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __aligned(x)	__attribute__((aligned(x)))
#define __packed	__attribute__((packed))
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define __cold		__attribute__((cold))
#define __pure		__attribute__((pure))
#define __used		__attribute__((used))
#define __maybe_unused	__attribute__((unused))
#define __always_unused	__attribute__((unused))
#define __must_check	__attribute__((warn_unused_result))
#define noinline	__attribute__((noinline))
#define noinline_for_stack	noinline
#define fallthrough	__attribute__((fallthrough))
#undef __always_inline
#define __always_inline	inline __attribute__((always_inline))
#define ____cacheline_aligned		__aligned(64)
#define ____cacheline_aligned_in_smp	__aligned(64)

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define barrier()	__asm__ __volatile__("" : : : "memory")
#define try_cmpxchg(p, old, new) \
	__atomic_compare_exchange_n(p, old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
#define smp_mb()	__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()	__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()	__atomic_thread_fence(__ATOMIC_RELEASE)

#define READ_ONCE(x)			(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v)		(*(volatile typeof(x) *)&(x) = (v))
#define smp_load_acquire(p)		__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)		__atomic_store_n(p, v, __ATOMIC_RELEASE)

#undef offsetof
#define offsetof(type, member)		__builtin_offsetof(type, member)
#define offsetofend(type, member)	(offsetof(type, member) + sizeof(((type *)0)->member))
#define sizeof_field(type, member)	sizeof(((type *)0)->member)
#define container_of(ptr, type, member) ({				\
	const typeof(((type *)0)->member) *__member = (ptr);		\
	(type *)((char *)(uintptr_t)__member - offsetof(type, member)); })
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]) + \
			 BUILD_BUG_ON_ZERO(__builtin_types_compatible_p(typeof(a), typeof(&(a)[0]))))

#define BUILD_BUG_ON_ZERO(e)	((int)sizeof(struct { int: (-!!(e)); }))
#define BUILD_BUG_ON(e)		_Static_assert(!(e), "BUILD_BUG_ON: " #e)
#ifndef static_assert
#define static_assert(e, ...)	_Static_assert(e, "" __VA_ARGS__ #e)
#endif

/* Ends the program with a sentence; for misuse of what is declared here. */
void rosfw_user_die(const char *what, const char *file, int line) __attribute__((noreturn));

#define BUG()			rosfw_user_die("BUG", __FILE__, __LINE__)
#define BUG_ON(c)		do { if (unlikely(c)) rosfw_user_die("BUG: " #c, __FILE__, __LINE__); } while (0)
#define WARN_ON(c)		({ if (unlikely(c)) rosfw_user_die("WARN: " #c, __FILE__, __LINE__); false; })
#define WARN_ON_ONCE(c)		WARN_ON(c)

/* Numbers. */
#define min(a, b)		({ typeof(a) __a = (a); typeof(b) __b = (b); (void)(&__a == &__b); __a < __b ? __a : __b; })
#define max(a, b)		({ typeof(a) __a = (a); typeof(b) __b = (b); (void)(&__a == &__b); __a > __b ? __a : __b; })
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define min3(a, b, c)		min((typeof(a))min(a, b), c)
#define max3(a, b, c)		max((typeof(a))max(a, b), c)
#define clamp(v, lo, hi)	min((typeof(v))max(v, lo), hi)
#define clamp_t(type, v, lo, hi) min_t(type, max_t(type, v, lo), hi)
#define swap(a, b)		do { typeof(a) __t = (a); (a) = (b); (b) = __t; } while (0)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define ALIGN(x, a)		(((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#define round_up(x, y)		ALIGN(x, y)
#define round_down(x, y)	((x) & ~((typeof(x))(y) - 1))

#define BITS_PER_BYTE		8
#define BITS_PER_LONG		(8 * (int)sizeof(long))
#define BITS_PER_LONG_LONG	64
#define BITS_TO_LONGS(n)	DIV_ROUND_UP(n, BITS_PER_LONG)
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK(h, l)		((~0UL << (l)) & (~0UL >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK_ULL(h, l)	((~0ULL << (l)) & (~0ULL >> (63 - (h))))

static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline unsigned long __ffs(unsigned long x)	/* not for 0 */
{
	return __builtin_ctzl(x);
}

static inline unsigned long __ffs64(u64 x)		/* not for 0 */
{
	return __builtin_ctzll(x);
}

static inline unsigned int hweight32(u32 x)
{
	return __builtin_popcount(x);
}

static inline unsigned int hweight64(u64 x)
{
	return __builtin_popcountll(x);
}

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

static inline int ilog2(u64 n)				/* not for 0 */
{
	return fls64(n) - 1;
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << fls64(n - 1);
}

static inline void __set_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] |= BIT(n % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned long n, unsigned long *map)
{
	map[n / BITS_PER_LONG] &= ~BIT(n % BITS_PER_LONG);
}

static inline bool test_bit(unsigned long n, const unsigned long *map)
{
	return map[n / BITS_PER_LONG] >> (n % BITS_PER_LONG) & 1;
}

static inline u32 rol32(u32 x, unsigned int n)
{
	return x << (n & 31) | x >> (-n & 31);
}

static inline u64 rol64(u64 x, unsigned int n)
{
	return x << (n & 63) | x >> (-n & 63);
}

static inline u64 div_u64(u64 a, u32 b)
{
	return a / b;
}

static inline u64 div64_u64(u64 a, u64 b)
{
	return a / b;
}

static inline u64 div_u64_rem(u64 a, u32 b, u32 *rem)
{
	*rem = a % b;
	return a / b;
}

#define check_add_overflow(a, b, r)	__builtin_add_overflow(a, b, r)
#define check_sub_overflow(a, b, r)	__builtin_sub_overflow(a, b, r)
#define check_mul_overflow(a, b, r)	__builtin_mul_overflow(a, b, r)

/* Saturating, as in the kernel: the allocation of SIZE_MAX bytes fails. */
static inline size_t size_mul(size_t a, size_t b)
{
	size_t r;

	return __builtin_mul_overflow(a, b, &r) ? SIZE_MAX : r;
}

static inline size_t size_add(size_t a, size_t b)
{
	size_t r;

	return __builtin_add_overflow(a, b, &r) ? SIZE_MAX : r;
}

#define array_size(a, b)		size_mul(a, b)
#define flex_array_size(p, member, n)	size_mul(n, sizeof(*(p)->member))
#define struct_size(p, member, n)	size_add(sizeof(*(p)), flex_array_size(p, member, n))

/* Byte order. */
#define cpu_to_be16(x)	htobe16(x)
#define cpu_to_be32(x)	htobe32(x)
#define cpu_to_be64(x)	htobe64(x)
#define be16_to_cpu(x)	be16toh(x)
#define be32_to_cpu(x)	be32toh(x)
#define be64_to_cpu(x)	be64toh(x)

#define ROSFW_USER_UNALIGNED(bits)						\
static inline u##bits get_unaligned_be##bits(const void *p)			\
{										\
	u##bits v;								\
										\
	memcpy(&v, p, sizeof(v));						\
	return be##bits##toh(v);						\
}										\
static inline void put_unaligned_be##bits(u##bits v, void *p)			\
{										\
	v = htobe##bits(v);							\
	memcpy(p, &v, sizeof(v));						\
}										\
static inline u##bits get_unaligned_le##bits(const void *p)			\
{										\
	u##bits v;								\
										\
	memcpy(&v, p, sizeof(v));						\
	return le##bits##toh(v);						\
}										\
static inline void put_unaligned_le##bits(u##bits v, void *p)			\
{										\
	v = htole##bits(v);							\
	memcpy(p, &v, sizeof(v));						\
}
ROSFW_USER_UNALIGNED(16)
ROSFW_USER_UNALIGNED(32)
ROSFW_USER_UNALIGNED(64)

/* Text. */
ssize_t strscpy(char *dst, const char *src, size_t size);	/* always with three arguments */
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);

typedef int (*cmp_func_t)(const void *a, const void *b);
typedef void (*swap_func_t)(void *a, void *b, int size);
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap_func);

/* Memory. All of it is zeroed. */
void *rosfw_alloc(size_t size);
void *rosfw_alloc_atomic(size_t size);
void rosfw_free(const void *p);

/* Makes the @n-th allocation from now on fail (1: the next one), once. 0: none fails. */
void rosfw_test_fail_after(unsigned long n);
/* Has the allocation that rosfw_test_fail_after() spoke of failed? If not, there were fewer than that. */
bool rosfw_test_failed(void);
/* Allocations that were not freed; what waits for synchronize_rcu() is one of them. */
unsigned long rosfw_test_live(void);

/* Reference counts: never up from 0, never below 0. */
typedef struct {
	int n;
} refcount_t;

#define REFCOUNT_INIT(v)	{ .n = (v) }

static inline void refcount_set(refcount_t *r, int n)
{
	r->n = n;
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return r->n;
}

static inline void refcount_inc(refcount_t *r)
{
	BUG_ON(r->n <= 0 || r->n == INT_MAX);
	r->n++;
}

static inline bool refcount_inc_not_zero(refcount_t *r)
{
	BUG_ON(r->n < 0 || r->n == INT_MAX);
	if (!r->n)
		return false;
	r->n++;
	return true;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	BUG_ON(r->n <= 0);
	return !--r->n;
}

static inline void refcount_dec(refcount_t *r)
{
	BUG_ON(r->n <= 1);
	r->n--;
}

#define ROSFW_USER_ATOMIC(name, type)							\
typedef struct {									\
	type n;										\
} name##_t;										\
static inline type name##_read(const name##_t *a) { return a->n; }			\
static inline void name##_set(name##_t *a, type v) { a->n = v; }			\
static inline void name##_add(type v, name##_t *a) { a->n += v; }			\
static inline void name##_sub(type v, name##_t *a) { a->n -= v; }			\
static inline void name##_inc(name##_t *a) { a->n++; }					\
static inline void name##_dec(name##_t *a) { a->n--; }					\
static inline type name##_inc_return(name##_t *a) { return ++a->n; }			\
static inline type name##_dec_return(name##_t *a) { return --a->n; }			\
static inline type name##_add_return(type v, name##_t *a) { return a->n += v; }		\
static inline bool name##_dec_and_test(name##_t *a) { return !--a->n; }
ROSFW_USER_ATOMIC(atomic, int)
ROSFW_USER_ATOMIC(atomic64, s64)
#define ATOMIC_INIT(v)		{ .n = (v) }
#define ATOMIC64_INIT(v)	{ .n = (v) }

/* Locks: taken once, given back by the same kind. */
typedef struct {
	bool held;
} spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name)	{ .held = false }
#define DEFINE_SPINLOCK(name)		spinlock_t name = __SPIN_LOCK_UNLOCKED(name)

static inline void spin_lock_init(spinlock_t *l)
{
	l->held = false;
}

static inline void spin_lock(spinlock_t *l)
{
	BUG_ON(l->held);
	l->held = true;
}

static inline void spin_unlock(spinlock_t *l)
{
	BUG_ON(!l->held);
	l->held = false;
}

static inline bool spin_trylock(spinlock_t *l)
{
	if (l->held)
		return false;
	l->held = true;
	return true;
}

#define spin_lock_bh(l)			spin_lock(l)
#define spin_unlock_bh(l)		spin_unlock(l)
#define spin_is_locked(l)		((l)->held)
#define lockdep_is_held(l)		((l)->held)
#define lockdep_assert_held(l)		BUG_ON(!(l)->held)

/* RCU. */
struct rcu_head {
	struct rcu_head *next;
	void (*func)(struct rcu_head *head);
};

typedef void (*rcu_callback_t)(struct rcu_head *head);

extern unsigned int rosfw_user_rcu_depth;

static inline void rcu_read_lock(void)
{
	rosfw_user_rcu_depth++;
}

static inline void rcu_read_unlock(void)
{
	BUG_ON(!rosfw_user_rcu_depth);
	rosfw_user_rcu_depth--;
}

static inline bool rcu_read_lock_held(void)
{
	return rosfw_user_rcu_depth;
}

#define rcu_read_lock_bh()		rcu_read_lock()
#define rcu_read_unlock_bh()		rcu_read_unlock()
#define rcu_access_pointer(p)		READ_ONCE(p)
#define rcu_dereference_raw(p)		READ_ONCE(p)
#define rcu_dereference_check(p, c)	({ BUG_ON(!(rosfw_user_rcu_depth || (c))); READ_ONCE(p); })
#define rcu_dereference(p)		rcu_dereference_check(p, false)
#define rcu_dereference_protected(p, c)	({ BUG_ON(!(c)); (p); })
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), v)
#define rcu_replace_pointer(p, v, c)	({ typeof(p) __old = rcu_dereference_protected(p, c); \
					   rcu_assign_pointer(p, v); __old; })
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, v)

void call_rcu(struct rcu_head *head, rcu_callback_t func);
void synchronize_rcu(void);	/* runs what waits; aborts inside a read section */
#define rcu_barrier()			synchronize_rcu()

/* Has there been a synchronize_rcu() since get_state_synchronize_rcu() returned @state? */
unsigned long get_state_synchronize_rcu(void);
unsigned long get_completed_synchronize_rcu(void);	/* a state for which the answer is yes */
bool poll_state_synchronize_rcu(unsigned long state);
#define cond_resched()			do { } while (0)

/* Frees @p later; @offset is where its rcu_head is. */
void rosfw_user_free_rcu(void *p, size_t offset);
#define kfree_rcu(p, member)		rosfw_user_free_rcu(p, offsetof(typeof(*(p)), member))
#define kvfree_rcu(p, member)		kfree_rcu(p, member)

#include "platform_user_hash.h"
#include "platform_user_list.h"

#endif /* _ROSFW_PLATFORM_USER_H */
