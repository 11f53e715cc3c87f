// SPDX-License-Identifier: GPL-2.0-only
/*
 * Types of H.225.0 (call signalling and RAS) and H.245, as far as addresses stand in them; how to read these tables is
 * in per.h. Types have the names of the recommendations.
 *
 * Described is what stands in front of an address, or around it. Other alternatives, and what comes behind the last
 * address of a message, are left out: a field without a type. A number at the beginning of a line is that of an
 * addition.
 *
 * Constants.
 */
#include "h323.h"

#define FIELDS(...)	.n = ARRAY_SIZE(((const struct rosfw_per_field[]){ __VA_ARGS__ })), \
			.fields = (const struct rosfw_per_field[]){ __VA_ARGS__ }

#define SEQUENCE	.kind = ROSFW_PER_SEQUENCE
#define CHOICE		.kind = ROSFW_PER_CHOICE
#define LIST		.kind = ROSFW_PER_LIST
#define WRAPPED		.kind = ROSFW_PER_WRAPPED
#define EXTENSIBLE	.extensible = true
#define OPT		.optional = true
#define MARK(m)		.mark = ROSFW_H323_ ## m

/* ---- numbers and strings ---- */

static const struct rosfw_per_type nothing = { .kind = ROSFW_PER_BITS };
static const struct rosfw_per_type flag = { .kind = ROSFW_PER_BITS, .bits = 1 };
static const struct rosfw_per_type bits2 = { .kind = ROSFW_PER_BITS, .bits = 2 };
static const struct rosfw_per_type bits4 = { .kind = ROSFW_PER_BITS, .bits = 4 };
static const struct rosfw_per_type bits5 = { .kind = ROSFW_PER_BITS, .bits = 5 };
static const struct rosfw_per_type bits7 = { .kind = ROSFW_PER_BITS, .bits = 7 };
static const struct rosfw_per_type bits8 = { .kind = ROSFW_PER_BITS, .bits = 8 };
static const struct rosfw_per_type bits11 = { .kind = ROSFW_PER_BITS, .bits = 11 };
static const struct rosfw_per_type bits19 = { .kind = ROSFW_PER_BITS, .bits = 19 };
static const struct rosfw_per_type bits20 = { .kind = ROSFW_PER_BITS, .bits = 20 };
static const struct rosfw_per_type octet = { .kind = ROSFW_PER_OCTETS, .min = 1 };
static const struct rosfw_per_type octets2 = { .kind = ROSFW_PER_OCTETS, .min = 2 };
static const struct rosfw_per_type octets4 = { .kind = ROSFW_PER_OCTETS, .min = 4 };
static const struct rosfw_per_type octets6 = { .kind = ROSFW_PER_OCTETS, .min = 6 };
static const struct rosfw_per_type octets16 = { .kind = ROSFW_PER_OCTETS, .min = 16 };
/* Of three or four octets at most. */
static const struct rosfw_per_type big = { .kind = ROSFW_PER_BIG, .bits = 2 };
static const struct rosfw_per_type string = { .kind = ROSFW_PER_STRING };
static const struct rosfw_per_type octets_1_20 = { .kind = ROSFW_PER_SIZED, .bits = 5, .min = 1, .unit = 8 };
static const struct rosfw_per_type octets_1_256 = { .kind = ROSFW_PER_SIZED, .bits = 8, .min = 1, .unit = 8 };
static const struct rosfw_per_type bmp_1_128 = { .kind = ROSFW_PER_SIZED, .bits = 7, .min = 1, .unit = 16 };
static const struct rosfw_per_type bmp_1_256 = { .kind = ROSFW_PER_SIZED, .bits = 8, .min = 1, .unit = 16 };
static const struct rosfw_per_type digits_1_16 = { .kind = ROSFW_PER_SIZED, .bits = 4, .min = 1, .unit = 4 };
static const struct rosfw_per_type digits_1_128 = { .kind = ROSFW_PER_SIZED, .bits = 7, .min = 1, .unit = 4 };

