// SPDX-License-Identifier: MIT
/*
 * Where the system forbids to make executable what was writable, a change takes
 * another way and works: PR_SET_MDWE (Linux 6.3), and a seccomp filter that
 * refuses mprotect with PROT_EXEC, as systemd's MemoryDenyWriteExecute does.
 * Each in a child, since neither can be taken back.
 */
#include <errno.h>
#include <ffp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

int one(int x);
int two(int x);

int one(int x)
{
	return x + 1;
}

int two(int x)
{
	return x + 2;
}

DEFINE_FFP(add, one);

/* Is making a written page executable refused now? */
static bool refused(void)
{
	char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return false;
	*p = 1;
	return mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0;
}

/* What a child finds, as its exit status. */
enum { GOOD, NO_SUCH_GUARD, GUARD_FAILS, SET_FAILS, WRONG_CALL };

static int change_under(int (*guard)(void))
{
	int r = guard();

	if (r)
		return NO_SUCH_GUARD;
	if (!refused())
		return GUARD_FAILS;
	for (int i = 0; i < 100; i++) {
		if (SET_FFP(add, i & 1 ? one : two))
			return SET_FAILS;
		if (add(10) != (i & 1 ? 11 : 12))
			return WRONG_CALL;
	}
	return GOOD;
}

static int mdwe(void)
{
	return prctl(PR_SET_MDWE, 1, 0, 0, 0);
}

static int filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void in_child(const char *name, int (*guard)(void))
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(change_under(guard));
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SUCH_GUARD)
		skip(name, "this kernel does not have it");
	else
		is(status, 0, "100 changes under %s", name);
}

int main(void)
{
	is(SET_FFP(add, two) || add(1) != 3 || RESET_FFP(add), 0, "a change without any guard");
	in_child("PR_SET_MDWE", mdwe);
	in_child("a filter that refuses mprotect with PROT_EXEC", filter);
	is(add(1), 2, "the parent's text is as it was");
	return done();
}
