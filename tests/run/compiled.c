// SPDX-License-Identifier: MIT
/*
 * Sites as compilers make them: calls, tail calls, conditional tail calls where
 * the compiler makes any, calls through the GOT with -fno-plt.
 */
#include <ffp.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "table.h"

int plain_default(int x);
int plain_default(int x)
{
	return x + 1;
}

static int plain_other(int x)
{
	return x + 1000;
}

static int noted;

static void note_it(int x)
{
	noted += x;
}

DEFINE_FFP(plain, plain_default);
DEFINE_FFP_EXPORT(shared, plain_default);
DEFINE_FFP_STATIC(local, plain_default);
DEFINE_FFP_NULL(note, void(int));
DEFINE_FFP_NULL_EXPORT(shared_note, void(int));
DEFINE_FFP_NULL_STATIC(local_note, void(int));

/* The same callers for each key. */
#define CALLERS(key, note)                                                                         \
	static COUNTED int call_##key(int x)                                                       \
	{                                                                                          \
		return key(x) * 2;                                                                 \
	}                                                                                          \
	static COUNTED int tail_##key(int x)                                                       \
	{                                                                                          \
		return key(x + 5);                                                                 \
	}                                                                                          \
	static COUNTED int cond_##key(int c, int x)                                                \
	{                                                                                          \
		if (c)                                                                             \
			return key(x);                                                             \
		return x * 3;                                                                      \
	}                                                                                          \
	static COUNTED int call_##note(int x)                                                      \
	{                                                                                          \
		note(x);                                                                           \
		return noted;                                                                      \
	}                                                                                          \
	static COUNTED void tail_##note(int x)                                                     \
	{                                                                                          \
		note(x);                                                                           \
	}                                                                                          \
	static COUNTED void cond_##note(const int *p)                                              \
	{                                                                                          \
		if (*p)                                                                            \
			note(*p);                                                                  \
	}                                                                                          \
	static void check_##key(int add, const char *state)                                        \
	{                                                                                          \
		is(CALL(call_##key(1)), 2 * (1 + add), #key ", %s: call", state);                  \
		is(CALL(tail_##key(1)), 6 + add, #key ", %s: tail call", state);                   \
		is(CALL(cond_##key(1, 7)), 7 + add, #key ", %s: conditional, taken", state);       \
		is(CALL(cond_##key(0, 7)), 21, #key ", %s: conditional, not taken", state);        \
	}                                                                                          \
	static void check_##note(int times, const char *state)                                     \
	{                                                                                          \
		int no = 0, yes = 4;                                                               \
                                                                                                   \
		noted = 0;                                                                         \
		is(CALL(call_##note(2)), 2 * times, #note ", %s: call", state);                    \
		CALL(tail_##note(3));                                                              \
		is(noted, 5 * times, #note ", %s: call and tail call", state);                     \
		CALL(cond_##note(&yes));                                                           \
		CALL(cond_##note(&no));                                                            \
		is(noted, 9 * times, #note ", %s: conditional", state);                            \
	}                                                                                          \
	static void run_##key(void)                                                                \
	{                                                                                          \
		check_##key(1, "default");                                                         \
		is(CHANGE(SET_FFP(key, plain_other)), 0, #key ": set");                            \
		check_##key(1000, "target");                                                       \
		is(CHANGE(RESET_FFP(key)), 0, #key ": reset");                                     \
		check_##key(1, "reset");                                                           \
		check_##note(0, "nothing");                                                        \
		is(CHANGE(SET_FFP(note, note_it)), 0, #note ": set");                              \
		check_##note(1, "target");                                                         \
		is(CHANGE(SET_FFP(note, NULL)), 0, #note ": set to nothing");                      \
		check_##note(0, "nothing again");                                                  \
		check_table(FFP__KEY(key));                                                        \
		check_table(FFP__KEY(note));                                                       \
	}

/* Three sites in all; at least a call and a tail call among them. */
static void check_table(const struct ffp *key)
{
	size_t calls = table_count(key, FFP_SITE_CALL), jumps = table_count(key, FFP_SITE_JUMP);
	size_t conds = table_count(key, FFP_SITE_COND);
	struct ffp_info info;

	is(ffp_info(key, &info), 0, "%s: ffp_info", key->name);
#ifdef GOT_IS_NO_SITE
	/* What was loaded from the GOT is called as any pointer is: then none is a site. */
	if (FORM == DIRECT && (key->flags & FFP_KEY_EXPORT) && !info.sites) {
		is(calls + jumps + conds, 0, "%s: called by its address", key->name);
		return;
	}
#endif
	is(info.sites, COLLECTED(3), "%s: sites collected", key->name);
	is(info.direct, COLLECTED(3), "%s: sites direct", key->name);
	is(calls + jumps + conds, COLLECTED(3), "%s: sites in the table", key->name);
	if (FORM == DIRECT)
		ok(calls >= 1 && jumps >= 1, "%s: of them %zu calls, %zu jumps, %zu conditional",
		   key->name, calls, jumps, conds);
}

CALLERS(plain, note)
CALLERS(shared, shared_note)
CALLERS(local, local_note)

int main(void)
{
	run_plain();
	run_shared();
	run_local();
	counts_print();
	return done();
}
