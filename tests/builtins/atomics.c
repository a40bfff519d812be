// SPDX-License-Identifier: MIT
/*
 * libffp-builtins on AArch64: the calls of -moutline-atomics hold one instruction of LSE where the
 * processor has it.  The instruction is the very one that the helper executes there, and that the
 * compiler writes itself for such a processor, so that the order of memory accesses is theirs.
 *
 *	atomics chosen|left
 *
 * "left": the processor does not have LSE.
 */
#include <ffp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_SEED 20181002
#include "../random.h"
#include "../tap.h"

enum { ROUNDS = 200, THREADS = 4, ADDITIONS = 20000, CHANGES = 200 };

struct helper {
	const char *name;
	int operation, size;
	/* A site; and any function of the helper's type. */
	uint64_t (*call)(uint64_t expected, uint64_t value, void *memory);
	uint64_t (*pass)(void *function, uint64_t expected, uint64_t value, void *memory);
	const void *compiled; /* what the compiler makes of it with LSE; NULL: a call */
};

enum { cas, swp, ldadd, ldclr, ldeor, ldset };

#define TWO(operation, size, order)                                                                \
	uint##size##_t FN(operation, size, order)(uint##size##_t value, uint##size##_t * memory);  \
	__attribute__((noinline)) static uint64_t CALL(operation, size, order)(                    \
	    uint64_t expected, uint64_t value, void *memory)                                       \
	{                                                                                          \
		(void)expected;                                                                    \
		HELD(FN(operation, size, order)((uint##size##_t)value, memory));                   \
	}                                                                                          \
	static uint64_t PASS(operation, size, order)(void *function, uint64_t expected,            \
						     uint64_t value, void *memory)                 \
	{                                                                                          \
		(void)expected;                                                                    \
		return ((__typeof__(&FN(operation, size, order)))function)((uint##size##_t)value,  \
									   memory);                \
	}
#define THREE(operation, size, order)                                                              \
	uint##size##_t FN(operation, size, order)(uint##size##_t expected, uint##size##_t value,   \
						  uint##size##_t * memory);                        \
	__attribute__((noinline)) static uint64_t CALL(operation, size, order)(                    \
	    uint64_t expected, uint64_t value, void *memory)                                       \
	{                                                                                          \
		HELD(FN(operation, size, order)((uint##size##_t)expected, (uint##size##_t)value,   \
						memory));                                          \
	}                                                                                          \
	static uint64_t PASS(operation, size, order)(void *function, uint64_t expected,            \
						     uint64_t value, void *memory)                 \
	{                                                                                          \
		return ((__typeof__(&FN(operation, size, order)))function)(                        \
		    (uint##size##_t)expected, (uint##size##_t)value, memory);                      \
	}
/* A pair of words: the upper ones are the complements of the lower. */
#define PAIR(x) ((unsigned __int128)~(x) << 64 | (x))
#define SIXTEEN(operation, size, order)                                                            \
	__int128 FN(operation, size, order)(__int128 expected, __int128 value, __int128 *memory);  \
	__attribute__((noinline)) static uint64_t CALL(operation, size, order)(                    \
	    uint64_t expected, uint64_t value, void *memory)                                       \
	{                                                                                          \
		unsigned __int128 r = (unsigned __int128)FN(operation, size, order)(               \
		    (__int128)PAIR(expected), (__int128)PAIR(value), memory);                      \
                                                                                                   \
		return (uint64_t)(r >> 64) ^ (uint64_t)r * 3;                                      \
	}                                                                                          \
	static uint64_t PASS(operation, size, order)(void *function, uint64_t expected,            \
						     uint64_t value, void *memory)                 \
	{                                                                                          \
		unsigned __int128 r =                                                              \
		    (unsigned __int128)((__typeof__(&FN(operation, size, order)))function)(        \
			(__int128)PAIR(expected), (__int128)PAIR(value), memory);                  \
                                                                                                   \
		return (uint64_t)(r >> 64) ^ (uint64_t)r * 3;                                      \
	}

/* A call whose result is used behind it, so that it is no tail call: those stay jumps. */
#define HELD(call)                                                                                 \
	uint64_t r = (call);                                                                       \
	__asm__ volatile("" : "+r"(r));                                                            \
	return r

/* The helper counts bytes, and the types bits. */
#define BYTES_8 1
#define BYTES_16 2
#define BYTES_32 4
#define BYTES_64 8
#define BYTES_128 16
#define PASTE(a, b, c, d) PASTE_(a, b, c, d)
#define PASTE_(a, b, c, d) a##b##c##_##d
#define FN(operation, size, order) PASTE(__aarch64_, operation, BYTES_##size, order)
#define CALL(operation, size, order) call_##operation##size##_##order
#define PASS(operation, size, order) pass_##operation##size##_##order

#define ORDERS(of, operation, size)                                                                \
	of(operation, size, relax) of(operation, size, acq) of(operation, size, rel)               \
	    of(operation, size, acq_rel) of(operation, size, sync)
#define SIZES(of, operation)                                                                       \
	ORDERS(of, operation, 8)                                                                   \
	ORDERS(of, operation, 16) ORDERS(of, operation, 32) ORDERS(of, operation, 64)

SIZES(TWO, swp)
SIZES(TWO, ldadd)
SIZES(TWO, ldclr)
SIZES(TWO, ldeor)
SIZES(TWO, ldset)
SIZES(THREE, cas)
ORDERS(SIXTEEN, cas, 128)

/* The operations as C has them, compiled for a processor with LSE.  These are never called. */
#ifdef __clang__
#define WITH_LSE __attribute__((noinline, target("lse")))
#else
#define WITH_LSE __attribute__((noinline, target("+lse")))
#endif
#define relax_OF(operation, p, v) operation(p, v, __ATOMIC_RELAXED)
#define acq_OF(operation, p, v) operation(p, v, __ATOMIC_ACQUIRE)
#define rel_OF(operation, p, v) operation(p, v, __ATOMIC_RELEASE)
#define acq_rel_OF(operation, p, v) operation(p, v, __ATOMIC_ACQ_REL)
#define sync_OF(operation, p, v) operation##_SYNC(p, v)
#ifdef __clang__
/* It never calls GCC's helper, and makes this a barrier for what precedes, too. */
#define __atomic_exchange_n_SYNC(p, v) __atomic_exchange_n(p, v, __ATOMIC_ACQUIRE)
#else
#define __atomic_exchange_n_SYNC __sync_lock_test_and_set
#endif
#define __atomic_fetch_add_SYNC __sync_fetch_and_add
#define __atomic_fetch_and_SYNC __sync_fetch_and_and
#define __atomic_fetch_xor_SYNC __sync_fetch_and_xor
#define __atomic_fetch_or_SYNC __sync_fetch_and_or
#define COMPARE(p, v, order)                                                                       \
	__atomic_compare_exchange_n(p, &expected, v, 0, order, __ATOMIC_RELAXED)
#define COMPARE_SYNC(p, v) (expected = __sync_val_compare_and_swap(p, expected, v))
#define swp_IN_C(p, v, order) order##_OF(__atomic_exchange_n, p, v)
#define ldadd_IN_C(p, v, order) order##_OF(__atomic_fetch_add, p, v)
#define ldclr_IN_C(p, v, order) order##_OF(__atomic_fetch_and, p, ~v)
#define ldeor_IN_C(p, v, order) order##_OF(__atomic_fetch_xor, p, v)
#define ldset_IN_C(p, v, order) order##_OF(__atomic_fetch_or, p, v)
#define cas_IN_C(p, v, order) (order##_OF(COMPARE, p, v), expected)
#define COMPILED(operation, size, order) compiled_##operation##size##_##order
#define IN_C(operation, size, order)                                                               \
	WITH_LSE static uint##size##_t COMPILED(operation, size, order)(                           \
	    uint##size##_t expected, uint##size##_t value, uint##size##_t * memory)                \
	{                                                                                          \
		(void)expected;                                                                    \
		return operation##_IN_C(memory, value, order);                                     \
	}
SIZES(IN_C, swp)
SIZES(IN_C, ldadd)
SIZES(IN_C, ldclr)
SIZES(IN_C, ldeor)
SIZES(IN_C, ldset)
SIZES(IN_C, cas)

#define STRING(x) STRING_(x)
#define STRING_(x) #x
#define ROW_OF(operation, size, order, compiled)                                                   \
	{                                                                                          \
		STRING(FN(operation, size, order)),                                                \
		operation,                                                                         \
		BYTES_##size,                                                                      \
		CALL(operation, size, order),                                                      \
		PASS(operation, size, order),                                                      \
		compiled                                                                           \
	},
#define ROW(operation, size, order)                                                                \
	ROW_OF(operation, size, order, (const void *)COMPILED(operation, size, order))
/* GCC makes of 16 bytes a call of libatomic. */
#define ROW_128(operation, size, order) ROW_OF(operation, size, order, NULL)

static const struct helper helpers[] = { SIZES(ROW, swp) SIZES(ROW, ldadd) SIZES(ROW, ldclr) SIZES(
    ROW, ldeor) SIZES(ROW, ldset) SIZES(ROW, cas) ORDERS(ROW_128, cas, 128) };
enum { HELPERS = sizeof(helpers) / sizeof(helpers[0]) };

/* What C says of an operation on `size` bytes. */
static uint64_t expect(const struct helper *h, uint64_t old, uint64_t expected, uint64_t value)
{
	switch (h->operation) {
	case cas:
		return old == expected ? value : old;
	case swp:
		return value;
	case ldadd:
		return old + value;
	case ldclr:
		return old & ~value;
	case ldeor:
		return old ^ value;
	}
	return old | value;
}

/* Memory, with what must stay as it is on both sides. */
struct memory {
	uint64_t before[2], word[2], behind[2];
};

static unsigned compare(const struct helper *h, void *helper)
{
	const uint64_t mask = h->size >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * h->size) - 1;
	unsigned wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t old = i < 3 ? (uint64_t)i - 1 : random64(), value = random64();
		uint64_t expected = i % 2 ? old : random64(), a, b, now;
		_Alignas(16) struct memory x, y;

		value = i % 5 ? value : (uint64_t)(i % 3) - 1;
		memset(&x, 0x5a, sizeof(x));
		memcpy(x.word, &old, 8);
		if (h->size == 16)
			x.word[1] = ~old;
		y = x;
		a = h->call(expected & mask, value & mask, x.word);
		b = h->pass(helper, expected & mask, value & mask, y.word);
		now = expect(h, old & mask, expected & mask, value & mask) & mask;
		wrong += a != b || memcmp(&x, &y, sizeof(x)) || (x.word[0] & mask) != now ||
			 (h->size == 16 && x.word[1] != ~now) ||
			 (h->size < 16 && a != (old & mask)) ||
			 (h->size < 8 && (x.word[0] & ~mask) != (old & ~mask));
	}
	return wrong;
}

/* The instruction before the first return. */
static uint32_t last_instruction(const void *function)
{
	const uint32_t *code = function;

	for (int i = 1; i < 12; i++)
		if (code[i] == 0xd65f03c0)
			return code[i - 1];
	return 0;
}

/*
 * The first atomic instruction of LSE, without the numbers of its registers: what it does, on how
 * many bytes, and in which order.
 */
static uint32_t atomic_instruction(const void *function)
{
	const uint32_t *code = function;

	for (int i = 0; i < 16 && code[i] != 0xd65f03c0; i++)
		if ((code[i] & 0x3f200c00) == 0x38200000 || (code[i] & 0x3fa07c00) == 0x08a07c00)
			return code[i] & ~0x001f03ffu;
	return 0;
}

/* Threads add by a site, while its key changes between helper and instruction. */
static uint64_t sum;

static void *add(void *arg)
{
	for (int i = 0; i < ADDITIONS; i++)
		__atomic_fetch_add(&sum, 1, __ATOMIC_ACQ_REL);
	return arg;
}

static void add_under_changes(const struct ffp *key)
{
	void *target = ffp_target(key);
	pthread_t threads[THREADS];
	int failed = 0;

	for (int i = 0; i < THREADS; i++)
		failed |= pthread_create(&threads[i], NULL, add, NULL);
	for (int i = 0; i < CHANGES; i++)
		failed |= i % 2 ? ffp_set_target(key, target) : ffp_reset_target(key);
	for (int i = 0; i < THREADS; i++)
		failed |= pthread_join(threads[i], NULL);
	is(failed, 0, "%d threads add, while the key is changed", THREADS);
	is(sum, (uint64_t)THREADS * ADDITIONS, "and no addition was lost");
}

/* Of a candidate, whether it is the target or not. */
static int compare_code(const struct ffp_impl_info *impl, void *arg)
{
	const struct helper *h = arg;

	if (h->compiled)
		is(atomic_instruction(impl->function), atomic_instruction(h->compiled),
		   "%s: the instruction is the one that the compiler writes", h->name);
	return 0;
}

int main(int argc, char **argv)
{
	bool left = argc > 1 && !strcmp(argv[1], "left");

	printf("# seed %d\n", RANDOM_SEED);
	for (int i = 0; i < HELPERS; i++) {
		const struct helper *h = &helpers[i];
		const struct ffp *key = ffp_find(h->name);
		struct ffp_info info;

		if (!key || ffp_info(key, &info)) {
			ok(false, "%s is a key", h->name);
			continue;
		}
		is(compare(h, info.def), 0, "%s: values are the helper's, and as C means them",
		   h->name);
		ffp_each_impl(key, compare_code, (void *)h);
		if (left) {
			ok(info.target == info.def && info.sites && info.direct == info.sites &&
			       !info.inlined,
			   "%s: without LSE, the helper is called", h->name);
			continue;
		}
		ok(info.sites && info.inlined == info.sites,
		   "%s: all sites, %u of %zu, hold the instruction", h->name, info.inlined,
		   info.sites);
		is(last_instruction(info.target), last_instruction(info.def),
		   "%s: the helper's own, of the same order", h->name);
	}
	add_under_changes(ffp_find("__aarch64_ldadd8_acq_rel"));
	return done();
}
