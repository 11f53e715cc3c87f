/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rulesets for tests: address lists, rules from text, and packets that walk through what was compiled.
 *
 * A test is between begin() and end(), which says whether memory was left.
 */
#ifndef _ROSFW_TEST_RULESETS_H
#define _ROSFW_TEST_RULESETS_H

#include "packets.h"
#include "tap.h"

static struct rosfw_addrset *sets[ROSFW_FAMILIES];
static struct rosfw_marks *marks;
static u32 skb_mark;		/* of the packet that walks; stays for its next walk */
static u16 conn_mark;		/* of its connection, if its state says that it has one */
static struct rosfw_error err;

static inline void begin(void)
{
	env_reset();
	sets[ROSFW_IPV4] = rosfw_addrset_new(ROSFW_IPV4);
	sets[ROSFW_IPV6] = rosfw_addrset_new(ROSFW_IPV6);
	marks = rosfw_marks_new();
	skb_mark = 0;
	conn_mark = 0;
}

static inline void end(void)
{
	rosfw_addrset_free(sets[ROSFW_IPV4]);
	rosfw_addrset_free(sets[ROSFW_IPV6]);
	rosfw_marks_free(marks);
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
	tap_is(env.counters, 0);
}

static inline int build(struct rosfw_config *c, const struct rosfw_ruleset *prev, bool reuse, struct rosfw_ruleset **rs)
{
	struct rosfw_compile_env world = {
		.addresses = { sets[ROSFW_IPV4], sets[ROSFW_IPV6] }, .marks = marks, .reuse_ifaces = reuse,
	};

	return rosfw_ruleset_build(c, prev, &world, prev ? prev->generation + 1 : 1, rs, &err);
}

static inline void add(struct rosfw_config *c, u32 menu, const char *text)
{
	int ret = item_add(c, menu, text, 0, NULL, &err);

	if (ret)
		tap_fail("%s: %d, %s", text, ret, err.text);
}

static inline void add_address(u32 menu, const char *text)
{
	struct rosfw_item *item = item_parse(menu, text);

	tap_is(rosfw_addrset_add(sets[rosfw_menus[menu].family], item, 0, 100, 1, NULL, &err), 0);
	rosfw_item_put(item);
}

static inline enum rosfw_verdict walk(const struct rosfw_ruleset *rs, u32 menu, u32 chain, const char *packet,
				      struct rosfw_walk *w)
{
	static struct packet p;
	enum rosfw_verdict verdict;

	p = packet_parse(packet);
	*w = (struct rosfw_walk){ .pkt = &p.pkt, .ruleset = rs, .now = 100, .state = p.state,
		.nat_state = p.nat_state, .types = p.types, .mapped = p.mapped, .mark = skb_mark,
		.conn_mark = p.state < ROSFW_STATE_UNTRACKED && p.state != ROSFW_STATE_INVALID ? &conn_mark : NULL };
	rcu_read_lock();
	verdict = rosfw_walk_chain(w, menu, chain);
	rcu_read_unlock();
	skb_mark = w->mark;
	return verdict;
}

#endif /* _ROSFW_TEST_RULESETS_H */
