/* SPDX-License-Identifier: MIT */
/*
 * The threads that call while others change keys, each in its own way.  Whichever of calls and
 * changes is ahead slows down, so that threads which call do not keep the others from changing.
 */
#ifndef STRESS_ROLES_H
#define STRESS_ROLES_H

#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "callers.h"

#define PAUSE 1000     /* µs, of what is ahead: to wake up takes much longer than a run */
#define FORK_EVERY 100 /* changes */
#define LOAD_EVERY 50  /* changes */

static long want_changes, want_calls;
static long made, failed, calls;
static int stop;

/* Calls, or changes, may be ahead of the other by what belongs to so many changes. */
#define AHEAD 20

static bool calls_ahead(void)
{
	double share = (double)__atomic_load_n(&calls, __ATOMIC_RELAXED) / (double)want_calls;
	double other = (double)(__atomic_load_n(&made, __ATOMIC_RELAXED) + AHEAD);

	return share * (double)want_changes > other;
}

static bool changes_ahead(void)
{
	double share = (double)__atomic_load_n(&calls, __ATOMIC_RELAXED) / (double)want_calls;
	double other = (double)(__atomic_load_n(&made, __ATOMIC_RELAXED) - AHEAD);

	return share * (double)want_changes < other;
}

/*
 * Mostly one key, and mostly one whose sites are in few pages.  To change one with sites all over
 * the text, or many at once, takes a hundred times as long, so of very many changes fewer are such.
 */
static unsigned choose_keys(unsigned *seed)
{
	unsigned all = (1u << KEYS) - 1, some;
	unsigned random = (unsigned)rand_r(seed) % (want_changes > 100000 ? 1024 : 256);

	if (random == 0)
		return all;
	if (random == 1) {
		some = (unsigned)(rand_r(seed) & rand_r(seed)) & all;
		return some ? some : all;
	}
	if (random < 6)
		return 1u << rand_r(seed) % 4;
	if (random < 10)
		return 1u << (12 + rand_r(seed) % 4);
	if (random < 24)
		return 1u << (4 + rand_r(seed) % 4);
	if (random % 4 == 0)
		return 1u << (rand_r(seed) % 4 + (rand_r(seed) % 2 ? 8 : 16));
	return 1u << (GENERATED + rand_r(seed) % (KEYS - GENERATED));
}

static bool stopped(void)
{
	return __atomic_load_n(&stop, __ATOMIC_RELAXED);
}

struct role {
	const char *name;
	void (*work)(struct role *);
	const char *things; /* what it does besides calls, if it counts that */
	pthread_t thread;
	unsigned seed;
	struct tally tally, interrupted; /* by signals */
	long times, wrong;
	const char *missing; /* why this one cannot be played here */
};

/*
 * A run of calls; and if they are ahead of the changes, a pause.  Never a wait for
 * changes to be made: threads that all woke after one would all be idle again when
 * the next is committed.
 */
static void some_calls(struct role *r)
{
	long before = r->tally.calls;

	check_run(&r->tally, &r->seed);
	__atomic_fetch_add(&calls, r->tally.calls - before, __ATOMIC_RELAXED);
	if (calls_ahead())
		usleep(PAUSE);
}

static void just_call(struct role *r)
{
	while (!stopped())
		some_calls(r);
}

/* Whoever does what takes long does it every so many changes. */
static void await_changes(long n)
{
	long until = __atomic_load_n(&made, __ATOMIC_RELAXED) + n;

	while (!stopped() && __atomic_load_n(&made, __ATOMIC_RELAXED) < until)
		usleep(PAUSE);
}

static void block_signals(struct role *r)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	just_call(r);
}

/* Is stopped somewhere inside the window, whenever it is stopped. */
static void stay_inside(struct role *r)
{
	if (!spin) {
		r->missing = "not written in assembly of this architecture";
		return;
	}
	while (!stopped()) {
		if (spin(5000) != 0)
			r->wrong++;
		r->times++;
		some_calls(r);
	}
}

