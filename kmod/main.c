// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of the module and of its part in each network namespace.
 *
 * A namespace gets an empty ruleset and an empty connection table when it is born (or when the module is loaded); hooks
 * are registered only once it has rules. At its end: unhook (pre_exit), a grace period which the core guarantees, then
 * free.
 * Locks: none of its own; see rosfw.h for the order of all.
 */
#include <linux/module.h>

#include "conntrack/conntrack.h"
#include "fasttrack/fasttrack.h"
#include "nat/nat.h"
#include "rosfw.h"

unsigned int rosfw_net_id;

static const struct {
	const char *name;
	const char *help;
} reasons[ROSFW_REASON_COUNT] = {
#define X(id, name, text) [ROSFW_REASON_##id] = { name, text },
	ROSFW_REASONS(X)
#undef X
};

const char *rosfw_reason_name(enum rosfw_reason reason)
{
	return reasons[reason].name;
}

const char *rosfw_reason_help(enum rosfw_reason reason)
{
	return reasons[reason].help;
}

u64 rosfw_reason_read(const struct rosfw_net *rn, enum rosfw_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct rosfw_reasons *r = per_cpu_ptr(rn->reasons, cpu);
		unsigned int start;
		u64 n;

		do {
			start = u64_stats_fetch_begin(&r->sync);
			n = u64_stats_read(&r->n[reason]);
		} while (u64_stats_fetch_retry(&r->sync, start));
		sum += n;
	}
	return sum;
}

static int reasons_init(struct rosfw_net *rn)
{
	int cpu;

	rn->reasons = alloc_percpu_gfp(struct rosfw_reasons, GFP_KERNEL_ACCOUNT);
	if (!rn->reasons)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(rn->reasons, cpu)->sync);
	return 0;
}

static int __net_init rosfw_net_init(struct net *net)
{
	struct rosfw_net *rn = rosfw_pernet(net);
	int err;

	rn->net = net;
	mutex_init(&rn->mutex);
	/* A person reads these lines: a hundred a second is already more than enough. */
	ratelimit_state_init(&rn->log_limit, HZ, 100);
	ratelimit_set_flags(&rn->log_limit, RATELIMIT_MSG_ON_RELEASE);
	/* One for each held peer in a minute or two: enough for as many as a port scan of a whole network brings. */
	ratelimit_state_init(&rn->tarpit_limit, HZ, ROSFW_TARPIT_RATE);
	ratelimit_set_flags(&rn->tarpit_limit, RATELIMIT_MSG_ON_RELEASE);

	err = reasons_init(rn);
	if (err)
		return err;
	err = rosfw_fast_net_init(rn);
	if (err)
		goto free_reasons;
	err = rosfw_conntrack_net_init(rn);
	if (err)
		goto exit_fasttrack;
	err = rosfw_nat_net_init(rn);
	if (err)
		goto exit_conntrack;
	err = rosfw_control_net_init(rn);
	if (err)
		goto exit_nat;
	return 0;

exit_nat:
	rosfw_nat_net_exit(rn);
exit_conntrack:
	rosfw_conntrack_net_exit(rn);
exit_fasttrack:
	rosfw_fast_net_exit(rn);
free_reasons:
	free_percpu(rn->reasons);
	return err;
}

static void __net_exit rosfw_net_pre_exit(struct net *net)
{
	struct rosfw_net *rn = rosfw_pernet(net);

	mutex_lock(&rn->mutex);
	rn->dying = true;
	rosfw_hooks_update(rn, 0);
	mutex_unlock(&rn->mutex);
}

/* A grace period lies between pre_exit and this: no packet is in our hooks any more. */
static void __net_exit rosfw_net_exit(struct net *net)
{
	struct rosfw_net *rn = rosfw_pernet(net);

	rosfw_control_net_exit(rn);
	rosfw_nat_net_exit(rn);
	rosfw_conntrack_net_exit(rn);
	rosfw_fast_net_exit(rn);
	/* A burst that was cut off is not worth a line in the log of a namespace that is gone. */
	rn->log_limit.missed = 0;
	ratelimit_state_exit(&rn->log_limit);
	rn->tarpit_limit.missed = 0;
	ratelimit_state_exit(&rn->tarpit_limit);
	free_percpu(rn->reasons);
	mutex_destroy(&rn->mutex);
}

static struct pernet_operations rosfw_net_ops = {
	.init = rosfw_net_init,
	.pre_exit = rosfw_net_pre_exit,
	.exit = rosfw_net_exit,
	.id = &rosfw_net_id,
	.size = sizeof(struct rosfw_net),
};

static int __init rosfw_init(void)
{
	int err;

	err = rosfw_conntrack_module_init();
	if (err)
		return err;
	err = rosfw_fast_module_init();
	if (err)
		goto exit_conntrack;
	err = register_pernet_subsys(&rosfw_net_ops);
	if (err)
		goto exit_fasttrack;
	err = rosfw_fast_neighbours_init();
	if (err)
		goto unregister_pernet;
	err = rosfw_netdev_init();
	if (err)
		goto exit_neighbours;
	err = rosfw_nat_module_init();
	if (err)
		goto exit_netdev;
	err = rosfw_netlink_init();
	if (err)
		goto exit_nat;
	return 0;

exit_nat:
	rosfw_nat_module_exit();
exit_netdev:
	rosfw_netdev_exit();
exit_neighbours:
	rosfw_fast_neighbours_exit();
unregister_pernet:
	unregister_pernet_subsys(&rosfw_net_ops);
exit_fasttrack:
	rosfw_fast_module_exit();
exit_conntrack:
	rosfw_conntrack_module_exit();
	return err;
}

static void __exit rosfw_exit(void)
{
	rosfw_netlink_exit();
	rosfw_nat_module_exit();
	rosfw_netdev_exit();
	rosfw_fast_neighbours_exit();
	unregister_pernet_subsys(&rosfw_net_ops);
	rosfw_fast_module_exit();
	rosfw_conntrack_module_exit();
	/* Callbacks of rulesets and lists run our code: wait for the last one. */
	rcu_barrier();
}

module_init(rosfw_init);
module_exit(rosfw_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("RouterOS firewall for Linux routers");
MODULE_VERSION(ROSFW_VERSION);
