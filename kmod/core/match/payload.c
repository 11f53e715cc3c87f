// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking into what packets carry. See payload.h.
 *
 * Untrusted bytes. Time is proportional to their number, but for patterns with several "*", whose names are short.
 * Nothing is kept and nothing allocated. Locks: none.
 */
#include "../scan/p2p.h"
#include "payload.h"

/* ---- content ---- */

void rosfw_search_begin(struct rosfw_search *s, const u8 *text, u32 len)
{
	u32 i, same = 0;

	s->text = text;
	s->len = len;
	s->at = 0;
	s->back[0] = 0;
	for (i = 1; i < len; i++) {
		while (same && text[i] != text[same])
			same = s->back[same - 1];
		same += text[i] == text[same];
		s->back[i] = same;
	}
}

bool rosfw_search_feed(struct rosfw_search *s, const u8 *data, u32 len)
{
	u32 i, at = s->at;

	for (i = 0; i < len; i++) {
		while (at && data[i] != s->text[at])
			at = s->back[at - 1];
		at += data[i] == s->text[at];
		if (at == s->len)
			return true;
	}
	s->at = at;
	return false;
}

/* Not inlined: the search is too large for the stack of those who look for nothing. */
noinline bool rosfw_match_content(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	struct rosfw_search s;

	rosfw_search_begin(&s, (const u8 *)cond->u.text, cond->n);
	return rosfw_env_search(walk, walk->pkt->l4_off, &s) != cond->negated;
}

/* ---- names with wildcards ---- */

