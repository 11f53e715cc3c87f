// SPDX-License-Identifier: GPL-2.0-only
/*
 * Items: building them, looking into them, letting go of them. See item.h.
 *
 * An item is one piece of memory: a header and its values one behind the other. A builder replaces that piece by a
 * bigger one when it is full; an item whose building has ended is never written again, but for the id and the flags
 * that its menu gives it before anybody else sees it.
 * Locks: none. A builder belongs to one thread; of a finished item only the reference count changes.
 */
#include "item.h"
#include "match/meter.h"
#include "ruleset/ruleset.h"

#define ITEM_SIZE_MAX	65536U	/* of all values; every property at its largest fits */

static u32 value_size(u32 len)
{
	return ALIGN((u32)sizeof(struct rosfw_value) + len, 8U);
}

static struct rosfw_value *value_at(const struct rosfw_item *item, u32 off)
{
	return (struct rosfw_value *)(item->values + off);
}

static struct rosfw_item *item_new(u32 menu, u32 room, bool atomic)
{
	size_t size = sizeof(struct rosfw_item) + room;
	struct rosfw_item *item;

	item = atomic ? rosfw_alloc_atomic(size) : rosfw_alloc(size);
	if (!item)
		return NULL;
	refcount_set(&item->refs, 1);
	item->menu = menu;
	return item;
}

int rosfw_item_begin(struct rosfw_item_builder *b, u32 menu)
{
	b->room = 256;
	b->fixed = false;
	b->item = item_new(menu, b->room, false);
	return b->item ? 0 : -ENOMEM;
}

int rosfw_item_begin_fixed(struct rosfw_item_builder *b, u32 menu, u32 room)
{
	b->room = room;
	b->fixed = true;
	b->item = item_new(menu, room, true);
	return b->item ? 0 : -ENOMEM;
}

int rosfw_item_begin_copy(struct rosfw_item_builder *b, const struct rosfw_item *old)
{
	b->room = old->size + 128;
	b->fixed = false;
	b->item = item_new(old->menu, b->room, false);
	if (!b->item)
		return -ENOMEM;
	b->item->id = old->id;
	b->item->flags = old->flags;
	b->item->size = old->size;
	memcpy(b->item->values, old->values, old->size);
	if (old->counter)
		b->item->counter = rosfw_counter_get(old->counter);
	b->item->meter = rosfw_meter_get(old->meter);
	return 0;
}

u32 rosfw_item_room(u32 len)
{
	return value_size(len);
}

static int make_room(struct rosfw_item_builder *b, u32 need)
{
	struct rosfw_item *item;
	u32 room;

	if (need > ITEM_SIZE_MAX)
		return -E2BIG;
	if (need <= b->room)
		return 0;
	if (b->fixed)
		return -E2BIG;
	room = max(need, min(b->room * 2, ITEM_SIZE_MAX));
	item = item_new(b->item->menu, room, false);
	if (!item)
		return -ENOMEM;
	item->counter = b->item->counter;
	item->meter = b->item->meter;
	item->id = b->item->id;
	item->flags = b->item->flags;
	item->size = b->item->size;
	memcpy(item->values, b->item->values, item->size);
	rosfw_free(b->item);
	b->item = item;
	b->room = room;
	return 0;
}

/* What was remembered for a condition is of no use for another one. */
static void forget(struct rosfw_item_builder *b, u16 prop)
{
	if (!rosfw_meter_has(prop))
		return;
	rosfw_meter_put(b->item->meter);
	b->item->meter = NULL;
}

static bool same_value(const struct rosfw_value *v, bool negated, const void *data, u16 len)
{
	return data && v->len == len && v->negated == negated && !memcmp(v->data, data, len);
}

static void set_value(struct rosfw_value *v, bool negated, const void *data, u16 len)
{
	v->negated = negated;
	if (data)
		memcpy(v->data, data, len);
	else
		memset(v->data, 0, len);
}

