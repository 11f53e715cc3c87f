// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values that only one or two matchers have <-> text: comparisons, bytes under a mask, IPv6 headers, Ethernet
 * addresses.
 *
 * What has a default in the middle of a value (the mode of headers) is written out; a mask of all bits is not.
 */
#include "text.h"

#define NOT_COMPARED	"it is a comparison and a number, as in equal:64 or less-than:5"

#define NOT_CHANGED	"it is a change and a number, as in set:64 or decrement:1"

static const char *compare_hint(const struct text_in *in)
{
	return in->prop == ROSFW_A_NEW_TTL || in->prop == ROSFW_A_NEW_HOP_LIMIT ? NOT_CHANGED : NOT_COMPARED;
}

/* A number alone is the value to be equal to, or to set. */
int text_parse_compare(const struct text_in *in)
{
	const char *s = in->s, *colon = strchr(s, ':');
	struct rosfw_compare c = { };
	u64 n;
	int i;

	if (colon) {
		i = text_keyword(in, s, colon - s, in->p->names, U32_MAX);
		if (i < 0)
			return i;
		c.how = i;
		s = colon + 1;
	}
	if (!text_number(&s, &n) || *s)
		return text_invalid(in, s, compare_hint(in));
	if (n > U8_MAX)
		return text_range(in, colon ? colon + 1 : in->s, 0, U8_MAX);
	c.value = n;
	return text_put(in, &c, sizeof(c));
}

static u32 count_names(const char *const *names)
{
	u32 n = 0;

	while (names[n])
		n++;
	return n;
}

void text_write_compare(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_compare c;

	if (v->len != sizeof(c))
		return;
	memcpy(&c, v->data, sizeof(c));
	if (c.how < count_names(rosfw_properties[v->prop].names))
		buf_str(out, rosfw_properties[v->prop].names[c.how]);
	buf_char(out, ':');
	buf_num(out, c.value);
}

/* A number, or the name of what it is taken from. */
int text_parse_choice(const struct text_in *in)
{
	const char *s = in->s;
	u64 n;
	u32 v;
	int i;

	if (text_number(&s, &n)) {
		if (*s)
			return text_invalid(in, s, "it is a number, or a name");
		if (n < in->p->min || n > in->p->max)
			return text_range(in, NULL, in->p->min, in->p->max);
		v = n;
		return text_put(in, &v, sizeof(v));
	}
	i = text_keyword(in, in->s, strlen(in->s), in->p->names, rosfw_menu_values(in->menu, in->prop));
	if (i < 0)
		return i;
	v = ROSFW_NAMED + i;
	return text_put(in, &v, sizeof(v));
}

void text_write_choice(struct buf *out, const struct rosfw_value *v)
{
	const char *const *names = rosfw_properties[v->prop].names;
	u32 n;

	if (v->len != sizeof(n))
		return;
	memcpy(&n, v->data, sizeof(n));
	if (n < ROSFW_NAMED)
		buf_num(out, n);
	else if (n - ROSFW_NAMED < count_names(names))
		buf_str(out, names[n - ROSFW_NAMED]);
}

/* Bits of the value that the mask has not are dropped, as host bits of addresses are. */
int text_parse_tos(const struct text_in *in)
{
	struct rosfw_tos t = { .mask = U8_MAX };
	const char *s = in->s, *slash = strchr(s, '/');
	u64 value, mask = U8_MAX;

	if (!text_number(&s, &value) || (*s && s != slash))
		return text_invalid(in, s, "it is a number, or a number and a mask, as in 16/240");
	if (slash) {
		s++;
		if (!text_number(&s, &mask) || *s)
			return text_invalid(in, s, "it is a number, or a number and a mask, as in 16/240");
	}
	if (value > U8_MAX)
		return text_range(in, in->s, 0, U8_MAX);
	if (mask > U8_MAX)
		return text_range(in, slash + 1, 0, U8_MAX);
	t.value = value & mask;
	t.mask = mask;
	return text_put(in, &t, sizeof(t));
}

