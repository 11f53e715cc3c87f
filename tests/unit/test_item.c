// SPDX-License-Identifier: GPL-2.0-only
/* Items: builders and lookups, what is a value, what is an item. */
#include "items.h"
#include "tap.h"

#define F4	ROSFW_MENU_IP_FILTER
#define R4	ROSFW_MENU_IP_RAW
#define M4	ROSFW_MENU_IP_MANGLE
#define M6	ROSFW_MENU_IPV6_MANGLE
#define F6	ROSFW_MENU_IPV6_FILTER
#define R6	ROSFW_MENU_IPV6_RAW
#define A4	ROSFW_MENU_IP_ADDRESS_LIST
#define A6	ROSFW_MENU_IPV6_ADDRESS_LIST
#define N4	ROSFW_MENU_IP_NAT
#define N6	ROSFW_MENU_IPV6_NAT
#define IL	ROSFW_MENU_INTERFACE_LIST
#define IM	ROSFW_MENU_INTERFACE_LIST_MEMBER

static void test_builder(void)
{
	const struct rosfw_value *v;
	struct rosfw_item_builder b, c;
	char comment[ROSFW_COMMENT_SIZE];
	u16 order[4];
	u32 n = 0;

	tap_case("values are found, in the order of insertion");
	tap_is(rosfw_item_begin(&b, F4), 0);
	tap_is(rosfw_item_put_string(&b, ROSFW_A_CHAIN, false, "input"), 0);
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_ACTION, false, ROSFW_ACTION_DROP), 0);
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_PROTOCOL, true, 6), 0);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), "input");
	tap_is(rosfw_item_u32(b.item, ROSFW_A_ACTION, 99), ROSFW_ACTION_DROP);
	tap_is(rosfw_item_u32(b.item, ROSFW_A_PROTOCOL, 0), 6);
	tap_is(rosfw_item_value(b.item, ROSFW_A_PROTOCOL)->len, 1);
	tap_ok(rosfw_item_value(b.item, ROSFW_A_PROTOCOL)->negated);
	tap_ok(!rosfw_item_value(b.item, ROSFW_A_CHAIN)->negated);
	for (v = rosfw_item_next(b.item, NULL); v; v = rosfw_item_next(b.item, v))
		order[n++] = v->prop;
	tap_is(n, 3);
	tap_ok(order[0] == ROSFW_A_CHAIN && order[1] == ROSFW_A_ACTION && order[2] == ROSFW_A_PROTOCOL);

	tap_case("what is not set has its default");
	tap_ok(!rosfw_item_string(b.item, ROSFW_A_COMMENT));
	tap_is(rosfw_item_u32(b.item, ROSFW_A_REJECT_WITH, 7), 7);
	tap_ok(!rosfw_item_bool(b.item, ROSFW_A_LOG));
	tap_is(rosfw_item_u64(b.item, ROSFW_A_PACKETS), 0);

	tap_case("values are replaced: same length, longer, shorter");
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_ACTION, false, ROSFW_ACTION_LOG), 0);
	tap_is(rosfw_item_put_string(&b, ROSFW_A_CHAIN, false, "a-much-longer-name-of-a-chain"), 0);
	tap_is(rosfw_item_u32(b.item, ROSFW_A_ACTION, 99), ROSFW_ACTION_LOG);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), "a-much-longer-name-of-a-chain");
	tap_is(rosfw_item_put_string(&b, ROSFW_A_CHAIN, false, "x"), 0);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), "x");
	tap_is(rosfw_item_u32(b.item, ROSFW_A_PROTOCOL, 0), 6);
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_PROTOCOL, false, 17), 0);
	tap_ok(!rosfw_item_value(b.item, ROSFW_A_PROTOCOL)->negated);

	tap_case("numbers have the width of their property");
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_PACKETS, false, 5), 0);
	tap_is(rosfw_item_value(b.item, ROSFW_A_PACKETS)->len, 8);
	tap_is(rosfw_item_u64(b.item, ROSFW_A_PACKETS), 5);
	tap_is(rosfw_item_value(b.item, ROSFW_A_ACTION)->len, 4);
	rosfw_item_unset(&b, ROSFW_A_PACKETS);

	tap_case("an item grows");
	memset(comment, 'c', sizeof(comment) - 1);
	comment[sizeof(comment) - 1] = 0;
	b.item->id = 77;
	b.item->flags = ROSFW_FLAG_DYNAMIC;
	b.item->counter = rosfw_counter_new();
	tap_is(rosfw_item_put_string(&b, ROSFW_A_COMMENT, false, comment), 0);
	tap_str(rosfw_item_string(b.item, ROSFW_A_COMMENT), comment);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), "x");
	tap_ok(b.item->id == 77 && b.item->flags == ROSFW_FLAG_DYNAMIC && b.item->counter);

	tap_case("room without data is zero");
	tap_is(rosfw_item_put_value(&b, ROSFW_A_SRC_ADDRESS, false, NULL, 8), 0);
	tap_is(get_unaligned_be64(rosfw_item_value(b.item, ROSFW_A_SRC_ADDRESS)->data), 0);

	tap_case("a copy shares nothing but the counter");
	tap_is(rosfw_item_begin_copy(&c, b.item), 0);
	tap_is(c.item->id, 77);
	tap_ok(c.item->counter == b.item->counter);
	rosfw_item_unset(&c, ROSFW_A_COMMENT);
	rosfw_item_unset(&c, ROSFW_A_COMMENT);
	tap_ok(!rosfw_item_string(c.item, ROSFW_A_COMMENT));
	tap_str(rosfw_item_string(b.item, ROSFW_A_COMMENT), comment);
	tap_str(rosfw_item_string(c.item, ROSFW_A_CHAIN), "x");
	rosfw_item_put(b.item);
	tap_is(env.counters, 1);
	tap_ok(rosfw_item_get(c.item) == c.item);
	rosfw_item_put(c.item);
	rosfw_item_put(c.item);
	rosfw_item_put(NULL);
	tap_is(env.counters, 0);
	tap_is(rosfw_test_live(), 0);
}

