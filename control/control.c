// SPDX-License-Identifier: MIT
/*
 * The servers of this process.  A server's descriptor is an epoll instance, which is readable when
 * one of its sockets is.
 *
 * `lock` guards the list and, in every server, the descriptors, so that the child of a fork closes
 * exactly those that are open.  It is never held while keys are changed or a callback runs.  Nor is
 * it held by a thread that a signal may interrupt, since the handler may fork.  All else of a
 * server belongs to the one thread that has set `is_busy`, which cannot be cancelled until it has
 * cleared that.
 *
 * A child of which no handler of fork knows (_Fork, clone) keeps the descriptors.  So what is
 * closed is shut down and taken from epoll first: neither the other end nor epoll learns of it
 * otherwise.
 */
#include "request.h"
#include "socket.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
	CLIENTS = 65,	    /* one place is always free: for the next */
	LISTENER = CLIENTS, /* what epoll says of the other descriptors */
	STOP,
	ACCEPTED = 64, /* connections that one call accepts at most */
	EVENTS = CLIENTS + 2
};

struct client {
	int fd; /* -1: free */
	pid_t pid;
	uid_t uid;
	uint64_t last; /* when something came last, in requests of the server */
	size_t used;
	char line[CONTROL_LINE];
};

struct server {
	struct server *next;
	struct listener listener;
	int epoll, stop; /* stop: an eventfd, -1 without a thread */
	pthread_t thread;
	bool has_thread, is_busy, is_ending;
	uint64_t now;
	struct control_desk desk;
	struct client clients[CLIENTS];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct server *servers;
static int (*watch)(const struct ffp_control_request *request, void *arg);
static void *watch_arg;
static int atfork_error;
static uintptr_t forker; /* the thread that forks, with the lock held; 0: none does */
static unsigned forks;	 /* how many of its forks have begun: a handler may fork in a fork */

static void block(sigset_t *signals)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, signals);
}

static void take(sigset_t *signals)
{
	block(signals);
	pthread_mutex_lock(&lock);
}

static void give(const sigset_t *signals)
{
	pthread_mutex_unlock(&lock);
	pthread_sigmask(SIG_SETMASK, signals, NULL);
}

/* No cancellation until leave(). */
static int enter(void)
{
	int state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	return state;
}

static void leave(int state)
{
	pthread_setcancelstate(state, NULL);
}

/*
 * The lock is held until the child is made, but signals are not blocked so long: one that this
 * thread blocks, and that nobody handles (SIGCHLD of a child that ends at once), would interrupt
 * system calls of other threads.
 */
