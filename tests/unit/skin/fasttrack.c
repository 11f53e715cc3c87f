// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the connection table asks of FastTrack. No connection is fasttracked here, so nobody may ask.
 */
#include "conntrack/conntrack.h"

void rosfw_fast_before(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	BUG_ON(1);
}

void rosfw_fast_after(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	BUG_ON(1);
}

bool rosfw_fast_tell(struct rosfw_conn *conn, const struct rosfw_timeouts *settings)
{
	BUG_ON(1);
	return false;
}

void rosfw_fast_forget(struct rosfw_conn *conn)
{
}

void rosfw_fast_free(struct rosfw_fast *fast, enum rosfw_family family)
{
	BUG_ON(1);
}
