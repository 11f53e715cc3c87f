// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a connection looks like at each stage of its way through the router, and the views that come of it.
 *
 * A stage is decided once, by the first packet that passes its NAT point, and stays so for the connection's life. A
 * header that differs from the one before gets a view of its own in the connection's extension.
 * Locks: the connection's for deciding; reading needs none: a header is complete before its bit in ext->own is set.
 */
#include "expect.h"
#include "table.h"

const struct rosfw_view *rosfw_stage_view(const struct rosfw_conn *conn, enum rosfw_stage stage)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	u8 own = ext ? smp_load_acquire(&ext->own) : 0;	/* pairs with add_view() */

	for (; stage > ROSFW_STAGE_ARRIVES; stage--)
		if (own & BIT(stage))
			return &ext->view[stage - 1];
	return &conn->view;
}

void rosfw_conn_header(const struct rosfw_conn *conn, enum rosfw_stage stage, struct rosfw_header *header)
{
	const struct rosfw_view *view = rosfw_stage_view(conn, stage);

	rosfw_header_from_key(&view->key, !!(view->key.tag & ROSFW_VIEW_TURNED), header);
}

static u32 decided_bits(enum rosfw_stage stage)
{
	switch (stage) {
	case ROSFW_STAGE_BETWEEN:
		return ROSFW_CONN_DST_DECIDED;
	case ROSFW_STAGE_LEAVES:
		return ROSFW_CONN_DST_DECIDED | ROSFW_CONN_SRC_DECIDED;
	default:
		return 0;
	}
}

bool rosfw_conn_stage_decided(const struct rosfw_conn *conn, enum rosfw_stage stage)
{
	u32 bits = decided_bits(stage);

	return (READ_ONCE(conn->status) & bits) == bits;
}

/*
 * A header that the connection had before leads back to it without another view: -EALREADY. Seen from the other side
 * it would make packets of both directions look the same; that is as if somebody else had it: -EEXIST.
 */
static int check_own_views(const struct rosfw_conn *conn, enum rosfw_stage stage, const struct rosfw_header *header)
{
	struct rosfw_header before, reverse;

	rosfw_header_reverse(header, &reverse);
	while (stage-- > ROSFW_STAGE_ARRIVES) {
		rosfw_conn_header(conn, stage, &before);
		if (rosfw_header_equal(&before, header))
			return -EALREADY;
		if (rosfw_header_equal(&before, &reverse))
			return -EEXIST;
	}
	return 0;
}

/* Under the connection's lock, with a header that is not the one before. */
static int add_view(struct rosfw_conntrack *ct, struct rosfw_conn *conn, enum rosfw_stage stage,
		    const struct rosfw_header *header, struct rosfw_conn **stale)
{
	int err = check_own_views(conn, stage, header);
	struct rosfw_conn_ext *ext;
	struct rosfw_view *view;
	u32 hash;
	u8 turned;

	if (err == -EEXIST)
		return err;
	ext = rosfw_conn_extend(conn);
	if (!ext)
		return -ENOMEM;
	view = &ext->view[stage - 1];
	rosfw_view_key(header, &view->key, &turned);
	hash = rosfw_table_hash(ct, &view->key);
	view->key.tag = stage | (turned ? ROSFW_VIEW_TURNED : 0);
	if (!err) {
		err = rosfw_table_link(ct, view, hash, rosfw_now_seconds(), stale);
		if (err)
			return err;
		ext->linked |= BIT(stage);
	}
	smp_store_release(&ext->own, ext->own | BIT(stage));	/* pairs with rosfw_stage_view() */
	return 0;
}

/* Would it leave with the header that is another one's when it leaves? */
static bool clashes(const struct rosfw_conn *conn, enum rosfw_stage stage, const struct rosfw_header *header)
{
	struct rosfw_header arrives;

	if (likely(!(conn->status & ROSFW_CONN_CLASH)) || stage != ROSFW_STAGE_LEAVES)
		return false;
	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &arrives);
	return rosfw_header_equal(&arrives, header);
}

