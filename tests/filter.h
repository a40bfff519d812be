/* SPDX-License-Identifier: MIT */
/* Filters of system calls (seccomp).  They add up, and nothing takes them away. */
#ifndef FILTER_H
#define FILTER_H

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* 0, or -1 with errno. */
static inline int filter(struct sock_filter *code, unsigned short n)
{
	struct sock_fprog program = { n, code };
	static bool begun;

	/* prctl may be what a filter refuses. */
	if ((!begun && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program))
		return -1;
	begun = true;
	return 0;
}

/* A system call fails with EPERM from now on, in this process and its children. */
static inline int filter_refuse(unsigned call)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return filter(code, sizeof(code) / sizeof(code[0]));
}

#endif /* FILTER_H */
