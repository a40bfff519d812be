/* SPDX-License-Identifier: MIT */
/*
 * ffp-pointer.h: the macros of <ffp.h> as function pointers, without the library.
 *
 * This file is made to be copied into a project.  It needs nothing of libffp, and any compiler of
 * C89 or C++98 on any system.  A portable library includes it where libffp is not installed, and
 * takes patchable functions where it is:
 *
 *	#ifdef HAVE_FFP
 *	#include <ffp.h>
 *	#else
 *	#include "ffp-pointer.h"
 *	#endif
 *
 * Copyright (c) 2026 The libffp authors.  MIT licence: the line at the head of this file, which is
 * the licence's name, and this one stay in each copy.
 *
 * A key is a variable that points to its target, and has the key's name.  The macros below do what
 * the documentation of <ffp.h> says, with these differences:
 *
 *  - A call goes through the variable.  The value of `fn` is the target at that moment.
 *  - A change is one store.  With GCC, Clang and MSVC any thread may change a key at any time.
 *    With other compilers, change keys while no other thread calls them.
 *  - The compiler checks the type of a target as it checks an assignment: in C it may only warn.
 *  - The variable has the key's name as its symbol.  DECLARE_FFP_EXPORT gives it the visibility
 *    that FFP_POINTER_API says.  Define that before this file is included where a system needs
 *    more, as __declspec(dllexport) or __declspec(dllimport) on Windows.
 *  - FFP_CHANGE is a call of a function.  So no static array is initialised by it, and in C89 no
 *    array at all: assign to the array's elements.
 *  - There are no constructors in C89.  FFP_IMPL describes a candidate, and the program chooses
 *    among those that it lists, where it starts:
 *
 *	FFP_IMPL(crc, crc_pclmul, 10, has_pclmul());
 *	FFP_IMPL(crc, crc_avx512, 20, has_avx512());
 *
 *	void library_init(void)
 *	{
 *	#ifdef FFP_POINTER_H
 *		static const struct ffp_impl *const candidates[] = {
 *			FFP_CANDIDATE(crc, crc_pclmul), FFP_CANDIDATE(crc, crc_avx512)
 *		};
 *
 *		ffp_choose(candidates, 2);
 *	#endif
 *	}
 *
 *    The environment variable FFP_USE has no effect.
 *  - The compiler must be able to name the type of a function: GCC, Clang, tcc, MSVC from 19.39 on
 *    (in C++ from 16.0 on), and whatever compiles C++11 or C23 can.  For any other compiler, and
 *    with FFP_NO_TYPEOF defined, each default has a type of a certain name, and the type of
 *    a NULL key is the name of a typedef, too:
 *
 *	typedef unsigned crc_table_ffp_type(unsigned, const void *, size_t);
 *	DECLARE_FFP(crc, crc_table);
 *	typedef void traced(const char *);
 *	DECLARE_FFP_NULL(trace, traced);
 *
 *  - An unset NULL key calls a function without parameters, which ignores its arguments.
 *    That works wherever the caller removes the arguments.  So no such key has a convention in
 *    which the callee does (__stdcall), and on WebAssembly, where the types must be equal,
 *    DEFINE_FFP_NULL does not compile.
 *
 * Not here, because they need the library or the tool: SET_FFP_RETURN (set a function that returns
 * the value), DEFINE_FFP_RETURN and its like (give the key a default that returns the value), a
 * pointer type for a NULL key, FFP_TARGET_AFTER and FFP_IN_ORDER, FFP_CLONES and
 * ffp_cpu_supports(), keys by symbol, FFP_PUBLIC, FFP_SYMBOL, FFP_KEY_SYMBOL, and the functions
 * that take a target as void * or that look for keys: ffp_set_target(), ffp_set_targets(),
 * ffp_set_return(), ffp_target(), ffp_target_after(), ffp_find(), ffp_each(), ffp_info(),
 * ffp_each_impl(), ffp_each_use().
 */
#ifndef FFP_POINTER_H
#define FFP_POINTER_H

#ifdef FFP_H
#error "ffp-pointer.h stands in for <ffp.h>: include one of them"
#endif

#include <errno.h>
#include <stddef.h>

