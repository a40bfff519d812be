// SPDX-License-Identifier: MIT
/* The plugin: calls of all keys, and keys of its own. */
#include "arrive.h"

TARGETS
PLACE(own, DEFINE_EXPORT)
PLACE(local, DEFINE_STATIC)

KEYS(CALL, linked)
KEYS(CALL, loaded)
KEYS(CALL, host)
KEYS(CALL, near)
KEYS(CALL, plain)
KEYS(CALL, own)
KEYS(CALL, local)

extern const struct row plugin_rows[];
const struct row plugin_rows[] = {
	KEYS(ROW, linked) KEYS(ROW, loaded) KEYS(ROW, host) KEYS(ROW, near) KEYS(ROW, plain)
	    KEYS(ROW, own) KEYS(ROW, local){ 0 },
};

extern const struct changes *const plugin_places[];
const struct changes *const plugin_places[] = { &arrive_near, &arrive_plain, &arrive_own,
						&arrive_local, NULL };
