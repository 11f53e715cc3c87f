/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Items for tests, from the shortest text that says what is meant: "chain=input protocol=tcp dst-port=!22,80-90".
 *
 * Values have no blanks and no quotes; "_" stands for a blank in text. Mistakes end the program. The tool has a parser
 * for people; this one must not share its errors.
 */
#ifndef _ROSFW_TEST_ITEMS_H
#define _ROSFW_TEST_ITEMS_H

#include "env.h"

static inline void item_die(const char *what, const char *text)
{
	fprintf(stderr, "items.h: %s: %s\n", what, text);
	abort();
}

static inline u16 item_prop(const char *name)
{
	u16 i;

	for (i = ROSFW_A_PROPERTY_FIRST; i <= ROSFW_A_MAX; i++)
		if (rosfw_properties[i].name && !strcmp(rosfw_properties[i].name, name))
			return i;
	item_die("no such property", name);
	return 0;
}

static inline u32 item_name(const char *const *names, const char *name)
{
	u32 i;

	for (i = 0; names[i]; i++)
		if (!strcmp(names[i], name))
			return i;
	item_die("no such value", name);
	return 0;
}

static inline u32 item_protocol(const char *s)
{
	const struct rosfw_protocol_name *p;

	for (p = rosfw_protocols; p->name; p++)
		if (!strcmp(p->name, s))
			return p->number;
	return strtoul(s, NULL, 10);
}

static inline void item_ip(bool v6, const char *s, u8 *bytes)
{
	if (inet_pton(v6 ? AF_INET6 : AF_INET, s, bytes) != 1)
		item_die("no address", s);
}

/* address, address/len, address-address; returns the length */
static inline u16 item_addr(bool v6, char *s, u8 *bytes)
{
	unsigned int half = v6 ? 16 : 4, len = half * 8, i;
	char *slash = strchr(s, '/'), *dash = strchr(s, '-');

	if (slash)
		len = strtoul(slash + 1, NULL, 10);
	if (slash)
		*slash = 0;
	if (dash)
		*dash = 0;
	item_ip(v6, s, bytes);
	if (dash) {
		item_ip(v6, dash + 1, bytes + half);
		return half * 2;
	}
	memcpy(bytes + half, bytes, half);
	for (i = len; i < half * 8; i++) {
		bytes[i / 8] &= ~(0x80 >> i % 8);
		bytes[half + i / 8] |= 0x80 >> i % 8;
	}
	return half * 2;
}

static inline u16 item_ports(char *s, u8 *bytes)
{
	struct rosfw_port_range r;
	u16 len = 0;
	char *end;

	for (; ; s = end + 1, len += sizeof(r)) {
		r.from = r.to = strtoul(s, &end, 10);
		if (*end == '-')
			r.to = strtoul(end + 1, &end, 10);
		memcpy(bytes + len, &r, sizeof(r));
		if (*end != ',')
			return len + sizeof(r);
	}
}

static inline u16 item_tcp_flags(const char *const *names, char *s, u8 *bytes)
{
	struct rosfw_tcp_flags f = { 0 };
	char *word;

	for (word = strtok_r(s, ",", &s); word; word = strtok_r(NULL, ",", &s)) {
		if (!strcmp(word, "!"))
			f.invert = 1;
		else if (*word == '!')
			f.clear |= 1 << item_name(names, word + 1);
		else
			f.set |= 1 << item_name(names, word);
	}
	memcpy(bytes, &f, sizeof(f));
	return sizeof(f);
}

static inline u16 item_icmp(char *s, u8 *bytes)
{
	struct rosfw_icmp_options o = { .code_to = 255 };
	char *end;

	o.type = strtoul(s, &end, 10);
	if (*end == ':')
		o.code_from = o.code_to = strtoul(end + 1, &end, 10);
	if (*end == '-')
		o.code_to = strtoul(end + 1, &end, 10);
	memcpy(bytes, &o, sizeof(o));
	return sizeof(o);
}

static inline u32 item_flags(const char *const *names, char *s)
{
	u32 bits = 0;
	char *word;

	for (word = strtok_r(s, ",", &s); word; word = strtok_r(NULL, ",", &s))
		bits |= 1U << item_name(names, word);
	return bits;
}

static inline u16 item_compare(const char *const *names, char *s, u8 *bytes)
{
	char *value = strchr(s, ':');
	struct rosfw_compare c;

	if (!value)
		item_die("no comparison", s);
	*value++ = 0;
	c.how = item_name(names, s);
	c.value = strtoul(value, NULL, 10);
	memcpy(bytes, &c, sizeof(c));
	return sizeof(c);
}

static inline u16 item_tos(char *s, u8 *bytes)
{
	struct rosfw_tos t = { .mask = 255 };

	t.value = strtoul(s, &s, 10);
	if (*s == '/')
		t.mask = strtoul(s + 1, &s, 10);
	memcpy(bytes, &t, sizeof(t));
	return sizeof(t);
}

