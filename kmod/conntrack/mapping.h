/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mappings of endpoint-independent NAT: which public endpoint an internal one has, whatever it speaks to, and so who is
 * behind a public one. UDP over IPv4 only.
 *
 * Life: a mapping is made with the first connection that uses it and ends with the last. It is known by its internal
 * endpoint and its public address, so a client behind two uplinks has one for each; and by its public endpoint, which
 * no two mappings share.
 * Locks: one for changes, inside a connection's lock; lookups under RCU only.
 */
#ifndef _ROSFW_CONNTRACK_MAPPING_H
#define _ROSFW_CONNTRACK_MAPPING_H

#include <linux/rhashtable.h>

#include "conntrack.h"

/**
 * struct rosfw_mappings - those of one namespace
 * @lock: protects all of this, and the users of a mapping
 * @count: how many there are; packets read it to know whether to look at all
 * @by_inner: by internal endpoint and public address
 * @by_outer: by public endpoint
 */
struct rosfw_mappings {
	spinlock_t lock;	/* mappings */
	u32 count;
	struct rhashtable by_inner;
	struct rhashtable by_outer;
};

/* ---- packets; RCU read side. Headers may be of any protocol and family, but only UDP over IPv4 has mappings ---- */

/* The public endpoint at the address @outer of who sends @header. */
bool rosfw_mapping_of_inner(struct rosfw_net *rn, const struct rosfw_header *header, struct rosfw_endpoint *outer);

/* Who is behind the destination of @header. */
bool rosfw_mapping_of_outer(struct rosfw_net *rn, const struct rosfw_header *header, struct rosfw_endpoint *inner);

/* Is there any at all? */
bool rosfw_mapping_any(const struct rosfw_net *rn);

/* Is the source of @header the public endpoint of somebody else than @inner? */
bool rosfw_mapping_is_foreign(struct rosfw_net *rn, const struct rosfw_header *header,
			      const struct rosfw_endpoint *inner);

/**
 * rosfw_conn_map() - a connection uses a mapping from now on; it is made if there is none
 * @rn: namespace
 * @conn: the connection
 * @stage: ROSFW_STAGE_LEAVES: its source is translated; ROSFW_STAGE_BETWEEN: its destination. Before it is decided
 * @inner: internal endpoint
 * @outer: public endpoint
 *
 * Return: 0; -EALREADY: another packet has decided that stage; -EEXIST: @outer is somebody else's, or @inner has
 * another at that address: look again; -ENOMEM; -ENOENT: the connection has ended.
 */
int rosfw_conn_map(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage,
		   const struct rosfw_endpoint *inner, const struct rosfw_endpoint *outer);

/* It does not, after all; no effect once the stage is decided. */
void rosfw_conn_unmap(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage);

/* ---- for the table ---- */

int rosfw_mappings_init(struct rosfw_mappings *m);
void rosfw_mappings_exit(struct rosfw_mappings *m);	/* all connections have ended */
/* The end of a connection that has an extension: nobody changes that any more. */
void rosfw_mapping_end_user(struct rosfw_mappings *m, struct rosfw_conn *conn);

#endif /* _ROSFW_CONNTRACK_MAPPING_H */
