// SPDX-License-Identifier: MIT
#include "steer.h"
#include "live.h"
#include "msg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	LINE = 16384, /* as the library has it */
	ANSWER = 4096
};

struct process {
	const char *name; /* for messages: the path of its socket, or: */
	char by_pid[32];
	long pid; /* 0: named by that path */
	char proc[LIVE_PATH];
	long inner; /* as the process itself knows it */
	unsigned long uid;
	unsigned long inner_uid;
};

/*
 * Its user as itself knows it.  If it is in our own namespace the file tells of the one outside,
 * and what is made of that is a path at which nothing is found, or another process.
 */
static void read_uid_map(struct process *p)
{
	unsigned long from, to, n;
	char path[LIVE_PATH + 16];
	FILE *f;

	p->inner_uid = p->uid;
	snprintf(path, sizeof(path), "%s/uid_map", p->proc);
	f = fopen(path, "re");
	if (!f)
		return;
	while (fscanf(f, "%lu%lu%lu", &from, &to, &n) == 3)
		if (p->uid >= to && p->uid - to < n) {
			p->inner_uid = from + (p->uid - to);
			break;
		}
	fclose(f);
}

/* Its effective user, and its PID in its own namespace. */
static bool read_status(struct process *p)
{
	char pid[24], path[48], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", p->pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	p->inner = p->pid;
	while (fgets(line, sizeof(line), f)) {
		const char *tab = strrchr(line, '\t');

		if (!strncmp(line, "NSpid:", 6) && tab)
			p->inner = strtol(tab, NULL, 10);
		else if (!strncmp(line, "Uid:", 4))
			sscanf(line, "Uid:%*u%lu", &p->uid);
	}
	fclose(f);
	snprintf(pid, sizeof(pid), "%ld", p->pid);
	live_path(pid, p->proc);
	read_uid_map(p);
	return true;
}

/* XDG_RUNTIME_DIR, as the process was started with it; empty if it is not known. */
static void read_directory(const struct process *p, char *directory, size_t size)
{
	static const char name[] = "XDG_RUNTIME_DIR=";
	char path[LIVE_PATH + 16], *line = NULL;
	size_t room = 0;
	FILE *f;

	directory[0] = '\0';
	snprintf(path, sizeof(path), "%s/environ", p->proc);
	f = fopen(path, "re");
	if (!f)
		return;
	while (getdelim(&line, &room, '\0', f) > 0)
		if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == '/') {
			snprintf(directory, size, "%s", line + strlen(name));
			break;
		}
	free(line);
	fclose(f);
}

/* A connection, or -1 with errno. */
static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || !connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* The same, of a path in the process's own tree of files. */
static int connect_in_root(const struct process *p, const char *name)
{
	int proc = open(p->proc, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int file = proc >= 0 ? live_open(proc, name, O_PATH) : -1, fd = -1;
	const bool is_old = file < 0 && errno == ENOSYS;
	char path[LIVE_PATH + 8 + 256];

	if (file >= 0)
		snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	else
		snprintf(path, sizeof(path), "%s/root%s", p->proc, name);
	if (file >= 0 || is_old)
		fd = connect_to(path);
	if (file >= 0)
		close(file);
	if (proc >= 0)
		close(proc);
	return fd;
}

/* Does the process listen there that was named, and no other in its place? */
static bool is_of(int fd, const struct process *p)
{
	struct ucred peer;
	socklen_t length = sizeof(peer);

	return !getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) && peer.pid == p->pid;
}

/* The socket of a process in this directory: here, or in the process's own tree of files. */
static int connect_below(const struct process *p, const char *directory, bool *is_other)
{
	char path[256];

	if (!directory[0])
		return -1;
	snprintf(path, sizeof(path), "%s/ffp-%ld", directory, p->inner);
	/* In another namespace of PIDs the same name is that of another process. */
	for (int by_root = p->inner != p->pid; by_root < 2; by_root++) {
		int fd = by_root ? connect_in_root(p, path) : connect_to(path);

		if (fd >= 0 && is_of(fd, p))
			return fd;
		if (fd >= 0) {
			*is_other = true;
			close(fd);
		}
	}
	return -1;
}

