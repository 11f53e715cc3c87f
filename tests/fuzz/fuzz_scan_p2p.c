// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signatures of peer-to-peer protocols. Input: a byte, odd for TCP, and the payload. Only its head and its tail may be
 * looked at, and there is one answer at most.
 */
#include "core/scan/p2p.h"
#include "fuzz.h"

static u8 *part(const u8 *from, u32 n)
{
	u8 *bytes = malloc(n ?: 1);

	if (!bytes)
		abort();
	memcpy(bytes, from, n);
	return bytes;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { .p = data, .end = data + size };
	struct rosfw_p2p_bytes b = { .proto = input_u8(&in) & 1 ? ROSFW_PROTO_TCP : ROSFW_PROTO_UDP };
	u8 *bytes = input_bytes(&in, 65535, &b.len), *head, *tail;
	u32 kinds;

	head = part(bytes, min(b.len, ROSFW_P2P_HEAD));
	tail = part(bytes + b.len - min(b.len, ROSFW_P2P_TAIL), min(b.len, ROSFW_P2P_TAIL));
	b.head = head;
	b.tail = tail;
	kinds = rosfw_scan_p2p(&b);
	BUG_ON(kinds & (kinds - 1) || kinds >> ROSFW_P2P_ALL);
	free(head);
	free(tail);
	free(bytes);
	return 0;
}
