// SPDX-License-Identifier: MIT
/* What a system may forbid, limit or lack.  None of it can be taken back, but by `lift`. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../filter.h"
#include "hardened.h"

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

#define NOBODY 65534

int forbid_nothing(void)
{
	return 0;
}

int forbid_mdwe(void)
{
	return prctl(PR_SET_MDWE, 1, 0, 0, 0) ? cannot("PR_SET_MDWE: %s", strerror(errno)) : 0;
}

static int filtered(int status)
{
	return status ? cannot("seccomp: %s", strerror(errno)) : 0;
}

/* `action` for a system call whose third argument has all these bits. */
static int filter_rights(unsigned call, uint32_t bits, uint32_t action)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, bits),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, bits, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return filtered(filter(code, sizeof(code) / sizeof(code[0])));
}

static int refuse(unsigned call)
{
	return filtered(filter_refuse(call));
}

int kill_on_writable_executable(void)
{
	const uint32_t both = PROT_WRITE | PROT_EXEC;

	return filter_rights(SYS_mmap, both, SECCOMP_RET_KILL_PROCESS) ||
	       filter_rights(SYS_mprotect, both, SECCOMP_RET_KILL_PROCESS) ||
	       filter_rights(SYS_pkey_mprotect, both, SECCOMP_RET_KILL_PROCESS);
}

int refuse_mprotect_exec(void)
{
	return filter_rights(SYS_mprotect, PROT_EXEC, SECCOMP_RET_ERRNO | EPERM) ||
	       filter_rights(SYS_pkey_mprotect, PROT_EXEC, SECCOMP_RET_ERRNO | EPERM);
}

int refuse_memfd(void)
{
	return refuse(SYS_memfd_create);
}

int refuse_mremap(void)
{
	return refuse(SYS_mremap);
}

int refuse_membarrier(void)
{
	return refuse(SYS_membarrier);
}

int refuse_open(void)
{
#ifdef SYS_open
	if (refuse(SYS_open))
		return -1;
#endif
	return refuse(SYS_openat);
}

int refuse_open_membarrier_prctl(void)
{
	return refuse_open() || refuse_membarrier() || refuse(SYS_prctl);
}

int no_proc(void)
{
	if (own_mounts())
		return -1;
	return umount2("/proc", MNT_DETACH) ? cannot("umount /proc: %s", strerror(errno)) : 0;
}

int empty_chroot(void)
{
	char empty[256];

	snprintf(empty, sizeof(empty), "%s/empty", directory);
	if ((mkdir(empty, 0755) && errno != EEXIST) || chroot(empty) || chdir("/"))
		return cannot("chroot: %s", strerror(errno));
	return 0;
}

static int limit(int resource, rlim_t n)
{
	struct rlimit r;

	if (getrlimit(resource, &r))
		return cannot("getrlimit: %s", strerror(errno));
	r.rlim_cur = n;
	return setrlimit(resource, &r) ? cannot("setrlimit: %s", strerror(errno)) : 0;
}

int no_files(void)
{
	return limit(RLIMIT_NOFILE, 0);
}

int no_data(void)
{
	return limit(RLIMIT_DATA, 4096);
}

int no_file_size(void)
{
	return limit(RLIMIT_FSIZE, 0);
}

int no_file_size_not_dumpable(void)
{
	return no_file_size() || not_dumpable();
}

int become_nobody(void)
{
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
		return cannot("setuid: %s", strerror(errno));
	return 0;
}

int not_dumpable(void)
{
	if (become_nobody())
		return -1;
	if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return cannot("PR_SET_DUMPABLE: %s", strerror(errno));
	return 0;
}

int lock_memory(void)
{
	return mlockall(MCL_CURRENT | MCL_FUTURE) ? cannot("mlockall: %s", strerror(errno)) : 0;
}

int lock_memory_limited(void)
{
	if (lock_memory() || limit(RLIMIT_MEMLOCK, 65536))
		return -1;
	return become_nobody();
}

/* Single pages whose rights take turns, so that no two make one mapping. */
static char *filler;
static size_t n_filler;

int fill_mappings(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), max = 0, n;
	FILE *f = fopen("/proc/sys/vm/max_map_count", "re");

	if (!f || fscanf(f, "%zu", &max) != 1)
		max = 0;
	if (f)
		fclose(f);
	if (!max || max > 300000)
		return cannot("vm.max_map_count is %zu: too many to fill", max);
	filler =
	    mmap(NULL, max * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (filler == MAP_FAILED)
		return cannot("mmap: %s", strerror(errno));
	for (n = 0; n + 1 < max; n += 2)
		if (mprotect(filler + n * page, page, PROT_READ))
			break;
	/* The last piece is the rest of the reservation. */
	munmap(filler + (n + 1) * page, (max - n - 1) * page);
	n_filler = n;
	/* What is left is used up one by one. */
	while (mmap(NULL, page, n++ % 2 ? PROT_READ : PROT_NONE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED)
		;
	if (errno != ENOMEM)
		return cannot("the mappings do not end: %s", strerror(errno));
	return 0;
}

int leave_mappings(unsigned room)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return room ? munmap(filler + (n_filler - room) * page, room * page) : 0;
}

void mappings_lift(void)
{
	(void)leave_mappings((unsigned)n_filler);
}

static unsigned long size_when_full;

int fill_address_space(void)
{
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f || fscanf(f, "%lu", &size_when_full) != 1)
		size_when_full = 0;
	if (f)
		fclose(f);
	return size_when_full ? leave_address_space(0) : cannot("/proc/self/statm cannot be read");
}

int leave_address_space(unsigned room)
{
	return limit(RLIMIT_AS, (size_when_full + room) * (size_t)sysconf(_SC_PAGESIZE));
}

void address_space_lift(void)
{
	struct rlimit r = { 0, 0 };

	getrlimit(RLIMIT_AS, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_AS, &r);
}