/*
 * What compilers have.  Attributes of visibility are for the systems on which GCC and Clang accept
 * them without a warning.
 */
#if defined(__GNUC__) || defined(__clang__) || defined(__TINYC__)
#define FFP__UNUSED __attribute__((unused))
#else
#define FFP__UNUSED
#endif
#if (defined(__GNUC__) || defined(__clang__)) && (defined(__ELF__) || defined(__APPLE__))
#define FFP__HIDDEN __attribute__((visibility("hidden")))
#ifndef FFP_POINTER_API
#define FFP_POINTER_API __attribute__((visibility("default")))
#endif
#else
#define FFP__HIDDEN
#ifndef FFP_POINTER_API
#define FFP_POINTER_API
#endif
#endif
#if defined(__GNUC__) || defined(__clang__)
#define FFP__EXPECT(condition, value) (__builtin_expect(condition, value) ? 1 : 0)
#else
#define FFP__EXPECT(condition, value) (condition)
#endif

/* FFP__POINTER_TO(def), FFP__POINTER(type): the type of the variable of a key. */
#ifndef FFP_NO_TYPEOF
#if defined(__cplusplus) && __cplusplus >= 201103L
#define FFP__TYPEOF(x) decltype(x)
#elif defined(__GNUC__) || defined(__clang__) || defined(__TINYC__)
#define FFP__TYPEOF(x) __typeof__(x)
#elif defined(__cplusplus) && defined(_MSC_VER) && _MSC_VER >= 1600
#define FFP__TYPEOF(x) decltype(x)
#elif defined(_MSC_VER) && _MSC_VER >= 1939
#define FFP__TYPEOF(x) __typeof__(x)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#define FFP__TYPEOF(x) typeof(x)
#endif
#endif
#ifndef FFP__TYPEOF
#define FFP__POINTER_TO(def) def##_ffp_type *
#elif defined(__cplusplus)
#define FFP__POINTER_TO(def) FFP__TYPEOF(ffp__plain(&def))
#else
#define FFP__POINTER_TO(def) FFP__TYPEOF(&def)
#endif
#ifdef __cplusplus
#define FFP__POINTER(type) ffp__same<type>::is *
#elif defined(FFP__TYPEOF)
#define FFP__POINTER(type) FFP__TYPEOF(type) *
#else
#define FFP__POINTER(type) type *
#endif

/* Any function: cast to its own type before it is called. */
typedef void (*ffp__function)(void);

/*
 * FFP__CHECKED(fn, new): `new` as any function; does not compile if it cannot be the target of fn.
 * FFP__C: before the declaration of a variable that both languages may share.
 */
#ifdef __cplusplus
#define FFP__C extern "C"
#define FFP__LOCAL static inline
#define FFP__CAST(type, x) reinterpret_cast<type>(x)
#define FFP__CHECKED(fn, new) ffp__checked(fn, new)
extern "C++" {
template <class ffp__T> struct ffp__same {
	typedef ffp__T is;
};
template <class ffp__T>
inline ffp__function ffp__checked(ffp__T *, typename ffp__same<ffp__T>::is *_target)
{
	return reinterpret_cast<ffp__function>(_target);
}
/* A target may throw although the default may not. */
template <class ffp__T> ffp__T *ffp__plain(ffp__T *);
#ifdef __cpp_noexcept_function_type
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A...) noexcept))(ffp__A...);
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A..., ...) noexcept))(ffp__A..., ...);
#endif
}
#else
#define FFP__C extern
#ifdef _MSC_VER
#define FFP__LOCAL static __inline
#else
#define FFP__LOCAL static FFP__UNUSED
#endif
#define FFP__CAST(type, x) ((type)(x))
#define FFP__CHECKED(fn, new) ((ffp__function)(FFP__NUMBER_IS_NO_TARGET(new) ? (new) : (fn)))
/*
 * True, or does not compile, as <ffp.h> takes no 0 as a target, but NULL.  On a system where NULL
 * is such a number, it is taken.  Before C11 an int is known by its size, if pointers have another.
 */
