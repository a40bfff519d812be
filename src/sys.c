// SPDX-License-Identifier: MIT
/* The system calls: see sys.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "arch/arch.h"
#include "inject.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif
#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

#ifdef FFP_INJECT
int (*ffp_inject)(enum inject_point point);
#endif

/* A system call that leaves errno as it was. */
#define CALL(...)                                                                                  \
	__extension__({                                                                            \
		int errno_before = errno;                                                          \
		long result_ = syscall(__VA_ARGS__);                                               \
		if (result_ == -1)                                                                 \
			result_ = -errno;                                                          \
		errno = errno_before;                                                              \
		result_;                                                                           \
	})

#define FAIL_IF_INJECTED(point)                                                                    \
	do {                                                                                       \
		int injected = INJECT(point);                                                      \
		if (injected)                                                                      \
			return -injected;                                                          \
	} while (0)

uintptr_t ffp_sys_mmap(uintptr_t at, size_t length, int prot, int flags, int fd, uint64_t offset)
{
#ifdef SYS_mmap2
	/* Where mmap2 exists its offset is counted in units of 4096 bytes. */
	long number = SYS_mmap2;
	long where = (long)(offset >> 12);
#else
	long number = SYS_mmap;
	long where = (long)offset;
#endif
#ifdef ARCH_MMAP_BLOCK
	long block[] = { (long)at, (long)length, prot, flags, fd, where };
#endif
	int injected = INJECT(INJECT_MMAP);

	if (injected)
		return (uintptr_t)(intptr_t)-injected;
#ifdef ARCH_MMAP_BLOCK
	return (uintptr_t)CALL(number, block);
#else
	return (uintptr_t)CALL(number, at, length, prot, flags, fd, where);
#endif
}

int ffp_sys_munmap(uintptr_t at, size_t length)
{
	FAIL_IF_INJECTED(INJECT_MUNMAP);
	return (int)CALL(SYS_munmap, at, length);
}

int ffp_sys_mprotect(uintptr_t at, size_t length, int prot)
{
	FAIL_IF_INJECTED(INJECT_MPROTECT);
	return (int)CALL(SYS_mprotect, at, length, prot);
}

int ffp_sys_mremap(uintptr_t from, size_t length, uintptr_t to)
{
	long r;

	FAIL_IF_INJECTED(INJECT_MREMAP);
	r = CALL(SYS_mremap, from, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, to);
	return (uintptr_t)r >= SYS_ERROR ? (int)r : 0;
}

void ffp_sys_name_mapping(uintptr_t at, size_t length, const char *name)
{
	(void)CALL(SYS_prctl, PR_SET_VMA, PR_SET_VMA_ANON_NAME, at, length, name);
}

int ffp_sys_open(const char *path, bool writable)
{
	/* By now the name may be that of a pipe, whose opening would wait, or of a terminal. */
	int flags = (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

	FAIL_IF_INJECTED(INJECT_OPEN);
	return (int)CALL(SYS_openat, AT_FDCWD, path, flags, 0);
}

void ffp_sys_close(int fd)
{
	if (fd >= 0)
		(void)CALL(SYS_close, fd);
}

int ffp_sys_identify(int fd, uint64_t *device, uint64_t *inode)
{
	struct stat s;
	int injected = INJECT(INJECT_IDENTIFY);
	int errno_before = errno, r;

	if (injected > 0)
		return -injected;
	r = fstat(fd, &s) ? -errno : 0;
	errno = errno_before;
	if (r)
		return r;
	/* By a negative number a hook makes the device another one. */
	*device = s.st_dev ^ (unsigned)-injected;
	*inode = s.st_ino;
	return 0;
}

/* A hook of a transfer may ask for a short one: by a negative number, -most. */
static size_t shortened(size_t length, long injected)
{
	return injected < 0 && length > (size_t)-injected ? (size_t)-injected : length;
}

int ffp_sys_read(int fd, void *buffer, size_t length)
{
	long r;

	if (length > INT_MAX)
		length = INT_MAX;
	do {
		long injected = INJECT(INJECT_READ);

		r = injected > 0 ? -injected
				 : CALL(SYS_read, fd, buffer, shortened(length, injected));
	} while (r == -EINTR);
	return (int)r;
}

int ffp_sys_pwrite(int fd, const void *buffer, size_t length, uint64_t offset)
{
	const char *p = buffer;

	while (length) {
		long injected = INJECT(INJECT_PWRITE);
		long r = injected > 0
			     ? -injected
			     : CALL(SYS_pwrite64, fd, p, shortened(length, injected), offset);

		if (r == -EINTR)
			continue;
		if (r <= 0)
			return r ? (int)r : -EIO;
		p += r;
		offset += (uint64_t)r;
		length -= (size_t)r;
	}
	return 0;
}

int ffp_sys_memfd(const char *name, size_t size)
{
	uint64_t limit[2] = { UINT64_MAX, UINT64_MAX };
	long r;

	FAIL_IF_INJECTED(INJECT_MEMFD);
	/* Writing more than the limit would raise a signal, not return an error. */
	(void)CALL(SYS_prlimit64, 0, RLIMIT_FSIZE, NULL, limit);
	if (limit[0] < size)
		return -EFBIG;
	/* MFD_EXEC is needed where vm.memfd_noexec is set, unknown before 6.3. */
	r = CALL(SYS_memfd_create, name, MFD_CLOEXEC | MFD_EXEC);
	if (r == -EINVAL)
		r = CALL(SYS_memfd_create, name, MFD_CLOEXEC);
	return (int)r;
}

static int membarrier(int command)
{
	FAIL_IF_INJECTED(INJECT_MEMBARRIER);
	return (int)CALL(SYS_membarrier, command, 0, 0);
}

bool ffp_sys_serialise_all(void)
{
	/* A process must register once; children inherit that.  -EPERM: it has not. */
	int r = membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE);

	if (r == -EPERM && !membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE))
		r = membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE);
	return r == 0;
}

