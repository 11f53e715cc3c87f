/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What leaves by our own hand: answers to packets that are rejected or tarpitted, log lines.
 */
#ifndef _ROSFW_OUTPUT_H
#define _ROSFW_OUTPUT_H

#include "../rosfw.h"

/**
 * rosfw_reject_send() - answer a packet that a rule rejects
 * @skb: the packet; still the caller's to drop. Its bytes may have moved
 * @state: of the hook: input, forward or output
 * @pkt: parsed from @skb; its pointers are stale afterwards
 * @with: the answer
 *
 * No answer goes to ICMP errors, later fragments, broadcasts and multicasts (RFC 1122 3.2.2, RFC 4443 2.4), to a RST,
 * and no RST to what is not TCP.
 *
 * Return: false when none may be sent to such a packet.
 */
bool rosfw_reject_send(struct sk_buff *skb, const struct nf_hook_state *state, const struct rosfw_pkt *pkt,
		       enum rosfw_reject with);

/**
 * rosfw_tarpit_send() - answer a TCP segment so that its sender goes on waiting
 * @rn: the namespace
 * @skb: the packet, of IPv4; still the caller's to drop
 * @state: of the hook: input, forward or output
 * @pkt: parsed from @skb
 *
 * Return: false when it would have got an answer, but there have been too many in this second.
 */
bool rosfw_tarpit_send(struct rosfw_net *rn, struct sk_buff *skb, const struct nf_hook_state *state,
		       const struct rosfw_pkt *pkt);

/* Was the packet sent to more than one host? */
bool rosfw_is_group(const struct sk_buff *skb, const struct rosfw_pkt *pkt);

/* Around the sending of an answer. Bottom halves are off in between. */
void rosfw_answer_begin(void);
void rosfw_answer_end(void);

/* True while this CPU is sending such an answer: what passes the output hooks now is the answer itself. */
bool rosfw_answer_is_sending(void);

/*
 * Routes a packet of IPv4 in PRE_ROUTING by a gateway (host byte order). False: there is no way to it, or no memory,
 * and the packet must be dropped.
 */
bool rosfw_route_by(struct sk_buff *skb, const struct nf_hook_state *state, u32 address);

#endif /* _ROSFW_OUTPUT_H */
