// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers: which connections have one, and what becomes of what their payload announces. See helper.h.
 *
 * Whoever announces an endpoint knows it as his own; the other side knows it as the connection's translation shows him.
 * Where these differ, the announced port is expected at the address that the other side sees, at the same number if
 * that is free there, else at the next one that is; the payload follows. The connection that comes is translated back
 * to the endpoint that was announced, and seems to come from whom the one who announced it speaks with.
 *
 * Life: made when the connection is confirmed, freed with it.
 * Locks: the connection's for what is remembered; expectations have their own, which is taken without any other.
 */
#include "expect.h"
#include "helper.h"
#include "table.h"

/**
 * struct protocol - how the payload of a service is read
 * @read: finds what it announces
 * @port: where it is spoken, for services whose ports cannot be set; else 0
 * @proto: transport protocols
 * @seconds: how long what is announced is waited for; 0: as long as the connection lives
 * @types: how people call its connections: a bit 1 << enum rosfw_connection_type, or none
 */
struct protocol {
	void (*read)(struct rosfw_scan *scan);
	u16 port;
	u8 proto[2];
	u32 seconds;
	u8 types;
};

#define TYPE(name)	BIT(ROSFW_CONNECTION_##name)

/* Of what has no row in service-port, since nothing can be set: no reader, only a type. */
#define QUAKE3		ROSFW_SERVICES

static const struct protocol protocols[ROSFW_SERVICES + 1] = {
	[ROSFW_SERVICE_FTP] = { rosfw_scan_ftp, .proto = { ROSFW_PROTO_TCP }, .seconds = 300, .types = TYPE(FTP) },
	[ROSFW_SERVICE_TFTP] = { rosfw_scan_tftp, .proto = { ROSFW_PROTO_UDP }, .seconds = 300, .types = TYPE(TFTP) },
	[ROSFW_SERVICE_IRC] = { rosfw_scan_irc, .proto = { ROSFW_PROTO_TCP }, .seconds = 300, .types = TYPE(IRC) },
	[ROSFW_SERVICE_PPTP] = { rosfw_scan_pptp, .port = 1723, .proto = { ROSFW_PROTO_TCP }, .types = TYPE(PPTP) },
	[ROSFW_SERVICE_SIP] = { rosfw_scan_sip, .proto = { ROSFW_PROTO_UDP, ROSFW_PROTO_TCP }, .seconds = 180,
				.types = TYPE(SIP) },
	[ROSFW_SERVICE_RTSP] = { rosfw_scan_rtsp, .proto = { ROSFW_PROTO_TCP }, .seconds = 300 },
	[QUAKE3] = { .types = TYPE(QUAKE3) },
};

u8 rosfw_helper_types(const struct rosfw_conn *conn)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	u8 service = ext ? READ_ONCE(ext->service) : 0;

	return service ? protocols[service - 1].types : 0;
}

/* ---- who has a helper ---- */

static const struct rosfw_services *services_of(const struct rosfw_net *rn)
{
	return &rcu_dereference(rn->ruleset)->services;
}

static bool is_at_port(const struct rosfw_service_port *service, const struct protocol *p, u16 port)
{
	u32 i;

	if (p->port)
		return p->port == port;
	for (i = 0; i < service->nports; i++)
		if (service->port[i] == port)
			return true;
	return false;
}

/* enum rosfw_service, or ROSFW_SERVICES: none. */
static u32 service_at(const struct rosfw_services *services, u8 proto, u16 port)
{
	const struct protocol *p;
	u32 i;

	for (i = 0; i < ROSFW_SERVICES; i++) {
		p = &protocols[i];
		if (p->read && services->service[i].enabled && (p->proto[0] == proto || p->proto[1] == proto) &&
		    is_at_port(&services->service[i], p, port))
			return i;
	}
	return ROSFW_SERVICES;
}

/* What was announced has no helper but the one that was announced with it. */
static u32 service_of(const struct rosfw_net *rn, const struct rosfw_conn *conn)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	struct rosfw_header header;

	if (READ_ONCE(conn->status) & ROSFW_CONN_EXPECTED)
		return ext->wanted & ROSFW_EXPECT_HELPER ? ext->service - 1 : ROSFW_SERVICES;
	rosfw_conn_header(conn, ROSFW_STAGE_BETWEEN, &header);
	if (header.proto != ROSFW_PROTO_TCP && header.proto != ROSFW_PROTO_UDP)
		return ROSFW_SERVICES;
	return service_at(services_of(rn), header.proto, header.dst.id);
}

