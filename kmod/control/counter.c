// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of rules, and the clock: what the core asks of the world.
 *
 * A counter is a pair of numbers for each CPU. Resetting does not touch them: what was counted so far is remembered and
 * subtracted from then on, so no packet that is counted meanwhile is lost.
 * Life: made with the first version of a rule; every version holds a reference; freed with the last.
 * Locks: none to count; @lock of a counter protects what was remembered.
 */
#include "control.h"

/**
 * struct cpu_counter - what one CPU counted
 * @packets: packets on the wire
 * @bytes: of IP
 * @sync: makes the pair readable
 */
struct cpu_counter {
	u64_stats_t packets;
	u64_stats_t bytes;
	struct u64_stats_sync sync;
};

/**
 * struct rosfw_counter - the counters of one rule
 * @refs: versions of the rule, and transactions that will reset it
 * @cpu: what was counted since the beginning
 * @lock: protects @packets, @bytes
 * @packets: what does not count any more
 * @bytes: likewise
 */
struct rosfw_counter {
	refcount_t refs;
	struct cpu_counter __percpu *cpu;
	spinlock_t lock;	/* packets, bytes */
	u64 packets;
	u64 bytes;
};

struct rosfw_counter *rosfw_counter_new(void)
{
	struct rosfw_counter *c = kzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT);
	int cpu;

	if (!c)
		return NULL;
	c->cpu = alloc_percpu_gfp(struct cpu_counter, GFP_KERNEL_ACCOUNT);
	if (!c->cpu) {
		kfree(c);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(c->cpu, cpu)->sync);
	refcount_set(&c->refs, 1);
	spin_lock_init(&c->lock);
	return c;
}

struct rosfw_counter *rosfw_counter_get(struct rosfw_counter *c)
{
	refcount_inc(&c->refs);
	return c;
}

void rosfw_counter_put(struct rosfw_counter *c)
{
	if (!refcount_dec_and_test(&c->refs))
		return;
	free_percpu(c->cpu);
	kfree(c);
}

static __always_inline void add_here(struct rosfw_counter *c, u64 packets, u64 bytes)
{
	struct cpu_counter *cpu = this_cpu_ptr(c->cpu);

	u64_stats_update_begin(&cpu->sync);
	u64_stats_add(&cpu->packets, packets);
	u64_stats_add(&cpu->bytes, bytes);
	u64_stats_update_end(&cpu->sync);
}

void rosfw_counter_add(struct rosfw_counter *c, u64 packets, u64 bytes)
{
	/* Mostly bottom halves are off already, and to say so once more takes longer than to count. */
	if (likely(softirq_count())) {
		add_here(c, packets, bytes);
		return;
	}
	local_bh_disable();
	add_here(c, packets, bytes);
	local_bh_enable();
}

static void read_cpu(const struct cpu_counter *cpu, u64 *packets, u64 *bytes)
{
	unsigned int start;
	u64 p, b;

	do {
		start = u64_stats_fetch_begin(&cpu->sync);
		p = u64_stats_read(&cpu->packets);
		b = u64_stats_read(&cpu->bytes);
	} while (u64_stats_fetch_retry(&cpu->sync, start));
	*packets += p;
	*bytes += b;
}

/* Everything since the beginning. */
static void read_all(const struct rosfw_counter *c, u64 *packets, u64 *bytes)
{
	int cpu;

	*packets = 0;
	*bytes = 0;
	for_each_possible_cpu(cpu)
		read_cpu(per_cpu_ptr(c->cpu, cpu), packets, bytes);
}

void rosfw_counter_read(const struct rosfw_counter *counter, u64 *packets, u64 *bytes)
{
	struct rosfw_counter *c = (struct rosfw_counter *)counter;

	spin_lock(&c->lock);
	read_all(c, packets, bytes);
	*packets -= c->packets;
	*bytes -= c->bytes;
	spin_unlock(&c->lock);
}

void rosfw_counter_reset(struct rosfw_counter *c)
{
	spin_lock(&c->lock);
	read_all(c, &c->packets, &c->bytes);
	spin_unlock(&c->lock);
}

u64 rosfw_env_wallclock(void)
{
	return ktime_get_real_seconds();
}

/* The kernel's own time zone, as settimeofday(2) sets it: it knows no other. */
u64 rosfw_env_local_time(void)
{
	return ktime_get_real_seconds() - 60 * sys_tz.tz_minuteswest;
}

u64 rosfw_env_ticks(void)
{
	return div_u64(ktime_get_coarse_ns(), NSEC_PER_SEC / ROSFW_TICKS);
}