#define FFP__NUMBER_IS_NO_TARGET(new)                                                              \
	(sizeof(char[FFP__IS_INT(new) && !FFP__IS_INT(NULL) ? -1 : 1]) == 1)
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define FFP__IS_INT(x) _Generic((x), int : 1, default : 0)
#else
#define FFP__IS_INT(x) (sizeof(1 ? (x) : 0) == sizeof(int) && sizeof(int) != sizeof(void *))
#endif
#endif

/* A key, opaque and constant, as in <ffp.h>. */
struct ffp {
	const char *name;
	void *variable;
	ffp__function def; /* of a NULL key, a function that does nothing */
	int null;
};

/* One change, for ffp_apply(). */
struct ffp_change {
	const struct ffp *key;
	ffp__function target; /* FFP_TO_TARGET: the new target, or a null pointer for a NULL key */
	unsigned to;
};

enum { FFP_TO_TARGET, FFP_TO_DEFAULT };

/* Flags of ffp_apply().  The last two concern sites, of which there are none here. */
#define FFP_ATOMIC 1u
#define FFP_AIM 2u
#define FFP_CALLS 4u

/* A candidate. */
struct ffp_impl {
	const struct ffp *key;
	const char *name;
	ffp__function function;
	int rank;
	int (*usable)(void);
};

/*
 * The function that an unset NULL key calls, and the one that is set for a flag.  Each uses a
 * variable of its own.  Otherwise a linker that folds equal functions could take one for the other,
 * or for a function of the program.
 */
static volatile int ffp__is_off;
static volatile int ffp__is_on;

FFP__LOCAL void ffp__nothing(void)
{
	if (ffp__is_off)
		ffp__is_off = 0;
}

FFP__LOCAL void ffp_flag_on(void)
{
	if (ffp__is_on)
		ffp__is_on = 0;
}

/* One store, of the whole pointer. */
FFP__LOCAL void ffp__store(void *_variable, ffp__function _target)
{
#if defined(__clang__) || (defined(__GNUC__) && __GNUC__ * 100 + __GNUC_MINOR__ >= 407)
	typedef ffp__function __attribute__((may_alias)) ffp__any;

	__atomic_store_n(FFP__CAST(ffp__any *, _variable), _target, __ATOMIC_RELEASE);
#else
	*FFP__CAST(ffp__function volatile *, _variable) = _target;
#endif
}

/* What SET_FFP does.  Returns 0, or -EINVAL for a null pointer and a key that is no NULL key. */
FFP__LOCAL int ffp__set(const struct ffp *_key, ffp__function _target)
{
	if (!_target && !_key->null)
		return -EINVAL;
	ffp__store(_key->variable, _target ? _target : _key->def);
	return 0;
}

/* As in <ffp.h>. */
FFP__LOCAL int ffp_reset_target(const struct ffp *_key)
{
	if (!_key)
		return -EINVAL;
	ffp__store(_key->variable, _key->def);
	return 0;
}

FFP__LOCAL struct ffp_change ffp__change(const struct ffp *_key, ffp__function _target,
					 unsigned _to)
{
	struct ffp_change _change;

	_change.key = _key;
	_change.target = _target;
	_change.to = _to;
	return _change;
}

/*
 * ffp_apply - make several changes, all or none
 * @changes: an array of @n changes, each of another key
 * @flags: as in <ffp.h>
 *
 * Returns 0, or makes no change and returns -EINVAL for what is wrong in a change or in the flags.
 * The changes are stored one by one.  FFP_ATOMIC with several changes is refused (-ENOTSUP, or
 * -EINVAL on systems without that error).
 */
FFP__LOCAL int ffp_apply(const struct ffp_change *_changes, size_t _n, unsigned _flags)
{
	size_t _i, _j;

	if ((_flags & ~(FFP_ATOMIC | FFP_AIM | FFP_CALLS)) || (!_changes && _n))
		return -EINVAL;
	for (_i = 0; _i < _n; _i++) {
		const struct ffp_change *_change = _changes + _i;

		if (!_change->key || _change->to > FFP_TO_DEFAULT)
			return -EINVAL;
		if (_change->to == FFP_TO_TARGET && !_change->target && !_change->key->null)
			return -EINVAL;
		for (_j = 0; _j < _i; _j++)
			if (_changes[_j].key == _change->key)
				return -EINVAL;
	}
	if ((_flags & FFP_ATOMIC) && _n > 1) {
#ifdef ENOTSUP
		return -ENOTSUP;
#else
		return -EINVAL;
#endif
	}
	for (_i = 0; _i < _n; _i++) {
		if (_changes[_i].to == FFP_TO_TARGET)
			ffp__set(_changes[_i].key, _changes[_i].target);
		else
			ffp_reset_target(_changes[_i].key);
	}
	return 0;
}

