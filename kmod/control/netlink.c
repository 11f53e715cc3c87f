// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: commands, privileges, and how a refusal reaches its sender.
 *
 * Every message passes, in this order: the policy of its command, the version of the protocol, the sender's privilege,
 * then the command's own handler. A handler says why it refuses in rosfw_request.err; here that becomes a sentence and
 * the place of the attribute at fault. If another item than the one of the message is at fault (a commit), a message
 * that names it goes out first.
 * Life: registered while the module is loaded; packets may send events only in between. Locks: handlers run in parallel
 * and take rosfw_net.mutex themselves.
 */
#include <linux/module.h>
#include <linux/user_namespace.h>
#include <net/sock.h>

#include "control.h"

static bool userns;
module_param(userns, bool, 0644);
MODULE_PARM_DESC(userns, "CAP_NET_ADMIN over the network namespace is enough, even in a user namespace (default no)");

static const char text_privilege[] = "rosfw needs CAP_NET_ADMIN for this request";
static const char text_version[] = "this message is of another version of the protocol: rosfw speaks version 1";

/* May the sender of @skb read and write the firewall of the socket's namespace? */
bool rosfw_may(const struct sk_buff *skb)
{
	if (READ_ONCE(userns))
		return netlink_ns_capable(skb, sock_net(skb->sk)->user_ns, CAP_NET_ADMIN);
	return netlink_capable(skb, CAP_NET_ADMIN);
}

/* The family is registered: its groups are ours. */
static bool registered;

/* Events reveal traffic: who may join a group without being allowed to ask, hears nothing. */
bool rosfw_has_listeners(struct net *net, enum rosfw_group group)
{
	if (!READ_ONCE(registered) || !genl_has_listeners(&rosfw_family, net, group))
		return false;
	return net->user_ns == &init_user_ns || READ_ONCE(userns);
}

struct sk_buff *rosfw_reply_new(struct rosfw_request *rq, void **hdr)
{
	struct sk_buff *skb = nlmsg_new(ROSFW_MESSAGE_MAX, GFP_KERNEL);

	if (!skb) {
		rosfw_refuse_memory(&rq->err);
		return NULL;
	}
	*hdr = genlmsg_put(skb, rq->info->snd_portid, rq->info->snd_seq, &rosfw_family, 0, rq->info->genlhdr->cmd);
	return skb;
}

int rosfw_reply_send(struct rosfw_request *rq, struct sk_buff *skb, void *hdr)
{
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, rq->info);
}

