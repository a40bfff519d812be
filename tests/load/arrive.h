/* SPDX-License-Identifier: MIT */
/*
 * Keys of every kind, defined in every place, changed in every way at every time, by
 * product: X(place, kind, action, when) for each.
 *
 *	place	linked	a library that the program is linked with
 *		loaded	a library that the program loads before the plugin
 *		host	the program, in another file than its calls
 *		near	the plugin, in another file than its calls: exported
 *		plain	… and not exported
 *		own	the plugin, in the file with its calls: exported
 *		local	… and static
 *	kind	with	a default
 *		null	without
 *	action	target, constant, nothing, reset, never: what is done to it
 *	when	start	by a constructor of the module that defines it
 *		impl	by FFP_IMPL there
 *		main	by the program, before it loads the plugin
 *		late	by the program, after that
 */
#ifndef ARRIVE_H
#define ARRIVE_H

#include <ffp.h>

#include "../forms.h"

#define AT(X, place, when)                                                                         \
	X(place, with, never, when)                                                                \
	X(place, with, target, when)                                                               \
	X(place, with, constant, when)                                                             \
	X(place, with, reset, when)                                                                \
	X(place, null, never, when)                                                                \
	X(place, null, target, when)                                                               \
	X(place, null, nothing, when)                                                              \
	X(place, null, reset, when)
#define KEYS(X, place)                                                                             \
	AT(X, place, start)                                                                        \
	X(place, with, target, impl)                                                               \
	X(place, null, target, impl)                                                               \
	AT(X, place, main)                                                                         \
	AT(X, place, late)

#define KEY(place, kind, action, when) place##_##kind##_##action##_##when

/* The default of a place, which is external; the targets are static. */
#define DEFAULT(place) DEFAULT_(place)
#define DEFAULT_(place) arrive_default_##place

enum kind { with, null };
enum action { never, target, constant, nothing, reset };
enum when { start, impl, main_, late };
#define WHEN_start start
#define WHEN_impl impl
#define WHEN_main main_
#define WHEN_late late

/* What a call yields: of a key with a default a value, of a NULL key how often it arrived. */
enum { BY_DEFAULT = 1, BY_TARGET = 2, BY_CONSTANT = 7, BY_OTHER = 3 };

/* A key, and two ways of a module to call it: a call and, where compilers do, a tail call. */
struct row {
	const struct ffp *key;
	int (*call)(void), (*tail)(void);
	enum kind kind;
	enum action action;
	enum when when;
	int in_plugin; /* the key is the plugin's */
};

/* Of each place: make the changes that are due; then set all to another; or reset all. */
struct changes {
	int (*change)(enum when when);
	int (*other)(void);
	int (*reset)(void);
};

#define DECLARE_with(key, place) DECLARE_FFP_EXPORT(key, DEFAULT(place));
#define DECLARE_null(key, place) DECLARE_FFP_NULL_EXPORT(key, void(int *));
#define DECLARE_with_plain(key, place) DECLARE_FFP(key, DEFAULT(place));
#define DECLARE_null_plain(key, place) DECLARE_FFP_NULL(key, void(int *));
#define DECLARE(place, kind, action, when) DECLARE_##kind(KEY(place, kind, action, when), place)
#define DECLARE_PLAIN(place, kind, action, when)                                                   \
	DECLARE_##kind##_plain(KEY(place, kind, action, when), place)

#define EXTERNAL(place)                                                                            \
	int DEFAULT(place)(int x);                                                                 \
	extern const struct changes arrive_##place;

EXTERNAL(linked)
EXTERNAL(loaded)
EXTERNAL(host)
EXTERNAL(near)
EXTERNAL(plain)
EXTERNAL(own)
EXTERNAL(local)
KEYS(DECLARE, linked)
KEYS(DECLARE, loaded)
KEYS(DECLARE, host)
KEYS(DECLARE, near)
KEYS(DECLARE_PLAIN, plain)
KEYS(DECLARE, own)

/* The definitions of a place's keys, and what is done to them. */
#define DEFINE_with_export(key, place) DEFINE_FFP_EXPORT(key, DEFAULT(place));
#define DEFINE_null_export(key, place) DEFINE_FFP_NULL_EXPORT(key, void(int *));
#define DEFINE_with_plain(key, place) DEFINE_FFP(key, DEFAULT(place));
#define DEFINE_null_plain(key, place) DEFINE_FFP_NULL(key, void(int *));
#define DEFINE_with_static(key, place) DEFINE_FFP_STATIC(key, DEFAULT(place));
#define DEFINE_null_static(key, place) DEFINE_FFP_NULL_STATIC(key, void(int *));
#define DEFINE_EXPORT(place, kind, action, when)                                                   \
	DEFINE_##kind##_export(KEY(place, kind, action, when), place)
#define DEFINE_PLAIN(place, kind, action, when)                                                    \
	DEFINE_##kind##_plain(KEY(place, kind, action, when), place)
