// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints docs/netlink/rosfw.yaml: the netlink protocol as the kernel's genetlink specifications describe such things.
 *
 * Properties, their limits and the values of enumerations come from the tables of kmod/core, which the module makes its
 * own policies from. Commands, and the attributes that are no property, are described here.
 */
#include <stdio.h>
#include <string.h>

#include "core/property.h"

/* ---- text ---- */

static void put_quoted(const char *s)
{
	putchar('"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('"');
}

static void put_doc(int indent, const char *doc)
{
	printf("%*sdoc: ", indent, "");
	put_quoted(doc);
	putchar('\n');
}

/* ---- enumerations ---- */

static void put_enum_head(const char *name, const char *type, const char *doc)
{
	printf("  -\n    name: %s\n    type: %s\n", name, type);
	put_doc(4, doc);
	printf("    entries:\n");
}

/* Without quotes they would be no names. */
static bool is_yaml_bool(const char *name)
{
	return !strcmp(name, "yes") || !strcmp(name, "no");
}

static void put_names(const char *name, const char *type, const char *doc, const char *const *names)
{
	put_enum_head(name, type, doc);
	for (; *names; names++)
		printf(is_yaml_bool(*names) ? "      - \"%s\"\n" : "      - %s\n", *names);
}

/* "ip firewall filter" is ip-firewall-filter: no blanks in names. */
static void put_menu_name(const char *path)
{
	for (; *path; path++)
		putchar(*path == ' ' ? '-' : *path);
}

static void put_menus(void)
{
	u32 menu;

	put_enum_head("menu", "enum", "where an item lives");
	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		printf("      -\n        name: ");
		put_menu_name(rosfw_menus[menu].path);
		putchar('\n');
		if (menu == 1)
			printf("        value: 1\n");
		put_doc(8, rosfw_menus[menu].help);
	}
}

static const struct {
	const char *name;
	u32 bit;
} item_flags[] = {
	{ "invalid", ROSFW_FLAG_INVALID }, { "dynamic", ROSFW_FLAG_DYNAMIC }, { "builtin", ROSFW_FLAG_BUILTIN },
	{ "expected", ROSFW_FLAG_EXPECTED }, { "seen-reply", ROSFW_FLAG_SEEN_REPLY },
	{ "assured", ROSFW_FLAG_ASSURED }, { "confirmed", ROSFW_FLAG_CONFIRMED }, { "dying", ROSFW_FLAG_DYING },
	{ "fasttrack", ROSFW_FLAG_FASTTRACK }, { "hw-offload", ROSFW_FLAG_HW_OFFLOAD },
	{ "srcnat", ROSFW_FLAG_SRCNAT }, { "dstnat", ROSFW_FLAG_DSTNAT },
	{ "uses-helper", ROSFW_FLAG_USES_HELPER },
};

static void put_item_flags(void)
{
	unsigned int i;

	put_enum_head("item-flags", "flags", "what the system says of an item; from expected on: of a connection");
	for (i = 0; i < ARRAY_SIZE(item_flags); i++)
		printf("      -\n        name: %s\n        value: %d\n", item_flags[i].name,
		       __builtin_ctz(item_flags[i].bit));
}

static void put_events(void)
{
	put_enum_head("conn-event", "enum", "what happened to a connection");
	printf("      -\n        name: new\n        value: %d\n      - update\n      - destroy\n      - nat-exhausted\n",
	       ROSFW_EVENT_NEW);
}

static const char *enum_type(const struct rosfw_property *p)
{
	switch (p->kind) {
	case ROSFW_KIND_ENUM:
		return "enum";
	case ROSFW_KIND_FLAGS:
		return "flags";
	default:
		return NULL;
	}
}

static void put_definitions(void)
{
	u32 attr;

	printf("definitions:\n");
	put_menus();
	put_item_flags();
	put_events();
	for (attr = ROSFW_A_PROPERTY_FIRST; attr <= ROSFW_A_MAX; attr++) {
		const struct rosfw_property *p = &rosfw_properties[attr];

		if (p->name && enum_type(p))
			put_names(p->name, enum_type(p), p->help, p->names);
	}
}

/* ---- attributes ---- */