int rosfw_reply_item(struct rosfw_request *rq, u32 menu, u32 id)
{
	struct sk_buff *skb;
	void *hdr;

	skb = rosfw_reply_new(rq, &hdr);
	if (!skb)
		return -ENOMEM;
	if (nla_put_u32(skb, ROSFW_A_MENU, menu) || nla_put_u32(skb, ROSFW_A_ID, id)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	return rosfw_reply_send(rq, skb, hdr);
}

static int info_get(struct rosfw_request *rq)
{
	const struct rosfw_ruleset *rs;
	u32 generation, owner;
	struct sk_buff *skb;
	void *hdr;

	rcu_read_lock();
	rs = rcu_dereference(rq->rn->ruleset);
	generation = rs ? rs->generation : 0;
	rcu_read_unlock();
	owner = READ_ONCE(rq->rn->txn_portid);

	skb = rosfw_reply_new(rq, &hdr);
	if (!skb)
		return -ENOMEM;
	if (nla_put_string(skb, ROSFW_A_VERSION, ROSFW_VERSION) ||
	    nla_put_u32(skb, ROSFW_A_GENERATION, generation) ||
	    (owner && nla_put_u32(skb, ROSFW_A_TXN_OWNER, owner))) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	return rosfw_reply_send(rq, skb, hdr);
}

/**
 * struct command - what a request leads to
 * @run: the handler
 * @open: needs no privilege
 * @lock: runs under rosfw_net.mutex
 */
struct command {
	int (*run)(struct rosfw_request *rq);
	bool open;
	bool lock;
};

static const struct command commands[ROSFW_CMD_MAX + 1] = {
	[ROSFW_CMD_INFO_GET] = { info_get, .open = true },
	[ROSFW_CMD_TXN_BEGIN] = { rosfw_txn_begin, .lock = true },
	[ROSFW_CMD_TXN_COMMIT] = { rosfw_txn_commit, .lock = true },
	[ROSFW_CMD_TXN_CHECK] = { rosfw_txn_check, .lock = true },
	[ROSFW_CMD_TXN_ABORT] = { rosfw_txn_abort, .lock = true },
	[ROSFW_CMD_ITEM_ADD] = { rosfw_item_add, .lock = true },
	[ROSFW_CMD_ITEM_SET] = { rosfw_item_set, .lock = true },
	[ROSFW_CMD_ITEM_REMOVE] = { rosfw_item_remove, .lock = true },
	[ROSFW_CMD_ITEM_MOVE] = { rosfw_item_move, .lock = true },
	[ROSFW_CMD_ITEM_RESET] = { rosfw_item_reset, .lock = true },
	[ROSFW_CMD_ITEM_GET] = { rosfw_item_get_one, .lock = true },
	[ROSFW_CMD_CONN_GET] = { rosfw_conn_get_one },
	[ROSFW_CMD_CONN_REMOVE] = { rosfw_conn_remove },
};

static int check_sender(struct rosfw_request *rq, const struct command *command, const struct sk_buff *skb)
{
	if (rq->info->genlhdr->version != ROSFW_GENL_VERSION)
		return rosfw_refuse(&rq->err, -EPROTO, 0, text_version);
	if (!command->open && !rosfw_may(skb))
		return rosfw_refuse(&rq->err, -EPERM, 0, text_privilege);
	return 0;
}

/* Tells the sender why. A fault in an item that is not the message's own is told by a message of its own. */
static void explain(struct rosfw_request *rq)
{
	struct netlink_ext_ack *extack = rq->info->extack;

	if (rq->err.menu && rq->err.id)
		rosfw_reply_item(rq, rq->err.menu, rq->err.id);
	if (!extack || !rq->err.text)
		return;
	extack->_msg = rq->err.text;
	if (rq->err.prop && rq->err.prop <= ROSFW_A_MAX)
		NL_SET_BAD_ATTR(extack, rq->attrs[rq->err.prop]);
}

static int doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct command *command = &commands[info->genlhdr->cmd];
	struct rosfw_request rq = {
		.rn = rosfw_pernet(genl_info_net(info)),
		.info = info,
		.attrs = info->attrs,
	};
	int err;

	if (rq.attrs[ROSFW_A_MENU])
		rq.menu = nla_get_u32(rq.attrs[ROSFW_A_MENU]);
	err = check_sender(&rq, command, skb);
	if (!err) {
		if (command->lock)
			mutex_lock(&rq.rn->mutex);
		err = command->run(&rq);
		if (command->lock)
			mutex_unlock(&rq.rn->mutex);
	}
	if (err)
		explain(&rq);
	return err;
}

/* ---- dumps ---- */

struct rosfw_dump *rosfw_dump_begin(struct netlink_callback *cb)
{
	const struct genlmsghdr *hdr = nlmsg_data(cb->nlh);
	struct rosfw_dump *dump = rosfw_dump(cb);

	dump->rn = rosfw_pernet(sock_net(cb->skb->sk));
	if (hdr->version != ROSFW_GENL_VERSION) {
		dump->refusal = text_version;
		dump->code = -EPROTO;
	} else if (!rosfw_may(cb->skb)) {
		dump->refusal = text_privilege;
		dump->code = -EPERM;
	}
	return dump;
}

int rosfw_dump_refuse(struct netlink_callback *cb)
{
	if (cb->extack)
		cb->extack->_msg = rosfw_dump(cb)->refusal;
	return rosfw_dump(cb)->code;
}

