// SPDX-License-Identifier: MIT
/*
 * A socket's file outlives its process, so an old one must be replaced, and one on which a process
 * listens must not.  The question and the replacement are made under a lock (flock) of the
 * directory: of two processes that find the same old file, the second would otherwise remove the
 * first one's new file.
 */
#include "socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Is it a directory of ours in which nobody else makes files? */
static bool is_private(const char *directory)
{
	struct stat st;

	return directory[0] == '/' && !stat(directory, &st) && S_ISDIR(st.st_mode) &&
	       st.st_uid == geteuid() && !(st.st_mode & 022);
}

static int own_path(struct sockaddr_un *address)
{
	const char *directory = secure_getenv("XDG_RUNTIME_DIR");
	char fallback[40];
	int length;

	if (!directory || !is_private(directory)) {
		snprintf(fallback, sizeof(fallback), "/run/user/%lu", (unsigned long)geteuid());
		if (!is_private(fallback))
			return -ENOENT;
		directory = fallback;
	}
	length = snprintf(address->sun_path, sizeof(address->sun_path), "%s/ffp-%ld", directory,
			  (long)getpid());
	return (size_t)length < sizeof(address->sun_path) ? 0 : -ENAMETOOLONG;
}

static int set_path(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (!path)
		return own_path(address);
	if (!*path)
		return -EINVAL;
	if (strlen(path) >= sizeof(address->sun_path))
		return -ENAMETOOLONG;
	memcpy(address->sun_path, path, strlen(path));
	return 0;
}

/* Returns a descriptor that holds the lock, or a negative errno. */
static int lock_directory(const char *path)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	char directory[sizeof(((struct sockaddr_un *)0)->sun_path) + 1];
	const char *slash = strrchr(path, '/');
	int fd;

	if (slash)
		snprintf(directory, sizeof(directory), "%.*s", (int)(slash - path + 1), path);
	fd = open(slash ? directory : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB); tries++) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK || tries == 100) {
			int error = errno == EWOULDBLOCK ? -EAGAIN : -errno;

			close(fd);
			return error;
		}
		nanosleep(&pause, NULL);
	}
	return fd;
}

/* Remove a socket on which nobody listens.  0: there is none now. */
static int remove_old(const struct sockaddr_un *address)
{
	struct stat st;
	int fd, error;

	if (lstat(address->sun_path, &st))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISLNK(st.st_mode))
		return -ELOOP;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	error = connect(fd, (const struct sockaddr *)address, sizeof(*address)) ? errno : 0;
	close(fd);
	/* A listener that is busy gives EAGAIN. */
	if (error != ECONNREFUSED)
		return error == ENOENT ? 0 : -EADDRINUSE;
	return unlink(address->sun_path) && errno != ENOENT ? -errno : 0;
}

static const char *name_of(const struct listener *l)
{
	const char *slash = strrchr(l->address.sun_path, '/');

	return slash ? slash + 1 : l->address.sun_path;
}

static int bind_and_listen(struct listener *l)
{
	struct stat st;
	int error;

	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return -errno;
	/* Linux gives the file the mode of the socket; umask() would be that of all threads. */
	if (fchmod(l->fd, 0600) ||
	    bind(l->fd, (const struct sockaddr *)&l->address, sizeof(l->address))) {
		error = -errno;
		close(l->fd);
		return error;
	}
	if (listen(l->fd, SOMAXCONN) || lstat(l->address.sun_path, &st)) {
		error = -errno;
		unlink(l->address.sun_path);
		close(l->fd);
		return error;
	}
	/* A umask may have left less to its owner.  It is no error if that cannot be put right. */
	if ((st.st_mode & 0777) != 0600)
		(void)!fchmodat(l->directory, name_of(l), 0600, AT_SYMLINK_NOFOLLOW);
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return 0;
}

/* As whom the kernel gives all users that this process's namespace does not know. */
static uid_t unknown_user(void)
{
	FILE *f = fopen("/proc/sys/kernel/overflowuid", "re");
	unsigned uid;

	if (!f || fscanf(f, "%u", &uid) != 1)
		uid = 65534;
	if (f)
		fclose(f);
	return uid;
}

int listener_open(struct listener *l, const char *path)
{
	int error = set_path(&l->address, path);

	if (error)
		return error;
	/* Now, since a program may forbid itself to open files later. */
	l->unknown = unknown_user();
	l->directory = lock_directory(l->address.sun_path);
	if (l->directory < 0)
		return l->directory;
	error = remove_old(&l->address);
	if (!error)
		error = bind_and_listen(l);
	if (error)
		close(l->directory);
	else
		flock(l->directory, LOCK_UN);
	return error;
}

void listener_forget(struct listener *l)
{
	close(l->fd);
	close(l->directory);
	l->fd = l->directory = -1;
}

void listener_close(struct listener *l)
{
	const char *name = name_of(l);
	struct stat st;

	if (!fstatat(l->directory, name, &st, AT_SYMLINK_NOFOLLOW) && st.st_dev == l->dev &&
	    st.st_ino == l->ino)
		unlinkat(l->directory, name, 0);
	/* Nobody waits for an answer because a child that we do not know of has it, too. */
	shutdown(l->fd, SHUT_RDWR);
	listener_forget(l);
}

/* Does the user namespace of this process know every user? */
static bool knows_all_users(void)
{
	FILE *f = fopen("/proc/self/uid_map", "re");
	unsigned long long sum = 0;
	unsigned long count;

	if (!f)
		return false;
	while (fscanf(f, "%*u%*u%lu", &count) == 1)
		sum += count;
	fclose(f);
	return sum >= UINT32_MAX;
}

bool peer_is_allowed(const struct listener *l, int fd, pid_t *pid, uid_t *uid)
{
	struct ucred peer;
	socklen_t length = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) || length != sizeof(peer))
		return false;
	*pid = peer.pid;
	*uid = peer.uid;
	return !peer.uid ||
	       (peer.uid == geteuid() && (peer.uid != l->unknown || knows_all_users()));
}
