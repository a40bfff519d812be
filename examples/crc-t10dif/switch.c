// SPDX-License-Identifier: MIT
/*
 * --switch: the key is changed again and again while threads call it.
 *
 * The tags of all sectors are computed once, by the reference itself.  Then the
 * workers tag the same data, pass after pass, through calls and through tail
 * calls by turns, and compare every tag; meanwhile this thread goes round the
 * versions.  Two things are proved:
 *
 *  - no call goes astray: every tag is right, whichever version made it, and
 *    whatever happened to the call instruction meanwhile;
 *  - the changes are real: each version is set as a function that counts its
 *    call and goes on to the version, so it is known how many tags each one
 *    made.  Together they must be all the calls there were.  And a call of this
 *    thread's, after a change has returned, must be answered by the new version.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "crc.h"

#define DATA_MAX (16u << 20)
#define CHANGER MAX_THREADS /* the changing thread's place among the callers */

/* How long a change waits for a worker's call, in seconds: at first, and then. */
#define FIRST_WAIT 30.0
#define LATER_WAIT 50e-6

/* One thread's calls, by version; written by that thread only. */
struct caller {
	_Alignas(64) atomic_ulong calls[VERSIONS];
	pthread_t thread;
	unsigned number;
	unsigned long passes, tags, wrong;
};

static struct caller callers[MAX_THREADS + 1];
static _Thread_local struct caller *me;
static atomic_bool stop;

static struct {
	unsigned char *bytes;
	size_t size, sectors;
	uint16_t *tags; /* the right ones */
} data;

/* Not an atomic addition: nobody else writes here, and it should cost nothing. */
static void count(int version)
{
	atomic_ulong *calls = &me->calls[version];

	atomic_store_explicit(calls, atomic_load_explicit(calls, memory_order_relaxed) + 1,
			      memory_order_relaxed);
}

#define COUNTED(name, version)                                                                     \
	static uint16_t counted_##name(uint16_t crc, const unsigned char *p, size_t n)             \
	{                                                                                          \
		count(version);                                                                    \
		return crc_t10dif_##name(crc, p, n);                                               \
	}
COUNTED(pclmul, VERSION_PCLMUL)
COUNTED(table, VERSION_TABLE)
COUNTED(reference, VERSION_REFERENCE)

static crc_fn *const counted[VERSIONS] = {
	[VERSION_PCLMUL] = counted_pclmul,
	[VERSION_TABLE] = counted_table,
	[VERSION_REFERENCE] = counted_reference,
};

static unsigned long calls_of(int version)
{
	unsigned long sum = 0;

	for (int i = 0; i < MAX_THREADS; i++)
		sum += atomic_load_explicit(&callers[i].calls[version], memory_order_relaxed);
	return sum;
}

static void wrong_tag(size_t sector, uint16_t tag)
{
	if (!me->wrong++)
		fprintf(stderr,
			PROGRAM ": thread %u, pass %lu, sector %zu: tag %04x, must be %04x\n",
			me->number, me->passes, sector, tag, data.tags[sector]);
}

static void pass_by_calls(void)
{
	for (size_t i = 0; i < data.sectors; i++) {
		size_t at = i * SECTOR, left = data.size - at;
		uint16_t tag = crc_t10dif(0, data.bytes + at, left < SECTOR ? left : SECTOR);

		if (tag != data.tags[i])
			wrong_tag(i, tag);
	}
}

static void pass_by_tail_calls(void)
{
	for (size_t i = 0; i < data.sectors; i++) {
		uint16_t tag = sector_tag(data.bytes, data.size, i);

		if (tag != data.tags[i])
			wrong_tag(i, tag);
	}
}

static void *work(void *arg)
{
	me = arg;
	do {
		if ((me->passes + me->number) % 2)
			pass_by_tail_calls();
		else
			pass_by_calls();
		me->passes++;
		me->tags += data.sectors;
	} while (!atomic_load_explicit(&stop, memory_order_relaxed));
	return NULL;
}

static bool load(struct files files)
{
	bool good;

	data.bytes = malloc(DATA_MAX);
	data.tags = malloc(DATA_MAX / SECTOR * sizeof(*data.tags));
	if (!data.bytes || !data.tags) {
		fprintf(stderr, PROGRAM ": out of memory\n");
		return false;
	}
	good = input_load(files, data.bytes, DATA_MAX, &data.size);
	for (size_t at = 0; at < data.size; at += SECTOR) {
		size_t left = data.size - at;

		data.tags[data.sectors++] =
		    crc_t10dif_reference(0, data.bytes + at, left < SECTOR ? left : SECTOR);
	}
	return good;
}

/*
 * Has a worker called the version that has just been set?  Without waiting a
 * little, and leaving them the processor, changes could follow so fast that the
 * threads meet few of them.
 */
