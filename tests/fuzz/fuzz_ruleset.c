// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configurations: changes, commits that may run out of memory, and packets through what was published.
 *
 * Input: operations, one byte each and what they need. As in the kernel there is a published configuration and, while
 * a transaction is open, a clone of it that it works on.
 */
#include "env.h"
#include "fuzz.h"

enum {
	OP_ADD,			/* before, item */
	OP_REPLACE,		/* id, item */
	OP_REMOVE,		/* menu, id */
	OP_MOVE,		/* menu, id, before */
	OP_COMMIT,
	OP_ABORT,
	OP_PACKET,		/* family, menu, chain, length, bytes */
	OP_FAIL,		/* the n-th allocation from now on */
	OP_LATER,		/* seconds */
	OP_COUNT
};

struct world {
	struct rosfw_config *config, *work;
	struct rosfw_ruleset *ruleset;
	struct rosfw_addrset *set[ROSFW_FAMILIES];
	struct rosfw_marks *marks;
	u32 generation;
	u64 now;
};

/* The set of a menu of address lists, NULL for other menus. */
static struct rosfw_addrset *set_of(struct world *w, u32 menu)
{
	if (!menu || menu > ROSFW_MENU_MAX || rosfw_menus[menu].type != ROSFW_MENU_ADDRESSES)
		return NULL;
	return w->set[rosfw_menus[menu].family];
}

static bool begin(struct world *w)
{
	if (!w->work)
		w->work = rosfw_config_clone(w->config);
	return w->work;
}

static void add(struct world *w, struct input *in)
{
	u32 before = input_u8(in);
	struct rosfw_item *item = input_item(in);
	struct rosfw_error err = { 0 };
	int ret = 0;

	if (!item)
		return;
	if (begin(w)) {
		if (set_of(w, item->menu))
			ret = rosfw_addrset_add(set_of(w, item->menu), item, w->generation + 1, w->now, 1, NULL, &err);
		else
			ret = rosfw_config_add(w->work, item, before, &err);
		BUG_ON(ret && !err.text);
	}
	rosfw_item_put(item);
}

static void replace(struct world *w, struct input *in)
{
	u32 id = input_u8(in);
	struct rosfw_item *item = input_item(in);
	struct rosfw_error err = { 0 };

	if (!item)
		return;
	if (begin(w) && !set_of(w, item->menu)) {
		item->id = id;
		BUG_ON(rosfw_config_replace(w->work, item, &err) && !err.text);
	}
	rosfw_item_put(item);
}

static void remove_item(struct world *w, struct input *in)
{
	u32 menu = input_u8(in) % (ROSFW_MENU_MAX + 1), id = input_u8(in);
	struct rosfw_error err = { 0 };
	struct rosfw_entry *e;

	if (!begin(w))
		return;
	if (!set_of(w, menu)) {
		BUG_ON(rosfw_config_remove(w->work, menu, id, &err) && !err.text);
		return;
	}
	rcu_read_lock();
	e = rosfw_addrset_find(set_of(w, menu), id, w->generation + 1);
	rcu_read_unlock();
	if (e)
		rosfw_addrset_kill(set_of(w, menu), e, w->generation + 1);
}

static void move(struct world *w, struct input *in)
{
	u32 menu = input_u8(in) % (ROSFW_MENU_MAX + 1), id = input_u8(in), before = input_u8(in);
	struct rosfw_error err = { 0 };

	if (begin(w) && !set_of(w, menu))
		BUG_ON(rosfw_config_move(w->work, menu, id, before, &err) && !err.text);
}

static void abort_work(struct world *w)
{
	u32 f;

	rosfw_config_put(w->work);
	w->work = NULL;
	for (f = 0; f < ROSFW_FAMILIES; f++)
		rosfw_addrset_abort(w->set[f], w->generation + 1);
}

static void commit(struct world *w)
{
	struct rosfw_compile_env cenv = { .addresses = { w->set[0], w->set[1] }, .marks = w->marks };
	struct rosfw_ruleset *next, *old = w->ruleset;
	struct rosfw_error err = { 0 };
	u32 f;

	if (!begin(w))
		return;
	if (rosfw_ruleset_build(w->work, old, &cenv, w->generation + 1, &next, &err)) {
		BUG_ON(!err.text);
		return;		/* the transaction stays open */
	}
	w->ruleset = next;
	w->generation++;
	rosfw_config_put(w->config);
	w->config = w->work;
	w->work = NULL;
	for (f = 0; f < ROSFW_FAMILIES; f++)
		rosfw_addrset_commit(w->set[f], w->generation);
	synchronize_rcu();
	if (old)
		rosfw_ruleset_free(old);
}

