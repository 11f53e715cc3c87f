// SPDX-License-Identifier: GPL-2.0-only
/*
 * Log lines of rules, and what else a walk has to tell the world.
 *
 * The text is the core's (rosfw_log_format()); here it is limited to a rate for each namespace and handed to the
 * kernel log, topics in front. Locks: the rate limit's own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "../conntrack/conntrack.h"
#include "output.h"

/* Prefix, chain, two interface names, up to six IPv6 addresses with ports, and the words between. */
#define LINE_SIZE 768

static struct rosfw_log_end log_end(const struct rosfw_endpoint *end)
{
	return (struct rosfw_log_end){ .addr = end->addr, .port = end->id };
}

/*
 * How the packet's connection is translated, as far as that has been decided, seen in the packet's direction. An ICMP
 * error has addresses of its own: it says whom it is about, not how it is translated. RCU read side.
 */
static bool read_nat(const struct rosfw_env *env, struct rosfw_log_nat *nat)
{
	const struct rosfw_conn *conn = env->conn;
	struct rosfw_header first, last;

	if (!conn || !(READ_ONCE(conn->status) & (ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT)))
		return false;
	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &first);
	rosfw_conn_header(conn, ROSFW_STAGE_LEAVES, &last);
	if (env->dir == ROSFW_DIR_ORIG)
		*nat = (struct rosfw_log_nat){
			.src = { log_end(&first.src), log_end(&last.src) },
			.dst = { log_end(&first.dst), log_end(&last.dst) },
		};
	else
		*nat = (struct rosfw_log_nat){
			.src = { log_end(&last.dst), log_end(&first.dst) },
			.dst = { log_end(&last.src), log_end(&first.src) },
		};
	return true;
}

/* In a frame of its own: the line is most of what a kernel stack can spare here. */
static noinline_for_stack void write_line(const struct rosfw_walk *walk, const struct rosfw_log_nat *nat)
{
	const struct rosfw_env *env = walk->world;
	const struct nf_hook_state *state = env->state;
	char line[LINE_SIZE];

	rosfw_log_format(line, sizeof(line), walk, nat, state->in ? state->in->name : NULL,
			 state->out ? state->out->name : NULL);
	pr_info("firewall,info %s\n", line);
}

void rosfw_env_log(struct rosfw_walk *walk)
{
	const struct rosfw_env *env = walk->world;
	struct rosfw_log_nat nat;

	if (!__ratelimit(&env->rn->log_limit)) {
		rosfw_count_reason(env->rn, ROSFW_REASON_LOG_LIMIT);
		return;
	}
	write_line(walk, read_nat(env, &nat) ? &nat : NULL);
}

void rosfw_env_list_full(struct rosfw_walk *walk, int error)
{
	const struct rosfw_env *env = walk->world;

	rosfw_count_reason(env->rn, ROSFW_REASON_LIST_FULL);
}
