// SPDX-License-Identifier: GPL-2.0-only
/* Address sets: prefixes and ranges, generations, time, growing, memory. */
#include "addrset.h"
#include "core/list/idmap.h"

/* ---- what is in ---- */

static const struct {
	u32 menu;
	const char *address;
	const char *in[5];
	const char *out[6];
} ranges[] = {
	{ A4, "10.0.0.1", { "10.0.0.1" }, { "10.0.0.0", "10.0.0.2", "0.0.0.0", "255.255.255.255" } },
	{ A4, "10.0.0.0/8", { "10.0.0.0", "10.255.255.255", "10.1.2.3" }, { "9.255.255.255", "11.0.0.0" } },
	{ A4, "0.0.0.0/0", { "0.0.0.0", "255.255.255.255", "1.2.3.4" } },
	{ A4, "0.0.0.0/1", { "0.0.0.0", "127.255.255.255" }, { "128.0.0.0" } },
	{ A4, "128.0.0.0/1", { "128.0.0.0", "255.255.255.255" }, { "127.255.255.255" } },
	{ A4, "10.0.0.1-10.0.0.2", { "10.0.0.1", "10.0.0.2" }, { "10.0.0.0", "10.0.0.3" } },
	{ A4, "10.0.0.1-10.0.0.14", { "10.0.0.1", "10.0.0.7", "10.0.0.8", "10.0.0.14" }, { "10.0.0.0", "10.0.0.15" } },
	{ A4, "10.0.0.0-10.0.0.255", { "10.0.0.0", "10.0.0.255" }, { "10.0.1.0", "9.255.255.255" } },
	{ A4, "10.0.0.255-10.0.1.0", { "10.0.0.255", "10.0.1.0" }, { "10.0.0.254", "10.0.1.1" } },
	{ A4, "0.0.0.1-255.255.255.254", { "0.0.0.1", "255.255.255.254", "128.0.0.0", "127.255.255.255" },
	  { "0.0.0.0", "255.255.255.255" } },
	{ A4, "0.0.0.0-255.255.255.255", { "0.0.0.0", "255.255.255.255" } },
	{ A4, "255.255.255.255", { "255.255.255.255" }, { "255.255.255.254" } },
	{ A6, "2001:db8::1", { "2001:db8::1" }, { "2001:db8::", "2001:db8::2", "2001:db9::1", "::1" } },
	{ A6, "2001:db8::/32", { "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff" }, { "2001:db7:ffff::",
	  "2001:db9::" } },
	{ A6, "::/0", { "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" } },
	{ A6, "2001:db8::/63", { "2001:db8::", "2001:db8:0:1:ffff:ffff:ffff:ffff" }, { "2001:db8:0:2::" } },
	{ A6, "2001:db8::/64", { "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff" }, { "2001:db8:0:1::" } },
	{ A6, "2001:db8::/65", { "2001:db8::", "2001:db8::7fff:ffff:ffff:ffff" }, { "2001:db8::8000:0:0:0" } },
	{ A6, "2001:db8::fffe/127", { "2001:db8::fffe", "2001:db8::ffff" }, { "2001:db8::fffd", "2001:db8::1:0" } },
	{ A6, "8000::/1", { "8000::", "ffff::" }, { "7fff::" } },
};

static void test_ranges(void)
{
	struct rosfw_addrset *set;
	char text[128];
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		tap_case("%s", ranges[i].address);
		set = rosfw_addrset_new(rosfw_menus[ranges[i].menu].family);
		snprintf(text, sizeof(text), "list=x address=%s", ranges[i].address);
		tap_is(add(set, ranges[i].menu, text, 0, 1, NULL), 0);
		for (j = 0; ranges[i].in[j]; j++)
			if (!match(set, "x", ranges[i].in[j], 1, 1))
				tap_fail("%s is not in", ranges[i].in[j]);
		for (j = 0; ranges[i].out[j]; j++)
			if (match(set, "x", ranges[i].out[j], 1, 1))
				tap_fail("%s is in", ranges[i].out[j]);
		tap_ok(!match(set, "y", ranges[i].in[0], 1, 1));
		tap_is(add(set, ranges[i].menu, text, 0, 1, NULL), -EEXIST);
		tap_str(err.text, "already have such entry");
		tap_is(rosfw_addrset_count(set), 1);
		done(set);
	}
}

