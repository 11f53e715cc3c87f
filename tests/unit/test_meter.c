// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conditions that remember: what a sequence of packets does to them, and that nothing else does. Each step is a packet
 * and whether the rule counts it; "@ticks" lets time pass, "set ..." changes the rule, "other" compiles anew because of
 * something else.
 */
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define F6	ROSFW_MENU_IPV6_FILTER

#define A	"udp 10.0.0.1:1000->10.0.0.9:53 "
#define B	"udp 10.0.0.2:1000->10.0.0.9:53 "
#define C	"udp 10.0.0.1:1000->10.0.0.8:53 "
#define D	"udp 10.0.0.1:1000->10.0.0.9:54 "
#define P	"icmp 10.0.0.1->10.0.0.9 icmp=8:0 "
#define A6	"udp [2001:db8::1]:1000->[2001:db8::9]:53 "
#define B6	"udp [2001:db8:0:1::1]:1000->[2001:db8::9]:53 "

struct step {
	const char *what;
	bool match;
};

static const struct sequence {
	const char *name;
	u32 menu;
	const char *rule;
	struct step steps[24];
} sequences[] = {
	{ "limit: a burst, then the rate", F4, "limit=1/1,3:packet", {
		{ A, true }, { A, true }, { B, true }, { A, false }, { "@99" }, { A, false }, { "@1" }, { A, true },
		{ A, false }, { "@1000" }, { A, true }, { A, true }, { A, true }, { A, false } } },
	{ "limit: negated is the excess, which takes nothing", F4, "limit=!1/1,2:packet", {
		{ A, false }, { A, false }, { A, true }, { A, true }, { A, true }, { "@100" }, { A, false }, { A, true } } },
	{ "limit: a rate for a long time", F4, "limit=2/60,1:packet", {
		{ A, true }, { A, false }, { "@2999" }, { A, false }, { "@1" }, { A, true }, { A, false } } },
	{ "limit: refilled in steps of ten milliseconds", F4, "limit=300/1,2:packet", {
		{ A, true }, { A, true }, { A, false }, { "@1" }, { A, true }, { A, true }, { A, false } } },
	{ "limit: bits", F4, "limit=8000/1,16000:bit", {
		{ A "len=1000", true }, { A "len=1001", false }, { A "len=1000", true }, { A "len=20", false },
		{ "@2" }, { A "len=20", true }, { A "len=20", false } } },
	{ "limit: a merged packet needs room for its first, and owes the others", F4, "limit=1/1,3:packet", {
		{ A "segs=5", true }, { A, false }, { "@200" }, { A, false }, { "@100" }, { A, true }, { A, false } } },
	{ "limit: a merged packet, in bits", F4, "limit=8000/1,8000:bit", {
		{ A "len=2500 size=1000 segs=3", true }, { "@149" }, { A "len=2500 size=1000 segs=3", false },
		{ "@101" }, { A "len=2500 size=1000 segs=3", true } } },
	{ "limit: a full bucket lets one packet through, whatever its size", F4, "limit=8000/1,80:bit", {
		{ A "len=1000", true }, { A "len=1000", false }, { "@99" }, { A "len=1000", false }, { "@1" },
		{ A "len=1000", true } } },
	{ "limit: no burst is one packet at a time", F4, "limit=1/1,0:packet", {
		{ A, true }, { A, false }, { "@99" }, { A, false }, { "@1" }, { A, true }, { A, false } } },
	{ "limit: the largest numbers", F4, "limit=32000000000/21474836,2000000000:bit", {
		{ A "len=65535", true }, { "@300000000" }, { A "len=65535", true } } },
	{ "limit: the clock of another CPU is behind", F4, "limit=1/1,1:packet", {
		{ "@500" }, { A, true }, { "@-1" }, { A, false }, { "@100" }, { A, false }, { "@1" }, { A, true } } },
	{ "limit: earlier conditions come first", F4, "dst-port=53 protocol=udp random=99 limit=1/1,1:packet", {
		{ D, false }, { D, false }, { P, false } } },
	{ "limit: only packets that come to it take tokens", F4, "protocol=udp dst-port=53 limit=1/1000,2:packet", {
		{ D, false }, { P, false }, { D, false }, { A, true }, { D, false }, { A, true }, { A, false } } },
	{ "limit: packets that nth does not choose take no tokens", F4, "nth=3,3 limit=1/1000,2:packet", {
		{ A, false }, { A, false }, { A, true }, { A, false }, { A, false }, { A, true }, { A, false },
		{ A, false }, { A, false } } },
	{ "limit: survives what happens to others, and to other values of the rule", F4, "limit=1/1000,2:packet", {
		{ A, true }, { "other" }, { A, true }, { "other" }, { A, false }, { "set comment=x" }, { A, false },
		{ "set limit=1/1000,2:packet" }, { A, false }, { "set limit=1/1000,3:packet" }, { A, true } } },

	{ "nth: the first of three", F4, "nth=3,1", {
		{ A, true }, { A, false }, { A, false }, { A, true }, { B, false }, { A, false }, { A, true } } },
	{ "nth: the last of two", F4, "nth=2,2", { { A, false }, { A, true }, { A, false }, { A, true } } },
	{ "nth: negated", F4, "nth=!3,1", { { A, false }, { A, true }, { A, true }, { A, false } } },
	{ "nth: one of one", F4, "nth=1,1", { { A, true }, { A, true } } },
	{ "nth: a merged packet goes one way", F4, "nth=2,1", { { A "segs=4", true }, { A, false }, { A, true } } },
	{ "nth: counts what comes to it", F4, "protocol=udp dst-port=53 nth=2,1", {
		{ D, false }, { A, true }, { D, false }, { P, false }, { A, false }, { D, false }, { A, true } } },
	{ "nth: survives what happens to others", F4, "nth=3,1", {
		{ A, true }, { "other" }, { A, false }, { "set comment=x" }, { A, false }, { A, true }, { A, false },
		{ "set nth=3,2" }, { A, false }, { A, true } } },
	{ "nth: IPv6", F6, "nth=2,1", { { A6, true }, { A6, false }, { A6, true } } },

	{ "dst-limit: by destination", F4, "dst-limit=1/1,2,dst-address/100", {
		{ A, true }, { B, true }, { D, false }, { C, true }, { C, true }, { C, false }, { "@100" }, { A, true },
		{ A, false }, { C, true }, { C, false } } },
	{ "dst-limit: by destination and port", F4, "dst-limit=1/1,1,dst-address-and-port/100", {
		{ A, true }, { B, false }, { C, true }, { D, true }, { D, false }, { P, true }, { P, false } } },
	{ "dst-limit: by source", F4, "dst-limit=1/1,1,src-address/100", {
		{ A, true }, { C, false }, { D, false }, { P, false }, { B, true }, { B, false } } },
	{ "dst-limit: by both addresses", F4, "dst-limit=1/1,1,src-and-dst-addresses/100", {
		{ A, true }, { D, false }, { B, true }, { C, true }, { C, false } } },
	{ "dst-limit: by both addresses and port", F4, "dst-limit=1/1,1,addresses-and-dst-port/100", {
		{ A, true }, { A, false }, { B, true }, { C, true }, { D, true }, { D, false } } },
	{ "dst-limit: a flow that is silent for long enough begins anew", F4, "dst-limit=1/1000,2,src-address/10", {
		{ A, true }, { A, true }, { A, false }, { "@999" }, { A, false }, { "@999" }, { A, false }, { "@1000" },
		{ A, true }, { A, true }, { A, false } } },
	{ "dst-limit: merged packets", F4, "dst-limit=1/1,3,src-address/100", {
		{ A "segs=5", true }, { A, false }, { "@200" }, { A, false }, { "@100" }, { A, true } } },
	{ "dst-limit: IPv6, all of an address", F6, "dst-limit=1/1,1,src-address/100", {
		{ A6, true }, { A6, false }, { B6, true }, { B6, false } } },
	{ "dst-limit: after limit", F4, "limit=1/1000,2:packet dst-limit=1/1000,1,src-address/100", {
		{ A, true }, { A, false }, { B, false } } },
	{ "dst-limit: only packets that come to it take tokens", F4,
	  "protocol=udp dst-port=53 dst-limit=1/1000,1,dst-address/1000", {
		{ D, false }, { P, false }, { A, true }, { B, false } } },
	{ "dst-limit: survives what happens to others", F4, "dst-limit=1/1000,1,src-address/1000", {
		{ A, true }, { "other" }, { A, false }, { "set comment=x" }, { A, false },
		{ "set dst-limit=1/1000,2,src-address/1000" }, { A, true } } },

	{ "psd: ports add up, each once", F4, "psd=7,3,3,1", {
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn", false }, { "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn", false },
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn", false }, { "tcp 10.0.0.1:1->10.0.0.9:23 flags=syn", false },
		{ "tcp 10.0.0.1:1->10.0.0.8:22 flags=syn", false }, { "tcp 10.0.0.1:1->10.0.0.9:2000 flags=syn", true },
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn", true } } },
	{ "psd: UDP ports are other ports", F4, "psd=6,3,3,1", {
		{ "tcp 10.0.0.1:1->10.0.0.9:53 flags=syn", false }, { "udp 10.0.0.1:1->10.0.0.9:53", true } } },
	{ "psd: 1023 and 1024", F4, "psd=4,3,3,1", {
		{ "udp 10.0.0.1:1->10.0.0.9:1023", false }, { "udp 10.0.0.1:1->10.0.0.9:1024", true } } },
	{ "psd: each host by itself", F4, "psd=4,3,3,1", {
		{ A, false }, { B, false }, { A, false }, { B, false }, { D, true }, { B, false },
		{ "udp 10.0.0.2:1->10.0.0.9:54", true } } },
	{ "psd: a longer gap begins anew", F4, "psd=6,3,3,1", {
		{ A, false }, { "@300" }, { A, false }, { "@300" }, { D, true }, { "@301" }, { A, false }, { D, true } } },
	{ "psd: answers and resets are no scan, other protocols have no ports", F4, "psd=3,3,3,1", {
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn,ack", false }, { "tcp 10.0.0.1:1->10.0.0.9:22 flags=rst", false },
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=ack", false }, { "sctp 10.0.0.1:1->10.0.0.9:22", false }, { P, false },
		{ "tcp 10.0.0.1:1->10.0.0.9:22 flags=syn short", false }, { "tcp 10.0.0.1:1->10.0.0.9:22 flags=fin", true } } },
	{ "psd: only packets that come to it count", F4, "protocol=udp dst-port=54 psd=3,3,3,1", {
		{ A, false }, { P, false }, { D, true } } },
	{ "psd: survives what happens to others", F4, "psd=6,3,3,1", {
		{ A, false }, { "other" }, { D, true }, { "set comment=x" }, { D, true }, { "set psd=6,4,3,1" }, { D, false } } },
};

/* What a configuration is now, compiled. */
struct subject {
	struct rosfw_config *config;
	struct rosfw_ruleset *rs;
	u32 menu;
	u32 id;
};

static void compile(struct subject *s)
{
	struct rosfw_ruleset *next;

	tap_is(build(s->config, s->rs, true, &next), 0);
	rosfw_ruleset_free(s->rs);
	s->rs = next;
}

static void clone(struct subject *s)
{
	struct rosfw_config *old = s->config;

	s->config = rosfw_config_clone(old);
	rosfw_config_put(old);
}

static u64 counted(const struct subject *s)
{
	u64 packets, bytes;

	rosfw_counter_read(s->config->menu[s->menu]->item[0]->counter, &packets, &bytes);
	return packets;
}

/* A new version of the rule, as "set" makes it. */
static void change(struct subject *s, const char *text)
{
	char copy[128], *value;
	struct rosfw_item_builder b;

	clone(s);
	snprintf(copy, sizeof(copy), "%s", text);
	value = strchr(copy, '=');
	*value++ = 0;
	tap_is(rosfw_item_begin_copy(&b, s->config->menu[s->menu]->item[0]), 0);
	tap_is(item_set(&b, s->menu, item_prop(copy), value), 0);
	tap_is(rosfw_config_replace(s->config, b.item, &err), 0);
	rosfw_item_put(b.item);
	compile(s);
}

static void step(struct subject *s, const struct step *step, u32 n)
{
	struct rosfw_walk w;
	u64 before;

	if (*step->what == '@') {
		env.ticks += strtol(step->what + 1, NULL, 10);
	} else if (!strncmp(step->what, "set ", 4)) {
		change(s, step->what + 4);
	} else if (!strcmp(step->what, "other")) {
		clone(s);
		add(s->config, s->menu, "chain=y action=drop");
		compile(s);
	} else {
		before = counted(s);
		tap_is(walk(s->rs, s->menu, 0, step->what, &w), ROSFW_VERDICT_ACCEPT);
		if ((counted(s) != before) != step->match)
			tap_fail("step %u: %s: %s", n, step->what, step->match ? "did not match" : "matched");
	}
}

static void start(struct subject *s, u32 menu, const char *rule)
{
	char text[256];

	*s = (struct subject){ .menu = menu, .config = rosfw_config_new() };
	snprintf(text, sizeof(text), "chain=input action=passthrough %s", rule);
	add(s->config, menu, text);
	compile(s);
}

static void stop(struct subject *s)
{
	rosfw_config_put(s->config);
	rosfw_ruleset_free(s->rs);
}

static void test_sequences(void)
{
	struct subject s;
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(sequences); i++) {
		tap_case("%s", sequences[i].name);
		begin();
		start(&s, sequences[i].menu, sequences[i].rule);
		for (n = 0; n < ARRAY_SIZE(sequences[i].steps) && sequences[i].steps[n].what; n++)
			step(&s, &sequences[i].steps[n], n);
		stop(&s);
		end();
	}
}

/* Two rules do not share what they remember, and chance is about as often as it says. */
static void test_apart(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;
	u64 packets[2], bytes;
	u32 i;

	tap_case("rules do not share what they remember");
	begin();
	add(c, F4, "chain=input action=passthrough limit=1/1000,3:packet");
	add(c, F4, "chain=input action=passthrough limit=1/1000,3:packet");
	tap_is(build(c, NULL, false, &rs), 0);
	for (i = 0; i < 10; i++)
		walk(rs, F4, 0, A, &w);
	for (i = 0; i < 2; i++) {
		rosfw_counter_read(c->menu[F4]->item[i]->counter, &packets[i], &bytes);
		tap_is(packets[i], 3);
	}
	rosfw_config_put(c);
	rosfw_ruleset_free(rs);
	end();
}

/* Ten thousand throws: far beyond six standard deviations would be a wrong threshold. */
static void test_random(void)
{
	static const u8 percents[] = { 1, 20, 50, 99 };
	struct subject s;
	struct rosfw_walk w;
	char text[32];
	u32 i, n, mean;

	for (i = 0; i < ARRAY_SIZE(percents); i++) {
		tap_case("random=%u", percents[i]);
		begin();
		snprintf(text, sizeof(text), "random=%u", percents[i]);
		start(&s, F4, text);
		for (n = 0; n < 10000; n++)
			walk(s.rs, F4, 0, A, &w);
		mean = 100 * percents[i];
		n = counted(&s);
		if (n + 300 < mean || n > mean + 300 || !n || n == 10000)
			tap_fail("%u of 10000", n);
		stop(&s);
		end();
	}
}

/* All remainders divide what there is between them, evenly, by the fields that were named and nothing else. */
static void test_classifier(void)
{
	static const struct {
		const char *fields;
		bool src, dst, sport, dport;
	} rows[] = {
		{ "src-address", true, false, false, false },
		{ "dst-address", false, true, false, false },
		{ "both-addresses", true, true, false, false },
		{ "src-port", false, false, true, false },
		{ "dst-port", false, false, false, true },
		{ "both-ports", false, false, true, true },
		{ "src-address-and-port", true, false, true, false },
		{ "dst-address-and-port", false, true, false, true },
		{ "both-addresses-and-ports", true, true, true, true },
	};
	u32 shares[4][3], i, n, k, varied, hits;
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	u64 before, packets, bytes;
	struct rosfw_walk w;
	char text[128];

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const bool fields[] = { rows[i].src, rows[i].dst, rows[i].sport, rows[i].dport };

		tap_case("per-connection-classifier=%s", rows[i].fields);
		begin();
		c = rosfw_config_new();
		for (k = 0; k < 3; k++) {
			snprintf(text, sizeof(text), "chain=input action=passthrough per-connection-classifier=%s:3/%u",
				 rows[i].fields, k);
			add(c, F4, text);
		}
		snprintf(text, sizeof(text), "chain=input action=passthrough per-connection-classifier=!%s:3/0",
			 rows[i].fields);
		add(c, F4, text);
		snprintf(text, sizeof(text), "chain=input action=passthrough per-connection-classifier=%s:3/3",
			 rows[i].fields);
		add(c, F4, text);
		tap_is(build(c, NULL, false, &rs), 0);
		memset(shares, 0, sizeof(shares));
		/* Each field varies alone, 300 values of it. */
		for (varied = 0; varied < 4; varied++) {
			for (n = 0; n < 300; n++) {
				snprintf(text, sizeof(text), "udp 10.0.%u.%u:%u->10.1.%u.%u:%u", varied == 0 ? n / 100 : 0,
					 varied == 0 ? n % 100 : 0, varied == 2 ? n : 7, varied == 1 ? n / 100 : 0,
					 varied == 1 ? n % 100 : 0, varied == 3 ? n : 7);
				for (k = 0, hits = 0; k < 3; k++) {
					rosfw_counter_read(c->menu[F4]->item[k]->counter, &before, &bytes);
					shares[varied][k] = before;
				}
				walk(rs, F4, 0, text, &w);
				for (k = 0; k < 3; k++) {
					rosfw_counter_read(c->menu[F4]->item[k]->counter, &packets, &bytes);
					hits += packets - shares[varied][k];
				}
				if (hits != 1)
					tap_fail("%s belongs to %u shares", text, hits);
			}
			for (k = 0; k < 3; k++) {
				rosfw_counter_read(c->menu[F4]->item[k]->counter, &packets, &bytes);
				shares[varied][k] = packets;
				rosfw_counter_reset(c->menu[F4]->item[k]->counter);
			}
			hits = fields[varied];
			for (k = 0; k < 3; k++)
				if (hits ? shares[varied][k] < 60 || shares[varied][k] > 140 :
					   shares[varied][k] && shares[varied][k] != 300)
					tap_fail("field %u, share %u: %u of 300", varied, k, shares[varied][k]);
		}
		rosfw_counter_read(c->menu[F4]->item[4]->counter, &packets, &bytes);
		tap_is(packets, 0);
		/* What is in no share of 0 is in those of 1 and 2. */
		rosfw_counter_read(c->menu[F4]->item[3]->counter, &packets, &bytes);
		for (varied = 0, n = 0; varied < 4; varied++)
			n += shares[varied][1] + shares[varied][2];
		tap_is(packets, n);
		rosfw_config_put(c);
		rosfw_ruleset_free(rs);
		end();
	}
}