static const struct rosfw_per_type addr4 = { .kind = ROSFW_PER_ADDR4 };
static const struct rosfw_per_type addr6 = { .kind = ROSFW_PER_ADDR6 };
static const struct rosfw_per_type port = { .kind = ROSFW_PER_PORT };

static const struct rosfw_per_type two_nothings = { CHOICE, .root = 2, FIELDS({ &nothing }, { &nothing }) };
static const struct rosfw_per_type two_nothings_or_more = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &nothing }, { &nothing }) };
static const struct rosfw_per_type three_nothings_or_more = { CHOICE, EXTENSIBLE, .root = 3,
	FIELDS({ &nothing }, { &nothing }, { &nothing }) };
static const struct rosfw_per_type four_nothings_or_more = { CHOICE, EXTENSIBLE, .root = 4,
	FIELDS({ &nothing }, { &nothing }, { &nothing }, { &nothing }) };

/* ---- H.245: what a channel carries ---- */

static const struct rosfw_per_type h245_h221_non_standard = { SEQUENCE, .root = 3,
	FIELDS({ &octet }, { &octet }, { &octets2 }) };
static const struct rosfw_per_type h245_non_standard_identifier = { CHOICE, .root = 2,
	FIELDS({ &string }, { &h245_h221_non_standard }) };
static const struct rosfw_per_type h245_non_standard_parameter = { SEQUENCE, .root = 2,
	FIELDS({ &h245_non_standard_identifier }, { &string }) };
static const struct rosfw_per_type h245_non_standard_parameters = { LIST, .root = 1,
	FIELDS({ &h245_non_standard_parameter }) };

static const struct rosfw_per_type h261_video_capability = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &bits2, OPT }, { &bits2, OPT }, { &flag }, { &octets2 }, { &flag }) };
static const struct rosfw_per_type h262_video_capability = { SEQUENCE, EXTENSIBLE, .root = 7,
	FIELDS({ &bits11 }, { &big, OPT }, { &big, OPT }, { &octets2, OPT }, { &octets2, OPT }, { &bits4, OPT },
	       { &big, OPT }) };
static const struct rosfw_per_type h263_video_capability = { SEQUENCE, EXTENSIBLE, .root = 9,
	FIELDS({ &bits5, OPT }, { &bits5, OPT }, { &bits5, OPT }, { &bits5, OPT }, { &bits5, OPT }, { &big },
	       { &bits5 }, { &big, OPT }, { &octets2, OPT }) };
static const struct rosfw_per_type is11172_video_capability = { SEQUENCE, EXTENSIBLE, .root = 7,
	FIELDS({ &flag }, { &big, OPT }, { &big, OPT }, { &octets2, OPT }, { &octets2, OPT }, { &bits4, OPT },
	       { &big, OPT }) };
static const struct rosfw_per_type video_capability = { CHOICE, EXTENSIBLE, .root = 5,
	FIELDS({ &h245_non_standard_parameter }, { &h261_video_capability }, { &h262_video_capability },
	       { &h263_video_capability }, { &is11172_video_capability }) };

static const struct rosfw_per_type g7231 = { SEQUENCE, .root = 2, FIELDS({ &octet }, { &flag }) };
static const struct rosfw_per_type is11172_audio_capability = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &bits8 }, { &octets2 }) };
static const struct rosfw_per_type is13818_audio_capability = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &bits20 }, { &octets2 }) };
static const struct rosfw_per_type audio_capability = { CHOICE, EXTENSIBLE, .root = 14,
	FIELDS({ &h245_non_standard_parameter }, { &octet }, { &octet }, { &octet }, { &octet }, { &octet }, { &octet },
	       { &octet }, { &g7231 }, { &octet }, { &octet }, { &octet }, { &is11172_audio_capability },
	       { &is13818_audio_capability }) };

