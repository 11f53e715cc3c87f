// SPDX-License-Identifier: GPL-2.0-only
/*
 * FastTrack in the core: what it reads is what the parser reads; what it makes of a packet is what a router with NAT makes
 * of it, byte for byte; and a TCP connection some of whose segments it took is in the same state as one whose segments
 * all went the slow way.
 */
#include "core/fast/fast.h"
#include "nat_packets.h"
#include "tap.h"

static const struct proto {
	const char *name;
	u8 family;
	u8 proto;
} protos[] = {
	{ "TCP", ROSFW_IPV4, ROSFW_PROTO_TCP },
	{ "UDP", ROSFW_IPV4, ROSFW_PROTO_UDP },
	{ "TCP over IPv6", ROSFW_IPV6, ROSFW_PROTO_TCP },
	{ "UDP over IPv6", ROSFW_IPV6, ROSFW_PROTO_UDP },
};

/* The same numbers in every run. */
static u32 random32(void)
{
	static u64 state = 0x9e3779b97f4a7c15ULL;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 16;
}

/* Words of all ones and all zeros are what checksums get wrong. */
static u16 random_word(void)
{
	u32 n = random32();

	return n & 0x30000 ? n : n & 1 ? 0xffff : 0;
}

static struct rosfw_endpoint random_end(u8 family)
{
	struct rosfw_endpoint end = { .id = random_word() };
	u32 i;

	for (i = 0; i < 4; i++) {
		end.addr.lo = end.addr.lo << 16 | random_word();
		end.addr.hi = end.addr.hi << 16 | random_word();
	}
	if (family == ROSFW_IPV4)
		end.addr = (struct rosfw_addr){ .lo = (u32)end.addr.lo };
	return end;
}

static struct rosfw_header random_header(const struct proto *proto)
{
	return (struct rosfw_header){
		.src = random_end(proto->family), .dst = random_end(proto->family),
		.family = proto->family, .proto = proto->proto,
	};
}

/* One that the fast path takes. */
static struct nat_packet plain_packet(const struct proto *proto, const struct rosfw_header *h)
{
	u8 payload[100];
	struct nat_packet p;
	u32 n = random32() % sizeof(payload), i;

	for (i = 0; i < n; i++)
		payload[i] = random32();
	p = nat_packet(proto->family, proto->proto, 0, payload, n);
	if (proto->proto == ROSFW_PROTO_TCP) {
		p.data[p.l4_off + 13] = ROSFW_TCP_ACK;
		put_unaligned_be32(random32(), p.data + p.l4_off + 4);
		put_unaligned_be32(random32(), p.data + p.l4_off + 8);
		put_unaligned_be16(1 + random32() % 65535, p.data + p.l4_off + 14);
	}
	p.data[proto->family == ROSFW_IPV4 ? 8 : 7] = 2 + random32() % 254;
	nat_set_header(&p, h);
	return p;
}

static int read_fast(struct rosfw_fast_pkt *fast, const struct nat_packet *p)
{
	return rosfw_fast_read(fast, p->family, p->data, p->len, p->len);
}

static u32 fast_words(u8 family)
{
	return family == ROSFW_IPV4 ? ROSFW_FAST_WORDS_V4 : ROSFW_FAST_WORDS_V6;
}

/* ---- reading ---- */

static void check_read(const struct nat_packet *p)
{
	struct rosfw_pkt pkt = { .segs = 1 };
	u64 addrs[ROSFW_FAST_WORDS_V6];
	struct rosfw_fast_pkt fast;
	struct rosfw_header header;
	u32 ports;

	tap_is(read_fast(&fast, p), 0);
	tap_is(rosfw_pkt_parse(&pkt, p->family, p->data, p->len, p->len), 0);
	tap_ok(rosfw_header_from_pkt(&pkt, &header));
	rosfw_fast_store(&header, addrs, &ports);
	tap_ok(!memcmp(fast.addrs, addrs, 8 * fast_words(p->family)));
	tap_is(fast.ports, ports);
	tap_is(fast.len, pkt.len);
	tap_is(fast.l4_off, pkt.l4_off);
	tap_is(fast.proto, pkt.proto);
	if (pkt.proto != ROSFW_PROTO_TCP)
		return;
	tap_is(fast.tcp.seq, pkt.u.tcp.seq);
	tap_is(fast.tcp.end, pkt.u.tcp.seq + pkt.payload_len);
	tap_is(fast.tcp.ack, pkt.u.tcp.ack);
	tap_is(fast.tcp.window, pkt.u.tcp.window);
}

