// SPDX-License-Identifier: GPL-2.0-only
/*
 * The store in the kernel: items over generic netlink.
 *
 * Inside a transaction with @batch set, changes are queued and sent many at a time; whatever needs an answer sends the
 * queue first. A refusal that comes back late carries the mark of its request. Somebody else's transaction is waited
 * for, some seconds.
 *
 * Routing tables are more than items: the kernel's policy rules belong to them. These are installed inside of the
 * transaction, when it is known that it can be committed and before it is; so no two of us do it at once. What is not
 * committed in the end is taken back.
 */
#include <linux/genetlink.h>
#include <time.h>

#include "message.h"
#include "netlink.h"

#define BUSY_MS		5000
#define BUSY_STEP_MS	50
#define DUMP_TRIES	20
#define IDS_MAX		4096U	/* in one request */

/**
 * struct kernel - the store
 * @txn: a transaction is open
 * @tables: it changes routing tables
 * @installed: the policy rules are those of the transaction
 * @last_id: id in the last answer to add
 * @owner: port id in the last answer to info, 0 = no transaction is open
 */
struct kernel {
	struct store store;
	struct link link;
	bool txn;
	bool tables;
	bool installed;
	u32 last_id;
	u32 owner;
};

static struct kernel *kernel_of(struct store *s)
{
	return container_of(s, struct kernel, store);
}

/* ---- refusals ---- */

static const char *errno_text(int rc)
{
	switch (-rc) {
	case EPERM:
	case EACCES:
		return "not enough permissions (9): this needs CAP_NET_ADMIN";
	case ENOENT:
		return "no such item";
	case EEXIST:
		return "already have such entry";
	case ENOMEM:
		return "the kernel is out of memory";
	case ENOBUFS:
		return "the kernel had no room for its answers";
	default:
		return strerror(-rc);
	}
}

static int refused(struct kernel *k, struct refusal *r, int rc, const struct link_error *e)
{
	if (rc == -EPERM && !e->text[0])
		refuse(r, -1, "%s", errno_text(rc));
	else
		refuse(r, -1, "%s%s", rc == -EEXIST ? "failure: " : "", e->text[0] ? e->text : errno_text(rc));
	k->store.failed_mark = e->mark != k->store.mark ? e->mark : 0;
	k->store.failed_prop = e->attr >= ROSFW_A_PROPERTY_FIRST ? e->attr : 0;
	k->store.failed_menu = 0;
	k->store.failed_id = 0;
	return rc;
}

static int too_long(struct refusal *r)
{
	refuse(r, -1, "the item is too long for one request");
	return -E2BIG;
}

/* ---- requests that wait for their answer ---- */

/* Answers to add and info. */
static int take_reply(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	const struct genlmsghdr *g = mnl_nlmsg_get_payload(nlh);
	struct kernel *k = arg;
	const struct nlattr *attr;
	u32 menu = 0, id = 0;

	(void)l;
	mnl_attr_for_each(attr, nlh, sizeof(*g)) {
		switch (mnl_attr_get_type(attr)) {
		case ROSFW_A_MENU:
			menu = message_u32(attr);
			break;
		case ROSFW_A_ID:
			id = message_u32(attr);
			break;
		case ROSFW_A_TXN_OWNER:
			k->owner = message_u32(attr);
			break;
		}
	}
	if (g->cmd != ROSFW_CMD_ITEM_ADD || !id || !menu || menu > ROSFW_MENU_MAX)
		return 0;
	k->last_id = id;
	if (k->store.added)
		k->store.added(k->store.arg, menu, id, mark);
	return 0;
}

static int flush(struct kernel *k, struct refusal *r)
{
	struct link_error e;
	int rc = link_flush(&k->link, &e);

	return rc ? refused(k, r, rc, &e) : 0;
}

static void pause_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* Is it somebody else's transaction that keeps us out? */
static bool somebody_else(struct kernel *k)
{
	struct link_error e;
	struct nlmsghdr *nlh;

	k->owner = 0;
	nlh = link_request(&k->link, ROSFW_CMD_INFO_GET, 0);
	if (link_queue(&k->link, nlh, 0, &e) || link_flush(&k->link, &e))
		return false;
	return k->owner && k->owner != k->link.portid;
}

