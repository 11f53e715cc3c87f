// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where in a source an item came from: a hash table with open addressing, at most three quarters full.
 *
 * A jump loop is found when everything is there, by the kernel, which knows ids; a person knows lines.
 */
#include "session.h"

static u32 origin_hash(u32 menu, u32 id, u32 room)
{
	u64 h = ((u64)menu << 32 | id) * 0x9e3779b97f4a7c15ULL;

	return h >> 32 & (room - 1);
}

static struct origin *origin_slot(struct origin *slot, u32 room, u32 menu, u32 id)
{
	u32 i = origin_hash(menu, id, room);

	while (slot[i].id && (slot[i].id != id || slot[i].menu != menu))
		i = (i + 1) & (room - 1);
	return &slot[i];
}

static int origins_grow(struct origins *o)
{
	u32 room = o->room ? o->room * 2 : 256, i;
	struct origin *slot = calloc(room, sizeof(*slot));

	if (!slot)
		return -ENOMEM;
	for (i = 0; i < o->room; i++)
		if (o->slot[i].id)
			*origin_slot(slot, room, o->slot[i].menu, o->slot[i].id) = o->slot[i];
	free(o->slot);
	o->slot = slot;
	o->room = room;
	return 0;
}

int origins_add(struct origins *o, u32 menu, u32 id, struct place at)
{
	struct origin *slot;

	if (o->n >= o->room - o->room / 4 && origins_grow(o))
		return -ENOMEM;
	slot = origin_slot(o->slot, o->room, menu, id);
	o->n += !slot->id;
	slot->menu = menu;
	slot->id = id;
	slot->at = at;
	return 0;
}

const struct place *origins_find(const struct origins *o, u32 menu, u32 id)
{
	struct origin *slot;

	if (!o->room)
		return NULL;
	slot = origin_slot(o->slot, o->room, menu, id);
	return slot->id ? &slot->at : NULL;
}

void origins_clean(struct origins *o)
{
	free(o->slot);
	memset(o, 0, sizeof(*o));
}
