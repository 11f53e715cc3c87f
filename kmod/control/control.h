/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the control plane share. See rosfw.h for the order of locks.
 */
#ifndef _ROSFW_CONTROL_H
#define _ROSFW_CONTROL_H

#include "../compat/genetlink.h"

#include "../rosfw.h"

/**
 * struct rosfw_control - state of the control plane in one namespace
 * @rn: the namespace
 * @resets: struct reset of request.c: counters that the open transaction will reset; under rosfw_net.mutex
 * @nresets: length of @resets
 * @reset_menus: bits 1 << enum rosfw_menu: menus whose counters it will reset altogether
 * @published: counts publications, staged: changes of the open transaction. A dump that sees another number than at
 *	its start was overtaken. Written under rosfw_net.mutex
 * @staged: see @published
 * @retired: rulesets that readers may still hold, oldest first; under @retired_lock
 * @retired_lock: protects @retired, @nretired; innermost
 * @nretired: length of @retired
 * @retire: frees them after a grace period
 * @collect: removes expired address-list entries; armed while there can be any
 * @rebuild: tries again to resolve interfaces after memory was short
 * @ifaces_stale: the published ruleset names interfaces as they were; @rebuild is armed. Under rosfw_net.mutex
 */
struct rosfw_control {
	struct rosfw_net *rn;
	struct list_head resets;
	u32 nresets;
	u32 reset_menus;
	u32 published;
	u32 staged;
	struct list_head retired;
	spinlock_t retired_lock;	/* retired, nretired */
	u32 nretired;
	struct rcu_work retire;
	struct delayed_work collect;
	struct delayed_work rebuild;
	bool ifaces_stale;
};

/**
 * struct rosfw_request - one message on its way through its handler
 * @rn: the namespace of the socket that sent it
 * @info: the message
 * @attrs: its attributes by number; they passed the policy of the command
 * @menu: value of ROSFW_A_MENU, 0 if there is none
 * @err: why it is refused; netlink.c turns it into an extended acknowledgment
 */
struct rosfw_request {
	struct rosfw_net *rn;
	struct genl_info *info;
	struct nlattr **attrs;
	u32 menu;
	struct rosfw_error err;
};

/* Largest message that carries one item; dumps make room for at least this much. */
#define ROSFW_MESSAGE_MAX	16384

/* ---- policy.c ---- */

enum rosfw_policy {
	ROSFW_POLICY_NONE,	/* no attributes */
	ROSFW_POLICY_ITEM,	/* menu, id */
	ROSFW_POLICY_MOVE,	/* menu, id, before */
	ROSFW_POLICY_ADD,	/* menu, before, not, properties */
	ROSFW_POLICY_SET,	/* menu, id, not, unset, properties */
	ROSFW_POLICY_IDS,	/* menu, id, ids */
	ROSFW_POLICIES
};

extern struct nla_policy rosfw_policies[ROSFW_POLICIES][ROSFW_A_MAX + 1];
void rosfw_policies_init(void);

/* ---- netlink.c ---- */

extern struct genl_family rosfw_family;
bool rosfw_may(const struct sk_buff *skb);

/* Groups of the family, by their place in the table of netlink.c. */
enum rosfw_group {
	ROSFW_GROUP_EVENTS,
	ROSFW_GROUPS
};

/* Would anybody hear a message to that group? Any context. */
bool rosfw_has_listeners(struct net *net, enum rosfw_group group);
/* A reply with _MENU and _ID. */
int rosfw_reply_item(struct rosfw_request *rq, u32 menu, u32 id);
struct sk_buff *rosfw_reply_new(struct rosfw_request *rq, void **hdr);
int rosfw_reply_send(struct rosfw_request *rq, struct sk_buff *skb, void *hdr);

/* ---- request.c ---- */

