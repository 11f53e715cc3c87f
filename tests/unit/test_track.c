// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be tracked, and view keys: of certain packets, of random packets, of what ICMP errors quote.
 */
#include "bytes.h"
#include "track_play.h"

/* The packet that host A (or B) sends; @what as in the sequences. */
static void make_packet(struct rosfw_pkt *pkt, u8 proto, bool from_a, const char *what)
{
	static struct run run;

	run.proto = proto;
	play_packet(&run, pkt, from_a, what);
}

static u32 seed = 1;

static u32 rnd(u32 n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

/* Few values, so that equal ones are met. */
static void random_packet(struct rosfw_pkt *pkt)
{
	static const u8 protos[] = { 6, 17, 1, 58, 132, 33, 136, 47, 89 };
	static const u8 types[] = { 8, 0, 13, 14, 17, 18, 128, 129 };

	memset(pkt, 0, sizeof(*pkt));
	pkt->proto = protos[rnd(ARRAY_SIZE(protos))];
	pkt->family = pkt->proto == 58 ? ROSFW_IPV6 : pkt->proto == 1 ? ROSFW_IPV4 : rnd(2);
	pkt->src.lo = rnd(3);
	pkt->dst.lo = rnd(3);
	if (pkt->family == ROSFW_IPV6) {
		pkt->src.hi = rnd(2);
		pkt->dst.hi = rnd(2);
	}
	pkt->flags = ROSFW_PKT_L4;
	switch (pkt->proto) {
	case 1:
		pkt->u.icmp.type = types[rnd(6)];
		pkt->u.icmp.id = rnd(3);
		break;
	case 58:
		pkt->u.icmp.type = types[6 + rnd(2)];
		pkt->u.icmp.id = rnd(3);
		break;
	case 47:
	case 89:
		break;
	default:
		pkt->flags |= ROSFW_PKT_PORTS;
		pkt->sport = rnd(3);
		pkt->dport = rnd(3);
	}
}

static u8 icmp_answer(u8 type)
{
	switch (type) {
	case 8: return 0;
	case 0: return 8;
	case 13: return 14;
	case 14: return 13;
	case 17: return 18;
	case 18: return 17;
	case 128: return 129;
	default: return 128;
	}
}

static void turn_round(struct rosfw_pkt *pkt)
{
	swap(pkt->src, pkt->dst);
	swap(pkt->sport, pkt->dport);
	if (pkt->proto == 1 || pkt->proto == 58)
		pkt->u.icmp.type = icmp_answer(pkt->u.icmp.type);
}

/* Do they belong to the same connection? By the book, without keys. */
static bool same_way(const struct rosfw_pkt *a, const struct rosfw_pkt *b)
{
	bool icmp = a->proto == 1 || a->proto == 58;

	return a->family == b->family && a->proto == b->proto && rosfw_addr_equal(&a->src, &b->src) &&
	       rosfw_addr_equal(&a->dst, &b->dst) && a->sport == b->sport && a->dport == b->dport &&
	       (!icmp || (a->u.icmp.type == b->u.icmp.type && a->u.icmp.id == b->u.icmp.id));
}

static bool get_key(const struct rosfw_pkt *pkt, struct rosfw_view_key *key, u8 *orientation)
{
	memset(key, 0xa5, sizeof(*key));	/* nothing of this may be left */
	return rosfw_view_key_from_pkt(pkt, key, orientation);
}

static bool no_direction(const struct rosfw_pkt *pkt)
{
	return pkt->proto != 1 && pkt->proto != 58 && rosfw_addr_equal(&pkt->src, &pkt->dst) && pkt->sport == pkt->dport;
}

static void test_keys_random(void)
{
	struct rosfw_view_key ka, kb, kr;
	struct rosfw_pkt a, b, r;
	u8 oa, ob, or;
	u32 i;

	tap_case("view keys: both directions have one, whatever differs has another");
	for (i = 0; i < 300000; i++) {
		random_packet(&a);
		b = a;
		if (rnd(2))
			random_packet(&b);
		r = a;
		turn_round(&r);
		if (!tap_ok(get_key(&a, &ka, &oa) && get_key(&b, &kb, &ob) && get_key(&r, &kr, &or)))
			return;
		tap_ok(rosfw_view_key_equal(&ka, &kr));
		tap_is(oa, no_direction(&a) ? 0 : !or);
		tap_is(rosfw_view_key_equal(&ka, &kb), same_way(&a, &b) || same_way(&r, &b));
		if (same_way(&a, &b))
			tap_is(oa, ob);
	}
}

/* One field of many. */
static void change_header(struct rosfw_header *h)
{
	switch (rnd(7)) {
	case 0:
		h->src.addr.lo++;
		break;
	case 1:
		h->dst.addr.lo++;
		break;
	case 2:
		h->src.id++;
		break;
	case 3:
		h->dst.id++;
		break;
	case 4:
		h->proto++;
		break;
	case 5:
		h->kind++;
		break;
	default:
		h->family = !h->family;
		break;
	}
}

static void test_keys(void)
{
	struct rosfw_view_key k1, k2;
	struct rosfw_pkt a, b;
	u8 o1, o2;

	tap_case("view keys: two hosts that ping each other with one identifier");
	make_packet(&a, ICMP, true, "8:7");
	make_packet(&b, ICMP, false, "8:7");
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(!rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: a host that pings itself");
	b = a;
	b.dst = b.src;
	a = b;
	b.u.icmp.type = 0;
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(rosfw_view_key_equal(&k1, &k2));
	tap_ok(o1 != o2);

	tap_case("view keys: identifier 0 is one");
	a.u.icmp.id = 0;
	tap_ok(get_key(&a, &k2, &o2));
	tap_ok(!rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: GRE tunnels have one key, whatever theirs are");
	make_packet(&a, ROSFW_PROTO_GRE, true, "-");
	b = a;
	b.u.gre.key = 5;
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: layout");
	make_packet(&a, UDP, false, "-");
	tap_ok(get_key(&a, &k1, &o1));
	tap_is(o1, 1);
	tap_is(k1.v4[0], 0x0a000001);
	tap_is(k1.v4[1], 0x0a000002);
	tap_is(k1.id[0], 40000);
	tap_is(k1.id[1], 80);
	tap_is(k1.proto, UDP);
	tap_is(k1.kind, 0);
	tap_is(rosfw_view_key_size(ROSFW_IPV4), 24);
	tap_is(rosfw_view_key_size(ROSFW_IPV6), 48);
}

/* What a key keeps of a header is all of it, and every change of a header makes another key. */
static void test_headers_random(void)
{
	struct rosfw_view_key key, other;
	struct rosfw_header h, back, r;
	struct rosfw_pkt pkt;
	u8 orientation, turned;
	u32 i;

	tap_case("headers: to the key and back, reversed, and with one field changed");
	for (i = 0; i < 100000; i++) {
		random_packet(&pkt);
		if (!tap_ok(rosfw_header_from_pkt(&pkt, &h)))
			return;
		memset(&key, 0xa5, sizeof(key));
		rosfw_view_key(&h, &key, &orientation);
		rosfw_header_from_key(&key, orientation, &back);
		tap_ok(rosfw_header_equal(&h, &back));
		rosfw_header_reverse(&h, &r);
		memset(&other, 0x5a, sizeof(other));
		rosfw_view_key(&r, &other, &turned);
		tap_ok(!memcmp(&key, &other, rosfw_view_key_size(h.family)));
		rosfw_header_from_key(&other, turned, &back);
		tap_ok(rosfw_header_equal(&r, &back));
		rosfw_header_reverse(&r, &r);
		tap_ok(rosfw_header_equal(&h, &r));
		change_header(&r);
		tap_ok(!rosfw_header_equal(&h, &r));
	}
}

static const struct {
	const char *name;
	u8 family;
	const char *hex;
	enum rosfw_trackable want;
} trackables[] = {
	{ "TCP", 0, IP4("0028", "0000", "06") TCP_SYN, ROSFW_TRACKABLE_CONN },
	{ "TCP, header length lies", 0, IP4("0028", "0000", "06") "1234 0050 00000001 00000000 4002 ffff 0000 0000",
	  ROSFW_TRACKABLE_INVALID },
	{ "TCP, cut off", 0, IP4("001c", "0000", "06") "1234 0050 00000001", ROSFW_TRACKABLE_INVALID },
	{ "UDP", 1, IP6("0008", "11") UDP8, ROSFW_TRACKABLE_CONN },
	{ "UDP, length lies", 1, IP6("0008", "11") "0035 1000 0009 0000", ROSFW_TRACKABLE_INVALID },
	{ "later fragment", 0, IP4("001c", "0001", "11") UDP8, ROSFW_TRACKABLE_INVALID },
	{ "later fragment of anything", 0, IP4("001c", "0001", "59") UDP8, ROSFW_TRACKABLE_INVALID },
	{ "OSPF", 0, IP4("001c", "0000", "59") UDP8, ROSFW_TRACKABLE_CONN },
	{ "GRE that is not understood", 0, IP4("001c", "0000", "2f") "4000 0800 00000000", ROSFW_TRACKABLE_CONN },
	{ "AH in IPv4", 0, IP4("001c", "0000", "33") UDP8, ROSFW_TRACKABLE_CONN },
	{ "broken chain of IPv6 headers", 1, IP6("0004", "3c") "1100 0104", ROSFW_TRACKABLE_INVALID },
	{ "no next header", 1, IP6("0000", "3b"), ROSFW_TRACKABLE_CONN },
	{ "ICMP echo", 0, IP4("001c", "0000", "01") ECHO, ROSFW_TRACKABLE_CONN },
	{ "ICMP error", 0, IP4("001c", "0000", "01") "0301 0000 0000 0000", ROSFW_TRACKABLE_QUOTE },
	{ "ICMP router advertisement", 0, IP4("001c", "0000", "01") "0900 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP type that is a request of ICMPv6", 0, IP4("001c", "0000", "01") "8000 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP cut off", 0, IP4("001a", "0000", "01") "0800 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP in IPv6", 1, IP6("0008", "01") ECHO, ROSFW_TRACKABLE_INVALID },
	{ "ICMPv6 in IPv4", 0, IP4("001c", "0000", "3a") ECHO6, ROSFW_TRACKABLE_INVALID },
	{ "ICMPv6 echo", 1, IP6("0008", "3a") ECHO6, ROSFW_TRACKABLE_CONN },
	{ "ICMPv6 packet too big", 1, IP6("0008", "3a") "0200 0000 0000 0500", ROSFW_TRACKABLE_QUOTE },
	{ "multicast listener query", 1, IP6("0008", "3a") "8200 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "router solicitation", 1, IP6("0008", "3a") "8500 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "neighbour advertisement", 1, IP6("0008", "3a") "8800 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "ICMPv6 redirect", 1, IP6("0008", "3a") "8900 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "ICMPv6 router renumbering", 1, IP6("0008", "3a") "8a00 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "multicast listener report", 1, IP6("0008", "3a") "8f00 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router advertisement", 1, IP6("0008", "3a") "9700 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router solicitation", 1, IP6("0008", "3a") "9800 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router termination", 1, IP6("0008", "3a") "9900 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
};

static void test_trackable(void)
{
	struct rosfw_view_key key;
	struct rosfw_pkt pkt;
	u8 orientation;
	u32 i, len;
	u8 *bytes;

	for (i = 0; i < ARRAY_SIZE(trackables); i++) {
		tap_case("tracking: %s", trackables[i].name);
		bytes = bytes_from_hex(trackables[i].hex, &len);
		memset(&pkt, 0, sizeof(pkt));
		tap_is(rosfw_pkt_parse(&pkt, trackables[i].family, bytes, len, len), 0);
		tap_is(rosfw_trackable(&pkt), trackables[i].want);
		tap_is(get_key(&pkt, &key, &orientation), trackables[i].want == ROSFW_TRACKABLE_CONN);
		free(bytes);
	}
}

/* From B, or from a router, to @to: "cannot deliver what A sent to B". */
static bool inner_key(const char *hex, struct rosfw_view_key *key, u8 *orientation)
{
	struct rosfw_pkt outer = { 0 }, inner;
	bool ok = false;
	u32 len;
	u8 *bytes = bytes_from_hex(hex, &len);

	if (tap_is(rosfw_pkt_parse(&outer, ROSFW_IPV4, bytes, len, len), 0) &&
	    tap_is(rosfw_pkt_parse_inner(&outer, &inner, len), 0))
		ok = rosfw_view_key_from_inner(&outer, &inner, key, orientation);
	free(bytes);
	return ok;
}

#define TO_A	"4500 0038 0000 0000 4001 0000 " B4 A4 "0301 0000 0000 0000 "
#define TO_B	"4500 0038 0000 0000 4001 0000 " A4 B4 "0301 0000 0000 0000 "

static void test_inner(void)
{
	struct rosfw_view_key key, quoted;
	u8 orientation, sent;
	struct rosfw_pkt pkt;

	tap_case("ICMP error: the view is that of the quoted packet");
	make_packet(&pkt, UDP, true, "-");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "11") "9c40 0050 0008 0000", &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error about TCP, of which eight bytes are there");
	make_packet(&pkt, TCP, true, "S");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "06") "9c40 0050 00000001", &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error about a ping");
	make_packet(&pkt, ICMP, true, "8:7");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "01") ECHO, &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error that goes to somebody else than the sender");
	tap_ok(!inner_key(TO_B IP4("0100", "0000", "11") "9c40 0050 0008 0000", &quoted, &orientation));

	tap_case("ICMP error about an ICMP error");
	tap_ok(!inner_key(TO_A IP4("0100", "0000", "01") "0301 0000 0000 0000", &quoted, &orientation));

	tap_case("ICMP error about a later fragment");
	tap_ok(!inner_key(TO_A IP4("0100", "0001", "11") "9c40 0050 0008 0000", &quoted, &orientation));
}

int main(void)
{
	tap_begin();
	test_trackable();
	test_keys();
	test_keys_random();
	test_headers_random();
	test_inner();
	return tap_end();
}
