// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address lists: entries and their life. See addrset.h.
 *
 * An entry is reachable in three ways: by address, through its nodes in the hash table (addrtable.h); by id, through a
 * tree in which versions of one id are strung from the newest to the oldest; and by time, through a wheel of seconds,
 * if it expires. A fourth string holds what the open transaction made and what it removes. All four change together
 * under the lock of the set; an entry that left them is freed after a grace period.
 *
 * Here: lookups, lists, adding and the set itself. How entries end is in addrset_life.c.
 */
#include "addrset_impl.h"

#define NAMES_MIN	16U
#define LOAD_CONTROL	2U	/* nodes for each bucket: the control path waits until the table can grow */
#define LOAD_PACKET	16U	/* likewise: packets are refused until it has grown */

/**
 * struct span - the addresses of an entry
 * @from: first
 * @to: last
 * @len: prefix length, or ROSFW_NODE_RANGE if it is no prefix
 */
struct span {
	struct rosfw_addr from, to;
	u8 len;
};

static struct rosfw_entry *entry_of(const struct rosfw_addrnode *node)
{
	return container_of(node - node->index, struct rosfw_entry, nodes[0]);
}

/* ---- addresses and prefixes ---- */

static u32 hash_of(const struct rosfw_addrset *set, const struct rosfw_addrlist *list, u8 len,
		   const struct rosfw_addr *a)
{
	u64 where = (u64)list->id << 8 | len;

	if (set->family == ROSFW_IPV4 && len != ROSFW_NODE_RANGE)
		return siphash_2u64(where, a->lo, &set->key);
	return siphash_3u64(where, a->hi, a->lo, &set->key);
}

/* The largest prefix at @from that does not reach beyond @to, as number of host bits. IPv4. */
static unsigned int largest_prefix(u64 from, u64 to)
{
	unsigned int host = from ? min_t(unsigned int, __ffs64(from), 32) : 32;

	while (from + BIT_ULL(host) - 1 > to)
		host--;
	return host;
}

/* @nodes may be NULL: only counts. Returns how many nodes the range needs. */
static u32 split(const struct rosfw_addrset *set, const struct span *r, struct rosfw_addrnode *nodes)
{
	unsigned int host;
	u64 at;
	u32 n = 0;

	if (nodes)
		nodes[0].addr = r->from;
	if (nodes)
		nodes[0].len = r->len;
	if (r->len != ROSFW_NODE_RANGE)
		return 1;
	for (at = r->from.lo; at <= r->to.lo; at += BIT_ULL(host), n++) {
		host = largest_prefix(at, r->to.lo);
		if (!nodes)
			continue;
		nodes[n].addr.hi = 0;
		nodes[n].addr.lo = at;
		nodes[n].len = rosfw_addr_width(set->family) - host;
	}
	if (nodes) {
		nodes[n].addr.hi = r->from.lo;
		nodes[n].addr.lo = r->to.lo;
		nodes[n].len = ROSFW_NODE_RANGE;
	}
	return n + 1;
}

/* False: IPv6 and no prefix, which rosfw_value_check() refuses. */
static bool range_of(const struct rosfw_addrset *set, const struct rosfw_item *item, struct span *r)
{
	const u8 *bytes = rosfw_item_value(item, ROSFW_A_ADDRESS)->data;
	struct rosfw_addr first, last;
	u32 w = rosfw_addr_width(set->family), host;

	rosfw_addr_load(&r->from, set->family, bytes);
	rosfw_addr_load(&r->to, set->family, bytes + w / 8);
	host = r->from.hi ^ r->to.hi ? 64 + fls64(r->from.hi ^ r->to.hi) : fls64(r->from.lo ^ r->to.lo);
	first = rosfw_addr_prefix(set->family, &r->from, w - host);
	last = rosfw_addr_low_bits(host);
	last.hi |= first.hi;
	last.lo |= first.lo;
	if (rosfw_addr_equal(&first, &r->from) && rosfw_addr_equal(&last, &r->to)) {
		r->len = w - host;
		return true;
	}
	r->len = ROSFW_NODE_RANGE;
	return set->family == ROSFW_IPV4;
}