static bool attach_locked(struct rosfw_conn *conn, struct rosfw_helper *helper)
{
	struct rosfw_conn_ext *ext = rosfw_conn_extend(conn);

	if (!ext || ext->helper)
		return false;
	ext->service = helper->service + 1;
	if (helper->service == ROSFW_SERVICE_SIP && conn->track.proto == ROSFW_PROTO_UDP)
		WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_HELPER_LIFE);
	smp_store_release(&ext->helper, helper);	/* pairs with rosfw_helper_of() and what it dereferences */
	return true;
}

void rosfw_helper_attach(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	u32 service = service_of(rn, conn);
	struct rosfw_helper *helper;
	bool attached = false;

	if (likely(service == ROSFW_SERVICES))
		return;
	helper = kzalloc(sizeof(*helper), GFP_ATOMIC | __GFP_NOWARN);
	if (helper) {
		helper->service = service;
		spin_lock_bh(&conn->lock);
		attached = attach_locked(conn, helper);
		spin_unlock_bh(&conn->lock);
	}
	if (attached)
		return;
	kfree(helper);
	/* Or another packet was as quick. */
	if (!rosfw_helper_of(conn))
		rosfw_count_reason(rn, ROSFW_REASON_HELPER_NO_MEMORY);
}

void rosfw_helper_recognise(struct rosfw_conn *conn, const u8 *data, u32 len)
{
	struct rosfw_conn_ext *ext;

	if (likely(!rosfw_scan_quake3(data, len)))
		return;
	spin_lock_bh(&conn->lock);
	ext = rosfw_conn_extend(conn);
	if (ext && !ext->service)
		ext->service = QUAKE3 + 1;
	spin_unlock_bh(&conn->lock);
}

bool rosfw_helper_is_enabled(const struct rosfw_net *rn, const struct rosfw_helper *helper)
{
	return services_of(rn)->service[helper->service].enabled;
}

u32 rosfw_helper_life(const struct rosfw_net *rn, const struct rosfw_conn *conn, u32 now)
{
	const struct rosfw_services *services = services_of(rn);
	const struct rosfw_helper *helper = conn->ext->helper;
	u32 until = helper->until;

	lockdep_assert_held(&conn->lock);
	if (!services->service[helper->service].enabled)
		return 0;
	return max(services->sip_timeout, until > now ? until - now : 0);
}

/* ---- streams ---- */

static bool is_behind(u32 a, u32 b)
{
	return (s32)(a - b) > 0;
}

void rosfw_helper_begin(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq)
{
	struct rosfw_helper_stream *stream = &conn->ext->helper->stream[dir];

	spin_lock_bh(&conn->lock);
	*stream = (struct rosfw_helper_stream){ .line = { seq }, .known = 1 };
	spin_unlock_bh(&conn->lock);
}

/* What is known of the place in the stream where a payload begins. */
static void find_line(struct rosfw_conn *conn, u32 seq, struct rosfw_scan *scan)
{
	const struct rosfw_helper_stream *stream = &conn->ext->helper->stream[scan->reply];
	u8 i;

	scan->line_start = false;
	spin_lock_bh(&conn->lock);
	for (i = 0; i < stream->known && !scan->line_start; i++) {
		scan->line_start = stream->line[i] == seq;
		scan->left = scan->line_start ? stream->left[i] : 0;
	}
	spin_unlock_bh(&conn->lock);
}

/*
 * What speaks another protocol from the start is no connection of ours: what a browser can be made to send to such a
 * port must not announce anything, however it is cut into segments.
 */
static void note_heard(struct rosfw_helper *helper, const struct rosfw_scan *scan)
{
	if (helper->heard == ROSFW_SCAN_HEARD_NOTHING && (scan->line_start || scan->heard == ROSFW_SCAN_HEARD_OURS))
		helper->heard = scan->heard;
}

/* The next message begins with @seq, or where the reader says. What comes again says nothing new. */
static void note_line(struct rosfw_conn *conn, u32 seq, const struct rosfw_scan *scan)
{
	struct rosfw_helper_stream *stream = &conn->ext->helper->stream[scan->reply];

	spin_lock_bh(&conn->lock);
	note_heard(conn->ext->helper, scan);
	if (scan->line_end && (!stream->known || is_behind(seq, stream->line[0]))) {
		stream->line[1] = stream->line[0];
		stream->left[1] = stream->left[0];
		stream->line[0] = seq;
		stream->left[0] = scan->left;
		stream->known = min(stream->known + 1, 2);
	}
	spin_unlock_bh(&conn->lock);
}

