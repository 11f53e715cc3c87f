// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a log line:
 *
 *   [PREFIX ]CHAIN: in:IN out:OUT,[ connection-state:STATE[,snat][,dnat]][ src-mac MAC,] proto PROTO, SRC->DST,
 *   [ NAT SRC->DST,] len LENGTH
 *
 * In the NAT part an end that is translated stands as (BEFORE->AFTER).
 *
 * Users and their log parsers know this form by heart, so it is kept to the letter. What users or packets may choose
 * freely (prefix, names of chains and interfaces) is escaped: nothing that can end the line, or steer a terminal.
 * Pure; no state, no locks.
 */
#include "ruleset.h"

/**
 * struct text - a line under construction
 * @buf: where it is written
 * @size: of @buf
 * @len: how long it would be in a buffer that is large enough
 */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

static void put_char(struct text *t, char c)
{
	if (t->len + 1 < t->size)
		t->buf[t->len] = c;
	t->len++;
}

static void put(struct text *t, const char *s)
{
	while (*s)
		put_char(t, *s++);
}

static void put_digit(struct text *t, unsigned int n)
{
	put_char(t, n < 10 ? '0' + n : 'a' + n - 10);
}

static void put_number(struct text *t, u32 n)
{
	u32 unit = 1;

	while (n / unit > 9)
		unit *= 10;
	for (; unit; unit /= 10)
		put_digit(t, n / unit % 10);
}

static void put_hex(struct text *t, u16 n)
{
	int shift = 12;

	while (shift && !(n >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		put_digit(t, n >> shift & 15);
}

/*
 * Bytes of the printable character at @s: 1 for ASCII, 2 to 4 for well-formed UTF-8, 0 for all the rest. C1 controls
 * (U+0080 ... U+009F) steer terminals; U+2028 and U+2029 end lines for some readers.
 */
static unsigned int printable(const u8 *s)
{
	unsigned int n, i;
	u32 c;

	if (*s < 0x80)
		return *s >= 0x20 && *s != 0x7f && *s != '\\';
	n = *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : 2;
	if (*s < 0xc2 || *s > 0xf4)
		return 0;
	c = *s & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if ((n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10ffff)) || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return c < 0xa0 || c == 0x2028 || c == 0x2029 ? 0 : n;
}

/* Everything else as in the language's own strings: a backslash and two hex digits, or two backslashes. */
static void put_escaped(struct text *t, const char *text)
{
	const u8 *s = (const u8 *)text;
	unsigned int n;

	while (*s) {
		n = printable(s);
		if (!n) {
			put_char(t, '\\');
			if (*s == '\\') {
				put_char(t, '\\');
			} else {
				put_char(t, "0123456789ABCDEF"[*s >> 4]);
				put_char(t, "0123456789ABCDEF"[*s & 15]);
			}
			n = 1;
		} else {
			put_char(t, *s);
		}
		for (s++; --n; s++)
			put_char(t, *s);
	}
}

static void put_ipv4(struct text *t, const struct rosfw_addr *a)
{
	int shift;

	for (shift = 24; shift >= 0; shift -= 8) {
		put_number(t, a->lo >> shift & 255);
		if (shift)
			put_char(t, '.');
	}
}

/* Where the longest run of at least two zero groups begins (8: nowhere) and how long it is; the first of equals. */
static unsigned int find_zeros(const u16 *group, unsigned int *len)
{
	unsigned int i, run = 0, best = 8;

	*len = 1;
	for (i = 0; i < 8; i++) {
		run = group[i] ? 0 : run + 1;
		if (run > *len) {
			*len = run;
			best = i + 1 - run;
		}
	}
	return best;
}

static void put_ipv6(struct text *t, const struct rosfw_addr *a)
{
	unsigned int i, zeros, len;
	u16 group[8];

	for (i = 0; i < 4; i++) {
		group[i] = a->hi >> (48 - 16 * i);
		group[i + 4] = a->lo >> (48 - 16 * i);
	}
	zeros = find_zeros(group, &len);
	for (i = 0; i < 8; i++) {
		if (i == zeros) {
			put(t, "::");
			i += len - 1;
			continue;
		}
		if (i && i != zeros + len)
			put_char(t, ':');
		put_hex(t, group[i]);
	}
}

static void put_endpoint(struct text *t, const struct rosfw_pkt *pkt, const struct rosfw_addr *a, u16 port)
{
	bool ports = pkt->flags & ROSFW_PKT_PORTS;

	if (pkt->family == ROSFW_IPV4)
		put_ipv4(t, a);
	if (pkt->family == ROSFW_IPV6 && ports)
		put_char(t, '[');
	if (pkt->family == ROSFW_IPV6)
		put_ipv6(t, a);
	if (pkt->family == ROSFW_IPV6 && ports)
		put_char(t, ']');
	if (ports) {
		put_char(t, ':');
		put_number(t, port);
	}
}

static bool same_end(const struct rosfw_log_end *a, const struct rosfw_log_end *b)
{
	return rosfw_addr_equal(&a->addr, &b->addr) && a->port == b->port;
}

/* One end of a translated packet. */
static void put_nat_end(struct text *t, const struct rosfw_pkt *pkt, const struct rosfw_log_end *before,
			const struct rosfw_log_end *after)
{
	bool changes = !same_end(before, after);

	if (changes)
		put_char(t, '(');
	put_endpoint(t, pkt, &before->addr, before->port);
	if (!changes)
		return;
	put(t, "->");
	put_endpoint(t, pkt, &after->addr, after->port);
	put_char(t, ')');
}

static void put_nat(struct text *t, const struct rosfw_pkt *pkt, const struct rosfw_log_nat *nat)
{
	put(t, "NAT ");
	put_nat_end(t, pkt, &nat->src[0], &nat->src[1]);
	put(t, "->");
	put_nat_end(t, pkt, &nat->dst[0], &nat->dst[1]);
	put(t, ", ");
}

static void put_state(struct text *t, const struct rosfw_walk *walk)
{
	put(t, " connection-state:");
	put(t, rosfw_properties[ROSFW_A_CONNECTION_STATE].names[walk->state]);
	if (walk->nat_state & BIT(ROSFW_NAT_STATE_SRCNAT))
		put(t, ",snat");
	if (walk->nat_state & BIT(ROSFW_NAT_STATE_DSTNAT))
		put(t, ",dnat");
}

static void put_tcp_flags(struct text *t, u8 flags)
{
	static const struct {
		u8 flag;
		const char *name;
	} names[] = {
		{ ROSFW_TCP_SYN, "SYN" }, { ROSFW_TCP_ACK, "ACK" }, { ROSFW_TCP_FIN, "FIN" }, { ROSFW_TCP_RST, "RST" },
		{ ROSFW_TCP_PSH, "PSH" }, { ROSFW_TCP_URG, "URG" }, { ROSFW_TCP_ECE, "ECE" }, { ROSFW_TCP_CWR, "CWR" },
	};
	const char *comma = "";
	unsigned int i;

	put(t, " (");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(flags & names[i].flag))
			continue;
		put(t, comma);
		put(t, names[i].name);
		comma = ",";
	}
	put_char(t, ')');
}

