// SPDX-License-Identifier: MIT
/*
 * libffp-control: what clients may ask and get, who may ask, and that nothing that a client, a file
 * or another process does is in the program's way.
 */
#define _GNU_SOURCE
#include <ffp/control.h>
#include "../emulated.h"
#include "../tap.h"
#include "client.h"
#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The program started again, with no memory to be mapped until it is in main(), so that no
 * candidate is asked.
 */
static bool starved;

__attribute__((constructor(101))) static void starve(void)
{
	struct rlimit limit;

	if (!getenv("CONTROL_STARVE") || getrlimit(RLIMIT_AS, &limit))
		return;
	limit.rlim_cur = 1;
	starved = !setrlimit(RLIMIT_AS, &limit);
}

static char directory[] = "/tmp/ffp-control-XXXXXX";
static char other[80];

static void requests(void)
{
	int s = dial(path);

	is(first() + second(), 4, "the best candidates are set");
	ok(answers(s, "set first=default second=default\n", "ok\n"), "set to defaults");
	is(first() + second(), 2, "both are");
	ok(answers(s, "set first=by_hand\n", "ok\n") && first() == 4,
	   "set to a candidate of a negative rank");
	ok(answers(s, "set first=two\n", "ok\n") && first() == 2, "set to a candidate");
	ok(answers(s, "set second=77\n", "ok\n") && second() == 77, "set to a number");
	ok(answers(s, "set second=0x10\n", "ok\n") && second() == 16, "hexadecimal");
	ok(answers(s, "set second=-5\n", "ok\n") && second() == -5, "negative");
	ok(answers(s, "set trace=nothing\n", "ok\n"), "set to nothing");
	traced = 0;
	trace();
	is(traced, 0, "it does nothing");
	ok(answers(s, "set trace=trace_it\n", "ok\n"), "and to its candidate");
	trace();
	is(traced, 1, "which is called");
	is(FFP_ON(flag), 0, "a flag is off");
	ok(answers(s, "set flag=ffp_flag_on\n", "ok\n"), "set to its candidate");
	is(FFP_ON(flag), 1, "it is on");
	ok(answers(s, "reset flag\n", "ok\n"), "reset");
	is(FFP_ON(flag), 0, "it is off");
	ok(answers(s, "reset first second trace\n", "ok\n"), "reset several");
	trace();
	is(first() + second() + traced, 3, "all are reset");
	ok(answers(s, "set first=two\nset second=two\n", "ok\nok\n") || !strcmp(get(s), "ok\n"),
	   "two lines at once");
	is(first() + second(), 4, "both are carried out");
	handle();
	get(s);
	ok(answers(s, "set first=default second=none\n",
		   "error key 'second' has no candidate 'none'\n"),
	   "an unknown candidate");
	ok(answers(s, "set first=default nokey=two\n", "error no key 'nokey'\n"), "an unknown key");
	ok(answers(s, "set second=default first=never\n",
		   "error candidate 'never' cannot be used on this machine\n"),
	   "a candidate that must not run here");
	ok(answers(s, "set second=default first=nothing\n",
		   "error key 'first' has a default, and cannot do nothing\n"),
	   "nothing, for a key with a default");
	ok(answers(s, "set second=default trace=5\n",
		   "error key 'trace' has no default, and returns no number\n"),
	   "a number for a key that returns nothing");
	is(first() + second(), 4, "each of them changes nothing");
	close(s);
	handle();
}

