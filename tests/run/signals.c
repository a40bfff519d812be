// SPDX-License-Identifier: MIT
/*
 * Signals that arrive in a thread which changes keys all the time, wherever it is:
 * in a change, waiting for one, between two.  The handler calls keys and changes
 * them, and never is that a deadlock: most signals wait while their own thread changes
 * keys, and those that an instruction may cause are refused it then, and only then.
 * tests/inject/signals.c does so step by step.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int one_default(int x);
int one_default(int x)
{
	return x + 1;
}

static int one_other(int x)
{
	return x + 101;
}

int two_default(int x);
int two_default(int x)
{
	return x + 2;
}

static int two_other(int x)
{
	return x + 202;
}

DEFINE_FFP(one, one_default);
DEFINE_FFP(two, two_default);
DEFINE_FFP(spare, one_default);

static COUNTED int call_one(int x)
{
	return one(x) + 1000;
}

static COUNTED int tail_two(int x)
{
	return two(x);
}

static bool right(void)
{
	int first = call_one(0) - 1000, second = tail_two(0);

	return (first == 1 || first == 101) && (second == 2 || second == 202);
}

/* Is the interrupted thread inside SET_FFP or ffp_apply, as far as it can tell? */
static volatile sig_atomic_t changing;
static volatile unsigned handled, refused, made, made_in[2], wrong_calls, wrong_answers, stop;

static void handler(int number)
{
	unsigned n = __atomic_load_n(&handled, __ATOMIC_RELAXED);
	int r, errno_before = errno;

	wrong_calls += !right();
	r = n % 2 ? SET_FFP(two, n % 4 == 1 ? two_other : two_default)
		  : SET_FFP(one, n % 4 == 0 ? one_other : one_default);
	if (r == 0) {
		made_in[number == SIGTRAP]++;
		/* No other thread changes these, and this one is not in the midst of it. */
		made++;
		wrong_calls += n % 2 ? tail_two(0) != (n % 4 == 1 ? 202 : 2)
				     : call_one(0) != (n % 4 == 0 ? 1101 : 1001);
	} else if (r == -EDEADLK && changing && number == SIGTRAP) {
		refused++;
	} else {
		wrong_answers++;
	}
	wrong_calls += !right();
	wrong_answers += errno != errno_before;
	__atomic_store_n(&handled, n + 1, __ATOMIC_RELEASE);
}

/* Another thread that changes, so that there is something to wait for. */
static unsigned other_failed, other_made;

static void *change_too(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		unsigned n = __atomic_fetch_add(&other_made, 1, __ATOMIC_RELAXED);

		other_failed += SET_FFP(spare, n % 2 ? two_other : one_other) != 0;
		usleep(300);
	}
	return NULL;
}

/* Sends a signal whenever the one before has been handled. */
static pthread_t changer;

static void *shoot(void *arg)
{
	unsigned sent = 0;

	(void)arg;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		if (__atomic_load_n(&handled, __ATOMIC_ACQUIRE) == sent && sent++ < UINT32_MAX)
			pthread_kill(changer, sent / 4 % 2 ? SIGUSR1 : SIGTRAP);
		usleep(100);
	}
	return NULL;
}

/* The change of a pointer is hardly ever met. */
#define WANTED 200
#define WANTED_REFUSED (FORM == POINTER ? 2 : WANTED)

int main(void)
{
	struct sigaction action = { .sa_handler = handler };
	pthread_t threads[2];
	unsigned failed = 0, changes = 0;

	/* The first change registers with fork, which a handler must not do. */
	is(SET_FFP(one, one_default), 0, "the first change");
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGTRAP, &action, NULL);
	changer = pthread_self();
	pthread_create(&threads[0], NULL, change_too, NULL);
	pthread_create(&threads[1], NULL, shoot, NULL);
	while (refused < WANTED_REFUSED || made < WANTED || made_in[0] < WANTED ||
	       __atomic_load_n(&other_made, __ATOMIC_RELAXED) < 10) {
		struct ffp_change both[] = {
			FFP_CHANGE(one, changes % 2 ? one_default : one_other),
			FFP_CHANGE(two, changes % 2 ? two_other : two_default),
		};

		changing = 1;
		failed +=
		    ffp_apply(both, 2, FORM != POINTER && changes % 3 == 0 ? FFP_ATOMIC : 0) != 0;
		changing = 0;
		changes++;
		wrong_calls += !right();
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	printf("# %u changes, %u signals: %u changes made in handlers, %u refused\n", changes,
	       handled, made, refused);
	is(failed + other_failed, 0, "no interrupted change failed");
	is(wrong_calls, 0, "every call in a handler went to the old or the new target");
	is(wrong_answers, 0,
	   "a change in a handler was made, or refused within a change of its thread");
	is(RESET_FFP(one) || RESET_FFP(two), 0, "reset");
	ok(call_one(0) == 1001 && tail_two(0) == 2, "the defaults again");
	counts_print();
	return done();
}