void rosfw_helper_grow(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq, s32 growth)
{
	spin_lock_bh(&conn->lock);
	rosfw_seq_grow(&conn->ext->helper->shift[dir], seq, growth);
	spin_unlock_bh(&conn->lock);
}

void rosfw_helper_shifts(struct rosfw_conn *conn, struct rosfw_seq_shift shift[ROSFW_DIRS])
{
	spin_lock_bh(&conn->lock);
	memcpy(shift, conn->ext->helper->shift, sizeof(conn->ext->helper->shift));
	spin_unlock_bh(&conn->lock);
}

s32 rosfw_helper_ack_shift(const struct rosfw_conn *conn, enum rosfw_dir dir, u32 ack)
{
	const struct rosfw_helper *helper = rosfw_helper_of(conn);

	lockdep_assert_held(&conn->lock);
	return helper ? rosfw_seq_unshift_of(&helper->shift[!dir], ack) : 0;
}

/* ---- names ---- */

static bool is_name(const struct rosfw_helper_name *name, u8 dir, u8 proto, u16 first, u16 port)
{
	return name->dir == dir && name->proto == proto && port >= first && port - first < name->n;
}

/* How the other side of @dir knows a port that was announced there. */
static bool find_outer(struct rosfw_conn *conn, u8 dir, u8 proto, u16 inner, u16 *outer)
{
	const struct rosfw_helper_name *name = conn->ext->helper->name;
	bool found = false;
	u32 i;

	spin_lock_bh(&conn->lock);
	for (i = 0; i < ROSFW_HELPER_NAMES && !found; i++, name++) {
		found = is_name(name, dir, proto, name->inner, inner);
		if (found)
			*outer = name->outer + (inner - name->inner);
	}
	spin_unlock_bh(&conn->lock);
	return found;
}

/* The other way. */
static bool find_inner(struct rosfw_conn *conn, u8 dir, u8 proto, u16 outer, u16 *inner)
{
	const struct rosfw_helper_name *name = conn->ext->helper->name;
	bool found = false;
	u32 i;

	spin_lock_bh(&conn->lock);
	for (i = 0; i < ROSFW_HELPER_NAMES && !found; i++, name++) {
		found = is_name(name, dir, proto, name->outer, outer);
		if (found)
			*inner = name->inner + (outer - name->outer);
	}
	spin_unlock_bh(&conn->lock);
	return found;
}

/* One name for what was announced, however often. */
static void remember(struct rosfw_conn *conn, const struct rosfw_helper_name *name)
{
	struct rosfw_helper *helper = conn->ext->helper;
	struct rosfw_helper_name *known = helper->name, *to = NULL;
	u32 i;

	spin_lock_bh(&conn->lock);
	for (i = 0; i < ROSFW_HELPER_NAMES && !to; i++, known++)
		if (known->n && known->dir == name->dir && known->proto == name->proto && known->inner == name->inner)
			to = known;
	if (!to)
		to = &helper->name[helper->next++ % ROSFW_HELPER_NAMES];
	*to = *name;
	spin_unlock_bh(&conn->lock);
}

/* ---- what is announced ---- */

/**
 * struct sides - a packet's sender and receiver, as each is known to both
 * @own: the sender, as he knows himself
 * @own_outer: the sender, as the receiver knows him
 * @peer: the receiver, as he knows himself
 * @peer_outer: the receiver, as the sender knows him
 */
struct sides {
	struct rosfw_endpoint own;
	struct rosfw_endpoint own_outer;
	struct rosfw_endpoint peer;
	struct rosfw_endpoint peer_outer;
};

/**
 * struct reading - one payload that is read
 * @rn: namespace
 * @conn: its connection
 * @protocol: how it is read
 * @work: findings and edits
 * @sides: who speaks with whom
 * @dir: enum rosfw_dir
 */
struct reading {
	struct rosfw_net *rn;
	struct rosfw_conn *conn;
	const struct protocol *protocol;
	struct rosfw_helper_work *work;
	struct sides sides;
	u8 dir;
};