static void test_overlap(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *e;

	tap_case("entries that overlap are different entries");
	tap_is(add(set, A4, "list=x address=10.0.0.0/8", 0, 1, NULL), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0/9", 0, 1, NULL), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0", 0, 1, NULL), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0-10.0.0.2", 0, 1, NULL), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0-10.0.0.4", 0, 1, NULL), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0/31", 0, 1, &e), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.0-10.0.0.1", 0, 1, NULL), -EEXIST);
	tap_is(add(set, A4, "list=y address=10.0.0.0/8", 0, 1, NULL), 0);
	tap_is(rosfw_addrset_count(set), 7);

	tap_case("what is left after one of them went");
	rosfw_addrset_kill(set, e, 1);
	rosfw_addrset_commit(set, 1);
	tap_is(rosfw_addrset_count(set), 6);
	tap_ok(match(set, "x", "10.0.0.1", 1, 1));
	tap_ok(match(set, "x", "10.0.0.4", 1, 1));

	tap_case("a disabled entry is there, and matches nothing");
	tap_is(add(set, A4, "list=z address=10.0.0.1 disabled=yes", 0, 1, NULL), 0);
	tap_ok(!match(set, "z", "10.0.0.1", 1, 1));
	tap_is(add(set, A4, "list=z address=10.0.0.1", 0, 1, NULL), -EEXIST);
	tap_is(add(set, A4, "list=z address=10.0.0.0/24", 0, 1, NULL), 0);
	tap_ok(match(set, "z", "10.0.0.1", 1, 1));
	done(set);
}

/* ---- generations ---- */