static bool called(int version, unsigned long before, double wait)
{
	double end = seconds_now() + wait;

	while (calls_of(version) == before) {
		if (seconds_now() > end)
			return false;
		sched_yield();
	}
	return true;
}

/* The change has returned: from now on, this thread's calls reach the version. */
static bool reaches(int version)
{
	unsigned long before = atomic_load(&me->calls[version]);

	uint16_t tag = crc_t10dif(0, data.bytes, data.size < SECTOR ? data.size : SECTOR);

	if (tag != data.tags[0])
		wrong_tag(0, tag);
	if (atomic_load(&me->calls[version]) == before + 1)
		return true;
	fprintf(stderr, PROGRAM ": %s is set, but a call went elsewhere\n", versions[version].name);
	return false;
}

static void progress(unsigned long done, unsigned long changes)
{
	static double last;
	double now = seconds_now();

	if (last == 0)
		last = now;
	if (now - last < 2 || !isatty(STDERR_FILENO))
		return;
	last = now;
	fprintf(stderr, "%lu of %lu changes\n", done, changes);
}

static bool change(int version)
{
	int err = SET_FFP(crc_t10dif, counted[version]);

	if (err)
		fprintf(stderr, PROGRAM ": cannot set %s: %s\n", versions[version].name,
			strerror(-err));
	return !err;
}

struct changes {
	unsigned long wanted, made;
	unsigned long met; /* by a worker, before the next one came */
	int usable[VERSIONS], versions;
};

/* Stops at the first change that goes wrong. */
static void change_all(struct changes *c)
{
	for (; c->made < c->wanted; c->made++) {
		int version = c->usable[c->made % (unsigned)c->versions];
		bool first = c->made < (unsigned)c->versions;
		unsigned long before = calls_of(version);

		if (!change(version) || !reaches(version))
			return;
		if (called(version, before, first ? FIRST_WAIT : LATER_WAIT)) {
			c->met++;
		} else if (first) {
			fprintf(stderr, PROGRAM ": %s is set, and no thread calls it\n",
				versions[version].name);
			return;
		}
		progress(c->made, c->wanted);
	}
}

static bool result(const struct changes *c)
{
	unsigned long passes = 0, tags = 0, wrong = me->wrong, calls = 0;
	bool all_used = true;

	for (int i = 0; i < MAX_THREADS; i++) {
		passes += callers[i].passes;
		tags += callers[i].tags;
		wrong += callers[i].wrong;
	}
	printf("changes: %lu made of %lu, %lu met by a call before the next\n", c->made, c->wanted,
	       c->met);
	printf("checked: %lu passes, %lu tags, %lu wrong\n", passes, tags, wrong);
	for (int i = 0; i < c->versions; i++) {
		unsigned long n = calls_of(c->usable[i]);

		printf("%s: %lu tags\n", versions[c->usable[i]].name, n);
		calls += n;
		if (!n && (unsigned)i < c->wanted)
			all_used = false;
	}
	if (!all_used)
		fprintf(stderr, PROGRAM ": a version was set and never called\n");
	if (calls != tags)
		fprintf(stderr, PROGRAM ": %lu calls were made, %lu reached a version\n", tags,
			calls);
	return c->made == c->wanted && !wrong && all_used && calls == tags;
}

/* Returns how many could be started. */
static unsigned start_threads(unsigned wanted)
{
	for (unsigned i = 0; i < wanted; i++) {
		int err;

		callers[i].number = i;
		err = pthread_create(&callers[i].thread, NULL, work, &callers[i]);
		if (err) {
			fprintf(stderr, PROGRAM ": cannot start a thread: %s\n", strerror(err));
			return i;
		}
	}
	return wanted;
}

bool switch_run(struct files files, unsigned long changes, unsigned threads)
{
	struct changes c = { .wanted = changes };
	bool good = load(files);
	unsigned started;

	if (!data.sectors)
		return false;
	/* The best version last: it is set when the workers start. */
	for (int i = VERSIONS - 1; i >= 0; i--)
		if (versions[i].usable())
			c.usable[c.versions++] = i;
	printf("data: %zu sectors, %u %s\n", data.sectors, threads,
	       threads == 1 ? "thread" : "threads");
	fflush(stdout);

	/* Workers must meet nothing but counting functions. */
	me = &callers[CHANGER];
	me->number = CHANGER;
	if (!change(c.usable[c.versions - 1]))
		return false;
	started = start_threads(threads);
	if (started == threads)
		change_all(&c);
	atomic_store(&stop, true);
	for (unsigned i = 0; i < started; i++)
		pthread_join(callers[i].thread, NULL);

	good &= result(&c);
	report_sites();
	return good;
}
