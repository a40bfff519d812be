/* SPDX-License-Identifier: MIT */
/* The socket's file, and who is at the other end. */
#ifndef CONTROL_SOCKET_H
#define CONTROL_SOCKET_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>

struct listener {
	int fd;
	int directory; /* of the file: the program may change its own, or its root, and go on */
	struct sockaddr_un address;
	uid_t unknown; /* as whom the kernel gives users that a namespace does not know */
	dev_t dev;     /* of the file, so that no other one is removed in its place */
	ino_t ino;
};

/* As ffp_control_open(); fills *l and returns 0, or returns a negative errno. */
int listener_open(struct listener *l, const char *path);

/* Close it, and remove its file if it still is ours. */
void listener_close(struct listener *l);

/* In the child of a fork: close the descriptors alone. */
void listener_forget(struct listener *l);

/* May who has connected to it ask for changes?  Fills *pid and *uid. */
bool peer_is_allowed(const struct listener *l, int fd, pid_t *pid, uid_t *uid);

#endif /* CONTROL_SOCKET_H */