static void packet(struct world *w, struct input *in)
{
	static const u8 menus[ROSFW_TABLES][ROSFW_FAMILIES] = {
		[ROSFW_TABLE_FILTER] = { ROSFW_MENU_IP_FILTER, ROSFW_MENU_IPV6_FILTER },
		[ROSFW_TABLE_RAW] = { ROSFW_MENU_IP_RAW, ROSFW_MENU_IPV6_RAW },
		[ROSFW_TABLE_NAT] = { ROSFW_MENU_IP_NAT, ROSFW_MENU_IPV6_NAT },
		[ROSFW_TABLE_MANGLE] = { ROSFW_MENU_IP_MANGLE, ROSFW_MENU_IPV6_MANGLE },
	};
	static const u8 nchains[] = {
		[ROSFW_TABLE_FILTER] = 3, [ROSFW_TABLE_RAW] = 2, [ROSFW_TABLE_NAT] = 4, [ROSFW_TABLE_MANGLE] = 5,
	};
	u8 family = input_u8(in) % ROSFW_FAMILIES, table = input_u8(in) % ROSFW_TABLES;
	u8 chain = input_u8(in) % nchains[table], state = 0, *bytes;
	struct rosfw_pkt pkt = { .in_ifindex = chain == 2 ? 0 : 1, .out_ifindex = chain ? 2 : 0 };
	struct rosfw_walk walk = { .pkt = &pkt, .ruleset = w->ruleset, .now = w->now };
	enum rosfw_verdict verdict;
	u16 conn_mark = 0;
	u32 len;

	static_assert(ARRAY_SIZE(nchains) == ROSFW_TABLES);
	if (table != ROSFW_TABLE_RAW)
		state = input_u8(in);
	if (state & 1)
		walk.conn_mark = &conn_mark;
	walk.state = table == ROSFW_TABLE_RAW ? ROSFW_STATE_NONE : state % __ROSFW_STATE_COUNT;
	walk.nat_state = state / __ROSFW_STATE_COUNT;
	bytes = input_bytes(in, input_u8(in), &len);
	if (w->ruleset && !rosfw_pkt_parse(&pkt, family, bytes, len, len)) {
		rcu_read_lock();
		verdict = rosfw_walk_chain(&walk, menus[table][family], chain);
		BUG_ON(verdict > ROSFW_VERDICT_NAT);
		BUG_ON(verdict == ROSFW_VERDICT_NAT &&
		       (table != ROSFW_TABLE_NAT || !(walk.rule->chains >> chain & 1)));
		rcu_read_unlock();
	}
	free(bytes);
}

static void run(struct world *w, struct input *in)
{
	u32 f;

	switch (input_u8(in) % OP_COUNT) {
	case OP_ADD:
		add(w, in);
		break;
	case OP_REPLACE:
		replace(w, in);
		break;
	case OP_REMOVE:
		remove_item(w, in);
		break;
	case OP_MOVE:
		move(w, in);
		break;
	case OP_COMMIT:
		commit(w);
		break;
	case OP_ABORT:
		abort_work(w);
		break;
	case OP_PACKET:
		packet(w, in);
		break;
	case OP_FAIL:
		rosfw_test_fail_after(input_u8(in));
		break;
	case OP_LATER:
		w->now += input_u8(in);
		for (f = 0; f < ROSFW_FAMILIES; f++)
			rosfw_addrset_collect(w->set[f], w->now, 100);
		break;
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct world w = { .now = 1000 };
	u32 f;

	rosfw_test_fail_after(0);
	w.config = rosfw_config_new();
	for (f = 0; f < ROSFW_FAMILIES; f++)
		w.set[f] = rosfw_addrset_new(f);
	w.marks = rosfw_marks_new();
	while (input_more(&in))
		run(&w, &in);

	rosfw_test_fail_after(0);
	abort_work(&w);
	if (w.ruleset)
		rosfw_ruleset_free(w.ruleset);
	rosfw_config_put(w.config);
	synchronize_rcu();
	for (f = 0; f < ROSFW_FAMILIES; f++)
		rosfw_addrset_free(w.set[f]);
	rosfw_marks_free(w.marks);
	synchronize_rcu();
	BUG_ON(rosfw_test_live());
	BUG_ON(env.counters);
	return 0;
}