static void test_generations(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *a, *b;

	tap_case("what a transaction adds is seen with its generation");
	tap_is(add(set, A4, "list=x address=10.0.0.1", 2, 1, &a), 0);
	tap_ok(!match(set, "x", "10.0.0.1", 1, 1));
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));
	tap_ok(match(set, "x", "10.0.0.1", 3, 1));
	tap_is(add(set, A4, "list=x address=10.0.0.1", 2, 1, NULL), -EEXIST);
	rosfw_addrset_commit(set, 2);
	tap_ok(!match(set, "x", "10.0.0.1", 1, 1));
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));

	tap_case("what it removes is seen up to then");
	rosfw_addrset_kill(set, a, 3);
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));
	tap_ok(!match(set, "x", "10.0.0.1", 3, 1));
	tap_ok(find(set, a->item->id, 2) == a);
	tap_ok(!find(set, a->item->id, 3));
	tap_ok(!next(set, 0, 3, 1) && next(set, 0, 2, 1) == a);

	tap_case("a removed entry can be added again at once");
	tap_is(add(set, A4, "list=x address=10.0.0.1", 3, 1, &b), 0);
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));
	tap_ok(match(set, "x", "10.0.0.1", 3, 1));
	tap_is(rosfw_addrset_count(set), 2);

	tap_case("aborting brings back what was there");
	rosfw_addrset_abort(set, 3);
	tap_is(rosfw_addrset_count(set), 1);
	tap_ok(find(set, a->item->id, 3) == a && a->died == ROSFW_GEN_NEVER);
	tap_ok(match(set, "x", "10.0.0.1", 3, 1));

	tap_case("committing takes what was removed");
	rosfw_addrset_kill(set, a, 3);
	rosfw_addrset_commit(set, 3);
	tap_is(rosfw_addrset_count(set), 0);
	tap_ok(!match(set, "x", "10.0.0.1", 3, 1));

	tap_case("but not from those who still walk the ruleset before");
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));
	tap_ok(rosfw_addrset_release(set));
	tap_ok(match(set, "x", "10.0.0.1", 2, 1));
	synchronize_rcu();
	tap_ok(!rosfw_addrset_release(set));
	tap_ok(!match(set, "x", "10.0.0.1", 2, 1));
	tap_is(add(set, A4, "list=x address=10.0.0.1", 4, 1, &a), 0);
	rosfw_addrset_commit(set, 4);

	tap_case("a replacement has the same id: one dies when the other is born");
	b = NULL;
	rosfw_addrset_kill(set, a, 5);
	{
		struct rosfw_item *item = item_parse(A4, "list=x address=10.0.0.2");

		item->id = a->item->id;
		tap_is(rosfw_addrset_add(set, item, 5, 1, 1, &b, &err), 0);
		rosfw_item_put(item);
	}
	tap_ok(find(set, a->item->id, 4) == a && find(set, a->item->id, 5) == b);
	tap_ok(next(set, 0, 4, 1) == a && next(set, 0, 5, 1) == b);
	tap_ok(!next(set, a->item->id, 4, 1) && !next(set, a->item->id, 5, 1));

	tap_case("a replacement that is refused leaves the old entry alive");
	rosfw_addrset_abort(set, 5);
	rosfw_addrset_kill(set, a, 5);
	rosfw_addrset_kill(set, a, ROSFW_GEN_NEVER);
	tap_ok(find(set, a->item->id, 5) == a);
	rosfw_addrset_commit(set, 5);
	tap_ok(find(set, a->item->id, 5) == a);

	tap_case("made and removed by one transaction, and taken back");
	tap_is(add(set, A4, "list=x address=10.0.0.3", 6, 1, &b), 0);
	rosfw_addrset_kill(set, b, 6);
	tap_ok(!find(set, b->item->id, 6) && !match(set, "x", "10.0.0.3", 6, 1));
	rosfw_addrset_kill(set, b, ROSFW_GEN_NEVER);
	tap_ok(find(set, b->item->id, 6) == b && match(set, "x", "10.0.0.3", 6, 1));
	rosfw_addrset_kill(set, b, 6);
	tap_is(add(set, A4, "list=x address=10.0.0.3", 6, 1, NULL), 0);
	rosfw_addrset_kill(set, a, 6);
	tap_is(rosfw_addrset_count(set), 2);
	rosfw_addrset_commit(set, 6);
	tap_is(rosfw_addrset_count(set), 1);
	tap_ok(match(set, "x", "10.0.0.3", 6, 1) && !match(set, "x", "10.0.0.1", 6, 1));

	tap_case("made and removed over and over leaves nothing behind");
	for (int i = 0; i < 1000; i++) {
		tap_is(add(set, A4, "list=x address=10.0.0.9", 7, 1, &b), 0);
		rosfw_addrset_kill(set, b, 7);
	}
	tap_ok(rosfw_addrset_count(set) <= 2);
	rosfw_addrset_abort(set, 7);
	tap_is(rosfw_addrset_count(set), 1);
	done(set);
}

static int replace(struct rosfw_addrset *set, struct rosfw_entry *old, const char *text, u32 gen,
		   struct rosfw_entry **e)
{
	struct rosfw_item *item = item_parse(A4, text);
	int ret;

	item->id = old->item->id;
	rosfw_addrset_kill(set, old, gen);
	ret = rosfw_addrset_add(set, item, gen, 1, old->created, e, &err);
	if (ret)
		rosfw_addrset_kill(set, old, ROSFW_GEN_NEVER);
	rosfw_item_put(item);
	return ret;
}

