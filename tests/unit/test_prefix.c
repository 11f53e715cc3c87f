// SPDX-License-Identifier: GPL-2.0-only
/*
 * Translation of prefixes (RFC 6296): addresses by hand, what has no counterpart, and that there and back is where one
 * began, with the same sum. Then packets, and errors that quote them.
 */
#include "bytes.h"
#include "rulesets.h"

#define M6	ROSFW_MENU_IPV6_MANGLE
#define POST	ROSFW_MANGLE_POSTROUTING

static struct rosfw_addr addr6(const char *text)
{
	struct rosfw_addr a;
	u8 bytes[16];

	item_ip(true, text, bytes);
	rosfw_addr_load(&a, ROSFW_IPV6, bytes);
	return a;
}

static struct rosfw_prefix_map map6(const char *from, u32 from_len, const char *to, u32 to_len)
{
	struct rosfw_addr a = addr6(from), b = addr6(to);
	struct rosfw_prefix_map map;

	rosfw_prefix_map_init(&map, &a, from_len, &b, to_len);
	return map;
}

static u32 sum6(const struct rosfw_addr *a)
{
	u32 sum = 0, i;

	for (i = 0; i < 4; i++)
		sum += (u16)(a->hi >> 16 * i) + (u16)(a->lo >> 16 * i);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff ? 0 : sum;
}

static const struct {
	const char *name, *from;
	u32 from_len;
	const char *to;
	u32 to_len;
	const char *addr;
	bool has;
	const char *want;	/* NULL: it has no counterpart */
} rows[] = {
	/* the example of the RFC, and back */
	{ "/48", "fd01:203:405::", 48, "2001:db8:1::", 48, "fd01:203:405:1::1234", true, "2001:db8:1:d550::1234" },
	{ "/48, back", "2001:db8:1::", 48, "fd01:203:405::", 48, "2001:db8:1:d550::1234", true, "fd01:203:405:1::1234" },
	{ "another network", "fd01:203:405::", 48, "2001:db8:1::", 48, "fd01:203:406:1::1234", false },
	{ "the last address", "fd01:203:405::", 48, "2001:db8:1::", 48, "fd01:203:405:fffe:ffff:ffff:ffff:ffff", true,
	  "2001:db8:1:d54e:ffff:ffff:ffff:ffff" },
	{ "the subnet that has none", "fd01:203:405::", 48, "2001:db8:1::", 48, "fd01:203:405:ffff::1", true, NULL },
	/* 0x2ab0 + 0xd54f is all ones, which is written as 0 */
	{ "a subnet that becomes 0", "fd01:203:405::", 48, "2001:db8:1::", 48, "fd01:203:405:2ab0::1", true,
	  "2001:db8:1::1" },
	{ "and back, to another 0", "2001:db8:1::", 48, "fd01:203:405::", 48, "2001:db8:1::1", true,
	  "fd01:203:405:2ab0::1" },
	{ "/32", "fd00:1::", 32, "2001:db8::", 32, "fd00:1:7:8::9", true, "2001:db8:7:cf50::9" },
	{ "/44: a part of a word", "fd00:0:10::", 44, "2001:db8:20::", 44, "fd00:0:1f:8::9", true,
	  "2001:db8:2f:cf3f::9" },
	{ "/64", "fd00::", 64, "2001:db8:0:1::", 64, "fd00::1", true, "2001:db8:0:1:cf46::1" },
	{ "/64, back", "2001:db8:0:1::", 64, "fd00::", 64, "2001:db8:0:1:cf46::1", true, "fd00::1" },
	{ "/64: the next word", "fd00::", 64, "2001:db8:0:1::", 64, "fd00::ffff:0:0:1", true,
	  "2001:db8:0:1:ffff:cf46:0:1" },
	{ "/64: the last word", "fd00::", 64, "2001:db8:0:1::", 64, "fd00::ffff:ffff:ffff:1", true,
	  "2001:db8:0:1:ffff:ffff:ffff:cf47" },
	{ "/64: no word", "fd00::", 64, "2001:db8:0:1::", 64, "fd00::ffff:ffff:ffff:ffff", true, NULL },
	{ "/64: the routers of a subnet", "fd00::", 64, "2001:db8:0:1::", 64, "fd00::", true, NULL },
	{ "/49", "fd00:0:0:8000::", 49, "2001:db8::", 49, "fd00:0:0:123::1", false },
	{ "/49: the subnet stays", "fd00:0:0:8000::", 49, "2001:db8::", 49, "fd00:0:0:8123::1", true,
	  "2001:db8:0:123:4f48::1" },
	{ "the longer one counts", "fd00::", 48, "2001:db8:0:100::", 56, "fd00:0:0:12::1", true,
	  "2001:db8:0:112:ce47::1" },
	{ "and has its zeros", "fd00::", 48, "2001:db8:0:100::", 56, "fd00:0:0:112::1", false },
	{ "from everything", "::", 0, "2001:db8::", 32, "::1", true, "2001:db8:0:d246::1" },
	{ "to itself", "fd00::", 48, "fd00::", 48, "fd00::7:0:0:0:1", true, "fd00::7:0:0:0:1" },
};

