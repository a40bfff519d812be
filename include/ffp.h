/* SPDX-License-Identifier: MIT */
/*
 * ffp: patchable functions.  A call of a key is a plain C call.  Changing the key
 * redirects every such call, at any moment, with all threads running.
 *
 *	DECLARE_FFP(fn, def)		in a header
 *	DEFINE_FFP(fn, def)		in one C file
 *	fn(...)				anywhere: a direct call of the target
 *	SET_FFP(fn, new)		the target of fn is now `new`
 *	RESET_FFP(fn)			the target of fn is the default again
 *	SET_FFP_RETURN(fn, value)	every call of fn just yields `value`
 *	FFP_TARGET(fn)			the current target
 *	FFP_DEFAULT(fn)			the default
 *	DEFINE_FFP_RETURN(fn, type, value)	a hook that returns `value` until it is set
 *	DEFINE_FFP_SYMBOL(malloc)	make calls of an existing function those of a key
 *	FFP_PUBLIC(fn)			keep the symbol `fn` for callers that know of no key
 *	FFP_KEY(fn)			the key itself, for the functions below
 *	ffp_apply(), FFP_CHANGE()	several changes, all or none
 *	ffp_set_targets()		the same, from two tables
 *	FFP_TARGET_AFTER(fn, changes, n)	the target that fn will have after these changes
 *	FFP_IMPL(fn, impl, rank, usable)	impl is a candidate for fn: at start
 *				the best usable candidate is set
 *	FFP_CLONES(...) { ... }	one function compiled for several processors, as candidates
 *	FFP_ON(fn)		1 while fn is set, else 0: a no-op or a jump, no load
 *	DEFINE_FFP_FLAG(name)	a key without a function, for FFP_ON(name)
 *	ffp_find(), ffp_each(), ffp_info()	look up and query keys
 *	ffp_each_impl(), ffp_each_use()	what was chosen at start, and why
 *	ffp_cpu_supports("avx2,fma")	may code for these features run here?
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
 *		if (ffp_cpu_supports("pclmul"))
 *			SET_FFP(crc, crc_pclmul);
 *	}
 *
 *	// anywhere.c
 *	sum = crc(0, p, n);
 *
 * Words: a *key* is a patchable function.  Its *default* is the function that it calls
 * at first, its *target* the function that it calls now.  A *site* is one branch
 * instruction that calls a key.  The *trampoline* is the key's own function symbol, one
 * patchable jump.  Its address is the value of `fn`, and every call that is not a direct
 * site goes through it.  A *module* is a program or a shared library.  To *aim* a site is
 * to make it branch to the target.  docs/design.md begins with all the words.
 *
 * Three forms of one source:
 *  - direct: the object was compiled through `ffp-cc`, or with GCC through
 *    -B$(pkg-config --variable=asdir ffp).  A call costs a direct call.
 *  - trampoline: the object was compiled without either.  A call costs one more direct
 *    jump.
 *  - pointer: with -DFFP_POINTER (for the whole module), or on an architecture
 *    without a back end.  A call is an indirect call through a variable.
 *
 * Errors: functions that return int return 0, or a negative errno of this list.  After an
 * error nothing has changed.
 *
 *	-EINVAL		The key is NULL, is not of this ABI, or belongs to a module whose
 *			destructor has run.  The target is NULL and the key is no NULL
 *			key, or the target is itself a key (see SET_FFP).  The default is a
 *			weak function that nothing defines.  One ffp_apply()
 *			names a key twice without FFP_IN_ORDER, or makes more changes than
 *			2^32 - 2 (2^24 - 1 where an address has 32 bits).  A flag or a kind of
 *			change is unknown.  The array of changes, or the structure to fill in,
 *			is NULL.  A table is damaged, or one site in it belongs to two keys; this
 *			concerns the module that defines the key and, if the key is exported or
 *			the function is ffp_info(), every loaded module
 *	-ERANGE		SET_FFP_RETURN: the value does not fit fn's return type
 *	-ENOMEM		No memory or address space is left, or the process has too many
 *			mappings (vm.max_map_count)
 *	-EACCES, -EPERM	The system allows no way of changing executable pages
 *	-EBUSY		A site or a trampoline holds an instruction that this library
 *			did not put there: a breakpoint of a debugger, a uprobe, another
 *			patcher.  Or one of these wrote to the same pages during the
 *			change.  It is worth trying again later
 *	-EAGAIN		Too early: the caller is an IFUNC resolver of a static program,
 *			and the C library is not ready yet.  Or all memory is locked and
 *			no more may be locked (RLIMIT_MEMLOCK)
 *	-EDEADLK	The calling thread is already changing keys or is in fork().  The
 *			caller then is a signal handler (see below), or a fork handler
 *			that was registered before those of the library (in the child,
 *			too).  Or, from Linux 4.14 on, the process is the child of a fork
 *			that runs none of the library's handlers (_Fork, clone, or fork
 *			by the C library of another namespace than the library's, see
 *			dlmopen), and another thread was changing keys at the moment of
 *			the fork: no key can be changed in such a child any more
 *	-EXDEV		One ffp_apply() has keys of two copies of this library
 *	-ENOTSUP	The text cannot be swapped: its segment is writable, it was moved
 *			to hugetlb pages, or it cannot be read, perhaps only since a later
 *			mprotect or by a protection key.  If the sites of a module are in
 *			such text, none of the module's keys can be changed, and no
 *			exported key of any module, since nobody can tell what the text
 *			calls.  Or FFP_ATOMIC was given where one instant is impossible: for several
 *			changes of which one is of a key of the pointer form, or for a
 *			module whose sites and entries are in several text segments
 *	-ENOTRECOVERABLE The one exception to "nothing has changed": a commit broke off
 *			and could not be undone.  Every call still goes to the old or to
 *			the new target, and any later change of the keys may put it
 *			right.  This takes two system calls in a row that fail for no
 *			reason of this library.  If that next change breaks off in the
 *			same way, sites may stay as they are, which count as foreign
 *			(-EBUSY)
 *	any other	As mmap(2), mprotect(2) or mremap(2) returned it
 *
 * Threads: any thread may call any function here at any time: from a constructor, from
 * inside the very default that is being replaced, from several threads at once.  The one
 * exception is the time between vfork and exec.  Calls of keys are as safe as calls of
 * functions.
 *
 * Signals: while a thread changes keys or asks about them, the kernel holds signals back
 * from it (rt_sigprocmask).  Their handlers run when the change is made; they may change
 * keys and may jump out (siglongjmp).  A thread that is cancelled, asynchronously too, is
 * cancelled before the change or after it.  SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS and
 * SIGTRAP are not held back, since an instruction may cause them.  If a handler of one of
 * them interrupts a change of its own thread, everything that needs the library's lock
 * fails with -EDEADLK, and the handler must not jump out of the change.  The same holds
 * for every handler that interrupts fork, dlopen, dlclose or exit: a program must not jump
 * out of these in any case, since the C library holds locks of its own there.
 * ffp_target() always works.
 *
 * Stack: each function needs at most 2 KiB beyond its caller's (on s390x, where every frame has
 * 160 bytes for the function that is called, 3 KiB), so a handler may have a small stack of its
 * own.  The dynamic linker may need more for the first call of a function that is bound lazily.
 *
 * fork() waits for a change.  The library registers its handlers (pthread_atfork) when the
 * first module with keys starts, so the locks that a program's own handlers take may be
 * held while keys are changed if these handlers are registered in main.  A lock whose
 * handlers were registered earlier than the library's must not be held while keys are
 * changed.
 *
 * Ordering: a call of fn that starts after a change has returned, in any thread that knows
 * of the return, reaches the new target.  A call that started before may still be running
 * in the old target, and a thread may be about to enter it.  The library cannot tell when
 * the last such call has ended.
 *
 * Unloading: a target must stay mapped.  When a module is unloaded that defines a key, or
 * that has the declaration of an exported key, the keys whose target lies in it are reset
 * to their defaults.  The library is not told when any other module is unloaded or when
 * generated code is freed: reset such keys first.  No thread may be inside the module or
 * code that goes.
 * The destructor after which a module's keys can no longer be changed has priority 100, or
 * 101 in the pointer form.
 *
 * Not promised: that keys changed by one ffp_apply() change at one instant (but see
 * FFP_ATOMIC); that data which belongs to an implementation is switched together with it.
 *
 * Source: the Linux kernel's patch "patchable function pointers" of October 2018, which
 * became static_call().
 */
