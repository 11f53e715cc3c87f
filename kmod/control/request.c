// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that change items: add, set, remove, move, reset.
 *
 * A request becomes an item (attributes -> values, each checked, then all together), and the item goes into the
 * configuration of the open transaction, or into a transaction of its own. Entries of address lists go to the address
 * set instead, born or dead from the generation on that will be published. A request that is refused leaves
 * everything as it was, in the middle of a transaction too.
 * Locks: rosfw_net.mutex is held; netlink.c took it.
 */
#include "control.h"

#define RESETS_MAX	4096

/**
 * struct marks - properties that a request lists in _NOT and _UNSET
 * @not: negated
 * @unset: to be removed
 */
struct marks {
	DECLARE_BITMAP(not, ROSFW_A_MAX + 1);
	DECLARE_BITMAP(unset, ROSFW_A_MAX + 1);
};

/* A counter that the transaction will reset. */
struct reset {
	struct list_head list;
	struct rosfw_counter *counter;
};

static const char text_no_item[] = "no such item";

/* ---- what every request needs ---- */

static const struct rosfw_menu_info *menu_info(const struct rosfw_request *rq)
{
	return &rosfw_menus[rq->menu];
}

static bool is_rules(const struct rosfw_request *rq)
{
	return menu_info(rq)->type == ROSFW_MENU_RULES;
}

static bool is_addresses(const struct rosfw_request *rq)
{
	return menu_info(rq)->type == ROSFW_MENU_ADDRESSES;
}

static struct rosfw_addrset *addresses(const struct rosfw_request *rq)
{
	return rq->rn->addresses[menu_info(rq)->family];
}

static int need_menu(struct rosfw_request *rq, bool connections)
{
	if (!rq->menu)
		return rosfw_refuse(&rq->err, -EINVAL, 0, "this request needs a menu");
	if ((menu_info(rq)->type == ROSFW_MENU_CONNECTIONS) == connections)
		return 0;
	return rosfw_refuse(&rq->err, -EOPNOTSUPP, ROSFW_A_MENU, connections ?
			    "this menu holds no connections" :
			    "connections are not items: use the requests for connections");
}

int rosfw_need_items(struct rosfw_request *rq)
{
	return need_menu(rq, false);
}

int rosfw_need_connections(struct rosfw_request *rq)
{
	return need_menu(rq, true);
}

int rosfw_need_id(struct rosfw_request *rq, u32 *id)
{
	if (!rq->attrs[ROSFW_A_ID])
		return rosfw_refuse(&rq->err, -EINVAL, 0, "this request needs the id of an item");
	*id = nla_get_u32(rq->attrs[ROSFW_A_ID]);
	return 0;
}

static int need_item(struct rosfw_request *rq, u32 *id)
{
	int err = rosfw_need_items(rq);

	return err ?: rosfw_need_id(rq, id);
}

static int refuse_no_item(struct rosfw_request *rq)
{
	return rosfw_refuse(&rq->err, -ENOENT, ROSFW_A_ID, text_no_item);
}

/* 0 = at the end. */
static int read_before(struct rosfw_request *rq, u32 *before)
{
	*before = 0;
	if (!rq->attrs[ROSFW_A_BEFORE])
		return 0;
	if (!is_rules(rq))
		return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_BEFORE, "items of this menu have no order");
	*before = nla_get_u32(rq->attrs[ROSFW_A_BEFORE]);
	return 0;
}

/* ---- from attributes to an item ---- */

/* A list of property numbers, into a set of bits. */
static int read_list(struct rosfw_request *rq, u16 attr, unsigned long *bits)
{
	const struct nlattr *nla = rq->attrs[attr];
	u16 prop;
	int i;

	if (!nla)
		return 0;
	if (nla_len(nla) % sizeof(prop))
		return rosfw_refuse(&rq->err, -EINVAL, attr, "a list of properties is made of 16-bit numbers");
	for (i = 0; i < nla_len(nla); i += sizeof(prop)) {
		memcpy(&prop, nla_data(nla) + i, sizeof(prop));
		if (!rosfw_menu_has(rq->menu, prop))
			return rosfw_refuse(&rq->err, -EINVAL, attr,
					    "the list names something that is no property of this menu");
		if (__test_and_set_bit(prop, bits))
			return rosfw_refuse(&rq->err, -EINVAL, attr, "the list names a property twice");
	}
	return 0;
}