static void test_replace(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *a, *b, *c;

	tap_case("a replacement that is committed");
	tap_is(add(set, A4, "list=x address=10.0.0.1", 0, 1, &a), 0);
	tap_is(add(set, A4, "list=x address=10.0.0.9", 0, 1, NULL), 0);
	tap_is(replace(set, a, "list=x address=10.0.0.2", 2, &b), 0);
	tap_is(replace(set, b, "list=x address=10.0.0.3", 2, &c), 0);
	tap_ok(find(set, 1, 1) == a && find(set, 1, 2) == c);
	tap_is(replace(set, c, "list=x address=10.0.0.9", 2, NULL), -EEXIST);
	tap_ok(find(set, 1, 1) == a && find(set, 1, 2) == c);
	rosfw_addrset_commit(set, 2);
	tap_ok(find(set, 1, 1) == a && find(set, 1, 2) == c);
	synchronize_rcu();
	tap_ok(!rosfw_addrset_release(set));
	tap_ok(!find(set, 1, 1) && find(set, 1, 2) == c);
	tap_ok(!match(set, "x", "10.0.0.1", 2, 1) && !match(set, "x", "10.0.0.2", 2, 1) && match(set, "x",
												 "10.0.0.3", 2, 1));
	tap_is(rosfw_addrset_count(set), 2);

	tap_case("three versions of one id, the middle one going first");
	tap_is(replace(set, c, "list=x address=10.0.0.4", 3, &a), 0);
	tap_is(replace(set, a, "list=x address=10.0.0.5", 3, &b), 0);
	rosfw_addrset_kill(set, b, 3);
	tap_ok(find(set, 1, 2) == c && !find(set, 1, 3));
	tap_is(rosfw_addrset_count(set), 3);
	rosfw_addrset_abort(set, 3);
	tap_ok(find(set, 1, 3) == c && next(set, 0, 3, 1) == c);
	tap_is(rosfw_addrset_count(set), 2);
	done(set);
}

/* ---- time ---- */

static void test_expiry(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *e;
	u64 now = 100000;

	tap_case("a timeout makes an entry dynamic and ends it");
	tap_is(add(set, A4, "list=x address=10.0.0.1 timeout=10", 0, now, &e), 0);
	tap_is(e->item->flags, ROSFW_FLAG_DYNAMIC);
	tap_is(e->created, env.wallclock);
	tap_ok(match(set, "x", "10.0.0.1", 1, now + 9));
	tap_ok(!match(set, "x", "10.0.0.1", 1, now + 10));
	tap_ok(next(set, 0, 1, now + 9) == e && !next(set, 0, 1, now + 10));

	tap_case("what has expired is no duplicate, even while it is still there");
	tap_is(add(set, A4, "list=x address=10.0.0.1 timeout=10", 0, now + 9, NULL), -EEXIST);
	tap_is(add(set, A4, "list=x address=10.0.0.1 timeout=10", 0, now + 10, NULL), 0);
	tap_is(rosfw_addrset_count(set), 2);
	tap_ok(match(set, "x", "10.0.0.1", 1, now + 19));

	tap_case("the collector frees what has expired and nothing else");
	tap_ok(!rosfw_addrset_collect(set, now + 9, 1000));
	tap_is(rosfw_addrset_count(set), 2);
	tap_ok(!rosfw_addrset_collect(set, now + 10, 1000));
	tap_is(rosfw_addrset_count(set), 1);
	tap_ok(!rosfw_addrset_collect(set, now + 50, 1000));
	tap_is(rosfw_addrset_count(set), 0);

	tap_case("dynamic=yes is dynamic and without end; so is a timeout of 0");
	tap_is(add(set, A4, "list=x address=10.0.0.2 dynamic=yes", 0, now, &e), 0);
	tap_ok(e->item->flags == ROSFW_FLAG_DYNAMIC && e->expires == U64_MAX);
	tap_is(add(set, A4, "list=x address=10.0.0.3 timeout=0", 0, now, &e), 0);
	tap_ok(e->item->flags == ROSFW_FLAG_DYNAMIC && e->expires == U64_MAX);
	tap_is(add(set, A4, "list=x address=10.0.0.4", 0, now, &e), 0);
	tap_ok(!e->item->flags && e->expires == U64_MAX);
	rosfw_addrset_collect(set, now + 100000000, 1000);
	tap_is(rosfw_addrset_count(set), 3);
	done(set);
}

