/* SPDX-License-Identifier: MIT */
/*
 * The compile-time checks of <ffp.h>, in C++.  So that a program in any version of C++ can
 * include a header with keys, the language here is C++98 with variadic templates, which both
 * compilers accept there.  From C++11 on the checks also see the value of a constant.
 *
 * Every name is reserved, so that it cannot collide with a user's macro.
 */
#ifndef FFP_CHECK_CXX_H
#define FFP_CHECK_CXX_H

#include <ffp/quiet.h>

extern "C++" {

template <bool> struct ffp__holds;
template <> struct ffp__holds<true> {
	typedef int ffp__yes;
};

template <class ffp__T> struct ffp__tag {
	typedef ffp__T type;
};

/* For template arguments, where C++98 reads two closing brackets as a shift operator. */
#define FFP__TAG(type) ffp__tag<type>

#if __cplusplus >= 201103L
#define FFP__CONSTEXPR constexpr
#else
#define FFP__CONSTEXPR
#endif

/*
 * From a pointer to a function, its type without the promises that only some targets make:
 * noexcept, noreturn (part of the type in Clang), and all of GCC's attributes except those
 * of the calling convention.  A type that is no function type, or that has a calling
 * convention of its own, is left as it is.
 */
template <class ffp__T> ffp__T *ffp__plain(ffp__T *);
template <class ffp__R, class... ffp__A> ffp__R (*ffp__plain(ffp__R (*)(ffp__A...)))(ffp__A...);
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A..., ...)))(ffp__A..., ...);
#ifdef __cpp_noexcept_function_type
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A...) noexcept))(ffp__A...);
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A..., ...) noexcept))(ffp__A..., ...);
#endif
/*
 * Cppcheck rejects an attribute here.  It also tries __clang__ defined without a version: hence
 * the second condition.
 */
#if defined(__clang__) && __clang_major__ > 0
#define FFP__NORETURN __attribute__((noreturn))
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A...) FFP__NORETURN))(ffp__A...);
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A..., ...) FFP__NORETURN))(ffp__A..., ...);
#ifdef __cpp_noexcept_function_type
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A...) noexcept FFP__NORETURN))(ffp__A...);
template <class ffp__R, class... ffp__A>
ffp__R (*ffp__plain(ffp__R (*)(ffp__A..., ...) noexcept FFP__NORETURN))(ffp__A..., ...);
#endif
#endif

/*
 * The return type of a function.  Not seen for a function with a calling convention of its
 * own (ms_abi, vectorcall).
 */
struct ffp__unseen;
template <class ffp__F> ffp__tag<ffp__unseen> ffp__returns(ffp__F *);
template <class ffp__R, class... ffp__A> ffp__tag<ffp__R> ffp__returns(ffp__R (*)(ffp__A...));
template <class ffp__R, class... ffp__A> ffp__tag<ffp__R> ffp__returns(ffp__R (*)(ffp__A..., ...));
#ifdef __clang__
template <class ffp__R, class... ffp__A>
ffp__tag<ffp__R> ffp__returns(ffp__R (*)(ffp__A...) FFP__NORETURN);
template <class ffp__R, class... ffp__A>
ffp__tag<ffp__R> ffp__returns(ffp__R (*)(ffp__A..., ...) FFP__NORETURN);
#endif
#define FFP__RETURNS(pointer) __typeof__(ffp__returns(ffp__plain(pointer)))

/*
 * Only a function type is unchanged by a "const" before it, also with noexcept, "..." or
 * noreturn.
 */
template <class ffp__T> struct ffp__is_const {
	enum { value = 0 };
};
template <class ffp__T> struct ffp__is_const<const ffp__T> {
	enum { value = 1 };
};
/* The compiler shows this name for an overloaded function, or a member, which has no one type. */
template <class ffp__T>
char (&the_default_must_be_one_function_neither_overloaded_nor_a_member(
    ffp__T *))[ffp__is_const<const ffp__T>::value ? 1 : 2];
