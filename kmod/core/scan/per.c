// SPDX-License-Identifier: GPL-2.0-only
/*
 * Aligned PER, by tables; see per.h.
 *
 * The stack of types is in the walk and not in calls: its depth is a matter of the sender. Whatever is wrong in an open
 * type ends that one only, as does a part without a description: its length says where to go on.
 *
 * No state, no locks.
 */
#include "per.h"

/* Additions to one type, at most; more than any has. */
#define ADDITIONS_MAX	64U

/* Longer than a packet: in fragments. */
#define LENGTH_MAX	0x3fffU

/* How a step ended. */
enum step {
	STEP_ON,
	STEP_FOUND,
	STEP_STOP,	/* nobody wants to know what follows */
	STEP_BAD,
};

/* ---- bits ---- */

static bool get_bits(struct rosfw_per *per, u32 n, u32 *value)
{
	u32 v = 0;

	if (n > per->end - per->at)
		return false;
	for (; n; n--, per->at++)
		v = v << 1 | (per->data[per->at / 8] >> (7 - per->at % 8) & 1);
	*value = v;
	return true;
}

static bool get_flag(struct rosfw_per *per, bool *flag)
{
	u32 bit = 0;

	if (!get_bits(per, 1, &bit))
		return false;
	*flag = bit;
	return true;
}

/* Ends of payloads and of open types are whole octets. */
static void align(struct rosfw_per *per)
{
	per->at = (per->at + 7) & ~7U;
}

static bool skip_octets(struct rosfw_per *per, u32 n)
{
	align(per);
	if (n > (per->end - per->at) / 8)
		return false;
	per->at += 8 * n;
	return true;
}

/* A general length. */
static bool get_length(struct rosfw_per *per, u32 *len)
{
	u32 byte, more;

	align(per);
	if (!get_bits(per, 8, &byte))
		return false;
	*len = byte;
	if (byte < 0x80)
		return true;
	if (byte & 0x40 || !get_bits(per, 8, &more))
		return false;
	*len = (byte << 8 | more) & LENGTH_MAX;
	return true;
}

/* A number that is small as a rule. Those that are not belong to types that nobody has defined yet. */
static bool get_small(struct rosfw_per *per, u32 *value)
{
	bool large;

	return get_flag(per, &large) && !large && get_bits(per, 6, value);
}

/* A number with so many bits; one of whole octets is at a whole octet. */
static bool get_number(struct rosfw_per *per, u32 bits, u32 *value)
{
	if (bits >= 8)
		align(per);
	return get_bits(per, bits, value);
}

/* ---- the stack ---- */

static struct rosfw_per_frame *push(struct rosfw_per *per, const struct rosfw_per_type *type, u8 mark)
{
	struct rosfw_per_frame *f = &per->frame[per->depth];

	if (per->depth == ROSFW_PER_DEPTH)
		return NULL;
	per->depth++;
	*f = (struct rosfw_per_frame){ .type = type, .mark = mark };
	return f;
}

/* An open type: from here on everything ends with it. */
static enum step enter_open(struct rosfw_per *per)
{
	struct rosfw_per_frame *f;
	u32 len;

	if (!get_length(per, &len) || len > (per->end - per->at) / 8)
		return STEP_BAD;
	f = push(per, NULL, 0);
	if (!f)
		return STEP_BAD;
	f->end = per->end;
	per->end = per->at + 8 * len;
	return STEP_ON;
}

/* Behind an open type; its frame is the last one. */
static void leave_open(struct rosfw_per *per)
{
	per->at = per->end;
	per->end = per->frame[--per->depth].end;
	per->family = -1;
}

/* The innermost open type ends early. False: there is none. */
static bool abandon_open(struct rosfw_per *per)
{
	while (per->depth && per->frame[per->depth - 1].type)
		per->depth--;
	if (!per->depth)
		return false;
	leave_open(per);
	return true;
}

/* ---- types ---- */

static u32 optional_fields(const struct rosfw_per_type *type)
{
	u32 i, n = 0;

	for (i = 0; i < type->root; i++)
		n += type->fields[i].optional;
	return n;
}

static bool get_presence(struct rosfw_per *per, u32 n, u64 *presence)
{
	u32 high = 0, low = 0;

	if (n > 32 ? !get_bits(per, n - 32, &high) || !get_bits(per, 32, &low) : !get_bits(per, n, &low))
		return false;
	*presence = ((u64)high << 32 | low) << (64 - n) % 64;
	return true;
}

