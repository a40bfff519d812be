/* SPDX-License-Identifier: MIT */
/* A fork that runs no handlers: its child has the calling thread only. */
#ifndef INJECT_FORK_H
#define INJECT_FORK_H

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline pid_t bare_fork(void)
{
#ifdef SYS_fork
	return (pid_t)syscall(SYS_fork);
#else
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif
}

#endif /* INJECT_FORK_H */
