/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers of marks: connection-mark, packet-mark and routing-mark. Names are compiled to their numbers; those of
 * routing marks are of routing tables. And of priorities: priority, ingress-priority.
 *
 * What has no mark, or no connection that could have one, is "no-mark". What has no routing mark is routed by "main".
 *
 * The priority that rules have given a packet is kept with its marks. That of the frame is the kernel's, which rules
 * leave alone as long as it can be asked for; where it is not known, it is 0.
 */
#ifndef _ROSFW_MATCH_MARK_H
#define _ROSFW_MATCH_MARK_H

#include "match.h"

static inline enum rosfw_mark_kind rosfw_mark_kind_of(u16 prop)
{
	switch (prop) {
	case ROSFW_A_CONNECTION_MARK:
	case ROSFW_A_NEW_CONNECTION_MARK:
		return ROSFW_MARK_CONNECTION;
	default:
		return ROSFW_MARK_PACKET;
	}
}

/* The number of the mark that the value names, held by the program; 0: no mark. */
static inline int rosfw_compile_mark_name(struct rosfw_compile *c, const struct rosfw_value *v, u16 *id)
{
	enum rosfw_mark_kind kind = rosfw_mark_kind_of(v->prop);
	const char *name = (const char *)v->data;
	int ret;

	*id = 0;
	if (!strcmp(name, ROSFW_NO_MARK))
		return 0;
	ret = rosfw_marks_get(c->env->marks, kind, name, id);
	if (ret == -ENOSPC)
		return rosfw_refuse(c->err, ret, v->prop,
				    "too many different marks: there can be 4095 for packets, and 65535 for connections");
	return ret ? rosfw_refuse_memory(c->err) : 0;
}

static inline int rosfw_compile_mark(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	u16 id;
	int ret = rosfw_compile_mark_name(c, v, &id);

	cond->u.bits = id;
	return ret;
}

/*
 * The number of the routing table that the value names. The configuration was checked: it is there, and has this number
 * as long as the rule names it.
 */
static inline int rosfw_compile_table(struct rosfw_compile *c, const struct rosfw_value *v, u16 *number)
{
	const struct rosfw_item *table = rosfw_config_table(c->config, (const char *)v->data);

	if (!table)
		return rosfw_refuse(c->err, -ENOENT, v->prop, "there is no such routing table");
	*number = table->number;
	return 0;
}

/* routing-mark and routing-table. */
static inline int rosfw_compile_routing_mark(struct rosfw_compile *c, const struct rosfw_value *v,
					     struct rosfw_cond *cond)
{
	u16 number = 0;
	int ret = rosfw_compile_table(c, v, &number);

	cond->u.bits = number;
	return ret;
}

static __always_inline u32 rosfw_packet_mark(u32 mark)
{
	return (mark & ROSFW_SKB_PACKET_MARK) >> ROSFW_SKB_PACKET_SHIFT;
}

static __always_inline bool rosfw_match_connection_mark(const struct rosfw_cond *cond, const struct rosfw_walk *w)
{
	return ((w->conn_mark ? READ_ONCE(*w->conn_mark) : 0) == cond->u.bits) != cond->negated;
}

static __always_inline bool rosfw_match_packet_mark(const struct rosfw_cond *cond, const struct rosfw_walk *w)
{
	return (rosfw_packet_mark(w->mark) == cond->u.bits) != cond->negated;
}

static __always_inline bool rosfw_match_routing_mark(const struct rosfw_cond *cond, const struct rosfw_walk *w)
{
	return ((w->mark & ROSFW_SKB_ROUTING_MARK) == cond->u.bits) != cond->negated;
}

static inline int rosfw_compile_priority(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.bits = *v->data;
	return 0;
}

static __always_inline bool rosfw_match_priority(const struct rosfw_cond *cond, const struct rosfw_walk *w)
{
	return (rosfw_walk_priority(w) == cond->u.bits) != cond->negated;
}

static inline bool rosfw_match_ingress_priority(const struct rosfw_cond *cond, const struct rosfw_walk *w)
{
	return (rosfw_env_ingress_priority(w) == cond->u.bits) != cond->negated;
}

#endif /* _ROSFW_MATCH_MARK_H */
