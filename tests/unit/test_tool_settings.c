// SPDX-License-Identifier: GPL-2.0-only
/*
 * Built-in items: that defaults are the same for people and for the kernel, and that every property reaches its place.
 */
#include "tap.h"
#include "text.h"

#define TRACKING	ROSFW_MENU_IP_CONNECTION_TRACKING
#define SERVICES	ROSFW_MENU_IP_SERVICE_PORT

static struct rosfw_error err;

/* The item with @values ("name=value name=value") set; NULL with a failed check if something is wrong with them. */
static struct rosfw_item *changed(const struct rosfw_item *old, const char *values)
{
	char *copy = strdup(values), *word, *rest, *value;
	struct rosfw_item_builder b;
	struct refusal r = { };
	u16 prop;

	if (rosfw_item_begin_copy(&b, old))
		abort();
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		value = strchr(word, '=');
		*value++ = 0;
		prop = menu_property(old->menu, word, strlen(word));
		if (text_parse(old->menu, prop, value, &b, &r))
			tap_fail("%s=%s: %s", word, value, r.text);
	}
	free(copy);
	return b.item;
}

/* A new configuration in which one item has been changed. */
static struct rosfw_config *config_with(u32 menu, u32 id, const char *values)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_item *item = changed(rosfw_config_find(c, menu, id), values);

	if (rosfw_item_check(item, &err) || rosfw_config_replace(c, item, &err))
		tap_fail("%s: %s", values, err.text);
	rosfw_item_put(item);
	return c;
}

/* "name=default ..." of everything that an item has a default for. */
static void all_defaults(const struct rosfw_item *item, char *text, size_t size)
{
	const char *defval;
	size_t n = 0;
	const u16 *p;

	*text = 0;
	for (p = rosfw_menus[item->menu].props; *p; p++) {
		defval = rosfw_item_default(item, *p);
		if (defval)
			n += snprintf(text + n, size - n, "%s%s=%s", n ? " " : "", rosfw_properties[*p].name, defval);
	}
}

static void read_tracking(const struct rosfw_config *c, struct rosfw_tracking *t)
{
	memset(t, 0, sizeof(*t));
	rosfw_tracking_read(c, t);
}

static void test_tracking_defaults(void)
{
	struct rosfw_config *fresh = rosfw_config_new(), *same;
	struct rosfw_tracking want, got;
	char text[1024];

	tap_case("defaults of connection tracking: the texts are the values");
	all_defaults(fresh->menu[TRACKING]->item[0], text, sizeof(text));
	same = config_with(TRACKING, 1, text);
	tap_is(same->menu[TRACKING]->item[0]->size > 0, true);
	read_tracking(fresh, &want);
	read_tracking(same, &got);
	tap_ok(!memcmp(&want.timeouts, &rosfw_timeouts_default, sizeof(want.timeouts)));
	tap_ok(!memcmp(&got, &want, sizeof(got)));
	tap_is(want.max_entries, 0);
	tap_is(want.enabled, ROSFW_TRACKING_AUTO);
	rosfw_config_put(fresh);
	rosfw_config_put(same);
}

#define TIME(name, field)	{ name "=7m", offsetof(struct rosfw_tracking, timeouts.field), 4, 420 }

static const struct {
	const char *set;
	size_t at;
	u32 size;
	u32 want;
} fields[] = {
	TIME("tcp-syn-sent-timeout", tcp_syn_sent),
	TIME("tcp-syn-received-timeout", tcp_syn_received),
	TIME("tcp-established-timeout", tcp_established),
	TIME("tcp-fin-wait-timeout", tcp_fin_wait),
	TIME("tcp-close-wait-timeout", tcp_close_wait),
	TIME("tcp-last-ack-timeout", tcp_last_ack),
	TIME("tcp-time-wait-timeout", tcp_time_wait),
	TIME("tcp-close-timeout", tcp_close),
	TIME("tcp-max-retrans-timeout", tcp_max_retrans),
	TIME("tcp-unacked-timeout", tcp_unacked),
	TIME("udp-timeout", udp),
	TIME("udp-stream-timeout", udp_stream),
	TIME("icmp-timeout", icmp),
	TIME("generic-timeout", generic),
	{ "loose-tcp-tracking=no", offsetof(struct rosfw_tracking, timeouts.loose_tcp), 1, 0 },
	{ "liberal-tcp-tracking=yes", offsetof(struct rosfw_tracking, timeouts.liberal_tcp), 1, 1 },
	{ "max-entries=12345", offsetof(struct rosfw_tracking, max_entries), 4, 12345 },
	{ "enabled=yes", offsetof(struct rosfw_tracking, enabled), 1, ROSFW_TRACKING_YES },
	{ "enabled=no", offsetof(struct rosfw_tracking, enabled), 1, ROSFW_TRACKING_NO },
};

