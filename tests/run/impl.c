// SPDX-License-Identifier: MIT
/*
 * Candidates: the best usable one of each key is set when the program starts,
 * FFP_USE forces another, FFP_HIDE hides features of the processor from conditions, what
 * the program itself set before is left alone; and all of that can be asked for afterwards.
 *
 * The program runs itself again, and the child reports by its exit status which
 * functions its keys call, unless what the words of FFP_USE or its candidates have
 * come to is not what its arguments say.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "impl.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

/* What a call gives names the function. */
enum { DEFAULT = 1, GOOD, BETTER, UNUSABLE, ELSEWHERE, SET_BEFORE, ON_DEMAND };

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

static int on_demand(void)
{
	return ON_DEMAND;
}

/* Its candidates stand here and in the other file. */
DEFINE_FFP(shade, shade_default);
static int asked_good, asked_unusable;
static bool starved(const char *when);
FFP_IMPL(shade, good, 10, (starved("asking"), ++asked_good));
FFP_IMPL(shade, better, 20, getenv("PATH") || !getenv("PATH"));
FFP_IMPL(shade, unusable, 30, ++asked_unusable == 0);
FFP_IMPL(shade, on_demand, -1, true);

/* No candidate of this one can be used, but one that must be asked for. */
DEFINE_FFP(poor, shade_default);
FFP_IMPL(poor, unusable, 1, false);
FFP_IMPL(poor, on_demand, INT_MIN, true);

/* Set by the program before candidates are weighed. */
DEFINE_FFP(early, shade_default);
FFP_IMPL(early, better, 20, true);

static int early_set = -1, early_call;

/* A letter for each state of a candidate, a digit for each of a word of FFP_USE. */
static const char letters[] = "wupLrC", digits[] = "0123456";

/* All candidates and words, as the program sees them: "key.impl" and state, in order. */
struct seen {
	const char *key, *impl;
	int state, named, error, rank;
	void *function;
};
static struct all {
	struct seen of[16];
	size_t n;
} at_start;

static int see(const struct ffp_impl_info *info, void *arg)
{
	struct all *all = arg;

	all->of[all->n++] = (struct seen){ info->key->name, info->name, info->state,   info->named,
					   info->error,	    info->rank, info->function };
	return all->n == sizeof(all->of) / sizeof(all->of[0]) ? -1 : 0;
}

/* By key and name; of two that are the same, one. */
static const struct seen *find_seen(const struct all *all, const char *key, const char *impl)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->of[i].key, key) && !strcmp(all->of[i].impl, impl))
			return &all->of[i];
	return NULL;
}

/* In a program that was told to starve at this moment, no memory can be mapped from now on. */
static bool starved(const char *when)
{
	const char *told = getenv("IMPL_STARVE");
	struct rlimit limit;

	if (!told || strcmp(told, when) || getrlimit(RLIMIT_AS, &limit))
		return false;
	limit.rlim_cur = 1;
	return !setrlimit(RLIMIT_AS, &limit);
}

__attribute__((constructor(101))) static void before(void)
{
	early_call = shade();
	ffp_each_impl(NULL, see, &at_start);
	if (starved("before") || getenv("IMPL_STARVE"))
		return;
	early_set = SET_FFP(early, set_before);
}

/* A key of this file alone, whose name another file uses too; and a NULL key. */
DEFINE_FFP_STATIC(own, shade_default);
FFP_IMPL(own, good, 5, true);
static int noted;

static void count_note(void)
{
	noted++;
}

DEFINE_FFP_NULL(note, void(void));
FFP_IMPL(note, count_note, 0, true);

/* The functions called now, a digit a key; plus 100 if poor calls what must be asked for. */
static COUNTED int called(void)
{
	return shade() * 10 + own() + (poor() == ON_DEMAND ? 100 : 0);
}

static int see_word(const struct ffp_use_info *use, void *arg)
{
	char *words = arg;
	size_t n = strlen(words);

	/* It ends where it should, in a copy: not with what follows in the environment. */
	if (strchr(use->word, ',') || n > 20)
		return -1;
	words[n] = digits[use->state];
	return 0;
}

/* For the word that names a candidate: is it one of those of FFP_USE, and of what outcome? */
static struct ffp_use_info of_word;
static int find_word(const struct ffp_use_info *use, void *arg)
{
	of_word = *use;
	return !strcmp(use->word, arg);
}

/* Not 0 for a candidate that is named by no word, or by one that does not speak of it. */
static int check_word(const struct ffp_impl_info *info, void *arg)
{
	char pattern[64];

	(void)arg;
	if (!info->word || !info->named)
		return info->word || info->named;
	if (strchr(info->word, ',') ||
	    ffp_each_use(find_word, (void *)(uintptr_t)info->word) != 1 ||
	    (info->state == FFP_IMPL_CHOSEN && of_word.state != FFP_USE_HEEDED))
		return 1;
	snprintf(pattern, sizeof(pattern), "%s=%s", info->key->name, info->name);
	return fnmatch(info->word, pattern, 0);
}

