/* SPDX-License-Identifier: MIT */
/*
 * ffp: patchable functions.  A call of a key is a plain C call; changing the
 * key re-aims every such call, at any moment, with all threads running.
 *
 *	DECLARE_FFP(fn, def)		in a header
 *	DEFINE_FFP(fn, def)		in one C file
 *	fn(...)				anywhere: a direct call of the target
 *	SET_FFP(fn, new)		fn's target is now `new`
 *	RESET_FFP(fn)			… and now the default again
 *	SET_FFP_RETURN(fn, value)	every call of fn just yields `value`
 *	FFP_TARGET(fn)			the current target
 *	ffp_apply(), FFP_CHANGE()	several changes, all or none
 *	FFP_IMPL(fn, impl, rank, usable)	impl is a candidate for fn: at start
 *				the best that can be used is set
 *	ffp_find(), ffp_each(), ffp_info()
 *	ffp_each_impl(), ffp_each_use()	what was chosen at start, and why
 *
 * Example:
 *
 *	// crc.h
 *	uint32_t crc_table(uint32_t, const void *, size_t);
 *	uint32_t crc_pclmul(uint32_t, const void *, size_t);
 *	DECLARE_FFP(crc, crc_table);
 *
 *	// crc.c
 *	DEFINE_FFP(crc, crc_table);
 *	void crc_init(void)
 *	{
 *		if (__builtin_cpu_supports("pclmul"))
 *			SET_FFP(crc, crc_pclmul);
 *	}
 *
 *	// anywhere.c
 *	sum = crc(0, p, n);
 *
 * Words: a *key* is a patchable function.  Its *default* is what it calls at
 * first, its *target* what it calls now.  A *site* is one branch instruction
 * that calls a key.  The *trampoline* is the key's own function symbol, one
 * patchable jump: the address that `fn` has as a value, and what sites reach
 * that are not direct.
 *
 * Three forms of one source:
 *  - direct: the object was compiled through `ffp-cc`, or with GCC through
 *    -B$(pkg-config --variable=asdir ffp).  A call costs a direct call.
 *  - trampoline: the object was compiled as any other.  One more direct jump.
 *  - pointer: with -DFFP_POINTER (for the whole module), or on an architecture
 *    without a back end.  An indirect call through a variable.
 *
 * Functions that return int return 0, or a negative errno of this list, and
 * then nothing has changed:
 *
 *	-EINVAL		no such key (NULL, not of this ABI, or of a module that
 *			has ended); NULL as the target of a key that is no NULL
 *			key, or a key as the target (see SET_FFP); a key twice in
 *			one ffp_apply(); an unknown flag, or kind of change; NULL
 *			for the changes or the structure to fill in; a table that
 *			is damaged or in which one site belongs to two keys: of the
 *			module that defines a key, or, if the key is exported and
 *			for ffp_info(), of any loaded module
 *	-ERANGE		SET_FFP_RETURN: the value does not fit fn's return type
 *	-ENOMEM		no memory or address space, or too many mappings
 *			(vm.max_map_count)
 *	-EACCES, -EPERM	the system allows no way of changing executable pages
 *	-EBUSY		a site or a trampoline holds an instruction that this
 *			library did not put there: a debugger's breakpoint, a
 *			uprobe, another patcher; or one of these wrote to the
 *			same pages during the change.  Worth another try later
 *	-EAGAIN		too early: in an IFUNC resolver of a static program, where
 *			the C library is not ready yet; or all memory is locked,
 *			and no more may be (RLIMIT_MEMLOCK)
 *	-EDEADLK	called while this very thread is changing keys or is in
 *			fork(): from a signal handler (see below), or from a fork
 *			handler that was registered before the library's (and then
 *			in the child too).  And, from Linux 4.14, in a child of a
 *			fork that runs none of the library's handlers (_Fork, clone;
 *			fork by the C library of another namespace than the
 *			library's, see dlmopen), if another thread was changing keys
 *			just then: in such a child no key can be changed any more
 *	-EXDEV		one ffp_apply() with keys of two copies of this library
 *	-ENOTSUP	text that cannot be swapped: writable, moved to hugetlb pages,
 *			or not readable, also by mprotect or a protection key since
 *			it was mapped (if a module's sites are there none of its
 *			keys can be changed, and no exported key of any module, for
 *			nobody knows what it calls); FFP_ATOMIC where
 *			one instant is not to be had: several changes, one of them of
 *			a key of the pointer form, or a module with its sites, and
 *			entries, in several text segments
 *	-ENOTRECOVERABLE the one exception to "nothing has changed": a commit
 *			broke off and could not be undone.  Every call still
 *			goes to the old or to the new target; any later change
 *			of the keys may put it right.  It takes two system
 *			calls in a row that fail for no reason of this library
 *	any other	as mmap(2), mprotect(2), mremap(2) gave it
 *
 * Threads and signals: every function here may be called by any thread at any
 * time: from constructors, from inside the very default that is being
 * replaced, from several threads at once.  Not between vfork and exec.  Calls of keys
 * are as safe as calls of functions.
 * While a thread changes keys or asks about them, the kernel holds signals back from it
 * (rt_sigprocmask): their handlers run when the change is made, may change keys, and may
 * jump out (siglongjmp); and a thread that is cancelled, asynchronously too, is so before
 * the change or after it.  Not held back are SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS and
 * SIGTRAP, which an instruction may cause.  Their handlers are refused what needs the
 * library's lock (-EDEADLK) where they interrupt a change of their own thread, and must
 * not jump out of one; as every handler where it interrupts fork, dlopen, dlclose or
 * exit, out of which a program can jump no more than from any other place where the C
 * library holds locks of its own.  ffp_target() always works.
 * Each function needs at most 2 KiB of stack beyond its caller's, so a handler may have
 * a small one of its own; but the dynamic linker may need more for the first call of a
 * function that is bound lazily.
 * fork() waits for a change: the handlers (pthread_atfork) are registered when the
 * first module with keys starts, so those that a program registers in main may
 * take locks under which others change keys.  A lock whose handlers were registered
 * earlier must not be held while keys are changed.
 *
 * Ordering: a call of fn that starts after a change has returned, in any
 * thread that knows of it, reaches the new target.  A call that started
 * before may still be running in the old one, and a thread may be about to
 * enter it: the library cannot tell when the last such call has ended.
 *
 * Unloading: a target must stay mapped.  When a module is unloaded that defines a
 * key or has the declaration of an exported one, keys aimed into it are reset to
 * their defaults.  Nobody tells the library of any other module's end, or of
 * generated code's: reset first.  No thread may be in what goes.
 *
 * Not promised: that keys changed by one ffp_apply() change at one instant
 * (but see FFP_ATOMIC); that data which belongs to an implementation is
 * switched together with it.
 *
 * The idea is the Linux kernel's: the patch "patchable function pointers" of
 * October 2018, which became static_call().
 */