#ifndef FFP_H
#define FFP_H

#include <ffp/abi.h>
#include <ffp/quiet.h>

/*
 * FFP_SYMBOL(fn, def) - the symbol to call from hand-written assembly
 * @fn, @def: the key that DECLARE_FFP(fn, def) declares; FFP_SYMBOL(fn, 0) for a NULL key
 *
 * The symbol is written between quotation marks: the assembler of a .S file reads that as
 * a name, and C's asm() as a string.  (Clang's own assembler for RISC-V takes no quoted
 * name: write the name out.)  A call, a jump or a conditional jump to the symbol is a site
 * like any other.  FFP_SYMBOL_EXPORT(fn, def) is the symbol of an exported key.
 */
#define FFP_SYMBOL(fn, def) FFP__SYMBOL(__ffp_fn.fn.def)
#define FFP_SYMBOL_EXPORT(fn, def) FFP__SYMBOL(__ffp_ex.fn.def)

/*
 * FFP_KEY_SYMBOL(fn) - the name by which dlsym() finds the struct ffp of an exported key
 * @fn: the key
 *
 * Unlike ffp_find(), dlsym() can look in one library, however many libraries have a key of
 * that name.
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
 * struct ffp: one key, opaque and constant.  A program gets one from the macros below, by
 * name from ffp_find(), or from ffp_each().
 */

/* One change.  The FFP_CHANGE macros make it; its fields may be read. */
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
 * Flag of ffp_apply(): all sites of a module change at one instant.  A thread that calls
 * two keys, one after the other, in one module, never sees the second one old after it has
 * seen the first one new.
 *
 * The cost is a copy of all the text between the first site and the last.  Not promised:
 * one instant for two modules; between them there is always a moment at which one has
 * changed and the other has not.  A call that is no site (a call by the key's address, or
 * in an object that was not collected) goes through the module that defines the key.
 */
#define FFP_ATOMIC 1u

/*
 * Flag of ffp_apply(): besides making the changes, aim every unaimed site
 * (ffp_info.unaimed) of every key, in the modules that ffp_find() looks in; if the changes are of
 * keys of another copy of this library, in the modules of that copy instead.  The targets of these
 * keys stay as they are.
 *
 * A build leaves a site unaimed where only the loader or the linker knows the destination
 * of the call, or where the tool cannot tell the default for sure: calls of an exported key
 * in an object that does not define it, and conditional tail calls on some architectures.
 * Such a site goes through the trampoline until its key is changed, or is set to what it
 * already is.  One line after its start makes all calls of a program as direct as they can
 * be:
 *
 *	ffp_apply(NULL, 0, FFP_AIM);
 *
 * Modules that are loaded later begin as they were built; the call may be made again.
 *
 * The call does not fail because of a site or an entry that holds a foreign instruction, nor
 * because of a module whose table is damaged.  Such sites stay as they are, which is correct,
 * and all others are aimed.  ffp_info() reports the former (unaimed, foreign).  The changes of
 * the same call are made all or none, as without this flag.
 */
#define FFP_AIM 2u

/*
 * Flag of ffp_apply(): calls stay calls.  Without it a call site holds, where it can, the body of
 * its key's target instead of a call: if the target, after a landing pad, is one
 * instruction and a return.  Then nothing is called, and nobody sees a call who looks for one: a
 * breakpoint in the target is not hit, profilers count the time to the caller, and if the
 * instruction faults, a handler of SIGSEGV or SIGBUS finds the address of the site.  So a
 * target that a handler knows by its address, as a load that may fail, is to be set with
 * this flag.
 *
 * The targets that the changes set are called until each is set again without the flag.
 * With FFP_AIM also those of all other keys:
 *
 *	ffp_apply(NULL, 0, FFP_AIM | FFP_CALLS);
 *
 * What may stand at a call site is an instruction that moves, computes, loads or stores:
 * none that uses the stack, the return address, or registers that a function must leave as
 * they were, none that branches, and none that is longer than the call.  The target must be in a
 * module that has keys or calls some, and in text that is not writable; and its instruction
 * must not be a site itself.  The default is always called.
 * The target's code is read when it is set.  So who changes that code later, as a patcher of
 * running programs does, makes calls of it first.
 * Source: the native instructions of the Linux kernel's paravirt ops.
 */
#define FFP_CALLS 4u

/*
 * Flag of ffp_apply(): the changes are as if made one after the other.  So a key may be among them
 * more than once, and the last change of it counts; without the flag that is an error.  The text
 * changes once.  Together with FFP_TARGET_AFTER() it makes one transaction of what is built step
 * by step, as the chains of a hook are while a server loads its modules.
 *
 * A change that a later one of the same key replaces has no effect at all: a constant that it
 * sets is never set, and its target may be another key.  But an error in it (no key, NULL for a key
 * that is no NULL key, the key itself as its target, an unknown kind) is one of the whole call.
 * Source: transactions of patchers (DetourTransactionBegin, MH_QueueEnableHook, the kernel's
 * text_poke_queue); unlike most of these, none is open in a thread or in the process.
 */
#define FFP_IN_ORDER 8u

/*
 * The answer of ffp_info().  Its size does not change.  The counts are of sites
 * that were collected, in all modules that ffp_find() looks in.  Calls in an object that was
 * not collected are in no table, and not counted: `ffp list` finds them in the file.
 */
struct ffp_info {
	const char *name;
	void *def;    /* the default; NULL for a NULL key */
	void *target; /* what FFP_TARGET() yields */
	size_t sites; /* all collected sites of the key */
	/*
	 * Of `sites`: those that do not go through the trampoline now, and tail calls of a
	 * constant, which can do no better than jump to it.
	 */
	size_t direct;
	size_t trampoline;  /* of `sites`: those that go through it now, among them: */
	size_t unreachable; /* ... sites whose target is out of a branch's reach */
	size_t unaimed;	    /* ... sites that the build left so; see FFP_AIM */
	/* Of `sites`: those that hold an instruction not of this library, or cannot be read. */
	size_t foreign;
	uint64_t value;	  /* what the key returns, if `constant` */
	uint8_t constant; /* SET_FFP_RETURN is in force */
	uint8_t pointer;  /* the key is of the pointer form, and has no sites */
	/*
	 * The last change made every processor fetch its instructions anew, by membarrier or
	 * something as good; 1 before any change; see ffp(3).
	 */
	uint8_t serialised;
	uint8_t way;	   /* how the process's last change made text executable: FFP_BY_... */
	uint8_t anonymous; /* the changed text is memory, no longer pages of the file */
	/*
	 * Of `branches`: those that now go where the code for a set key is; at most 2^24 - 1 are
	 * counted.
	 */
	uint32_t branches_on : 24;
	/*
	 * The file of the module that defines the key, as /proc/self/maps names it, by which
	 * keys of one name can be told apart.  The string is valid while that module is
	 * loaded.  " (deleted)" follows the name of a file that is gone.  NULL if the file is
	 * not known: without /proc; for a module without a readable ELF header; for text that
	 * was copied to memory before the first question about the module or change in it;
	 * and before the module has started (see ffp_find()).
	 */
	const char *file;
	/*
	 * Sites whose calls still do what the build made of them although the key is set, for
	 * one of two reasons.
	 *
	 * The call does nothing: the key is an exported NULL key, it was set before this
	 * module was loaded, an older tool collected the module, and the site could not be
	 * aimed at the target.  The next change of any key tries again, as does the next
	 * module that is loaded or unloaded.
	 *
	 * The call reaches the default: the memory of its page was given back (madvise with
	 * MADV_DONTNEED), which brought the page of the file back.  Any change of the key to
	 * something else puts that right; after ffp_info() has reported it, a change to what
	 * is already set does, too.
	 */
	size_t behind;
	/*
	 * Of `direct`: sites that reach the default through a PLT entry, as other calls of it
	 * do, since it belongs to another module.  This costs one more jump, through a word
	 * that the loader has filled in.
	 */
	size_t plt;
	/*
	 * Of `direct`: sites that hold the body of the target, which is one instruction, instead
	 * of a call (see FFP_CALLS).
	 */
	uint32_t inlined;
	/*
	 * All FFP_ON and FFP_LIKELY_ON of the key, collected or not.  `foreign` and `behind`
	 * count these, too, besides sites.
	 */
	uint32_t branches;
#if UINTPTR_MAX <= 0xffffffff
	uint8_t spare[32 - sizeof(char *) - 2 * sizeof(size_t) - 2 * sizeof(uint32_t)];
#endif
};

