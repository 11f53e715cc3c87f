/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the items of built-in menus mean: connection tracking, services; and the defaults of every item.
 *
 * A built-in item holds only what somebody set. Whatever it does not hold has its default, which is said here once for
 * the kernel, as a value, and for people, as text.
 * Locks: none; pure functions of a configuration, which does not change while they run.
 */
#ifndef _ROSFW_SETTINGS_H
#define _ROSFW_SETTINGS_H

#include "config.h"
#include "track/track.h"

/**
 * struct rosfw_tracking - "/ip firewall connection tracking"
 * @timeouts: for the state machines
 * @max_entries: connections that there can be; 0: nobody said
 * @enabled: enum rosfw_tracking_enabled
 */
struct rosfw_tracking {
	struct rosfw_timeouts timeouts;
	u32 max_entries;
	u8 enabled;
};

/* In the order of "/ip firewall service-port print"; the id of the item is one more. */
enum rosfw_service {
	ROSFW_SERVICE_FTP,
	ROSFW_SERVICE_TFTP,
	ROSFW_SERVICE_IRC,
	ROSFW_SERVICE_H323,
	ROSFW_SERVICE_SIP,
	ROSFW_SERVICE_PPTP,
	ROSFW_SERVICE_RTSP,
	ROSFW_SERVICE_UDPLITE,
	ROSFW_SERVICE_DCCP,
	ROSFW_SERVICE_SCTP,
	ROSFW_SERVICES
};

/**
 * struct rosfw_service_port - one row of "/ip firewall service-port"
 * @enabled: connections at these ports get the helper. Of udplite, dccp and sctp it says nothing: they are tracked
 * @nports: ports in use
 * @port: in the order in which they were given. None: the service has ports of its own, or is a protocol
 */
struct rosfw_service_port {
	bool enabled;
	u8 nports;
	u16 port[ROSFW_SERVICE_PORTS_MAX];
};

/**
 * struct rosfw_services - "/ip firewall service-port"
 * @service: by enum rosfw_service
 * @sip_direct_media: media may come from anywhere, not only from the side that signals
 * @sip_timeout: seconds that a SIP connection over UDP lives without a packet
 */
struct rosfw_services {
	struct rosfw_service_port service[ROSFW_SERVICES];
	bool sip_direct_media;
	u32 sip_timeout;
};

/**
 * struct rosfw_fast_settings - what rules and settings say about FastTrack, by family
 * @allowed: allow-fast-path of "/ip settings", "/ipv6 settings"
 * @wanted: there is a rule, enabled, that wants connections to be fasttracked
 */
struct rosfw_fast_settings {
	bool allowed[ROSFW_FAMILIES];
	bool wanted[ROSFW_FAMILIES];
};

void rosfw_fast_settings_read(const struct rosfw_config *config, struct rosfw_fast_settings *fast);
void rosfw_tracking_read(const struct rosfw_config *config, struct rosfw_tracking *tracking);
void rosfw_services_read(const struct rosfw_config *config, struct rosfw_services *services);

/* Are connections of that family to be tracked? auto: if there are rules that may ask for them. */
bool rosfw_tracking_wanted(const struct rosfw_config *config, enum rosfw_family family);

const char *rosfw_service_name(u32 service);	/* NULL: there are not so many */

/*
 * The default of a property as text, which an item that does not hold it has; NULL: it has none. Items of one menu may
 * differ. A value that is equal to its default is not exported.
 */
const char *rosfw_item_default(const struct rosfw_item *item, u16 prop);

/* Does the service have such a property? Fills @err if not. 0 or -EINVAL. */
int rosfw_service_check(const struct rosfw_item *item, struct rosfw_error *err);

#endif /* _ROSFW_SETTINGS_H */