/* Under the connection's lock. */
static int decide(struct rosfw_conntrack *ct, struct rosfw_conn *conn, enum rosfw_stage stage,
		  const struct rosfw_header *header, struct rosfw_conn **stale)
{
	u32 status = conn->status | decided_bits(stage);
	struct rosfw_header before;
	int err;

	if (conn->status & ROSFW_CONN_DYING)
		return -ENOENT;
	if (rosfw_conn_stage_decided(conn, stage))
		return -EALREADY;
	if (clashes(conn, stage, header))
		return -EEXIST;
	rosfw_conn_header(conn, stage - 1, &before);
	if (!rosfw_header_equal(&before, header)) {
		err = add_view(ct, conn, stage, header, stale);
		if (err)
			return err;
		status |= stage == ROSFW_STAGE_BETWEEN ? ROSFW_CONN_DSTNAT : ROSFW_CONN_SRCNAT;
	}
	WRITE_ONCE(conn->status, status);
	return 0;
}

int rosfw_conn_set_stage(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_stage stage,
			 const struct rosfw_header *header)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	struct rosfw_conn *stale;
	int err;

	for (;;) {
		spin_lock_bh(&conn->lock);
		err = decide(ct, conn, stage, header, &stale);
		spin_unlock_bh(&conn->lock);
		if (err != -EAGAIN)
			return err;
		rosfw_table_end(ct, stale, ROSFW_END_EXPIRED, rosfw_now_seconds());
	}
}

void rosfw_conn_keep_stage(struct rosfw_conn *conn, enum rosfw_stage stage)
{
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING) && !rosfw_conn_stage_decided(conn, stage))
		WRITE_ONCE(conn->status, conn->status | decided_bits(stage));
	spin_unlock_bh(&conn->lock);
}

bool rosfw_conntrack_taken(struct rosfw_net *rn, const struct rosfw_header *header)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	struct rosfw_view_key key;
	u8 orient;

	rosfw_view_key(header, &key, &orient);
	return rosfw_table_find(ct, &key, rosfw_table_hash(ct, &key), rosfw_now_seconds());
}

bool rosfw_conn_wanted(const struct rosfw_conn *conn, enum rosfw_stage stage, struct rosfw_endpoint *to)
{
	u8 wanted = stage == ROSFW_STAGE_BETWEEN ? ROSFW_EXPECT_TO_DST : ROSFW_EXPECT_TO_SRC;
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);

	if (!(READ_ONCE(conn->status) & ROSFW_CONN_EXPECTED) || !(ext->wanted & wanted))
		return false;
	*to = ext->to[stage - 1];
	return true;
}

/* ---- masquerade ---- */

int rosfw_conn_set_masquerade(struct rosfw_conn *conn, u32 ifindex)
{
	struct rosfw_conn_ext *ext;
	int err = 0;

	spin_lock_bh(&conn->lock);
	ext = conn->status & ROSFW_CONN_DYING ? NULL : rosfw_conn_extend(conn);
	if (ext)
		WRITE_ONCE(ext->masquerade, ifindex);
	else
		err = conn->status & ROSFW_CONN_DYING ? -ENOENT : -ENOMEM;
	spin_unlock_bh(&conn->lock);
	return err;
}

/* Which masqueraded connections are to go. */
struct lost {
	u32 ifindex;
	enum rosfw_family family;
	const struct rosfw_addr *addr;
};

static bool is_lost(const struct rosfw_conn *conn, const void *arg)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);
	u32 ifindex = ext ? READ_ONCE(ext->masquerade) : 0;
	const struct lost *lost = arg;
	struct rosfw_header header;

	if (!ifindex || (lost->ifindex && ifindex != lost->ifindex))
		return false;
	if (!lost->addr)
		return true;
	rosfw_conn_header(conn, ROSFW_STAGE_LEAVES, &header);
	return header.family == lost->family && rosfw_addr_equal(&header.src.addr, lost->addr);
}

void rosfw_conntrack_unmasquerade(struct rosfw_net *rn, u32 ifindex, enum rosfw_family family,
				  const struct rosfw_addr *addr)
{
	const struct lost lost = { .ifindex = ifindex, .family = family, .addr = addr };

	rosfw_table_end_matching(rn->conntrack, is_lost, &lost);
}
