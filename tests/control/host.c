// SPDX-License-Identifier: MIT
/*
 * libffp-control, and what its program does besides: threads are cancelled, handlers of signals
 * fork, forks run no handlers, descriptors are closed, the current directory, the root and the
 * umask change, and the namespace of users is one that knows nobody.
 */
#define _GNU_SOURCE
#include "../inject/fork.h"
#include "../tap.h"
#include "client.h"
#include "keys.h"

#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char directory[] = "/tmp/ffp-host-XXXXXX";

/* In place of the C library's: the library under test is linked into this program. */
static int raise_in_accept, raise_in_fork, raised, forked, blocked;

int accept4(int s, struct sockaddr *address, socklen_t *length, int flags)
{
	if (raise_in_accept) {
		raised++;
		raise(SIGUSR1);
	}
	return (int)syscall(SYS_accept4, s, address, length, flags);
}

static void before_fork(void)
{
	sigset_t signals;

	if (!raise_in_fork)
		return;
	raise_in_fork = 0;
	raised++;
	pthread_sigmask(SIG_SETMASK, NULL, &signals);
	for (int i = 1; i < 32; i++)
		blocked += sigismember(&signals, i) == 1;
	raise(SIGUSR1);
}

static void fork_in_handler(int number)
{
	int error = errno, status = -1;
	pid_t child = fork();

	(void)number;
	if (!child)
		_exit(7);
	waitpid(child, &status, 0);
	forked += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	errno = error;
}

static void signals(void)
{
	sigset_t before, after;
	int s, status = -1, changed = 0;

	signal(SIGUSR1, fork_in_handler);
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	raise_in_accept = 1;
	ok(asks("set first=default\n", "ok\n"), "served while a signal comes at each connection");
	raise_in_accept = 0;
	ok(raised && forked == raised, "whose handler forks: %d of %d times", forked, raised);
	raised = forked = 0;
	raise_in_fork = 1;
	s = fork();
	if (!s)
		_exit(8);
	waitpid(s, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 8, "a fork that a signal interrupts");
	is(raised, 1, "before its child is made");
	is(forked, 1, "whose handler forks");
	is(blocked, 0, "no signal is blocked while a child is made");
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	for (int i = 1; i < 32; i++)
		changed += sigismember(&before, i) != sigismember(&after, i);
	is(changed, 0, "signals are blocked as they were");
	signal(SIGUSR1, SIG_DFL);
}

static void *serve_once(void *arg)
{
	(void)arg;
	pthread_cancel(pthread_self());
	ffp_control_handle(fd);
	pthread_testcancel();
	return NULL;
}

static void cancelled(void)
{
	pthread_t thread;
	void *end = NULL;
	int s = dial(path);

	RESET_FFP(first);
	put(s, "set first=two\n");
	for (int i = 0; i < 2; i++) {
		pthread_create(&thread, NULL, serve_once, NULL);
		pthread_join(thread, &end);
		ok(end == PTHREAD_CANCELED, "a thread is cancelled that serves");
	}
	is(strcmp(get(s), "ok\n"), 0, "after it has served");
	is(first(), 2, "and the change was made");
	close(s);
	ok(asks("reset first\n", "ok\n"), "others are served");
}

