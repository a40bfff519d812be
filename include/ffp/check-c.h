/* SPDX-License-Identifier: MIT */
/* The compile-time checks of <ffp.h>, in C. */
#ifndef FFP_CHECK_C_H
#define FFP_CHECK_C_H

/*
 * For strict C99: both compilers know the keyword in every mode, but glibc defines a macro
 * of that name, which declares a function and so cannot be used in a structure.
 */
#undef _Static_assert

/*
 * As an operand of the comma operator a function decays to a pointer to itself.  Anything
 * else that has an address keeps its type, or becomes a pointer to something else.
 */
#define FFP__CHECK_FUNCTION(x, text)                                                               \
	FFP__ASSERT(__builtin_types_compatible_p(__typeof__(((void)0, x)), __typeof__(&x)), text)

/*
 * An expression that contains static assertions and has the value `value`.  It uses
 * __typeof__, since GCC may warn about a structure that is defined inside sizeof.
 */
#define FFP__ASSERTED(assertions, value)                                                           \
	(FFP__QUIET __extension__ __builtin_choose_expr(sizeof(__typeof__(struct {                 \
								int ffp_unused;                    \
								assertions                         \
							})) != 0,                                  \
							value, (void *)0) FFP__LOUD)

/*
 * The new target: of the key's type, or a null pointer constant (in a conditional
 * expression a null pointer constant takes the type of the other operand).
 */
#define FFP__FITS_KEY(fn, new)                                                                     \
	_Generic((new),                                                                            \
		 FFP__TYPE(fn) *: 1,                                                               \
		 void *: FFP__IS_NULL(_Generic((new), void *: (new), default: (void *)1)),         \
		 default: FFP__IF_NULLPTR(new, 1, 0))
#define FFP__IS_NULL(p) _Generic(1 ? (p) : (char *)2, char * : 1, default : 0)

/*
 * With GCC a promise of the default about its result is part of the key's type, and GCC
 * removes callers' checks of the result.  So a target must make the promise, too.
 */
#if defined(__has_builtin) && !defined(__clang__)
#if __has_builtin(__builtin_has_attribute)
#define FFP__PROMISES(fn, new, what)                                                               \
	(!__builtin_has_attribute(FFP__TYPE(fn), what) ||                                          \
	 __builtin_has_attribute(__typeof__(*_Generic((new), FFP__TYPE(fn) *                       \
						      : (new), default                             \
						      : FFP__NULL_TO(FFP__TYPE(fn)))),             \
				 what))
#endif
#endif
#ifndef FFP__PROMISES
#define FFP__PROMISES(fn, new, what) 1
#endif

#define FFP__CHECKED(fn, new, macro)                                                               \
	FFP__ASSERTED(                                                                             \
	    FFP__ASSERT_HERE(                                                                      \
		FFP__FITS_KEY(fn, new),                                                            \
		macro ": the new target must be a function of exactly the type of the key");       \
	    FFP__ASSERT_HERE(!FFP__IS_KEY(new), macro ": " FFP__KEY_AS_TARGET); FFP__ASSERT_HERE(  \
		FFP__PROMISES(fn, new, returns_nonnull) && FFP__PROMISES(fn, new, assume_aligned), \
		macro ": the default of the key is declared returns_nonnull or "                   \
		      "assume_aligned, so its callers do not check: the new target "               \
		      "must be declared so too");                                                  \
	    , FFP__VOID(new))

#define FFP__CHANGE(key, target, to) ((struct ffp_change){ key, target, 0, to })

/*
 * A function type without a prototype is compatible with every function type that has the
 * same return type and no parameter that default argument promotion changes.  C has no
 * other way to ask for the return type of a function.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#pragma GCC diagnostic ignored "-Wdeprecated-non-prototype"
typedef void ffp__void_fn();
typedef _Bool ffp__bool_fn();
typedef char ffp__char_fn();
typedef signed char ffp__schar_fn();
typedef unsigned char ffp__uchar_fn();
typedef short ffp__short_fn();
typedef unsigned short ffp__ushort_fn();
typedef int ffp__int_fn();
typedef unsigned int ffp__uint_fn();
typedef long ffp__long_fn();
typedef unsigned long ffp__ulong_fn();
typedef long long ffp__llong_fn();
typedef unsigned long long ffp__ullong_fn();
typedef float ffp__float_fn();
typedef double ffp__double_fn();
typedef long double ffp__ldouble_fn();
#pragma GCC diagnostic pop

/*
 * The return type, found from a pointer to the function: its size in bits, negative if
 * signed; 1 for bool; or one of these constants.  FFP__UNSEEN: a pointer, a structure, or a
 * type that C cannot see.
 */