bool ffp_sys_serialises_caller(void)
{
	static signed char answer; /* 0: not asked yet; guarded by the update lock */
	unsigned number[2] = { 0, 0 };
	struct utsname system;
	const char *p = system.release;

	if (answer)
		return answer > 0;
	answer = -1;
	if (CALL(SYS_uname, &system))
		return false;
	for (int i = 0; i < 2; i++, p += *p == '.')
		while (*p >= '0' && *p <= '9')
			number[i] = number[i] * 10 + (unsigned)(*p++ - '0');
	if (number[0] > 5 || (number[0] == 5 && number[1] >= 10))
		answer = 1;
	return answer > 0;
}

/* The size that the kernel expects.  _NSIG is one more than the highest signal's number. */
#define SIGNAL_BYTES (_NSIG / 8)

bool ffp_sys_block_signals(struct signals *before)
{
	static const int kept[] = { SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP };
	const unsigned word = 8 * sizeof(unsigned long);
	struct signals all;

	for (size_t i = 0; i < sizeof(all.bits) / sizeof(all.bits[0]); i++)
		all.bits[i] = ~0ul;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		all.bits[(unsigned)(kept[i] - 1) / word] &=
		    ~(1ul << (unsigned)(kept[i] - 1) % word);
	return !CALL(SYS_rt_sigprocmask, SIG_BLOCK, &all, before, SIGNAL_BYTES);
}

void ffp_sys_unblock_signals(const struct signals *before)
{
	(void)CALL(SYS_rt_sigprocmask, SIG_SETMASK, before, NULL, SIGNAL_BYTES);
}

/* The kernel's futex words are 32 bits, wherever time is 64. */
#ifndef SYS_futex
#define SYS_futex SYS_futex_time64
#endif

void ffp_sys_futex_wait(uint32_t *word, uint32_t value)
{
	(void)CALL(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

bool ffp_sys_can_read(uintptr_t at)
{
	static uint32_t nobody;

	/* No thread waits there, so none is woken or moved; but the kernel reads the word first. */
	return CALL(SYS_futex, at, FUTEX_CMP_REQUEUE_PRIVATE, 0, NULL, &nobody, 0) != -EFAULT;
}

bool ffp_sys_can_write(uintptr_t at)
{
	static uint32_t nobody;

	/* Nobody is woken; but before the kernel looks, it adds 0 to the word, as one operation. */
	return CALL(SYS_futex, &nobody, FUTEX_WAKE_OP_PRIVATE, 0, NULL, at,
		    FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 0)) != -EFAULT;
}

void ffp_sys_futex_wake(uint32_t *word)
{
	(void)CALL(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

size_t ffp_sys_page_size(void)
{
	return getauxval(AT_PAGESZ);
}

bool ffp_sys_readable(uintptr_t at, size_t length)
{
	enum { SET = 8, NO_SUCH_ACTION = -1 };
	uintptr_t page = ffp_sys_page_size(), last = at + length - 1;

	if (!length || last < at)
		return !length;
	/* If the first bytes of a page can be read, all of it can. */
	for (at &= -page; at <= last; at += page) {
		if (CALL(SYS_rt_sigprocmask, NO_SUCH_ACTION, at, NULL, SET) == -EFAULT)
			return false;
		if (at > UINTPTR_MAX - page)
			break;
	}
	return true;
}

void *ffp_sys_alloc(size_t size)
{
	uintptr_t p =
	    ffp_sys_mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p >= SYS_ERROR ? NULL : (void *)p;
}

uint8_t *ffp_sys_mark(void)
{
	/* In the library's own data, so that it is unmapped with it.  Twice the largest page, so
	 * that one page in it is aligned. */
	static uint8_t room[2 * 65536];
	size_t page = ffp_sys_page_size();
	uint8_t *p = (uint8_t *)(((uintptr_t)room + page - 1) & -page);

	if (page > sizeof(room) / 2 || CALL(SYS_madvise, p, page, MADV_WIPEONFORK))
		return NULL;
	return p;
}

void ffp_sys_free(void *memory, size_t size)
{
	if (memory)
		(void)ffp_sys_munmap((uintptr_t)memory, size);
}
