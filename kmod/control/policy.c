// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attribute policies: one for each shape of request, made from the property table when the module is loaded.
 *
 * What a policy can say about one value alone (length, range, known bits) it says; kmod/core checks the rest.
 * An attribute that a request has no use for is refused by name, not ignored.
 * Life: written once before the family is registered, constant from then on. Locks: none.
 */
#include <net/netlink.h>

#include "control.h"

struct nla_policy rosfw_policies[ROSFW_POLICIES][ROSFW_A_MAX + 1];
static struct netlink_range_validation ranges[ROSFW_A_MAX + 1];

/* The shapes, without properties. */
static const struct {
	u16 attrs[6];
	bool properties;
} shapes[ROSFW_POLICIES] = {
	[ROSFW_POLICY_ITEM] = { { ROSFW_A_MENU, ROSFW_A_ID } },
	[ROSFW_POLICY_MOVE] = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_BEFORE } },
	[ROSFW_POLICY_ADD] = { { ROSFW_A_MENU, ROSFW_A_BEFORE, ROSFW_A_NOT }, true },
	[ROSFW_POLICY_SET] = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_NOT, ROSFW_A_UNSET }, true },
	[ROSFW_POLICY_IDS] = { { ROSFW_A_MENU, ROSFW_A_ID, ROSFW_A_IDS } },
};

/* struct nla_policy has constant members, so it cannot be assigned. */
static void __init put_policy(struct nla_policy *to, const struct nla_policy *from)
{
	memcpy(to, from, sizeof(*to));
}

static void __init put_reject(struct nla_policy *to, const char *text)
{
	const struct nla_policy policy = { .type = NLA_REJECT, .reject_message = text };

	put_policy(to, &policy);
}

static void __init put_range(struct nla_policy *to, u8 type, u16 attr, u64 min, u64 max)
{
	const struct nla_policy policy = {
		.type = type,
		.validation_type = NLA_VALIDATE_RANGE_PTR,
		.range = &ranges[attr],
	};

	ranges[attr].min = min;
	ranges[attr].max = max;
	put_policy(to, &policy);
}

static void __init put_exact(struct nla_policy *to, u16 attr, u32 len)
{
	put_range(to, NLA_BINARY, attr, len, len);
}

static void __init put_plain(struct nla_policy *to, u8 type)
{
	const struct nla_policy policy = { .type = type };

	put_policy(to, &policy);
}

static void __init put_string(struct nla_policy *to, u32 size)
{
	const struct nla_policy policy = { .type = NLA_NUL_STRING, .len = size - 1 };

	put_policy(to, &policy);
}

static void __init put_mask(struct nla_policy *to, u32 mask)
{
	const struct nla_policy policy = {
		.type = NLA_U32,
		.validation_type = NLA_VALIDATE_MASK,
		.mask = mask,
	};

	put_policy(to, &policy);
}

static u32 __init count_names(const char *const *names)
{
	u32 n = 0;

	while (names[n])
		n++;
	return n;
}

