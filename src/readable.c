// SPDX-License-Identifier: MIT
/* Which pages may be read or written: see readable.h.  The update lock is held. */
#include "readable.h"

#include <string.h>

#include "lock.h"
#include "module.h"
#include "sys.h"

/* Pages of which the kernel said yes, plus one, each in the slot that the page's number gives. */
struct answers {
	uintptr_t known[64];
	uint64_t since; /* they are forgotten when this is another */
};

static bool all_can(struct answers *answers, uint64_t since, bool (*can)(uintptr_t), uintptr_t at,
		    size_t length)
{
	const size_t n = sizeof(answers->known) / sizeof(answers->known[0]);
	static uintptr_t page;

	if (!page)
		page = ffp_sys_page_size();
	if (answers->since != since) {
		answers->since = since;
		memset(answers->known, 0, sizeof(answers->known));
	}
	for (uintptr_t p = at & -page; p - (at & -page) < length + (at & (page - 1)); p += page) {
		uintptr_t *slot = &answers->known[p / page % n];

		if (*slot == p + 1)
			continue;
		if (!can(p))
			return false;
		*slot = p + 1;
	}
	return true;
}

bool ffp_readable_text(uintptr_t at, size_t length)
{
	static struct answers answers;

	return all_can(&answers, ffp_update_lock_count(), ffp_sys_can_read, at, length);
}

bool ffp_writable(uintptr_t at, size_t length)
{
	static struct answers answers;

	return all_can(&answers, ffp_module_loads(), ffp_sys_can_write, at, length);
}

bool ffp_readable_string(uintptr_t at)
{
	const uintptr_t page = ffp_sys_page_size();

	for (size_t left; ffp_readable_text(at, 1); at += left) {
		left = page - at % page;
		if (memchr((const void *)at, 0, left))
			return true;
	}
	return false;
}