/* The attributes passed the policy before the dump started, so they are what they say. */
void rosfw_dump_menu(struct netlink_callback *cb)
{
	const struct nlattr *menu = nlmsg_find_attr(cb->nlh, GENL_HDRLEN, ROSFW_A_MENU);
	struct rosfw_dump *dump = rosfw_dump(cb);

	if (dump->refusal)
		return;
	if (!menu) {
		dump->refusal = "this request needs the menu to list";
		dump->code = -EINVAL;
	} else if (nlmsg_find_attr(cb->nlh, GENL_HDRLEN, ROSFW_A_ID)) {
		dump->refusal = "a dump lists all items of a menu: leave the id away, or ask without NLM_F_DUMP";
		dump->code = -EINVAL;
	} else {
		dump->menu = nla_get_u32(menu);
	}
}

#define POLICY(name)	.policy = rosfw_policies[ROSFW_POLICY_##name], .maxattr = ROSFW_A_MAX

static const struct genl_ops ops[] = {
	{ .cmd = ROSFW_CMD_INFO_GET, .doit = doit, POLICY(NONE) },
	{ .cmd = ROSFW_CMD_TXN_BEGIN, .doit = doit, POLICY(NONE) },
	{ .cmd = ROSFW_CMD_TXN_COMMIT, .doit = doit, POLICY(NONE) },
	{ .cmd = ROSFW_CMD_TXN_CHECK, .doit = doit, POLICY(NONE) },
	{ .cmd = ROSFW_CMD_TXN_ABORT, .doit = doit, POLICY(NONE) },
	{ .cmd = ROSFW_CMD_ITEM_ADD, .doit = doit, POLICY(ADD) },
	{ .cmd = ROSFW_CMD_ITEM_SET, .doit = doit, POLICY(SET) },
	{ .cmd = ROSFW_CMD_ITEM_REMOVE, .doit = doit, POLICY(ITEM) },
	{ .cmd = ROSFW_CMD_ITEM_MOVE, .doit = doit, POLICY(MOVE) },
	{ .cmd = ROSFW_CMD_ITEM_RESET, .doit = doit, POLICY(ITEM) },
	{ .cmd = ROSFW_CMD_ITEM_GET, .doit = doit, .start = rosfw_item_dump_start, .dumpit = rosfw_item_dump,
	  .done = rosfw_item_dump_done, POLICY(ITEM) },
	{ .cmd = ROSFW_CMD_CONN_GET, .doit = doit, .start = rosfw_conn_dump_start, .dumpit = rosfw_conn_dump,
	  POLICY(ITEM) },
	{ .cmd = ROSFW_CMD_CONN_REMOVE, .doit = doit, POLICY(IDS) },
	{ .cmd = ROSFW_CMD_REASON_GET, .start = rosfw_reason_dump_start, .dumpit = rosfw_reason_dump, POLICY(NONE) },
};

static const struct genl_multicast_group groups[ROSFW_GROUPS] = {
	[ROSFW_GROUP_EVENTS] = { .name = ROSFW_GENL_GROUP_EVENTS, .flags = GENL_MCAST_CAP_NET_ADMIN },
};

struct genl_family rosfw_family __ro_after_init = {
	.name = ROSFW_GENL_NAME,
	.version = ROSFW_GENL_VERSION,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

int __init rosfw_netlink_init(void)
{
	int err;

	rosfw_policies_init();
	err = rosfw_txn_init();
	if (err)
		return err;
	err = genl_register_family(&rosfw_family);
	if (err)
		rosfw_txn_exit();
	else
		WRITE_ONCE(registered, true);
	return err;
}

void rosfw_netlink_exit(void)
{
	WRITE_ONCE(registered, false);
	synchronize_rcu();
	genl_unregister_family(&rosfw_family);
	rosfw_txn_exit();
}

MODULE_ALIAS_GENL_FAMILY(ROSFW_GENL_NAME);