static bool probe(const struct rosfw_addrset *set, const struct rosfw_buckets *b, const struct rosfw_addrlist *list,
		  unsigned int len, const struct rosfw_addr *addr, u32 gen, u64 now)
{
	struct rosfw_addr key = rosfw_addr_prefix(set->family, addr, len);
	u32 hash = hash_of(set, list, len, &key);
	const struct rosfw_addrnode *node;
	const struct rosfw_entry *e;

	rosfw_addrtable_for_each(node, b, hash, false) {
		if (node->hash != hash || node->len != len || !rosfw_addr_equal(&node->addr, &key))
			continue;
		e = entry_of(node);
		if (e->list == list && !e->disabled && rosfw_entry_alive(e, gen, now))
			return true;
	}
	return false;
}

bool rosfw_addrset_match(const struct rosfw_addrset *set, const struct rosfw_addrlist *list,
			 const struct rosfw_addr *addr, u32 gen, u64 now)
{
	const struct rosfw_buckets *b = rcu_dereference(set->table.now);
	int word = set->family == ROSFW_IPV4 ? 0 : 2;
	unsigned int bit;
	u64 mask;

	/* Longest prefixes first: single addresses are what most lists hold. */
	for (; word >= 0; word--) {
		for (mask = READ_ONCE(list->len_mask[word]); mask; mask &= ~BIT_ULL(bit)) {
			bit = fls64(mask) - 1;
			if (probe(set, b, list, word * 64 + bit, addr, gen, now))
				return true;
		}
	}
	return false;
}

/* An entry for exactly this range that generation @gen sees at @now. The lock or RCU. */
static struct rosfw_entry *find_same(const struct rosfw_addrset *set, const struct rosfw_addrlist *list,
				     const struct span *r, u32 gen, u64 now)
{
	const struct rosfw_buckets *b = rcu_dereference_check(set->table.now, rosfw_addrset_held(set));
	struct rosfw_addr key = r->from;
	struct rosfw_addrnode *node;
	struct rosfw_entry *e;
	u32 hash;

	if (r->len == ROSFW_NODE_RANGE) {
		key.hi = r->from.lo;
		key.lo = r->to.lo;
	}
	hash = hash_of(set, list, r->len, &key);
	rosfw_addrtable_for_each(node, b, hash, rosfw_addrset_held(set)) {
		if (node->hash != hash || node->len != r->len || !rosfw_addr_equal(&node->addr, &key))
			continue;
		e = entry_of(node);
		/* A prefix that is only a part of an entry is not the same; nor is what only an old walk still sees. */
		if (e->list == list && !READ_ONCE(e->buried) && rosfw_entry_alive(e, gen, now) &&
		    (r->len == ROSFW_NODE_RANGE || e->nnodes == 1))
			return e;
	}
	return NULL;
}

/* ---- lists ---- */

static u32 name_hash(const struct rosfw_addrset *set, const char *name)
{
	return siphash(name, strlen(name), &set->key);
}

static struct rosfw_addrlist *find_list(struct rosfw_addrset *set, const char *name)
{
	struct rosfw_addrlist *list;

	hlist_for_each_entry(list, &set->names[name_hash(set, name) & set->names_mask], by_name)
		if (!strcmp(list->name, name))
			return list;
	return NULL;
}

static void grow_names(struct rosfw_addrset *set, struct hlist_head *names, u32 mask)
{
	struct rosfw_addrlist *list;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i <= set->names_mask; i++) {
		hlist_for_each_entry_safe(list, next, &set->names[i], by_name) {
			hlist_del(&list->by_name);
			hlist_add_head(&list->by_name, &names[name_hash(set, list->name) & mask]);
		}
	}
	swap(set->names, names);
	set->names_mask = mask;
	rosfw_free(names);
}

static struct rosfw_addrlist *get_list(struct rosfw_addrset *set, const char *name)
{
	struct rosfw_addrlist *list;