int rosfw_item_put_value(struct rosfw_item_builder *b, u16 prop, bool negated, const void *data, u16 len)
{
	struct rosfw_value *v = (struct rosfw_value *)rosfw_item_value(b->item, prop);
	u32 size = value_size(len);
	u32 old = v ? value_size(v->len) : 0;
	int err;

	/* Same length: the value keeps its place. Otherwise make sure that the new one fits before the old one goes. */
	if (v && v->len == len) {
		if (!same_value(v, negated, data, len))
			forget(b, prop);
		set_value(v, negated, data, len);
		return 0;
	}
	err = make_room(b, b->item->size - old + size);
	if (err)
		return err;
	rosfw_item_unset(b, prop);
	forget(b, prop);
	v = value_at(b->item, b->item->size);
	memset(v, 0, size);
	v->prop = prop;
	v->len = len;
	set_value(v, negated, data, len);
	b->item->size += size;
	return 0;
}

int rosfw_item_put_string(struct rosfw_item_builder *b, u16 prop, bool negated, const char *s)
{
	size_t len = strlen(s) + 1;

	if (len > U16_MAX)
		return -E2BIG;
	return rosfw_item_put_value(b, prop, negated, s, len);
}

int rosfw_item_put_u32(struct rosfw_item_builder *b, u16 prop, bool negated, u32 v)
{
	u8 byte = v;
	u64 wide = v;

	switch (rosfw_properties[prop].kind) {
	case ROSFW_KIND_BOOL:
	case ROSFW_KIND_U8:
	case ROSFW_KIND_PROTOCOL:
		return rosfw_item_put_value(b, prop, negated, &byte, sizeof(byte));
	case ROSFW_KIND_U64:
	case ROSFW_KIND_RATE:
	case ROSFW_KIND_DATE:
		return rosfw_item_put_value(b, prop, negated, &wide, sizeof(wide));
	default:
		return rosfw_item_put_value(b, prop, negated, &v, sizeof(v));
	}
}

void rosfw_item_unset(struct rosfw_item_builder *b, u16 prop)
{
	struct rosfw_value *v = (struct rosfw_value *)rosfw_item_value(b->item, prop);
	u32 off, size;

	if (!v)
		return;
	forget(b, prop);
	off = (u8 *)v - b->item->values;
	size = value_size(v->len);
	memmove(v, (u8 *)v + size, b->item->size - off - size);
	b->item->size -= size;
}

struct rosfw_item *rosfw_item_get(struct rosfw_item *item)
{
	refcount_inc(&item->refs);
	return item;
}

void rosfw_item_put(struct rosfw_item *item)
{
	if (!item || !refcount_dec_and_test(&item->refs))
		return;
	if (item->counter)
		rosfw_counter_put(item->counter);
	rosfw_meter_put(item->meter);
	rosfw_free(item);
}

const struct rosfw_value *rosfw_item_next(const struct rosfw_item *item, const struct rosfw_value *v)
{
	u32 off = v ? (u32)((const u8 *)v - item->values) + value_size(v->len) : 0;

	return off < item->size ? value_at(item, off) : NULL;
}

const struct rosfw_value *rosfw_item_value(const struct rosfw_item *item, u16 prop)
{
	const struct rosfw_value *v;

	for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v))
		if (v->prop == prop)
			return v;
	return NULL;
}

const char *rosfw_item_string(const struct rosfw_item *item, u16 prop)
{
	const struct rosfw_value *v = rosfw_item_value(item, prop);

	return v ? (const char *)v->data : NULL;
}

/* A number of any width, in host byte order. */
static u64 value_number(const struct rosfw_value *v)
{
	switch (v->len) {
	case sizeof(u8):
		return *v->data;
	case sizeof(u32):
		return *(const u32 *)v->data;
	case sizeof(u64):
		return *(const u64 *)v->data;
	default:
		return 0;
	}
}

u32 rosfw_item_u32(const struct rosfw_item *item, u16 prop, u32 defval)
{
	const struct rosfw_value *v = rosfw_item_value(item, prop);

	return v ? value_number(v) : defval;
}

bool rosfw_item_bool(const struct rosfw_item *item, u16 prop)
{
	return rosfw_item_u32(item, prop, 0);
}

u64 rosfw_item_u64(const struct rosfw_item *item, u16 prop)
{
	const struct rosfw_value *v = rosfw_item_value(item, prop);

	return v ? value_number(v) : 0;
}
