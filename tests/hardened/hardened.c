// SPDX-License-Identifier: MIT
/*
 * A key is changed on systems that forbid, limit or lack something: each alone,
 * with mprotect(PROT_EXEC) forbidden as well (as systemd's
 * MemoryDenyWriteExecute and SELinux do), and with memfd_create forbidden on top.
 * Each in a process of its own, since most of it cannot be taken back.
 *
 * Whatever it is, a change takes effect or returns an error and changes nothing.
 * Which way it took, or which error, is printed as a line "# row: …", of which
 * table.py makes and checks docs/hardened.md.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "hardened.h"

#define COLUMNS 3

static int set_user_id(void)
{
	return getauxval(AT_SECURE) ? 0 : cannot("AT_SECURE is not set here");
}

static int noexec_and_no_way_but_memory(void)
{
	return file_noexec() || not_dumpable() || refuse_memfd();
}

static const struct row rows[] = {
	{ .name = "nothing forbidden", .guard = forbid_nothing },
	{ .name = "PR_SET_MDWE", .guard = forbid_mdwe },
	{ .name = "a filter kills on writable and executable mmap, mprotect",
	  .guard = kill_on_writable_executable },
	{ .name = "memfd_create refused", .guard = refuse_memfd },
	{ .name = "mremap refused", .guard = refuse_mremap },
	{ .name = "membarrier refused", .guard = refuse_membarrier },
	{ .name = "open, openat refused", .guard = refuse_open },
	{ .name = "open, openat, membarrier, prctl refused",
	  .guard = refuse_open_membarrier_prctl },
	{ .name = "no /proc", .guard = no_proc },
	{ .name = "no /proc after the first change", .guard = no_proc, .warm = true },
	{ .name = "chroot to an empty directory", .guard = empty_chroot },
	{ .name = "chroot after the first change", .guard = empty_chroot, .warm = true },
	{ .name = "the program's file deleted", .place = place_copy, .guard = file_deleted },
	{ .name = "deleted after the first change",
	  .place = place_copy,
	  .guard = file_deleted,
	  .warm = true },
	{ .name = "replaced by a newer version", .place = place_copy, .guard = file_replaced },
	{ .name = "replaced after the first change",
	  .place = place_copy,
	  .guard = file_replaced,
	  .warm = true },
	{ .name = "replaced by a pipe after the first change",
	  .place = place_copy,
	  .guard = file_replaced_by_pipe,
	  .warm = true },
	{ .name = "the file on overlayfs", .place = place_on_overlay },
	{ .name = "the file on btrfs", .place = place_on_btrfs },
	{ .name = "its mount made noexec", .place = place_on_mount, .guard = file_noexec },
	{ .name = "noexec, not dumpable, memfd_create refused",
	  .place = place_on_mount,
	  .guard = noexec_and_no_way_but_memory },
	{ .name = "another user, who may not read the file",
	  .place = place_copy,
	  .guard = file_unreadable },
	{ .name = "another user (setuid)", .guard = become_nobody },
	{ .name = "not dumpable, not root", .guard = not_dumpable },
	{ .name = "a set-user-ID program", .place = place_set_user_id, .guard = set_user_id },
	{ .name = "vm.max_map_count reached", .guard = fill_mappings, .lift = mappings_lift },
	{ .name = "RLIMIT_AS reached", .guard = fill_address_space, .lift = address_space_lift },
	{ .name = "RLIMIT_DATA reached", .guard = no_data, .warm = true },
	{ .name = "RLIMIT_NOFILE 0", .guard = no_files },
	{ .name = "RLIMIT_FSIZE 0", .guard = no_file_size },
	{ .name = "RLIMIT_FSIZE 0, not dumpable", .guard = no_file_size_not_dumpable },
	{ .name = "mlockall(MCL_CURRENT, MCL_FUTURE)", .guard = lock_memory },
	{ .name = "mlockall, RLIMIT_MEMLOCK reached", .guard = lock_memory_limited, .warm = true },
	{ .name = "a cgroup with memory to spare", .guard = large_cgroup, .atomic = true },
	{ .name = "a cgroup without", .guard = small_cgroup, .atomic = true },
	{ .name = "text on transparent huge pages of memory", .guard = text_on_huge_pages },
	{ .name = "text on transparent huge pages of tmpfs",
	  .place = place_on_huge_tmpfs,
	  .guard = text_on_huge_tmpfs },
	{ .name = "text on hugetlb pages", .guard = text_on_hugetlb },
	{ .name = "text sealed (mseal)", .guard = text_sealed },
	{ .name = "sealed after the first change", .guard = text_sealed, .warm = true },
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

struct report *report;
char directory[PATH_MAX] = "/tmp/ffp-hardened-XXXXXX";
char program[PATH_MAX];
static int report_fd, column;

int cannot(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(report->cannot, sizeof(report->cannot), format, ap);
	va_end(ap);
	return -1;
}

void checked(bool condition, const char *format, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	ok(condition, "%s", text);
}

void skipped(const char *what, const char *why)
{
	skip(what, why);
}

static void find_program(void)
{
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[n > 0 ? n : 0] = '\0';
}

int start(const char *path, const struct row *row)
{
	char arguments[3][20];

	snprintf(arguments[0], sizeof(arguments[0]), "%d", (int)(row - rows));
	snprintf(arguments[1], sizeof(arguments[1]), "%d", column);
	snprintf(arguments[2], sizeof(arguments[2]), "%d", report_fd);
	execl(path, path, arguments[0], arguments[1], arguments[2], directory, NULL);
	return cannot("exec %s: %s", path, strerror(errno));
}

static void map_report(void)
{
	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE, MAP_SHARED, report_fd, 0);
	if (report == MAP_FAILED)
		abort();
}

/* Started by start(): the rest of the cell. */
static int go_on(char **argv)
{
	column = atoi(argv[2]);
	report_fd = atoi(argv[3]);
	snprintf(directory, sizeof(directory), "%s", argv[4]);
	map_report();
	run_cell(&rows[atoi(argv[1])], column);
	return 0;
}

