// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of marks and their numbers. See marks.h.
 *
 * A name is in a hash table, and by its number in a tree. Numbers are given in turn, so that one which nobody holds is
 * given again as late as possible. Memory is bounded by the numbers: a few megabytes if all are in use.
 * Locks: @lock for everything.
 */
#include "idmap.h"
#include "marks.h"

#define BUCKETS	256U

/**
 * struct mark - one name
 * @node: in the bucket of its name
 * @refs: rules that use it
 * @id: its number
 * @name: ends with a NUL
 */
struct mark {
	struct hlist_node node;
	u32 refs;
	u16 id;
	char name[];
};

/**
 * struct space - the names of one kind
 * @bucket: by hash of the name
 * @by_id: by number
 * @last: number that was given last
 */
struct space {
	struct hlist_head bucket[BUCKETS];
	struct rosfw_idmap by_id;
	u16 last;
};

struct rosfw_marks {
	spinlock_t lock;	/* everything here */
	struct space space[ROSFW_MARK_KINDS];
};

/* Largest number of each kind. */
static const u16 last_id[ROSFW_MARK_KINDS] = {
	[ROSFW_MARK_CONNECTION] = U16_MAX,
	[ROSFW_MARK_PACKET] = ROSFW_SKB_PACKET_MARK >> ROSFW_SKB_PACKET_SHIFT,
};

struct rosfw_marks *rosfw_marks_new(void)
{
	struct rosfw_marks *m = rosfw_alloc(sizeof(*m));
	u32 kind;

	if (!m)
		return NULL;
	spin_lock_init(&m->lock);
	for (kind = 0; kind < ROSFW_MARK_KINDS; kind++)
		m->space[kind].by_id.lock = &m->lock;
	return m;
}

static struct hlist_head *bucket_of(struct space *s, const char *name)
{
	return &s->bucket[jhash(name, strlen(name), 0) % BUCKETS];
}

/* Under the lock. */
static void forget(struct space *s, struct mark *mark)
{
	rosfw_idmap_clear(&s->by_id, mark->id);
	hlist_del(&mark->node);
	rosfw_free(mark);
}

void rosfw_marks_free(struct rosfw_marks *m)
{
	struct mark *mark;
	u32 kind, id;

	if (!m)
		return;
	spin_lock_bh(&m->lock);
	for (kind = 0; kind < ROSFW_MARK_KINDS; kind++)
		while ((mark = rosfw_idmap_next(&m->space[kind].by_id, 0, &id)))
			forget(&m->space[kind], mark);
	spin_unlock_bh(&m->lock);
	rosfw_free(m);
}

/* Under the lock. */
static struct mark *find(struct space *s, const char *name)
{
	struct mark *mark;

	hlist_for_each_entry(mark, bucket_of(s, name), node)
		if (!strcmp(mark->name, name))
			return mark;
	return NULL;
}

/* Under the lock: a number that nobody holds, the next one in turn. 0: there is none. */
static u16 free_id(struct space *s, u16 max)
{
	u32 n = max, id = s->last;
	struct mark *mark;

	while (n--) {
		id = id == max ? 1 : id + 1;
		mark = rosfw_idmap_find(&s->by_id, id);
		if (mark && mark->refs)
			continue;
		if (mark)
			forget(s, mark);
		return id;
	}
	return 0;
}

/* Under the lock. */
static int insert(struct space *s, struct mark *mark, u16 max)
{
	mark->id = free_id(s, max);
	if (!mark->id)
		return -ENOSPC;
	if (rosfw_idmap_set(&s->by_id, mark->id, mark))
		return -ENOMEM;
	s->last = mark->id;
	hlist_add_head(&mark->node, bucket_of(s, mark->name));
	return 0;
}

int rosfw_marks_get(struct rosfw_marks *m, enum rosfw_mark_kind kind, const char *name, u16 *id)
{
	struct space *s = &m->space[kind];
	size_t size = strlen(name) + 1;
	struct mark *mark, *new;
	int err = 0;

	new = rosfw_alloc(sizeof(*new) + size);
	if (!new)
		return -ENOMEM;
	memcpy(new->name, name, size);
	spin_lock_bh(&m->lock);
	mark = find(s, name);
	if (!mark) {
		err = insert(s, new, last_id[kind]);
		if (!err) {
			mark = new;
			new = NULL;
		}
	}
	if (mark) {
		mark->refs++;
		*id = mark->id;
	}
	spin_unlock_bh(&m->lock);
	rosfw_free(new);
	return err;
}

void rosfw_marks_put(struct rosfw_marks *m, enum rosfw_mark_kind kind, u16 id)
{
	struct mark *mark;

	if (!id)
		return;
	spin_lock_bh(&m->lock);
	mark = rosfw_idmap_find(&m->space[kind].by_id, id);
	if (!WARN_ON_ONCE(!mark || !mark->refs))
		mark->refs--;
	spin_unlock_bh(&m->lock);
}

u32 rosfw_marks_find(struct rosfw_marks *m, enum rosfw_mark_kind kind, const char *name)
{
	const struct mark *mark;
	u32 id;

	spin_lock_bh(&m->lock);
	mark = find(&m->space[kind], name);
	id = mark ? mark->id : 0;
	spin_unlock_bh(&m->lock);
	return id;
}

bool rosfw_marks_name(struct rosfw_marks *m, enum rosfw_mark_kind kind, u16 id, char *name)
{
	const struct mark *mark;

	spin_lock_bh(&m->lock);
	mark = id ? rosfw_idmap_find(&m->space[kind].by_id, id) : NULL;
	if (mark)
		memcpy(name, mark->name, strlen(mark->name) + 1);
	spin_unlock_bh(&m->lock);
	return mark;
}