#ifndef FFP_H
#define FFP_H

#include <ffp/abi.h>
#include <ffp/quiet.h>

/*
 * FFP_SYMBOL(fn, def): in hand-written assembly, the symbol to call for the key
 * that DECLARE_FFP(fn, def) declares; FFP_SYMBOL(fn, 0) for a NULL key.  Between
 * quotation marks: a name to the assembler of a .S file, a string in C's asm().
 * (Clang's own assembler for RISC-V takes no quoted name: write it out.)
 * A call, a jump or a conditional jump to it is a site as any other.
 */
#define FFP_SYMBOL(fn, def) FFP__SYMBOL(__ffp_fn.fn.def)

/*
 * FFP_KEY_SYMBOL(fn): the name under which dlsym() finds the struct ffp of a key
 * that a library exports: ffp_find() for one library, however many have such a key.
 */
#define FFP_KEY_SYMBOL(fn) FFP__SYMBOL(__ffp_rec.fn)
#define FFP__SYMBOL(symbol) #symbol

#ifndef __ASSEMBLER__

#include <ffp/form.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * struct ffp: one key, opaque and constant.  A program gets at one through the
 * macros below, by name through ffp_find(), or from ffp_each().
 */

/* One change.  Made by the FFP_CHANGE macros; the fields may be read. */
struct ffp_change {
	const struct ffp *key;
	void *target;	/* FFP_TO_TARGET: the new target, or NULL for a NULL key */
	uint64_t value; /* FFP_TO_VALUE: the constant */
	unsigned to;	/* FFP_TO_… */
};