/* ffp_info.way: how the text was made executable.  The system's rules decide which is used. */
enum {
	FFP_BY_NOTHING,	 /* no text has been changed */
	FFP_BY_MPROTECT, /* the written pages were made executable */
	FFP_BY_PROC_MEM, /* executable pages were written through /proc/self/mem */
	FFP_BY_MEMFD	 /* a memfd was mapped executable */
};

/*
 * A candidate (FFP_IMPL), and its outcome when its module started.  New fields take the
 * place of `spare`.
 */
struct ffp_impl_info {
	const struct ffp *key;
	const char *name; /* of the function, as in FFP_IMPL and FFP_USE */
	void *function;
	int rank;
	int error;     /* why it is refused or waits: a negative errno of the list above; or 0 */
	uint8_t state; /* FFP_IMPL_… */
	uint8_t named; /* FFP_USE asked for this one, by its name or by a pattern */
	uint8_t pad[6];
	const char *word; /* the word of FFP_USE that named it, as of ffp_each_use(); else NULL */
	uint8_t spare[32 - sizeof(char *)];
};

/*
 * ffp_impl_info.state: the outcome at the start of the module.  Changes that the program makes
 * later do not alter it.
 */
enum ffp_impl_state {
	/*
	 * Its `usable` has not been evaluated: its module has not started; or memory was short
	 * then, `error` is -ENOMEM, and no candidate of the module will be evaluated.
	 */
	FFP_IMPL_WAITING,
	FFP_IMPL_UNUSABLE, /* its `usable` is false: it must not run here */
	/* Usable, but another was better, FFP_USE asked for another, or the rank is negative. */
	FFP_IMPL_PASSED,
	FFP_IMPL_LEFT, /* selected, but the key had been changed before, and was left alone */
	/* Selected, but the change failed and all keys of the module stayed as they were. */
	FFP_IMPL_REFUSED,
	FFP_IMPL_CHOSEN /* selected, and set */
};

/* A word of FFP_USE, and its outcome.  New fields take the place of `spare`. */
struct ffp_use_info {
	const char *word; /* "key=impl", as it stands in the variable */
	uint8_t state;	  /* FFP_USE_… */
	uint8_t pad[7];
	uint64_t spare[2];
};

/*
 * ffp_use_info.state: the outcome of the word.  Of several keys that it names, the one whose
 * outcome comes last in this list counts.
 */
enum ffp_use_state {
	FFP_USE_NO_KEY,	  /* no key of that name has candidates, or the word is no "key=impl" */
	FFP_USE_NO_IMPL,  /* no candidate has that name */
	FFP_USE_AGAIN,	  /* another word was obeyed: see FFP_IMPL for their order */
	FFP_USE_UNUSABLE, /* the candidate must not run here */
	FFP_USE_LEFT,	  /* the key had been changed before, and was left alone */
	FFP_USE_REFUSED,  /* the change failed; ffp_each_impl() tells why */
	FFP_USE_HEEDED	  /* the word was obeyed */
};

/*
 * ffp_set_target - like SET_FFP, without its check of types
 * @key: the key
 * @new_fn: the new target, of the default's type; NULL is allowed for a NULL key
 *
 * Returns 0 or a negative errno of the list above.
 *
 * Setting the target that is already set aims the sites that are not aimed
 * (ffp_info.unaimed); this may fail as any change may.  Once the key is known to have no
 * such site, and until the next module is loaded, the call costs a few loads: it takes no
 * lock, makes no system call and does not read the text.
 *
 * Context, ordering: as at the head of this file.  Source: the proposal of 2018, in which it
 * returned nothing.
 */
int ffp_set_target(const struct ffp *_key, void *_new_fn);

/*
 * ffp_reset_target - like RESET_FFP: make the default the target again
 * @key: the key
 *
 * Restores the very instructions that the build made.  One exception: a site that the linker
 * could send to the default only by a veneer goes there through the trampoline.
 *
 * Returns 0 or a negative errno of the list above.  Context, ordering: as at the head of
 * this file.
 */
int ffp_reset_target(const struct ffp *_key);

/*
 * ffp_set_return - like SET_FFP_RETURN, without its checks
 * @key: the key; it must return an integer, a bool or a pointer
 * @value: the constant, as the return register is to hold it.  A value of at most 32 bits is
 *	extended to 32 bits by the sign of its own type, and then by zeros.  On RISC-V bit 31
 *	is repeated in place of the zeros; on s390x the value is extended to 64 bits by the
 *	sign of its own type; without a back end the rule is in <ffp/none.h>
 *
 * Returns 0 or a negative errno of the list above (-EINVAL for a NULL key).  Context,
 * ordering: as at the head of this file.
 */
int ffp_set_return(const struct ffp *_key, uint64_t _value);

/*
 * ffp_target - like FFP_TARGET, without a type
 * @key: the key
 *
 * Returns the current target, or NULL for a NULL key that is not set: a function that is to
 * call on to the target it replaced must test for NULL first.  While a constant is set, the
 * result is the address of code that returns the constant.  Setting the key to that address
 * sets the constant again.  Another key may be aimed at that address, too: it then returns
 * the constant that was last set for this key, also when this key is set to another one.
 *
 * Never fails and takes no lock.  Context: anywhere, in every signal handler too.
 */
void *ffp_target(const struct ffp *_key);

/*
 * ffp_flag_on - the target of a flag that is on
 *
 * A function that does nothing, to which SET_FFP_FLAG sets a flag.  A flag is on while it has any
 * target.  Context: anywhere.
 */
void ffp_flag_on(void);

/*
 * ffp_apply - make several changes, all or none
 * @changes: an array of @n changes, each of another key (unless @flags has FFP_IN_ORDER)
 * @n: their number; with 0 the function makes no change
 * @flags: FFP_ATOMIC, FFP_AIM, FFP_CALLS, FFP_IN_ORDER, several of them, or 0
 *
 * Either every change takes effect and the result is 0, or no change does and the result is
 * a negative errno of the list above.
 *
 * Context, ordering: as at the head of this file.  Not promised, without FFP_ATOMIC: one
 * instant.  Sites change window by window (a window is a run of neighbouring text pages),
 * and until ffp_apply() returns another thread may see some keys old and some new.
 */
int ffp_apply(const struct ffp_change *_changes, size_t _n, unsigned _flags);

