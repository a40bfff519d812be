// SPDX-License-Identifier: MIT
/*
 * Tables, records and entries that somebody wrote to: what can be told is refused,
 * before anything of it is followed, and nothing changes.  All of it is read-only at
 * run time; this test first makes it writable.  Each in a process of its own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <link.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../damage.h"
#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "table.h"

int value_default(int x);
int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 2;
}

/* Compiled with -fno-plt on x86-64: calls of what other modules may define have six bytes. */
#ifndef WIDE_CALLS
#define WIDE_CALLS 0
DEFINE_FFP(value, value_default);
DEFINE_FFP(second, value_default);
#else
DEFINE_FFP_EXPORT(value, value_default);
DEFINE_FFP_EXPORT(second, value_default);
int one_instruction(int x);
ASM_FUNCTION(one_instruction, "lea 2(%rdi), %eax\n\tret");
#endif

static COUNTED int call_value(int x)
{
	return value(x) * 10;
}

static COUNTED int call_second(int x)
{
	return second(x) * 10;
}

/* Where there is something to write to: a 32-bit field or a pointer, and what to write. */
struct damage {
	const char *name;
	const void *at;
	size_t size;
	uint64_t value;
};

/* With what a change is refused; 0: -EINVAL or -EBUSY. */
static int error;

/* In a child: 0, or a number that says what was wrong. */
static int try_damage(const struct damage *d)
{
	struct ffp_info info;
	uint32_t small = (uint32_t)d->value;
	int r;

	put(d->at, d->size == 4 ? (const void *)&small : &d->value, d->size);
	r = SET_FFP(value, value_other);
	if (error ? r != error : r != -EINVAL && r != -EBUSY) {
		printf("# %s: returned %d\n", d->name, r);
		fflush(stdout);
		return 1;
	}
	/* Without its state FFP_TARGET has nowhere to look. */
	if (d->at != &FFP__KEY(value)->state && FFP_TARGET(value) != value_default)
		return 2;
	if (call_value(5) != 60 || call_second(5) != 60)
		return 2;
	if (r == -EINVAL && ffp_info(FFP__KEY(value), &info) != -EINVAL)
		return 3;
	if (r == -EBUSY && (ffp_info(FFP__KEY(value), &info) || info.foreign != 1))
		return 4;
	/* What goes through all modules finds what is there. */
	return ffp_find("no such key") ? 5 : 0;
}

static int status_of(int (*try)(const struct damage *), const struct damage *d)
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(try(d));
	waitpid(child, &status, 0);
	return status;
}

static void check(const struct damage *d)
{
	is(status_of(try_damage, d), 0, "%s: refused, and nothing has changed", d->name);
}

static void check_records(void)
{
	const struct ffp *key = FFP__KEY(value);
	const struct ffp_module *module = key->module;
	const struct damage all[] = {
		{ "a record's entry: none", &key->entry, 8, 0 },
		{ "a record's state: none", &key->state, 8, 0 },
		{ "a record's module: none", &key->module, 8, 0 },
		{ "a record's version", &key->abi, 4, FFP_ABI + 1 },
		{ "a descriptor's version", &module->abi, 4, 0 },
		{ "a descriptor's size", &module->size, 4, 8 },
		{ "a descriptor's keys end before they begin", &module->keys_end, 8, 8 },
		{ "a descriptor's state: none", &module->state, 8, 0 },
		{ "a descriptor's library: none", &module->library, 8, 0 },
		/* Of what the pointer form does not look at. */
		{ "a record's entry: not one", &key->entry, 8, (uintptr_t)key->entry + 4 },
		{ "a record's entry: outside the text", &key->entry, 8, (uintptr_t)&key },
		{ "a record's flags", &key->flags, 4, FFP_KEY_NULL },
		{ "a descriptor's sites: elsewhere", &module->sites, 8, 8 },
		{ "a descriptor's sites: one too many", &module->sites_end, 8,
		  (uintptr_t)module->sites_end + 4 },
		{ "a descriptor's candidates: elsewhere", &module->impls, 8, 8 },
	};
	size_t n = sizeof(all) / sizeof(all[0]);

	for (size_t i = 0; i < (FORM == POINTER ? 9 : n); i++)
		check(&all[i]);
}

