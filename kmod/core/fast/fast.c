// SPDX-License-Identifier: GPL-2.0-only
/*
 * FastTrack: the plan by which packets of one direction of a connection are changed. It is made once.
 *
 * A plan holds words that are copied over those of the packet, and what checksums change by (RFC 1624). The result is
 * that of core/nat/rewrite.c, which a test compares: one's complement sums of anything but zeros have one form.
 * Pure functions on the caller's bytes. Those that packets go through are in fast.h.
 */
#include "fast.h"

/* One less to live, in the word where that is the upper byte: its complement is added. */
#define ONE_HOP_LESS	0xfeff

static u32 change_of(const u8 *old, const u8 *new, u32 n)
{
	u32 change = 0, i;

	for (i = 0; i < n; i += 2)
		change += (u16)~get_unaligned_be16(old + i) + get_unaligned_be16(new + i);
	return change;
}

static u16 as_it_lies(u32 sum)
{
	sum = (sum & U16_MAX) + (sum >> 16);
	return (__force u16)cpu_to_be16((sum & U16_MAX) + (sum >> 16));
}

void rosfw_fast_store(const struct rosfw_header *h, u64 *addrs, u32 *ports)
{
	u32 size = h->family == ROSFW_IPV4 ? sizeof(u32) : sizeof(struct rosfw_addr);
	u8 *p = (u8 *)ports;

	rosfw_addr_store(&h->src.addr, h->family, (u8 *)addrs);
	rosfw_addr_store(&h->dst.addr, h->family, (u8 *)addrs + size);
	put_unaligned_be16(h->src.id, p);
	put_unaligned_be16(h->dst.id, p + 2);
}

void rosfw_fast_plan(struct rosfw_fast_plan *plan, u64 *addrs, const struct rosfw_header *from,
		     const struct rosfw_header *to)
{
	u32 size = (to->family == ROSFW_IPV4 ? ROSFW_FAST_WORDS_V4 : ROSFW_FAST_WORDS_V6) * sizeof(*addrs);
	u64 old[ROSFW_FAST_WORDS_V6];
	u32 ports, change;

	memset(plan, 0, sizeof(*plan));
	rosfw_fast_store(from, old, &ports);
	rosfw_fast_store(to, addrs, &plan->ports);
	plan->translates = !rosfw_header_equal(from, to);
	change = change_of((u8 *)old, (u8 *)addrs, size);
	plan->change_ip = as_it_lies(change + ONE_HOP_LESS);
	plan->change_addrs = as_it_lies(change);
	plan->change_all = as_it_lies(change + change_of((u8 *)&ports, (u8 *)&plan->ports, sizeof(ports)));
}
