// SPDX-License-Identifier: MIT
/* Modules come and go: what their constructors and destructors call. */
#include "change.h"
#include "choice.h"
#include "copies.h"
#include "lock.h"

/* A module of another copy goes. */
static void leave(const struct ffp_module *module)
{
	if (ffp_update_lock())
		return;
	ffp_change_farewell(module->state);
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
	ffp_update_lock_start();
	if (!ours(module, true))
		return;
	/* If it cannot be done now, the first change will try, and say so. */
	(void)ffp_update_lock_watch_fork();
	if (ffp_update_lock())
		return;
	if (!module->state->begun) {
		module->state->begun = 1;
		module->state->ended = 0;
		ffp_module_register(module);
		ffp_change_welcome(module->state);
	}
	ffp_update_unlock();
}

void ffp_module_remove(const struct ffp_module *module)
{
	if (!ours(module, false))
		return;
	if (module->state->begun)
		ffp_copies_tell(module);
	if (ffp_update_lock())
		return;
	if (module->state->begun) {
		ffp_change_farewell(module->state);
		ffp_module_forget(module);
		ffp_choice_forget(module->state);
	}
	ffp_update_unlock();
}
