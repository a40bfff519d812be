// SPDX-License-Identifier: MIT
/*
 * A server with six hooks that are off, steered by server.sh while it runs: three threads answer
 * requests, of which 32 are under way at any time.  Every answer tells which hooks were called for
 * it.
 *
 * Lines of standard input, each answered by one line:
 *
 *	any		new requests may find any hook on or off; answered when none of the older
 *			ones is under way
 *	expect MASK N	new requests find just these hooks on; answered when N of them were answered
 *	stop		end, and tell what happened
 */
#include <ffp/control.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define THREADS 3
#define UNDER_WAY 32
#define HOOKS 6
#define ANY 0xffff

struct request {
	unsigned slot, id, text;
};
struct answer {
	unsigned slot, id, value, called;
};

static unsigned checksum(unsigned id)
{
	return id * 2654435761u ^ id >> 7;
}

/* What the thread answers just now, and which hooks it has called for that. */
static __thread const struct request *current;
static __thread unsigned called;
static unsigned long calls[HOOKS], wrong_calls;

/* A trace: it is called once for each request, with that request and the step's own numbers. */
static void trace(unsigned step, const struct request *request, unsigned number, const char *name,
		  const char *own)
{
	int good = request == current && !(called & 1u << step) && number == (request->id ^ step) &&
		   !strcmp(name, own);

	__atomic_fetch_add(good ? &calls[step] : &wrong_calls, 1, __ATOMIC_RELAXED);
	called |= 1u << step;
}

/* A hook, and the candidate that an operator may set it to, which is never chosen by itself. */
typedef void hook(const struct request *request, unsigned number, const char *name);
#define HOOK(step, name)                                                                           \
	DEFINE_FFP_NULL_STATIC(on_##name, hook);                                                   \
	static void trace_##name(const struct request *request, unsigned number, const char *text) \
	{                                                                                          \
		trace(step, request, number, text, #name);                                         \
	}                                                                                          \
	FFP_IMPL(on_##name, trace_##name, -1, 1)
HOOK(0, receive);
HOOK(1, parse);
HOOK(2, lookup);
HOOK(3, compute);
HOOK(4, format);
HOOK(5, answer);

static unsigned answer_to(const struct request *r)
{
	unsigned value;

	on_receive(r, r->id ^ 0, "receive");
	if (FFP_ON(on_parse))
		on_parse(r, r->id ^ 1, "parse");
	on_lookup(r, r->id ^ 2, "lookup");
	value = checksum(r->text);
	on_compute(r, r->id ^ 3, "compute");
	if (FFP_ON(on_format))
		on_format(r, r->id ^ 4, "format");
	on_answer(r, r->id ^ 5, "answer");
	return value;
}

static void *serve(void *arg)
{
	int fd = *(int *)arg;
	struct request r;

	while (recv(fd, &r, sizeof(r), 0) == sizeof(r)) {
		struct answer a = { .slot = r.slot, .id = r.id };

		current = &r;
		called = 0;
		a.value = answer_to(&r);
		a.called = called;
		if (send(fd, &a, sizeof(a), 0) != sizeof(a))
			break;
	}
	return NULL;
}

/* The client. */
static struct {
	unsigned id, expected; /* a mask of hooks, or ANY */
	int busy;
} slots[UNDER_WAY];
static unsigned long sent, answered, wrong_answers, seen[HOOKS];
static unsigned expected = ANY; /* of new requests */

static int ask(int fd)
{
	for (unsigned i = 0; i < UNDER_WAY; i++) {
		struct request r = { .slot = i, .id = (unsigned)sent, .text = ~(unsigned)sent };

		if (slots[i].busy)
			continue;
		slots[i].id = r.id;
		slots[i].expected = expected;
		slots[i].busy = 1;
		if (send(fd, &r, sizeof(r), 0) != sizeof(r))
			return -1;
		sent++;
	}
	return 0;
}

/* How many of the requests under way were sent with that expectation, or with another one. */
static unsigned under_way(unsigned expectation, int other)
{
	unsigned n = 0;

	for (unsigned i = 0; i < UNDER_WAY; i++)
		n += slots[i].busy && (slots[i].expected == expectation) != other;
	return n;
}

/* Returns what was expected of the answered request; -1 if nothing can be received. */
static int take(int fd)
{
	struct answer a;
	unsigned wanted;

	if (recv(fd, &a, sizeof(a), 0) != sizeof(a) || a.slot >= UNDER_WAY)
		return -1;
	wanted = slots[a.slot].expected;
	if (!slots[a.slot].busy || a.id != slots[a.slot].id || a.value != checksum(~a.id) ||
	    (wanted != ANY && a.called != wanted))
		wrong_answers++;
	slots[a.slot].busy = 0;
	answered++;
	for (unsigned i = 0; i < HOOKS; i++)
		seen[i] += a.called >> i & 1;
	return (int)wanted;
}

static void say(const char *text)
{
	puts(text);
	fflush(stdout);
}

/* Returns 0 at the end of the orders; -1 if a request was lost. */
static int serve_orders(int fd)
{
	struct pollfd p[2] = { { .fd = 0, .events = POLLIN }, { .fd = fd, .events = POLLIN } };
	unsigned long left = 0; /* answers for which an "expect" waits */
	int clearing = 0;	/* an "any" waits */
	unsigned freely = 0;	/* answers since the last rest */
	char line[80];

	say("ready");
	while (!ask(fd)) {
		/* Threads that answer nothing for a minute have lost what they were asked. */
		if (poll(p, 2, 60000) < 1 || (!p[0].revents && !p[1].revents))
			return -1;
		if (p[1].revents) {
			int of = take(fd);

			if (of < 0)
				return -1;
			if (left && of == (int)expected && !--left)
				say("expected");
			/* While the operator's commands start, they need a processor, too. */
			if (!left && !clearing && ++freely % UNDER_WAY == 0)
				poll(NULL, 0, 2);
		}
		if (clearing && !under_way(ANY, 1)) {
			clearing = 0;
			say("any");
		}
		if (!p[0].revents)
			continue;
		if (!fgets(line, sizeof(line), stdin) || !strcmp(line, "stop\n"))
			break;
		if (!strcmp(line, "any\n")) {
			expected = ANY;
			clearing = 1;
		} else if (sscanf(line, "expect %u %lu", &expected, &left) != 2 || !left) {
			say("what?");
		}
	}
	while (under_way(ANY, 0) + under_way(ANY, 1))
		if (poll(&p[1], 1, 60000) < 1 || take(fd) < 0)
			return -1;
	return 0;
}

int main(void)
{
	pthread_t threads[THREADS];
	int fds[2], lost, bad, control = ffp_control_start(NULL);

	if (control < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds))
		return 2;
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, serve, &fds[1]))
			return 2;
	lost = serve_orders(fds[0]);
	shutdown(fds[0], SHUT_RDWR);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	bad = lost || sent != answered || wrong_answers || wrong_calls;
	for (int i = 0; i < HOOKS; i++)
		bad |= calls[i] != seen[i];
	printf("%lu sent, %lu answered, %lu answers wrong, %lu calls wrong, calls:", sent, answered,
	       wrong_answers, wrong_calls);
	for (int i = 0; i < HOOKS; i++)
		printf(" %lu", calls[i]);
	printf("\n");
	return bad | ffp_control_close(control);
}
