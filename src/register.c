// SPDX-License-Identifier: MIT
/* Modules come and go: what their constructors and destructors call. */
#include "change.h"
#include "choice.h"
#include "copies.h"
#include "lock.h"
#include "object.h"

/* Modules of this copy that have started and not ended; under the update lock. */
static size_t n_begun;

/* A module of another copy goes. */
static void leave(const struct ffp_module *module)
{
	if (!ffp_module_valid(module) || ffp_update_lock_in_host())
		return;
	/* Release 0.1.0 knows nothing of its modules' objects. */
	ffp_module_learn(module, NULL);
	ffp_change_farewell(module);
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
};

/* Is it for this copy of the library?  If for another, it has been told. */
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

void ffp_module_add(const struct ffp_module *module)
{
	struct object object;
	bool found;

	ffp_update_lock_start();
	/* Only its own constructor and destructor write `begun`: no lock is needed. */
	if (!ours(module, true) || module->state->begun)
		return;
	/* If it cannot be done now, the first change will try, and say so. */
	(void)ffp_update_lock_watch_fork();
	/* Here the loader may be asked, which nobody may while he has the update lock. */
	found = ffp_object_find((uintptr_t)module, &object);
	if (ffp_update_lock_in_host())
		return;
	ffp_change_catch_up();
	module->state->begun = 1;
	module->state->ended = 0;
	n_begun++;
	if (found)
		ffp_module_learn(module, &object);
	if (ffp_module_register(module) == module->state)
		ffp_change_welcome(module->state);
	ffp_update_unlock();
	ffp_copies_greet();
}

void ffp_module_remove(const struct ffp_module *module)
{
	bool last, locked;

	if (!ours(module, false) || !module->state->begun)
		return;
	ffp_copies_tell(module);
	/* If it is refused, this process will change none of our keys; but other copies' theirs. */
	locked = !ffp_update_lock_in_host();
	last = !--n_begun;
	if (locked) {
		ffp_change_farewell(module);
		ffp_module_forget(module);
		ffp_choice_forget(module->state);
		ffp_change_catch_up();
		ffp_update_unlock();
	} else {
		module->state->begun = 0;
	}
	if (last)
		ffp_copies_part();
}
