// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a configuration to what packets see: build, publish, retire. And the control plane's life in a namespace.
 *
 * All memory is there before the one pointer changes, and nothing after that can fail. A ruleset that was replaced is
 * freed by a work item once a grace period has passed; if rulesets are replaced faster than grace periods end, the
 * writer waits for one, so that what waits to be freed stays bounded.
 * Locks: rosfw_net.mutex; the list of retired rulesets has a spinlock of its own, which its work item takes.
 */
#include "control.h"
#include "../conntrack/conntrack.h"
#include "../fasttrack/fasttrack.h"

#define RETIRED_MAX	64
#define COLLECT_PERIOD	HZ
#define COLLECT_BUDGET	1024

/**
 * struct retired - a ruleset that was replaced
 * @list: in rosfw_control.retired
 * @rs: the ruleset
 * @gp: cookie of the grace period that must end first
 */
struct retired {
	struct list_head list;
	struct rosfw_ruleset *rs;
	unsigned long gp;
};

/* ---- retire ---- */

static void free_retired(struct list_head *list)
{
	struct retired *r, *next;

	list_for_each_entry_safe(r, next, list, list) {
		rosfw_ruleset_free(r->rs);
		kfree(r);
		cond_resched();
	}
}

/* Moves those whose grace period is over, or all of them, to @list. Returns true if some are left. */
static bool take_retired(struct rosfw_control *control, struct list_head *list, bool all)
{
	struct retired *r, *next;

	spin_lock(&control->retired_lock);
	list_for_each_entry_safe(r, next, &control->retired, list) {
		if (!all && !poll_state_synchronize_rcu(r->gp))
			break;
		list_move_tail(&r->list, list);
		control->nretired--;
	}
	spin_unlock(&control->retired_lock);
	return control->nretired;
}

/* Entries of address lists that nobody's ruleset sees any more. Returns true if some are left. Under rn->mutex. */
static bool release_entries(struct rosfw_net *rn)
{
	bool more = false;
	int family;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		more |= rosfw_addrset_release(rn->addresses[family]);
	return more;
}

/* Runs after a grace period. That of what was retired meanwhile may not be over: another one then. */
static void retire_work(struct work_struct *work)
{
	struct rosfw_control *control = container_of(to_rcu_work(work), struct rosfw_control, retire);
	LIST_HEAD(list);
	bool more;

	more = take_retired(control, &list, false);
	mutex_lock(&control->rn->mutex);
	more |= release_entries(control->rn);
	mutex_unlock(&control->rn->mutex);
	if (more)
		queue_rcu_work(system_unbound_wq, &control->retire);
	free_retired(&list);
}

static void retire(struct rosfw_control *control, struct retired *r, struct rosfw_ruleset *rs)
{
	r->rs = rs;
	r->gp = get_state_synchronize_rcu();
	spin_lock(&control->retired_lock);
	list_add_tail(&r->list, &control->retired);
	control->nretired++;
	spin_unlock(&control->retired_lock);
	queue_rcu_work(system_unbound_wq, &control->retire);
}

static void retire_all(struct rosfw_control *control)
{
	LIST_HEAD(list);

	take_retired(control, &list, true);
	free_retired(&list);
}

static void wait_for_readers(struct rosfw_control *control)
{
	if (READ_ONCE(control->nretired) < RETIRED_MAX)
		return;
	synchronize_rcu();
	retire_all(control);
	release_entries(control->rn);
}

/* ---- collect expired address-list entries ---- */

static bool rule_adds(const struct rosfw_rule *rule)
{
	return rule->action == ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST ||
	       rule->action == ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST;
}

static bool program_adds(const struct rosfw_program *program)
{
	u32 i;

	for (i = 0; program && i < program->nrules; i++)
		if (rule_adds(&program->rules[i]))
			return true;
	return false;
}

/* Can there be entries that expire? */
static bool collect_needed(const struct rosfw_net *rn)
{
	const struct rosfw_ruleset *rs = rosfw_published(rn);
	u32 menu;
	int family;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		if (rosfw_addrset_count(rn->addresses[family]))
			return true;
	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		if (program_adds(rs->program[menu]))
			return true;
	return false;
}