static void read_sides(const struct rosfw_conn *conn, enum rosfw_dir dir, struct rosfw_scan *scan, struct sides *s)
{
	struct rosfw_header arrives, leaves;

	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &arrives);
	rosfw_conn_header(conn, ROSFW_STAGE_LEAVES, &leaves);
	if (dir == ROSFW_DIR_ORIG)
		*s = (struct sides){ arrives.src, leaves.src, leaves.dst, arrives.dst };
	else
		*s = (struct sides){ leaves.dst, arrives.dst, arrives.src, leaves.src };
	scan->src = s->own;
	scan->dst = s->peer_outer;
	scan->family = arrives.family;
	scan->proto = arrives.proto;
	scan->reply = dir == ROSFW_DIR_REPL;
}

static bool is_sip(const struct reading *r)
{
	return r->conn->ext->helper->service == ROSFW_SERVICE_SIP;
}

/* Who may come, and as whom. */
static u32 want_flags(const struct reading *r, const struct rosfw_finding *f)
{
	bool media = f->flags & ROSFW_SCAN_MEDIA;
	u32 flags = ROSFW_EXPECT_TO_DST;

	if (f->flags & ROSFW_SCAN_ANY_SRC && !(media && is_sip(r) && !services_of(r->rn)->sip_direct_media))
		flags |= ROSFW_EXPECT_ANY_SRC;
	if (media || !(flags & ROSFW_EXPECT_ANY_SRC))
		flags |= ROSFW_EXPECT_TO_SRC;
	if (media)
		flags |= ROSFW_EXPECT_MEDIA;
	if (f->flags & ROSFW_SCAN_PERMANENT)
		flags |= ROSFW_EXPECT_PERMANENT;
	if (f->next == ROSFW_SCAN_SIP)
		flags |= ROSFW_EXPECT_HELPER;
	return flags;
}

static void make_want(const struct reading *r, const struct rosfw_finding *f, struct rosfw_expect_want *want)
{
	const struct sides *s = &r->sides;

	*want = (struct rosfw_expect_want){
		.header = {
			.src.addr = s->peer.addr,
			.dst = { .addr = s->own_outer.addr, .id = f->port },
			.proto = f->proto,
			.family = r->work->scan.family,
		},
		.to = { { .addr = f->addr, .id = f->port }, { .addr = s->peer_outer.addr } },
		.flags = want_flags(r, f),
		.seconds = f->seconds ?: r->protocol->seconds,
		.call = f->call,
		.service = r->conn->ext->helper->service + 1,
	};
}

/* Where the other side can reach it: the first port that nobody else waits at. */
static int expect_somewhere(const struct reading *r, const struct rosfw_finding *f, struct rosfw_expect_want *want)
{
	u16 first = f->port;
	int err;

	find_outer(r->conn, r->dir, f->proto, f->port, &first);
	want->header.dst.id = first;
	err = rosfw_expect_add(r->rn, r->conn, want, f->nports, ROSFW_EXPECT_TRIES);
	if (err)
		return err == -EEXIST ? -EADDRINUSE : err;
	remember(r->conn, &(struct rosfw_helper_name){ r->dir, f->proto, f->nports, f->port, want->header.dst.id });
	return 0;
}

/* Without a choice a port stays what it is; who else waits there does for us. */
static int expect_there(const struct reading *r, const struct rosfw_finding *f, struct rosfw_expect_want *want)
{
	int err = rosfw_expect_add(r->rn, r->conn, want, f->nports, 1);

	return err == -EEXIST ? 0 : err;
}

/*
 * The payload is right as it is, so it may go on: what it announces is not expected, and meets the rules as anything
 * else does. Only who could not be reached otherwise has to try again.
 */
static int pass_unexpected(const struct reading *r, int err)
{
	if (err == -ENOSPC)
		rosfw_count_reason(r->rn, ROSFW_REASON_HELPER_EXHAUSTED);
	else if (err == -ENOMEM)
		rosfw_count_reason(r->rn, ROSFW_REASON_HELPER_NO_MEMORY);
	return 0;
}

