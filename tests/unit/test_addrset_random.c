// SPDX-License-Identifier: GPL-2.0-only
/* Address sets beside a naive list that does the same: random changes, and both must agree after each. */
#include "addrset.h"

#define MODEL_MAX	400

static struct model {
	bool used;
	u32 list;
	struct rosfw_addr from, to;
	u64 expires;
	u32 born, died, id;
	bool disabled, dynamic;
	struct rosfw_entry *entry;
} model[MODEL_MAX];

static u32 committed;
static bool v6;

static bool m_seen(const struct model *m, u32 gen)
{
	return m->used && m->born <= gen && gen < m->died;
}

static bool m_alive(const struct model *m, u32 gen, u64 now)
{
	return m_seen(m, gen) && m->expires > now;
}

static struct rosfw_addr random_addr(void)
{
	struct rosfw_addr a = { .lo = 0x0a000000 + rand() % 40 };

	if (v6) {
		a.hi = rand() % 3;
		a.lo = rand() % 3 ? rand() % 40 : (u64)rand() << 62;
	} else if (rand() % 10 == 0) {
		a.lo = (u32)rand() * 2;
	}
	return a;
}

static void random_range(struct rosfw_addr *from, struct rosfw_addr *to)
{
	u32 host = rand() % 4 ? rand() % 6 : rand() % (v6 ? 129 : 33);
	struct rosfw_addr a = random_addr(), b = random_addr();

	if (!v6 && rand() % 2) {
		*from = rosfw_addr_cmp(&a, &b) < 0 ? a : b;
		*to = rosfw_addr_cmp(&a, &b) < 0 ? b : a;
		return;
	}
	*from = *to = a;
	while (host--) {
		u64 lo = host < 64 ? BIT_ULL(host) : 0, hi = host < 64 ? 0 : BIT_ULL(host - 64);

		from->lo &= ~lo;
		from->hi &= ~hi;
		to->lo |= lo;
		to->hi |= hi;
	}
}

static struct model *m_new(void)
{
	u32 i;

	for (i = 0; i < MODEL_MAX; i++)
		if (!model[i].used)
			return &model[i];
	return NULL;
}

/* The entries for exactly this range that are alive; counts them. */
static struct model *m_same(u32 list, const struct rosfw_addr *from, const struct rosfw_addr *to, u32 gen, u64 now,
			    u32 *n)
{
	struct model *found = NULL;
	u32 i;

	*n = 0;
	for (i = 0; i < MODEL_MAX; i++) {
		if (m_alive(&model[i], gen, now) && model[i].list == list && rosfw_addr_equal(&model[i].from, from) &&
		    rosfw_addr_equal(&model[i].to, to)) {
			found = &model[i];
			++*n;
		}
	}
	return found;
}

static const char *list_name(u32 list)
{
	static const char *const names[] = { "a", "b", "c" };

	return names[list];
}

static void m_add(struct rosfw_addrset *set, u64 now)
{
	enum rosfw_family family = v6 ? ROSFW_IPV6 : ROSFW_IPV4;
	u32 half = v6 ? 16 : 4, same, timeout = rand() % 2 ? 0 : 1 + rand() % 30;
	struct rosfw_item_builder b;
	struct model *m = m_new();
	u8 bytes[32];
	int ret;

	if (!m)
		return;
	memset(m, 0, sizeof(*m));
	m->list = rand() % 3;
	random_range(&m->from, &m->to);
	m->disabled = rand() % 5 == 0;
	m->born = rand() % 3 ? committed + 1 : 0;
	m->died = ROSFW_GEN_NEVER;
	m->dynamic = timeout;
	m->expires = timeout ? now + timeout : U64_MAX;
	rosfw_addr_store(&m->from, family, bytes);
	rosfw_addr_store(&m->to, family, bytes + half);
	rosfw_item_begin(&b, v6 ? A6 : A4);
	rosfw_item_put_string(&b, ROSFW_A_LIST, false, list_name(m->list));
	rosfw_item_put_value(&b, ROSFW_A_ADDRESS, false, bytes, half * 2);
	if (m->disabled)
		rosfw_item_put_u32(&b, ROSFW_A_DISABLED, false, 1);
	if (timeout)
		rosfw_item_put_u32(&b, ROSFW_A_TIMEOUT, false, timeout);
	m_same(m->list, &m->from, &m->to, m->born, now, &same);
	ret = rosfw_addrset_add(set, b.item, m->born, now, 1, &m->entry, &err);
	tap_is(ret, same ? -EEXIST : 0);
	m->used = !ret;
	m->id = b.item->id;
	rosfw_item_put(b.item);
}

