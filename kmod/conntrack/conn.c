// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections as packets meet them: which one a packet belongs to, what state that gives it, and its accounting.
 *
 * A packet is accounted for once, where it enters (rosfw_conntrack_track()); later hooks ask again without any effect
 * (rosfw_conntrack_state()), so nothing needs to be kept with the packet. Protocols are core/track's business.
 * Life of a connection: see conntrack.h. Locks: the connection's for protocol state and counters.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ratelimit.h>

#include "expect.h"
#include "helper.h"
#include "upkeep.h"

/* Seconds that a first packet may take from where it enters to where it leaves (queues of user space included). */
#define UNCONFIRMED_LIFE 10

/* How often a packet looks again because its connection ended under its eyes. */
#define TRACK_TRIES 3

/**
 * struct lookup - one packet and the connection it belongs to
 * @key: its view
 * @hash: of @key, once the table was searched
 * @epoch: of the table, before it was searched
 * @now: rosfw_now_seconds()
 * @orient: of this packet in its view
 * @seen: enum rosfw_seen
 */
struct lookup {
	struct rosfw_view_key key;
	unsigned long epoch;
	u32 hash;
	u32 now;
	u8 orient;
	u8 seen;
};

/* As the published ruleset has them. RCU read side. */
static const struct rosfw_timeouts *settings_of(const struct rosfw_net *rn)
{
	return &rcu_dereference(rn->ruleset)->tracking.timeouts;
}

static struct rosfw_view *find(const struct rosfw_conntrack *ct, struct lookup *l)
{
	struct rosfw_view *view = rosfw_table_recall(ct, &l->key, l->now, l->orient, l->seen);

	if (view)
		return view;
	l->epoch = rosfw_table_epoch(ct);
	l->hash = rosfw_table_hash(ct, &l->key);
	view = rosfw_table_find_seen(ct, &l->key, l->hash, l->now, l->orient, l->seen);
	if (view)
		rosfw_table_remember(l->epoch, view);
	return view;
}

static enum rosfw_dir direction(const struct rosfw_view *view, u8 orient)
{
	return !!(view->key.tag & ROSFW_VIEW_TURNED) == orient ? ROSFW_DIR_ORIG : ROSFW_DIR_REPL;
}

static void found_view(struct rosfw_found *found, struct rosfw_view *view, u8 orient)
{
	found->conn = rosfw_view_conn(view);
	found->dir = direction(view, orient);
}

static u8 state_of(const struct rosfw_found *found)
{
	u32 status = READ_ONCE(found->conn->status);

	if (found->dir == ROSFW_DIR_REPL || status & ROSFW_CONN_SEEN_REPLY)
		return ROSFW_STATE_ESTABLISHED;
	return status & ROSFW_CONN_EXPECTED ? ROSFW_STATE_RELATED : ROSFW_STATE_NEW;
}

/* What an error quotes has gone where the error comes from. */
static enum rosfw_seen seen_when_quoted(enum rosfw_seen error)
{
	switch (error) {
	case ROSFW_SEEN_ENTERING:
		return ROSFW_SEEN_LEAVING;
	case ROSFW_SEEN_LEAVING:
		return ROSFW_SEEN_ENTERING;
	default:
		return error;
	}
}

/* Calls of PPTP have ids on both sides, of which a packet tells one. Other GRE has none. */
static void know_call(struct rosfw_conntrack *ct, const struct rosfw_pkt *pkt, struct lookup *l)
{
	struct rosfw_header header;
	u32 id;

	if (!READ_ONCE(ct->expect.count) || !rosfw_call_id(pkt, &id))
		return;
	rosfw_header_from_key(&l->key, l->orient, &header);
	header.dst.id = id;
	if (rosfw_expect_know_call(ct, &header))
		rosfw_view_key(&header, &l->key, &l->orient);
}

/* An ICMP error is related to the connection of the packet that it quotes, if there is one. */
static void find_quoted(struct rosfw_conntrack *ct, const struct rosfw_pkt *pkt, u32 total, enum rosfw_seen seen,
			struct rosfw_found *found)
{
	struct rosfw_pkt inner = {};
	struct rosfw_view *view;
	struct lookup l rosfw_unfilled;