static void test_tracking_fields(void)
{
	struct rosfw_config *fresh = rosfw_config_new(), *c;
	struct rosfw_tracking want, got;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		tap_case("%s is seen where it belongs, and nowhere else", fields[i].set);
		c = config_with(TRACKING, 1, fields[i].set);
		read_tracking(fresh, &want);
		memcpy((u8 *)&want + fields[i].at, &fields[i].want, fields[i].size);
		read_tracking(c, &got);
		tap_ok(!memcmp(&got, &want, sizeof(got)));
		rosfw_config_put(c);
	}
	rosfw_config_put(fresh);
}

static void add_rule(struct rosfw_config *c, u32 menu, const char *values)
{
	struct rosfw_item empty = { .menu = menu };
	struct rosfw_item *rule = changed(&empty, values);

	tap_is(rosfw_config_add(c, rule, 0, &err), 0);
	rosfw_item_put(rule);
}

static const struct {
	const char *enabled;
	u32 menu;		/* that has a rule */
	bool v4, v6;
} wanted[] = {
	{ "auto", 0, false, false },
	{ "auto", ROSFW_MENU_IP_RAW, false, false },
	{ "auto", ROSFW_MENU_IP_FILTER, true, false },
	{ "auto", ROSFW_MENU_IP_NAT, true, false },
	{ "auto", ROSFW_MENU_IPV6_FILTER, false, true },
	{ "auto", ROSFW_MENU_IPV6_NAT, false, true },
	{ "auto", ROSFW_MENU_IPV6_RAW, false, false },
	{ "yes", 0, true, true },
	{ "no", ROSFW_MENU_IP_FILTER, false, false },
	{ "no", ROSFW_MENU_IPV6_NAT, false, false },
};

static void test_wanted(void)
{
	struct rosfw_config *c;
	char text[32];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		tap_case("enabled=%s with rules in %s", wanted[i].enabled,
			 wanted[i].menu ? rosfw_menus[wanted[i].menu].path : "no menu");
		snprintf(text, sizeof(text), "enabled=%s", wanted[i].enabled);
		c = config_with(TRACKING, 1, text);
		if (wanted[i].menu)
			add_rule(c, wanted[i].menu, "chain=a disabled=yes");
		tap_is(rosfw_tracking_wanted(c, ROSFW_IPV4), wanted[i].v4);
		tap_is(rosfw_tracking_wanted(c, ROSFW_IPV6), wanted[i].v6);
		rosfw_config_put(c);
	}
}

/* ---- services ---- */

static void read_services(const struct rosfw_config *c, struct rosfw_services *s)
{
	memset(s, 0, sizeof(*s));
	rosfw_services_read(c, s);
}

static void test_service_defaults(void)
{
	struct rosfw_config *fresh = rosfw_config_new(), *same;
	struct rosfw_services want, got;
	char text[256];
	u32 i;

	read_services(fresh, &want);
	tap_case("there are ten services");
	tap_is(fresh->menu[SERVICES]->n, ROSFW_SERVICES);
	tap_ok(!rosfw_service_name(ROSFW_SERVICES));
	for (i = 0; i < ROSFW_SERVICES; i++) {
		tap_case("defaults of %s: the texts are the values", rosfw_service_name(i));
		tap_str(rosfw_item_string(fresh->menu[SERVICES]->item[i], ROSFW_A_NAME), rosfw_service_name(i));
		all_defaults(fresh->menu[SERVICES]->item[i], text, sizeof(text));
		same = config_with(SERVICES, i + 1, text);
		read_services(same, &got);
		tap_ok(!memcmp(&got, &want, sizeof(got)));
		rosfw_config_put(same);
	}
	tap_case("what is enabled");
	tap_ok(want.service[ROSFW_SERVICE_FTP].enabled && want.service[ROSFW_SERVICE_H323].enabled);
	tap_ok(!want.service[ROSFW_SERVICE_IRC].enabled && !want.service[ROSFW_SERVICE_RTSP].enabled);
	tap_is(want.service[ROSFW_SERVICE_SIP].nports, 2);
	tap_is(want.service[ROSFW_SERVICE_PPTP].nports, 0);
	rosfw_config_put(fresh);
}

