// SPDX-License-Identifier: GPL-2.0-only
/*
 * Settings: from the items of built-in menus to what the packet path reads, and the defaults. See settings.h.
 *
 * Pure functions; no state, no locks.
 */
#include "settings.h"

/* ---- connection tracking ---- */

static u32 seconds(const struct rosfw_item *item, u16 prop, u32 defval)
{
	return rosfw_item_u32(item, prop, defval);
}

static void read_timeouts(const struct rosfw_item *item, struct rosfw_timeouts *t)
{
	t->tcp_syn_sent = seconds(item, ROSFW_A_TCP_SYN_SENT_TIMEOUT, t->tcp_syn_sent);
	t->tcp_syn_received = seconds(item, ROSFW_A_TCP_SYN_RECEIVED_TIMEOUT, t->tcp_syn_received);
	t->tcp_established = seconds(item, ROSFW_A_TCP_ESTABLISHED_TIMEOUT, t->tcp_established);
	t->tcp_fin_wait = seconds(item, ROSFW_A_TCP_FIN_WAIT_TIMEOUT, t->tcp_fin_wait);
	t->tcp_close_wait = seconds(item, ROSFW_A_TCP_CLOSE_WAIT_TIMEOUT, t->tcp_close_wait);
	t->tcp_last_ack = seconds(item, ROSFW_A_TCP_LAST_ACK_TIMEOUT, t->tcp_last_ack);
	t->tcp_time_wait = seconds(item, ROSFW_A_TCP_TIME_WAIT_TIMEOUT, t->tcp_time_wait);
	t->tcp_close = seconds(item, ROSFW_A_TCP_CLOSE_TIMEOUT, t->tcp_close);
	t->tcp_max_retrans = seconds(item, ROSFW_A_TCP_MAX_RETRANS_TIMEOUT, t->tcp_max_retrans);
	t->tcp_unacked = seconds(item, ROSFW_A_TCP_UNACKED_TIMEOUT, t->tcp_unacked);
	t->udp = seconds(item, ROSFW_A_UDP_TIMEOUT, t->udp);
	t->udp_stream = seconds(item, ROSFW_A_UDP_STREAM_TIMEOUT, t->udp_stream);
	t->icmp = seconds(item, ROSFW_A_ICMP_TIMEOUT, t->icmp);
	t->generic = seconds(item, ROSFW_A_GENERIC_TIMEOUT, t->generic);
	t->loose_tcp = rosfw_item_u32(item, ROSFW_A_LOOSE_TCP_TRACKING, t->loose_tcp);
	t->liberal_tcp = rosfw_item_u32(item, ROSFW_A_LIBERAL_TCP_TRACKING, t->liberal_tcp);
}

void rosfw_tracking_read(const struct rosfw_config *config, struct rosfw_tracking *tracking)
{
	const struct rosfw_item *item = config->menu[ROSFW_MENU_IP_CONNECTION_TRACKING]->item[0];

	tracking->timeouts = rosfw_timeouts_default;
	read_timeouts(item, &tracking->timeouts);
	tracking->max_entries = rosfw_item_u32(item, ROSFW_A_MAX_ENTRIES, 0);
	tracking->enabled = rosfw_item_u32(item, ROSFW_A_ENABLED, ROSFW_TRACKING_AUTO);
}

static bool has_rules(const struct rosfw_config *config, enum rosfw_family family)
{
	u32 menu;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		const struct rosfw_menu_info *info = &rosfw_menus[menu];

		if (info->type == ROSFW_MENU_RULES && info->table != ROSFW_TABLE_RAW && info->family == family &&
		    config->menu[menu]->n)
			return true;
	}
	return false;
}

bool rosfw_tracking_wanted(const struct rosfw_config *config, enum rosfw_family family)
{
	const struct rosfw_item *item = config->menu[ROSFW_MENU_IP_CONNECTION_TRACKING]->item[0];

	switch (rosfw_item_u32(item, ROSFW_A_ENABLED, ROSFW_TRACKING_AUTO)) {
	case ROSFW_TRACKING_YES:
		return true;
	case ROSFW_TRACKING_NO:
		return false;
	default:
		return has_rules(config, family);
	}
}

/* ---- FastTrack ---- */

static bool has_fasttrack_rule(const struct rosfw_items *items)
{
	u32 i;

	for (i = 0; i < items->n; i++)
		if (rosfw_item_u32(items->item[i], ROSFW_A_ACTION, 0) == ROSFW_ACTION_FASTTRACK_CONNECTION &&
		    !rosfw_item_bool(items->item[i], ROSFW_A_DISABLED))
			return true;
	return false;
}

void rosfw_fast_settings_read(const struct rosfw_config *config, struct rosfw_fast_settings *fast)
{
	static const u32 menus[ROSFW_FAMILIES] = { ROSFW_MENU_IP_SETTINGS, ROSFW_MENU_IPV6_SETTINGS };
	u32 menu, family;

	memset(fast, 0, sizeof(*fast));
	for (family = 0; family < ROSFW_FAMILIES; family++)
		fast->allowed[family] = rosfw_item_u32(config->menu[menus[family]]->item[0], ROSFW_A_ALLOW_FAST_PATH,
						       true);
	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++)
		if (rosfw_menus[menu].type == ROSFW_MENU_RULES && has_fasttrack_rule(config->menu[menu]))
			fast->wanted[rosfw_menus[menu].family] = true;
}