static void say_owner(struct kernel *k, struct refusal *r)
{
	char path[64], name[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%u/comm", k->owner);
	f = fopen(path, "re");
	if (f) {
		if (fgets(name, sizeof(name), f))
			name[strcspn(name, "\n")] = 0;
		fclose(f);
	}
	if (name[0])
		refuse(r, -1, "another transaction is open: process %u (%s) holds it", k->owner, name);
	else
		refuse(r, -1, "another transaction is open: netlink port %u holds it", k->owner);
}

/*
 * Sends the request that was started, alone, and waits. A copy is kept for another try: while it is busy with somebody
 * else's transaction, the kernel refuses changes.
 */
static int ask(struct kernel *k, struct nlmsghdr *nlh, struct refusal *r)
{
	u32 len = nlh->nlmsg_len;
	char *copy = malloc(len);
	struct link_error e;
	int rc, waited;

	if (!copy) {
		refuse(r, -1, "out of memory");
		return -ENOMEM;
	}
	memcpy(copy, nlh, len);
	for (waited = 0;; waited += BUSY_STEP_MS) {
		nlh = (void *)(k->link.buf + k->link.used);
		memcpy(nlh, copy, len);
		rc = link_queue(&k->link, nlh, k->store.mark, &e);
		if (!rc)
			rc = link_flush(&k->link, &e);
		if (rc != -EBUSY || k->txn || !somebody_else(k))
			break;
		if (waited >= BUSY_MS) {
			say_owner(k, r);
			free(copy);
			return rc;
		}
		pause_ms(BUSY_STEP_MS);
	}
	free(copy);
	return rc ? refused(k, r, rc, &e) : 0;
}

/* A change: queued if that is wanted and possible. */
static int change(struct kernel *k, struct nlmsghdr *nlh, bool wait, struct refusal *r)
{
	struct link_error e;
	int rc;

	if (!wait && k->txn && k->store.batch) {
		rc = link_queue(&k->link, nlh, k->store.mark, &e);
		return rc ? refused(k, r, rc, &e) : 0;
	}
	return ask(k, nlh, r);
}

/* What is queued goes first, unless this request will join it. */
static int prepare(struct kernel *k, bool wait, struct refusal *r)
{
	return wait || !k->txn || !k->store.batch ? flush(k, r) : 0;
}

/* ---- transactions ---- */

static int simple(struct kernel *k, u8 cmd, struct refusal *r)
{
	int rc = flush(k, r);

	return rc ? rc : ask(k, link_request(&k->link, cmd, 0), r);
}

static int kernel_begin(struct store *s, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	int rc = simple(k, ROSFW_CMD_TXN_BEGIN, r);

	k->txn = !rc;
	return rc;
}

static void copy_menu(struct store *s, struct rosfw_config *c, u32 menu)
{
	struct rosfw_error err;
	struct refusal r;
	struct rows rows;
	u32 i;

	rows_init(&rows);
	if (!s->ops->list(s, menu, &rows, &r))
		for (i = 0; i < rows.n; i++)
			if (!(rows.row[i].flags & ROSFW_FLAG_BUILTIN))
				rosfw_config_add(c, rows.row[i].item, 0, &err);
	rows_clean(&rows);
}

/* A configuration of the same items as the transaction's, as far as they decide about loops. */
static struct rosfw_config *copy_config(struct store *s)
{
	struct rosfw_config *c = rosfw_config_new();
	u32 menu;

	if (!c)
		return NULL;
	copy_menu(s, c, ROSFW_MENU_ROUTING_TABLE);	/* rules name them */
	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		if (rosfw_menus[menu].type == ROSFW_MENU_RULES || rosfw_menus[menu].type == ROSFW_MENU_IFLISTS)
			copy_menu(s, c, menu);
	return c;
}

/* The kernel refused the transaction as a whole: which item is to blame? The core knows, given the same items. */
static void find_culprit(struct store *s)
{
	struct rosfw_error err = { .text = "" };
	struct rosfw_config *c = copy_config(s);

	if (c && rosfw_config_check(c, &err)) {
		s->failed_menu = err.menu;
		s->failed_id = err.id;
	}
	rosfw_config_put(c);
}

static int finish(struct store *s, u8 cmd, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	int rc = flush(k, r);

	if (rc)
		return rc;
	rc = ask(k, link_request(&k->link, cmd, 0), r);
	if (rc == -ELOOP || rc == -ENOENT)
		find_culprit(s);
	return rc;
}

/* The policy rules of the routing tables that are seen: those of the transaction while it is open. */
static int install_policy(struct store *s, struct refusal *r)
{
	struct rows rows;
	int rc;

	rows_init(&rows);
	rc = s->ops->list(s, ROSFW_MENU_ROUTING_TABLE, &rows, r);
	if (!rc)
		rc = policy_install(&rows, r);
	rows_clean(&rows);
	return rc;
}

static int kernel_commit(struct store *s, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	int rc = 0;

	if (k->tables) {
		rc = finish(s, ROSFW_CMD_TXN_CHECK, r);
		k->installed = !rc;
		if (!rc)
			rc = install_policy(s, r);
	}
	if (!rc)
		rc = finish(s, ROSFW_CMD_TXN_COMMIT, r);
	if (!rc)
		k->txn = k->tables = k->installed = false;
	return rc;
}

static int kernel_check(struct store *s, struct refusal *r)
{
	return finish(s, ROSFW_CMD_TXN_CHECK, r);
}

static void kernel_abort(struct store *s)
{
	struct kernel *k = kernel_of(s);
	struct refusal ignored;

	link_drop(&k->link);
	if (k->txn)
		ask(k, link_request(&k->link, ROSFW_CMD_TXN_ABORT, 0), &ignored);
	k->txn = false;
	if (k->installed)
		install_policy(s, &ignored);
	k->tables = k->installed = false;
}

/* A change of a routing table is part of a transaction, which is made if there is none. */
static int table_begin(struct store *s, u32 menu, bool *own, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	int rc = 0;

	*own = menu == ROSFW_MENU_ROUTING_TABLE && !k->txn;
	if (*own)
		rc = kernel_begin(s, r);
	if (menu == ROSFW_MENU_ROUTING_TABLE)
		k->tables = true;
	return rc;
}

static int table_end(struct store *s, bool own, int rc, struct refusal *r)
{
	if (!own)
		return rc;
	if (!rc)
		rc = kernel_commit(s, r);
	if (rc)
		kernel_abort(s);
	return rc;
}

/* ---- changes ---- */

static bool put_values(struct nlmsghdr *nlh, const struct rosfw_item *item)
{
	u16 negated[ROSFW_A_MAX + 1], n = 0;
	const struct rosfw_value *v;

	for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v)) {
		if (!link_put(nlh, v->prop, v->len, v->data))
			return false;
		if (v->negated)
			negated[n++] = v->prop;
	}
	return !n || link_put(nlh, ROSFW_A_NOT, n * sizeof(u16), negated);
}