/* A child that has all descriptors but one, until stop(). */
static pid_t leave_child(int without)
{
	int pipes[2];
	char byte;
	pid_t child = pipe(pipes) ? -1 : bare_fork();

	if (child) {
		close(pipes[1]);
		is(read(pipes[0], &byte, 1), 1, "a child of a bare fork");
		close(pipes[0]);
		return child;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(without);
	if (write(pipes[1], "x", 1) == 1)
		for (;;)
			pause();
	_exit(1);
}

static void stop(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void bare_forks(void)
{
	struct pollfd p = { .events = POLLIN };
	int s = dial(path), again;
	pid_t child;

	handle();
	child = leave_child(s);
	close(s);
	is(handle(), 0, "a client leaves, while a child has the descriptors");
	p.fd = fd;
	for (int i = 0; i < 3; i++)
		ffp_control_handle(fd);
	is(poll(&p, 1, 0), 0, "and there is nothing to do");
	stop(child);

	s = dial(path);
	put(s, "lis");
	handle();
	child = leave_child(s);
	is(ffp_control_close(fd), 0, "closed, while a child has the descriptors");
	p = (struct pollfd){ .fd = s, .events = POLLIN };
	is(poll(&p, 1, 0), 1, "the client is told");
	is(strcmp(get(s), "end"), 0, "that this is the end");
	close(s);
	again = dial(path);
	ok(again < 0, "nobody listens any more");
	stop(child);
	fd = ffp_control_open(path);
	ok(fd >= 0, "opened again");
}

static pid_t parent;
static int kept[8];

static int fork_in_callback(const struct ffp_control_request *request, void *arg)
{
	int status = -1;
	pid_t child;

	(void)arg;
	if (request->stage == FFP_CONTROL_DONE)
		return 0;
	child = fork();
	if (child) {
		waitpid(child, &status, 0);
		is(status, 0, "a child that returns from the callback closes nothing of its own");
		return 0;
	}
	/* These take the numbers of what the library has closed. */
	for (int i = 0; i < 8; i++)
		kept[i] = open("/dev/null", O_RDONLY);
	return 0;
}

static void callbacks(void)
{
	int s;

	ffp_control_close(fd);
	ffp_control_watch(fork_in_callback, NULL);
	fd = ffp_control_open(path);
	s = dial(path);
	parent = getpid();
	put(s, "set first=two\n");
	handle();
	if (getpid() != parent) {
		int bad = first() != 2;

		for (int i = 0; i < 8; i++)
			bad |= fcntl(kept[i], F_GETFD) < 0 ? 2 : 0;
		bad |= ffp_control_handle(fd) == -EBADF ? 0 : 4;
		_exit(bad);
	}
	is(strcmp(get(s), "ok\n"), 0, "and the parent answers");
	close(s);
	handle();
	ffp_control_watch(NULL, NULL);
}

static void closed(void)
{
	char other[100];
	int f, null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	snprintf(other, sizeof(other), "%s/closed", directory);
	f = ffp_control_open(other);
	close(f);
	is(ffp_control_handle(f), -EBADF, "a descriptor that the program has closed");
	is(dup2(null, f), f, "its number is that of a file");
	is(ffp_control_handle(f), -EBADF, "which is not served");
	is(ffp_control_close(f), 0, "but closed");
	is(access(other, F_OK), -1, "and the socket is gone");
	close(null);
}

static void places(void)
{
	static const mode_t masks[] = { 0, 022, 077, 0177, 0277, 0477, 0700, 0777 };
	char file[100];
	struct stat st;
	int f, status = -1;

	snprintf(file, sizeof(file), "%s/here", directory);
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		mode_t mask = umask(masks[i]);

		f = ffp_control_open(file);
		umask(mask);
		if (stat(file, &st))
			st.st_mode = 0;
		is(st.st_mode & 07777, 0600, "mode 0600, for umask %04o", (unsigned)masks[i]);
		ffp_control_close(f);
	}
	is(chdir(directory), 0, "a path from the current directory");
	f = ffp_control_open("here");
	ok(f >= 0 && !access(file, F_OK), "is opened");
	is(chdir("/"), 0, "which is another one later");
	is(ffp_control_close(f), 0, "closed");
	is(access(file, F_OK), -1, "and the file is gone");
	f = ffp_control_open(file);
	if (!fork()) {
		int own;

		strcat(file, "-child");
		own = ffp_control_open(file);
		if (own < 0 || chroot(directory))
			_exit(9);
		ffp_control_close(own);
		_exit(access("/here", F_OK) ? 1 : !access("/here-child", F_OK));
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 9)
		skip("another root", "not permitted");
	else
		is(status, 0, "and so is that of who has another root, and no other");
	ffp_control_close(f);
}

/* In a child: a server in a namespace that knows no user, whose socket anybody may connect to. */
static int serve_unknown(const char *to, int told)
{
	if (setgroups(0, NULL) || setgid(3000) || setuid(3000) || unshare(CLONE_NEWUSER))
		return 9;
	fd = ffp_control_open(to);
	if (fd < 0 || chmod(to, 0777) || write(told, "x", 1) != 1)
		return 1;
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		poll(&p, 1, -1);
		handle();
	}
}

static int ask_unknown(const char *to)
{
	static const char want[] = "error only root and the user of the program may ask\n";
	char text[200] = "";
	int s;

	if (setgroups(0, NULL) || setgid(4000) || setuid(4000))
		return 1;
	s = dial(to);
	if (s < 0)
		return 2;
	put(s, "set first=two\n");
	return recv(s, text, sizeof(text) - 1, 0) < 0 || strcmp(text, want) ? 3 : 0;
}

static void namespaces(void)
{
	static const char what[] = "where all users look the same, none of them may ask";
	char to[100], byte;
	int pipes[2], status = -1;
	pid_t server, client;

	if (geteuid() || pipe(pipes)) {
		skip(what, "not root");
		return;
	}
	chmod(directory, 0777);
	snprintf(to, sizeof(to), "%s/unknown", directory);
	server = fork();
	if (!server)
		_exit(serve_unknown(to, pipes[1]));
	close(pipes[1]);
	if (read(pipes[0], &byte, 1) != 1) {
		waitpid(server, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 9)
			skip(what, "no namespaces of users");
		else
			ok(false, "%s: a server", what);
		return;
	}
	client = fork();
	if (!client) {
		alarm(60);
		_exit(ask_unknown(to));
	}
	waitpid(client, &status, 0);
	is(status, 0, "%s", what);
	stop(server);
	unlink(to);
	close(pipes[0]);
}

int main(void)
{
	/* A lock that is never given back would let this hang. */
	alarm(100);
	/* Before the library's own, so that it is called after it. */
	pthread_atfork(before_fork, NULL, NULL);
	if (!mkdtemp(directory))
		return 1;
	snprintf(path, sizeof(path), "%s/socket", directory);
	fd = ffp_control_open(path);
	ok(fd >= 0, "opened");
	signals();
	cancelled();
	bare_forks();
	callbacks();
	closed();
	places();
	namespaces();
	is(ffp_control_close(fd), 0, "closed at last");
	is(rmdir(directory), 0, "and no file is left");
	return done();
}
