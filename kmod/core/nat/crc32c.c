// SPDX-License-Identifier: GPL-2.0-only
/*
 * CRC32c (Castagnoli), as SCTP has it, by the difference.
 *
 * The CRC is linear: when a word of the message changes, the CRC changes by the CRC (without initial value and final
 * inversion) of the difference, followed by as many zeros as there are bytes behind it. Zeros multiply by a power of x
 * modulo the polynomial, which takes as many steps as their number has bits. So a port is replaced without looking at
 * the rest of the packet, and a packet that was damaged on its way stays so.
 *
 * Numbers are bit-reversed polynomials: the highest bit is the coefficient of x^0. No state, no locks.
 */
#include "nat.h"

#define CRC32C_POLY	0x82f63b78U
#define POLY_ONE	0x80000000U	/* 1 */
#define POLY_BYTE	0x00800000U	/* x^8: one byte of zeros */

static u32 times_x(u32 a)
{
	return a >> 1 ^ (a & 1 ? CRC32C_POLY : 0);
}

/* a * b modulo the polynomial. */
static u32 multiply(u32 a, u32 b)
{
	u32 product = 0;

	for (; a; a <<= 1) {
		if (a & POLY_ONE)
			product ^= b;
		b = times_x(b);
	}
	return product;
}

/* x^(8 * n) modulo the polynomial. */
static u32 zeros(u32 n)
{
	u32 power = POLY_BYTE, product = POLY_ONE;

	for (; n; n >>= 1) {
		if (n & 1)
			product = multiply(product, power);
		power = multiply(power, power);
	}
	return product;
}

u32 rosfw_crc32c_change(u32 old, u32 new, u32 behind)
{
	/* Four bytes in the register are the word itself times x^32. */
	return multiply(old ^ new, zeros(behind + sizeof(u32)));
}