	if (rosfw_pkt_parse_inner(pkt, &inner, total) ||
	    !rosfw_view_key_from_inner(pkt, &inner, &l.key, &l.orient))
		return;
	if (inner.proto == ROSFW_PROTO_GRE)
		know_call(ct, &inner, &l);
	l.now = rosfw_now_seconds();
	l.seen = seen_when_quoted(seen);
	view = find(ct, &l);
	if (!view)
		return;
	found_view(found, view, !l.orient);
	found->quoted = true;
	found->state = ROSFW_STATE_RELATED;
}

/*
 * What needs no connection of its own to know the state of. False: the packet belongs to a connection or starts one,
 * and @l has its view.
 */
static bool found_without_conn(struct rosfw_conntrack *ct, const struct rosfw_pkt *pkt, u32 total,
			       enum rosfw_seen seen, struct lookup *l, struct rosfw_found *found)
{
	l->seen = seen;
	*found = (struct rosfw_found){ .state = ROSFW_STATE_INVALID };
	if (likely(rosfw_view_key_from_pkt(pkt, &l->key, &l->orient))) {
		if (unlikely(pkt->proto == ROSFW_PROTO_GRE))
			know_call(ct, pkt, l);
		l->now = rosfw_now_seconds();
		return false;
	}
	switch (rosfw_trackable(pkt)) {
	case ROSFW_TRACKABLE_QUOTE:
		find_quoted(ct, pkt, total, seen, found);
		return true;
	case ROSFW_TRACKABLE_NEVER:
		found->state = ROSFW_STATE_UNTRACKED;
		return true;
	default:
		return true;
	}
}

/* Under the connection's lock, or before anybody else sees it. */
static void account(struct rosfw_conn *conn, const struct rosfw_pkt *pkt, enum rosfw_dir dir)
{
	u32 status = conn->status;

	if (unlikely(status & ROSFW_CONN_RATED))
		rosfw_conn_rate_look(conn);
	conn->stat[dir].packets += pkt->segs;
	conn->stat[dir].bytes += pkt->len;
	if (dir == ROSFW_DIR_REPL)
		status |= ROSFW_CONN_SEEN_REPLY;
	if (conn->track.flags & ROSFW_TRACK_ASSURED)
		status |= ROSFW_CONN_ASSURED;
	if (status != conn->status)
		WRITE_ONCE(conn->status, status);
}

/* A confirmed connection lives on from every packet that proves something; the others have their short life. */
static void prolong(struct rosfw_net *rn, struct rosfw_conn *conn, u32 now)
{
	u32 expires = now + rosfw_track_timeout(&conn->track, settings_of(rn)), life;

	if (unlikely(conn->status & ROSFW_CONN_HELPER_LIFE)) {
		life = rosfw_helper_life(rn, conn, now);
		expires = life ? now + life : expires;
	}
	if (conn->status & ROSFW_CONN_CONFIRMED && expires != conn->expires)
		WRITE_ONCE(conn->expires, expires);
}

static noinline enum rosfw_track_result track_shifted(struct rosfw_net *rn, struct rosfw_track *track,
						      const struct rosfw_pkt *pkt, bool reply, u32 now, bool update,
						      s32 shift)
{
	struct rosfw_pkt shifted = *pkt;

	shifted.ack_shift = shift;
	return rosfw_track_packet(track, &shifted, settings_of(rn), reply, now, update);
}

/*
 * Under the connection's lock. Acknowledgements of a stream that has another length for who sends them are not those of
 * the stream as we track it.
 */
static enum rosfw_track_result track_packet(struct rosfw_net *rn, const struct rosfw_found *found,
					    const struct rosfw_pkt *pkt, u32 now, bool update)
{
	struct rosfw_track *track = &found->conn->track;
	bool reply = found->dir == ROSFW_DIR_REPL;
	s32 shift = 0;

	if (pkt->proto == ROSFW_PROTO_TCP)
		shift = rosfw_helper_ack_shift(found->conn, found->dir, pkt->u.tcp.ack);
	if (likely(!shift))
		return rosfw_track_packet(track, pkt, settings_of(rn), reply, now, update);
	return track_shifted(rn, track, pkt, reply, now, update, shift);
}

