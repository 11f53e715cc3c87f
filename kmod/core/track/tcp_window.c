// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP: does a segment agree with what both sides have said so far?
 *
 * The idea is that of G. van Rooij, "Real stateful TCP packet filtering in IP Filter" (2000). A router cannot know what
 * a receiver has got, but it has seen all that could have got there. So, for a segment of @s to @r:
 *
 *	data ahead	seq + len <= s.maxend + 1		r has never allowed more; one for zero window probes
 *	data behind	seq + len >= s.end - r.maxwin - 1	no more can be outstanding; one for keepalives
 *	ack ahead	ack <= r.end				nothing is acknowledged that was never sent
 *	ack behind	ack >= r.end - max(s.maxwin, 66000)	r cannot be further ahead, but segments get delayed
 *
 * What is behind by less than the same again is old rather than wrong. A window that shrinks takes nothing back: what
 * was allowed may be under way.
 *
 * A connection that was seen from the middle has an unknown past: windows are scaled by we do not know how much. There
 * the limits are a guess that widens, and only a segment that goes on exactly where its sender was is believed against
 * it. To hit that by chance is as hard as to guess all 32 bits.
 *
 * Pure functions on a state that the caller protects.
 */
#include "tcp.h"

/* Acknowledgements may be late by this much, however small the window is: the largest that is not scaled, and a bit. */
#define ACK_SLACK	66000U

/* Picked up: windows are at least this large, until we know better. */
#define GUESSED_WINDOW	0x100000U

/* Picked up: so much may be under way when the second side is met. */
#define FIRST_WORD	0x1000000U

/* RFC 7323: larger windows would make old and new undistinguishable. */
#define WINDOW_MAX	0x40000000U
#define SCALE_MAX	14

#define TCP_HDR		20

#define OPT_END		0
#define OPT_NOP		1
#define OPT_SCALE	3
#define OPT_SACK	5

void rosfw_tcp_read(struct segment *seg, const struct rosfw_pkt *pkt)
{
	seg->pkt = pkt;
	seg->seq = pkt->u.tcp.seq;
	seg->flags = pkt->u.tcp.flags;
	seg->end = seg->seq + pkt->payload_len;
	seg->end += !!(seg->flags & ROSFW_TCP_SYN) + !!(seg->flags & ROSFW_TCP_FIN);
	seg->ack = pkt->u.tcp.ack - pkt->ack_shift;
	seg->window = pkt->u.tcp.window;
}

/* The option of kind @kind: its first byte, which is the kind, with all of its length there; NULL: there is none. */
static const u8 *find_option(const struct segment *seg, u8 kind)
{
	u32 i = TCP_HDR, end = seg->pkt->u.tcp.doff;
	const u8 *p = seg->pkt->data + seg->pkt->l4_off;

	while (i < end && p[i] != OPT_END) {
		if (p[i] == OPT_NOP) {
			i++;
			continue;
		}
		/* One that does not fit, or would never end, makes the rest unreadable. */
		if (i + 2 > end || p[i + 1] < 2 || i + p[i + 1] > end)
			return NULL;
		if (p[i] == kind)
			return p + i;
		i += p[i + 1];
	}
	return NULL;
}

u8 rosfw_tcp_scale(const struct segment *seg)
{
	const u8 *opt = find_option(seg, OPT_SCALE);

	return opt && opt[1] == 3 ? OFFERED | min_t(u8, opt[2], SCALE_MAX) : 0;
}

/* True: of what @r has sent, something behind @from was received out of order. Impossible blocks are passed over. */
static bool has_sack(const struct segment *seg, const struct rosfw_track_side *r, u32 from)
{
	const u8 *opt = find_option(seg, OPT_SACK);
	u32 i;

	if (!opt)
		return false;
	for (i = 2; i + 8 <= opt[1]; i += 8)
		if (seq_within(get_unaligned_be32(opt + i + 4) - seg->pkt->ack_shift, from, r->end))
			return true;
	return false;
}

static u32 window_of(const struct rosfw_track_side *s, const struct segment *seg)
{
	return (u32)seg->window << (seg->flags & ROSFW_TCP_SYN ? 0 : s->scale);
}

static u32 ack_slack(const struct rosfw_track_side *s)
{
	return max(s->maxwin, ACK_SLACK);
}

void rosfw_tcp_begin(struct rosfw_track_side *s, const struct segment *syn)
{
	u8 scale = rosfw_tcp_scale(syn);

	s->end = syn->end;
	s->maxend = syn->seq + 1;
	s->maxack = 0;
	s->maxwin = max_t(u32, syn->window, 1);
	s->scale = scale & ~OFFERED;
	s->flags = scale & OFFERED ? SIDE_SCALES : 0;
}

