/* SPDX-License-Identifier: GPL-2.0-only */
/* What tests of address sets share: entries from text, questions with the reader's lock, an end that leaves nothing. */
#ifndef _ROSFW_TEST_ADDRSET_H
#define _ROSFW_TEST_ADDRSET_H

#include "items.h"
#include "tap.h"

#define A4	ROSFW_MENU_IP_ADDRESS_LIST
#define A6	ROSFW_MENU_IPV6_ADDRESS_LIST

static struct rosfw_error err;

static inline struct rosfw_addr addr(const char *s)
{
	bool v6 = strchr(s, ':');
	struct rosfw_addr a;
	u8 bytes[16];

	item_ip(v6, s, bytes);
	rosfw_addr_load(&a, v6 ? ROSFW_IPV6 : ROSFW_IPV4, bytes);
	return a;
}

static inline int add(struct rosfw_addrset *set, u32 menu, const char *text, u32 born, u64 now, struct rosfw_entry **e)
{
	struct rosfw_item *item = item_parse(menu, text);
	int ret;

	if (!item)
		return -ENOMEM;
	ret = rosfw_addrset_add(set, item, born, now, env.wallclock, e, &err);
	rosfw_item_put(item);
	return ret;
}

static inline bool match(struct rosfw_addrset *set, const char *list, const char *address, u32 gen, u64 now)
{
	struct rosfw_addrlist *l = rosfw_addrset_list_get(set, list);
	struct rosfw_addr a = addr(address);
	bool in;

	rcu_read_lock();
	in = rosfw_addrset_match(set, l, &a, gen, now);
	rcu_read_unlock();
	rosfw_addrset_list_put(set, l);
	return in;
}

static inline int dynamic_at(struct rosfw_addrset *set, const char *list, const char *address, u32 timeout, u32 gen, u64 now)
{
	struct rosfw_addrlist *l = rosfw_addrset_list_get(set, list);
	struct rosfw_addr a = addr(address);
	int ret;

	rcu_read_lock();
	ret = rosfw_addrset_add_dynamic(set, l, &a, timeout, gen, now, env.wallclock);
	rcu_read_unlock();
	rosfw_addrset_list_put(set, l);
	return ret;
}

static inline struct rosfw_entry *next(struct rosfw_addrset *set, u32 id, u32 gen, u64 now)
{
	struct rosfw_entry *e;

	rcu_read_lock();
	e = rosfw_addrset_next(set, id, gen, now);
	rcu_read_unlock();
	return e;
}

static inline struct rosfw_entry *find(struct rosfw_addrset *set, u32 id, u32 gen)
{
	struct rosfw_entry *e;

	rcu_read_lock();
	e = rosfw_addrset_find(set, id, gen);
	rcu_read_unlock();
	return e;
}

/* The set is gone and left nothing. */
static inline void done(struct rosfw_addrset *set)
{
	rosfw_addrset_free(set);
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

#endif /* _ROSFW_TEST_ADDRSET_H */