static const struct rosfw_per_type data_protocol_capability = { CHOICE, EXTENSIBLE, .root = 7,
	FIELDS({ &h245_non_standard_parameter }, { &nothing }, { &nothing }, { &nothing }, { &nothing }, { &nothing },
	       { &nothing }) };
static const struct rosfw_per_type t84_restricted = { SEQUENCE, EXTENSIBLE, .root = 1, FIELDS({ &bits19 }) };
static const struct rosfw_per_type t84_profile = { CHOICE, .root = 2, FIELDS({ &nothing }, { &t84_restricted }) };
static const struct rosfw_per_type t84 = { SEQUENCE, .root = 2,
	FIELDS({ &data_protocol_capability }, { &t84_profile }) };
static const struct rosfw_per_type nlpid = { SEQUENCE, .root = 2, FIELDS({ &data_protocol_capability }, { &string }) };
static const struct rosfw_per_type application = { CHOICE, EXTENSIBLE, .root = 10,
	FIELDS({ &h245_non_standard_parameter }, { &data_protocol_capability }, { &data_protocol_capability },
	       { &data_protocol_capability }, { &t84 }, { &data_protocol_capability }, { &data_protocol_capability },
	       { &nlpid }, { &nothing }, { &data_protocol_capability }) };
static const struct rosfw_per_type data_application_capability = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &application }, { &big }) };

static const struct rosfw_per_type encryption_mode = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &h245_non_standard_parameter }, { &nothing }) };
static const struct rosfw_per_type data_type = { CHOICE, EXTENSIBLE, .root = 6,
	FIELDS({ &h245_non_standard_parameter }, { &nothing }, { &video_capability }, { &audio_capability },
	       { &data_application_capability }, { &encryption_mode }) };

/* ---- H.245: addresses ---- */

static const struct rosfw_per_type h245_ip_address = { SEQUENCE, EXTENSIBLE, .root = 2, FIELDS({ &addr4 }, { &port }) };
static const struct rosfw_per_type h245_ipx_address = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &octets6 }, { &octets4 }, { &octets2 }) };
static const struct rosfw_per_type h245_ip6_address = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &addr6 }, { &port }) };
static const struct rosfw_per_type hops = { LIST, .root = 1, FIELDS({ &octets4 }) };
static const struct rosfw_per_type h245_source_route = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &two_nothings }, { &octets4 }, { &octets2 }, { &hops }) };
static const struct rosfw_per_type unicast_address = { CHOICE, EXTENSIBLE, .root = 5,
	FIELDS({ &h245_ip_address }, { &h245_ipx_address }, { &h245_ip6_address }, { &octets16 },
	       { &h245_source_route }) };
/* Nobody is going to connect to a group. */
static const struct rosfw_per_type multicast_ip_address = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &octets4 }, { &octets2 }) };
static const struct rosfw_per_type multicast_ip6_address = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &octets16 }, { &octets2 }) };
static const struct rosfw_per_type multicast_address = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &multicast_ip_address }, { &multicast_ip6_address }) };
static const struct rosfw_per_type h245_transport_address = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &unicast_address }, { &multicast_address }) };

static const struct rosfw_per_type q2931_number = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &digits_1_16 }, { &octets_1_20 }) };
static const struct rosfw_per_type q2931_address = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &q2931_number }, { &octets_1_20, OPT }) };
static const struct rosfw_per_type network_address = { CHOICE, EXTENSIBLE, .root = 3,
	FIELDS({ &q2931_address }, { &digits_1_128 }, { &h245_transport_address, MARK(DATA) }) };
static const struct rosfw_per_type network_access_parameters = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &two_nothings_or_more, OPT }, { &network_address }, { NULL }, { NULL, OPT }) };

/* ---- H.245: channels ---- */

