/* SPDX-License-Identifier: MIT */
/*
 * The parts of the macros of <ffp.h>.  Nothing here is for programs.
 *
 * Arguments pass through one macro before # or ## is applied to them, so that a name
 * which is itself a macro (a library's prefix, say) is expanded first.
 */
#ifndef FFP_MACROS_H
#define FFP_MACROS_H

#include <ffp/quiet.h>

/* FFP__VOID: the address of a function, as a record holds it, without a warning. */
#ifdef __cplusplus
#define FFP__C extern "C"
/*
 * Around the definition of an object that was declared extern "C": in a C++20 module unit the
 * definition would otherwise belong to the module.  The name of a structure must not be
 * declared anew there either, as "struct ffp" would do.
 */
#define FFP__C_BEGIN extern "C" {
#define FFP__C_END }
/*
 * Around the definition of a file-local object with a symbol of its own, also if the user writes it
 * between the braces of extern "C": Clang would give it a second name there, and its optimiser
 * would drop the first.
 */
#define FFP__LOCAL_BEGIN extern "C++" {
#define FFP__LOCAL_END }
#define FFP__STRUCT(name) ::name
#define FFP__CAST(type, x) (__extension__ reinterpret_cast<type>(x))
#define FFP__VOID(function) (__extension__ reinterpret_cast<void *>(function))
/* FFP__ASSERT may stand among declarations, FFP__ASSERT_HERE among statements. */
#if __cplusplus >= 201103L
#define FFP__ASSERT(condition, text) static_assert(FFP__LITERAL(condition, true, false), text)
#define FFP__ASSERT_HERE FFP__ASSERT
#define FFP__NULL nullptr
#elif defined(__clang__)
/* In C++98 Clang has the assertions of C, and GCC has none. */
#define FFP__ASSERT __extension__ FFP__ASSERT_HERE
#define FFP__ASSERT_HERE(condition, text) _Static_assert(FFP__LITERAL(condition, true, false), text)
#define FFP__NULL 0
#else
#define FFP__ASSERT(condition, text)                                                               \
	typedef ffp__holds<(condition)>::ffp__yes ffp_holds __attribute__((unused))
#define FFP__ASSERT_HERE(condition, text) (void)sizeof(ffp__holds<(condition)>)
#define FFP__NULL 0
#endif
#define FFP__NULL_TO(type) static_cast<type *>(FFP__NULL)
#else
#define FFP__C extern
#define FFP__C_BEGIN
#define FFP__C_END
#define FFP__LOCAL_BEGIN
#define FFP__LOCAL_END
#define FFP__STRUCT(name) struct name
#define FFP__ASSERT __extension__ FFP__ASSERT_HERE
#define FFP__ASSERT_HERE(condition, text) _Static_assert(FFP__LITERAL(condition, 1, 0), text)
#define FFP__CAST(type, x) (__extension__(type)(x))
/* In C23 a null pointer can have a type of its own, of which no integer can be made. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#define FFP__IF_NULLPTR(v, yes, no) _Generic((v), nullptr_t : yes, default : no)
#else
#define FFP__IF_NULLPTR(v, yes, no) no
#endif
#define FFP__TO_WORD(v) ((uintptr_t)FFP__IF_NULLPTR(v, (void *)0, (v)))
/* Through an integer, since for GCC a noreturn function is a volatile one. */
#define FFP__VOID(function) (__extension__(void *) FFP__TO_WORD(function))
#define FFP__NULL ((void *)0)
#define FFP__NULL_TO(type) ((type *)0)
#endif

/*
 * The condition of a static assertion as one of two literals.  Clang shows any other expression
 * before the text of the assertion, and these expressions may be a page long.
 */
#ifdef __clang__
#define FFP__LITERAL(condition, yes, no) __builtin_choose_expr((condition), yes, no)
#else
#define FFP__LITERAL(condition, yes, no) (condition)
#endif

/*
 * Around the declarations of a macro: no warnings of Clang about features that older
 * versions of the language lack, nor about a key of C linkage that returns a C++ class.
 */
#ifndef __clang__
#define FFP__QUIET
#define FFP__LOUD
#else
#ifdef __cplusplus
#define FFP__QUIET                                                                                 \
	_Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wc++98-compat\"")    \
	    _Pragma("clang diagnostic ignored \"-Wc++98-compat-pedantic\"")                        \
		_Pragma("clang diagnostic ignored \"-Wreturn-type-c-linkage\"")                    \
		    _Pragma("clang diagnostic ignored \"-Wused-but-marked-unused\"")
#else
#define FFP__QUIET                                                                                 \
	_Pragma("clang diagnostic push")                                                           \
	    _Pragma("clang diagnostic ignored \"-Wunknown-warning-option\"")                       \
		_Pragma("clang diagnostic ignored \"-Wpre-c11-compat\"")                           \
		    _Pragma("clang diagnostic ignored \"-Wtypedef-redefinition\"")                 \
			_Pragma("clang diagnostic ignored \"-Wused-but-marked-unused\"")
#endif
#define FFP__LOUD _Pragma("clang diagnostic pop")
#endif

/*
 * A name that a macro declares is the key's name with a suffix.  So the user may qualify a
 * key with its namespace, and no name is one that C++ reserves.
 */

/*
 * The linkages of a key: symbol prefix, attribute, assembly, flags, record.  A key by symbol,
 * ffp__symbol, is a plain one whose entry has no name in C, since the name is the function's.
 */