#define FFP__CHECK_FUNCTION(x, text)                                                               \
	FFP__ASSERT(                                                                               \
	    sizeof(the_default_must_be_one_function_neither_overloaded_nor_a_member(&x)) == 2,     \
	    text)

/* The kind of the return type, by a tag. */
template <class ffp__T> struct ffp__is_void {
	enum { value = 0 };
};
template <> struct ffp__is_void<FFP__TAG(void)> {
	enum { value = 1 };
};
template <> struct ffp__is_void<FFP__TAG(ffp__unseen)> {
	enum { value = 1 };
};
template <class ffp__T> struct ffp__is_unseen {
	enum { value = 0 };
};
template <> struct ffp__is_unseen<FFP__TAG(ffp__unseen)> {
	enum { value = 1 };
};
#define FFP__MAY_RETURN_VOID(pointer) ffp__is_void<FFP__RETURNS(pointer)>::value

/*
 * The compiler shows this name in its message when the type is wrong.  The type of the key
 * is deduced from a pointer to it and not given as a template argument, since GCC warns
 * about a template argument with attributes.
 */
template <class ffp__T>
inline void *
the_new_target_must_be_a_function_of_exactly_the_keys_type(ffp__T *,
							   typename ffp__tag<ffp__T>::type *_target)
{
	return __extension__ reinterpret_cast<void *>(_target);
}
#define FFP__CHECKED(fn, new, macro)                                                               \
	the_new_target_must_be_a_function_of_exactly_the_keys_type(                                \
	    (FFP__QUIET FFP__NULL_TO(FFP__TYPE(fn)) FFP__LOUD), new)

inline struct ffp_change ffp__change(const struct ffp *_key, void *_target, unsigned _to)
{
	struct ffp_change _c = { _key, _target, 0, _to };

	return _c;
}
#define FFP__CHANGE(key, target, to) (FFP__QUIET ffp__change(key, target, to) FFP__LOUD)

template <class ffp__T> struct ffp__is_pointer {
	enum { value = 0 };
};
template <class ffp__T> struct ffp__is_pointer<FFP__TAG(ffp__T *)> {
	enum { value = 1 };
};

/* Integers and bool, and each enumeration as its underlying integer. */
template <class ffp__T> struct ffp__integer {
	enum { value = 0 };
	typedef ffp__T type;
};
#define FFP__INTEGER_TYPE(t)                                                                       \
	template <> struct ffp__integer<t> {                                                       \
		enum { value = 1 };                                                                \
		typedef t type;                                                                    \
	};
FFP__INTEGER_TYPE(bool)
FFP__INTEGER_TYPE(char)
FFP__INTEGER_TYPE(signed char)
FFP__INTEGER_TYPE(unsigned char)
FFP__INTEGER_TYPE(wchar_t)
#ifdef __cpp_char8_t
FFP__INTEGER_TYPE(char8_t)
#endif
#if __cplusplus >= 201103L
FFP__INTEGER_TYPE(char16_t)
FFP__INTEGER_TYPE(char32_t)
#endif
FFP__INTEGER_TYPE(short)
FFP__INTEGER_TYPE(unsigned short)
FFP__INTEGER_TYPE(int)
FFP__INTEGER_TYPE(unsigned int)
FFP__INTEGER_TYPE(long)
FFP__INTEGER_TYPE(unsigned long)
__extension__ typedef long long ffp__llong;
__extension__ typedef unsigned long long ffp__ullong;
FFP__INTEGER_TYPE(ffp__llong)
FFP__INTEGER_TYPE(ffp__ullong)
#undef FFP__INTEGER_TYPE
template <class ffp__T, bool ffp__is_enum = __is_enum(ffp__T)>
struct ffp__whole : ffp__integer<ffp__T> {
};
#if __cplusplus >= 201103L
template <class ffp__T> struct ffp__whole<ffp__T, true> : ffp__integer<__underlying_type(ffp__T)> {
};
#else
/* C++98 cannot name the underlying integer: take the widest type, which any value fits. */
template <class ffp__T> struct ffp__whole<ffp__T, true> {
	enum { value = 1 };
	typedef long long type;
};
#endif
template <class ffp__T> struct ffp__returns_whole;
template <class ffp__T> struct ffp__returns_whole<FFP__TAG(ffp__T)> : ffp__whole<ffp__T> {
};
template <> struct ffp__returns_whole<FFP__TAG(void)> {
	enum { value = 0 };
};
template <class ffp__V> char (&ffp__is_whole(ffp__V))[ffp__whole<ffp__V>::value ? 2 : 1];