static int add_item(struct store *s, const struct rosfw_item *item, u32 before, u32 *id, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	struct nlmsghdr *nlh;
	int rc = prepare(k, id, r);

	if (rc)
		return rc;
	nlh = link_request(&k->link, ROSFW_CMD_ITEM_ADD, 0);
	if (!link_put_u32(nlh, ROSFW_A_MENU, item->menu) || (before && !link_put_u32(nlh, ROSFW_A_BEFORE, before)) ||
	    !put_values(nlh, item))
		return too_long(r);
	rc = change(k, nlh, id, r);
	if (!rc && id)
		*id = k->last_id;
	return rc;
}

static int kernel_add(struct store *s, const struct rosfw_item *item, u32 before, u32 *id, struct refusal *r)
{
	bool own;
	int rc = table_begin(s, item->menu, &own, r);

	return rc ? rc : table_end(s, own, add_item(s, item, before, id, r), r);
}

static int set_item(struct store *s, u32 menu, u32 id, const struct rosfw_item *changes, const u16 *unset,
		    struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	struct nlmsghdr *nlh;
	u32 n = 0;
	int rc = prepare(k, false, r);

	if (rc)
		return rc;
	while (unset[n])
		n++;
	nlh = link_request(&k->link, ROSFW_CMD_ITEM_SET, 0);
	if (!link_put_u32(nlh, ROSFW_A_MENU, menu) || !link_put_u32(nlh, ROSFW_A_ID, id) || !put_values(nlh, changes) ||
	    (n && !link_put(nlh, ROSFW_A_UNSET, n * sizeof(u16), unset)))
		return too_long(r);
	return change(k, nlh, false, r);
}

static int kernel_set(struct store *s, u32 menu, u32 id, const struct rosfw_item *changes, const u16 *unset,
		      struct refusal *r)
{
	bool own;
	int rc = table_begin(s, menu, &own, r);

