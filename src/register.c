// SPDX-License-Identifier: MIT
/*
 * What the constructors and destructors of modules call, and the table of functions by which
 * other copies of the library call this one.  These functions take the update lock themselves.
 */
#include "choice.h"
#include "copies.h"
#include "load.h"
#include "lock.h"
#include "module.h"
#include "object.h"
#include "transaction.h"

/* Registered modules of this copy of the library; guarded by the update lock. */
static size_t n_registered;

/* A module of another copy is about to be unmapped. */
static void leave(const struct ffp_module *module)
{
	if (!ffp_module_valid(module) || ffp_update_lock_in_host())
		return;
	/* A copy of release 0.1.0 has not learned its modules' objects. */
	ffp_module_learn(module, NULL);
	ffp_load_on_unload(module);
	ffp_update_unlock();
}

const struct ffp_library ffp_library = {
	.abi = FFP_ABI,
	.size = sizeof(ffp_library),
	.add = ffp_module_add,
	.remove = ffp_module_remove,
	.apply = ffp_apply,
	.info = ffp_info,
	.leave = leave,
	.each_impl = ffp_choice_each,
	.meet = ffp_copies_meet,
	.change_log = &ffp_transaction_log,
};

/* Does the module belong to this copy of the library?  If to another, that one is called. */
static bool ours(const struct ffp_module *module, bool add)
{
	const struct ffp_library *library;

	if (!ffp_module_valid(module))
		return false;
	library = module->library;
	if (library == &ffp_library)
		return true;
	if (library && library->abi == FFP_ABI)
		(add ? library->add : library->remove)(module);
	return false;
}

/*
 * A constructor that runs before the module's own.  What it tells is looked at when the module is
 * first needed, by the copy of the library that the module belongs to.
 */
void ffp_module_branches(const struct ffp_branches *branches)
{
	if (branches && branches->abi == FFP_ABI && branches->size >= sizeof(*branches) &&
	    ffp_module_valid(branches->module))
		__atomic_store_n(&branches->module->state->branches, (uintptr_t)branches,
				 __ATOMIC_RELEASE);
}

void ffp_module_add(const struct ffp_module *module)
{
	struct ffp_module_state *listed;
	struct object object;
	bool found;

	ffp_update_lock_start();
	/* Only its own constructor and destructor change its phase: no lock is needed. */
	if (!ours(module, true) || module->state->phase == PHASE_REGISTERED)
		return;
	/* If that fails now, the first change tries again, and returns the error. */
	(void)ffp_update_lock_watch_fork();
	/* The loader may be asked here, and not while the update lock is held. */
	found = ffp_object_find((uintptr_t)module, &object);
	if (ffp_update_lock_in_host())
		return;
	ffp_load_catch_up();
	module->state->phase = PHASE_REGISTERED;
	n_registered++;
	if (found)
		ffp_module_learn(module, &object);
	listed = ffp_module_list(module);
	if (listed && (listed == module->state || ffp_module_adopt(listed, module->state)))
		ffp_load_on_load(listed);
	ffp_update_unlock();
	ffp_copies_connect();
}

void ffp_module_remove(const struct ffp_module *module)
{
	bool last, locked;

	if (!ours(module, false) || module->state->phase != PHASE_REGISTERED)
		return;
	ffp_copies_tell(module);
	/* If the lock is refused, no key of this copy can be changed any more; those of others can.
	 */
	locked = !ffp_update_lock_in_host();
	last = !--n_registered;
	if (locked) {
		ffp_load_on_unload(module);
		ffp_module_unlist(module);
		ffp_choice_free(module->state);
		ffp_load_catch_up();
		ffp_update_unlock();
	} else {
		module->state->phase = PHASE_ENDED;
	}
	if (last)
		ffp_copies_disconnect();
}
