/* SPDX-License-Identifier: MIT */
/*
 * Systems that forbid, limit or lack something.  Each is a row of the table in
 * docs/hardened.md; what a change did there is a cell.
 *
 *	hardened.c	the rows, and one process for each cell
 *	cell.c		what that process does: changes, and what it found
 *	rooms.c		changes with a little room left, at each amount of it
 *	watch.c		changes watched from another process
 *	guards.c	what is forbidden or limited
 *	places.c	where the program lies
 *	pages.c		what kind of pages its text is on
 */
#ifndef HARDENED_H
#define HARDENED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a cell's process found; in memory shared with the one that made it. */
struct report {
	char cannot[120];	 /* why there is nothing to see here; empty: there was */
	bool done;		 /* the process came to its end */
	int error;		 /* what every change returned */
	bool varies;		 /* … but they did not all return the same */
	unsigned changes, calls; /* made */
	unsigned wrong;		 /* calls that went elsewhere than FFP_TARGET tells */
	unsigned moved;		 /* changes that failed and yet changed the target */
	unsigned foreign;	 /* sites that the library does not know again */
	int left;		 /* mappings and files that refused changes left behind */
	int later;		 /* once the limit was lifted: what a change returned */
	bool named;		 /* calls' text is named in /proc/self/maps, where that is asked */
	int way, anonymous, serialised;
	unsigned room, refused, worked; /* rooms.c */
};

/* A system. */
struct row {
	const char *name;
	/* In a new process: put a copy of the program somewhere and start it; comes back if not. */
	int (*place)(const struct row *row);
	/* In the process that will make changes: 0, or the reason is in report->cannot. */
	int (*guard)(void);
	void (*lift)(void); /* takes the guard away again */
	bool warm;	    /* the first change comes before the guard */
	bool atomic;	    /* changes are FFP_ATOMIC, which copies all of the text */
};

extern struct report *report;

/* ok() and skip() of tap.h, of which one file can be the one that counts. */
void checked(bool condition, const char *format, ...) __attribute__((format(printf, 2, 3)));
void skipped(const char *what, const char *why);

/* Always -1: the reason why something cannot be tried here. */
int cannot(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* cell.c */
extern int (*const callers[])(int);
extern const int n_callers;
int change(int to_b, bool atomic);
/* How many callers reach the second target, or -1 if one reaches neither. */
int callers_of_b(void);
bool told_b(void);
void run_cell(const struct row *row, int column);
/* Mappings and open files of this process; 0 where /proc does not tell. */
int mappings(void);

/* guards.c */
int forbid_nothing(void);
int forbid_mdwe(void);
int kill_on_writable_executable(void);
int refuse_mprotect_exec(void);
int refuse_memfd(void);
int refuse_mremap(void);
int refuse_membarrier(void);
int refuse_open(void);
int refuse_open_membarrier_prctl(void);
int no_proc(void);
int empty_chroot(void);
int no_files(void);
int become_nobody(void);
int not_dumpable(void);
int lock_memory(void);
int lock_memory_limited(void);
int no_data(void);
int no_file_size(void);
int no_file_size_not_dumpable(void);
/* What mappings, what address space this process may have is used up; … */
int fill_mappings(void);
int fill_address_space(void);
/* … but for so many mappings or pages. */
int leave_mappings(unsigned room);
int leave_address_space(unsigned room);
void mappings_lift(void);
void address_space_lift(void);
int small_cgroup(void);
int large_cgroup(void);
void cgroup_clean(void);

/* rooms.c */
void check_rooms(void);

/* watch.c */
void watch(void);

/* places.c */
extern char directory[]; /* of the copies, made and removed by the first process */
extern char program[];	 /* where this process's program lies */
int place_copy(const struct row *row);
int place_set_user_id(const struct row *row);
int place_on_overlay(const struct row *row);
int place_on_btrfs(const struct row *row);
int place_on_mount(const struct row *row);
int place_on_huge_tmpfs(const struct row *row);
int file_deleted(void);
int file_replaced(void);
int file_replaced_by_pipe(void);
int file_unreadable(void);
int file_noexec(void);
/* Mounts of this process alone. */
int own_mounts(void);
/* Start `path` to go on with the cell. */
int start(const char *path, const struct row *row);

/* pages.c */
int text_on_huge_tmpfs(void);
int text_on_huge_pages(void);
int text_on_hugetlb(void);
int text_sealed(void);

#endif /* HARDENED_H */
