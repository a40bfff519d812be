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

template <class R, class... A> char (&ffp__is_function(R (*)(A...)))[2];
template <class R, class... A> char (&ffp__is_function(R (*)(A..., ...)))[2];
template <class T> char (&ffp__is_function(T *))[1];
#define FFP__CHECK_FUNCTION(x, text) static_assert(sizeof(ffp__is_function(&x)) == 2, text)

template <class R> struct ffp__is_void {
	static constexpr bool value = false;
};
template <> struct ffp__is_void<void> {
	static constexpr bool value = true;
};
#define FFP__MAY_RETURN_VOID(pointer) ffp__is_void<FFP__RETURNS(pointer)>::value

/* Its name is what the compiler shows when the type is wrong. */
template <class F>
inline void *the_new_target_must_be_a_function_of_exactly_the_keys_type(F *,
									typename ffp__tag<F *>::type f)
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

/* Can a register hold it: an integer, a bool, an enumeration or a pointer? */
template <class R> struct ffp__register {
	static constexpr bool is_pointer = false;
	static constexpr bool is_enum = __is_enum(R);
};
template <class R> struct ffp__register<R *> {
	static constexpr bool is_pointer = true;
	static constexpr bool is_enum = false;
};
template <class R> struct ffp__is_integer {
	static constexpr bool value = false;
};
#define FFP__INTEGER_TYPE(t)                                                                       \
	template <> struct ffp__is_integer<t> {                                                    \
		static constexpr bool value = true;                                                \
	};
FFP__INTEGER_TYPE(bool)
FFP__INTEGER_TYPE(char)
FFP__INTEGER_TYPE(signed char)
FFP__INTEGER_TYPE(unsigned char)
FFP__INTEGER_TYPE(wchar_t)
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

template <class R, class V> constexpr bool ffp__fits(V v)
{
	if constexpr (ffp__is_integer<R>::value && ffp__is_integer<V>::value)
		return static_cast<V>(static_cast<R>(v)) == v &&
		       (static_cast<R>(v) < R(1)) == (v < V(1));
	else
		return true;
}

template <class R> inline int ffp__set_return(const struct ffp *key, R value, bool fits)
{
	if (!fits)
		return -34; /* ERANGE, on every Linux */
	if constexpr (ffp__register<R>::is_pointer)
		return ffp_set_return(key, reinterpret_cast<uintptr_t>(value));
	else if constexpr (sizeof(R) <= 4)
		return ffp_set_return(key, static_cast<uint32_t>(value));
	else
		return ffp_set_return(key, static_cast<uint64_t>(value));
}
}

#define FFP__SET_RETURN(fn, v)                                                                     \
	__extension__({                                                                            \
		typedef FFP__RETURNS(&*fn) ffp__r;                                        \
		static_assert(ffp__is_integer<ffp__r>::value ||                                    \
				      ffp__register<ffp__r>::is_enum ||                            \
				      ffp__register<ffp__r>::is_pointer,                           \
			      "SET_FFP_RETURN: only for keys that return an integer, a bool or "   \
			      "a pointer");                                                        \
		static_assert(__builtin_constant_p(v) ? ffp__fits<ffp__r>(v) : true,               \
			      "SET_FFP_RETURN: the value does not fit what the key returns");      \
		auto ffp__v = (v);                                                                 \
		ffp__set_return<ffp__r>(FFP__KEY(fn), ffp__r(ffp__v), ffp__fits<ffp__r>(ffp__v));  \
	})

#endif /* FFP_CHECK_CXX_H */