static void __init property_policy(struct nla_policy *to, u16 attr)
{
	const struct rosfw_property *p = &rosfw_properties[attr];

	switch ((enum rosfw_kind)p->kind) {
	case ROSFW_KIND_BOOL:
		put_range(to, NLA_U8, attr, 0, 1);
		break;
	case ROSFW_KIND_U8:
	case ROSFW_KIND_PROTOCOL:
		put_range(to, NLA_U8, attr, p->min, p->max);
		break;
	case ROSFW_KIND_U32:
	case ROSFW_KIND_TIME:
		put_range(to, NLA_U32, attr, p->min, p->max);
		break;
	case ROSFW_KIND_LIST_TIMEOUT:
	case ROSFW_KIND_CHOICE:
		put_plain(to, NLA_U32);
		break;
	case ROSFW_KIND_U64:
	case ROSFW_KIND_RATE:
	case ROSFW_KIND_DATE:
		put_plain(to, NLA_U64);
		break;
	case ROSFW_KIND_ENUM:
		put_range(to, NLA_U32, attr, 0, count_names(p->names) - 1);
		break;
	case ROSFW_KIND_FLAGS:
		put_mask(to, GENMASK(count_names(p->names) - 1, 0));
		break;
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
	case ROSFW_KIND_NAMES:
		put_string(to, p->max);
		break;
	case ROSFW_KIND_ADDR:
		put_range(to, NLA_BINARY, attr, 2 * sizeof(struct in_addr), 2 * sizeof(struct in6_addr));
		break;
	case ROSFW_KIND_PORTS:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_port_range),
			  p->max * sizeof(struct rosfw_port_range));
		break;
	case ROSFW_KIND_TCP_FLAGS:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_tcp_flags), sizeof(struct rosfw_tcp_flags));
		break;
	case ROSFW_KIND_ICMP:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_icmp_options),
			  sizeof(struct rosfw_icmp_options));
		break;
	case ROSFW_KIND_RANGE:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_port_range), sizeof(struct rosfw_port_range));
		break;
	case ROSFW_KIND_COMPARE:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_compare), sizeof(struct rosfw_compare));
		break;
	case ROSFW_KIND_TOS:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_tos), sizeof(struct rosfw_tos));
		break;
	case ROSFW_KIND_HEADERS:
		put_range(to, NLA_BINARY, attr, sizeof(struct rosfw_headers), sizeof(struct rosfw_headers));
		break;
	case ROSFW_KIND_MAC:
		put_range(to, NLA_BINARY, attr, ROSFW_MAC_SIZE, ROSFW_MAC_SIZE);
		break;
	case ROSFW_KIND_NTH:
	case ROSFW_KIND_CLASSIFIER:
	case ROSFW_KIND_LIMIT:
	case ROSFW_KIND_DST_LIMIT:
	case ROSFW_KIND_PERIOD:
	case ROSFW_KIND_RATE_RANGE:
	case ROSFW_KIND_BYTES_RANGE:
	case ROSFW_KIND_CONNECTION_LIMIT:
	case ROSFW_KIND_PSD:
	case ROSFW_KIND_IPSEC:
		put_exact(to, attr, rosfw_kind_len(p->kind, ROSFW_FAMILIES));
		break;
	case __ROSFW_KIND_COUNT:
		break;
	}
}

static void __init protocol_policy(struct nla_policy *to, u16 attr)
{
	switch (attr) {
	case ROSFW_A_MENU:
		put_range(to, NLA_U32, attr, 1, ROSFW_MENU_MAX);
		break;
	case ROSFW_A_ID:
	case ROSFW_A_BEFORE:
		put_range(to, NLA_U32, attr, 1, U32_MAX);
		break;
	case ROSFW_A_IDS:
		put_range(to, NLA_BINARY, attr, sizeof(u32), U16_MAX);
		break;
	case ROSFW_A_NOT:
	case ROSFW_A_UNSET:
		put_range(to, NLA_BINARY, attr, sizeof(u16), sizeof(u16) * (ROSFW_A_MAX - ROSFW_A_PROPERTY_FIRST + 1));
		break;
	}
}

static bool __init shape_has(enum rosfw_policy shape, u16 attr)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(shapes[shape].attrs); i++)
		if (shapes[shape].attrs[i] == attr)
			return true;
	return false;
}

static void __init attr_policy(enum rosfw_policy shape, u16 attr)
{
	const struct rosfw_property *p = &rosfw_properties[attr];
	struct nla_policy *to = &rosfw_policies[shape][attr];

	if (shape_has(shape, attr))
		protocol_policy(to, attr);
	else if (!shapes[shape].properties || !p->name)
		put_reject(to, "this attribute does not belong to this command");
	else if (p->flags & ROSFW_PROP_READ_ONLY)
		put_reject(to, "this property is read-only");
	else
		property_policy(to, attr);
}

void __init rosfw_policies_init(void)
{
	enum rosfw_policy shape;
	u16 attr;

	for (shape = 0; shape < ROSFW_POLICIES; shape++)
		for (attr = 1; attr <= ROSFW_A_MAX; attr++)
			attr_policy(shape, attr);
}
