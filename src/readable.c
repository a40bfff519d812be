// SPDX-License-Identifier: MIT
/* Which pages of text may be read: see readable.h.  The update lock is held. */
#include "readable.h"

#include <string.h>

#include "lock.h"
#include "sys.h"

bool ffp_readable_text(uintptr_t at, size_t length)
{
	/* Pages that may be read, plus one, each in the slot that the page's number gives. */
	static uintptr_t known[64], page, asked;
	size_t n = sizeof(known) / sizeof(known[0]);

	if (!page)
		page = ffp_sys_page_size();
	if (asked != ffp_update_lock_count()) {
		asked = ffp_update_lock_count();
		memset(known, 0, sizeof(known));
	}
	for (uintptr_t p = at & -page; p - (at & -page) < length + (at & (page - 1)); p += page) {
		uintptr_t *slot = &known[p / page % n];

		if (*slot == p + 1)
			continue;
		if (!ffp_sys_can_read(p))
			return false;
		*slot = p + 1;
	}
	return true;
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