static inline u16 item_headers(const char *const *names, char *s, u8 *bytes)
{
	char *mode = strchr(s, ':');
	struct rosfw_headers h = { 0 };

	if (mode)
		*mode++ = 0;
	h.headers = item_flags(names, s);
	h.contains = mode && !strcmp(mode, "contains");
	memcpy(bytes, &h, sizeof(h));
	return sizeof(h);
}

static inline u16 item_mac(const char *s, u8 *mac)
{
	if (sscanf(s, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6)
		item_die("no Ethernet address", s);
	return ROSFW_MAC_SIZE;
}

static inline u16 item_nth(const char *s, u8 *bytes)
{
	struct rosfw_nth n;

	if (sscanf(s, "%u,%u", &n.every, &n.packet) != 2)
		item_die("not every,packet", s);
	memcpy(bytes, &n, sizeof(n));
	return sizeof(n);
}

/* fields:denominator/remainder */
static inline u16 item_classifier(const char *const *names, char *s, u8 *bytes)
{
	char *rest = strchr(s, ':');
	struct rosfw_classifier c;

	if (!rest || sscanf(rest + 1, "%u/%u", &c.denominator, &c.remainder) != 2)
		item_die("no classifier", s);
	*rest = 0;
	c.fields = item_name(names, s);
	memcpy(bytes, &c, sizeof(c));
	return sizeof(c);
}

/* rate/seconds,burst:mode and rate/seconds,burst,mode/seconds */
static inline u16 item_limit(const struct rosfw_property *p, const char *s, u8 *bytes)
{
	struct rosfw_limit l = { 0 };
	unsigned long long rate;
	char mode[32];

	if (p->kind == ROSFW_KIND_LIMIT) {
		if (sscanf(s, "%llu/%u,%u:%31s", &rate, &l.time, &l.burst, mode) != 4)
			item_die("no limit", s);
	} else if (sscanf(s, "%llu/%u,%u,%31[^/]/%u", &rate, &l.time, &l.burst, mode, &l.expire) != 5) {
		item_die("no dst-limit", s);
	}
	l.rate = rate;
	l.mode = item_name(p->names, mode);
	memcpy(bytes, &l, sizeof(l));
	return sizeof(l);
}

/* seconds-seconds,days */
static inline u16 item_period(const char *const *names, char *s, u8 *bytes)
{
	struct rosfw_period p;
	int n;

	if (sscanf(s, "%u-%u,%n", &p.from, &p.to, &n) != 2)
		item_die("no period", s);
	p.days = item_flags(names, s + n);
	memcpy(bytes, &p, sizeof(p));
	return sizeof(p);
}

static inline u16 item_bytes_range(const char *s, u8 *bytes)
{
	unsigned long long from, to;
	struct rosfw_bytes_range r;

	if (sscanf(s, "%llu-%llu", &from, &to) != 2)
		item_die("no range", s);
	r.from = from;
	r.to = to;
	memcpy(bytes, &r, sizeof(r));
	return sizeof(r);
}

static inline u16 item_rate_range(const char *s, u8 *bytes)
{
	struct rosfw_rate_range r;

	if (sscanf(s, "%u-%u", &r.from, &r.to) != 2)
		item_die("no range", s);
	memcpy(bytes, &r, sizeof(r));
	return sizeof(r);
}

/* count,prefix-length */
static inline u16 item_connection_limit(const char *s, u8 *bytes)
{
	struct rosfw_connection_limit l;

	if (sscanf(s, "%u,%u", &l.count, &l.prefix_len) != 2)
		item_die("no connection-limit", s);
	memcpy(bytes, &l, sizeof(l));
	return sizeof(l);
}

/* weight,seconds,low,high */
static inline u16 item_psd(const char *s, u8 *bytes)
{
	struct rosfw_psd p;

	if (sscanf(s, "%u,%u,%u,%u", &p.weight, &p.delay, &p.low, &p.high) != 4)
		item_die("no psd", s);
	memcpy(bytes, &p, sizeof(p));
	return sizeof(p);
}

static inline u32 item_number(const struct rosfw_property *p, char *s)
{
	switch (p->kind) {
	case ROSFW_KIND_BOOL:
		return !strcmp(s, "yes");
	case ROSFW_KIND_PROTOCOL:
		return item_protocol(s);
	case ROSFW_KIND_ENUM:
		return item_name(p->names, s);
	case ROSFW_KIND_FLAGS:
		return item_flags(p->names, s);
	case ROSFW_KIND_CHOICE:
		return *s < '0' || *s > '9' ? ROSFW_NAMED + item_name(p->names, s) : strtoul(s, NULL, 10);
	default:
		if (!strcmp(s, "none-dynamic"))
			return ROSFW_TIMEOUT_NONE_DYNAMIC;
		if (!strcmp(s, "none-static"))
			return ROSFW_TIMEOUT_NONE_STATIC;
		return strtoul(s, NULL, 10);
	}
}

static inline int item_set(struct rosfw_item_builder *b, u32 menu, u16 prop, char *s)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	bool v6 = rosfw_menus[menu].family == ROSFW_IPV6;
	u8 bytes[1024];
	bool negated;
	char *c;

	negated = p->flags & ROSFW_PROP_NOT && *s == '!';
	s += negated;
	switch (p->kind) {
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
	case ROSFW_KIND_NAMES:
		for (c = s; *c; c++)
			*c = *c == '_' ? ' ' : *c;
		return rosfw_item_put_string(b, prop, negated, s);
	case ROSFW_KIND_ADDR:
		return rosfw_item_put_value(b, prop, negated, bytes, item_addr(v6, s, bytes));
	case ROSFW_KIND_PORTS:
	case ROSFW_KIND_RANGE:
		return rosfw_item_put_value(b, prop, negated, bytes, item_ports(s, bytes));
	case ROSFW_KIND_TCP_FLAGS:
		return rosfw_item_put_value(b, prop, negated, bytes, item_tcp_flags(p->names, s, bytes));
	case ROSFW_KIND_ICMP:
		return rosfw_item_put_value(b, prop, negated, bytes, item_icmp(s, bytes));
	case ROSFW_KIND_COMPARE:
		return rosfw_item_put_value(b, prop, negated, bytes, item_compare(p->names, s, bytes));
	case ROSFW_KIND_TOS:
		return rosfw_item_put_value(b, prop, negated, bytes, item_tos(s, bytes));
	case ROSFW_KIND_HEADERS:
		return rosfw_item_put_value(b, prop, negated, bytes, item_headers(p->names, s, bytes));
	case ROSFW_KIND_MAC:
		return rosfw_item_put_value(b, prop, negated, bytes, item_mac(s, bytes));
	case ROSFW_KIND_NTH:
		return rosfw_item_put_value(b, prop, negated, bytes, item_nth(s, bytes));
	case ROSFW_KIND_CLASSIFIER:
		return rosfw_item_put_value(b, prop, negated, bytes, item_classifier(p->names, s, bytes));
	case ROSFW_KIND_LIMIT:
	case ROSFW_KIND_DST_LIMIT:
		return rosfw_item_put_value(b, prop, negated, bytes, item_limit(p, s, bytes));
	case ROSFW_KIND_RATE_RANGE:
		return rosfw_item_put_value(b, prop, negated, bytes, item_rate_range(s, bytes));
	case ROSFW_KIND_BYTES_RANGE:
		return rosfw_item_put_value(b, prop, negated, bytes, item_bytes_range(s, bytes));
	case ROSFW_KIND_CONNECTION_LIMIT:
		return rosfw_item_put_value(b, prop, negated, bytes, item_connection_limit(s, bytes));
	case ROSFW_KIND_PSD:
		return rosfw_item_put_value(b, prop, negated, bytes, item_psd(s, bytes));
	case ROSFW_KIND_IPSEC:
		bytes[0] = !strncmp(s, "out,", 4);
		bytes[1] = !strcmp(strchr(s, ',') + 1, "none");
		return rosfw_item_put_value(b, prop, negated, bytes, sizeof(struct rosfw_ipsec_policy));
	case ROSFW_KIND_PERIOD:
		return rosfw_item_put_value(b, prop, negated, bytes, item_period(p->names, s, bytes));
	default:
		return rosfw_item_put_u32(b, prop, negated, item_number(p, s));
	}
}