/* Under the lock of a connection that goes on. */
static enum rosfw_track_result advance_locked(struct rosfw_net *rn, const struct rosfw_found *found,
					      const struct rosfw_pkt *pkt, u32 now)
{
	const struct rosfw_timeouts *settings = settings_of(rn);
	struct rosfw_conn *conn = found->conn;
	u8 tcp_state = conn->track.tcp_state;
	enum rosfw_track_result result;
	u32 status = conn->status;

	if (unlikely(status & ROSFW_CONN_FASTTRACK))
		rosfw_fast_before(conn, settings);
	result = track_packet(rn, found, pkt, now, true);
	if (result != ROSFW_TRACK_OK && result != ROSFW_TRACK_IGNORE)
		return result;
	account(conn, pkt, found->dir);
	if (result == ROSFW_TRACK_OK)
		prolong(rn, conn, now);
	if (unlikely(status & ROSFW_CONN_FASTTRACK))
		rosfw_fast_after(conn, settings);
	if (status & ROSFW_CONN_CONFIRMED && (status != conn->status || tcp_state != conn->track.tcp_state))
		rosfw_conn_event(rn->net, conn, ROSFW_EVENT_UPDATE);
	return result;
}

/* False: the connection has ended since it was found, and the packet has not happened. */
static bool advance(struct rosfw_net *rn, const struct rosfw_found *found, const struct rosfw_pkt *pkt, u32 now,
		    enum rosfw_track_result *result)
{
	struct rosfw_conn *conn = found->conn;
	bool live;

	spin_lock_bh(&conn->lock);
	live = !(conn->status & ROSFW_CONN_DYING);
	if (live)
		*result = advance_locked(rn, found, pkt, now);
	spin_unlock_bh(&conn->lock);
	return live;
}

/* Room for one more connection; a full table makes some if it can. */
static bool have_room(struct rosfw_net *rn, const struct lookup *l)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	u32 max = READ_ONCE(ct->max);
	bool early, room;

	if (likely(rosfw_table_count(ct) < max))
		return true;
	if (__ratelimit(&ct->full_log))
		pr_warn("the connection table is full (%u entries): unassured ones make room for new ones\n", max);
	room = rosfw_table_make_room(ct, l->hash, l->now, &early);
	if (!room)
		rosfw_count_reason(rn, ROSFW_REASON_CONN_TABLE_FULL);
	else if (early)
		rosfw_count_reason(rn, ROSFW_REASON_CONN_EARLY_DROP);
	return room;
}

/* Complete but for its place in the table; NULL: the packet may not start one, or there is no room (counted). */
static struct rosfw_conn *conn_new(struct rosfw_net *rn, const struct rosfw_pkt *pkt, const struct lookup *l)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	struct rosfw_track track;
	struct rosfw_conn *conn;

	if (!rosfw_track_new(&track, pkt, settings_of(rn), l->now))
		return NULL;
	if (!have_room(rn, l))
		return NULL;
	conn = rosfw_conn_alloc(ct, pkt->family);
	if (!conn) {
		rosfw_count_reason(rn, ROSFW_REASON_CONN_NO_MEMORY);
		return NULL;
	}
	memcpy(&conn->view.key, &l->key, rosfw_view_key_size(pkt->family));
	conn->view.key.tag = l->orient ? ROSFW_VIEW_TURNED : 0;
	conn->track = track;
	conn->expires = l->now + UNCONFIRMED_LIFE;
	spin_lock_init(&conn->lock);
	if (pkt->proto == ROSFW_PROTO_ICMP || pkt->proto == ROSFW_PROTO_ICMPV6)
		conn->icmp_code = pkt->u.icmp.code;
	account(conn, pkt, ROSFW_DIR_ORIG);
	return conn;
}

