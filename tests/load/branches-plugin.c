// SPDX-License-Identifier: MIT
/*
 * A plugin that has branches of another module's keys, and calls none of them.  With USER another
 * one, which has a branch of the plugin's key.
 */
#include "branches.h"

#ifdef USER

int user_says(void)
{
	return SAY(plugin_flag) * OWN + SAY(away_flag) * FLAG;
}

#else

DEFINE_FFP_FLAG_EXPORT(plugin_flag);

int plugin_says(void)
{
	return SAY(away_flag) * FLAG + SAY(away_hook) * HOOK + SAY(away_kept) * KEPT +
	       SAY(plugin_flag) * OWN;
}

static int at_start;

__attribute__((constructor)) static void start(void)
{
	at_start = plugin_says();
}

int started_with(void)
{
	return at_start;
}

int set_own_flag(int on)
{
	return SET_FFP_FLAG(plugin_flag, on);
}

void hook_in_plugin(int *x)
{
	++*x;
}

/* Before the library has been told of the module, and of its branches. */
static void early(void)
{
	(void)set_own_flag(1);
}

__attribute__((section(".init_array.00050"), used)) static void (*const first)(void) = early;

#endif
