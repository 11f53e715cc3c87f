// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers about items: one of them, all of a menu; and the drop reasons.
 *
 * A dump of rules or interface lists is one snapshot: it holds the menu's table, which never changes, and, while that
 * is the published one, the program compiled from it, which knows why rules do not work. So it resumes by position.
 * Address lists live on while they are listed: such a dump resumes by id, shows one generation, and says that it was
 * interrupted when another one was published. The owner of the open transaction sees what it has changed so far.
 * Life: what a dump holds is given back by its "done", which the kernel calls in any case. Memory: one state for each
 * dump that runs, and a socket runs one at a time.
 * Locks: rosfw_net.mutex while a snapshot is taken; RCU for address lists.
 */
#include <linux/rtnetlink.h>

#include "control.h"
#include "../conntrack/conntrack.h"
#include "../core/match/mark.h"
#include "../fasttrack/fasttrack.h"

/**
 * struct snapshot - what a dump of items holds
 * @items: the menu's table, counted; NULL if there is none
 * @program: compiled from @items, counted; NULL if there is none
 * @portid: socket that asked
 * @system: rules that the system made, which come first
 */
struct snapshot {
	struct rosfw_items *items;
	struct rosfw_program *program;
	u32 portid;
	u32 system;
};

/* ---- messages ---- */

static int put_value(struct sk_buff *skb, const struct rosfw_value *v)
{
	switch (rosfw_properties[v->prop].kind) {
	case ROSFW_KIND_U64:
	case ROSFW_KIND_RATE:
	case ROSFW_KIND_DATE:
		return nla_put_64bit(skb, v->prop, v->len, v->data, ROSFW_A_PAD);
	default:
		return nla_put(skb, v->prop, v->len, v->data);
	}
}

static int put_values(struct sk_buff *skb, const struct rosfw_item *item, u16 but)
{
	const struct rosfw_value *v;
	u16 not[ROSFW_A_MAX];
	u32 n = 0;

	for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v)) {
		if (v->prop != but && put_value(skb, v))
			return -EMSGSIZE;
		if (v->negated)
			not[n++] = v->prop;
	}
	return n ? nla_put(skb, ROSFW_A_NOT, n * sizeof(*not), not) : 0;
}

static int put_head(struct sk_buff *skb, u32 menu, u32 id, u32 flags)
{
	if (nla_put_u32(skb, ROSFW_A_MENU, menu) || nla_put_u32(skb, ROSFW_A_ID, id) ||
	    nla_put_u32(skb, ROSFW_A_FLAGS, flags))
		return -EMSGSIZE;
	return 0;
}