/* Sits in a system call while changes are made, and calls as soon as it is back. */
static int wake[2];

static void sit_in_a_call(struct role *r)
{
	char byte[64];

	while (read(wake[0], byte, sizeof(byte)) > 0) {
		r->times++;
		some_calls(r);
	}
}

struct newborn {
	struct tally tally;
	unsigned seed, death;
};

/* Returns, ends itself, or is ended by another at whichever instruction it is. */
static void *live_briefly(void *arg)
{
	struct newborn *n = arg;

	if (n->death % 4 == 0) {
		pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
		for (int i = 0; i < 16; i++)
			check_run(&n->tally, &n->seed);
		for (;;)
			pause();
	}
	check_run(&n->tally, &n->seed);
	if (n->death % 4 == 1)
		pthread_exit(NULL);
	return NULL;
}

static void come_and_go(struct role *r)
{
	while (!stopped()) {
		struct newborn n = { .seed = (unsigned)rand_r(&r->seed),
				     .death = (unsigned)r->times };
		pthread_t thread;

		if (pthread_create(&thread, NULL, live_briefly, &n))
			continue;
		usleep(PAUSE);
		if (n.death % 4 == 0)
			pthread_cancel(thread);
		pthread_join(thread, NULL);
		r->times++;
		add_tally(&r->tally, &n.tally);
		__atomic_fetch_add(&calls, n.tally.calls, __ATOMIC_RELAXED);
	}
}

/* Goes before every other thread, the changers too; sleeps, so that they live. */
static void real_time(struct role *r)
{
	struct sched_param param = { .sched_priority = 1 };

	if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &param)) {
		r->missing = "no right to run with real-time priority";
		return;
	}
	while (!stopped()) {
		for (int i = 0; i < 4; i++)
			some_calls(r);
		usleep(PAUSE);
	}
}

/* The children's calls, in memory that they share with their parent. */
struct family {
	struct tally tally;
	int grandchildren;
};

/*
 * Calls what it inherited, makes changes of its own, and has now and then a child of its own.
 * Returns which of this went wrong.
 */
static int live_as_child(struct family *f, unsigned seed, bool grandchild)
{
	int status;
	pid_t pid;

	for (int i = 0; i < 2; i++)
		check_run(&f->tally, &seed);
	if (inherit_keys())
		return 1;
	for (int i = 0; i < 3; i++) {
		check_run(&f->tally, &seed);
		if (change(&seed, choose_keys(&seed)))
			return 2;
		check_run(&f->tally, &seed);
	}
	if (grandchild || rand_r(&seed) % 4)
		return 0;
	pid = fork();
	if (!pid)
		_exit(live_as_child(f, seed + 1, true));
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		return 3;
	f->grandchildren++;
	check_run(&f->tally, &seed);
	return 0;
}

static void fork_often(struct role *r)
{
	struct family *f =
	    mmap(NULL, sizeof(*f), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	while (f != MAP_FAILED && !stopped()) {
		int status = -1;
		pid_t pid;

		memset(f, 0, sizeof(*f));
		pid = fork();
		if (!pid)
			_exit(live_as_child(f, (unsigned)rand_r(&r->seed), false));
		(void)rand_r(&r->seed);
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
			printf("# a child ended with status %#x\n", (unsigned)status);
			r->wrong++;
		}
		r->times++;
		add_tally(&r->tally, &f->tally);
		__atomic_fetch_add(&calls, f->tally.calls, __ATOMIC_RELAXED);
		some_calls(r);
		await_changes(FORK_EVERY);
	}
}

/* A key that only one thread calls and changes, and which the module lends a target. */
DEFINE_FFP_EXPORT(lent, target_a);
CALLERS_OF_VALUE(lent)

static const char *module_path;

