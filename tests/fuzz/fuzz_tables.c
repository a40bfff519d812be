// SPDX-License-Identifier: MIT
/*
 * libFuzzer: the tables of a loaded module, through all of the library that reads them: a sound
 * module of x86-64 is built in memory, and the input writes to it.  Then the module is registered,
 * its keys are looked up, asked for and changed, and it is unloaded.
 *
 * The input is a byte of flags and a number of writes: offset (2 bytes, little-endian, of what
 * struct constant and struct text hold, modulo their size), length (1), and so many bytes.  Not
 * written to is what only the loader or the library writes: program headers, the states, and
 * pointers to these.
 *
 * What is refused must leave the text as it is; and no byte of text may change but those of a
 * site, a branch or an entry that a table names.
 */
#include <ffp.h>

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "choice.h"
#include "entry.h"
#include "image.h"
#include "index.h"
#include "load.h"
#include "lock.h"
#include "module.h"
#include "note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAGE = 4096, KEYS = 3, SITES = 8, BRANCHES = 3, ENTRIES = 4, HANDLES = 8 };

/* Flags of an input. */
enum { NO_BRANCHES = 1, OTHER_CHANGES = 2, WRITABLE_TEXT = 4, CUT = 8 };

/* What is read-only. */
struct constant {
	struct ffp_module module, twin;
	struct ffp_branches branches;
	struct {
		uint32_t name_size, size, type;
		char owner[4];
		struct ffp_note note;
	} note;
	struct {
		uint32_t name_size, size, type;
		char owner[4];
		uint32_t property, length, bits, pad;
	} property;
	struct ffp_site sites[SITES];
	int32_t wide[1];
	struct ffp_branch lines[BRANCHES];
	struct ffp_key keys[KEYS];
	int32_t impls[2];
	struct ffp records[KEYS];
	struct ffp_import import;
	const struct ffp *far;
	struct ffp_impl candidates[2];
	char names[KEYS][8];
};

struct writable {
	struct ffp_module_state module, twin;
	struct ffp_state states[KEYS];
	void *pointer;
};

struct entry {
	uint64_t word;
	int32_t record;
	uint32_t flags;
	uint8_t code[48];
};

struct text {
	uint8_t functions[4][16];
	struct entry entries[ENTRIES];
	uint8_t sites[SITES][8], branches[BRANCHES][8];
};

_Static_assert(sizeof(struct constant) <= PAGE && sizeof(struct writable) <= PAGE &&
		   sizeof(struct text) <= PAGE && sizeof(struct entry) == 64,
	       "one page each");

/* The module: a page of each, and behind each one that there is not. */
static struct memory {
	union {
		struct constant constant;
		uint8_t constant_page[2 * PAGE];
	};
	union {
		struct writable writable;
		uint8_t writable_page[2 * PAGE];
	};
	union {
		struct text text;
		uint8_t text_page[2 * PAGE];
	};
} * m;

static ElfW(Phdr) headers[5];

/* A key of another module, the program, of which the module has sites and a branch. */
int outside_default(void);
int outside_default(void)
{
	return 1;
}

static int outside_other(void)
{
	return 2;
}

DEFINE_FFP_EXPORT(outside, outside_default);

static void check(bool condition)
{
	if (!condition)
		abort();
}

static int32_t distance(const void *to, const void *field)
{
	return (int32_t)((uintptr_t)to - (uintptr_t)field);
}

static void put_branch(uint8_t *at, const char *opcode, const void *to)
{
	size_t n = strlen(opcode);
	int32_t d = distance(to, at + n + 4);

	memcpy(at, opcode, n);
	memcpy(at + n, &d, 4);
}

static void *code_of(unsigned i)
{
	return m->text.entries[i].code;
}