enum {
	FFP_TO_TARGET,	/* call `target` */
	FFP_TO_DEFAULT, /* call the default */
	FFP_TO_VALUE	/* return `value` */
};

/*
 * Flag of ffp_apply(): all sites of a module change at one instant: a thread
 * that calls two keys, one after the other, in the same module, never sees the
 * second one old after it has seen the first one new.  Costs a copy of all the
 * text between the first site and the last.  Between modules there is always
 * an instant at which one has changed and another has not; and a call that is no
 * site (by a key's address, or from what was not collected) goes through the
 * module that defines the key.
 */
#define FFP_ATOMIC 1u

/*
 * Flag of ffp_apply(): besides, aim every site of every key, of the modules that
 * ffp_find() looks in, that is not aimed (ffp_info.unaimed), and leave these keys as they
 * are.  A build leaves such sites where only the loader or the linker knows where a call is
 * to go, or could not be told: of an exported key in another object than its definition, and
 * conditional tail calls on some architectures.  They go through the trampoline until
 * their key is changed, or set to what it is set to.  A program has all calls as straight as they
 * can be with one line, behind its start:
 *
 *	ffp_apply(NULL, 0, FFP_AIM);
 *
 * Modules that are loaded later begin as they were built; the call may be made again.
 */
#define FFP_AIM 2u

/* What ffp_info() tells.  Fields are added at the end, in place of `spare`. */
struct ffp_info {
	const char *name;
	void *def;	    /* the default; NULL for a NULL key */
	void *target;	    /* what FFP_TARGET() yields */
	size_t sites;	    /* collected sites, in all modules that ffp_find() looks in; a call
			     * of an object that was not collected is in no table: `ffp list`
			     * finds those */
	size_t direct;	    /* of these: those that need no trampoline now, or (a tail call of
			     * a constant) could not do with less than its jump */
	size_t trampoline;  /* of these: those that go through it, namely because … */
	size_t unreachable; /* … the target is out of a branch's reach */
	size_t unaimed;	    /* … the tool left them so: to set what is set aims them; FFP_AIM */
	size_t foreign;	    /* sites that hold an instruction not of this library, or that
			     * cannot be read */
	uint64_t value;	    /* what the key returns, if `constant` */
	uint8_t constant;   /* SET_FFP_RETURN is in force */
	uint8_t pointer;    /* the key is of the pointer form, and has no sites */
	uint8_t serialised; /* the last change made every processor fetch anew, by membarrier
			     * or as well; 1 before any change; see ffp(3) */
	uint8_t way;	    /* how the process's last change made text executable: FFP_BY_… */
	uint8_t anonymous;  /* that text is memory, no longer pages of the module's file */
	uint8_t pad[3];
	/*
	 * The file of the module that defines the key, as /proc/self/maps names it, valid
	 * while that module is loaded; so keys of one name can be told apart.  NULL where it
	 * cannot be told: no /proc, a module without a readable ELF header, text that was
	 * copied to memory before the first question about the module or change in it; and
	 * before the module has started (ffp_find() tells when that is).  " (deleted)"
	 * follows the name of a file that is gone.
	 */
	const char *file;
	/*
	 * Sites whose calls do what the build made of them although the key is set.
	 * First, nothing: those of an exported NULL key in a module that came after it was
	 * set, was collected by an older tool, and could not be brought to the target.
	 * The next change of any key tries again, as does the next module that comes or
	 * goes.  Second, the default: somebody gave the memory of their page back
	 * (madvise with MADV_DONTNEED), and the file's came again.  Any change of the key
	 * that is not to what is set puts that right; once ffp_info has told of it, one to
	 * what is set as well.
	 */
	size_t behind;
	/*
	 * Of the direct ones: those that go to the default by a PLT entry, as other calls of
	 * it do, since it is another module's: one jump more, by a word that the loader
	 * has filled in.
	 */
	size_t plt;
	/* Bytes, so that the structure is as long wherever pointers are as long. */
	uint8_t spare[32 - sizeof(char *) - 2 * sizeof(size_t)];
};

