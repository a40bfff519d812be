/* SPDX-License-Identifier: MIT */
/* A socket of this process, and clients of it that are in this process, too. */
#ifndef CONTROL_CLIENT_H
#define CONTROL_CLIENT_H

#include <errno.h>
#include <ffp/control.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char path[80];
static int fd;

static int dial(const char *to)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", to);
	if (s >= 0 && connect(s, (struct sockaddr *)&address, sizeof(address))) {
		close(s);
		return -errno;
	}
	return s;
}

static void put(int s, const char *text)
{
	if (send(s, text, strlen(text), MSG_NOSIGNAL) < 0)
		printf("# send: %s\n", strerror(errno));
}

/* Serve until there is nothing to do. */
static int handle(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int error = 0;

	while (!error && poll(&p, 1, 0) == 1)
		error = ffp_control_handle(fd);
	return error;
}

/* What has come, at most one read of it; "" if nothing has, "end" at the end. */
static const char *get(int s)
{
	static char text[8192];
	ssize_t n = recv(s, text, sizeof(text) - 1, MSG_DONTWAIT);

	if (!n || (n < 0 && errno == ECONNRESET))
		return "end";
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static bool answers(int s, const char *request, const char *answer)
{
	const char *got;

	put(s, request);
	handle();
	got = get(s);
	if (!strcmp(got, answer))
		return true;
	printf("# got: %s\n", got);
	return false;
}

static bool asks(const char *request, const char *answer)
{
	int s = dial(path);
	bool is_so = answers(s, request, answer);

	close(s);
	handle();
	return is_so;
}

#endif /* CONTROL_CLIENT_H */