static void put_protocol(struct text *t, const struct rosfw_pkt *pkt)
{
	bool l4 = pkt->flags & ROSFW_PKT_L4;

	switch (pkt->proto) {
	case ROSFW_PROTO_TCP:
		put(t, "TCP");
		if (l4)
			put_tcp_flags(t, pkt->u.tcp.flags);
		break;
	case ROSFW_PROTO_UDP:
		put(t, "UDP");
		break;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		put(t, "ICMP");
		if (!l4)
			break;
		put(t, " (type ");
		put_number(t, pkt->u.icmp.type);
		put(t, ", code ");
		put_number(t, pkt->u.icmp.code);
		put_char(t, ')');
		break;
	default:
		put_number(t, pkt->proto);
	}
}

static void put_mac(struct text *t, const u8 *mac)
{
	unsigned int i;

	put(t, " src-mac ");
	for (i = 0; i < 6; i++) {
		if (i)
			put_char(t, ':');
		put_digit(t, mac[i] >> 4);
		put_digit(t, mac[i] & 15);
	}
	put_char(t, ',');
}

static void put_where(struct text *t, const struct rosfw_walk *walk, const char *in, const char *out)
{
	const char *prefix = walk->rule ? rosfw_item_string(walk->rule->item, ROSFW_A_LOG_PREFIX) : NULL;

	if (prefix && *prefix) {
		put_escaped(t, prefix);
		put_char(t, ' ');
	}
	put_escaped(t, walk->chain);
	put(t, ": in:");
	put_escaped(t, in ? in : "(unknown 0)");
	put(t, " out:");
	put_escaped(t, out ? out : "(unknown 0)");
	put_char(t, ',');
}

int rosfw_log_format(char *buf, size_t size, const struct rosfw_walk *walk, const struct rosfw_log_nat *nat,
		     const char *in, const char *out)
{
	const struct rosfw_pkt *pkt = walk->pkt;
	struct text t = { .buf = buf, .size = size };

	put_where(&t, walk, in, out);
	if (walk->state < __ROSFW_STATE_COUNT)
		put_state(&t, walk);
	if (pkt->flags & ROSFW_PKT_MAC)
		put_mac(&t, pkt->src_mac);
	put(&t, " proto ");
	put_protocol(&t, pkt);
	put(&t, ", ");
	put_endpoint(&t, pkt, &pkt->src, pkt->sport);
	put(&t, "->");
	put_endpoint(&t, pkt, &pkt->dst, pkt->dport);
	put(&t, ", ");
	if (nat && !(same_end(&nat->src[0], &nat->src[1]) && same_end(&nat->dst[0], &nat->dst[1])))
		put_nat(&t, pkt, nat);
	put(&t, "len ");
	put_number(&t, pkt->len);
	if (size)
		buf[min(t.len, size - 1)] = 0;
	return t.len;
}
