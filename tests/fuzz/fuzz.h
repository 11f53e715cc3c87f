/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share: a reader of the fuzzer's bytes, and items made of them.
 *
 * A target is one function for libFuzzer; it must not keep anything from one input to the next.
 */
#ifndef _ROSFW_FUZZ_H
#define _ROSFW_FUZZ_H

#include "core/item.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* The rest of the input. Reading behind its end gives zeros. */
struct input {
	const u8 *p;
	const u8 *end;
};

static inline bool input_more(const struct input *in)
{
	return in->p < in->end;
}

static inline u8 input_u8(struct input *in)
{
	return input_more(in) ? *in->p++ : 0;
}

static inline u16 input_u16(struct input *in)
{
	u8 low = input_u8(in);

	return low | input_u8(in) << 8;
}

/* Up to @n bytes in a buffer of exactly that size, so that the address sanitizer guards it; free() it. */
static inline u8 *input_bytes(struct input *in, u32 n, u32 *len)
{
	u8 *bytes;

	*len = min_t(size_t, n, in->end - in->p);
	bytes = malloc(*len ?: 1);
	if (!bytes)
		abort();
	if (*len)
		memcpy(bytes, in->p, *len);
	in->p += *len;
	return bytes;
}

/*
 * An item: menu, number of values; for each of them property, flags (bit 0: negated), length and payload. Values that are
 * refused are left out. NULL: no memory, or the menu does not exist, or the values do not go together.
 */
static inline struct rosfw_item *input_item(struct input *in)
{
	u32 menu = input_u8(in), n = input_u8(in), len;
	struct rosfw_item_builder b = { 0 };
	struct rosfw_error err = { 0 };
	bool negated;
	u16 prop;
	u8 *data;
	int ret;

	ret = menu && menu <= ROSFW_MENU_MAX ? rosfw_item_begin(&b, menu) : -EINVAL;
	for (; n && input_more(in); n--) {
		prop = input_u8(in);
		negated = input_u8(in) & 1;
		data = input_bytes(in, input_u8(in), &len);
		if (rosfw_value_check(menu, prop, negated, data, len, &err)) {
			if (!err.text)
				abort();	/* every refusal says why */
		} else if (!ret) {
			ret = rosfw_item_put_value(&b, prop, negated, data, len);
		}
		free(data);
	}
	if (!ret) {
		err.text = NULL;
		ret = rosfw_item_check(b.item, &err);
		if (ret && !err.text)
			abort();
	}
	if (!ret)
		return b.item;
	rosfw_item_put(b.item);
	return NULL;
}

#endif /* _ROSFW_FUZZ_H */