static void test_collect(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	u64 now = 5000000, end;
	u32 i, calls = 0;
	char text[64];

	tap_case("every timeout from a second to hours ends when it should");
	for (i = 1; i <= 4000; i++) {
		snprintf(text, sizeof(text), "list=x address=10.0.%u.%u timeout=%u", i >> 8, i & 255, i * 3);
		add(set, A4, text, 0, now, NULL);
	}
	for (end = now + 12001; now < end; now++) {
		while (rosfw_addrset_collect(set, now, 100))
			;
		if (rosfw_addrset_count(set) != 4000 - (now - (end - 12001)) / 3) {
			tap_fail("at %u seconds there are %u", (u32)(now - (end - 12001)), rosfw_addrset_count(set));
			break;
		}
	}
	tap_is(rosfw_addrset_count(set), 0);

	tap_case("a collector that was away for days catches up, a few at a time");
	for (i = 1; i <= 4000; i++) {
		snprintf(text, sizeof(text), "list=x address=10.0.%u.%u timeout=%u", i >> 8, i & 255, i);
		add(set, A4, text, 0, now, NULL);
	}
	do {
		calls++;
		tap_ok(calls < 100);
	} while (rosfw_addrset_collect(set, now + 500000, 100) && calls < 100);
	tap_ok(calls >= 40);
	tap_is(rosfw_addrset_count(set), 0);
	done(set);
}

static void test_dynamic(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *e;
	u64 now = 1000;

	tap_case("a rule adds an address, which the next rule sees");
	tap_is(dynamic_at(set, "x", "10.0.0.1", 60, 1, now), 0);
	tap_ok(match(set, "x", "10.0.0.1", 1, now));
	e = next(set, 0, 1, now);
	tap_is(e->expires, now + 60);
	tap_is(e->created, env.wallclock);
	tap_is(e->item->flags, ROSFW_FLAG_DYNAMIC);
	tap_str(rosfw_item_string(e->item, ROSFW_A_LIST), "x");
	tap_is(get_unaligned_be32(rosfw_item_value(e->item, ROSFW_A_ADDRESS)->data), 0x0a000001);
	tap_is(get_unaligned_be32(rosfw_item_value(e->item, ROSFW_A_ADDRESS)->data + 4), 0x0a000001);

	tap_case("the same address again starts its time again");
	tap_is(dynamic_at(set, "x", "10.0.0.1", 60, 1, now), 0);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 60, 1, now + 30), 0);
	tap_is(rosfw_addrset_count(set), 1);
	tap_is(e->expires, now + 90);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 10, 1, now + 31), 0);
	tap_is(e->expires, now + 41);
	rosfw_addrset_collect(set, now + 40, 100);
	tap_is(rosfw_addrset_count(set), 1);
	rosfw_addrset_collect(set, now + 41, 100);
	tap_is(rosfw_addrset_count(set), 0);

	tap_case("a longer time holds although the collector comes at the old end");
	tap_is(dynamic_at(set, "x", "10.0.0.1", 10, 1, now), 0);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 3000, 1, now + 1), 0);
	rosfw_addrset_collect(set, now + 500, 100);
	tap_ok(match(set, "x", "10.0.0.1", 1, now + 3000));
	rosfw_addrset_collect(set, now + 3001, 100);
	tap_is(rosfw_addrset_count(set), 0);
	now += 10000;

	tap_case("none-dynamic has no end, until a rule gives it one");
	tap_is(dynamic_at(set, "x", "10.0.0.1", ROSFW_TIMEOUT_NONE_DYNAMIC, 1, now), 0);
	e = next(set, 0, 1, now);
	tap_ok(e->expires == U64_MAX && e->item->flags == ROSFW_FLAG_DYNAMIC);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 5, 1, now), 0);
	tap_is(e->expires, now + 5);
	tap_is(dynamic_at(set, "x", "10.0.0.1", ROSFW_TIMEOUT_NONE_DYNAMIC, 1, now + 1), 0);
	tap_ok(e->expires == U64_MAX);
	rosfw_addrset_collect(set, now + 10, 100);
	tap_is(rosfw_addrset_count(set), 1);

	tap_case("none-static makes a static entry in its place");
	tap_is(dynamic_at(set, "x", "10.0.0.1", ROSFW_TIMEOUT_NONE_STATIC, 1, now + 20), 0);
	e = next(set, 0, 1, now + 20);
	tap_ok(!e->item->flags && e->expires == U64_MAX);
	tap_ok(!next(set, e->item->id, 1, now + 20));
	rosfw_addrset_collect(set, now + 21, 100);
	tap_is(rosfw_addrset_count(set), 1);

	tap_case("a static entry is left alone");
	tap_is(dynamic_at(set, "x", "10.0.0.1", 5, 1, now + 30), 0);
	tap_is(dynamic_at(set, "x", "10.0.0.1", ROSFW_TIMEOUT_NONE_STATIC, 1, now + 30), 0);
	tap_ok(rosfw_addrset_count(set) == 1 && e->expires == U64_MAX);

	tap_case("a prefix that holds the address is another entry");
	tap_is(add(set, A4, "list=x address=10.0.0.0/24", 0, now, NULL), 0);
	tap_is(dynamic_at(set, "x", "10.0.0.7", 5, 1, now + 30), 0);
	tap_is(rosfw_addrset_count(set), 3);

	tap_case("what an open transaction adds does not count yet");
	tap_is(add(set, A4, "list=x address=10.0.0.8", 2, now + 30, NULL), 0);
	tap_is(dynamic_at(set, "x", "10.0.0.8", 5, 1, now + 30), 0);
	tap_ok(match(set, "x", "10.0.0.8", 1, now + 30));
	tap_is(rosfw_addrset_count(set), 5);
	rosfw_addrset_commit(set, 2);

	tap_case("what an open transaction removes counts still, and not afterwards");
	e = find(set, 1, 2);
	e = next(set, 0, 2, now + 30);
	rosfw_addrset_kill(set, e, 3);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 5, 2, now + 30), 0);
	rosfw_addrset_commit(set, 3);
	tap_is(dynamic_at(set, "x", "10.0.0.1", 5, 3, now + 30), 0);
	tap_ok(match(set, "x", "10.0.0.1", 3, now + 30) && !match(set, "x", "10.0.0.1", 3, now + 35) == 0);
	done(set);
}

