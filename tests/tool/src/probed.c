// SPDX-License-Identifier: MIT
/* Changes of every kind, each behind a call of at() with a line that tells what a tracer is to see.
 */
#include <ffp.h>

static int one(int x)
{
	return x + 1;
}

/* Of one instruction or of several, as the processor has it. */
static int two(int x)
{
	__asm__ volatile("");
	return x * 3 + 2;
}

static int three(int x)
{
	__asm__ volatile("");
	return x * 5 + 3;
}

/* One instruction, which stands at the sites. */
static int same(int x)
{
	return x;
}

static void note(int x)
{
	__asm__ volatile("" ::"r"(x));
}

typedef void hook_fn(int);
DEFINE_FFP_STATIC(a, one);
DEFINE_FFP_NULL_STATIC(b, hook_fn);
DEFINE_FFP_FLAG_STATIC(c);

__attribute__((noinline)) int call(int x)
{
	b(x);
	x = a(x) + 1;
	return FFP_ON(c) ? x + 1 : x;
}

__attribute__((noinline)) void at(const char *expected)
{
	__asm__ volatile("" ::"r"(expected) : "memory");
}

static void apply(unsigned flags, struct ffp_change x, struct ffp_change y)
{
	struct ffp_change changes[] = { x, y };

	ffp_apply(changes, 2, flags);
}

int main(void)
{
	struct ffp_change back = FFP_CHANGE(a, same);

	call(1);
	at("a one two");
	SET_FFP(a, two);
	at("");
	SET_FFP(a, two);
	at("a two one");
	RESET_FFP(a);
	at("");
	RESET_FFP(a);
	at("a one code");
	SET_FFP_RETURN(a, 7);
	at("");
	SET_FFP_RETURN(a, 7);
	at("a code code");
	SET_FFP_RETURN(a, 8);
	at("a code same");
	SET_FFP(a, same);
	at("a same same");
	ffp_apply(&back, 1, FFP_CALLS);
	at("b 0 note");
	SET_FFP(b, note);
	at("b note 0");
	RESET_FFP(b);
	at("c 0 ffp_flag_on");
	SET_FFP_FLAG(c, 1);
	at("");
	SET_FFP_FLAG(c, 1);
	at("c ffp_flag_on 0");
	SET_FFP_FLAG(c, 0);
	at("a same two, b 0 note");
	apply(0, FFP_CHANGE(a, two), FFP_CHANGE(b, note));
	at("b note 0");
	apply(0, FFP_CHANGE(a, two), FFP_CHANGE_DEFAULT(b));
	at("");
	apply(FFP_IN_ORDER, FFP_CHANGE(a, three), FFP_CHANGE(a, two));
	at("a two three");
	apply(FFP_IN_ORDER, FFP_CHANGE(a, one), FFP_CHANGE(a, three));
	at("");
	ffp_apply(NULL, 0, FFP_AIM);
	at("");
	ffp_set_target(FFP_KEY(a), NULL);
	at("end");
	return 0;
}
