// SPDX-License-Identifier: GPL-2.0-only
/*
 * Property values <-> text: one parser and one formatter for each kind, chosen by the property's row.
 *
 * What is stored is canonical, so that equal values have equal bytes, and formatting a stored value gives the text that
 * parses to the same bytes. Here: numbers, keywords, names and the choice of the kind; the others have files of
 * their own. Texts of refusals are those of the RouterOS console where it has one; what would be right is the hint.
 */
#include "text.h"

/* ---- text under construction ---- */

static bool buf_grow(struct buf *b, size_t need)
{
	size_t room = max_t(size_t, b->room * 2, max_t(size_t, need, 64));
	char *s = b->failed ? NULL : realloc(b->s, room);

	if (!s) {
		b->failed = true;
		return false;
	}
	b->s = s;
	b->room = room;
	return true;
}

void buf_add(struct buf *b, const char *s, size_t n)
{
	if (!n || (b->n + n + 1 > b->room && !buf_grow(b, b->n + n + 1)))
		return;
	memcpy(b->s + b->n, s, n);
	b->n += n;
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_num(struct buf *b, u64 n)
{
	char digits[20];
	u32 i = sizeof(digits);

	do {
		digits[--i] = '0' + n % 10;
		n /= 10;
	} while (n);
	buf_add(b, digits + i, sizeof(digits) - i);
}

const char *buf_text(struct buf *b)
{
	if (!b->s && !buf_grow(b, 1))
		return "";
	b->s[b->n] = 0;
	return b->s;
}

char *buf_take(struct buf *b)
{
	char *s;

	buf_text(b);
	s = b->s;
	if (b->failed) {
		free(s);
		s = NULL;
	}
	memset(b, 0, sizeof(*b));
	return s;
}

void buf_free(struct buf *b)
{
	free(b->s);
	memset(b, 0, sizeof(*b));
}

/* ---- refusals ---- */

int text_bad(const struct text_in *in, const char *at, const char *fmt, ...)
{
	char text[sizeof(in->r->text)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	refuse(in->r, at ? in->base + (int)(at - in->s) : -1, "%s", text);
	return -EINVAL;
}

int text_invalid(const struct text_in *in, const char *at, const char *hint)
{
	text_bad(in, at, "invalid value for argument %s", in->p->name);
	refuse_hint(in->r, "%s", hint);
	return -EINVAL;
}

int text_range(const struct text_in *in, const char *at, u64 min, u64 max)
{
	return text_bad(in, at, "value of %s out of range (%llu..%llu)", in->p->name, (unsigned long long)min,
			(unsigned long long)max);
}

int text_put(const struct text_in *in, const void *data, size_t len)
{
	struct rosfw_error err;

	if (!(in->p->flags & ROSFW_PROP_READ_ONLY) &&
	    rosfw_value_check(in->menu, in->prop, in->negated, data, len, &err))
		return text_bad(in, NULL, "%s", err.text);
	if (rosfw_item_put_value(in->b, in->prop, in->negated, data, len)) {
		text_bad(in, NULL, "there is not enough memory for this value");
		return -ENOMEM;
	}
	return 0;
}

/* ---- numbers and keywords ---- */

bool text_number(const char **s, u64 *n)
{
	const char *p = *s;
	u64 v = 0;

	for (; *p >= '0' && *p <= '9'; p++)
		if (v == U64_MAX || check_mul_overflow(v, (u64)10, &v) || check_add_overflow(v, (u64)(*p - '0'), &v))
			v = U64_MAX;
	*n = v;
	if (p == *s)
		return false;
	*s = p;
	return true;
}

/* What a user may have meant by a word that is no keyword. */
static void hint_near(const struct text_in *in, const char *word, size_t n, const char *const *names, u64 allowed)
{
	const char *list[33], *near;
	char copy[64];
	u32 i, k = 0;

	if (!n || n >= sizeof(copy))
		return;
	memcpy(copy, word, n);
	copy[n] = 0;
	for (i = 0; names[i] && k < ARRAY_SIZE(list) - 1; i++)
		if (allowed >> i & 1)
			list[k++] = names[i];
	list[k] = NULL;
	near = suggest(copy, list);
	if (near)
		refuse_hint(in->r, "did you mean %s?", near);
}

static void hint_candidates(const struct text_in *in, const char *word, size_t n, const char *const *names, u64 allowed)
{
	struct buf list = { };
	u32 i;

	for (i = 0; names[i]; i++)
		if (allowed >> i & 1 && !strncmp(names[i], word, n)) {
			buf_str(&list, list.n ? ", " : "");
			buf_str(&list, names[i]);
		}
	refuse_hint(in->r, "it may be %s", buf_text(&list));
	buf_free(&list);
}

int text_keyword(const struct text_in *in, const char *word, size_t n, const char *const *names, u64 allowed)
{
	int i, found = -1, count = 0;

	for (i = 0; n && names[i]; i++) {
		if (!(allowed >> i & 1) || strncmp(names[i], word, n))
			continue;
		if (!names[i][n])
			return i;
		found = i;
		count++;
	}
	if (count == 1)
		return found;
	if (count) {
		text_bad(in, word, "ambiguous value of %s, more than one possible value matches input", in->p->name);
		hint_candidates(in, word, n, names, allowed);
	} else {
		text_bad(in, word, "input does not match any value of %s", in->p->name);
		hint_near(in, word, n, names, allowed);
	}
	return -EINVAL;
}

static int parse_bool(const struct text_in *in)
{
	static const char *const names[] = { "no", "yes", NULL };
	int i = text_keyword(in, in->s, strlen(in->s), names, 3);
	u8 v = i;

	if (i < 0) {
		refuse_hint(in->r, "it is yes or no");
		return i;
	}
	return text_put(in, &v, sizeof(v));
}

static int parse_enum(const struct text_in *in)
{
	int i = text_keyword(in, in->s, strlen(in->s), in->p->names, rosfw_menu_values(in->menu, in->prop));
	u32 v = i;

	if (i < 0)
		return i;
	return text_put(in, &v, sizeof(v));
}

static int parse_number(const struct text_in *in)
{
	bool wide = in->p->kind == ROSFW_KIND_U64;
	u64 min = wide ? 0 : in->p->min, max = wide ? U64_MAX : in->p->max, n;
	const char *s = in->s;
	u8 byte;
	u32 word;

	if (!text_number(&s, &n) || *s)
		return text_invalid(in, s, "it is a number");
	if (n < min || n > max)
		return text_range(in, NULL, min, max);
	byte = n;
	word = n;
	if (wide)
		return text_put(in, &n, sizeof(n));
	return in->p->kind == ROSFW_KIND_U8 ? text_put(in, &byte, sizeof(byte)) : text_put(in, &word, sizeof(word));
}

/* ---- protocols ---- */

/* Protocol 41 has one more name where the packets around it are IPv6. */
static bool protocol_name_allowed(u32 menu, const struct rosfw_protocol_name *p)
{
	return rosfw_menus[menu].family == ROSFW_IPV6 || strcmp(p->name, "ipv6");
}

static void hint_protocol(const struct text_in *in)
{
	const char *names[64], *near;
	u32 n = 0, i;

	if (!strcmp(in->s, "ipv6-icmp")) {
		refuse_hint(in->r, "did you mean icmpv6?");
		return;
	}
	for (i = 0; rosfw_protocols[i].name && n < ARRAY_SIZE(names) - 1; i++)
		if (protocol_name_allowed(in->menu, &rosfw_protocols[i]))
			names[n++] = rosfw_protocols[i].name;
	names[n] = NULL;
	near = suggest(in->s, names);
	if (near)
		refuse_hint(in->r, "did you mean %s? Other protocols are written as a number", near);
}

static int protocol_by_name(const struct text_in *in, u8 *number)
{
	const struct rosfw_protocol_name *p, *found = NULL;
	size_t n = strlen(in->s);
	bool ambiguous = false;

	for (p = rosfw_protocols; n && p->name; p++) {
		if (strncmp(p->name, in->s, n) || !protocol_name_allowed(in->menu, p))
			continue;
		if (!p->name[n]) {
			*number = p->number;
			return 0;
		}
		ambiguous |= found && found->number != p->number;
		found = p;
	}
	if (found && !ambiguous) {
		*number = found->number;
		return 0;
	}
	if (found)
		return text_bad(in, in->s, "ambiguous value of %s, more than one possible value matches input",
				in->p->name);
	text_bad(in, in->s, "input does not match any value of %s", in->p->name);
	hint_protocol(in);
	return -EINVAL;
}

static int parse_protocol(const struct text_in *in)
{
	const char *s = in->s;
	u64 n;
	u8 v;

	if (text_number(&s, &n) && !*s) {
		if (n > in->p->max)
			return text_range(in, in->s, 0, in->p->max);
		v = n;
	} else if (protocol_by_name(in, &v)) {
		return -EINVAL;
	}
	return text_put(in, &v, sizeof(v));
}

static void write_protocol(struct buf *out, u32 menu, u8 number)
{
	const struct rosfw_protocol_name *p, *found = NULL;

	for (p = rosfw_protocols; p->name; p++)
		if (p->number == number && protocol_name_allowed(menu, p))
			if (!found || rosfw_menus[menu].family == ROSFW_IPV6)
				found = p;
	if (found)
		buf_str(out, found->name);
	else
		buf_num(out, number);
}

/* ---- names and free text ---- */

static bool is_interface(u16 prop)
{
	return prop == ROSFW_A_IN_INTERFACE || prop == ROSFW_A_OUT_INTERFACE || prop == ROSFW_A_IN_BRIDGE_PORT ||
	       prop == ROSFW_A_OUT_BRIDGE_PORT || prop == ROSFW_A_INTERFACE;
}

static int parse_string(const struct text_in *in)
{
	size_t n = strlen(in->s);

	if (!n && !(in->p->flags & ROSFW_PROP_EMPTY_OK))
		return text_invalid(in, NULL, "a name must have at least one character");
	if (n >= in->p->max && is_interface(in->prop)) {
		text_bad(in, NULL, "input does not match any value of %s", in->p->name);
		refuse_hint(in->r, "the name of an interface has at most %u bytes", in->p->max - 1);
		return -EINVAL;
	}
	if (n >= in->p->max)
		return text_bad(in, in->s + in->p->max - 1, "value of %s is too long: at most %u bytes", in->p->name,
				in->p->max - 1);
	if (in->p->kind == ROSFW_KIND_NAME && in->p->flags & ROSFW_PROP_NOT && *in->s == '!')
		return text_invalid(in, in->s, "a name cannot start with \"!\"");
	return text_put(in, in->s, n + 1);
}

static int parse_names(const struct text_in *in)
{
	const char *s = in->s;
	size_t n;

	for (; *s; s += n + 1) {
		n = strcspn(s, ",");
		if (!n || (s[n] && !s[n + 1]))
			return text_invalid(in, s + n, "names are separated by one comma");
		if (n >= ROSFW_NAME_SIZE)
			return text_bad(in, s, "a name in %s is too long: at most %d bytes", in->p->name,
					ROSFW_NAME_SIZE - 1);
		if (!s[n])
			break;
	}
	return parse_string(in);
}

/* ---- every kind ---- */

static int parse_kind(const struct text_in *in)
{
	switch (in->p->kind) {
	case ROSFW_KIND_BOOL:
		return parse_bool(in);
	case ROSFW_KIND_U8:
	case ROSFW_KIND_U32:
	case ROSFW_KIND_U64:
		return parse_number(in);
	case ROSFW_KIND_PROTOCOL:
		return parse_protocol(in);
	case ROSFW_KIND_ENUM:
		return parse_enum(in);
	case ROSFW_KIND_FLAGS:
		return text_parse_flags(in);
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
		return parse_string(in);
	case ROSFW_KIND_NAMES:
		return parse_names(in);
	case ROSFW_KIND_ADDR:
		return text_parse_addr(in);
	case ROSFW_KIND_PORTS:
		return text_parse_ports(in);
	case ROSFW_KIND_TCP_FLAGS:
		return text_parse_tcp_flags(in);
	case ROSFW_KIND_ICMP:
		return text_parse_icmp(in);
	case ROSFW_KIND_TIME:
		return text_parse_time(in);
	case ROSFW_KIND_LIST_TIMEOUT:
		return text_parse_list_timeout(in);
	case ROSFW_KIND_DATE:
		return text_parse_date(in);
	case ROSFW_KIND_RANGE:
		return text_parse_range(in);
	case ROSFW_KIND_COMPARE:
		return text_parse_compare(in);
	case ROSFW_KIND_TOS:
		return text_parse_tos(in);
	case ROSFW_KIND_HEADERS:
		return text_parse_headers(in);
	case ROSFW_KIND_MAC:
		return text_parse_mac(in);
	case ROSFW_KIND_CHOICE:
		return text_parse_choice(in);
	case ROSFW_KIND_NTH:
		return text_parse_nth(in);
	case ROSFW_KIND_CLASSIFIER:
		return text_parse_classifier(in);
	case ROSFW_KIND_LIMIT:
		return text_parse_limit(in);
	case ROSFW_KIND_DST_LIMIT:
		return text_parse_dst_limit(in);
	case ROSFW_KIND_PERIOD:
		return text_parse_period(in);
	case ROSFW_KIND_RATE_RANGE:
		return text_parse_rate_range(in);
	case ROSFW_KIND_BYTES_RANGE:
		return text_parse_bytes_range(in);
	case ROSFW_KIND_CONNECTION_LIMIT:
		return text_parse_connection_limit(in);
	case ROSFW_KIND_PSD:
		return text_parse_psd(in);
	case ROSFW_KIND_IPSEC:
		return text_parse_ipsec(in);
	default:
		return text_invalid(in, NULL, "");
	}
}

int text_parse(u32 menu, u16 prop, const char *text, struct rosfw_item_builder *b, struct refusal *r)
{
	struct text_in in = { .menu = menu, .prop = prop, .s = text, .b = b, .r = r };

	if (prop > ROSFW_A_MAX || !rosfw_properties[prop].name || !rosfw_menu_has(menu, prop)) {
		refuse(r, -1, "this menu has no such property");
		return -EINVAL;
	}
	in.p = &rosfw_properties[prop];
	if (in.p->flags & ROSFW_PROP_NOT && *text == '!') {
		in.negated = true;
		in.base = 1;
		in.s++;
	}
	return parse_kind(&in);
}

u64 value_u64(const struct rosfw_value *v)
{
	switch (v->len) {
	case sizeof(u8):
		return *v->data;
	case sizeof(u32):
		return *(const u32 *)v->data;
	case sizeof(u64):
		return *(const u64 *)v->data;
	default:
		return 0;
	}
}

static void write_enum(struct buf *out, const struct rosfw_property *p, u64 n)
{
	u64 i;

	for (i = 0; p->names[i]; i++)
		if (i == n) {
			buf_str(out, p->names[i]);
			return;
		}
	buf_num(out, n);
}

static void write_kind(struct buf *out, u32 menu, const struct rosfw_property *p, const struct rosfw_value *v)
{
	switch (p->kind) {
	case ROSFW_KIND_BOOL:
		buf_str(out, value_u64(v) ? "yes" : "no");
		break;
	case ROSFW_KIND_U8:
	case ROSFW_KIND_U32:
	case ROSFW_KIND_U64:
		buf_num(out, value_u64(v));
		break;
	case ROSFW_KIND_PROTOCOL:
		write_protocol(out, menu, value_u64(v));
		break;
	case ROSFW_KIND_ENUM:
		write_enum(out, p, value_u64(v));
		break;
	case ROSFW_KIND_FLAGS:
		text_write_flags(out, v);
		break;
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
	case ROSFW_KIND_NAMES:
		buf_add(out, (const char *)v->data, strnlen((const char *)v->data, v->len));
		break;
	case ROSFW_KIND_ADDR:
		text_write_addr(out, menu, v);
		break;
	case ROSFW_KIND_PORTS:
	case ROSFW_KIND_RANGE:
		text_write_ports(out, v);
		break;
	case ROSFW_KIND_TCP_FLAGS:
		text_write_tcp_flags(out, v);
		break;
	case ROSFW_KIND_ICMP:
		text_write_icmp(out, v);
		break;
	case ROSFW_KIND_TIME:
		text_write_seconds(out, value_u64(v));
		break;
	case ROSFW_KIND_LIST_TIMEOUT:
		text_write_list_timeout(out, value_u64(v));
		break;
	case ROSFW_KIND_DATE:
		text_write_date(out, value_u64(v));
		break;
	case ROSFW_KIND_COMPARE:
		text_write_compare(out, v);
		break;
	case ROSFW_KIND_TOS:
		text_write_tos(out, v);
		break;
	case ROSFW_KIND_HEADERS:
		text_write_headers(out, v);
		break;
	case ROSFW_KIND_MAC:
		text_write_mac(out, v);
		break;
	case ROSFW_KIND_CHOICE:
		text_write_choice(out, v);
		break;
	case ROSFW_KIND_NTH:
		text_write_nth(out, v);
		break;
	case ROSFW_KIND_CLASSIFIER:
		text_write_classifier(out, v);
		break;
	case ROSFW_KIND_LIMIT:
	case ROSFW_KIND_DST_LIMIT:
		text_write_limit(out, v);
		break;
	case ROSFW_KIND_PERIOD:
		text_write_period(out, v);
		break;
	case ROSFW_KIND_RATE_RANGE:
		text_write_rate_range(out, v);
		break;
	case ROSFW_KIND_RATE:
		text_write_rate(out, value_u64(v));
		break;
	case ROSFW_KIND_BYTES_RANGE:
		text_write_bytes_range(out, v);
		break;
	case ROSFW_KIND_CONNECTION_LIMIT:
		text_write_connection_limit(out, v);
		break;
	case ROSFW_KIND_PSD:
		text_write_psd(out, v);
		break;
	case ROSFW_KIND_IPSEC:
		text_write_ipsec(out, v);
		break;
	}
}

void text_write(struct buf *out, u32 menu, const struct rosfw_value *v)
{
	if (v->negated)
		buf_char(out, '!');
	write_kind(out, menu, &rosfw_properties[v->prop], v);
}

char *text_format(u32 menu, const struct rosfw_value *v)
{
	struct buf out = { };

	text_write(&out, menu, v);
	return buf_take(&out);
}
