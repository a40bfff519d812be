// SPDX-License-Identifier: MIT
/*
 * x86-64: functions of one instruction, executed: what a site holds instead of a call, made
 * longer by prefixes, leaves behind the same registers, flags and memory as the function, or faults
 * as it does.  Of random instructions, so that each class of the list is among them.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../tap.h"
#include "body.h"
#include "insn.h"
#include "../random.h"

#define CASES 60000
#define MEMORY 4096

/* The registers that a call may change, by their numbers 0, 1, 2 and 6 to 11. */
#define GENERAL 9

struct state {
	uint64_t general[GENERAL];
	uint64_t flags;
	uint64_t code, stack;
	uint8_t vectors[16][32];
};

void enter(struct state *state);

/* Load all of it, call `code`, and store it. */
__asm__(".pushsection .text\n"
	".globl enter\n.type enter, @function\nenter:\n"
	"push %rbx\npush %rbp\npush %r12\n"
	"mov %rdi, %rbx\n"
	".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
	"vmovdqu 96+\\n*32(%rbx), %ymm\\n\n"
	".endr\n"
	"pushq 72(%rbx)\npopfq\n"
	"mov (%rbx), %rax\nmov 8(%rbx), %rcx\nmov 16(%rbx), %rdx\n"
	"mov 24(%rbx), %rsi\nmov 32(%rbx), %rdi\nmov 40(%rbx), %r8\n"
	"mov 48(%rbx), %r9\nmov 56(%rbx), %r10\nmov 64(%rbx), %r11\n"
	"call *80(%rbx)\n"
	"mov %rax, (%rbx)\nmov %rcx, 8(%rbx)\nmov %rdx, 16(%rbx)\n"
	"mov %rsi, 24(%rbx)\nmov %rdi, 32(%rbx)\nmov %r8, 40(%rbx)\n"
	"mov %r9, 48(%rbx)\nmov %r10, 56(%rbx)\nmov %r11, 64(%rbx)\n"
	"pushfq\npopq 72(%rbx)\n"
	".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
	"vmovdqu %ymm\\n, 96+\\n*32(%rbx)\n"
	".endr\n"
	"cld\nvzeroupper\n"
	"pop %r12\npop %rbp\npop %rbx\nret\n"
	".size enter, .-enter\n.popsection\n");

static uint8_t *code; /* written through one mapping, executed through another */
static const uint8_t *executed;
static uint8_t *memory;
static sigjmp_buf back;
static volatile int caught;

static void on_fault(int signal)
{
	caught = signal;
	siglongjmp(back, 1);
}

static struct state random_state(void)
{
	struct state s;

	memset(&s, 0, sizeof(s));
	for (unsigned i = 0; i < GENERAL; i++)
		s.general[i] = random64() % 4 ? random64() % 64 : random64();
	s.general[random64() % GENERAL] = (uint64_t)(uintptr_t)memory + MEMORY / 2;
	s.flags = 0x202 | (random64() & 0x8d5);
	for (unsigned i = 0; i < 16; i++)
		for (unsigned k = 0; k < 4; k++) {
			uint64_t v = random64() % 4 ? random64() : UINT64_C(0x3ff0000000000000);

			memcpy(&s.vectors[i][8 * k], &v, 8);
		}
	return s;
}

/* Run it from this state; returns the signal that ended it, or 0. */
static int run(struct state *s, const uint8_t *at)
{
	s->code = (uint64_t)(uintptr_t)at;
	caught = 0;
	for (unsigned i = 0; i < MEMORY; i++)
		memory[i] = (uint8_t)(i * 7);
	if (!sigsetjmp(back, 1))
		enter(s);
	s->code = 0;
	return caught;
}

/* One whose outcome is another one each time. */
static bool varies(const uint8_t *p)
{
	for (unsigned i = 0; i < 4; i++)
		if (p[i] == 0x0f && (p[i + 1] == 0x31 || p[i + 1] == 0xc7 || p[i + 1] == 0x01))
			return true;
	return false;
}