static const char *error_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
		{ EACCES, "EACCES" },
		{ EAGAIN, "EAGAIN" },
		{ EBUSY, "EBUSY" },
		{ EINVAL, "EINVAL" },
		{ EMFILE, "EMFILE" },
		{ ENOMEM, "ENOMEM" },
		{ EPERM, "EPERM" },
		{ ENOTSUP, "ENOTSUP" },
		{ ENOTRECOVERABLE, "ENOTRECOVERABLE" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].error == error)
			return names[i].name;
	return "another error";
}

/* What the table says. */
static void put_cell(char *out, size_t size, int status)
{
	static const char *const ways[] = { "a pointer", "mprotect", "/proc/self/mem", "memfd" };

	if (report->cannot[0])
		snprintf(out, size, "?");
	else if (WIFSIGNALED(status))
		snprintf(out, size, "killed, %s",
			 WTERMSIG(status) == SIGKILL ? "SIGKILL" : "by another signal");
	else if (report->error)
		snprintf(out, size, "%s", error_name(-report->error));
	else
		snprintf(out, size, "%s, %s%s", ways[report->way & 3],
			 report->anonymous ? "memory" : "file",
			 report->serialised ? "" : ", no barrier");
}

static void judge(const struct row *row, const char *what, int status)
{
	bool may_be_killed = row->guard == small_cgroup;

	if (report->cannot[0]) {
		skip(what, report->cannot);
		return;
	}
	if (may_be_killed && WIFSIGNALED(status)) {
		is(WTERMSIG(status), SIGKILL, "%s: killed by the kernel", what);
		return;
	}
	ok(status == 0 && report->done, "%s: comes to its end (status %#x)", what, status);
	if (row == rows && column == 0)
		is(report->error, 0, "%s: changes are made", what);
	ok(!report->varies && report->calls > 0, "%s: %u changes all return %d", what,
	   report->changes, report->error);
	is(report->wrong, 0, "%s: after each, every call goes to the target that is told", what);
	is(report->moved, 0, "%s: nothing changes with an error", what);
	is(report->foreign, 0, "%s: no site is foreign", what);
	ok(report->error == 0 || report->left <= 0,
	   "%s: an error leaves nothing mapped or open (%d)", what, report->left);
	ok(report->error || report->named, "%s: the text has a name in /proc/self/maps", what);
	if (row->lift)
		is(report->later, 0, "%s: and works once there is room", what);
	if (FORM == POINTER)
		ok((!report->error || row->lift) && report->way == FFP_BY_NOTHING,
		   "%s: a pointer is set", what);
}

static void one_cell(const struct row *row, char *cell, size_t size)
{
	char what[200];
	pid_t child;
	int status = -1;

	memset(report, 0, sizeof(*report));
	snprintf(what, sizeof(what), "%s%s", row->name,
		 column == 0   ? ""
		 : column == 1 ? ", no mprotect"
			       : ", no mprotect, no memfd");
	child = fork();
	if (!child) {
		if (row->place) {
			(void)row->place(row);
			_exit(0); /* it could not be started */
		}
		run_cell(row, column);
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (row->atomic)
		cgroup_clean();
	judge(row, what, status);
	put_cell(cell, size, status);
}

static void remove_directory(void)
{
	static const char *const names[] = {
		"copy",	 "set-user-id", "next",	 "empty", "lower/program",
		"lower", "merged",	"upper", "mount", "btrfs/subvolume",
		"btrfs", "image",	"huge",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[PATH_MAX + 20];

		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		if (unlink(path))
			(void)rmdir(path);
	}
	is(rmdir(directory), 0, "nothing is left of the copies");
}

int main(int argc, char **argv)
{
	unsigned seen = 0, errors = 0;

	find_program();
	if (argc == 5)
		return go_on(argv);
	if (!mkdtemp(directory) || chmod(directory, 0755))
		abort();
	report_fd = memfd_create("report", 0);
	if (report_fd < 0 || ftruncate(report_fd, sizeof(*report)))
		abort();
	map_report();
	is(callers_of_b(), 0, "%d calls go to the default", n_callers);
	for (const struct row *row = rows; row < rows + N_ROWS; row++) {
		char cells[COLUMNS][60];

		for (column = 0; column < COLUMNS; column++) {
			one_cell(row, cells[column], sizeof(cells[column]));
			seen += !report->cannot[0];
			errors += report->error != 0;
		}
		printf("# row: %s | %s | %s | %s\n", row->name, cells[0], cells[1], cells[2]);
	}
	if (FORM == DIRECT)
		check_rooms();
	watch();
	is(callers_of_b(), 0, "this process's own text is as it was");
	remove_directory();
	printf("# %zu systems, %u cells seen, %u of them an error\n", N_ROWS, seen, errors);
	return done();
}
