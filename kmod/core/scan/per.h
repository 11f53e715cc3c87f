/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading ASN.1 values in the aligned packed encoding (PER, X.691), by tables that describe their types.
 *
 * The encoding has no tags: whoever wants a part of a value has to know all types in front of it. What comes behind the
 * last part that matters needs no description, and neither has what was added to a type later: additions stand in open
 * types, which tell their length.
 *
 * A walk goes through a value and stops at each part that has a mark: addresses, and numbers. It takes two steps for
 * each bit at most, nests to a fixed depth, and keeps what it knows in struct rosfw_per.
 */
#ifndef _ROSFW_SCAN_PER_H
#define _ROSFW_SCAN_PER_H

#include "text.h"

/* Types in one another; real messages have 15. */
#define ROSFW_PER_DEPTH	20U

/**
 * enum rosfw_per_kind - how a type is written
 * @ROSFW_PER_BITS: @bits bits: a number, several flags in a row, nothing (0)
 * @ROSFW_PER_OCTETS: @min octets, at a whole octet
 * @ROSFW_PER_BIG: a number: how many octets it has, less one, in @bits bits; then these
 * @ROSFW_PER_STRING: a general length, octets
 * @ROSFW_PER_SIZED: a length from @min on in @bits bits, then as many characters of @unit bits each
 * @ROSFW_PER_SEQUENCE: one after the other; those that are optional have a bit in front
 * @ROSFW_PER_CHOICE: one of several
 * @ROSFW_PER_LIST: a general length, and as many of the only field; @bits, if not 0: the length has so many, and is
 *	at least @min
 * @ROSFW_PER_WRAPPED: a general length, and octets that are the only field, by itself
 * @ROSFW_PER_ADDR4: an IPv4 address, as octets
 * @ROSFW_PER_ADDR6: an IPv6 address, as octets
 * @ROSFW_PER_PORT: the port of the address in front of it
 */
enum rosfw_per_kind {
	ROSFW_PER_BITS,
	ROSFW_PER_OCTETS,
	ROSFW_PER_BIG,
	ROSFW_PER_STRING,
	ROSFW_PER_SIZED,
	ROSFW_PER_SEQUENCE,
	ROSFW_PER_CHOICE,
	ROSFW_PER_LIST,
	ROSFW_PER_WRAPPED,
	ROSFW_PER_ADDR4,
	ROSFW_PER_ADDR6,
	ROSFW_PER_PORT,
};

struct rosfw_per_type;

/**
 * struct rosfw_per_field - a part of a type
 * @type: what it is; NULL: nobody wants to know, nor what comes behind it
 * @optional: it may be absent
 * @mark: what it means to the reader, and all in it that has no mark of its own; 0: nothing
 */
struct rosfw_per_field {
	const struct rosfw_per_type *type;
	bool optional;
	u8 mark;
};

/**
 * struct rosfw_per_type - a type
 * @fields: parts of a sequence, alternatives of a choice: first those of the root, then additions
 * @kind: enum rosfw_per_kind
 * @extensible: there may be additions
 * @root: fields in the root; there may be more than are described
 * @n: fields that are described
 * @bits: see enum rosfw_per_kind
 * @min: the same
 * @unit: the same
 */
struct rosfw_per_type {
	const struct rosfw_per_field *fields;
	u8 kind;
	bool extensible;
	u8 root;
	u8 n;
	u8 bits;
	u8 min;
	u8 unit;
};

/**
 * struct rosfw_per_frame - a type that is being read
 * @type: which; NULL: an open type, at whose end reading goes on
 * @optional: SEQUENCE: bits of the root's optional fields, then those of the additions, from the highest on
 * @end: of an open type: where that around it ends, in bits
 * @left: LIST: how many are still to come
 * @at: SEQUENCE: the next field
 * @mark: as inherited
 * @extended: SEQUENCE: there are additions to come
 */
struct rosfw_per_frame {
	const struct rosfw_per_type *type;
	u64 optional;
	u32 end;
	u16 left;
	u8 at;
	u8 mark;
	bool extended;
};

/**
 * struct rosfw_per - a walk
 * @data: payload
 * @at: where it is, in bits
 * @end: where the payload, or the open type at hand, ends, in bits
 * @steps: how many are left
 * @addr: an address whose port is awaited
 * @family: family of that; -1: there is none
 * @depth: of @frame
 * @frame: from the outermost on
 */
struct rosfw_per {
	const u8 *data;
	u32 at;
	u32 end;
	u32 steps;
	struct rosfw_scan_spot addr;
	int family;
	u32 depth;
	struct rosfw_per_frame frame[ROSFW_PER_DEPTH];
};

/**
 * enum rosfw_per_result - where a walk is
 * @ROSFW_PER_END: at its end, or at a part that nobody wants to know
 * @ROSFW_PER_FOUND: at something marked
 * @ROSFW_PER_DAMAGED: the value is not complete, or not of its type
 */
enum rosfw_per_result {
	ROSFW_PER_END,
	ROSFW_PER_FOUND,
	ROSFW_PER_DAMAGED,
};

/**
 * struct rosfw_per_item - something marked
 * @addr: an address; @addr.len is 0: it is a number
 * @port: its port
 * @value: the number, as it is written (that is, less the smallest one of its type)
 * @family: enum rosfw_family of @addr
 * @mark: its mark
 */
struct rosfw_per_item {
	struct rosfw_scan_spot addr;
	struct rosfw_scan_spot port;
	u32 value;
	u8 family;
	u8 mark;
};

/* Begins at octet @at; the value ends at @end at the latest. @type: a list; of its fields the first is read, once. */
void rosfw_per_begin(struct rosfw_per *per, const u8 *data, u32 at, u32 end, const struct rosfw_per_type *type);
enum rosfw_per_result rosfw_per_next(struct rosfw_per *per, struct rosfw_per_item *item);

#endif /* _ROSFW_SCAN_PER_H */