static void test_dynamic6(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV6);
	struct rosfw_entry *e;

	tap_case("IPv6 addresses are added whole");
	tap_is(dynamic_at(set, "x", "2001:db8::1", 60, 1, 1000), 0);
	tap_ok(match(set, "x", "2001:db8::1", 1, 1000) && !match(set, "x", "2001:db8::", 1, 1000));
	e = next(set, 0, 1, 1000);
	tap_is(e->item->menu, A6);
	tap_is(rosfw_item_value(e->item, ROSFW_A_ADDRESS)->len, 32);
	tap_is(dynamic_at(set, "x", "2001:db8::1", 60, 1, 1010), 0);
	tap_is(rosfw_addrset_count(set), 1);
	done(set);
}

/* ---- lists and ids ---- */

static void test_lists(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_addrlist *lists[200], *again;
	char name[32];
	u32 i;

	tap_case("a list is one object for as long as somebody names it");
	for (i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "list %u", i);
		lists[i] = rosfw_addrset_list_get(set, name);
		tap_str(lists[i]->name, name);
	}
	for (i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "list %u", i);
		again = rosfw_addrset_list_get(set, name);
		tap_ok(again == lists[i]);
		rosfw_addrset_list_put(set, again);
	}
	tap_is(add(set, A4, "list=list_7 address=10.0.0.1", 0, 1, NULL), 0);
	for (i = 0; i < 200; i++)
		rosfw_addrset_list_put(set, lists[i]);
	tap_ok(match(set, "list 7", "10.0.0.1", 1, 1));
	tap_ok(!match(set, "list 8", "10.0.0.1", 1, 1));
	done(set);
}

static void test_dump(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_entry *e;
	char text[64];
	u32 i, id, n;

	tap_case("a dump goes on although the entry where it stopped is gone");
	for (i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "list=x address=10.0.%u.%u", i >> 8, i & 255);
		add(set, A4, text, 0, 1, &e);
		tap_is(e->item->id, i + 1);
	}
	for (id = 0, n = 0; (e = next(set, id, 1, 1)); n++) {
		tap_ok(e->item->id > id);
		id = e->item->id;
		if (id % 3 == 0)
			rosfw_addrset_kill(set, e, 0);
	}
	tap_is(n, 1000);
	for (id = 0, n = 0; (e = next(set, id, 1, 1)); n++)
		id = e->item->id;
	tap_is(n, 667);
	tap_ok(!find(set, 3, 1) && find(set, 4, 1) && !find(set, 0, 1) && !find(set, U32_MAX, 1));
	done(set);
}

