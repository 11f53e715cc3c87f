// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expectations: who meets them and who does not, claims, changes, ports that are looked for, limits, and the end of who
 * announced.
 */
#include "conns.h"

static bool is_not_confirmed(const struct rosfw_conn *conn, const void *arg)
{
	return !(conn->status & ROSFW_CONN_CONFIRMED);
}

static struct rosfw_expect_want want_of(const struct rosfw_header *h, u32 flags)
{
	return (struct rosfw_expect_want){ .header = *h, .flags = flags, .seconds = 20, .service = 3 };
}

static void test_expect(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000), h,
			    reply;
	struct rosfw_expect_want want = want_of(&data, ROSFW_EXPECT_TO_DST);
	struct rosfw_conn *master, *other;
	struct rosfw_endpoint to;
	struct rosfw_found found;
	u32 i;

	table_begin("expectations");
	want.to[0] = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 99 };
	rcu_read_lock();
	master = open_conn(&control);
	h = header(ROSFW_IPV4, 5, 1000, 2, 21);
	other = open_conn(&h);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	tap_is(rosfw_expect_count(&rn), 1);
	tap_is(rosfw_expect_add(&rn, other, &want, 1, 1), -EEXIST);
	h = data;
	h.src.addr.lo++;
	tap_is(track(&h).state, ROSFW_STATE_NEW);
	h = data;
	h.src.id = 12345;
	found = track(&h);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(found.conn->ext->service, 3);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_BETWEEN, &to) && to.id == 99);
	tap_ok(!rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &to));
	tap_is(state(&h).state, ROSFW_STATE_RELATED);
	rosfw_header_reverse(&h, &reply);
	tap_is(track(&reply).state, ROSFW_STATE_ESTABLISHED);
	tap_is(state(&h).state, ROSFW_STATE_ESTABLISHED);
	tap_is(track(&data).state, ROSFW_STATE_NEW);

	/* From anywhere, and more than once. */
	want = want_of(&data, ROSFW_EXPECT_ANY_SRC | ROSFW_EXPECT_PERMANENT);
	tap_is(rosfw_expect_add(&rn, other, &want, 1, 1), 0);
	for (i = 0; i < 3; i++) {
		h = header(ROSFW_IPV4, 50 + i, 7, 1, 2000);
		tap_is(track(&h).state, ROSFW_STATE_RELATED);
	}
	h.src.addr.lo = 90;
	skin_seconds += 20;
	tap_is(track(&h).state, ROSFW_STATE_NEW);
	rcu_read_unlock();
	skin_run_works();
	tap_is(rosfw_expect_count(&rn), 0);
	table_end();
}

/* Met is not kept: what is dropped, or never leaves, has not happened. */
static void test_expect_claim(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000),
			    second = header(ROSFW_IPV4, 2, 30, 1, 2000), third = header(ROSFW_IPV4, 2, 40, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_found found;
	struct rosfw_conn *master;
	u32 i;

	table_begin("an expectation that was met by what is dropped waits on");
	want.seconds = 1000;
	ruleset.tracking.timeouts.udp = 10000;
	rcu_read_lock();
	master = open_conn(&control);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	for (i = 0; i < 3; i++) {
		found = track(&data);
		tap_is(found.state, ROSFW_STATE_RELATED);
		tap_is(rosfw_expect_count(&rn), 1);
		rosfw_conntrack_dropped(&rn, found.conn);
	}
	/* One at a time. */
	found = track(&data);
	tap_is(track(&data).conn == found.conn, true);
	tap_is(track(&second).state, ROSFW_STATE_NEW);
	rosfw_conntrack_dropped(&rn, track(&second).conn);
	/* It never leaves, and nobody has collected it yet. */
	skin_seconds += 10;
	found = track(&second);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(track(&third).state, ROSFW_STATE_NEW);
	/* What has lost its claim takes nothing with it. */
	rosfw_table_end_matching(rn.conntrack, is_not_confirmed, NULL);
	found = track(&third);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(rosfw_expect_count(&rn), 1);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_is(track(&second).state, ROSFW_STATE_NEW);

	/* The master ends, or announces that again, while somebody claims it. */
	want.header = data;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	found = track(&data);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 1);
	data.src.id = 50;
	found = track(&data);
	tap_is(found.state, ROSFW_STATE_RELATED);
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(master));
	tap_is(rosfw_expect_count(&rn), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(state(&data).state, ROSFW_STATE_RELATED);

	/* The namespace goes away while somebody claims it. */
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &want, 1, 1), 0);
	data.src.id = 60;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	rcu_read_unlock();
	table_end();
}

