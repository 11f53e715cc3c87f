// SPDX-License-Identifier: GPL-2.0-only
/*
 * Choosing headers: what each kind of rule makes of a connection, while others hold what it would like to have.
 */
#include "core/nat/nat.h"
#include "rulesets.h"
#include "tap.h"

#define TAKEN_MAX	8

/* Headers as text: "tcp 10.0.0.1:1000->10.0.0.2:80"; ICMP: the identifier is the sender's. Of IPv6: "[2001:db8::1]:80". */
static struct rosfw_endpoint endpoint(const char *text, u8 *family)
{
	struct rosfw_endpoint end = { 0 };
	char copy[64], *colon = copy, *bracket;
	u8 bytes[16];

	strscpy(copy, text, sizeof(copy));
	*family = copy[0] == '[' ? ROSFW_IPV6 : ROSFW_IPV4;
	if (*family == ROSFW_IPV6) {
		bracket = strchr(copy, ']');
		*bracket = 0;
		colon = bracket + 1;
	} else {
		colon = strchr(copy, ':') ?: copy + strlen(copy);
	}
	if (*colon) {
		end.id = atoi(colon + 1);
		*colon = 0;
	}
	BUG_ON(inet_pton(*family == ROSFW_IPV4 ? AF_INET : AF_INET6, copy + *family, bytes) != 1);
	rosfw_addr_load(&end.addr, *family, bytes);
	return end;
}

static struct rosfw_header header(const char *text)
{
	static const struct {
		const char *name;
		u8 proto;
	} names[] = {
		{ "tcp", ROSFW_PROTO_TCP }, { "udp", ROSFW_PROTO_UDP }, { "icmp", ROSFW_PROTO_ICMP },
		{ "icmpv6", ROSFW_PROTO_ICMPV6 }, { "gre", ROSFW_PROTO_GRE }, { "sctp", ROSFW_PROTO_SCTP },
		{ "dccp", ROSFW_PROTO_DCCP }, { "udp-lite", ROSFW_PROTO_UDPLITE }, { "esp", 50 },
	};
	struct rosfw_header h = { 0 };
	char copy[160], *addrs, *arrow;
	u32 i;

	strscpy(copy, text, sizeof(copy));
	addrs = strchr(copy, ' ');
	*addrs++ = 0;
	arrow = strstr(addrs, "->");
	*arrow = 0;
	for (i = 0; strcmp(names[i].name, copy); i++)
		BUG_ON(i + 1 == ARRAY_SIZE(names));
	h.proto = names[i].proto;
	h.src = endpoint(addrs, &h.family);
	h.dst = endpoint(arrow + 2, &h.family);
	if (h.proto == ROSFW_PROTO_ICMP || h.proto == ROSFW_PROTO_ICMPV6) {
		h.src.id |= ROSFW_VIEW_ASKS;
		h.kind = h.proto == ROSFW_PROTO_ICMP ? 8 : 128;
	}
	return h;
}

/**
 * struct world - the other connections
 * @ask: for rosfw_nat_choose()
 * @before: the header that has to be replaced
 * @used: headers that are taken
 * @nused: how many
 * @by_port: ports, or identifiers, of the source that are taken, at any address
 * @full: an address at which everything is taken
 * @asked: questions
 * @own: was asked about the header as it was
 */
struct world {
	struct rosfw_nat_ask ask;
	const struct rosfw_header *before;
	struct rosfw_header used[TAKEN_MAX];
	u32 nused;
	bool by_port[0x10000];
	struct rosfw_addr full;
	u32 asked;
	bool own;
};

static bool is_taken(const struct rosfw_nat_ask *ask, const struct rosfw_header *h)
{
	struct world *w = container_of(ask, struct world, ask);
	u32 i;

	w->asked++;
	w->own |= rosfw_header_equal(h, w->before);
	if (w->full.lo && (rosfw_addr_equal(&h->src.addr, &w->full) || rosfw_addr_equal(&h->dst.addr, &w->full)))
		return true;
	for (i = 0; i < w->nused; i++)
		if (rosfw_header_equal(h, &w->used[i]))
			return true;
	return w->by_port[h->src.id & 0xffff];
}

