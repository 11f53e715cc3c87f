/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linked lists under the kernel's names, for user space. Included by platform_user.h only.
 *
 * A deleted node is poisoned, so that deleting it again faults; the _rcu deletions keep what readers still follow.
 */
#ifndef _ROSFW_PLATFORM_USER_LIST_H
#define _ROSFW_PLATFORM_USER_LIST_H

#define LIST_POISON1	((void *)0x100)
#define LIST_POISON2	((void *)0x122)

/* Rings. */
struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline void rosfw_user_list_link(struct list_head *node, struct list_head *prev, struct list_head *next)
{
	BUG_ON(prev->next != next || next->prev != prev || node == prev || node == next);
	node->next = next;
	node->prev = prev;
	next->prev = node;
	smp_store_release(&prev->next, node);
}

static inline void list_add(struct list_head *node, struct list_head *head)
{
	rosfw_user_list_link(node, head, head->next);
}

static inline void list_add_tail(struct list_head *node, struct list_head *head)
{
	rosfw_user_list_link(node, head->prev, head);
}

static inline void rosfw_user_list_unlink(struct list_head *node)
{
	BUG_ON(node->prev->next != node || node->next->prev != node);
	node->next->prev = node->prev;
	WRITE_ONCE(node->prev->next, node->next);
}

static inline void list_del(struct list_head *node)
{
	rosfw_user_list_unlink(node);
	node->next = LIST_POISON1;
	node->prev = LIST_POISON2;
}

static inline void list_del_init(struct list_head *node)
{
	rosfw_user_list_unlink(node);
	INIT_LIST_HEAD(node);
}

static inline void list_del_rcu(struct list_head *node)
{
	rosfw_user_list_unlink(node);
	node->prev = LIST_POISON2;
}

static inline void list_move(struct list_head *node, struct list_head *head)
{
	rosfw_user_list_unlink(node);
	list_add(node, head);
}

static inline void list_move_tail(struct list_head *node, struct list_head *head)
{
	rosfw_user_list_unlink(node);
	list_add_tail(node, head);
}

static inline void list_replace(struct list_head *old, struct list_head *node)
{
	node->next = old->next;
	node->prev = old->prev;
	node->next->prev = node;
	smp_store_release(&node->prev->next, node);
}

static inline void list_replace_rcu(struct list_head *old, struct list_head *node)
{
	list_replace(old, node);
	old->prev = LIST_POISON2;
}

static inline bool list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

static inline bool list_is_first(const struct list_head *node, const struct list_head *head)
{
	return node->prev == head;
}

static inline bool list_is_last(const struct list_head *node, const struct list_head *head)
{
	return node->next == head;
}

static inline bool list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

/* Moves all of @list behind @prev; @list is left as it was, so it has to be initialised anew. */
static inline void rosfw_user_list_splice(struct list_head *list, struct list_head *prev, struct list_head *next)
{
	if (list_empty(list))
		return;
	list->next->prev = prev;
	list->prev->next = next;
	next->prev = list->prev;
	prev->next = list->next;
}

static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	rosfw_user_list_splice(list, head, head->next);
	INIT_LIST_HEAD(list);
}

static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	rosfw_user_list_splice(list, head->prev, head);
	INIT_LIST_HEAD(list);
}

#define list_add_rcu(node, head)	list_add(node, head)
#define list_add_tail_rcu(node, head)	list_add_tail(node, head)

#define list_entry(ptr, type, member)		container_of(ptr, type, member)
#define list_entry_rcu(ptr, type, member)	container_of(READ_ONCE(ptr), type, member)
#define list_first_entry(head, type, member)	list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)	list_entry((head)->prev, type, member)
#define list_next_entry(pos, member)		list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_prev_entry(pos, member)		list_entry((pos)->member.prev, typeof(*(pos)), member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_entry_is_head(pos, head, member)	(&(pos)->member == (head))

#define list_for_each(pos, head) \
	for (pos = (head)->next; pos != (head); pos = pos->next)
#define list_for_each_safe(pos, n, head) \
	for (pos = (head)->next, n = pos->next; pos != (head); pos = n, n = pos->next)
#define list_for_each_entry(pos, head, member) \
	for (pos = list_first_entry(head, typeof(*pos), member); !list_entry_is_head(pos, head, member); \
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member) \
	for (pos = list_last_entry(head, typeof(*pos), member); !list_entry_is_head(pos, head, member); \
	     pos = list_prev_entry(pos, member))
#define list_for_each_entry_continue(pos, head, member) \
	for (pos = list_next_entry(pos, member); !list_entry_is_head(pos, head, member); \
	     pos = list_next_entry(pos, member))
#define list_for_each_entry_from(pos, head, member) \
	for (; !list_entry_is_head(pos, head, member); pos = list_next_entry(pos, member))
