// SPDX-License-Identifier: MIT
/* The keys of one place, -DHERE=…, and of the place `plain` as well if it is the plugin's. */
#include "arrive.h"

TARGETS
#define PLACE_(place) PLACE(place, DEFINE_EXPORT)
PLACE_(HERE)
#ifdef PLUGIN
PLACE(plain, DEFINE_PLAIN)
#endif
