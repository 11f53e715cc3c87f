// SPDX-License-Identifier: GPL-2.0-only
/*
 * Choosing the header that a connection gets behind a NAT point.
 *
 * Address first, then port. The address follows from a keyed hash of the connection's addresses, so that the same pair
 * meets the same address again. The port stays if the header is free with it; else ports are tried in an order that
 * starts and strides at random, but comes to every port exactly once: it finds the last free one, and load does not
 * pile up behind popular ports.
 *
 * Two rounds: a short one over the addresses of the range, since a free port is nearly always found at once; then a
 * thorough one, for which the question has to be asked up to 64K times. No state, no locks.
 */
#include "nat.h"

#define ICMP_ECHO6	128

/**
 * struct ids - from which an identifier may be chosen
 * @first: the first
 * @n: how many; 0: there are none
 */
struct ids {
	u32 first;
	u32 n;
};

/**
 * struct choice - on the way to a header
 * @want: what is wanted
 * @before: the header in front
 * @ask: who knows
 * @after: the header that is tried at present
 * @tries: questions that may be asked about one address
 */
struct choice {
	const struct rosfw_nat_want *want;
	const struct rosfw_header *before;
	const struct rosfw_nat_ask *ask;
	struct rosfw_header *after;
	u32 tries;
};

static bool has_ports(u8 proto)
{
	switch (proto) {
	case ROSFW_PROTO_TCP:
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
	case ROSFW_PROTO_SCTP:
	case ROSFW_PROTO_DCCP:
		return true;
	default:
		return false;
	}
}

/* What may stand in for the id of the source, where no rule says so. Privileged ports stay privileged. */
static struct ids ids_like_source(const struct rosfw_header *header)
{
	u32 id = header->src.id;

	if (has_ports(header->proto)) {
		if (id < 512)
			return (struct ids){ 1, 511 };
		if (id < 1024)
			return (struct ids){ 600, 424 };
		return (struct ids){ 1024, U16_MAX - 1024 + 1 };
	}
	/* Of ICMPv6, only echo has an identifier. */
	if (id & ROSFW_VIEW_ASKS && (header->proto == ROSFW_PROTO_ICMP || header->kind == ICMP_ECHO6))
		return (struct ids){ ROSFW_VIEW_ASKS, U16_MAX + 1 };
	return (struct ids){ 0, 0 };
}

static struct ids ids_wanted(const struct choice *c)
{
	const struct rosfw_nat_want *want = c->want;

	if (want->flags & ROSFW_NAT_CALL)
		return (struct ids){ ROSFW_VIEW_CALL | want->port_from, 1 };
	if (!(want->flags & ROSFW_NAT_PORTS) || !has_ports(c->before->proto))
		return (struct ids){ 0, 0 };
	return (struct ids){ want->port_from, want->port_to - want->port_from + 1 };
}

static bool holds(struct ids ids, u32 id)
{
	return id >= ids.first && id - ids.first < ids.n;
}

/* The header as it was is the connection's own. */
static bool is_free(const struct choice *c)
{
	if (rosfw_header_equal(c->after, c->before))
		return !c->ask->before_taken;
	return !c->ask->taken(c->ask, c->after);
}

static bool have_common_divisor(u32 a, u32 b)
{
	while (b) {
		u32 rest = a % b;

		a = b;
		b = rest;
	}
	return a > 1;
}

/* Tries @ids for one end, each at most once. Leaves the end at the one that is free. */
static bool try_ids(const struct choice *c, struct rosfw_endpoint *end, struct ids ids)
{
	u32 at, stride, i;

	if (!ids.n)
		return false;
	at = (c->ask->random & U16_MAX) % ids.n;
	/* Most of them are free, most of the time. */
	end->id = ids.first + at;
	if (is_free(c))
		return true;
	stride = 1 + (c->ask->random >> 16) % ids.n;
	while (have_common_divisor(stride, ids.n))
		stride++;
	for (i = 1; i < min(ids.n, c->tries); i++) {
		at = (at + stride) % ids.n;
		end->id = ids.first + at;
		if (is_free(c))
			return true;
	}
	return false;
}

static bool choose_source_id(const struct choice *c)
{
	struct ids ids = ids_wanted(c);
	bool may_stay = !ids.n || holds(ids, c->before->src.id);

	if (!ids.n)
		ids = ids_like_source(c->before);
	if (!ids.n || (may_stay && !(c->want->flags & ROSFW_NAT_RANDOM))) {
		c->after->src.id = c->before->src.id;
		if (is_free(c))
			return true;
	}
	return try_ids(c, &c->after->src, ids);
}

static bool choose_destination_id(const struct choice *c)
{
	struct ids ids = ids_wanted(c);
	u32 id = c->before->dst.id;

	if (ids.n && c->want->port_base) {
		id += ids.first - c->want->port_base;
		ids.n = 1;
	} else if (ids.n && !holds(ids, id)) {
		id = ids.first + (c->ask->random & U16_MAX) % ids.n;
	}
	c->after->dst.id = id;
	c->after->src.id = c->before->src.id;
	if (is_free(c) || (ids.n > 1 && try_ids(c, &c->after->dst, ids)))
		return true;
	c->after->dst.id = id;
	return try_ids(c, &c->after->src, ids_like_source(c->before));
}

