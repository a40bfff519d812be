// SPDX-License-Identifier: MIT
/* It calls the program's NULL key from two sites; older.py makes these do nothing. */
#include "behind.h"

#include "../forms.h"

int plugin_call(void);
int plugin_call_2(void);

COUNTED int plugin_call(void)
{
	int n = 0;

	host_hook(&n);
	return n;
}

COUNTED int plugin_call_2(void)
{
	int n = 0;

	host_hook(&n);
	return n + 10;
}

/* For the test, which looks at the table. */
extern const struct ffp_module *const plugin_module;
const struct ffp_module *const plugin_module = &__ffp_module;
