// SPDX-License-Identifier: GPL-2.0-only
/*
 * Policy rules of the kernel ("ip rule"), which lead packets with a routing mark to the kernel's table of that number.
 *
 * Ours have a protocol number of their own, by which they are found again; nobody else's is touched. They are made to
 * agree with the routing tables as a whole, so that what is missing comes back, whoever removed it.
 * A table without a route for a packet is no answer: the kernel goes on to main. Locks: the caller's transaction.
 */
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/rule.h>
#include <sys/socket.h>

#include "tool.h"

#define PROTOCOL	82	/* of rules that rosfwctl made */
#define PRIORITY	100	/* behind "local", before main and what else there may be */

/**
 * struct policy - the rules of one family
 * @sk: rtnetlink
 * @family: AF_INET, AF_INET6
 * @wanted: by number of the routing table: a rule shall lead there
 * @there: by number: it is there
 */
struct policy {
	struct nl_sock *sk;
	int family;
	bool wanted[ROSFW_SKB_ROUTING_MARK + 1];
	bool there[ROSFW_SKB_ROUTING_MARK + 1];
};

static struct rtnl_rule *rule_of(int family, u32 number)
{
	struct rtnl_rule *rule = rtnl_rule_alloc();

	if (!rule)
		return NULL;
	rtnl_rule_set_family(rule, family);
	rtnl_rule_set_prio(rule, PRIORITY);
	rtnl_rule_set_mark(rule, number);
	rtnl_rule_set_mask(rule, ROSFW_SKB_ROUTING_MARK);
	rtnl_rule_set_table(rule, ROSFW_KERNEL_TABLE + number);
	rtnl_rule_set_action(rule, FR_ACT_TO_TBL);
	rtnl_rule_set_protocol(rule, PROTOCOL);
	return rule;
}

/* The number of the table that a rule of ours leads to; 0: not as we make them. */
static u32 number_of(struct rtnl_rule *rule)
{
	u32 mark = rtnl_rule_get_mark(rule);

	if (!mark || mark > ROSFW_SKB_ROUTING_MARK || rtnl_rule_get_mask(rule) != ROSFW_SKB_ROUTING_MARK ||
	    rtnl_rule_get_table(rule) != ROSFW_KERNEL_TABLE + mark || rtnl_rule_get_prio(rule) != PRIORITY)
		return 0;
	return mark;
}

/* Removes those of ours that nobody wants, and notes the others. Return 0 or an error of libnl. */
static int remove_unwanted(struct policy *p)
{
	struct nl_cache *cache;
	struct nl_object *o;
	u8 protocol;
	int rc = rtnl_rule_alloc_cache(p->sk, p->family, &cache);

	if (rc < 0)
		return rc;
	for (o = nl_cache_get_first(cache); o && rc >= 0; o = nl_cache_get_next(o)) {
		struct rtnl_rule *rule = (struct rtnl_rule *)o;
		u32 number = number_of(rule);

		if (rtnl_rule_get_family(rule) != p->family || rtnl_rule_get_protocol(rule, &protocol) < 0 ||
		    protocol != PROTOCOL)
			continue;
		if (number && p->wanted[number] && !p->there[number]) {
			p->there[number] = true;
			continue;
		}
		rc = rtnl_rule_delete(p->sk, rule, 0);
		if (rc == -NLE_OBJ_NOTFOUND)
			rc = 0;
	}
	nl_cache_free(cache);
	return rc < 0 ? rc : 0;
}

static int add_missing(struct policy *p)
{
	struct rtnl_rule *rule;
	int rc = 0;
	u32 i;

	for (i = 1; i <= ROSFW_SKB_ROUTING_MARK && rc >= 0; i++) {
		if (!p->wanted[i] || p->there[i])
			continue;
		rule = rule_of(p->family, i);
		rc = rule ? rtnl_rule_add(p->sk, rule, NLM_F_CREATE | NLM_F_EXCL) : -NLE_NOMEM;
		rtnl_rule_put(rule);
		if (rc == -NLE_EXIST)
			rc = 0;
	}
	return rc < 0 ? rc : 0;
}

static void read_tables(struct policy *p, const struct rows *tables)
{
	u32 i, number;

	for (i = 0; i < tables->n; i++) {
		const struct row *row = &tables->row[i];

		number = rosfw_item_u32(row->item, ROSFW_A_KERNEL_TABLE, 0) - ROSFW_KERNEL_TABLE;
		if (number && number <= ROSFW_SKB_ROUTING_MARK && rosfw_item_bool(row->item, ROSFW_A_FIB) &&
		    !rosfw_item_bool(row->item, ROSFW_A_DISABLED))
			p->wanted[number] = true;
	}
}

int policy_install(const struct rows *tables, struct refusal *r)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct nl_sock *sk = nl_socket_alloc();
	int rc = sk ? nl_connect(sk, NETLINK_ROUTE) : -NLE_NOMEM;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(families) && rc >= 0; i++) {
		struct policy *p = calloc(1, sizeof(*p));

		if (!p) {
			rc = -NLE_NOMEM;
			break;
		}
		p->sk = sk;
		p->family = families[i];
		read_tables(p, tables);
		rc = remove_unwanted(p);
		if (rc >= 0)
			rc = add_missing(p);
		free(p);
		/* A kernel without IPv6. */
		if (families[i] == AF_INET6 && (rc == -NLE_AF_NOSUPPORT || rc == -NLE_OPNOTSUPP))
			rc = 0;
	}
	nl_socket_free(sk);
	if (rc >= 0)
		return 0;
	refuse(r, -1, "the policy rules that lead to routing tables cannot be installed: %s", nl_geterror(rc));
	return rc == -NLE_PERM ? -EPERM : -EIO;
}
