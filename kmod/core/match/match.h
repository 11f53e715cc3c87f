/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the matchers share.
 *
 * A matcher is a pair of functions in one of the headers beside this one: rosfw_compile_X() turns a value, which has
 * been checked, into a condition while a program is made; rosfw_match_X() says whether a packet fulfils it. Switches
 * in ruleset/compile.c and ruleset/eval.c name the pairs. A condition on a field that the packet does not have is not
 * fulfilled, negated or not.
 */
#ifndef _ROSFW_MATCH_H
#define _ROSFW_MATCH_H

#include "../ruleset/ruleset.h"

/**
 * struct rosfw_compile - a program in the making
 * @program: the program
 * @env: the world
 * @family: of its menu
 * @ifsets: interface lists, shared by all programs of one build; made when first needed
 * @pool_used: ranges taken from the program's pool
 * @nats_used: translations taken from the program's
 * @prefixes_used: likewise, of prefixes
 * @rank: by property: its place in the order in which conditions are asked, from 1; 0: not a condition
 * @item: the rule at hand
 * @invalid: set by a compile function: why the rule at hand cannot work at present; constant
 * @err: filled when a compile function fails
 */
struct rosfw_compile {
	struct rosfw_program *program;
	const struct rosfw_compile_env *env;
	struct rosfw_config *config;
	enum rosfw_family family;
	struct rosfw_ifsets **ifsets;
	u32 pool_used;
	u32 nats_used;
	u32 prefixes_used;
	u8 rank[ROSFW_A_MAX + 1];
	struct rosfw_item *item;
	const char *invalid;
	struct rosfw_error *err;
};

#endif /* _ROSFW_MATCH_H */
