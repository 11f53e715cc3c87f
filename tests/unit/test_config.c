// SPDX-License-Identifier: GPL-2.0-only
/* Configurations: order, ids, clones, interface lists, jumps; and every allocation failing in turn. */
#include "items.h"
#include "tap.h"

#define F4	ROSFW_MENU_IP_FILTER
#define F6	ROSFW_MENU_IPV6_FILTER
#define IL	ROSFW_MENU_INTERFACE_LIST
#define RT	ROSFW_MENU_ROUTING_TABLE
#define M4	ROSFW_MENU_IP_MANGLE
#define IM	ROSFW_MENU_INTERFACE_LIST_MEMBER

static struct rosfw_error err;

/* The ids of a menu, in order: "1 2 3". */
static const char *ids(const struct rosfw_config *c, u32 menu)
{
	static char buf[2][256];
	static unsigned int turn;
	const struct rosfw_items *items = c->menu[menu];
	char *p = buf[turn = !turn];
	u32 i;

	*p = 0;
	for (i = 0; i < items->n; i++)
		p += sprintf(p, "%s%u", i ? " " : "", items->item[i]->id);
	return buf[turn];
}

static u32 add(struct rosfw_config *c, u32 menu, const char *text)
{
	u32 id = 0;

	tap_is(item_add(c, menu, text, 0, &id, &err), 0);
	return id;
}

static void test_order(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_item *item;
	u32 i, id;

	tap_case("items are added at the end and before others");
	for (i = 0; i < 3; i++)
		tap_is(add(c, F4, "chain=input"), i + 1);
	tap_is(item_add(c, F4, "chain=input", 2, &id, &err), 0);
	tap_is(id, 4);
	tap_str(ids(c, F4), "1 4 2 3");
	tap_is(item_add(c, F4, "chain=input", 1, &id, &err), 0);
	tap_str(ids(c, F4), "5 1 4 2 3");
	tap_is(item_add(c, F4, "chain=input", 99, &id, &err), -ENOENT);
	tap_is(id, 0);
	tap_str(err.text, "no such item to stand before");
	tap_str(ids(c, F4), "5 1 4 2 3");

	tap_case("items move: up, down, to the end, nowhere");
	tap_is(rosfw_config_move(c, F4, 3, 1, &err), 0);
	tap_str(ids(c, F4), "5 3 1 4 2");
	tap_is(rosfw_config_move(c, F4, 5, 2, &err), 0);
	tap_str(ids(c, F4), "3 1 4 5 2");
	tap_is(rosfw_config_move(c, F4, 3, 0, &err), 0);
	tap_str(ids(c, F4), "1 4 5 2 3");
	tap_is(rosfw_config_move(c, F4, 4, 4, &err), 0);
	tap_is(rosfw_config_move(c, F4, 4, 5, &err), 0);
	tap_str(ids(c, F4), "1 4 5 2 3");
	tap_is(rosfw_config_move(c, F4, 4, 77, &err), -ENOENT);
	tap_is(rosfw_config_move(c, F4, 77, 4, &err), -ENOENT);
	tap_str(err.text, "no such item");

	tap_case("items are removed; ids are not used again");
	tap_is(rosfw_config_remove(c, F4, 5, &err), 0);
	tap_is(rosfw_config_remove(c, F4, 5, &err), -ENOENT);
	tap_is(rosfw_config_remove(c, F4, 0, &err), -ENOENT);
	tap_str(ids(c, F4), "1 4 2 3");
	tap_is(add(c, F4, "chain=x"), 6);
	tap_is(rosfw_config_remove(c, F4, 6, &err), 0);
	tap_is(add(c, F4, "chain=x"), 7);

	tap_case("items are found wherever they are");
	tap_is(rosfw_config_find(c, F4, 4)->id, 4);
	tap_is(rosfw_config_find(c, F4, 7)->id, 7);
	tap_ok(!rosfw_config_find(c, F4, 6));
	tap_ok(!rosfw_config_find(c, F4, U32_MAX));
	tap_ok(!rosfw_config_find(c, F6, 1));
	tap_ok(!rosfw_config_find(c, 0, 1));
	tap_ok(!rosfw_config_find(c, ROSFW_MENU_MAX + 1, 1));
	tap_ok(!rosfw_config_find(c, ROSFW_MENU_IP_ADDRESS_LIST, 1));

	tap_case("an item is replaced in its place");
	item = item_parse(F4, "chain=new");
	item->id = 4;
	tap_is(rosfw_config_replace(c, item, &err), 0);
	tap_ok(rosfw_config_find(c, F4, 4) == item);
	tap_str(ids(c, F4), "1 4 2 3 7");
	rosfw_item_put(item);
	item = item_parse(F4, "chain=new");
	item->id = 99;
	tap_is(rosfw_config_replace(c, item, &err), -ENOENT);
	rosfw_item_put(item);

	tap_case("an id can be brought along, once");
	item = item_parse(F4, "chain=restored");
	item->id = 40;
	tap_is(rosfw_config_add(c, item, 0, &err), 0);
	tap_is(rosfw_config_add(c, item, 0, &err), -EEXIST);
	rosfw_item_put(item);
	tap_is(add(c, F4, "chain=x"), 41);
	item = item_parse(F4, "chain=x");
	item->id = U32_MAX;
	tap_is(rosfw_config_add(c, item, 0, &err), -ENOSPC);
	rosfw_item_put(item);

	tap_case("menus that live elsewhere are refused");
	item = item_parse(ROSFW_MENU_IP_ADDRESS_LIST, "list=x address=1.2.3.4");
	tap_is(rosfw_config_add(c, item, 0, &err), -EPERM);
	tap_is(rosfw_config_replace(c, item, &err), -EPERM);
	tap_is(rosfw_config_remove(c, ROSFW_MENU_IP_CONNECTION, 1, &err), -EPERM);
	tap_is(rosfw_config_move(c, 0, 1, 0, &err), -EPERM);
	rosfw_item_put(item);
	rosfw_config_put(c);
	rosfw_config_put(NULL);
	tap_is(rosfw_test_live(), 0);
	tap_is(env.counters, 0);
}