/* With less than the headers it asks for more, never for more than there is, and never reads on. */
static void check_short(const struct nat_packet *p)
{
	struct rosfw_fast_pkt fast;
	u32 n;
	u8 *part;
	int need;

	for (n = 0; n < p->l4_off + 20 && n < p->len; n++) {
		part = malloc(n ?: 1);
		memcpy(part, p->data, n);
		need = rosfw_fast_read(&fast, p->family, part, n, p->len);
		tap_ok(!need || (need > 0 && need > n && need <= p->len));
		tap_ok(rosfw_fast_read(&fast, p->family, part, n, n) < 0);
		free(part);
	}
}

static void reading(void)
{
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		tap_case("reading %s", protos[i].name);
		for (n = 0; n < 200; n++) {
			struct rosfw_header h = random_header(&protos[i]);
			struct nat_packet p;

			if (n % 8 == 0)
				h.dst.addr = h.src.addr;
			if (n % 16 == 0)
				h.dst.id = h.src.id;
			p = plain_packet(&protos[i], &h);
			check_read(&p);
			check_short(&p);
		}
	}
}

/**
 * struct odd - one byte that sends a packet the slow way
 * @family: of the packet
 * @proto: of it
 * @at: which byte, from the IP header; negative: from the transport header, less one
 * @value: of the byte
 * @keep_csum: leave the IPv4 header's checksum as it was
 */
static const struct odd {
	const char *name;
	u8 family;
	u8 proto;
	int at;
	u8 value;
	bool keep_csum;
} odds[] = {
	{ "options", ROSFW_IPV4, ROSFW_PROTO_UDP, 0, 0x46 },
	{ "another version", ROSFW_IPV4, ROSFW_PROTO_UDP, 0, 0x65 },
	{ "a first fragment", ROSFW_IPV4, ROSFW_PROTO_UDP, 6, 0x20 },
	{ "a later fragment", ROSFW_IPV4, ROSFW_PROTO_UDP, 7, 0x01 },
	{ "the last hop", ROSFW_IPV4, ROSFW_PROTO_UDP, 8, 1 },
	{ "no hop at all", ROSFW_IPV4, ROSFW_PROTO_UDP, 8, 0 },
	{ "longer than it is", ROSFW_IPV4, ROSFW_PROTO_UDP, 2, 0x7f },
	{ "shorter than its header", ROSFW_IPV4, ROSFW_PROTO_UDP, 3, 19 },
	{ "shorter than its transport header", ROSFW_IPV4, ROSFW_PROTO_TCP, 3, 39 },
	{ "a wrong checksum", ROSFW_IPV4, ROSFW_PROTO_UDP, 1, 0xb8, true },
	{ "another protocol", ROSFW_IPV4, ROSFW_PROTO_UDP, 9, 132 },
	{ "UDP shorter than its header", ROSFW_IPV4, ROSFW_PROTO_UDP, -6, 7 },
	{ "UDP longer than the packet", ROSFW_IPV4, ROSFW_PROTO_UDP, -5, 0x7f },
	{ "TCP shorter than its header", ROSFW_IPV4, ROSFW_PROTO_TCP, -13, 0x40 },
	{ "TCP options beyond the packet", ROSFW_IPV4, ROSFW_PROTO_TCP, -13, 0xf0 },
	{ "SYN", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, ROSFW_TCP_SYN },
	{ "SYN and ACK", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, ROSFW_TCP_SYN | ROSFW_TCP_ACK },
	{ "FIN", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, ROSFW_TCP_FIN | ROSFW_TCP_ACK },
	{ "RST", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, ROSFW_TCP_RST | ROSFW_TCP_ACK },
	{ "URG", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, ROSFW_TCP_URG | ROSFW_TCP_ACK },
	{ "no flag at all", ROSFW_IPV4, ROSFW_PROTO_TCP, -14, 0 },
	{ "another version", ROSFW_IPV6, ROSFW_PROTO_UDP, 0, 0x45 },
	{ "the last hop", ROSFW_IPV6, ROSFW_PROTO_UDP, 7, 1 },
	{ "longer than it is", ROSFW_IPV6, ROSFW_PROTO_UDP, 4, 0x7f },
	{ "shorter than its transport header", ROSFW_IPV6, ROSFW_PROTO_TCP, 5, 19 },
	{ "hop-by-hop options", ROSFW_IPV6, ROSFW_PROTO_UDP, 6, 0 },
	{ "a fragment", ROSFW_IPV6, ROSFW_PROTO_UDP, 6, 44 },
	{ "FIN", ROSFW_IPV6, ROSFW_PROTO_TCP, -14, ROSFW_TCP_FIN | ROSFW_TCP_ACK },
};

