// SPDX-License-Identifier: MIT
/* It calls the program's key, and has a key, and a target for the program's. */
#include "loading.h"

int plugin_call(int x);
int plugin_target(int x);
int plugin_own(int x);
int plugin_call_weighed(int x);
int plugin_default(int x);

int plugin_target(int x)
{
	return x + 3;
}

int plugin_call(int x)
{
	return host_key(x) * 100;
}

int plugin_default(int x)
{
	return x + 4;
}

DEFINE_FFP(plugin_key, plugin_default);

static int candidate(int x)
{
	return x + 5;
}

FFP_IMPL(host_weighed, candidate, 1, 1);

DEFINE_FFP(plugin_weighed, plugin_default);
FFP_IMPL(plugin_weighed, candidate, 1, 1);

int plugin_call_weighed(int x)
{
	return plugin_weighed(x) * 1000;
}

int plugin_own(int x)
{
	return plugin_key(x) * 1000;
}