/*
 * ffp_set_targets - set many keys to many targets, all or none
 * @keys: an array of @n keys, each of them once (unless @flags has FFP_IN_ORDER)
 * @targets: an array of @n targets; targets[i] is for keys[i], as in ffp_set_target()
 * @n: their number; with 0 the function makes no change
 * @flags: as in ffp_apply()
 *
 * Does what ffp_apply() does with an array of changes.  For a program with hundreds of keys,
 * whose tables hold two pointers for each and may be constant:
 *
 *	static const struct ffp *const keys[] = { FFP_KEY(open_file), FFP_KEY(read_file) };
 *	static void *const traced[] = { (void *)traced_open, (void *)traced_read };
 *
 *	ffp_set_targets(keys, traced, 2, 0);
 *
 * Nothing checks the types of the targets.  Returns 0 or a negative errno of the list above;
 * -EINVAL also if an array is NULL and @n is not 0.  Context, ordering, what is not promised:
 * as for ffp_apply().
 */
int ffp_set_targets(const struct ffp *const *_keys, void *const *_targets, size_t _n,
		    unsigned _flags);

/*
 * ffp_target_after - like FFP_TARGET_AFTER, without a type
 * @key: the key
 * @changes: an array of @n changes that have not been made yet
 * @n: their number
 *
 * Returns the target that the key will have after these changes: that of the last change of it
 * among them, or if there is none ffp_target(@key).  NULL if the last one sets a constant, since
 * there is no function yet that returns that; and for a NULL key that will do nothing.
 *
 * Never fails and takes no lock; reads all changes.  Context: anywhere, in every signal handler
 * too.  Not promised: that no other thread changes the key before the changes are made.
 */
void *ffp_target_after(const struct ffp *_key, const struct ffp_change *_changes, size_t _n);

/*
 * ffp_find - find a key by its name
 * @name: as written in DEFINE_FFP
 *
 * Looks in the modules that use this copy of the library and have started: their constructor
 * of priority 100 (in the pointer form 101) has run.  If several keys have the name
 * (file-local keys), it is unspecified which one is returned.  A key whose line in its
 * module's table or whose record is damaged is passed over, as far as that can be recognised.
 *
 * Returns the key, valid while the module that defines it is loaded.  Returns NULL if there
 * is none, or if the caller is a signal handler that interrupted a change (-EDEADLK above).
 * Context: as at the head of this file.
 */
const struct ffp *ffp_find(const char *_name);

/*
 * ffp_each - call a function for every key of the modules that ffp_find() looks in
 * @callback: gets a key and @arg; a value other than 0 ends the walk
 * @arg: passed on to @callback
 *
 * The keys are those at the moment of the call.  The callback runs without the library's
 * lock and may call any function of this file.  No module may be unloaded meanwhile.
 *
 * Returns the value of the last callback, 0 if there was none, or, before the first
 * callback, -ENOMEM, -EAGAIN or -EDEADLK.  Context: as at the head of this file.
 */
int ffp_each(int (*_callback)(const struct ffp *_key, void *_arg), void *_arg);

/*
 * ffp_info - describe the present state of a key
 * @key: the key
 * @info: filled in
 *
 * Reads the instruction of every site, so the answer is what the text holds now, not what
 * it should hold.  The cost is one pass over the key's sites; the first call about a module
 * also sorts its table.
 *
 * Returns 0, -EINVAL, -ENOMEM, -EAGAIN, -EDEADLK, -ENOTSUP (the text of a module cannot be
 * read when it is first asked about), or -EBUSY (the key was never changed, and its
 * trampoline holds a foreign instruction, so that its original destination is unknown).
 * Context: as at the head of this file.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow" /* in C++: the function has the name of a structure */
int ffp_info(const struct ffp *_key, struct ffp_info *_info);
#pragma GCC diagnostic pop

/*
 * ffp_each_impl - call a function for every candidate, and tell its outcome at start
 * @key: visit the candidates of this key only; NULL visits those of all keys
 * @callback: gets a description of a candidate, valid for the length of the call, and @arg; a
 *	value other than 0 ends the walk
 * @arg: passed on to @callback
 *
 * Visits the candidates in the modules that ffp_find() looks in, module by module.  If @key
 * belongs to a module that uses another copy of this library, also visits the candidates in
 * the modules of that copy.  Evaluates and chooses nothing anew.
 *
 * The candidates are those at the moment of the call.  The callback runs without the
 * library's lock and may call any function of this file.  No module may be unloaded
 * meanwhile.  Name and function are valid while the module that has the candidate is loaded,
 * the key while its own module is loaded; in a callback all three are.
 *
 * Returns the value of the last callback, 0 if there was none, or, before the first
 * callback, -EINVAL (@key is no key), -ENOMEM, -EAGAIN, -EDEADLK, or -EXDEV (@key belongs to
 * another copy of the library whose version cannot be asked).  Context: as at the head of
 * this file.
 *
 * Not promised: that a candidate which was chosen still is the target (see ffp_target()); an
 * order of the candidates of one module.  Source: users' requests to see and to force the
 * choice in libraries that dispatch by CPU; such libraries print it on request, or not at
 * all.
 */
int ffp_each_impl(const struct ffp *_key,
		  int (*_callback)(const struct ffp_impl_info *_impl, void *_arg), void *_arg);

/*
 * ffp_each_use - call a function for every word of FFP_USE, and tell its outcome
 * @callback: gets a description of a word, valid for the length of the call, and @arg; a value
 *	other than 0 ends the walk
 * @arg: passed on to @callback
 *
 * A module that has candidates reads FFP_USE when it starts.  This function visits the words
 * that the modules which ffp_find() looks in have read.  A word that several modules have
 * read is visited once, with the best outcome in any of them.  So a word that is still
 * FFP_USE_NO_KEY when all modules are loaded is misspelt, or names a key without candidates,
 * or a key of a module that uses another copy of this library, which reads the variable for
 * itself.  No word is visited where the variable is not read: before a module with
 * candidates has started, and in a program of raised privileges.
 *
 * The callback runs without the library's lock and may call any function of this file.  No
 * module may be unloaded meanwhile; a word is valid while the module that read it is loaded.
 *
 * Returns the value of the last callback, 0 if there was none, or, before the first
 * callback, -ENOMEM, -EAGAIN or -EDEADLK.  Context: as at the head of this file.  Not
 * promised: an order.  Source: as of ffp_each_impl().
 */
int ffp_each_use(int (*_callback)(const struct ffp_use_info *_use, void *_arg), void *_arg);

/*
 * ffp_cpu_supports - may code for these features of processors run here?
 * @names: names of features with commas or plus signs between them, as in a compiler's target
 *	attribute: "avx2,fma", "arch=x86-64-v3", "+sve2+aes", "arch=+v,+zbb"; or as in
 *	__builtin_cpu_supports: "x86-64-v3".  "default" and what asks nothing of a processor
 *	("tune=…", "no-…") is always there
 *
 * Returns 1 if the processor has all of them and all that compilers take for granted with them,
 * the kernel lets programs use them, and FFP_HIDE does not name them; else 0, also for a name that
 * this release of the library does not know, or if @names is NULL.
 *
 * The environment variable FFP_HIDE=avx512f,avx2 hides features, in the same spelling, and with
 * them all that needs them (avx2 and x86-64-v3, if avx is hidden).  A name that stands for others,
 * as sse4, crypto and rvv do, hides these; a level that is made of features, as x86-64-v3, hides
 * itself and the levels above it.  So it steers every choice that is made by this function: those
 * of FFP_CLONES and libffp-builtins, and every FFP_IMPL whose condition calls it.  It is read at
 * the first call, and ignored in a program of raised privileges, as FFP_USE is.  A name that is not
 * known has no effect.
 *
 * Unlike __builtin_cpu_supports, it takes the same names by every compiler, needs no other
 * constructor to have run, and may be asked about features of other architectures, which are
 * not usable.  src/arch/cpu-*.h list what is known: of x86, AArch64, RISC-V (extensions of one
 * letter; of more from Linux 6.4 on), s390x, POWER and 32-bit Arm.
 *
 * Context: anywhere, in constructors of any priority and in IFUNC resolvers, too (where
 * FFP_HIDE may not be known yet).  Source: NumPy's NPY_DISABLE_CPU_FEATURES.
 */