static enum step enter_sequence(struct rosfw_per *per, const struct rosfw_per_type *type, u8 mark)
{
	struct rosfw_per_frame *f = push(per, type, mark);

	if (!f || (type->extensible && !get_flag(per, &f->extended)) ||
	    !get_presence(per, optional_fields(type), &f->optional))
		return STEP_BAD;
	return STEP_ON;
}

static enum step enter_list(struct rosfw_per *per, const struct rosfw_per_type *type, u8 mark)
{
	struct rosfw_per_frame *f;
	u32 n;

	if (type->bits ? !get_number(per, type->bits, &n) : !get_length(per, &n))
		return STEP_BAD;
	f = push(per, type, mark);
	if (!f)
		return STEP_BAD;
	f->left = n + (type->bits ? type->min : 0);
	return STEP_ON;
}

static bool skip_string(struct rosfw_per *per)
{
	u32 len;

	return get_length(per, &len) && skip_octets(per, len);
}

static bool skip_sized(struct rosfw_per *per, const struct rosfw_per_type *type)
{
	u32 len, bits;

	if (!get_number(per, type->bits, &len))
		return false;
	align(per);
	bits = (len + type->min) * type->unit;
	if (bits > per->end - per->at)
		return false;
	per->at += bits;
	return true;
}

static bool get_big(struct rosfw_per *per, const struct rosfw_per_type *type, u32 *value)
{
	u32 octets;

	if (!get_bits(per, type->bits, &octets))
		return false;
	align(per);
	return get_bits(per, 8 * (octets + 1), value);
}

static enum step found_number(const struct rosfw_per *per, u8 mark, u32 value, struct rosfw_per_item *item)
{
	if (!mark)
		return STEP_ON;
	*item = (struct rosfw_per_item){ .value = value, .mark = mark };
	return STEP_FOUND;
}

static bool found_addr(struct rosfw_per *per, int family, u32 octets)
{
	align(per);
	per->family = family;
	per->addr = rosfw_scan_spot(per->at / 8, per->at / 8 + octets);
	return skip_octets(per, octets);
}

static enum step found_port(struct rosfw_per *per, u8 mark, struct rosfw_per_item *item)
{
	int family = per->family;
	u32 at;

	if (!skip_octets(per, sizeof(u16)))
		return STEP_BAD;
	per->family = -1;
	if (!mark || family < 0)
		return STEP_ON;
	at = per->at / 8;
	*item = (struct rosfw_per_item){ .addr = per->addr, .port = rosfw_scan_spot(at - sizeof(u16), at),
					 .family = family, .mark = mark };
	return STEP_FOUND;
}

/* Which alternative; one that was added stands in an open type. */
static enum step choose(struct rosfw_per *per, const struct rosfw_per_type *type, const struct rosfw_per_field **field)
{
	bool added = false;
	u32 i;

	if (type->extensible && !get_flag(per, &added))
		return STEP_BAD;
	if (added ? !get_small(per, &i) : !get_bits(per, fls(type->root - 1), &i))
		return STEP_BAD;
	if (!added && i >= type->root)
		return STEP_BAD;
	if (added && enter_open(per) != STEP_ON)
		return STEP_BAD;
	i += added ? type->root : 0;
	if (i >= type->n || !type->fields[i].type)
		return STEP_STOP;
	*field = &type->fields[i];
	return STEP_ON;
}

/* A type without parts; or one whose parts come next. */
static enum step read_type(struct rosfw_per *per, const struct rosfw_per_type *type, u8 mark,
			   struct rosfw_per_item *item)
{
	u32 value = 0;

	switch ((enum rosfw_per_kind)type->kind) {
	case ROSFW_PER_BITS:
		return get_bits(per, type->bits, &value) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_OCTETS:
		return skip_octets(per, type->min) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_BIG:
		return get_big(per, type, &value) ? found_number(per, mark, value, item) : STEP_BAD;
	case ROSFW_PER_STRING:
		return skip_string(per) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_SIZED:
		return skip_sized(per, type) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_SEQUENCE:
		return enter_sequence(per, type, mark);
	case ROSFW_PER_LIST:
		return enter_list(per, type, mark);
	case ROSFW_PER_ADDR4:
		return found_addr(per, ROSFW_IPV4, 4) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_ADDR6:
		return found_addr(per, ROSFW_IPV6, 16) ? STEP_ON : STEP_BAD;
	case ROSFW_PER_PORT:
		return found_port(per, mark, item);
	case ROSFW_PER_CHOICE:
	case ROSFW_PER_WRAPPED:
		break;
	}
	return STEP_BAD;
}