/*
 * Starts a connection with this packet. Return: its view; or that of the one that another CPU started meanwhile, with
 * *@mine false, for which the packet is still to be accounted; or NULL.
 */
static struct rosfw_view *conn_start(struct rosfw_net *rn, const struct rosfw_pkt *pkt, const struct lookup *l,
				     bool *mine)
{
	struct rosfw_conn *conn = conn_new(rn, pkt, l);
	struct rosfw_view *winner;

	if (!conn)
		return NULL;
	if (unlikely(rosfw_expect_count(rn)))
		winner = rosfw_expect_insert(rn->conntrack, conn, l->hash, l->now);
	else
		winner = rosfw_table_insert(rn->conntrack, conn, l->hash, l->now);
	*mine = winner == &conn->view;
	if (*mine)
		rosfw_table_remember(l->epoch, winner);
	else
		rosfw_conn_free(rn->conntrack, conn);
	if (!winner)
		rosfw_count_reason(rn, ROSFW_REASON_CONN_TABLE_FULL);
	return winner;
}

/* Finds or starts the packet's connection and accounts for it. Anything but OK and IGNORE: there is none. */
static enum rosfw_track_result track_once(struct rosfw_net *rn, const struct rosfw_pkt *pkt, struct lookup *l,
					  struct rosfw_found *found)
{
	enum rosfw_track_result result = ROSFW_TRACK_OK;
	struct rosfw_view *view;
	bool mine = false;

	view = find(rn->conntrack, l);
	if (!view)
		view = conn_start(rn, pkt, l, &mine);
	if (!view)
		return ROSFW_TRACK_INVALID;
	found_view(found, view, l->orient);
	if (mine)
		return ROSFW_TRACK_OK;
	if (!advance(rn, found, pkt, l->now, &result))
		return ROSFW_TRACK_NEW_AGAIN;
	if (result == ROSFW_TRACK_NEW_AGAIN)
		rosfw_table_end(rn->conntrack, found->conn, ROSFW_END_ALWAYS, l->now);
	return result;
}

void rosfw_conntrack_track(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_found *found)
{
	enum rosfw_track_result result = ROSFW_TRACK_NEW_AGAIN;
	struct lookup l rosfw_unfilled;
	int tries;

	if (found_without_conn(rn->conntrack, pkt, total, ROSFW_SEEN_ENTERING, &l, found))
		return;
	/* A connection that is over makes room for the one that this packet starts; others may be as quick as us. */
	for (tries = 0; tries < TRACK_TRIES && result == ROSFW_TRACK_NEW_AGAIN; tries++)
		result = track_once(rn, pkt, &l, found);
	if (result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE)
		found->state = state_of(found);
	else
		found->conn = NULL;
}

