/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the reader of H.323 and the tables of its messages.
 */
#ifndef _ROSFW_SCAN_H323_H
#define _ROSFW_SCAN_H323_H

#include "per.h"

/**
 * enum rosfw_h323_mark - what an address or a number in a message is
 * @ROSFW_H323_NONE: nothing
 * @ROSFW_H323_CONTROL: where the sender awaits an H.245 connection
 * @ROSFW_H323_MEDIA: where it wants sound, pictures, and reports on them
 * @ROSFW_H323_DATA: where it awaits a T.120 connection
 * @ROSFW_H323_CALL: where somebody awaits calls, for this one
 * @ROSFW_H323_CALLS: where the sender awaits calls for as long as it is registered
 * @ROSFW_H323_NO_CALLS: where it does so no longer
 * @ROSFW_H323_PARTY: an endpoint of either side
 * @ROSFW_H323_RAS: where the sender awaits RAS messages
 * @ROSFW_H323_SECONDS: how long a registration shall be good, less one
 * @ROSFW_H323_GRANTED: how long it is good, less one
 */
enum rosfw_h323_mark {
	ROSFW_H323_NONE,
	ROSFW_H323_CONTROL,
	ROSFW_H323_MEDIA,
	ROSFW_H323_DATA,
	ROSFW_H323_CALL,
	ROSFW_H323_CALLS,
	ROSFW_H323_NO_CALLS,
	ROSFW_H323_PARTY,
	ROSFW_H323_RAS,
	ROSFW_H323_SECONDS,
	ROSFW_H323_GRANTED,
};

/* H323-UserInformation, MultimediaSystemControlMessage, RasMessage. */
extern const struct rosfw_per_type rosfw_h225_user_information;
extern const struct rosfw_per_type rosfw_h245_message;
extern const struct rosfw_per_type rosfw_ras_message;

#endif /* _ROSFW_SCAN_H323_H */