#define FFP__PREFIX_ffp__plain "__ffp_fn."
#define FFP__PREFIX_ffp__export "__ffp_ex."
#define FFP__PREFIX_ffp__static "__ffp_fn."
#define FFP__PREFIX_ffp__symbol "__ffp_fn."
#define FFP__ATTR_ffp__plain __attribute__((visibility("hidden")))
#define FFP__ATTR_ffp__export __attribute__((visibility("default")))
#define FFP__SCOPE_ffp__plain(fn, symbol) ".globl " symbol "\n.hidden " symbol "\n"
#define FFP__SCOPE_ffp__export(fn, symbol)                                                         \
	".globl " symbol "\n" FFP__ASM_LABEL("__ffp_im." #fn) FFP__ASM_LABEL("__ffp_dx." #fn)
#define FFP__SCOPE_ffp__static(fn, symbol)
#define FFP__SCOPE_ffp__symbol FFP__SCOPE_ffp__plain
#define FFP__FLAGS_ffp__plain 0
#define FFP__FLAGS_ffp__export FFP_KEY_EXPORT
#define FFP__FLAGS_ffp__static 0
#define FFP__FLAGS_ffp__symbol 0
/*
 * Symbols for relative fields of the same module.  At run time an exported symbol could be
 * that of another module, so an exported key has two hidden names besides.
 */
#define FFP__OWN_ENTRY_ffp__plain(fn, symbol) symbol
#define FFP__OWN_ENTRY_ffp__export(fn, symbol) "__ffp_im." #fn
#define FFP__OWN_ENTRY_ffp__static(fn, symbol) symbol
#define FFP__OWN_ENTRY_ffp__symbol(fn, symbol) symbol
#define FFP__OWN_RECORD_ffp__plain(fn) "__ffp_rec." #fn
#define FFP__OWN_RECORD_ffp__export(fn) "__ffp_own_" #fn
#define FFP__OWN_RECORD_ffp__static(fn) "__ffp_rec." #fn
#define FFP__OWN_RECORD_ffp__symbol(fn) "__ffp_rec." #fn

/*
 * The definition of the record, and the address of the entry in it.  Only assembly, which
 * link-time optimisation does not read, refers to the record: hence "used".
 */
#define FFP__RECORD_ffp__plain(fn) const FFP__STRUCT(ffp) fn##_ffp_record __attribute__((used))
#define FFP__RECORD_ffp__symbol FFP__RECORD_ffp__plain
#define FFP__RECORD_ffp__export(fn)                                                                \
	FFP__C const FFP__STRUCT(ffp) fn##_ffp_own __asm__("__ffp_own_" #fn)                       \
	    __attribute__((visibility("hidden")));                                                 \
	FFP__AGAIN(FFP__C const FFP__STRUCT(ffp) fn##_ffp_record                                   \
		   __attribute__((alias("__ffp_own_" #fn))))                                       \
	const FFP__STRUCT(ffp) fn##_ffp_own __attribute__((used))
#define FFP__RECORD_ffp__static(fn)                                                                \
	static const FFP__STRUCT(ffp) fn##_ffp_record __asm__("__ffp_rec." #fn)                    \
	    __attribute__((used))
#define FFP__DECLARE_ENTRY_ffp__plain(fn, type)
#define FFP__DECLARE_ENTRY_ffp__export(fn, type)                                                   \
	FFP__C type fn##_ffp_import __asm__("__ffp_im." #fn) __attribute__((visibility("hidde"     \
										       "n")));
#define FFP__DECLARE_ENTRY_ffp__static(fn, type)
#define FFP__DECLARE_ENTRY_ffp__symbol(fn, type)                                                   \
	FFP__C void fn##_ffp_entry(void) __asm__(FFP__LABEL(fn, fn, ffp__symbol))                  \
	    __attribute__((visibility("hidden")));
#define FFP__ENTRY_ffp__plain(fn) FFP__VOID(fn)
#define FFP__ENTRY_ffp__export(fn) FFP__VOID(fn##_ffp_import)
#define FFP__ENTRY_ffp__static(fn) FFP__VOID(fn)
#define FFP__ENTRY_ffp__symbol(fn) FFP__VOID(fn##_ffp_entry)

/* The key's struct ffp. */
#define FFP__KEY(fn) FFP__KEY_(fn)
#define FFP__KEY_(fn) (&fn##_ffp_record)

/*
 * The function type, whether fn is a function or the variable of the pointer form.  In C++ without
 * the promises that the function of a key by symbol may make: see check-cxx.h.
 */
#ifdef __cplusplus
#define FFP__TYPE(fn) __typeof__(*ffp__plain(&*fn))
#else
#define FFP__TYPE(fn) __typeof__(*fn)
#endif

/*
 * Two attributes that have no effect on a declaration, by which GCC tells a key from
 * another function.  Only in C, since GCC's C++ rejects the question about a lambda function.
 */
#if defined(__has_builtin) && !defined(__clang__) && !defined(__cplusplus) && !defined(FFP_POINTER)
#if __has_builtin(__builtin_has_attribute)
#define FFP__MARK __attribute__((no_icf, no_instrument_function))
#define FFP__IS_KEY(x)                                                                             \
	(__builtin_has_attribute(x, no_icf) && __builtin_has_attribute(x, no_instrument_function))
#endif
#endif
#ifndef FFP__MARK
#define FFP__MARK
#define FFP__IS_KEY(x) 0
#endif
#define FFP__KEY_AS_TARGET                                                                         \
	"the new target is a key, which would call itself in the end; "                            \
	"FFP_TARGET(it) is what it calls now"

/*
 * Declarations.  The label connects the C name to the entry; in the pointer form, to a
 * variable of another name, so that objects of the two forms do not link together.
 */
#ifdef FFP_POINTER
#define FFP__FN(fn, type, label) type *fn __asm__("__ffp_ptr." label)
#define FFP__FN_STATIC(fn, type, label) FFP__ASSERT(1, "") /* a definition follows */
#else
#define FFP__FN(fn, type, label) type fn __asm__(label) FFP__MARK
/*
 * Hidden, so that the compiler does not load its address from the GOT: GNU's assembler and
 * linker for AArch64 would put the address of the section there instead.
 */
#define FFP__FN_STATIC(fn, type, label)                                                            \
	FFP__C FFP__FN(fn, type, label) __attribute__((visibility("hidden")))
#endif

#define FFP__LABEL(fn, def, link) FFP__PREFIX_##link #fn "." #def

#define FFP__DECLARE_RECORD(fn, link)                                                              \
	FFP__C const FFP__STRUCT(ffp) fn##_ffp_record __asm__("__ffp_rec." #fn) FFP__ATTR_##link
/* A module that may call an exported key registers, so that the library knows its sites. */
#define FFP__MODULE_ffp__plain
#ifdef FFP_POINTER
/*
 * The constructors are in C, since a machine without a back end has no assembly here.  A key
 * may be declared several times in a file, so each declaration numbers its constructors.
 */
#define FFP__MODULE_ffp__export                                                                    \
	__asm__(FFP__ASM_MODULE);                                                                  \
	FFP__STARTS(__COUNTER__)
#define FFP__STARTS(id) FFP__STARTS_(id)
#define FFP__STARTS_(id)                                                                           \
	__attribute__((constructor(101))) static void ffp_init_##id(void)                          \
	{                                                                                          \
		ffp_module_add(&__ffp_module);                                                     \
	}                                                                                          \
	__attribute__((destructor(101))) static void ffp_fini_##id(void)                           \
	{                                                                                          \
		ffp_module_remove(&__ffp_module);                                                  \
	}
#else
#define FFP__MODULE_ffp__export __asm__(FFP__ASM_MODULE);
#endif

/*
 * Two declarations of a key in one file must agree in its linkage and its default.  These are in
 * its symbol, and GCC only warns of two symbols, and takes the first.  A typedef that each
 * declaration repeats makes it an error, and may stand in a block, too.  With extern "C++" it
 * belongs to no module's unit.
 */
#define FFP__SAME(fn, ending, far) FFP__SAME_(fn, ending, far)
#ifdef __cplusplus
#define FFP__SAME_(fn, ending, far)                                                                \
	extern "C++" {                                                                             \
	typedef struct fn##_ffp_##ending fn##_ffp_declared __attribute__((unused));                \
	typedef char fn##_ffp_far[1 + far] __attribute__((unused));                                \
	}
#else
#define FFP__SAME_(fn, ending, far)                                                                \
	__extension__ typedef struct fn##_ffp_##ending fn##_ffp_declared __attribute__((unused));  \
	__extension__ typedef char fn##_ffp_far[1 + far] __attribute__((unused));
#endif
/* The size of fn##_ffp_far tells a branch whether the record may be in another module. */
#define FFP__FAR_ffp__plain 0
#define FFP__FAR_ffp__export FFP_BRANCH_FAR
#define FFP__HAS_ffp__plain(def) plain_with_default_##def
#define FFP__HAS_ffp__export(def) exported_with_default_##def
#define FFP__HAS_ffp__static(def) static_with_default_##def
#define FFP__HAS_NO_ffp__plain plain_without_default
#define FFP__HAS_NO_ffp__export exported_without_default
#define FFP__HAS_NO_ffp__static static_without_default

/*
 * Each macro first checks where it stands and how the key and its default are named, since other
 * errors follow from these.  In C++98 no constant tells how they are named, and only Clang has one
 * that tells where it stands.  In C a declaration may stand in a block, and whatever is no name
 * does not compile anyway.
 */
#define FFP__CHECK_PLACE(macro)                                                                    \
	FFP__ASSERT(__builtin_strlen(__builtin_FUNCTION()) == 0,                                   \
		    macro ": not in a function, but among the declarations of a file")
#ifndef __cplusplus
#define FFP__CHECK_NAMES(fn, def, macro)
#define FFP__OUTSIDE(macro) FFP__QUIET FFP__CHECK_PLACE(macro) FFP__LOUD;
#else
#if __cplusplus >= 201103L
#define FFP__CHECK_NAMES(fn, def, macro)                                                           \
	FFP__CHECK_PLACE(macro);                                                                   \
	FFP__ASSERT(!__builtin_strchr(#fn #def, '['),                                              \
		    macro ": a lambda has no name: write a function of C linkage that calls it");  \
	FFP__ASSERT(!__builtin_strchr(#fn #def, ':') && !__builtin_strchr(#fn #def, '.') &&        \
			!__builtin_strchr(#fn #def, '<'),                                          \
		    macro ": a key and its functions go by plain names, without a namespace, a "   \
			  "class or template arguments");
#elif defined(__clang__)
#define FFP__CHECK_NAMES(fn, def, macro) FFP__CHECK_PLACE(macro);
#else
#define FFP__CHECK_NAMES(fn, def, macro)
#endif
#define FFP__OUTSIDE(macro)
#endif

#define FFP__CHECK_DEFAULT(def, macro)                                                             \
	FFP__CHECK_FUNCTION(def, macro ": the default must be a function, "                        \
				       "not a variable or a pointer to one")
#define FFP__CHECK_TYPE(type, macro)                                                               \
	FFP__CHECK_FUNCTION((**FFP__NULL_TO(__typeof__(type))),                                    \
			    macro ": the type must be a function type, or a pointer to one")
#define FFP__CHECK_NULL(type, macro)                                                               \
	FFP__CHECK_TYPE(type, macro);                                                              \
	FFP__ASSERT(FFP__MAY_RETURN_VOID(FFP__NULL_TO(FFP__FUNCTION(type))),                       \
		    macro ": the type must return void")
/* The function type, from itself or from a type that points to it: functions become pointers. */
#define FFP__FUNCTION(type) __typeof__(**FFP__NULL_TO(__typeof__(type)))

#define FFP__DECLARE(fn, def, link, macro)                                                         \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, def, macro)                                                           \
	FFP__CHECK_DEFAULT(def, macro);                                                            \
	FFP__SAME(fn, FFP__HAS_##link(def), FFP__FAR_##link)                                       \
	FFP__C FFP__FN(fn, FFP__OF(def), FFP__LABEL(fn, def, link)) FFP__ATTR_##link;              \
	FFP__MODULE_##link FFP__DECLARE_RECORD(fn, link) FFP__LOUD
#define FFP__DECLARE_SYMBOL(fn, macro)                                                             \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, fn, macro)                                                            \
	FFP__CHECK_FUNCTION(fn, macro ": not a function that was declared before");                \
	FFP__SAME(fn, by_symbol, 0)                                                                \
	FFP__DECLARE_RECORD(fn, ffp__plain) FFP__LOUD
#define FFP__DECLARE_NULL(fn, type, link, macro)                                                   \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, 0, macro)                                                             \
	FFP__CHECK_NULL(type, macro);                                                              \
	FFP__SAME(fn, FFP__HAS_NO_##link, FFP__FAR_##link)                                         \
	FFP__C FFP__FN(fn, FFP__FUNCTION(type), FFP__LABEL(fn, 0, link)) FFP__ATTR_##link;         \
	FFP__MODULE_##link FFP__DECLARE_RECORD(fn, link) FFP__LOUD
#define FFP__DECLARE_STATIC(fn, def, macro)                                                        \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, def, macro)                                                           \
	FFP__CHECK_DEFAULT(def, macro);                                                            \
	FFP__SAME(fn, FFP__HAS_ffp__static(def), 0)                                                \
	FFP__FN_STATIC(fn, FFP__OF(def), FFP__LABEL(fn, def, ffp__static)) FFP__LOUD
#define FFP__DECLARE_NULL_STATIC(fn, type, macro)                                                  \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, 0, macro)                                                             \
	FFP__CHECK_NULL(type, macro);                                                              \
	FFP__SAME(fn, FFP__HAS_NO_ffp__static, 0)                                                  \
	FFP__FN_STATIC(fn, FFP__FUNCTION(type), FFP__LABEL(fn, 0, ffp__static)) FFP__LOUD

/* A key whose default the macros make: a function, by this name, that returns a value. */
#define FFP__DECLARE_RETURN(fn, type, link, macro)                                                 \
	FFP__QUIET                                                                                 \
	FFP__CHECK_TYPE(type, macro);                                                              \
	FFP__C FFP__FUNCTION(type) fn##_ffp_default __attribute__((visibility("hidden")))          \
	FFP__LOUD;                                                                                 \
	FFP__DECLARE(fn, fn##_ffp_default, link, macro)

/* A definition declares its key a second time, on purpose. */
#define FFP__AGAIN(declaration)                                                                    \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wredundant-decls\"")     \
	    FFP__AGAIN_IN_C declaration;                                                           \
	_Pragma("GCC diagnostic pop")
/* GCC's warning would call an alias an uninitialised variable. */
#ifdef __cplusplus
#define FFP__AGAIN_IN_C
#else
#define FFP__AGAIN_IN_C _Pragma("GCC diagnostic ignored \"-Wc++-compat\"")
#endif

/* Definitions. */
#define FFP__DEFINE(fn, def, link)                                                                 \
	FFP__QUIET                                                                                 \
	FFP__NAMED_##link(fn, def)                                                                 \
	    FFP__DEFINE_KEY(fn, FFP__OF(def), FFP__VOID(def), def, FFP__LABEL(fn, def, link),      \
			    link, FFP__FLAGS_##link,                                               \
			    FFP__ASM_ENTRY_##link(fn, def, FFP__LABEL(fn, def, link))) FFP__LOUD
#define FFP__DEFINE_NULL(fn, type, link)                                                           \
	FFP__QUIET                                                                                 \
	FFP__DEFINE_KEY(fn, FFP__FUNCTION(type), FFP__NULL,                                        \
			FFP__CAST(FFP__FUNCTION(type) *, FFP__VOID(fn##_ffp_stub)),                \
			FFP__LABEL(fn, 0, link), link, FFP__FLAGS_##link + FFP_KEY_NULL,           \
			FFP__ASM_ENTRY_NOTHING(FFP__LABEL(fn, 0, link)))                           \
	FFP__LOUD

/*
 * C cannot define a function by a type.  So the value is returned by a function without parameters,
 * as a stub's is (see below), and the default is another name of that function.
 */
#define FFP__DEFINE_RETURN(fn, type, value, link, macro)                                           \
	FFP__DEFAULT(fn, type, value, FFP__C, macro)                                               \
	FFP__DEFINE(fn, fn##_ffp_default, link)
#define FFP__DEFINE_RETURN_STATIC(fn, type, value, macro)                                          \
	FFP__QUIET FFP__CHECK_TYPE(type, macro);                                                   \
	FFP__LOUD                                                                                  \
	FFP__DEFAULT(fn, type, value, static, macro)                                               \
	FFP__DECLARE_STATIC(fn, fn##_ffp_default, macro);                                          \
	FFP__DEFINE(fn, fn##_ffp_default, ffp__static)
#define FFP__DEFAULT(fn, type, value, scope, macro)                                                \
	FFP__QUIET                                                                                 \
	FFP__CHECK_VALUE(FFP__NULL_TO(FFP__FUNCTION(type)), value, macro)                          \
	FFP__LOCAL_BEGIN                                                                           \
	__extension__ static FFP__WORD(FFP__NULL_TO(FFP__FUNCTION(type)))                          \
	    fn##_ffp_value(void) __asm__("__ffp_value." #fn) __attribute__((used));                \
	__extension__ static FFP__WORD(FFP__NULL_TO(FFP__FUNCTION(type))) fn##_ffp_value(void)     \
	{                                                                                          \
		return FFP__VALUE(FFP__NULL_TO(FFP__FUNCTION(type)), value);                       \
	}                                                                                          \
	FFP__LOCAL_END                                                                             \
	FFP__AGAIN(FFP__OTHER_TYPE scope FFP__FUNCTION(type) fn##_ffp_default                      \
		   __attribute__((alias("__ffp_value." #fn))))                                     \
	FFP__LOUD
#define FFP__OTHER_TYPE                                                                            \
	_Pragma("GCC diagnostic ignored \"-Wpragmas\"")                                            \
	    _Pragma("GCC diagnostic ignored \"-Wunknown-warning-option\"")                         \
		_Pragma("GCC diagnostic ignored \"-Wattribute-alias\"")
/* What such a function returns: as much as a stub. */
#ifdef FFP_POINTER
#define FFP__WORD(pointer) __typeof__(FFP__LOAD(pointer)(FFP__NULL))
#else
#define FFP__WORD(pointer) uint64_t
#endif

/* How an entry reaches the default before any change; see FFP__ASM_ENTRY_RECORD. */
#define FFP__ASM_ENTRY_ffp__plain(fn, def, label) FFP__ASM_ENTRY_JUMP(label, #def)
#define FFP__ASM_ENTRY_ffp__export(fn, def, label) FFP__ASM_ENTRY_JUMP(label, #def)
#define FFP__ASM_ENTRY_ffp__symbol(fn, def, label) FFP__ASM_ENTRY_JUMP(label, #def)
#define FFP__ASM_ENTRY_ffp__static(fn, def, label)                                                 \
	FFP__ASM_ENTRY_RECORD(label, FFP__OWN_RECORD_ffp__static(fn))

/*
 * Check that the symbol of the default equals its C name.  Sites in any object, and the
 * entry, reach the default by its C name.  An asm label or a redirection of the C library
 * gives the default another symbol, and its C name may then be the symbol of another
 * function.  C has no expression for that; only an operand of an asm statement shows the
 * symbol.  Such a statement must be in a function, which nobody calls.  A file-local key
 * reaches its default through its record and needs no check.
 *
 * Clang prints the aliased function in place of an alias.  The two names then have one
 * address, which Clang's assembler knows once it has read the whole file.  (GNU's assembler
 * cannot compare them so late.  It reports an error only if the two names are in different
 * sections; `ffp collect` finds the other cases.)
 */
#ifdef FFP_POINTER
#define FFP__NAMED_ffp__plain(fn, def)
#define FFP__NAMED_ffp__export(fn, def)
#define FFP__NAMED_ffp__symbol(fn, def)
#else
#define FFP__NAMED_ffp__plain(fn, def) FFP__NAMED(fn, def, "DEFINE_FFP(" #fn ", " #def ")")
#define FFP__NAMED_ffp__export(fn, def) FFP__NAMED(fn, def, "DEFINE_FFP_EXPORT(" #fn ", " #def ")")
#define FFP__NAMED_ffp__symbol(fn, def) FFP__NAMED(fn, def, "DEFINE_FFP_SYMBOL(" #fn ")")
#define FFP__NAMED(fn, def, macro)                                                                 \
	__attribute__((used, noinline, cold)) static void fn##_ffp_named(void)                     \
	{                                                                                          \
		__asm__ volatile(".ifnc " FFP__ASM_NAME "," #def "\n" FFP__ASM_MISNAMED(           \
				     #def,                                                         \
				     macro ": the default has the symbol " FFP__ASM_NAME           \
					   ", and what calls the key goes by its name") ".endif\n" \
				 :                                                                 \
				 : FFP__ASM_NAME_OPERAND(def));                                    \
	}
#ifdef __clang__
#define FFP__ASM_MISNAMED(def, text)                                                               \
	".pushsection .ffp_misnamed,\"\"\n"                                                        \
	".ifdef .gasversion.\n"                                                                    \
	".long " FFP__ASM_NAME " - " def " /* " text " */\n"                                       \
	".else\n"                                                                                  \
	".org (" FFP__ASM_NAME " - " def ") != 0 /* " text " */\n"                                 \
	".org 0 /* " text " */\n"                                                                  \
	".endif\n"                                                                                 \
	".popsection\n"
#else
#define FFP__ASM_MISNAMED(def, text) ".error \"" text "\"\n"
#endif
#endif
#define FFP__NAMED_ffp__static(fn, def)

#define FFP__FLAGS_TEXT(flags) "(" FFP__STR(FFP_ABI) " << 8) + " FFP__STR(flags)

/*
 * lld defines __ehdr_start before it compiles bitcode, so in bitcode a reference from C is
 * seen in time and one from assembly is not.  Nobody reads this variable.
 */
#if defined(__clang__) && !defined(FFP_POINTER)
#define FFP__EHDR(fn)                                                                              \
	FFP__AGAIN(FFP__C const char ffp_ehdr_start[] __asm__("__ehdr_start")                      \
		       __attribute__((weak, visibility("hidden"))))                                \
	static const void *const fn##_ffp_ehdr __attribute__((used)) = ffp_ehdr_start;
#else
#define FFP__EHDR(fn)
#endif

#define FFP__BEGIN_ffp__plain FFP__C_BEGIN
#define FFP__BEGIN_ffp__export FFP__C_BEGIN
#define FFP__BEGIN_ffp__symbol FFP__C_BEGIN
#define FFP__BEGIN_ffp__static FFP__LOCAL_BEGIN
#define FFP__END_ffp__plain FFP__C_END
#define FFP__END_ffp__export FFP__C_END
#define FFP__END_ffp__symbol FFP__C_END
#define FFP__END_ffp__static FFP__LOCAL_END

/* The expansion ends without a semicolon, which the user writes. */
#define FFP__RECORD(fn, def, entry, stub, link, flags)                                             \
	FFP__BEGIN_##link FFP__RECORD_##link(                                                      \
	    fn) = { #fn, def, entry, stub, &fn##_ffp_state, &__ffp_module, FFP_ABI, flags };       \
	FFP__END_##link FFP__ASSERT(1, "")
#define FFP__STATE(fn, target)                                                                     \
	static FFP__STRUCT(ffp_state)                                                              \
	    fn##_ffp_state = { target, 0, 0, 0, FFP__NULL, 0, 0, 0, 0, 0, 0, 0, { 0 } }

#ifdef FFP_POINTER

/*
 * Each key has a stub.  The stub returns the constant, or does nothing for a NULL key.
 * It is called with the arguments of the caller: every known calling convention lets a
 * callee ignore them.
 *
 * On a machine with words of 32 bits, an atomic load of eight bytes may need a call of
 * libatomic, and on a big-endian machine the first register of the result is the upper
 * half.  So a stub makes such a load only if the macros see that the key returns more than
 * a word.  Since C cannot see the return type of every function, the other stubs load the
 * upper half, too, by a load of its own, on the machines where that does no harm.
 */
static inline uint64_t ffp__load_wide(const uint64_t *_constant)
{
	return __atomic_load_n(_constant, __ATOMIC_RELAXED);
}

#if UINTPTR_MAX > 0xffffffff
#define ffp__load_word ffp__load_wide
#else
typedef uint32_t __attribute__((may_alias)) ffp__half;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
static inline uintptr_t ffp__load_word(const uint64_t *_constant)
{
	return __atomic_load_n(FFP__CAST(const ffp__half *, _constant) + 1, __ATOMIC_RELAXED);
}
#else
static inline uint64_t ffp__load_word(const uint64_t *_constant)
{
	const ffp__half *_half = FFP__CAST(const ffp__half *, _constant);
	uint64_t _high = __atomic_load_n(_half + 1, __ATOMIC_RELAXED);

	return _high << 32 | __atomic_load_n(_half, __ATOMIC_RELAXED);
}
#endif
#endif

#define FFP__DEFINE_KEY(fn, type, def, init, label, link, flags, code)                             \
	FFP__STATE(fn, def);                                                                       \
	__extension__ static __typeof__(FFP__LOAD(FFP__NULL_TO(type))(FFP__NULL)) fn##_ffp_stub(   \
	    void)                                                                                  \
	{                                                                                          \
		return FFP__LOAD(FFP__NULL_TO(type))(&fn##_ffp_state.constant);                    \
	}                                                                                          \
	FFP__STARTS(fn)                                                                            \
	FFP__C_BEGIN FFP__VARIABLE_##link(fn, type) = init;                                        \
	FFP__C_END                                                                                 \
	__asm__(FFP__ASM_KEY(#fn, FFP__OWN_RECORD_##link(fn), FFP__OWN_RECORD_##link(fn),          \
			     FFP__FLAGS_TEXT(flags + FFP_KEY_POINTER)) FFP__ASM_MODULE);           \
	FFP__DEFINED_##link(fn)                                                                    \
	    FFP__RECORD(fn, def, FFP__VOID(&FFP__POINTER_##link(fn)), FFP__VOID(fn##_ffp_stub),    \
			link, flags + FFP_KEY_POINTER)
#define FFP__VARIABLE_ffp__plain(fn, type) type *fn
#define FFP__VARIABLE_ffp__export(fn, type) type *fn
#define FFP__VARIABLE_ffp__static(fn, type) static type *fn
/* Nobody calls by it, but the library changes it. */
#define FFP__VARIABLE_ffp__symbol(fn, type) static type *fn##_ffp_pointer
#define FFP__POINTER_ffp__plain(fn) fn
#define FFP__POINTER_ffp__export(fn) fn
#define FFP__POINTER_ffp__static(fn) fn
#define FFP__POINTER_ffp__symbol(fn) fn##_ffp_pointer

#else

#define FFP__DEFINE_KEY(fn, type, def, init, label, link, flags, code)                             \
	FFP__STATE(fn, def);                                                                       \
	FFP__EHDR(fn)                                                                              \
	FFP__DECLARE_ENTRY_##link(fn, type) __asm__(                                               \
	    FFP__ASM_ENTRY(label, FFP__SCOPE_##link(fn, label), FFP__OWN_RECORD_##link(fn),        \
			   FFP__FLAGS_TEXT(flags), code) FFP__ENTRY_NAMES_##link(fn, label)        \
		FFP__ASM_KEY(#fn, FFP__OWN_ENTRY_##link(fn, label), FFP__OWN_RECORD_##link(fn),    \
			     FFP__FLAGS_TEXT(flags)) FFP__ASM_MODULE);                             \
	FFP__DEFINED_##link(fn) FFP__RECORD(fn, def, FFP__ENTRY_##link(fn), FFP__NULL, link, flags)

#endif

/*
 * The public name of a key that is defined above, in the same file: a file-local key has none, nor
 * has a key by symbol.  Of other keys a type tells that by its name.
 */
#define FFP__DEFINED_ffp__plain(fn)                                                                \
	FFP__LOCAL_BEGIN typedef char fn##_ffp_has_a_DEFINE_FFP_above __attribute__((unused));     \
	FFP__LOCAL_END
#define FFP__DEFINED_ffp__export FFP__DEFINED_ffp__plain
#define FFP__DEFINED_ffp__static(fn)
#define FFP__DEFINED_ffp__symbol(fn)
#define FFP__PUBLIC(fn, name, macro)                                                               \
	FFP__OUTSIDE(macro)                                                                        \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(fn, name, macro)                                                          \
	FFP__ASSERT(sizeof(fn##_ffp_has_a_DEFINE_FFP_above) == 1, "");                             \
	FFP__MAKE_PUBLIC(fn, name)                                                                 \
	FFP__ASSERT(1, "")                                                                         \
	FFP__LOUD
#ifdef FFP_POINTER
#define FFP__MAKE_PUBLIC(fn, name)                                                                 \
	FFP__C __typeof__(fn) *const name##_ffp_public __asm__("__ffp_public." #name)              \
	    __attribute__((visibility("hidden")));                                                 \
	FFP__C_BEGIN __typeof__(fn) *const name##_ffp_public __attribute__((used)) = &fn;          \
	FFP__C_END                                                                                 \
	__asm__(FFP__ASM_PUBLIC(#name, "__ffp_public." #name));
#else
#define FFP__ENTRY_NAMES_ffp__plain(fn, label) FFP__ASM_ENTRY_NAMES(#fn, label)
#define FFP__ENTRY_NAMES_ffp__export(fn, label) FFP__ASM_ENTRY_NAMES(#fn, label)
#define FFP__ENTRY_NAMES_ffp__static(fn, label)
#define FFP__ENTRY_NAMES_ffp__symbol(fn, label)
#define FFP__MAKE_PUBLIC(fn, name) __asm__(FFP__ASM_PUBLIC(#fn, #name));
#endif

#define FFP__NO_TARGET FFP__NULL

/* The empty statement keeps the compiler from seeing which function this is. */
static inline void *ffp__default(const FFP__STRUCT(ffp) * _key) __attribute__((unused));
static inline void *ffp__default(const FFP__STRUCT(ffp) * _key)
{
	void *_default = _key->def;

	__asm__("" : "+r"(_default));
	return _default;
}

/*
 * Branches.  For the compiler either way may be taken, and `is_on` is known on both.  "inline": the
 * statement is one instruction, however long its text is.
 * cppcheck takes the label for a variable, and is given what the pointer form has.
 */
#if defined(FFP_POINTER) || defined(__cppcheck__)
static inline int ffp__is_set(const FFP__STRUCT(ffp) * _key)
{
	return __atomic_load_n(&_key->state->target, __ATOMIC_ACQUIRE) != _key->def;
}
#define FFP__ON(fn) ffp__is_set(FFP__KEY(fn))
#define FFP__LIKELY_ON(fn) ffp__is_set(FFP__KEY(fn))
#else
#define FFP__ON(fn)                                                                                \
	FFP__BRANCH(fn,                                                                            \
		    FFP__ASM_BRANCH(FFP__ASM_RECORD(fn), FFP__ASM_BRANCH_NOT, "%l[ffp_taken]", 0), \
		    0, 1, "FFP_ON")
#define FFP__LIKELY_ON(fn)                                                                         \
	FFP__BRANCH(fn,                                                                            \
		    FFP__ASM_BRANCH(FFP__ASM_RECORD(fn), FFP__ASM_BRANCH_TO("%l[ffp_taken]"),      \
				    "%l[ffp_taken]", FFP_BRANCH_LIKELY),                           \
		    1, 0, "FFP_LIKELY_ON")
#define FFP__BRANCH(fn, code, straight, taken, macro)                                              \
	(FFP__QUIET __extension__({                                                                \
		__label__ ffp_taken;                                                               \
		int ffp_is_on;                                                                     \
		ffp_is_on = straight;                                                              \
		FFP__CHECK_PLAIN(fn, macro)                                                        \
		__asm__ FFP__ASM_INLINE goto(code                                                  \
					     :                                                     \
					     : "i"(sizeof(fn##_ffp_far) - 1)                       \
						 FFP__RECORD_OPERAND(fn)                           \
					     :                                                     \
					     : ffp_taken);                                         \
		if (0) {                                                                           \
		ffp_taken:                                                                         \
			ffp_is_on = taken;                                                         \
		}                                                                                  \
		ffp_is_on;                                                                         \
	}) FFP__LOUD)
/*
 * The record's symbol.  Clang prints it as an operand, by which the optimiser knows of it.  GCC has
 * on no machine a constraint that takes every symbol and never a register that holds its address.
 */
#ifdef __clang__
#define FFP__ASM_RECORD(fn) "%c1"
#define FFP__RECORD_OPERAND(fn) , FFP__ASM_NAME_CONSTRAINT(FFP__KEY(fn))
#else
#define FFP__ASM_RECORD(fn) "__ffp_rec." #fn
#define FFP__RECORD_OPERAND(fn)
#endif
#if defined(__cplusplus) && __cplusplus >= 201103L
#define FFP__CHECK_PLAIN(fn, macro)                                                                \
	FFP__ASSERT_HERE(!__builtin_strchr(#fn, ':'),                                              \
			 macro ": a key goes by its plain name, without a namespace");
#else
#define FFP__CHECK_PLAIN(fn, macro)
#endif
#if defined(__clang__) || __GNUC__ >= 9
#define FFP__ASM_INLINE __inline__
#else
#define FFP__ASM_INLINE
#endif
#endif

/*
 * A candidate.  Its constructor runs behind the one that fills in the compiler's CPU
 * model (priority 101), which __builtin_cpu_supports reads.  The first such constructor
 * of a module chooses among all candidates of the module.
 */
#define FFP__IMPL(fn, impl, rank, condition)                                                       \
	FFP__OUTSIDE("FFP_IMPL")                                                                   \
	FFP__CANDIDATE(fn, impl, #impl, rank, condition)
#define FFP__CANDIDATE(fn, impl, name, rank, condition)                                            \
	FFP__QUIET                                                                                 \
	FFP__CHECK_NAMES(0, impl, "FFP_IMPL")                                                      \
	FFP__ASSERT(sizeof(FFP__CHECKED(fn, impl, "FFP_IMPL")) != 0, "");                          \
	FFP__ASSERT(!FFP__IS_KEY(impl), "FFP_IMPL: " FFP__KEY_AS_TARGET);                          \
	static int fn##_##impl##_ffp_usable(void)                                                  \
	{                                                                                          \
		return !!(condition);                                                              \
	}                                                                                          \
	__attribute__((constructor(102))) static void fn##_##impl##_ffp_choose(void)               \
	{                                                                                          \
		ffp_module_choose(&__ffp_module);                                                  \
	}                                                                                          \
	__asm__(".pushsection " FFP_IMPLS_SECTION ",\"a" FFP__RETAIN "\",%progbits\n"              \
		".balign 4\n"                                                                      \
		".long __ffp_impl." #fn "." #impl " - .\n"                                         \
		".popsection\n");                                                                  \
	FFP__LOCAL_BEGIN                                                                           \
	static const FFP__STRUCT(ffp_impl)                                                         \
	    fn##_##impl##_ffp_impl __asm__("__ffp_impl." #fn "." #impl) __attribute__((used)) = {  \
		    FFP__KEY(fn), FFP__VOID(impl), name, fn##_##impl##_ffp_usable, rank, FFP_ABI   \
	    };                                                                                     \
	FFP__LOCAL_END                                                                             \
	FFP__ASSERT(1, "") FFP__LOUD

/*
 * Clones.  The body comes last, since the user writes it behind the macro; the functions before
 * it have its declaration, and inline it.  `return` hands on what a function returns that
 * returns void, too, which only strict C forbids.
 */
#if !defined(__cplusplus) || __cplusplus >= 201103L
#define FFP__DECLARE_CLONES(type, fn, parameters, declare)                                         \
	FFP__QUIET FFP__DECLARE_CLONES_(type, fn, parameters, declare) FFP__LOUD
#define FFP__DECLARE_CLONES_(type, fn, parameters, declare)                                        \
	FFP__AGAIN(FFP__C type fn##_default parameters)                                            \
	declare(fn, fn##_default)

#define FFP__CLONES(type, fn, parameters, arguments, link, define, macro, ...)                     \
	FFP__OUTSIDE(macro)                                                                        \
	FFP__QUIET                                                                                 \
	static inline __attribute__((always_inline)) type FFP__BODY_OF(fn) parameters;             \
	FFP__CLONES_(type, fn, parameters, arguments, link, define)                                \
	FFP__CLONES_N(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)                                      \
	(type, fn, parameters, arguments, __VA_ARGS__) FFP__LOUD static inline                     \
	    __attribute__((always_inline)) type                                                    \
	    FFP__BODY_OF(fn) parameters
#define FFP__BODY_OF(fn) FFP__BODY_OF_(fn)
#define FFP__BODY_OF_(fn) fn##_ffp_body
#define FFP__CLONES_(type, fn, parameters, arguments, link, define)                                \
	FFP__AGAIN(FFP__CLONES_DEFAULT_##link(type, fn##_default, parameters))                     \
	FFP__HAND_ON(FFP__CLONES_DEFINE_##link type fn##_default parameters, fn, arguments)        \
	define(fn, fn##_default);
#define FFP__CLONES_DEFAULT_ffp__plain(type, def, parameters)                                      \
	FFP__C type def parameters __attribute__((visibility("hidden")))
#define FFP__CLONES_DEFAULT_ffp__export FFP__CLONES_DEFAULT_ffp__plain
#define FFP__CLONES_DEFAULT_ffp__static(type, def, parameters) static type def parameters
#define FFP__CLONES_DEFINE_ffp__plain
#define FFP__CLONES_DEFINE_ffp__export
#define FFP__CLONES_DEFINE_ffp__static static
#define FFP__HAND_ON(function, fn, arguments)                                                      \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"")            \
	    _Pragma("GCC diagnostic error \"-Wpsabi\"") function                                   \
	{                                                                                          \
		return fn##_ffp_body arguments;                                                    \
	}                                                                                          \
	_Pragma("GCC diagnostic pop")

#define FFP__CLONE(t, fn, p, a, rank, features)                                                    \
	FFP__HAND_ON(__attribute__((target(features))) static t fn##_ffp_clone##rank p, fn, a)     \
	FFP__CANDIDATE(fn, fn##_ffp_clone##rank, features, rank, ffp_cpu_supports(features));
#define FFP__CLONES_N(a, b, c, d, e, f, g, h, n, ...) FFP__CLONES_##n
#define FFP__CLONES_1(t, fn, p, a, x) FFP__CLONE(t, fn, p, a, 1, x)
#define FFP__CLONES_2(t, fn, p, a, c1, c2)                                                         \
	FFP__CLONES_1(t, fn, p, a, c1) FFP__CLONE(t, fn, p, a, 2, c2)
#define FFP__CLONES_3(t, fn, p, a, c1, c2, c3)                                                     \
	FFP__CLONES_2(t, fn, p, a, c1, c2) FFP__CLONE(t, fn, p, a, 3, c3)
#define FFP__CLONES_4(t, fn, p, a, c1, c2, c3, c4)                                                 \
	FFP__CLONES_3(t, fn, p, a, c1, c2, c3) FFP__CLONE(t, fn, p, a, 4, c4)
#define FFP__CLONES_5(t, fn, p, a, c1, c2, c3, c4, c5)                                             \
	FFP__CLONES_4(t, fn, p, a, c1, c2, c3, c4) FFP__CLONE(t, fn, p, a, 5, c5)
#define FFP__CLONES_6(t, fn, p, a, c1, c2, c3, c4, c5, c6)                                         \
	FFP__CLONES_5(t, fn, p, a, c1, c2, c3, c4, c5) FFP__CLONE(t, fn, p, a, 6, c6)
#define FFP__CLONES_7(t, fn, p, a, c1, c2, c3, c4, c5, c6, c7)                                     \
	FFP__CLONES_6(t, fn, p, a, c1, c2, c3, c4, c5, c6) FFP__CLONE(t, fn, p, a, 7, c7)
#define FFP__CLONES_8(t, fn, p, a, c1, c2, c3, c4, c5, c6, c7, c8)                                 \
	FFP__CLONES_7(t, fn, p, a, c1, c2, c3, c4, c5, c6, c7) FFP__CLONE(t, fn, p, a, 8, c8)
#endif

#ifdef __cplusplus
/* The type of `def` without the promises of one implementation: see check-cxx.h. */
#define FFP__OF(def) __typeof__(*ffp__plain(&def))
#include <ffp/check-cxx.h>
#else
/* C cannot remove an attribute from a type.  For Clang only noreturn is part of a type. */
#define FFP__OF(def) __typeof__(def)
#include <ffp/check-c.h>
#endif

#include <ffp/loud.h>

#endif /* FFP_MACROS_H */
