// SPDX-License-Identifier: MIT
/* Other copies of the library: see copies.h.  It owns the list of those that are known. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "copies.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include "ffp.h"
#include "lock.h"
#include "module.h"
#include "note.h"
#include "object.h"

/* The copies that tell when they end; guarded by the update lock. */
enum { KNOWN_MAX = 16 };
static const struct ffp_library *known[KNOWN_MAX];
static unsigned n_known;

/* The others have been looked for.  A word, as some machines exchange bytes by libatomic only. */
static uint32_t connected;
/* Some copy is not in `known`, or does not tell when it ends: ask the loader each time. */
static bool some_are_silent;

/* Does this copy tell when it ends, and can it be told?  Release 0.1.0 does not. */
static bool tells(const struct ffp_library *library)
{
	return library->size > offsetof(struct ffp_library, meet);
}

/* What one look at the loader's objects finds, and at which object the next look begins. */
struct look {
	const struct ffp_library *library[KNOWN_MAX];
	unsigned n, object, next;
};

/*
 * May a descriptor begin here?  All data is asked, and what AddressSanitizer keeps between
 * variables is data as all the rest.
 */
__attribute__((no_sanitize_address)) static bool may_be_module(const struct ffp_module *module)
{
	return module->abi == FFP_ABI;
}

/*
 * Search an object for its descriptor.  A tool has moved the note, so that it does not lead there;
 * the descriptor is data with relocations, which no tool moves.
 */
static const struct ffp_module *search(const struct object *object)
{
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *segment = &object->headers[i];
		uintptr_t at = object->base + segment->p_vaddr, end = at + segment->p_filesz;

		if (segment->p_type != PT_LOAD ||
		    (segment->p_flags & (PF_R | PF_W)) != (PF_R | PF_W))
			continue;
		at = (at + sizeof(void *) - 1) & -sizeof(void *);
		for (; at < end && end - at >= FFP_MODULE_SIZE; at += sizeof(void *))
			if (may_be_module((const struct ffp_module *)at) &&
			    ffp_module_inside((const struct ffp_module *)at, object))
				return (const struct ffp_module *)at;
	}
	return NULL;
}

/* The descriptor of an object that has a note of ours, or NULL. */
static const struct ffp_module *module_of(const struct object *object)
{
	for (unsigned i = 0; i < object->n; i++) {
		const ElfW(Phdr) *part = &object->headers[i];
		uintptr_t at = object->base + part->p_vaddr;
		const struct ffp_module *module;
		const char *found;
		struct ffp_note note;
		size_t length;

		/* A tool may have left a program header of what is not in memory. */
		if (part->p_type != PT_NOTE || !ffp_object_has(object, at, part->p_memsz, PF_R))
			continue;
		found = ffp_note_find(at, part->p_memsz, FFP_NOTE_OWNER, FFP_NOTE_TYPE, &length);
		if (!found || length < sizeof(note))
			continue;
		memcpy(&note, found, sizeof(note));
		if (note.abi != FFP_ABI)
			continue;
		module = (const struct ffp_module *)((uintptr_t)found +
						     offsetof(struct ffp_note, module) +
						     (uintptr_t)(intptr_t)note.module);
		return ffp_module_inside(module, object) ? module : search(object);
	}
	return NULL;
}

/* Called for each object with the loader's lock held, so it only notes copies down. */
static int note_down(struct dl_phdr_info *info, size_t size, void *arg)
{
	const struct object object = { info->dlpi_addr, info->dlpi_phdr, info->dlpi_phnum };
	struct look *look = arg;
	const struct ffp_module *module;

	(void)size;
	if (look->object++ < look->next)
		return 0;
	if (look->n == KNOWN_MAX)
		return 1;
	look->next = look->object;
	module = module_of(&object);
	if (!module || module->library == &ffp_library)
		return 0;
	for (unsigned i = 0; i < look->n; i++)
		if (look->library[i] == module->library)
			return 0;
	look->library[look->n++] = module->library;
	return 0;
}