/*
 * The socket of a process, in the directories where it may be.  Its tree of files may be another
 * one, as in a container.  Only root and those who may trace the process can enter that.
 */
static int connect_to_process(const struct process *p)
{
	char directory[sizeof(((struct sockaddr_un *)0)->sun_path)];
	const unsigned long users[] = { p->uid, p->inner_uid };
	bool is_other = false;
	int fd;

	read_directory(p, directory, sizeof(directory));
	fd = connect_below(p, directory, &is_other);
	for (int i = 0; i < 2 && fd < 0; i++) {
		snprintf(directory, sizeof(directory), "/run/user/%lu", users[i]);
		fd = connect_below(p, directory, &is_other);
	}
	if (fd >= 0)
		return fd;
	if (is_other)
		msg_error(p->name, "another process listens on its socket");
	else
		msg_error(p->name, "has no socket: it does not use libffp-control, or has one at a "
				   "path of its own");
	return -1;
}

static int open_connection(struct process *p, const char *word)
{
	char *end;
	int fd;

	if (strchr(word, '/')) {
		p->name = word;
		fd = connect_to(word);
		if (fd < 0)
			msg_error(p->name, "cannot connect: %s", strerror(errno));
		return fd;
	}
	errno = 0;
	p->pid = strtol(word, &end, 10);
	if (errno || *end || p->pid <= 0 || word[0] < '0' || word[0] > '9') {
		msg_error(word, "not the number of a process, and no path of a socket");
		return -1;
	}
	snprintf(p->by_pid, sizeof(p->by_pid), "process %ld", p->pid);
	p->name = p->by_pid;
	if (!read_status(p)) {
		msg_error(p->name, "no such process");
		return -1;
	}
	return connect_to_process(p);
}

/* `verb` and the words as a line.  Returns its length, or 0 after a message. */
static size_t make_line(char line[LINE], const char *verb, char **words, int n)
{
	size_t used = strlen(verb);

	memcpy(line, verb, used);
	for (int i = 0; i < n; i++) {
		size_t length = strlen(words[i]);

		for (size_t k = 0; k < length; k++)
			if ((unsigned char)words[i][k] <= ' ' || words[i][k] == 0x7f)
				length = 0;
		if (!length) {
			msg_error("ffp", "a word is empty, or has a blank or a control character");
			return 0;
		}
		if (length + 2 > LINE - used) {
			msg_error("ffp", "the words are too long for one request");
			return 0;
		}
		line[used++] = ' ';
		memcpy(line + used, words[i], length);
		used += length;
	}
	line[used++] = '\n';
	return used;
}

/* The answer, without its newline.  False: there was none. */
static bool ask(int fd, const char *line, size_t length, char answer[ANSWER])
{
	size_t used = 0;

	/* The program may have sent us away, and said why. */
	while (length) {
		ssize_t n = send(fd, line, length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		line += n;
		length -= (size_t)n;
	}
	for (;;) {
		ssize_t n = recv(fd, answer + used, ANSWER - 1 - used, 0);
		char *end;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		used += (size_t)n;
		answer[used] = '\0';
		end = memchr(answer, '\n', used);
		if (end) {
			*end = '\0';
			return true;
		}
		if (used == ANSWER - 1)
			return false;
	}
}

static int steer(const char *verb, char **words, int n)
{
	static const char failed[] = "error ";
	const char *text;
	struct process process = { .pid = 0 };
	char line[LINE], answer[ANSWER];
	size_t length = make_line(line, verb, words + 1, n - 1);
	int fd = length ? open_connection(&process, words[0]) : -1, status = EXIT_INPUT;

	if (fd < 0)
		return EXIT_INPUT;
	if (!ask(fd, line, length, answer))
		msg_error(process.name, "ended the connection without an answer");
	else if (!strcmp(answer, "ok"))
		status = EXIT_OK;
	else {
		text = strncmp(answer, failed, strlen(failed)) ? answer : answer + strlen(failed);
		msg_error(process.name, "%s", text);
	}
	close(fd);
	return status;
}

int set_main(char **words, int n, unsigned on)
{
	(void)on;
	return steer("set", words, n);
}

int reset_main(char **words, int n, unsigned on)
{
	(void)on;
	return steer("reset", words, n);
}