static struct world world;	/* large */
static const siphash_key_t seed = { { 1, 2 } };

static void world_reset(u32 random)
{
	memset(&world, 0, sizeof(world));
	world.ask = (struct rosfw_nat_ask){ .taken = is_taken, .seed = &seed, .random = random };
}

static void take(bool *ports, u32 from, u32 to)
{
	for (; from <= to; from++)
		ports[from] = true;
}

static bool choose(const struct rosfw_nat_want *want, const struct rosfw_header *before, struct rosfw_header *after)
{
	struct rosfw_header kept;
	u32 asked = world.asked;
	bool found, keeps;

	world.before = before;
	keeps = rosfw_nat_keep(want, before, &world.ask, &kept);
	tap_is(world.asked, asked);
	/* What it would be given without being asked about is what it is given after that, if nobody has it. */
	keeps = keeps && (rosfw_header_equal(&kept, before) || !is_taken(&world.ask, &kept));
	world.own = false;
	world.asked = asked;
	found = rosfw_nat_choose(want, before, &world.ask, after);
	tap_ok(!world.own);
	if (keeps)
		tap_ok(found && rosfw_header_equal(after, &kept));
	tap_is(after->proto, before->proto);
	tap_is(after->family, before->family);
	tap_is(after->kind, before->kind);
	if (want->side == ROSFW_NAT_SRC)
		tap_ok(rosfw_addr_equal(&after->dst.addr, &before->dst.addr) && after->dst.id == before->dst.id);
	else
		tap_ok(rosfw_addr_equal(&after->src.addr, &before->src.addr));
	if (found && !rosfw_header_equal(after, before))
		tap_ok(!is_taken(&world.ask, after));
	return found;
}

/* "src 198.51.100.1", "dst 10.0.0.0-10.0.0.9 ports 80-89 base 8080", "src prefix 10.1.0.0/16", "src same ... not-by-dst". */
static struct rosfw_nat_want want_of(const char *text)
{
	struct rosfw_nat_want want = { .kind = ROSFW_NAT_RANGE };
	char copy[160], *word, *rest, *end;
	unsigned int a, b;
	u8 family;

	strscpy(copy, text, sizeof(copy));
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (!strcmp(word, "src") || !strcmp(word, "dst")) {
			want.side = *word == 's' ? ROSFW_NAT_SRC : ROSFW_NAT_DST;
		} else if (!strcmp(word, "same")) {
			want.kind = ROSFW_NAT_SAME;
		} else if (!strcmp(word, "prefix")) {
			want.kind = ROSFW_NAT_PREFIX;
		} else if (!strcmp(word, "not-by-dst")) {
			want.flags |= ROSFW_NAT_NOT_BY_DST;
		} else if (!strcmp(word, "random")) {
			want.flags |= ROSFW_NAT_RANDOM;
		} else if (!strcmp(word, "ports")) {
			want.flags |= ROSFW_NAT_PORTS;
			a = b = 0;
			BUG_ON(sscanf(strtok_r(NULL, " ", &rest), "%u-%u", &a, &b) < 1);
			want.port_from = a;
			want.port_to = b ?: a;
		} else if (!strcmp(word, "base")) {
			want.port_base = atoi(strtok_r(NULL, " ", &rest));
		} else {
			want.flags |= ROSFW_NAT_ADDRS;
			end = strpbrk(word, "-/");
			if (end && *end == '/')
				want.prefix_len = atoi(end + 1);
			if (end)
				*end++ = 0;
			want.from = endpoint(word, &family).addr;
			want.to = end && strchr(end, '.') ? endpoint(end, &family).addr : want.from;
		}
	}
	return want;
}

/**
 * struct row - one connection and what becomes of it
 * @want: what the rule wants
 * @before: its header
 * @taken: headers of others, with "; " between them; "ports N-M": source ports, at any address
 * @after: what it gets; NULL: exhausted; with "*" at its end: some port
 */
