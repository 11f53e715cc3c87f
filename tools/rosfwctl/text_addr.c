// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses, prefixes and ranges <-> text.
 *
 * All three are a first and a last address. A prefix given with host bits loses them; a range that is a prefix is
 * written as one. IPv4 writes a single address without "/32", IPv6 always with "/128" - but for connections, where
 * an address is an address.
 */
#include "text.h"

static const char not_range[] = "value of range expects range of ip addresses";

static bool parse_one(const char *s, size_t n, enum rosfw_family family, struct rosfw_addr *a)
{
	char copy[INET6_ADDRSTRLEN];
	u8 bytes[16];

	if (n >= sizeof(copy))
		return false;
	memcpy(copy, s, n);
	copy[n] = 0;
	if (inet_pton(family == ROSFW_IPV4 ? AF_INET : AF_INET6, copy, bytes) != 1)
		return false;
	rosfw_addr_load(a, family, bytes);
	return true;
}

/* "24" or, for IPv4, "255.255.255.0". */
static bool parse_mask(const char *s, enum rosfw_family family, struct rosfw_addr *host)
{
	u32 bits = rosfw_addr_width(family);
	struct rosfw_addr mask;
	u64 len;

	if (family == ROSFW_IPV4 && strchr(s, '.')) {
		if (!parse_one(s, strlen(s), family, &mask))
			return false;
		host->hi = 0;
		host->lo = ~mask.lo & U32_MAX;
		return !(host->lo & (host->lo + 1));
	}
	if (!text_number(&s, &len) || *s || len > bits)
		return false;
	*host = rosfw_addr_low_bits(bits - len);
	return true;
}

static int put_addrs(const struct text_in *in, enum rosfw_family family, const struct rosfw_addr *from,
		     const struct rosfw_addr *to)
{
	u32 half = family == ROSFW_IPV4 ? 4 : 16;
	u8 bytes[32];

	rosfw_addr_store(from, family, bytes);
	rosfw_addr_store(to, family, bytes + half);
	return text_put(in, bytes, 2 * half);
}

static int bad_addr(const struct text_in *in, enum rosfw_family family, const char *at)
{
	if (family == ROSFW_IPV6)
		return text_invalid(in, at, "it is an IPv6 address or prefix, as in 2001:db8::/32");
	text_bad(in, at, not_range);
	refuse_hint(in->r, "it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9%s",
		    in->prop == ROSFW_A_ADDRESS ? "; DNS names are not possible" : "");
	return -EINVAL;
}

static int parse_range(const struct text_in *in, const char *dash)
{
	struct rosfw_addr from, to;

	if (!parse_one(in->s, dash - in->s, ROSFW_IPV4, &from))
		return text_bad(in, in->s, "value of range must have ip address before '-'");
	if (!parse_one(dash + 1, strlen(dash + 1), ROSFW_IPV4, &to))
		return text_bad(in, dash + 1, "value of range must have ip address after '-'");
	if (rosfw_addr_cmp(&from, &to) > 0) {
		text_bad(in, in->s, not_range);
		refuse_hint(in->r, "the first address of a range must not be above the last one");
		return -EINVAL;
	}
	return put_addrs(in, ROSFW_IPV4, &from, &to);
}

int text_parse_addr(const struct text_in *in)
{
	enum rosfw_family family = rosfw_menus[in->menu].family;
	const char *slash = strchr(in->s, '/');
	const char *dash = strchr(in->s, '-');
	struct rosfw_addr from, to, host = { };

	if (dash && family == ROSFW_IPV4)
		return parse_range(in, dash);
	if (!parse_one(in->s, slash ? (size_t)(slash - in->s) : strlen(in->s), family, &from))
		return bad_addr(in, family, in->s);
	if (slash && !parse_mask(slash + 1, family, &host))
		return bad_addr(in, family, slash + 1);
	from.hi &= ~host.hi;
	from.lo &= ~host.lo;
	to.hi = from.hi | host.hi;
	to.lo = from.lo | host.lo;
	return put_addrs(in, family, &from, &to);
}

static void write_one(struct buf *out, enum rosfw_family family, const struct rosfw_addr *a)
{
	char text[INET6_ADDRSTRLEN];
	u8 bytes[16];

	if (family == ROSFW_IPV4) {
		buf_num(out, a->lo >> 24 & 255);
		buf_char(out, '.');
		buf_num(out, a->lo >> 16 & 255);
		buf_char(out, '.');
		buf_num(out, a->lo >> 8 & 255);
		buf_char(out, '.');
		buf_num(out, a->lo & 255);
		return;
	}
	rosfw_addr_store(a, family, bytes);
	if (inet_ntop(AF_INET6, bytes, text, sizeof(text)))
		buf_str(out, text);
}

/* The length of the prefix from @from to @to, or -1 if that is none. */
static int prefix_length(enum rosfw_family family, const struct rosfw_addr *from, const struct rosfw_addr *to)
{
	int bits = rosfw_addr_width(family), len;
	u64 hi = from->hi ^ to->hi, lo = from->lo ^ to->lo;
	struct rosfw_addr host;

	len = bits - (hi ? 64 + fls64(hi) : fls64(lo));
	host = rosfw_addr_low_bits(bits - len);
	if (hi != host.hi || lo != host.lo || from->hi & hi || from->lo & lo)
		return -1;
	return len;
}

static bool load(u32 menu, const struct rosfw_value *v, struct rosfw_addr *from, struct rosfw_addr *to)
{
	enum rosfw_family family = rosfw_menus[menu].family;
	u32 half = family == ROSFW_IPV4 ? 4 : 16;

	if (v->len != 2 * half)
		return false;
	rosfw_addr_load(from, family, v->data);
	rosfw_addr_load(to, family, v->data + half);
	return true;
}

void text_write_plain_addr(struct buf *out, u32 menu, const struct rosfw_value *v)
{
	struct rosfw_addr from, to;

	if (load(menu, v, &from, &to))
		write_one(out, rosfw_menus[menu].family, &from);
}

void text_write_addr(struct buf *out, u32 menu, const struct rosfw_value *v)
{
	enum rosfw_family family = rosfw_menus[menu].family;
	struct rosfw_addr from, to;
	int len;

	if (!load(menu, v, &from, &to))
		return;
	write_one(out, family, &from);
	if (rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS)
		return;
	len = prefix_length(family, &from, &to);
	if (len < 0) {
		buf_char(out, '-');
		write_one(out, family, &to);
	} else if (family == ROSFW_IPV6 || len < 32) {
		buf_char(out, '/');
		buf_num(out, len);
	}
}