static const struct {
	const char *name;
	const char *type;
	const char *doc;
	const char *more;
} protocol[ROSFW_A_PROPERTY_FIRST] = {
	[ROSFW_A_PAD] = { "pad", "pad", "padding of 64-bit attributes" },
	[ROSFW_A_VERSION] = { "version", "string", "version of the module" },
	[ROSFW_A_GENERATION] = { "generation", "u32", "number of the published ruleset" },
	[ROSFW_A_TXN_OWNER] = { "txn-owner", "u32", "port id that holds the open transaction" },
	[ROSFW_A_MENU] = { "menu", "u32", "where the item lives", "enum: menu" },
	[ROSFW_A_ID] = { "id", "u32", "the item; unique in its menu, never used again" },
	[ROSFW_A_BEFORE] = { "before", "u32", "id of the item to stand before" },
	[ROSFW_A_FLAGS] = { "flags", "u32", "what the system says of the item", "enum: item-flags" },
	[ROSFW_A_NOT] = { "not", "binary", "numbers of the properties of this message that are negated",
		"sub-type: u16" },
	[ROSFW_A_UNSET] = { "unset", "binary", "numbers of the properties to remove", "sub-type: u16" },
	[ROSFW_A_INVALID_REASON] = { "invalid-reason", "string", "why the rule cannot work at present" },
	[ROSFW_A_HELP] = { "help", "string", "explanation of a drop reason" },
	[ROSFW_A_IDS] = { "ids", "binary", "several items of one menu", "sub-type: u32" },
	[ROSFW_A_EVENT] = { "event", "u32", "what happened to the connection", "enum: conn-event" },
};

static const char *attr_name(u32 attr)
{
	return attr < ROSFW_A_PROPERTY_FIRST ? protocol[attr].name : rosfw_properties[attr].name;
}

static void put_range(u32 min, u32 max)
{
	printf("        checks:\n");
	if (min)
		printf("          min: %u\n", min);
	printf("          max: %u\n", max);
}

static void put_exact(u32 len)
{
	printf("        checks:\n          exact-len: %u\n", len);
}

static void put_bytes(u32 len)
{
	printf("        type: binary\n        sub-type: u8\n");
	put_exact(len);
}

static void put_lengths(u32 min, u32 max)
{
	printf("        checks:\n          min-len: %u\n          max-len: %u\n", min, max);
}

/* Read-only values are never checked: nobody sends them. */
static void put_property_type(const struct rosfw_property *p)
{
	bool checked = !(p->flags & ROSFW_PROP_READ_ONLY);

	switch ((enum rosfw_kind)p->kind) {
	case ROSFW_KIND_BOOL:
		printf("        type: u8\n");
		put_range(0, 1);
		break;
	case ROSFW_KIND_U8:
		printf("        type: u8\n");
		if (checked && p->max < U8_MAX)
			put_range(p->min, p->max);
		break;
	case ROSFW_KIND_PROTOCOL:
		printf("        type: u8\n");
		break;
	case ROSFW_KIND_U32:
	case ROSFW_KIND_TIME:
		printf("        type: u32\n");
		if (checked)
			put_range(p->min, p->max);
		break;
	case ROSFW_KIND_LIST_TIMEOUT:
		printf("        type: u32\n");
		break;
	case ROSFW_KIND_U64:
	case ROSFW_KIND_RATE:
	case ROSFW_KIND_DATE:
		printf("        type: u64\n");
		break;
	case ROSFW_KIND_ENUM:
	case ROSFW_KIND_FLAGS:
		printf("        type: u32\n        enum: %s\n", p->name);
		break;
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
	case ROSFW_KIND_NAMES:
		printf("        type: string\n        checks:\n          max-len: %u\n", p->max - 1);
		break;
	case ROSFW_KIND_ADDR:
		printf("        type: binary\n");
		put_lengths(8, 32);
		break;
	case ROSFW_KIND_PORTS:
		printf("        type: binary\n        sub-type: u16\n");
		put_lengths(sizeof(struct rosfw_port_range), p->max * sizeof(struct rosfw_port_range));
		break;
	case ROSFW_KIND_TCP_FLAGS:
		put_bytes(sizeof(struct rosfw_tcp_flags));
		break;
	case ROSFW_KIND_ICMP:
		put_bytes(sizeof(struct rosfw_icmp_options));
		break;
	case ROSFW_KIND_RANGE:
		printf("        type: binary\n        sub-type: u16\n");
		put_exact(sizeof(struct rosfw_port_range));
		break;
	case ROSFW_KIND_COMPARE:
		put_bytes(sizeof(struct rosfw_compare));
		break;
	case ROSFW_KIND_TOS:
		put_bytes(sizeof(struct rosfw_tos));
		break;
	case ROSFW_KIND_HEADERS:
		put_bytes(sizeof(struct rosfw_headers));
		break;
	case ROSFW_KIND_MAC:
		put_bytes(ROSFW_MAC_SIZE);
		break;
	case ROSFW_KIND_CHOICE:
		printf("        type: u32\n");
		break;
	case ROSFW_KIND_NTH:
	case ROSFW_KIND_CLASSIFIER:
	case ROSFW_KIND_PERIOD:
	case ROSFW_KIND_CONNECTION_LIMIT:
	case ROSFW_KIND_PSD:
		printf("        type: binary\n        sub-type: u32\n");
		put_exact(rosfw_kind_len(p->kind, ROSFW_FAMILIES));
		break;
	case ROSFW_KIND_RATE_RANGE:
		printf("        type: binary\n        sub-type: u32\n");
		put_exact(sizeof(struct rosfw_rate_range));
		break;
	case ROSFW_KIND_BYTES_RANGE:
		printf("        type: binary\n        sub-type: u64\n");
		put_exact(sizeof(struct rosfw_bytes_range));
		break;
	case ROSFW_KIND_IPSEC:
		put_bytes(sizeof(struct rosfw_ipsec_policy));
		break;
	case ROSFW_KIND_LIMIT:
	case ROSFW_KIND_DST_LIMIT:
		put_bytes(sizeof(struct rosfw_limit));
		break;
	case __ROSFW_KIND_COUNT:
		break;
	}
}