static const struct rosfw_per_type h2250_logical_channel_parameters = { SEQUENCE, EXTENSIBLE, .root = 11,
	FIELDS({ &h245_non_standard_parameters, OPT }, { &octet }, { &bits8, OPT },
	       { &h245_transport_address, OPT, MARK(MEDIA) }, { &flag, OPT },
	       { &h245_transport_address, OPT, MARK(MEDIA) }, { NULL, OPT }, { NULL, OPT }, { NULL, OPT },
	       { NULL, OPT }, { NULL, OPT }) };
static const struct rosfw_per_type h2250_logical_channel_ack_parameters = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &h245_non_standard_parameters, OPT }, { &bits8, OPT }, { &h245_transport_address, OPT, MARK(MEDIA) },
	       { &h245_transport_address, OPT, MARK(MEDIA) }, { NULL, OPT }) };

static const struct rosfw_per_type forward_multiplex_parameters = { CHOICE, EXTENSIBLE, .root = 3,
	FIELDS({ NULL }, { NULL }, { NULL },
	       /* 0 */ { &h2250_logical_channel_parameters }, { &nothing }) };
static const struct rosfw_per_type reverse_multiplex_parameters = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ NULL }, { NULL },
	       /* 0 */ { &h2250_logical_channel_parameters }) };
static const struct rosfw_per_type ack_multiplex_parameters = { CHOICE, EXTENSIBLE, .root = 1,
	FIELDS({ NULL },
	       /* 0 */ { &h2250_logical_channel_parameters }) };
static const struct rosfw_per_type forward_multiplex_ack_parameters = { CHOICE, EXTENSIBLE, .root = 1,
	FIELDS({ &h2250_logical_channel_ack_parameters }) };

static const struct rosfw_per_type forward_logical_channel_parameters = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &octets2, OPT }, { &data_type }, { &forward_multiplex_parameters }) };
static const struct rosfw_per_type reverse_logical_channel_parameters = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &data_type }, { &reverse_multiplex_parameters, OPT }) };
static const struct rosfw_per_type open_logical_channel = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &octets2 }, { &forward_logical_channel_parameters }, { &reverse_logical_channel_parameters, OPT },
	       /* 0 */ { &network_access_parameters }) };

static const struct rosfw_per_type ack_logical_channel_parameters = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &octets2 }, { &octets2, OPT }, { &ack_multiplex_parameters, OPT }) };
static const struct rosfw_per_type open_logical_channel_ack = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &octets2 }, { &ack_logical_channel_parameters, OPT },
	       /* 0 */ { &network_access_parameters }, { &forward_multiplex_ack_parameters }) };

static const struct rosfw_per_type request_message = { CHOICE, EXTENSIBLE, .root = 11,
	FIELDS([3] = { &open_logical_channel }) };
static const struct rosfw_per_type response_message = { CHOICE, EXTENSIBLE, .root = 19,
	FIELDS([5] = { &open_logical_channel_ack }) };
static const struct rosfw_per_type multimedia_system_control_message = { CHOICE, EXTENSIBLE, .root = 4,
	FIELDS({ &request_message }, { &response_message }) };
const struct rosfw_per_type rosfw_h245_message = { LIST, .root = 1, FIELDS({ &multimedia_system_control_message }) };

/* Octet strings that are messages of H.245, in those of H.225.0. */
static const struct rosfw_per_type fast_start_channel = { WRAPPED, .root = 1, FIELDS({ &open_logical_channel }) };
static const struct rosfw_per_type fast_start = { LIST, .root = 1, FIELDS({ &fast_start_channel }) };
static const struct rosfw_per_type h245_tunnelled = { WRAPPED, .root = 1,
	FIELDS({ &multimedia_system_control_message }) };
static const struct rosfw_per_type h245_control = { LIST, .root = 1, FIELDS({ &h245_tunnelled }) };

/* ---- H.225.0: common elements ---- */

