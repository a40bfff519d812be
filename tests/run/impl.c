// SPDX-License-Identifier: MIT
/*
 * Candidates: the best usable one of each key is set when the program starts,
 * FFP_USE forces another, what the program itself set before is left alone.
 *
 * The program runs itself again with one argument, and the child reports by its
 * exit status which functions its keys call.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "impl.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

/* What a call gives names the function. */
enum { DEFAULT = 1, GOOD, BETTER, UNUSABLE, ELSEWHERE, SET_BEFORE };

int shade_default(void)
{
	return DEFAULT;
}

static int good(void)
{
	return GOOD;
}

static int better(void)
{
	return BETTER;
}

static int unusable(void)
{
	return UNUSABLE;
}

static int set_before(void)
{
	return SET_BEFORE;
}

/* Its candidates stand here and in the other file. */
DEFINE_FFP(shade, shade_default);
static int asked_good, asked_unusable;
FFP_IMPL(shade, good, 10, ++asked_good);
FFP_IMPL(shade, better, 20, getenv("PATH") || !getenv("PATH"));
FFP_IMPL(shade, unusable, 30, ++asked_unusable == 0);

/* No candidate of this one can be used. */
DEFINE_FFP(poor, shade_default);
FFP_IMPL(poor, unusable, 1, false);

/* Set by the program before candidates are weighed. */
DEFINE_FFP(early, shade_default);
FFP_IMPL(early, better, 20, true);

static int early_set = -1, early_call;

__attribute__((constructor(101))) static void before(void)
{
	early_set = SET_FFP(early, set_before);
	early_call = shade();
}

/* A key of this file alone, whose name another file uses too; and a NULL key. */
DEFINE_FFP_STATIC(own, shade_default);
FFP_IMPL(own, good, -5, true);
static int noted;

static void count_note(void)
{
	noted++;
}

DEFINE_FFP_NULL(note, void(void));
FFP_IMPL(note, count_note, 0, true);

/* The functions called now, a digit a key. */
static COUNTED int called(void)
{
	return shade() * 10 + own();
}

static int child(const char *program, const char *use)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (use)
			setenv("FFP_USE", use, 1);
		else
			unsetenv("FFP_USE");
		/* Under an emulator the kernel does not know how to. */
		if (getenv("MESON_EXE_WRAPPER"))
			execl("/bin/sh", "sh", "-c", "exec $MESON_EXE_WRAPPER \"$0\" report",
			      program, (char *)NULL);
		execl(program, program, "report", (char *)NULL);
		_exit(111);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* The path of this program, which an emulator tells for its own. */
static const char *self(void)
{
	static char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[n > 0 ? n : 0] = '\0';
	return path;
}

static void forced(void)
{
	static const struct {
		const char *use;
		int called;
	} cases[] = {
		{ NULL, BETTER * 10 + GOOD },
		{ "", BETTER * 10 + GOOD },
		{ "shade=good", GOOD * 10 + GOOD },
		{ "shade=default", DEFAULT * 10 + GOOD },
		{ "shade=shade_elsewhere", ELSEWHERE * 10 + GOOD },
		{ "own=default", BETTER * 10 + DEFAULT },
		{ "no_such_key=good,own=default,shade=good", GOOD * 10 + DEFAULT },
		{ "shade=good,shade=better", GOOD * 10 + GOOD },
		{ "shade=unusable", BETTER * 10 + GOOD },
		{ "shade=goo", BETTER * 10 + GOOD },
		{ "shade=goods", BETTER * 10 + GOOD },
		{ "shad=good,hade=good,shades=good", BETTER * 10 + GOOD },
		{ "shade,=good,shade=,,own=default", BETTER * 10 + DEFAULT },
		{ "shade=good=better", BETTER * 10 + GOOD },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(child(self(), cases[i].use), cases[i].called, "FFP_USE=%s",
		   cases[i].use ? cases[i].use : "(unset)");
}

/* A set-user-ID copy of this program does not heed the environment. */
static void privileged(void)
{
	static const char what[] = "FFP_USE in a program of raised privileges";
	char copy[] = "impl-suid-XXXXXX", command[PATH_MAX + 64];
	int fd, status;

#ifdef __SANITIZE_ADDRESS__
	skip(what, "LeakSanitizer does not look into such a program, and ends it");
	return;
#endif
	fd = mkstemp(copy);
	if (fd < 0) {
		skip(what, "cannot make a file here");
		return;
	}
	close(fd);
	snprintf(command, sizeof(command), "cp '%s' %s", self(), copy);
	if (geteuid() || system(command) || chown(copy, 65534, 65534) || chmod(copy, 04755)) {
		skip(what, "only root can make one");
	} else {
		status = child(copy, "shade=good,secure=yes");
		if (status == 112)
			skip(what, "set-user-ID has no effect on this mount");
		else
			is(status, BETTER * 10 + GOOD, "%s", what);
	}
	unlink(copy);
}

int main(int argc, char **argv)
{
	struct ffp_info info;
	const char *use = getenv("FFP_USE");

	if (argc > 1 && !strcmp(argv[1], "report"))
		return use && strstr(use, "secure") && !getauxval(AT_SECURE) ? 112 : called();

	is(called(), BETTER * 10 + GOOD, "the best usable candidates are set");
	is(asked_good + asked_unusable, 2, "each was asked once");
	ok(FFP_TARGET(shade) == better, "FFP_TARGET tells");
	is(ffp_info(ffp_find("shade"), &info), 0, "ffp_info");
	is(info.sites, COLLECTED(3), "sites: two here, one in a constructor");
	is(info.direct, COLLECTED(3), "which are direct");
	is(poor(), DEFAULT, "without a usable one the default stays");
	is(early_set, 0, "a change before candidates are weighed");
	is(early(), SET_BEFORE, "is left alone");
	is(early_call, DEFAULT, "before that, a call reaches the default");
	is(other_own(), BETTER, "another file's key of the same name has its own candidates");
	note();
	is(noted, 1, "a NULL key gets a target too");
	is(RESET_FFP(shade), 0, "reset");
	is(shade(), DEFAULT, "is to the default");

	forced();
	privileged();
	return done();
}
