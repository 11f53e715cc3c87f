/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of payload readers share: rows of payload and what is found in it, written as one line of text.
 *
 * A finding is "kind protocol address:port", then, where they apply: "+ports", "peer=id", ">next", "seconds s", flags
 * (F foreign, P of the receiver, A from anywhere, R permanent, C port to be added, M media, L no address in the message),
 * and the texts of address and port in angle brackets, binary ones as "@offset". Findings are separated by "; ".
 */
#ifndef _ROSFW_TEST_SCAN_H
#define _ROSFW_TEST_SCAN_H

#include <time.h>

#include "core/scan/scan.h"
#include "tap.h"

/* How a row is sent. Sender 10.0.0.1:1024 or 2001:db8::1, receiver 10.0.0.2:21 or 2001:db8::2. */
#define V6	0x01
#define REPLY	0x02
#define UDP	0x04
#define MIDDLE	0x08	/* not known to begin with a line */
#define OPEN	0x10	/* what comes next does not begin with a line */

typedef void (*scan_reader)(struct rosfw_scan *scan);

/**
 * struct scan_row - a payload
 * @name: of the case
 * @flags: as above
 * @payload: as text; @len bytes if that is not 0
 * @found: what must be found
 * @rewritten: the payload with 192.0.2.77 or 2001:db8:77::1 for the sender's address, and 1000 added to ports, in all
 *	findings that are the sender's own; NULL: not looked at
 * @len: length of a payload with zeros in it
 */
struct scan_row {
	const char *name;
	u32 flags;
	const char *payload;
	const char *found;
	const char *rewritten;
	u32 len;
};

static inline void scan_set(struct rosfw_scan *scan, u32 flags, const u8 *data, u32 len)
{
	memset(scan, 0, sizeof(*scan));
	scan->family = flags & V6 ? ROSFW_IPV6 : ROSFW_IPV4;
	scan->src.addr = (struct rosfw_addr){ .lo = 0x0a000001 };
	scan->dst.addr = (struct rosfw_addr){ .lo = 0x0a000002 };
	if (flags & V6) {
		scan->src.addr = (struct rosfw_addr){ 0x20010db800000000, 1 };
		scan->dst.addr = (struct rosfw_addr){ 0x20010db800000000, 2 };
	}
	scan->src.id = 1024;
	scan->dst.id = 21;
	scan->proto = flags & UDP ? ROSFW_PROTO_UDP : ROSFW_PROTO_TCP;
	scan->reply = flags & REPLY;
	scan->line_start = !(flags & MIDDLE);
	scan->data = data;
	scan->len = len;
}

/* A buffer of exactly that size; free() it. */
static inline u8 *scan_copy(const void *data, u32 len)
{
	u8 *copy = malloc(len ?: 1);

	if (!copy)
		abort();
	return memcpy(copy, data, len);
}

static inline const char *scan_proto(u8 proto)
{
	switch (proto) {
	case ROSFW_PROTO_TCP:
		return "tcp";
	case ROSFW_PROTO_UDP:
		return "udp";
	default:
		return proto == ROSFW_PROTO_GRE ? "gre" : "?";
	}
}

static inline void scan_put_spot(FILE *out, const struct rosfw_scan *scan, const struct rosfw_finding *f,
				 const struct rosfw_scan_spot *at)
{
	if (!at->len)
		return;
	if (f->format == ROSFW_SCAN_BYTES || f->kind == ROSFW_SCAN_LENGTH)
		fprintf(out, " @%u+%u", at->off, at->len);
	else
		fprintf(out, " <%.*s>", (int)at->len, scan->data + at->off);
}

static inline void scan_put(FILE *out, const struct rosfw_scan *scan, const struct rosfw_finding *f)
{
	static const char *const kinds[] = { "expect", "name", "confirm", "forget", "length", "reserve" };
	static const char *const nexts[] = { "", " >sip", " >tftp", " >q931", " >h245", " >ras" };
	char addr[INET6_ADDRSTRLEN];
	u8 bytes[16];
	u32 i;

	rosfw_addr_store(&f->addr, scan->family, bytes);
	inet_ntop(scan->family == ROSFW_IPV4 ? AF_INET : AF_INET6, bytes, addr, sizeof(addr));
	fprintf(out, "%s %s %s:%u", kinds[f->kind], scan_proto(f->proto), addr, f->port);
	if (f->nports > 1)
		fprintf(out, "+%u", f->nports);
	if (f->peer_id)
		fprintf(out, " peer=%u", f->peer_id);
	fputs(nexts[f->next], out);
	if (f->seconds)
		fprintf(out, " %us", f->seconds);
	if (f->flags)
		fputc(' ', out);
	for (i = 0; i < 7; i++)
		if (f->flags >> i & 1)
			fputc("FPARCML"[i], out);
	scan_put_spot(out, scan, f, &f->addr_at);
	scan_put_spot(out, scan, f, &f->port_at);
}

