/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live connection table of one network namespace.
 *
 * Life of a connection: made and inserted by the first packet of it (PRE_ROUTING or LOCAL_OUT), unconfirmed and with a
 * short life; confirmed when that packet leaves (POST_ROUTING or LOCAL_IN); removed at once when our own rules
 * drop it before that. It ends by its timeout, by its protocol (a new SYN after the close), or by a user.
 *
 * Views. On its way through the router a connection has up to three headers (enum rosfw_stage). Each distinct one is a
 * view in the table (core/track/track.h), so any packet, at any hook, in either direction, is found by one lookup of
 * its own header; direction follows from the view's orientation. The first view lies in the connection, the other
 * two in an extension that only translated connections have. No two live connections have a view in common, but for
 * one case: what enters and looks like what another connection sends after translation is one of its own
 * (ROSFW_CONN_CLASH). It leaves with another header, and where a packet is seen tells the two apart.
 *
 * Locks: lookups under RCU only. The connection's lock for protocol state, counters, status, and what it is translated
 * to; inside it a bucket's lock to link a view. Freed after a grace period; a pointer is good until rcu_read_unlock().
 */
#ifndef _ROSFW_CONNTRACK_H
#define _ROSFW_CONNTRACK_H

#include "../rosfw.h"
#include "../core/track/track.h"

#include <linux/llist.h>

enum rosfw_dir {
	ROSFW_DIR_ORIG,
	ROSFW_DIR_REPL,
	ROSFW_DIRS
};

/**
 * enum rosfw_stage - where on its way through the router a packet of the original direction is; replies go backwards
 * @ROSFW_STAGE_ARRIVES: as its sender made it
 * @ROSFW_STAGE_BETWEEN: between the NAT points: behind dstnat, before srcnat; what filter rules see
 * @ROSFW_STAGE_LEAVES: as it leaves
 */
enum rosfw_stage {
	ROSFW_STAGE_ARRIVES,
	ROSFW_STAGE_BETWEEN,
	ROSFW_STAGE_LEAVES,
	ROSFW_STAGES
};

/**
 * enum rosfw_seen - where a packet is seen, and so which of its connection's headers it has
 * @ROSFW_SEEN_ENTERING: in front of the first NAT point: originals as they arrive, replies as an original leaves
 * @ROSFW_SEEN_INSIDE: between the NAT points
 * @ROSFW_SEEN_LEAVING: behind the second: originals as they leave, replies as an original arrives
 * @ROSFW_SEEN_ANYWHERE: no matter
 *
 * A packet may come by twice, and then has the header of a place where it has been before. So this is what is looked
 * for first, not what is asked for; but for what enters as another connection leaves.
 */
enum rosfw_seen {
	ROSFW_SEEN_ENTERING,
	ROSFW_SEEN_INSIDE,
	ROSFW_SEEN_LEAVING,
	ROSFW_SEEN_ANYWHERE,
};

/* struct rosfw_conn.status; changed under the connection's lock */
#define ROSFW_CONN_CONFIRMED		0x01U
#define ROSFW_CONN_SEEN_REPLY		0x02U
#define ROSFW_CONN_ASSURED		0x04U
#define ROSFW_CONN_DYING		0x08U	/* over: no lookup finds it, no views are added, counters are closed */
#define ROSFW_CONN_DST_DECIDED		0x10U	/* what it is between the NAT points will not change any more */
#define ROSFW_CONN_SRC_DECIDED		0x20U	/* the same for how it leaves */
#define ROSFW_CONN_DSTNAT		0x40U	/* its destination changes at the first NAT point */
#define ROSFW_CONN_SRCNAT		0x80U	/* its source changes at the second */
#define ROSFW_CONN_EXPECTED		0x100U	/* another one announced it, see expect.h */
#define ROSFW_CONN_EXPECTING		0x200U	/* it may have announced others */
#define ROSFW_CONN_CLASH		0x400U	/* another one leaves as it arrives: it has to leave otherwise */
#define ROSFW_CONN_EIN_SNAT		0x800U	/* its source by endpoint-independent-nat, see mapping.h */
#define ROSFW_CONN_EIN_DNAT		0x1000U	/* its destination */
#define ROSFW_CONN_FASTTRACK		0x2000U	/* packets may pass by the rules: @ext->fast is there */
#define ROSFW_CONN_HELPER_LIFE		0x4000U	/* how long it lives says rosfw_helper_life() */
#define ROSFW_CONN_RATED		0x8000U	/* its speed is measured: @ext->rate is there */

