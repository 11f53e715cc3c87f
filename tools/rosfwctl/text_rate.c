// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of matchers that count <-> text: limit, dst-limit, nth, per-connection-classifier, time,
 * connection-bytes, connection-rate, psd.
 *
 * Rates and bursts may end in k, M or G; a number that is a multiple of one of these prints so. The mode of limit, the
 * time after which flows of dst-limit expire, the packet of nth and the days of time have defaults, and print always.
 */
#include "text.h"

static const struct suffix {
	char letter;
	u32 factor;
} suffixes[] = {
	{ 'G', 1000000000 }, { 'M', 1000000 }, { 'k', 1000 },
};

#define EXPIRE	100	/* seconds after which a flow of dst-limit is forgotten, if nothing else is said */

/* A number at *@s that may end in k, M or G. */
static bool scaled_number(const char **s, u64 *n)
{
	u32 i;

	if (!text_number(s, n))
		return false;
	for (i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (**s == suffixes[i].letter) {
			++*s;
			if (check_mul_overflow(*n, (u64)suffixes[i].factor, n))
				*n = U64_MAX;
			break;
		}
	return true;
}

static void write_scaled(struct buf *out, u64 n)
{
	u32 i;

	for (i = 0; n && i < ARRAY_SIZE(suffixes); i++)
		if (n % suffixes[i].factor == 0) {
			buf_num(out, n / suffixes[i].factor);
			buf_char(out, suffixes[i].letter);
			return;
		}
	buf_num(out, n);
}

/* ---- nth ---- */

#define NOT_NTH	"it is every,packet, as in 3,1"

int text_parse_nth(const struct text_in *in)
{
	const char *s = in->s, *second;
	u64 every, packet = 1;
	struct rosfw_nth n;

	if (!text_number(&s, &every) || (*s && *s != ','))
		return text_invalid(in, s, NOT_NTH);
	second = *s ? s + 1 : s;
	if (*s) {
		s++;
		if (!text_number(&s, &packet) || *s)
			return text_invalid(in, s, NOT_NTH);
	}
	if (!every || every > U32_MAX)
		return text_range(in, in->s, 1, U32_MAX);
	if (!packet || packet > every)
		return text_range(in, second, 1, every);
	n.every = every;
	n.packet = packet;
	return text_put(in, &n, sizeof(n));
}

void text_write_nth(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_nth n;

	if (v->len != sizeof(n))
		return;
	memcpy(&n, v->data, sizeof(n));
	buf_num(out, n.every);
	buf_char(out, ',');
	buf_num(out, n.packet);
}

/* ---- per-connection-classifier ---- */

#define NOT_CLASSIFIER	"it is fields:denominator/remainder, as in both-addresses:2/0"

int text_parse_classifier(const struct text_in *in)
{
	const char *s = in->s + strcspn(in->s, ":"), *at;
	struct rosfw_classifier c;
	u64 denominator, remainder;
	int i;

	i = text_keyword(in, in->s, s - in->s, in->p->names, U32_MAX);
	if (i < 0)
		return i;
	if (!*s)
		return text_invalid(in, s, NOT_CLASSIFIER);
	at = ++s;
	if (!text_number(&s, &denominator) || *s != '/')
		return text_invalid(in, s, NOT_CLASSIFIER);
	if (!denominator || denominator > U32_MAX)
		return text_range(in, at, 1, U32_MAX);
	at = ++s;
	if (!text_number(&s, &remainder) || *s)
		return text_invalid(in, s, NOT_CLASSIFIER);
	if (remainder > U32_MAX)
		return text_range(in, at, 0, U32_MAX);
	c.fields = i;
	c.denominator = denominator;
	c.remainder = remainder;
	return text_put(in, &c, sizeof(c));
}

void text_write_classifier(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_classifier c;

	if (v->len != sizeof(c))
		return;
	memcpy(&c, v->data, sizeof(c));
	if (c.fields < __ROSFW_CLASSIFIER_COUNT)
		buf_str(out, rosfw_properties[v->prop].names[c.fields]);
	buf_char(out, ':');
	buf_num(out, c.denominator);
	buf_char(out, '/');
	buf_num(out, c.remainder);
}

/* ---- limit, dst-limit ---- */

/* "/time" at *@s, up to @end. */
static int parse_interval(const struct text_in *in, const char **s, const char *end, u32 *seconds)
{
	const char *at = *s, *wrong;
	u64 n;

	wrong = text_span(at, end - at, &n);
	if (wrong)
		return text_invalid(in, wrong, "it is a time, as in 1m or 10s");
	if (!n || n > ROSFW_TIMEOUT_MAX)
		return text_bad(in, at, "value of %s out of range (1s..35w3d13h13m56s)", in->p->name);
	*seconds = n;
	*s = end;
	return 0;
}

/* "rate[/time],burst", which both have. */
static int parse_rate(const struct text_in *in, const char **s, struct rosfw_limit *l, const char *hint)
{
	const char *at = *s;
	u64 n;
	int err;

	if (!scaled_number(s, &n) || (**s != '/' && **s != ','))
		return text_invalid(in, *s, hint);
	if (!n || n > ROSFW_RATE_MAX)
		return text_range(in, at, 1, ROSFW_RATE_MAX);
	l->rate = n;
	if (**s == '/') {
		++*s;
		err = parse_interval(in, s, *s + strcspn(*s, ","), &l->time);
		if (err)
			return err;
	}
	if (**s != ',')
		return text_invalid(in, *s, hint);
	at = ++*s;
	if (!scaled_number(s, &n))
		return text_invalid(in, *s, hint);
	if (n > ROSFW_BURST_MAX)
		return text_range(in, at, 0, ROSFW_BURST_MAX);
	l->burst = n;
	return 0;
}

#define NOT_LIMIT	"it is rate/time,burst:mode, as in 5,10:packet or 10M,1M:bit"

int text_parse_limit(const struct text_in *in)
{
	struct rosfw_limit l = { .time = 1 };
	const char *s = in->s;
	int err, i = ROSFW_LIMIT_PACKET;

	err = parse_rate(in, &s, &l, NOT_LIMIT);
	if (err)
		return err;
	if (*s && *s != ':')
		return text_invalid(in, s, NOT_LIMIT);
	if (*s)
		i = text_keyword(in, s + 1, strlen(s + 1), in->p->names, U32_MAX);
	if (i < 0)
		return i;
	l.mode = i;
	return text_put(in, &l, sizeof(l));
}

#define NOT_DST_LIMIT	"it is rate/time,burst,mode/expire, as in 32,32,src-and-dst-addresses/10s"

int text_parse_dst_limit(const struct text_in *in)
{
	struct rosfw_limit l = { .time = 1, .expire = EXPIRE };
	const char *s = in->s;
	size_t n;
	int err, i;

	err = parse_rate(in, &s, &l, NOT_DST_LIMIT);
	if (err)
		return err;
	if (*s++ != ',')
		return text_invalid(in, s - 1, NOT_DST_LIMIT);
	n = strcspn(s, "/");
	i = text_keyword(in, s, n, in->p->names, U32_MAX);
	if (i < 0)
		return i;
	l.mode = i;
	s += n;
	if (*s) {
		s++;
		err = parse_interval(in, &s, s + strlen(s), &l.expire);
	}
	return err ? err : text_put(in, &l, sizeof(l));
}

void text_write_limit(struct buf *out, const struct rosfw_value *v)
{
	const struct rosfw_property *p = &rosfw_properties[v->prop];
	bool flows = p->kind == ROSFW_KIND_DST_LIMIT;
	struct rosfw_limit l;

	if (v->len != sizeof(l))
		return;
	memcpy(&l, v->data, sizeof(l));
	write_scaled(out, l.rate);
	if (l.time != 1) {
		buf_char(out, '/');
		text_write_seconds(out, l.time);
	}
	buf_char(out, ',');
	write_scaled(out, l.burst);
	buf_char(out, flows ? ',' : ':');
	if (l.mode < (flows ? __ROSFW_FLOW_COUNT : __ROSFW_LIMIT_COUNT))
		buf_str(out, p->names[l.mode]);
	if (!flows)
		return;
	buf_char(out, '/');
	text_write_seconds(out, l.expire);
}

/* ---- time ---- */

#define ALL_DAYS	0x7f

/* A time of the day in the @n bytes at @s. */
static int parse_clock_time(const struct text_in *in, const char *s, size_t n, u32 *seconds)
{
	const char *wrong;
	u64 v;

	wrong = text_span(s, n, &v);
	if (wrong)
		return text_invalid(in, wrong, "it is from-to,days, as in 8h-17h,mon,tue,wed,thu,fri");
	if (v > ROSFW_DAY)
		return text_bad(in, s, "value of %s out of range (0s..1d)", in->p->name);
	*seconds = v;
	return 0;
}

int text_parse_period(const struct text_in *in)
{
	const char *s = in->s, *end = s + strcspn(s, ","), *dash = memchr(s, '-', end - s);
	struct rosfw_period p = { };
	size_t n;
	int err, i;

	if (!dash)
		return text_invalid(in, end, "it is from-to,days, as in 8h-17h,mon,tue,wed,thu,fri");
	err = parse_clock_time(in, s, dash - s, &p.from);
	if (!err)
		err = parse_clock_time(in, dash + 1, end - dash - 1, &p.to);
	if (err)
		return err;
	for (s = end; *s; s += n) {
		s++;
		n = strcspn(s, ",");
		i = text_keyword(in, s, n, in->p->names, U32_MAX);
		if (i < 0)
			return i;
		p.days |= BIT(i);
	}
	if (!p.days)
		p.days = ALL_DAYS;
	return text_put(in, &p, sizeof(p));
}

void text_write_period(struct buf *out, const struct rosfw_value *v)
{
	const char *const *names = rosfw_properties[v->prop].names;
	struct rosfw_period p;
	u32 i;

	if (v->len != sizeof(p))
		return;
	memcpy(&p, v->data, sizeof(p));
	text_write_seconds(out, p.from);
	buf_char(out, '-');
	text_write_seconds(out, p.to);
	for (i = 0; names[i]; i++) {
		if (!(p.days >> i & 1))
			continue;
		buf_char(out, ',');
		buf_str(out, names[i]);
	}
}

/* ---- connection-rate, orig-rate, repl-rate ---- */

#define NOT_RATE_RANGE	"it is from-to in bits a second, as in 0-100k"

int text_parse_rate_range(const struct text_in *in)
{
	const char *s = in->s, *second = s;
	struct rosfw_rate_range r;
	u64 from, to;

	if (!scaled_number(&s, &from) || (*s && *s != '-'))
		return text_invalid(in, s, NOT_RATE_RANGE);
	to = from;
	if (*s) {
		second = ++s;
		if (!scaled_number(&s, &to) || *s)
			return text_invalid(in, s, NOT_RATE_RANGE);
	}
	if (from > U32_MAX)
		return text_range(in, in->s, 0, U32_MAX);
	if (to > U32_MAX)
		return text_range(in, second, 0, U32_MAX);
	r.from = from;
	r.to = to;
	return text_put(in, &r, sizeof(r));
}

void text_write_rate_range(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_rate_range r;

	if (v->len != sizeof(r))
		return;
	memcpy(&r, v->data, sizeof(r));
	write_scaled(out, r.from);
	buf_char(out, '-');
	write_scaled(out, r.to);
}

/* One digit behind the point, cut off, and none if it is 0. */
void text_write_rate(struct buf *out, u64 bits)
{
	u32 i = 0, tenth;

	while (i < ARRAY_SIZE(suffixes) && bits < suffixes[i].factor)
		i++;
	if (i == ARRAY_SIZE(suffixes)) {
		buf_num(out, bits);
	} else {
		buf_num(out, bits / suffixes[i].factor);
		tenth = bits % suffixes[i].factor / (suffixes[i].factor / 10);
		if (tenth) {
			buf_char(out, '.');
			buf_num(out, tenth);
		}
		buf_char(out, suffixes[i].letter);
	}
	buf_str(out, "bps");
}

/* ---- connection-bytes ---- */

int text_parse_bytes_range(const struct text_in *in)
{
	struct rosfw_bytes_range r;
	const char *s = in->s;
	u64 from, to;

	if (!scaled_number(&s, &from) || (*s && *s != '-'))
		return text_invalid(in, s, "it is from-to, as in 500000-0, where 0 is no end");
	to = from;
	if (*s) {
		s++;
		if (!scaled_number(&s, &to) || *s)
			return text_invalid(in, s, "it is from-to, as in 500000-0, where 0 is no end");
	}
	r.from = from;
	r.to = to;
	return text_put(in, &r, sizeof(r));
}

void text_write_bytes_range(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_bytes_range r;

	if (v->len != sizeof(r))
		return;
	memcpy(&r, v->data, sizeof(r));
	buf_num(out, r.from);
	buf_char(out, '-');
	buf_num(out, r.to);
}

/* ---- connection-limit ---- */

/* Without a netmask each address is a block of its own. */
int text_parse_connection_limit(const struct text_in *in)
{
	u32 longest = rosfw_addr_width(rosfw_menus[in->menu].family);
	struct rosfw_connection_limit l = { .prefix_len = longest };
	const char *at, *s = in->s;
	u64 n;

	if (!text_number(&s, &n) || (*s && *s != ','))
		return text_invalid(in, s, "it is count,netmask, as in 100,32");
	if (n > U32_MAX)
		return text_range(in, in->s, 0, U32_MAX);
	l.count = n;
	if (*s) {
		at = ++s;
		if (!text_number(&s, &n) || *s)
			return text_invalid(in, s, "it is count,netmask, as in 100,32");
		if (n > longest)
			return text_range(in, at, 0, longest);
		l.prefix_len = n;
	}
	return text_put(in, &l, sizeof(l));
}

void text_write_connection_limit(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_connection_limit l;

	if (v->len != sizeof(l))
		return;
	memcpy(&l, v->data, sizeof(l));
	buf_num(out, l.count);
	buf_char(out, ',');
	buf_num(out, l.prefix_len);
}

/* ---- psd ---- */

#define NOT_PSD	"it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1"

/* A number up to *@s, at @end or at the end of the text. */
static int parse_weight(const struct text_in *in, const char **s, char end, u32 *weight)
{
	const char *at = *s;
	u64 n;

	if (!text_number(s, &n) || **s != end)
		return text_invalid(in, *s, NOT_PSD);
	if (n > U32_MAX)
		return text_range(in, at, 0, U32_MAX);
	*s += end != 0;
	*weight = n;
	return 0;
}

int text_parse_psd(const struct text_in *in)
{
	struct rosfw_psd p;
	const char *s = in->s;
	int err;

	err = parse_weight(in, &s, ',', &p.weight);
	if (!err && !p.weight)
		err = text_range(in, in->s, 1, U32_MAX);
	if (!err)
		err = parse_interval(in, &s, s + strcspn(s, ","), &p.delay);
	if (!err && *s++ != ',')
		err = text_invalid(in, s - 1, NOT_PSD);
	if (!err)
		err = parse_weight(in, &s, ',', &p.low);
	if (!err)
		err = parse_weight(in, &s, 0, &p.high);
	return err ? err : text_put(in, &p, sizeof(p));
}

void text_write_psd(struct buf *out, const struct rosfw_value *v)
{
	struct rosfw_psd p;

	if (v->len != sizeof(p))
		return;
	memcpy(&p, v->data, sizeof(p));
	buf_num(out, p.weight);
	buf_char(out, ',');
	text_write_seconds(out, p.delay);
	buf_char(out, ',');
	buf_num(out, p.low);
	buf_char(out, ',');
	buf_num(out, p.high);
}