static void collect_arm(struct rosfw_net *rn)
{
	lockdep_assert_held(&rn->mutex);
	if (!rn->dying && !delayed_work_pending(&rn->control->collect) && collect_needed(rn))
		queue_delayed_work(system_unbound_wq, &rn->control->collect, COLLECT_PERIOD);
}

/* Under the mutex, so that requests can hold on to an entry; let go of it between two bites. */
static void collect_work(struct work_struct *work)
{
	struct rosfw_control *control = container_of(to_delayed_work(work), struct rosfw_control, collect);
	struct rosfw_net *rn = control->rn;
	bool more;
	int family;

	do {
		more = false;
		mutex_lock(&rn->mutex);
		for (family = 0; family < ROSFW_FAMILIES && !rn->dying; family++)
			more |= rosfw_addrset_collect(rn->addresses[family], rosfw_now_seconds(), COLLECT_BUDGET);
		if (!more)
			collect_arm(rn);
		mutex_unlock(&rn->mutex);
		cond_resched();
	} while (more);
}

/* ---- build and publish ---- */

static int build(struct rosfw_net *rn, struct rosfw_config *config, u32 generation, bool reuse_ifaces,
		 struct rosfw_ruleset **rs, struct rosfw_error *err)
{
	const struct rosfw_compile_env env = {
		.addresses = { rn->addresses[ROSFW_IPV4], rn->addresses[ROSFW_IPV6] },
		.marks = rn->marks,
		.world = rn,
		.reuse_ifaces = reuse_ifaces,
	};
	int ret;

	ret = rosfw_ruleset_build(config, rosfw_published(rn), &env, generation, rs, err);
	if (ret == -ENOMEM)
		rosfw_refuse_memory(err);
	return ret;
}

static int build_next(struct rosfw_net *rn, struct rosfw_config *config, struct rosfw_ruleset **rs,
		      struct rosfw_error *err)
{
	const struct rosfw_ruleset *old = rosfw_published(rn);

	if (old->generation >= ROSFW_GEN_NEVER - 2)
		return rosfw_refuse(err, -EOVERFLOW, 0, "the number of changes is used up: load the module again");
	return build(rn, config, old->generation + 1, !rn->control->ifaces_stale, rs, err);
}

int rosfw_publish_check(struct rosfw_net *rn, struct rosfw_config *config, struct rosfw_error *err)
{
	struct rosfw_ruleset *rs;
	int ret;

	lockdep_assert_held(&rn->mutex);
	ret = build_next(rn, config, &rs, err);
	if (!ret)
		rosfw_ruleset_free(rs);
	return ret;
}

/* What @rs asks for was counted before, see rosfw_conntrack_count_blocks(). */
static void replace(struct rosfw_net *rn, struct rosfw_ruleset *rs, struct retired *r)
{
	struct rosfw_ruleset *old;

	old = rcu_replace_pointer(rn->ruleset, rs, lockdep_is_held(&rn->mutex));
	retire(rn->control, r, old);
	rosfw_conntrack_settle_blocks(rn, rs->blocks);
}

/* One that is not going to be published after all. */
static void discard(struct rosfw_net *rn, struct rosfw_ruleset *rs)
{
	rosfw_conntrack_settle_blocks(rn, rosfw_published(rn)->blocks);
	rosfw_ruleset_free(rs);
}

int rosfw_publish(struct rosfw_net *rn, struct rosfw_config *config, struct rosfw_error *err)
{
	struct rosfw_ruleset *rs;
	struct retired *r;
	int family, ret;

	lockdep_assert_held(&rn->mutex);
	wait_for_readers(rn->control);
	r = kmalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);
	if (!r)
		return rosfw_refuse_memory(err);
	ret = build_next(rn, config, &rs, err);
	if (ret)
		goto free_retired;
	ret = rosfw_conntrack_count_blocks(rn, rs->blocks);
	if (ret) {
		rosfw_refuse_memory(err);
		goto discard;
	}
	ret = rosfw_hooks_update(rn, rn->hooked | rosfw_hooks_wanted(rs));
	if (ret) {
		rosfw_refuse(err, ret, 0, "the kernel did not take the firewall's hooks");
		goto discard;
	}
	replace(rn, rs, r);
	rosfw_conntrack_set_max(rn, rs->tracking.max_entries);
	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_fast_allow(rn, family, rs->fast.allowed[family]);
	rn->control->ifaces_stale = false;
	rn->control->published++;
	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_addrset_commit(rn->addresses[family], rs->generation);
	rosfw_hooks_update(rn, rosfw_hooks_wanted(rs));
	collect_arm(rn);
	return 0;

