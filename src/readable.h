/* SPDX-License-Identifier: MIT */
/*
 * Which text may be read.  Whoever reads text, or what text led to, asks here first; needs the
 * update lock.
 */
#ifndef FFP_SRC_READABLE_H
#define FFP_SRC_READABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * May these bytes be read, whatever program headers say?  A program may have taken that right
 * from its pages, or from its threads (protection keys).  The kernel is asked once for each
 * page while the lock is held.
 */
bool ffp_readable_text(uintptr_t at, size_t length);

/* May a string be read, up to the zero that ends it? */
bool ffp_readable_string(uintptr_t at);

#endif /* FFP_SRC_READABLE_H */