static void *load(const struct module **module, bool lazily)
{
	void *handle = dlopen(module_path, lazily ? RTLD_LAZY : RTLD_NOW);

	*module = handle ? dlsym(handle, "module") : NULL;
	if (!*module)
		printf("# %s\n", dlerror());
	return handle;
}

static void load_and_unload(struct role *r)
{
	if (!module_path) {
		r->missing = "a static program loads nothing";
		return;
	}
	while (!stopped()) {
		long x = rand_r(&r->seed) | 1, before = r->tally.calls;
		const struct module *m;
		void *handle = load(&m, x % 4 == 1);

		if (!m) {
			r->wrong++;
			break;
		}
		for (int i = 0; i < 2; i++) {
			for (int k = 0; k < 4 * m->n; k++)
				check_call(&r->tally, &m->callers[k % m->n], x);
			r->wrong += i == 0 && m->own((unsigned)x / 4);
			r->wrong += ffp_set_target(FFP_KEY(lent), (void *)m->lend) ||
				    call_lent(x) != x * 11 + 5 || jump_lent(x) != x * 11 + 5;
			await_changes(1);
		}
		r->wrong += dlclose(handle) != 0;
		/* It went with its target. */
		r->wrong += FFP_TARGET(lent) != target_a || call_lent(x) != target_a(x) ||
			    jump_lent(x) != target_a(x);
		r->times++;
		__atomic_fetch_add(&calls, r->tally.calls - before, __ATOMIC_RELAXED);
		some_calls(r);
		await_changes(LOAD_EVERY);
	}
}

static struct role roles[] = {
	{ .name = "calls", .work = just_call },
	{ .name = "blocks every signal", .work = block_signals },
	{ .name = "stays inside the window", .work = stay_inside, .things = "stays" },
	{ .name = "sits in a system call", .work = sit_in_a_call, .things = "system calls" },
	{ .name = "comes and goes", .work = come_and_go, .things = "threads" },
	{ .name = "has real-time priority", .work = real_time },
	{ .name = "forks", .work = fork_often, .things = "children" },
	{ .name = "loads and unloads a module", .work = load_and_unload, .things = "loads" },
};
#define ROLES (sizeof(roles) / sizeof(roles[0]))

/* What a thread that a signal interrupts sees in its handler. */
static __thread struct tally *interrupted;
static __thread unsigned handler_seed;

static void on_signal(int number)
{
	(void)number;
	for (int i = 0; interrupted && i < 4; i++) {
		int which = rand_r(&handler_seed) % n_all_callers;

		check_call(interrupted, &all_callers[which], handler_seed | 1);
	}
}

static void *play(void *arg)
{
	struct role *r = arg;

	handler_seed = r->seed + 1000;
	interrupted = &r->interrupted;
	r->work(r);
	return NULL;
}

static void start_roles(unsigned first_seed)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGUSR1, &action, NULL);
	for (size_t i = 0; i < ROLES; i++) {
		roles[i].seed = first_seed + 100 + (unsigned)i;
		pthread_create(&roles[i].thread, NULL, play, &roles[i]);
	}
}

static void end_roles(struct tally *all)
{
	struct tally handlers = { 0 };

	close(wake[1]);
	for (size_t i = 0; i < ROLES; i++) {
		struct role *r = &roles[i];

		pthread_join(r->thread, NULL);
		if (r->missing) {
			skip(r->name, r->missing);
			continue;
		}
		if (r->things)
			ok(r->tally.calls > 0 && r->times > 0,
			   "a thread that %s: %ld calls, %ld %s", r->name, r->tally.calls, r->times,
			   r->things);
		else
			ok(r->tally.calls > 0, "a thread that %s: %ld calls", r->name,
			   r->tally.calls);
		is(r->wrong, 0, "and all that it did came out right");
		add_tally(all, &r->tally);
		add_tally(&handlers, &r->interrupted);
	}
	ok(handlers.calls > 0, "handlers of signals: %ld calls", handlers.calls);
	add_tally(all, &handlers);
}

#endif /* STRESS_ROLES_H */
