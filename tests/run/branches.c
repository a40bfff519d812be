// SPDX-License-Identifier: MIT
/*
 * FFP_ON and FFP_LIKELY_ON: 1 exactly while the key is set, in every kind of key, in every place
 * where an expression may stand, whatever way the key came to be set; and nothing behind a branch
 * is computed while it is not taken.
 */
#include <errno.h>
#include <ffp.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../damage.h"
#include "../forms.h"
#include "../tap.h"

static int hits, computed;

static void hook_one(long x)
{
	hits += (int)x;
}

static int def(int x)
{
	return x;
}

static int other(int x)
{
	return x + 1;
}

int by_default(int x);
int by_default(int x)
{
	return x;
}

DECLARE_FFP_NULL(trace, void(long));
DEFINE_FFP_NULL(trace, void(long));
DEFINE_FFP_NULL_STATIC(trace_local, void(long));
DECLARE_FFP_EXPORT(exported, by_default);
DEFINE_FFP_EXPORT(exported, by_default);
DECLARE_FFP_NULL_EXPORT(exported_null, void(long));
DEFINE_FFP_NULL_EXPORT(exported_null, void(long));
DEFINE_FFP_STATIC(plain, def);
DECLARE_FFP_FLAG(flag);
DEFINE_FFP_FLAG(flag);
DECLARE_FFP_FLAG_EXPORT(flag_export);
DEFINE_FFP_FLAG_EXPORT(flag_export);
DEFINE_FFP_FLAG_STATIC(flag_local);

__attribute__((noinline)) static long expensive(long x)
{
	computed++;
	return x;
}

/* Every kind of key, by both macros: what it says is the same. */
#define BOTH(name)                                                                                 \
	__attribute__((noinline)) static int name##_is_on(void)                                    \
	{                                                                                          \
		int likely = 0, on = 0;                                                            \
                                                                                                   \
		if (FFP_ON(name))                                                                  \
			on = 1;                                                                    \
		if (FFP_LIKELY_ON(name))                                                           \
			likely = 1;                                                                \
		return on == likely ? on : -1;                                                     \
	}
BOTH(trace)
BOTH(trace_local)
BOTH(exported)
BOTH(exported_null)
BOTH(plain)
BOTH(flag)
BOTH(flag_export)
BOTH(flag_local)

__attribute__((noinline)) static void run(long n)
{
	for (long i = 0; i < n; i++)
		if (FFP_ON(trace))
			trace(expensive(1));
}

static inline int helper(void)
{
	return FFP_ON(flag);
}

/* As a value, as an operand, in a loop's condition, in a switch, twice in one expression. */
__attribute__((noinline)) static int places(void)
{
	int n = 0, rounds = 0;

	n += FFP_ON(flag);
	n += FFP_ON(flag) && FFP_LIKELY_ON(flag);
	n += FFP_ON(flag) ? 1 : 0;
	n += !FFP_ON(flag) ? 0 : 1;
	n += helper();
	n += helper() | FFP_ON(flag_local);
	while (FFP_ON(flag) && rounds < 1)
		rounds++;
	n += rounds;
	switch (FFP_ON(flag)) {
	case 1:
		n++;
		break;
	default:
		break;
	}
	return n;
}
#define PLACES 8

static struct ffp_info info_of(const struct ffp *key)
{
	struct ffp_info info;

	memset(&info, 0, sizeof(info));
	if (ffp_info(key, &info))
		ok(0, "ffp_info");
	return info;
}

/* The branches of a key, as ffp_info counts them. */
static void counted(const char *name, int on)
{
#if FORM != POINTER
	struct ffp_info info = info_of(ffp_find(name));

	ok(info.branches >= 2, "%s: branches are counted", name);
	is(info.branches_on, on ? info.branches : 0, "%s: as many are on", name);
	is(info.foreign + info.behind, 0, "%s: none is foreign or behind", name);
#else
	is(info_of(ffp_find(name)).branches + (unsigned)on * 0, 0, "%s: no branches", name);
#endif
}