static void before_fork(void)
{
	const uintptr_t self = (uintptr_t)pthread_self();
	sigset_t signals;

	block(&signals);
	if (__atomic_load_n(&forker, __ATOMIC_RELAXED) != self) {
		pthread_mutex_lock(&lock);
		__atomic_store_n(&forker, self, __ATOMIC_RELAXED);
	}
	forks++;
	pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

static void in_parent(void)
{
	sigset_t signals;

	block(&signals);
	if (!--forks) {
		__atomic_store_n(&forker, 0, __ATOMIC_RELAXED);
		pthread_mutex_unlock(&lock);
	}
	pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

static void forget(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * The sockets stay the parent's; the memory is left, since another thread may have been using it,
 * or this one is, in a callback: it finds no descriptor there.
 */
static void in_child(void)
{
	for (struct server *s = servers; s; s = s->next) {
		for (int i = 0; i < CLIENTS; i++)
			forget(&s->clients[i].fd);
		listener_forget(&s->listener);
		forget(&s->stop);
		forget(&s->epoll);
	}
	servers = NULL;
	in_parent();
}

static void init(void)
{
	atfork_error = pthread_atfork(before_fork, in_parent, in_child);
}

void ffp_control_watch(int (*callback)(const struct ffp_control_request *request, void *arg),
		       void *arg)
{
	const int cancel = enter();
	sigset_t signals;

	take(&signals);
	watch = callback;
	watch_arg = arg;
	give(&signals);
	leave(cancel);
}

static int add(struct server *s, int fd, uint32_t what)
{
	struct epoll_event event = { .events = EPOLLIN, .data = { .u32 = what } };

	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

/* With the lock held, so that no child of a fork in another thread keeps a descriptor. */
static int open_server(struct server *s, const char *path, bool has_thread)
{
	int error = listener_open(&s->listener, path);

	if (error)
		return error;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	s->stop = s->epoll >= 0 && has_thread ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
	if (s->epoll < 0 || (has_thread && s->stop < 0))
		error = -errno;
	if (!error)
		error = add(s, s->listener.fd, LISTENER);
	if (!error && has_thread)
		error = add(s, s->stop, STOP);
	if (error) {
		if (s->stop >= 0)
			close(s->stop);
		if (s->epoll >= 0)
			close(s->epoll);
		listener_close(&s->listener);
		return error;
	}
	s->desk.callback = watch;
	s->desk.arg = watch_arg;
	s->next = servers;
	servers = s;
	return 0;
}

static struct server *new_server(const char *path, bool has_thread, int *error)
{
	struct server *s;
	sigset_t signals;

	pthread_once(&once, init);
	/* Pages that no client needs are never touched. */
	s = atfork_error ? NULL : calloc(1, sizeof(*s));
	if (!s) {
		*error = atfork_error ? -atfork_error : -ENOMEM;
		return NULL;
	}
	for (int i = 0; i < CLIENTS; i++)
		s->clients[i].fd = -1;
	take(&signals);
	*error = open_server(s, path, has_thread);
	give(&signals);
	if (*error) {
		free(s);
		return NULL;
	}
	return s;
}

int ffp_control_open(const char *path)
{
	const int cancel = enter();
	int error;
	const struct server *s = new_server(path, false, &error);

	if (s)
		error = s->epoll;
	leave(cancel);
	return error;
}

static void cut_off(struct server *s, struct client *c)
{
	if (c->fd < 0)
		return;
	epoll_ctl(s->epoll, EPOLL_CTL_DEL, c->fd, NULL);
	shutdown(c->fd, SHUT_RDWR);
	forget(&c->fd);
}

static void drop(struct server *s, struct client *c)
{
	sigset_t signals;

	take(&signals);
	cut_off(s, c);
	give(&signals);
	c->used = 0;
}

/* False if the client is gone, or does not read its answers. */
static bool tell(const struct client *c, const char *answer, size_t length)
{
	return send(c->fd, answer, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

static void send_away(struct server *s, struct client *c, const char *why)
{
	tell(c, why, strlen(why));
	drop(s, c);
}

static void read_client(struct server *s, struct client *c);

static struct client *find_free(struct server *s)
{
	for (int i = 0; i < CLIENTS; i++)
		if (s->clients[i].fd < 0)
			return &s->clients[i];
	return NULL;
}

/* Make a place free: that of the client which has been silent for longest. */
static void make_room(struct server *s)
{
	struct client *oldest = &s->clients[0];

	for (int i = 1; i < CLIENTS; i++)
		if (s->clients[i].last < oldest->last)
			oldest = &s->clients[i];
	/* It may have asked since. */
	read_client(s, oldest);
	if (oldest->fd >= 0)
		send_away(s, oldest, "error too many clients, and this one was silent\n");
}

static int accept_clients(struct server *s)
{
	for (int n = 0; n < ACCEPTED; n++) {
		struct client *c = find_free(s);
		sigset_t signals;
		int error = 0;

		take(&signals);
		c->fd = accept4(s->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (c->fd < 0)
			error = errno;
		give(&signals);
		if (error == EINTR || error == ECONNABORTED)
			continue;
		if (error)
			return error == EAGAIN ? 0 : -error;
		c->used = 0;
		c->last = ++s->now;
		if (!peer_is_allowed(&s->listener, c->fd, &c->pid, &c->uid))
			send_away(s, c, "error only root and the user of the program may ask\n");
		else if (add(s, c->fd, (uint32_t)(c - s->clients)))
			send_away(s, c, "error no memory\n");
		else if (!find_free(s))
			make_room(s);
	}
	return 0;
}

/* Serve the whole lines that a client has sent. */
static void serve_lines(struct server *s, struct client *c)
{
	char answer[CONTROL_ANSWER], *end;
	size_t from = 0;

	while ((end = memchr(c->line + from, '\n', c->used - from))) {
		size_t length = (size_t)(end - (c->line + from));

		length = control_serve(&s->desk, c->line + from, length, c->pid, c->uid, answer);
		if (!tell(c, answer, length)) {
			drop(s, c);
			return;
		}
		from = (size_t)(end - c->line) + 1;
	}
	c->used -= from;
	memmove(c->line, c->line + from, c->used);
	if (c->used == sizeof(c->line))
		send_away(s, c, "error a line of more than 16384 bytes\n");
}

static void read_client(struct server *s, struct client *c)
{
	ssize_t n = recv(c->fd, c->line + c->used, sizeof(c->line) - c->used, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		/* What has no end is not carried out. */
		if (!n && c->used)
			send_away(s, c, "error a line without its end\n");
		else
			drop(s, c);
		return;
	}
	c->last = ++s->now;
	c->used += (size_t)n;
	serve_lines(s, c);
}

static int serve(struct server *s)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(s->epoll, events, EVENTS, 0), error = 0;
	bool has_more = false;

	/* The program may have closed it, or all that it has. */
	if (n < 0 && errno != EINTR)
		return errno == EINVAL ? -EBADF : -errno;
	/* Clients first: one that has asked is not silent. */
	for (int i = 0; i < n; i++) {
		uint32_t what = events[i].data.u32;

		if (what == LISTENER)
			has_more = true;
		else if (what < CLIENTS && s->clients[what].fd >= 0)
			read_client(s, &s->clients[what]);
	}
	if (has_more)
		error = accept_clients(s);
	return error;
}

/* The server of a descriptor, with the lock held. */
static struct server **find_server(int fd)
{
	struct server **at = &servers;

	while (*at && (*at)->epoll != fd)
		at = &(*at)->next;
	return at;
}

static int handle(int fd)
{
	sigset_t signals;
	struct server *s;
	bool is_ours;
	int error;

	take(&signals);
	s = *find_server(fd);
	is_ours = s && !s->is_busy && !s->is_ending;
	if (is_ours)
		s->is_busy = true;
	give(&signals);
	if (!s)
		return -EBADF;
	if (!is_ours)
		return 0;
	error = serve(s);
	take(&signals);
	s->is_busy = false;
	give(&signals);
	return error;
}

int ffp_control_handle(int fd)
{
	const int cancel = enter();
	const int error = handle(fd);

	leave(cancel);
	return error;
}

static void *run(void *arg)
{
	const struct timespec pause = { .tv_nsec = 100000000 };
	struct server *s = arg;

	for (;;) {
		struct pollfd ready[2] = { { .fd = s->epoll, .events = POLLIN },
					   { .fd = s->stop, .events = POLLIN } };

		int error = poll(ready, 2, -1) < 0 ? -errno : 0;

		if (ready[1].revents)
			return NULL;
		if (!error)
			error = ffp_control_handle(s->epoll);
		if (error == -EBADF)
			return NULL;
		/* Whatever it is that the system refuses, to ask again at once would be no use. */
		if (error && error != -EINTR)
			nanosleep(&pause, NULL);
	}
}

static void free_server(struct server *s)
{
	sigset_t signals;

	take(&signals);
	*find_server(s->epoll) = s->next;
	listener_close(&s->listener);
	for (int i = 0; i < CLIENTS; i++)
		cut_off(s, &s->clients[i]);
	forget(&s->stop);
	forget(&s->epoll);
	give(&signals);
	free(s);
}

static int start(const char *path)
{
	sigset_t all, old;
	int fd, error;
	struct server *s = new_server(path, true, &error);

	if (!s)
		return error;
	/* Once it has a thread, another may stop it and free it. */
	fd = s->epoll;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&s->thread, NULL, run, s);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error) {
		free_server(s);
		return -error;
	}
	take(&old);
	s->has_thread = true;
	give(&old);
	return fd;
}

int ffp_control_start(const char *path)
{
	const int cancel = enter();
	const int fd = start(path);

	leave(cancel);
	return fd;
}

static int end(int fd)
{
	const uint64_t one = 1;
	sigset_t signals;
	struct server *s;
	int error = 0;

	take(&signals);
	s = *find_server(fd);
	if (!s || s->is_ending)
		error = -EBADF;
	else if (s->has_thread ? pthread_equal(s->thread, pthread_self()) : s->is_busy)
		error = -EBUSY;
	else
		s->is_ending = true;
	give(&signals);
	if (error)
		return error;
	if (s->has_thread) {
		/* Cannot fail: the count is 0. */
		if (write(s->stop, &one, sizeof(one)) != sizeof(one))
			return -EBADF;
		pthread_join(s->thread, NULL);
	}
	free_server(s);
	return 0;
}

int ffp_control_close(int fd)
{
	const int cancel = enter();
	const int error = end(fd);

	leave(cancel);
	return error;
}