/* Above these: bits for the blocks of addresses that it is counted in, see block.c. */
#define ROSFW_CONN_COUNTED_SHIFT	16

/**
 * struct rosfw_view - one header of a connection, in the bucket of its key
 * @next: the next of the chain, or the mark at its end, which is odd
 * @key: what it is found by. @key.tag: enum rosfw_stage and ROSFW_VIEW_TURNED. @key.place: where it is in the table;
 *	of a connection's first view, also the connection's id
 *
 * The last member of what it is in: an IPv4 connection has memory only for a part of the key.
 */
struct rosfw_view {
	struct rosfw_view *next;
	struct rosfw_view_key key;
};

#define ROSFW_VIEW_STAGE	0x03U
#define ROSFW_VIEW_TURNED	0x04U	/* orientation of the original direction is 1 */

/**
 * struct rosfw_conn_stat - what one direction did; under the connection's lock
 * @packets: packets on the wire
 * @bytes: of IP
 */
struct rosfw_conn_stat {
	u64 packets;
	u64 bytes;
};

/**
 * struct rosfw_conn - one connection
 * @stat: by enum rosfw_dir; not while it is dying
 * @dead: links those that wait for their grace period
 * @track: protocol state
 * @ext: what not every connection has; NULL at first, never changes again
 * @lock: protects all of this but @view, which has its bucket's
 * @status: ROSFW_CONN_*
 * @expires: rosfw_now_seconds() at which it is gone; written when it moves by a second or more
 * @mark: number of its mark, 0: none. Set by rules at any time, without the lock
 * @icmp_code: of the first packet; its type is @view.key.kind
 * @view: as it arrives
 *
 * What a lookup reads is at the end, beside the view.
 */
struct rosfw_conn {
	union {
		struct rosfw_conn_stat stat[ROSFW_DIRS];
		struct llist_node dead;
	};
	struct rosfw_track track;
	struct rosfw_conn_ext *ext;
	spinlock_t lock;	/* stat, track, ext, status, expires */
	u32 status;
	u32 expires;
	u16 mark;
	u8 icmp_code;
	struct rosfw_view view;
};

struct rosfw_conn_rate;
struct rosfw_expect;
struct rosfw_fast;
struct rosfw_helper;

/**
 * struct rosfw_conn_ext - what a connection needs only if it is translated, announces others or was announced
 * @conn: whose it is
 * @own: bits 1 << enum rosfw_stage: stages whose header is not that of the stage before: @view is valid
 * @linked: bits 1 << enum rosfw_stage: views that are in the table. A header that comes back is there already
 * @service: whose helper it has, or announced it: 0, or enum rosfw_service + 1
 * @wanted: of one that was expected: ROSFW_EXPECT_*
 * @nexpects: length of @expects
 * @masquerade: interface whose address it has because of a masquerade, 0: none
 * @to: of one that was expected: see struct rosfw_expect_want
 * @fast: for FastTrack: NULL at first, never changes again
 * @rate: how fast it is: NULL at first, never changes again; under its lock
 * @expects: what it announced; under the lock of expectations
 * @met: of one that was expected and is not confirmed: the expectation that it ends; under the same lock
 * @helper: what reads its payload, NULL: nobody; does not change once it is set. See helper.h
 * @mapping: by stage less one: what endpoint-independent-nat keeps while it lives
 * @view: of ROSFW_STAGE_BETWEEN and ROSFW_STAGE_LEAVES
 */
struct rosfw_conn_ext {
	struct rosfw_conn *conn;
	struct rosfw_fast *fast;
	struct rosfw_conn_rate *rate;
	u8 own;
	u8 linked;
	u8 service;
	u8 wanted;
	u32 nexpects;
	u32 masquerade;
	struct rosfw_endpoint to[ROSFW_STAGES - 1];
	struct hlist_head expects;
	struct rosfw_expect *met;
	struct rosfw_helper *helper;
	struct rosfw_mapping *mapping[ROSFW_STAGES - 1];
	struct rosfw_view view[ROSFW_STAGES - 1];
};

static inline u32 rosfw_conn_id(const struct rosfw_conn *conn)
{
	return conn->view.key.place;
}

