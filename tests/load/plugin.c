// SPDX-License-Identifier: MIT
/* A plugin: it calls keys of the library and of the program, and has one. */
#include "keys.h"

int plugin_target(int x);
int plugin_call(int x);
int plugin_call_host(int x);
int plugin_call_own(int x);

int plugin_at_start, plugin_host_at_start;

/* Its text lies in many segments, what is of interest in the last. */
#define APART(n)                                                                                   \
	int plugin_apart##n(int x);                                                                \
	__attribute__((section("apart" #n))) int plugin_apart##n(int x)                            \
	{                                                                                          \
		return x + n;                                                                      \
	}

APART(1)
APART(2)
APART(3)
APART(4)

__attribute__((section("apart5"))) int plugin_target(int x)
{
	return x + 5;
}

/* Not inlined into the constructor: one site each is what the program counts. */
__attribute__((noinline, section("apart5"))) int plugin_call(int x)
{
	return shape(x) + 30;
}

__attribute__((noinline)) int plugin_call_host(int x)
{
	return host_key(x) + 40;
}

static int plugin_default(int x)
{
	return x + 6;
}

int plugin_default_visible(int x);
int plugin_default_visible(int x)
{
	return plugin_default(x);
}
DEFINE_FFP_EXPORT(plugin_key, plugin_default_visible);

int plugin_call_own(int x)
{
	return plugin_key(x) + 40;
}

static int plugin_weighed(int x)
{
	return x + 1;
}

FFP_IMPL(weighed, plugin_weighed, 1, 1);

__attribute__((constructor(101))) static void start(void)
{
	plugin_at_start = plugin_call(1);
	plugin_host_at_start = plugin_call_host(1);
}