static void refusing(void)
{
	struct rosfw_fast_pkt fast;
	struct nat_packet p;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(odds); i++) {
		const struct odd *odd = &odds[i];
		const struct proto proto = { .family = odd->family, .proto = odd->proto };
		struct rosfw_header h = random_header(&proto);

		tap_case("the slow way: IPv%d: %s", odd->family == ROSFW_IPV4 ? 4 : 6, odd->name);
		p = nat_packet(proto.family, proto.proto, 0, (const u8 *)"0123456789abcdef", 16);
		if (proto.proto == ROSFW_PROTO_TCP) {
			p.data[p.l4_off + 13] = ROSFW_TCP_ACK;
			p.data[p.l4_off + 15] = 1;
		}
		nat_set_header(&p, &h);
		tap_is(read_fast(&fast, &p), 0);
		p.data[odd->at >= 0 ? odd->at : p.l4_off - 1 - odd->at] = odd->value;
		if (!odd->keep_csum)
			nat_set_ip_csum(&p);
		tap_is(read_fast(&fast, &p), -EINVAL);
	}
	tap_case("the slow way: a closed window");
	p = plain_packet(&protos[0], &(struct rosfw_header){ .proto = ROSFW_PROTO_TCP });
	put_unaligned_be16(0, p.data + p.l4_off + 14);
	tap_is(read_fast(&fast, &p), -EINVAL);
}

/* Every sum that is a multiple of 0xffff, and none beside it. */
static void sums(void)
{
	u32 n;

	tap_case("sums of all ones");
	for (n = 0; n < 100000; n++) {
		u64 sum = (u64)random32() << (n % 33) ^ random32();

		tap_is(rosfw_fast_is_ones(sum), sum % 0xffff == 0);
		sum -= sum % 0xffff;
		tap_ok(rosfw_fast_is_ones(sum));
		tap_ok(!rosfw_fast_is_ones(sum + 1 + random32() % 0xfffe));
	}
	tap_ok(rosfw_fast_is_ones(~0ULL) && rosfw_fast_is_ones(0) && !rosfw_fast_is_ones(~0ULL - 1));
}

/* ---- finding ---- */

/* Flows as there are: one that counts up, in each field alone. Chains are not longer than chance would have it. */
static void hashing(void)
{
	static u8 chain[1 << 16];
	u64 seed[ROSFW_FAST_SEEDS];
	u32 i, n, field, longest;

	for (i = 0; i < ARRAY_SIZE(protos); i += 2) {
		u8 family = protos[i].family;

		for (field = 0; field < 4; field++) {
			tap_case("hash of IPv%d, field %u counts up", family == ROSFW_IPV4 ? 4 : 6, field);
			for (n = 0; n < ROSFW_FAST_SEEDS; n++)
				seed[n] = ((u64)random32() << 32 | random32()) | 1;
			memset(chain, 0, sizeof(chain));
			longest = 0;
			for (n = 0; n < 50000; n++) {
				struct rosfw_header h = { .family = family, .proto = ROSFW_PROTO_UDP,
							  .src = { { .lo = 0x0a000002 }, 4000 },
							  .dst = { { .lo = 0xc6336407 }, 443 } };
				u64 addrs[ROSFW_FAST_WORDS_V6] = { 0 };
				u32 ports;

				*(field == 0 ? &h.src.addr.lo : &h.dst.addr.lo) += field < 2 ? n : 0;
				*(field == 2 ? &h.src.id : &h.dst.id) += field < 2 ? 0 : n % 65536;
				rosfw_fast_store(&h, addrs, &ports);
				chain[rosfw_fast_hash(seed, family, addrs, ports) >> 48]++;
			}
			for (n = 0; n < ARRAY_SIZE(chain); n++)
				longest = max_t(u32, longest, chain[n]);
			tap_ok(longest <= 12);
		}
	}
}