struct row {
	const char *want, *before, *taken, *after;
};

static const struct row rows[] = {
	/* source */
	{ "src 198.51.100.1", "tcp 10.0.0.1:5000->192.0.2.1:80", "", "tcp 198.51.100.1:5000->192.0.2.1:80" },
	{ "src 198.51.100.1", "tcp 10.0.0.1:5000->192.0.2.1:80", "tcp 198.51.100.1:5000->192.0.2.1:81",
	  "tcp 198.51.100.1:5000->192.0.2.1:80" },
	{ "src 198.51.100.1", "tcp 10.0.0.1:5000->192.0.2.1:80", "ports 1024-29999; ports 30001-65535",
	  "tcp 198.51.100.1:30000->192.0.2.1:80" },
	{ "src 198.51.100.1", "tcp 10.0.0.1:5000->192.0.2.1:80", "ports 1024-65535", NULL },
	{ "src 198.51.100.1", "tcp 10.0.0.1:600->192.0.2.1:80", "ports 600-1022", "tcp 198.51.100.1:1023->192.0.2.1:80" },
	{ "src 198.51.100.1", "tcp 10.0.0.1:600->192.0.2.1:80", "ports 600-1023", NULL },
	{ "src 198.51.100.1", "udp 10.0.0.1:53->192.0.2.1:53", "ports 2-511", "udp 198.51.100.1:1->192.0.2.1:53" },
	{ "src 198.51.100.1", "udp 10.0.0.1:53->192.0.2.1:53", "ports 1-511", NULL },
	{ "src 10.0.0.1", "tcp 10.0.0.1:5000->192.0.2.1:80", "ports 1024-65535", "tcp 10.0.0.1:5000->192.0.2.1:80" },
	{ "src 198.51.100.1 ports 2000-2009", "tcp 10.0.0.1:2003->192.0.2.1:80", "", "tcp 198.51.100.1:2003->192.0.2.1:80" },
	{ "src 198.51.100.1 ports 2000-2009", "tcp 10.0.0.1:5000->192.0.2.1:80", "ports 2000-2005; ports 2007-2009",
	  "tcp 198.51.100.1:2006->192.0.2.1:80" },
	{ "src 198.51.100.1 ports 2000-2009", "tcp 10.0.0.1:2003->192.0.2.1:80", "ports 2000-2009", NULL },
	{ "src 198.51.100.1 ports 2000", "tcp 10.0.0.1:5000->192.0.2.1:80", "", "tcp 198.51.100.1:2000->192.0.2.1:80" },
	{ "src ports 2000", "tcp 10.0.0.1:5000->192.0.2.1:80", "", "tcp 10.0.0.1:2000->192.0.2.1:80" },
	{ "src 198.51.100.1 random", "udp 10.0.0.1:5000->192.0.2.1:80", "ports 1024-65534",
	  "udp 198.51.100.1:65535->192.0.2.1:80" },
	{ "src 198.51.100.1", "icmp 10.0.0.1:7->192.0.2.1", "", "icmp 198.51.100.1:7->192.0.2.1" },
	{ "src 198.51.100.1", "icmp 10.0.0.1:7->192.0.2.1", "ports 1-65535", "icmp 198.51.100.1:0->192.0.2.1" },
	{ "src 198.51.100.1", "icmp 10.0.0.1:7->192.0.2.1", "ports 0-65535", NULL },
	{ "src 198.51.100.1 ports 2000", "icmp 10.0.0.1:7->192.0.2.1", "", "icmp 198.51.100.1:7->192.0.2.1" },
	{ "src 198.51.100.1", "gre 10.0.0.1->192.0.2.1", "", "gre 198.51.100.1->192.0.2.1" },
	{ "src 198.51.100.1", "gre 10.0.0.1->192.0.2.1", "gre 198.51.100.1->192.0.2.1", NULL },
	{ "src 198.51.100.1", "esp 10.0.0.1->192.0.2.1", "esp 198.51.100.1->192.0.2.2", "esp 198.51.100.1->192.0.2.1" },
	{ "src 198.51.100.1 ports 5", "sctp 10.0.0.1:9->192.0.2.1:80", "", "sctp 198.51.100.1:5->192.0.2.1:80" },
	{ "src 198.51.100.1 ports 5", "dccp 10.0.0.1:9->192.0.2.1:80", "", "dccp 198.51.100.1:5->192.0.2.1:80" },
	{ "src 198.51.100.1 ports 5", "udp-lite 10.0.0.1:9->192.0.2.1:80", "", "udp-lite 198.51.100.1:5->192.0.2.1:80" },
	{ "src [2001:db8::9]", "tcp [fd00::1]:5000->[2001:db8:1::1]:80", "", "tcp [2001:db8::9]:5000->[2001:db8:1::1]:80" },
	{ "src [2001:db8::9]", "icmpv6 [fd00::1]:7->[2001:db8:1::1]", "ports 0-8; ports 10-65535",
	  "icmpv6 [2001:db8::9]:9->[2001:db8:1::1]" },
	/* destination */
	{ "dst 10.0.0.2", "tcp 192.0.2.1:5000->198.51.100.1:80", "", "tcp 192.0.2.1:5000->10.0.0.2:80" },
	{ "dst 10.0.0.2 ports 8080", "tcp 192.0.2.1:5000->198.51.100.1:80", "", "tcp 192.0.2.1:5000->10.0.0.2:8080" },
	{ "dst ports 8080", "tcp 192.0.2.1:5000->198.51.100.1:80", "", "tcp 192.0.2.1:5000->198.51.100.1:8080" },
	{ "dst 10.0.0.2 ports 8080", "tcp 192.0.2.1:5000->198.51.100.1:80",
	  "ports 1024-5000; ports 5002-65535", "tcp 192.0.2.1:5001->10.0.0.2:8080" },
	{ "dst 10.0.0.2 ports 8080", "tcp 192.0.2.1:5000->198.51.100.1:80", "ports 1024-65535", NULL },
	{ "dst 10.0.0.2 ports 6000-6009", "tcp 192.0.2.1:5000->198.51.100.1:6004", "", "tcp 192.0.2.1:5000->10.0.0.2:6004" },
	{ "dst 10.0.0.2 ports 6000-6001", "tcp 192.0.2.1:5000->198.51.100.1:80", "tcp 192.0.2.1:5000->10.0.0.2:6000",
	  "tcp 192.0.2.1:5000->10.0.0.2:6001" },
	{ "dst 10.0.0.2 ports 6000-6009", "tcp 192.0.2.1:5000->198.51.100.1:6001", "ports 1024-5000; ports 5002-65535",
	  "tcp 192.0.2.1:5001->10.0.0.2:6001" },
	{ "dst 10.0.0.2 ports 6000-6009 base 5000", "tcp 192.0.2.1:7->198.51.100.1:5003", "",
	  "tcp 192.0.2.1:7->10.0.0.2:6003" },
	{ "dst 10.0.0.2 ports 6000-6009 base 7000", "tcp 192.0.2.1:7->198.51.100.1:7009", "",
	  "tcp 192.0.2.1:7->10.0.0.2:6009" },
	{ "dst 10.0.0.2 ports 6000-6009 base 5000", "tcp 192.0.2.1:7->198.51.100.1:5003",
	  "ports 1-8; ports 10-511", "tcp 192.0.2.1:9->10.0.0.2:6003" },
	{ "dst 10.0.0.2", "icmp 192.0.2.1:7->198.51.100.1", "ports 0-41; ports 43-65535", "icmp 192.0.2.1:42->10.0.0.2" },
	{ "dst 10.0.0.2", "esp 192.0.2.1->198.51.100.1", "", "esp 192.0.2.1->10.0.0.2" },
	{ "dst 10.0.0.2", "esp 192.0.2.1->198.51.100.1", "esp 192.0.2.1->10.0.0.2", NULL },
	/* prefixes */
	{ "src prefix 198.51.100.0/24", "tcp 10.0.0.77:5000->192.0.2.1:80", "", "tcp 198.51.100.77:5000->192.0.2.1:80" },
	{ "dst prefix 10.0.0.0/24", "tcp 192.0.2.1:5000->198.51.100.77:80", "", "tcp 192.0.2.1:5000->10.0.0.77:80" },
	{ "src prefix 198.51.100.64/28", "tcp 10.0.0.77:5000->192.0.2.1:80", "", "tcp 198.51.100.77:5000->192.0.2.1:80" },
	{ "src prefix 198.51.100.64/32", "tcp 10.0.0.77:5000->192.0.2.1:80", "", "tcp 198.51.100.64:5000->192.0.2.1:80" },
	{ "src prefix 0.0.0.0/0", "tcp 10.0.0.77:5000->192.0.2.1:80", "", "tcp 10.0.0.77:5000->192.0.2.1:80" },
	{ "src prefix [2001:db8::]/64", "tcp [fd00::1234:5678:9abc:def0]:5->[2001:db8:1::1]:80", "",
	  "tcp [2001:db8::1234:5678:9abc:def0]:5->[2001:db8:1::1]:80" },
	{ "src prefix [2001:db8:0:aa00::]/56", "tcp [fd00::77:1:2:3:4]:5->[2001:db8:1::1]:80", "",
	  "tcp [2001:db8:0:aa77:1:2:3:4]:5->[2001:db8:1::1]:80" },
	{ "src prefix [2001:db8::12:0]/112", "tcp [fd00::77:1:2:3:4]:5->[2001:db8:1::1]:80", "",
	  "tcp [2001:db8::12:4]:5->[2001:db8:1::1]:80" },
};

