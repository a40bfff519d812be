// SPDX-License-Identifier: MIT
/*
 * Count references as cheaply as the program can at the moment: by a plain addition until it
 * starts its first thread, by an atomic one from then on.
 *
 * Each of the two functions is one instruction on x86-64, and so stands where the calls were:
 * "addq $1, (%rdi)" in a program of one thread, "lock addq $1, (%rdi)" in one of several.  Where it
 * takes more than one instruction it is called.
 *
 * Build:
 *	ffp-cc cc -O2 -pthread $(pkg-config --cflags ffp) references.c -o references \
 *		$(pkg-config --libs ffp)
 * Run:
 *	./references
 * Prints:
 *	1000 alone
 *	201000 with two threads
 */
#include <ffp.h>
#include <pthread.h>
#include <stdio.h>

/* Right at any time, and what is called before anybody has chosen. */
static void take_safely(long *references)
{
	__atomic_fetch_add(references, 1, __ATOMIC_SEQ_CST);
}
DEFINE_FFP_STATIC(take, take_safely);

static void take_alone(long *references)
{
	++*references;
}

static void take_shared(long *references)
{
	__atomic_fetch_add(references, 1, __ATOMIC_RELAXED);
}

static long object;

static void *work(void *arg)
{
	for (int i = 0; i < 100000; i++)
		take(&object);
	return arg;
}

/* The way to start a thread here: what is not safe with two of them ends before. */
static int start(pthread_t *thread)
{
	int error = SET_FFP(take, take_shared);

	return error ? error : pthread_create(thread, NULL, work, NULL);
}

int main(void)
{
	pthread_t threads[2];

	/* If this is refused, the default goes on being called. */
	(void)SET_FFP(take, take_alone);
	for (int i = 0; i < 1000; i++)
		take(&object);
	printf("%ld alone\n", object);
	for (int i = 0; i < 2; i++)
		if (start(&threads[i]))
			return 1;
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	printf("%ld with two threads\n", object);
	return 0;
}