#define FFP__UNSEEN 0
#define FFP__RETURNS_VOID 1000
#define FFP__RETURNS_FLOAT 2000
#ifdef __CHAR_UNSIGNED__
#define FFP__CHAR 8
#else
#define FFP__CHAR -8
#endif
#define FFP__RETURNS(pointer)                                                                      \
	_Generic((pointer), ffp__void_fn *                                                         \
		 : FFP__RETURNS_VOID, ffp__bool_fn * : 1, ffp__char_fn *                           \
		 : FFP__CHAR, ffp__schar_fn *                                                      \
		 : -8, ffp__uchar_fn * : 8, ffp__short_fn *                                        \
		 : -16, ffp__ushort_fn * : 16, ffp__int_fn *                                       \
		 : -32, ffp__uint_fn * : 32, ffp__long_fn *                                        \
		 : -8 * (int)sizeof(long), ffp__ulong_fn * : 8 * (int)sizeof(long),                \
		   ffp__llong_fn *                                                                 \
		 : -64, ffp__ullong_fn * : 64, ffp__float_fn *                                     \
		 : FFP__RETURNS_FLOAT, ffp__double_fn *                                            \
		 : FFP__RETURNS_FLOAT, ffp__ldouble_fn *                                           \
		 : FFP__RETURNS_FLOAT, default                                                     \
		 : FFP__UNSEEN)

/* ffp__load_wide() or ffp__load_word(), whichever fits the return type of the function. */
#define FFP__LOAD(pointer)                                                                         \
	(__extension__ __builtin_choose_expr(FFP__RETURNS(pointer) == 64 ||                        \
						 FFP__RETURNS(pointer) == -64,                     \
					     ffp__load_wide, ffp__load_word))

#define FFP__MAY_RETURN_VOID(pointer)                                                              \
	(FFP__RETURNS(pointer) == FFP__RETURNS_VOID || FFP__RETURNS(pointer) == FFP__UNSEEN)

/* `v` if it is an integer, else `otherwise`. */
#define FFP__IF_INTEGER(v, integer, otherwise)                                                     \
	_Generic((v), _Bool                                                                        \
		 : integer, char                                                                   \
		 : integer, signed char                                                            \
		 : integer, unsigned char                                                          \
		 : integer, short                                                                  \
		 : integer, unsigned short                                                         \
		 : integer, int                                                                    \
		 : integer, unsigned int                                                           \
		 : integer, long                                                                   \
		 : integer, unsigned long                                                          \
		 : integer, long long                                                              \
		 : integer, unsigned long long                                                     \
		 : integer, default                                                                \
		 : otherwise)
#define FFP__INTEGER(v) FFP__IF_INTEGER(v, v, 0)
#define FFP__IS_INTEGER(v) FFP__IF_INTEGER(v, 1, 0)
/*
 * What is no integer of the types above, by the class of its type, which <typeclass.h> of GCC
 * numbers and Clang has, too: a real number (8) of any format, a complex one (9), and what is no
 * pointer (5) either, as an integer of more than 64 bits.
 */
#define FFP__CLASS(v) FFP__IF_NULLPTR(v, 5, __builtin_classify_type(((void)0, v)))
#define FFP__IS_REAL(v) (FFP__CLASS(v) == 8 || FFP__CLASS(v) == 9)
#define FFP__IS_WIDE(v) (!FFP__IS_INTEGER(v) && !FFP__IS_REAL(v) && FFP__CLASS(v) != 5)

/* `v < 1` instead of `v < 0`, which draws a warning where v is unsigned. */
#define FFP__NEGATIVE(v) ((v) < 1 && (v) != 0)
#define FFP__BITS(v) ((unsigned long long)(v) + 0)
#define FFP__FITS(bits, v)                                                                         \
	((bits) == FFP__UNSEEN || (bits) > 64 ? 1                                                  \
	 : (bits) < 0 ? FFP__NEGATIVE(v) ? ~FFP__BITS(v) >> ((-(bits)-1) & 63) == 0                \
					 : FFP__BITS(v) >> ((-(bits)-1) & 63) == 0                 \
		      : !FFP__NEGATIVE(v) && ((bits) == 64 || FFP__BITS(v) >> ((bits)&63) == 0))

/*
 * The register that holds what a function returns.  If the return type is not seen, the
 * value is extended by its sign to 64 bits: so the register holds it for every integer type that
 * can hold a value of 32 bits, and for narrower ones if they can hold it.
 */