static void take_text(const char *text)
{
	char copy[200], *part, *rest;
	unsigned int a, b;

	strscpy(copy, text, sizeof(copy));
	for (part = strtok_r(copy, ";", &rest); part; part = strtok_r(NULL, ";", &rest)) {
		part += *part == ' ';
		if (sscanf(part, "ports %u-%u", &a, &b) == 2)
			take(world.by_port, a, b);
		else
			world.used[world.nused++] = header(part);
	}
}

static void test_rows(void)
{
	static const u32 randoms[] = { 0, 1, 0xffff, 0x10000, 0xffff0000, 0xffffffff, 0x12345678, 0x80008000 };
	struct rosfw_header before, after, expected;
	struct rosfw_nat_want want;
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s: %s, taken: %s", rows[i].want, rows[i].before, rows[i].taken);
		want = want_of(rows[i].want);
		before = header(rows[i].before);
		for (n = 0; n < ARRAY_SIZE(randoms); n++) {
			world_reset(randoms[n]);
			take_text(rows[i].taken);
			tap_is(choose(&want, &before, &after), !!rows[i].after);
			if (!rows[i].after)
				continue;
			expected = header(rows[i].after);
			tap_ok(rosfw_addr_equal(&after.src.addr, &expected.src.addr));
			tap_ok(rosfw_addr_equal(&after.dst.addr, &expected.dst.addr));
			tap_is(after.src.id, expected.src.id);
			tap_is(after.dst.id, expected.dst.id);
		}
	}
}