static void wrong_lines(void)
{
	static const struct {
		const char *line, *answer;
	} table[] = {
		{ "\n", "a request is set or reset" },
		{ "list\n", "a request is set or reset" },
		{ "set\n", "no key" },
		{ "reset\n", "no key" },
		{ "set \n", "an empty word" },
		{ "set first=two \n", "an empty word" },
		{ "set  first=two\n", "an empty word" },
		{ "set first\n", "set takes words KEY=IMPL" },
		{ "set =two\n", "set takes words KEY=IMPL" },
		{ "set first=\n", "set takes words KEY=IMPL" },
		{ "reset first=two\n", "reset takes keys alone" },
		{ "set first=two\r\n", "a control character in a request" },
		{ "set first=two first=default\n", "a key twice" },
		{ "set first=99999999999999999999\n", "a number that is none of 64 bits" },
		{ "set first=18446744073709551616\n", "a number that is none of 64 bits" },
		{ "set first=-9223372036854775809\n", "a number that is none of 64 bits" },
		{ "set first=0x\n", "a number that is none of 64 bits" },
		{ "set first=-\n", "a number that is none of 64 bits" },
		{ "set first=1two\n", "a number that is none of 64 bits" },
	};
	char answer[100], many[4096] = "reset", *at = many + strlen(many);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		snprintf(answer, sizeof(answer), "error %s\n", table[i].answer);
		ok(asks(table[i].line, answer), "line %zu: %s", i, table[i].answer);
	}
	for (int i = 0; i < 257; i++)
		at += sprintf(at, " k%d", i);
	strcpy(at, "\n");
	ok(asks(many, "error more than 256 changes\n"), "257 changes");
	is(first() + second(), 4, "nothing is changed by a wrong line");
}

static int seen, seen_done, verdict;
static struct ffp_control_request last;

static int callback(const struct ffp_control_request *request, void *arg)
{
	seen += request->stage == FFP_CONTROL_ASKED;
	seen_done += request->stage == FFP_CONTROL_DONE;
	last = *request;
	ok(arg == &seen && !strcmp(request->names[0], "first") &&
	       request->changes[0].key == ffp_find("first") &&
	       request->changes[0].target == (void *)two && request->n == 1,
	   "the callback sees the change");
	is(ffp_control_handle(fd), 0, "in a callback nothing more is served");
	is(ffp_control_close(fd), -EBUSY, "nor closed");
	is(first(), request->stage == FFP_CONTROL_DONE ? 2 : 1,
	   "the call before the change, or after");
	return verdict;
}

static void watching(void)
{
	is(ffp_control_close(fd), 0, "closed");
	is(access(path, F_OK), -1, "the file is gone");
	ffp_control_watch(callback, &seen);
	fd = ffp_control_open(path);
	ok(fd >= 0, "opened again");
	RESET_FFP(first);
	verdict = -1;
	ok(asks("set first=two\n", "error the program refuses\n"), "the callback refuses");
	ok(seen == 1 && !seen_done && first() == 1, "nothing is changed");
	verdict = 0;
	ok(asks("set first=two\n", "ok\n"), "the callback permits");
	ok(seen == 2 && seen_done == 1 && first() == 2, "and is told that it is done");
	ok(!last.error && last.pid == getpid() && last.uid == geteuid(), "by whom");
	ok(asks("set first=two second=none\n", "error key 'second' has no candidate 'none'\n") &&
	       seen == 2,
	   "it does not see what cannot be done");
	ffp_control_watch(NULL, NULL);
	ffp_control_close(fd);
	fd = ffp_control_open(path);
}

