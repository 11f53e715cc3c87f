// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections as packets meet them: which one a packet belongs to, what state that gives it, and its accounting.
 *
 * A packet is accounted for once, where it enters (rosfw_conntrack_track()); later hooks ask again without any effect
 * (rosfw_conntrack_state()), so nothing needs to be kept with the packet. Protocols are core/track's business.
 * Life of a connection: see conntrack.h. Locks: the connection's for protocol state and counters, the table's inside.
 */
#include "table.h"

/* Seconds that a first packet may take from where it enters to where it leaves (queues of user space included). */
#define UNCONFIRMED_LIFE 10

/**
 * struct lookup - one packet and the connection it belongs to
 * @key: its view
 * @hash: of @key
 * @orient: of this packet in its view
 * @now: rosfw_now_seconds()
 */
struct lookup {
	struct rosfw_view_key key;
	u32 hash;
	u8 orient;
	u64 now;
};

static struct rosfw_conn *lookup(struct rosfw_conntrack *ct, struct lookup *l)
{
	l->now = rosfw_now_seconds();
	l->hash = rosfw_table_hash(ct, &l->key);
	return rosfw_table_find(ct, &l->key, l->hash, l->now);
}

static enum rosfw_dir direction(const struct rosfw_conn *conn, u8 orient)
{
	return conn->orient == orient ? ROSFW_DIR_ORIG : ROSFW_DIR_REPL;
}

static u8 state_of(const struct rosfw_conn *conn, enum rosfw_dir dir)
{
	if (dir == ROSFW_DIR_REPL || test_bit(ROSFW_CONN_SEEN_REPLY, &conn->status))
		return ROSFW_STATE_ESTABLISHED;
	return ROSFW_STATE_NEW;
}

/* An ICMP error is related to the connection of the packet that it quotes, if there is one. */
static u8 state_of_error(struct rosfw_conntrack *ct, const struct rosfw_pkt *pkt, u32 total)
{
	struct rosfw_pkt inner = {};
	struct lookup l;

	if (rosfw_pkt_parse_inner(pkt, &inner, total) ||
	    !rosfw_view_key_from_inner(pkt, &inner, &l.key, &l.orient))
		return ROSFW_STATE_INVALID;
	return lookup(ct, &l) ? ROSFW_STATE_RELATED : ROSFW_STATE_INVALID;
}

/*
 * What needs no connection to know the state of. False: the packet belongs to a connection or starts one, and @l has
 * its view.
 */
static bool state_without_conn(struct rosfw_conntrack *ct, const struct rosfw_pkt *pkt, u32 total, struct lookup *l,
			       u8 *state)
{
	*state = ROSFW_STATE_INVALID;
	switch (rosfw_trackable(pkt)) {
	case ROSFW_TRACKABLE_CONN:
		return !rosfw_view_key_from_pkt(pkt, &l->key, &l->orient);
	case ROSFW_TRACKABLE_QUOTE:
		*state = state_of_error(ct, pkt, total);
		return true;
	case ROSFW_TRACKABLE_NEVER:
		*state = ROSFW_STATE_UNTRACKED;
		return true;
	default:
		return true;
	}
}

/* Under the connection's lock, or before anybody else sees it. */
static void account(struct rosfw_conn *conn, const struct rosfw_pkt *pkt, enum rosfw_dir dir)
{
	conn->stat[dir].packets += pkt->segs;
	conn->stat[dir].bytes += pkt->len;
	if (dir == ROSFW_DIR_REPL && !test_bit(ROSFW_CONN_SEEN_REPLY, &conn->status))
		set_bit(ROSFW_CONN_SEEN_REPLY, &conn->status);
	if (conn->track.flags & ROSFW_TRACK_ASSURED && !test_bit(ROSFW_CONN_ASSURED, &conn->status))
		set_bit(ROSFW_CONN_ASSURED, &conn->status);
}

/* A confirmed connection lives on from every packet that proves something; the others have their short life. */
static void prolong(struct rosfw_conn *conn, u64 now)
{
	u64 expires = now + rosfw_track_timeout(&conn->track, &rosfw_timeouts_default);

	if (test_bit(ROSFW_CONN_CONFIRMED, &conn->status) && expires != conn->expires)
		WRITE_ONCE(conn->expires, expires);
}

static enum rosfw_track_result advance(struct rosfw_conn *conn, const struct rosfw_pkt *pkt, enum rosfw_dir dir,
				       u64 now)
{
	enum rosfw_track_result result;

	spin_lock_bh(&conn->lock);
	result = rosfw_track_packet(&conn->track, pkt, &rosfw_timeouts_default, dir == ROSFW_DIR_REPL, now, true);
	if (result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE)
		account(conn, pkt, dir);
	if (result == ROSFW_TRACK_OK)
		prolong(conn, now);
	spin_unlock_bh(&conn->lock);
	return result;
}

/* Complete but for its place in the table; NULL: the packet may not start one, or there is no room (counted). */
static struct rosfw_conn *conn_new(struct rosfw_net *rn, const struct rosfw_pkt *pkt, const struct lookup *l)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	struct rosfw_track track;
	struct rosfw_conn *conn;

	if (!rosfw_track_new(&track, pkt, &rosfw_timeouts_default, l->now))
		return NULL;
	if (rosfw_table_count(ct) >= ct->max) {
		rosfw_count_reason(rn, ROSFW_REASON_CONN_TABLE_FULL);
		return NULL;
	}
	conn = rosfw_conn_alloc();
	if (!conn) {
		rosfw_count_reason(rn, ROSFW_REASON_CONN_NO_MEMORY);
		return NULL;
	}
	conn->key = l->key;
	conn->orient = l->orient;
	conn->track = track;
	conn->expires = l->now + UNCONFIRMED_LIFE;
	spin_lock_init(&conn->lock);
	if (pkt->proto == ROSFW_PROTO_ICMP || pkt->proto == ROSFW_PROTO_ICMPV6) {
		conn->icmp_type = pkt->u.icmp.type;
		conn->icmp_code = pkt->u.icmp.code;
	}
	account(conn, pkt, ROSFW_DIR_ORIG);
	return conn;
}