void rosfw_tcp_answer(struct rosfw_track *t, const struct segment *synack, bool reply)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	rosfw_tcp_begin(s, synack);
	if (!(s->flags & r->flags & SIDE_SCALES)) {
		s->scale = 0;
		r->scale = 0;
	}
	s->flags |= SIDE_ACKED;
	s->maxack = synack->ack;
	s->maxend = synack->seq + 1 + r->maxwin;
	r->maxend = synack->ack + s->maxwin;
	r->maxack = synack->seq + 1;
}

void rosfw_tcp_pick_up(struct rosfw_track *t, const struct segment *seg, bool reply)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	s->end = seg->end;
	s->maxend = seg->end + GUESSED_WINDOW;
	s->maxack = seg->ack;
	s->maxwin = max(window_of(s, seg), GUESSED_WINDOW);
	s->flags = SIDE_ACKED;
	r->end = seg->ack;
	r->maxend = seg->ack + s->maxwin;
	r->maxack = seg->seq;
	r->maxwin = 0;
	r->flags = 0;
}

/* @old: so far behind that it is old, by less than @slack. */
static enum fit fits_behind(u32 value, u32 limit, u32 slack)
{
	if (!seq_before(value, limit))
		return FIT;
	return limit - value <= slack ? FIT_OLD : FIT_NOT;
}

static enum fit data_fits(const struct rosfw_track_side *s, const struct rosfw_track_side *r, const struct segment *seg)
{
	if (!r->maxwin)
		return FIT;
	if (seq_after(seg->end, s->maxend + 1))
		return FIT_NOT;
	return fits_behind(seg->end, s->end - r->maxwin - 1, ack_slack(r));
}

static enum fit ack_fits(const struct rosfw_track_side *s, const struct rosfw_track_side *r, const struct segment *seg)
{
	u32 limit = r->end - ack_slack(s);
	enum fit fit;

	if (!(seg->flags & ROSFW_TCP_ACK))
		return FIT;
	if (seq_after(seg->ack, r->end))
		return FIT_NOT;
	fit = fits_behind(seg->ack, limit, ack_slack(s));
	return fit != FIT && has_sack(seg, r, limit) ? FIT : fit;
}

enum fit rosfw_tcp_fits(const struct rosfw_track *t, const struct segment *seg, bool reply)
{
	const struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	return max(data_fits(s, r, seg), ack_fits(s, r, seg));
}

static bool is_near(u32 a, u32 b, u32 distance)
{
	return a - b + distance <= 2 * distance;
}

bool rosfw_tcp_believe(struct rosfw_track *t, const struct segment *seg, bool reply)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];

	/* What the other side has acknowledged need not be all that it had sent before its first word to us. */
	if (!s->maxwin && !(is_near(seg->seq, s->end, FIRST_WORD) && is_near(seg->ack, r->end, FIRST_WORD)))
		return false;
	if (s->maxwin && seg->seq != s->end)
		return false;
	if (seq_after(seg->end, s->maxend)) {
		s->maxend = seg->end;
		if (r->flags & SIDE_ACKED)
			r->maxwin = clamp(seg->end - r->maxack, r->maxwin, WINDOW_MAX);
	}
	if (seq_after(seg->ack, r->end) || !is_near(seg->ack, r->end, WINDOW_MAX))
		r->end = seg->ack;
	s->maxwin = max(s->maxwin, r->end - seg->ack);
	return true;
}

static void update_ack(struct rosfw_track_side *s, struct rosfw_track_side *r, const struct segment *seg, u32 window)
{
	if (!(s->flags & SIDE_ACKED) || seq_after(seg->ack, s->maxack))
		s->maxack = seg->ack;
	s->flags |= SIDE_ACKED;
	if (seq_after(seg->ack + window, r->maxend))
		r->maxend = seg->ack + window;
	/* An older segment does not know. */
	if (seg->ack != s->maxack)
		return;
	s->flags &= ~SIDE_SHUT;
	if (!seg->window)
		s->flags |= SIDE_SHUT;
}

void rosfw_tcp_update(struct rosfw_track *t, const struct segment *seg, bool reply)
{
	struct rosfw_track_side *s = &t->tcp.side[reply], *r = &t->tcp.side[!reply];
	u32 window = window_of(s, seg);

	/* Who goes on behind a FIN has not sent it. */
	if (seq_after(seg->end, s->end)) {
		s->end = seg->end;
		s->flags &= ~SIDE_FIN;
	}
	if (seg->flags & ROSFW_TCP_FIN && seg->end == s->end)
		s->flags |= SIDE_FIN;
	s->maxwin = max3(s->maxwin, window, 1U);
	if (t->flags & ROSFW_TRACK_PICKED_UP) {
		s->maxwin = max(s->maxwin, GUESSED_WINDOW);
		window = s->maxwin;
	}
	if (seg->flags & ROSFW_TCP_ACK)
		update_ack(s, r, seg, window);
}
