// SPDX-License-Identifier: GPL-2.0-only
/*
 * FastTrack: what TCP connections remember of segments that the state machine did not see.
 *
 * What they do at each segment is in fast.h. What does not fit there is judged by the state machine, once it has caught
 * up. So a segment that would be invalid is so with FastTrack, too, and the state machine knows where both sides are
 * when one of them closes.
 *
 * Packets run here on several processors at once. Numbers grow only, by compare and exchange, so nothing that was sent
 * is forgotten; in the worst case a check sees the other side as it was a moment ago, and the packet goes the slow way.
 */
#include "fast.h"
#include "../track/tcp.h"

/* @s has said what @f remembers, to @r. True: that is news. */
static bool catch_up_side(struct rosfw_track_side *s, struct rosfw_track_side *r, const struct rosfw_fast_side *f)
{
	u32 end = READ_ONCE(f->end), ack = READ_ONCE(f->maxack), allows = READ_ONCE(f->allows);
	bool news = seq_after(end, s->end) || seq_after(ack, s->maxack);

	if (seq_after(end, s->end)) {
		s->end = end;
		s->flags &= ~SIDE_FIN;
	}
	if (seq_after(ack, s->maxack))
		s->maxack = ack;
	if (seq_after(allows, r->maxend))
		r->maxend = allows;
	s->maxwin = max(s->maxwin, READ_ONCE(f->maxwin));
	return news;
}

static void catch_up_tcp(struct rosfw_track *t, struct rosfw_fast_side *const side[2])
{
	struct rosfw_track_side *a = &t->tcp.side[0], *b = &t->tcp.side[1];
	bool news = catch_up_side(a, b, side[0]);

	news |= catch_up_side(b, a, side[1]);
	if (news)
		rosfw_tcp_heard(t);
}

void rosfw_fast_catch_up(struct rosfw_track *track, struct rosfw_fast_side *const side[2], u64 now)
{
	if (track->proto == ROSFW_PROTO_TCP) {
		/* Before and after that nothing passes, and what is left are numbers of another time. */
		if (track->tcp_state == ROSFW_TCP_ESTABLISHED)
			catch_up_tcp(track, side);
	} else {
		rosfw_track_stream(track, now);
	}
}

static void publish_side(const struct rosfw_track_side *s, const struct rosfw_track_side *r, struct rosfw_fast_side *f,
			 enum rosfw_fast_mode before)
{
	WRITE_ONCE(f->scale, s->scale);
	if (before == ROSFW_FAST_CLOSED) {
		WRITE_ONCE(f->end, s->end);
		WRITE_ONCE(f->maxack, s->maxack);
		WRITE_ONCE(f->allows, r->maxend);
		WRITE_ONCE(f->maxwin, s->maxwin);
		return;
	}
	rosfw_fast_advance(&f->end, s->end);
	rosfw_fast_advance(&f->maxack, s->maxack);
	rosfw_fast_advance(&f->allows, r->maxend);
	rosfw_fast_widen(&f->maxwin, s->maxwin);
}

enum rosfw_fast_mode rosfw_fast_publish(const struct rosfw_track *track, struct rosfw_fast_side *const side[2],
					enum rosfw_fast_mode before, bool liberal)
{
	const struct rosfw_track_side *a = &track->tcp.side[0], *b = &track->tcp.side[1];

	if (track->proto == ROSFW_PROTO_UDP)
		return ROSFW_FAST_ALL;
	if (!rosfw_tcp_is_calm(track))
		return ROSFW_FAST_CLOSED;
	publish_side(a, b, side[0], before);
	publish_side(b, a, side[1], before);
	return liberal || track->flags & ROSFW_TRACK_PICKED_UP ? ROSFW_FAST_ALL : ROSFW_FAST_CHECKED;
}
