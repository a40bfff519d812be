// SPDX-License-Identifier: MIT
/*
 * A program that calls keys and sets none touches none of its text pages and
 * none of its tables': they stay the file's, shared with everyone.  After a
 * change the pages with sites are its own, and no page is writable and executable.
 */
#define _GNU_SOURCE
#include <ffp.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../emulated.h"
#include "../forms.h"
#include "../mappings.h"
#include "../tap.h"
#include "counts.h"
#include "table.h"

int value_default(int x);
int value_default(int x)
{
	return x;
}

static int value_other(int x)
{
	return -x;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP_NULL(event, void(int));

static COUNTED int call_value(int x)
{
	event(x);
	return value(x) + 1;
}

static COUNTED int tail_value(int x)
{
	return value(x);
}

/* A line "Name:  123 kB" of smaps, added to `*sum`. */
static void add(const char *line, const char *name, unsigned long *sum)
{
	size_t n = strlen(name);

	if (!strncmp(line, name, n) && line[n] == ':')
		*sum += strtoul(line + n + 1, NULL, 10);
}

struct usage {
	unsigned long anonymous, dirty, rss;
	char rights[5], path[200];
};

/* What smaps tells of the mapping at `p`; false if there is none. */
static bool usage_of(const void *p, struct usage *u)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	bool inside = false, found = false;
	char line[4096];

	memset(u, 0, sizeof(*u));
	while (f && fgets(line, sizeof(line), f)) {
		uintptr_t start, end;
		char rights[5];

		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &start, &end, rights) == 3) {
			inside = (uintptr_t)p >= start && (uintptr_t)p < end;
			if (inside) {
				found = true;
				memcpy(u->rights, rights, sizeof(rights));
				sscanf(line, "%*s %*s %*s %*s %*s %199s", u->path);
			}
		} else if (inside) {
			add(line, "Anonymous", &u->anonymous);
			add(line, "Private_Dirty", &u->dirty);
			add(line, "Rss", &u->rss);
		}
	}
	if (f)
		fclose(f);
	return found;
}

/*
 * Pages of a file that was only just written count as dirty, whoever wrote them:
 * have them written back.  In a file system of memory they always do.
 */
static bool in_memory;

static void settle_file(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	struct statfs fs;

	in_memory = fd < 0 || fstatfs(fd, &fs) || fs.f_type == TMPFS_MAGIC || fsync(fd);
	if (fd >= 0)
		close(fd);
}

struct place {
	uintptr_t at;
	unsigned flags; /* of its program header */
};

static int read_flags(struct dl_phdr_info *object, size_t size, void *arg)
{
	struct place *place = arg;

	(void)size;
	for (unsigned i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *phdr = &object->dlpi_phdr[i];

		if (phdr->p_type == PT_LOAD &&
		    place->at - (object->dlpi_addr + phdr->p_vaddr) < phdr->p_memsz)
			place->flags = phdr->p_flags;
	}
	return place->flags != 0;
}

/* Did the linker put this with the text?  Some do so with constants, too. */
static bool is_with_text(const void *p)
{
	struct place place = { (uintptr_t)p, 0 };

	dl_iterate_phdr(read_flags, &place);
	return place.flags & PF_X;
}

static void check_clean(const void *p, bool text, const char *what)
{
	struct usage u;

	ok(usage_of(p, &u), "%s is mapped", what);
	ok(u.rights[0] == 'r' && u.rights[1] == '-', "%s is readable, not writable", what);
	ok(u.rights[2] == (text || is_with_text(p) ? 'x' : '-'),
	   "%s is executable, or not, as linked", what);
	ok(u.rss > 0, "%s has been used", what);
	is(u.anonymous, 0, "%s: kB copied for this process alone", what);
	if (in_memory)
		skip("no kB written", "the program's file cannot be written back");
	else
		is(u.dirty, 0, "%s: kB written", what);
}

static void call_all(int want)
{
	is(CALL(call_value(5)), want + 1, "call");
	is(CALL(tail_value(5)), want, "tail call");
}

int main(void)
{
	const struct ffp_module *m = FFP__KEY(value)->module;
	struct usage before, after;

	settle_file();
	if (emulated()) {
		skip("which pages are used", "smaps here tells of the emulator's own pages");
		return done();
	}
	call_all(5);
	ok(ffp_find("value") && FFP_TARGET(value) == value_default, "asked for by name");
	is(table_count(FFP__KEY(value), FFP_SITE_CALL) +
	       table_count(FFP__KEY(value), FFP_SITE_JUMP),
	   COLLECTED(2), "the table of sites has been read");
	check_clean((const void *)call_value, true, "text");
	check_clean(m->keys, false, "table of keys");
	if (FORM == DIRECT)
		check_clean(m->sites, false, "table of sites");
	if (FORM != POINTER)
		check_clean(FFP__KEY(value)->entry, true, "trampoline");

	(void)usage_of((const void *)call_value, &before);
	is(CHANGE(SET_FFP(value, value_other)), 0, "set");
	call_all(-5);
	(void)usage_of((const void *)(FORM == DIRECT ? (void *)call_value : FFP__KEY(value)->entry),
		       &after);
	if (FORM == POINTER) {
		check_clean((const void *)call_value, true, "text after a change");
	} else {
		ok(after.anonymous > 0, "after a change, %lu kB are this process's own",
		   after.anonymous);
		ok(!strncmp(after.rights, "r-x", 3), "still not writable");
		ok(!strcmp(after.path, before.path), "and still of the program's file");
	}
	is(CHANGE(RESET_FFP(value)), 0, "reset");
	call_all(5);
	is(mapped(0).writable_and_executable, 0, "no mapping is writable and executable");
	counts_print();
	return done();
}
