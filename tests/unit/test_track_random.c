// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP conversations that nobody wrote down. Two hosts talk over two lossy links with the tracker in between: segments
 * get lost, doubled, and overtake each other, on both sides of it; windows open, shrink and close; hosts repeat
 * themselves, probe, and close. Whatever they do is legal, so nothing of it may be invalid. And somebody who knows
 * addresses and ports, but no numbers, throws in what he likes, which must have no effect.
 */
#include "track_play.h"

#define QUEUE		6	/* segments under way on one link */
#define PATIENCE	8	/* how often one of them is overtaken at most */
#define BLOCKS		4	/* received out of order */
#define RECENT		4	/* segments that are asked about again later */

static u32 seed;

static u32 rnd(u32 n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static u32 rnd32(void)
{
	return rnd(0x10000) << 16 | rnd(0x10000);
}

/**
 * struct seg - a segment under way; numbers count from the first one of the side
 * @age: how often it was overtaken
 */
struct seg {
	char flags[8];
	u32 seq;
	u32 len;
	u32 ack;
	u32 win;
	u32 sack[2];
	u8 ws;
	bool has_ws;
	u32 age;
};

struct link {
	struct seg seg[QUEUE];
	u32 n;
};

enum host_state {
	HOST_CLOSED,
	HOST_SYN_SENT,
	HOST_SYN_RCVD,
	HOST_OPEN,
};

/**
 * struct host - a small TCP
 * @una: the first byte that is not acknowledged
 * @nxt: the next to send
 * @allowed: how far it may send
 * @fin: where its FIN is, 0: not yet
 * @total: how much it wants to send
 * @rcv: the next byte that it expects
 * @buffer: how much it can take
 * @edge: how far it has allowed the other one to send
 * @blocks: what it has got out of order
 * @rcv_fin: got the other's FIN
 * @ws: its scale; @scaled: both have agreed
 */
struct host {
	enum host_state state;
	u32 una;
	u32 nxt;
	u32 allowed;
	u32 fin;
	u32 total;
	u32 rcv;
	u32 buffer;
	u32 max_buffer;
	u32 edge;
	u32 block[BLOCKS][2];
	u32 blocks;
	bool rcv_fin;
	u8 ws;
	u8 peer_ws;
	bool wants_scale;
	bool scaled;
	bool sends_mid;
};

/**
 * struct world - two hosts and what is between them
 * @link: by host: from it to the tracker, from the tracker to it
 * @recent: texts of segments that were accepted
 */
struct world {
	struct host host[2];
	struct link out[2];
	struct link in[2];
	struct run run;
	char recent[RECENT][96];
	u32 n_recent;
	bool over;
	u32 loss;
	u32 garbage;
	u32 segments;
	u32 ignored;
};

static void link_put(struct world *w, struct link *l, const struct seg *s)
{
	if (rnd(100) < w->loss || l->n == QUEUE)
		return;
	l->seg[l->n] = *s;
	l->seg[l->n++].age = 0;
	if (rnd(100) < w->loss / 4 && l->n < QUEUE)
		l->seg[l->n++] = *s;
}

static bool link_take(struct world *w, struct link *l, struct seg *s)
{
	u32 i = 0, k;

	if (!l->n)
		return false;
	if (w->loss && rnd(4) == 0)
		i = rnd(l->n);
	for (k = 0; k < i; k++)
		if (l->seg[k].age++ >= PATIENCE)
			i = k;
	*s = l->seg[i];
	l->n--;
	memmove(&l->seg[i], &l->seg[i + 1], (l->n - i) * sizeof(*s));
	return true;
}

/* What its window says now; the right edge may move back, by a little. */
static u32 window(struct host *h, bool syn)
{
	u32 room = h->buffer, field;

	/* Mostly no shrinking, as RFC 9293 wants it. */
	if (h->rcv + room < h->edge && rnd(8))
		room = h->edge - h->rcv;
	field = syn || !h->scaled ? min(room, 65535U) : min(room >> h->ws, 65535U);
	room = syn || !h->scaled ? field : field << h->ws;
	h->edge = max(h->edge, h->rcv + room);
	return field;
}

static void emit(struct world *w, u32 who, const char *flags, u32 seq, u32 len)
{
	struct host *h = &w->host[who];
	struct seg s = { .seq = seq, .len = len };
	bool syn = strchr(flags, 'S');

	snprintf(s.flags, sizeof(s.flags), "%s", flags);
	if (strchr(flags, 'A'))
		s.ack = h->rcv;
	s.win = window(h, syn);
	s.has_ws = syn && h->wants_scale;
	s.ws = h->ws;
	if (!syn && h->blocks && rnd(4))
		memcpy(s.sack, h->block[rnd(h->blocks)], sizeof(s.sack));
	link_put(w, &w->out[who], &s);
}

/* Sends bytes @from ... @to, with the FIN if that is where it is. */
static void emit_data(struct world *w, u32 who, u32 from, u32 to)
{
	struct host *h = &w->host[who];
	bool fin = h->fin && to == h->fin + 1;

	emit(w, who, fin ? "FA" : rnd(2) ? "PA" : "A", from, to - from - fin);
}

/* Offers a connection, or repeats that. */
static void opening(struct world *w, u32 who)
{
	struct host *h = &w->host[who];

	if (h->state == HOST_SYN_SENT)
		emit(w, who, "S", 0, 0);
	else if (h->state == HOST_SYN_RCVD)
		emit(w, who, "SA", 0, 0);
}

static void send_new(struct world *w, u32 who)
{
	struct host *h = &w->host[who];
	u32 limit = h->fin ? h->fin + 1 : h->total + 1, room;

	limit = min(limit, h->allowed);
	if (h->nxt >= limit)
		return;
	room = min(limit - h->nxt, rnd(4) ? 1460U : 65000U);
	room = 1 + rnd(room);
	emit_data(w, who, h->nxt, h->nxt + room);
	h->nxt += room;
}

static void send_again(struct world *w, u32 who)
{
	struct host *h = &w->host[who];
	u32 from = h->una, n;

	if (h->nxt == h->una)
		return;
	if (h->sends_mid && rnd(2))
		from += rnd(h->nxt - h->una);
	n = min(h->nxt - from, 1 + rnd(3000));
	emit_data(w, who, from, from + n);
}

/* Keepalives, and probes of a closed window: the byte before, or the byte behind. */
static void probe(struct world *w, u32 who)
{
	struct host *h = &w->host[who];

	if (h->nxt == h->una && h->una > 1)
		emit(w, who, "A", h->una - 1, h->fin && h->una == h->fin + 1 ? 0 : rnd(2));
	else if (h->nxt == h->allowed && h->nxt <= h->total && h->nxt == h->una)
		emit_data(w, who, h->nxt++, h->una + 1);
	else
		emit(w, who, "A", h->nxt, 0);
}

static void act(struct world *w, u32 who)
{
	struct host *h = &w->host[who];

	if (h->state != HOST_OPEN) {
		opening(w, who);
		return;
	}
	switch (rnd(12)) {
	case 0:
		send_again(w, who);
		break;
	case 1:
		if (rnd(8) == 0)
			probe(w, who);
		break;
	case 2:		/* the application reads, or does not */
		h->buffer = rnd(3) ? h->max_buffer : rnd(h->max_buffer + 1);
		emit(w, who, "A", h->nxt, 0);
		break;
	case 3:
		if (!h->fin && h->nxt == h->total + 1)
			h->fin = h->nxt;
		break;
	default:
		send_new(w, who);
		break;
	}
}

static void remember_block(struct host *h, u32 from, u32 to)
{
	u32 i = h->blocks < BLOCKS ? h->blocks++ : rnd(BLOCKS);

	h->block[i][0] = from;
	h->block[i][1] = to;
}

static void use_blocks(struct host *h)
{
	u32 i = 0;

	while (i < h->blocks) {
		if (h->block[i][0] > h->rcv) {
			i++;
			continue;
		}
		h->rcv = max(h->rcv, h->block[i][1]);
		h->blocks--;
		memcpy(h->block[i], h->block[h->blocks], sizeof(h->block[i]));
		i = 0;
	}
}

static void take_data(struct world *w, u32 who, const struct seg *s)
{
	struct host *h = &w->host[who];
	u32 end = s->seq + s->len + !!strchr(s->flags, 'F');

	if (s->seq == end && s->seq == h->rcv)
		return;
	if (s->seq <= h->rcv) {
		/* What is beyond the window may be thrown away. */
		h->rcv = max(h->rcv, min(end, max(h->edge, h->rcv)));
		use_blocks(h);
	} else if (end <= h->edge && rnd(4)) {
		remember_block(h, s->seq, end);
	}
	if (s->len || strchr(s->flags, 'F') || s->seq != h->rcv || rnd(2))
		if (rnd(3) || s->seq != h->rcv)
			emit(w, who, "A", h->nxt, 0);
}

static void take_ack(struct host *h, const struct seg *s)
{
	if (s->ack > h->nxt || s->ack < h->una)
		return;
	h->una = s->ack;
	h->allowed = s->ack + (strchr(s->flags, 'S') || !h->scaled ? s->win : s->win << h->peer_ws);
}

static void open_with(struct host *h, const struct seg *s)
{
	h->rcv = 1;
	h->scaled = h->wants_scale && s->has_ws;
	h->peer_ws = s->ws;
}

static void receive(struct world *w, u32 who, const struct seg *s)
{
	struct host *h = &w->host[who];
	bool syn = strchr(s->flags, 'S'), ack = strchr(s->flags, 'A');

	switch (h->state) {
	case HOST_CLOSED:
		if (!syn || ack)
			return;
		open_with(h, s);
		h->wants_scale = h->scaled;
		h->state = HOST_SYN_RCVD;
		opening(w, who);
		break;
	case HOST_SYN_SENT:
		if (!syn || !ack || s->ack != 1)
			return;
		open_with(h, s);
		h->state = HOST_OPEN;
		take_ack(h, s);
		emit(w, who, "A", h->nxt, 0);
		break;
	case HOST_SYN_RCVD:
		if (syn && !ack)
			opening(w, who);
		if (syn || !ack || s->ack != 1)
			return;
		h->state = HOST_OPEN;
		take_ack(h, s);
		take_data(w, who, s);
		break;
	case HOST_OPEN:
		if (syn) {
			emit(w, who, "A", h->nxt, 0);
			return;
		}
		take_ack(h, s);
		take_data(w, who, s);
		break;
	}
}

/* ---- the tracker ---- */

static void seg_text(const struct seg *s, u32 who, char *text, size_t n)
{
	int k = snprintf(text, n, "%c %s %u+%u win %u", who ? '<' : '>', s->flags, s->seq, s->len, s->win);

	if (strchr(s->flags, 'A'))
		k += snprintf(text + k, n - k, " ack %u", s->ack);
	if (s->has_ws)
		k += snprintf(text + k, n - k, " ws %u", s->ws);
	if (s->sack[1])
		snprintf(text + k, n - k, " sack %u-%u", s->sack[0], s->sack[1]);
}

/* The numbers of a side may be anything; but what was seen before stays. */
static bool same_but_pending(const struct rosfw_track *a, const struct rosfw_track *b)
{
	u32 i;

	for (i = 0; i < 2; i++) {
		const struct rosfw_track_side *x = &a->tcp.side[i], *y = &b->tcp.side[i];

		if (x->end != y->end || x->maxend != y->maxend || x->maxack != y->maxack || x->maxwin != y->maxwin ||
		    x->scale != y->scale || x->flags != y->flags)
			return false;
	}
	return a->tcp_state == b->tcp_state &&
	       ((a->flags ^ b->flags) & ~(ROSFW_TRACK_SYN_PENDING | ROSFW_TRACK_CHALLENGED)) == 0;
}

/* Somebody who knows addresses and ports. */
static void throw_in(struct world *w)
{
	static const char *const flags[] = { "S", "SA", "A", "PA", "FA", "R", "RA", "F", "SF", "AU" };
	struct rosfw_track before = w->run.track;
	char text[96];
	struct rosfw_pkt pkt;
	const char *got;
	bool first_syn;
	u32 timeout;

	if (!w->run.exists)
		return;
	timeout = rosfw_track_timeout(&before, &w->run.settings);
	snprintf(text, sizeof(text), "%s %u+%u ack %u win %u", flags[rnd(ARRAY_SIZE(flags))], rnd32(), rnd(3) * rnd(1400),
		 rnd32(), rnd(65536));
	first_syn = !strncmp(text, "S ", 2) && before.tcp_state == ROSFW_TCP_SYN_SENT;
	w->run.isn[0] ^= 0x12345678;	/* numbers that mean nothing */
	play_packet(&w->run, &pkt, rnd(2), text);
	w->run.isn[0] ^= 0x12345678;
	got = play(&w->run, &pkt);
	/* A SYN of the other side is all that its first word can be. */
	if (first_syn && w->run.track.tcp_state == ROSFW_TCP_LISTEN)
		return;
	if (before.tcp_state == ROSFW_TCP_LISTEN && !strncmp(text, "S ", 2))
		return;
	/* Where nothing is left to protect, anybody may begin. */
	if (!strcmp(got, "again")) {
		w->run.exists = false;
		w->over = true;
		return;
	}
	if ((strcmp(got, "invalid") && strcmp(got, "ignore")) || !same_but_pending(&before, &w->run.track))
		tap_fail("seed %u: %s: %s in %s", seed, text, got, play_states[before.tcp_state]);
	tap_is(rosfw_track_timeout(&w->run.track, &w->run.settings), timeout);
}

static void ask_recent(struct world *w)
{
	struct rosfw_pkt pkt;
	const char *text = w->recent[rnd(RECENT)];
	bool from_a = *text == '>';

	if (!*text)
		return;
	play_packet(&w->run, &pkt, from_a, text + 2);
	if (!play_accepted(play_ask(&w->run, &pkt, from_a != !w->run.orient)))
		tap_fail("asked again later: %s", text);
}

static void pass(struct world *w, u32 who)
{
	struct rosfw_pkt pkt;
	struct seg s;
	const char *got;
	char text[96];

	if (!link_take(w, &w->out[who], &s))
		return;
	if (rnd(1000) < w->garbage)
		throw_in(w);
	if (w->over)
		return;
	seg_text(&s, who, text, sizeof(text));
	play_packet(&w->run, &pkt, !who, text + 2);
	got = play(&w->run, &pkt);
	w->segments++;
	w->ignored += !strcmp(got, "ignore") && !strchr(s.flags, 'S');
	if (!strcmp(got, "invalid") || !strcmp(got, "again") || (!strcmp(got, "refused") && !strchr(s.flags, 'F')))
		tap_fail("%s: %s in %s (flags 0x%x)", text, got, play_states[w->run.track.tcp_state], w->run.track.flags);
	else if (w->run.exists)
		snprintf(w->recent[w->n_recent++ % RECENT], sizeof(text), "%s", text);
	ask_recent(w);
	link_put(w, &w->in[who], &s);
}

static void host_init(struct host *h, bool scale)
{
	static const u32 buffers[] = { 500, 3000, 65535, 200000, 4000000 };

	*h = (struct host){ .nxt = 1, .wants_scale = scale && rnd(4), .ws = rnd(15), .total = rnd(2) ? rnd(3000) : rnd(200000), .sends_mid = rnd(2) };
	h->max_buffer = buffers[rnd(ARRAY_SIZE(buffers))];
	h->buffer = h->max_buffer;
}

/* Past the handshake, before any data, as if nobody had looked. */
static void skip_handshake(struct world *w)
{
	u32 i;

	for (i = 0; i < 2; i++) {
		struct host *h = &w->host[i];

		h->state = HOST_OPEN;
		h->rcv = 1;
		h->una = 1;
		h->scaled = w->host[0].wants_scale && w->host[1].wants_scale;
		h->peer_ws = w->host[!i].ws;
		h->edge = h->rcv + min(h->buffer, 65535U);
		w->host[!i].allowed = h->edge;
	}
}

static bool finished(const struct world *w)
{
	const struct host *a = &w->host[0], *b = &w->host[1];

	return a->fin && a->una == a->fin + 1 && b->fin && b->una == b->fin + 1;
}

static void converse(struct world *w, u32 number, bool pickup, u32 garbage)
{
	u32 step, i;

	seed = number;
	*w = (struct world){ .loss = rnd(3) * rnd(12), .garbage = garbage };
	w->run = (struct run){ .settings = rosfw_timeouts_default, .proto = TCP, .now = 1000, .isn = { rnd32(), rnd32() } };
	host_init(&w->host[0], rnd(4));
	host_init(&w->host[1], true);
	w->host[0].state = HOST_SYN_SENT;
	if (pickup)
		skip_handshake(w);
	for (step = 0; step < 6000 && !finished(w) && !w->over; step++) {
		for (i = 0; i < 2; i++) {
			struct seg s;

			if (rnd(2))
				act(w, i);
			if (rnd(4))
				pass(w, i);
			if (rnd(4) && link_take(w, &w->in[!i], &s))
				receive(w, i, &s);
		}
	}
}

static void test_legal(u32 n, bool pickup, u32 garbage, const char *what)
{
	struct world *w = calloc(1, sizeof(*w));
	u64 segments = 0, ignored = 0, done = 0;
	u32 i;

	if (!w)
		abort();
	tap_case("%s", what);
	for (i = 1; i <= n && !tap.bad; i++) {
		converse(w, i * 2654435761U, pickup, garbage);
		if (tap.bad)
			printf("# conversation %u\n", i);
		segments += w->segments;
		ignored += w->ignored;
		done += finished(w) || w->over;
		if (!w->loss && !w->over && finished(w))
			tap_ok(w->run.track.tcp_state == ROSFW_TCP_TIME_WAIT || w->run.track.tcp_state == ROSFW_TCP_LAST_ACK);
	}
	printf("# %llu segments, %llu let through without effect, %llu of %u conversations came to their end\n",
	       (unsigned long long)segments, (unsigned long long)ignored, (unsigned long long)done, n);
	tap_ok(done > n / 2);
	free(w);
}

int main(void)
{
	tap_begin();
	test_legal(300, false, 0, "nothing of a legal conversation is invalid");
	test_legal(300, true, 0, "nothing of a picked up conversation is invalid");
	test_legal(300, false, 200, "what is thrown in blindly has no effect");
	test_legal(300, true, 200, "what is thrown in blindly has no effect on a picked up conversation");
	return tap_end();
}
