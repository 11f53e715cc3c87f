/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Items: a rule, a list entry, an interface list, ... as a set of property values.
 *
 * Life: built once (in the kernel from attributes, in the tool from text), checked, then immutable and shared by
 * reference between the configurations that hold it. "set" makes a new item that keeps id and counters of the old.
 * Locks: none; the reference counts are the only thing that changes.
 */
#ifndef _ROSFW_ITEM_H
#define _ROSFW_ITEM_H

#include "property.h"

/**
 * struct rosfw_value - one property of an item
 * @prop: enum rosfw_attr
 * @len: bytes at @data, as enum rosfw_kind says; text includes its NUL
 * @negated: written with a leading "!"
 * @data: the payload as on the wire, aligned for the widest kind
 */
struct rosfw_value {
	u16 prop;
	u16 len;
	u8 negated;
	u8 reserved[3];
	u8 data[] __aligned(8);
};

struct rosfw_meter;	/* see match/meter.h */
struct rosfw_counter;	/* the world's own: per-CPU in the kernel, see rosfw_counter_*() in ruleset.h */

/**
 * struct rosfw_item - one item of a menu
 * @refs: configurations, programs and dumps that hold it
 * @counter: rules only: counters, shared by all versions of one rule; set by whoever builds the first version
 *           (rosfw_counter_new()), the item owns the reference. May be NULL in user space
 * @meter: what stateful conditions remember; versions of a rule share it as long as their stateful values are the same.
 *         NULL until it is needed: the compiler makes it, the only thing that is written after an item was finished
 * @id: unique in its menu, never reused; 0 = not given yet
 * @menu: enum rosfw_menu
 * @number: routing tables: what packets are marked with; 0: main, or not given yet
 * @flags: ROSFW_FLAG_DYNAMIC, ROSFW_FLAG_BUILTIN
 * @size: bytes used in @values
 * @values: struct rosfw_value, one behind the other, each 8-aligned, at most one for each property
 */
struct rosfw_item {
	refcount_t refs;
	struct rosfw_counter *counter;
	struct rosfw_meter *meter;
	u32 id;
	u32 flags;
	u16 menu;
	u16 number;
	u32 size;
	u8 values[] __aligned(8);
};

/**
 * struct rosfw_error - a refusal
 * @text: a sentence: what was wrong and what would be right. Constant, lives for ever
 * @prop: the property at fault, 0 = the item as a whole
 * @menu: menu of the item at fault, 0 = the one at hand
 * @id: item at fault, 0 = the one at hand
 */
struct rosfw_error {
	const char *text;
	u16 prop;
	u16 menu;
	u32 id;
};

static inline int rosfw_refuse(struct rosfw_error *err, int code, u16 prop, const char *text)
{
	err->text = text;
	err->prop = prop;
	err->menu = 0;
	err->id = 0;
	return code;
}

static inline int rosfw_refuse_memory(struct rosfw_error *err)
{
	return rosfw_refuse(err, -ENOMEM, 0, "there is not enough memory for this change");
}

/* An item under construction; grows as values are added, unless it is @fixed. */
struct rosfw_item_builder {
	struct rosfw_item *item;
	u32 room;
	bool fixed;
};

/* Return 0 or -ENOMEM. rosfw_item_put() takes a partly built item too. */
int rosfw_item_begin(struct rosfw_item_builder *b, u32 menu);
/* In the packet path: room for @room bytes (sums of rosfw_item_room()) is made at once, without sleeping. */
int rosfw_item_begin_fixed(struct rosfw_item_builder *b, u32 menu, u32 room);
u32 rosfw_item_room(u32 len);			/* what a value of @len bytes takes */
/*
 * Adds a value, or replaces the one that is there. @data may be NULL: zeroed room of @len bytes is made; it must not
 * point into the item. -ENOMEM, -E2BIG; then the item is as before.
 */
int rosfw_item_put_value(struct rosfw_item_builder *b, u16 prop, bool negated, const void *data, u16 len);
int rosfw_item_put_string(struct rosfw_item_builder *b, u16 prop, bool negated, const char *s);
/* A number, in the width that the property's kind has on the wire. */
int rosfw_item_put_u32(struct rosfw_item_builder *b, u16 prop, bool negated, u32 v);
void rosfw_item_unset(struct rosfw_item_builder *b, u16 prop);
/*
 * A new item with all values of @old, its id, flags, counter and meter (references of its own): the first half of
 * "set".
 */
int rosfw_item_begin_copy(struct rosfw_item_builder *b, const struct rosfw_item *old);

struct rosfw_item *rosfw_item_get(struct rosfw_item *item);
void rosfw_item_put(struct rosfw_item *item);	/* NULL is fine */

/* NULL if the property is not set. */
const struct rosfw_value *rosfw_item_value(const struct rosfw_item *item, u16 prop);
/* Iterates in the order of insertion: v = NULL to start; NULL at the end. */
const struct rosfw_value *rosfw_item_next(const struct rosfw_item *item, const struct rosfw_value *v);

/* Shorthands; the default where the property is not set. */
const char *rosfw_item_string(const struct rosfw_item *item, u16 prop);	/* NULL if not set */
u32 rosfw_item_u32(const struct rosfw_item *item, u16 prop, u32 defval);
bool rosfw_item_bool(const struct rosfw_item *item, u16 prop);		/* unset = false */
u64 rosfw_item_u64(const struct rosfw_item *item, u16 prop);		/* unset = 0 */

/*
 * rosfw_value_check() - is this payload a value of that property in that menu?
 *
 * Length, range, reversed ranges, embedded NUL, unknown bits, empty names, IPv6 ranges that are no prefix (rules and
 * address lists of IPv6 take addresses and prefixes only), enum values that the menu does not have (action,
 * reject-with), negation where the property has none. The payload comes from outside: nothing is assumed of it.
 *
 * Return: 0, or -EINVAL or -ERANGE with @err filled.
 */
int rosfw_value_check(u32 menu, u16 prop, bool negated, const void *data, u32 len, struct rosfw_error *err);

/*
 * rosfw_item_check() - do the values of a whole item make sense together?
 *
 * Mandatory properties (chain; jump-target with action=jump; address-list with add-*-to-address-list; to-addresses
 * with netmap and same; the new mark with mark-*; list and address of an entry; name; list and interface), ports
 * without a protocol that has them, tcp-flags and tcp-mss without tcp, icmp-options without icmp,
 * reject-with=tcp-reset without tcp, endpoint-independent-nat without udp, interface matchers that a built-in chain
 * cannot honour, actions, translations that a built-in chain does not do.
 * Every value is assumed to have passed rosfw_value_check().
 *
 * Return: 0, or -EINVAL with @err filled.
 */
int rosfw_item_check(const struct rosfw_item *item, struct rosfw_error *err);

#endif /* _ROSFW_ITEM_H */