/* ffp_info.way: which is taken depends on what the system allows. */
enum {
	FFP_BY_NOTHING,	 /* no text has been changed */
	FFP_BY_MPROTECT, /* written pages were made executable */
	FFP_BY_PROC_MEM, /* executable pages were written through /proc/self/mem */
	FFP_BY_MEMFD	 /* a memfd was mapped executable */
};

/*
 * A candidate (FFP_IMPL), and what became of it when its module started.  Fields are added
 * in place of `spare`.
 */
struct ffp_impl_info {
	const struct ffp *key;
	const char *name; /* of the function, as in FFP_IMPL and FFP_USE */
	void *function;
	int rank;
	int error;     /* FFP_IMPL_REFUSED: the negative errno, of the list above; else 0 */
	uint8_t state; /* FFP_IMPL_… */
	uint8_t named; /* FFP_USE asked for this one */
	uint8_t pad[6];
	uint64_t spare[4];
};

/* ffp_impl_info.state: at start, not now: changes that the program makes leave it as it is. */
enum ffp_impl_state {
	FFP_IMPL_WAITING,  /* not asked as yet: its module has not come to that */
	FFP_IMPL_UNUSABLE, /* asked; it may not run here */
	FFP_IMPL_PASSED,   /* it may, but another was better, or FFP_USE asked for another */
	FFP_IMPL_LEFT,	   /* it was the one, but the key had been changed before: left alone */
	FFP_IMPL_REFUSED,  /* it was the one, but the change failed (all keys of its module's stayed
			    * as they were), or without memory nothing was asked: `error` tells */
	FFP_IMPL_CHOSEN	   /* it was the one, and was set */
};

/* A word of FFP_USE, and what became of it.  Fields are added in place of `spare`. */
struct ffp_use_info {
	const char *word; /* "key=impl", as it stood there */
	uint8_t state;	  /* FFP_USE_… */
	uint8_t pad[7];
	uint64_t spare[2];
};

/* ffp_use_info.state: the last of these that is true, of any key of that name. */
enum ffp_use_state {
	FFP_USE_NO_KEY,	  /* no key of that name has candidates; or it is no "key=impl" */
	FFP_USE_NO_IMPL,  /* no candidate has that name */
	FFP_USE_AGAIN,	  /* an earlier word speaks of the key */
	FFP_USE_UNUSABLE, /* that candidate may not run here */
	FFP_USE_LEFT,	  /* the key had been changed before: left alone */
	FFP_USE_REFUSED,  /* the change failed; ffp_each_impl() tells why */
	FFP_USE_HEEDED	  /* so it was done */
};

/*
 * ffp_set_target - what SET_FFP does, without its check of types
 * @key: the key
 * @new_fn: the new target, of the default's type; NULL allowed for a NULL key
 *
 * Returns 0 or a negative errno of the list above.  Setting the target that is
 * already set aims those sites that are not (ffp_info.unaimed), for which it may fail as any
 * change; once the key is known to have none, and until the next module comes, it costs
 * some loads, no more: no lock, no system call, no look at the text.  Context,
 * ordering: see above.  Source: the proposal of 2018, which had it return nothing.
 */
int ffp_set_target(const struct ffp *_key, void *_new_fn);

/*
 * ffp_reset_target - what RESET_FFP does: back to the default
 * @key: the key
 *
 * Puts back the very instructions that the build made; but a site that the linker
 * could only send to the default by a veneer goes there through the trampoline.
 * Returns 0 or a negative errno of the list above.
 */
int ffp_reset_target(const struct ffp *_key);

/*
 * ffp_set_return - what SET_FFP_RETURN does, without its checks
 * @key: the key; must return an integer, a bool or a pointer
 * @value: the constant as the return register is to hold it: a type of at most
 *	32 bits extended to 32 by its own sign, and then by zeros; but on RISC-V
 *	by the highest of the 32, on s390x to all 64 by its own sign, and without a
 *	back end as <ffp/none.h> says
 *
 * Returns 0 or a negative errno of the list above (-EINVAL for a NULL key).
 */