/* An entry that jumps there, or by its word where that is out of reach. */
static void put_entry(unsigned i, uint32_t flags, const void *record, const void *to)
{
	struct entry *e = &m->text.entries[i];

	memset(e->code, 0xcc, sizeof(e->code));
	e->record = distance(record, &e->record);
	e->flags = FFP_ABI << 8 | flags;
	if (!to)
		memcpy(e->code, "\xc3\xcc\xcc\xcc\xcc", 5);
	else if (distance(to, e->code) == (intptr_t)((uintptr_t)to - (uintptr_t)e->code))
		put_branch(e->code, "\xe9", to);
	else
		put_branch(e->code, "\xe9", e->code + 10);
	e->word = to && e->code[1] == 5 ? (uintptr_t)to : 0;
	memcpy(e->code + 10, "\xff\x25\xe0\xff\xff\xff\x48\xb8\0\0\0\0\0\0\0\0\xc3", 17);
}

static void put_key(unsigned i, unsigned flags, const char *name, const void *def)
{
	struct constant *c = &m->constant;
	struct ffp_key *line = &c->keys[i];

	strcpy(c->names[i], name);
	c->records[i] = (struct ffp){ .name = c->names[i],
				      .def = (void *)(uintptr_t)def,
				      .entry = code_of(i),
				      .state = &m->writable.states[i],
				      .module = &c->module,
				      .abi = FFP_ABI,
				      .flags = flags };
	m->writable.states[i].target = c->records[i].def;
	line->entry = distance(code_of(i), &line->entry);
	line->record = distance(&c->records[i], &line->record);
	line->name = distance(c->names[i], &line->name);
	line->flags = FFP_ABI << 8 | flags;
	if (!(flags & FFP_KEY_POINTER))
		put_entry(i, flags, &c->records[i], def);
}

static void put_site(unsigned i, unsigned entry, unsigned kind, const char *opcode, const void *to)
{
	struct ffp_site *line = &m->constant.sites[i];
	uint8_t *at = m->text.sites[i];
	unsigned prefix = opcode && opcode[0] == 0x67;

	if (opcode)
		put_branch(at, opcode, to);
	else
		memcpy(at, "\x0f\x1f\x44\0\0", 5);
	line->site = distance(at + prefix, &line->site);
	line->key = distance(code_of(entry), &line->key) | (int32_t)kind;
	if (prefix)
		m->constant.wide[0] = distance(at + 1, &m->constant.wide[0]);
}

static void put_line(unsigned i, const void *record, unsigned flags)
{
	struct ffp_branch *line = &m->constant.lines[i];
	uint8_t *at = m->text.branches[i];

	line->site = distance(at, &line->site);
	line->to = distance(m->text.branches, &line->to);
	line->key = distance(record, &line->key) | (int32_t)flags;
	if (flags & FFP_BRANCH_LIKELY)
		put_branch(at, "\xe9", m->text.branches);
	else
		memcpy(at, "\x0f\x1f\x44\0\0", 5);
}

static int usable(void)
{
	abort(); /* nobody chooses here */
}

