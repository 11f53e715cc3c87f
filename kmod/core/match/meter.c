// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of stateful conditions: token buckets, tables of flows and of hosts, counts. See meter.h.
 *
 * A bucket does not hold its tokens but what it lacks, so that memory of zeros is a full bucket, and a flow whose
 * bucket has filled up is the same as one that was never seen: forgetting it changes nothing. A table of flows is a
 * number of small sets; a key may be anywhere in one set. Ten million sources make the fullest buckets go, never memory
 * grow.
 */
#include "meter.h"
#include "../ruleset/ruleset.h"

/* Ticks that a bucket can be refilled for at once (a month), so that products stay in 64 bits. */
#define REFILL_MAX	BIT_ULL(28)

struct rosfw_meter *rosfw_meter_of(struct rosfw_item *item)
{
	struct rosfw_meter *m = item->meter;

	if (m)
		return m;
	m = rosfw_alloc(sizeof(*m));
	if (!m)
		return NULL;
	refcount_set(&m->refs, 1);
	spin_lock_init(&m->lock);
	item->meter = m;
	return m;
}

struct rosfw_flows *rosfw_meter_flows(struct rosfw_meter *m)
{
	u32 i;

	if (m->flows)
		return m->flows;
	m->flows = rosfw_alloc(sizeof(*m->flows));
	if (!m->flows)
		return NULL;
	get_random_bytes(&m->flows->seed, sizeof(m->flows->seed));
	for (i = 0; i < ROSFW_FLOW_SETS; i++)
		spin_lock_init(&m->flows->set[i].lock);
	return m->flows;
}

struct rosfw_meter *rosfw_meter_get(struct rosfw_meter *m)
{
	if (m)
		refcount_inc(&m->refs);
	return m;
}

void rosfw_meter_put(struct rosfw_meter *m)
{
	if (!m || !refcount_dec_and_test(&m->refs))
		return;
	rosfw_free(m->flows);
	rosfw_free(m->scanners);
	rosfw_free(m);
}

/* Clocks of CPUs may differ by a tick: time never runs backwards for a bucket. */
static void refill(struct rosfw_bucket *b, const struct rosfw_rate *rate, u64 now)
{
	u64 gain;

	if (now <= b->seen)
		return;
	gain = min_t(u64, now - b->seen, REFILL_MAX) * rate->fill;
	b->spent -= min(b->spent, gain);
	b->seen = now;
}

bool rosfw_bucket_take(struct rosfw_bucket *b, const struct rosfw_rate *rate, u64 now, u64 first, u64 all)
{
	refill(b, rate, now);
	if (b->spent && b->spent + first > rate->room)
		return false;
	b->spent += all;
	return true;
}

static struct rosfw_flow *find_flow(struct rosfw_flow_set *set, u64 key, const struct rosfw_rate *rate, u64 now,
				    u64 expire)
{
	struct rosfw_flow *flow, *victim = set->way;

	for (flow = set->way; flow < set->way + ROSFW_FLOW_WAYS; flow++) {
		if (now > flow->bucket.seen && now - flow->bucket.seen >= expire)
			flow->bucket.spent = 0;
		if (flow->key == key)
			return flow;
		refill(&flow->bucket, rate, now);
		if (!flow->bucket.spent)
			flow->key = 0;
		if (flow->bucket.spent < victim->bucket.spent)
			victim = flow;
	}
	memset(victim, 0, sizeof(*victim));
	victim->key = key;
	return victim;
}

bool rosfw_flow_take(struct rosfw_flows *flows, u64 key, const struct rosfw_rate *rate, u64 now, u64 expire, u64 cost)
{
	struct rosfw_flow_set *set = &flows->set[key % ROSFW_FLOW_SETS];
	bool taken;

	key = key ? key : 1;
	spin_lock_bh(&set->lock);
	taken = rosfw_bucket_take(&find_flow(set, key, rate, now, expire)->bucket, rate, now, rate->cost, cost);
	spin_unlock_bh(&set->lock);
	return taken;
}

u32 rosfw_meter_count(struct rosfw_meter *m, u32 every)
{
	u32 n;

	spin_lock_bh(&m->lock);
	n = m->count + 1;
	m->count = n < every ? n : 0;
	spin_unlock_bh(&m->lock);
	return n;
}

struct rosfw_scanners *rosfw_meter_scanners(struct rosfw_meter *m)
{
	u32 i;

	if (m->scanners)
		return m->scanners;
	m->scanners = rosfw_alloc(sizeof(*m->scanners));
	if (!m->scanners)
		return NULL;
	get_random_bytes(&m->scanners->seed, sizeof(m->scanners->seed));
	for (i = 0; i < ROSFW_SCAN_SETS; i++)
		spin_lock_init(&m->scanners->set[i].lock);
	return m->scanners;
}

/* The host, or the place of the one that has been silent for longest. */
static struct rosfw_scanner *find_scanner(struct rosfw_scan_set *set, u64 key)
{
	struct rosfw_scanner *s, *victim = set->way;

	for (s = set->way; s < set->way + ROSFW_SCAN_WAYS; s++) {
		if (s->key == key)
			return s;
		if (s->seen < victim->seen)
			victim = s;
	}
	memset(victim, 0, sizeof(*victim));
	victim->key = key;
	return victim;
}

static bool port_is_known(const struct rosfw_scanner *s, u16 port, bool udp)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		if (s->port[i] == port && (s->udp >> i & 1) == udp)
			return true;
	return false;
}

static void note_port(struct rosfw_scanner *s, u16 port, bool udp, u32 weight)
{
	if (port_is_known(s, port, udp))
		return;
	s->weight = min_t(u64, (u64)s->weight + weight, U32_MAX);
	if (s->n == ROSFW_SCAN_PORTS)
		return;
	s->udp |= (u64)udp << s->n;
	s->port[s->n++] = port;
}

bool rosfw_scan_note(struct rosfw_scanners *scanners, u64 key, const struct rosfw_psd *psd, u16 port, bool udp, u64 now)
{
	struct rosfw_scan_set *set = &scanners->set[key % ROSFW_SCAN_SETS];
	struct rosfw_scanner *s;
	bool scans;

	BUILD_BUG_ON(ROSFW_SCAN_PORTS > BITS_PER_LONG_LONG);
	key = key ? key : 1;
	spin_lock_bh(&set->lock);
	s = find_scanner(set, key);
	if (now > s->seen && now - s->seen > (u64)ROSFW_TICKS * psd->delay) {
		s->weight = 0;
		s->n = 0;
		s->udp = 0;
	}
	s->seen = max(s->seen, now);
	note_port(s, port, udp, port < 1024 ? psd->low : psd->high);
	scans = s->weight >= psd->weight;
	spin_unlock_bh(&set->lock);
	return scans;
}
