/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Clients of hotspots, and the matcher that asks about them: hotspot.
 *
 * Who is a client, by which server (its interface), and whether he may, says a table of the configuration; a portal
 * that lets people in changes it. A ruleset has it as an array, sorted by address.
 * Life: made and freed with the ruleset. Locks: none; constant.
 */
#ifndef _ROSFW_MATCH_HOTSPOT_H
#define _ROSFW_MATCH_HOTSPOT_H

#include "match.h"

/**
 * struct rosfw_hotspot_host - one client
 * @addr: its IPv4 address
 * @ifindex: interface of the server, 0: there is none of that name now
 * @authorized: he has logged in
 */
struct rosfw_hotspot_host {
	u32 addr;
	u32 ifindex;
	bool authorized;
};

struct rosfw_hotspot {
	u32 n;
	struct rosfw_hotspot_host host[];	/* by ascending addresses */
};

/* *@out: NULL if there are no clients. 0 or -ENOMEM with @err. May sleep. */
int rosfw_hotspot_build(const struct rosfw_config *config, void *world, struct rosfw_hotspot **out,
			struct rosfw_error *err);

static inline int rosfw_compile_hotspot(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	/* The table is made again when interfaces change. */
	c->program->uses_ifaces = true;
	memcpy(&cond->u.tcp, v->data, sizeof(cond->u.tcp));
	return 0;
}

/* All conditions that are listed have to be as they are written. Without clients none is fulfilled. */
bool rosfw_match_hotspot(const struct rosfw_cond *cond, const struct rosfw_walk *walk);

#endif /* _ROSFW_MATCH_HOTSPOT_H */