/* A module as the macros, the collector and a linker would make it. */
static void build(void)
{
	static const uint8_t functions[4][16] = { { 0x8d, 0x47, 0x01, 0xc3 },
						  { 0xb8, 42, 0, 0, 0, 0xc3 },
						  { 0xf3, 0x0f, 0xb8, 0xc7, 0xc3 },
						  { 0xf2, 0x0f, 0x51, 0xc0, 0xc3 } };
	struct constant *c = &m->constant;
	struct text *t = &m->text;

	memset(t, 0xcc, sizeof(*t));
	/* No instruction is put behind a breakpoint: so stands the first site, behind an entry. */
	memset(t->sites, 0x90, sizeof(t->sites));
	memcpy(t->functions, functions, sizeof(functions));
	put_key(0, FFP_KEY_EXPORT, "first", t->functions[0]);
	put_key(1, FFP_KEY_NULL, "second", NULL);
	put_key(2, FFP_KEY_POINTER, "third", t->functions[0]);
	m->writable.pointer = t->functions[0];
	c->records[2].entry = &m->writable.pointer;
	c->records[2].stub = t->functions[1];
	c->keys[2].entry = distance(&m->writable.pointer, &c->keys[2].entry);
	c->import.key = c->far = FFP__KEY(outside);
	put_entry(3, FFP_KEY_IMPORT | FFP__KEY(outside)->flags, &c->import,
		  FFP__KEY(outside)->entry);
	put_site(0, 0, FFP_SITE_CALL, "\xe8", t->functions[0]);
	put_site(1, 0, FFP_SITE_JUMP, "\xe9", t->functions[0]);
	put_site(2, 0, FFP_SITE_COND, "\x0f\x84", t->functions[0]);
	put_site(3, 0, FFP_SITE_CALL, "\x67\xe8", t->functions[0]);
	put_site(4, 0, FFP_SITE_CALL, "\xe8", code_of(0));
	put_site(5, 1, FFP_SITE_CALL, NULL, NULL);
	put_site(6, 3, FFP_SITE_CALL, "\xe8", code_of(3));
	put_site(7, 3, FFP_SITE_JUMP, "\xe9", code_of(3));
	put_line(0, &c->records[0], 0);
	put_line(1, &c->records[1], FFP_BRANCH_LIKELY);
	put_line(2, &c->far, FFP_BRANCH_FAR);
	for (unsigned i = 0; i < 2; i++) {
		c->impls[i] = distance(&c->candidates[i], &c->impls[i]);
		c->candidates[i] = (struct ffp_impl){ .key = i ? FFP__KEY(outside) : &c->records[0],
						      .function = t->functions[2],
						      .name = c->names[i],
						      .usable = usable,
						      .rank = 1,
						      .abi = FFP_ABI };
	}
	c->module = (struct ffp_module){ .abi = FFP_ABI,
					 .size = sizeof(c->module),
					 .sites = c->sites,
					 .sites_end = c->sites + SITES,
					 .keys = c->keys,
					 .keys_end = c->keys + KEYS,
					 .state = &m->writable.module,
					 .library = &ffp_library,
					 .impls = c->impls,
					 .impls_end = c->impls + 2,
					 .wide = c->wide,
					 .wide_end = c->wide + 1 };
	c->twin = c->module;
	c->twin.state = &m->writable.twin;
	c->branches = (struct ffp_branches){ .abi = FFP_ABI,
					     .size = sizeof(c->branches),
					     .module = &c->module,
					     .lines = c->lines,
					     .lines_end = c->lines + BRANCHES };
	c->note.name_size = 4;
	c->note.size = sizeof(c->note.note);
	c->note.type = FFP_NOTE_TYPE;
	memcpy(c->note.owner, FFP_NOTE_OWNER, 4);
	c->note.note.module = distance(&c->module, &c->note.note.module);
	c->note.note.abi = FFP_ABI;
	c->property.name_size = 4;
	c->property.size = 16;
	c->property.type = 5;
	memcpy(c->property.owner, "GNU", 4);
	c->property.property = 0xc0000002;
	c->property.length = 4;
	c->property.bits = 3;
}

static void put_header(unsigned i, const void *at, size_t length, unsigned type, unsigned rights)
{
	headers[i] = (ElfW(Phdr)){ .p_type = type,
				   .p_flags = rights,
				   .p_vaddr = (uintptr_t)at,
				   .p_filesz = length,
				   .p_memsz = length };
}

