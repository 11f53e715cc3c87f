/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How fast a connection is: bits of the last full second, computed anew once a second.
 *
 * Only connections that a rule has asked about have one. It moves when packets are accounted for, and when somebody
 * looks; nothing has to run between packets. Locks: the connection's.
 */
#ifndef _ROSFW_TRACK_RATE_H
#define _ROSFW_TRACK_RATE_H

#include "../match/meter.h"

/**
 * struct rosfw_conn_rate - the speed of one connection; arrays by direction
 * @since: rosfw_env_ticks() when the present second began
 * @bytes: what had passed then
 * @bits: of the second before
 */
struct rosfw_conn_rate {
	u64 since;
	u64 bytes[2];
	u64 bits[2];
};

/**
 * rosfw_conn_rate_advance() - has another second gone by?
 * @r: moves on
 * @now: rosfw_env_ticks()
 * @orig: bytes of the original direction so far, without the packet that comes now
 * @repl: the same for replies
 * @late: bytes come in lumps, long after they have passed (FastTrack): the mean since the last look is what can be said
 *
 * Otherwise every packet is followed by a look before the next one: bytes that are new now are those of the second that
 * began at @since, and if more than one has gone by since then, nothing happened in the last.
 */
static inline void rosfw_conn_rate_advance(struct rosfw_conn_rate *r, u64 now, u64 orig, u64 repl, bool late)
{
	const u64 bytes[2] = { orig, repl };
	u64 passed = now - r->since;
	u32 rest;
	int dir;

	if (likely(passed < ROSFW_TICKS))
		return;
	div_u64_rem(passed, ROSFW_TICKS, &rest);
	for (dir = 0; dir < 2; dir++) {
		if (late)
			r->bits[dir] = div64_u64((bytes[dir] - r->bytes[dir]) * 8 * ROSFW_TICKS, passed);
		else
			r->bits[dir] = passed < 2 * ROSFW_TICKS ? (bytes[dir] - r->bytes[dir]) * 8 : 0;
		r->bytes[dir] = bytes[dir];
	}
	r->since = late ? now : now - rest;
}

#endif /* _ROSFW_TRACK_RATE_H */