int rosfw_item_add(struct rosfw_request *rq);
int rosfw_item_set(struct rosfw_request *rq);
int rosfw_item_remove(struct rosfw_request *rq);
int rosfw_item_move(struct rosfw_request *rq);
int rosfw_item_reset(struct rosfw_request *rq);
/* Resets what the transaction asked to reset (@apply), or forgets it. Under rn->mutex. */
void rosfw_resets_end(struct rosfw_net *rn, bool apply);
/* Is @menu one of items, or one of connections? Fills rq->err if not. */
int rosfw_need_items(struct rosfw_request *rq);
int rosfw_need_connections(struct rosfw_request *rq);
int rosfw_need_id(struct rosfw_request *rq, u32 *id);

/* ---- txn.c ---- */

/**
 * struct rosfw_change - one changing request: part of the open transaction, or a transaction of its own
 * @config: to be changed
 * @generation: that it will have once it is published
 * @own: it is a transaction of its own
 */
struct rosfw_change {
	struct rosfw_config *config;
	u32 generation;
	bool own;
};

int rosfw_txn_begin(struct rosfw_request *rq);
int rosfw_txn_commit(struct rosfw_request *rq);
int rosfw_txn_check(struct rosfw_request *rq);
int rosfw_txn_abort(struct rosfw_request *rq);
/* All under rn->mutex. Every change that began ends; a failed one leaves everything as it was. */
int rosfw_change_begin(struct rosfw_request *rq, struct rosfw_change *change);
int rosfw_change_end(struct rosfw_request *rq, struct rosfw_change *change, int result);
bool rosfw_txn_is_owner(const struct rosfw_net *rn, u32 portid);
void rosfw_txn_forget(struct rosfw_net *rn);
/* The published ruleset, for those who hold rn->mutex. */
static inline struct rosfw_ruleset *rosfw_published(const struct rosfw_net *rn)
{
	return rcu_dereference_protected(rn->ruleset, lockdep_is_held(&rn->mutex));
}

int rosfw_txn_init(void);
void rosfw_txn_exit(void);

/* ---- publish.c; under rn->mutex ---- */

int rosfw_publish(struct rosfw_net *rn, struct rosfw_config *config, struct rosfw_error *err);
int rosfw_publish_check(struct rosfw_net *rn, struct rosfw_config *config, struct rosfw_error *err);
/* Resolves interfaces again: the same generation, the same configuration. */
int rosfw_republish(struct rosfw_net *rn);

/* ---- netdev.c ---- */

void rosfw_rebuild_work(struct work_struct *work);

/* ---- dump.c ---- */

int rosfw_item_get_one(struct rosfw_request *rq);
int rosfw_item_dump_start(struct netlink_callback *cb);
int rosfw_item_dump(struct sk_buff *skb, struct netlink_callback *cb);
int rosfw_item_dump_done(struct netlink_callback *cb);
int rosfw_reason_dump_start(struct netlink_callback *cb);
int rosfw_reason_dump(struct sk_buff *skb, struct netlink_callback *cb);

/**
 * struct rosfw_dump - what every dump starts with, in netlink_callback.ctx
 * @rn: the namespace; it lives as long as the socket
 * @menu: enum rosfw_menu
 * @pos: where to go on
 * @refusal: why there is nothing to see, NULL if there is. Said with the first message and not at the start, because
 *	Linux before 6.3 has no place for a sentence there
 * @code: -errno that goes with @refusal
 * @state: the dump's own
 */
struct rosfw_dump {
	struct rosfw_net *rn;
	u32 menu;
	u32 pos;
	const char *refusal;
	int code;
	void *state;
};

static inline struct rosfw_dump *rosfw_dump(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct rosfw_dump) > sizeof(cb->ctx));
	return (struct rosfw_dump *)cb->ctx;
}

/* Fills @cb's struct rosfw_dump and checks privilege and version. */
struct rosfw_dump *rosfw_dump_begin(struct netlink_callback *cb);
int rosfw_dump_refuse(struct netlink_callback *cb);
/* The menu of a dump of items or connections; refuses _ID. */
void rosfw_dump_menu(struct netlink_callback *cb);

/* ---- connection.c ---- */

int rosfw_conn_get_one(struct rosfw_request *rq);
int rosfw_conn_remove(struct rosfw_request *rq);
int rosfw_conn_dump_start(struct netlink_callback *cb);
int rosfw_conn_dump(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* _ROSFW_CONTROL_H */
