/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets of payload readers share.
 *
 * Input: a byte of flags, the payload. Findings must lie in the payload; and the payload in which every finding names
 * what it named before must be read in the same way again.
 */
#ifndef _ROSFW_FUZZ_SCAN_H
#define _ROSFW_FUZZ_SCAN_H

#include "core/scan/scan.h"
#include "fuzz.h"

#define FLAG_IPV6	0x01
#define FLAG_REPLY	0x02
#define FLAG_TCP	0x04
#define FLAG_MIDDLE	0x08
#define FLAG_REST	0x70	/* of a message that began before: so many times 8 bytes */

#define CHECK(cond)	BUG_ON(!(cond))

static inline void fuzz_scan_begin(struct rosfw_scan *scan, u8 flags, const u8 *data, u32 len)
{
	memset(scan, 0, sizeof(*scan));
	scan->family = flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4;
	scan->src.addr.lo = 0x0a000001;
	scan->dst.addr.lo = 0x0a000002;
	scan->src.id = 1024;
	scan->dst.id = 21;
	scan->proto = flags & FLAG_TCP ? ROSFW_PROTO_TCP : ROSFW_PROTO_UDP;
	scan->reply = flags & FLAG_REPLY;
	scan->line_start = !(flags & FLAG_MIDDLE);
	scan->left = (flags & FLAG_REST) >> 1;
	scan->data = data;
	scan->len = len;
}

static inline void fuzz_scan_spot(const struct rosfw_scan *scan, const struct rosfw_scan_spot *at)
{
	CHECK(at->off <= scan->len && at->len <= scan->len - at->off);
}

static inline void fuzz_scan_same(const struct rosfw_finding *a, const struct rosfw_finding *b)
{
	CHECK(a->kind == b->kind && a->proto == b->proto && a->flags == b->flags && a->next == b->next);
	CHECK(a->port == b->port && a->nports == b->nports && a->peer_id == b->peer_id && a->seconds == b->seconds);
	CHECK(rosfw_addr_equal(&a->addr, &b->addr));
}

static inline void fuzz_scan_rewrite(const struct rosfw_scan *scan, u8 flags, void (*read)(struct rosfw_scan *scan))
{
	struct rosfw_scan_edits edits = { 0 };
	static struct rosfw_scan again;
	struct rosfw_endpoint to;
	u32 len, i;
	u8 *out;

	for (i = 0; i < scan->n; i++) {
		to.addr = scan->found[i].addr;
		to.id = scan->found[i].port;
		if (scan->found[i].kind != ROSFW_SCAN_LENGTH)
			rosfw_scan_edit(&edits, &scan->found[i], scan->family, &to);
	}
	rosfw_scan_edit_lengths(&edits, scan);
	len = scan->len + rosfw_scan_growth(&edits);
	out = malloc(len ?: 1);
	if (!out)
		abort();
	rosfw_scan_apply(&edits, scan->data, scan->len, out);
	fuzz_scan_begin(&again, flags, out, len);
	read(&again);
	CHECK(again.n == scan->n && again.line_end == scan->line_end && again.more == scan->more);
	CHECK(again.left == scan->left && again.heard == scan->heard);
	for (i = 0; i < scan->n; i++)
		fuzz_scan_same(&scan->found[i], &again.found[i]);
	free(out);
}

static inline int fuzz_scan(const u8 *data, size_t size, void (*read)(struct rosfw_scan *scan))
{
	struct input in = { .p = data, .end = data + size };
	static struct rosfw_scan scan;
	u8 flags = input_u8(&in);
	u8 *bytes;
	u32 len, i;

	bytes = input_bytes(&in, 65535, &len);
	fuzz_scan_begin(&scan, flags, bytes, len);
	read(&scan);
	CHECK(scan.n <= ROSFW_SCAN_FINDINGS);
	for (i = 0; i < scan.n; i++) {
		fuzz_scan_spot(&scan, &scan.found[i].addr_at);
		fuzz_scan_spot(&scan, &scan.found[i].port_at);
	}
	if (!scan.more)
		fuzz_scan_rewrite(&scan, flags, read);
	free(bytes);
	return 0;
}

#endif /* _ROSFW_FUZZ_SCAN_H */