static void test_expect_change(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, ROSFW_EXPECT_PERMANENT | ROSFW_EXPECT_MEDIA);
	struct rosfw_expect_select all = {}, one = {};
	struct rosfw_conn *master, *other;

	table_begin("expectations are prolonged and forgotten");
	ruleset.tracking.timeouts.udp = 10000;
	rcu_read_lock();
	master = open_conn(&control);
	control.src.id++;
	other = open_conn(&control);
	want.to[0] = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 99 };
	tap_is(rosfw_expect_add(&rn, master, &want, 2, 1), 0);
	want.flags = ROSFW_EXPECT_PERMANENT;
	want.header.dst.id = 3000;
	want.to[0].id = 3000;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	/* Not those of others. */
	rosfw_expect_change(&rn, other, &all, 0);
	tap_is(rosfw_expect_count(&rn), 3);
	/* By what was announced, and by what the other side was told. */
	one.at = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 100 };
	one.outer = true;
	rosfw_expect_change(&rn, master, &one, 0);
	one.outer = false;
	one.proto = ROSFW_PROTO_TCP;
	rosfw_expect_change(&rn, master, &one, 0);
	tap_is(rosfw_expect_count(&rn), 3);
	one.proto = UDP;
	rosfw_expect_change(&rn, master, &one, 0);
	tap_is(rosfw_expect_count(&rn), 2);
	one.at = data.dst;
	one.outer = true;
	rosfw_expect_change(&rn, master, &one, 500);
	skin_seconds += 20;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	data.dst.id = 3000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	/* What is over does not come back, and the time can get shorter. */
	rosfw_expect_change(&rn, master, &all, 500);
	data.src.id++;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	rosfw_expect_change(&rn, master, &all, 1);
	skin_seconds++;
	data.dst.id = 2000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	/* Only media. */
	want.seconds = 1000;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	want.header.dst.id = 4000;
	want.flags |= ROSFW_EXPECT_MEDIA;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	all.flags = ROSFW_EXPECT_MEDIA;
	rosfw_expect_change(&rn, master, &all, 0);
	data.dst.id = 4000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	data.dst.id = 3000;
	data.src.id++;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	rcu_read_unlock();
	table_end();
}

/* Somebody waits everywhere: one allocation for all that is tried. */
static void test_expect_search(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 65532);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_conn *master = NULL;
	u32 i;

	table_begin("a place is looked for with one allocation");
	rcu_read_lock();
	for (i = 0; i < ROSFW_EXPECT_TRIES; i++) {
		if (i % 32 == 0) {
			control.src.id++;
			master = open_conn(&control);
		}
		want.header.dst.id = i < 4 ? 65532 + i : 1024 + i - 4;
		tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	}
	control.src.id++;
	master = open_conn(&control);
	want.header.dst.id = 65532;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, ROSFW_EXPECT_TRIES), -EEXIST);
	/* The extension, one expectation, and no third. */
	control.src.id++;
	master = open_conn(&control);
	rosfw_test_fail_after(3);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, ROSFW_EXPECT_TRIES + 1), 0);
	rosfw_test_fail_after(0);
	tap_is(want.header.dst.id, 1024 + ROSFW_EXPECT_TRIES - 4);
	/* Pairs begin at even ports. */
	want.header.dst.id = 65534;
	control.src.id++;
	master = open_conn(&control);
	tap_is(rosfw_expect_add(&rn, master, &want, 2, ROSFW_EXPECT_TRIES), 0);
	tap_is(want.header.dst.id, 1024 + ROSFW_EXPECT_TRIES - 2);
	rcu_read_unlock();
	table_end();
}

static void test_expect_limits(void)
{
	struct rosfw_header control = header(ROSFW_IPV6, 1, 1000, 2, 21), data = header(ROSFW_IPV6, 2, 20, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_conn *master;
	u32 i;

	table_begin("what a master expects is bounded, and goes with it");
	rcu_read_lock();
	master = open_conn(&control);
	for (i = 0; i < 100; i++) {
		want.header.dst.id = 3000 + i;
		tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	}
	tap_is(rosfw_expect_count(&rn), 32);
	data.dst.id = 3099;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	data.dst.id = 3000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	rosfw_test_fail_after(1);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), -ENOMEM);
	rosfw_conntrack_remove(&rn, ROSFW_IPV6, rosfw_conn_id(master));
	tap_is(rosfw_expect_count(&rn), 0);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), -ENOENT);
	for (i = 0; rosfw_expect_count(&rn) < 4096 && i < 200; i++) {
		u32 j;

		control = header(ROSFW_IPV6, 100 + i, 1000, 2, 21);
		master = open_conn(&control);
		for (j = 0; j < 32; j++) {
			want.header.dst = (struct rosfw_endpoint){ address(ROSFW_IPV6, 1000 + i), j };
			tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
		}
	}
	control.src.id++;
	want.header.dst.id = 100;
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &want, 1, 1), -ENOSPC);
	rosfw_expect_forget(&rn, master);
	tap_is(rosfw_expect_count(&rn), 4096 - 32);
	rcu_read_unlock();
	table_end();
}

/* In the place of the newcomer sits one that has expired and that expects something itself. */
static void test_expect_stale(void)
{
	struct rosfw_header old = header(ROSFW_IPV4, 1, 5, 2, 6), control = header(ROSFW_IPV4, 7, 7, 8, 8);
	struct rosfw_header data = header(ROSFW_IPV4, 9, 9, 9, 10);
	struct rosfw_expect_want want = want_of(&data, 0), same = want_of(&old, 0);
	struct rosfw_conn *conn;

	table_begin("an expected connection takes the place of an expired master");
	rcu_read_lock();
	conn = open_conn(&old);
	want.seconds = same.seconds = 1000;
	tap_is(rosfw_expect_add(&rn, conn, &want, 1, 1), 0);
	skin_seconds += ruleset.tracking.timeouts.udp;
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &same, 1, 1), 0);
	tap_is(track(&old).state, ROSFW_STATE_RELATED);
	tap_ok(state(&old).conn != conn);
	rosfw_conntrack_confirm(&rn, state(&old).conn);
	tap_is(rosfw_expect_count(&rn), 0);
	rcu_read_unlock();
	table_end();
}

int main(void)
{
	tap_begin();
	test_expect();
	test_expect_claim();
	test_expect_change();
	test_expect_search();
	test_expect_limits();
	test_expect_stale();
	return tap_end();
}