/*
 * Runs in a child: the functions that are called, if the words of FFP_USE have come to
 * `words`; if it was starved, that and what the candidates of `shade` have come to.
 */
static int report(const char *words)
{
	const char *use = getenv("FFP_USE"), *told = getenv("IMPL_STARVE");
	const char *hide = getenv("FFP_HIDE");
	struct rlimit limit;
	char seen[32] = "";
	struct all all = { .n = 0 };
	const struct seen *best;
	int refused;

	if (told && !getrlimit(RLIMIT_AS, &limit)) {
		if (limit.rlim_cur != 1)
			return 112;
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_AS, &limit);
	}
	if (use && strstr(use, "secure") && !getauxval(AT_SECURE))
		return 112;
	if (hide && ffp_cpu_supports(hide) != (getauxval(AT_SECURE) != 0))
		return 118;
	if (ffp_each_use(see_word, seen) || strcmp(seen, words)) {
		fprintf(stderr, "# words: %s, not %s\n", seen, words);
		return 113;
	}
	if (ffp_each_impl(NULL, check_word, NULL))
		return 120;
	if (!told)
		return called();
	if (ffp_each_impl(FFP__KEY(shade), see, &all) || all.n != 5)
		return 114;
	best = find_seen(&all, "shade", "better");
	/* What is not refused is set at once. */
	if (best->state == FFP_IMPL_CHOSEN && !best->error && strcmp(told, "before"))
		return called();
	/* What could not even be asked still waits, and nobody may take it for usable. */
	refused = strcmp(told, "before") ? FFP_IMPL_REFUSED : FFP_IMPL_WAITING;
	if (best->state != refused || best->error != -ENOMEM ||
	    best->named != (strchr(words, digits[FFP_USE_REFUSED]) != NULL))
		return 115;
	for (size_t i = 0; i < all.n; i++)
		if ((all.of[i].error != 0) != (all.of[i].state == refused))
			return 116;
	if (refused == FFP_IMPL_WAITING && asked_good + asked_unusable)
		return 119;
	/* What was asked for, and could not be: now it can. */
	if (called() != DEFAULT * 10 + DEFAULT || ffp_set_target(FFP__KEY(shade), best->function))
		return 117;
	return called();
}