int ffp_cpu_supports(const char *_names);

/*
 * Not for programs: the module's descriptor, the library's, and what the constructors and
 * destructors call that the macros below emit.
 */
extern const struct ffp_module __ffp_module __attribute__((visibility("hidden")));
extern const struct ffp_library ffp_library;
void ffp_module_add(const struct ffp_module *_module);
void ffp_module_remove(const struct ffp_module *_module);
void ffp_module_choose(const struct ffp_module *_module);
void ffp_module_branches(const struct ffp_branches *_branches);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

/*
 * DECLARE_FFP(fn, def) - declare a key, in a header or wherever it is called
 * @fn: the key's name, from here on a function of the type of @def
 * @def: the key's default, a function declared before, of external linkage; in C++ of C
 *	linkage and in no namespace.  For DEFINE_FFP_STATIC, any function that a plain name
 *	denotes.  If @def is noreturn, every target should be: in C, Clang generates no code
 *	behind the call
 *
 * A plain key belongs to one module (program or shared library).  `fn` may be called like any
 * function.  As a value, `fn` is an address that keeps following changes (in the pointer
 * form: the target at that moment).
 *
 * DECLARE_FFP_EXPORT declares a key that other modules may call and change.  A module that
 * includes such a declaration links with libffp, whether it calls the key or not.  A library
 * with such a public header has "Requires: ffp" in its .pc file.
 *
 * DECLARE_FFP_NULL(fn, type) declares a key that does nothing until it is set, and has no
 * default; @type is a function type that returns void, or a pointer to such a type.
 *
 * The symbol of @def must equal its name.  An asm label, Clang's vectorcall or regcall, or a
 * redirection of the C library (strerror_r in POSIX mode, sscanf, open with
 * _FILE_OFFSET_BITS) gives a function another symbol.  DEFINE_FFP and DEFINE_FFP_EXPORT do
 * not compile with such a default: callers of the key use the name, which may be that of
 * another function.  DEFINE_FFP_STATIC and the pointer form accept it.  Otherwise declare the
 * default by its symbol, or write a function that calls it.
 *
 * The key has the type and the calling convention of @def, without the attributes that are
 * promises of this one implementation, since a target need not keep them: const, pure, malloc,
 * leaf, nothrow, noexcept, noreturn, nonnull, returns_nonnull, alloc_size and others.  There is
 * one exception: attributes that the compiler treats as part of the type remain in C, which
 * has no way to remove them.
 *  - For Clang that is noreturn.  Every target must keep it; nothing checks that.
 *  - For GCC, nonnull: callers must not pass NULL, whatever the target is, because GCC removes
 *    checks of such an argument.
 *  - For GCC, warn_unused_result, format, sentinel and access: callers are warned as before.
 *  - For GCC, returns_nonnull and assume_aligned: a target that is not declared so does not
 *    compile (SET_FFP).
 *  - For GCC, alloc_size and alloc_align: every target must keep them; nothing checks that.
 * A key of Clang's vectorcall does not link, since its own symbol gets a suffix, too.  The
 * symbol of a regcall function is not its name (see above).
 *
 * The macros accept standard C from C99 and C++ from C++98 on, with GCC's extensions.
 */
#define DECLARE_FFP(fn, def) FFP__DECLARE(fn, def, ffp__plain, "DECLARE_FFP")
#define DECLARE_FFP_EXPORT(fn, def) FFP__DECLARE(fn, def, ffp__export, "DECLARE_FFP_EXPORT")
#define DECLARE_FFP_NULL(fn, type) FFP__DECLARE_NULL(fn, type, ffp__plain, "DECLARE_FFP_NULL")
#define DECLARE_FFP_NULL_EXPORT(fn, type)                                                          \
	FFP__DECLARE_NULL(fn, type, ffp__export, "DECLARE_FFP_NULL_EXPORT")

/*
 * DEFINE_FFP(fn, def) - define a key, in one C file of its module
 * @fn, @def: as in DECLARE_FFP; @def may be defined in another file
 *
 * A program with two definitions of a key does not link, nor does one in which a DEFINE_FFP
 * names another default than the DECLARE_FFP that a caller saw.
 *
 * DEFINE_FFP_STATIC defines a key of this file only, as `static` does for a function.  Such a
 * key has no DECLARE, and other files may use the name for keys of their own.
 */
#define DEFINE_FFP(fn, def)                                                                        \
	FFP__OUTSIDE("DEFINE_FFP")                                                                 \
	FFP__AGAIN(FFP__DECLARE(fn, def, ffp__plain, "DEFINE_FFP"))                                \
	FFP__DEFINE(fn, def, ffp__plain)
#define DEFINE_FFP_EXPORT(fn, def)                                                                 \
	FFP__OUTSIDE("DEFINE_FFP_EXPORT")                                                          \
	FFP__AGAIN(FFP__DECLARE(fn, def, ffp__export, "DEFINE_FFP_EXPORT"))                        \
	FFP__DEFINE(fn, def, ffp__export)
#define DEFINE_FFP_STATIC(fn, def)                                                                 \
	FFP__OUTSIDE("DEFINE_FFP_STATIC")                                                          \
	FFP__DECLARE_STATIC(fn, def, "DEFINE_FFP_STATIC");                                         \
	FFP__DEFINE(fn, def, ffp__static)
#define DEFINE_FFP_NULL(fn, type)                                                                  \
	FFP__OUTSIDE("DEFINE_FFP_NULL")                                                            \
	FFP__AGAIN(FFP__DECLARE_NULL(fn, type, ffp__plain, "DEFINE_FFP_NULL"))                     \
	FFP__DEFINE_NULL(fn, type, ffp__plain)
#define DEFINE_FFP_NULL_EXPORT(fn, type)                                                           \
	FFP__OUTSIDE("DEFINE_FFP_NULL_EXPORT")                                                     \
	FFP__AGAIN(FFP__DECLARE_NULL(fn, type, ffp__export, "DEFINE_FFP_NULL_EXPORT"))             \
	FFP__DEFINE_NULL(fn, type, ffp__export)
#define DEFINE_FFP_NULL_STATIC(fn, type)                                                           \
	FFP__OUTSIDE("DEFINE_FFP_NULL_STATIC")                                                     \
	FFP__DECLARE_NULL_STATIC(fn, type, "DEFINE_FFP_NULL_STATIC");                              \
	FFP__DEFINE_NULL(fn, type, ffp__static)

/*
 * DEFINE_FFP_RETURN(fn, type, value) - define a hook that returns something, in one C file
 * @fn: the key's name
 * @type: a function type, or a pointer to one, as the typedef of a hook mostly is.  It returns an
 *	integer, a bool, an enumeration or a pointer
 * @value: what a call of the key returns while it is not set: an integer constant that fits that
 *	type, or a pointer.  (C++98 cannot see whether it fits, and converts it)
 *
 *	typedef int (*may_connect_hook)(const struct peer *);
 *	DECLARE_FFP_RETURN(may_connect, may_connect_hook);	in a header
 *	DEFINE_FFP_RETURN(may_connect, may_connect_hook, 1);	in one C file
 *
 * The same as DEFINE_FFP with a function that returns @value, which the macro makes and which has
 * the name fn_ffp_default, hidden in its module.  Calls reach it directly, and FFP_TARGET(fn), to
 * which a chain calls on, is never NULL.  DECLARE_FFP_RETURN is for the other files, the variants
 * with EXPORT and STATIC are as for any key.
 *
 * In C the macro cannot see the return type of every function (see SET_FFP_RETURN).  If it cannot,
 * it takes pointers, and integers of 32 bits with their sign.  The result of a call then is
 * undefined if the function returns a floating-point number or a structure, and on a big-endian
 * machine of 32 bits if it returns more than a word.
 */
