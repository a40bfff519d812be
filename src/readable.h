/* SPDX-License-Identifier: MIT */
/*
 * Which text may be read, and which data may be written.  Whoever reads text, or what text led to,
 * and whoever writes to what a record led to, asks here first; needs the update lock.
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

/*
 * The same for writing; who may write may read.  Program headers do not tell that a program has
 * sealed its data.  The kernel is asked once for each page until a module comes: a change of the
 * pointer form is little more than a store, and who seals what was written to before ends as by any
 * store of his own.
 */
bool ffp_writable(uintptr_t at, size_t length);

/* May a string be read, up to the zero that ends it? */
bool ffp_readable_string(uintptr_t at);

#endif /* FFP_SRC_READABLE_H */
