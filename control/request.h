/* SPDX-License-Identifier: MIT */
/* From a line to changed keys. */
#ifndef CONTROL_REQUEST_H
#define CONTROL_REQUEST_H

#include "protocol.h"

#include <ffp/control.h>

enum { CONTROL_ANSWER = 256 };

/* What the requests of one socket share, and the room that a request needs. */
struct control_desk {
	int (*callback)(const struct ffp_control_request *request, void *arg);
	void *arg;
	struct control_words words;
	struct ffp_change changes[CONTROL_WORDS];
	const char *names[CONTROL_WORDS];
};

/*
 * Make the changes of a line, as control_parse() takes it, for a client of that process and user.
 * Writes the answer, a line with its newline, and returns its length.
 */
size_t control_serve(struct control_desk *desk, char *line, size_t length, pid_t pid, uid_t uid,
		     char answer[CONTROL_ANSWER]);

#endif /* CONTROL_REQUEST_H */
