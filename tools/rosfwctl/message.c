// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the kernel about items, and the rows that they become.
 *
 * What is not as it should be, or is of a newer kernel and not known here, is left out. Locks: none, one thread.
 */
#include <linux/genetlink.h>

#include "message.h"

u32 message_u32(const struct nlattr *attr)
{
	return mnl_attr_validate(attr, MNL_TYPE_U32) < 0 ? 0 : mnl_attr_get_u32(attr);
}

/* Bytes that a value of a read-only property has; 0: any. */
static u32 fixed_length(u32 menu, u16 prop)
{
	switch (rosfw_properties[prop].kind) {
	case ROSFW_KIND_BOOL:
	case ROSFW_KIND_U8:
		return 1;
	case ROSFW_KIND_U32:
	case ROSFW_KIND_ENUM:
	case ROSFW_KIND_TIME:
	case ROSFW_KIND_PORTS:
		return 4;
	case ROSFW_KIND_U64:
	case ROSFW_KIND_RATE:
	case ROSFW_KIND_DATE:
		return 8;
	case ROSFW_KIND_ADDR:
		return rosfw_menus[menu].family == ROSFW_IPV4 ? 8 : 32;
	default:
		return 0;
	}
}

/* What a newer kernel may send and this tool does not know is left out. */
static bool is_value(u32 menu, u16 prop, bool negated, const void *data, u32 len)
{
	struct rosfw_error err;

	if (prop > ROSFW_A_MAX || !rosfw_menu_has(menu, prop))
		return false;
	if (rosfw_properties[prop].flags & ROSFW_PROP_READ_ONLY || rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS)
		return !fixed_length(menu, prop) || len == fixed_length(menu, prop);
	return !rosfw_value_check(menu, prop, negated, data, len, &err);
}

static bool is_negated(const struct nlattr *not, u16 prop)
{
	u32 i, n = not ? mnl_attr_get_payload_len(not) / sizeof(u16) : 0;
	const u16 *list = not ? mnl_attr_get_payload(not) : NULL;

	for (i = 0; i < n; i++)
		if (list[i] == prop)
			return true;
	return false;
}

static int row_attr(struct row *row, struct rosfw_item_builder *b, const struct nlattr *attr, const struct nlattr *not)
{
	u16 type = mnl_attr_get_type(attr), len = mnl_attr_get_payload_len(attr);
	const void *data = mnl_attr_get_payload(attr);
	u32 menu = b->item->menu;
	bool negated;

	switch (type) {
	case ROSFW_A_ID:
		b->item->id = message_u32(attr);
		return 0;
	case ROSFW_A_FLAGS:
		row->flags = message_u32(attr);
		return 0;
	case ROSFW_A_PACKETS:
		row->packets = len == sizeof(u64) ? mnl_attr_get_u64(attr) : 0;
		return 0;
	case ROSFW_A_BYTES:
		row->bytes = len == sizeof(u64) ? mnl_attr_get_u64(attr) : 0;
		return 0;
	case ROSFW_A_INVALID_REASON:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 && !row->invalid)
			row->invalid = strdup(data);
		return 0;
	case ROSFW_A_UNSET:
		row->chosen = len >= sizeof(u16) ? *(const u16 *)data : 0;
		return 0;
	}
	negated = is_negated(not, type);
	if (type < ROSFW_A_PROPERTY_FIRST || !is_value(menu, type, negated, data, len))
		return 0;
	return rosfw_item_put_value(b, type, negated, data, len);
}

int message_row(const struct nlmsghdr *nlh, u32 menu, struct row *row)
{
	const struct nlattr *attr, *not = NULL;
	struct rosfw_item_builder b;
	u32 room = 0;
	int rc;

	memset(row, 0, sizeof(*row));
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == ROSFW_A_NOT)
			not = attr;
		else if (mnl_attr_get_type(attr) >= ROSFW_A_PROPERTY_FIRST)
			room += rosfw_item_room(mnl_attr_get_payload_len(attr));
	}
	rc = rosfw_item_begin_fixed(&b, menu, room);	/* there may be millions: not a byte too much */
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (!rc)
			rc = row_attr(row, &b, attr, not);
	row->item = b.item;
	if (!rc)
		row->item->flags = row->flags & (ROSFW_FLAG_DYNAMIC | ROSFW_FLAG_BUILTIN);
	else
		row_clean(row);
	return rc;
}

/* Does the message have this value, to the byte? */
static bool has_value(const struct nlmsghdr *nlh, const struct rosfw_value *v)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == v->prop)
			return mnl_attr_get_payload_len(attr) == v->len &&
			       !memcmp(mnl_attr_get_payload(attr), v->data, v->len);
	return false;
}

bool message_has(const struct nlmsghdr *nlh, const struct rosfw_item *equal)
{
	const struct rosfw_value *v;

	for (v = rosfw_item_next(equal, NULL); v; v = rosfw_item_next(equal, v))
		if (!has_value(nlh, v))
			return false;
	return true;
}

u32 message_id(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == ROSFW_A_ID)
			return message_u32(attr);
	return 0;
}