#define DECLARE_FFP_RETURN(fn, type) FFP__DECLARE_RETURN(fn, type, ffp__plain, "DECLARE_FFP_RETURN")
#define DECLARE_FFP_RETURN_EXPORT(fn, type)                                                        \
	FFP__DECLARE_RETURN(fn, type, ffp__export, "DECLARE_FFP_RETURN_EXPORT")
#define DEFINE_FFP_RETURN(fn, type, value)                                                         \
	FFP__OUTSIDE("DEFINE_FFP_RETURN")                                                          \
	FFP__AGAIN(FFP__DECLARE_RETURN(fn, type, ffp__plain, "DEFINE_FFP_RETURN"))                 \
	FFP__DEFINE_RETURN(fn, type, value, ffp__plain, "DEFINE_FFP_RETURN")
#define DEFINE_FFP_RETURN_EXPORT(fn, type, value)                                                  \
	FFP__OUTSIDE("DEFINE_FFP_RETURN_EXPORT")                                                   \
	FFP__AGAIN(FFP__DECLARE_RETURN(fn, type, ffp__export, "DEFINE_FFP_RETURN_EXPORT"))         \
	FFP__DEFINE_RETURN(fn, type, value, ffp__export, "DEFINE_FFP_RETURN_EXPORT")
#define DEFINE_FFP_RETURN_STATIC(fn, type, value)                                                  \
	FFP__OUTSIDE("DEFINE_FFP_RETURN_STATIC")                                                   \
	FFP__DEFINE_RETURN_STATIC(fn, type, value, "DEFINE_FFP_RETURN_STATIC")

/*
 * DEFINE_FFP_SYMBOL(fn) - define a key for the calls of a function, in one C file of its module
 * @fn: a function declared before, of C linkage, whose symbol is its name: of libc, libm, libgcc,
 *	or of the program in whichever file
 *
 * The key has the name, the type and as its default the function, which stays what it is: its
 * declaration, its address, every call in an object that was not collected for it.  A site of
 * the key is a call or a tail call of the symbol in an object that was compiled with
 *
 *	ffp-cc gcc --ffp-symbol=malloc -c file.c
 *
 * (or --ffp-symbols=FILE; see ffp-cc(1)).  No source is changed.  SET_FFP(malloc, counting)
 * and all else work as on any key.  DECLARE_FFP_SYMBOL(fn) is for other files that change the
 * key.  A module has a key of its own for its own calls: such a key is never exported.  A module
 * with sites and no DEFINE_FFP_SYMBOL works, and its calls stay calls of the function.
 *
 * A target that calls the function by its name, in a file that was collected for it, calls the
 * key, and so itself.  FFP_DEFAULT(fn) calls the function.
 *
 * Not reached: calls that the compiler inlined, replaced by other code (builtins; -fno-builtin
 * helps), or made in a copy of the function (constprop, isra); calls by a pointer; calls of a
 * static function; calls inside libraries that were not collected, libc's own calls of malloc
 * among them.  What the compiler knows from the declaration (pure, malloc, nonnull, noreturn)
 * it keeps assuming, so a target must keep such promises, and must keep a calling convention
 * of its own, as that of the helpers of compilers may be.  What the compiler sees in the body of
 * a function that the same file defines it assumes, too: that the function has no effect, say.
 * GCC even keeps values in registers over such a call, unless it is given -fno-ipa-ra, which
 * ffp-cc adds.
 *
 * In the pointer form and in the trampoline form the key exists, has no sites, and to change it
 * changes no call.  C++ names the function by its symbol: extern "C" int _ZN2ns3areaEi(int).
 */
#define DECLARE_FFP_SYMBOL(fn) FFP__DECLARE_SYMBOL(fn, "DECLARE_FFP_SYMBOL")
#define DEFINE_FFP_SYMBOL(fn)                                                                      \
	FFP__OUTSIDE("DEFINE_FFP_SYMBOL")                                                          \
	FFP__AGAIN(FFP__DECLARE_SYMBOL(fn, "DEFINE_FFP_SYMBOL"))                                   \
	FFP__DEFINE(fn, fn, ffp__symbol)

/*
 * FFP_PUBLIC(fn) - give a key the symbol that a function of its name has
 * @fn: a key that DEFINE_FFP, DEFINE_FFP_EXPORT or the like has defined above in this file; not a
 *	file-local key (STATIC), nor a key by symbol
 *
 * For a function of a library that becomes a key.  Callers that were compiled before, or that know
 * of no key, find it by its name as they did, and so does dlsym().  The symbol is that of the key's
 * trampoline: a call by it, and its address, reach the current target, by one jump.
 *
 *	DEFINE_FFP(checksum, checksum_table);	the library's own calls are direct
 *	FFP_PUBLIC(checksum);			others call checksum()
 *
 * FFP_PUBLIC_AS(fn, name) gives the key the symbol `name`, a plain name.  A key may have several.
 *
 * The symbol is that of a global function, of default visibility whatever -fvisibility says.  The
 * version script of a library gives it a version, as it does to a function; .symver of the name of
 * a FFP_PUBLIC_AS, in assembly behind that, gives one more.
 *
 * In the pointer form the macro makes a function that jumps through the key's variable, whatever
 * its parameters are.
 *
 * If another module has a function of that name, too, calls by the symbol may reach that one, and
 * calls of the key do not, as with the linker's -Bsymbolic.  A file with the key can include the
 * header that declares the function, before the key, if that names no visibility or the key is an
 * exported one; but not in the pointer form, where `fn` is a variable.
 *
 * Where an architecture has no back end, the macros are not defined (#ifdef FFP_PUBLIC): write a
 * function of that symbol that calls the key.  Not promised: that the address of the function is
 * refused as a target (see SET_FFP) in a program that is not position-independent.
 */
#if !defined(FFP_POINTER) || defined(FFP__ASM_THROUGH)
#define FFP_PUBLIC(fn) FFP__PUBLIC(fn, fn, "FFP_PUBLIC")
#define FFP_PUBLIC_AS(fn, name) FFP__PUBLIC(fn, name, "FFP_PUBLIC_AS")
#endif

/*
 * FFP_KEY(fn) - the key, a const struct ffp *
 * @fn: a key that is declared here; in C++ its name may be qualified
 *
 * For the functions above: ffp_info(FFP_KEY(crc), &info).  An address constant, also where `fn`
 * is file-local or exported by another module.  Unlike ffp_find(), it names just this key,
 * before its module has started, too.
 */
#define FFP_KEY(fn) FFP__KEY(fn)

/*
 * SET_FFP(fn, new) - call `new` from now on
 * @fn: a key
 * @new: a function, or a pointer to a function, of exactly the key's type; anything else does
 *	not compile.  NULL for a NULL key, which then does nothing again; any other key refuses
 *	it (-EINVAL).  Evaluated once
 *
 * RESET_FFP(fn) makes the default the target again.  Both return 0 or a negative errno of the
 * list above.  Context, ordering: as at the head of this file.
 *
 * A key cannot be a target.  If the key `next` were aimed at the key `top`, it would follow
 * top, and would call itself for ever once top is aimed at a function that calls on to next.
 * SET_FFP(next, FFP_TARGET(top)) does what is meant.  The address of a key, of whichever
 * module, started or not, also of @fn itself, is refused with -EINVAL, even if that address is
 * a PLT entry of a program that is not position-independent.  In C with GCC, a key written by
 * its name does not even compile as a target.  In the pointer form no key is seen, since the
 * value of `fn` is its target there.
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
 * Returns 0 or a negative errno of the list above.  Context, ordering: as at the head of this
 * file.  A constant that does not fit fn's return type does not compile; a value known only at
 * run time that does not fit is refused with -ERANGE.  No value is ever truncated.  A
 * floating-point value does not compile.  In C++ the same holds for a key that returns a
 * floating-point value, a structure or more than 64 bits, or that has a calling convention of
 * its own (ms_abi).
 *
 * In C the macro can see the return type only of functions whose parameters are all of types
 * that default argument promotion leaves alone (no char, short, bool, float; no "..."; not
 * ms_abi or the like), and in C23 only of functions without parameters, since C has no way to
 * name it.  For other functions a pointer is accepted unchecked: if the key does not return a
 * pointer, the result of a call is undefined.  An integer does not compile for them: use
 * SET_FFP with a function of your own.
 *
 * Where one instruction can load the value, it takes the place of the call.  Tail calls, and
 * calls whose value needs more instructions, go to code that returns the value.
 */