static void kinds(void)
{
	is(trace_is_on() || trace_local_is_on() || exported_is_on() || exported_null_is_on() ||
	       plain_is_on() || flag_is_on() || flag_export_is_on() || flag_local_is_on(),
	   0, "at first nothing is on");
	counted("trace", 0);
	run(3);
	is(hits + computed, 0, "while it is not set, nothing is called or computed");
	is(SET_FFP(trace, hook_one), 0, "a NULL key is set");
	is(trace_is_on(), 1, "it is on");
	counted("trace", 1);
	run(3);
	is(hits, 3, "it is called");
	is(computed, 3, "and its arguments are computed");
	is(trace_local_is_on() || exported_null_is_on() || flag_is_on(), 0, "others are not on");
	is(SET_FFP(trace, NULL), 0, "it is set to NULL");
	is(trace_is_on(), 0, "it is not on");
	run(3);
	is(hits + computed, 6, "nothing is called or computed");
	is(SET_FFP(trace_local, hook_one) || SET_FFP(exported_null, hook_one), 0, "others");
	is(trace_local_is_on() + exported_null_is_on(), 2, "a file's own key, an exported one");
	counted("exported_null", 1);
	is(RESET_FFP(trace_local) || RESET_FFP(exported_null), 0, "reset");
	is(trace_local_is_on() + exported_null_is_on(), 0, "not on");
	is(SET_FFP(plain, other), 0, "a key with a default is set");
	is(plain_is_on(), 1, "it is on");
	is(SET_FFP(plain, def), 0, "it is set to its default");
	is(plain_is_on(), 0, "it is not on");
	is(SET_FFP_RETURN(plain, 5), 0, "a constant is set");
	is(plain_is_on(), 1, "it is on");
	is(plain(7), 5, "it returns the constant");
	is(RESET_FFP(plain), 0, "it is reset");
	is(plain_is_on(), 0, "it is not on");
	is(SET_FFP(exported, other), 0, "an exported key is set");
	is(exported_is_on(), 1, "it is on");
	is(SET_FFP(exported, def), 0, "to another function");
	is(exported_is_on(), 1, "it is on");
	counted("exported", 1);
	is(RESET_FFP(exported), 0, "it is reset");
	is(exported_is_on(), 0, "it is not on");
}

static void flags(void)
{
	is(places(), 0, "a flag, in every place: off");
	is(SET_FFP_FLAG(flag, 1), 0, "it is set");
	is(places(), PLACES, "in every place: on");
	is(SET_FFP_FLAG(flag, 1), 0, "again");
	is(flag_is_on(), 1, "on");
	flag();
	ok(FFP_TARGET(flag) == ffp_flag_on, "its target is the library's");
	is(SET_FFP_FLAG(flag, hits - hits), 0, "by an expression");
	is(places(), 0, "in every place: off");
	is(SET_FFP_FLAG(flag_local, 2) || SET_FFP_FLAG(flag_export, -1), 0, "others");
	is(flag_local_is_on() + flag_export_is_on(), 2, "a file's own, an exported one");
	is(SET_FFP_FLAG(flag_local, 0) || SET_FFP_FLAG(flag_export, 0), 0, "others");
	is(flag_local_is_on() + flag_export_is_on(), 0, "off");
}

static void together(void)
{
	struct ffp_change changes[] = {
		FFP_CHANGE_FLAG(flag, 1),
		FFP_CHANGE(trace, hook_one),
		FFP_CHANGE_FLAG(flag_local, 1),
	};
	struct ffp_change wrong[] = { FFP_CHANGE_FLAG(flag, 0), FFP_CHANGE_FLAG(flag, 1) };

	is(ffp_apply(changes, 3, 0), 0, "several at once");
	is(flag_is_on() + trace_is_on() + flag_local_is_on(), 3, "all are on");
	is(ffp_apply(wrong, 2, 0), -EINVAL, "a change that is refused");
	is(flag_is_on(), 1, "changes nothing");
	changes[0] = FFP_CHANGE_FLAG(flag, 0);
	changes[1] = FFP_CHANGE_DEFAULT(trace);
	changes[2] = FFP_CHANGE_FLAG(flag_local, 0);
	is(ffp_apply(changes, 3, FORM == POINTER ? 0 : FFP_ATOMIC), 0, "several at one instant");
	is(flag_is_on() + trace_is_on() + flag_local_is_on(), 0, "none is on");
}