static void test_rows(void)
{
	struct rosfw_prefix_map map;
	struct rosfw_addr a, want;
	u32 i, before;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s", rows[i].name);
		map = map6(rows[i].from, rows[i].from_len, rows[i].to, rows[i].to_len);
		a = addr6(rows[i].addr);
		before = sum6(&a);
		tap_is(rosfw_prefix_has(&map, &a), rows[i].has);
		if (!rows[i].has)
			continue;
		want = rows[i].want ? addr6(rows[i].want) : a;
		tap_is(rosfw_prefix_move(&map, &a), !!rows[i].want);
		tap_is(a.hi, want.hi);
		tap_is(a.lo, want.lo);
		tap_is(sum6(&a), before);
	}
}

static u64 random64(void)
{
	return (u64)get_random_u32() << 32 | get_random_u32();
}

static u64 top(u32 len)
{
	return len ? U64_MAX << (64 - len) : 0;
}

static void test_there_and_back(void)
{
	struct rosfw_prefix_map there, back;
	struct rosfw_addr from, to, a, b;
	u32 i, len, moved = 0, bad = 0;

	tap_case("there and back");
	for (i = 0; i < 200000; i++) {
		len = get_random_u32() % 65;
		from = (struct rosfw_addr){ random64() & top(len), 0 };
		to = (struct rosfw_addr){ random64() & top(len), 0 };
		rosfw_prefix_map_init(&there, &from, len, &to, len);
		rosfw_prefix_map_init(&back, &to, len, &from, len);
		a = (struct rosfw_addr){ from.hi | (random64() & ~top(len)), random64() };
		/* Words of all ones and of 0 are where it can go wrong. */
		if (i & 1)
			a.lo |= U64_MAX << 16 * (i % 5 % 4);
		if (i & 2)
			a.lo &= 0xffff;
		b = a;
		bad += !rosfw_prefix_has(&there, &a);
		if (!rosfw_prefix_move(&there, &b))
			continue;
		bad += !rosfw_prefix_has(&back, &b) || sum6(&a) != sum6(&b);
		/* An identifier that has become 0 is nobody's. */
		if (len > 48 && !b.lo)
			continue;
		bad += !rosfw_prefix_move(&back, &b) || !rosfw_addr_equal(&a, &b);
		moved++;
	}
	tap_is(bad, 0);
	tap_ok(moved > 150000);
}

#define IN6	"fd010203040500010000000000001234"
#define OUT6	"20010db80001d5500000000000001234"
#define FAR6	"20010db8777700000000000000000001"
#define ROUTER6	"20010db8000100000000000000000001"
#define UDP6(src, dst)	"6000 0000 000c 11 40" src dst "0001 0002 000c 1111 64617461"
#define ERR6(src, dst, inner)	"6000 0000 003c 3a 40" src dst "0300 1111 00000000" inner

static const struct {
	const char *name;
	u8 action;
	bool reverse;
	const char *before, *after;	/* NULL: nothing changes */
} packets[] = {
	{ "a packet that leaves", ROSFW_ACTION_SNPT, false, UDP6(IN6, FAR6), UDP6(OUT6, FAR6) },
	{ "snpt looks at sources", ROSFW_ACTION_SNPT, false, UDP6(FAR6, IN6), NULL },
	{ "a packet that comes", ROSFW_ACTION_DNPT, true, UDP6(FAR6, OUT6), UDP6(FAR6, IN6) },
	{ "dnpt looks at destinations", ROSFW_ACTION_DNPT, true, UDP6(OUT6, FAR6), NULL },
	{ "an error that comes", ROSFW_ACTION_DNPT, true, ERR6(FAR6, OUT6, UDP6(OUT6, FAR6)),
	  ERR6(FAR6, IN6, UDP6(IN6, FAR6)) },
	{ "an error that leaves", ROSFW_ACTION_SNPT, false, ERR6(IN6, FAR6, UDP6(FAR6, IN6)),
	  ERR6(OUT6, FAR6, UDP6(FAR6, OUT6)) },
	{ "an error of the router's", ROSFW_ACTION_SNPT, false, ERR6(ROUTER6, FAR6, UDP6(FAR6, IN6)),
	  ERR6(ROUTER6, FAR6, UDP6(FAR6, OUT6)) },
	{ "an error about something else", ROSFW_ACTION_SNPT, false, ERR6(IN6, FAR6, UDP6(FAR6, ROUTER6)),
	  ERR6(OUT6, FAR6, UDP6(FAR6, ROUTER6)) },
	{ "an error that quotes too little", ROSFW_ACTION_DNPT, true,
	  "6000 0000 0014 3a 40" FAR6 OUT6 "0300 1111 00000000" "6000 0000 000c 11 40" "20010db8",
	  "6000 0000 0014 3a 40" FAR6 IN6 "0300 1111 00000000" "6000 0000 000c 11 40" "20010db8" },
};