static void test_clone(void)
{
	struct rosfw_config *c = rosfw_config_new(), *clone;

	tap_case("a clone shares until it changes, and the original stays as it is");
	add(c, F4, "chain=a");
	add(c, F4, "chain=b");
	add(c, F6, "chain=c");
	clone = rosfw_config_clone(c);
	tap_ok(clone->menu[F4] == c->menu[F4]);
	tap_is(add(clone, F4, "chain=d"), 3);
	tap_ok(clone->menu[F4] != c->menu[F4]);
	tap_ok(clone->menu[F6] == c->menu[F6]);
	tap_str(ids(c, F4), "1 2");
	tap_str(ids(clone, F4), "1 2 3");
	tap_is(rosfw_config_remove(clone, F4, 1, &err), 0);
	tap_is(rosfw_config_move(clone, F4, 3, 2, &err), 0);
	tap_str(ids(clone, F4), "3 2");
	tap_str(ids(c, F4), "1 2");
	tap_ok(clone->menu[F4]->item[1] == c->menu[F4]->item[1]);
	rosfw_config_put(c);
	tap_str(rosfw_item_string(clone->menu[F6]->item[0], ROSFW_A_CHAIN), "c");
	tap_ok(rosfw_config_get(clone) == clone);
	rosfw_config_put(clone);
	rosfw_config_put(clone);
	tap_is(rosfw_test_live(), 0);
}

