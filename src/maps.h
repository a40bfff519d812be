/* SPDX-License-Identifier: MIT */
/* /proc/self/maps: which file a page of text came from. */
#ifndef FFP_SRC_MAPS_H
#define FFP_SRC_MAPS_H

#include <stdint.h>

/*
 * The file mapped at `at`, if the mapping begins in it where `offset` says, and
 * the device and inode that ffp_sys_identify() would tell of it.
 * `path` has PATH_MAX bytes and is left empty if the file cannot be told: no
 * /proc, no such mapping, a mapping of memory.
 */
void ffp_maps_identify(uintptr_t at, uint64_t offset, uint64_t *device, uint64_t *inode,
		       char *path);

#endif /* FFP_SRC_MAPS_H */