void text_write_tos(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_tos t;

	if (v->len != sizeof(t))
		return;
	memcpy(&t, v->data, sizeof(t));
	buf_num(out, t.value);
	if (t.mask == U8_MAX)
		return;
	buf_char(out, '/');
	buf_num(out, t.mask);
}

static const char *const header_modes[] = { "exact", "contains", NULL };

int text_parse_headers(const struct text_in *in)
{
	const char *s = in->s, *end = s + strcspn(s, ":");
	struct rosfw_headers h = { };
	size_t n;
	int i;

	for (;; s += n + 1) {
		n = min_t(size_t, strcspn(s, ","), end - s);
		i = text_keyword(in, s, n, in->p->names, U32_MAX);
		if (i < 0)
			return i;
		h.headers |= BIT(i);
		if (s + n == end)
			break;
	}
	if (*end) {
		i = text_keyword(in, end + 1, strlen(end + 1), header_modes, 3);
		if (i < 0)
			return i;
		h.contains = i;
	}
	return text_put(in, &h, sizeof(h));
}

void text_write_headers(struct buf *out, const struct rosfw_value *v)
{
	const char *const *names = rosfw_properties[v->prop].names;
	struct rosfw_headers h;
	bool more = false;
	u32 i;

	if (v->len != sizeof(h))
		return;
	memcpy(&h, v->data, sizeof(h));
	for (i = 0; names[i]; i++) {
		if (!(h.headers >> i & 1))
			continue;
		if (more)
			buf_char(out, ',');
		buf_str(out, names[i]);
		more = true;
	}
	buf_char(out, ':');
	buf_str(out, header_modes[!!h.contains]);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int text_parse_mac(const struct text_in *in)
{
	const char *s = in->s;
	u8 mac[ROSFW_MAC_SIZE];
	u32 i;

	for (i = 0; i < sizeof(mac); i++, s += 3) {
		if (hex_digit(s[0]) < 0 || hex_digit(s[1]) < 0 || s[2] != (i == sizeof(mac) - 1 ? 0 : ':'))
			return text_invalid(in, s, "it is an Ethernet address, as in 02:00:5E:10:00:01");
		mac[i] = hex_digit(s[0]) << 4 | hex_digit(s[1]);
	}
	return text_put(in, mac, sizeof(mac));
}

void text_write_mac(struct buf *out, const struct rosfw_value *v)
{
	static const char digits[] = "0123456789ABCDEF";
	u32 i;

	for (i = 0; i < v->len; i++) {
		if (i)
			buf_char(out, ':');
		buf_char(out, digits[v->data[i] >> 4]);
		buf_char(out, digits[v->data[i] & 15]);
	}
}

static const char *const ipsec_ways[] = { "in", "out", NULL };
static const char *const ipsec_kinds[] = { "ipsec", "none", NULL };

int text_parse_ipsec(const struct text_in *in)
{
	const char *comma = strchr(in->s, ',');
	struct rosfw_ipsec_policy p;
	int way, kind;

	if (!comma)
		return text_invalid(in, NULL, "it is in or out, then ipsec or none: out,none");
	way = text_keyword(in, in->s, comma - in->s, ipsec_ways, 3);
	if (way < 0)
		return way;
	kind = text_keyword(in, comma + 1, strlen(comma + 1), ipsec_kinds, 3);
	if (kind < 0)
		return kind;
	p.out = way;
	p.none = kind;
	return text_put(in, &p, sizeof(p));
}

void text_write_ipsec(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_ipsec_policy p;

	if (v->len != sizeof(p))
		return;
	memcpy(&p, v->data, sizeof(p));
	buf_str(out, ipsec_ways[!!p.out]);
	buf_char(out, ',');
	buf_str(out, ipsec_kinds[!!p.none]);
}
