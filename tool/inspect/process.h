/* SPDX-License-Identifier: MIT */
/*
 * A running process, seen from outside by /proc: its mappings, its memory, its files.  It is not
 * stopped or traced, and does not take part.
 */
#ifndef TOOL_PROCESS_H
#define TOOL_PROCESS_H

#include "memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line of /proc/PID/maps. */
struct mapping {
	uint64_t start, end;
	uint64_t offset; /* of the start, in the file */
	uint64_t inode;
	bool readable, writable, executable;
	bool device;	  /* registers, perhaps: it is not read, since a read may do something */
	const char *path; /* as the kernel writes it; "": of no file */
};

struct process {
	const char *name; /* for messages: "process PID" */
	int proc;	  /* /proc/PID */
	int mem;	  /* its memory */
	struct memory memory;
	uint16_t machine; /* e_machine of the program that the kernel runs */
	struct mapping *mappings;
	size_t n;
	char *maps; /* the text to which paths point */
};

/* Open the process of this PID.  False after a message.  process_close() in any case. */
bool process_open(struct process *process, const char *pid);
void process_close(struct process *process);

/* Read the mappings anew. */
bool process_read_maps(struct process *process);

/* Of a text like that of /proc/PID/maps, which is changed: its lines.  Returns their number. */
size_t process_parse_maps(char *text, struct mapping **mappings);

/*
 * Open the file of a mapping, in the process's own tree of files.  It may be another file of that
 * name by now.  Only regular files are opened, without a wait.  -1: there is none.
 */
int process_open_file(const struct process *process, const struct mapping *mapping);

/* " (deleted)" follows the path of a file that has no name any more. */
#define PROCESS_DELETED " (deleted)"

#endif /* TOOL_PROCESS_H */
