/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The world of the unit tests: interfaces, a clock, and what the core said to it.
 */
#ifndef _ROSFW_TEST_ENV_H
#define _ROSFW_TEST_ENV_H

#include "core/ruleset/ruleset.h"

#define ENV_IFACES	16

/**
 * struct env_iface - an interface
 * @name: NULL at the end
 * @ifindex: not 0
 * @dynamic: member of the list "dynamic", not "static"
 * @slave: a port of a bridge
 */
struct env_iface {
	const char *name;
	u32 ifindex;
	bool dynamic;
	bool slave;
};

/**
 * struct env - what tests set and read
 * @ifaces: interfaces that exist; at first ether1 (1), ether2 (2), ether3 (3), bridge (10), ppp0 (20, dynamic)
 * @wallclock: seconds since 1970
 * @zone: seconds by which local time is ahead of it
 * @ticks: rosfw_env_ticks()
 * @type: types of addresses; all others are unicast
 * @ntypes: how many
 * @realm: of the packet's route
 * @has_route: there is one
 * @table_routes: bits of the numbers of routing tables that lead to the packet's destination
 * @conn_bytes: of the packet's connection
 * @has_conn: there is one
 * @conn_rate: bits in a second
 * @has_rate: they are known
 * @rates_asked: calls of rosfw_env_conn_rate()
 * @conns: of every block of addresses
 * @counted: calls of rosfw_env_conn_count()
 * @block: that the last one asked for
 * @block_len: its prefix
 * @bridge_port: of entry and of exit
 * @ports_asked: calls of rosfw_env_bridge_port()
 * @ipsec: in and out: 0 not known, 1 no IPsec, 2 IPsec
 * @piece: bytes of the pieces that packets lie in, 0: in one
 * @logs: calls of rosfw_env_log()
 * @log: the text of the last one
 * @list_full: calls of rosfw_env_list_full()
 * @list_error: the error of the last one
 * @changes: calls of rosfw_env_change()
 * @changed: what the last one was asked for
 * @no_change: they say that there is no memory
 * @ingress: rosfw_env_ingress_priority()
 * @counters: counters that exist
 * @order: hash of the counters that have counted, in that order, by @made
 * @made: counters that were ever made
 */
struct env {
	struct env_iface ifaces[ENV_IFACES];
	u64 wallclock;
	s32 zone;
	u64 ticks;
	struct {
		struct rosfw_addr addr;
		u8 type;
	} type[4];
	unsigned int ntypes;
	u32 realm;
	bool has_route;
	u32 table_routes;
	u64 conn_bytes;
	bool has_conn;
	u64 conn_rate;
	bool has_rate;
	unsigned int rates_asked;
	u32 conns;
	unsigned int counted;
	struct rosfw_addr block;
	u32 block_len;
	u32 bridge_port[2];
	unsigned int ports_asked;
	u8 ipsec[2];
	u32 piece;
	unsigned int logs;
	char log[512];
	unsigned int list_full;
	int list_error;
	unsigned int changes;
	struct rosfw_header_change changed;
	bool no_change;
	u32 ingress;
	unsigned int counters;
	u64 order;
	u32 made;
};

extern struct env env;

void env_reset(void);	/* back to what it was at first; counters stay */

#endif /* _ROSFW_TEST_ENV_H */