	spin_lock_bh(&set->lock);
	list = find_list(set, name);
	if (list)
		refcount_inc(&list->refs);
	spin_unlock_bh(&set->lock);
	return list;
}

/* Only the control path makes lists, so nobody else does so between our holds of the lock. */
struct rosfw_addrlist *rosfw_addrset_list_get(struct rosfw_addrset *set, const char *name)
{
	struct rosfw_addrlist *list = get_list(set, name);
	u32 mask = set->names_mask * 2 + 1;
	struct hlist_head *names = NULL;

	if (list)
		return list;
	list = rosfw_alloc(sizeof(*list));
	if (!list)
		return NULL;
	refcount_set(&list->refs, 1);
	strscpy(list->name, name, sizeof(list->name));
	if (READ_ONCE(set->nlists) > set->names_mask)
		names = rosfw_alloc(array_size(mask + 1, sizeof(*names)));
	spin_lock_bh(&set->lock);
	if (names)
		grow_names(set, names, mask);
	list->id = set->next_list++;
	hlist_add_head(&list->by_name, &set->names[name_hash(set, name) & set->names_mask]);
	set->nlists++;
	spin_unlock_bh(&set->lock);
	return list;
}

static void list_put(struct rosfw_addrset *set, struct rosfw_addrlist *list)
{
	if (!refcount_dec_and_test(&list->refs))
		return;
	hlist_del(&list->by_name);
	set->nlists--;
	kvfree_rcu(list, rcu);
}

void rosfw_addrset_list_put(struct rosfw_addrset *set, struct rosfw_addrlist *list)
{
	spin_lock_bh(&set->lock);
	list_put(set, list);
	spin_unlock_bh(&set->lock);
}

static void count_len(struct rosfw_addrlist *list, u8 len, int by)
{
	if (len == ROSFW_NODE_RANGE)
		return;
	list->lens[len] += by;
	if (list->lens[len])
		WRITE_ONCE(list->len_mask[len / 64], list->len_mask[len / 64] | BIT_ULL(len % 64));
	else
		WRITE_ONCE(list->len_mask[len / 64], list->len_mask[len / 64] & ~BIT_ULL(len % 64));
}

/* ---- entries: in and out ---- */

static void free_entry(struct rosfw_entry *e)
{
	rosfw_item_put(e->item);
	rosfw_free(e);
}

static void free_entry_rcu(struct rcu_head *head)
{
	free_entry(container_of(head, struct rosfw_entry, rcu));
}

static u64 expiry(const struct rosfw_item *item, u64 now)
{
	u32 timeout = rosfw_item_u32(item, ROSFW_A_TIMEOUT, 0);

	return timeout ? now + timeout : U64_MAX;
}

/* An entry of @item with its nodes, in no table yet. */
static struct rosfw_entry *entry_new(struct rosfw_addrset *set, struct rosfw_item *item, struct rosfw_addrlist *list,
				     const struct span *r, bool atomic)
{
	u32 i, n = split(set, r, NULL);
	size_t size = sizeof(struct rosfw_entry) + n * sizeof(struct rosfw_addrnode);
	struct rosfw_entry *e = atomic ? rosfw_alloc_atomic(size) : rosfw_alloc(size);

	if (!e)
		return NULL;
	split(set, r, e->nodes);
	for (i = 0; i < n; i++) {
		e->nodes[i].index = i;
		e->nodes[i].hash = hash_of(set, list, e->nodes[i].len, &e->nodes[i].addr);
	}
	e->nnodes = n;
	e->item = rosfw_item_get(item);
	e->list = list;
	e->disabled = rosfw_item_bool(item, ROSFW_A_DISABLED);
	e->died = ROSFW_GEN_NEVER;
	INIT_HLIST_NODE(&e->wheel);
	return e;
}

static bool full(const struct rosfw_addrset *set, u32 nnodes)
{
	return set->count >= ROSFW_ADDRSET_MAX || set->table.n + nnodes > ROSFW_ADDRNODES_MAX;
}