#define SET_FFP_RETURN(fn, value) FFP__SET_RETURN(fn, value)

/*
 * FFP_TARGET(fn) - the current target, a pointer to a function of fn's type
 * @fn: a key
 *
 * See ffp_target().
 */
#define FFP_TARGET(fn) (FFP__QUIET FFP__CAST(FFP__TYPE(fn) *, ffp_target(FFP__KEY(fn))) FFP__LOUD)

/*
 * FFP_DEFAULT(fn) - the default, a pointer to a function of fn's type; NULL for a NULL key
 * @fn: a key
 *
 * A call by it never is a site, not even of a key by symbol: so a target calls what it stands for.
 * Context: any.  Cannot fail.
 */
#define FFP_DEFAULT(fn)                                                                            \
	(FFP__QUIET FFP__CAST(FFP__TYPE(fn) *, ffp__default(FFP__KEY(fn))) FFP__LOUD)

/*
 * FFP_CHANGE(fn, new) - one change, for ffp_apply()
 * @fn, @new: as in SET_FFP
 *
 * An expression of type struct ffp_change, in GNU C a constant one if @new is a constant.
 * FFP_CHANGE_DEFAULT(fn) is the change that resets fn.
 */
#define FFP_CHANGE(fn, new)                                                                        \
	FFP__CHANGE(FFP__KEY(fn), FFP__CHECKED(fn, new, "FFP_CHANGE"), FFP_TO_TARGET)
#define FFP_CHANGE_DEFAULT(fn) FFP__CHANGE(FFP__KEY(fn), FFP__NO_TARGET, FFP_TO_DEFAULT)

/*
 * FFP_TARGET_AFTER(fn, changes, n) - the target that fn will have, a pointer to a function of fn's
 *	type
 * @fn: a key
 * @changes, @n: changes that have not been made yet, as for ffp_apply()
 *
 * For a function that is to call on to the target it replaces, when that is to be set in the same
 * transaction.  In place of previous = FFP_TARGET(hook); SET_FFP(hook, mine); for each module of
 * a server:
 *
 *	previous = FFP_TARGET_AFTER(hook, changes, n);
 *	changes[n++] = FFP_CHANGE(hook, mine);
 *
 * and, when all modules are loaded, ffp_apply(changes, n, FFP_IN_ORDER).  See ffp_target_after().
 */
#define FFP_TARGET_AFTER(fn, changes, n)                                                           \
	(FFP__QUIET FFP__CAST(FFP__TYPE(fn) *, ffp_target_after(FFP__KEY(fn), changes, n))         \
	     FFP__LOUD)

/*
 * FFP_ON(fn) - is the key set?  A branch that costs no load and no test
 * @fn: a key declared before, of any kind, by its plain name: in C++ without a namespace
 *
 *	if (FFP_ON(trace))
 *		trace(describe(packet));
 *
 * An int expression, in a function: 1 while the key is set, else 0.  A key is set while its target
 * is not its default: a NULL key while it has a target, any other while it has another target than
 * its default or returns a constant.  While it is not set, FFP_ON is one no-op in straight code,
 * and the arguments of the call behind it are not computed; while it is set, one jump.
 *
 * FFP_LIKELY_ON(fn) is the same, and laid out for a key that is usually set: then a no-op, else a
 * jump.
 *
 * The compiler emits the branch and a line that tells the library of it.  So FFP_ON needs no
 * `ffp-cc` and no collecting.  In the pointer form it is a few loads and a comparison.
 *
 * The branches and the calls of a key change in one transaction.  Without FFP_ATOMIC a branch is
 * taken to be set only after the key's calls reach the new target, and ceases to be before they
 * cease to, unless all of them lie in one window and change at one instant.  A thread that
 * evaluated FFP_ON just before a change calls whatever the key calls when it gets to the call: of a
 * NULL key that is reset, nothing.  In the pointer form likewise.
 *
 * Not promised: that a call behind FFP_ON finds the key set.  That FFP_ON is 1 before the module's
 * constructor of priority 100 has run, in a key that was set so early; that it follows an exported
 * key whose module uses another copy of this library (see docs/design.md).  The order above, for a
 * key whose module is of the pointer form, in a module that is not.  A branch is a statement
 * that the compiler cannot see through: in a loop that the compiler would have vectorised, test
 * before the loop.  A linker that drops unused functions (--gc-sections) keeps those that have an
 * FFP_ON, unless they are inline functions of C++.  Clang before 17 refuses a function with several
 * FFP_ON of which one is in the scope of a variable (in C: one with the attribute "cleanup", or a
 * length that is not constant; in C++: one that is initialised or has a destructor) and another is
 * not; put each into an inline function of its own there.
 *
 * Source: the Linux kernel's static keys (jump labels).
 */
#define FFP_ON(fn) FFP__TO(int, __builtin_expect(FFP__ON(fn), 0))
#define FFP_LIKELY_ON(fn) FFP__TO(int, __builtin_expect(FFP__LIKELY_ON(fn), 1))

/*
 * DEFINE_FFP_FLAG(name) - a key without a function: a flag for FFP_ON
 * @name: the flag's name
 *
 * It is a NULL key of the type void(void), off at first; all that this file says of NULL keys holds
 * for it.  Define it in one C file of its module, and declare it with DECLARE_FFP_FLAG in a header.
 * The other forms are as for any key.
 *
 * SET_FFP_FLAG(name, on) sets it: FFP_ON(name) is 1 if the scalar @on is not 0.  Returns 0 or a
 * negative errno of the list above.  FFP_CHANGE_FLAG(name, on) is such a change for ffp_apply(),
 * for several flags at once.  Context, ordering: as at the head of this file.
 *
 * As any target, ffp_flag_on must stay mapped: a flag that is on goes off when the module is
 * unloaded that set it, if that module has a copy of the library of its own (libffp.a).
 */
#define DECLARE_FFP_FLAG(name) FFP__DECLARE_NULL(name, void(void), ffp__plain, "DECLARE_FFP_FLAG")
#define DECLARE_FFP_FLAG_EXPORT(name)                                                              \
	FFP__DECLARE_NULL(name, void(void), ffp__export, "DECLARE_FFP_FLAG_EXPORT")
#define DEFINE_FFP_FLAG(name) DEFINE_FFP_NULL(name, void(void))
#define DEFINE_FFP_FLAG_EXPORT(name) DEFINE_FFP_NULL_EXPORT(name, void(void))
#define DEFINE_FFP_FLAG_STATIC(name) DEFINE_FFP_NULL_STATIC(name, void(void))
#define SET_FFP_FLAG(name, on) ffp_set_target(FFP__KEY(name), FFP__FLAG(name, on, "SET_FFP_FLAG"))
#define FFP_CHANGE_FLAG(name, on)                                                                  \
	FFP__CHANGE(FFP__KEY(name), FFP__FLAG(name, on, "FFP_CHANGE_FLAG"), FFP_TO_TARGET)
#define FFP__FLAG(name, on, macro)                                                                 \
	((on) ? FFP__CHECKED(name, ffp_flag_on, macro) : FFP__QUIET FFP__NULL_TO(void) FFP__LOUD)