/*
 * ffp_choose - set the best of some candidates
 * @candidates: an array of @n candidates, which FFP_CANDIDATE(fn, impl) names; all those of a key
 *	in one array
 *
 * Evaluates the condition of each candidate whose rank is not negative, once.  Sets each key to its
 * usable candidate of the highest rank, if it has one.  A key whose target is no longer its
 * default is left alone.
 */
FFP__LOCAL void ffp_choose(const struct ffp_impl *const *_candidates, size_t _n)
{
	size_t _i, _j;

	for (_i = 0; _i < _n; _i++) {
		const struct ffp *_key = _candidates[_i]->key;
		const struct ffp_impl *_best = NULL;

		for (_j = 0; _j < _i && _candidates[_j]->key != _key; _j++)
			;
		if (_j < _i)
			continue; /* the key has been seen to */
		for (_j = _i; _j < _n; _j++) {
			const struct ffp_impl *_impl = _candidates[_j];

			if (_impl->key == _key && _impl->rank >= 0 && _impl->usable() &&
			    (!_best || _impl->rank > _best->rank))
				_best = _impl;
		}
		if (_best && *FFP__CAST(ffp__function volatile *, _key->variable) == _key->def)
			ffp__set(_key, _best->function);
	}
}

/* Declarations.  Each macro ends without a semicolon, which the user writes. */
#define DECLARE_FFP(fn, def) FFP__DECLARE(fn, FFP__POINTER_TO(def), ffp__hidden)
#define DECLARE_FFP_EXPORT(fn, def) FFP__DECLARE(fn, FFP__POINTER_TO(def), ffp__api)
#define DECLARE_FFP_NULL(fn, type) FFP__DECLARE(fn, FFP__POINTER(type), ffp__hidden)
#define DECLARE_FFP_NULL_EXPORT(fn, type) FFP__DECLARE(fn, FFP__POINTER(type), ffp__api)
#define DECLARE_FFP_FLAG(name) DECLARE_FFP_NULL(name, ffp__flag)
#define DECLARE_FFP_FLAG_EXPORT(name) DECLARE_FFP_NULL_EXPORT(name, ffp__flag)

/*
 * Scopes by name, since some are empty, and C89 has no empty argument.  In C++ the declaration
 * before a definition has said it all.
 */
#define FFP__SCOPE_ffp__hidden FFP__HIDDEN
#define FFP__SCOPE_ffp__api FFP_POINTER_API
#define FFP__SCOPE_ffp__static static FFP__UNUSED
#define FFP__SCOPE_ffp__declared
#define FFP__DECLARE(fn, pointer, scope)                                                           \
	FFP__C FFP__SCOPE_##scope pointer const fn##_ffp_default;                                  \
	FFP__C FFP__SCOPE_##scope const struct ffp fn##_ffp_record;                                \
	FFP__C FFP__SCOPE_##scope pointer fn

typedef void ffp__flag(void);

/* Definitions.  In C++ a constant has no linkage of its own unless it is declared before. */
#define DEFINE_FFP(fn, def) FFP__DEFINE(fn, FFP__POINTER_TO(def), def, ffp__hidden, 0)
#define DEFINE_FFP_EXPORT(fn, def) FFP__DEFINE(fn, FFP__POINTER_TO(def), def, ffp__api, 0)
#define DEFINE_FFP_STATIC(fn, def) FFP__DEFINE_IN(fn, FFP__POINTER_TO(def), def, ffp__static, 0)
#ifdef __wasm__
#define FFP__NULL_KEY(fn, type, macro, scope)                                                      \
	extern FFP__NO_NULL_KEYS_ON_WEBASSEMBLY fn##_ffp_default