static u64 hash_of_addresses(const struct choice *c)
{
	const struct rosfw_addr *src = &c->before->src.addr, *dst = &c->before->dst.addr;

	if (c->want->kind == ROSFW_NAT_SAME && c->want->flags & ROSFW_NAT_NOT_BY_DST)
		return siphash_2u64(src->hi, src->lo, c->ask->seed);
	return siphash_4u64(src->hi, src->lo, dst->hi, dst->lo, c->ask->seed);
}

/* @hash scaled down to 0 ... @last; @i further, going round. */
static u64 place_in(u64 last, u64 hash, u32 i)
{
	if (last == U64_MAX)
		return hash + i;
	hash -= div64_u64(hash, last + 1) * (last + 1);
	return hash > last - i ? hash - (last - i) - 1 : hash + i;
}

/* The @i-th address to try. */
static struct rosfw_addr address_of_range(const struct choice *c, u32 i)
{
	const struct rosfw_addr *from = &c->want->from, *to = &c->want->to;
	struct rosfw_addr addr;
	u64 hash;

	if (rosfw_addr_equal(from, to))
		return *from;
	hash = hash_of_addresses(c);
	if (from->hi == to->hi) {
		addr.hi = from->hi;
		addr.lo = from->lo + place_in(to->lo - from->lo, hash, i);
		return addr;
	}
	/* A large range: any lower half, but for those at the ends of the range that are outside. */
	addr.hi = from->hi + place_in(to->hi - from->hi, siphash_1u64(hash, c->ask->seed), 0);
	addr.lo = hash + i;
	if (rosfw_addr_cmp(&addr, from) < 0)
		addr.lo = from->lo;
	if (rosfw_addr_cmp(&addr, to) > 0)
		addr.lo = to->lo;
	return addr;
}

static struct rosfw_addr address_of_prefix(const struct rosfw_nat_want *want, u8 family, const struct rosfw_addr *addr)
{
	const struct rosfw_addr host = rosfw_addr_low_bits(rosfw_addr_width(family) - want->prefix_len);

	return (struct rosfw_addr){
		.hi = (want->from.hi & ~host.hi) | (addr->hi & host.hi),
		.lo = (want->from.lo & ~host.lo) | (addr->lo & host.lo),
	};
}

static u32 count_addresses(const struct rosfw_nat_want *want)
{
	if (!(want->flags & ROSFW_NAT_ADDRS) || want->kind != ROSFW_NAT_RANGE)
		return 1;
	if (want->from.hi != want->to.hi)
		return ROSFW_NAT_ADDRESSES;
	return min_t(u64, want->to.lo - want->from.lo, ROSFW_NAT_ADDRESSES - 1) + 1;
}

static void set_address(const struct choice *c, u32 i)
{
	bool src = c->want->side == ROSFW_NAT_SRC;
	const struct rosfw_endpoint *before = src ? &c->before->src : &c->before->dst;
	struct rosfw_endpoint *after = src ? &c->after->src : &c->after->dst;

	if (!(c->want->flags & ROSFW_NAT_ADDRS))
		after->addr = before->addr;
	else if (c->want->kind == ROSFW_NAT_PREFIX)
		after->addr = address_of_prefix(c->want, c->before->family, &before->addr);
	else
		after->addr = address_of_range(c, i);
}

static bool choose_round(const struct choice *c)
{
	u32 i, n = count_addresses(c->want);

	for (i = 0; i < n; i++) {
		set_address(c, i);
		if (c->want->side == ROSFW_NAT_SRC ? choose_source_id(c) : choose_destination_id(c))
			return true;
	}
	return false;
}

bool rosfw_nat_choose(const struct rosfw_nat_want *want, const struct rosfw_header *before,
		      const struct rosfw_nat_ask *ask, struct rosfw_header *after)
{
	struct choice c = {
		.want = want,
		.before = before,
		.ask = ask,
		.after = after,
		.tries = ROSFW_NAT_TRIES,
	};

	*after = *before;
	if (choose_round(&c))
		return true;
	if (ask->hurry)
		return false;
	c.tries = U16_MAX + 1;
	return choose_round(&c);
}

bool rosfw_nat_keep(const struct rosfw_nat_want *want, const struct rosfw_header *before,
		    const struct rosfw_nat_ask *ask, struct rosfw_header *after)
{
	const struct choice c = { .want = want, .before = before, .ask = ask, .after = after };
	struct ids ids = ids_wanted(&c);
	bool src = want->side == ROSFW_NAT_SRC;

	if (want->flags & ROSFW_NAT_RANDOM || (ids.n && !holds(ids, src ? before->src.id : before->dst.id)) ||
	    (ids.n && want->port_base))
		return false;
	*after = *before;
	set_address(&c, 0);
	return !ask->before_taken || !rosfw_header_equal(after, before);
}

void rosfw_nat_first_address(const struct rosfw_nat_want *want, const struct rosfw_header *before,
			     const struct rosfw_nat_ask *ask, struct rosfw_addr *addr)
{
	struct rosfw_header after = *before;
	const struct choice c = { .want = want, .before = before, .ask = ask, .after = &after };

	set_address(&c, 0);
	*addr = want->side == ROSFW_NAT_SRC ? after.src.addr : after.dst.addr;
}