/* Is that a copy of the library, in memory, with all functions that we call? */
static bool is_library(const struct ffp_library *library)
{
	/* As long as the structure of the first release. */
	const size_t least = offsetof(struct ffp_library, each_impl);
	struct object object;

	return ffp_object_find((uintptr_t)library, &object) &&
	       !((uintptr_t)library % sizeof(void *)) &&
	       ffp_object_has(&object, (uintptr_t)library, least, PF_R) &&
	       library->abi == FFP_ABI && library->size >= least &&
	       ffp_object_has(&object, (uintptr_t)library, library->size, PF_R);
}

/*
 * Call `act` for each other copy, outside of the loader's lock: it may take a lock that a thread
 * holds which waits for the loader.
 */
static void for_each(void (*act)(const struct ffp_library *other, const void *arg), const void *arg)
{
	struct look look = { .n = KNOWN_MAX };

	while (look.n == KNOWN_MAX) {
		look.n = look.object = 0;
		(void)dl_iterate_phdr(note_down, &look);
		for (unsigned i = 0; i < look.n; i++)
			if (is_library(look.library[i]))
				act(look.library[i], arg);
	}
}

int ffp_copies_introduce(const struct ffp_library *other)
{
	int r;

	if (tells(other))
		return 0;
	__atomic_store_n(&some_are_silent, true, __ATOMIC_RELAXED);
	/*
	 * The others may not know of it either: it may have come after they looked.  The lock is
	 * held meanwhile, so that no copy in the list ends: it would disconnect from us first.
	 * Since this copy does not tell, the others only set a flag and take no lock.
	 */
	r = ffp_update_lock();
	if (r)
		return r;
	for (unsigned i = 0; i < n_known; i++)
		known[i]->meet(other, 1);
	ffp_update_unlock();
	return 0;
}

static void drop(const struct ffp_library *other)
{
	for (unsigned i = 0; i < n_known; i++)
		if (known[i] == other)
			known[i--] = known[--n_known];
}

void ffp_copies_meet(const struct ffp_library *other, int here)
{
	bool room = false;

	if (tells(other) && !ffp_update_lock_in_host()) {
		drop(other);
		room = !here || n_known < KNOWN_MAX;
		if (here && room)
			known[n_known++] = other;
		ffp_update_unlock();
	}
	if (!room)
		__atomic_store_n(&some_are_silent, true, __ATOMIC_RELAXED);
}

static void connect_to(const struct ffp_library *other, const void *unused)
{
	(void)unused;
	ffp_copies_meet(other, 1);
	if (tells(other))
		other->meet(&ffp_library, 1);
}

void ffp_copies_connect(void)
{
	if (!__atomic_exchange_n(&connected, 1, __ATOMIC_RELAXED))
		for_each(connect_to, NULL);
}

/*
 * Copy the list of known copies, to use it without the lock: no copy is unloaded meanwhile.  If the
 * lock is refused, nobody writes to the list: its holder is not in this process.
 */
static unsigned snapshot(const struct ffp_library **copies)
{
	bool locked = !ffp_update_lock_in_host();
	unsigned n = n_known;

	memcpy(copies, known, n * sizeof(*copies));
	if (locked)
		ffp_update_unlock();
	return n;
}

void ffp_copies_disconnect(void)
{
	const struct ffp_library *copies[KNOWN_MAX];
	unsigned n = snapshot(copies);

	__atomic_store_n(&connected, 0, __ATOMIC_RELAXED);
	for (unsigned i = 0; i < n; i++) {
		ffp_copies_meet(copies[i], 0);
		copies[i]->meet(&ffp_library, 0);
	}
}

static void tell(const struct ffp_library *other, const void *leaving)
{
	other->leave(leaving);
}

void ffp_copies_tell(const struct ffp_module *leaving)
{
	const struct ffp_library *copies[KNOWN_MAX];
	unsigned n;

	if (__atomic_load_n(&some_are_silent, __ATOMIC_RELAXED)) {
		for_each(tell, leaving);
		return;
	}
	n = snapshot(copies);
	for (unsigned i = 0; i < n; i++)
		copies[i]->leave(leaving);
}