static void test_idmap(void)
{
	static u8 have[70000];
	spinlock_t lock = __SPIN_LOCK_UNLOCKED(lock);
	struct rosfw_idmap map = { .lock = &lock };
	u32 i, id, found, want, round;

	tap_case("numbers and pointers: a hundred thousand random changes");
	srand(3);
	spin_lock_bh(&lock);
	for (round = 0; round < 100000; round++) {
		id = rand() % (round % 7 ? 200 : 70000);
		if (rand() % 2) {
			rosfw_idmap_set(&map, id, &have[id]);
			have[id] = 1;
		} else {
			rosfw_idmap_clear(&map, id);
			have[id] = 0;
		}
		id = rand() % 70000;
		if (!!rosfw_idmap_find(&map, id) != have[id])
			tap_fail("%u", id);
		for (want = id; want < 70000 && !have[want]; want++)
			;
		found = U32_MAX;
		if (rosfw_idmap_next(&map, id, &found) != (want < 70000 ? &have[want] : NULL))
			tap_fail("next of %u is %u, not %u", id, found, want);
	}

	tap_case("numbers at the end of the range");
	rosfw_idmap_set(&map, U32_MAX, &map);
	rosfw_idmap_set(&map, U32_MAX - 64, &map);
	tap_ok(rosfw_idmap_next(&map, 70000, &found) == &map && found == U32_MAX - 64);
	tap_ok(rosfw_idmap_next(&map, found + 1, &found) == &map && found == U32_MAX);
	rosfw_idmap_clear(&map, U32_MAX);
	tap_ok(!rosfw_idmap_next(&map, U32_MAX - 63, &found));
	rosfw_idmap_clear(&map, U32_MAX - 64);
	for (i = 0; i < 70000; i++)
		rosfw_idmap_clear(&map, i);
	tap_ok(!map.root);

	tap_case("without memory the map is as before");
	rosfw_idmap_set(&map, 5, &map);
	for (i = 1; i < 6; i++) {
		rosfw_test_fail_after(i);
		tap_is(rosfw_idmap_set(&map, 0xfffffff0, &map), -ENOMEM);
		tap_ok(rosfw_idmap_find(&map, 5) == &map && !rosfw_idmap_find(&map, 0xfffffff0));
		tap_ok(rosfw_idmap_next(&map, 0, &found) == &map && !rosfw_idmap_next(&map, 6, &found));
	}
	rosfw_test_fail_after(0);
	tap_is(rosfw_idmap_set(&map, 0xfffffff0, &map), 0);
	rosfw_idmap_clear(&map, 0xfffffff0);
	rosfw_idmap_clear(&map, 5);
	tap_ok(!map.root);
	spin_unlock_bh(&lock);
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

/* ---- memory ---- */

static void test_no_memory(void)
{
	struct rosfw_addrset *set;
	unsigned long n, live;
	u32 count;
	int ret;

	for (n = 1; ; n++) {
		tap_case("a set whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		set = rosfw_addrset_new(ROSFW_IPV4);
		if (!rosfw_test_failed())
			break;
		tap_ok(!set);
		tap_is(rosfw_test_live(), 0);
	}
	rosfw_test_fail_after(0);
	add(set, A4, "list=first address=10.0.0.1", 0, 1, NULL);
	live = rosfw_test_live();
	for (n = 1; ; n++) {
		tap_case("an entry whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		ret = add(set, A4, "list=x address=10.0.0.1-10.0.0.77", 2, 1, NULL);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
		synchronize_rcu();
		tap_is(rosfw_test_live(), live);
		tap_ok(rosfw_addrset_count(set) == 1 && !match(set, "x", "10.0.0.5", 2, 1));
	}
	rosfw_test_fail_after(0);
	tap_is(ret, 0);
	rosfw_addrset_abort(set, 2);
	/* Id 128 needs a node of its own; 2 was given to the entry above. */
	while (rosfw_addrset_count(set) < 126) {
		char text[64];

		snprintf(text, sizeof(text), "list=first address=10.0.1.%u", rosfw_addrset_count(set));
		add(set, A4, text, 0, 1, NULL);
	}
	for (n = 1; n < 5; n++) {
		tap_case("an address from a rule whose allocation %lu fails", n);
		live = rosfw_test_live();
		count = rosfw_addrset_count(set);
		rosfw_test_fail_after(n);
		ret = dynamic_at(set, "first", "10.0.0.9", 5, 1, 1);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
		tap_is(rosfw_test_live(), live);
		tap_is(rosfw_addrset_count(set), count);
	}
	tap_is(ret, 0);
	tap_is(n, 4);
	rosfw_test_fail_after(0);
	done(set);
}

static void test_million(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_addrlist *list = rosfw_addrset_list_get(set, "x");
	struct rosfw_addr a = { 0 };
	u32 i, bad = 0;
	u8 bytes[8];

	tap_case("a million entries are added, found and removed");
	for (i = 0; i < 1000000; i++) {
		struct rosfw_item_builder b;

		put_unaligned_be32(i * 2654435761U, bytes);
		memcpy(bytes + 4, bytes, 4);
		rosfw_item_begin(&b, A4);
		rosfw_item_put_string(&b, ROSFW_A_LIST, false, "x");
		rosfw_item_put_value(&b, ROSFW_A_ADDRESS, false, bytes, 8);
		bad += rosfw_addrset_add(set, b.item, 2, 1, 1, NULL, &err) != 0;
		rosfw_item_put(b.item);
	}
	tap_is(bad, 0);
	tap_is(rosfw_addrset_count(set), 1000000);
	rosfw_addrset_commit(set, 2);
	rcu_read_lock();
	for (i = 0; i < 1000000; i++) {
		a.lo = (u32)(i * 2654435761U);
		bad += !rosfw_addrset_match(set, list, &a, 2, 1);
		a.lo = (u32)((i + 1000000) * 2654435761U);
		bad += rosfw_addrset_match(set, list, &a, 2, 1);
	}
	rcu_read_unlock();
	tap_is(bad, 0);
	for (i = 1; i <= 1000000; i++)
		rosfw_addrset_kill(set, find(set, i, 3), 3);
	rosfw_addrset_commit(set, 3);
	tap_is(rosfw_addrset_count(set), 0);
	rosfw_addrset_list_put(set, list);
	done(set);
}

/* Packets fill the set as fast as they can; the collector comes by now and then, and always makes room. */
static void test_flood(void)
{
	struct rosfw_addrset *set = rosfw_addrset_new(ROSFW_IPV4);
	struct rosfw_addrlist *list = rosfw_addrset_list_get(set, "x");
	struct rosfw_addr a = { 0 };
	u32 i, round, refused = 0;
	int ret;

	tap_case("a flood of addresses is bounded until the collector comes");
	for (round = 0; round < 30; round++) {
		rcu_read_lock();
		for (i = 0; i < 20000; i++) {
			a.lo = (u32)((round * 20000 + i) * 2654435761U);
			ret = rosfw_addrset_add_dynamic(set, list, &a, 3600, 1, 1000, 1);
			refused += ret != 0;
			if (ret && ret != -ENOMEM)
				tap_fail("%d", ret);
		}
		rcu_read_unlock();
		synchronize_rcu();
		while (rosfw_addrset_collect(set, 1000 + round, 1000))
			;
	}
	tap_ok(refused < 20000);
	tap_is(rosfw_addrset_count(set), 600000 - refused);
	while (rosfw_addrset_collect(set, 10000, 1000))
		;
	tap_is(rosfw_addrset_count(set), 0);
	rosfw_addrset_list_put(set, list);
	done(set);
}

int main(void)
{
	tap_begin();
	test_ranges();
	test_overlap();
	test_generations();
	test_replace();
	test_expiry();
	test_collect();
	test_dynamic();
	test_dynamic6();
	test_lists();
	test_dump();
	test_idmap();
	test_no_memory();
	test_flood();
	test_million();
	return tap_end();
}
