// SPDX-License-Identifier: GPL-2.0-only
/*
 * Log lines of rules, and what else a walk has to tell the world.
 *
 * The text is the core's (rosfw_log_format()); here it is limited to a rate for each namespace and handed to the
 * kernel log, topics in front. Locks: the rate limit's own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "output.h"

/* Prefix, chain, two interface names, two IPv6 addresses with ports, and the words between. */
#define LINE_SIZE 512

void rosfw_env_log(struct rosfw_walk *walk)
{
	const struct rosfw_env *env = walk->world;
	const struct nf_hook_state *state = env->state;
	char line[LINE_SIZE];

	if (!__ratelimit(&env->rn->log_limit)) {
		rosfw_count_reason(env->rn, ROSFW_REASON_LOG_LIMIT);
		return;
	}
	rosfw_log_format(line, sizeof(line), walk, state->in ? state->in->name : NULL,
			 state->out ? state->out->name : NULL);
	pr_info("firewall,info %s\n", line);
}

void rosfw_env_list_full(struct rosfw_walk *walk, int error)
{
	const struct rosfw_env *env = walk->world;

	rosfw_count_reason(env->rn, ROSFW_REASON_LIST_FULL);
}