static const struct rosfw_per_type ip_address = { SEQUENCE, .root = 2, FIELDS({ &addr4 }, { &port }) };
static const struct rosfw_per_type ip_source_route = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &octets4 }, { &octets2 }, { &hops }, { &two_nothings_or_more }) };
static const struct rosfw_per_type ipx_address = { SEQUENCE, .root = 3,
	FIELDS({ &octets6 }, { &octets4 }, { &octets2 }) };
static const struct rosfw_per_type ip6_address = { SEQUENCE, EXTENSIBLE, .root = 2, FIELDS({ &addr6 }, { &port }) };

static const struct rosfw_per_type h221_non_standard = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &octet }, { &octet }, { &octets2 }) };
static const struct rosfw_per_type non_standard_identifier = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &string }, { &h221_non_standard }) };
static const struct rosfw_per_type non_standard_parameter = { SEQUENCE, .root = 2,
	FIELDS({ &non_standard_identifier }, { &string }) };

static const struct rosfw_per_type transport_address = { CHOICE, EXTENSIBLE, .root = 7,
	FIELDS({ &ip_address }, { &ip_source_route }, { &ipx_address }, { &ip6_address }, { &octets16 },
	       { &octets_1_20 }, { &non_standard_parameter }) };
static const struct rosfw_per_type transport_addresses = { LIST, .root = 1, FIELDS({ &transport_address }) };

static const struct rosfw_per_type alias_address = { CHOICE, EXTENSIBLE, .root = 2,
	FIELDS({ &digits_1_128 }, { &bmp_1_256 }) };
static const struct rosfw_per_type alias_addresses = { LIST, .root = 1, FIELDS({ &alias_address }) };

static const struct rosfw_per_type vendor_identifier = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &h221_non_standard }, { &octets_1_256, OPT }, { &octets_1_256, OPT }) };
/* GatekeeperInfo, McuInfo, TerminalInfo, H310Caps and its kin. */
static const struct rosfw_per_type non_standard_data = { SEQUENCE, EXTENSIBLE, .root = 1,
	FIELDS({ &non_standard_parameter, OPT }) };
static const struct rosfw_per_type supported_protocol = { CHOICE, EXTENSIBLE, .root = 9,
	FIELDS({ &non_standard_parameter }, { &non_standard_data }, { &non_standard_data }, { &non_standard_data },
	       { &non_standard_data }, { &non_standard_data }, { &non_standard_data }, { &non_standard_data },
	       { &non_standard_data }) };
static const struct rosfw_per_type supported_protocols = { LIST, .root = 1, FIELDS({ &supported_protocol }) };
static const struct rosfw_per_type gateway_info = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &supported_protocols, OPT }, { &non_standard_parameter, OPT }) };
static const struct rosfw_per_type endpoint_type = { SEQUENCE, EXTENSIBLE, .root = 7,
	FIELDS({ &non_standard_parameter, OPT }, { &vendor_identifier, OPT }, { &non_standard_data, OPT },
	       { &gateway_info, OPT }, { &non_standard_data, OPT }, { &non_standard_data, OPT }, { &bits2 }) };

static const struct rosfw_per_type q954_details = { SEQUENCE, EXTENSIBLE, .root = 1, FIELDS({ &bits2 }) };
static const struct rosfw_per_type qseries_options = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &bits7 }, { &q954_details }) };
static const struct rosfw_per_type numbers = { LIST, .root = 1, FIELDS({ &octets2 }) };

static const struct rosfw_per_type call_identifier = { SEQUENCE, EXTENSIBLE, .root = 1, FIELDS({ &octets16 }) };
static const struct rosfw_per_type security_service_mode = { CHOICE, EXTENSIBLE, .root = 3,
	FIELDS({ &non_standard_parameter }, { &nothing }, { &nothing }) };
static const struct rosfw_per_type security_capabilities = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &non_standard_parameter, OPT }, { &security_service_mode }, { &security_service_mode },
	       { &security_service_mode }) };
static const struct rosfw_per_type h245_security = { CHOICE, EXTENSIBLE, .root = 4,
	FIELDS({ &non_standard_parameter }, { &nothing }, { &security_capabilities }, { &security_capabilities }) };

