// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network devices: rules name them, packets carry their numbers.
 *
 * When a device comes, goes, or changes its name, kind or master, the published configuration is compiled again with
 * the interfaces of that moment: the same generation, the same items. This happens before the one who changed the
 * device gets his answer, so a new interface never passes a packet that its rules did not see.
 *
 * If there is no memory for that, the old ruleset stays and a work item tries again. What must not happen meanwhile is
 * that a number which is given to another device matches rules of the old one. So the number of a device that has gone
 * is struck out of the published ruleset in place; that needs no memory. A negated condition on it then matches
 * everything, as it would for any other interface.
 *
 * Locks: the notifier runs under RTNL and takes rosfw_net.mutex. The control plane never takes RTNL: it looks for
 * devices under RCU.
 */
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "../core/match/hotspot.h"
#include "../fasttrack/fasttrack.h"
#include "../nat/nat.h"
#include "control.h"

#define REBUILD_DELAY	(HZ / 10)

/* ---- what the compiler asks ---- */

/* Its frames are taken off the wire in the name of its master. */
static bool is_slave(struct net_device *dev)
{
	const struct net_device *master = netdev_master_upper_dev_get_rcu(dev);

	return master && (netif_is_bridge_master(master) || netif_is_lag_master(master) ||
			  netif_is_ovs_master(master));
}

u32 rosfw_env_ifindex(void *world, const char *name, bool *slave)
{
	const struct rosfw_net *rn = world;
	struct net_device *dev;
	u32 ifindex = 0;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(rn->net, name);
	if (dev)
		ifindex = dev->ifindex;
	if (slave)
		*slave = dev && is_slave(dev);
	rcu_read_unlock();
	return ifindex;
}

/* Interfaces that a service makes for the time of a session, as far as the kernel can tell. */
static bool is_dynamic(const struct net_device *dev)
{
	return dev->type == ARPHRD_PPP;
}

static bool in_builtin(const char *list, const struct net_device *dev)
{
	if (!strcmp(list, "all"))
		return true;
	if (!strcmp(list, "dynamic"))
		return is_dynamic(dev);
	if (!strcmp(list, "static"))
		return !is_dynamic(dev);
	return false;
}

u32 rosfw_env_builtin_ifaces(void *world, const char *list, u32 *ifindexes, u32 max)
{
	const struct rosfw_net *rn = world;
	const struct net_device *dev;
	u32 n = 0;

	rcu_read_lock();
	for_each_netdev_rcu(rn->net, dev) {
		if (!in_builtin(list, dev))
			continue;
		if (n < max)
			ifindexes[n] = dev->ifindex;
		n++;
	}
	rcu_read_unlock();
	return n;
}

/* ---- when devices change ---- */

static bool op_names_iface(u16 op)
{
	return op == ROSFW_A_IN_INTERFACE || op == ROSFW_A_OUT_INTERFACE ||
	       op == ROSFW_A_IN_BRIDGE_PORT || op == ROSFW_A_OUT_BRIDGE_PORT;
}

static bool op_names_iface_list(u16 op)
{
	return op == ROSFW_A_IN_INTERFACE_LIST || op == ROSFW_A_OUT_INTERFACE_LIST ||
	       op == ROSFW_A_IN_BRIDGE_PORT_LIST || op == ROSFW_A_OUT_BRIDGE_PORT_LIST;
}

/* A rule that waits for an interface uses it too. */
static bool ruleset_uses_ifaces(const struct rosfw_ruleset *rs)
{
	u32 menu;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		if (rs->program[menu] && rs->program[menu]->uses_ifaces)
			return true;
	return false;
}

/* Numbers are sorted, and no device has the largest one. */
static void strike_cond(struct rosfw_cond *cond, u32 ifindex)
{
	u32 *ifs = (u32 *)cond->u.ifs;
	u32 i;

	if (op_names_iface(cond->op) && cond->u.ifindex == ifindex)
		WRITE_ONCE(cond->u.ifindex, U32_MAX);
	if (!op_names_iface_list(cond->op))
		return;
	for (i = 0; i < cond->n; i++)
		if (ifs[i] == ifindex)
			WRITE_ONCE(ifs[i], i + 1 < cond->n ? ifs[i + 1] : U32_MAX);
}

