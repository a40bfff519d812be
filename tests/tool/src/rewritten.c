// SPDX-License-Identifier: MIT
/*
 * A program or library that is rewritten by other tools before it runs.  It changes
 * keys of every kind, or none, and counts where calls go.
 */
#include <dlfcn.h>
#include <ffp.h>

int rewritten(int change);

enum { RIGHT, WRONG, REFUSED };
enum { CALLS = 10 };

static int olds, news, hooked;

#define BODIES(name)                                                                               \
	int name##_old(int x);                                                                     \
	int name##_new(int x);                                                                     \
	__attribute__((noinline)) int name##_old(int x)                                            \
	{                                                                                          \
		olds++;                                                                            \
		return x + 1;                                                                      \
	}                                                                                          \
	__attribute__((noinline)) int name##_new(int x)                                            \
	{                                                                                          \
		news++;                                                                            \
		return x + 2;                                                                      \
	}

BODIES(plain)
BODIES(exported)
BODIES(local)
BODIES(chosen)
DEFINE_FFP(plain, plain_old);
DEFINE_FFP_EXPORT(exported, exported_old);
DEFINE_FFP_STATIC(local, local_old);
DEFINE_FFP(chosen, chosen_old);
FFP_IMPL(chosen, chosen_new, 1, 1);
DEFINE_FFP_NULL(hook, void(int));

static void on(int x)
{
	hooked += x;
}

#define CALLERS(name)                                                                              \
	int call_##name(int x);                                                                    \
	int tail_##name(int x);                                                                    \
	int cond_##name(int x);                                                                    \
	__attribute__((noinline)) int call_##name(int x)                                           \
	{                                                                                          \
		return name(x) * 10;                                                               \
	}                                                                                          \
	__attribute__((noinline)) int tail_##name(int x)                                           \
	{                                                                                          \
		return name(x + 1);                                                                \
	}                                                                                          \
	__attribute__((noinline)) int cond_##name(int x)                                           \
	{                                                                                          \
		return x > 100 ? name(x) : 0;                                                      \
	}                                                                                          \
	/* Do all calls go to the old function, which adds 1, or the new, which adds 2? */         \
	static int goes_##name(int add)                                                            \
	{                                                                                          \
		int good = 0;                                                                      \
                                                                                                   \
		olds = news = 0;                                                                   \
		for (int i = 0; i < CALLS; i++)                                                    \
			good += call_##name(i) == (i + add) * 10 &&                                \
				tail_##name(i) == i + 1 + add && cond_##name(200) == 200 + add;    \
		return good == CALLS && olds == (add == 1 ? 3 * CALLS : 0) &&                      \
		       news == (add == 2 ? 3 * CALLS : 0);                                         \
	}

CALLERS(plain)
CALLERS(exported)
CALLERS(local)
CALLERS(chosen)

int call_hook(int x);
__attribute__((noinline)) int call_hook(int x)
{
	hook(x);
	return 0;
}

static int hooks(int n)
{
	hooked = 0;
	for (int i = 0; i < CALLS; i++)
		call_hook(1);
	return hooked == n * CALLS;
}

/* Set, and back: calls go where the answer says. */
#define CHECK(name)                                                                                \
	do {                                                                                       \
		int r_ = SET_FFP(name, name##_new);                                                \
                                                                                                   \
		refused |= r_ < 0;                                                                 \
		wrong |= !goes_##name(r_ ? 1 : 2);                                                 \
		wrong |= !r_ && (RESET_FFP(name) || !goes_##name(1));                              \
	} while (0)

int rewritten(int change)
{
	struct ffp_info info = { 0 };
	int wrong, refused, r;

	wrong = !goes_plain(1) || !goes_exported(1) || !goes_local(1) || !hooks(0);
	/* The candidate was taken at start, or refused. */
	refused = !goes_chosen(2);
	wrong |= refused && !goes_chosen(1);
	if (!change)
		return wrong ? WRONG : RIGHT;
	CHECK(plain);
	CHECK(exported);
	CHECK(local);
	r = SET_FFP(hook, on);
	refused |= r < 0;
	wrong |= !hooks(!r);
	wrong |= !r && (RESET_FFP(hook) || !hooks(0));
	if (!refused)
		wrong |= ffp_info(ffp_find("plain"), &info) || info.direct != 3 || info.sites != 3;
	return wrong ? WRONG : refused ? REFUSED : RIGHT;
}

#ifdef PROGRAM
int main(int argc, char **argv)
{
	/* Beside a module that may be refused. */
	if (argc > 2 && !dlopen(argv[2], RTLD_NOW | RTLD_LOCAL))
		return 77;
	return rewritten(argc > 1);
}
#endif
