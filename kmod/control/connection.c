// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers about live connections, their removal by hand, and events.
 *
 * A connection is shown as its opener sees it: source is who opened it. What has no meaning for its protocol is left
 * away. A dump goes by id, so it shows every connection that lives through it once, however the table moves.
 * Events are made and sent under the connection's lock, so that those about one connection come in order.
 * Locks: RCU; a connection's own lock while its state and counters are read, so that they belong together.
 */
#include "control.h"
#include "../conntrack/helper.h"
#include "../core/track/rate.h"
#include "../fasttrack/fasttrack.h"

/* More than any message about one connection. */
#define EVENT_SIZE	1024U

/* Ids that are looked up until another task may run. */
#define IDS_CHUNK	1024U

/**
 * struct shown - one connection at one moment
 * @track: protocol state
 * @stat: by enum rosfw_dir
 * @fast: those of @stat that were fasttracked
 * @rate: bits of the last second, by enum rosfw_dir, if @status has ROSFW_CONN_RATED
 * @status: ROSFW_CONN_*
 * @mark: name of its mark, empty if it has none
 */
struct shown {
	struct rosfw_track track;
	struct rosfw_conn_stat stat[ROSFW_DIRS];
	struct rosfw_conn_stat fast[ROSFW_DIRS];
	u64 rate[ROSFW_DIRS];
	u32 status;
	char mark[ROSFW_NAME_SIZE];
};

/* Under the connection's lock. */
static void read_locked(const struct rosfw_net *rn, const struct rosfw_conn *conn, struct shown *shown)
{
	shown->status = conn->status;
	shown->track = conn->track;
	memcpy(shown->stat, conn->stat, sizeof(shown->stat));
	if (!rosfw_marks_name(rn->marks, ROSFW_MARK_CONNECTION, READ_ONCE(conn->mark), shown->mark))
		*shown->mark = 0;
	if (shown->status & ROSFW_CONN_FASTTRACK)
		memcpy(shown->fast, conn->ext->fast->stat, sizeof(shown->fast));
	if (shown->status & ROSFW_CONN_RATED)
		memcpy(shown->rate, conn->ext->rate->bits, sizeof(shown->rate));
}

/* False: it has ended, and its counters are gone. */
static bool read_conn(const struct rosfw_net *rn, struct rosfw_conn *conn, struct shown *shown)
{
	spin_lock_bh(&conn->lock);
	if (conn->status & ROSFW_CONN_FASTTRACK && !(conn->status & ROSFW_CONN_DYING))
		rosfw_fast_before(conn, &rcu_dereference(rn->ruleset)->tracking.timeouts);
	if (conn->status & ROSFW_CONN_RATED && !(conn->status & ROSFW_CONN_DYING))
		rosfw_conn_rate_look(conn);
	read_locked(rn, conn, shown);
	spin_unlock_bh(&conn->lock);
	return !(shown->status & ROSFW_CONN_DYING);
}

static int put_addr(struct sk_buff *skb, u16 attr, enum rosfw_family family, const struct rosfw_addr *addr)
{
	u32 size = family == ROSFW_IPV4 ? sizeof(struct in_addr) : sizeof(struct in6_addr);
	u8 range[2 * sizeof(struct in6_addr)];

	rosfw_addr_store(addr, family, range);
	rosfw_addr_store(addr, family, range + size);
	return nla_put(skb, attr, 2 * size, range);
}

static int put_port(struct sk_buff *skb, u16 attr, u16 port)
{
	const struct rosfw_port_range range = { port, port };

	return nla_put(skb, attr, sizeof(range), &range);
}

/* A reply comes from whom the packet went to, and goes to whom it seemed to come from. */
static int put_addresses(struct sk_buff *skb, const struct rosfw_header *orig, const struct rosfw_header *last)
{
	if (put_addr(skb, ROSFW_A_SRC_ADDRESS, orig->family, &orig->src.addr) ||
	    put_addr(skb, ROSFW_A_DST_ADDRESS, orig->family, &orig->dst.addr) ||
	    put_addr(skb, ROSFW_A_REPLY_SRC_ADDRESS, orig->family, &last->dst.addr) ||
	    put_addr(skb, ROSFW_A_REPLY_DST_ADDRESS, orig->family, &last->src.addr))
		return -EMSGSIZE;
	return 0;
}

