/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets of the unit tests, written as hexadecimal text.
 */
#ifndef _ROSFW_TEST_BYTES_H
#define _ROSFW_TEST_BYTES_H

#include "core/packet.h"

/* Addresses: 10.0.0.1 and 10.0.0.2; 2001:db8::1 and 2001:db8::2. */
#define A4	"0a000001 "
#define B4	"0a000002 "
#define A6	"20010db8 00000000 00000000 00000001 "
#define B6	"20010db8 00000000 00000000 00000002 "

/* IP headers from A to B. Arguments are hexadecimal digits: total or payload length, fragment word, protocol. */
#define IP4(len, frag, proto)	"4500 " len " 0000 " frag " 40" proto " 0000 " A4 B4
#define IP6(len, next)		"60000000 " len " " next " 40 " A6 B6

#define TCP_SYN	"1234 0050 00000001 00000000 5002 ffff 0000 0000 "
#define TCP_ACK	"1234 0050 00000002 00000009 5010 ffff 0000 0000 "
#define UDP8	"0035 1000 0008 0000 "
#define ECHO	"0800 0000 0007 0001 "
#define ECHO6	"8000 0000 0007 0001 "

static inline int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A buffer of exactly the bytes of @hex, so that the address sanitizer sees the first one too many; free() it. */
static inline u8 *bytes_from_hex(const char *hex, u32 *len)
{
	u32 n = 0, i = 0;
	const char *p;
	u8 *bytes;

	for (p = hex; *p; p++)
		n += *p != ' ';
	if (n % 2) {
		fprintf(stderr, "odd number of digits: %s\n", hex);
		abort();
	}
	bytes = malloc(n / 2 ?: 1);
	if (!bytes)
		abort();
	for (p = hex; *p; p++) {
		if (*p == ' ')
			continue;
		BUG_ON(hex_digit(*p) < 0);
		if (i % 2 == 0)
			bytes[i / 2] = hex_digit(*p) << 4;
		else
			bytes[i / 2] |= hex_digit(*p);
		i++;
	}
	*len = n / 2;
	return bytes;
}

/* As bytes_from_hex() of some bytes: a buffer of its own. */
static inline u8 *bytes_copy(const u8 *bytes, u32 len)
{
	u8 *copy = malloc(len ?: 1);

	if (!copy)
		abort();
	return memcpy(copy, bytes, len);
}

#endif /* _ROSFW_TEST_BYTES_H */