	return rc ? rc : table_end(s, own, set_item(s, menu, id, changes, unset, r), r);
}

/* A request with a menu and, if not 0, an id and an id to stand before. */
static int by_id(struct store *s, u8 cmd, u32 menu, u32 id, u32 before, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	struct nlmsghdr *nlh;
	int rc = prepare(k, false, r);

	if (rc)
		return rc;
	nlh = link_request(&k->link, cmd, 0);
	if (!link_put_u32(nlh, ROSFW_A_MENU, menu) || (id && !link_put_u32(nlh, ROSFW_A_ID, id)) ||
	    (before && !link_put_u32(nlh, ROSFW_A_BEFORE, before)))
		return too_long(r);
	return change(k, nlh, false, r);
}

static bool is_connections(u32 menu)
{
	return rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS;
}

static int kernel_remove(struct store *s, u32 menu, u32 id, struct refusal *r)
{
	u8 cmd = is_connections(menu) ? ROSFW_CMD_CONN_REMOVE : ROSFW_CMD_ITEM_REMOVE;
	bool own;
	int rc = table_begin(s, menu, &own, r);

	return rc ? rc : table_end(s, own, by_id(s, cmd, menu, id, 0, r), r);
}

static int kernel_remove_many(struct store *s, u32 menu, const u32 *id, u32 n, struct refusal *r)
{
	struct kernel *k = kernel_of(s);
	int rc = flush(k, r);
	u32 part;

	for (; !rc && n; id += part, n -= part) {
		struct nlmsghdr *nlh = link_request(&k->link, ROSFW_CMD_CONN_REMOVE, 0);

		part = min_t(u32, n, IDS_MAX);
		if (!link_put_u32(nlh, ROSFW_A_MENU, menu) || !link_put(nlh, ROSFW_A_IDS, part * sizeof(*id), id))
			return too_long(r);
		rc = ask(k, nlh, r);
	}
	return rc;
}

static int kernel_move(struct store *s, u32 menu, u32 id, u32 before, struct refusal *r)
{
	return by_id(s, ROSFW_CMD_ITEM_MOVE, menu, id, before, r);
}

static int kernel_reset(struct store *s, u32 menu, u32 id, struct refusal *r)
{
	return by_id(s, ROSFW_CMD_ITEM_RESET, menu, id, 0, r);
}

/* ---- lists ---- */

struct listing {
	u32 menu;
	struct rows *rows;
};

static int take_row(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	struct listing *listing = arg;
	struct row row;
	int rc = message_row(nlh, listing->menu, &row);

	(void)l;
	(void)mark;
	if (rc)
		return rc;
	rc = rows_add(listing->rows, &row);
	if (rc)
		row_clean(&row);
	return rc;
}

/* Most messages of a search are about what is not wanted: only the others become rows. */
static int search_row(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	const struct search *q = arg;
	struct row row;
	int rc = q->seen ? q->seen(q->arg, message_id(nlh)) : 0;

	(void)l;
	(void)mark;
	if (rc || !q->found || (q->equal && !message_has(nlh, q->equal)))
		return rc;
	rc = message_row(nlh, q->menu, &row);
	if (rc)
		return rc;
	rc = q->found(q->arg, &row);
	row_clean(&row);
	return rc;
}

static int count_row(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	(void)l;
	(void)nlh;
	(void)mark;
	++*(u32 *)arg;
	return 0;
}

/* Of connections, whose dumps are never overtaken. */
static int dump_connections(struct kernel *k, u32 menu,
			    int (*reply)(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg), void *arg,
			    struct refusal *r)
{
	struct link_error e;
	struct nlmsghdr *nlh;
	int rc = flush(k, r);

	if (rc)
		return rc;
	nlh = link_request(&k->link, ROSFW_CMD_CONN_GET, NLM_F_DUMP);
	link_put_u32(nlh, ROSFW_A_MENU, menu);
	k->link.reply = reply;
	k->link.arg = arg;
	rc = link_dump(&k->link, nlh, &e);
	k->link.reply = take_reply;
	k->link.arg = k;
	return rc ? refused(k, r, rc, &e) : 0;
}

static int kernel_count(struct store *s, u32 menu, u32 *n, struct refusal *r)
{
	*n = 0;
	return dump_connections(kernel_of(s), menu, count_row, n, r);
}