static void m_dynamic(struct rosfw_addrset *set, u64 now)
{
	struct rosfw_addr a = random_addr();
	u32 list = rand() % 3, timeout = rand() % 4 ? 1 + rand() % 30 : 0, n;
	struct model *m = m_same(list, &a, &a, committed, now, &n);
	struct rosfw_addrlist *l;

	/* Two that are the same: which one is meant is not defined. */
	if (n > 1 || (!m && !m_new()))
		return;
	l = rosfw_addrset_list_get(set, list_name(list));
	rcu_read_lock();
	tap_is(rosfw_addrset_add_dynamic(set, l, &a, timeout, committed, now, 1), 0);
	rcu_read_unlock();
	rosfw_addrset_list_put(set, l);
	if (m && !m->dynamic)
		return;
	if (!m) {
		m = m_new();
		*m = (struct model){ .used = true, .list = list, .from = a, .to = a, .died = ROSFW_GEN_NEVER,
				     .dynamic = true };
	}
	m->expires = timeout ? now + timeout : U64_MAX;
	if (!m->entry) {
		/* It has the highest id that there is. */
		struct rosfw_entry *e;
		u32 id = 0;

		while ((e = next(set, id, committed, now))) {
			id = e->item->id;
			m->entry = e;
		}
		m->id = id;
	}
}

static void m_kill(struct rosfw_addrset *set)
{
	struct model *m = &model[rand() % MODEL_MAX];
	struct rosfw_entry *e;

	if (!m_seen(m, committed + 1))
		return;
	e = find(set, m->id, committed + 1);
	tap_ok(e == m->entry);
	rosfw_addrset_kill(set, e, committed + 1);
	if (rand() % 4 == 0)
		rosfw_addrset_kill(set, e, ROSFW_GEN_NEVER);
	else
		m->died = committed + 1;
}

static void m_end(struct rosfw_addrset *set, bool commit)
{
	u32 i;

	if (commit)
		rosfw_addrset_commit(set, committed + 1);
	else
		rosfw_addrset_abort(set, committed + 1);
	for (i = 0; i < MODEL_MAX; i++) {
		struct model *m = &model[i];

		if (commit ? m->died <= committed + 1 : m->born > committed)
			m->used = false;
		else if (!commit && m->died > committed)
			m->died = ROSFW_GEN_NEVER;
	}
	committed += commit;
}

static void m_collect(struct rosfw_addrset *set, u64 now)
{
	u32 i;

	while (rosfw_addrset_collect(set, now, 5))
		;
	for (i = 0; i < MODEL_MAX; i++)
		if (model[i].expires <= now)
			model[i].used = false;
	if (rand() % 4 == 0)
		synchronize_rcu();
	if (rand() % 2)
		rosfw_addrset_release(set);
}

static void m_compare(struct rosfw_addrset *set, u64 now)
{
	struct rosfw_addr a = random_addr();
	u32 gen = committed + rand() % 2, list = rand() % 3, i, id, n;
	struct rosfw_addrlist *l = rosfw_addrset_list_get(set, list_name(list));
	bool in = false;

	for (i = 0; i < MODEL_MAX; i++)
		in |= m_alive(&model[i], gen, now) && model[i].list == list && !model[i].disabled &&
		      rosfw_addr_cmp(&a, &model[i].from) >= 0 && rosfw_addr_cmp(&a, &model[i].to) <= 0;
	rcu_read_lock();
	if (rosfw_addrset_match(set, l, &a, gen, now) != in)
		tap_fail("%llx.%llx in %s at generation %u, time %llu: should be %u", (long long)a.hi, (long long)a.lo,
			 list_name(list), gen, (long long)now, in);
	rcu_read_unlock();
	rosfw_addrset_list_put(set, l);
	if (rand() % 20)
		return;
	for (i = 0, n = 0; i < MODEL_MAX; i++)
		n += m_alive(&model[i], gen, now);
	for (id = 0; next(set, id, gen, now); n--)
		id = next(set, id, gen, now)->item->id;
	tap_is(n, 0);
}

static void test_random(enum rosfw_family family, u32 seed)
{
	struct rosfw_addrset *set = rosfw_addrset_new(family);
	u64 now = 1000;
	u32 i, op;

	tap_case("IPv%c agrees with a naive list, seed %u", family == ROSFW_IPV4 ? '4' : '6', seed);
	srand(seed);
	memset(model, 0, sizeof(model));
	committed = 0;
	v6 = family == ROSFW_IPV6;
	for (i = 0; i < 20000; i++) {
		op = rand() % 100;
		if (op < 25)
			m_add(set, now);
		else if (op < 40)
			m_dynamic(set, now);
		else if (op < 52)
			m_kill(set);
		else if (op < 56)
			m_end(set, rand() % 3);
		else if (op < 60)
			now += rand() % 5;
		else if (op < 65)
			m_collect(set, now);
		m_compare(set, now);
	}
	done(set);
}

int main(void)
{
	u32 seed;

	tap_begin();
	for (seed = 1; seed <= 10; seed++) {
		test_random(ROSFW_IPV4, seed);
		test_random(ROSFW_IPV6, seed);
	}
	return tap_end();
}