static enum step unwrap(struct rosfw_per *per, const struct rosfw_per_type *type, const struct rosfw_per_field **field)
{
	*field = &type->fields[0];
	return enter_open(per);
}

/* A choice is nothing by itself, nor is a wrapping: they need no place on the stack. */
static enum step read_field(struct rosfw_per *per, const struct rosfw_per_field *field, u8 mark,
			    struct rosfw_per_item *item)
{
	enum step step;

	while (field->type) {
		mark = field->mark ?: mark;
		if (field->type->kind == ROSFW_PER_CHOICE)
			step = choose(per, field->type, &field);
		else if (field->type->kind == ROSFW_PER_WRAPPED)
			step = unwrap(per, field->type, &field);
		else
			break;
		if (step != STEP_ON)
			return step;
	}
	return field->type ? read_type(per, field->type, mark, item) : STEP_STOP;
}

/* ---- steps ---- */

/* Behind the root: which additions are there? */
static enum step begin_additions(struct rosfw_per *per, struct rosfw_per_frame *f)
{
	u32 n;

	f->extended = false;
	if (!get_small(per, &n) || n >= ADDITIONS_MAX || !get_presence(per, n + 1, &f->optional))
		return STEP_BAD;
	return STEP_ON;
}

/* The next addition that is there. Nobody knows it: it is passed over. */
static enum step read_addition(struct rosfw_per *per, struct rosfw_per_frame *f, struct rosfw_per_item *item)
{
	u8 at = f->at++, mark = f->mark;
	bool present = f->optional >> 63;
	const struct rosfw_per_type *type = f->type;

	f->optional <<= 1;
	if (!present)
		return STEP_ON;
	if (enter_open(per) != STEP_ON)
		return STEP_BAD;
	return at < type->n ? read_field(per, &type->fields[at], mark, item) : STEP_STOP;
}

static enum step read_root(struct rosfw_per *per, struct rosfw_per_frame *f, struct rosfw_per_item *item)
{
	const struct rosfw_per_field *field = &f->type->fields[f->at++];
	bool present = true;

	if (field->optional) {
		present = f->optional >> 63;
		f->optional <<= 1;
	}
	return present ? read_field(per, field, f->mark, item) : STEP_ON;
}

static enum step step_sequence(struct rosfw_per *per, struct rosfw_per_frame *f, struct rosfw_per_item *item)
{
	if (f->at < f->type->root)
		return read_root(per, f, item);
	if (f->extended)
		return begin_additions(per, f);
	if (f->optional)
		return read_addition(per, f, item);
	per->depth--;
	return STEP_ON;
}

static enum step step(struct rosfw_per *per, struct rosfw_per_item *item)
{
	struct rosfw_per_frame *f = &per->frame[per->depth - 1];

	if (!f->type) {
		leave_open(per);
		return STEP_ON;
	}
	if (f->type->kind == ROSFW_PER_SEQUENCE)
		return step_sequence(per, f, item);
	if (!f->left) {
		per->depth--;
		return STEP_ON;
	}
	f->left--;
	return read_field(per, &f->type->fields[0], f->mark, item);
}

void rosfw_per_begin(struct rosfw_per *per, const u8 *data, u32 at, u32 end, const struct rosfw_per_type *type)
{
	struct rosfw_per_frame *f = &per->frame[0];

	per->data = data;
	per->at = 8 * at;
	per->end = 8 * end;
	per->steps = 2 * (per->end - per->at);
	per->family = -1;
	per->depth = 1;
	/* A list of one: read as any other part. */
	*f = (struct rosfw_per_frame){ .type = type, .left = 1 };
}

enum rosfw_per_result rosfw_per_next(struct rosfw_per *per, struct rosfw_per_item *item)
{
	for (; per->depth; per->steps--) {
		if (!per->steps)
			return ROSFW_PER_DAMAGED;
		switch (step(per, item)) {
		case STEP_ON:
			break;
		case STEP_FOUND:
			per->steps--;
			return ROSFW_PER_FOUND;
		case STEP_STOP:
			if (!abandon_open(per))
				return ROSFW_PER_END;
			break;
		case STEP_BAD:
			if (!abandon_open(per))
				return ROSFW_PER_DAMAGED;
			break;
		}
	}
	return ROSFW_PER_END;
}