int ffp_set_return(const struct ffp *_key, uint64_t _value);

/*
 * ffp_target - what FFP_TARGET does, without a type
 * @key: the key
 *
 * Never fails, takes no lock, may be called anywhere (signal handlers too).  NULL for
 * a NULL key that is not set: a function that is to call on what it replaced asks
 * first.  While a constant is set, the address of code that returns it; setting that
 * as the target sets the constant again.  Another key may be aimed there, too: it then
 * returns the constant that this one returned last, and follows when another is set.
 */
void *ffp_target(const struct ffp *_key);

/*
 * ffp_apply - make several changes, all or none
 * @changes: an array of @n changes, each of another key
 * @n: their number; 0 is allowed and does nothing
 * @flags: FFP_ATOMIC, FFP_AIM, both, or 0
 *
 * Either every change takes effect and 0 is returned, or none does and a
 * negative errno of the list above tells why.  Without FFP_ATOMIC, sites change
 * window by window (a run of neighbouring text pages each): until ffp_apply()
 * returns, another thread may see some keys old and some new.
 */
int ffp_apply(const struct ffp_change *_changes, size_t _n, unsigned _flags);

/*
 * ffp_find - the key of this name
 * @name: as written in DEFINE_FFP
 *
 * Returns NULL if no module defines one that has started (its constructor of
 * priority 100, in the pointer form 101, has run) and that uses this copy of the
 * library, or if a signal handler interrupted a change with it.  Of several of one
 * name (file-local keys) it is unspecified which.  The handle is valid while the
 * module that defines the key is loaded.
 */
const struct ffp *ffp_find(const char *_name);

/*
 * ffp_each - call a function for every key of the modules that ffp_find() looks in
 * @callback: gets a key and @arg; a value other than 0 ends the walk
 * @arg: handed through
 *
 * The keys are those at the moment of the call; the callback runs without the
 * library's lock and may call anything here.  A module must not be unloaded
 * meanwhile.  Returns what the last callback returned, 0 if there was none, or
 * -ENOMEM, -EAGAIN or -EDEADLK before the first.
 */
int ffp_each(int (*_callback)(const struct ffp *_key, void *_arg), void *_arg);

/*
 * ffp_info - tell about a key
 * @key: the key
 * @info: filled in
 *
 * Reads the instruction of every site, so it tells what is, not what was
 * meant.  Cost: one pass over the key's sites; the first call about a module
 * sorts its table.  Returns 0, -EINVAL, -ENOMEM, -EAGAIN, -EDEADLK, -ENOTSUP (text of
 * a module cannot be read when it is first asked about), or -EBUSY where
 * something foreign stands on the trampoline of a key that was never changed: nobody
 * then knows where it led.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow" /* a function named as a structure, in C++ */
int ffp_info(const struct ffp *_key, struct ffp_info *_info);
#pragma GCC diagnostic pop

/*
 * ffp_each_impl - call a function for every candidate, and tell what became of it at start
 * @key: visit this key's candidates only, or NULL: those of all keys
 * @callback: gets what is known of a candidate, for the length of the call, and @arg; a value
 *	other than 0 ends the walk
 * @arg: handed through
 *
 * Visits the candidates in the modules that ffp_find() looks in, module by module; with @key
 * also those in modules that use the same copy of this library as the module of @key, if that is
 * another copy.  Nothing is asked or chosen anew.  The candidates are those at the moment of
 * the call; the callback runs without the library's lock and may call anything here.  A
 * module must not be unloaded meanwhile.  Handle, name and function are valid while the
 * module that has the candidate is loaded, and in a callback those of its key too.
 *
 * Returns what the last callback returned, 0 if there was none, or -EINVAL (@key is no key),
 * -ENOMEM, -EAGAIN, -EDEADLK, or -EXDEV (@key is of another copy of the library, of a version
 * that cannot be asked) before the first.  Context: as all functions here.
 *
 * Not promised: that a candidate which was chosen still is the target (ffp_target() tells); an
 * order of the candidates of one module.  Source: the wish to see and to force what was
 * chosen, from libraries that dispatch by CPU and print it on request, or not at all.
 */
