/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers of interfaces: in-interface, out-interface, in-interface-list, out-interface-list; and of ports of bridges:
 * in-bridge-port, out-bridge-port, in-bridge-port-list, out-bridge-port-list.
 *
 * Names are resolved when the program is made, and it is made again when interfaces change. A packet without such an
 * interface or port (0) has none of the names and is in none of the lists, so that negated conditions are fulfilled.
 * What comes in by a slave, such as the port of a bridge, comes in by its master: a rule cannot be about a slave.
 */
#ifndef _ROSFW_MATCH_IFACE_H
#define _ROSFW_MATCH_IFACE_H

#include "match.h"

static inline bool rosfw_is_bridge_port_op(u16 op)
{
	return op == ROSFW_A_IN_BRIDGE_PORT || op == ROSFW_A_OUT_BRIDGE_PORT || op == ROSFW_A_IN_BRIDGE_PORT_LIST ||
	       op == ROSFW_A_OUT_BRIDGE_PORT_LIST;
}

static inline void rosfw_note_iface_use(struct rosfw_compile *c, u16 op)
{
	c->program->uses_ifaces = true;
	if (op == ROSFW_A_IN_BRIDGE_PORT || op == ROSFW_A_IN_BRIDGE_PORT_LIST)
		c->program->uses_bridge_ports = true;
}

static inline int rosfw_compile_iface(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	bool slave;

	rosfw_note_iface_use(c, v->prop);
	cond->u.ifindex = rosfw_env_ifindex(c->env->world, (const char *)v->data, &slave);
	if (!cond->u.ifindex)
		c->invalid = "interface does not exist";
	else if (slave && !rosfw_is_bridge_port_op(v->prop))
		c->invalid = "in/out-interface matcher not possible when interface is slave - use master instead";
	return 0;
}

static __always_inline bool rosfw_match_iface(const struct rosfw_cond *cond, u32 ifindex)
{
	return (ifindex == cond->u.ifindex) != cond->negated;
}

static inline int rosfw_compile_iface_list(struct rosfw_compile *c, const struct rosfw_value *v,
					   struct rosfw_cond *cond)
{
	const struct rosfw_ifset *set;
	int ret;

	rosfw_note_iface_use(c, v->prop);
	if (!*c->ifsets) {
		ret = rosfw_ifsets_build(c->config, c->env->world, c->ifsets, c->err);
		if (ret)
			return ret;
	}
	if (!c->program->ifsets)
		c->program->ifsets = rosfw_ifsets_get(*c->ifsets);
	set = rosfw_ifsets_find(*c->ifsets, (const char *)v->data);
	if (!set) {
		c->invalid = "interface list does not exist";
		return 0;
	}
	cond->u.ifs = set->ifindex;
	cond->n = set->n;
	cond->flags = set->any ? ROSFW_COND_ANY : 0;
	return 0;
}

static __always_inline bool rosfw_match_iface_list(const struct rosfw_cond *cond, u32 ifindex)
{
	bool in = cond->flags & ROSFW_COND_ANY ? ifindex != 0 : rosfw_ifset_has(cond->u.ifs, cond->n, ifindex);

	return in != cond->negated;
}

#endif /* _ROSFW_MATCH_IFACE_H */
