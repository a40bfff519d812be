/* SPDX-License-Identifier: MIT */
/*
 * All system calls of the library.  They are made directly, because libc's functions of these
 * names may be interposed, are cancellation points, or set errno, and none of that may
 * happen to a thread that changes keys.  (Only fstat is libc's, which knows the kernel's structure
 * on each machine; it is no cancellation point.)  Anything in src/ may call these; those that keep
 * a static answer say that they need the update lock.
 *
 * Each returns a result, or a negative errno.
 */
#ifndef FFP_SYS_H
#define FFP_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An address, or an address above SYS_ERROR if it failed (the negative errno). */
#define SYS_ERROR ((uintptr_t)-4095)
uintptr_t ffp_sys_mmap(uintptr_t at, size_t length, int prot, int flags, int fd, uint64_t offset);
int ffp_sys_munmap(uintptr_t at, size_t length);
int ffp_sys_mprotect(uintptr_t at, size_t length, int prot);
/* Move `length` bytes of mappings from `from` over whatever is at `to`. */
int ffp_sys_mremap(uintptr_t from, size_t length, uintptr_t to);
/* Name an anonymous mapping in /proc/self/maps; fails silently. */
void ffp_sys_name_mapping(uintptr_t at, size_t length, const char *name);

int ffp_sys_open(const char *path, bool writable);
void ffp_sys_close(int fd);
/* Device and inode number of an open file. */
int ffp_sys_identify(int fd, uint64_t *device, uint64_t *inode);
int ffp_sys_read(int fd, void *buffer, size_t length);
/* Write all of it, or return an error. */
int ffp_sys_pwrite(int fd, const void *buffer, size_t length, uint64_t offset);
/* A file of memory that can be filled with `size` bytes. */
int ffp_sys_memfd(const char *name, size_t size);

/* May this thread read the word at `at`, a multiple of 4?  The kernel is asked: no fault. */
bool ffp_sys_can_read(uintptr_t at);

/*
 * Make every thread of this process execute a core-serialising instruction.
 * The first call registers the process.  False if the kernel cannot.
 */
bool ffp_sys_serialise_all(void);

/* Does that include the calling thread?  (Since Linux 5.10.)  Needs the update lock. */
bool ffp_sys_serialises_caller(void);

/* The signals that a thread blocks, as the kernel has them. */
struct signals {
	unsigned long bits[128 / 8 / sizeof(unsigned long)];
};

/*
 * Block all signals for this thread but those that an instruction of its own causes, which
 * must be handled where they occur.  Blocked are the C library's own signals, too: by one of them
 * it cancels threads.  True, and *before is for ffp_sys_unblock_signals(); false if the system
 * forbids it.
 */
bool ffp_sys_block_signals(struct signals *before);
void ffp_sys_unblock_signals(const struct signals *before);

void ffp_sys_futex_wait(uint32_t *word, uint32_t value);
/* Wake all threads that wait. */
void ffp_sys_futex_wake(uint32_t *word);

size_t ffp_sys_page_size(void);

/*
 * Can these bytes be read?  Asks the kernel, by a call that copies a signal set from an address
 * before it refuses to do anything with that set.  Source of the idea: Abseil's stack trace.
 */
bool ffp_sys_readable(uintptr_t at, size_t length);

/* Can the page of this address, which is a multiple of 4, be written to?  What it holds stays. */
bool ffp_sys_can_write(uintptr_t at);

/* A byte that is 0, and that the kernel sets to 0 in each child with a copy of it; or NULL. */
uint8_t *ffp_sys_mark(void);

/* Memory of the library's own: fresh pages, zeroed, never from the host's allocator. */
void *ffp_sys_alloc(size_t size); /* NULL: no memory */
void ffp_sys_free(void *memory, size_t size);

#endif /* FFP_SYS_H */
