// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transactions: any number of changes that become real together, or not at all.
 *
 * Life: begin clones the published configuration; requests of the same socket change the clone and stage address-list
 * entries for the generation to come; commit publishes, abort forgets, and so does closing the socket (the kernel tells
 * us when a netlink socket is released). While one is open nobody else can change anything, so what it was cloned
 * from stays published until its end. A request outside is a transaction that begins and ends with it.
 * Locks: rosfw_net.mutex, everywhere.
 */
#include <linux/notifier.h>

#include "control.h"

static const char text_none[] = "no transaction is open";
static const char text_other[] = "another program has a transaction open: try again when it is finished";

bool rosfw_txn_is_owner(const struct rosfw_net *rn, u32 portid)
{
	return rn->txn && rn->txn_portid == portid;
}

static u32 next_generation(const struct rosfw_net *rn)
{
	return rosfw_published(rn)->generation + 1;
}

static void forget_entries(struct rosfw_net *rn)
{
	int family;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_addrset_abort(rn->addresses[family], next_generation(rn));
}

static void txn_end(struct rosfw_net *rn)
{
	rosfw_config_put(rn->txn);
	rn->txn = NULL;
	rn->txn_changed = false;
	WRITE_ONCE(rn->txn_portid, 0);
}

void rosfw_txn_forget(struct rosfw_net *rn)
{
	lockdep_assert_held(&rn->mutex);
	if (!rn->txn)
		return;
	forget_entries(rn);
	rosfw_resets_end(rn, false);
	txn_end(rn);
}

/* ---- requests ---- */

static int need_open(struct rosfw_request *rq)
{
	if (rosfw_txn_is_owner(rq->rn, rq->info->snd_portid))
		return 0;
	if (rq->rn->txn)
		return rosfw_refuse(&rq->err, -EBUSY, 0, text_other);
	return rosfw_refuse(&rq->err, -ENOENT, 0, text_none);
}

int rosfw_txn_begin(struct rosfw_request *rq)
{
	struct rosfw_net *rn = rq->rn;

	if (rosfw_txn_is_owner(rn, rq->info->snd_portid))
		return rosfw_refuse(&rq->err, -EALREADY, 0, "this socket has a transaction open already");
	if (rn->txn)
		return rosfw_refuse(&rq->err, -EBUSY, 0, text_other);
	rn->txn = rosfw_config_clone(rosfw_published(rn)->config);
	if (!rn->txn)
		return rosfw_refuse_memory(&rq->err);
	rn->txn_changed = false;
	WRITE_ONCE(rn->txn_portid, rq->info->snd_portid);
	return 0;
}

int rosfw_txn_commit(struct rosfw_request *rq)
{
	struct rosfw_net *rn = rq->rn;
	int err;

	err = need_open(rq);
	if (!err && rn->txn_changed)
		err = rosfw_publish(rn, rn->txn, &rq->err);
	if (err)
		return err;
	rosfw_resets_end(rn, true);
	txn_end(rn);
	return 0;
}

int rosfw_txn_check(struct rosfw_request *rq)
{
	int err = need_open(rq);

	return err ?: rosfw_publish_check(rq->rn, rq->rn->txn, &rq->err);
}

int rosfw_txn_abort(struct rosfw_request *rq)
{
	int err = need_open(rq);

	if (!err)
		rosfw_txn_forget(rq->rn);
	return err;
}

/* ---- changes ---- */

int rosfw_change_begin(struct rosfw_request *rq, struct rosfw_change *change)
{
	struct rosfw_net *rn = rq->rn;

	lockdep_assert_held(&rn->mutex);
	change->generation = next_generation(rn);
	change->own = !rn->txn;
	if (rosfw_txn_is_owner(rn, rq->info->snd_portid)) {
		change->config = rn->txn;
		return 0;
	}
	if (rn->txn)
		return rosfw_refuse(&rq->err, -EBUSY, 0, text_other);
	change->config = rosfw_config_clone(rosfw_published(rn)->config);
	return change->config ? 0 : rosfw_refuse_memory(&rq->err);
}

int rosfw_change_end(struct rosfw_request *rq, struct rosfw_change *change, int result)
{
	struct rosfw_net *rn = rq->rn;

	lockdep_assert_held(&rn->mutex);
	if (!change->own) {
		if (!result) {
			rn->txn_changed = true;
			rn->control->staged++;
		}
		return result;
	}
	if (!result)
		result = rosfw_publish(rn, change->config, &rq->err);
	if (result)
		forget_entries(rn);
	rosfw_config_put(change->config);
	return result;
}

/* ---- a socket goes away ---- */

static int netlink_event(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;
	struct rosfw_net *rn;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC || !notify->portid)
		return NOTIFY_DONE;
	rn = rosfw_pernet(notify->net);
	/* Only its own requests can make a socket an owner, and there are none any more. */
	if (READ_ONCE(rn->txn_portid) != notify->portid)
		return NOTIFY_DONE;
	mutex_lock(&rn->mutex);
	if (rosfw_txn_is_owner(rn, notify->portid))
		rosfw_txn_forget(rn);
	mutex_unlock(&rn->mutex);
	return NOTIFY_DONE;
}

static struct notifier_block netlink_notifier = {
	.notifier_call = netlink_event,
};

int __init rosfw_txn_init(void)
{
	return netlink_register_notifier(&netlink_notifier);
}

void rosfw_txn_exit(void)
{
	netlink_unregister_notifier(&netlink_notifier);
}