/* A client whose interface has gone is nobody's. */
static void strike_hosts(struct rosfw_hotspot *hotspot, u32 ifindex)
{
	u32 i;

	for (i = 0; hotspot && i < hotspot->n; i++)
		if (hotspot->host[i].ifindex == ifindex)
			WRITE_ONCE(hotspot->host[i].ifindex, 0);
}

static void strike_iface(struct rosfw_ruleset *rs, u32 ifindex)
{
	u32 menu, i;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		for (i = 0; rs->program[menu] && i < rs->program[menu]->nconds; i++)
			strike_cond(&rs->program[menu]->conds[i], ifindex);
	strike_hosts(rs->hotspot, ifindex);
}

static void rebuild_later(struct rosfw_net *rn)
{
	rn->control->ifaces_stale = true;
	if (!rn->dying)
		queue_delayed_work(system_unbound_wq, &rn->control->rebuild, REBUILD_DELAY);
}

void rosfw_rebuild_work(struct work_struct *work)
{
	struct rosfw_control *control = container_of(to_delayed_work(work), struct rosfw_control, rebuild);
	struct rosfw_net *rn = control->rn;

	mutex_lock(&rn->mutex);
	if (!rn->dying && control->ifaces_stale && rosfw_republish(rn))
		rebuild_later(rn);
	mutex_unlock(&rn->mutex);
}

static void devices_changed(struct rosfw_net *rn, u32 gone)
{
	struct rosfw_ruleset *rs = rosfw_published(rn);

	lockdep_assert_held(&rn->mutex);
	if (rn->dying || !ruleset_uses_ifaces(rs))
		return;
	if (!rosfw_republish(rn))
		return;
	if (gone)
		strike_iface(rs, gone);
	rebuild_later(rn);
}

/* The module is being unloaded: the kernel says goodbye in the name of every device, and they are all still there. */
static bool leaving;

/* After that a packet may not go where, or as large as, the one before it did. Routes take notice by themselves. */
static bool changes_ways(unsigned long event)
{
	switch (event) {
	case NETDEV_DOWN:
	case NETDEV_UNREGISTER:
	case NETDEV_CHANGE:
	case NETDEV_CHANGEMTU:
	case NETDEV_CHANGEADDR:
	case NETDEV_CHANGEUPPER:
	case NETDEV_POST_TYPE_CHANGE:
		return true;
	default:
		return false;
	}
}

static bool is_about_master(const void *ptr)
{
	const struct netdev_notifier_changeupper_info *info = ptr;

	return info->master;
}

static int netdev_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct rosfw_net *rn = rosfw_pernet(dev_net(dev));

	if (leaving)
		return NOTIFY_DONE;
	if (changes_ways(event))
		rosfw_fast_device_changed(rn);
	switch (event) {
	case NETDEV_DOWN:
		rosfw_masquerade_down(rn, dev->ifindex);
		break;
	case NETDEV_REGISTER:
	case NETDEV_UNREGISTER:
	case NETDEV_CHANGENAME:
	case NETDEV_POST_TYPE_CHANGE:
		mutex_lock(&rn->mutex);
		devices_changed(rn, event == NETDEV_UNREGISTER ? dev->ifindex : 0);
		if (event == NETDEV_REGISTER)
			rosfw_fast_device_came(rn, dev);
		if (event == NETDEV_UNREGISTER)
			rosfw_fast_device_went(rn, dev);
		mutex_unlock(&rn->mutex);
		break;
	case NETDEV_CHANGEUPPER:
		if (!is_about_master(ptr))
			break;
		mutex_lock(&rn->mutex);
		devices_changed(rn, 0);
		mutex_unlock(&rn->mutex);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block netdev_notifier = {
	.notifier_call = netdev_event,
};

int __init rosfw_netdev_init(void)
{
	return register_netdevice_notifier(&netdev_notifier);
}

static void unhook(struct rosfw_net *rn)
{
	mutex_lock(&rn->mutex);
	rosfw_fast_unhook(rn);
	mutex_unlock(&rn->mutex);
}

void rosfw_netdev_exit(void)
{
	struct net *net;

	/* From now on nobody would hear that a device goes, so none may have our hook. */
	rtnl_lock();
	leaving = true;
	down_read(&net_rwsem);
	for_each_net(net)
		unhook(rosfw_pernet(net));
	up_read(&net_rwsem);
	rtnl_unlock();
	unregister_netdevice_notifier(&netdev_notifier);
}