static inline enum rosfw_family rosfw_conn_family(const struct rosfw_conn *conn)
{
	return conn->view.key.family;
}

/**
 * struct rosfw_found - what tracking says of a packet
 * @conn: its connection; NULL if it belongs to none. Good until rcu_read_unlock()
 * @state: enum rosfw_conn_state
 * @dir: enum rosfw_dir; an ICMP error goes against the packet that it quotes
 * @quoted: an ICMP error: @conn is that of the quoted packet, and the error is not counted in it
 */
struct rosfw_found {
	struct rosfw_conn *conn;
	u8 state;
	u8 dir;
	bool quoted;
};

int rosfw_conntrack_module_init(void);
void rosfw_conntrack_module_exit(void);
int rosfw_conntrack_net_init(struct rosfw_net *rn);
/* Hooks are gone and a grace period has passed. */
void rosfw_conntrack_net_exit(struct rosfw_net *rn);

/* ---- packets; RCU read side, softirq or process context with bottom halves off or on ---- */

/**
 * rosfw_conntrack_track() - account for one packet where it enters: find or make its connection, advance its state
 * @rn: namespace
 * @pkt: parsed packet
 * @total: bytes of it, for the packet that an ICMP error quotes
 * @found: out
 */
void rosfw_conntrack_track(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_found *found);

/* The same answer for a packet that was accounted for already, without any effect. */
void rosfw_conntrack_state(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, enum rosfw_seen seen,
			   struct rosfw_found *found);

/*
 * Which connection is it about? For packets that the router sends as an answer to one of that connection, in the middle
 * of handling it: they are related, and no part of it (@found->quoted).
 */
void rosfw_conntrack_answer(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_found *found);

/* A number to keep with what is found after that. */
unsigned long rosfw_conntrack_epoch(const struct rosfw_net *rn);
/*
 * The same answer for a packet that was found to be part of @found->conn since @epoch, if that connection goes on:
 * what has ended, even if its memory is another's by now, gives false. Such a packet was judged then.
 */
bool rosfw_conntrack_again(const struct rosfw_net *rn, unsigned long epoch, struct rosfw_found *found);

/* The packet leaves: its connection is real from now on. */
void rosfw_conntrack_confirm(struct rosfw_net *rn, struct rosfw_conn *conn);
/* Our rules dropped the packet: forget its connection unless an earlier packet of it left. */
void rosfw_conntrack_dropped(struct rosfw_net *rn, struct rosfw_conn *conn);

/* ---- translation; RCU read side ---- */

/* The header of the original direction in that stage. The reply's is the reverse. */
void rosfw_conn_header(const struct rosfw_conn *conn, enum rosfw_stage stage, struct rosfw_header *header);

/* ROSFW_STAGE_ARRIVES was decided by the packet. */
bool rosfw_conn_stage_decided(const struct rosfw_conn *conn, enum rosfw_stage stage);

/**
 * rosfw_conn_set_stage() - decide once and for all what a connection looks like behind a NAT point
 * @rn: namespace
 * @conn: the connection
 * @stage: ROSFW_STAGE_BETWEEN (dstnat) or ROSFW_STAGE_LEAVES (srcnat). Deciding the latter decides the former too, if
 *	that is still open: no translation there
 * @header: of the original direction, family and protocol of the connection. The one of the stage before means no
 *	translation; that always succeeds, unless it is that of a ROSFW_CONN_CLASH
 *
 * Return: 0; -EALREADY: another packet decided meanwhile, use what is there; -EEXIST: a live connection has a view of
 * that header, perhaps this one in the other direction: choose another; -ENOMEM; -ENOENT: the connection has ended.
 */
int rosfw_conn_set_stage(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage,
			 const struct rosfw_header *header);

/*
 * The same with the header of the stage before, for a connection without ROSFW_CONN_CLASH: that cannot fail, unless
 * another packet decided meanwhile or the connection has ended, in both of which cases this packet goes on.
 */
void rosfw_conn_keep_stage(struct rosfw_conn *conn, enum rosfw_stage stage);

/**
 * rosfw_conn_wanted() - what who announced a connection wants of a NAT point
 * @stage: ROSFW_STAGE_BETWEEN: the destination; ROSFW_STAGE_LEAVES: the source
 * @to: out; an id of 0: any, and that of a source is only a wish
 *
 * Return: false if nothing is wanted: rules decide.
 */