discard:
	discard(rn, rs);
free_retired:
	kfree(r);
	return ret;
}

int rosfw_republish(struct rosfw_net *rn)
{
	struct rosfw_ruleset *old = rosfw_published(rn);
	struct rosfw_error err = {};
	struct rosfw_ruleset *rs;
	struct retired *r;
	int ret;

	lockdep_assert_held(&rn->mutex);
	wait_for_readers(rn->control);
	r = kmalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);
	if (!r)
		return -ENOMEM;
	ret = build(rn, old->config, old->generation, false, &rs, &err);
	if (ret)
		goto free_retired;
	ret = rosfw_conntrack_count_blocks(rn, rs->blocks);
	if (ret)
		goto discard;
	replace(rn, rs, r);
	rn->control->ifaces_stale = false;
	return 0;

discard:
	discard(rn, rs);
free_retired:
	kfree(r);
	return ret;
}

/* ---- life in a namespace ---- */

static int first_ruleset(struct rosfw_net *rn)
{
	const struct rosfw_compile_env env = {
		.addresses = { rn->addresses[ROSFW_IPV4], rn->addresses[ROSFW_IPV6] },
		.marks = rn->marks,
		.world = rn,
	};
	struct rosfw_error err = {};
	struct rosfw_config *config;
	struct rosfw_ruleset *rs;
	int ret;

	config = rosfw_config_new();
	if (!config)
		return -ENOMEM;
	ret = rosfw_ruleset_build(config, NULL, &env, 1, &rs, &err);
	rosfw_config_put(config);
	if (!ret)
		rcu_assign_pointer(rn->ruleset, rs);
	return ret;
}

static void free_parts(struct rosfw_net *rn)
{
	int family;

	for (family = 0; family < ROSFW_FAMILIES; family++)
		if (rn->addresses[family])
			rosfw_addrset_free(rn->addresses[family]);
	rosfw_marks_free(rn->marks);
	rn->marks = NULL;
	kfree(rn->control);
	rn->control = NULL;
}

int rosfw_control_net_init(struct rosfw_net *rn)
{
	struct rosfw_control *control;
	int family, err = -ENOMEM;

	control = kzalloc(sizeof(*control), GFP_KERNEL_ACCOUNT);
	if (!control)
		return -ENOMEM;
	rn->control = control;
	control->rn = rn;
	control->published = 1;
	INIT_LIST_HEAD(&control->resets);
	INIT_LIST_HEAD(&control->retired);
	spin_lock_init(&control->retired_lock);
	INIT_RCU_WORK(&control->retire, retire_work);
	INIT_DELAYED_WORK(&control->collect, collect_work);
	INIT_DELAYED_WORK(&control->rebuild, rosfw_rebuild_work);
	for (family = 0; family < ROSFW_FAMILIES; family++) {
		rn->addresses[family] = rosfw_addrset_new(family);
		if (!rn->addresses[family])
			goto free;
	}
	rn->marks = rosfw_marks_new();
	if (!rn->marks)
		goto free;
	err = first_ruleset(rn);
	if (err)
		goto free;
	return 0;

free:
	free_parts(rn);
	return err;
}

/* rn->dying is set, so neither work arms itself again, and no packet holds a ruleset. */
void rosfw_control_net_exit(struct rosfw_net *rn)
{
	struct rosfw_control *control = rn->control;

	cancel_delayed_work_sync(&control->collect);
	cancel_delayed_work_sync(&control->rebuild);
	mutex_lock(&rn->mutex);
	rosfw_txn_forget(rn);
	mutex_unlock(&rn->mutex);
	/* Nothing is added to the list any more; the work runs once more at most for each time it is waited for. */
	while (flush_rcu_work(&control->retire))
		;
	retire_all(control);
	rosfw_ruleset_free(rcu_dereference_protected(rn->ruleset, true));
	RCU_INIT_POINTER(rn->ruleset, NULL);
	free_parts(rn);
}