/* Looking at a packet again that was accounted for. */
static bool still_fits(struct rosfw_net *rn, const struct rosfw_found *found, const struct rosfw_pkt *pkt, u32 now)
{
	struct rosfw_conn *conn = found->conn;
	enum rosfw_track_result result;

	if (!rosfw_track_judges(pkt->proto))
		return true;
	spin_lock_bh(&conn->lock);
	result = track_packet(rn, found, pkt, now, false);
	spin_unlock_bh(&conn->lock);
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

void rosfw_conntrack_state(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, enum rosfw_seen seen,
			   struct rosfw_found *found)
{
	struct rosfw_view *view;
	struct lookup l rosfw_unfilled;

	if (found_without_conn(rn->conntrack, pkt, total, seen, &l, found))
		return;
	view = find(rn->conntrack, &l);
	if (!view)
		return;
	found_view(found, view, l.orient);
	if (still_fits(rn, found, pkt, l.now))
		found->state = state_of(found);
	else
		found->conn = NULL;
}

void rosfw_conntrack_answer(struct rosfw_net *rn, const struct rosfw_pkt *pkt, u32 total, struct rosfw_found *found)
{
	struct rosfw_view *view;
	struct lookup l rosfw_unfilled;

	if (!found_without_conn(rn->conntrack, pkt, total, ROSFW_SEEN_ANYWHERE, &l, found)) {
		view = find(rn->conntrack, &l);
		if (view)
			found_view(found, view, l.orient);
	}
	found->quoted = true;
	found->state = ROSFW_STATE_RELATED;
}

unsigned long rosfw_conntrack_epoch(const struct rosfw_net *rn)
{
	return rosfw_table_epoch(rn->conntrack);
}

bool rosfw_conntrack_again(const struct rosfw_net *rn, unsigned long epoch, struct rosfw_found *found)
{
	if (rosfw_table_epoch(rn->conntrack) != epoch || !rosfw_conn_is_live(found->conn, rosfw_now_seconds()))
		return false;
	found->state = state_of(found);
	return true;
}

void rosfw_conntrack_confirm(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	u32 status = READ_ONCE(conn->status);

	if (status & ROSFW_CONN_CONFIRMED)
		return;
	if (unlikely(status & ROSFW_CONN_EXPECTED))
		rosfw_expect_confirmed(rn->conntrack, conn);
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_CONFIRMED)) {
		WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_CONFIRMED);
		prolong(rn, conn, rosfw_now_seconds());
		rosfw_conn_event(rn->net, conn, ROSFW_EVENT_NEW);
	}
	spin_unlock_bh(&conn->lock);
}

void rosfw_conntrack_dropped(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	if (!(READ_ONCE(conn->status) & ROSFW_CONN_CONFIRMED))
		rosfw_table_end(rn->conntrack, conn, ROSFW_END_UNCONFIRMED, rosfw_now_seconds());
}

struct rosfw_conn *rosfw_conntrack_find_id(struct rosfw_net *rn, enum rosfw_family family, u32 id)
{
	struct rosfw_conn *conn = rosfw_table_next(rn->conntrack, id, id, rosfw_now_seconds());

	return conn && rosfw_conn_family(conn) == family ? conn : NULL;
}

bool rosfw_conntrack_remove(struct rosfw_net *rn, enum rosfw_family family, u32 id)
{
	struct rosfw_conn *conn;
	bool removed;

	rcu_read_lock();
	conn = rosfw_conntrack_find_id(rn, family, id);
	removed = conn && rosfw_table_end(rn->conntrack, conn, ROSFW_END_ALWAYS, rosfw_now_seconds());
	rcu_read_unlock();
	return removed;
}

int rosfw_conntrack_walk(struct rosfw_net *rn, enum rosfw_family family, u32 *pos,
			 int (*visit)(struct rosfw_conn *conn, void *arg), void *arg)
{
	u32 now = rosfw_now_seconds();
	struct rosfw_conn *conn;
	int err = 0;

	rcu_read_lock();
	while ((conn = rosfw_table_next(rn->conntrack, *pos, U32_MAX, now))) {
		if (rosfw_conn_family(conn) == family)
			err = visit(conn, arg);
		if (err)
			break;
		*pos = rosfw_conn_id(conn) + 1;
	}
	rcu_read_unlock();
	return err;
}

static bool is_of_family(const struct rosfw_conn *conn, const void *arg)
{
	return rosfw_conn_family(conn) == *(const enum rosfw_family *)arg;
}

void rosfw_conntrack_flush(struct rosfw_net *rn, enum rosfw_family family)
{
	rosfw_table_end_matching(rn->conntrack, is_of_family, &family);
}

u32 rosfw_conntrack_count(const struct rosfw_net *rn, enum rosfw_family family)
{
	return atomic_read(&rn->conntrack->count[family]);
}

u32 rosfw_conntrack_max(const struct rosfw_net *rn)
{
	return READ_ONCE(rn->conntrack->max);
}

void rosfw_conntrack_set_max(struct rosfw_net *rn, u32 max)
{
	WRITE_ONCE(rn->conntrack->max, rosfw_table_max(max));
}

int rosfw_conntrack_net_init(struct rosfw_net *rn)
{
	rn->conntrack = rosfw_table_new(rn->net);
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
