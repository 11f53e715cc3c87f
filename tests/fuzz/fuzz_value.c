// SPDX-License-Identifier: GPL-2.0-only
/*
 * Property values: what netlink attributes may hold. Input: items, see input_item().
 *
 * An item that was accepted is copied and changed as "set" does it.
 */
#include "fuzz.h"

static void use(const struct rosfw_item *item)
{
	const struct rosfw_value *v = NULL;
	struct rosfw_item_builder b;
	struct rosfw_error err;

	if (rosfw_item_begin_copy(&b, item))
		abort();
	while ((v = rosfw_item_next(item, v))) {
		/* What was accepted once is accepted again. */
		BUG_ON(rosfw_value_check(item->menu, v->prop, v->negated, v->data, v->len, &err));
		BUG_ON(rosfw_item_value(item, v->prop) != v);
		rosfw_item_unset(&b, v->prop);
		BUG_ON(rosfw_item_value(b.item, v->prop));
		BUG_ON(rosfw_item_put_value(&b, v->prop, v->negated, v->data, v->len));
	}
	BUG_ON(rosfw_item_check(b.item, &err));
	BUG_ON(b.item->size != item->size);
	rosfw_item_put(b.item);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct rosfw_item *item;

	while (input_more(&in)) {
		item = input_item(&in);
		if (item)
			use(item);
		rosfw_item_put(item);
	}
	BUG_ON(rosfw_test_live());
	return 0;
}