/* ---- H.225.0: call signalling ---- */

static const struct rosfw_per_type setup = { SEQUENCE, EXTENSIBLE, .root = 13,
	FIELDS({ &string }, { &transport_address, OPT, MARK(CONTROL) }, { &alias_addresses, OPT }, { &endpoint_type },
	       { &alias_addresses, OPT }, { &transport_address, OPT, MARK(PARTY) }, { &alias_addresses, OPT },
	       { &numbers, OPT }, { &flag }, { &octets16 }, { &three_nothings_or_more }, { &qseries_options, OPT },
	       { &four_nothings_or_more },
	       /* 0 */ { &transport_address, MARK(PARTY) },
	       [13 + 6] = { &fast_start }, [13 + 24] = { &h245_control }) };
/* Alerting too. */
static const struct rosfw_per_type call_proceeding = { SEQUENCE, EXTENSIBLE, .root = 3,
	FIELDS({ &string }, { &endpoint_type }, { &transport_address, OPT, MARK(CONTROL) },
	       [3 + 4] = { &fast_start }) };
static const struct rosfw_per_type connect_uuie = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &string }, { &transport_address, OPT, MARK(CONTROL) }, { &endpoint_type }, { &octets16 },
	       [4 + 4] = { &fast_start }) };
static const struct rosfw_per_type information = { SEQUENCE, EXTENSIBLE, .root = 1,
	FIELDS({ &string },
	       [1 + 3] = { &fast_start }) };
static const struct rosfw_per_type release_complete_reason = { CHOICE, EXTENSIBLE, .root = 12,
	FIELDS({ &nothing }, { &nothing }, { &nothing }, { &nothing }, { &nothing }, { &nothing }, { &nothing },
	       { &nothing }, { &nothing }, { &nothing }, { &nothing }, { &nothing }) };
static const struct rosfw_per_type release_complete = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &string }, { &release_complete_reason, OPT }) };
static const struct rosfw_per_type facility = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &string }, { &transport_address, OPT, MARK(CALL) }, { &alias_addresses, OPT }, { &octets16, OPT },
	       { &four_nothings_or_more },
	       [5 + 6] = { &transport_address, MARK(CONTROL) }, { &fast_start }) };
static const struct rosfw_per_type progress = { SEQUENCE, EXTENSIBLE, .root = 8,
	FIELDS({ &string }, { &endpoint_type }, { &transport_address, OPT, MARK(CONTROL) }, { &call_identifier },
	       { &h245_security, OPT }, { NULL, OPT }, { NULL, OPT }, { &fast_start, OPT }) };

static const struct rosfw_per_type message_body = { CHOICE, EXTENSIBLE, .root = 7,
	FIELDS({ &setup }, { &call_proceeding }, { &connect_uuie }, { &call_proceeding }, { &information },
	       { &release_complete }, { &facility },
	       /* 0 */ { &progress }, { &nothing }) };
static const struct rosfw_per_type uu_pdu = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &message_body }, { &non_standard_parameter, OPT },
	       [2 + 2] = { &h245_control }) };
static const struct rosfw_per_type user_information = { SEQUENCE, EXTENSIBLE, .root = 2,
	FIELDS({ &uu_pdu }, { NULL, OPT }) };
const struct rosfw_per_type rosfw_h225_user_information = { LIST, .root = 1, FIELDS({ &user_information }) };

/* ---- H.225.0: RAS ---- */

static const struct rosfw_per_type gatekeeper_request = { SEQUENCE, EXTENSIBLE, .root = 8,
	FIELDS({ &octets2 }, { &string }, { &non_standard_parameter, OPT }, { &transport_address, MARK(RAS) }, { NULL },
	       { NULL, OPT }, { NULL, OPT }, { NULL, OPT }) };