static u32 largest(const struct rosfw_property *p)
{
	switch (p->kind) {
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
	case ROSFW_KIND_NAMES:
		return p->max;
	case ROSFW_KIND_PORTS:
		return p->max * sizeof(struct rosfw_port_range);
	default:
		return 32;
	}
}

static void test_limits(void)
{
	static char text[70000];
	struct rosfw_item_builder b;
	u16 prop;
	int ret = 0;

	tap_case("a text that no length can say is refused");
	memset(text, 'x', sizeof(text) - 1);
	tap_is(rosfw_item_begin(&b, F4), 0);
	tap_is(rosfw_item_put_string(&b, ROSFW_A_COMMENT, false, text), -E2BIG);
	rosfw_item_put(b.item);

	tap_case("an item has an end, and stays as it was when it is reached");
	text[30000] = 0;
	tap_is(rosfw_item_begin(&b, F4), 0);
	for (prop = ROSFW_A_CHAIN; !ret && prop < ROSFW_A_CHAIN + 4; prop++)
		ret = rosfw_item_put_string(&b, prop, false, text);
	tap_is(ret, -E2BIG);
	tap_is(prop, ROSFW_A_CHAIN + 3);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), text);
	tap_is(rosfw_item_put_string(&b, ROSFW_A_CHAIN, false, "short"), 0);
	tap_str(rosfw_item_string(b.item, ROSFW_A_CHAIN), "short");
	rosfw_item_put(b.item);

	tap_case("a fixed item takes what there is room for and no more");
	tap_is(rosfw_item_begin_fixed(&b, A4, rosfw_item_room(4) + rosfw_item_room(8)), 0);
	tap_is(rosfw_item_put_string(&b, ROSFW_A_LIST, false, "abc"), 0);
	tap_is(rosfw_item_put_value(&b, ROSFW_A_ADDRESS, false, NULL, 8), 0);
	tap_is(rosfw_item_put_u32(&b, ROSFW_A_DISABLED, false, 1), -E2BIG);
	tap_str(rosfw_item_string(b.item, ROSFW_A_LIST), "abc");
	rosfw_item_put(b.item);

	tap_case("every property at its largest fits into one item");
	tap_is(rosfw_item_begin(&b, F4), 0);
	for (prop = ROSFW_A_PROPERTY_FIRST, ret = 0; prop <= ROSFW_A_MAX && !ret; prop++)
		ret = rosfw_item_put_value(&b, prop, false, NULL, largest(&rosfw_properties[prop]));
	tap_is(ret, 0);
	rosfw_item_put(b.item);
	tap_is(rosfw_test_live(), 0);
}

static void test_no_memory(void)
{
	struct rosfw_item_builder b;
	struct rosfw_item *item;
	unsigned long n;
	u32 size;

	for (n = 1; ; n++) {
		tap_case("an item whose allocation %lu fails", n);
		rosfw_test_fail_after(n);
		item = item_parse(F4,
				  "chain=input action=drop protocol=tcp src-address=10.0.0.0/8 dst-address=10.1.0.0/16 "
				  "src-address-list=some_list dst-address-list=some_other_list in-interface=ether1 "
				  "src-port=1,2,3,4,5,6,7,8,9,10 dst-port=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 "
				  "comment=a_comment_that_makes_it_longer_and_longer_so_that_it_grows_twice");
		if (!rosfw_test_failed())
			break;
		tap_ok(!item);
		tap_is(rosfw_test_live(), 0);
	}
	rosfw_test_fail_after(0);
	tap_ok(item && n > 3);

	tap_case("a copy, and a value that does not fit, without memory");
	size = item->size;
	rosfw_test_fail_after(1);
	tap_is(rosfw_item_begin_copy(&b, item), -ENOMEM);
	rosfw_item_put(b.item);
	tap_is(rosfw_item_begin_copy(&b, item), 0);
	rosfw_test_fail_after(1);
	tap_is(rosfw_item_put_value(&b, ROSFW_A_COMMENT, false, NULL, 1000), -ENOMEM);
	tap_is(b.item->size, size);
	tap_ok(!strncmp(rosfw_item_string(b.item, ROSFW_A_COMMENT), "a comment", 9));
	rosfw_test_fail_after(0);
	rosfw_item_put(b.item);
	rosfw_item_put(item);
	tap_is(rosfw_test_live(), 0);
	tap_is(env.counters, 0);
}

/* Payloads are written as the bytes of a little-endian machine; the tests run on such only. */
#define V(s)		.data = s, .len = sizeof(s) - 1