/* As many connections as there are ports, one after the other; then none. */
static void test_every_port(void)
{
	struct rosfw_header before = header("tcp 10.0.0.1:5000->192.0.2.1:80"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.1 ports 3000-3999");
	u32 i;

	tap_case("a range is used up to its last port");
	world_reset(0);
	for (i = 0; i < 1000; i++) {
		world.ask.random = i * 2654435761U;
		if (!tap_ok(choose(&want, &before, &after)))
			return;
		tap_ok(after.src.id >= 3000 && after.src.id <= 3999);
		world.by_port[after.src.id] = true;
	}
	tap_ok(!choose(&want, &before, &after));
}

static void test_hurry(void)
{
	struct rosfw_header before = header("tcp 10.0.0.1:5000->192.0.2.1:80"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.1");
	u32 i, found = 0;

	tap_case("a search that is to be short is");
	for (i = 0; i < 1000; i++) {
		world_reset(i * 2654435761U);
		take(world.by_port, 1024, 65534);
		world.ask.hurry = true;
		found += choose(&want, &before, &after);
		tap_ok(world.asked <= 2 + ROSFW_NAT_TRIES);
	}
	tap_ok(found < 20);

	tap_case("one that is not asks about every port");
	world_reset(12345);
	take(world.by_port, 1024, 65535);
	tap_ok(!choose(&want, &before, &after));
	tap_is(world.asked, 2 + ROSFW_NAT_TRIES + 65536 - 1024);
}

static void test_randomised(void)
{
	struct rosfw_header before = header("udp 10.0.0.1:5000->192.0.2.1:80"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.1 random");
	u32 i, kept = 0;

	tap_case("randomised: a port that is free does not stay for that");
	for (i = 0; i < 100; i++) {
		world_reset(i * 2654435761U);
		tap_ok(choose(&want, &before, &after));
		kept += after.src.id == before.src.id;
	}
	tap_ok(kept < 3);
}

/* Somebody else leaves as this one arrives: it must change, though no rule wants that. */
static void test_before_taken(void)
{
	struct rosfw_header before = header("udp 10.0.0.1:500->192.0.2.1:80"), after;
	const struct rosfw_nat_want nothing = { .side = ROSFW_NAT_SRC };

	tap_case("the header in front is another's behind");
	world_reset(12345);
	tap_ok(rosfw_nat_choose(&nothing, &before, &world.ask, &after));
	tap_ok(rosfw_header_equal(&before, &after));
	tap_ok(rosfw_nat_keep(&nothing, &before, &world.ask, &after));
	world.ask.before_taken = true;
	world.before = &before;
	tap_ok(!rosfw_nat_keep(&nothing, &before, &world.ask, &after));
	tap_ok(rosfw_nat_choose(&nothing, &before, &world.ask, &after));
	tap_ok(after.src.id != 500 && after.src.id > 0 && after.src.id < 512);
	tap_ok(rosfw_addr_equal(&after.src.addr, &before.src.addr));
	before = header("gre 10.0.0.1->192.0.2.1");
	tap_ok(!rosfw_nat_choose(&nothing, &before, &world.ask, &after));
}

static void test_spread(void)
{
	struct rosfw_header before = header("tcp 10.0.0.1:5000->192.0.2.1:80"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.10-198.51.100.19");
	u32 counts[10] = { 0 }, i, first;

	tap_case("a range: connections of a pair of hosts have one address, pairs spread over all");
	for (i = 0; i < 2000; i++) {
		before.src.addr.lo = 0x0a000000 + i % 1000;
		before.src.id = 1024 + i;
		world_reset(i);
		tap_ok(choose(&want, &before, &after));
		first = after.src.addr.lo - want.from.lo;
		if (!tap_ok(first < 10))
			return;
		counts[first]++;
		before.src.id = 7;
		world_reset(i * 77);
		tap_ok(choose(&want, &before, &after));
		tap_is(after.src.addr.lo - want.from.lo, first);
	}
	for (i = 0; i < 10; i++)
		tap_ok(counts[i] > 100 && counts[i] < 300);

	tap_case("a range: when an address has nothing free, another one has");
	before = header("esp 10.0.0.1->192.0.2.1");
	world_reset(0);
	tap_ok(choose(&want, &before, &after));
	world.full = after.src.addr;
	tap_ok(choose(&want, &before, &after));
	tap_ok(!rosfw_addr_equal(&after.src.addr, &world.full));
	tap_ok(rosfw_addr_cmp(&after.src.addr, &want.from) >= 0 && rosfw_addr_cmp(&after.src.addr, &want.to) <= 0);
}

static void test_every_address(void)
{
	struct rosfw_header before = header("esp 10.0.0.1->192.0.2.1"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.10-198.51.100.17");
	u32 i;

	tap_case("a range: every address has its turn");
	world_reset(5);
	for (i = 0; i < TAKEN_MAX; i++) {
		tap_ok(choose(&want, &before, &after));
		world.used[world.nused++] = after;
	}
	tap_ok(!choose(&want, &before, &after));
}

static void test_same(void)
{
	struct rosfw_nat_want by_both = want_of("src same 198.51.100.10-198.51.100.19");
	struct rosfw_nat_want by_client = want_of("src same not-by-dst 198.51.100.10-198.51.100.19");
	struct rosfw_header before = header("tcp 10.0.0.1:5000->192.0.2.1:80"), first, after;
	u32 i, others = 0;

	tap_case("same: by the client alone, always one address");
	world_reset(0);
	tap_ok(choose(&by_client, &before, &first));
	for (i = 0; i < 100; i++) {
		before.dst.addr.lo++;
		before.src.id++;
		world_reset(i * 99991);
		tap_ok(choose(&by_client, &before, &after));
		tap_ok(rosfw_addr_equal(&first.src.addr, &after.src.addr));
		tap_ok(choose(&by_both, &before, &after));
		others += !rosfw_addr_equal(&first.src.addr, &after.src.addr);
	}
	tap_case("same: by client and destination, one for each pair");
	tap_ok(others > 60);
	tap_case("same: another address will not do");
	world.full = first.src.addr;
	tap_ok(!choose(&by_client, &before, &after));
}

static void test_large_ranges(void)
{
	struct rosfw_nat_want want = { .side = ROSFW_NAT_SRC, .kind = ROSFW_NAT_RANGE, .flags = ROSFW_NAT_ADDRS };
	struct rosfw_header before = header("tcp [fd00::1]:5000->[2001:db8:1::1]:80"), after;
	static const struct rosfw_addr ends[][2] = {
		{ { 0x20010db800000000, 0 }, { 0x20010db800000000, U64_MAX } },
		{ { 0x20010db800000000, 0 }, { 0x20010db8000000ff, U64_MAX } },
		{ { 0, 0 }, { U64_MAX, U64_MAX } },
		{ { 0x20010db800000000, 5 }, { 0x20010db800000001, 7 } },
		{ { 0x20010db800000000, U64_MAX - 1 }, { 0x20010db800000000, U64_MAX } },
	};
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		tap_case("IPv6 range %u: addresses inside of it, different ones", i);
		want.from = ends[i][0];
		want.to = ends[i][1];
		for (n = 0; n < 200; n++) {
			struct rosfw_header again;

			before.src.addr.lo = n;
			world_reset(n);
			tap_ok(choose(&want, &before, &after));
			tap_ok(rosfw_addr_cmp(&after.src.addr, &want.from) >= 0);
			tap_ok(rosfw_addr_cmp(&after.src.addr, &want.to) <= 0);
			world.full = after.src.addr;
			world.ask.hurry = true;
			if (i < 3) {
				tap_ok(choose(&want, &before, &again));
				tap_ok(!rosfw_addr_equal(&again.src.addr, &after.src.addr));
			}
		}
	}
}

/* Anything may be taken: what is found is free, and nothing is found only if a short search may miss it. */
static void test_random(void)
{
	struct rosfw_header before = header("udp 10.0.0.1:5000->192.0.2.1:80"), after;
	struct rosfw_nat_want want = want_of("src 198.51.100.1 ports 1-1");
	u32 i, n, from, to, density, nfree;
	u64 state = 88172645463325252ULL;

	tap_case("random ranges and random others: found exactly if there is one");
	for (i = 0; i < 3000; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		world_reset(state >> 32);
		from = 1 + state % 65000;
		to = min(65535U, from + (u32)(state >> 20) % 500);
		density = 1 + (state >> 40) % 600;
		want.port_from = from;
		want.port_to = to;
		for (nfree = 0, n = from; n <= to; n++) {
			world.by_port[n] = (n * 2654435761U ^ i) % density;
			nfree += !world.by_port[n];
		}
		tap_is(choose(&want, &before, &after), !!nfree);
	}
}

struct wanted {
	const char *rule;
	u8 side;
	u8 kind;
	u8 flags;
	u16 port_base;
};

static const struct wanted wanted[] = {
	{ "chain=dstnat action=dst-nat to-addresses=10.0.0.2 protocol=tcp dst-port=5000-5009 to-ports=6000-6009",
	  ROSFW_NAT_DST, ROSFW_NAT_RANGE, ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 5000 },
	{ "chain=dstnat action=dst-nat to-addresses=10.0.0.2 protocol=tcp dst-port=5000-5008 to-ports=6000-6009",
	  ROSFW_NAT_DST, ROSFW_NAT_RANGE, ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 0 },
	{ "chain=dstnat action=dst-nat to-addresses=10.0.0.2 protocol=tcp dst-port=!5000-5009 to-ports=6000-6009",
	  ROSFW_NAT_DST, ROSFW_NAT_RANGE, ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 0 },
	{ "chain=dstnat action=dst-nat to-addresses=10.0.0.2 protocol=tcp dst-port=5000-5009,80 to-ports=6000-6009",
	  ROSFW_NAT_DST, ROSFW_NAT_RANGE, ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 0 },
	{ "chain=dstnat action=redirect protocol=tcp dst-port=80 to-ports=8080",
	  ROSFW_NAT_DST, ROSFW_NAT_RANGE, ROSFW_NAT_PORTS, 0 },
	{ "chain=srcnat action=src-nat to-addresses=10.0.0.2 protocol=tcp dst-port=5000-5009 to-ports=6000-6009",
	  ROSFW_NAT_SRC, ROSFW_NAT_RANGE, ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS, 0 },
	{ "chain=srcnat action=netmap to-addresses=10.0.0.0/24", ROSFW_NAT_SRC, ROSFW_NAT_PREFIX, ROSFW_NAT_ADDRS, 0 },
	{ "chain=srcnat action=same to-addresses=10.0.0.0-10.0.0.9 same-not-by-dst=yes",
	  ROSFW_NAT_SRC, ROSFW_NAT_SAME, ROSFW_NAT_ADDRS | ROSFW_NAT_NOT_BY_DST, 0 },
	{ "chain=srcnat action=masquerade", ROSFW_NAT_SRC, ROSFW_NAT_RANGE, 0, 0 },
	{ "chain=srcnat action=endpoint-independent-nat protocol=udp to-addresses=10.0.0.2 randomise-ports=yes",
	  ROSFW_NAT_SRC, ROSFW_NAT_SAME, ROSFW_NAT_ADDRS | ROSFW_NAT_NOT_BY_DST | ROSFW_NAT_RANDOM, 0 },
};

static void test_wanted(const struct wanted *row)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_program *program;
	struct rosfw_ruleset *rs;
	struct rosfw_nat_want want;

	tap_case("%s", row->rule);
	begin();
	add(c, ROSFW_MENU_IP_NAT, "chain=dstnat action=accept dst-port=5000-5009 protocol=tcp");
	add(c, ROSFW_MENU_IP_NAT, row->rule);
	if (tap_is(build(c, NULL, false, &rs), 0)) {
		program = rs->program[ROSFW_MENU_IP_NAT];
		rosfw_nat_want(program, program->rules[1].nat ? &program->rules[1] : &program->rules[0], row->side, &want);
		tap_is(want.side, row->side);
		tap_is(want.kind, row->kind);
		tap_is(want.flags, row->flags);
		tap_is(want.port_base, row->port_base);
		rosfw_ruleset_free(rs);
	}
	rosfw_config_put(c);
	end();
}

int main(void)
{
	u32 i;

	tap_begin();
	test_rows();
	test_every_port();
	test_hurry();
	test_randomised();
	test_before_taken();
	test_spread();
	test_every_address();
	test_same();
	test_large_ranges();
	test_random();
	for (i = 0; i < ARRAY_SIZE(wanted); i++)
		test_wanted(&wanted[i]);
	return tap_end();
}