/* An id for the item if it has none. Numbers come again only when all four thousand million have been used. */
static void give_id(struct rosfw_addrset *set, struct rosfw_item *item)
{
	while (!set->next_id || rosfw_idmap_find(&set->ids, set->next_id))
		set->next_id++;
	item->id = set->next_id;
}

/* Puts an entry where packets and users find it; it takes over a reference of its list. -ENOMEM: nothing happened. */
static int link_entry(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	u32 i, id = e->item->id;
	struct rosfw_entry *older;

	if (!id)
		give_id(set, e->item);
	older = rosfw_idmap_find(&set->ids, e->item->id);
	RCU_INIT_POINTER(e->older, older);
	if (rosfw_idmap_set(&set->ids, e->item->id, e)) {
		e->item->id = id;
		return -ENOMEM;
	}
	if (e->item->id >= set->next_id)
		set->next_id = e->item->id + 1;
	for (i = 0; i < e->nnodes; i++) {
		count_len(e->list, e->nodes[i].len, 1);
		rosfw_addrtable_insert(&set->table, &e->nodes[i]);
	}
	rosfw_wheel_put(set, e);
	if (e->born > set->gen)
		hlist_add_head(&e->txn, &set->made);
	WRITE_ONCE(set->count, set->count + 1);
	return 0;
}

static void unlink_id(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	struct rosfw_entry *older = rcu_dereference_protected(e->older, rosfw_addrset_held(set));
	struct rosfw_entry *at = rosfw_idmap_find(&set->ids, e->item->id);

	if (at == e && older) {
		rosfw_idmap_set(&set->ids, e->item->id, older);	/* replaces: cannot fail */
	} else if (at == e) {
		rosfw_idmap_clear(&set->ids, e->item->id);
	} else {
		while (rcu_dereference_protected(at->older, rosfw_addrset_held(set)) != e)
			at = rcu_dereference_protected(at->older, rosfw_addrset_held(set));
		rcu_assign_pointer(at->older, older);
	}
}

void rosfw_addrset_unlink(struct rosfw_addrset *set, struct rosfw_entry *e)
{
	u32 i;

	for (i = 0; i < e->nnodes; i++) {
		rosfw_addrtable_remove(&set->table, &e->nodes[i]);
		count_len(e->list, e->nodes[i].len, -1);
	}
	unlink_id(set, e);
	rosfw_wheel_take(e);
	if (rosfw_entry_in_txn(set, e))
		hlist_del(&e->txn);
	if (set->reaped == e)
		set->reaped = NULL;
	e->gone = true;
	if (!e->buried)
		WRITE_ONCE(set->count, set->count - 1);
	list_put(set, e->list);
	call_rcu(&e->rcu, free_entry_rcu);
}

/* ---- adding ---- */

/* Control path: room in the table before it is needed. Waits for the old links when we, or packets, were very fast. */
void rosfw_addrset_make_room(struct rosfw_addrset *set)
{
	struct rosfw_buckets *b = NULL;
	bool wants, crowded;

	rcu_read_lock();
	wants = rosfw_addrtable_wants(&set->table);
	crowded = rosfw_addrtable_crowded(&set->table, LOAD_CONTROL);
	rcu_read_unlock();
	if (!wants)
		return;
	if (crowded && !poll_state_synchronize_rcu(READ_ONCE(set->table.grace)))
		synchronize_rcu();
	b = rosfw_addrtable_alloc(&set->table, false);
	spin_lock_bh(&set->lock);
	rosfw_addrtable_grow(&set->table, b);
	spin_unlock_bh(&set->lock);
}

static int insert(struct rosfw_addrset *set, struct rosfw_entry *e, const struct span *r, u64 now,
		  struct rosfw_error *err)
{
	int ret = 0;

