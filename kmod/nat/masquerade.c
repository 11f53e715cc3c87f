// SPDX-License-Identifier: GPL-2.0-only
/*
 * Masqueraded connections end when their interface goes down or away, or the address that they were given does.
 *
 * Notifiers only write down what has gone, and a work item goes through the connections: a few at a time, and not
 * before every packet that may still have read the old state has left our hooks. More changes at once than there is
 * room to write down end every masqueraded connection.
 * Life: notifiers as long as the module, the rest as long as the namespace. Locks: one for the notes, innermost.
 */
#include <linux/rtnetlink.h>
#include <net/addrconf.h>

#include "nat.h"

#define NOTES		16U

/**
 * struct gone - what has gone
 * @ifindex: an interface; 0: an address
 * @family: of the address
 * @addr: the address
 */
struct gone {
	u32 ifindex;
	enum rosfw_family family;
	struct rosfw_addr addr;
};

/**
 * struct rosfw_masquerade - masquerading in one namespace
 * @rn: the namespace
 * @lock: protects @note and @n
 * @note: what has gone since the work item last looked
 * @n: how many there are; more than fit: all that is masqueraded has to go
 * @work: ends connections
 */
struct rosfw_masquerade {
	struct rosfw_net *rn;
	spinlock_t lock;	/* note, n */
	struct gone note[NOTES];
	u32 n;
	struct work_struct work;
};

static void masquerade_work(struct work_struct *work)
{
	struct rosfw_masquerade *m = container_of(work, struct rosfw_masquerade, work);
	struct gone note[NOTES];
	u32 n, i;

	/* Whoever chose an address before it went has said so in the connection by now. */
	synchronize_rcu();
	spin_lock_bh(&m->lock);
	n = m->n;
	memcpy(note, m->note, sizeof(note));
	m->n = 0;
	spin_unlock_bh(&m->lock);
	if (n > NOTES) {
		rosfw_conntrack_unmasquerade(m->rn, 0, ROSFW_IPV4, NULL);
		return;
	}
	for (i = 0; i < n; i++)
		rosfw_conntrack_unmasquerade(m->rn, note[i].ifindex, note[i].family,
					     note[i].ifindex ? NULL : &note[i].addr);
}

static void write_down(struct rosfw_net *rn, const struct gone *gone)
{
	struct rosfw_masquerade *m = rn->masquerade;

	spin_lock_bh(&m->lock);
	if (m->n < NOTES)
		m->note[m->n] = *gone;
	m->n = min(m->n, NOTES) + 1;
	spin_unlock_bh(&m->lock);
	queue_work(system_unbound_wq, &m->work);
}

void rosfw_masquerade_down(struct rosfw_net *rn, u32 ifindex)
{
	const struct gone gone = { .ifindex = ifindex };

	write_down(rn, &gone);
}

static int ipv4_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct in_ifaddr *ifa = ptr;
	const struct gone gone = { .family = ROSFW_IPV4, .addr.lo = ntohl(ifa->ifa_local) };

	if (event == NETDEV_DOWN)
		write_down(rosfw_pernet(dev_net(ifa->ifa_dev->dev)), &gone);
	return NOTIFY_DONE;
}

static int ipv6_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct inet6_ifaddr *ifa = ptr;
	struct gone gone = { .family = ROSFW_IPV6 };

	rosfw_addr_load(&gone.addr, ROSFW_IPV6, &ifa->addr);
	if (event == NETDEV_DOWN)
		write_down(rosfw_pernet(dev_net(ifa->idev->dev)), &gone);
	return NOTIFY_DONE;
}

static struct notifier_block ipv4_notifier = {
	.notifier_call = ipv4_event,
};

static struct notifier_block ipv6_notifier = {
	.notifier_call = ipv6_event,
};

struct rosfw_masquerade *rosfw_masquerade_new(struct rosfw_net *rn)
{
	struct rosfw_masquerade *m = kzalloc(sizeof(*m), GFP_KERNEL_ACCOUNT);

	if (!m)
		return NULL;
	m->rn = rn;
	spin_lock_init(&m->lock);
	INIT_WORK(&m->work, masquerade_work);
	return m;
}

void rosfw_masquerade_free(struct rosfw_masquerade *m)
{
	cancel_work_sync(&m->work);
	kfree(m);
}

int __init rosfw_masquerade_module_init(void)
{
	int err = register_inetaddr_notifier(&ipv4_notifier);

	if (err)
		return err;
	err = register_inet6addr_notifier(&ipv6_notifier);
	if (err)
		unregister_inetaddr_notifier(&ipv4_notifier);
	return err;
}

void rosfw_masquerade_module_exit(void)
{
	unregister_inet6addr_notifier(&ipv6_notifier);
	unregister_inetaddr_notifier(&ipv4_notifier);
}
