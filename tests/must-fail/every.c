/* SPDX-License-Identifier: MIT */
/*
 * Every macro of <ffp.h>, as a careful user's file has them: compiled in C and C++ with all
 * warnings that there are, and behind macros of all short names.
 */
#include <ffp.h>
#include <stddef.h>

#ifdef __cplusplus
#define EVERY_C extern "C"
#else
#define EVERY_C extern
#endif

EVERY_C int every_default(int value);
EVERY_C int every_other(int value);
EVERY_C int every_number(void);
EVERY_C char *every_text(void);
EVERY_C void every_hook(const char *text);
EVERY_C int every_change(int value);

DECLARE_FFP(every_plain, every_default);
DECLARE_FFP_EXPORT(every_exported, every_default);
DECLARE_FFP_NULL(every_null, void(const char *));
DECLARE_FFP_NULL_EXPORT(every_exported_null, void(const char *));
DEFINE_FFP(every_plain, every_default);
DEFINE_FFP_EXPORT(every_exported, every_default);
DEFINE_FFP_NULL(every_null, void(const char *));
DEFINE_FFP_NULL_EXPORT(every_exported_null, void(const char *));
DEFINE_FFP_STATIC(every_local, every_default);
DEFINE_FFP_STATIC(every_count, every_number);
DEFINE_FFP_STATIC(every_word, every_text);
DEFINE_FFP_NULL_STATIC(every_local_null, void(const char *));
DECLARE_FFP_FLAG(every_flag);
DECLARE_FFP_FLAG_EXPORT(every_exported_flag);
DEFINE_FFP_FLAG(every_flag);
DEFINE_FFP_FLAG_EXPORT(every_exported_flag);
DEFINE_FFP_FLAG_STATIC(every_local_flag);
DECLARE_FFP_RETURN(every_hook_value, int(const char *));
DECLARE_FFP_RETURN_EXPORT(every_exported_value, int (*)(const char *));
DEFINE_FFP_RETURN(every_hook_value, int(const char *), -1);
DEFINE_FFP_RETURN_EXPORT(every_exported_value, int (*)(const char *), 1);
DEFINE_FFP_RETURN_STATIC(every_local_value, const char *(int), NULL);
#ifdef FFP_PUBLIC
FFP_PUBLIC(every_plain);
FFP_PUBLIC(every_exported);
FFP_PUBLIC_AS(every_null, every_null_again);
#endif
FFP_IMPL(every_plain, every_other, 10, every_number() > 3);

#if !defined(__cplusplus) || __cplusplus >= 201103L
/* What the compiler knows: of x86, of AArch64, anywhere. */
#ifdef __SSE2__
#define EVERY_FEATURES "sse3"
#elif defined(__clang__)
#define EVERY_FEATURES "crc"
#else
#define EVERY_FEATURES "tune=generic"
#endif
DECLARE_FFP_CLONES(int, every_clones, (int value, char letter));
DECLARE_FFP_CLONES_EXPORT(void, every_exported_clones, (int *value));
FFP_CLONES(int, every_clones, (int value, char letter), (value, letter), EVERY_FEATURES,
	   EVERY_FEATURES)
{
	return value + letter;
}
FFP_CLONES_EXPORT(void, every_exported_clones, (int *value), (value), EVERY_FEATURES)
{
	++*value;
}
FFP_CLONES_STATIC(int, every_local_clones, (void), (), EVERY_FEATURES)
{
	int value = 1;

	every_exported_clones(&value);
	return every_clones(value, 'a');
}
#else
DEFINE_FFP_STATIC(every_local_clones, every_number);
#endif

int every_change(int value)
{
	const struct ffp_change changes[] = {
		FFP_CHANGE(every_plain, every_other),
		FFP_CHANGE(every_null, every_hook),
		FFP_CHANGE_DEFAULT(every_exported),
		FFP_CHANGE_FLAG(every_flag, value),
	};
	int result = ffp_apply(changes, sizeof(changes) / sizeof(*changes), FFP_ATOMIC);

	result += FFP_TARGET_AFTER(every_plain, changes, 2) == every_other;
	result += ffp_apply(changes, 2, FFP_IN_ORDER);
	result += SET_FFP(every_plain, every_other) + SET_FFP(every_exported, &every_other);
	result += SET_FFP(every_local, FFP_TARGET(every_plain)) + RESET_FFP(every_local);
	result += SET_FFP(every_null, every_hook) + SET_FFP(every_exported_null, NULL);
	result += SET_FFP(every_local_null, NULL) + RESET_FFP(every_exported_null);
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpre-c23-compat" /* the word itself */
	result += SET_FFP(every_null, nullptr) + SET_FFP_RETURN(every_word, nullptr);
	result += ffp_apply(&FFP_CHANGE(every_null, nullptr), 1, 0);
#pragma GCC diagnostic pop
#endif
	result += SET_FFP_RETURN(every_count, 5) + SET_FFP_RETURN(every_count, value);
	result += SET_FFP_RETURN(every_word, NULL);
	result += SET_FFP_FLAG(every_exported_flag, 1) + SET_FFP_FLAG(every_local_flag, value);
	result += FFP_ON(every_local_flag) + FFP_LIKELY_ON(every_exported_flag);
	if (FFP_ON(every_null))
		every_null("a");
	result += every_local_clones();
	every_exported_null("b");
	every_local_null("c");
	result += every_hook_value("d") + every_exported_value("e");
	result += every_local_value(1) ? 1 : 0;
	result += every_plain(value) + every_exported(value) + every_local(value);
	return result + every_count() + (every_word() ? 1 : 0);
}
