/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Expectations: connections that were announced in the payload of another one, their master.
 *
 * The first packet of such a connection is related, its flag is "expected", and it is translated as was announced and
 * not as rules say. An expectation ends when a connection that met it is confirmed (unless it is permanent), by its
 * timeout, or with its master.
 *
 * Locks: one for all of a namespace; outside of it nothing of the table, inside of it a connection's, then a bucket's.
 * Packets that start a connection look for an expectation under RCU, and only while there are any.
 */
#ifndef _ROSFW_CONNTRACK_EXPECT_H
#define _ROSFW_CONNTRACK_EXPECT_H

#include "conntrack.h"

/* struct rosfw_expect_want.flags */
#define ROSFW_EXPECT_ANY_SRC	0x01U	/* from whatever address; else only from @header.src.addr. Ports never matter */
#define ROSFW_EXPECT_PERMANENT	0x02U	/* any number of connections until it ends */
#define ROSFW_EXPECT_TO_DST	0x04U	/* translate the destination to @to[0] */
#define ROSFW_EXPECT_TO_SRC	0x08U	/* translate the source to @to[1]; with ANY_SRC if it is @header.src.addr */
#define ROSFW_EXPECT_HELPER	0x10U	/* its payload announces others, as @service does */
#define ROSFW_EXPECT_MEDIA	0x20U	/* sound, pictures: a source that the same master announced leaves as that */
#define ROSFW_EXPECT_NEVER	0x40U	/* no packet meets it: it keeps the place, and may know a call */

/* Ports that follow each other in one rosfw_expect_add(). */
#define ROSFW_EXPECT_PORTS_MAX	4U

/* A day: nothing is waited for longer, and nobody registers for longer, but what lives as long as its master. */
#define ROSFW_EXPECT_SECONDS_MAX	(24 * 60 * 60U)

/* Places that are worth trying. */
#define ROSFW_EXPECT_TRIES	1024U

/**
 * struct rosfw_expect_want - what is expected
 * @header: of the first packet, as it arrives; @header.src.id is not compared. GRE: what rosfw_expect_know_call() says,
 *	0: nothing yet
 * @flags: ROSFW_EXPECT_*
 * @to: destination between the NAT points, source as it leaves. An id of 0 in the latter leaves the choice open
 * @seconds: until it is forgotten; 0: it lives as long as its master
 * @call: for rosfw_expect_change(); 0: of none
 * @service: what the connection is for, see struct rosfw_conn_ext
 */
struct rosfw_expect_want {
	struct rosfw_header header;
	struct rosfw_endpoint to[ROSFW_STAGES - 1];
	u32 flags;
	u32 seconds;
	u32 call;
	u8 service;
};

/**
 * rosfw_expect_add() - expect connections
 * @master: who announced them
 * @want: the first; @want->header.dst.id is the port that was found for it afterwards
 * @n: how many: at ports of @want->header.dst and, with TO_DST, @want->to[0] that follow each other. 1 to
 *	ROSFW_EXPECT_PORTS_MAX. All are expected or none
 * @tries: how many ports may be tried: 1: only @want->header.dst.id. Others come behind it, pairs staying pairs
 *
 * The same expectation of the same master is renewed. A master that has too many loses its oldest, one that is not
 * permanent if there is one. RCU read side, without any lock of the table.
 * Return: 0; -EEXIST: others expect all of that; -ENOENT: the master has ended; -ENOSPC: there are too many in this
 * namespace; -ENOMEM.
 */
int rosfw_expect_add(struct rosfw_net *rn, struct rosfw_conn *master, struct rosfw_expect_want *want, u32 n, u32 tries);

/**
 * struct rosfw_expect_select - some of what a connection expects
 * @at: an endpoint; all zero: any
 * @outer: it is what the other side connects to; else what was announced (struct rosfw_expect_want.to)
 * @ends: it is where what is expected comes from, or what it connects to; @outer is not looked at
 * @proto: transport protocol; 0: any
 * @call: of that call; 0: of any
 * @flags: ROSFW_EXPECT_* that they must have
 */
struct rosfw_expect_select {
	struct rosfw_endpoint at;
	bool outer;
	bool ends;
	u8 proto;
	u32 call;
	u32 flags;
};

/* They end in @seconds, 0: now. RCU read side, without any lock of the table. */
void rosfw_expect_change(struct rosfw_net *rn, struct rosfw_conn *master, const struct rosfw_expect_select *select,
			 u32 seconds);

u32 rosfw_expect_count(const struct rosfw_net *rn);

/*
 * A packet of GRE to the call id in @header->dst.id: puts in that of its sender if both were announced. RCU read side.
 * Return: false: nobody knows that call.
 */
bool rosfw_expect_know_call(struct rosfw_conntrack *ct, struct rosfw_header *header);

/* Forgets what a connection expects. Without any lock of the table. */
void rosfw_expect_forget(struct rosfw_net *rn, struct rosfw_conn *master);

#endif /* _ROSFW_CONNTRACK_EXPECT_H */
