/* SPDX-License-Identifier: MIT */
/*
 * Two keys with one site each.  near_key's site and trampoline lie in one page,
 * as in a small program, so a change swaps one window of one page.  far_key's
 * lie far apart, as in a large one: two windows.
 */
#ifndef ONESITE_H
#define ONESITE_H

#include <ffp.h>

long triple(long x);
long quintuple(long x);

DECLARE_FFP(near_key, triple);
DECLARE_FFP(far_key, triple);

long near_site(long x);
long far_site(long x);

#endif /* ONESITE_H */
