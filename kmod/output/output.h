/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What leaves by our own hand: answers to rejected packets, log lines.
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

/* True while this CPU is sending such an answer: what passes the output hooks now is the answer itself. */
bool rosfw_reject_is_sending(void);

#endif /* _ROSFW_OUTPUT_H */
