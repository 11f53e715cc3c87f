/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation of live packets.
 *
 * A connection passes two NAT points: where it enters (chains dstnat, output) and where it leaves (srcnat, input). At
 * each, its first packet meets the rules and rosfw_nat_decide() settles, once and for all, what the connection looks
 * like behind that point; conntrack keeps that (rosfw_conn_set_stage()). Every packet, the first one included, is then
 * brought into the shape that belongs behind the point by rosfw_nat_translate(), which does nothing to one that has it
 * already. So it does no harm when a packet passes a hook twice.
 */
#ifndef _ROSFW_NAT_SKIN_H
#define _ROSFW_NAT_SKIN_H

#include <linux/inetdevice.h>

#include "../conntrack/conntrack.h"
#include "../core/nat/nat.h"

enum rosfw_nat_point {
	ROSFW_NAT_ENTERS,
	ROSFW_NAT_LEAVES,
};

int rosfw_nat_net_init(struct rosfw_net *rn);
/* Hooks are gone and a grace period has passed. */
void rosfw_nat_net_exit(struct rosfw_net *rn);
int rosfw_nat_module_init(void);
void rosfw_nat_module_exit(void);

/* ---- packets; RCU read side ---- */

/* Is what the connection looks like behind this chain still open? */
bool rosfw_nat_is_open(const struct rosfw_conn *conn, enum rosfw_nat_chain chain);

/* Is the chain dstnat, and the connection's destination somebody's by endpoint-independent-nat? */
bool rosfw_nat_is_mapped(struct rosfw_net *rn, const struct rosfw_conn *conn, enum rosfw_nat_chain chain);

/**
 * rosfw_nat_decide() - settle what a connection looks like behind a chain
 * @walk: of its first packet through that chain, which ended with ROSFW_VERDICT_NAT
 * @chain: the built-in chain
 * @conn: the connection
 *
 * Return: 0, also when another packet was quicker; -EADDRINUSE: nothing that fits is free; -EADDRNOTAVAIL: the
 * interface has no address; -ENOMEM; -ENOENT: the connection has ended. On an error the packet must be dropped.
 */
int rosfw_nat_decide(const struct rosfw_walk *walk, enum rosfw_nat_chain chain, struct rosfw_conn *conn);

/*
 * No rule translates it: it stays as it is, unless another connection leaves like that; then it gets a source port that
 * is free. As rosfw_nat_decide().
 */
int rosfw_nat_exempt(struct rosfw_net *rn, enum rosfw_nat_chain chain, struct rosfw_conn *conn);

/**
 * rosfw_nat_translate() - bring a packet into the shape that it has behind a NAT point
 * @skb: the packet; its bytes may move
 * @pkt: parsed from @skb; follows all changes
 * @found: its connection; of an ICMP error, that of the packet which it quotes
 * @point: which point
 *
 * Return: 1: it was changed; 0: it was not; -ENOMEM: drop it.
 */
int rosfw_nat_translate(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_found *found,
			enum rosfw_nat_point point);

/* Does the checksum field of the packet's transport header hold only the sum of the pseudo header? */
enum rosfw_nat_checksum rosfw_nat_checksum_of(const struct sk_buff *skb, const struct rosfw_pkt *pkt);

/* Hardware's sum over the bytes is no longer that of the bytes. The checksums are right, but have to be looked at. */
void rosfw_nat_forget_sum(struct sk_buff *skb);

/*
 * What who announced a connection wants of a NAT point is settled as rosfw_nat_decide() settles what a rule wants. A
 * source port is only a wish.
 */
int rosfw_nat_follow(struct rosfw_net *rn, enum rosfw_nat_chain chain, struct rosfw_conn *conn,
		     const struct rosfw_endpoint *to);

/* rosfw_conn_wanted() at that chain. */
bool rosfw_nat_is_wanted(const struct rosfw_conn *conn, enum rosfw_nat_chain chain, struct rosfw_endpoint *to);

/* ---- payload.c ---- */

/**
 * rosfw_nat_recognise() - where the first packet of a connection leaves: does its payload say what the connection is?
 */
void rosfw_nat_recognise(const struct sk_buff *skb, const struct rosfw_pkt *pkt, struct rosfw_conn *conn);

/**
 * rosfw_nat_help() - where a packet leaves: read and change the payload of a connection that has a helper
 * @rn: namespace
 * @skb: the packet, with the header that it leaves with; its bytes may move
 * @pkt: parsed from @skb; follows all changes
 * @found: its connection
 *
 * Return: 0, also for connections that have none; -EADDRINUSE, -ENOSPC: what it announces cannot be expected;
 * -EMSGSIZE: there is no room in it for other addresses; -ENOMEM. On an error the packet must be dropped.
 */
int rosfw_nat_help(struct rosfw_net *rn, struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_found *found);

int rosfw_payload_module_init(void);
void rosfw_payload_module_exit(void);

/* ---- addresses of the router; address.c ---- */

/* What a packet that leaves by @state->out would have as its source. False: the interface has no address. */
bool rosfw_nat_outgoing_address(const struct sk_buff *skb, const struct nf_hook_state *state,
				const struct rosfw_pkt *pkt, struct rosfw_addr *addr);

/* Where a packet of @state goes that is to stay here: an address of the interface that it came by, or of "lo". */
bool rosfw_nat_local_address(const struct nf_hook_state *state, const struct rosfw_pkt *pkt, struct rosfw_addr *addr);

/* ---- masquerade; masquerade.c ---- */

struct rosfw_masquerade;

struct rosfw_masquerade *rosfw_masquerade_new(struct rosfw_net *rn);
void rosfw_masquerade_free(struct rosfw_masquerade *m);
int rosfw_masquerade_module_init(void);
void rosfw_masquerade_module_exit(void);

/* An interface went down, or away: what was masqueraded behind it ends. Any context. */
void rosfw_masquerade_down(struct rosfw_net *rn, u32 ifindex);

#endif /* _ROSFW_NAT_SKIN_H */
