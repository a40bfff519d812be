/* SPDX-License-Identifier: MIT */
/*
 * What the macros of <ffp.h> are made of.  Nothing here is for programs.
 *
 * Arguments pass through one macro before they meet # or ##, so that a name
 * which is itself a macro (a library's prefix, say) is expanded first.
 */
#ifndef FFP_MACROS_H
#define FFP_MACROS_H

/* FFP__VOID: a function's address as the records keep it, without a warning. */
#ifdef __cplusplus
#define FFP__C extern "C"
#define FFP__ASSERT static_assert
#define FFP__CAST(type, x) reinterpret_cast<type>(x)
#define FFP__VOID(function) reinterpret_cast<void *>(function)
#define FFP__NULL nullptr
#define FFP__NULL_TO(type) static_cast<type *>(nullptr)
#else
#define FFP__C extern
#define FFP__ASSERT __extension__ _Static_assert
#define FFP__CAST(type, x) (__extension__(type)(x))
/* By way of an integer, since GCC takes a noreturn function for a volatile one. */
#define FFP__VOID(function) (__extension__(void *)(uintptr_t)(function))
#define FFP__NULL ((void *)0)
#define FFP__NULL_TO(type) ((type *)0)
#endif

/* The three linkages of a key: symbol prefix, attribute, assembly, flags, record. */
#define FFP__PREFIX_ffp__plain "__ffp_fn."
#define FFP__PREFIX_ffp__export "__ffp_ex."
#define FFP__PREFIX_ffp__static "__ffp_fn."
#define FFP__ATTR_ffp__plain __attribute__((visibility("hidden")))
#define FFP__ATTR_ffp__export __attribute__((visibility("default")))
#define FFP__SCOPE_ffp__plain(fn, symbol) ".globl " symbol "\n.hidden " symbol "\n"
#define FFP__SCOPE_ffp__export(fn, symbol)                                                         \
	".globl " symbol "\n" FFP__ASM_LABEL("__ffp_im." #fn) FFP__ASM_LABEL("__ffp_dx." #fn)
#define FFP__SCOPE_ffp__static(fn, symbol)
#define FFP__FLAGS_ffp__plain 0
#define FFP__FLAGS_ffp__export FFP_KEY_EXPORT
#define FFP__FLAGS_ffp__static 0
/*
 * What relative fields of the same module may name: an exported symbol could be
 * another module's at run time, so an exported key has names of its own here.
 */
#define FFP__OWN_ENTRY_ffp__plain(fn, symbol) symbol
#define FFP__OWN_ENTRY_ffp__export(fn, symbol) "__ffp_im." #fn
#define FFP__OWN_ENTRY_ffp__static(fn, symbol) symbol
#define FFP__OWN_RECORD_ffp__plain(fn) "__ffp_rec." #fn
#define FFP__OWN_RECORD_ffp__export(fn) "__ffp_own_" #fn
#define FFP__OWN_RECORD_ffp__static(fn) "__ffp_rec." #fn

/*
 * The record's definition, and the entry's address in it.  "used": by assembly,
 * which link-time optimisation does not look into.
 */
#define FFP__RECORD_ffp__plain(fn) const struct ffp __ffp_rec_##fn __attribute__((used))
#define FFP__RECORD_ffp__export(fn)                                                                \
	FFP__C const struct ffp __ffp_own_##fn __attribute__((visibility("hidden")));              \
	FFP__AGAIN(FFP__C const struct ffp __ffp_rec_##fn                                          \
		   __attribute__((alias("__ffp_own_" #fn))))                                       \
	const struct ffp __ffp_own_##fn __attribute__((used))
#define FFP__RECORD_ffp__static(fn)                                                                \
	static const struct ffp __ffp_rec_##fn __asm__("__ffp_rec." #fn) __attribute__((used))
#define FFP__DECLARE_ENTRY_ffp__plain(fn, type)
#define FFP__DECLARE_ENTRY_ffp__export(fn, type)                                                   \
	FFP__C type __ffp_im_##fn __asm__("__ffp_im." #fn) __attribute__((visibility("hidden")));
#define FFP__DECLARE_ENTRY_ffp__static(fn, type)
#define FFP__ENTRY_ffp__plain(fn) FFP__VOID(fn)
#define FFP__ENTRY_ffp__export(fn) FFP__VOID(__ffp_im_##fn)
#define FFP__ENTRY_ffp__static(fn) FFP__VOID(fn)

/* The key's struct ffp. */
#define FFP__KEY(fn) FFP__KEY_(fn)
#define FFP__KEY_(fn) (&__ffp_rec_##fn)

/* The function type, whether fn is a function or the pointer form's variable. */
#define FFP__TYPE(fn) __typeof__(*fn)

/*
 * Declarations.  The label ties the C name to the entry; in the pointer form,
 * to a variable of another name, so that the two do not link together.
 */
#ifdef FFP_POINTER
#define FFP__FN(fn, type, label) type *fn __asm__("__ffp_ptr." label)
#define FFP__FN_STATIC(fn, type, label) FFP__ASSERT(1, "") /* a definition follows */
#else
#define FFP__FN(fn, type, label) type fn __asm__(label)
/*
 * Hidden, so that its address is not taken from the GOT: GNU's assembler and linker
 * for AArch64 would yield the address of the section instead.
 */
#define FFP__FN_STATIC(fn, type, label)                                                            \
	FFP__C FFP__FN(fn, type, label) __attribute__((visibility("hidden")))
#endif

#define FFP__LABEL(fn, def, link) FFP__PREFIX_##link #fn "." #def

#define FFP__DECLARE_RECORD(fn, link)                                                              \
	FFP__C const struct ffp __ffp_rec_##fn __asm__("__ffp_rec." #fn) FFP__ATTR_##link
/* A module that may call an exported key registers, so that its sites are known. */
#define FFP__MODULE_ffp__plain
#ifdef FFP_POINTER
/*
 * By constructors in C, since of a machine without a back end no instruction is known.
 * A key may be declared several times in a file, so each declaration numbers its own.
 */
#define FFP__MODULE_ffp__export                                                                    \
	__asm__(FFP__ASM_MODULE);                                                                  \
	FFP__STARTS(__COUNTER__)
#define FFP__STARTS(id) FFP__STARTS_(id)
#define FFP__STARTS_(id)                                                                           \
	__attribute__((constructor(101))) static void __ffp_init_##id(void)                        \
	{                                                                                          \
		ffp_module_add(&__ffp_module);                                                     \
	}                                                                                          \
	__attribute__((destructor(101))) static void __ffp_fini_##id(void)                         \
	{                                                                                          \
		ffp_module_remove(&__ffp_module);                                                  \
	}
#else
#define FFP__MODULE_ffp__export __asm__(FFP__ASM_MODULE);
#endif
#define FFP__DECLARE(fn, def, link)                                                                \
	FFP__CHECK_FUNCTION(def, "DECLARE_FFP: the default must be a function, "                   \
				 "not a variable or a pointer to one");                            \
	FFP__C FFP__FN(fn, __typeof__(def), FFP__LABEL(fn, def, link)) FFP__ATTR_##link;           \
	FFP__MODULE_##link FFP__DECLARE_RECORD(fn, link)
#define FFP__DECLARE_NULL(fn, type, link)                                                          \
	FFP__CHECK_NULL(FFP__NULL_TO(__typeof__(type)));                                           \
	FFP__C FFP__FN(fn, __typeof__(type), FFP__LABEL(fn, 0, link)) FFP__ATTR_##link;            \
	FFP__MODULE_##link FFP__DECLARE_RECORD(fn, link)
#define FFP__DECLARE_STATIC(fn, def)                                                               \
	FFP__CHECK_FUNCTION(def, "DEFINE_FFP_STATIC: the default must be a function, "             \
				 "not a variable or a pointer to one");                            \
	FFP__FN_STATIC(fn, __typeof__(def), FFP__LABEL(fn, def, ffp__static))
#define FFP__DECLARE_NULL_STATIC(fn, type)                                                         \
	FFP__CHECK_NULL(FFP__NULL_TO(__typeof__(type)));                                           \
	FFP__FN_STATIC(fn, __typeof__(type), FFP__LABEL(fn, 0, ffp__static))
#define FFP__CHECK_NULL(pointer)                                                                   \
	FFP__CHECK_FUNCTION((*pointer), "DECLARE_FFP_NULL: the type must be a function type, "     \
					"not a pointer to one");                                   \
	FFP__ASSERT(FFP__MAY_RETURN_VOID(pointer), "DECLARE_FFP_NULL: the type must return void")

/* A definition declares its key once more, on purpose. */
#define FFP__AGAIN(declaration)                                                                    \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wredundant-decls\"")     \
	    declaration;                                                                           \
	_Pragma("GCC diagnostic pop")

/* Definitions. */
#define FFP__DEFINE(fn, def, link)                                                                 \
	FFP__DEFINE_KEY(fn, __typeof__(def), FFP__VOID(def), def, FFP__LABEL(fn, def, link), link, \
			FFP__FLAGS_##link,                                                         \
			FFP__ASM_ENTRY_##link(fn, def, FFP__LABEL(fn, def, link)))
#define FFP__DEFINE_NULL(fn, type, link)                                                           \
	FFP__DEFINE_KEY(fn, __typeof__(type), FFP__NULL,                                           \
			FFP__CAST(__typeof__(type) *, FFP__VOID(__ffp_stub_##fn)),                 \
			FFP__LABEL(fn, 0, link), link, FFP__FLAGS_##link + FFP_KEY_NULL,           \
			FFP__ASM_ENTRY_NOTHING(FFP__LABEL(fn, 0, link)))

/* How an entry first goes to the default; see FFP__ASM_ENTRY_RECORD. */
#define FFP__ASM_ENTRY_ffp__plain(fn, def, label) FFP__ASM_ENTRY_JUMP(label, #def)
#define FFP__ASM_ENTRY_ffp__export(fn, def, label) FFP__ASM_ENTRY_JUMP(label, #def)
#define FFP__ASM_ENTRY_ffp__static(fn, def, label)                                                 \
	FFP__ASM_ENTRY_RECORD(label, FFP__OWN_RECORD_ffp__static(fn))

#define FFP__FLAGS_TEXT(flags) "(" FFP__STR(FFP_ABI) " << 8) + " FFP__STR(flags)

/*
 * lld defines __ehdr_start before it has made code of bitcode, so of that only C
 * can ask for it, and not assembly.  Nobody reads this one.
 */
#if defined(__clang__) && !defined(FFP_POINTER)
#define FFP__EHDR(fn)                                                                              \
	FFP__AGAIN(FFP__C const char __ehdr_start[] __attribute__((weak, visibility("hidden"))))   \
	static const void *const __ffp_ehdr_##fn __attribute__((used)) = __ehdr_start;
#else
#define FFP__EHDR(fn)
#endif

/* Ends without a semicolon, which the user writes. */
#define FFP__RECORD(fn, def, entry, stub, link, flags)                                             \
	FFP__RECORD_##link(fn) = { #fn,		  def,	   entry, stub, &__ffp_state_##fn,         \
				   &__ffp_module, FFP_ABI, flags }
#define FFP__STATE(fn, target)                                                                     \
	static struct ffp_state __ffp_state_##fn = { target, 0, 0, 0, FFP__NULL, 0,                \
						     0,	     0, 0, 0, 0,	 { 0 } }

#ifdef FFP_POINTER

/*
 * A constant, and the nothing of a NULL key, come from a stub of the key's own,
 * called with whatever arguments the caller has: every calling convention that
 * we know lets a callee ignore them.
 *
 * Where a word has 32 bits, eight bytes that are loaded at once may cost a call of
 * libatomic, and on a big-endian machine their first register is the upper half.  So
 * a stub loads them only if the key is seen to return more than a word.  The others
 * load the upper half as well, by itself, where that does no harm: C does not see of
 * every function what it returns.
 */
static inline uint64_t ffp__load_wide(const uint64_t *constant)
{
	return __atomic_load_n(constant, __ATOMIC_RELAXED);
}

#if UINTPTR_MAX > 0xffffffff
#define ffp__load_word ffp__load_wide
#else
typedef uint32_t __attribute__((may_alias)) ffp__half;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
static inline uintptr_t ffp__load_word(const uint64_t *constant)
{
	return __atomic_load_n(FFP__CAST(const ffp__half *, constant) + 1, __ATOMIC_RELAXED);
}
#else
static inline uint64_t ffp__load_word(const uint64_t *constant)
{
	const ffp__half *half = FFP__CAST(const ffp__half *, constant);
	uint64_t high = __atomic_load_n(half + 1, __ATOMIC_RELAXED);

	return high << 32 | __atomic_load_n(half, __ATOMIC_RELAXED);
}
#endif
#endif

#define FFP__DEFINE_KEY(fn, type, def, init, label, link, flags, code)                             \
	FFP__STATE(fn, def);                                                                       \
	__extension__ static __typeof__(FFP__LOAD(FFP__NULL_TO(type))(FFP__NULL)) __ffp_stub_##fn( \
	    void)                                                                                  \
	{                                                                                          \
		return FFP__LOAD(FFP__NULL_TO(type))(&__ffp_state_##fn.constant);                  \
	}                                                                                          \
	FFP__STARTS(fn)                                                                            \
	FFP__VARIABLE_##link(fn, type) = init;                                                     \
	__asm__(FFP__ASM_KEY(#fn, FFP__OWN_RECORD_##link(fn), FFP__OWN_RECORD_##link(fn),          \
			     FFP__FLAGS_TEXT(flags + FFP_KEY_POINTER)) FFP__ASM_MODULE);           \
	FFP__RECORD(fn, def, FFP__VOID(&fn), FFP__VOID(__ffp_stub_##fn), link,                     \
		    flags + FFP_KEY_POINTER)
#define FFP__VARIABLE_ffp__plain(fn, type) type *fn
#define FFP__VARIABLE_ffp__export(fn, type) type *fn
#define FFP__VARIABLE_ffp__static(fn, type) static type *fn

#else

#define FFP__DEFINE_KEY(fn, type, def, init, label, link, flags, code)                             \
	FFP__STATE(fn, def);                                                                       \
	FFP__EHDR(fn)                                                                              \
	FFP__DECLARE_ENTRY_##link(fn, type) __asm__(                                               \
	    FFP__ASM_ENTRY(label, FFP__SCOPE_##link(fn, label), FFP__OWN_RECORD_##link(fn),        \
			   FFP__FLAGS_TEXT(flags), code)                                           \
		FFP__ASM_KEY(#fn, FFP__OWN_ENTRY_##link(fn, label), FFP__OWN_RECORD_##link(fn),    \
			     FFP__FLAGS_TEXT(flags)) FFP__ASM_MODULE);                             \
	FFP__RECORD(fn, def, FFP__ENTRY_##link(fn), FFP__NULL, link, flags)

#endif

#define FFP__NO_TARGET FFP__NULL

/*
 * A candidate.  Its constructor comes behind that of the compiler's own CPU
 * model (priority 101), which __builtin_cpu_supports reads; whichever of a
 * module's runs first weighs them all.
 */
#define FFP__IMPL(fn, impl, rank, condition)                                                       \
	FFP__ASSERT(sizeof(FFP__CHECKED(fn, impl, "FFP_IMPL")) != 0, "");                          \
	static int __ffp_usable_##fn##_##impl(void)                                                \
	{                                                                                          \
		return !!(condition);                                                              \
	}                                                                                          \
	__attribute__((constructor(102))) static void __ffp_choose_##fn##_##impl(void)             \
	{                                                                                          \
		ffp_module_choose(&__ffp_module);                                                  \
	}                                                                                          \
	__asm__(".pushsection " FFP_IMPLS_SECTION ",\"a" FFP__RETAIN "\",%progbits\n"              \
		".balign 4\n"                                                                      \
		".long __ffp_impl." #fn "." #impl " - .\n"                                         \
		".popsection\n");                                                                  \
	static const struct ffp_impl __ffp_impl_##fn##_##impl __asm__("__ffp_impl." #fn "." #impl) \
	    __attribute__((used)) = { FFP__KEY(fn), FFP__VOID(impl),                               \
				      #impl,	    __ffp_usable_##fn##_##impl,                    \
				      rank,	    FFP_ABI }

#ifdef __cplusplus
#include <ffp/check-cxx.h>
#else
#include <ffp/check-c.h>
#endif

#endif /* FFP_MACROS_H */
