// SPDX-License-Identifier: GPL-2.0-only
/*
 * FastTrack: arbitrary bytes are read, and if they may take the fast path, forwarded with another header.
 *
 * Input: a byte of flags, bytes that can be read, addresses and ports of the new header, the packet. What the fast path
 * takes, the parser must know as the same plain packet; nothing behind the headers may be read or written; and the
 * result must be that of the slow path.
 */
#include "core/fast/fast.h"
#include "core/nat/nat.h"
#include "fuzz.h"

#define FLAG_IPV6	0x01
#define FLAG_PARTIAL	0x02

#define CHECK(cond)	BUG_ON(!(cond))

static struct rosfw_endpoint input_endpoint(struct input *in, u8 family)
{
	struct rosfw_endpoint end = { 0 };
	u8 bytes[16];
	u32 i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = input_u8(in);
	rosfw_addr_load(&end.addr, family, bytes);
	end.id = input_u16(in);
	return end;
}

static void one_hop_less(u8 *bytes, u8 family)
{
	u32 csum;

	if (family == ROSFW_IPV6) {
		bytes[7]--;
		return;
	}
	csum = get_unaligned_be16(bytes + 10) + 0x100;
	put_unaligned_be16(csum + (csum >= 0xffff), bytes + 10);
	bytes[8]--;
}

static void run(u8 flags, const u8 *bytes, u32 linear, u32 total, struct rosfw_header *to)
{
	u8 family = flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4;
	u32 headers = family == ROSFW_IPV4 ? ROSFW_FAST_HEADERS_V4 : ROSFW_FAST_HEADERS_V6;
	struct rosfw_pkt pkt = { .segs = 1 };
	struct rosfw_fast_plan plan;
	struct rosfw_fast_pkt fast;
	u64 addrs[ROSFW_FAST_WORDS_V6];
	struct rosfw_header from;
	u8 *slow, *copy;
	u32 ports;
	int need;

	need = rosfw_fast_read(&fast, family, bytes, linear, total);
	CHECK(need <= (int)headers && (need <= 0 || (need > linear && need <= total)));
	if (need)
		return;
	CHECK(!rosfw_pkt_parse(&pkt, family, bytes, total, total));
	CHECK((pkt.flags & (ROSFW_PKT_L4 | ROSFW_PKT_PORTS)) == (ROSFW_PKT_L4 | ROSFW_PKT_PORTS));
	CHECK(!(pkt.flags & (ROSFW_PKT_FRAGMENT | ROSFW_PKT_IP_OPTIONS)) && pkt.ttl > 1 && pkt.len == fast.len);
	CHECK(rosfw_header_from_pkt(&pkt, &from));
	rosfw_fast_store(&from, addrs, &ports);
	CHECK(ports == fast.ports && !memcmp(addrs, fast.addrs, family == ROSFW_IPV4 ? 8 : 32));

	to->family = family;
	to->proto = pkt.proto;
	rosfw_fast_plan(&plan, addrs, &from, to);
	headers = min(linear, headers);
	copy = malloc(headers);
	slow = malloc(total);
	BUG_ON(!copy || !slow);
	memcpy(copy, bytes, headers);
	memcpy(slow, bytes, total);
	if (plan.translates)
		rosfw_fast_translate(&plan, addrs, family, fast.proto, copy, flags & FLAG_PARTIAL);
	rosfw_fast_hop(&plan, family, copy);
	one_hop_less(slow, family);
	if (!rosfw_header_equal(&from, to))
		CHECK(!rosfw_nat_rewrite(&pkt, slow, total, flags & FLAG_PARTIAL ? ROSFW_NAT_CSUM_PARTIAL :
					 ROSFW_NAT_CSUM_FULL, to));
	CHECK(!memcmp(copy, slow, headers));
	free(copy);
	free(slow);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct rosfw_header to = { 0 };
	u32 linear, total;
	u8 *packet;
	u8 flags;

	flags = input_u8(&in);
	linear = input_u16(&in);
	to.src = input_endpoint(&in, flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4);
	to.dst = input_endpoint(&in, flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4);
	packet = input_bytes(&in, 4096, &total);
	run(flags, packet, min(linear, total), total, &to);
	free(packet);
	return 0;
}