int ffp_each_impl(const struct ffp *_key,
		  int (*_callback)(const struct ffp_impl_info *_impl, void *_arg), void *_arg);

/*
 * ffp_each_use - call a function for every word of FFP_USE, and tell what became of it
 * @callback: gets what is known of a word, for the length of the call, and @arg; a value other
 *	than 0 ends the walk
 * @arg: handed through
 *
 * Tells what the modules that ffp_find() looks in, and that have candidates, made of FFP_USE as
 * each of them read it when it started.  A word that several have read is told once, with the
 * best that it came to in any.  So a word that still is FFP_USE_NO_KEY when all modules are loaded
 * is misspelt, or names a key without candidates.  (Or one in a module of another copy of
 * this library, which reads the variable for itself.)  No word is visited where the variable
 * is not read: before a module with candidates has started, and in a program of raised
 * privileges.
 *
 * The callback runs without the library's lock and may call anything here; a module must not
 * be unloaded meanwhile, and the word is valid while the module that read it is loaded.
 * Returns what the last callback returned, 0 if there was none, or -ENOMEM, -EAGAIN or
 * -EDEADLK before the first.  Context: as all functions here.  Not promised: an order.
 * Source: as of ffp_each_impl().
 */
int ffp_each_use(int (*_callback)(const struct ffp_use_info *_use, void *_arg), void *_arg);

/* The module's descriptor; for the macros below and the constructor they emit. */
extern const struct ffp_module __ffp_module __attribute__((visibility("hidden")));
extern const struct ffp_library ffp_library;
void ffp_module_add(const struct ffp_module *_module);
void ffp_module_remove(const struct ffp_module *_module);
void ffp_module_choose(const struct ffp_module *_module);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

/*
 * DECLARE_FFP(fn, def) - declare a key, in a header or wherever it is called
 * @fn: its name, from here on a function of the type of @def
 * @def: its default: a function declared before, of external linkage; in C++ of C
 *	linkage and in no namespace.  For DEFINE_FFP_STATIC any function that a plain name
 *	means.  If it is noreturn, so should be every target: in C, Clang leaves nothing
 *	behind the call
 *
 * The symbol of @def must be its name.  One that has another, by an asm label, by Clang's
 * vectorcall or regcall, or because the C library redirects it (strerror_r in POSIX mode,
 * sscanf, open with _FILE_OFFSET_BITS), does not compile in DEFINE_FFP and
 * DEFINE_FFP_EXPORT: what calls the key goes by the name, which may be another function's.
 * DEFINE_FFP_STATIC takes it, and so does the pointer form; else declare it by its symbol,
 * or give a function that calls it.
 *
 * The key's type is that of @def, with its calling convention, but not what is a promise
 * of that one implementation, since a target need not keep it: const, pure, malloc, leaf,
 * nothrow, noexcept, noreturn, nonnull, returns_nonnull, alloc_size and others.  One
 * exception, since C has no way to take them off: what the compiler holds for a part of the
 * type stays in C.  For Clang that is noreturn, which every target must keep unasked.  For
 * GCC it is more.  With nonnull callers must not pass NULL, whatever the target is: it removes
 * checks of what was passed.  warn_unused_result, format, sentinel and access warn callers as
 * before.  With returns_nonnull or assume_aligned a target that is not declared so does not
 * compile (SET_FFP); alloc_size and alloc_align every target must keep unasked.  A key of
 * Clang's vectorcall does not link, for its own symbol gets an ending too; the symbol of a
 * regcall function is not its name (see above).
 *
 * The macros take standard C from C99 and C++ from C++98 on, with GCC's extensions.
 *
 * A plain key belongs to one module (program or shared library).  `fn` may be
 * called as any function; used as a value, it is an address that keeps
 * following changes (in the pointer form: the target at that moment).
 *
 * DECLARE_FFP_EXPORT: a key that other modules may call and change.  Modules
 * that include such a declaration link with libffp, whether they call the key or not;
 * a library with such a public header has "Requires: ffp" in its .pc file.
 * DECLARE_FFP_NULL(fn, type): a key that does nothing until it is set, and has
 * no default; @type is a function type that returns void.
 */