bool rosfw_conn_wanted(const struct rosfw_conn *conn, enum rosfw_stage stage, struct rosfw_endpoint *to);

/*
 * It is about to be translated to an address of that interface, and is to end when the interface loses it. Before
 * rosfw_conn_set_stage(). 0, -ENOMEM, or -ENOENT: the connection has ended.
 */
int rosfw_conn_set_masquerade(struct rosfw_conn *conn, u32 ifindex);

/*
 * Forgets the masqueraded connections of an interface (0: of every one): all (@addr NULL), or those of a family that
 * have this address as they leave. May sleep.
 */
void rosfw_conntrack_unmasquerade(struct rosfw_net *rn, u32 ifindex, enum rosfw_family family,
				  const struct rosfw_addr *addr);

/* Has a live connection a view of this header? A glance without a lock: rosfw_conn_set_stage() has the last word. */
bool rosfw_conntrack_taken(struct rosfw_net *rn, const struct rosfw_header *header);

/* ---- FastTrack; fasttrack/fasttrack.c; of a connection with ROSFW_CONN_FASTTRACK, under its lock ---- */

/* Before a packet is judged, and whenever somebody wants to know: what has passed us becomes part of the connection. */
void rosfw_fast_before(struct rosfw_conn *conn, const struct rosfw_timeouts *settings);
/* After it was judged: what may pass from now on. */
void rosfw_fast_after(struct rosfw_conn *conn, const struct rosfw_timeouts *settings);
/* The same as the first, for those who do not hold the lock. False: the connection has ended. */
bool rosfw_fast_tell(struct rosfw_conn *conn, const struct rosfw_timeouts *settings);
/* It ends: no packet finds it any more. */
void rosfw_fast_forget(struct rosfw_conn *conn);
/* Of a connection that nobody sees any more; without its lock. */
void rosfw_fast_free(struct rosfw_fast *fast, enum rosfw_family family);

/* ---- rate.c ---- */

/*
 * Bits of the last full second, both directions. From the first question on that is measured; until a second has gone
 * by it is 0. False: the connection has ended, or there is no memory to measure it.
 */
bool rosfw_conn_rate(struct rosfw_conn *conn, u64 *bits);
/* Of one with ROSFW_CONN_RATED, under its lock: before a packet is accounted for, and before @ext->rate is read. */
void rosfw_conn_rate_look(struct rosfw_conn *conn);

/* ---- control path ---- */

bool rosfw_conntrack_remove(struct rosfw_net *rn, enum rosfw_family family, u32 id);
/* Forgets all connections of a family: by request, or because nobody tracks them any more. May sleep. */
void rosfw_conntrack_flush(struct rosfw_net *rn, enum rosfw_family family);

u32 rosfw_conntrack_count(const struct rosfw_net *rn, enum rosfw_family family);
u32 rosfw_conntrack_max(const struct rosfw_net *rn);
/*
 * How many connections there may be; 0: what fits the machine. If there are more, they stay, and newcomers take the
 * places of those that are not assured.
 */
void rosfw_conntrack_set_max(struct rosfw_net *rn, u32 max);

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

/**
 * rosfw_conntrack_block_count() - how many connections come from a block of addresses
 * @prefix_len: one of those that are counted
 * @addr: the first address of the block
 *
 * RCU read side.
 */
u32 rosfw_conntrack_block_count(struct rosfw_net *rn, enum rosfw_family family, u32 prefix_len,
				const struct rosfw_addr *addr);
/*
 * Counts for these lengths of prefixes, by family, too. Before a ruleset with such rules is published, under
 * rosfw_net.mutex; may sleep.
 * Return: 0 or -ENOMEM, then rosfw_conntrack_settle_blocks() goes back to what was counted before.
 */
int rosfw_conntrack_count_blocks(struct rosfw_net *rn, const struct rosfw_blocks *wanted);
/* Counts for no others any more. After that, under the same; may sleep. */
void rosfw_conntrack_settle_blocks(struct rosfw_net *rn, const struct rosfw_blocks *wanted);

/* Seconds left at @now; 0 = expired. */
static inline u32 rosfw_conn_left(const struct rosfw_conn *conn, u32 now)
{
	u32 expires = READ_ONCE(conn->expires);

	return expires > now ? expires - now : 0;
}

#endif /* _ROSFW_CONNTRACK_H */