/* A million flows: memory stays what it is, and a flow that is busy all the time is not forgotten for new ones. */
static void test_many_flows(void)
{
	struct rosfw_meter *m;
	struct rosfw_flows *flows;
	const struct rosfw_rate rate = { .fill = 1, .cost = 100, .room = 1000 };
	const u64 busy = 0x1234567;
	struct rosfw_item *item;
	size_t live;
	u32 n, taken = 0;

	tap_case("dst-limit: a million flows");
	begin();
	BUILD_BUG_ON(sizeof(struct rosfw_flow_set) > 128);
	item = item_parse(F4, "chain=input");
	m = rosfw_meter_of(item);
	flows = rosfw_meter_flows(m);
	live = rosfw_test_live();
	for (n = 0; n < 1000000; n++) {
		if (n % 1000 == 0)
			taken += rosfw_flow_take(flows, busy, &rate, 1000, 100000, 100);
		rosfw_flow_take(flows, get_random_u64(), &rate, 1000, 100000, 100);
	}
	tap_is(rosfw_test_live(), live);
	/* A bucket of ten; forgotten now and then, it would have been a fresh one every time. */
	if (taken < 10 || taken > 200)
		tap_fail("a busy flow was let through %u times of 1000", taken);
	rosfw_item_put(item);
	end();
}

