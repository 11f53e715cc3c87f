// SPDX-License-Identifier: GPL-2.0-only
/*
 * Translation of IPv6 prefixes. See prefix.h.
 *
 * Words are counted from 0, the first 16 bits of an address, to 7.
 */
#include "../csum.h"
#include "prefix.h"

#define SUBNET_WORD	3	/* bits 48 to 63 */
#define HOST_WORD	4	/* the first of the host's identifier */
#define WORDS		8

static u32 shift_of(u32 word)
{
	return 48 - 16 * (word & 3);
}

static u16 get_word(const struct rosfw_addr *a, u32 word)
{
	return (word < HOST_WORD ? a->hi : a->lo) >> shift_of(word);
}

static void set_word(struct rosfw_addr *a, u32 word, u16 value)
{
	u64 *half = word < HOST_WORD ? &a->hi : &a->lo;

	*half = (*half & ~((u64)U16_MAX << shift_of(word))) | (u64)value << shift_of(word);
}

static u16 sum_of(const struct rosfw_addr *a)
{
	u32 sum = 0, i;

	for (i = 0; i < WORDS; i++)
		sum += get_word(a, i);
	return rosfw_csum_fold(sum);
}

void rosfw_prefix_map_init(struct rosfw_prefix_map *map, const struct rosfw_addr *from, u32 from_len,
			   const struct rosfw_addr *to, u32 to_len)
{
	*map = (struct rosfw_prefix_map){
		.from = *from, .to = *to, .len = max(from_len, to_len),
		.adjust = rosfw_csum_fold(sum_of(from) + (u16)~sum_of(to)),
	};
}

/*
 * The word that takes up the difference: that of the subnet if the prefix leaves it, else the first of the host's
 * identifier that can. All ones cannot: in one's complement they are 0 as well, and would come back as that.
 */
static u32 free_word(const struct rosfw_prefix_map *map, const struct rosfw_addr *addr)
{
	u32 word = map->len <= 16 * SUBNET_WORD ? SUBNET_WORD : HOST_WORD;
	u32 last = word == SUBNET_WORD ? SUBNET_WORD : WORDS - 1;

	while (word <= last && get_word(addr, word) == U16_MAX)
		word++;
	return word <= last ? word : WORDS;
}

bool rosfw_prefix_move(const struct rosfw_prefix_map *map, struct rosfw_addr *addr)
{
	const struct rosfw_addr host = rosfw_addr_low_bits(128 - map->len);
	u32 word = free_word(map, addr);
	u16 value;

	/* The anycast address of a subnet's routers stays in its subnet. */
	if (word == WORDS || (word != SUBNET_WORD && !addr->lo))
		return false;
	value = rosfw_csum_fold(get_word(addr, word) + map->adjust);
	addr->hi = map->to.hi | (addr->hi & host.hi);
	addr->lo = map->to.lo | (addr->lo & host.lo);
	set_word(addr, word, value == U16_MAX ? 0 : value);
	return true;
}