/* NULL: an allocation was made to fail. Rules get a counter. */
static inline struct rosfw_item *item_parse(u32 menu, const char *text)
{
	struct rosfw_item_builder b;
	char *copy, *word, *rest, *value;
	int ret;

	if (rosfw_item_begin(&b, menu))
		return NULL;
	copy = strdup(text);
	ret = 0;
	for (word = strtok_r(copy, " ", &rest); word && !ret; word = strtok_r(NULL, " ", &rest)) {
		value = strchr(word, '=');
		if (!value)
			item_die("no value", word);
		*value++ = 0;
		ret = item_set(&b, menu, item_prop(word), value);
	}
	free(copy);
	if (!ret && rosfw_menus[menu].type == ROSFW_MENU_RULES)
		b.item->counter = rosfw_counter_new();
	if (!ret && (b.item->counter || rosfw_menus[menu].type != ROSFW_MENU_RULES))
		return b.item;
	rosfw_item_put(b.item);
	return NULL;
}

/* Adds to a configuration; returns what rosfw_config_add() did, and the id in *@id if that is not NULL. */
static inline int item_add(struct rosfw_config *c, u32 menu, const char *text, u32 before, u32 *id,
			   struct rosfw_error *err)
{
	struct rosfw_item *item = item_parse(menu, text);
	int ret;

	if (!item)
		return -ENOMEM;
	ret = rosfw_config_add(c, item, before, err);
	if (id)
		*id = item->id;
	rosfw_item_put(item);
	return ret;
}

#endif /* _ROSFW_TEST_ITEMS_H */