/* More ports than are remembered: they go on to weigh. And a million hosts that knock once. */
static void test_many_ports(void)
{
	const struct rosfw_psd psd = { .weight = 100, .delay = 3, .low = 1, .high = 1 };
	struct rosfw_scanners *scanners;
	struct rosfw_item *item;
	size_t live;
	u32 n;

	tap_case("psd: many ports, many hosts");
	begin();
	item = item_parse(F4, "chain=input");
	scanners = rosfw_meter_scanners(rosfw_meter_of(item));
	live = rosfw_test_live();
	for (n = 1; n < 100; n++)
		if (rosfw_scan_note(scanners, 77, &psd, 2000 + n, false, 1000))
			tap_fail("after %u ports", n);
	tap_is(rosfw_scan_note(scanners, 77, &psd, 2100, false, 1000), true);
	for (n = 0; n < 1000000; n++)
		if (rosfw_scan_note(scanners, get_random_u64(), &psd, n, true, 1001))
			tap_fail("a host that knocked once");
	tap_is(rosfw_test_live(), live);
	rosfw_item_put(item);
	end();
}

/* An allocation that fails is a refusal, and leaves nothing. */
static void test_no_memory(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_ruleset *rs = NULL;
	int ret, n;

	tap_case("no memory");
	begin();
	add(c, F4, "chain=input nth=2,1 limit=1/1,1:packet dst-limit=1/1,1,dst-address/100 psd=1,1,1,1");
	for (n = 1; n < 100; n++) {
		rosfw_test_fail_after(n);
		ret = build(c, NULL, false, &rs);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
		tap_is(!!err.text, true);
	}
	tap_is(n > 2 && n < 100, true);
	rosfw_config_put(c);
	rosfw_ruleset_free(rs);
	end();
}