/* As a random instruction of the list begins. */
static unsigned random_code(uint8_t *p)
{
	unsigned n = 0, length;
	struct insn_body body;

	for (;;) {
		n = 0;
		if (random64() % 4 == 0)
			p[n++] = "\x66\xf2\xf3\xf0"[random64() % 4];
		if (random64() % 4 == 0)
			p[n++] = (uint8_t)(0x40 | random64() % 16);
		switch (random64() % 7) {
		case 0:
		case 1:
			p[n++] = 0x0f;
			break;
		case 2:
			p[n++] = 0x0f;
			p[n++] = 0x38;
			break;
		case 5:
			n = 0;
			p[n++] = 0x66;
			p[n++] = 0x0f;
			p[n++] = 0x3a;
			p[n++] = (uint8_t)(random64() % 0x48);
			break;
		case 3:
			n = 0;
			p[n++] = 0xc5;
			p[n++] = (uint8_t)random64();
			break;
		case 4:
			n = 0;
			p[n++] = 0xc4;
			p[n++] = (uint8_t)(0xe0 | (1 + random64() % 2));
			p[n++] = (uint8_t)random64();
			break;
		}
		for (unsigned i = n; i < 8; i++)
			p[i] = (uint8_t)random64();
		for (length = 1; length <= 6; length++) {
			uint8_t keep = p[length];

			p[length] = 0xc3;
			if (ffp_insn_body_x86_64(p, length + 1, &body))
				return length;
			p[length] = keep;
		}
	}
}

int main(void)
{
	static const int signals[] = { SIGSEGV, SIGILL, SIGFPE, SIGBUS };
	unsigned wrong = 0, faulted = 0, illegal = 0, changed = 0, ran = 0, prefixed = 0;
	static uint8_t before[MEMORY];
	struct sigaction action = { .sa_handler = on_fault };
	int fd;

	if (!__builtin_cpu_supports("avx2")) {
		puts("1..0 # SKIP this processor has no AVX2");
		return 0;
	}
	fd = memfd_create("body", 0);
	if (fd < 0 || ftruncate(fd, MEMORY))
		abort();
	code = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	executed = mmap(NULL, MEMORY, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
	memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (code == MAP_FAILED || executed == MAP_FAILED || memory == MAP_FAILED)
		abort();
	for (unsigned i = 0; i < 4; i++)
		sigaction(signals[i], &action, NULL);
	for (unsigned i = 0; i < CASES; i++) {
		static const uint8_t call[INSN_MAX] = { 0xe8 },
				     prefixes[] = { 0x66, 0x67, 0xf2, 0xf3, 0x40, 0x41, 0x42,
						    0x44, 0x48, 0x4f, 0x2e, 0x64, 0x65 };
		struct insn_body body;
		struct state start, a, b;
		uint8_t *function = code, *site = code + 64, made[INSN_MAX];
		unsigned length = random_code(function);
		/* As a call that was one through the GOT, with its prefix, or as any other. */
		const bool wide = length == 6 || random64() % 2;
		const unsigned kind = wide ? INSN_SITE_WIDE : FFP_SITE_CALL, room = wide ? 6 : 5;
		int first, second;

		if (varies(function))
			continue;
		if (!ffp_insn_body_x86_64(function, length + 1, &body) ||
		    !ffp_insn_body_put_x86_64(made, call, 0, kind, &body))
			abort();
		memcpy(site, made, room);
		site[room] = 0xc3;
		start = random_state();
		a = b = start;
		first = run(&a, executed);
		memcpy(before, memory, MEMORY);
		second = run(&b, executed + 64);
		/* Prefixes of which no table tells. */
		for (unsigned k = 0; k < sizeof(prefixes); k++) {
			struct state c = start;

			if (!ffp_insn_body_put_x86_64(made, call, prefixes[k], kind, &body))
				continue;
			site[0] = prefixes[k];
			memcpy(site + 1, made, room);
			site[1 + room] = 0xc3;
			prefixed += !first;
			if (run(&c, executed + 64) != first || memcmp(&b, &c, sizeof(b)) ||
			    memcmp(before, memory, MEMORY))
				wrong++;
		}
		ran += !first;
		faulted += first == SIGSEGV || first == SIGBUS;
		illegal += first == SIGILL;
		changed += !first && memcmp(&a, &start, sizeof(a)) != 0;
		/* xor %eax, %eax has become a move, which leaves the flags. */
		if (function[1] == 0xc0 && (function[0] == 0x31 || function[0] == 0x33))
			a.flags = b.flags;
		if (first == second && !memcmp(&a, &b, sizeof(a)) &&
		    !memcmp(before, memory, MEMORY))
			continue;
		if (wrong++ < 10) {
			printf("# signals %d and %d:", first, second);
			for (unsigned k = 0; k < length; k++)
				printf(" %02x", function[k]);
			putchar('\n');
		}
	}
	printf("# %u ran, %u faulted, %u this processor does not have\n", ran, faulted, illegal);
	is(wrong, 0, "with prefixes before it each does what it does without");
	ok(ran > CASES / 3 && changed > CASES / 4, "most ran, and did something");
	ok(prefixed > CASES / 8, "and %u with a prefix before the call", prefixed);
	return done();
}