static void put_attr(u32 attr)
{
	static u32 next = 1;

	if (!attr_name(attr))
		return;
	printf("      -\n        name: %s\n", attr_name(attr));
	if (attr != next)
		printf("        value: %u\n", attr);
	next = attr + 1;
	if (attr >= ROSFW_A_PROPERTY_FIRST) {
		put_doc(8, rosfw_properties[attr].help);
		put_property_type(&rosfw_properties[attr]);
		return;
	}
	put_doc(8, protocol[attr].doc);
	printf("        type: %s\n", protocol[attr].type);
	if (protocol[attr].more)
		printf("        %s\n", protocol[attr].more);
}

static void put_attrs(void)
{
	u32 attr;

	printf("attribute-sets:\n  -\n    name: item\n    name-prefix: rosfw-a-\n    enum-name: rosfw-attr\n");
	put_doc(4, "attributes of every message: first those of the protocol, then one for each property of an item");
	printf("    attributes:\n");
	for (attr = 1; attr <= ROSFW_A_MAX; attr++)
		put_attr(attr);
}

/* ---- operations ---- */

enum props { NO_PROPS, WRITABLE, OF_ITEMS, OF_CONNECTIONS };

struct message {
	u16 attrs[8];
	enum props props;
};

struct operation {
	const char *name;
	const char *doc;
	bool has_do, has_dump;
	const char *group;
	struct message request, reply, dump_request;
};

static const struct message one_item = { { ROSFW_A_MENU, ROSFW_A_ID } };
static const struct message menu_only = { { ROSFW_A_MENU } };

static const struct operation operations[] = {
	{ "info-get", "version, generation, and who holds the open transaction. Needs no privilege.", .has_do = true,
	  .reply = { { ROSFW_A_VERSION, ROSFW_A_GENERATION, ROSFW_A_TXN_OWNER } } },
	{ "txn-begin", "open a transaction that belongs to this socket", .has_do = true },
	{ "txn-commit", "publish all changes at once. A reply names the item at fault before an error.", .has_do = true,
	  .reply = { { ROSFW_A_MENU, ROSFW_A_ID } } },
	{ "txn-check", "everything a commit does except publishing", .has_do = true,
	  .reply = { { ROSFW_A_MENU, ROSFW_A_ID } } },
	{ "txn-abort", "forget all changes", .has_do = true },
	{ "item-add", "add an item, at the end or before another one", .has_do = true,
	  .request = { { ROSFW_A_MENU, ROSFW_A_BEFORE, ROSFW_A_NOT }, WRITABLE },
	  .reply = { { ROSFW_A_MENU, ROSFW_A_ID } } },
	{ "item-set", "change properties of an item", .has_do = true,
	  .request = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_NOT, ROSFW_A_UNSET }, WRITABLE } },
	{ "item-remove", "remove an item", .has_do = true, .request = one_item },
	{ "item-move", "move an item to the end, or before another one", .has_do = true,
	  .request = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_BEFORE } } },
	{ "item-reset", "zero the counters of a rule, or of all rules of a menu", .has_do = true, .request = one_item },
	{ "item-get", "an item; all items of a menu, in order", .has_do = true, .has_dump = true,
	  .request = one_item, .dump_request = menu_only,
	  .reply = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_FLAGS, ROSFW_A_NOT, ROSFW_A_UNSET, ROSFW_A_INVALID_REASON },
		     OF_ITEMS } },
	{ "conn-get", "a live connection; all connections", .has_do = true, .has_dump = true,
	  .request = one_item, .dump_request = menu_only,
	  .reply = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_FLAGS }, OF_CONNECTIONS } },
	{ "conn-remove", "forget a connection, several, or all of a menu", .has_do = true,
	  .request = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_IDS } } },
	{ "reason-get", "how many packets were dropped for what reason", .has_dump = true,
	  .reply = { { ROSFW_A_NAME, ROSFW_A_HELP, ROSFW_A_PACKETS } } },
	{ "conn-event", "a connection was confirmed, changed or ended", .group = ROSFW_GENL_GROUP_EVENTS,
	  .reply = { { ROSFW_A_EVENT, ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_FLAGS }, OF_CONNECTIONS } },
};