static int read_marks(struct rosfw_request *rq, struct marks *marks)
{
	unsigned int prop;
	int err;

	memset(marks, 0, sizeof(*marks));
	err = read_list(rq, ROSFW_A_NOT, marks->not);
	err = err ?: read_list(rq, ROSFW_A_UNSET, marks->unset);
	if (err)
		return err;
	for_each_set_bit(prop, marks->not, ROSFW_A_MAX + 1)
		if (!rq->attrs[prop])
			return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_NOT,
					    "only a property of the same message can be negated");
	for_each_set_bit(prop, marks->unset, ROSFW_A_MAX + 1) {
		if (rq->attrs[prop])
			return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_UNSET,
					    "a property is both set and unset by the same message");
		if (rosfw_properties[prop].flags & ROSFW_PROP_READ_ONLY)
			return rosfw_refuse(&rq->err, -EINVAL, ROSFW_A_UNSET, "a read-only property cannot be unset");
	}
	return 0;
}

static int put_value(struct rosfw_request *rq, struct rosfw_item_builder *b, u16 prop, bool negated)
{
	const struct nlattr *nla = rq->attrs[prop];
	int err;

	if (!rosfw_menu_has(rq->menu, prop))
		return rosfw_refuse(&rq->err, -EINVAL, prop, "this menu has no such property");
	err = rosfw_value_check(rq->menu, prop, negated, nla_data(nla), nla_len(nla), &rq->err);
	if (err)
		return err;
	err = rosfw_item_put_value(b, prop, negated, nla_data(nla), nla_len(nla));
	if (err == -ENOMEM)
		return rosfw_refuse_memory(&rq->err);
	return err ? rosfw_refuse(&rq->err, err, prop, "all properties together are too long for one item") : 0;
}

static int put_values(struct rosfw_request *rq, struct rosfw_item_builder *b)
{
	struct marks marks;
	unsigned int prop;
	int err;

	err = read_marks(rq, &marks);
	if (err)
		return err;
	for (prop = ROSFW_A_PROPERTY_FIRST; prop <= ROSFW_A_MAX; prop++) {
		if (!rq->attrs[prop])
			continue;
		err = put_value(rq, b, prop, test_bit(prop, marks.not));
		if (err)
			return err;
	}
	for_each_set_bit(prop, marks.unset, ROSFW_A_MAX + 1)
		rosfw_item_unset(b, prop);
	return rosfw_item_check(b->item, &rq->err);
}

/* The item that the message describes. */
static struct rosfw_item *read_item(struct rosfw_request *rq, int *err)
{
	struct rosfw_item_builder b;

	*err = rosfw_item_begin(&b, rq->menu);
	if (*err)
		goto no_memory;
	if (is_rules(rq)) {
		b.item->counter = rosfw_counter_new();
		if (!b.item->counter)
			goto no_memory;
	}
	*err = put_values(rq, &b);
	if (!*err)
		return b.item;
	rosfw_item_put(b.item);
	return NULL;

no_memory:
	*err = rosfw_refuse_memory(&rq->err);
	rosfw_item_put(b.item);
	return NULL;
}

/* @old with what the message changes. @left: seconds that are left of its timeout, 0 = it has none. */
static struct rosfw_item *read_changes(struct rosfw_request *rq, const struct rosfw_item *old, u32 left, int *err)
{
	struct rosfw_item_builder b;

	*err = rosfw_item_begin_copy(&b, old);
	if (*err) {
		rosfw_refuse_memory(&rq->err);
		return NULL;
	}
	if (left)
		*err = rosfw_item_put_u32(&b, ROSFW_A_TIMEOUT, false, left);
	if (*err)
		rosfw_refuse_memory(&rq->err);
	else
		*err = put_values(rq, &b);
	if (!*err)
		return b.item;
	rosfw_item_put(b.item);
	return NULL;
}

/* ---- add ---- */

static int add_entry(struct rosfw_request *rq, struct rosfw_item *item, const struct rosfw_change *change)
{
	return rosfw_addrset_add(addresses(rq), item, change->generation, rosfw_now_seconds(), rosfw_env_wallclock(),
				 NULL, &rq->err);
}