static int put_ports(struct sk_buff *skb, const struct rosfw_header *orig, const struct rosfw_header *last)
{
	if (put_port(skb, ROSFW_A_SRC_PORT, orig->src.id) || put_port(skb, ROSFW_A_DST_PORT, orig->dst.id) ||
	    put_port(skb, ROSFW_A_REPLY_SRC_PORT, last->dst.id) || put_port(skb, ROSFW_A_REPLY_DST_PORT, last->src.id))
		return -EMSGSIZE;
	return 0;
}

static int put_icmp(struct sk_buff *skb, const struct rosfw_conn *conn, const struct rosfw_header *orig)
{
	u32 id = orig->src.id & U16_MAX;

	if (nla_put_u8(skb, ROSFW_A_ICMP_TYPE, orig->kind) ||
	    nla_put_u8(skb, ROSFW_A_ICMP_CODE, conn->icmp_code) ||
	    nla_put_u32(skb, ROSFW_A_ICMP_ID, id))
		return -EMSGSIZE;
	return 0;
}

static int put_protocol(struct sk_buff *skb, const struct rosfw_conn *conn, const struct shown *shown,
			const struct rosfw_header *orig, const struct rosfw_header *last)
{
	if (nla_put_u8(skb, ROSFW_A_PROTOCOL, orig->proto))
		return -EMSGSIZE;
	switch (orig->proto) {
	case ROSFW_PROTO_TCP:
		if (nla_put_u32(skb, ROSFW_A_TCP_STATE, shown->track.tcp_state))
			return -EMSGSIZE;
		return put_ports(skb, orig, last);
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
	case ROSFW_PROTO_SCTP:
	case ROSFW_PROTO_DCCP:
		return put_ports(skb, orig, last);
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		return put_icmp(skb, conn, orig);
	default:
		return 0;
	}
}

