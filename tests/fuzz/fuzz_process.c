// SPDX-License-Identifier: MIT
/*
 * libFuzzer: the memory of a process, through all that reads one (running.h) and prints it
 * (status.h).  The input is a number of regions: start (8 bytes), length (4), rights (1), and the
 * number of their file (1), all of which little-endian, two bytes of filling, and the contents.
 * What is found must be within what running.h promises, and be found again.
 */
#include "inspect/status.h"
#include "msg.h"
#include "bytes.h"
#include "printed.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REGIONS = 64, HEAD = 16 };

struct regions {
	struct {
		uint64_t start;
		const uint8_t *bytes;
		size_t length;
	} region[REGIONS];
	struct mapping mappings[REGIONS];
	size_t n;
};

static void check(bool condition)
{
	if (!condition)
		abort();
}

/* As a kernel does: up to the end of the region. */
static size_t read_region(void *arg, uint64_t at, void *out, size_t length)
{
	const struct regions *r = arg;

	for (size_t i = 0; i < r->n; i++) {
		uint64_t offset = at - r->region[i].start;

		if (offset >= r->region[i].length)
			continue;
		if (length > r->region[i].length - offset)
			length = r->region[i].length - offset;
		memcpy(out, r->region[i].bytes + offset, length);
		return length;
	}
	return 0;
}

static void read_input(struct regions *r, const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "", "/program", "/library.so", "/gone (deleted)" };
	uint64_t end = 0;

	while (size >= HEAD && r->n < REGIONS) {
		struct mapping *m = &r->mappings[r->n];
		uint64_t start = get64(data);
		size_t length = get32(data + 8);
		uint8_t rights = data[12], file = data[13];

		data += HEAD;
		size -= HEAD;
		if (length > size)
			length = size;
		/* Mappings are in order, and none is empty. */
		if (length && start >= end && start + length > start) {
			const struct mapping *before = r->n ? m - 1 : NULL;

			end = start + length;
			*m = (struct mapping){ .start = start,
					       .end = end,
					       .readable = rights & 4,
					       .writable = rights & 2,
					       .executable = rights & 1,
					       .path = paths[file & 3] };
			if (before && before->path == m->path)
				m->offset = before->offset + (before->end - before->start);
			r->region[r->n].start = start;
			r->region[r->n].bytes = data;
			r->region[r->n++].length = length;
		}
		data += length;
		size -= length;
	}
}

static bool wanted(void *arg, const char *key)
{
	(void)arg;
	return strlen(key) % 2;
}

static void check_all(const struct running *r)
{
	size_t sites = 0, branches = 0;

	for (size_t i = 0; i < r->nkeys; i++) {
		const struct run_key *key = &r->keys[i];
		size_t n = 0;

		check(key->module < r->nmodules && key->name);
		for (unsigned k = 0; k < RUN_SITE_STATES; k++)
			n += key->counts[k];
		check(n == key->nsites);
		sites += n;
		n = 0;
		for (unsigned k = 0; k < RUN_BRANCH_STATES; k++)
			n += key->branches[k];
		check(n == key->nbranches);
		branches += n;
	}
	check(sites == r->all_sites && r->lines <= RUN_LINES && r->nsites <= sites);
	for (size_t i = 0; i < r->nsites; i++)
		check(r->sites[i].key < r->nkeys && r->sites[i].module < r->nmodules &&
		      r->sites[i].state < RUN_SITE_STATES && r->sites[i].kind < INSN_SITE_KINDS);
	check(r->nbranches <= branches);
	for (size_t i = 0; i < r->nbranches; i++)
		check(r->branches[i].key < r->nkeys && r->branches[i].module < r->nmodules &&
		      r->branches[i].state < RUN_BRANCH_STATES);
	for (size_t i = 0; i < r->nimpls; i++)
		check(r->impls[i].key < r->nkeys && r->impls[i].name);
}

/* Print it as `ffp status PID` does, or with names of keys.  There is no /proc of this process. */
static void print_all(struct running *running, struct memory *memory, bool words)
{
	static char *word[] = { "key" };
	bool found[] = { true };

	for (int json = 0; json < 2; json++) {
		struct status status = {
			.process = { .name = "fuzz", .proc = -1, .mem = -1, .memory = *memory },
			.running = *running,
			.words = word,
			.nwords = words,
			.found = found,
		};
		struct printed printed;

		printed_begin(&printed);
		status_show(&status, "1", json);
		check(printed_well(&printed, json));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t machines[] = { EM_X86_64, EM_AARCH64, EM_RISCV, EM_S390 };
	struct regions regions = { .n = 0 };
	struct memory memory = { .read = read_region, .arg = &regions };
	struct running running;
	uint16_t machine;

	if (!size)
		return 0;
	msg_quiet = true;
	machine = machines[data[0] & 3];
	memory.big = machine == EM_S390;
	read_input(&regions, data + 1, size - 1);
	if (running_read(&running, "fuzz", &memory, machine, regions.mappings, regions.n, wanted,
			 NULL)) {
		check_all(&running);
		print_all(&running, &memory, data[0] & 4);
		/* Nothing changes here, but a state may look as if a change were under way. */
		memory_forget(&memory);
	}
	running_free(&running);
	memory_forget(&memory);
	return 0;
}