/* A step each: what is done to the interface lists, and what comes of it. */
static const struct {
	enum { ADD, SET, REMOVE, MOVE } op;
	u32 menu;
	u32 id;		/* SET, REMOVE, MOVE */
	const char *text;
	int want;
	const char *error;
} steps[] = {
	{ ADD, IL, 0, "name=LAN", 0 },				/* 5 */
	{ ADD, IL, 0, "name=WAN", 0 },				/* 6 */
	{ ADD, IL, 0, "name=LAN", -EEXIST, "already have interface list with such name" },
	{ ADD, IL, 0, "name=all", -EEXIST, "already have interface list with such name" },
	{ ADD, IM, 0, "list=LAN interface=ether1", 0 },		/* 1 */
	{ ADD, IM, 0, "list=LAN interface=ether2", 0 },		/* 2 */
	{ ADD, IM, 0, "list=WAN interface=ether1", 0 },		/* 3 */
	{ ADD, IM, 0, "list=LAN interface=ether1", -EEXIST,
	  "already have such entry: the interface is a member of this list" },
	{ ADD, IM, 0, "list=DMZ interface=ether1", -ENOENT, "there is no such interface list: add it first" },
	{ ADD, IM, 0, "list=static interface=ether1", -EPERM,
	  "members of built-in interface lists are found by the system and cannot be added" },
	{ SET, IM, 2, "list=LAN interface=ether1", -EEXIST,
	  "already have such entry: the interface is a member of this list" },
	{ SET, IM, 2, "list=LAN interface=ether2 comment=x", 0 },
	{ SET, IM, 2, "list=DMZ interface=ether2", -ENOENT, "there is no such interface list: add it first" },
	{ REMOVE, IL, 5, NULL, -EBUSY, "the interface list has members: remove them first" },
	{ SET, IL, 5, "name=INSIDE", -EBUSY, "the interface list has members: remove them first" },
	{ SET, IL, 5, "name=WAN", -EEXIST, "already have interface list with such name" },
	{ SET, IL, 5, "name=LAN comment=x", 0 },
	{ ADD, IL, 0, "name=BOTH include=LAN,WAN", 0 },		/* 7 */
	{ ADD, IL, 0, "name=NONE exclude=WAN", 0 },		/* 8 */
	{ REMOVE, IM, 3, NULL, 0 },
	{ REMOVE, IL, 6, NULL, -EBUSY, "another interface list includes or excludes this one: change that one first" },
	{ SET, IL, 7, "name=BOTH include=LAN", 0 },
	{ REMOVE, IL, 6, NULL, -EBUSY, "another interface list includes or excludes this one: change that one first" },
	{ SET, IL, 8, "name=NONE", 0 },
	{ REMOVE, IL, 6, NULL, 0 },
	{ SET, IL, 8, "name=OTHER", 0 },
	{ REMOVE, IL, 1, NULL, -EPERM, "a built-in item cannot be removed" },
	{ SET, IL, 1, "name=every", -EPERM, "of a built-in interface list only the comment can be changed" },
	{ SET, IL, 1, "name=all include=LAN", -EPERM, "of a built-in interface list only the comment can be changed" },
	{ SET, IL, 1, "name=all comment=all_of_them", 0 },
	{ MOVE, IL, 1, NULL, -EPERM, "a built-in item cannot be moved" },
	{ ADD, IL, 1, "name=first", -EPERM, "nothing can stand before a built-in item" },
};

/* Routing tables: a step each, as above. M4 and F4 name tables. */
static const struct {
	enum { ADD_T, SET_T, REMOVE_T } op;
	u32 menu;
	u32 id;
	const char *text;
	int want;
	u16 number;	/* of the table afterwards */
	const char *error;
} table_steps[] = {
	{ ADD_T, RT, 0, "name=a fib=yes", 0, 1 },		/* 2 */
	{ ADD_T, RT, 0, "name=b fib=yes", 0, 2 },		/* 3 */
	{ ADD_T, RT, 0, "name=c", 0, 3 },			/* 4 */
	{ ADD_T, RT, 0, "name=a", -EEXIST, 0, "already have routing table with such name" },
	{ ADD_T, RT, 0, "name=main", -EEXIST, 0, "already have routing table with such name" },
	{ SET_T, RT, 3, "name=a fib=yes", -EEXIST, 0, "already have routing table with such name" },
	{ SET_T, RT, 1, "name=main comment=x", -EPERM, 0, "the routing table main is built in and cannot be changed" },
	{ REMOVE_T, RT, 1, NULL, -EPERM, 0, "a built-in item cannot be removed" },
	{ ADD_T, M4, 0, "chain=output action=mark-routing new-routing-mark=a", 0 },	/* 1 */
	{ ADD_T, F4, 0, "chain=forward routing-mark=main", 0 },				/* 1 */
	{ ADD_T, F4, 0, "chain=forward routing-mark=c", -EINVAL, 0,
	  "packets cannot be routed by this routing table: it was added without fib" },
	{ ADD_T, F4, 0, "chain=forward routing-mark=d", -ENOENT, 0,
	  "input does not match any value of routing-mark: there is no such routing table" },
	{ ADD_T, M4, 0, "chain=output action=mark-routing new-routing-mark=d", -ENOENT, 0,
	  "input does not match any value of new-routing-mark: there is no such routing table" },
	{ ADD_T, F4, 0, "chain=forward routing-table=d", -ENOENT, 0,
	  "input does not match any value of routing-table: there is no such routing table" },
	{ ADD_T, F4, 0, "chain=forward routing-table=c", -EINVAL, 0,
	  "packets cannot be routed by this routing table: it was added without fib" },
	{ SET_T, F4, 1, "chain=forward routing-table=a", 0 },
	{ REMOVE_T, RT, 2, NULL, -EBUSY, 0, "rules name this routing table: change or remove them first" },
	{ SET_T, F4, 1, "chain=forward routing-mark=!b", 0 },
	{ REMOVE_T, RT, 2, NULL, -EBUSY, 0, "rules name this routing table: change or remove them first" },
	{ REMOVE_T, RT, 3, NULL, -EBUSY, 0, "rules name this routing table: change or remove them first" },
	{ SET_T, RT, 2, "name=e fib=yes", -EBUSY, 0, "rules name this routing table: change or remove them first" },
	{ SET_T, RT, 2, "name=a", -EBUSY, 0, "rules name this routing table: change or remove them first" },
	{ SET_T, RT, 2, "name=a fib=yes disabled=yes", 0, 1 },
	{ SET_T, RT, 4, "name=f fib=yes", 0, 3 },
	{ REMOVE_T, M4, 1, NULL, 0 },
	{ REMOVE_T, RT, 2, NULL, 0 },
	{ ADD_T, RT, 0, "name=again", 0, 1 },			/* 5 */
	{ ADD_T, RT, 0, "name=next", 0, 4 },			/* 6 */
};