#ifdef FFP_POINTER
/* ffp__load_wide() or ffp__load_word(), whichever fits the return type of the function. */
template <class ffp__R, bool ffp__is_wide> struct ffp__loads {
	static __typeof__(ffp__load_word(FFP__NULL)) load(const uint64_t *_constant)
	{
		return ffp__load_word(_constant);
	}
};
template <class ffp__R> struct ffp__loads<ffp__R, true> {
	static uint64_t load(const uint64_t *_constant)
	{
		return ffp__load_wide(_constant);
	}
};
template <class ffp__R, bool ffp__is_whole = ffp__returns_whole<ffp__R>::value>
struct ffp__loader : ffp__loads<ffp__R, false> {
};
template <class ffp__R>
struct ffp__loader<ffp__R, true>
    : ffp__loads<ffp__R, (sizeof(typename ffp__R::type) > sizeof(void *))> {
};
#define FFP__LOAD(pointer) ffp__loader<FFP__RETURNS(pointer)>::load
#endif

/* Integers: whether the value fits, and how the return register holds it. */
template <class ffp__R, class ffp__V, bool ffp__both> struct ffp__fit {
	typedef typename ffp__whole<ffp__R>::type ffp__to;
	typedef typename ffp__whole<ffp__V>::type ffp__from;
	static FFP__CONSTEXPR bool fits(ffp__V _v)
	{
		return static_cast<ffp__from>(static_cast<ffp__to>(_v)) ==
			   static_cast<ffp__from>(_v) &&
		       (static_cast<ffp__to>(_v) < ffp__to(1)) ==
			   (static_cast<ffp__from>(_v) < ffp__from(1));
	}
};
template <class ffp__R, class ffp__V> struct ffp__fit<ffp__R, ffp__V, false> {
	static FFP__CONSTEXPR bool fits(ffp__V)
	{
		return true;
	}
};
template <bool ffp__is_narrow> struct ffp__held {
	template <class ffp__R> static uint64_t ffp__as(ffp__R _v)
	{
		return FFP__WIDEN(_v);
	}
};
template <> struct ffp__held<false> {
	template <class ffp__R> static uint64_t ffp__as(ffp__R _v)
	{
		return static_cast<uint64_t>(_v);
	}
};

/* Set a constant: an integer if it fits, a pointer if it converts to the key's return type. */
template <class ffp__R> struct ffp__yield;
template <class ffp__R> struct ffp__yield<FFP__TAG(ffp__R)> {
	template <class ffp__V> static FFP__CONSTEXPR bool fits(ffp__V _v)
	{
		return ffp__fit < ffp__R, ffp__V,
		       ffp__whole<ffp__R>::value && ffp__whole<ffp__V>::value > ::fits(_v);
	}
	/* The register that holds it. */
	template <class ffp__V> static uint64_t ffp__word(ffp__V _v)
	{
		return ffp__held<sizeof(ffp__R) <= 4>::ffp__as(static_cast<ffp__R>(_v));
	}
	template <class ffp__V> static int ffp__set(const struct ffp *_key, ffp__V _v)
	{
		if (!fits(_v))
			return -34; /* ERANGE, on every Linux */
		return ffp_set_return(_key, ffp__word(_v));
	}
};
template <class ffp__T> struct ffp__yield<FFP__TAG(ffp__T *)> {
	static FFP__CONSTEXPR bool fits(ffp__T *)
	{
		return true;
	}
	static uint64_t ffp__word(ffp__T *_v)
	{
		return reinterpret_cast<uintptr_t>(_v);
	}
	static int ffp__set(const struct ffp *_key, ffp__T *_v)
	{
		return ffp_set_return(_key, ffp__word(_v));
	}
};
template <class ffp__W> inline ffp__W ffp__narrow(uint64_t _word)
{
	return static_cast<ffp__W>(_word);
}
}