#define DEFINE_STATIC(place, kind, action, when)                                                   \
	DEFINE_##kind##_static(KEY(place, kind, action, when), place)

#define DO_with_never(key) 0
#define DO_with_target(key) SET_FFP(key, target_with)
#define DO_with_constant(key) SET_FFP_RETURN(key, BY_CONSTANT)
#define DO_with_reset(key) (SET_FFP(key, target_with) || RESET_FFP(key))
#define DO_null_never(key) 0
#define DO_null_target(key) SET_FFP(key, target_null)
#define DO_null_nothing(key) (SET_FFP(key, target_null) || SET_FFP(key, NULL))
#define DO_null_reset(key) (SET_FFP(key, target_null) || RESET_FFP(key))

#define CHANGE(place, kind, action, when_)                                                         \
	if (WHEN_##when_ == when && WHEN_##when_ != impl)                                          \
		failed |= DO_##kind##_##action(KEY(place, kind, action, when_));
#define OTHER(place, kind, action, when)                                                           \
	failed |= SET_FFP(KEY(place, kind, action, when), other_##kind);
#define RESET(place, kind, action, when) failed |= RESET_FFP(KEY(place, kind, action, when));

#define PLACE(place, DEFINE)                                                                       \
	int DEFAULT(place)(int x)                                                                  \
	{                                                                                          \
		return x + BY_DEFAULT;                                                             \
	}                                                                                          \
	KEYS(DEFINE, place)                                                                        \
	FFP_IMPL(KEY(place, with, target, impl), target_with, 1, 1);                               \
	FFP_IMPL(KEY(place, null, target, impl), target_null, 1, 1);                               \
	static int change_##place(enum when when)                                                  \
	{                                                                                          \
		int failed = 0;                                                                    \
		KEYS(CHANGE, place)                                                                \
		return failed;                                                                     \
	}                                                                                          \
	static int other_##place(void)                                                             \
	{                                                                                          \
		int failed = 0;                                                                    \
		KEYS(OTHER, place)                                                                 \
		return failed;                                                                     \
	}                                                                                          \
	static int reset_##place(void)                                                             \
	{                                                                                          \
		int failed = 0;                                                                    \
		KEYS(RESET, place)                                                                 \
		return failed;                                                                     \
	}                                                                                          \
	const struct changes arrive_##place = { change_##place, other_##place, reset_##place };    \
	__attribute__((constructor)) static void start_##place(void)                               \
	{                                                                                          \
		if (change_##place(start))                                                         \
			__builtin_trap();                                                          \
	}

#define TARGETS                                                                                    \
	static int target_with(int x)                                                              \
	{                                                                                          \
		return x + BY_TARGET;                                                              \
	}                                                                                          \
	static void target_null(int *n)                                                            \
	{                                                                                          \
		++*n;                                                                              \
	}                                                                                          \
	static int other_with(int x)                                                               \
	{                                                                                          \
		return x + BY_OTHER;                                                               \
	}                                                                                          \
	static void other_null(int *n)                                                             \
	{                                                                                          \
		*n += BY_OTHER;                                                                    \
	}

/* The calls of a module. */
#define CALL_with(name, key)                                                                       \
	static COUNTED int name(void)                                                              \
	{                                                                                          \
		int got = key(0);                                                                  \
		return got == key(0) ? got : -1;                                                   \
	}                                                                                          \
	static COUNTED int name##_tail(void)                                                       \
	{                                                                                          \
		return key(0);                                                                     \
	}
#define CALL_null(name, key)                                                                       \
	static COUNTED int name(void)                                                              \
	{                                                                                          \
		int n = 0;                                                                         \
		key(&n);                                                                           \
		return n;                                                                          \
	}                                                                                          \
	static COUNTED void name##_jump(int *n)                                                    \
	{                                                                                          \
		key(n);                                                                            \
	}                                                                                          \
	static COUNTED int name##_tail(void)                                                       \
	{                                                                                          \
		int n = 0;                                                                         \
		name##_jump(&n);                                                                   \
		return n;                                                                          \
	}
#define CALL(place, kind, action, when)                                                            \
	CALL_##kind(call_##place##_##kind##_##action##_##when, KEY(place, kind, action, when))
#define ROW(place, kind, action, when)                                                             \
	{ FFP__KEY(KEY(place, kind, action, when)),                                                \
	  call_##place##_##kind##_##action##_##when,                                               \
	  call_##place##_##kind##_##action##_##when##_tail,                                        \
	  kind,                                                                                    \
	  action,                                                                                  \
	  WHEN_##when,                                                                             \
	  IN_PLUGIN_##place },
#define IN_PLUGIN_linked 0
#define IN_PLUGIN_loaded 0
#define IN_PLUGIN_host 0
#define IN_PLUGIN_near 1
#define IN_PLUGIN_plain 1
#define IN_PLUGIN_own 1
#define IN_PLUGIN_local 1

#endif /* ARRIVE_H */