static void test_tables(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_item *item;
	char name[32];
	u32 i, id;
	int ret;

	for (i = 0; i < ARRAY_SIZE(table_steps); i++) {
		tap_case("routing tables, step %u", i + 1);
		id = table_steps[i].id;
		if (table_steps[i].op == REMOVE_T) {
			ret = rosfw_config_remove(c, table_steps[i].menu, id, &err);
		} else {
			item = item_parse(table_steps[i].menu, table_steps[i].text);
			item->id = id;
			ret = table_steps[i].op == ADD_T ? rosfw_config_add(c, item, 0, &err) :
							   rosfw_config_replace(c, item, &err);
			id = item->id;
			rosfw_item_put(item);
		}
		tap_is(ret, table_steps[i].want);
		if (ret)
			tap_str(err.text, table_steps[i].error);
		else if (table_steps[i].op != REMOVE_T && table_steps[i].menu == RT)
			tap_is(rosfw_config_find(c, RT, id)->number, table_steps[i].number);
	}

	tap_case("4095 of them, and main");
	for (i = 0; c->menu[RT]->n < ROSFW_TABLES_MAX; i++) {
		snprintf(name, sizeof(name), "name=t%u fib=yes", i);
		add(c, RT, name);
	}
	tap_is(rosfw_config_table(c, "main")->number, 0);
	snprintf(name, sizeof(name), "t%u", i - 1);
	tap_is(rosfw_config_table(c, name)->number, 4095);
	item = item_parse(RT, "name=more");
	tap_is(rosfw_config_add(c, item, 0, &err), -ENOSPC);
	rosfw_item_put(item);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

static int do_step(struct rosfw_config *c, u32 i)
{
	struct rosfw_item *item;
	int ret;

	switch (steps[i].op) {
	case ADD:
		return item_add(c, steps[i].menu, steps[i].text, steps[i].id, NULL, &err);
	case SET:
		item = item_parse(steps[i].menu, steps[i].text);
		item->id = steps[i].id;
		item->flags = rosfw_config_find(c, steps[i].menu, steps[i].id)->flags;
		ret = rosfw_config_replace(c, item, &err);
		rosfw_item_put(item);
		return ret;
	case REMOVE:
		return rosfw_config_remove(c, steps[i].menu, steps[i].id, &err);
	default:
		return rosfw_config_move(c, steps[i].menu, steps[i].id, 0, &err);
	}
}

static void test_lists(void)
{
	struct rosfw_config *c = rosfw_config_new();
	char text[64];
	u32 i;
	int ret = 0;

	tap_case("four interface lists are built in");
	tap_str(ids(c, IL), "1 2 3 4");
	tap_str(rosfw_item_string(c->menu[IL]->item[0], ROSFW_A_NAME), "all");
	tap_str(rosfw_item_string(c->menu[IL]->item[0], ROSFW_A_COMMENT), "contains all interfaces");
	tap_str(rosfw_item_string(c->menu[IL]->item[3], ROSFW_A_NAME), "static");
	for (i = 0; i < 4; i++)
		tap_is(c->menu[IL]->item[i]->flags, ROSFW_FLAG_BUILTIN);
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		tap_case("lists, step %u: %s", i, steps[i].text ? steps[i].text : "");
		err.text = NULL;
		tap_is(do_step(c, i), steps[i].want);
		if (steps[i].want)
			tap_str(err.text, steps[i].error);
	}
	tap_case("no more than so many interface lists");
	for (i = 0; i < ROSFW_IFLISTS_MAX && !ret; i++) {
		snprintf(text, sizeof(text), "name=l%u", i);
		ret = item_add(c, IL, text, 0, NULL, &err);
	}
	tap_is(ret, -ENOSPC);
	tap_is(c->menu[IL]->n, ROSFW_IFLISTS_MAX);
	tap_is(rosfw_config_check(c, &err), 0);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

#define LOOP	"this jump makes a loop: its target leads back to the chain of the rule"
#define IFLOOP	"this makes a loop: the interface list named leads back to this one"
#define NOLIST	"there is no interface list of that name: add it first"

#define J(from, to)	"chain=" from " action=jump jump-target=" to

static const struct {
	const char *name;
	u32 menu;
	const char *text[6];
	u32 id;		/* at fault */
	const char *error;
} checks[] = {
	{ "a jump", F4, { J("input", "x"), "chain=x" } },
	{ "a jump to nowhere", F4, { J("input", "x") } },
	{ "two ways to one chain", F4, { J("input", "a"), J("input", "b"), J("a", "c"), J("b", "c"), "chain=c" } },
	{ "the same jump twice", F4, { J("input", "a"), J("input", "a"), "chain=a" } },
	{ "a jump to a built-in chain", F4, { J("input", "forward"), "chain=forward" } },
	{ "a jump to itself", F4, { "chain=x", J("x", "x") }, 2, LOOP },
	{ "a built-in chain to itself", F4, { J("input", "input") }, 1, LOOP },
	{ "a loop of two", F4, { J("a", "b"), J("b", "a") }, 2, LOOP },
	{ "a loop of three, reached from input", F4, { J("input", "a"), J("a", "b"), J("b", "c"), J("c", "a") }, 4,
	  LOOP },
	{ "a loop behind a good jump", F4, { "chain=c", J("a", "c"), J("a", "b"), J("b", "c"), J("b", "a") }, 5, LOOP },
	{ "a loop whose jump is disabled", F4, { J("a", "b"), J("b", "a") " disabled=yes" } },
	{ "jump-target of another action", F4, { J("a", "b"), "chain=b jump-target=a" } },
	{ "loops in IPv6", F6, { J("a", "a") }, 1, LOOP },
	{ "loops in raw", ROSFW_MENU_IPV6_RAW, { J("a", "a") }, 1, LOOP },
	{ "a list includes one of before", IL, { "name=a", "name=b include=a" } },
	{ "a list includes one of after", IL, { "name=b include=a,all", "name=a" } },
	{ "a list includes nothing there is", IL, { "name=b include=a" }, 5, NOLIST },
	{ "a list excludes nothing there is", IL, { "name=a", "name=b include=a exclude=ab" }, 6, NOLIST },
	{ "a list includes itself", IL, { "name=a include=a" }, 5, IFLOOP },
	{ "a list excludes itself", IL, { "name=a exclude=a" }, 5, IFLOOP },
	{ "two lists include one another", IL, { "name=a include=b", "name=b include=a" }, 6, IFLOOP },
	{ "a loop by include and exclude", IL, { "name=a include=b", "name=b exclude=c", "name=c include=a" }, 7,
	  IFLOOP },
	{ "two ways to one list", IL, { "name=a include=b,c", "name=b include=d", "name=c exclude=d", "name=d" } },
};

static void test_checks(void)
{
	struct rosfw_config *c;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		tap_case("check: %s", checks[i].name);
		c = rosfw_config_new();
		for (j = 0; checks[i].text[j]; j++)
			add(c, checks[i].menu, checks[i].text[j]);
		memset(&err, 0, sizeof(err));
		tap_is(rosfw_config_check(c, &err), !checks[i].error ? 0 : !strcmp(checks[i].error,
										   NOLIST) ? -ENOENT : -ELOOP);
		tap_str(err.text, checks[i].error);
		tap_is(err.id, checks[i].id);
		tap_is(err.menu, checks[i].error ? checks[i].menu : 0);
		rosfw_config_put(c);
		tap_is(rosfw_test_live(), 0);
	}
}