#define DECLARE_FFP(fn, def) FFP__DECLARE(fn, def, ffp__plain)
#define DECLARE_FFP_EXPORT(fn, def) FFP__DECLARE(fn, def, ffp__export)
#define DECLARE_FFP_NULL(fn, type) FFP__DECLARE_NULL(fn, type, ffp__plain)
#define DECLARE_FFP_NULL_EXPORT(fn, type) FFP__DECLARE_NULL(fn, type, ffp__export)

/*
 * DEFINE_FFP(fn, def) - define a key, in one C file of its module
 * @fn, @def: as in DECLARE_FFP; @def may live in another file
 *
 * Two definitions of a key, and a DEFINE_FFP that names another default than
 * the DECLARE_FFP that a caller saw, do not link.
 *
 * DEFINE_FFP_STATIC: a key of this file only, as `static` is for a function; it
 * has no DECLARE, and other files may use the name for keys of their own.
 */
#define DEFINE_FFP(fn, def)                                                                        \
	FFP__AGAIN(FFP__DECLARE(fn, def, ffp__plain))                                              \
	FFP__DEFINE(fn, def, ffp__plain)
#define DEFINE_FFP_EXPORT(fn, def)                                                                 \
	FFP__AGAIN(FFP__DECLARE(fn, def, ffp__export))                                             \
	FFP__DEFINE(fn, def, ffp__export)
#define DEFINE_FFP_STATIC(fn, def)                                                                 \
	FFP__DECLARE_STATIC(fn, def);                                                              \
	FFP__DEFINE(fn, def, ffp__static)
#define DEFINE_FFP_NULL(fn, type)                                                                  \
	FFP__AGAIN(FFP__DECLARE_NULL(fn, type, ffp__plain))                                        \
	FFP__DEFINE_NULL(fn, type, ffp__plain)
#define DEFINE_FFP_NULL_EXPORT(fn, type)                                                           \
	FFP__AGAIN(FFP__DECLARE_NULL(fn, type, ffp__export))                                       \
	FFP__DEFINE_NULL(fn, type, ffp__export)
#define DEFINE_FFP_NULL_STATIC(fn, type)                                                           \
	FFP__DECLARE_NULL_STATIC(fn, type);                                                        \
	FFP__DEFINE_NULL(fn, type, ffp__static)

/*
 * SET_FFP(fn, new) - call `new` from now on
 * @fn: a key
 * @new: a function, or pointer to function, of exactly the key's type; anything
 *	else does not compile.  NULL for a NULL key: do nothing again
 *
 * Evaluates @new once.  Returns 0 or a negative errno of the list above.
 * RESET_FFP(fn) goes back to the default.
 *
 * No key is a target: next, aimed at the key top, would follow it, and call itself for ever
 * once top is aimed at a function that calls on to next.  What is meant is
 * SET_FFP(next, FFP_TARGET(top)).  The address of a key, that of any module and the key's
 * own too, is refused (-EINVAL), also where it is that of a PLT entry of a program that is not
 * position-independent.  It is not seen where the key belongs to another copy of the library
 * than that which is asked, nor in the pointer form, where `fn` as a value is the target.
 * In C with GCC, a key that is written by its name does not even compile as a target.
 *
 * In C++ @fn may be qualified (SET_FFP(library::key, f)), and a target may throw
 * although the default may not.
 */
#define SET_FFP(fn, new) ffp_set_target(FFP__KEY(fn), FFP__CHECKED(fn, new, "SET_FFP"))
#define RESET_FFP(fn) ffp_reset_target(FFP__KEY(fn))

/*
 * SET_FFP_RETURN(fn, value) - from now on every call of fn just yields `value`
 * @fn: a key that returns an integer, a bool or a pointer
 * @value: of such a type; evaluated once
 *
 * A constant that does not fit fn's return type does not compile; a value known
 * only at run time that does not fit is refused with -ERANGE.  Nothing is ever
 * truncated.  A floating-point value does not compile, nor, in C++, a key that returns
 * such a one, a structure or more than 64 bits, or that is called in a way of its own (ms_abi).
 *
 * In C the macro can see the return type only of functions whose parameters
 * are all of types that default argument promotion leaves alone (no char,
 * short, bool, float; no "..."; not ms_abi or the like), and in C23 only of functions without
 * parameters; C has no way to name it.  Elsewhere a pointer is taken at its word
 * (whatever the key returns: if that is no pointer, what a call yields is undefined)
 * and an integer does not compile: use SET_FFP with a function of your own.
 *
 * Where a call was and one instruction can load the value, there is then that one.
 * Tail calls, and calls whose value needs more, go to code that returns it.
 */