static const struct {
	const char *name;
	u32 menu;
	u16 prop;
	bool negated;
	const char *data;
	u32 len;
	int want;
} values[] = {
	{ "yes", F4, ROSFW_A_LOG, V("\1"), .want = 0 },
	{ "no", F4, ROSFW_A_LOG, V("\0"), .want = 0 },
	{ "a boolean of 2", F4, ROSFW_A_LOG, V("\2"), .want = -EINVAL },
	{ "a boolean of 0xff", F4, ROSFW_A_DISABLED, V("\xff"), .want = -EINVAL },
	{ "a boolean of no bytes", F4, ROSFW_A_LOG, V(""), .want = -EINVAL },
	{ "a boolean of four bytes", F4, ROSFW_A_LOG, V("\1\0\0\0"), .want = -EINVAL },
	{ "a negated boolean", F4, ROSFW_A_LOG, .negated = true, V("\1"), .want = -EINVAL },

	{ "protocol 0", F4, ROSFW_A_PROTOCOL, V("\0"), .want = 0 },
	{ "protocol 255", F4, ROSFW_A_PROTOCOL, V("\xff"), .want = 0 },
	{ "protocol negated", F4, ROSFW_A_PROTOCOL, .negated = true, V("\6"), .want = 0 },
	{ "protocol of two bytes", F4, ROSFW_A_PROTOCOL, V("\6\0"), .want = -EINVAL },

	{ "action drop", F4, ROSFW_A_ACTION, V("\1\0\0\0"), .want = 0 },
	{ "action negated", F4, ROSFW_A_ACTION, .negated = true, V("\1\0\0\0"), .want = -EINVAL },
	{ "action reject in filter", F4, ROSFW_A_ACTION, V("\2\0\0\0"), .want = 0 },
	{ "action reject in raw", R4, ROSFW_A_ACTION, V("\2\0\0\0"), .want = -EINVAL },
	{ "action notrack in raw", R6, ROSFW_A_ACTION, V("\x9\0\0\0"), .want = 0 },
	{ "action notrack in filter", F6, ROSFW_A_ACTION, V("\x9\0\0\0"), .want = -EINVAL },
	{ "action beyond the last", F4, ROSFW_A_ACTION, V("\x3f\0\0\0"), .want = -EINVAL },
	{ "action 32, which a shift would wrap", F4, ROSFW_A_ACTION, V("\x20\0\0\0"), .want = -EINVAL },
	{ "action 0xffffffff", F4, ROSFW_A_ACTION, V("\xff\xff\xff\xff"), .want = -EINVAL },
	{ "action of one byte", F4, ROSFW_A_ACTION, V("\1"), .want = -EINVAL },
	{ "action of eight bytes", F4, ROSFW_A_ACTION, V("\1\0\0\0\0\0\0\0"), .want = -EINVAL },
	{ "action masquerade in nat", N6, ROSFW_A_ACTION, V("\xc\0\0\0"), .want = 0 },
	{ "action masquerade in filter", F4, ROSFW_A_ACTION, V("\xc\0\0\0"), .want = -EINVAL },
	{ "action drop in nat", N4, ROSFW_A_ACTION, V("\1\0\0\0"), .want = -EINVAL },
	{ "action same in nat of IPv6", N6, ROSFW_A_ACTION, V("\xf\0\0\0"), .want = -EINVAL },
	{ "reject-with of IPv4", F4, ROSFW_A_REJECT_WITH, V("\0\0\0\0"), .want = 0 },
	{ "reject-with of IPv4 in IPv6", F6, ROSFW_A_REJECT_WITH, V("\0\0\0\0"), .want = -EINVAL },
	{ "reject-with of IPv6", F6, ROSFW_A_REJECT_WITH, V("\7\0\0\0"), .want = 0 },
	{ "reject-with of IPv6 in IPv4", F4, ROSFW_A_REJECT_WITH, V("\7\0\0\0"), .want = -EINVAL },
	{ "reject-with of both", F6, ROSFW_A_REJECT_WITH, V("\xc\0\0\0"), .want = 0 },
	{ "reject-with in raw", R4, ROSFW_A_REJECT_WITH, V("\xc\0\0\0"), .want = -EINVAL },

	{ "states", F4, ROSFW_A_CONNECTION_STATE, V("\x1f\0\0\0"), .want = 0 },
	{ "states negated", F4, ROSFW_A_CONNECTION_STATE, .negated = true, V("\x8\0\0\0"), .want = 0 },
	{ "no state", F4, ROSFW_A_CONNECTION_STATE, V("\0\0\0\0"), .want = -EINVAL },
	{ "an unknown state", F4, ROSFW_A_CONNECTION_STATE, V("\x21\0\0\0"), .want = -EINVAL },
	{ "the highest unknown state", F4, ROSFW_A_CONNECTION_STATE, V("\1\0\0\x80"), .want = -EINVAL },
	{ "states of nat", F4, ROSFW_A_CONNECTION_NAT_STATE, V("\xf\0\0\0"), .want = 0 },
	{ "a state of nat that IPv6 has not", F6, ROSFW_A_CONNECTION_NAT_STATE, V("\4\0\0\0"), .want = -EINVAL },
	{ "an unknown state of nat", F4, ROSFW_A_CONNECTION_NAT_STATE, V("\x10\0\0\0"), .want = -EINVAL },
	{ "states in raw", R4, ROSFW_A_CONNECTION_STATE, V("\1\0\0\0"), .want = -EINVAL },

	{ "a chain", F4, ROSFW_A_CHAIN, V("input\0"), .want = 0 },
	{ "a chain of any bytes", F4, ROSFW_A_CHAIN, V("\x01\xff\n\0"), .want = 0 },
	{ "a chain without its end", F4, ROSFW_A_CHAIN, V("input"), .want = -EINVAL },
	{ "a chain of no bytes", F4, ROSFW_A_CHAIN, V(""), .want = -EINVAL },
	{ "an empty chain", F4, ROSFW_A_CHAIN, V("\0"), .want = -EINVAL },
	{ "a chain with an embedded NUL", F4, ROSFW_A_CHAIN, V("in\0put\0"), .want = -EINVAL },
	{ "a chain that ends twice", F4, ROSFW_A_CHAIN, V("input\0\0"), .want = -EINVAL },
	{ "a chain of 63", F4, ROSFW_A_CHAIN,
	  V("123456789012345678901234567890123456789012345678901234567890123\0"), .want = 0 },
	{ "a chain of 64", F4, ROSFW_A_CHAIN,
	  V("1234567890123456789012345678901234567890123456789012345678901234\0"), .want = -ERANGE },
	{ "a chain negated", F4, ROSFW_A_CHAIN, .negated = true, V("input\0"), .want = -EINVAL },
	{ "an alternative name of 63", F4, ROSFW_A_IN_INTERFACE,
	  V("123456789012345678901234567890123456789012345678901234567890123\0"), .want = 0 },
	{ "an interface of 64", F4, ROSFW_A_IN_INTERFACE,
	  V("1234567890123456789012345678901234567890123456789012345678901234\0"), .want = -ERANGE },
	{ "a name that looks negated", F4, ROSFW_A_SRC_ADDRESS_LIST, V("!x\0"), .want = -EINVAL },
	{ "a chain may begin like that", F4, ROSFW_A_CHAIN, V("!x\0"), .want = 0 },
	{ "an interface negated", F4, ROSFW_A_OUT_INTERFACE, .negated = true, V("e\0"), .want = 0 },
	{ "an empty comment", F4, ROSFW_A_COMMENT, V("\0"), .want = 0 },
	{ "a comment of no bytes", F4, ROSFW_A_COMMENT, V(""), .want = -EINVAL },
	{ "a log-prefix of 31", F4, ROSFW_A_LOG_PREFIX, V("1234567890123456789012345678901\0"), .want = 0 },
	{ "a log-prefix of 32", F4, ROSFW_A_LOG_PREFIX, V("12345678901234567890123456789012\0"), .want = -ERANGE },

	{ "names", IL, ROSFW_A_INCLUDE, V("a,b,c\0"), .want = 0 },
	{ "no names", IL, ROSFW_A_INCLUDE, V("\0"), .want = 0 },
	{ "names with two commas", IL, ROSFW_A_INCLUDE, V("a,,b\0"), .want = -EINVAL },
	{ "names that begin with a comma", IL, ROSFW_A_EXCLUDE, V(",a\0"), .want = -EINVAL },
	{ "names that end with a comma", IL, ROSFW_A_EXCLUDE, V("a,\0"), .want = -EINVAL },
	{ "names with one of 64", IL, ROSFW_A_EXCLUDE,
	  V("a,1234567890123456789012345678901234567890123456789012345678901234\0"), .want = -ERANGE },

	{ "an address", F4, ROSFW_A_SRC_ADDRESS, V("\xa\0\0\1\xa\0\0\1"), .want = 0 },
	{ "an address negated", F4, ROSFW_A_SRC_ADDRESS, .negated = true, V("\xa\0\0\1\xa\0\0\1"), .want = 0 },
	{ "a range", F4, ROSFW_A_DST_ADDRESS, V("\xa\0\0\1\xa\0\0\x7"), .want = 0 },
	{ "all addresses", F4, ROSFW_A_DST_ADDRESS, V("\0\0\0\0\xff\xff\xff\xff"), .want = 0 },
	{ "a reversed range", F4, ROSFW_A_DST_ADDRESS, V("\xa\0\0\2\xa\0\0\1"), .want = -EINVAL },
	{ "one address alone", F4, ROSFW_A_SRC_ADDRESS, V("\xa\0\0\1"), .want = -EINVAL },
	{ "an address of no bytes", F4, ROSFW_A_SRC_ADDRESS, V(""), .want = -EINVAL },
	{ "an IPv6 address in IPv4", F4, ROSFW_A_SRC_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), .want = -EINVAL },
	{ "an IPv6 address", F6, ROSFW_A_SRC_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), .want = 0 },
	{ "an IPv4 address in IPv6", F6, ROSFW_A_SRC_ADDRESS, V("\xa\0\0\1\xa\0\0\1"), .want = -EINVAL },
	{ "an IPv6 /64", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x20\1\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"), .want = 0 },
	{ "an IPv6 /63", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x20\1\0\0\0\0\0\1\xff\xff\xff\xff\xff\xff\xff\xff"), .want = 0 },
	{ "an IPv6 /65", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x20\1\0\0\0\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"), .want = 0 },
	{ "all of IPv6", A6, ROSFW_A_ADDRESS,
	  V("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
	  .want = 0 },
	{ "an IPv6 range that is no prefix", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\2"), .want = -EINVAL },
	{ "an IPv6 range that begins inside its prefix", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\3"), .want = -EINVAL },
	{ "a prefix of a network", M6, ROSFW_A_SRC_PREFIX,
	  V("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "\xfd\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"), .want = 0 },
	{ "one that ends in the identifier of the host", M6, ROSFW_A_DST_PREFIX,
	  V("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "\xfd\0\0\0\0\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"),
	  .want = -EINVAL },
	{ "an IPv6 range of upper halves", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x20\1\0\0\0\0\0\1\0\0\0\0\0\0\0\0"), .want = -EINVAL },
	{ "a reversed IPv6 range", A6, ROSFW_A_ADDRESS,
	  V("\x20\1\0\0\0\0\0\1\0\0\0\0\0\0\0\0\x20\1\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"), .want = -EINVAL },

	{ "a port", F4, ROSFW_A_DST_PORT, V("\x16\0\x16\0"), .want = 0 },
	{ "port 0", F4, ROSFW_A_DST_PORT, V("\0\0\0\0"), .want = 0 },
	{ "all ports", F4, ROSFW_A_DST_PORT, V("\0\0\xff\xff"), .want = 0 },
	{ "ports negated", F4, ROSFW_A_PORT, .negated = true, V("\x16\0\x16\0\1\0\2\0"), .want = 0 },
	{ "no ports", F4, ROSFW_A_DST_PORT, V(""), .want = -EINVAL },
	{ "half a range of ports", F4, ROSFW_A_DST_PORT, V("\x16\0"), .want = -EINVAL },
	{ "a range and a half of ports", F4, ROSFW_A_DST_PORT, V("\x16\0\x16\0\1\0"), .want = -EINVAL },
	{ "reversed ports", F4, ROSFW_A_DST_PORT, V("\x17\0\x16\0"), .want = -EINVAL },
	{ "reversed ports behind good ones", F4, ROSFW_A_SRC_PORT, V("\1\0\2\0\x17\0\x16\0"), .want = -EINVAL },

	{ "ports to translate to", N4, ROSFW_A_TO_PORTS, V("\x16\0\x17\0"), .want = 0 },
	{ "two ranges of ports to translate to", N4, ROSFW_A_TO_PORTS, V("\x16\0\x17\0\x19\0\x19\0"),
	  .want = -ERANGE },
	{ "ports to translate to, negated", N4, ROSFW_A_TO_PORTS, .negated = true, V("\x16\0\x17\0"),
	  .want = -EINVAL },
	{ "addresses to translate to", N4, ROSFW_A_TO_ADDRESSES, V("\xa\0\0\1\xa\0\0\x7"), .want = 0 },
	{ "addresses to translate to, of IPv6", N6, ROSFW_A_TO_ADDRESSES, V("\xa\0\0\1\xa\0\0\x7"), .want = -EINVAL },
	{ "a range of IPv6 to translate to", N6, ROSFW_A_TO_ADDRESS,
	  V("\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x20\1\0\0\0\0\0\0\0\0\0\0\0\0\0\2"), .want = -EINVAL },
	{ "the address of a proxy", N4, ROSFW_A_SOCKS5_SERVER, V("\xa\0\0\1\xa\0\0\1"), .want = 0 },
	{ "a proxy of several addresses", N4, ROSFW_A_SOCKS5_SERVER, V("\xa\0\0\1\xa\0\0\2"), .want = -EINVAL },
	{ "the port of a proxy", N4, ROSFW_A_SOCKS5_PORT, V("\xff\xff\0\0"), .want = 0 },
	{ "a port that is none", N4, ROSFW_A_SOCKS5_PORT, V("\0\0\1\0"), .want = -ERANGE },

	{ "tcp-flags", F4, ROSFW_A_TCP_FLAGS, V("\2\x10\0\0"), .want = 0 },
	{ "tcp-flags inverted", F4, ROSFW_A_TCP_FLAGS, V("\2\x10\1\0"), .want = 0 },
	{ "tcp-flags negated from outside", F4, ROSFW_A_TCP_FLAGS, .negated = true, V("\2\0\0\0"), .want = -EINVAL },
	{ "tcp-flags both set and clear", F4, ROSFW_A_TCP_FLAGS, V("\2\2\0\0"), .want = -EINVAL },
	{ "tcp-flags inverted twice", F4, ROSFW_A_TCP_FLAGS, V("\2\0\2\0"), .want = -EINVAL },
	{ "tcp-flags with reserved bits", F4, ROSFW_A_TCP_FLAGS, V("\2\0\0\1"), .want = -EINVAL },
	{ "no tcp-flags", F4, ROSFW_A_TCP_FLAGS, V("\0\0\0\0"), .want = -EINVAL },
	{ "tcp-flags of three bytes", F4, ROSFW_A_TCP_FLAGS, V("\2\0\0"), .want = -EINVAL },

	{ "icmp-options", F4, ROSFW_A_ICMP_OPTIONS, V("\x8\0\xff\0"), .want = 0 },
	{ "icmp-options negated", F4, ROSFW_A_ICMP_OPTIONS, .negated = true, V("\x8\0\0\0"), .want = 0 },
	{ "icmp-options reversed", F4, ROSFW_A_ICMP_OPTIONS, V("\x8\1\0\0"), .want = -EINVAL },
	{ "icmp-options with reserved bits", F4, ROSFW_A_ICMP_OPTIONS, V("\x8\0\0\1"), .want = -EINVAL },

	{ "timeout of 0", A4, ROSFW_A_TIMEOUT, V("\0\0\0\0"), .want = 0 },
	{ "the longest timeout", A4, ROSFW_A_TIMEOUT, V("\x14\xae\x47\1"), .want = 0 },
	{ "a timeout that is too long", A4, ROSFW_A_TIMEOUT, V("\x15\xae\x47\1"), .want = -ERANGE },
	{ "a timeout without end", A4, ROSFW_A_TIMEOUT, V("\xff\xff\xff\xff"), .want = -ERANGE },
	{ "address-list-timeout none-static", F4, ROSFW_A_ADDRESS_LIST_TIMEOUT, V("\xff\xff\xff\xff"), .want = 0 },
	{ "address-list-timeout none-dynamic", F4, ROSFW_A_ADDRESS_LIST_TIMEOUT, V("\0\0\0\0"), .want = 0 },
	{ "address-list-timeout too long", F4, ROSFW_A_ADDRESS_LIST_TIMEOUT, V("\x15\xae\x47\1"), .want = -ERANGE },
	{ "address-list-timeout next to none-static", F4, ROSFW_A_ADDRESS_LIST_TIMEOUT, V("\xfe\xff\xff\xff"),
	  .want = -ERANGE },

	{ "a read-only property", F4, ROSFW_A_PACKETS, V("\0\0\0\0\0\0\0\0"), .want = -EINVAL },
	{ "a read-only date", A4, ROSFW_A_CREATION_TIME, V("\0\0\0\0\0\0\0\0"), .want = -EINVAL },
	{ "a property of another menu", F4, ROSFW_A_INTERFACE, V("a\0"), .want = -EINVAL },
	{ "a property of connections", ROSFW_MENU_IP_CONNECTION, ROSFW_A_TCP_STATE, V("\0\0\0\0"), .want = -EINVAL },
	{ "an attribute of the protocol", F4, ROSFW_A_ID, V("\0\0\0\0"), .want = -EINVAL },
	{ "property 0", F4, 0, V("\0\0\0\0"), .want = -EINVAL },
	{ "a property beyond the last", F4, ROSFW_A_MAX + 1, V("\0\0\0\0"), .want = -EINVAL },
	{ "property 0xffff", F4, 0xffff, V("\0\0\0\0"), .want = -EINVAL },
	{ "menu 0", 0, ROSFW_A_LOG, V("\0"), .want = -EINVAL },
	{ "a menu beyond the last", ROSFW_MENU_MAX + 1, ROSFW_A_LOG, V("\0"), .want = -EINVAL },
	{ "menu 0xffffffff", 0xffffffff, ROSFW_A_LOG, V("\0"), .want = -EINVAL },
};

static bool is_sentence(const char *text)
{
	return text && strlen(text) > 10 && text[strlen(text) - 1] != '.';
}

/* The payload in memory of exactly its size, on every alignment, so that the sanitizer sees a byte too far. */
static void test_value(u32 i, u32 shift)
{
	struct rosfw_error err = { .text = NULL };
	u8 *room = malloc(shift + values[i].len);
	int got;

	if (values[i].len)
		memcpy(room + shift, values[i].data, values[i].len);
	got = rosfw_value_check(values[i].menu, values[i].prop, values[i].negated, room + shift, values[i].len, &err);
	tap_is(got, values[i].want);
	if (got) {
		tap_ok(is_sentence(err.text));
		tap_ok(err.prop == values[i].prop || !err.prop);
	}
	free(room);
}

static void test_values(void)
{
	static u8 ports[(ROSFW_PORTS_MAX + 1) * 4];
	struct rosfw_error err;
	u32 i, shift;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		tap_case("value: %s", values[i].name);
		for (shift = 0; shift < 4; shift++)
			test_value(i, shift);
	}
	tap_case("value: 128 ranges of ports, and one more");
	tap_is(rosfw_value_check(F4, ROSFW_A_PORT, false, ports, ROSFW_PORTS_MAX * 4, &err), 0);
	tap_is(rosfw_value_check(F4, ROSFW_A_PORT, false, ports, sizeof(ports), &err), -ERANGE);
}

/* Any bytes for any property: no refusal without a sentence, no access beyond them. */
static void test_random_values(void)
{
	struct rosfw_error err;
	u32 i, j, len, menu;
	u8 *bytes;
	u16 prop;

	tap_case("value: a hundred thousand random ones");
	srand(1);
	for (i = 0; i < 100000; i++) {
		len = rand() % 40;
		bytes = malloc(len);
		for (j = 0; j < len; j++)
			bytes[j] = rand() % 3 ? rand() % 4 : rand();
		menu = rand() % (ROSFW_MENU_MAX + 2);
		prop = rand() % (ROSFW_A_MAX + 4);
		err.text = NULL;
		if (rosfw_value_check(menu, prop, rand() % 4 == 0, bytes, len, &err) && !is_sentence(err.text))
			tap_fail("menu %u, property %u: no sentence", menu, prop);
		free(bytes);
	}
}

#define PORTS	"dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite"
#define NO_OUT	"outgoing interface matching not possible in input and prerouting chains"
#define NO_IN	"incoming interface matching not possible in output and postrouting chains"
#define IN_SRCNAT	"this action is not possible in the srcnat chain, which translates source addresses"
#define IN_DSTNAT	"this action is not possible in the dstnat chain, which translates destination addresses"
#define NEEDS_TO	": this action needs addresses to translate to"
#define TO_PORTS	"to-ports requires protocol tcp, udp, dccp, sctp or udp-lite"
#define MISSING	"missing value(s) of argument(s) "

static const struct {
	u32 menu;
	const char *text;
	u16 prop;
	const char *error;
} items[] = {
	{ F4, "chain=input" },
	{ F4, "chain=input action=drop" },
	{ F4, "action=drop", ROSFW_A_CHAIN, MISSING "chain" },
	{ F4, "", ROSFW_A_CHAIN, MISSING "chain" },
	{ F4, "chain=input action=jump jump-target=x" },
	{ F4, "chain=input jump-target=x" },
	{ F4, "chain=input action=jump", ROSFW_A_JUMP_TARGET,
	  "missing value of jump-target: action=jump needs the name of a chain" },
	{ F4, "chain=input action=add-src-to-address-list address-list=x" },
	{ F4, "chain=input action=add-src-to-address-list", ROSFW_A_ADDRESS_LIST,
	  "missing value of address-list: this action needs the name of a list" },
	{ R6, "chain=output action=add-dst-to-address-list", ROSFW_A_ADDRESS_LIST,
	  "missing value of address-list: this action needs the name of a list" },
	{ R4, "chain=prerouting action=reject", ROSFW_A_ACTION, "input does not match any value of action" },
	{ F4, "chain=input action=notrack", ROSFW_A_ACTION, "input does not match any value of action" },
	{ F4, "chain=input action=reject" },
	{ F4, "chain=input action=reject reject-with=tcp-reset protocol=tcp" },
	{ F4, "chain=input action=reject reject-with=tcp-reset", ROSFW_A_REJECT_WITH,
	  "reject-with=tcp-reset requires protocol tcp" },
	{ F4, "chain=input action=reject reject-with=tcp-reset protocol=!tcp", ROSFW_A_REJECT_WITH,
	  "reject-with=tcp-reset requires protocol tcp" },
	{ F6, "chain=input action=reject reject-with=tcp-reset protocol=udp", ROSFW_A_REJECT_WITH,
	  "reject-with=tcp-reset requires protocol tcp" },
	{ F4, "chain=input action=drop reject-with=tcp-reset" },
	{ F4, "chain=input action=tarpit protocol=tcp" },
	{ F4, "chain=mine action=tarpit protocol=tcp" },
	{ F4, "chain=input action=tarpit", ROSFW_A_ACTION, "action=tarpit requires protocol tcp" },
	{ F4, "chain=input action=tarpit protocol=!tcp", ROSFW_A_ACTION, "action=tarpit requires protocol tcp" },
	{ F4, "chain=input action=tarpit protocol=udp", ROSFW_A_ACTION, "action=tarpit requires protocol tcp" },
	{ F6, "chain=input action=tarpit protocol=tcp", ROSFW_A_ACTION, "input does not match any value of action" },
	{ M4, "chain=prerouting action=route route-dst=10.0.0.1" },
	{ M4, "chain=mine action=route route-dst=10.0.0.1" },
	{ M4, "chain=prerouting action=route", ROSFW_A_ROUTE_DST,
	  "missing value of route-dst: this action needs the address of a gateway" },
	{ M4, "chain=prerouting action=route route-dst=0.0.0.0", ROSFW_A_ROUTE_DST,
	  "missing value of route-dst: this action needs the address of a gateway" },
	{ M4, "chain=output action=route route-dst=10.0.0.1", ROSFW_A_ACTION,
	  "action=route is possible in the prerouting chain only: elsewhere the way has been chosen" },
	{ M6, "chain=postrouting action=snpt src-prefix=fd00::/48 dst-prefix=2001:db8::/64" },
	{ M6, "chain=prerouting action=dnpt src-prefix=fd00::/48 dst-prefix=2001:db8::/64" },
	{ M6, "chain=mine action=dnpt src-prefix=fd00::/48 dst-prefix=2001:db8::/64" },
	{ M6, "chain=postrouting action=snpt src-prefix=fd00::/48", ROSFW_A_DST_PREFIX,
	  "missing value of dst-prefix: this action needs the prefix that addresses get" },
	{ M6, "chain=prerouting action=dnpt dst-prefix=fd00::/48", ROSFW_A_SRC_PREFIX,
	  "missing value of src-prefix: this action needs the prefix of the addresses that it translates" },
	{ M6, "chain=prerouting action=snpt src-prefix=fd00::/48 dst-prefix=2001:db8::/64", ROSFW_A_ACTION,
	  "action=snpt is possible in input and postrouting chains only: sources change when a packet leaves" },
	{ M6, "chain=input action=dnpt src-prefix=fd00::/48 dst-prefix=2001:db8::/64", ROSFW_A_ACTION,
	  "action=dnpt is possible in prerouting and output chains only: elsewhere the way has been chosen" },
	{ R4, "chain=prerouting action=tarpit protocol=tcp", ROSFW_A_ACTION,
	  "input does not match any value of action" },

	{ F4, "chain=input protocol=tcp dst-port=22" },
	{ F4, "chain=input protocol=udp src-port=53" },
	{ F4, "chain=input protocol=dccp port=1" },
	{ F4, "chain=input protocol=sctp port=1" },
	{ F4, "chain=input protocol=udp-lite port=1" },
	{ F4, "chain=input dst-port=22", ROSFW_A_DST_PORT, PORTS },
	{ F4, "chain=input protocol=icmp dst-port=22", ROSFW_A_DST_PORT, PORTS },
	{ F4, "chain=input protocol=!tcp dst-port=22", ROSFW_A_DST_PORT, PORTS },
	{ F4, "chain=input protocol=gre src-port=22", ROSFW_A_SRC_PORT, PORTS },
	{ R6, "chain=output port=!22", ROSFW_A_PORT, PORTS },
	{ F4, "chain=input protocol=tcp tcp-flags=syn,!ack" },
	{ F4, "chain=input tcp-flags=syn", ROSFW_A_TCP_FLAGS, "tcp-flags matching requires protocol tcp" },
	{ F4, "chain=input protocol=udp tcp-flags=syn", ROSFW_A_TCP_FLAGS, "tcp-flags matching requires protocol tcp" },
	{ F4, "chain=input protocol=!tcp tcp-flags=syn", ROSFW_A_TCP_FLAGS,
	  "tcp-flags matching requires protocol tcp" },
	{ F4, "chain=input protocol=icmp icmp-options=8" },
	{ F6, "chain=input protocol=icmpv6 icmp-options=128" },
	{ F4, "chain=input icmp-options=8", ROSFW_A_ICMP_OPTIONS, "icmp-options matching requires protocol icmp" },
	{ F4, "chain=input protocol=icmpv6 icmp-options=8", ROSFW_A_ICMP_OPTIONS,
	  "icmp-options matching requires protocol icmp" },
	{ F6, "chain=input protocol=icmp icmp-options=8", ROSFW_A_ICMP_OPTIONS,
	  "icmp-options matching requires protocol icmpv6" },

	{ F4, "chain=input in-interface=e in-interface-list=l" },
	{ F4, "chain=forward in-interface=e out-interface=e in-interface-list=l out-interface-list=l" },
	{ F4, "chain=output out-interface=e out-interface-list=l" },
	{ F4, "chain=custom in-interface=e out-interface=e in-interface-list=l out-interface-list=l" },
	{ F4, "chain=prerouting out-interface=e" },
	{ F4, "chain=input out-interface=e", ROSFW_A_OUT_INTERFACE, NO_OUT },
	{ F4, "chain=input out-interface-list=!l", ROSFW_A_OUT_INTERFACE_LIST, NO_OUT },
	{ F6, "chain=output in-interface=e", ROSFW_A_IN_INTERFACE, NO_IN },
	{ F6, "chain=output in-interface-list=l", ROSFW_A_IN_INTERFACE_LIST, NO_IN },
	{ F4, "chain=forward in-bridge-port=e out-bridge-port=e in-bridge-port-list=l out-bridge-port-list=l" },
	{ F4, "chain=input out-bridge-port=e", ROSFW_A_OUT_BRIDGE_PORT, NO_OUT },
	{ N4, "chain=dstnat out-bridge-port-list=l", ROSFW_A_OUT_BRIDGE_PORT_LIST, NO_OUT },
	{ F6, "chain=output in-bridge-port=!e", ROSFW_A_IN_BRIDGE_PORT, NO_IN },
	{ R4, "chain=output in-bridge-port-list=l", ROSFW_A_IN_BRIDGE_PORT_LIST, NO_IN },
	{ R4, "chain=prerouting in-interface=e" },
	{ R4, "chain=prerouting out-interface=e", ROSFW_A_OUT_INTERFACE, NO_OUT },
	{ R4, "chain=output in-interface=e", ROSFW_A_IN_INTERFACE, NO_IN },
	{ R4, "chain=input out-interface=e" },
	{ R4, "chain=prerouting action=notrack" },

	{ N4, "chain=srcnat action=masquerade" },
	{ N4, "chain=dstnat action=dst-nat to-addresses=10.0.0.1 protocol=tcp to-ports=80" },
	{ N4, "chain=dstnat action=masquerade", ROSFW_A_ACTION, IN_DSTNAT },
	{ N4, "chain=dstnat action=src-nat", ROSFW_A_ACTION, IN_DSTNAT },
	{ N4, "chain=srcnat action=dst-nat", ROSFW_A_ACTION, IN_SRCNAT },
	{ N6, "chain=srcnat action=redirect", ROSFW_A_ACTION, IN_SRCNAT },
	{ N4, "chain=srcnat action=socksify", ROSFW_A_ACTION, IN_SRCNAT },
	{ N4, "chain=input action=masquerade", ROSFW_A_ACTION,
	  "this action is not possible in the input chain, which has src-nat and netmap" },
	{ N6, "chain=output action=src-nat", ROSFW_A_ACTION,
	  "this action is not possible in the output chain, which has dst-nat, redirect and netmap" },
	{ N4, "chain=input action=src-nat" },
	{ N4, "chain=output action=redirect" },
	{ N4, "chain=custom action=dst-nat" },
	{ N4, "chain=custom action=masquerade" },
	{ N4, "chain=input action=netmap to-addresses=1.2.3.0/24" },
	{ N4, "chain=output action=netmap to-addresses=1.2.3.0/24" },
	{ N4, "chain=srcnat action=netmap", ROSFW_A_TO_ADDRESSES, "missing value of to-addresses" NEEDS_TO },
	{ N4, "chain=srcnat action=same to-addresses=0.0.0.0", ROSFW_A_TO_ADDRESSES,
	  "missing value of to-addresses" NEEDS_TO },
	{ N6, "chain=srcnat action=netmap", ROSFW_A_TO_ADDRESS, "missing value of to-address" NEEDS_TO },
	{ N4, "chain=srcnat action=endpoint-independent-nat protocol=udp" },
	{ N4, "chain=srcnat action=endpoint-independent-nat protocol=tcp", ROSFW_A_ACTION,
	  "action=endpoint-independent-nat requires protocol udp" },
	{ N4, "chain=dstnat action=redirect to-ports=80", ROSFW_A_TO_PORTS, TO_PORTS },
	{ N4, "chain=dstnat action=redirect protocol=!udp to-ports=80", ROSFW_A_TO_PORTS, TO_PORTS },
	{ N4, "chain=dstnat out-interface=e", ROSFW_A_OUT_INTERFACE, NO_OUT },
	{ N6, "chain=dstnat out-interface-list=l", ROSFW_A_OUT_INTERFACE_LIST, NO_OUT },
	{ N4, "chain=input out-interface=e", ROSFW_A_OUT_INTERFACE, NO_OUT },
	{ N4, "chain=output in-interface=e", ROSFW_A_IN_INTERFACE, NO_IN },
	{ N4, "chain=srcnat in-interface=e out-interface=f" },

	{ A4, "list=x address=10.0.0.0/8" },
	{ A6, "list=x address=2001:db8::/32" },
	{ A4, "address=10.0.0.0/8", ROSFW_A_LIST, MISSING "list" },
	{ A4, "list=x", ROSFW_A_ADDRESS, MISSING "address" },
	{ IL, "name=x" },
	{ IL, "include=x", ROSFW_A_NAME, MISSING "name" },
	{ IM, "list=x interface=e" },
	{ IM, "interface=e", ROSFW_A_LIST, MISSING "list" },
	{ IM, "list=x", ROSFW_A_INTERFACE, MISSING "interface" },
	{ ROSFW_MENU_IP_CONNECTION, "", 0, "items of this menu are reported and cannot be added or changed" },
};

static void test_items(void)
{
	struct rosfw_error err;
	struct rosfw_item *item;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(items); i++) {
		tap_case("item: /%s %s", rosfw_menus[items[i].menu].path, items[i].text);
		item = item_parse(items[i].menu, items[i].text);
		memset(&err, 0, sizeof(err));
		tap_is(rosfw_item_check(item, &err), items[i].error ? -EINVAL : 0);
		tap_str(err.text, items[i].error);
		tap_is(err.prop, items[i].prop);
		rosfw_item_put(item);
	}
	tap_is(rosfw_test_live(), 0);
}

int main(void)
{
	tap_begin();
	test_builder();
	test_limits();
	test_no_memory();
	test_values();
	test_random_values();
	test_items();
	return tap_end();
}