static void check_entry(void)
{
	const struct ffp_key *keys = FFP__KEY(value)->module->keys;
	const char *entry = FFP__KEY(value)->entry;
	/* What a compiler takes for a function has a header. */
	__asm__("" : "+r"(entry));
	const struct damage all[] = {
		{ "an entry's record: elsewhere", entry + FFP_ENTRY_RECORD, 4, 0 },
		{ "an entry's record: in no memory", entry + FFP_ENTRY_RECORD, 4, 0x70000000 },
		{ "a key's line: its record in no memory", &keys->record, 4, 0x70000000 },
		{ "an entry's version", entry + FFP_ENTRY_FLAGS, 4, (FFP_ABI + 1) << 8 },
		{ "an entry's flags", entry + FFP_ENTRY_FLAGS, 4,
		  FFP_ABI << 8 | (WIDE_CALLS ? 0 : FFP_KEY_EXPORT) },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check(&all[i]);
}

/* The first line of a key of this kind in the table; NULL if there is none. */
static const struct ffp_site *line_of(const struct ffp *key, unsigned kind)
{
	const struct ffp_module *module = key->module;

	for (const struct ffp_site *s = module->sites; s < module->sites_end; s++)
		if (table_key(s) == ((uintptr_t)key->entry | kind))
			return s;
	return NULL;
}

static void check_sites(void)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	const struct ffp_site *site = line_of(FFP__KEY(value), FFP_SITE_CALL);
	const struct ffp_site *second_site = line_of(FFP__KEY(second), FFP_SITE_CALL);
	const struct ffp_site *veneer = line_of(FFP__KEY(value), FFP_SITE_VENEER);
	const struct damage all[] = {
		{ "a site outside the text, far", &site->site, 4, 0x70000000 },
		{ "a site outside the text, near", &site->site, 4, 0 },
		{ "a site that holds no branch", &site->site, 4,
		  (uint32_t)((uintptr_t)check_sites - (uintptr_t)&site->site) },
		{ "a site of an unknown kind", &site->key, 4, (uint32_t)site->key | 3 },
		{ "a site of no entry, in no text", &site->key, 4, 0 },
		{ "a site of no entry, but in the text", &site->key, 4,
		  (uint32_t)((((uintptr_t)check_sites & -16UL) - (uintptr_t)&site->key)) },
		{ "a table that ends before it begins", &module->sites_end, 8, 8 },
	};
	const struct damage shared[] = {
		{ "a site of two keys", &second_site->site, 4,
		  (uint32_t)(table_site(site) - (uintptr_t)&second_site->site) },
		{ "a site of two keys, if the other's is changed", &site->site, 4,
		  (uint32_t)(table_site(second_site) - (uintptr_t)&site->site) },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check(&all[i]);
	error = -EINVAL;
	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
		check(&shared[i]);
	error = 0;
	if (veneer) {
		const struct damage elsewhere = { "a veneer that leads elsewhere", &veneer->site, 4,
						  (uint32_t)((uintptr_t)call_value -
							     (uintptr_t)&veneer->site) };

		check(&elsewhere);
	}
}

/* What a change that is to be made sets the key to. */
static int (*target)(int) = value_other;

/* In a child: 0 if a change is made. */
static int do_without(const struct damage *d)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	uint32_t small = (uint32_t)d->value;

	/* Behind a descriptor of that size stands what is no bound of a table. */
	if (d->at == &module->size)
		put(&module->wide_end, "anything", 8);
	put(d->at, d->size == 4 ? (const void *)&small : &d->value, d->size);
	return SET_FFP(value, target) || call_value(5) != 70;
}

#if WIDE_CALLS
/* The site of a call with a prefix of its own, and what such a prefix is. */
static const uint8_t *wide_site;
enum { PREFIX = 0x67 };

/*
 * In a child: 0 if a change is made, and the prefix stays.  The target is one instruction, which
 * would take the place of a prefix that belongs to the call.
 */
static int do_without_wide(const struct damage *d)
{
	return do_without(d) || wide_site[-1] != PREFIX;
}

/* In a child: 0 if a change replaces the prefix, too. */
static int do_wide(const struct damage *d)
{
	(void)d;
	return SET_FFP(value, target) || call_value(5) != 70 || wide_site[-1] == PREFIX;
}

/*
 * The prefixes of calls that were compiled with -fno-plt, on x86-64.  Without their table, and with
 * a descriptor of release 0.1.0, the prefix stays where it is.
 */