#define FFP__VALUE(pointer, v)                                                                     \
	((FFP__WORD(pointer)) __builtin_choose_expr(                                               \
	    FFP__RETURNS(pointer) != FFP__UNSEEN && FFP__RETURNS(pointer) >= -32 &&                \
		FFP__RETURNS(pointer) <= 32 && FFP__IS_INTEGER(v),                                 \
	    FFP__WIDEN(FFP__INTEGER(v)),                                                           \
	    FFP__IF_INTEGER(v, (uint64_t)FFP__INTEGER(v), (uint64_t)FFP__TO_WORD(v))))
#define FFP__CHECK_VALUE(pointer, v, macro)                                                        \
	FFP__ASSERT(FFP__RETURNS(pointer) != FFP__RETURNS_VOID,                                    \
		    macro ": the type returns nothing, and DEFINE_FFP_NULL is for such a key");    \
	FFP__ASSERT(FFP__RETURNS(pointer) != FFP__RETURNS_FLOAT && !FFP__IS_REAL(v),               \
		    macro ": not for floating point");                                             \
	FFP__ASSERT(FFP__RETURNS(pointer) == FFP__UNSEEN || FFP__IS_INTEGER(v) ||                  \
			FFP__IS_REAL(v) || FFP__IS_WIDE(v),                                        \
		    macro ": a pointer for a key that returns an integer");                        \
	FFP__ASSERT(                                                                               \
	    __builtin_choose_expr(                                                                 \
		FFP__IS_INTEGER(v),                                                                \
		__builtin_choose_expr(                                                             \
		    __builtin_constant_p(v),                                                       \
		    FFP__FITS(FFP__RETURNS(pointer) == FFP__UNSEEN ? -32 : FFP__RETURNS(pointer),  \
			      FFP__INTEGER(v)),                                                    \
		    0),                                                                            \
		!FFP__IS_WIDE(v)),                                                                 \
	    macro ": the value must be a constant that fits what the key returns");

/* What is asked more than once has a name. */
#define FFP__SET_RETURN(fn, v)                                                                     \
	FFP__QUIET __extension__({                                                                 \
		enum {                                                                             \
			ffp_returns = FFP__RETURNS(&*fn),                                          \
			ffp_value_is_integer = FFP__IS_INTEGER(v),                                 \
			ffp_value_is_real = FFP__IS_REAL(v),                                       \
			ffp_value_is_wide = FFP__IS_WIDE(v),                                       \
			ffp_value_fits = !FFP__IS_WIDE(v) &&                                       \
					 __builtin_choose_expr(                                    \
					     __builtin_constant_p(v) && FFP__IS_INTEGER(v),        \
					     FFP__FITS(FFP__RETURNS(&*fn), FFP__INTEGER(v)), 1),   \
		};                                                                                 \
		FFP__ASSERT_HERE(ffp_returns != FFP__RETURNS_VOID,                                 \
				 "SET_FFP_RETURN: the key returns nothing");                       \
		FFP__ASSERT_HERE(ffp_returns != FFP__RETURNS_FLOAT && !ffp_value_is_real,          \
				 "SET_FFP_RETURN: not for floating point");                        \
		FFP__ASSERT_HERE(                                                                  \
		    ffp_returns != FFP__UNSEEN || !ffp_value_is_integer,                           \
		    "SET_FFP_RETURN: an integer for a key that returns none, or whose "            \
		    "return type C cannot see (<ffp.h> says when)");                               \
		FFP__ASSERT_HERE(ffp_returns == FFP__UNSEEN || ffp_value_is_integer ||             \
				     ffp_value_is_real || ffp_value_is_wide,                       \
				 "SET_FFP_RETURN: a pointer for a key that returns an integer");   \
		FFP__ASSERT_HERE(ffp_value_fits,                                                   \
				 "SET_FFP_RETURN: the value does not fit what the key returns");   \
		__typeof__(((void)0, v)) ffp_v = (v);                                              \
		ffp_value_is_integer && !FFP__FITS(ffp_returns, FFP__INTEGER(ffp_v))               \
		    ? -34 /* ERANGE, on every Linux */                                             \
		    : ffp_set_return(FFP__KEY(fn),                                                 \
				     ffp_returns >= -32 && ffp_returns <= 32 &&                    \
					     ffp_value_is_integer                                  \
					 ? FFP__WIDEN(FFP__INTEGER(ffp_v))                         \
					 : FFP__IF_INTEGER(ffp_v, (uint64_t)FFP__INTEGER(ffp_v),   \
							   (uint64_t)FFP__TO_WORD(ffp_v)));        \
	}) FFP__LOUD

#endif /* FFP_CHECK_C_H */