static int child(const char *program, const char *use, const char *words)
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
			execl("/bin/sh", "sh", "-c", "exec $MESON_EXE_WRAPPER \"$0\" report \"$1\"",
			      program, words, (char *)NULL);
		execl(program, program, "report", words, (char *)NULL);
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
		const char *words; /* by FFP_USE_…: 0 no key, 1 no candidate … 6 heeded */
	} cases[] = {
		{ NULL, BETTER * 10 + GOOD, "" },
		{ "", BETTER * 10 + GOOD, "" },
		{ "shade=good", GOOD * 10 + GOOD, "6" },
		{ "shade=better", BETTER * 10 + GOOD, "6" },
		{ "shade=default", DEFAULT * 10 + GOOD, "6" },
		{ "shade=shade_elsewhere", ELSEWHERE * 10 + GOOD, "6" },
		{ "own=default", BETTER * 10 + DEFAULT, "6" },
		{ "no_such_key=good,own=default,shade=good", GOOD * 10 + DEFAULT, "066" },
		{ "shade=good,shade=better", GOOD * 10 + GOOD, "62" },
		{ "shade=good,shade=good", GOOD * 10 + GOOD, "6" },
		{ "shade=unusable", BETTER * 10 + GOOD, "3" },
		{ "shade=goo", BETTER * 10 + GOOD, "1" },
		{ "shade=goods", BETTER * 10 + GOOD, "1" },
		{ "shad=good,hade=good,shades=good", BETTER * 10 + GOOD, "000" },
		{ "shade,=good,shade=,,own=default", BETTER * 10 + DEFAULT, "0016" },
		{ "shade=good=better", BETTER * 10 + GOOD, "1" },
		{ "early=better,poor=unusable,note=count_note", BETTER * 10 + GOOD, "436" },
		{ "early=default,note=default,poor=default", BETTER * 10 + GOOD, "466" },
		/* Two keys: a candidate of the one's is none of the other's. */
		{ "own=better,own=good", BETTER * 10 + GOOD, "66" },
		{ "own=nobody", BETTER * 10 + GOOD, "1" },
		/* A negative rank: by name only. */
		{ "shade=on_demand", ON_DEMAND * 10 + GOOD, "6" },
		{ "poor=on_demand", 100 + BETTER * 10 + GOOD, "6" },
		/* What cannot be used gives way to the next word. */
		{ "shade=unusable,shade=good", GOOD * 10 + GOOD, "36" },
		{ "shade=nobody,shade=default", DEFAULT * 10 + GOOD, "16" },
		/* Patterns for keys, and for candidates: the best one that can be used. */
		{ "*=good", GOOD * 10 + GOOD, "6" },
		{ "*=default", DEFAULT * 10 + DEFAULT, "6" },
		{ "*=on_demand", 100 + ON_DEMAND * 10 + GOOD, "6" },
		{ "p*=o*", 100 + BETTER * 10 + GOOD, "6" },
		{ "s*e=go?d", GOOD * 10 + GOOD, "6" },
		{ "shade=*", BETTER * 10 + GOOD, "6" },
		{ "shade=*od", GOOD * 10 + GOOD, "6" },
		{ "shade=*_*", ELSEWHERE * 10 + GOOD, "6" },
		{ "poor=*", 100 + BETTER * 10 + GOOD, "6" },
		{ "poor=un*", BETTER * 10 + GOOD, "3" },
		{ "????\?=good,??\?=default", GOOD * 10 + DEFAULT, "66" },
		{ "*a*d*e*=good", GOOD * 10 + GOOD, "6" },
		{ "*dea*=good,*a*a*=good,shade?=good,?shade=good,???\?=default", BETTER * 10 + GOOD,
		  "00006" },
		/* The more specific one first, wherever it stands; of equals the first. */
		{ "*=default,shade=good", GOOD * 10 + DEFAULT, "66" },
		{ "shade=good,*=default", GOOD * 10 + DEFAULT, "66" },
		{ "*=default,sh*=good,s*=better", GOOD * 10 + DEFAULT, "662" },
		{ "s*=better,*=default,sh*=good", GOOD * 10 + DEFAULT, "266" },
		{ "s*=good,*e=better", GOOD * 10 + GOOD, "62" },
		{ "sh*=unusable,s*=nobody,*=default", DEFAULT * 10 + DEFAULT, "316" },
		/* Malformed ones. */
		{ "*,?,*=,=*,**=?\?,[a-z]*=good,\\s*=good,s*=go[o]d", BETTER * 10 + GOOD,
		  "00101001" },
		{ "********************************=********************************good,",
		  GOOD * 10 + GOOD, "6" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(child(self(), cases[i].use, cases[i].words), cases[i].called, "FFP_USE=%s",
		   cases[i].use ? cases[i].use : "(unset)");
}

/* A feature that every processor has which runs this; NULL if the library knows of none. */
static const char *feature(void)
{
	static const char *const everywhere[] = { "sse2", "simd", "d", "vx", "altivec", "neon" };

	for (size_t i = 0; i < sizeof(everywhere) / sizeof(everywhere[0]); i++)
		if (ffp_cpu_supports(everywhere[i]))
			return everywhere[i];
	return NULL;
}

static void hidden(void)
{
	if (!feature()) {
		skip("FFP_HIDE", "no feature of this processor is known");
		return;
	}
	setenv("FFP_HIDE", feature(), 1);
	is(ffp_cpu_supports(feature()), 1, "FFP_HIDE is read once");
	is(child(self(), NULL, ""), BETTER * 10 + GOOD, "FFP_HIDE=%s hides it", feature());
	unsetenv("FFP_HIDE");
}

/* A set-user-ID copy of this program does not heed the environment. */
static void privileged(void)
{
	static const char what[] = "FFP_USE and FFP_HIDE in a program of raised privileges";
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
		if (feature())
			setenv("FFP_HIDE", feature(), 1);
		status = child(copy, "shade=good,secure=yes", "");
		unsetenv("FFP_HIDE");
		if (status == 112)
			skip(what, "set-user-ID has no effect on this mount");
		else
			is(status, BETTER * 10 + GOOD, "%s", what);
	}
	unlink(copy);
}

