// SPDX-License-Identifier: GPL-2.0-only
/* Interface sets: what lists, members, includes and excludes come to. */
#include "items.h"
#include "tap.h"

#define IL	ROSFW_MENU_INTERFACE_LIST
#define IM	ROSFW_MENU_INTERFACE_LIST_MEMBER

static struct rosfw_error err;

/* "1 2 20", "any" in front where the set says so. */
static const char *members(const struct rosfw_ifsets *sets, const char *name)
{
	const struct rosfw_ifset *s = rosfw_ifsets_find(sets, name);
	static char buf[256];
	char *p = buf;
	u32 i;

	if (!s)
		return NULL;
	*p = 0;
	if (s->any)
		p += sprintf(p, "any");
	for (i = 0; i < s->n; i++)
		p += sprintf(p, "%s%u", p == buf ? "" : " ", s->ifindex[i]);
	return buf;
}

/* Lists first ("name=..."), then members. The list asked for is "x". */
static const struct {
	const char *name;
	const char *text[10];
	const char *want;
} cases[] = {
	{ "an empty list", { "name=x" }, "" },
	{ "no such list", { "name=y" }, NULL },
	{ "members, in any order", { "name=x", "list=x interface=bridge", "list=x interface=ether2",
	  "list=x interface=ether1" },
	  "1 2 10" },
	{ "a member whose interface is not there", { "name=x", "list=x interface=wlan0", "list=x interface=ether1" },
	  "1" },
	{ "only members whose interface is not there", { "name=x", "list=x interface=wlan0" }, "" },
	{ "a disabled member", { "name=x", "list=x interface=ether1 disabled=yes", "list=x interface=ether2" }, "2" },
	{ "members of other lists", { "name=x", "name=y", "list=y interface=ether1", "list=x interface=ether2" }, "2" },
	{ "an included list", { "name=y", "name=x include=y", "list=y interface=ether1", "list=x interface=ether2" },
	  "1 2" },
	{ "an included list that comes later", { "name=x include=y", "name=y", "list=y interface=ether1" }, "1" },
	{ "two included lists with the same member",
	  { "name=y", "name=z", "name=x include=y,z", "list=y interface=ether1", "list=z interface=ether1" }, "1" },
	{ "lists that include lists",
	  { "name=x include=y", "name=y include=z", "name=z", "list=z interface=ether3" }, "3" },
	{ "an excluded list",
	  { "name=y", "name=z", "name=x include=y exclude=z", "list=y interface=ether1", "list=y interface=ether2",
	    "list=z interface=ether1" }, "2" },
	{ "an own member wins over an excluded list",
	  { "name=z", "name=x exclude=z", "list=z interface=ether1", "list=x interface=ether1" }, "1" },
	{ "an excluded list's includes count, too",
	  { "name=y", "name=z include=y", "name=x include=static exclude=z", "list=y interface=ether1" }, "2 3 10" },
	{ "all", { "name=x include=all" }, "any 1 2 3 10 20" },
	{ "all but one", { "name=y", "name=x include=all exclude=y", "list=y interface=ether3" }, "1 2 10 20" },
	{ "all but all", { "name=x include=all exclude=all" }, "" },
	{ "all but all, and one", { "name=x include=all exclude=all", "list=x interface=ether1" }, "1" },
	{ "dynamic", { "name=x include=dynamic" }, "20" },
	{ "static", { "name=x include=static" }, "1 2 3 10" },
	{ "none", { "name=x include=none" }, "" },
	{ "dynamic and static", { "name=x include=dynamic,static" }, "1 2 3 10 20" },
};

static struct rosfw_config *make(const char *const *text)
{
	struct rosfw_config *c = rosfw_config_new();

	for (; c && *text; text++)
		item_add(c, strncmp(*text, "name", 4) ? IM : IL, *text, 0, NULL, &err);
	return c;
}

static void test_cases(void)
{
	struct rosfw_ifsets *sets;
	struct rosfw_config *c;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		tap_case("%s", cases[i].name);
		c = make(cases[i].text);
		tap_is(rosfw_ifsets_build(c, NULL, &sets, &err), 0);
		rosfw_config_put(c);
		tap_str(members(sets, "x"), cases[i].want);
		rosfw_ifsets_put(sets);
		tap_is(rosfw_test_live(), 0);
	}
}

static void test_built_in(void)
{
	struct rosfw_config *c = make((const char *const[]){ NULL });
	struct rosfw_ifsets *sets;

	tap_case("built-in lists");
	tap_is(rosfw_ifsets_build(c, NULL, &sets, &err), 0);
	tap_str(members(sets, "all"), "any 1 2 3 10 20");
	tap_str(members(sets, "none"), "");
	tap_str(members(sets, "dynamic"), "20");
	tap_str(members(sets, "static"), "1 2 3 10");
	tap_ok(rosfw_ifsets_get(sets) == sets);
	rosfw_ifsets_put(sets);
	rosfw_ifsets_put(sets);

	tap_case("no interfaces at all");
	env.ifaces[0].name = NULL;
	tap_is(rosfw_ifsets_build(c, NULL, &sets, &err), 0);
	tap_str(members(sets, "all"), "any");
	tap_str(members(sets, "static"), "");
	rosfw_ifsets_put(sets);
	env_reset();

	tap_case("a loop is refused here, too");
	item_add(c, IL, "name=a include=a", 0, NULL, &err);
	tap_is(rosfw_ifsets_build(c, NULL, &sets, &err), -ELOOP);
	tap_is(err.id, 5);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

static void test_search(void)
{
	static const u32 a[] = { 2, 3, 5, 8, 13, 21, 34 };
	u32 n, i, v, want;

	tap_case("an ifindex is found in sets of every size, and only if it is there");
	for (n = 0; n <= ARRAY_SIZE(a); n++) {
		for (v = 0; v < 40; v++) {
			for (want = 0, i = 0; i < n; i++)
				want |= a[i] == v;
			tap_is(rosfw_ifset_has(a, n, v), want);
		}
	}
}

static void test_no_memory(void)
{
	struct rosfw_config *c = make(cases[13].text);
	unsigned long n, live = rosfw_test_live();
	struct rosfw_ifsets *sets;
	int ret;

	for (n = 1; ; n++) {
		tap_case("sets whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		ret = rosfw_ifsets_build(c, NULL, &sets, &err);
		if (!rosfw_test_failed())
			break;
		tap_is(ret, -ENOMEM);
		tap_is(rosfw_test_live(), live);
	}
	rosfw_test_fail_after(0);
	tap_is(ret, 0);
	tap_ok(n > 10);
	rosfw_ifsets_put(sets);
	rosfw_config_put(c);
	tap_is(rosfw_test_live(), 0);
}

int main(void)
{
	tap_begin();
	test_cases();
	test_built_in();
	test_search();
	test_no_memory();
	return tap_end();
}