/*
 * Starts a connection with this packet. Return: it; or the one that another CPU started meanwhile, with *@mine false,
 * for which the packet is still to be accounted; or NULL.
 */
static struct rosfw_conn *conn_start(struct rosfw_net *rn, const struct rosfw_pkt *pkt, const struct lookup *l,
				     bool *mine)
{
	struct rosfw_conn *conn = conn_new(rn, pkt, l);
	struct rosfw_conn *winner;

	if (!conn)
		return NULL;
	winner = rosfw_table_insert(rn->conntrack, conn, l->hash, l->now);
	*mine = winner == conn;
	if (!*mine)
		rosfw_conn_free(conn);
	if (!winner)
		rosfw_count_reason(rn, ROSFW_REASON_CONN_TABLE_FULL);
	return winner;
}

u8 rosfw_conntrack_track(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_conn **out)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	struct rosfw_conn *conn;
	bool mine = false;
	struct lookup l;
	int tries;
	u8 state;

	*out = NULL;
	if (state_without_conn(ct, pkt, total, &l, &state))
		return state;
	/* Twice: a connection that is over makes room for the one that this packet starts. */
	for (tries = 0; tries < 2; tries++) {
		enum rosfw_track_result result = ROSFW_TRACK_OK;

		conn = lookup(ct, &l);
		if (!conn)
			conn = conn_start(rn, pkt, &l, &mine);
		if (!conn)
			return ROSFW_STATE_INVALID;
		if (!mine)
			result = advance(conn, pkt, direction(conn, l.orient), l.now);
		if (result == ROSFW_TRACK_INVALID)
			return ROSFW_STATE_INVALID;
		if (result != ROSFW_TRACK_NEW_AGAIN) {
			*out = conn;
			return state_of(conn, direction(conn, l.orient));
		}
		rosfw_table_remove(ct, conn);
	}
	return ROSFW_STATE_INVALID;
}

u8 rosfw_conntrack_state(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_conn **out)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	enum rosfw_track_result result;
	struct rosfw_conn *conn;
	enum rosfw_dir dir;
	struct lookup l;
	u8 state;

	*out = NULL;
	if (state_without_conn(ct, pkt, total, &l, &state))
		return state;
	conn = lookup(ct, &l);
	if (!conn)
		return ROSFW_STATE_INVALID;
	dir = direction(conn, l.orient);
	spin_lock_bh(&conn->lock);
	result = rosfw_track_packet(&conn->track, pkt, &rosfw_timeouts_default, dir == ROSFW_DIR_REPL, l.now, false);
	spin_unlock_bh(&conn->lock);
	if (result != ROSFW_TRACK_OK && result != ROSFW_TRACK_IGNORE)
		return ROSFW_STATE_INVALID;
	*out = conn;
	return state_of(conn, dir);
}

void rosfw_conntrack_confirm(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	if (test_bit(ROSFW_CONN_CONFIRMED, &conn->status))
		return;
	spin_lock_bh(&conn->lock);
	if (!test_and_set_bit(ROSFW_CONN_CONFIRMED, &conn->status))
		prolong(conn, rosfw_now_seconds());
	spin_unlock_bh(&conn->lock);
}

void rosfw_conntrack_dropped(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	if (!test_bit(ROSFW_CONN_CONFIRMED, &conn->status))
		rosfw_table_remove(rn->conntrack, conn);
}

struct rosfw_conn *rosfw_conntrack_find_id(struct rosfw_net *rn, enum rosfw_family family, u32 id)
{
	struct rosfw_conn *conn = rosfw_table_next(rn->conntrack, id, rosfw_now_seconds());

	return conn && conn->id == id && conn->key.family == family ? conn : NULL;
}

bool rosfw_conntrack_remove(struct rosfw_net *rn, enum rosfw_family family, u32 id)
{
	struct rosfw_conn *conn;
	bool removed;

	rcu_read_lock();
	conn = rosfw_conntrack_find_id(rn, family, id);
	removed = conn && rosfw_table_remove(rn->conntrack, conn);
	rcu_read_unlock();
	return removed;
}

int rosfw_conntrack_walk(struct rosfw_net *rn, enum rosfw_family family, u32 *pos,
			 int (*visit)(struct rosfw_conn *conn, void *arg), void *arg)
{
	u64 now = rosfw_now_seconds();
	struct rosfw_conn *conn;
	int err = 0;

	rcu_read_lock();
	while ((conn = rosfw_table_next(rn->conntrack, *pos, now))) {
		if (conn->key.family == family)
			err = visit(conn, arg);
		if (err)
			break;
		*pos = conn->id + 1;
	}
	rcu_read_unlock();
	return err;
}

int rosfw_conntrack_net_init(struct rosfw_net *rn)
{
	rn->conntrack = rosfw_table_new();
	return rn->conntrack ? 0 : -ENOMEM;
}

void rosfw_conntrack_net_exit(struct rosfw_net *rn)
{
	rosfw_table_free(rn->conntrack);
}

int rosfw_conntrack_module_init(void)
{
	return rosfw_table_module_init();
}

void rosfw_conntrack_module_exit(void)
{
	rosfw_table_module_exit();
}
