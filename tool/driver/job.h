/* SPDX-License-Identifier: MIT */
/* What the command line of a compiler asks for. */
#ifndef TOOL_JOB_H
#define TOOL_JOB_H

#include "array.h"

#include <stdbool.h>

/* What each word of it is. */
enum role {
	ROLE_OPTION,   /* of compiling, or of both */
	ROLE_OUTPUT,   /* -o and its argument */
	ROLE_LANGUAGE, /* -x and its argument */
	ROLE_LINK,     /* an option of linking only */
	ROLE_INPUT,    /* a file for the linker */
	ROLE_SOURCE,
};

struct job {
	struct words words;    /* with @FILE expanded */
	enum role *role;       /* of each */
	const char **language; /* of each source: the argument of -x, or NULL */
	size_t sources;
	bool compile_only; /* -c */
	bool no_object;	   /* stops before there is one, or only prints */
	bool lto;	   /* link-time optimisation */
	bool beside;	   /* makes files besides, whose names come from the output's */
	const char *output;
};

/* `argv`: without the compiler's name.  job_free() later. */
void job_parse(struct job *job, char **argv);
void job_free(struct job *job);

/* Call `each` for every object that -c makes; returns true if each did. */
bool job_each_object(const struct job *job, bool (*each)(const char *path));

#endif /* TOOL_JOB_H */