static const struct rosfw_per_type gatekeeper_confirm = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &octets2 }, { &string }, { &non_standard_parameter, OPT }, { &bmp_1_128, OPT },
	       { &transport_address, MARK(RAS) }) };
static const struct rosfw_per_type registration_request = { SEQUENCE, EXTENSIBLE, .root = 10,
	FIELDS({ &octets2 }, { &string }, { &non_standard_parameter, OPT }, { &flag },
	       { &transport_addresses, MARK(CALLS) }, { &transport_addresses, MARK(RAS) }, { &endpoint_type },
	       { &alias_addresses, OPT }, { &bmp_1_128, OPT }, { &vendor_identifier },
	       [10 + 1] = { &big, MARK(SECONDS) }) };
static const struct rosfw_per_type registration_confirm = { SEQUENCE, EXTENSIBLE, .root = 7,
	FIELDS({ &octets2 }, { &string }, { &non_standard_parameter, OPT }, { &transport_addresses, MARK(CALLS) },
	       { &alias_addresses, OPT }, { &bmp_1_128, OPT }, { &bmp_1_128 },
	       [7 + 1] = { &big, MARK(GRANTED) }) };
static const struct rosfw_per_type unregistration_request = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &octets2 }, { &transport_addresses, MARK(NO_CALLS) }, { NULL, OPT }, { NULL, OPT }, { NULL, OPT }) };
static const struct rosfw_per_type admission_request = { SEQUENCE, EXTENSIBLE, .root = 16,
	FIELDS({ &octets2 }, { &four_nothings_or_more }, { &two_nothings_or_more, OPT }, { &bmp_1_128 },
	       { &alias_addresses, OPT }, { &transport_address, OPT, MARK(PARTY) }, { &alias_addresses, OPT },
	       { &alias_addresses }, { &transport_address, OPT, MARK(PARTY) }, { NULL }, { NULL }, { NULL, OPT },
	       { NULL, OPT }, { NULL }, { NULL }, { NULL }) };
static const struct rosfw_per_type admission_confirm = { SEQUENCE, EXTENSIBLE, .root = 6,
	FIELDS({ &octets2 }, { &big }, { &two_nothings_or_more }, { &transport_address, MARK(CALL) }, { NULL, OPT },
	       { NULL, OPT }) };
static const struct rosfw_per_type location_request = { SEQUENCE, EXTENSIBLE, .root = 5,
	FIELDS({ &octets2 }, { &bmp_1_128, OPT }, { &alias_addresses }, { &non_standard_parameter, OPT },
	       { &transport_address, MARK(RAS) }) };
static const struct rosfw_per_type location_confirm = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &octets2 }, { &transport_address, MARK(CALL) }, { &transport_address, MARK(RAS) }, { NULL, OPT }) };
static const struct rosfw_per_type info_request = { SEQUENCE, EXTENSIBLE, .root = 4,
	FIELDS({ &octets2 }, { &octets2 }, { &non_standard_parameter, OPT }, { &transport_address, OPT, MARK(RAS) }) };
static const struct rosfw_per_type info_request_response = { SEQUENCE, EXTENSIBLE, .root = 8,
	FIELDS({ &non_standard_parameter, OPT }, { &octets2 }, { &endpoint_type }, { &bmp_1_128 },
	       { &transport_address, MARK(RAS) }, { &transport_addresses, MARK(PARTY) }, { NULL, OPT },
	       { NULL, OPT }) };

static const struct rosfw_per_type ras_message = { CHOICE, EXTENSIBLE, .root = 25,
	FIELDS([0] = { &gatekeeper_request }, { &gatekeeper_confirm }, [3] = { &registration_request },
	       { &registration_confirm }, [6] = { &unregistration_request }, [9] = { &admission_request },
	       { &admission_confirm }, [18] = { &location_request }, { &location_confirm }, [21] = { &info_request },
	       { &info_request_response }) };
const struct rosfw_per_type rosfw_ras_message = { LIST, .root = 1, FIELDS({ &ras_message }) };
