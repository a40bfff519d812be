// SPDX-License-Identifier: MIT
/*
 * The calls that change keys: which copy of the library is to do it, whether anything needs to be
 * done, and the lock around a transaction.  Programs and other copies of the library call it.
 */
#include <errno.h>

#include "arch/arch.h"
#include "body.h"
#include "copies.h"
#include "key.h"
#include "load.h"
#include "lock.h"
#include "module.h"
#include "sys.h"
#include "transaction.h"

/*
 * Find the copy of the library that all these keys belong to.  0; -EINVAL: one is no key; -EXDEV:
 * they belong to several.  What is written to a key is written under its own copy's lock, so a
 * wrong key among those of another copy is refused here.
 */
static int find_library(const struct ffp_change *changes, size_t n,
			const struct ffp_library **library)
{
	int r = 0;

	*library = &ffp_library;
	for (size_t i = 0; i < n; i++) {
		if (!ffp_key_valid(changes[i].key))
			return -EINVAL;
		if (i && changes[i].key->module->library != *library)
			r = -EXDEV;
		*library = changes[i].key->module->library;
	}
	return r;
}

/* Is the key in the state that is asked for?  Takes no lock; in doubt, false. */
static bool is_so(const struct ffp_change *change, unsigned flags)
{
	const struct ffp *key = change->key;
	const struct ffp_state *state = key->state;
	const void *target = __atomic_load_n(&state->target, __ATOMIC_ACQUIRE);
	const uint8_t phase = __atomic_load_n(&key->module->state->phase, __ATOMIC_ACQUIRE);

	/* A default that is a weak function which nothing defines is refused for a reason. */
	if ((!key->def && !(key->flags & FFP_KEY_NULL)) ||
	    !__atomic_load_n(&state->known, __ATOMIC_ACQUIRE) ||
	    __atomic_load_n(&state->mixed, __ATOMIC_ACQUIRE) || phase == PHASE_ENDED ||
	    (!ffp_key_is_pointer(key) &&
	     (phase != PHASE_REGISTERED ||
	      __atomic_load_n(&state->aimed, __ATOMIC_ACQUIRE) != ffp_module_loads())))
		return false;
	switch (change->to) {
	case FFP_TO_TARGET:
		/* With the flag calls are to be calls, and without it again what they may be. */
		return change->target == target &&
		       !(ffp_body_flags(state) & (flags & FFP_CALLS ? INSN_BODY_IS : BODY_CALLS));
	case FFP_TO_DEFAULT:
		return key->def == target;
	case FFP_TO_VALUE:
		return !(key->flags & FFP_KEY_NULL) && target == ffp_key_constant_code(key) &&
		       __atomic_load_n(&state->form, __ATOMIC_ACQUIRE) == INSN_CONSTANT &&
		       __atomic_load_n(&state->value, __ATOMIC_ACQUIRE) == change->value;
	default:
		return false;
	}
}

/* At most so many changes: numbers of them have 32 bits, and what each needs must be countable. */
#define CHANGES_MAX (SIZE_MAX / 256 < UINT32_MAX ? SIZE_MAX / 256 : UINT32_MAX - 1)

/* Up to so many changes are compared with each other, to see that no key is among them twice. */
#define FEW 16

/*
 * Were all keys, which are valid and of this copy of the library, in the state that is asked for
 * at one instant?  Then neither the lock is taken nor a system call made.
 */
static bool all_so(const struct ffp_change *changes, size_t n, unsigned flags)
{
	uintptr_t glance = ffp_update_lock_glance();

	if (!glance || n > FEW || flags & FFP_AIM || ffp_load_behind())
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_so(&changes[i], flags) ||
		    (n > 1 && flags & FFP_ATOMIC && ffp_key_is_pointer(changes[i].key)))
			return false;
		for (size_t k = 0; k < i; k++)
			if (changes[k].key->state == changes[i].key->state)
				return false;
	}
	return ffp_update_lock_glance() == glance;
}

int ffp_apply(const struct ffp_change *changes, size_t n, unsigned flags)
{
	const struct ffp_library *library;
	struct transaction t = { 0 };
	int r;

	if (flags & ~(FFP_ATOMIC | FFP_AIM | FFP_CALLS | FFP_IN_ORDER) || (n && !changes) ||
	    n > CHANGES_MAX)
		return -EINVAL;
	r = find_library(changes, n, &library);
	if (r)
		return r;
	if (library != &ffp_library) {
		r = ffp_copies_introduce(library);
		if (r)
			return r;
		r = library->apply(changes, n, flags);
		/* An older one makes no bodies, and does not know the flag. */
		return r == -EINVAL && flags & FFP_CALLS
			   ? library->apply(changes, n, flags & ~FFP_CALLS)
			   : r;
	}
	if (all_so(changes, n, flags))
		return 0;
	r = ffp_update_lock_watch_fork();
	if (!r)
		r = ffp_update_lock();
	if (r)
		return r;
	ffp_load_catch_up();
	r = ffp_transaction_apply(&t, changes, n, flags);
	ffp_transaction_end(&t);
	ffp_update_unlock();
	return r;
}

void *ffp_target_after(const struct ffp *key, const struct ffp_change *changes, size_t n)
{
	while (n--) {
		const struct ffp_change *change = &changes[n];

		/* A program may hold a copy of an exported record. */
		if (!ffp_key_valid(change->key) || change->key->state != key->state)
			continue;
		return change->to == FFP_TO_TARGET    ? change->target
		       : change->to == FFP_TO_DEFAULT ? key->def
						      : NULL;
	}
	return ffp_target(key);
}

void ffp_flag_on(void)
{
}

int ffp_set_target(const struct ffp *key, void *new_fn)
{
	struct ffp_change change = { key, new_fn, 0, FFP_TO_TARGET };

	return ffp_apply(&change, 1, 0);
}

int ffp_reset_target(const struct ffp *key)
{
	struct ffp_change change = { key, NULL, 0, FFP_TO_DEFAULT };

	return ffp_apply(&change, 1, 0);
}

int ffp_set_return(const struct ffp *key, uint64_t value)
{
	struct ffp_change change = { key, NULL, value, FFP_TO_VALUE };

	return ffp_apply(&change, 1, 0);
}

int ffp_set_targets(const struct ffp *const *keys, void *const *targets, size_t n, unsigned flags)
{
	struct ffp_change few[FEW] = { { 0 } }, *changes = few;
	size_t size = n * sizeof(*changes);
	int r;

	if (n > CHANGES_MAX || (n && (!keys || !targets)))
		return -EINVAL;
	if (n > FEW)
		changes = ffp_sys_alloc(size);
	if (!changes)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		changes[i] = (struct ffp_change){ keys[i], targets[i], 0, FFP_TO_TARGET };
	r = ffp_apply(changes, n, flags);
	if (n > FEW)
		ffp_sys_free(changes, size);
	return r;
}
