// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a rule to the translation that it wants.
 *
 * Pure functions over a published program; no locks.
 */
#include "nat.h"

static u8 kind_of(u8 action)
{
	switch (action) {
	case ROSFW_ACTION_NETMAP:
		return ROSFW_NAT_PREFIX;
	case ROSFW_ACTION_SAME:
	case ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT:
		return ROSFW_NAT_SAME;
	default:
		return ROSFW_NAT_RANGE;
	}
}

/*
 * The first port of the one range of destination ports that the rule matches, if that is as large as the one that it
 * maps to: then people mean the first port by the first, the second by the second. Else 0.
 */
static u16 port_base(const struct rosfw_program *program, const struct rosfw_rule *rule)
{
	const struct rosfw_cond *cond = &program->conds[rule->first];
	const struct rosfw_nat_rule *nat = rule->nat;
	u32 i;

	if (!(nat->flags & ROSFW_NAT_PORTS) || nat->port_from == nat->port_to)
		return 0;
	for (i = 0; i < rule->nconds; i++, cond++) {
		if (cond->op == ROSFW_A_DST_PORT && !cond->negated && cond->n == 1 &&
		    cond->u.port[0].to - cond->u.port[0].from == nat->port_to - nat->port_from)
			return cond->u.port[0].from;
	}
	return 0;
}

void rosfw_nat_want(const struct rosfw_program *program, const struct rosfw_rule *rule, enum rosfw_nat_side side,
		    struct rosfw_nat_want *want)
{
	const struct rosfw_nat_rule *nat = rule->nat;

	*want = (struct rosfw_nat_want){
		.side = side,
		.kind = kind_of(nat->action),
		.flags = nat->flags,
		.prefix_len = nat->prefix_len,
		.port_from = nat->port_from,
		.port_to = nat->port_to,
		.port_base = side == ROSFW_NAT_DST ? port_base(program, rule) : 0,
		.from = nat->from,
		.to = nat->to,
	};
	/* The mapping of a client is the same for all destinations, so its address is as well. */
	if (nat->action == ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT)
		want->flags |= ROSFW_NAT_NOT_BY_DST;
}
