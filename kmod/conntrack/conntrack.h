/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live connection table of one network namespace.
 *
 * Life of a connection: made and inserted by the first packet of it (PRE_ROUTING or LOCAL_OUT), unconfirmed and with a
 * short life; confirmed when that packet leaves (POST_ROUTING or LOCAL_IN); removed at once when our own rules
 * drop it before that. It ends by its timeout, by its protocol (a new SYN after the close), or by a user.
 *
 * Found under any of its views (core/track/track.h) by one lookup; direction follows from the view's orientation.
 *
 * Locks: lookups under RCU only. A bucket's lock for insert and unlink. The connection's lock for protocol state.
 * Freed after a grace period; a pointer is good until rcu_read_unlock().
 */
#ifndef _ROSFW_CONNTRACK_H
#define _ROSFW_CONNTRACK_H

#include "../rosfw.h"
#include "../core/track/track.h"

#include <linux/rculist_nulls.h>

enum rosfw_dir {
	ROSFW_DIR_ORIG,
	ROSFW_DIR_REPL,
	ROSFW_DIRS
};

/* struct rosfw_conn.status bits, set with atomic bit operations */
enum rosfw_conn_bit {
	ROSFW_CONN_CONFIRMED,
	ROSFW_CONN_SEEN_REPLY,
	ROSFW_CONN_ASSURED,
	ROSFW_CONN_DYING,	/* unlinked, or about to be: lookups pass over it */
};

/**
 * struct rosfw_conn_stat - what one direction did; written by that direction's packets only, under the connection lock
 * @packets: packets on the wire
 * @bytes: of IP
 */
struct rosfw_conn_stat {
	u64 packets;
	u64 bytes;
};

/**
 * struct rosfw_conn - one connection
 * @node: in the bucket of its key
 * @key: its view (one; translations will add more)
 * @id: for users; unique among the live connections of the namespace. Its low bits are those of the key's hash, so it
 *      leads to the bucket, and a connection needs no second index
 * @orient: orientation of packets from the side that opened it
 * @icmp_type: of the first packet
 * @icmp_code: of the first packet
 * @status: bits of enum rosfw_conn_bit
 * @expires: rosfw_now_seconds() at which it is gone; written when it moves by a second or more
 * @lock: protects @track, @stat, changes of @expires
 * @track: protocol state
 * @stat: by enum rosfw_dir
 */
struct rosfw_conn {
	struct hlist_nulls_node node;
	struct rosfw_view_key key;
	u32 id;
	u8 orient;
	u8 icmp_type;
	u8 icmp_code;
	unsigned long status;
	u64 expires;
	spinlock_t lock;	/* track, stat, expires */
	struct rosfw_track track;
	struct rosfw_conn_stat stat[ROSFW_DIRS];
	struct rcu_head rcu;
};

int rosfw_conntrack_module_init(void);
void rosfw_conntrack_module_exit(void);
int rosfw_conntrack_net_init(struct rosfw_net *rn);
/* Hooks are gone and a grace period has passed. */
void rosfw_conntrack_net_exit(struct rosfw_net *rn);

/**
 * rosfw_conntrack_track() - account for one packet where it enters: find or make its connection, advance its state
 * @rn: namespace
 * @pkt: parsed packet
 * @total: bytes of it, for the packet that an ICMP error quotes
 * @conn: out: the connection it belongs to, NULL if it belongs to none (an ICMP error belongs to none, it is
 *        related to one). Good until rcu_read_unlock()
 *
 * RCU read side, softirq or process context with bottom halves off or on.
 * Return: enum rosfw_conn_state of the packet.
 */
u8 rosfw_conntrack_track(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_conn **conn);

/**
 * rosfw_conntrack_state() - the same answer for a packet that was accounted for already, without any effect
 *
 * Parameters, context and result as for rosfw_conntrack_track().
 */
u8 rosfw_conntrack_state(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_conn **conn);

/* The packet leaves: its connection is real from now on. */
void rosfw_conntrack_confirm(struct rosfw_net *rn, struct rosfw_conn *conn);
/* Our rules dropped the packet: forget its connection unless an earlier packet of it left. */
void rosfw_conntrack_dropped(struct rosfw_net *rn, struct rosfw_conn *conn);

/* Control path. */
bool rosfw_conntrack_remove(struct rosfw_net *rn, enum rosfw_family family, u32 id);

/**
 * rosfw_conntrack_walk() - visit live connections of one family, by ascending id
 * @pos: where to go on, 0 to start. Stays good for any time and whatever happens to the table: a connection that lives
 *       through the whole walk is visited exactly once
 * @visit: called under the RCU read lock; anything but 0 stops the walk, and the next call visits this one again
 *
 * Return: 0 at the end, else what @visit returned.
 */
int rosfw_conntrack_walk(struct rosfw_net *rn, enum rosfw_family family, u32 *pos,
			 int (*visit)(struct rosfw_conn *conn, void *arg), void *arg);

/* The live connection with that id, NULL if there is none. RCU read side. */
struct rosfw_conn *rosfw_conntrack_find_id(struct rosfw_net *rn, enum rosfw_family family, u32 id);

/* Seconds left at @now; 0 = expired. */
static inline u32 rosfw_conn_left(const struct rosfw_conn *conn, u64 now)
{
	u64 expires = READ_ONCE(conn->expires);

	return expires > now ? expires - now : 0;
}

#endif /* _ROSFW_CONNTRACK_H */