#define list_for_each_entry_safe(pos, n, head, member) \
	for (pos = list_first_entry(head, typeof(*pos), member), n = list_next_entry(pos, member); \
	     !list_entry_is_head(pos, head, member); pos = n, n = list_next_entry(n, member))
#define list_for_each_entry_rcu(pos, head, member, cond...) \
	for (pos = list_entry_rcu((head)->next, typeof(*pos), member); !list_entry_is_head(pos, head, member); \
	     pos = list_entry_rcu(pos->member.next, typeof(*pos), member))

/* Lists with a head of one pointer. */
struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

#define HLIST_HEAD_INIT		{ .first = NULL }
#define HLIST_HEAD(name)	struct hlist_head name = HLIST_HEAD_INIT
#define INIT_HLIST_HEAD(ptr)	((ptr)->first = NULL)

static inline void INIT_HLIST_NODE(struct hlist_node *node)
{
	node->next = NULL;
	node->pprev = NULL;
}

static inline bool hlist_unhashed(const struct hlist_node *node)
{
	return !node->pprev;
}

static inline bool hlist_empty(const struct hlist_head *head)
{
	return !READ_ONCE(head->first);
}

static inline void rosfw_user_hlist_link(struct hlist_node *node, struct hlist_node **where)
{
	BUG_ON(*where == node);
	node->next = *where;
	node->pprev = where;
	if (node->next)
		node->next->pprev = &node->next;
	smp_store_release(where, node);
}

static inline void hlist_add_head(struct hlist_node *node, struct hlist_head *head)
{
	rosfw_user_hlist_link(node, &head->first);
}

static inline void hlist_add_before(struct hlist_node *node, struct hlist_node *next)
{
	rosfw_user_hlist_link(node, next->pprev);
}

static inline void hlist_add_behind(struct hlist_node *node, struct hlist_node *prev)
{
	rosfw_user_hlist_link(node, &prev->next);
}

static inline void hlist_add_tail_rcu(struct hlist_node *node, struct hlist_head *head)
{
	struct hlist_node **where = &head->first;

	while (*where)
		where = &(*where)->next;
	rosfw_user_hlist_link(node, where);
}

static inline void rosfw_user_hlist_unlink(struct hlist_node *node)
{
	BUG_ON(*node->pprev != node);
	WRITE_ONCE(*node->pprev, node->next);
	if (node->next)
		node->next->pprev = node->pprev;
}

static inline void hlist_del(struct hlist_node *node)
{
	rosfw_user_hlist_unlink(node);
	node->next = LIST_POISON1;
	node->pprev = LIST_POISON2;
}

static inline void hlist_del_rcu(struct hlist_node *node)
{
	rosfw_user_hlist_unlink(node);
	node->pprev = LIST_POISON2;
}

static inline void hlist_del_init(struct hlist_node *node)
{
	if (hlist_unhashed(node))
		return;
	rosfw_user_hlist_unlink(node);
	INIT_HLIST_NODE(node);
}

static inline void hlist_del_init_rcu(struct hlist_node *node)
{
	if (hlist_unhashed(node))
		return;
	rosfw_user_hlist_unlink(node);
	node->pprev = NULL;
}

static inline void hlist_replace_rcu(struct hlist_node *old, struct hlist_node *node)
{
	node->next = old->next;
	node->pprev = old->pprev;
	smp_store_release(node->pprev, node);
	if (node->next)
		node->next->pprev = &node->next;
	old->pprev = LIST_POISON2;
}

static inline void hlist_move_list(struct hlist_head *old, struct hlist_head *head)
{
	head->first = old->first;
	if (head->first)
		head->first->pprev = &head->first;
	old->first = NULL;
}

#define hlist_add_head_rcu(node, head)		hlist_add_head(node, head)
#define hlist_add_before_rcu(node, next)	hlist_add_before(node, next)
#define hlist_add_behind_rcu(node, prev)	hlist_add_behind(node, prev)

#define hlist_entry(ptr, type, member)	container_of(ptr, type, member)
#define hlist_entry_safe(ptr, type, member) \
	({ typeof(ptr) __node = (ptr); __node ? hlist_entry(__node, type, member) : NULL; })

#define hlist_for_each_entry(pos, head, member) \
	for (pos = hlist_entry_safe((head)->first, typeof(*pos), member); pos; \
	     pos = hlist_entry_safe(pos->member.next, typeof(*pos), member))
#define hlist_for_each_entry_safe(pos, n, head, member) \
	for (pos = hlist_entry_safe((head)->first, typeof(*pos), member); pos && ({ n = pos->member.next; 1; }); \
	     pos = hlist_entry_safe(n, typeof(*pos), member))
#define hlist_for_each_entry_rcu(pos, head, member, cond...) \
	for (pos = hlist_entry_safe(READ_ONCE((head)->first), typeof(*pos), member); pos; \
	     pos = hlist_entry_safe(READ_ONCE(pos->member.next), typeof(*pos), member))

#endif /* _ROSFW_PLATFORM_USER_LIST_H */