static void test_service_fields(void)
{
	struct rosfw_services got;
	struct rosfw_config *c;

	tap_case("ports of a service, in their order");
	c = config_with(SERVICES, ROSFW_SERVICE_FTP + 1, "ports=2121,21,0,65535,1,2,3,4 disabled=yes");
	read_services(c, &got);
	tap_is(got.service[ROSFW_SERVICE_FTP].nports, 8);
	tap_is(got.service[ROSFW_SERVICE_FTP].port[0], 2121);
	tap_is(got.service[ROSFW_SERVICE_FTP].port[3], 65535);
	tap_is(got.service[ROSFW_SERVICE_FTP].port[7], 4);
	tap_ok(!got.service[ROSFW_SERVICE_FTP].enabled && got.service[ROSFW_SERVICE_TFTP].enabled);
	rosfw_config_put(c);

	tap_case("options of sip");
	c = config_with(SERVICES, ROSFW_SERVICE_SIP + 1, "sip-direct-media=no sip-timeout=90s");
	read_services(c, &got);
	tap_ok(!got.sip_direct_media);
	tap_is(got.sip_timeout, 90);
	rosfw_config_put(c);

	tap_case("a service that is not enabled by default");
	c = config_with(SERVICES, ROSFW_SERVICE_IRC + 1, "disabled=no");
	read_services(c, &got);
	tap_ok(got.service[ROSFW_SERVICE_IRC].enabled);
	rosfw_config_put(c);
}

/* ---- what cannot be done ---- */

static const struct {
	u32 service;
	const char *values;
	u16 prop;
	const char *why;
} bad[] = {
	{ ROSFW_SERVICE_H323, "ports=1720", ROSFW_A_PORTS, "the ports of this service cannot be set" },
	{ ROSFW_SERVICE_SCTP, "ports=1", ROSFW_A_PORTS, "the ports of this service cannot be set" },
	{ ROSFW_SERVICE_FTP, "sip-timeout=1h", ROSFW_A_SIP_TIMEOUT, "only the service sip has this property" },
	{ ROSFW_SERVICE_IRC, "sip-direct-media=no", ROSFW_A_SIP_DIRECT_MEDIA, "only the service sip has this property" },
	{ ROSFW_SERVICE_FTP, "name=x", ROSFW_A_NAME,
	  "there is no service of that name: names cannot be changed, and no service added" },
};

static void test_refusals(void)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_item *item;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		tap_case("%s: %s", rosfw_service_name(bad[i].service), bad[i].values);
		item = changed(c->menu[SERVICES]->item[bad[i].service], bad[i].values);
		tap_is(rosfw_item_check(item, &err), -EINVAL);
		tap_is(err.prop, bad[i].prop);
		tap_str(err.text, bad[i].why);
		rosfw_item_put(item);
	}
	tap_case("a service cannot take another one's name");
	item = changed(c->menu[SERVICES]->item[ROSFW_SERVICE_FTP], "name=tftp");
	tap_is(rosfw_item_check(item, &err), 0);
	tap_is(rosfw_config_replace(c, item, &err), -EPERM);
	rosfw_item_put(item);

	tap_case("built-in items are neither added, removed nor moved");
	for (i = TRACKING; i <= SERVICES; i++) {
		item = changed(c->menu[i]->item[0], "");
		item->id = 0;
		tap_is(rosfw_config_add(c, item, 0, &err), -EPERM);
		tap_is(rosfw_config_remove(c, i, 1, &err), -EPERM);
		tap_is(rosfw_config_move(c, i, 1, 0, &err), -EPERM);
		item->id = 1;
		item->flags = 0;	/* whatever somebody may make of it */
		tap_is(rosfw_config_replace(c, item, &err), 0);
		tap_is(rosfw_config_remove(c, i, 1, &err), -EPERM);
		tap_is(rosfw_config_move(c, i, 1, 0, &err), -EPERM);
		rosfw_item_put(item);
	}
	tap_is(c->menu[TRACKING]->n, 1);
	rosfw_config_put(c);
}

int main(void)
{
	tap_begin();
	test_tracking_defaults();
	test_tracking_fields();
	test_wanted();
	test_service_defaults();
	test_service_fields();
	test_refusals();
	tap_case("nothing is left");
	tap_is(rosfw_test_live(), 0);
	return tap_end();
}