static void children(void)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	is(SET_FFP_FLAG(flag, 1), 0, "a flag is set");
	child = fork();
	if (!child) {
		int bad = flag_is_on() != 1 || SET_FFP_FLAG(flag, 0) || flag_is_on();

		_exit(bad);
	}
	waitpid(child, &status, 0);
	is(status, 0, "a child inherits it, and changes it");
	is(flag_is_on(), 1, "for itself alone");
	is(SET_FFP_FLAG(flag, 0), 0, "it is off");
}

/* Threads that run through the branches while they change. */
static volatile int stop;
static int started;
static long seen[2];
static int wrong_call;

static void target_one(long x)
{
	(void)x;
}

static void *watch(void *arg)
{
	long n[2] = { 0, 0 };

	(void)arg;
	__atomic_fetch_add(&started, 1, __ATOMIC_RELAXED);
	do {
		int on = flag_is_on();

		/* Two evaluations may fall on both sides of a change. */
		n[on == 1]++;
		if (FFP_ON(trace))
			trace(1);
		if (plain(3) != 3 && plain(3) != 4 && plain(3) != 9)
			wrong_call = 1;
	} while (!stop);
	__atomic_fetch_add(&seen[0], n[0], __ATOMIC_RELAXED);
	__atomic_fetch_add(&seen[1], n[1], __ATOMIC_RELAXED);
	return NULL;
}

static void threads(void)
{
	pthread_t thread[2];
	int failed = 0;

	for (int i = 0; i < 2; i++)
		failed |= pthread_create(&thread[i], NULL, watch, NULL);
	while (!failed && __atomic_load_n(&started, __ATOMIC_RELAXED) < 2)
		sched_yield();
	for (int i = 0; i < 300 && !failed; i++) {
		failed |= SET_FFP_FLAG(flag, 1) != 0;
		failed |= SET_FFP(trace, target_one) != 0;
		failed |= flag_is_on() != 1 || trace_is_on() != 1;
		failed |= SET_FFP(trace, NULL) != 0;
		failed |= SET_FFP_FLAG(flag, 0) != 0;
		failed |= flag_is_on() != 0 || trace_is_on() != 0;
	}
	stop = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	is(failed, 0, "300 changes while threads run");
	is(wrong_call, 0, "no wrong call");
	ok(seen[0] + seen[1] > 0, "threads have run");
}

/* The page of the file comes back: the next change puts that right. */
static void given_back(void)
{
#if FORM != POINTER
	struct ffp_info info;
	char *page = (char *)((uintptr_t)flag_is_on & -(uintptr_t)sysconf(_SC_PAGESIZE));

	is(SET_FFP_FLAG(flag, 1), 0, "a flag is set");
	if (info_of(ffp_find("flag")).anonymous ||
	    madvise(page, 2 * (size_t)sysconf(_SC_PAGESIZE), MADV_DONTNEED)) {
		skip("a page that is given back", "no pages of the file");
	} else {
		info = info_of(ffp_find("flag"));
		is(info.branches, info.branches_on + info.behind, "pages given back: behind");
		is(SET_FFP_FLAG(flag, 1), 0, "it is set again");
		is(flag_is_on(), 1, "it is on");
		is(places(), PLACES, "everywhere");
	}
	is(SET_FFP_FLAG(flag, 0), 0, "it is off");
	is(places() + flag_is_on(), 0, "everywhere");
#endif
}

/* Lines of the table that somebody wrote to, each in a process of its own. */
#if FORM != POINTER
extern struct ffp_branch lines[] __asm__("__start_ffp_branches")
    __attribute__((visibility("hidden")));
extern struct ffp_branch lines_end[] __asm__("__stop_ffp_branches")
    __attribute__((visibility("hidden")));