static int add_item(struct rosfw_request *rq, struct rosfw_item *item, u32 before)
{
	struct rosfw_change change;
	int err;

	err = rosfw_change_begin(rq, &change);
	if (err)
		return err;
	if (is_addresses(rq))
		err = add_entry(rq, item, &change);
	else
		err = rosfw_config_add(change.config, item, before, &rq->err);
	return rosfw_change_end(rq, &change, err);
}

/* The reply is made before the change: once that is published there is nothing left that could fail. */
int rosfw_item_add(struct rosfw_request *rq)
{
	struct rosfw_item *item;
	struct sk_buff *reply;
	u32 before;
	void *hdr;
	int err;

	err = rosfw_need_items(rq);
	err = err ?: read_before(rq, &before);
	if (err)
		return err;
	item = read_item(rq, &err);
	if (!item)
		return err;
	reply = rosfw_reply_new(rq, &hdr);
	err = reply ? add_item(rq, item, before) : -ENOMEM;
	if (err || nla_put_u32(reply, ROSFW_A_MENU, rq->menu) || nla_put_u32(reply, ROSFW_A_ID, item->id))
		nlmsg_free(reply);
	else
		rosfw_reply_send(rq, reply, hdr);
	rosfw_item_put(item);
	return err;
}

/* ---- set ---- */

/*
 * Entries are freed by commit, abort and collection only, all of them under rn->mutex: a pointer stays good as long as
 * we hold that. Packets may start its time again meanwhile.
 */
static struct rosfw_entry *find_entry(struct rosfw_request *rq, u32 id, u32 generation)
{
	struct rosfw_entry *e;

	lockdep_assert_held(&rq->rn->mutex);
	rcu_read_lock();
	e = rosfw_addrset_find(addresses(rq), id, generation);
	rcu_read_unlock();
	return e && READ_ONCE(e->expires) > rosfw_now_seconds() ? e : NULL;
}

static u32 entry_left(const struct rosfw_entry *e, u64 now)
{
	u64 expires = READ_ONCE(e->expires);

	if (expires == U64_MAX)
		return 0;
	return expires > now ? expires - now : 1;
}

/* The new entry has the id of the old one, and dies and lives with the same generation. */
static int replace_entry(struct rosfw_request *rq, struct rosfw_entry *old, struct rosfw_item *item, u32 generation)
{
	int err;

	rosfw_addrset_kill(addresses(rq), old, generation);
	err = rosfw_addrset_add(addresses(rq), item, generation, rosfw_now_seconds(), old->created, NULL, &rq->err);
	if (err)
		rosfw_addrset_kill(addresses(rq), old, ROSFW_GEN_NEVER);
	return err;
}

static int set_entry(struct rosfw_request *rq, u32 id, const struct rosfw_change *change)
{
	struct rosfw_entry *old = find_entry(rq, id, change->generation);
	struct rosfw_item *item;
	u32 left;
	int err;

	if (!old)
		return refuse_no_item(rq);
	left = entry_left(old, rosfw_now_seconds());
	item = read_changes(rq, old->item, left, &err);
	if (!item)
		return err;
	/* What made it dynamic may be gone; the set says so again if it is not. */
	if (left || rosfw_item_bool(old->item, ROSFW_A_DYNAMIC))
		item->flags &= ~ROSFW_FLAG_DYNAMIC;
	err = replace_entry(rq, old, item, change->generation);
	rosfw_item_put(item);
	return err;
}

static int set_item(struct rosfw_request *rq, u32 id, const struct rosfw_change *change)
{
	struct rosfw_item *old = rosfw_config_find(change->config, rq->menu, id);
	struct rosfw_item *item;
	int err;

	if (!old)
		return refuse_no_item(rq);
	if (old->flags & ROSFW_FLAG_DYNAMIC)
		return rosfw_refuse(&rq->err, -EPERM, ROSFW_A_ID, "a dynamic item cannot be changed");
	item = read_changes(rq, old, 0, &err);
	if (!item)
		return err;
	err = rosfw_config_replace(change->config, item, &rq->err);
	rosfw_item_put(item);
	return err;
}

int rosfw_item_set(struct rosfw_request *rq)
{
	struct rosfw_change change;
	u32 id;
	int err;

	err = need_item(rq, &id);
	err = err ?: rosfw_change_begin(rq, &change);
	if (err)
		return err;
	err = is_addresses(rq) ? set_entry(rq, id, &change) : set_item(rq, id, &change);
	return rosfw_change_end(rq, &change, err);
}