/* ---- changing ---- */

/* As the kernel does. */
static void one_hop_less(struct nat_packet *p)
{
	u32 csum;

	if (p->family == ROSFW_IPV6) {
		p->data[7]--;
		return;
	}
	csum = get_unaligned_be16(p->data + 10) + 0x100;
	put_unaligned_be16(csum + (csum >= 0xffff), p->data + 10);
	p->data[8]--;
}

static void check_forward(const struct proto *proto, bool partial, bool absent)
{
	struct rosfw_header from = random_header(proto), between = from, to;
	enum rosfw_nat_checksum checksum = partial ? ROSFW_NAT_CSUM_PARTIAL : ROSFW_NAT_CSUM_FULL;
	struct nat_packet slow = plain_packet(proto, &from), fast;
	struct rosfw_pkt pkt = { .segs = 1 };
	u64 addrs[ROSFW_FAST_WORDS_V6];
	struct rosfw_fast_plan plan;
	struct rosfw_fast_pkt read;

	if (random32() % 4)
		between.dst = random_end(proto->family);
	to = between;
	if (random32() % 4)
		to.src = random_end(proto->family);
	if (random32() % 4 == 0)
		to.src.addr = from.src.addr;
	if (absent)
		put_unaligned_be16(0, slow.data + slow.l4_off + 6);
	fast = slow;

	tap_is(rosfw_pkt_parse(&pkt, slow.family, slow.data, slow.len, slow.len), 0);
	if (!rosfw_header_equal(&from, &between))
		rosfw_nat_rewrite(&pkt, slow.data, slow.len, checksum, &between);
	one_hop_less(&slow);
	if (!rosfw_header_equal(&between, &to))
		rosfw_nat_rewrite(&pkt, slow.data, slow.len, checksum, &to);

	rosfw_fast_plan(&plan, addrs, &from, &to);
	tap_is(read_fast(&read, &fast), 0);
	if (plan.translates)
		rosfw_fast_translate(&plan, addrs, fast.family, read.proto, fast.data, partial);
	rosfw_fast_hop(&plan, fast.family, fast.data);
	tap_ok(!memcmp(slow.data, fast.data, slow.len));
	if (!partial && !absent)
		tap_ok(!nat_wrong_csum(&fast));
}

static void changing(void)
{
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		tap_case("forwarding %s", protos[i].name);
		for (n = 0; n < 20000; n++)
			check_forward(&protos[i], false, false);
		tap_case("forwarding %s, hardware completes the checksum", protos[i].name);
		for (n = 0; n < 5000; n++)
			check_forward(&protos[i], true, false);
		if (protos[i].proto != ROSFW_PROTO_UDP)
			continue;
		tap_case("forwarding %s without a checksum", protos[i].name);
		for (n = 0; n < 1000; n++)
			check_forward(&protos[i], false, true);
	}
}

/* ---- TCP ---- */

/**
 * struct pair - one TCP connection, followed twice
 * @slow: by the state machine alone
 * @half: by both: what of it the fast path takes, the state machine does not see
 * @side: what the fast path remembers
 * @mode: what may take it
 * @took: segments that did
 */
struct pair {
	struct rosfw_track slow;
	struct rosfw_track half;
	struct rosfw_fast_side side[2];
	u8 mode;
	u32 took;
};

static struct rosfw_pkt segment(u8 flags, u32 seq, u32 ack, u32 len, u16 window)
{
	struct rosfw_pkt pkt = {
		.proto = ROSFW_PROTO_TCP, .flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS, .segs = 1, .payload_len = len,
	};
	static u8 options[24] = { [20] = 3, 3, 7, 1 };

	pkt.u.tcp.seq = seq;
	pkt.u.tcp.ack = ack;
	pkt.u.tcp.window = window;
	pkt.u.tcp.flags = flags;
	pkt.u.tcp.doff = flags & ROSFW_TCP_SYN ? 24 : 20;
	pkt.data = options;
	return pkt;
}