static void check_wide(void)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	const int32_t *wide = module->wide;
	const struct ffp_site *site = line_of(FFP__KEY(value), FFP_SITE_CALL);
	const struct damage all[] = {
		{ "a wide call in no memory", wide, 4, 0x70000000 },
		{ "a wide call that is no site", wide, 4, (uint32_t)*wide + 1 },
		{ "a wide call without its prefix", (const char *)table_site(site) - 1, 1, 0x90 },
		{ "wide calls that end before they begin", &module->wide_end, 8, 8 },
		{ "wide calls: elsewhere", &module->wide, 8, 8 },
		{ "wide calls: a part of a line", &module->wide_end, 8,
		  (uintptr_t)module->wide_end - 1 },
	};
	const struct damage without[] = {
		{ "no table of wide calls", &module->wide_end, 8, (uintptr_t)wide },
		{ "a descriptor that tells of no wide calls", &module->size, 4, FFP_MODULE_SIZE },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check(&all[i]);
	wide_site = (const uint8_t *)table_site(site);
	target = one_instruction;
	is(wide_site[-1], PREFIX, "a wide call has its prefix");
	is(status_of(do_wide, NULL), 0, "with the table the prefix is replaced, too");
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		is(status_of(do_without_wide, &without[i]), 0,
		   "%s: done without, and the prefix stays", without[i].name);
}

#endif

/* Text of rights that a copy could not have, or that cannot be copied, as its header says. */
static void check_rights(void)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	const ElfW(Ehdr) *ehdr = module->ehdr;
	const ElfW(Phdr) *phdr = (const void *)((uintptr_t)ehdr + ehdr->e_phoff);
	uintptr_t base = (uintptr_t)ehdr;
	unsigned n = 0;

	for (unsigned i = 0; i < ehdr->e_phnum; i++) {
		const struct damage all[] = {
			{ "writable text", &phdr[i].p_flags, 4, PF_R | PF_W | PF_X },
			{ "text that cannot be read", &phdr[i].p_flags, 4, PF_X },
		};

		if (phdr[i].p_type == PT_LOAD && !phdr[i].p_offset)
			base = (uintptr_t)ehdr - phdr[i].p_vaddr;
		if (phdr[i].p_type != PT_LOAD || !(phdr[i].p_flags & PF_X))
			continue;
		n++;
		error = -ENOTSUP;
		check(&all[0]);
		/* Where read-only data is beside the text, a table there cannot be read either. */
		if ((uintptr_t)module->keys - base - phdr[i].p_vaddr < phdr[i].p_memsz ||
		    (uintptr_t)module->sites - base - phdr[i].p_vaddr < phdr[i].p_memsz)
			error = -EINVAL;
		check(&all[1]);
		error = 0;
	}
	is(n, 1, "the program has one segment of text");
}

/* The loader knows where a module is: the ELF header is not asked. */
static void check_header(void)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	static const char no_elf[64];
	const struct damage all[] = {
		{ "a descriptor's ELF header: none", &module->ehdr, 8, 0 },
		{ "a descriptor's ELF header: not one", &module->ehdr, 8, (uintptr_t)no_elf },
		{ "a descriptor's ELF header: in no memory", &module->ehdr, 8, 4096 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		is(status_of(do_without, &all[i]), 0, "%s: done without", all[i].name);
}

/* What the linker says of the text.  Nothing hangs on it that calls need. */
static void check_property(void)
{
	const ElfW(Ehdr) *ehdr = FFP__KEY(value)->module->ehdr;
	const ElfW(Phdr) *phdr = (const void *)((uintptr_t)ehdr + ehdr->e_phoff);
	unsigned n = ehdr->e_phnum;
	const char *note;

	while (n && phdr->p_type != PT_GNU_PROPERTY) {
		phdr++;
		n--;
	}
	if (!n) {
		skip("a damaged GNU property", "the linker wrote none");
		return;
	}
	note = (const char *)ehdr + phdr->p_offset;
	const struct damage all[] = {
		{ "a GNU property in no memory", &phdr->p_vaddr, 8, UINT64_C(1) << 40 },
		{ "a GNU property before all memory", &phdr->p_vaddr, 8, -UINT64_C(1) << 40 },
		{ "a GNU property whose note is too long", note + 4, 4, UINT32_MAX },
		{ "a GNU property that is too long", note + 20, 4, UINT32_MAX },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		is(status_of(do_without, &all[i]), 0, "%s: done without", all[i].name);
}

int main(void)
{
	is(call_value(5), 60, "the default");
	check_records();
	if (FORM != POINTER) {
		check_entry();
		check_rights();
		check_header();
		check_property();
	}
	if (FORM == DIRECT)
		check_sites();
#if WIDE_CALLS
	if (FORM == DIRECT)
		check_wide();
#endif
	is(SET_FFP(value, value_other) || call_value(5) != 70, 0, "undamaged, it can be changed");
	counts_print();
	return done();
}