static int kernel_search(struct store *s, const struct search *q, struct refusal *r)
{
	return dump_connections(kernel_of(s), q->menu, search_row, (void *)q, r);
}

/* ---- events ---- */

/**
 * struct following - who wants to hear of connections
 * @menu: only those of this menu
 */
struct following {
	u32 menu;
	int (*added)(void *arg, struct rows *rows);
	void *arg;
};

static int take_event(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	const struct genlmsghdr *g = mnl_nlmsg_get_payload(nlh);
	const struct following *f = arg;
	struct listing listing;
	const struct nlattr *attr;
	u32 menu = 0, event = 0;
	struct rows rows;
	int rc;

	mnl_attr_for_each(attr, nlh, sizeof(*g)) {
		if (mnl_attr_get_type(attr) == ROSFW_A_MENU)
			menu = message_u32(attr);
		else if (mnl_attr_get_type(attr) == ROSFW_A_EVENT)
			event = message_u32(attr);
	}
	if (g->cmd != ROSFW_CMD_CONN_EVENT || menu != f->menu || event != ROSFW_EVENT_NEW)
		return 0;
	rows_init(&rows);
	listing.menu = menu;
	listing.rows = &rows;
	rc = take_row(l, nlh, mark, &listing);
	if (!rc)
		rc = f->added(f->arg, &rows);
	rows_clean(&rows);
	return rc;
}

/* Listens before it lists, so that nothing is missed in between. */
static int kernel_follow(struct store *s, u32 menu, int (*begin)(void *arg),
			 int (*added)(void *arg, struct rows *rows), void *arg, struct refusal *r)
{
	struct following f = { menu, added, arg };
	struct link events;
	int rc;

	(void)s;
	rc = link_open(&events, r);
	if (!rc)
		rc = link_join(&events, r);
	if (!rc)
		rc = begin(arg);
	events.reply = take_event;
	events.arg = &f;
	while (!rc) {
		rc = link_wait(&events);
		if (rc == -ENOBUFS) {
			fputs("# more connections came than could be shown\n", stderr);
			rc = 0;
		}
	}
	link_close(&events);
	return rc;
}

static int kernel_list(struct store *s, u32 menu, struct rows *rows, struct refusal *r)
{
	u8 cmd = is_connections(menu) ? ROSFW_CMD_CONN_GET : ROSFW_CMD_ITEM_GET;
	struct listing listing = { menu, rows };
	struct kernel *k = kernel_of(s);
	struct link_error e;
	struct nlmsghdr *nlh;
	int rc = flush(k, r), tries;

	for (tries = 0; !rc && tries < DUMP_TRIES; tries++) {
		nlh = link_request(&k->link, cmd, NLM_F_DUMP);
		link_put_u32(nlh, ROSFW_A_MENU, menu);
		k->link.reply = take_row;
		k->link.arg = &listing;
		rc = link_dump(&k->link, nlh, &e);
		k->link.reply = take_reply;
		k->link.arg = k;
		if (rc != -EAGAIN)
			return rc ? refused(k, r, rc, &e) : 0;
		rows_clean(rows);
		rows_init(rows);
		rc = 0;
	}
	if (!rc)
		refuse(r, -1, "the list changed again and again while it was read");
	return rc ? rc : -EAGAIN;
}

/* ---- life ---- */

static void kernel_close(struct store *s)
{
	struct kernel *k = kernel_of(s);

	link_close(&k->link);	/* the kernel aborts a transaction that is still open */
	free(k);
}

static const struct store_ops kernel_ops = {
	.begin = kernel_begin,
	.commit = kernel_commit,
	.check = kernel_check,
	.abort = kernel_abort,
	.add = kernel_add,
	.set = kernel_set,
	.remove = kernel_remove,
	.remove_many = kernel_remove_many,
	.move = kernel_move,
	.reset = kernel_reset,
	.list = kernel_list,
	.search = kernel_search,
	.count = kernel_count,
	.follow = kernel_follow,
	.close = kernel_close,
};

struct store *store_kernel_open(struct refusal *r)
{
	struct kernel *k = calloc(1, sizeof(*k));

	if (!k) {
		refuse(r, -1, "out of memory");
		return NULL;
	}
	k->store.ops = &kernel_ops;
	if (link_open(&k->link, r)) {
		kernel_close(&k->store);
		return NULL;
	}
	k->link.reply = take_reply;
	k->link.arg = k;
	return &k->store;
}
