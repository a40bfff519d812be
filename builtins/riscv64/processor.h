/* SPDX-License-Identifier: MIT */
/*
 * RISC-V: what the processors have.  The extensions of more than one letter are in no
 * auxiliary vector.  Linux tells them by riscv_hwprobe, from 6.4 on; of an older one, and of
 * qemu-user before release 8.1, nothing is known, and the helpers stay.
 */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LANDING ""
#define CODE(instruction) instruction "\n"

/* Of <asm/hwprobe.h> and <asm/unistd.h>, which may be older. */
enum {
	SYSCALL_HWPROBE = 258,
	HWPROBE_IMA_EXT_0 = 4,
	HWPROBE_ZBB = 1 << 4,
};

/* Have all processors these extensions? */
static inline int has_extensions(uint64_t extensions)
{
	struct {
		int64_t key;
		uint64_t value;
	} pair = { HWPROBE_IMA_EXT_0, 0 };

	return !syscall(SYSCALL_HWPROBE, &pair, 1, 0, NULL, 0) && pair.key == HWPROBE_IMA_EXT_0 &&
	       (pair.value & extensions) == extensions;
}

#define HAS_NOTHING 1
#define HAS_ZBB has_extensions(HWPROBE_ZBB)

#endif /* PROCESSOR_H */