static u8 lower(u8 c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

/* Is @c in the set whose "[" is at @p? Return where the pattern goes on; NULL: it is no set, for want of a "]". */
static const char *in_set(const char *p, u8 c, bool *in)
{
	bool inverted = p[1] == '!' || p[1] == '^', found = false;
	const char *first = p + 1 + inverted;
	u8 from, to;

	for (p = first; *p && (*p != ']' || p == first); p++) {
		from = lower(*p);
		to = from;
		if (p[1] == '-' && p[2] && p[2] != ']') {
			to = lower(p[2]);
			p += 2;
		}
		found |= c >= from && c <= to;
	}
	*in = found != inverted;
	return *p ? p + 1 : NULL;
}

/* One byte against one element of the pattern that is no "*". Return where the pattern goes on, NULL: no match. */
static const char *one(const char *p, u8 c)
{
	const char *next;
	bool in;

	if (!*p || !c)
		return NULL;
	if (*p == '?')
		return p + 1;
	next = *p == '[' ? in_set(p, c, &in) : NULL;
	if (next)
		return in ? next : NULL;
	return lower(*p) == c ? p + 1 : NULL;
}

/* A "*" takes as little as it can; if that was too little, the last one takes a byte more. */
bool rosfw_glob(const char *pattern, const char *text)
{
	const char *p = pattern, *s = text, *star = NULL, *after = NULL, *next;

	while (*s || *p == '*') {
		if (*p == '*') {
			star = ++p;
			after = s;
			if (!*p)
				return true;
			continue;
		}
		next = one(p, lower(*s));
		if (next) {
			p = next;
			s++;
			continue;
		}
		if (!star)
			return false;
		p = star;
		s = ++after;
	}
	return !*p;
}

/* ---- tls-host ---- */

/**
 * struct reader - what is left of a segment
 * @walk: the packet
 * @at: next byte
 * @end: behind the last one
 */
struct reader {
	const struct rosfw_walk *walk;
	u32 at;
	u32 end;
};

static bool take(struct reader *r, void *to, u32 n)
{
	if (n > r->end - r->at || !rosfw_env_copy(r->walk, r->at, to, n))
		return false;
	r->at += n;
	return true;
}

static bool skip(struct reader *r, u32 n)
{
	if (n > r->end - r->at)
		return false;
	r->at += n;
	return true;
}

/* A vector: its length in @size bytes, and then so many bytes that nobody wants. */
static bool skip_vector(struct reader *r, u32 size)
{
	u8 n[2] = { 0, 0 };

	return take(r, n + 2 - size, size) && skip(r, get_unaligned_be16(n));
}

#define TLS_HANDSHAKE		22
#define TLS_CLIENT_HELLO	1
#define TLS_HELLO_FIXED		34	/* version and random */
#define TLS_SERVER_NAME		0	/* extension */
#define TLS_HOST_NAME		0	/* kind of name in it */

static bool at_extensions(struct reader *r)
{
	u8 head[9];

	return take(r, head, sizeof(head)) && head[0] == TLS_HANDSHAKE && head[1] == 3 && head[5] == TLS_CLIENT_HELLO &&
	       skip(r, TLS_HELLO_FIXED) && skip_vector(r, 1) && skip_vector(r, 2) && skip_vector(r, 1) && skip(r, 2);
}

static bool read_name(struct reader *r, u32 len, char *name)
{
	u8 head[5];
	u32 n;

	if (len < sizeof(head) || !take(r, head, sizeof(head)) || head[2] != TLS_HOST_NAME)
		return false;
	n = get_unaligned_be16(head + 3);
	if (!n || n > len - sizeof(head) || n >= ROSFW_TLS_HOST_SIZE || !take(r, name, n))
		return false;
	name[n] = 0;
	/* A NUL inside is no name, and must not hide what follows it. */
	return strlen(name) == n;
}

bool rosfw_tls_host(const struct rosfw_walk *walk, u32 from, u32 to, char *name)
{
	struct reader r = { .walk = walk, .at = from, .end = to };
	u8 head[4];
	u32 len;

	if (from > to || !at_extensions(&r))
		return false;
	/* Each turn takes four bytes at least. */
	while (take(&r, head, sizeof(head))) {
		len = get_unaligned_be16(head + 2);
		if (get_unaligned_be16(head) == TLS_SERVER_NAME)
			return read_name(&r, len, name);
		if (!skip(&r, len))
			return false;
	}
	return false;
}

/* Only a client's first words have a name that could match or not. */
noinline bool rosfw_match_tls_host(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	const struct rosfw_pkt *pkt = walk->pkt;
	char name[ROSFW_TLS_HOST_SIZE];
	u32 from;

	if (pkt->proto != ROSFW_PROTO_TCP || !(pkt->flags & ROSFW_PKT_L4) || !pkt->payload_len)
		return false;
	from = pkt->l4_off + pkt->u.tcp.doff;
	if (!rosfw_tls_host(walk, from, from + pkt->payload_len, name))
		return false;
	return rosfw_glob(cond->u.text, name) != cond->negated;
}

/* ---- p2p ---- */

#define UDP_HEADER	8U

/* Bits of what the packet speaks; 0: nothing of the kind. */
static u32 spoken(const struct rosfw_walk *walk)
{
	const struct rosfw_pkt *pkt = walk->pkt;
	u8 head[ROSFW_P2P_HEAD], tail[ROSFW_P2P_TAIL];
	struct rosfw_p2p_bytes b = { .head = head, .tail = tail, .len = pkt->payload_len, .proto = pkt->proto };
	u32 from, nhead = min(b.len, ROSFW_P2P_HEAD), ntail = min(b.len, ROSFW_P2P_TAIL);

	if ((b.proto != ROSFW_PROTO_TCP && b.proto != ROSFW_PROTO_UDP) || !(pkt->flags & ROSFW_PKT_L4) || !b.len)
		return 0;
	from = pkt->l4_off + (b.proto == ROSFW_PROTO_TCP ? pkt->u.tcp.doff : UDP_HEADER);
	if (!rosfw_env_copy(walk, from, head, nhead) || !rosfw_env_copy(walk, from + b.len - ntail, tail, ntail))
		return 0;
	return rosfw_scan_p2p(&b);
}

noinline bool rosfw_match_p2p(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	return !!(spoken(walk) & cond->u.bits) != cond->negated;
}
