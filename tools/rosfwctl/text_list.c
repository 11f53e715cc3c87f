// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values that are lists <-> text: sets of keywords, ports, TCP flags, ICMP type and codes.
 *
 * Ports keep the order in which they were entered; sets of keywords have the order of their declaration.
 */
#include "text.h"

int text_parse_flags(const struct text_in *in)
{
	u64 allowed = rosfw_menu_values(in->menu, in->prop);
	const char *s = in->s;
	u32 bits = 0;
	size_t n;
	int i;

	/* No restriction. */
	if (!*s && in->p->flags & ROSFW_PROP_EMPTY_OK && !in->negated) {
		rosfw_item_unset(in->b, in->prop);
		return 0;
	}
	for (;; s += n + 1) {
		n = strcspn(s, ",");
		i = text_keyword(in, s, n, in->p->names, allowed);
		if (i < 0)
			return i;
		bits |= BIT(i);
		if (!s[n])
			return text_put(in, &bits, sizeof(bits));
	}
}

void text_write_flags(struct buf *out, const struct rosfw_value *v)
{
	const char *const *names = rosfw_properties[v->prop].names;
	u64 bits = value_u64(v);
	bool more = false;
	u32 i;

	for (i = 0; names[i]; i++) {
		if (!(bits >> i & 1))
			continue;
		if (more)
			buf_char(out, ',');
		buf_str(out, names[i]);
		more = true;
	}
}

/* "A" or "A-B", both up to @max, at *@s. */
static int parse_pair(const struct text_in *in, const char **s, u64 max, u64 *from, u64 *to)
{
	const char *start = *s;

	if (!text_number(s, from))
		return text_invalid(in, *s, "it is a number or a range of numbers, as in 10-20");
	if (*from > max)
		return text_range(in, start, 0, max);
	*to = *from;
	if (**s != '-')
		return 0;
	++*s;
	start = *s;
	if (!text_number(s, to))
		return text_invalid(in, *s, "a range has a number on both sides of the \"-\", as in 10-20");
	if (*to > max)
		return text_range(in, start, 0, max);
	if (*from > *to)
		return text_invalid(in, start, "the first number of a range must not be above the last one");
	return 0;
}

int text_parse_ports(const struct text_in *in)
{
	struct rosfw_port_range ranges[ROSFW_PORTS_MAX];
	u32 limit = min_t(u32, in->p->max, ROSFW_PORTS_MAX);
	const char *s = in->s;
	u64 from, to;
	u32 n = 0;
	int err;

	for (;; s++) {
		err = parse_pair(in, &s, U16_MAX, &from, &to);
		if (err)
			return err;
		if (n == limit) {
			text_invalid(in, s, "it is one port or one range of ports");
			if (limit > 1)
				refuse_hint(in->r, "it has at most %u ports%s", limit,
					    in->p->flags & ROSFW_PROP_SINGLE ? "" : " and ranges of ports");
			return -EINVAL;
		}
		ranges[n].from = from;
		ranges[n++].to = to;
		if (!*s)
			return text_put(in, ranges, n * sizeof(ranges[0]));
		if (*s != ',')
			return text_invalid(in, s, "ports are separated by one comma, as in 22,80,8000-8080");
	}
}

int text_parse_range(const struct text_in *in)
{
	struct rosfw_port_range r;
	const char *s = in->s;
	u64 from, to;
	int err;

	err = parse_pair(in, &s, U16_MAX, &from, &to);
	if (err)
		return err;
	if (*s)
		return text_invalid(in, s, "it is a number or one range of numbers, as in 10-20");
	r.from = from;
	r.to = to;
	return text_put(in, &r, sizeof(r));
}

void text_write_ports(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_port_range r;
	u32 i;

	for (i = 0; i + sizeof(r) <= v->len; i += sizeof(r)) {
		memcpy(&r, v->data + i, sizeof(r));
		if (i)
			buf_char(out, ',');
		buf_num(out, r.from);
		if (r.from != r.to) {
			buf_char(out, '-');
			buf_num(out, r.to);
		}
	}
}

/* No flag at all is no restriction: the property is left unset. */
int text_parse_tcp_flags(const struct text_in *in)
{
	struct rosfw_tcp_flags f = { };
	const char *s = in->s;
	bool clear;
	size_t n;
	int i;

	if (!*s) {
		rosfw_item_unset(in->b, in->prop);
		return 0;
	}
	if (!strncmp(s, "!,", 2)) {
		f.invert = 1;
		s += 2;
	}
	for (;; s += n + 1) {
		clear = *s == '!';
		s += clear;
		n = strcspn(s, ",");
		i = text_keyword(in, s, n, in->p->names, U32_MAX);
		if (i < 0)
			return i;
		if (clear)
			f.clear |= BIT(i);
		else
			f.set |= BIT(i);
		if (f.set & f.clear)
			return text_invalid(in, s, "a flag cannot be both set and clear");
		if (!s[n])
			return text_put(in, &f, sizeof(f));
	}
}

void text_write_tcp_flags(struct buf *out, const struct rosfw_value *v)
{
	const char *const *names = rosfw_properties[v->prop].names;
	struct rosfw_tcp_flags f;
	bool more = false;
	u32 i;

	if (v->len != sizeof(f))
		return;
	memcpy(&f, v->data, sizeof(f));
	if (f.invert)
		buf_char(out, '!');
	more = f.invert;
	for (i = 0; i < 16; i++) {
		if (!((f.set | f.clear << 8) >> i & 1))
			continue;
		if (more)
			buf_char(out, ',');
		if (i >= 8)
			buf_char(out, '!');
		buf_str(out, names[i & 7]);
		more = true;
	}
}

int text_parse_icmp(const struct text_in *in)
{
	struct rosfw_icmp_options o = { .code_to = U8_MAX };
	const char *s = in->s;
	u64 type, from, to;
	int err;

	if (!text_number(&s, &type))
		return text_invalid(in, s, "it is a type, or type:code, or type:code-code, as in 3:0-5");
	if (type > U8_MAX)
		return text_range(in, in->s, 0, U8_MAX);
	o.type = type;
	if (*s == ':') {
		s++;
		err = parse_pair(in, &s, U8_MAX, &from, &to);
		if (err)
			return err;
		o.code_from = from;
		o.code_to = to;
	}
	if (*s)
		return text_invalid(in, s, "it is a type, or type:code, or type:code-code, as in 3:0-5");
	return text_put(in, &o, sizeof(o));
}

void text_write_icmp(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_icmp_options o;

	if (v->len != sizeof(o))
		return;
	memcpy(&o, v->data, sizeof(o));
	buf_num(out, o.type);
	buf_char(out, ':');
	buf_num(out, o.code_from);
	if (o.code_from != o.code_to) {
		buf_char(out, '-');
		buf_num(out, o.code_to);
	}
}
