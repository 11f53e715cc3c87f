/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hashes and random numbers under the kernel's names, for user space. Included by platform_user.h only.
 *
 * siphash() is SipHash-2-4 as in the kernel; the others need not give the kernel's values and do not.
 */
#ifndef _ROSFW_PLATFORM_USER_HASH_H
#define _ROSFW_PLATFORM_USER_HASH_H

typedef struct {
	u64 key[2];
} siphash_key_t;

typedef siphash_key_t hsiphash_key_t;

u64 siphash(const void *data, size_t len, const siphash_key_t *key);

#define siphash_aligned(data, len, key)	siphash(data, len, key)

static inline u64 rosfw_user_siphash_u64(const siphash_key_t *key, const u64 *words, size_t n)
{
	u64 le[4];
	size_t i;

	for (i = 0; i < n; i++)
		le[i] = htole64(words[i]);
	return siphash(le, n * 8, key);
}

static inline u64 siphash_1u64(u64 a, const siphash_key_t *key)
{
	return rosfw_user_siphash_u64(key, (u64[]){ a }, 1);
}

static inline u64 siphash_2u64(u64 a, u64 b, const siphash_key_t *key)
{
	return rosfw_user_siphash_u64(key, (u64[]){ a, b }, 2);
}

static inline u64 siphash_3u64(u64 a, u64 b, u64 c, const siphash_key_t *key)
{
	return rosfw_user_siphash_u64(key, (u64[]){ a, b, c }, 3);
}

static inline u64 siphash_4u64(u64 a, u64 b, u64 c, u64 d, const siphash_key_t *key)
{
	return rosfw_user_siphash_u64(key, (u64[]){ a, b, c, d }, 4);
}

static inline u64 siphash_1u32(u32 a, const siphash_key_t *key)
{
	u32 le = htole32(a);

	return siphash(&le, sizeof(le), key);
}

static inline u64 siphash_2u32(u32 a, u32 b, const siphash_key_t *key)
{
	return siphash_1u64((u64)b << 32 | a, key);
}

static inline u32 hsiphash(const void *data, size_t len, const hsiphash_key_t *key)
{
	return siphash(data, len, key);
}

static inline u32 hsiphash_1u32(u32 a, const hsiphash_key_t *key)
{
	return siphash_1u32(a, key);
}

static inline u32 hsiphash_2u32(u32 a, u32 b, const hsiphash_key_t *key)
{
	return siphash_2u32(a, b, key);
}

static inline u32 jhash(const void *data, u32 len, u32 init)
{
	const siphash_key_t key = { { init, 0x726f736677ULL } };

	return siphash(data, len, &key);
}

static inline u32 jhash2(const u32 *words, u32 n, u32 init)
{
	return jhash(words, n * 4, init);
}

static inline u32 jhash_1word(u32 a, u32 init)
{
	return jhash(&a, sizeof(a), init);
}

static inline u32 jhash_2words(u32 a, u32 b, u32 init)
{
	return jhash2((u32[]){ a, b }, 2, init);
}

static inline u32 jhash_3words(u32 a, u32 b, u32 c, u32 init)
{
	return jhash2((u32[]){ a, b, c }, 3, init);
}

/* Multiplication by an odd number close to 2^n divided by the golden ratio; the upper bits are the good ones. */
static inline u32 hash_32(u32 v, unsigned int bits)
{
	return v * 0x9e3779b1U >> (32 - bits);
}

static inline u32 hash_64(u64 v, unsigned int bits)
{
	return v * 0x9e3779b97f4a7c15ULL >> (64 - bits);
}

static inline u32 hash_long(unsigned long v, unsigned int bits)
{
	return hash_64(v, bits);
}

static inline u32 hash_ptr(const void *p, unsigned int bits)
{
	return hash_64((uintptr_t)p, bits);
}

static inline u32 reciprocal_scale(u32 v, u32 range)
{
	return (u64)v * range >> 32;
}

void get_random_bytes(void *buf, size_t len);

static inline u32 get_random_u32(void)
{
	u32 v;

	get_random_bytes(&v, sizeof(v));
	return v;
}

static inline u64 get_random_u64(void)
{
	u64 v;

	get_random_bytes(&v, sizeof(v));
	return v;
}

static inline u32 get_random_u32_below(u32 ceil)
{
	return reciprocal_scale(get_random_u32(), ceil);
}

#endif /* _ROSFW_PLATFORM_USER_HASH_H */