#else
#define FFP__NULL_KEY(fn, type, macro, scope)                                                      \
	macro(fn, FFP__POINTER(type), FFP__CAST(FFP__POINTER(type), ffp__nothing), scope, 1)
#endif
#define DEFINE_FFP_NULL(fn, type) FFP__NULL_KEY(fn, type, FFP__DEFINE, ffp__hidden)
#define DEFINE_FFP_NULL_EXPORT(fn, type) FFP__NULL_KEY(fn, type, FFP__DEFINE, ffp__api)
#define DEFINE_FFP_NULL_STATIC(fn, type) FFP__NULL_KEY(fn, type, FFP__DEFINE_IN, ffp__static)
#define DEFINE_FFP_FLAG(name) FFP__DEFINE(name, ffp__flag *, ffp__nothing, ffp__hidden, 1)
#define DEFINE_FFP_FLAG_EXPORT(name) FFP__DEFINE(name, ffp__flag *, ffp__nothing, ffp__api, 1)
#define DEFINE_FFP_FLAG_STATIC(name) FFP__DEFINE_IN(name, ffp__flag *, ffp__nothing, ffp__static, 1)

#ifdef __cplusplus
#define FFP__DEFINE(fn, pointer, init, scope, null)                                                \
	FFP__DECLARE(fn, pointer, scope);                                                          \
	FFP__DEFINE_IN(fn, pointer, init, ffp__declared, null)
#else
#define FFP__DEFINE FFP__DEFINE_IN
#endif
#define FFP__DEFINE_IN(fn, pointer, init, scope, null)                                             \
	FFP__SCOPE_##scope pointer fn = init;                                                      \
	FFP__SCOPE_##scope pointer const fn##_ffp_default = init;                                  \
	FFP__SCOPE_##scope const struct ffp fn##_ffp_record = { #fn, &fn,                          \
								FFP__CAST(ffp__function, init),    \
								null }

/* Changes and questions. */
#define FFP_KEY(fn) (&fn##_ffp_record)
#define SET_FFP(fn, new) ffp__set(FFP_KEY(fn), FFP__CHECKED(fn, new))
#define RESET_FFP(fn) ffp_reset_target(FFP_KEY(fn))
#define FFP_TARGET(fn) (fn##_ffp_record.null && fn == fn##_ffp_default ? 0 : fn)
#define FFP_DEFAULT(fn) (fn##_ffp_record.null ? 0 : fn##_ffp_default)
#define FFP_CHANGE(fn, new) ffp__change(FFP_KEY(fn), FFP__CHECKED(fn, new), FFP_TO_TARGET)
#define FFP_CHANGE_DEFAULT(fn) ffp__change(FFP_KEY(fn), 0, FFP_TO_DEFAULT)
#define FFP_ON(fn) FFP__EXPECT(fn != fn##_ffp_default ? 1 : 0, 0)
#define FFP_LIKELY_ON(fn) FFP__EXPECT(fn != fn##_ffp_default ? 1 : 0, 1)
#define FFP__FLAG(on) ((on) ? ffp_flag_on : FFP__CAST(ffp__flag *, 0))
#define SET_FFP_FLAG(name, on) ffp__set(FFP_KEY(name), FFP__FLAG(on))
#define FFP_CHANGE_FLAG(name, on) ffp__change(FFP_KEY(name), FFP__FLAG(on), FFP_TO_TARGET)

/* A candidate, for ffp_choose() in the same file. */
#define FFP_IMPL(fn, impl, rank, usable)                                                           \
	enum { fn##_##impl##_ffp_fits = sizeof(FFP__CHECKED(fn, impl)) };                          \
	static int fn##_##impl##_ffp_usable(void)                                                  \
	{                                                                                          \
		return (usable) ? 1 : 0;                                                           \
	}                                                                                          \
	static FFP__UNUSED const struct ffp_impl fn##_##impl##_ffp_impl = {                        \
		&fn##_ffp_record, #impl, FFP__CAST(ffp__function, impl), rank,                     \
		fn##_##impl##_ffp_usable                                                           \
	}
#define FFP_CANDIDATE(fn, impl) (&fn##_##impl##_ffp_impl)

#endif /* FFP_POINTER_H */