static bool accepted(enum rosfw_track_result result)
{
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

/* The slow path of a fasttracked connection. */
static enum rosfw_track_result judge(struct pair *c, const struct rosfw_pkt *pkt, bool reply)
{
	struct rosfw_fast_side *const side[] = { &c->side[0], &c->side[1] };
	enum rosfw_track_result result;

	if (c->mode != ROSFW_FAST_CLOSED)
		rosfw_fast_catch_up(&c->half, side, 1);
	result = rosfw_track_packet(&c->half, pkt, &rosfw_timeouts_default, reply, 1, true);
	if (accepted(result))
		c->mode = rosfw_fast_publish(&c->half, side, c->mode, false);
	return result;
}

static void both(struct pair *c, const struct rosfw_pkt *pkt, bool reply)
{
	const struct rosfw_fast_pkt fast = {
		.proto = ROSFW_PROTO_TCP,
		.tcp = { pkt->u.tcp.seq, pkt->u.tcp.seq + pkt->payload_len, pkt->u.tcp.ack, pkt->u.tcp.window },
	};
	enum rosfw_track_result slow, half = ROSFW_TRACK_OK;

	slow = rosfw_track_packet(&c->slow, pkt, &rosfw_timeouts_default, reply, 1, true);
	if (c->mode != ROSFW_FAST_CLOSED && pkt->u.tcp.window && pkt->u.tcp.flags == ROSFW_TCP_ACK &&
	    rosfw_fast_segment(&c->side[reply], &c->side[!reply], &fast, c->mode))
		c->took++;
	else
		half = judge(c, pkt, reply);
	tap_is(accepted(half), accepted(slow));
}

/* Both know the same, as far as it matters. */
static void compare(struct pair *c)
{
	struct rosfw_fast_side *const side[] = { &c->side[0], &c->side[1] };
	u32 i;

	if (c->mode != ROSFW_FAST_CLOSED)
		rosfw_fast_catch_up(&c->half, side, 1);
	tap_is(c->half.tcp_state, c->slow.tcp_state);
	tap_is(c->half.flags, c->slow.flags);
	for (i = 0; i < 2; i++) {
		tap_is(c->half.tcp.side[i].end, c->slow.tcp.side[i].end);
		tap_is(c->half.tcp.side[i].maxend, c->slow.tcp.side[i].maxend);
		tap_is(c->half.tcp.side[i].maxack, c->slow.tcp.side[i].maxack);
		tap_is(c->half.tcp.side[i].maxwin, c->slow.tcp.side[i].maxwin);
		tap_is(c->half.tcp.side[i].flags, c->slow.tcp.side[i].flags);
	}
	tap_is(rosfw_track_timeout(&c->half, &rosfw_timeouts_default),
	       rosfw_track_timeout(&c->slow, &rosfw_timeouts_default));
}

static void tcp_open(struct pair *c, u32 a, u32 b)
{
	struct rosfw_pkt syn = segment(ROSFW_TCP_SYN, a - 1, 0, 0, 1000);
	struct rosfw_pkt synack = segment(ROSFW_TCP_SYN | ROSFW_TCP_ACK, b - 1, a, 0, 1000);
	struct rosfw_pkt ack = segment(ROSFW_TCP_ACK, a, b, 0, 1000);

	memset(c, 0, sizeof(*c));
	tap_ok(rosfw_track_new(&c->slow, &syn, &rosfw_timeouts_default, 1));
	c->half = c->slow;
	both(c, &synack, true);
	tap_is(c->mode, ROSFW_FAST_CLOSED);
	both(c, &ack, false);
	tap_is(c->mode, ROSFW_FAST_CHECKED);
}

/* A conversation in which segments get lost, come late and twice, and somebody guesses numbers. */
static void talk(u32 steps)
{
	u32 next[2], seen[2], isn[2] = { random32(), random32() };
	struct pair c;
	u32 i;

	tcp_open(&c, isn[0], isn[1]);
	memcpy(next, isn, sizeof(next));
	memcpy(seen, isn, sizeof(seen));
	for (i = 0; i < steps; i++) {
		bool reply = random32() & 1;
		u32 len = random32() % 3 ? random32() % 1400 : 0, seq = next[reply], ack = seen[!reply];
		u16 window = random32() % 16 ? 100 + random32() % 1000 : 0;
		struct rosfw_pkt pkt;

		switch (random32() % 12) {
		case 0:		/* once more */
			seq -= min(seq - isn[reply], random32() % 5000);
			break;
		case 1:		/* an old acknowledgement */
			ack -= min(ack - isn[!reply], random32() % 100000);
			break;
		case 2:		/* something was lost in front of it */
			seq += random32() % 3000;
			break;
		case 3:		/* by somebody else */
			seq = random32();
			break;
		case 4:
			ack = random32();
			break;
		default:
			seen[!reply] = next[!reply];
			ack = seen[!reply];
		}
		pkt = segment(ROSFW_TCP_ACK, seq, ack, len, window);
		if (seq == next[reply] && ack == seen[!reply])
			next[reply] += len;
		both(&c, &pkt, reply);
	}
	compare(&c);
	tap_ok(c.took > steps / 20);
}

static void tcp(void)
{
	struct rosfw_pkt pkt;
	struct pair c;
	u32 i;

	tap_case("TCP: what the fast path takes, and when the machine looks again");
	for (i = 0; i < 300; i++)
		talk(200);

	tap_case("TCP: a gigabyte later, closing is still understood");
	tcp_open(&c, 1000, 5000);
	/* The window of a SYN is not scaled. */
	pkt = segment(ROSFW_TCP_ACK, 5000, 1000, 0, 1000);
	both(&c, &pkt, true);
	for (i = 0; i < 40000; i++) {
		pkt = segment(ROSFW_TCP_ACK, 1000 + i * 26844, 5000, 26844, 1000);
		both(&c, &pkt, false);
		pkt = segment(ROSFW_TCP_ACK, 5000, 1000 + (i + 1) * 26844, 0, 1000);
		both(&c, &pkt, true);
	}
	tap_is(c.took, 80001);
	pkt = segment(ROSFW_TCP_FIN | ROSFW_TCP_ACK, 1000 + i * 26844, 5000, 0, 1000);
	both(&c, &pkt, false);
	tap_is(c.mode, ROSFW_FAST_CLOSED);
	pkt = segment(ROSFW_TCP_FIN | ROSFW_TCP_ACK, 5000, 1001 + i * 26844, 0, 1000);
	both(&c, &pkt, true);
	pkt = segment(ROSFW_TCP_ACK, 1001 + i * 26844, 5001, 0, 1000);
	both(&c, &pkt, false);
	tap_is(c.half.tcp_state, ROSFW_TCP_TIME_WAIT);
	tap_is(c.took, 80001);

	tap_case("TCP: a reset with the right number closes, one with a wrong number does nothing");
	tcp_open(&c, 1000, 5000);
	pkt = segment(ROSFW_TCP_ACK, 1000, 5000, 100, 1000);
	both(&c, &pkt, false);
	tap_is(c.took, 1);
	pkt = segment(ROSFW_TCP_RST, 1000 + 50000, 0, 0, 0);
	both(&c, &pkt, false);
	tap_is(c.mode, ROSFW_FAST_CHECKED);
	pkt = segment(ROSFW_TCP_RST, 1100, 0, 0, 0);
	both(&c, &pkt, false);
	tap_is(c.half.tcp_state, ROSFW_TCP_CLOSE);
	tap_is(c.mode, ROSFW_FAST_CLOSED);

	tap_case("TCP: a closed window, and its opening, are the machine's");
	tcp_open(&c, 1000, 5000);
	pkt = segment(ROSFW_TCP_ACK, 5000, 1000, 0, 0);
	both(&c, &pkt, true);
	tap_is(c.mode, ROSFW_FAST_CLOSED);
	pkt = segment(ROSFW_TCP_ACK, 5000, 1000, 0, 1000);
	both(&c, &pkt, true);
	tap_is(c.mode, ROSFW_FAST_CHECKED);
	tap_is(c.took, 0);
	compare(&c);

	tap_case("UDP: a stream that only the fast path sees is one");
	c.half = (struct rosfw_track){ .proto = ROSFW_PROTO_UDP, .flags = ROSFW_TRACK_REPLIED, .udp.start = 10 };
	tap_is(rosfw_fast_publish(&c.half, NULL, ROSFW_FAST_CLOSED, false), ROSFW_FAST_ALL);
	rosfw_fast_catch_up(&c.half, NULL, 12);
	tap_ok(!(c.half.flags & ROSFW_TRACK_ASSURED));
	rosfw_fast_catch_up(&c.half, NULL, 13);
	tap_ok(c.half.flags & ROSFW_TRACK_ASSURED);
}

int main(void)
{
	tap_begin();
	reading();
	refusing();
	sums();
	hashing();
	changing();
	tcp();
	return tap_end();
}