/* What ffp_each_impl() tells of this very process. */
static void seen(void)
{
	static const struct {
		const char *key, *impl;
		int state, rank;
		int (*function)(void);
	} expected[] = {
		{ "shade", "good", FFP_IMPL_PASSED, 10, good },
		{ "shade", "better", FFP_IMPL_CHOSEN, 20, better },
		{ "shade", "unusable", FFP_IMPL_UNUSABLE, 30, unusable },
		{ "shade", "shade_elsewhere", FFP_IMPL_PASSED, 15, shade_elsewhere },
		{ "shade", "on_demand", FFP_IMPL_PASSED, -1, on_demand },
		{ "poor", "unusable", FFP_IMPL_UNUSABLE, 1, unusable },
		{ "poor", "on_demand", FFP_IMPL_PASSED, INT_MIN, on_demand },
		{ "early", "better", FFP_IMPL_LEFT, 20, better },
		{ "own", "good", FFP_IMPL_CHOSEN, 5, good },
		{ "own", "better", FFP_IMPL_CHOSEN, 1, NULL },
		{ "note", "count_note", FFP_IMPL_CHOSEN, 0, NULL },
	};
	const size_t n = sizeof(expected) / sizeof(expected[0]);
	struct all all = { .n = 0 }, of_key = { .n = 0 }, one = { .n = 15 };

	is(at_start.n, n, "before they are weighed, all candidates can be seen");
	for (size_t i = 0; i < at_start.n; i++)
		ok(at_start.of[i].state == FFP_IMPL_WAITING && !at_start.of[i].error,
		   "%s.%s waited", at_start.of[i].key, at_start.of[i].impl);
	is(ffp_each_impl(NULL, see, &all), 0, "and after");
	is(all.n, n, "as many");
	for (size_t i = 0; i < n; i++) {
		const struct seen *s = find_seen(&all, expected[i].key, expected[i].impl);

		if (!ok(s != NULL, "%s.%s is there", expected[i].key, expected[i].impl))
			continue;
		is(s->state, expected[i].state, "it has come to %c", letters[expected[i].state]);
		is(s->error | s->named, 0, "without an error, and nobody named it");
		is(s->rank, expected[i].rank, "its rank");
		ok(!expected[i].function || s->function == (void *)expected[i].function,
		   "and its function");
	}
	is(ffp_each_impl(FFP__KEY(shade), see, &of_key), 0, "those of one key");
	is(of_key.n, 5, "are five");
	is(ffp_each_impl(FFP__KEY(shade), see, &one), -1, "a value of the callback's");
	is(one.n, 16, "ends the walk");
	is(ffp_each_impl((const struct ffp *)&(struct ffp){ .abi = 0 }, see, &all), -EINVAL,
	   "no key");
}

/* A change that is refused at start is no secret.  To change pointers takes no memory. */
static void refused(void)
{
	static const struct {
		const char *when, *use, *words;
		int called; /* once the best has been set after all */
	} cases[] = {
#if FORM == POINTER
		{ "asking", NULL, "", BETTER * 10 + GOOD },
		{ "asking", "shade=better,own=good,no=no", "660", BETTER * 10 + GOOD },
#else
		/* The transaction fails; so does what was forced. */
		{ "asking", NULL, "", BETTER * 10 + DEFAULT },
		{ "asking", "shade=better,own=good,no=no", "550", BETTER * 10 + DEFAULT },
#endif
		/* Nothing can even be asked, nor FFP_USE be kept. */
		{ "before", "shade=better", "", BETTER * 10 + DEFAULT },
	};

#ifdef __SANITIZE_ADDRESS__
	skip("a change that is refused at start", "AddressSanitizer needs memory itself");
	return;
#endif
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int status;

		setenv("IMPL_STARVE", cases[i].when, 1);
		status = child(self(), cases[i].use, cases[i].words);
		unsetenv("IMPL_STARVE");
		if (status == 112)
			skip("a change that is refused at start", "memory cannot be limited");
		else if (cases[i].called % 10 == DEFAULT)
			is(status, cases[i].called, "no memory, %s: %s is not set, and says so",
			   cases[i].when, cases[i].use ? cases[i].use : "the best");
		else
			is(status, cases[i].called, "no memory, %s: %s is set all the same",
			   cases[i].when, cases[i].use ? cases[i].use : "the best");
	}
}

int main(int argc, char **argv)
{
	struct ffp_info info;

	if (argc > 2 && !strcmp(argv[1], "report"))
		return report(argv[2]);

	is(called(), BETTER * 10 + GOOD, "the best usable candidates are set");
	is(asked_good + asked_unusable, 2, "each was asked once");
	ok(FFP_TARGET(shade) == better, "FFP_TARGET tells");
	is(ffp_info(ffp_find("shade"), &info), 0, "ffp_info");
	is(info.sites, COLLECTED(3), "sites: two here, one in a constructor");
	is(info.direct, COLLECTED(3), "which are direct");
	is(poor(), DEFAULT, "without a usable one of a rank from 0 on the default stays");
	is(early_set, 0, "a change before candidates are weighed");
	is(early(), SET_BEFORE, "is left alone");
	is(early_call, DEFAULT, "before that, a call reaches the default");
	is(other_own(), BETTER, "another file's key of the same name has its own candidates");
	note();
	is(noted, 1, "a NULL key gets a target too");
	is(RESET_FFP(shade), 0, "reset");
	is(shade(), DEFAULT, "is to the default");

	seen();
	forced();
	refused();
	hidden();
	privileged();
	return done();
}
