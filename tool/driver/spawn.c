// SPDX-License-Identifier: MIT
#include "spawn.h"
#include "array.h"
#include "msg.h"

#include <ctype.h>
#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

size_t spawn_fixed = 1;

/* Write a word as it must stand in an @FILE. */
static void put_quoted(FILE *f, const char *word)
{
	if (!*word)
		fputs("\"\"", f);
	for (; *word; word++) {
		if (isspace((unsigned char)*word) || strchr("\\\"'", *word))
			fputc('\\', f);
		fputc(*word, f);
	}
	fputc('\n', f);
}

/*
 * Become `argv`, with all but the first words in an @FILE.  The user may have passed words in such
 * files, which were expanded, and the kernel limits the length of a command line.  The file
 * has no name, so nobody has to remove it.
 */
static void exec_by_file(char **argv)
{
	struct words words = { 0 };
	int fd = memfd_create("ffp-cc", 0);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	char *name;

	if (!f || asprintf(&name, "@/proc/self/fd/%d", fd) < 0)
		return;
	for (; *argv && words.n < spawn_fixed; argv++)
		words_add(&words, *argv);
	for (; *argv; argv++)
		put_quoted(f, *argv);
	words_add(&words, name);
	if (!fflush(f))
		execvp(words.word[0], words.word);
}

int spawn_exec(char **argv)
{
	execvp(argv[0], argv);
	if (errno == E2BIG)
		exec_by_file(argv);
	msg_error(argv[0], "cannot run: %s", strerror(errno));
	return errno == ENOENT ? 127 : 126;
}

/* The signals by which a user, or a build system, ends a compiler. */
static const int endings[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };

enum { ENDINGS = sizeof(endings) / sizeof(endings[0]) };

static struct {
	bool on;
	struct sigaction before[ENDINGS];
	volatile sig_atomic_t ending; /* the signal that ends this process later, or 0 */
	volatile pid_t child;	      /* the program that spawn_wait() waits for, or 0 */
} hold;

/* Pass the signal on: it may have been sent to this process alone. */
static void on_ending(int signal)
{
	int error = errno;

	if (!hold.ending)
		hold.ending = signal;
	if (hold.child)
		kill(hold.child, signal);
	errno = error;
}

/* End by a signal, so that the parent sees it, but write no core file of this process. */
static void end_by(int signal_number)
{
	prctl(PR_SET_DUMPABLE, 0);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

void spawn_hold(void)
{
	struct sigaction action = { .sa_handler = on_ending, .sa_flags = SA_RESTART };

	hold.on = true;
	for (int i = 0; i < ENDINGS; i++) {
		sigaction(endings[i], NULL, &hold.before[i]);
		/* A signal that is ignored, as under nohup, stays ignored. */
		if (hold.before[i].sa_handler != SIG_IGN)
			sigaction(endings[i], &action, NULL);
	}
}

static void put_back(void)
{
	for (int i = 0; hold.on && i < ENDINGS; i++)
		sigaction(endings[i], &hold.before[i], NULL);
}

void spawn_release(void)
{
	put_back();
	hold.on = false;
	if (hold.ending)
		end_by(hold.ending);
}

static int wait_for(pid_t pid)
{
	siginfo_t info;
	int status;

	/* Wait without reaping it, since the handler may still send a signal to it. */
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
		;
	hold.child = 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_INPUT;
	if (hold.ending)
		return 128 + hold.ending;
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	if (hold.on)
		hold.ending = WTERMSIG(status);
	else
		end_by(WTERMSIG(status));
	return 128 + WTERMSIG(status);
}

int spawn_wait(char **argv)
{
	sigset_t set, before;
	pid_t pid = 0;

	sigemptyset(&set);
	for (int i = 0; i < ENDINGS; i++)
		sigaddset(&set, endings[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	if (!hold.ending)
		pid = fork();
	if (pid == 0 && !hold.ending) {
		put_back();
		sigprocmask(SIG_SETMASK, &before, NULL);
		/* If this process is killed, the compiler ends, too. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		_exit(spawn_exec(argv));
	}
	hold.child = pid > 0 ? pid : 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid < 0) {
		msg_error(argv[0], "cannot run: %s", strerror(errno));
		return EXIT_INPUT;
	}
	return pid ? wait_for(pid) : 128 + hold.ending;
}

void spawn_read(char **argv, char *out, size_t size)
{
	size_t done = 0;
	ssize_t n;
	int fd[2];
	pid_t pid;

	*out = 0;
	if (pipe(fd))
		return;
	pid = fork();
	if (pid == 0) {
		dup2(fd[1], STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(fd[1]);
	while (done < size - 1 && (n = read(fd[0], out + done, size - 1 - done)) > 0)
		done += (size_t)n;
	out[done] = 0;
	close(fd[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

char *spawn_own_directory(void)
{
	char *self = realpath("/proc/self/exe", NULL);
	char *directory = self ? strdup(dirname(self)) : NULL;

	free(self);
	return directory;
}

bool spawn_is_other(const char *path)
{
	struct stat self, other;

	if (stat(path, &other) || !S_ISREG(other.st_mode) || access(path, X_OK))
		return false;
	return stat("/proc/self/exe", &self) || self.st_dev != other.st_dev ||
	       self.st_ino != other.st_ino;
}