/* The value of a default, and its checks. */
#define FFP__VALUE(pointer, v)                                                                     \
	ffp__narrow<FFP__WORD(pointer)>(ffp__yield<FFP__RETURNS(pointer)>::ffp__word(v))
#define FFP__CHECK_VALUE(pointer, v, macro)                                                        \
	FFP__ASSERT(!ffp__is_void<FFP__RETURNS(pointer)>::value ||                                 \
			ffp__is_unseen<FFP__RETURNS(pointer)>::value,                              \
		    macro ": the type returns nothing, and DEFINE_FFP_NULL is for such a key");    \
	FFP__ASSERT(ffp__returns_whole<FFP__RETURNS(pointer)>::value ||                            \
			ffp__is_pointer<FFP__RETURNS(pointer)>::value,                             \
		    macro ": only for keys that return an integer, a bool or a pointer");          \
	FFP__ASSERT(!ffp__returns_whole<FFP__RETURNS(pointer)>::value ||                           \
			sizeof(ffp__is_whole(v)) == 2,                                             \
		    macro ": the key returns an integer, and this is none");                       \
	FFP__CHECK_CONSTANT(pointer, v, macro)
#if __cplusplus >= 201103L
#define FFP__CHECK_CONSTANT(pointer, v, macro)                                                     \
	FFP__ASSERT(ffp__is_pointer<FFP__RETURNS(pointer)>::value                                  \
			? true                                                                     \
			: __builtin_constant_p(v) && ffp__yield<FFP__RETURNS(pointer)>::fits(v),   \
		    macro ": the value must be a constant that fits what the key returns");
#else
#define FFP__CHECK_CONSTANT(pointer, v, macro)
#endif

#if __cplusplus >= 201103L
#define FFP__ASSERT_FITS(v)                                                                        \
	FFP__ASSERT(!ffp__is_pointer<ffp_returned>::value && __builtin_constant_p(v)               \
			? ffp__yield<ffp_returned>::fits(v)                                        \
			: true,                                                                    \
		    "SET_FFP_RETURN: the value does not fit what the key returns");
#else
#define FFP__ASSERT_FITS(v)
#endif
#define FFP__SET_RETURN(fn, v)                                                                     \
	FFP__QUIET __extension__({                                                                 \
		typedef FFP__RETURNS(&*fn) ffp_returned;                                           \
		FFP__ASSERT_HERE(                                                                  \
		    ffp__returns_whole<ffp_returned>::value ||                                     \
			ffp__is_pointer<ffp_returned>::value,                                      \
		    "SET_FFP_RETURN: only for keys that return an integer, a bool or "             \
		    "a pointer");                                                                  \
		FFP__ASSERT_HERE(!ffp__returns_whole<ffp_returned>::value ||                       \
				     sizeof(ffp__is_whole(v)) == 2,                                \
				 "SET_FFP_RETURN: the key returns an integer, and this is none");  \
		FFP__ASSERT_FITS(v)                                                                \
		ffp__yield<ffp_returned>::ffp__set(FFP__KEY(fn), v);                               \
	}) FFP__LOUD

#include <ffp/loud.h>

#endif /* FFP_CHECK_CXX_H */
