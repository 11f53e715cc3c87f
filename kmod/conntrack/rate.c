// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast connections are, for rules with connection-rate and whoever lists connections.
 *
 * Life: a connection gets its meter when such a rule asks about it for the first time, and keeps it until it ends.
 * Locks: the connection's.
 */
#include "../core/track/rate.h"
#include "table.h"

void rosfw_conn_rate_look(struct rosfw_conn *conn)
{
	lockdep_assert_held(&conn->lock);
	rosfw_conn_rate_advance(conn->ext->rate, rosfw_env_ticks(), conn->stat[ROSFW_DIR_ORIG].bytes,
				conn->stat[ROSFW_DIR_REPL].bytes, conn->status & ROSFW_CONN_FASTTRACK);
}

/* Nothing is known yet: a second has to pass. */
static bool start(struct rosfw_conn *conn)
{
	struct rosfw_conn_ext *ext = rosfw_conn_extend(conn);
	struct rosfw_conn_rate *rate = ext ? kzalloc(sizeof(*rate), GFP_ATOMIC | __GFP_NOWARN) : NULL;

	if (!rate)
		return false;
	rate->since = rosfw_env_ticks();
	rate->bytes[ROSFW_DIR_ORIG] = conn->stat[ROSFW_DIR_ORIG].bytes;
	rate->bytes[ROSFW_DIR_REPL] = conn->stat[ROSFW_DIR_REPL].bytes;
	ext->rate = rate;
	WRITE_ONCE(conn->status, conn->status | ROSFW_CONN_RATED);
	return true;
}

static bool read_locked(struct rosfw_conn *conn, u64 *bits)
{
	if (conn->status & ROSFW_CONN_DYING)
		return false;
	if (!(conn->status & ROSFW_CONN_RATED) && !start(conn))
		return false;
	*bits = conn->ext->rate->bits[ROSFW_DIR_ORIG] + conn->ext->rate->bits[ROSFW_DIR_REPL];
	return true;
}

bool rosfw_conn_rate(struct rosfw_conn *conn, u64 *bits)
{
	bool known;

	spin_lock_bh(&conn->lock);
	known = read_locked(conn, bits);
	spin_unlock_bh(&conn->lock);
	return known;
}