static int put_counter(struct sk_buff *skb, const struct rosfw_counter *counter)
{
	u64 packets, bytes;

	if (!counter)
		return 0;
	rosfw_counter_read(counter, &packets, &bytes);
	if (nla_put_u64_64bit(skb, ROSFW_A_PACKETS, packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_BYTES, bytes, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static bool is_tracking(const struct rosfw_net *rn, enum rosfw_family family)
{
	return READ_ONCE(rn->tracking[family]);
}

static u32 item_flags(const struct rosfw_net *rn, const struct rosfw_item *item, const char *invalid)
{
	u32 flags = item->flags | (invalid ? ROSFW_FLAG_INVALID : 0);

	/* A service looks at connections. */
	if (rosfw_menus[item->menu].type == ROSFW_MENU_SERVICES && !is_tracking(rn, ROSFW_IPV4) &&
	    !is_tracking(rn, ROSFW_IPV6))
		flags |= ROSFW_FLAG_INVALID;
	return flags;
}

/* What "connection tracking" reports. Nobody need have said how many connections there can be: then the system did. */
static int put_tracking(struct sk_buff *skb, const struct rosfw_net *rn, const struct rosfw_item *item)
{
	static const u16 chosen[] = { ROSFW_A_MAX_ENTRIES };
	u32 v4 = rosfw_conntrack_count(rn, ROSFW_IPV4), v6 = rosfw_conntrack_count(rn, ROSFW_IPV6);

	if (nla_put_u8(skb, ROSFW_A_ACTIVE_IPV4, is_tracking(rn, ROSFW_IPV4)) ||
	    nla_put_u8(skb, ROSFW_A_ACTIVE_IPV6, is_tracking(rn, ROSFW_IPV6)) ||
	    nla_put_u32(skb, ROSFW_A_TOTAL_ENTRIES, v4 + v6) || nla_put_u32(skb, ROSFW_A_TOTAL_IP4_ENTRIES, v4) ||
	    nla_put_u32(skb, ROSFW_A_TOTAL_IP6_ENTRIES, v6))
		return -EMSGSIZE;
	if (rosfw_item_value(item, ROSFW_A_MAX_ENTRIES))
		return 0;
	return nla_put_u32(skb, ROSFW_A_MAX_ENTRIES, rosfw_conntrack_max(rn)) ||
	       nla_put(skb, ROSFW_A_UNSET, sizeof(chosen), chosen) ? -EMSGSIZE : 0;
}

/* Of the mark that a rule sets; U32_MAX while it has none. */
static u32 number_of(const struct rosfw_net *rn, const struct rosfw_item *item, u16 prop)
{
	enum rosfw_mark_kind kind = rosfw_mark_kind_of(prop);
	const char *name = rosfw_item_string(item, prop);
	u32 id = rosfw_marks_find(rn->marks, kind, name);

	return id || !strcmp(name, ROSFW_NO_MARK) ? id : U32_MAX;
}

/* Of the routing table that a rule names; U32_MAX while it is not there. */
static u32 table_of(const struct rosfw_net *rn, const struct rosfw_item *item)
{
	const struct rosfw_item *table;
	u32 number;

	rcu_read_lock();
	table = rosfw_config_table(rcu_dereference(rn->ruleset)->config,
				   rosfw_item_string(item, ROSFW_A_NEW_ROUTING_MARK));
	number = table ? table->number : U32_MAX;
	rcu_read_unlock();
	return number;
}

/* What the rule does to skb->mark, or which mark is the table's: for those who look at it, "ip rule" and tc. */
static int put_fwmark(struct sk_buff *skb, const struct rosfw_net *rn, const struct rosfw_item *item)
{
	u32 action = rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT);
	char text[2 * sizeof("0x12345678")];
	u32 mark, mask;

	if (item->menu == ROSFW_MENU_ROUTING_TABLE) {
		if (!rosfw_item_bool(item, ROSFW_A_FIB))
			return 0;
		mark = item->number;
		mask = ROSFW_SKB_ROUTING_MARK;
	} else if (action == ROSFW_ACTION_MARK_PACKET) {
		mark = number_of(rn, item, ROSFW_A_NEW_PACKET_MARK) << ROSFW_SKB_PACKET_SHIFT;
		mask = ROSFW_SKB_PACKET_MARK;
	} else if (action == ROSFW_ACTION_MARK_ROUTING) {
		mark = table_of(rn, item);
		mask = ROSFW_SKB_ROUTING_MARK;
	} else {
		return 0;
	}
	if (mark & ~mask)
		return 0;
	snprintf(text, sizeof(text), "0x%x/0x%x", mark, mask);
	return nla_put_string(skb, ROSFW_A_FWMARK, text);
}

/* Connections of that family may be fasttracked, or some are. */
static bool fasttrack_is_active(const struct rosfw_net *rn, enum rosfw_family family)
{
	const struct rosfw_fast_settings *fast;
	bool active;

	rcu_read_lock();
	fast = &rcu_dereference(rn->ruleset)->fast;
	active = is_tracking(rn, family) && fast->allowed[family] &&
		 (fast->wanted[family] || atomic_read(&rn->fasttrack->count[family]));
	rcu_read_unlock();
	return active;
}

/* What "ip settings" reports. Packets without any rule or connection have no faster way than the kernel's own. */
static int put_fast(struct sk_buff *skb, const struct rosfw_net *rn, u32 menu)
{
	enum rosfw_family family = rosfw_menus[menu].family;
	u32 more = family == ROSFW_IPV4 ? 0 : ROSFW_A_IPV6_FAST_PATH_ACTIVE - ROSFW_A_IPV4_FAST_PATH_ACTIVE;
	u64 packets, bytes;

	rosfw_fast_totals(rn, family, &packets, &bytes);
	if (nla_put_u8(skb, more + ROSFW_A_IPV4_FAST_PATH_ACTIVE, false) ||
	    nla_put_u64_64bit(skb, more + ROSFW_A_IPV4_FAST_PATH_PACKETS, 0, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, more + ROSFW_A_IPV4_FAST_PATH_BYTES, 0, ROSFW_A_PAD) ||
	    nla_put_u8(skb, more + ROSFW_A_IPV4_FASTTRACK_ACTIVE, fasttrack_is_active(rn, family)) ||
	    nla_put_u64_64bit(skb, more + ROSFW_A_IPV4_FASTTRACK_PACKETS, packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, more + ROSFW_A_IPV4_FASTTRACK_BYTES, bytes, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int put_reported(struct sk_buff *skb, const struct rosfw_net *rn, const struct rosfw_item *item)
{
	switch (item->menu) {
	case ROSFW_MENU_IP_CONNECTION_TRACKING:
		return put_tracking(skb, rn, item);
	case ROSFW_MENU_IP_SETTINGS:
	case ROSFW_MENU_IPV6_SETTINGS:
		return put_fast(skb, rn, item->menu);
	case ROSFW_MENU_ROUTING_TABLE:
		return nla_put_u32(skb, ROSFW_A_KERNEL_TABLE,
				   item->number ? ROSFW_KERNEL_TABLE + item->number : RT_TABLE_MAIN);
	default:
		return 0;
	}
}

/* @invalid: why it does not work at present, NULL if it does or if that is not known yet. */
static int put_item(struct sk_buff *skb, const struct rosfw_net *rn, const struct rosfw_item *item,
		    const char *invalid)
{
	if (put_head(skb, item->menu, item->id, item_flags(rn, item, invalid)) || put_values(skb, item, 0) ||
	    put_counter(skb, item->counter) || put_fwmark(skb, rn, item) ||
	    put_reported(skb, rn, item) ||
	    (invalid && nla_put_string(skb, ROSFW_A_INVALID_REASON, invalid)))
		return -EMSGSIZE;
	return 0;
}

static int put_entry(struct sk_buff *skb, const struct rosfw_entry *e, u64 now)
{
	u64 expires = READ_ONCE(e->expires);
	u32 flags = e->item->flags;

	if (expires != U64_MAX || rosfw_item_bool(e->item, ROSFW_A_DYNAMIC))
		flags |= ROSFW_FLAG_DYNAMIC;
	if (put_head(skb, e->item->menu, e->item->id, flags) || put_values(skb, e->item, ROSFW_A_TIMEOUT) ||
	    nla_put_u64_64bit(skb, ROSFW_A_CREATION_TIME, e->created, ROSFW_A_PAD))
		return -EMSGSIZE;
	if (expires == U64_MAX)
		return 0;
	return nla_put_u32(skb, ROSFW_A_TIMEOUT, expires > now ? expires - now : 0);
}

/* ---- one item ---- */

/* Position of an item in its table, for the reason; its length if it is not there. */
static u32 position(const struct rosfw_items *items, const struct rosfw_item *item)
{
	u32 i;

	for (i = 0; i < items->n; i++)
		if (items->item[i] == item)
			break;
	return i;
}

static const char *invalid_reason(const struct rosfw_program *program, const struct rosfw_items *items, u32 pos)
{
	return program && program->items == items ? program->invalid[pos] : NULL;
}

static int get_item(struct rosfw_request *rq, struct sk_buff *skb, const struct rosfw_config *config, u32 id)
{
	const struct rosfw_program *program = rosfw_published(rq->rn)->program[rq->menu];
	const struct rosfw_item *item = rosfw_config_find(config, rq->menu, id);
	const struct rosfw_items *items = config->menu[rq->menu];

	if (!item)
		return rosfw_refuse(&rq->err, -ENOENT, ROSFW_A_ID, "no such item");
	return put_item(skb, rq->rn, item, invalid_reason(program, items, position(items, item)));
}

static int get_entry(struct rosfw_request *rq, struct sk_buff *skb, u32 id, u32 generation)
{
	struct rosfw_addrset *set = rq->rn->addresses[rosfw_menus[rq->menu].family];
	u64 now = rosfw_now_seconds();
	const struct rosfw_entry *e;
	int err;

	rcu_read_lock();
	e = rosfw_addrset_find(set, id, generation);
	if (e && READ_ONCE(e->expires) > now)
		err = put_entry(skb, e, now);
	else
		err = rosfw_refuse(&rq->err, -ENOENT, ROSFW_A_ID, "no such item");
	rcu_read_unlock();
	return err;
}

int rosfw_item_get_one(struct rosfw_request *rq)
{
	bool owner = rosfw_txn_is_owner(rq->rn, rq->info->snd_portid);
	const struct rosfw_ruleset *rs = rosfw_published(rq->rn);
	struct sk_buff *skb;
	void *hdr;
	u32 id;
	int err;

	err = rosfw_need_items(rq);
	err = err ?: rosfw_need_id(rq, &id);
	if (err)
		return err;
	skb = rosfw_reply_new(rq, &hdr);
	if (!skb)
		return -ENOMEM;
	if (rosfw_menus[rq->menu].type == ROSFW_MENU_ADDRESSES)
		err = get_entry(rq, skb, id, rs->generation + owner);
	else
		err = get_item(rq, skb, owner ? rq->rn->txn : rs->config, id);
	if (!err)
		return rosfw_reply_send(rq, skb, hdr);
	nlmsg_free(skb);
	return err;
}

/* ---- all items of a menu ---- */

/* Rules that only show what was fasttracked. */
static u32 system_rules(const struct rosfw_net *rn, u32 menu)
{
	const char *const *chains = rosfw_menu_fasttrack_chains(menu);
	u32 n = 0;

	if (!chains || !fasttrack_is_active(rn, rosfw_menus[menu].family))
		return 0;
	while (chains[n])
		n++;
	return n;
}

static int put_system_rule(struct sk_buff *skb, const struct rosfw_net *rn, u32 menu, u32 n)
{
	u64 packets, bytes;

	rosfw_fast_totals(rn, rosfw_menus[menu].family, &packets, &bytes);
	if (put_head(skb, menu, ROSFW_ID_SYSTEM + n, ROSFW_FLAG_DYNAMIC) ||
	    nla_put_string(skb, ROSFW_A_CHAIN, rosfw_menu_fasttrack_chains(menu)[n]) ||
	    nla_put_u32(skb, ROSFW_A_ACTION, ROSFW_ACTION_PASSTHROUGH) ||
	    nla_put_string(skb, ROSFW_A_COMMENT, ROSFW_FASTTRACK_COMMENT) ||
	    nla_put_u64_64bit(skb, ROSFW_A_PACKETS, packets, ROSFW_A_PAD) ||
	    nla_put_u64_64bit(skb, ROSFW_A_BYTES, bytes, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static void take_snapshot(struct rosfw_dump *dump, struct snapshot *s)
{
	struct rosfw_net *rn = dump->rn;
	struct rosfw_program *program;
	struct rosfw_items *items;

	mutex_lock(&rn->mutex);
	program = rosfw_published(rn)->program[dump->menu];
	items = rosfw_txn_is_owner(rn, s->portid) ? rn->txn->menu[dump->menu] :
						    rosfw_published(rn)->config->menu[dump->menu];
	if (items)
		s->items = rosfw_items_get(items);
	if (program && program->items == items)
		s->program = rosfw_program_get(program);
	s->system = system_rules(rn, dump->menu);
	mutex_unlock(&rn->mutex);
}

int rosfw_item_dump_start(struct netlink_callback *cb)
{
	struct rosfw_dump *dump = rosfw_dump_begin(cb);
	struct snapshot *s;

	rosfw_dump_menu(cb);
	if (!dump->refusal && rosfw_menus[dump->menu].type == ROSFW_MENU_CONNECTIONS) {
		dump->refusal = "connections are not items: use the requests for connections";
		dump->code = -EOPNOTSUPP;
	}
	if (dump->refusal)
		return 0;
	s = kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT);
	if (!s)
		return -ENOMEM;
	s->portid = NETLINK_CB(cb->skb).portid;
	dump->state = s;
	cb->min_dump_alloc = ROSFW_MESSAGE_MAX;
	if (rosfw_menus[dump->menu].type != ROSFW_MENU_ADDRESSES)
		take_snapshot(dump, s);
	return 0;
}

static void *put_header(struct sk_buff *skb, struct netlink_callback *cb)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &rosfw_family, NLM_F_MULTI,
			   ((struct genlmsghdr *)nlmsg_data(cb->nlh))->cmd);
}

/* What stands at that position: rules of the system first. */
static int put_position(struct sk_buff *skb, const struct rosfw_dump *dump, const struct snapshot *s)
{
	u32 i = dump->pos - s->system;

	if (dump->pos < s->system)
		return put_system_rule(skb, dump->rn, dump->menu, dump->pos);
	return put_item(skb, dump->rn, s->items->item[i], invalid_reason(s->program, s->items, i));
}

static int dump_items(struct sk_buff *skb, struct netlink_callback *cb, const struct snapshot *s)
{
	struct rosfw_dump *dump = rosfw_dump(cb);
	void *hdr;

	for (; s->items && dump->pos < s->system + s->items->n; dump->pos++) {
		hdr = put_header(skb, cb);
		if (!hdr)
			break;
		if (put_position(skb, dump, s)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
	}
	return skb->len;
}

/* The generation that the dump shows, and a number that says whether it was overtaken. */
static u32 generation_now(struct netlink_callback *cb, const struct snapshot *s)
{
	struct rosfw_net *rn = rosfw_dump(cb)->rn;
	u32 generation;

	mutex_lock(&rn->mutex);
	generation = rosfw_published(rn)->generation;
	cb->seq = rn->control->published;
	if (rosfw_txn_is_owner(rn, s->portid)) {
		generation++;
		cb->seq += rn->control->staged + 1;
	}
	mutex_unlock(&rn->mutex);
	/* 0 means that nothing is known. */
	cb->seq = cb->seq ?: 1;
	return generation;
}

static int dump_entries(struct sk_buff *skb, struct netlink_callback *cb, const struct snapshot *s)
{
	struct rosfw_dump *dump = rosfw_dump(cb);
	struct rosfw_addrset *set = dump->rn->addresses[rosfw_menus[dump->menu].family];
	u32 generation = generation_now(cb, s);
	u64 now = rosfw_now_seconds();
	const struct rosfw_entry *e;
	void *hdr;

	rcu_read_lock();
	while ((e = rosfw_addrset_next(set, dump->pos, generation, now))) {
		hdr = put_header(skb, cb);
		if (!hdr)
			break;
		genl_dump_check_consistent(cb, hdr);
		if (put_entry(skb, e, now)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
		dump->pos = e->item->id;
	}
	rcu_read_unlock();
	return skb->len;
}

int rosfw_item_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rosfw_dump *dump = rosfw_dump(cb);

	if (dump->refusal)
		return rosfw_dump_refuse(cb);
	if (rosfw_menus[dump->menu].type == ROSFW_MENU_ADDRESSES)
		return dump_entries(skb, cb, dump->state);
	return dump_items(skb, cb, dump->state);
}

int rosfw_item_dump_done(struct netlink_callback *cb)
{
	struct snapshot *s = rosfw_dump(cb)->state;

	if (!s)
		return 0;
	rosfw_items_put(s->items);
	if (s->program)
		rosfw_program_put(s->program);
	kfree(s);
	return 0;
}

/* ---- drop reasons ---- */

int rosfw_reason_dump_start(struct netlink_callback *cb)
{
	rosfw_dump_begin(cb);
	return 0;
}

static int put_reason(struct sk_buff *skb, enum rosfw_reason reason, u64 n)
{
	if (nla_put_string(skb, ROSFW_A_NAME, rosfw_reason_name(reason)) ||
	    nla_put_string(skb, ROSFW_A_HELP, rosfw_reason_help(reason)) ||
	    nla_put_u64_64bit(skb, ROSFW_A_PACKETS, n, ROSFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

int rosfw_reason_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rosfw_dump *dump = rosfw_dump(cb);
	void *hdr;
	u64 n;

	if (dump->refusal)
		return rosfw_dump_refuse(cb);
	for (; dump->pos < ROSFW_REASON_COUNT; dump->pos++) {
		n = rosfw_reason_read(dump->rn, dump->pos);
		if (!n)
			continue;
		hdr = put_header(skb, cb);
		if (!hdr)
			break;
		if (put_reason(skb, dump->pos, n)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
	}
	return skb->len;
}