	spin_lock_bh(&set->lock);
	if (find_same(set, e->list, r, e->born, now))
		ret = rosfw_refuse(err, -EEXIST, ROSFW_A_ADDRESS, "already have such entry");
	else if (full(set, e->nnodes))
		ret = rosfw_refuse(err, -ENOSPC, 0, "the address lists are full: remove entries that are not needed");
	else if (link_entry(set, e))
		ret = rosfw_refuse_memory(err);
	spin_unlock_bh(&set->lock);
	return ret;
}

int rosfw_addrset_add(struct rosfw_addrset *set, struct rosfw_item *item, u32 born, u64 now, u64 wallclock,
		      struct rosfw_entry **entry, struct rosfw_error *err)
{
	struct rosfw_addrlist *list;
	struct rosfw_entry *e;
	struct span r;
	int ret;

	if (!range_of(set, item, &r))
		return rosfw_refuse(err, -EINVAL, ROSFW_A_ADDRESS, "an IPv6 value must be an address or a prefix");
	rosfw_addrset_make_room(set);
	list = rosfw_addrset_list_get(set, rosfw_item_string(item, ROSFW_A_LIST));
	if (!list)
		return rosfw_refuse_memory(err);
	e = entry_new(set, item, list, &r, false);
	if (!e) {
		rosfw_addrset_list_put(set, list);
		return rosfw_refuse_memory(err);
	}
	if (rosfw_item_value(item, ROSFW_A_TIMEOUT) || rosfw_item_bool(item, ROSFW_A_DYNAMIC))
		item->flags |= ROSFW_FLAG_DYNAMIC;
	e->expires = expiry(item, now);
	e->created = wallclock;
	e->born = born;
	ret = insert(set, e, &r, now, err);
	if (ret) {
		free_entry(e);
		rosfw_addrset_list_put(set, list);
		return ret;
	}
	if (entry)
		*entry = e;
	return 0;
}

static struct rosfw_item *dynamic_item(const struct rosfw_addrset *set, const struct rosfw_addrlist *list,
				       const struct rosfw_addr *addr, u32 timeout)
{
	u32 menu = set->family == ROSFW_IPV4 ? ROSFW_MENU_IP_ADDRESS_LIST : ROSFW_MENU_IPV6_ADDRESS_LIST;
	u32 len = rosfw_addr_width(set->family) / 8;
	struct rosfw_item_builder b;
	u8 bytes[32];

	rosfw_addr_store(addr, set->family, bytes);
	memcpy(bytes + len, bytes, len);
	if (rosfw_item_begin_fixed(&b, menu, rosfw_item_room(strlen(list->name) + 1) + rosfw_item_room(2 * len)))
		return NULL;
	/* There is room for exactly these. */
	rosfw_item_put_string(&b, ROSFW_A_LIST, false, list->name);
	rosfw_item_put_value(&b, ROSFW_A_ADDRESS, false, bytes, 2 * len);
	if (timeout != ROSFW_TIMEOUT_NONE_STATIC)
		b.item->flags = ROSFW_FLAG_DYNAMIC;
	return b.item;
}

static int insert_dynamic(struct rosfw_addrset *set, struct rosfw_addrlist *list, const struct span *r, u32 timeout,
			  u64 expires, u64 wallclock)
{
	struct rosfw_item *item;
	struct rosfw_entry *e;

	if (full(set, 1))
		return -ENOSPC;
	/* Not with every packet: asking for memory in vain is slow. */
	if (rosfw_addrtable_wants(&set->table) && !(set->count % 64))
		rosfw_addrtable_grow(&set->table, rosfw_addrtable_alloc(&set->table, true));
	/* Until the collector has made room, chains must not become longer. */
	if (rosfw_addrtable_crowded(&set->table, LOAD_PACKET))
		return -ENOMEM;
	item = dynamic_item(set, list, &r->from, timeout);
	if (!item)
		return -ENOMEM;
	e = entry_new(set, item, list, r, true);
	rosfw_item_put(item);
	if (!e)
		return -ENOMEM;
	e->expires = expires;
	e->created = wallclock;
	if (link_entry(set, e)) {
		free_entry(e);
		return -ENOMEM;
	}
	refcount_inc(&list->refs);
	return 0;
}

