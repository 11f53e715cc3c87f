// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rewriting of payload: what findings become with other addresses and ports, and the payload with that in it.
 *
 * Edits are collected first, in the order of the payload, since the length of what lies behind depends on all of them.
 * No state, no locks.
 */
#include "scan.h"

static u32 write_number(u32 value, u8 *buf)
{
	u32 n = 0, i;

	do {
		buf[n++] = '0' + value % 10;
		value /= 10;
	} while (value);
	for (i = 0; i < n / 2; i++)
		swap(buf[i], buf[n - 1 - i]);
	return n;
}

/* The bytes of a number in decimal, the highest first. */
static u32 write_bytes(u32 value, u32 bytes, u8 separator, u8 *buf)
{
	u32 n = 0;

	while (bytes--) {
		n += write_number(value >> 8 * bytes & U8_MAX, buf + n);
		if (bytes)
			buf[n++] = separator;
	}
	return n;
}

static u32 write_group(u16 group, u8 *buf)
{
	u32 n = 0;
	int shift;

	for (shift = 12; shift >= 0; shift -= 4)
		if (n || group >> shift || !shift)
			buf[n++] = "0123456789abcdef"[group >> shift & 0xf];
	return n;
}

static u16 group_of(const struct rosfw_addr *addr, u32 i)
{
	return (i < 4 ? addr->hi : addr->lo) >> (48 - i % 4 * 16);
}

/* The longest row of zeros, if there is one of two groups at least. */
static u32 longest_gap(const struct rosfw_addr *addr, u32 *len)
{
	u32 i, run = 0, best = 0;

	*len = 1;
	for (i = 0; i < 8; i++) {
		run = group_of(addr, i) ? 0 : run + 1;
		if (run > *len) {
			*len = run;
			best = i + 1 - run;
		}
	}
	if (*len == 1)
		*len = 0;
	return best;
}

static u32 write_ipv6(const struct rosfw_addr *addr, u8 *buf)
{
	u32 gap_len, gap = longest_gap(addr, &gap_len), i = 0, n = 0;

	while (i < 8) {
		if (gap_len && i == gap) {
			buf[n++] = ':';
			buf[n++] = ':';
			i += gap_len;
			continue;
		}
		if (n && buf[n - 1] != ':')
			buf[n++] = ':';
		n += write_group(group_of(addr, i++), buf + n);
	}
	return n;
}

static u32 write_addr(const struct rosfw_finding *f, u8 family, const struct rosfw_endpoint *to, u8 *buf)
{
	u32 n;

	switch ((enum rosfw_scan_format)f->format) {
	case ROSFW_SCAN_COMMAS:
		n = write_bytes(to->addr.lo, 4, ',', buf);
		buf[n++] = ',';
		return n + write_bytes(to->id, 2, ',', buf + n);
	case ROSFW_SCAN_NUMBER:
		if (family == ROSFW_IPV4)
			return write_number(to->addr.lo, buf);
		break;
	case ROSFW_SCAN_BYTES:
		rosfw_addr_store(&to->addr, family, buf);
		return family == ROSFW_IPV4 ? 4 : 16;
	case ROSFW_SCAN_TEXT:
	case ROSFW_SCAN_RANGE:
		break;
	}
	return family == ROSFW_IPV4 ? write_bytes(to->addr.lo, 4, '.', buf) : write_ipv6(&to->addr, buf);
}

static u32 write_port(const struct rosfw_finding *f, u16 port, u8 *buf)
{
	u32 n = 0;

	switch ((enum rosfw_scan_format)f->format) {
	case ROSFW_SCAN_COMMAS:
		return 0;
	case ROSFW_SCAN_BYTES:
		put_unaligned_be16(port, buf);
		return sizeof(port);
	case ROSFW_SCAN_RANGE:
		n = write_number(port, buf);
		buf[n++] = '-';
		return n + write_number(port + f->nports - 1, buf + n);
	case ROSFW_SCAN_TEXT:
	case ROSFW_SCAN_NUMBER:
		break;
	}
	if (f->flags & ROSFW_SCAN_ADD_PORT)
		buf[n++] = ':';
	return n + write_number(port, buf + n);
}

/* Where to put an edit; false: something is replaced there already, or there is no room. */
static bool find_place(const struct rosfw_scan_edits *edits, const struct rosfw_scan_spot *at, u32 *place)
{
	u32 i = edits->n;

	if (i == ARRAY_SIZE(edits->edit))
		return false;
	while (i && edits->edit[i - 1].off >= at->off + !at->len)
		i--;
	*place = i;
	if (i && edits->edit[i - 1].off + edits->edit[i - 1].len > at->off)
		return false;
	return i == edits->n || at->off + at->len <= edits->edit[i].off;
}

static void add_edit(struct rosfw_scan_edits *edits, const struct rosfw_scan_spot *at, const u8 *text, u32 len)
{
	struct rosfw_scan_edit *e;
	u32 place;

	if (!find_place(edits, at, &place))
		return;
	e = &edits->edit[place];
	memmove(e + 1, e, (edits->n - place) * sizeof(*e));
	edits->n++;
	e->off = at->off;
	e->len = at->len;
	e->new_len = len;
	memcpy(e->text, text, len);
}

void rosfw_scan_edit(struct rosfw_scan_edits *edits, const struct rosfw_finding *f, u8 family,
		     const struct rosfw_endpoint *to)
{
	u8 text[ROSFW_SCAN_TEXT_MAX];

	if (f->addr_at.len)
		add_edit(edits, &f->addr_at, text, write_addr(f, family, to, text));
	if (f->port_at.len || (f->flags & ROSFW_SCAN_ADD_PORT && to->id != f->port))
		add_edit(edits, &f->port_at, text, write_port(f, to->id, text));
}

static s32 growth_within(const struct rosfw_scan_edits *edits, const struct rosfw_scan_spot *part)
{
	s32 growth = 0;
	u32 i;

	for (i = 0; i < edits->n; i++)
		if (edits->edit[i].off >= part->off && edits->edit[i].off < part->off + part->len)
			growth += (s32)edits->edit[i].new_len - (s32)edits->edit[i].len;
	return growth;
}

void rosfw_scan_edit_lengths(struct rosfw_scan_edits *edits, const struct rosfw_scan *scan)
{
	u8 text[ROSFW_SCAN_TEXT_MAX];
	const struct rosfw_finding *f;
	s32 growth;
	u32 i;

	for (i = 0; i < scan->n; i++) {
		f = &scan->found[i];
		growth = f->kind == ROSFW_SCAN_LENGTH ? growth_within(edits, &f->port_at) : 0;
		if (growth)
			add_edit(edits, &f->addr_at, text, write_number(f->port_at.len + growth, text));
	}
}

s32 rosfw_scan_growth(const struct rosfw_scan_edits *edits)
{
	static const struct rosfw_scan_spot all = { .len = U32_MAX };

	return growth_within(edits, &all);
}

void rosfw_scan_apply(const struct rosfw_scan_edits *edits, const u8 *data, u32 len, u8 *out)
{
	const struct rosfw_scan_edit *e;
	u32 from = 0, i;

	for (i = 0; i < edits->n; i++) {
		e = &edits->edit[i];
		memcpy(out, data + from, e->off - from);
		out += e->off - from;
		memcpy(out, e->text, e->new_len);
		out += e->new_len;
		from = e->off + e->len;
	}
	memcpy(out, data + from, len - from);
}
