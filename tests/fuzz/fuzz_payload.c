// SPDX-License-Identifier: GPL-2.0-only
/*
 * What looks into payloads: the reader of TLS hellos, names with wildcards, the search for content.
 *
 * Input: a byte that says where the payload is cut into a pattern and the rest, the pattern, the rest. Whatever it is,
 * nothing is read outside of it; a name has no NUL and fits; a search finds what a simple one finds, in pieces of any size.
 */
#include "core/match/payload.h"
#include "env.h"
#include "fuzz.h"

static void search(const u8 *text, u32 n, const u8 *data, u32 len)
{
	struct rosfw_search s;
	u32 piece, at;
	bool found;

	for (piece = 1; piece < 8; piece += 3) {
		rosfw_search_begin(&s, text, n);
		found = false;
		for (at = 0; at < len && !found; at += piece)
			found = rosfw_search_feed(&s, data + at, min(piece, len - at));
		BUG_ON(found != !!memmem(data, len, text, n));
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	char pattern[ROSFW_TLS_HOST_SIZE], name[ROSFW_TLS_HOST_SIZE];
	struct rosfw_pkt pkt = { 0 };
	const struct rosfw_walk walk = { .pkt = &pkt };
	u32 n;

	if (size < 2)
		return 0;
	n = min_t(u32, data[0], size - 1);
	memcpy(pattern, data + 1, n);
	pattern[n] = 0;
	data += n + 1;
	size -= n + 1;
	pkt.data = data;
	pkt.linear = size;
	pkt.len = size;
	if (n)
		search((const u8 *)pattern, n, data, size);
	if (rosfw_tls_host(&walk, 0, size, name)) {
		BUG_ON(!*name || !memchr(name, 0, sizeof(name)));
		rosfw_glob(pattern, name);
		BUG_ON(!rosfw_glob("*", name));
	}
	n = min_t(u32, size, sizeof(name) - 1);
	memcpy(name, data, n);
	name[n] = 0;
	rosfw_glob(pattern, name);
	return 0;
}
