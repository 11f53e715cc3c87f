// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

static int __init rosfw_init(void)
{
	return 0;
}

static void __exit rosfw_exit(void)
{
}

module_init(rosfw_init);
module_exit(rosfw_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("RouterOS firewall for Linux routers");