static const struct {
	const char *name;
	size_t field;
	int32_t add; /* to the field */
	enum { NOT, ON_NEXT, ONTO_ITSELF, OF_OTHER_KIND } how;
} damages[] = {
	{ "a branch outside of text", offsetof(struct ffp_branch, site), 0x40000000, NOT },
	{ "a branch that overlaps another one", offsetof(struct ffp_branch, site), 0, ON_NEXT },
	{ "a jump out of text", offsetof(struct ffp_branch, to), 0x40000000, NOT },
	{ "a jump into the branch itself", offsetof(struct ffp_branch, to), 0, ONTO_ITSELF },
	{ "no record", offsetof(struct ffp_branch, key), 0x40000000, NOT },
	{ "something that is not a record", offsetof(struct ffp_branch, key), 16, NOT },
	{ "a branch of the other kind", offsetof(struct ffp_branch, key), 0, OF_OTHER_KIND },
};

static int try_damage(size_t i)
{
	struct ffp_branch line = lines[0], before = lines[1];
	int32_t *field = (int32_t *)(void *)((char *)&line + damages[i].field);

	*field = (int32_t)((uint32_t)*field + (uint32_t)damages[i].add);
	if (damages[i].how == ON_NEXT)
		line.site = (int32_t)((intptr_t)&lines[1].site + before.site -
				      (intptr_t)&lines[0].site + 2);
	if (damages[i].how == ONTO_ITSELF)
		line.to =
		    (int32_t)((intptr_t)&lines[0].site + line.site + 2 - (intptr_t)&lines[0].to);
	if (damages[i].how == OF_OTHER_KIND)
		line.key ^= FFP_BRANCH_LIKELY;
	put(&lines[0], &line, sizeof(line));
	if (SET_FFP_FLAG(flag, 1) != -EINVAL || SET_FFP(trace, hook_one) != -EINVAL)
		return 1;
	return flag_is_on() || trace_is_on() || FFP_TARGET(flag) ? 2 : 0;
}

/* The descriptor of the table, and a pointer to an exported key, which the loader has filled in. */
extern const struct ffp_branches branches_here __asm__("__ffp_branches")
    __attribute__((visibility("hidden")));

static const uintptr_t *far_pointer(void)
{
	const struct ffp_branch *b = lines;

	while (b < lines_end && !(b->key & FFP_BRANCH_FAR))
		b++;
	return (const uintptr_t *)((uintptr_t)&b->key + (uintptr_t)(intptr_t)(b->key & ~3));
}

/* What is written to these pointers. */
static const struct {
	const char *name;
	uintptr_t what;
} nowhere[] = {
	{ "that are addresses of nothing", (uintptr_t)1 << 62 },
	{ "that are addresses of no page", 64 },
	{ "that are not aligned", 0 },
};

static int try_nowhere(size_t i, bool far)
{
	const void *where = far ? (const void *)far_pointer() : (const void *)&branches_here.module;
	uintptr_t what = nowhere[i].what ? nowhere[i].what : *(const uintptr_t *)where + 1;

	put(where, &what, sizeof(what));
	if (SET_FFP_FLAG(flag, 1) != -EINVAL || SET_FFP(trace, hook_one) != -EINVAL)
		return 1;
	return flag_is_on() || trace_is_on() || FFP_TARGET(flag) ? 2 : 0;
}
#endif

static void damaged(void)
{
#if FORM != POINTER
	ok(lines_end - lines > 10, "a table of branches");
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		int status = -1;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (!child)
			_exit(try_damage(i));
		waitpid(child, &status, 0);
		is(status, 0, "refused: %s", damages[i].name);
	}
	for (size_t i = 0; i < 2 * sizeof(nowhere) / sizeof(nowhere[0]); i++) {
		int status = -1;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (!child)
			_exit(try_nowhere(i / 2, i % 2));
		waitpid(child, &status, 0);
		is(status, 0, "refused: a pointer to a %s, of those %s",
		   i % 2 ? "key" : "descriptor", nowhere[i / 2].name);
	}
#endif
}

int main(void)
{
	damaged();
	kinds();
	flags();
	together();
	children();
	threads();
	given_back();
	return done();
}
