/* SPDX-License-Identifier: MIT */
/* The compile-time checks of <ffp.h>, in C++17. */
#ifndef FFP_CHECK_CXX_H
#define FFP_CHECK_CXX_H

extern "C++" {

/*
 * Types are deduced from pointers to functions rather than named, since naming
 * one that carries attributes as a template argument draws a warning.
 */
template <class T> struct ffp__tag {
	typedef T type;
};
template <class R, class... A> ffp__tag<R> ffp__returns(R (*)(A...));
template <class R, class... A> ffp__tag<R> ffp__returns(R (*)(A..., ...));
#define FFP__RETURNS(pointer) decltype(ffp__returns(pointer))::type

/*
 * Only a function type stays what it is with "const" before it, whatever else
 * belongs to it: noexcept, "...", noreturn.
 */
template <class T> struct ffp__is_const {
	static constexpr bool value = false;
};
template <class T> struct ffp__is_const<const T> {
	static constexpr bool value = true;
};
template <class T> char (&ffp__is_function(T *))[ffp__is_const<const T>::value ? 1 : 2];
#define FFP__CHECK_FUNCTION(x, text) static_assert(sizeof(ffp__is_function(&x)) == 2, text)

template <class R> struct ffp__is_void {
	static constexpr bool value = false;
};
template <> struct ffp__is_void<void> {
	static constexpr bool value = true;
};
#define FFP__MAY_RETURN_VOID(pointer) ffp__is_void<FFP__RETURNS(pointer)>::value

/*
 * Its name is what the compiler shows when the type is wrong.  The key's type is
 * taken to pieces and put together again, which leaves noreturn behind: Clang
 * makes that a type of its own, but no name for it.
 */
template <class R, bool N, class... A>
inline void *the_new_target_must_be_a_function_of_exactly_the_keys_type(
    R (*)(A...) noexcept(N), typename ffp__tag<R (*)(A...) noexcept(N)>::type f)
{
	return reinterpret_cast<void *>(f);
}
template <class R, bool N, class... A>
inline void *the_new_target_must_be_a_function_of_exactly_the_keys_type(
    R (*)(A..., ...) noexcept(N), typename ffp__tag<R (*)(A..., ...) noexcept(N)>::type f)
{
	return reinterpret_cast<void *>(f);
}
#define FFP__CHECKED(fn, new, macro)                                                               \
	the_new_target_must_be_a_function_of_exactly_the_keys_type(&*fn, new)

inline struct ffp_change ffp__change(const struct ffp *key, void *target, unsigned to)
{
	struct ffp_change c = { key, target, 0, to };

	return c;
}
#define FFP__CHANGE(key, target, to) ffp__change(key, target, to)

template <class T> struct ffp__is_pointer {
	static constexpr bool value = false;
};
template <class T> struct ffp__is_pointer<T *> {
	static constexpr bool value = true;
};

/* Integers and bool; and enumerations, each as the integer it is made of. */
template <class T> struct ffp__integer {
	static constexpr bool value = false;
};
#define FFP__INTEGER_TYPE(t)                                                                       \
	template <> struct ffp__integer<t> {                                                       \
		static constexpr bool value = true;                                                \
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
FFP__INTEGER_TYPE(char16_t)
FFP__INTEGER_TYPE(char32_t)
FFP__INTEGER_TYPE(short)
FFP__INTEGER_TYPE(unsigned short)
FFP__INTEGER_TYPE(int)
FFP__INTEGER_TYPE(unsigned int)
FFP__INTEGER_TYPE(long)
FFP__INTEGER_TYPE(unsigned long)
FFP__INTEGER_TYPE(long long)
FFP__INTEGER_TYPE(unsigned long long)
#undef FFP__INTEGER_TYPE
template <class T, bool is_enum = __is_enum(T)> struct ffp__whole : ffp__integer<T> {
};
template <class T> struct ffp__whole<T, true> : ffp__integer<__underlying_type(T)> {
};
template <class V> char (&ffp__is_whole(V))[ffp__whole<V>::value ? 2 : 1];

#ifdef FFP_POINTER
/* Of ffp__load_wide() and ffp__load_word(), the one for what a function returns. */
template <class R, bool whole = ffp__whole<R>::value> struct ffp__loads {
	static auto load(const uint64_t *constant)
	{
		return ffp__load_word(constant);
	}
};
template <class R> struct ffp__loads<R, true> {
	static auto load(const uint64_t *constant)
	{
		if constexpr (sizeof(R) > sizeof(void *))
			return ffp__load_wide(constant);
		else
			return ffp__load_word(constant);
	}
};
#define FFP__LOAD(pointer) ffp__loads<FFP__RETURNS(pointer)>::load
#endif

/* Yield a value: an integer if it fits, a pointer if it converts to the key's. */
template <class R> struct ffp__yield {
	template <class V> static constexpr bool fits(V v)
	{
		if constexpr (ffp__whole<R>::value && ffp__whole<V>::value) {
			typedef typename ffp__whole<R>::type to;
			typedef typename ffp__whole<V>::type from;

			return static_cast<from>(static_cast<to>(v)) == static_cast<from>(v) &&
			       (static_cast<to>(v) < to(1)) == (static_cast<from>(v) < from(1));
		}
		return true;
	}
	template <class V> static int set(const struct ffp *key, V v)
	{
		if (!fits(v))
			return -34; /* ERANGE, on every Linux */
		if constexpr (sizeof(R) <= 4) {
			return ffp_set_return(key, FFP__WIDEN(static_cast<R>(v)));
		} else {
			return ffp_set_return(key, static_cast<uint64_t>(static_cast<R>(v)));
		}
	}
};
template <class T> struct ffp__yield<T *> {
	static constexpr bool fits(T *)
	{
		return true;
	}
	static int set(const struct ffp *key, T *v)
	{
		return ffp_set_return(key, reinterpret_cast<uintptr_t>(v));
	}
};
}

#define FFP__SET_RETURN(fn, v)                                                                     \
	__extension__({                                                                            \
		typedef FFP__RETURNS(&*fn) ffp__r;                                                 \
		static_assert(ffp__whole<ffp__r>::value || ffp__is_pointer<ffp__r>::value,         \
			      "SET_FFP_RETURN: only for keys that return an integer, a bool or "   \
			      "a pointer");                                                        \
		static_assert(!ffp__whole<ffp__r>::value || sizeof(ffp__is_whole(v)) == 2,         \
			      "SET_FFP_RETURN: the key returns an integer, and this is none");     \
		static_assert(!ffp__is_pointer<ffp__r>::value && __builtin_constant_p(v)           \
				  ? ffp__yield<ffp__r>::fits(v)                                    \
				  : true,                                                          \
			      "SET_FFP_RETURN: the value does not fit what the key returns");      \
		ffp__yield<ffp__r>::set(FFP__KEY(fn), v);                                          \
	})

#endif /* FFP_CHECK_CXX_H */
