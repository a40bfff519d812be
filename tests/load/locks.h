/* SPDX-License-Identifier: MIT */
#ifndef LOCKS_H
#define LOCKS_H

#include <ffp.h>

int busy_default(int x);
DECLARE_FFP_EXPORT(busy, busy_default);
extern int busy_from_plugins; /* changes made by their constructors and destructors */

#endif /* LOCKS_H */
