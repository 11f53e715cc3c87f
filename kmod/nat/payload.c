// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets of connections that have a helper: their payload is read, changed where addresses in it are not those that
 * the receiver can use, and the numbers of TCP streams that have changed their length follow.
 *
 * This happens where a packet leaves, behind the second NAT point, when its header is what the receiver sees. Tracking
 * is done by then, so each stream is tracked as its sender numbers it.
 *
 * Life: room to read a payload is allocated for each CPU with the module.
 * Locks: bottom halves are off while that room is used.
 */
#include <linux/skbuff.h>

#include "../conntrack/helper.h"
#include "nat.h"

static struct rosfw_helper_work __percpu *works;

/* The packet's bytes may have moved. */
static void look_again(const struct sk_buff *skb, struct rosfw_pkt *pkt)
{
	pkt->data = skb_network_header(skb);
	pkt->linear = skb_headlen(skb) - skb_network_offset(skb);
}

/* All of the packet is linear and ours, with room for that much more, and ends where its header says. */
static bool make_room(struct sk_buff *skb, struct rosfw_pkt *pkt, s32 growth)
{
	u32 end = skb_network_offset(skb) + pkt->len;
	int more;

	if (skb->len > end && pskb_trim(skb, end))
		return false;
	more = growth - skb_tailroom(skb);
	if (more > 0 ? pskb_expand_head(skb, 0, more, GFP_ATOMIC) : skb_ensure_writable(skb, skb->len))
		return false;
	if (growth > 0)
		skb_put(skb, growth);
	look_again(skb, pkt);
	return true;
}

/* As many segments as it has now. */
static void count_segments(struct sk_buff *skb, const struct rosfw_pkt *pkt)
{
	if (!skb_is_gso(skb))
		return;
	if (pkt->payload_len > skb_shinfo(skb)->gso_size)
		skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(pkt->payload_len, skb_shinfo(skb)->gso_size);
	else
		skb_gso_reset(skb);
}

static int replace_payload(struct sk_buff *skb, struct rosfw_pkt *pkt, const u8 *text, u32 len)
{
	s32 growth = len - pkt->payload_len;

	if (pkt->len + growth > IP_MAX_MTU)
		return -EMSGSIZE;
	if (!make_room(skb, pkt, growth))
		return -ENOMEM;
	rosfw_nat_put_payload(pkt, skb_network_header(skb), rosfw_nat_checksum_of(skb, pkt), text, len);
	if (growth < 0)
		skb_trim(skb, skb->len + growth);
	look_again(skb, pkt);
	count_segments(skb, pkt);
	rosfw_nat_forget_sum(skb);
	return 0;
}

static int apply(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_helper_work *work, s32 *growth)
{
	u32 len;
	u8 *text;
	int err;

	*growth = rosfw_scan_growth(&work->edits);
	len = work->scan.len + *growth;
	text = kmalloc(len, GFP_ATOMIC | __GFP_NOWARN);
	if (!text)
		return -ENOMEM;
	rosfw_scan_apply(&work->edits, work->scan.data, work->scan.len, text);
	err = replace_payload(skb, pkt, text, len);
	kfree(text);
	return err;
}

/* With bottom halves off. */
static int read_payload(struct rosfw_net *rn, struct sk_buff *skb, struct rosfw_pkt *pkt,
			const struct rosfw_found *found, struct rosfw_helper_work *work)
{
	u32 seq = pkt->proto == ROSFW_PROTO_TCP ? pkt->u.tcp.seq : 0;
	s32 growth;
	int err;

	work->scan.data = skb_network_header(skb) + rosfw_nat_payload_off(pkt);
	work->scan.len = pkt->payload_len;
	err = rosfw_helper_read(rn, found->conn, found->dir, seq, work);
	if (err || !work->edits.n)
		return err;
	err = apply(skb, pkt, work, &growth);
	if (!err && growth && pkt->proto == ROSFW_PROTO_TCP)
		rosfw_helper_grow(found->conn, found->dir, seq, growth);
	return err;
}

static int handle_payload(struct rosfw_net *rn, struct sk_buff *skb, struct rosfw_pkt *pkt,
			  const struct rosfw_found *found)
{
	int err;

	if (skb_linearize(skb))
		return -ENOMEM;
	look_again(skb, pkt);
	/* Something behind the payload, or less of it than the header says: it is not what we would change. */
	if (pkt->linear < pkt->len || rosfw_nat_payload_off(pkt) + pkt->payload_len != pkt->len)
		return 0;
	local_bh_disable();
	err = read_payload(rn, skb, pkt, found, this_cpu_ptr(works));
	local_bh_enable();
	return err;
}

static int shift_numbers(struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_found *found)
{
	enum rosfw_nat_checksum checksum = rosfw_nat_checksum_of(skb, pkt);
	struct rosfw_seq_shift shift[ROSFW_DIRS];
	int need;

	rosfw_helper_shifts(found->conn, shift);
	need = rosfw_seq_rewrite(pkt, skb_network_header(skb), 0, checksum, &shift[found->dir], &shift[!found->dir]);
	if (!need)
		return 0;
	if (skb_ensure_writable(skb, skb_network_offset(skb) + need))
		return -ENOMEM;
	look_again(skb, pkt);
	rosfw_seq_rewrite(pkt, skb_network_header(skb), need, checksum, &shift[found->dir], &shift[!found->dir]);
	rosfw_nat_forget_sum(skb);
	return 0;
}

void rosfw_nat_recognise(const struct sk_buff *skb, const struct rosfw_pkt *pkt, struct rosfw_conn *conn)
{
	u32 len = min_t(u32, pkt->payload_len, ROSFW_HELPER_RECOGNISE);
	u8 bytes[ROSFW_HELPER_RECOGNISE];
	const u8 *data;

	if (pkt->proto != ROSFW_PROTO_UDP || !len)
		return;
	data = skb_header_pointer(skb, skb_network_offset(skb) + rosfw_nat_payload_off(pkt), len, bytes);
	if (data)
		rosfw_helper_recognise(conn, data, len);
}

int rosfw_nat_help(struct rosfw_net *rn, struct sk_buff *skb, struct rosfw_pkt *pkt, const struct rosfw_found *found)
{
	const struct rosfw_helper *helper = rosfw_helper_of(found->conn);
	bool tcp = pkt->proto == ROSFW_PROTO_TCP;
	int err = 0;

	if (likely(!helper))
		return 0;
	if (tcp && pkt->u.tcp.flags & ROSFW_TCP_SYN)
		rosfw_helper_begin(found->conn, found->dir, pkt->u.tcp.seq + 1);
	else if (pkt->payload_len && rosfw_helper_is_enabled(rn, helper))
		err = handle_payload(rn, skb, pkt, found);
	if (!err && tcp)
		err = shift_numbers(skb, pkt, found);
	return err;
}

int __init rosfw_payload_module_init(void)
{
	works = alloc_percpu(struct rosfw_helper_work);
	return works ? 0 : -ENOMEM;
}

void rosfw_payload_module_exit(void)
{
	free_percpu(works);
}