/* free() it. */
static inline char *scan_text(const struct rosfw_scan *scan)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	u32 i;

	if (!out)
		abort();
	for (i = 0; i < scan->n; i++) {
		if (i)
			fputs("; ", out);
		scan_put(out, scan, &scan->found[i]);
	}
	fclose(out);
	return text;
}

static inline void scan_check_rewritten(const struct rosfw_scan *scan, const char *want)
{
	struct rosfw_scan_edits edits = { 0 };
	struct rosfw_endpoint to;
	const struct rosfw_finding *f;
	u32 i, len;
	u8 *out;

	for (i = 0; i < scan->n; i++) {
		f = &scan->found[i];
		to.addr = scan->family == ROSFW_IPV4 ? (struct rosfw_addr){ .lo = 0xc000024d } :
						       (struct rosfw_addr){ 0x20010db800770000, 1 };
		to.id = f->port + 1000;
		if (f->kind != ROSFW_SCAN_LENGTH && !(f->flags & (ROSFW_SCAN_FOREIGN | ROSFW_SCAN_PEER)))
			rosfw_scan_edit(&edits, f, scan->family, &to);
	}
	rosfw_scan_edit_lengths(&edits, scan);
	len = scan->len + rosfw_scan_growth(&edits);
	out = malloc(len + 1);
	if (!out)
		abort();
	rosfw_scan_apply(&edits, scan->data, scan->len, out);
	out[len] = 0;
	tap_str((const char *)out, want);
	free(out);
}

/* Cut off at every byte, and with every byte replaced: nothing is read beyond the end, and nothing hangs. */
static inline void scan_torture(scan_reader read, u32 flags, const u8 *data, u32 len)
{
	static const u8 bytes[] = { 0, ' ', '\n', '9', '"', ':', 0xff };
	struct rosfw_scan scan;
	u32 i, j;
	u8 *copy;

	for (i = 0; i < len; i++) {
		copy = scan_copy(data, i);
		scan_set(&scan, flags, copy, i);
		read(&scan);
		free(copy);
		for (j = 0; j < sizeof(bytes); j++) {
			copy = scan_copy(data, len);
			copy[i] = bytes[j];
			scan_set(&scan, flags, copy, len);
			read(&scan);
			free(copy);
		}
	}
}

static inline void scan_check(scan_reader read, const struct scan_row *row)
{
	u32 len = row->len ?: strlen(row->payload);
	u8 *data = scan_copy(row->payload, len);
	struct rosfw_scan scan;
	char *text;

	tap_case("%s", row->name);
	scan_set(&scan, row->flags, data, len);
	read(&scan);
	text = scan_text(&scan);
	tap_str(text, row->found);
	tap_is(scan.line_end, !(row->flags & OPEN));
	if (row->rewritten)
		scan_check_rewritten(&scan, row->rewritten);
	free(text);
	scan_torture(read, row->flags, data, len);
	free(data);
}

/* The largest payload, full of @words over and over: time in proportion to its length, which a square is far from. */
static inline void scan_check_time(scan_reader read, u32 flags, const char *first, const char *word)
{
	u32 len = 65535, n = strlen(word), from = strlen(first), i;
	u8 *data = malloc(len);
	struct rosfw_scan scan;
	clock_t begun;

	if (!data)
		abort();
	memcpy(data, first, from);
	for (i = from; i < len; i++)
		data[i] = word[(i - from) % n];
	scan_set(&scan, flags, data, len);
	begun = clock();
	read(&scan);
	tap_ok(clock() - begun < CLOCKS_PER_SEC / 2);
	free(data);
}

#endif /* _ROSFW_TEST_SCAN_H */
