// SPDX-License-Identifier: MIT
/*
 * A library with a key and, so far as others can see, a copy of libffp of release 0.1.0: which
 * looks for nobody, keeps no list, and is told by each other copy when a module of that goes.
 */
#include <ffp.h>
#include <stddef.h>

int older_default(int x);
int older_gone(void);

static const void *target;
static int gone;

static void nothing(const struct ffp_module *module)
{
	(void)module;
}

static int apply(const struct ffp_change *changes, size_t n, unsigned flags)
{
	(void)flags;
	for (size_t i = 0; i < n; i++)
		target = changes[i].target;
	return 0;
}

static int info(const struct ffp *key, struct ffp_info *told)
{
	(void)key;
	(void)told;
	return 0;
}

/* A module is about to go; it says nothing else of which one. */
static void leave(const struct ffp_module *module)
{
	gone += module->keys <= module->keys_end;
}

/* By -Bsymbolic what the macros emit refers to these. */
const struct ffp_library ffp_library = {
	.abi = FFP_ABI,
	.size = offsetof(struct ffp_library, each_impl),
	.add = nothing,
	.remove = nothing,
	.apply = apply,
	.info = info,
	.leave = leave,
};

void ffp_module_add(const struct ffp_module *module)
{
	nothing(module);
}

void ffp_module_remove(const struct ffp_module *module)
{
	nothing(module);
}

int older_default(int x)
{
	return x + 1;
}

DEFINE_FFP_EXPORT(older, older_default);

/* How many modules of others have gone since this was asked, if the key is set. */
int older_gone(void)
{
	int n = target ? gone : -1;

	gone = 0;
	return n;
}