static void test_packets(void)
{
	struct rosfw_prefix_map map[] = { map6("fd01:203:405::", 48, "2001:db8:1::", 48),
					  map6("2001:db8:1::", 48, "fd01:203:405::", 48) };
	struct rosfw_pkt pkt, again;
	u8 *bytes, *want;
	u32 i, len, n, need;

	for (i = 0; i < ARRAY_SIZE(packets); i++) {
		struct rosfw_header_change change = { .action = packets[i].action, .prefix = &map[packets[i].reverse] };
		const struct rosfw_change_world world = { 0 };

		tap_case("%s", packets[i].name);
		bytes = bytes_from_hex(packets[i].before, &len);
		want = bytes_from_hex(packets[i].after ? packets[i].after : packets[i].before, &n);
		tap_is(n, len);
		memset(&pkt, 0, sizeof(pkt));
		tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, len), 0);
		need = rosfw_change_need(&change, &pkt);
		tap_ok(need && need <= len);
		tap_is(rosfw_change_apply(&change, &pkt, bytes, &world), !!packets[i].after);
		tap_ok(!memcmp(bytes, want, len));
		memset(&again, 0, sizeof(again));
		tap_is(rosfw_pkt_parse(&again, ROSFW_IPV6, bytes, len, len), 0);
		tap_ok(rosfw_addr_equal(&pkt.src, &again.src) && rosfw_addr_equal(&pkt.dst, &again.dst));
		free(bytes);
		free(want);
	}
}

#define WALK(text)	walk(rs, M6, POST, text, &w)

static void test_rules(void)
{
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	struct rosfw_walk w;

	tap_case("rules");
	begin();
	c = rosfw_config_new();
	add(c, M6, "chain=postrouting action=jump jump-target=npt");
	add(c, M6, "chain=postrouting action=drop dst-address=2001:db8::9/128");
	add(c, M6, "chain=prerouting action=jump jump-target=npt");
	add(c, M6, "chain=npt action=snpt src-prefix=fd00:1:2::/48 dst-prefix=2001:db8:3::/56 protocol=udp passthrough=no");
	add(c, M6, "chain=npt action=snpt src-prefix=fd00:1:2::/48 dst-prefix=2001:db8:3::/56");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	tap_is(WALK("udp [fd00:1:2::1]:1->[2001:db8::9]:2"), ROSFW_VERDICT_ACCEPT);
	tap_is(env.changes, 1);
	tap_is(env.changed.action, ROSFW_ACTION_SNPT);
	tap_is(env.changed.prefix->len, 56);
	tap_is(env.changed.prefix->to.hi, 0x20010db800030000);
	tap_is(WALK("tcp [fd00:1:2::1]:1->[2001:db8::9]:2"), ROSFW_VERDICT_DROP);
	tap_is(env.changes, 2);
	tap_is(WALK("tcp [fd00:1:2:0:ffff:ffff:ffff:ffff]:1->[2001:db8::8]:2"), ROSFW_VERDICT_DROP);
	tap_is(env.changes, 2);
	tap_is(w.rule->item->id, 5);
	env.no_change = true;
	tap_is(WALK("tcp [fd00:1:2::1]:1->[2001:db8::8]:2"), ROSFW_VERDICT_DROP);
	env.no_change = false;
	/* Reached from where the sender is still who he is, it does nothing and counts nothing. */
	env.changes = 0;
	tap_is(walk(rs, M6, ROSFW_MANGLE_PREROUTING, "udp [fd00:1:2::1]:1->[2001:db8::9]:2", &w), ROSFW_VERDICT_ACCEPT);
	tap_is(env.changes, 0);
	tap_ok(!w.rule);
	rosfw_ruleset_free(rs);
	end();
}

int main(void)
{
	tap_begin();
	test_rows();
	test_there_and_back();
	test_packets();
	test_rules();
	return tap_end();
}