static void files(void)
{
	char longer[200];
	struct stat st;
	int held, second_fd, kept = fd;

	ok(!stat(path, &st) && S_ISSOCK(st.st_mode) && (st.st_mode & 0777) == 0600, "mode 0600");
	is(ffp_control_open(path), -EADDRINUSE, "the same path again");
	ok(asks("reset first\n", "ok\n"), "does no harm");
	is(ffp_control_open(""), -EINVAL, "an empty path");
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	is(ffp_control_open(longer), -ENAMETOOLONG, "a path that is too long");
	is(ffp_control_open("/no such directory/socket"), -ENOENT, "no directory");
	is(symlink(path, other), 0, "a symbolic link to the socket");
	is(ffp_control_open(other), -ELOOP, "is refused");
	unlink(other);
	is(symlink("/no such directory/file", other), 0, "a symbolic link to nothing");
	is(ffp_control_open(other), -ELOOP, "is refused");
	unlink(other);
	close(open(other, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	is(ffp_control_open(other), -EEXIST, "a file");
	ok(!stat(other, &st) && S_ISREG(st.st_mode), "is left alone");
	unlink(other);
	is(mkdir(other, 0700), 0, "a directory");
	is(ffp_control_open(other), -EEXIST, "is left alone");
	rmdir(other);

	/* A process that ends without ffp_control_close(). */
	if (!fork())
		_exit(ffp_control_open(other) < 0);
	wait(NULL);
	ok(!lstat(other, &st) && S_ISSOCK(st.st_mode), "a socket is left over");
	held = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is(flock(held, LOCK_EX), 0, "its directory is locked");
	is(ffp_control_open(other), -EAGAIN, "by somebody who does not let go");
	close(held);
	second_fd = ffp_control_open(other);
	ok(second_fd >= 0, "and it is replaced");
	if (!fork())
		_exit(ffp_control_open(other) == -EADDRINUSE ? 0 : 1);
	wait(&held);
	is(held, 0, "a second process does not get the path");
	unlink(other);
	close(open(other, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	is(ffp_control_close(second_fd), 0, "closed, after the file was replaced");
	is(access(other, F_OK), 0, "what is not ours is left");
	is(ffp_control_close(second_fd), -EBADF, "closed twice");
	is(ffp_control_handle(second_fd), -EBADF, "nor handled");
	unlink(other);
	is(fd, kept, "the first is open");
}

static void own_path(void)
{
	int null_fd;

	snprintf(other, sizeof(other), "%s/ffp-%d", directory, (int)getpid());
	setenv("XDG_RUNTIME_DIR", directory, 1);
	null_fd = ffp_control_open(NULL);
	ok(null_fd >= 0 && !access(other, F_OK), "no path: by the PID in XDG_RUNTIME_DIR");
	ffp_control_close(null_fd);
	chmod(directory, 0777);
	null_fd = ffp_control_open(NULL);
	ok(access(other, F_OK) == -1, "not where others may write");
	if (null_fd >= 0)
		ffp_control_close(null_fd);
	chmod(directory, 0755);
	setenv("XDG_RUNTIME_DIR", directory + 1, 1);
	null_fd = ffp_control_open(NULL);
	snprintf(other, sizeof(other), "/run/user/%u", (unsigned)geteuid());
	ok(null_fd >= 0 ? !access(other, F_OK) : null_fd == -ENOENT, "no path and no directory");
	if (null_fd >= 0)
		ffp_control_close(null_fd);
	unsetenv("XDG_RUNTIME_DIR");
	snprintf(other, sizeof(other), "%s/other", directory);
}

/* In a child that is another user: 0 if it was refused. */
static int ask_as_other(void)
{
	const char *got = "";
	int s;

	if (setgroups(0, NULL) || setgid(65534) || setuid(65534))
		return 2;
	s = dial(path);
	if (s < 0)
		return 3;
	/* A server that does not refuse is a failure, and no endless wait. */
	alarm(60);
	send(s, "set first=two\n", 14, MSG_NOSIGNAL);
	shutdown(s, SHUT_WR);
	for (int i = 0; i < 2; i++) {
		static char text[200];
		ssize_t n = recv(s, text, sizeof(text) - 1, 0);

		if (n > 0)
			got = text;
	}
	return strcmp(got, "error only root and the user of the program may ask\n") != 0;
}

static void others(void)
{
	int status = -1;
	pid_t child;

	if (geteuid()) {
		skip("another user", "not root");
		return;
	}
	RESET_FFP(first);
	chmod(path, 0777);
	child = fork();
	if (!child)
		_exit(ask_as_other());
	while (!waitpid(child, &status, WNOHANG))
		handle();
	is(status, 0, "another user is refused, though the file's mode lets him in");
	is(first(), 1, "and changes nothing");
	chmod(path, 0600);
}

static int count_open(bool only_without_cloexec)
{
	DIR *d = opendir("/proc/self/fd");
	struct dirent *e;
	int n = 0;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && atoi(e->d_name) != dirfd(d))
			n += !only_without_cloexec ||
			     !(fcntl(atoi(e->d_name), F_GETFD) & FD_CLOEXEC);
	if (d)
		closedir(d);
	return n;
}

static void processes(void)
{
	int before, s, status = -1, without, started;

	ffp_control_close(fd);
	before = count_open(false);
	without = count_open(true);
	fd = ffp_control_open(path);
	started = ffp_control_start(other);
	ok(started >= 0, "a socket with a thread, too");
	s = dial(path);
	fcntl(s, F_SETFD, FD_CLOEXEC);
	handle();
	ok(count_open(false) > before, "descriptors are open");
	is(count_open(true), without, "all of them are closed by exec");
	if (!fork()) {
		/* The client's own end is still open here. */
		int bad = count_open(false) != before + 1;

		bad |= (ffp_control_handle(fd) != -EBADF) << 1;
		bad |= (ffp_control_close(started) != -EBADF) << 2;
		bad |= (ffp_control_open(path) != -EADDRINUSE) << 3;
		strcat(other, "-child");
		fd = ffp_control_open(other);
		strcpy(path, other);
		bad |= !asks("set second=7\n", "ok\n") << 4;
		bad |= (ffp_control_close(fd) != 0) << 5;
		_exit(bad);
	}
	wait(&status);
	is(status, 0, "a child has none of them, and may open its own");
	ok(answers(s, "reset second\n", "ok\n"), "the parent's connection lives on");
	close(s);
	handle();
	is(ffp_control_close(started), 0, "the thread ends");
	is(count_open(false), before + 3 /* the listener, its directory and its epoll */,
	   "its descriptors are closed");
}

static void idle(void)
{
	enum { IDLE = 1000 };
	static int clients[IDLE];
	struct rlimit limit;
	int away = 0, kept = 0, before;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
	setrlimit(RLIMIT_NOFILE, &limit);
	before = count_open(false);
	for (int i = 0; i < IDLE; i++) {
		clients[i] = dial(path);
		/* One of them has asked for half of something. */
		if (i == IDLE - 1)
			put(clients[i], "reset fir");
		if (i % 100 == 99)
			handle();
	}
	ok(clients[IDLE - 1] >= 0, "%d clients that are silent", IDLE);
	is(count_open(false), before + IDLE + 64, "of which 64 keep their place");
	ok(asks("set first=two\n", "ok\n") && first() == 2, "another one is served");
	ok(answers(clients[IDLE - 1], "st\n", "ok\n") && first() == 1,
	   "and so is half a line's rest");
	for (int i = 0; i < IDLE; i++) {
		const char *got = get(clients[i]);

		kept += !*got;
		away += !strcmp(got, "error too many clients, and this one was silent\n");
		close(clients[i]);
	}
	is(kept + away, IDLE, "each of the others is told why");
	ok(kept >= 63 && kept <= 64, "or still connected");
	handle();
	is(count_open(false), before, "all descriptors are closed");
}

static void halves(void)
{
	int s = dial(path);

	RESET_FFP(first);
	put(s, "set first=two");
	handle();
	is(first(), 1, "half a line changes nothing");
	shutdown(s, SHUT_WR);
	handle();
	ok(!strcmp(get(s), "error a line without its end\n"), "nor at its end");
	is(first(), 1, "and is not carried out");
	close(s);
	s = dial(path);
	put(s, "set first=two\n");
	close(s);
	handle();
	is(first(), 2, "a whole line is, though nobody waits for the answer");
}

static void no_newline(void)
{
	static char block[1 << 16];
	size_t sent = 0;
	int s = dial(path), before = count_open(false);

	memset(block, 'x', sizeof(block));
	fcntl(s, F_SETFL, O_NONBLOCK);
	while (sent < (1u << 30)) {
		ssize_t n = send(s, block, sizeof(block), MSG_NOSIGNAL);

		if (n < 0 && errno != EAGAIN)
			break;
		sent += n > 0 ? (size_t)n : 0;
		handle();
	}
	ok(sent < (1u << 30) && errno == EPIPE, "a gigabyte without a newline is cut off");
	ok(!strcmp(get(s), "error a line of more than 16384 bytes\n"), "and told why");
	is(count_open(false), before, "the server's end is closed");
	close(s);
	ok(asks("reset first\n", "ok\n") && first() == 1, "the next is served");
}

static void silent_reader(void)
{
	int s = dial(path), sent = 0;

	fcntl(s, F_SETFL, O_NONBLOCK);
	while (sent < 1000000) {
		ssize_t n = send(s, "set nokey=1\n", 12, MSG_NOSIGNAL);

		if (n < 0 && errno != EAGAIN)
			break;
		sent++;
		handle();
	}
	ok(sent < 1000000, "a client that does not read its answers is cut off");
	close(s);
	ok(asks("reset first\n", "ok\n"), "the next is served");
}

static void descriptors(void)
{
	struct rlimit limit, few;
	int s = dial(path);

	getrlimit(RLIMIT_NOFILE, &limit);
	few = limit;
	few.rlim_cur = (rlim_t)s + 1;
	setrlimit(RLIMIT_NOFILE, &few);
	is(ffp_control_handle(fd), -EMFILE, "no descriptor left for a client");
	setrlimit(RLIMIT_NOFILE, &limit);
	ok(answers(s, "set first=two\n", "ok\n"), "who waits, and is served later");
	close(s);
	handle();
}

static void threads(void)
{
	char text[32] = "";
	int s, started;

	RESET_FFP(second);
	started = ffp_control_start(other);
	ok(started >= 0, "started");
	s = dial(other);
	put(s, "set second=two\n");
	ok(recv(s, text, sizeof(text), 0) == 3 && !strcmp(text, "ok\n"), "a thread serves");
	is(second(), 2, "it is set");
	is(ffp_control_close(started), 0, "closed");
	is(recv(s, text, sizeof(text), 0), 0, "the client is cut off");
	close(s);
	is(access(other, F_OK), -1, "and the file is gone");
}

/* In the child: the exit status tells what was wrong. */
static int ask_starved(void)
{
	struct rlimit limit;

	if (!starved)
		return 112;
	getrlimit(RLIMIT_AS, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_AS, &limit);
	snprintf(path, sizeof(path), "%s", getenv("CONTROL_STARVE"));
	fd = ffp_control_open(path);
	if (fd < 0)
		return 113;
	if (!asks("set second=5 first=never\n",
		  "error the condition of candidate 'never' was not evaluated\n") ||
	    !asks("set first=two\n", "error the condition of candidate 'two' was not evaluated\n"))
		return 114;
	if (first() != 1 || second() != 1)
		return 115;
	if (!asks("set second=5\n", "ok\n") || second() != 5)
		return 116;
	return ffp_control_close(fd) ? 117 : 0;
}

static void without_memory(void)
{
	static const char what[] = "a candidate that was not asked for want of memory is not set";
	char self[200];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int status = -1;

#ifdef __SANITIZE_ADDRESS__
	skip(what, "AddressSanitizer needs memory itself");
	return;
#endif
	if (emulated()) {
		skip(what, "qemu-user does not limit memory");
		return;
	}
	self[n > 0 ? n : 0] = '\0';
	if (!fork()) {
		setenv("CONTROL_STARVE", other, 1);
		execl(self, self, (char *)NULL);
		_exit(111);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 112)
		skip(what, "memory cannot be limited");
	else
		is(status, 0, "%s", what);
}

int main(void)
{
	int before = count_open(false);

	if (getenv("CONTROL_STARVE"))
		return ask_starved();
	if (!mkdtemp(directory))
		return 1;
	chmod(directory, 0755);
	snprintf(path, sizeof(path), "%s/socket", directory);
	snprintf(other, sizeof(other), "%s/other", directory);
	is(ffp_control_handle(0), -EBADF, "a descriptor of something else");
	is(ffp_control_close(-1), -EBADF, "no descriptor");
	is(count_open(false), before, "what is not opened costs no descriptor");
	fd = ffp_control_open(path);
	ok(fd >= 0, "opened");
	requests();
	wrong_lines();
	watching();
	files();
	own_path();
	others();
	processes();
	idle();
	halves();
	no_newline();
	silent_reader();
	descriptors();
	threads();
	without_memory();
	is(ffp_control_close(fd), 0, "closed at last");
	is(count_open(false), before, "and no descriptor is left");
	is(rmdir(directory), 0, "and no file");
	return done();
}