/*
 * FFP_IMPL(fn, impl, rank, usable) - a candidate, to be chosen at start
 * @fn: a key declared before; its definition may be in another file of the module
 * @impl: a function of exactly the key's type (anything else does not compile), by its plain
 *	name
 * @rank: a constant int; the higher, the better.  Of several usable candidates of the highest
 *	rank it is unspecified which is chosen.  If none is usable the default remains.  A
 *	candidate of a negative rank is never chosen by itself, but only if FFP_USE asks for it;
 *	or an operator sets it while the program runs (<ffp/control.h>): one for tests, say
 * @usable: an expression, true if `impl` may run on this machine, for example
 *	ffp_cpu_supports("avx2").  It is ordinary C, unlike in an IFUNC resolver: it may
 *	call libc, and keys.  It is evaluated once, even if another candidate is chosen.  It is
 *	compiled with the options of its file, as all constructors of that file are: in a file
 *	compiled with -mavx2 the compiler may use AVX2 to evaluate it, on a processor that has
 *	none.  So put FFP_IMPL into a file compiled for every processor that the program is
 *	for, and only @impl into another (or give @impl __attribute__((target("avx2"))))
 *
 *	FFP_IMPL(crc, crc_pclmul, 10, ffp_cpu_supports("pclmul"));
 *
 * When the module (program or library) starts, a constructor of priority 102 sets the best
 * usable candidates of all its keys in one transaction.  A key whose target is no longer its
 * default by then is left alone.  Every key is left alone if that transaction fails, for one of
 * the reasons in the list of errors above.  Nothing is printed: ffp_each_impl() tells which
 * candidates were evaluated, which one was chosen and what the transaction returned, and
 * FFP_TARGET tells what a key calls.  Calls that are made earlier, from constructors of
 * priority 101 and from constructors of libraries, reach the default.
 *
 * The environment variable FFP_USE forces a candidate: FFP_USE=key=impl,… with the names as in
 * FFP_IMPL, or `default` (not its own name) for the default.  It applies to all keys of that name.
 * Either name may be a pattern, in which * stands for any text, also for none, and ? for any one
 * character:
 *
 *	FFP_USE='*=*_generic,crc*=crc_sse4,crc_fast=default'
 *
 * Of the candidates of a key that a pattern matches, the usable one of the highest rank is meant,
 * also if that rank is negative.  If several words speak of a key, the order is: those with
 * its name, then patterns, the one with more characters other than * and ? first; of equals the
 * first in the variable.  The first word in that order which names a usable candidate of the
 * key, or the default, is obeyed; the others are ignored (ffp_each_use() tells the outcome of each
 * word), as is the whole variable in a program of raised privileges (AT_SECURE, getauxval(3)).
 * Nothing else in a word has a meaning.  A module reads the variable when it starts, not later.
 *
 * Candidates may belong to a key of another module: they compete among themselves when their
 * own module starts.
 *
 * In a static library FFP_IMPL must be in the file that has DEFINE_FFP, while @impl may be in
 * any other.  A linker takes from an archive only the members that something refers to, and
 * nothing refers to a candidate.  Or the archive is linked as a whole (--whole-archive).
 *
 * Source: function multiversioning as compilers have it (target_clones), with the choice in
 * the open.
 */
#define FFP_IMPL(fn, impl, rank, usable) FFP__IMPL(fn, impl, rank, usable)

/*
 * FFP_CLONES(type, fn, parameters, arguments, "features", ...) { ... }
 *	- define a key, and its function compiled for several processors
 * @type: what the function returns
 * @fn: the name of the key
 * @parameters: with their types, in parentheses
 * @arguments: the names of the parameters, in parentheses
 * @features: for each clone a string, as in __attribute__((target("..."))) and target_clones;
 *	1 to 8 of them, the better the later
 *
 *	FFP_CLONES(int, dot, (const int *a, const int *b, int n), (a, b, n), "avx2", "avx512f")
 *	{
 *		int sum = 0;
 *
 *		for (int i = 0; i < n; i++)
 *			sum += a[i] * b[i];
 *		return sum;
 *	}
 *
 * The function stands behind the macro, once.  It becomes the default, dot_default, compiled as the
 * file is, and a clone for each string, compiled for these features too.  The clones are candidates
 * as by FFP_IMPL, with the ranks 1, 2, ... in their order, and ffp_cpu_supports("features") as
 * their condition: so at start the last one is set that can run here.  Their names, for FFP_USE and
 * ffp_each_impl(), are the strings; FFP_USE, in which a comma ends a word, has a question mark for
 * one: FFP_USE=dot=avx2?fma.
 *
 * FFP_CLONES defines a key as DEFINE_FFP does, FFP_CLONES_EXPORT as DEFINE_FFP_EXPORT,
 * FFP_CLONES_STATIC as DEFINE_FFP_STATIC.  In a header, DECLARE_FFP_CLONES(type, fn, parameters)
 * and DECLARE_FFP_CLONES_EXPORT(type, fn, parameters) declare it and its default.
 *
 * Features are of one architecture: for others, #if.  A string that the compiler does not know
 * is an error or a warning of its own, one that the library does not know makes a clone that is
 * never chosen.  On AArch64 GCC wants a plus sign ("+sve"), and so does Clang from 16 on; on RISC-V
 * the attribute is in GCC from 14 on and in Clang from 18 on ("arch=+v").  Other compilers
 * warn, and compile such a clone as the file is.  On s390x GCC refuses to inline the body into a
 * clone for another processor ("target specific option mismatch"): write two functions there.
 *
 * The body is inlined into the default and each clone (always_inline).  Therefore it cannot have
 * "..." among its parameters, nor do what compilers do not inline (GCC: take the addresses of
 * labels in static variables, call setjmp; both say "inlining failed").  Static variables
 * in it are shared by the clones.  Functions that it calls are compiled for the clone's processor
 * only if they are inlined: helpers are to be static inline __attribute__((always_inline)).  What
 * the preprocessor tests (__AVX2__) is the file's, and intrinsics for a clone's features do not
 * compile in the body, since the body is also the default's: write such a function by itself, and
 * make it a candidate with FFP_IMPL.
 *
 * No parameter, and not the result, may be a vector that a clone has in other registers than the
 * default (on x86-64 one of 32 bytes, in a file that is compiled without AVX, and a clone with it).
 * Compilers refuse it, but GCC does not see it in a structure.  The same holds for every candidate
 * that is compiled for another processor than its callers.
 *
 * The compilers' own target_clones does the same by IFUNC: musl has none, and there the choice
 * can neither be seen nor changed.  In C++ from C++11 on; the key has C linkage, as every key.
 * Source: function multiversioning of GCC and Clang.
 */
#if !defined(__cplusplus) || __cplusplus >= 201103L
#define FFP_CLONES(type, fn, parameters, arguments, ...)                                           \
	FFP__CLONES(type, fn, parameters, arguments, ffp__plain, DEFINE_FFP, "FFP_CLONES",         \
		    __VA_ARGS__)
#define FFP_CLONES_EXPORT(type, fn, parameters, arguments, ...)                                    \
	FFP__CLONES(type, fn, parameters, arguments, ffp__export, DEFINE_FFP_EXPORT,               \
		    "FFP_CLONES_EXPORT", __VA_ARGS__)
#define FFP_CLONES_STATIC(type, fn, parameters, arguments, ...)                                    \
	FFP__CLONES(type, fn, parameters, arguments, ffp__static, DEFINE_FFP_STATIC,               \
		    "FFP_CLONES_STATIC", __VA_ARGS__)
#define DECLARE_FFP_CLONES(type, fn, parameters)                                                   \
	FFP__DECLARE_CLONES(type, fn, parameters, DECLARE_FFP)
#define DECLARE_FFP_CLONES_EXPORT(type, fn, parameters)                                            \
	FFP__DECLARE_CLONES(type, fn, parameters, DECLARE_FFP_EXPORT)
#endif

#include <ffp/macros.h>

#endif /* !__ASSEMBLER__ */
#include <ffp/loud.h>
#endif /* FFP_H */
