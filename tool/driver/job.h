/* SPDX-License-Identifier: MIT */
/* What the command line of a compiler asks for: read once for cc.c and lto.c. */
#ifndef TOOL_JOB_H
#define TOOL_JOB_H

#include "array.h"

#include <stdbool.h>

/* The role of each word of the command line. */
enum role {
	ROLE_OPTION,   /* an option of compiling, or of compiling and linking */
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
	bool no_object;	   /* stops before an object is made, or only prints */
	bool lto;	   /* link-time optimisation */
	bool beside;	   /* makes other files, which are named after the output */
	/* -MD and the like: a list of what a source includes, as a rule of make. */
	bool lists;
	bool list_named;  /* its file is */
	bool list_target; /* and the target of the rule */
	const char *output;
};

/* Read `argv`, which does not contain the compiler's name.  Call job_free() later. */
void job_parse(struct job *job, char **argv);
void job_free(struct job *job);

/* Call `each` for every object that -c makes; true if all calls returned true. */
bool job_each_object(const struct job *job, bool (*each)(const char *path));

#endif /* TOOL_JOB_H */