/* Friday, 1970-01-02 00:00 is 86400. */
static void test_time(void)
{
	static const struct {
		const char *period;
		u64 when;
		s32 zone;
		bool match;
	} rows[] = {
		{ "28800-61200,fri", 86400 + 28800, 0, true },
		{ "28800-61200,fri", 86400 + 28799, 0, false },
		{ "28800-61200,fri", 86400 + 61200, 0, true },
		{ "28800-61200,fri", 86400 + 61201, 0, false },
		{ "28800-61200,thu,sat", 86400 + 40000, 0, false },
		{ "28800-61200,sun,mon,tue,wed,thu,fri,sat", 86400 + 40000, 0, true },
		{ "!28800-61200,fri", 86400 + 40000, 0, false },
		{ "!28800-61200,fri", 86400, 0, true },
		{ "!28800-61200,fri", 40000, 0, true },
		{ "0-86400,sat", 2 * 86400, 0, true },
		{ "0-86400,sat", 3 * 86400 - 1, 0, true },
		{ "0-86400,sat", 3 * 86400, 0, false },
		{ "79200-21600,fri", 86400 + 79200, 0, true },
		{ "79200-21600,fri", 86400 + 79199, 0, false },
		{ "79200-21600,fri", 86400 + 21600, 0, true },
		{ "79200-21600,fri", 2 * 86400 + 100, 0, false },
		{ "0-3600,fri", 86400 - 3600, 3600, true },
		{ "0-3600,fri", 86400, 3600, true },
		{ "0-3600,fri", 86400 + 3600, -3600, true },
		{ "0-3600,fri", 86400, -3600, false },
		{ "43200-43200,wed", 1700049600ULL, 0, true },		/* 2023-11-15 12:00 */
		{ "43200-43200,wed", 1700049601ULL, 0, false },
	};
	struct rosfw_walk w;
	struct subject s;
	char text[128];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("time=%s at %llu%+d", rows[i].period, (unsigned long long)rows[i].when, rows[i].zone);
		begin();
		snprintf(text, sizeof(text), "time=%s", rows[i].period);
		start(&s, F4, text);
		env.wallclock = rows[i].when;
		env.zone = rows[i].zone;
		walk(s.rs, F4, 0, A, &w);
		tap_is(counted(&s), rows[i].match);
		stop(&s);
		end();
	}
}

int main(void)
{
	tap_begin();
	test_sequences();
	test_apart();
	test_random();
	test_classifier();
	test_many_flows();
	test_many_ports();
	test_no_memory();
	test_time();
	return tap_end();
}
