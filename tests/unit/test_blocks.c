// SPDX-License-Identifier: GPL-2.0-only
/* Connections of blocks of addresses, as they are counted for connection-limit. */
#include "conns.h"

static u32 of_block(u8 family, u32 prefix_len, u32 n)
{
	struct rosfw_addr addr = address(family, n), block = rosfw_addr_prefix(family, &addr, prefix_len);

	return rosfw_conntrack_block_count(&rn, family, prefix_len, &block);
}

static void is_counted(u8 family, u32 all, u32 net, u32 host)
{
	u32 longest = family == ROSFW_IPV4 ? 32 : 128;

	tap_is(of_block(family, 0, 0x0a000101), all);
	tap_is(of_block(family, longest - 8, 0x0a000101), net);
	tap_is(of_block(family, longest, 0x0a000101), host);
	tap_is(of_block(family, longest, 0x0a000109), 0);
}

/* Who is there before, comes while, and leaves; in three lengths, one of them no rule's at first and at last. */
static void test_blocks(u8 family)
{
	u8 longest = family == ROSFW_IPV4 ? 32 : 128;
	struct rosfw_blocks wanted[ROSFW_FAMILIES] = {};
	struct rosfw_header h[4] = {
		header(family, 0x0a000101, 1, 2, 53), header(family, 0x0a000101, 2, 2, 53),
		header(family, 0x0a000102, 1, 2, 53), header(family, 0x0b000101, 1, 2, 53),
	};
	struct rosfw_conn *conn[4];
	u32 i;

	table_begin(family == ROSFW_IPV4 ? "blocks, IPv4" : "blocks, IPv6");
	rcu_read_lock();
	conn[0] = open_conn(&h[0]);
	conn[3] = open_conn(&h[3]);
	rcu_read_unlock();
	wanted[family] = (struct rosfw_blocks){ .n = 2, .prefix_len = { 0, longest - 8 } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	is_counted(family, 2, 1, 0);
	conn[1] = open_conn(&h[1]);
	is_counted(family, 3, 2, 0);
	rcu_read_unlock();
	wanted[family] = (struct rosfw_blocks){ .n = 3, .prefix_len = { longest, 0, longest - 8 } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	is_counted(family, 3, 2, 2);
	conn[2] = track(&h[2]).conn;
	is_counted(family, 4, 3, 2);
	rosfw_conntrack_dropped(&rn, conn[2]);
	is_counted(family, 3, 2, 2);
	tap_ok(rosfw_conntrack_remove(&rn, family, rosfw_conn_id(conn[0])));
	is_counted(family, 2, 1, 1);
	rcu_read_unlock();
	/* What has expired is not in anybody's way. */
	skin_seconds += ruleset.tracking.timeouts.udp;
	wanted[family] = (struct rosfw_blocks){ .n = 1, .prefix_len = { longest } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	tap_is(of_block(family, 0, 0), 0);
	tap_is(of_block(family, longest - 8, 0x0a000101), 0);
	for (i = 0; i < 4; i++)
		conn[i] = open_conn(&h[i]);
	tap_is(of_block(family, longest, 0x0a000101), 2);
	rcu_read_unlock();
	/* All of them change at once: there is room for both. */
	for (i = 0; i < ROSFW_BLOCKS_MAX; i++)
		wanted[family].prefix_len[i] = i + 1;
	wanted[family].n = ROSFW_BLOCKS_MAX;
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	for (i = 0; i < ROSFW_BLOCKS_MAX; i++)
		wanted[family].prefix_len[i] = longest - i;
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	tap_is(of_block(family, longest - 7, 0x0a000101), 3);
	rcu_read_unlock();
	table_end();
}

static void test_blocks_memory(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 1, 2, 53), other = header(ROSFW_IPV4, 3, 1, 2, 53);
	const struct rosfw_blocks wanted[ROSFW_FAMILIES] = { { .n = 1, .prefix_len = { 32 } } };
	const struct rosfw_blocks none[ROSFW_FAMILIES] = {};
	struct rosfw_conn *conn;
	u32 i;

	table_begin("blocks, no memory");
	rcu_read_lock();
	open_conn(&h);
	rcu_read_unlock();
	for (i = 1; i <= 2; i++) {
		rosfw_test_fail_after(i);
		tap_is(rosfw_conntrack_count_blocks(&rn, wanted), -ENOMEM);
		rosfw_conntrack_settle_blocks(&rn, none);
	}
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rcu_read_lock();
	/* A packet's connection goes on, uncounted. */
	rosfw_test_fail_after(2);
	conn = open_conn(&other);
	tap_ok(conn && !(conn->status >> ROSFW_CONN_COUNTED_SHIFT));
	tap_is(of_block(ROSFW_IPV4, 32, 1), 1);
	tap_is(of_block(ROSFW_IPV4, 32, 3), 0);
	rcu_read_unlock();
	table_end();
}

int main(void)
{
	tap_begin();
	test_blocks(ROSFW_IPV4);
	test_blocks(ROSFW_IPV6);
	test_blocks_memory();
	return tap_end();
}
