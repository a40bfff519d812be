// SPDX-License-Identifier: MIT
/*
 * libFuzzer: what a client sends to libffp-control, through a socket and the server's own
 * descriptor.  The first byte of the input tells how long the pieces are in which the rest is sent:
 * 1 and its square.  Each answer is "ok" or an error in one line of printable characters, no client
 * gets more answers than it sent lines, and errors alone change no key.
 */
#include <ffp/control.h>
#include "../control/keys.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char directory[] = "/tmp/ffp-fuzz-XXXXXX";
static struct sockaddr_un address = { .sun_family = AF_UNIX };
static int fd = -1;

/* What has come of an answer, and of all of them. */
struct answers {
	char line[512];
	size_t used, lines, done;
};

static void check(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void end(void)
{
	ffp_control_close(fd);
	rmdir(directory);
}

static void begin(void)
{
	check(mkdtemp(directory), "no directory");
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", directory);
	fd = ffp_control_open(address.sun_path);
	check(fd >= 0, "no socket");
	atexit(end);
}

static void handle(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (poll(&p, 1, 0) == 1)
		check(!ffp_control_handle(fd), "the server cannot go on");
}

static void read_answers(int s, struct answers *a)
{
	char text[4096];
	ssize_t n;

	while ((n = recv(s, text, sizeof(text), MSG_DONTWAIT)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			if (text[i] != '\n') {
				check(a->used < sizeof(a->line) - 1, "an answer is long");
				check((unsigned char)text[i] >= ' ' && text[i] != 0x7f,
				      "an answer has a control character");
				a->line[a->used++] = text[i];
				continue;
			}
			a->line[a->used] = '\0';
			a->used = 0;
			a->lines++;
			a->done += !strcmp(a->line, "ok");
			check(!strcmp(a->line, "ok") || !strncmp(a->line, "error ", 6),
			      "an answer is neither ok nor an error");
		}
}

/* What calls of the keys do. */
static int state(void)
{
	traced = 0;
	trace();
	return first() * 10 + second() * 100 + traced;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answers answers = { .used = 0 };
	size_t piece, lines = 0;
	int s;

	if (!size)
		return 0;
	if (fd < 0)
		begin();
	RESET_FFP(first);
	RESET_FFP(second);
	RESET_FFP(trace);
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	check(!connect(s, (struct sockaddr *)&address, sizeof(address)), "no connection");
	piece = 1 + (size_t)data[0] * data[0];
	for (size_t at = 1, n; at < size; at += n) {
		n = size - at < piece ? size - at : piece;
		if (send(s, data + at, n, MSG_NOSIGNAL) < 0)
			break;
		handle();
		read_answers(s, &answers);
	}
	shutdown(s, SHUT_WR);
	handle();
	read_answers(s, &answers);
	close(s);
	handle();
	for (size_t at = 1; at < size; at++)
		lines += data[at] == '\n';
	check(!answers.used, "an answer has no end");
	/* One more of what had no end, or was too long. */
	check(answers.lines <= lines + 1, "more answers than requests");
	check(answers.done || state() == 110, "an error changed a key");
	return 0;
}