int rosfw_addrset_add_dynamic(struct rosfw_addrset *set, struct rosfw_addrlist *list, const struct rosfw_addr *addr,
			      u32 timeout, u32 gen, u64 now, u64 wallclock)
{
	struct span r = { .from = *addr, .to = *addr, .len = rosfw_addr_width(set->family) };
	bool fixed = timeout == ROSFW_TIMEOUT_NONE_STATIC;
	u64 expires = fixed || timeout == ROSFW_TIMEOUT_NONE_DYNAMIC ? U64_MAX : now + timeout;
	struct rosfw_entry *e = find_same(set, list, &r, gen, now);
	int ret = 0;

	/* Most packets of a busy address end here, without the lock. */
	if (e && (!(e->item->flags & ROSFW_FLAG_DYNAMIC) || (!fixed && READ_ONCE(e->expires) == expires)))
		return 0;
	spin_lock_bh(&set->lock);
	e = find_same(set, list, &r, gen, now);
	if (!e) {
		ret = insert_dynamic(set, list, &r, timeout, expires, wallclock);
	} else if (e->item->flags & ROSFW_FLAG_DYNAMIC) {
		if (!fixed)
			rosfw_wheel_move(set, e, expires);
		else
			ret = insert_dynamic(set, list, &r, timeout, expires, wallclock);
		/* The static entry takes its place; the collector frees it. */
		if (fixed && !ret)
			rosfw_wheel_move(set, e, now);
	}
	spin_unlock_bh(&set->lock);
	return ret;
}

/* ---- looking, life ---- */

struct rosfw_entry *rosfw_addrset_find(struct rosfw_addrset *set, u32 id, u32 gen)
{
	struct rosfw_entry *e = rosfw_idmap_find(&set->ids, id);

	while (e && !rosfw_entry_seen(e, gen))
		e = rcu_dereference_check(e->older, rosfw_addrset_held(set));
	return e;
}

struct rosfw_entry *rosfw_addrset_next(struct rosfw_addrset *set, u32 id, u32 gen, u64 now)
{
	struct rosfw_entry *e;

	while (id < U32_MAX) {
		e = rosfw_idmap_next(&set->ids, id + 1, &id);
		if (!e)
			return NULL;
		for (; e; e = rcu_dereference_check(e->older, rosfw_addrset_held(set)))
			if (rosfw_entry_alive(e, gen, now))
				return e;
	}
	return NULL;
}

u32 rosfw_addrset_count(const struct rosfw_addrset *set)
{
	return READ_ONCE(set->count);
}

struct rosfw_addrset *rosfw_addrset_new(enum rosfw_family family)
{
	struct rosfw_addrset *set = rosfw_alloc(sizeof(*set));

	if (!set)
		return NULL;
	set->names = rosfw_alloc(array_size(NAMES_MIN, sizeof(*set->names)));
	spin_lock_init(&set->lock);
	if (!set->names || rosfw_addrtable_init(&set->table, &set->lock)) {
		rosfw_free(set->names);
		rosfw_free(set);
		return NULL;
	}
	get_random_bytes(&set->key, sizeof(set->key));
	set->family = family;
	set->ids.lock = &set->lock;
	set->names_mask = NAMES_MIN - 1;
	set->next_id = 1;
	return set;
}

void rosfw_addrset_free(struct rosfw_addrset *set)
{
	struct rosfw_entry *e;
	u32 id, n;

	if (!set)
		return;
	do {
		spin_lock_bh(&set->lock);
		for (n = 0; n < ROSFW_BATCH; n++) {
			e = rosfw_idmap_next(&set->ids, 0, &id);
			if (!e)
				break;
			rosfw_addrset_unlink(set, e);
		}
		spin_unlock_bh(&set->lock);
		cond_resched();
	} while (n);
	rosfw_addrtable_clean(&set->table);
	rosfw_free(set->names);
	rosfw_free(set);
}