static int put_stat(struct sk_buff *skb, const struct shown *shown)
{
	const struct rosfw_conn_stat *orig = &shown->stat[ROSFW_DIR_ORIG];
	const struct rosfw_conn_stat *repl = &shown->stat[ROSFW_DIR_REPL];

	if (nla_put_u64_64bit(skb, ROSFW_A_ORIG_PACKETS, orig->packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_ORIG_BYTES, orig->bytes, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_REPL_PACKETS, repl->packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_REPL_BYTES, repl->bytes, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

/* Only of those that are: most are not, and there may be millions. */
static int put_fast(struct sk_buff *skb, const struct shown *shown)
{
	const struct rosfw_conn_stat *orig = &shown->fast[ROSFW_DIR_ORIG];
	const struct rosfw_conn_stat *repl = &shown->fast[ROSFW_DIR_REPL];

	if (!(shown->status & ROSFW_CONN_FASTTRACK))
		return 0;
	if (nla_put_u64_64bit(skb, ROSFW_A_ORIG_FASTTRACK_PACKETS, orig->packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_ORIG_FASTTRACK_BYTES, orig->bytes, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_REPL_FASTTRACK_PACKETS, repl->packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_REPL_FASTTRACK_BYTES, repl->bytes, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int put_rate(struct sk_buff *skb, const struct shown *shown)
{
	if (!(shown->status & ROSFW_CONN_RATED))
		return 0;
	if (nla_put_u64_64bit(skb, ROSFW_A_ORIG_RATE, shown->rate[ROSFW_DIR_ORIG], ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_REPL_RATE, shown->rate[ROSFW_DIR_REPL], ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static u32 conn_flags(const struct rosfw_conn *conn, u32 status)
{
	static const struct {
		u32 status;
		u32 flag;
	} flags[] = {
		{ ROSFW_CONN_CONFIRMED, ROSFW_FLAG_CONFIRMED },
		{ ROSFW_CONN_SEEN_REPLY, ROSFW_FLAG_SEEN_REPLY },
		{ ROSFW_CONN_ASSURED, ROSFW_FLAG_ASSURED },
		{ ROSFW_CONN_DYING, ROSFW_FLAG_DYING },
		{ ROSFW_CONN_FASTTRACK, ROSFW_FLAG_FASTTRACK },
		{ ROSFW_CONN_SRCNAT, ROSFW_FLAG_SRCNAT },
		{ ROSFW_CONN_DSTNAT, ROSFW_FLAG_DSTNAT },
		{ ROSFW_CONN_EXPECTED, ROSFW_FLAG_EXPECTED },
	};
	u32 i, shown = rosfw_helper_of(conn) ? ROSFW_FLAG_USES_HELPER : 0;

	for (i = 0; i < ARRAY_SIZE(flags); i++)
		if (status & flags[i].status)
			shown |= flags[i].flag;
	return shown;
}

static u32 conn_menu(enum rosfw_family family)
{
	return family == ROSFW_IPV4 ? ROSFW_MENU_IP_CONNECTION : ROSFW_MENU_IPV6_CONNECTION;
}

static int put_type(struct sk_buff *skb, const struct rosfw_conn *conn)
{
	u8 types = rosfw_helper_types(conn);

	return types && nla_put_u32(skb, ROSFW_A_CONNECTION_TYPE, ilog2(types)) ? -EMSGSIZE : 0;
}

static int put_conn(struct sk_buff *skb, const struct rosfw_conn *conn, const struct shown *shown)
{
	struct rosfw_header orig, last;

	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &orig);
	rosfw_conn_header(conn, ROSFW_STAGE_LEAVES, &last);
	if (nla_put_u32(skb, ROSFW_A_MENU, conn_menu(orig.family)) ||
	    nla_put_u32(skb, ROSFW_A_ID, rosfw_conn_id(conn)) ||
	    nla_put_u32(skb, ROSFW_A_FLAGS, conn_flags(conn, shown->status)) ||
	    put_addresses(skb, &orig, &last) || put_protocol(skb, conn, shown, &orig, &last) ||
	    nla_put_u32(skb, ROSFW_A_TIMEOUT, rosfw_conn_left(conn, rosfw_now_seconds())) ||
	    put_type(skb, conn) || (*shown->mark && nla_put_string(skb, ROSFW_A_CONNECTION_MARK, shown->mark)) ||
	    put_stat(skb, shown) || put_fast(skb, shown) || put_rate(skb, shown))
		return -EMSGSIZE;
	return 0;
}

/* ---- requests ---- */

static int refuse_no_conn(struct rosfw_request *rq)
{
	return rosfw_refuse(&rq->err, -ENOENT, ROSFW_A_ID, "no such connection: it may have ended");
}

static int need_conn(struct rosfw_request *rq, u32 *id)
{
	int err = rosfw_need_connections(rq);

	return err ?: rosfw_need_id(rq, id);
}

int rosfw_conn_get_one(struct rosfw_request *rq)
{
	struct rosfw_conn *conn;
	struct sk_buff *skb;
	struct shown shown;
	void *hdr;
	u32 id;
	int err;

	err = need_conn(rq, &id);
	if (err)
		return err;
	skb = rosfw_reply_new(rq, &hdr);
	if (!skb)
		return -ENOMEM;
	rcu_read_lock();
	conn = rosfw_conntrack_find_id(rq->rn, rosfw_menus[rq->menu].family, id);
	err = conn && read_conn(rq->rn, conn, &shown) ? put_conn(skb, conn, &shown) : refuse_no_conn(rq);
	rcu_read_unlock();
	if (!err)
		return rosfw_reply_send(rq, skb, hdr);
	nlmsg_free(skb);
	return err;
}

/* Who asks for many knows them from a list, and does not mind if some have ended since. */
static int remove_many(struct rosfw_request *rq, const struct nlattr *ids)
{
	u32 i, id, n = nla_len(ids) / sizeof(id);

	if (nla_len(ids) % sizeof(id))
		return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_IDS, "ids are numbers of 4 bytes each");
	for (i = 0; i < n; i++) {
		memcpy(&id, nla_data(ids) + i * sizeof(id), sizeof(id));
		rosfw_conntrack_remove(rq->rn, rosfw_menus[rq->menu].family, id);
		if (i % IDS_CHUNK == IDS_CHUNK - 1)
			cond_resched();
	}
	return 0;
}

int rosfw_conn_remove(struct rosfw_request *rq)
{
	enum rosfw_family family;
	int err;
	u32 id;

	err = rosfw_need_connections(rq);
	if (err)
		return err;
	family = rosfw_menus[rq->menu].family;
	if (rq->attrs[ROSFW_A_IDS] && rq->attrs[ROSFW_A_ID])
		return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_IDS, "one id or several: this request has both");
	if (rq->attrs[ROSFW_A_IDS])
		return remove_many(rq, rq->attrs[ROSFW_A_IDS]);
	if (!rq->attrs[ROSFW_A_ID]) {
		rosfw_conntrack_flush(rq->rn, family);
		return 0;
	}
	id = nla_get_u32(rq->attrs[ROSFW_A_ID]);
	return rosfw_conntrack_remove(rq->rn, family, id) ? 0 : refuse_no_conn(rq);
}

/* ---- events ---- */

static void send_event(struct net *net, const struct rosfw_conn *conn, enum rosfw_conn_event event)
{
	struct sk_buff *skb = nlmsg_new(EVENT_SIZE, GFP_ATOMIC);
	struct shown shown;
	void *hdr;

	if (!skb)
		return;
	read_locked(rosfw_pernet(net), conn, &shown);
	hdr = genlmsg_put(skb, 0, 0, &rosfw_family, 0, ROSFW_CMD_CONN_EVENT);
	if (!hdr || nla_put_u32(skb, ROSFW_A_EVENT, event) || put_conn(skb, conn, &shown)) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	genlmsg_multicast_netns(&rosfw_family, net, skb, 0, ROSFW_GROUP_EVENTS, GFP_ATOMIC);
}

void rosfw_conn_event(struct net *net, const struct rosfw_conn *conn, enum rosfw_conn_event event)
{
	lockdep_assert_held(&conn->lock);
	if (rosfw_has_listeners(net, ROSFW_GROUP_EVENTS))
		send_event(net, conn, event);
}

/* ---- dump ---- */

struct visit {
	const struct rosfw_net *rn;
	struct sk_buff *skb;
	struct netlink_callback *cb;
};

static int visit_conn(struct rosfw_conn *conn, void *arg)
{
	struct visit *v = arg;
	struct shown shown;
	void *hdr;

	if (!read_conn(v->rn, conn, &shown))
		return 0;
	hdr = genlmsg_put(v->skb, NETLINK_CB(v->cb->skb).portid, v->cb->nlh->nlmsg_seq, &rosfw_family, NLM_F_MULTI,
			  ROSFW_CMD_CONN_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (put_conn(v->skb, conn, &shown)) {
		genlmsg_cancel(v->skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(v->skb, hdr);
	return 0;
}

int rosfw_conn_dump_start(struct netlink_callback *cb)
{
	struct rosfw_dump *dump = rosfw_dump_begin(cb);

	rosfw_dump_menu(cb);
	if (!dump->refusal && rosfw_menus[dump->menu].type != ROSFW_MENU_CONNECTIONS) {
		dump->refusal = "this menu holds no connections";
		dump->code = -EOPNOTSUPP;
	}
	return 0;
}

int rosfw_conn_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rosfw_dump *dump = rosfw_dump(cb);
	struct visit visit = { .rn = dump->rn, .skb = skb, .cb = cb };

	if (dump->refusal)
		return rosfw_dump_refuse(cb);
	rosfw_conntrack_walk(dump->rn, rosfw_menus[dump->menu].family, &dump->pos, visit_conn, &visit);
	return skb->len;
}
