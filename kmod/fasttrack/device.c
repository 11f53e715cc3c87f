// SPDX-License-Identifier: GPL-2.0-only
/*
 * On which devices the fast path is, and when devices change in a way that what was written down of routes is void.
 *
 * While FastTrack is in use, every device but loopback has the hook, from the moment it is registered until it goes.
 * Locks: rosfw_net.mutex for the list. The notifier holds it when a device comes or goes, so none is missed: one that
 * is there but has not been announced yet is hooked by whoever comes first.
 */
#include <linux/netdevice.h>
#include <linux/netfilter_netdev.h>

#include "fasttrack.h"

/**
 * struct hooked - a device with our hook
 * @list: in rosfw_fasttrack.devices
 * @ops: the hook; ops.dev is the device, which is not gone as long as this is there
 * @rcu: whoever lists hooks may still look at it
 */
struct hooked {
	struct list_head list;
	struct nf_hook_ops ops;
	struct rcu_head rcu;
};

static struct hooked *find_device(const struct rosfw_fasttrack *ft, const struct net_device *dev)
{
	struct hooked *h;

	list_for_each_entry(h, &ft->devices, list)
		if (h->ops.dev == dev)
			return h;
	return NULL;
}

static int add_device(struct rosfw_net *rn, struct net_device *dev)
{
	struct rosfw_fasttrack *ft = rn->fasttrack;
	struct hooked *h;
	int err;

	lockdep_assert_held(&rn->mutex);
	if (dev->flags & IFF_LOOPBACK || READ_ONCE(dev->reg_state) != NETREG_REGISTERED || find_device(ft, dev))
		return 0;
	h = kzalloc(sizeof(*h), GFP_KERNEL_ACCOUNT);
	if (!h)
		return -ENOMEM;
	h->ops = (struct nf_hook_ops){
		.hook = rosfw_fast_ingress,
		.dev = dev,
		.priv = ft,
		.pf = NFPROTO_NETDEV,
		.hooknum = NF_NETDEV_INGRESS,
		.priority = INT_MAX,	/* whoever filters there does so first */
	};
	err = nf_register_net_hook(rn->net, &h->ops);
	if (err) {
		kfree(h);
		return err;
	}
	list_add(&h->list, &ft->devices);
	return 0;
}

static void remove_device(struct rosfw_net *rn, struct hooked *h)
{
	list_del(&h->list);
	nf_unregister_net_hook(rn->net, &h->ops);
	kfree_rcu(h, rcu);
}

/* A device that comes after that one; NULL: there is none. Holds it. */
static struct net_device *next_device(struct rosfw_net *rn, u32 ifindex)
{
	struct net_device *dev, *best = NULL;

	rcu_read_lock();
	for_each_netdev_rcu(rn->net, dev)
		if (dev->ifindex > ifindex && (!best || dev->ifindex < best->ifindex))
			best = dev;
	if (best)
		dev_hold(best);
	rcu_read_unlock();
	return best;
}

int rosfw_fast_hook(struct rosfw_net *rn)
{
	struct net_device *dev;
	u32 ifindex = 0;
	int err;

	err = rosfw_fast_table_init(rn);

	while (!err && (dev = next_device(rn, ifindex))) {
		ifindex = dev->ifindex;
		err = add_device(rn, dev);
		dev_put(dev);
	}
	if (err)
		rosfw_fast_unhook(rn);
	return err;
}

void rosfw_fast_unhook(struct rosfw_net *rn)
{
	struct hooked *h, *next;

	list_for_each_entry_safe(h, next, &rn->fasttrack->devices, list)
		remove_device(rn, h);
}

/* One that cannot be hooked for want of memory has no fast path. */
void rosfw_fast_device_came(struct rosfw_net *rn, struct net_device *dev)
{
	lockdep_assert_held(&rn->mutex);
	if (rosfw_hooks_fasttrack(rn))
		add_device(rn, dev);
}

void rosfw_fast_device_went(struct rosfw_net *rn, const struct net_device *dev)
{
	struct hooked *h = find_device(rn->fasttrack, dev);

	lockdep_assert_held(&rn->mutex);
	if (h)
		remove_device(rn, h);
}

void rosfw_fast_device_changed(struct rosfw_net *rn)
{
	smp_mb__before_atomic();	/* pairs with rosfw_fast_learn(): who sees the new epoch sees the change */
	atomic_add(2, &rn->fasttrack->devices_epoch);
}