/* An endpoint is mentioned: the receiver has to know it by the name that he can use. */
static void rename_endpoint(const struct reading *r, const struct rosfw_finding *f)
{
	const struct rosfw_endpoint from = { .addr = f->addr, .id = f->port };
	const struct sides *s = &r->sides;
	bool peer = f->flags & ROSFW_SCAN_PEER;
	struct rosfw_endpoint to = from;
	u16 port = f->port;

	if (f->flags & ROSFW_SCAN_FOREIGN)
		return;
	to.addr = peer ? s->peer.addr : s->own_outer.addr;
	if (f->proto == r->work->scan.proto && f->port == (peer ? s->peer_outer.id : s->own.id))
		port = peer ? s->peer.id : s->own_outer.id;
	else if (peer)
		find_inner(r->conn, !r->dir, f->proto, f->port, &port);
	else
		find_outer(r->conn, r->dir, f->proto, f->port, &port);
	to.id = port;
	if (!rosfw_endpoint_equal(&from, &to))
		rosfw_scan_edit(&r->work->edits, f, r->work->scan.family, &to);
}

/* ---- calls of PPTP ---- */

/**
 * struct party - one end of a call
 * @in: it, as it knows itself; the id is ROSFW_VIEW_CALL | the call id
 * @out: as the other one knows it
 */
struct party {
	struct rosfw_endpoint in;
	struct rosfw_endpoint out;
};

static struct rosfw_endpoint call_at(const struct rosfw_endpoint *side, u16 id)
{
	return (struct rosfw_endpoint){ .addr = side->addr, .id = ROSFW_VIEW_CALL | id };
}

/* What the other side is told: the id itself, or the next one that nobody else has at that address. */
static int reserve_call(const struct reading *r, u16 id, u16 *outer)
{
	struct rosfw_expect_want want = {
		.header = { .src.addr = r->sides.peer.addr, .proto = ROSFW_PROTO_GRE, .family = r->work->scan.family },
		.flags = ROSFW_EXPECT_NEVER,
	};
	int err = -EEXIST;
	u16 inner;
	u32 i;

	for (i = 0; i < ROSFW_EXPECT_TRIES && err == -EEXIST; i++) {
		*outer = id + i;
		if (find_inner(r->conn, r->dir, ROSFW_PROTO_GRE, *outer, &inner) && inner != id)
			continue;
		want.header.dst = call_at(&r->sides.own_outer, *outer);
		err = rosfw_expect_add(r->rn, r->conn, &want, 1, 1);
	}
	if (err == -EEXIST)
		return -EADDRINUSE;
	return err == -ENOENT ? 0 : err;
}

/* The sender's own id is mentioned: it gets a name that the other side can use, the same one each time. */
static noinline_for_stack int name_call(const struct reading *r, const struct rosfw_finding *f, u16 *outer)
{
	struct rosfw_endpoint to = { .addr = f->addr };
	int err = 0;

	*outer = f->port;
	if (!find_outer(r->conn, r->dir, ROSFW_PROTO_GRE, f->port, outer)) {
		if (!rosfw_addr_equal(&r->sides.own.addr, &r->sides.own_outer.addr))
			err = reserve_call(r, f->port, outer);
		if (!err)
			remember(r->conn, &(struct rosfw_helper_name){ r->dir, ROSFW_PROTO_GRE, 1, f->port, *outer });
	}
	to.id = *outer;
	if (!err && *outer != f->port)
		rosfw_scan_edit(&r->work->edits, f, r->work->scan.family, &to);
	return err;
}

/*
 * Packets from one to the other have these headers on their way, the last of which is how they arrive: they are
 * expected with that, and found with the others.
 */
static int expect_way(const struct reading *r, const struct party *from, const struct party *to)
{
	const struct rosfw_endpoint *const way[][2] = {
		{ &from->out, &to->in }, { &from->in, &to->in }, { &from->in, &to->out },
	};
	struct rosfw_expect_want want = {
		.header = { .proto = ROSFW_PROTO_GRE, .family = r->work->scan.family },
		.to = { to->in, from->out },
		.flags = ROSFW_EXPECT_NEVER,
		.service = r->conn->ext->helper->service + 1,
	};
	int err = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(way) && (!err || err == -EEXIST); i++) {
		want.header.src = *way[i][0];
		want.header.dst = *way[i][1];
		if (i == ARRAY_SIZE(way) - 1)
			want.flags = ROSFW_EXPECT_PERMANENT | ROSFW_EXPECT_TO_DST | ROSFW_EXPECT_TO_SRC;
		err = rosfw_expect_add(r->rn, r->conn, &want, 1, 1);
	}
	/* Another connection of the same two says the same. */
	return err == -EEXIST ? 0 : err;
}