#define SET_FFP_RETURN(fn, value) FFP__SET_RETURN(fn, value)

/* FFP_TARGET(fn) - the current target, a pointer to a function of fn's type. */
#define FFP_TARGET(fn) (FFP__QUIET FFP__CAST(FFP__TYPE(fn) *, ffp_target(FFP__KEY(fn))) FFP__LOUD)

/*
 * FFP_CHANGE(fn, new) - one change, for ffp_apply()
 * An expression, in GNU C a constant one if @new is a constant.  FFP_CHANGE_DEFAULT
 * is one that resets.
 */
#define FFP_CHANGE(fn, new)                                                                        \
	FFP__CHANGE(FFP__KEY(fn), FFP__CHECKED(fn, new, "FFP_CHANGE"), FFP_TO_TARGET)
#define FFP_CHANGE_DEFAULT(fn) FFP__CHANGE(FFP__KEY(fn), FFP__NO_TARGET, FFP_TO_DEFAULT)

/*
 * FFP_IMPL(fn, impl, rank, usable) - a candidate, to be chosen at start
 * @fn: a key declared before; its definition may stand in another file of the
 *	module
 * @impl: a function of exactly the key's type (anything else does not compile),
 *	by its plain name
 * @rank: an int, constant: the higher, the better.  Of several usable ones of the
 *	highest rank it is unspecified which is taken.  The default is what
 *	remains when none is usable, whatever the ranks
 * @usable: an expression: may `impl` run here?  For example
 *	__builtin_cpu_supports("avx2").  Ordinary C, unlike in an IFUNC resolver:
 *	it may call libc, and keys.  Evaluated once, also if another is taken.  It is
 *	compiled with the options of the file that it stands in, as all that file's
 *	constructors are: in one compiled with -mavx2 the compiler may use AVX2 in the
 *	question itself, on a processor without.  So FFP_IMPL stands in a file compiled
 *	for every processor that the program is for, and @impl alone in another
 *	(or has __attribute__((target("avx2"))))
 *
 *	FFP_IMPL(crc, crc_pclmul, 10, __builtin_cpu_supports("pclmul"));
 *
 * When the module (program or library) starts, in a constructor of priority 102,
 * the best usable candidates of all its keys are set in one transaction.  A key
 * whose target is not its default by then is left alone, and so is every key if that
 * transaction fails (<ffp.h>'s list of errors says why it may).  Nothing is printed:
 * ffp_each_impl() tells which candidates were asked, which one was chosen, and what
 * the transaction returned, and FFP_TARGET what a key calls.  So calls made before, from
 * constructors of priority 101 and from libraries' constructors, reach the default.
 *
 * The environment variable FFP_USE forces a candidate: FFP_USE=key=impl,… with
 * the names as in FFP_IMPL, or `default` for the default.  It applies to all
 * keys of that name; what it says of a candidate that does not exist or is not
 * usable goes unheeded (ffp_each_use() tells), as does all of it in a program of
 * raised privileges (AT_SECURE, getauxval(3)).  It is read when a module starts, not
 * later.
 *
 * Candidates may belong to a key of another module: they are weighed among
 * themselves when their own module starts.  From an archive a linker takes only
 * members that something refers to, and nothing refers to a candidate: in a static
 * library it stands in the file with DEFINE_FFP, while @impl may live in any other,
 * or the archive is linked as a whole.  Source: function multiversioning as
 * compilers have it (target_clones), with the choice in the open.
 */
#define FFP_IMPL(fn, impl, rank, usable) FFP__IMPL(fn, impl, rank, usable)

#include <ffp/macros.h>

#endif /* !__ASSEMBLER__ */
#include <ffp/loud.h>
#endif /* FFP_H */