static void map(unsigned flags)
{
	/* Where no field of 32 bits leads to AddressSanitizer's own memory: see avoid_shadow(). */
	m = mmap((void *)0x200010000000, sizeof(*m), PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	check(m != MAP_FAILED);
	check(!mprotect(&m->constant, PAGE, PROT_READ | PROT_WRITE));
	check(!mprotect(&m->writable, PAGE, PROT_READ | PROT_WRITE));
	check(!mprotect(&m->text, PAGE, PROT_READ | PROT_WRITE));
	/* Behind what is cut short lies nothing that the module has. */
	put_header(0, &m->constant, flags & CUT ? sizeof(m->constant) : PAGE, PT_LOAD, PF_R);
	put_header(1, &m->writable, sizeof(m->writable), PT_LOAD, PF_R | PF_W);
	put_header(2, &m->text, flags & CUT ? sizeof(m->text) : PAGE, PT_LOAD,
		   PF_R | PF_X | (flags & WRITABLE_TEXT ? PF_W : 0));
	put_header(3, &m->constant.note, sizeof(m->constant.note), PT_NOTE, PF_R);
	put_header(4, &m->constant.property, sizeof(m->constant.property), PT_GNU_PROPERTY, PF_R);
}

static void write_input(const uint8_t *data, size_t size)
{
	const size_t room = sizeof(m->constant) + sizeof(m->text);

	while (size > 3) {
		size_t at = (data[0] | (size_t)data[1] << 8) % room, n = data[2];

		data += 3;
		size -= 3;
		for (size_t i = 0; i < n && i < size && at + i < room; i++) {
			size_t to = at + i;

			if (to < sizeof(m->constant))
				m->constant_page[to] = data[i];
			else
				m->text_page[to - sizeof(m->constant)] = data[i];
		}
		data += n < size ? n : size;
		size -= n < size ? n : size;
	}
}

static bool is_inside(const void *p, const void *part, size_t size)
{
	return (uintptr_t)p - (uintptr_t)part < size;
}

static const void *leads_to(const int32_t *field)
{
	return (const void *)relative(field, *field & ~3);
}

/*
 * AddressSanitizer's own memory can be read, so the library takes it for data; but no code that is
 * built with it may read there.  Every pointer that is looked at is aligned.
 */
static void avoid_shadow(void)
{
	const uint64_t low = 0x7fff8000, low_end = 0x8fff7000;
	const uint64_t from = 0x2008fff7000, to = 0x10007fff8000;
	uint64_t word;

	for (size_t i = 0; i + sizeof(word) <= sizeof(m->constant); i += sizeof(word)) {
		memcpy(&word, m->constant_page + i, sizeof(word));
		if ((word >= low && word < low_end) || (word >= from && word < to))
			memset(m->constant_page + i, 0, sizeof(word));
	}
}

/* Put back what the loader has made, where the library has no way to tell. */
static void put_back(void)
{
	struct constant *c = &m->constant;

	c->module.library = c->twin.library = &ffp_library;
	if (is_inside(c->module.state, &m->writable, sizeof(m->writable)))
		c->module.state = &m->writable.module;
	if (is_inside(c->twin.state, &m->writable, sizeof(m->writable)))
		c->twin.state = &m->writable.twin;
}

/* A record anywhere, of which a table tells: of two keys with one state nobody can tell either. */
static void put_state_back(const void *at, unsigned i)
{
	struct ffp *record = (struct ffp *)(uintptr_t)at;

	if ((uintptr_t)at % sizeof(void *) || !is_inside(at, &m->constant, PAGE - sizeof(*record)))
		return;
	if (is_inside(record->state, &m->writable, sizeof(m->writable)))
		record->state = &m->writable.states[i];
	if (record->flags & FFP_KEY_POINTER &&
	    is_inside(record->entry, &m->writable, sizeof(m->writable)))
		record->entry = &m->writable.pointer;
}

static bool may_change[PAGE];

static void may(const void *at, size_t before, size_t n)
{
	uintptr_t from = (uintptr_t)at - before - (uintptr_t)&m->text;

	for (size_t i = 0; i < before + n; i++)
		if (from + i < PAGE)
			may_change[from + i] = true;
}

/* What the tables of a module name, whose descriptor has been checked. */
static void note_places(const struct ffp_module *module)
{
	const struct ffp_branches *b = &m->constant.branches;

	for (const struct ffp_site *s = module->sites; s < module->sites_end; s++) {
		may((const void *)relative(&s->site, s->site), 1, 6);
		may(leads_to(&s->key), FFP_ENTRY_HEADER, 32);
	}
	for (const struct ffp_key *k = module->keys; k < module->keys_end; k++) {
		const void *record = (const void *)relative(&k->record, k->record);

		put_state_back(record, (unsigned)((uintptr_t)k / sizeof(*k) % KEYS));
		if (is_inside(record, &m->constant, PAGE - sizeof(struct ffp))) {
			const void *entry;

			/* A line may lead to any byte. */
			memcpy(&entry, (const char *)record + offsetof(struct ffp, entry),
			       sizeof(entry));
			may(entry, FFP_ENTRY_HEADER, 32);
		}
	}
	if (is_inside(b->lines, &m->constant, PAGE) && is_inside(b->lines_end, &m->constant, PAGE))
		for (const char *line = (const char *)b->lines; line < (const char *)b->lines_end;
		     line += sizeof(struct ffp_branch)) {
			int32_t site;

			/* The table's place is not checked yet. */
			memcpy(&site, line + offsetof(struct ffp_branch, site), sizeof(site));
			may((const void *)((uintptr_t)line + offsetof(struct ffp_branch, site) +
					   (uintptr_t)site),
			    0, 5);
		}
}

static const struct ffp *handles[HANDLES];
static unsigned n_handles;

static int keep(const struct ffp *key, void *arg)
{
	(void)arg;
	if (n_handles < HANDLES && key != FFP__KEY(outside))
		handles[n_handles++] = key;
	return 0;
}

static int read_impl(const struct ffp_impl_info *impl, void *sum)
{
	*(size_t *)sum += strlen(impl->name) + strlen(impl->key->name);
	return 0;
}

/* The text before a change, and whether a module was behind: each change first tries that again. */
static uint8_t text[PAGE];
static bool behind;

static void keep_text(void)
{
	memcpy(text, m->text_page, PAGE);
	behind = ffp_load_behind();
}

/* After a change that returned this. */
static void check_text(int r)
{
	check(r <= 0);
	for (size_t i = 0; i < PAGE; i++)
		if (m->text_page[i] != text[i])
			check(may_change[i] && (!r || behind));
	keep_text();
}

static void change(const struct ffp *key)
{
	struct ffp_info info;
	size_t n;

	if (!ffp_info(key, &info)) {
		check(info.name && strlen(info.name) < 2 * PAGE);
		n = info.direct + info.trampoline + info.foreign + info.behind;
		check(n <= info.sites + info.branches + ENTRIES);
	}
	for (unsigned i = 1; i < 4; i++)
		check_text(ffp_set_target(key, m->text.functions[i]));
	check_text(ffp_set_return(key, 7));
	check_text(ffp_set_return(key, UINT64_MAX));
	check_text(ffp_set_target(key, (void *)(uintptr_t)outside_other));
	check_text(ffp_reset_target(key));
}

static void change_all(unsigned flags)
{
	struct ffp_change changes[HANDLES];

	keep_text();
	for (unsigned i = 0; i < n_handles; i++) {
		change(handles[i]);
		changes[i] =
		    (struct ffp_change){ handles[i], m->text.functions[2], 0, FFP_TO_TARGET };
	}
	check_text(ffp_apply(changes, n_handles, 0));
	check_text(ffp_apply(NULL, 0, FFP_AIM | FFP_CALLS));
	if (flags & OTHER_CHANGES) {
		check_text(ffp_reset_target(FFP__KEY(outside)));
		check_text(ffp_set_target(FFP__KEY(outside), (void *)(uintptr_t)outside_other));
	}
	for (unsigned i = 0; i < n_handles; i++)
		changes[i].to = FFP_TO_DEFAULT;
	check_text(ffp_apply(changes, n_handles, FFP_ATOMIC | FFP_AIM));
}

/* What the module's constructor does, without a look at other copies of the library. */
static struct ffp_module_state *arrive(const struct ffp_module *module, const struct object *object,
				       unsigned flags)
{
	struct ffp_module_state *listed;

	check(!ffp_update_lock_in_host());
	if (!(flags & NO_BRANCHES))
		module->state->branches = (uintptr_t)&m->constant.branches;
	module->state->phase = PHASE_REGISTERED;
	ffp_module_learn(module, object);
	listed = ffp_module_list(module);
	if (listed && (listed == module->state || ffp_module_adopt(listed, module->state)))
		ffp_load_on_load(listed);
	ffp_update_unlock();
	return listed;
}

static void leave(const struct ffp_module *module)
{
	check(!ffp_update_lock_in_host());
	ffp_load_on_unload(module);
	ffp_module_unlist(module);
	ffp_choice_free(module->state);
	ffp_load_catch_up();
	ffp_update_unlock();
}

/* The module as it was built, which is to be accepted. */
static void check_sound(unsigned flags)
{
	struct ffp_info info;

	check(n_handles == KEYS && ffp_find("first") == handles[0]);
	if (flags & WRITABLE_TEXT) {
		check(ffp_set_target(handles[0], m->text.functions[2]) == -ENOTSUP);
		return;
	}
	check(!ffp_set_target(handles[0], m->text.functions[2]) && !ffp_info(handles[0], &info));
	check(info.sites == 5 && info.direct == 5 && info.inlined == 2);
	check(flags & NO_BRANCHES || (info.branches == 1 && info.branches_on == 1));
	check(!ffp_info(FFP__KEY(outside), &info) && info.sites == 2);
	check(!ffp_set_return(handles[0], 7) && !ffp_reset_target(handles[0]));
	check(!ffp_set_target(handles[1], m->text.functions[3]) && !ffp_info(handles[1], &info));
	check(info.sites == 1 && info.direct == 1);
	check(!ffp_set_target(handles[2], m->text.functions[1]));
	check(m->writable.pointer == m->text.functions[1]);
	check(!ffp_reset_target(handles[1]) && !ffp_reset_target(handles[2]));
}

/* Look at the module's keys in each way there is, and change them. */
static void use(unsigned flags, bool sound)
{
	static const char *const names[] = { "first", "second", "third", "", "none" };
	size_t sum = 0;

	n_handles = 0;
	check(!ffp_each(keep, NULL));
	(void)ffp_each_impl(NULL, read_impl, &sum);
	if (sound)
		check_sound(flags);
	change_all(flags);
	for (unsigned i = 0; i < 5; i++)
		(void)ffp_find(names[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct object object = { 0, headers, sizeof(headers) / sizeof(headers[0]) };
	const struct ffp_module *module;
	unsigned flags = size ? data[0] : 0;
	const void *note;
	size_t length;

	/* A key that was changed before a module comes. */
	if (FFP_TARGET(outside) == outside_default)
		check(!SET_FFP(outside, outside_other));
	map(flags);
	build();
	if (size)
		write_input(data + 1, size - 1);
	avoid_shadow();
	put_back();
	module = &m->constant.module;
	note = ffp_note_find((uintptr_t)&m->constant.note, sizeof(m->constant.note), FFP_NOTE_OWNER,
			     FFP_NOTE_TYPE, &length);
	check(!note || is_inside(note, &m->constant.note, sizeof(m->constant.note) - length + 1));
	check(size > 1 || ffp_module_inside(module, &object));
	if (ffp_module_inside(module, &object)) {
		struct ffp_module_state *listed;

		check(!((uintptr_t)module->state % sizeof(void *)));
		memset(may_change, 0, sizeof(may_change));
		note_places(module);
		if (ffp_module_inside(&m->constant.twin, &object))
			note_places(&m->constant.twin);
		check(!mprotect(&m->constant, PAGE, PROT_READ));
		check(!mprotect(&m->text, PAGE, PROT_READ | PROT_EXEC));
		listed = arrive(module, &object, flags);
		check(listed || size > 1);
		if (listed) {
			bool twin = ffp_module_inside(&m->constant.twin, &object) &&
				    arrive(&m->constant.twin, &object, flags) == &m->writable.twin;

			use(flags, size <= 1);
			if (twin)
				leave(&m->constant.twin);
			leave(module);
		}
	}
	check(outside() == 2);
	return 0;
}