/* A call that the sender accepts: both ids are known. Nobody can accept what was not asked for. */
static noinline_for_stack int open_call(const struct reading *r, const struct rosfw_finding *f)
{
	const struct sides *s = &r->sides;
	struct party own, peer;
	u16 outer, inner;
	int err;

	err = name_call(r, f, &outer);
	if (err || !find_inner(r->conn, !r->dir, ROSFW_PROTO_GRE, f->peer_id, &inner))
		return err;
	own = (struct party){ call_at(&s->own, f->port), call_at(&s->own_outer, outer) };
	peer = (struct party){ call_at(&s->peer, inner), call_at(&s->peer_outer, f->peer_id) };
	err = expect_way(r, &own, &peer) ?: expect_way(r, &peer, &own);
	if (err && rosfw_endpoint_equal(&own.in, &own.out) && rosfw_endpoint_equal(&peer.in, &peer.out))
		return pass_unexpected(r, err);
	/* What has ended announces nothing. */
	if (err)
		return err == -ENOENT ? 0 : err;
	remember(r->conn, &(struct rosfw_helper_name){
		r->dir, ROSFW_PROTO_GRE, 1, f->port, outer, ROSFW_VIEW_CALL | f->peer_id });
	return 0;
}

/* Forgets a name; what it was, in @was. */
static void forget_name(struct rosfw_conn *conn, u8 dir, u16 outer, struct rosfw_helper_name *was)
{
	struct rosfw_helper_name *name = conn->ext->helper->name;
	u32 i;

	*was = (struct rosfw_helper_name){ 0 };
	spin_lock_bh(&conn->lock);
	for (i = 0; i < ROSFW_HELPER_NAMES; i++, name++) {
		if (!is_name(name, dir, ROSFW_PROTO_GRE, name->outer, outer))
			continue;
		*was = *name;
		name->n = 0;
	}
	spin_unlock_bh(&conn->lock);
}

/* All of them. */
static void forget_names(struct rosfw_conn *conn)
{
	spin_lock_bh(&conn->lock);
	memset(conn->ext->helper->name, 0, sizeof(conn->ext->helper->name));
	spin_unlock_bh(&conn->lock);
}

/* No packet of a call that ends there is known any more. */
static void forget_call_at(const struct reading *r, const struct rosfw_endpoint *side, u16 id)
{
	const struct rosfw_expect_select select = { .at = call_at(side, id), .ends = true, .proto = ROSFW_PROTO_GRE };

	rosfw_expect_change(r->rn, r->conn, &select, 0);
}

/* The sender says that its call has ended, or, without an id, that all have. The other side's id is free, too. */
static noinline_for_stack void close_call(const struct reading *r, const struct rosfw_finding *f)
{
	const struct sides *s = &r->sides;
	struct rosfw_helper_name was, peer;
	u16 outer = f->port;

	if (!f->port_at.len) {
		rosfw_expect_forget(r->rn, r->conn);
		forget_names(r->conn);
		return;
	}
	rename_endpoint(r, f);
	find_outer(r->conn, r->dir, ROSFW_PROTO_GRE, f->port, &outer);
	forget_call_at(r, &s->own, f->port);
	forget_call_at(r, &s->own_outer, outer);
	forget_name(r->conn, r->dir, outer, &was);
	if (was.peer)
		forget_name(r->conn, !r->dir, was.peer, &peer);
}

/* ---- findings ---- */

static int expect(const struct reading *r, const struct rosfw_finding *f)
{
	const struct sides *s = &r->sides;
	struct rosfw_expect_want want;
	int err;

	/* Who lets us wait for connections to others lends out the firewall. */
	if (f->flags & (ROSFW_SCAN_FOREIGN | ROSFW_SCAN_PEER) || !f->nports || f->nports > ROSFW_EXPECT_PORTS_MAX ||
	    f->port + f->nports - 1 > U16_MAX)
		return 0;
	make_want(r, f, &want);
	if (f->proto == r->work->scan.proto && rosfw_endpoint_equal(&want.to[0], &s->own)) {
		want.header.dst = s->own_outer;
		err = expect_there(r, f, &want);
	} else if (rosfw_addr_equal(&s->own.addr, &s->own_outer.addr)) {
		err = expect_there(r, f, &want);
	} else {
		err = expect_somewhere(r, f, &want);
	}
	if (err && rosfw_endpoint_equal(&want.header.dst, &want.to[0]))
		err = pass_unexpected(r, err);
	if (!err && !rosfw_endpoint_equal(&want.header.dst, &want.to[0]))
		rosfw_scan_edit(&r->work->edits, f, want.header.family, &want.header.dst);
	/* A connection that has ended announces nothing. */
	return err == -ENOENT ? 0 : err;
}