static bool in_menus(u32 attr, bool connections)
{
	u32 menu;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		bool holds_connections = rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS;

		if (holds_connections == connections && rosfw_menu_has(menu, attr))
			return true;
	}
	return false;
}

static bool has_prop(enum props props, u32 attr)
{
	switch (props) {
	case WRITABLE:
		return in_menus(attr, false) && !(rosfw_properties[attr].flags & ROSFW_PROP_READ_ONLY);
	case OF_ITEMS:
		return in_menus(attr, false);
	case OF_CONNECTIONS:
		return in_menus(attr, true);
	case NO_PROPS:
		break;
	}
	return false;
}

static void put_message(int indent, const char *name, const struct message *m)
{
	unsigned int i;
	u32 attr;

	if (!m->attrs[0])
		return;
	printf("%*s%s:\n%*sattributes:\n", indent, "", name, indent + 2, "");
	for (i = 0; i < ARRAY_SIZE(m->attrs) && m->attrs[i]; i++)
		printf("%*s- %s\n", indent + 4, "", attr_name(m->attrs[i]));
	for (attr = ROSFW_A_PROPERTY_FIRST; attr <= ROSFW_A_MAX; attr++)
		if (has_prop(m->props, attr))
			printf("%*s- %s\n", indent + 4, "", attr_name(attr));
}

static void put_operation(const struct operation *op)
{
	printf("    -\n      name: %s\n", op->name);
	put_doc(6, op->doc);
	printf("      attribute-set: item\n");
	if (op->group) {
		printf("      mcgrp: %s\n", op->group);
		put_message(6, "event", &op->reply);
	}
	if (op->has_do) {
		printf("      do:%s\n", op->request.attrs[0] || op->reply.attrs[0] ? "" : " {}");
		put_message(8, "request", &op->request);
		put_message(8, "reply", &op->reply);
	}
	if (op->has_dump) {
		printf("      dump:\n");
		put_message(8, "request", &op->dump_request);
		put_message(8, "reply", &op->reply);
	}
}

int main(void)
{
	unsigned int i;

	static_assert(ARRAY_SIZE(operations) == ROSFW_CMD_MAX);
	printf("# %s-License-Identifier: GPL-2.0-only WITH Linux-syscall-note\n"
	       "# Generated from the tables in kmod/core by 'make -C tests/ynl update'.\n"
	       "---\nname: " ROSFW_GENL_NAME "\nprotocol: genetlink\nuapi-header: linux/rosfw.h\n", "SPDX");
	put_doc(0, "The firewall of RouterOS for Linux. include/uapi/linux/rosfw.h is the manual of this protocol.");
	putchar('\n');
	put_definitions();
	putchar('\n');
	put_attrs();
	printf("\noperations:\n  name-prefix: rosfw-cmd-\n  enum-name: rosfw-cmd\n  list:\n");
	for (i = 0; i < ARRAY_SIZE(operations); i++)
		put_operation(&operations[i]);
	printf("\nmcast-groups:\n  list:\n    -\n      name: " ROSFW_GENL_GROUP_EVENTS "\n");
	return ferror(stdout) != 0;
}
