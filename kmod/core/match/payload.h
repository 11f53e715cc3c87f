/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Matchers that look into what packets carry: content, tls-host, p2p.
 *
 * The bytes may lie in pieces and are not moved: rosfw_env_search() and rosfw_env_copy() read them where they are.
 */
#ifndef _ROSFW_MATCH_PAYLOAD_H
#define _ROSFW_MATCH_PAYLOAD_H

#include "match.h"

/**
 * struct rosfw_search - a search for some bytes in others that come piece by piece (Knuth, Morris, Pratt)
 * @text: what is looked for
 * @len: bytes of it, 1 ... ROSFW_CONTENT_SIZE - 1
 * @at: bytes of it that the pieces so far end with
 * @back: by bytes that are the same: how many are still the same when the next one is not
 */
struct rosfw_search {
	const u8 *text;
	u32 len;
	u32 at;
	u8 back[ROSFW_CONTENT_SIZE];
};

void rosfw_search_begin(struct rosfw_search *s, const u8 *text, u32 len);
bool rosfw_search_feed(struct rosfw_search *s, const u8 *data, u32 len);	/* true: found */

/*
 * The name of the server that a TLS client asks for, in what a TCP segment carries: @from to @to in the packet. What
 * does not lie in this segment is not there.
 * @name: room for ROSFW_TLS_HOST_SIZE bytes; ends with a NUL. Return: false if there is no such name.
 */
bool rosfw_tls_host(const struct rosfw_walk *walk, u32 from, u32 to, char *name);

/* "*" any bytes, "?" one, "[a-z]" one of these, "[!a-z]" one of the others. Letters of both cases are the same. */
bool rosfw_glob(const char *pattern, const char *text);

/* The text lies in the item, which lives as long as the program. */
static inline int rosfw_compile_payload(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.text = (const char *)v->data;
	cond->n = v->len - 1;
	return 0;
}

bool rosfw_match_content(const struct rosfw_cond *cond, const struct rosfw_walk *walk);
bool rosfw_match_tls_host(const struct rosfw_cond *cond, const struct rosfw_walk *walk);

static inline int rosfw_compile_p2p(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	u32 kind;

	memcpy(&kind, v->data, sizeof(kind));
	cond->u.bits = kind == ROSFW_P2P_ALL ? U32_MAX : BIT(kind);
	return 0;
}

bool rosfw_match_p2p(const struct rosfw_cond *cond, const struct rosfw_walk *walk);

#endif /* _ROSFW_MATCH_PAYLOAD_H */