/* What was expected lives on for a time that the other side says, or is not expected any more. */
static void change(const struct reading *r, const struct rosfw_finding *f, u32 seconds)
{
	const struct rosfw_expect_select select = {
		.at = { .addr = f->addr, .id = f->port },
		.outer = f->flags & ROSFW_SCAN_PEER,
		.proto = f->port || f->proto != r->work->scan.proto ? f->proto : 0,
		.call = f->call,
		.flags = (f->flags & ROSFW_SCAN_MEDIA ? ROSFW_EXPECT_MEDIA : 0) |
			 (f->flags & ROSFW_SCAN_PERMANENT ? ROSFW_EXPECT_PERMANENT : 0),
	};

	if (f->flags & ROSFW_SCAN_FOREIGN)
		return;
	rosfw_expect_change(r->rn, r->conn, &select, seconds);
}

/* A client that has registered is called through this connection, so it lives for as long. */
static void hold(const struct reading *r, const struct rosfw_finding *f)
{
	u32 until = rosfw_now_seconds() + min(f->seconds, ROSFW_EXPECT_SECONDS_MAX);
	struct rosfw_conn *conn = r->conn;

	if (!(f->flags & ROSFW_SCAN_PERMANENT) || f->flags & ROSFW_SCAN_FOREIGN)
		return;
	spin_lock_bh(&conn->lock);
	if (conn->status & ROSFW_CONN_HELPER_LIFE) {
		conn->ext->helper->until = max(conn->ext->helper->until, until);
		if (conn->status & ROSFW_CONN_CONFIRMED && conn->expires < until)
			WRITE_ONCE(conn->expires, until);
	}
	spin_unlock_bh(&conn->lock);
}

/* What a message does; what it mentions comes later, since ports may get other numbers here. */
static int happen(const struct reading *r, const struct rosfw_finding *f)
{
	u16 outer;
	int err;

	switch ((enum rosfw_scan_kind)f->kind) {
	case ROSFW_SCAN_EXPECT:
		err = f->proto == ROSFW_PROTO_GRE ? open_call(r, f) : expect(r, f);
		if (!err)
			hold(r, f);
		return err;
	case ROSFW_SCAN_RESERVE:
		return name_call(r, f, &outer);
	case ROSFW_SCAN_CONFIRM:
		change(r, f, f->seconds);
		hold(r, f);
		return 0;
	case ROSFW_SCAN_FORGET:
		if (f->proto == ROSFW_PROTO_GRE)
			close_call(r, f);
		else
			change(r, f, 0);
		return 0;
	case ROSFW_SCAN_NAME:
	case ROSFW_SCAN_LENGTH:
		return 0;
	}
	return 0;
}

static bool is_mentioned(const struct rosfw_finding *f)
{
	return f->kind == ROSFW_SCAN_NAME || f->kind == ROSFW_SCAN_CONFIRM || f->kind == ROSFW_SCAN_FORGET;
}

int rosfw_helper_read(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq,
		      struct rosfw_helper_work *work)
{
	struct rosfw_scan *scan = &work->scan;
	struct reading r = {
		.rn = rn,
		.conn = conn,
		.protocol = &protocols[conn->ext->helper->service],
		.work = work,
		.dir = dir,
	};
	bool stream;
	int err = 0;
	u32 i;

	read_sides(conn, dir, scan, &r.sides);
	stream = scan->proto == ROSFW_PROTO_TCP;
	scan->line_start = true;
	scan->left = 0;
	if (stream)
		find_line(conn, seq, scan);
	scan->line_end = false;
	scan->heard = ROSFW_SCAN_HEARD_NOTHING;
	scan->more = false;
	scan->n = 0;
	work->edits.n = 0;
	if (READ_ONCE(conn->ext->helper->heard) == ROSFW_SCAN_HEARD_ALIEN)
		return 0;
	r.protocol->read(scan);
	if (stream)
		note_line(conn, seq + scan->len, scan);
	for (i = 0; i < scan->n && !err; i++)
		err = happen(&r, &scan->found[i]);
	for (i = 0; i < scan->n && !err; i++)
		if (is_mentioned(&scan->found[i]))
			rename_endpoint(&r, &scan->found[i]);
	rosfw_scan_edit_lengths(&work->edits, scan);
	return err;
}