/* ---- services ---- */

#define SIP_TIMEOUT	3600

/**
 * struct service - a row that is there from the start
 * @name: of the service
 * @text: its ports by default; NULL: it has none that could be set
 * @ports: the same for the kernel
 * @nports: how many
 * @disabled: by default
 */
struct service {
	const char *name;
	const char *text;
	u16 ports[2];
	u8 nports;
	bool disabled;
};

static const struct service services[ROSFW_SERVICES] = {
	[ROSFW_SERVICE_FTP] = { "ftp", "21", { 21 }, .nports = 1 },
	[ROSFW_SERVICE_TFTP] = { "tftp", "69", { 69 }, .nports = 1 },
	[ROSFW_SERVICE_IRC] = { "irc", "6667", { 6667 }, 1, .disabled = true },
	[ROSFW_SERVICE_H323] = { .name = "h323" },
	[ROSFW_SERVICE_SIP] = { "sip", "5060,5061", { 5060, 5061 }, .nports = 2 },
	[ROSFW_SERVICE_PPTP] = { .name = "pptp" },
	[ROSFW_SERVICE_RTSP] = { "rtsp", "554", { 554 }, 1, .disabled = true },
	[ROSFW_SERVICE_UDPLITE] = { .name = "udplite" },
	[ROSFW_SERVICE_DCCP] = { .name = "dccp" },
	[ROSFW_SERVICE_SCTP] = { .name = "sctp" },
};

const char *rosfw_service_name(u32 service)
{
	return service < ROSFW_SERVICES ? services[service].name : NULL;
}

/* The row of an item; NULL for one that has no name yet. */
static const struct service *service_of(const struct rosfw_item *item)
{
	const char *name = rosfw_item_string(item, ROSFW_A_NAME);
	u32 i;

	for (i = 0; name && i < ROSFW_SERVICES; i++)
		if (!strcmp(services[i].name, name))
			return &services[i];
	return NULL;
}

static void read_service(const struct rosfw_item *item, const struct service *s, struct rosfw_service_port *port)
{
	const struct rosfw_value *v = rosfw_item_value(item, ROSFW_A_PORTS);
	struct rosfw_port_range range;
	u32 i;

	memset(port, 0, sizeof(*port));
	port->enabled = !rosfw_item_u32(item, ROSFW_A_DISABLED, s->disabled);
	if (!v) {
		port->nports = s->nports;
		memcpy(port->port, s->ports, sizeof(s->ports));
		return;
	}
	for (i = 0; i < v->len; i += sizeof(range)) {
		memcpy(&range, v->data + i, sizeof(range));
		port->port[port->nports++] = range.from;
	}
}

void rosfw_services_read(const struct rosfw_config *config, struct rosfw_services *out)
{
	const struct rosfw_items *items = config->menu[ROSFW_MENU_IP_SERVICE_PORT];
	const struct rosfw_item *sip = items->item[ROSFW_SERVICE_SIP];
	u32 i;

	for (i = 0; i < ROSFW_SERVICES; i++)
		read_service(items->item[i], &services[i], &out->service[i]);
	out->sip_direct_media = rosfw_item_u32(sip, ROSFW_A_SIP_DIRECT_MEDIA, true);
	out->sip_timeout = rosfw_item_u32(sip, ROSFW_A_SIP_TIMEOUT, SIP_TIMEOUT);
}

int rosfw_service_check(const struct rosfw_item *item, struct rosfw_error *err)
{
	const struct service *s = service_of(item);

	if (!s)
		return rosfw_refuse(err, -EINVAL, ROSFW_A_NAME,
				    "there is no service of that name: names cannot be changed, and no service added");
	if (rosfw_item_value(item, ROSFW_A_PORTS) && !s->text)
		return rosfw_refuse(err, -EINVAL, ROSFW_A_PORTS, "the ports of this service cannot be set");
	if (s == &services[ROSFW_SERVICE_SIP])
		return 0;
	if (rosfw_item_value(item, ROSFW_A_SIP_DIRECT_MEDIA))
		return rosfw_refuse(err, -EINVAL, ROSFW_A_SIP_DIRECT_MEDIA, "only the service sip has this property");
	if (rosfw_item_value(item, ROSFW_A_SIP_TIMEOUT))
		return rosfw_refuse(err, -EINVAL, ROSFW_A_SIP_TIMEOUT, "only the service sip has this property");
	return 0;
}

static const char *service_default(const struct service *s, u16 prop)
{
	switch (prop) {
	case ROSFW_A_PORTS:
		return s->text;
	case ROSFW_A_DISABLED:
		return s->disabled ? "yes" : "no";
	case ROSFW_A_SIP_DIRECT_MEDIA:
		return s == &services[ROSFW_SERVICE_SIP] ? "yes" : NULL;
	case ROSFW_A_SIP_TIMEOUT:
		return s == &services[ROSFW_SERVICE_SIP] ? "1h" : NULL;
	default:
		return NULL;
	}
}

const char *rosfw_item_default(const struct rosfw_item *item, u16 prop)
{
	const struct service *s = rosfw_menus[item->menu].type == ROSFW_MENU_SERVICES ? service_of(item) : NULL;

	return s ? service_default(s, prop) : rosfw_properties[prop].defval;
}
