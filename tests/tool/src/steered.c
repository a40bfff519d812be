// SPDX-License-Identifier: MIT
/*
 * A program with six hooks that three threads call without a pause, steered from outside.  It ends
 * with its input, and prints how many results were neither the default's nor the candidate's, and
 * whether every thread has made calls.
 */
#include <ffp/control.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int plain(int x)
{
	return x + 1;
}

static int other(int x)
{
	return x * 3 + 7;
}

#define HOOK(name)                                                                                 \
	DEFINE_FFP_STATIC(name, plain);                                                            \
	FFP_IMPL(name, other, 1, 1)
HOOK(hook0);
HOOK(hook1);
HOOK(hook2);
HOOK(hook3);
HOOK(hook4);
HOOK(hook5);

static atomic_int stop, running;
static atomic_ulong wrong;

static void *call(void *arg)
{
	unsigned long *calls = arg;

	for (int x = 0; !stop; x = (x + 1) & 0xffff) {
		const int got[] = { hook0(x), hook1(x), hook2(x), hook3(x), hook4(x), hook5(x) };

		for (int i = 0; i < 6; i++)
			wrong += got[i] != x + 1 && got[i] != x * 3 + 7;
		running += !*calls;
		*calls += 6;
	}
	return NULL;
}

static unsigned long calls[3];

static void *serve(void *path)
{
	pthread_t threads[3];
	char c;

	if (ffp_control_start(path) < 0)
		exit(1);
	for (int i = 0; i < 3; i++)
		if (pthread_create(&threads[i], NULL, call, &calls[i]))
			exit(1);
	while (running < 3)
		sched_yield();
	puts("ready");
	fflush(stdout);
	while (read(0, &c, 1) == 1)
		;
	stop = 1;
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	printf("%lu wrong, %d idle\n", (unsigned long)wrong, !calls[0] + !calls[1] + !calls[2]);
	exit(0);
}

/* Without its first thread, which /proc/PID is of, the program is as good as with it. */
static void *serve_alone(void *first)
{
	pthread_join(*(pthread_t *)first, NULL);
	return serve(NULL);
}

int main(int argc, char **argv)
{
	static pthread_t first;
	pthread_t thread;

	if (!getenv("STEERED_ALONE"))
		serve(argc > 1 ? argv[1] : NULL);
	first = pthread_self();
	if (!pthread_create(&thread, NULL, serve_alone, &first))
		pthread_exit(NULL);
	return 1;
}