/* input -> c0 -> c1 ... : @n jumps one in another. The last chain has a rule. */
static struct rosfw_config *make_depth(u32 n)
{
	struct rosfw_config *c = rosfw_config_new();
	char text[128];
	u32 i;

	add(c, F4, J("input", "c0"));
	for (i = 1; i < n; i++) {
		snprintf(text, sizeof(text), "chain=c%u action=jump jump-target=c%u", i - 1, i);
		add(c, F4, text);
	}
	snprintf(text, sizeof(text), "chain=c%u", n - 1);
	add(c, F4, text);
	return c;
}

static void test_depth(void)
{
	struct rosfw_config *c = make_depth(ROSFW_JUMP_DEPTH);

	tap_case("jumps as deep as they may be");
	tap_is(rosfw_config_check(c, &err), 0);
	rosfw_config_put(c);

	tap_case("jumps one too deep");
	c = make_depth(ROSFW_JUMP_DEPTH + 1);
	tap_is(rosfw_config_check(c, &err), -ELOOP);
	tap_str(err.text, "jumps are nested too deep: at most 32 chains may be entered one from another");
	tap_ok(err.menu == F4 && err.id == 1);
	rosfw_config_put(c);

	tap_case("a chain of a hundred thousand jumps is refused, not walked on the stack");
	c = make_depth(100000);
	tap_is(rosfw_config_check(c, &err), -ELOOP);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

static int change_all(struct rosfw_config *c)
{
	struct rosfw_item *item;
	int ret;

	ret = item_add(c, F4, J("input", "a"), 0, NULL, &err);
	ret = ret ?: item_add(c, F4, "chain=a", 1, NULL, &err);
	ret = ret ?: item_add(c, IL, "name=b include=a", 0, NULL, &err);
	ret = ret ?: rosfw_config_move(c, F4, 1, 0, &err);
	ret = ret ?: rosfw_config_remove(c, F4, 2, &err);
	if (ret)
		return ret;
	item = item_parse(F6, "chain=changed");
	if (!item)
		return -ENOMEM;
	item->id = 1;
	ret = rosfw_config_replace(c, item, &err);
	rosfw_item_put(item);
	return ret ?: rosfw_config_check(c, &err);
}

static void test_no_memory(void)
{
	struct rosfw_config *c, *clone;
	unsigned long n, live;
	int ret;

	for (n = 1; ; n++) {
		tap_case("a configuration whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		c = rosfw_config_new();
		if (!rosfw_test_failed())
			break;
		tap_ok(!c);
		tap_is(rosfw_test_live(), 0);
	}
	rosfw_test_fail_after(0);
	add(c, F4, "chain=input");
	add(c, F4, "chain=input");
	add(c, F6, "chain=input");
	add(c, IL, "name=a");
	add(c, IM, "list=a interface=ether1");
	live = rosfw_test_live();
	for (n = 1; ; n++) {
		tap_case("changes whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		clone = rosfw_config_clone(c);
		ret = clone ? change_all(clone) : -ENOMEM;
		rosfw_config_put(clone);
		tap_is(rosfw_test_live(), live);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
	}
	tap_is(ret, 0);
	rosfw_test_fail_after(0);
	tap_str(ids(c, F4), "1 2");
	tap_ok(n > 15);

	tap_case("what failed for want of memory can be tried again");
	for (n = 1; n < 4; n++) {
		rosfw_test_fail_after(n);
		item_add(c, F4, "chain=x", 0, NULL, &err);
	}
	rosfw_test_fail_after(0);
	tap_is(rosfw_config_remove(c, F4, 1, &err), 0);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
	tap_is(env.counters, 0);
}

static void test_many(void)
{
	struct rosfw_config *c = rosfw_config_new();
	u32 i, bad = 0;

	tap_case("a hundred thousand rules: added, found, removed from both ends");
	for (i = 1; i <= 100000; i++)
		bad += item_add(c, F4, "chain=input", 0, NULL, &err) != 0;
	for (i = 1; i <= 100000; i++)
		bad += !rosfw_config_find(c, F4, i);
	for (i = 0; i < 1000; i++) {
		bad += rosfw_config_remove(c, F4, i + 1, &err) != 0;
		bad += rosfw_config_remove(c, F4, 100000 - i, &err) != 0;
	}
	tap_is(bad, 0);
	tap_is(c->menu[F4]->n, 98000);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

int main(void)
{
	tap_begin();
	test_order();
	test_clone();
	test_lists();
	test_tables();
	test_checks();
	test_depth();
	test_no_memory();
	test_many();
	return tap_end();
}