/* ---- remove, move ---- */

static int remove_item(struct rosfw_request *rq, u32 id, const struct rosfw_change *change)
{
	struct rosfw_entry *e;

	if (!is_addresses(rq))
		return rosfw_config_remove(change->config, rq->menu, id, &rq->err);
	e = find_entry(rq, id, change->generation);
	if (!e)
		return refuse_no_item(rq);
	rosfw_addrset_kill(addresses(rq), e, change->generation);
	return 0;
}

int rosfw_item_remove(struct rosfw_request *rq)
{
	struct rosfw_change change;
	u32 id;
	int err;

	err = need_item(rq, &id);
	err = err ?: rosfw_change_begin(rq, &change);
	if (err)
		return err;
	return rosfw_change_end(rq, &change, remove_item(rq, id, &change));
}

int rosfw_item_move(struct rosfw_request *rq)
{
	struct rosfw_change change;
	u32 id, before;
	int err;

	err = need_item(rq, &id);
	if (!err && !is_rules(rq))
		err = rosfw_refuse(&rq->err, -EOPNOTSUPP, ROSFW_A_MENU, "items of this menu have no order");
	err = err ?: read_before(rq, &before);
	err = err ?: rosfw_change_begin(rq, &change);
	if (err)
		return err;
	err = rosfw_config_move(change.config, rq->menu, id, before, &rq->err);
	return rosfw_change_end(rq, &change, err);
}

/* ---- reset ---- */

static void reset_menu(const struct rosfw_config *config, u32 menu)
{
	const struct rosfw_items *items = config->menu[menu];
	u32 i;

	for (i = 0; items && i < items->n; i++) {
		if (items->item[i]->counter)
			rosfw_counter_reset(items->item[i]->counter);
		cond_resched();
	}
}

void rosfw_resets_end(struct rosfw_net *rn, bool apply)
{
	struct rosfw_control *control = rn->control;
	struct reset *r, *next;
	u32 menu;

	lockdep_assert_held(&rn->mutex);
	for (menu = 1; apply && menu <= ROSFW_MENU_MAX; menu++)
		if (control->reset_menus & BIT(menu))
			reset_menu(rosfw_published(rn)->config, menu);
	list_for_each_entry_safe(r, next, &control->resets, list) {
		if (apply)
			rosfw_counter_reset(r->counter);
		rosfw_counter_put(r->counter);
		kfree(r);
	}
	INIT_LIST_HEAD(&control->resets);
	control->nresets = 0;
	control->reset_menus = 0;
}

/* In a transaction: counters go on until it is committed. */
static int stage_reset(struct rosfw_request *rq, const struct rosfw_item *item)
{
	struct rosfw_control *control = rq->rn->control;
	struct reset *r;

	if (!item) {
		control->reset_menus |= BIT(rq->menu);
		return 0;
	}
	if (control->nresets >= RESETS_MAX)
		return rosfw_refuse(&rq->err, -ENOSPC, ROSFW_A_ID,
				    "too many counters to reset in one transaction: reset the whole menu");
	r = kmalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);
	if (!r)
		return rosfw_refuse_memory(&rq->err);
	r->counter = rosfw_counter_get(item->counter);
	list_add_tail(&r->list, &control->resets);
	control->nresets++;
	return 0;
}

/* Counters are no part of the configuration: outside a transaction nothing is published, and nobody waits. */
int rosfw_item_reset(struct rosfw_request *rq)
{
	bool staged = rosfw_txn_is_owner(rq->rn, rq->info->snd_portid);
	const struct rosfw_config *config = staged ? rq->rn->txn : rosfw_published(rq->rn)->config;
	const struct rosfw_item *item = NULL;
	int err;

	err = rosfw_need_items(rq);
	if (err)
		return err;
	if (!is_rules(rq))
		return rosfw_refuse(&rq->err, -EOPNOTSUPP, ROSFW_A_MENU, "only rules have counters");
	if (rq->attrs[ROSFW_A_ID]) {
		item = rosfw_config_find(config, rq->menu, nla_get_u32(rq->attrs[ROSFW_A_ID]));
		if (!item)
			return refuse_no_item(rq);
	}
	if (staged)
		return stage_reset(rq, item);
	if (item)
		rosfw_counter_reset(item->counter);
	else
		reset_menu(config, rq->menu);
	return 0;
}
