// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "module.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/arch.h"
#include "ffp.h"
#include "lock.h"
#include "names.h"
#include "note.h"
#include "object.h"
#include "sys.h"

/*
 * A module never gets more windows than this at once, nor ever more boundaries
 * between mappings than twice this, however many changes are made: windows
 * begin and end on a grid of that many cells.
 */
#define CELLS_MAX 1024

static struct ffp_module_state *modules;

bool ffp_module_valid(const struct ffp_module *module)
{
	return module && module->abi == FFP_ABI && module->size >= sizeof(*module) &&
	       module->state && module->library && module->sites_end >= module->sites &&
	       module->keys_end >= module->keys;
}

struct ffp_module_state *ffp_module_first(void)
{
	return modules;
}

/* What the loader, or the module before it started, told of the module's object. */
static struct object object_of(const struct ffp_module *module)
{
	const struct ffp_module_state *state = module->state;

	return (struct object){ (uintptr_t)state->base,
				(const ElfW(Phdr) *)(uintptr_t)state->headers, state->n_headers };
}

/* Is a table inside the object, and of whole lines? */
static bool has_table(const struct object *object, const void *start, const void *end, size_t line)
{
	uintptr_t from = (uintptr_t)start, to = (uintptr_t)end;

	return from == to || (from < to && !(from % sizeof(int32_t)) && !((to - from) % line) &&
			      ffp_object_has(object, from, to - from, PF_R));
}

/*
 * BOLT moves functions to new text and leaves the tables, which then speak of text that
 * nobody runs.  It puts the program headers at the start of the new text, which no linker
 * does: theirs are behind an ELF header.  The pointer form has nothing that speaks of text.
 */
static bool was_moved(const struct ffp_module *module, const struct object *object)
{
	const struct ffp_key *key = module->keys;

	while (key < module->keys_end && (key->flags & FFP_KEY_POINTER))
		key++;
	if (key == module->keys_end && module->sites == module->sites_end)
		return false;
	for (unsigned i = 0; i < object->n; i++)
		if (object->headers[i].p_type == PT_LOAD && (object->headers[i].p_flags & PF_X) &&
		    object->base + object->headers[i].p_vaddr == (uintptr_t)object->headers)
			return true;
	return false;
}

bool ffp_module_inside(const struct ffp_module *module, const struct object *object)
{
	uintptr_t at = (uintptr_t)module;

	return !(at % sizeof(void *)) && ffp_object_has(object, at, sizeof(*module), PF_R) &&
	       ffp_module_valid(module) &&
	       ffp_object_has(object, (uintptr_t)module->state, sizeof(*module->state),
			      PF_R | PF_W) &&
	       has_table(object, module->sites, module->sites_end, sizeof(*module->sites)) &&
	       has_table(object, module->keys, module->keys_end, sizeof(*module->keys)) &&
	       has_table(object, module->impls, module->impls_end, sizeof(*module->impls));
}

void ffp_module_learn(const struct ffp_module *module, const struct object *object)
{
	struct object guessed;

	if (!object && !module->state->headers &&
	    ffp_object_guess((uintptr_t)module, module->ehdr, &guessed))
		object = &guessed;
	if (!object || object->n > UINT8_MAX)
		return;
	module->state->headers = (uintptr_t)object->headers;
	module->state->n_headers = (uint8_t)object->n;
	module->state->base = object->base;
}

bool ffp_module_same(const struct ffp_module *a, const struct ffp_module *b)
{
	return a == b ||
	       ((a->keys != a->keys_end || a->sites != a->sites_end) && a->keys == b->keys &&
		a->keys_end == b->keys_end && a->sites == b->sites && a->sites_end == b->sites_end);
}

struct ffp_module_state *ffp_module_register(const struct ffp_module *module)
{
	struct ffp_module_state *state = module->state;
	struct object object;

	if (state->module)
		return state;
	ffp_module_learn(module, NULL);
	object = object_of(module);
	if (!ffp_module_inside(module, &object) || was_moved(module, &object))
		return NULL;
	for (struct ffp_module_state *other = modules; other; other = other->next)
		if (ffp_module_same(other->module, module))
			return other;
	state->module = module;
	state->next = modules;
	modules = state;
	ffp_names_forget();
	return state;
}

/* Take the module at *p off the list. */
static void take_off(struct ffp_module_state **p)
{
	struct ffp_module_state *state = *p;
	struct view *view = state->library;

	ffp_names_forget();
	*p = state->next;
	state->module = NULL;
	state->next = NULL;
	state->library = NULL;
	if (view)
		ffp_sys_free(view, view->size);
}

void ffp_module_dismiss_guests(void)
{
	for (struct ffp_module_state **p = &modules; *p;) {
		if ((*p)->begun)
			p = &(*p)->next;
		else
			take_off(p);
	}
}

void ffp_module_forget(const struct ffp_module *module)
{
	for (struct ffp_module_state **p = &modules; *p; p = &(*p)->next) {
		if ((*p)->module != module)
			continue;
		take_off(p);
		break;
	}
	module->state->begun = 0;
	module->state->behind = 0;
	module->state->chosen = 0;
	module->state->ended = 1;
	/* Whoever still has sites of its keys will go as well, or was wrong to stay. */
	for (struct ffp_module_state *state = modules; state; state = state->next) {
		struct view *view = state->library;

		for (size_t i = 0; view && i < view->n_imports; i++)
			if (ffp_module_same(view->imports[i].module, module))
				view->imports[i].state = NULL;
	}
}

/*
 * The rights that the text of a module has beyond being read and executed, by its GNU
 * property: of that kind is one note, a list of properties, each as long as words are.
 */
static int more_prot(uintptr_t base, const ElfW(Phdr) * property)
{
	size_t word = sizeof(ElfW(Addr)), left = 0;
	const char *p = ffp_note_find(base + property->p_vaddr, property->p_filesz,
				      property->p_align, "GNU", NT_GNU_PROPERTY_TYPE_0, &left);
	struct {
		uint32_t type, size, bits;
	} at;
	int prot = 0;

	while (p && left >= sizeof(at)) {
		size_t skip = offsetof(__typeof__(at), bits);

		memcpy(&at, p, sizeof(at));
		if (at.size == sizeof(at.bits))
			prot |= arch_text_prot(at.type, at.bits);
		if (at.size > left - skip)
			break;
		skip += (at.size + word - 1) & -word;
		if (skip > left)
			break;
		p += skip;
		left -= skip;
	}
	return prot;
}

static bool is_text(const ElfW(Phdr) * phdr)
{
	return phdr->p_type == PT_LOAD && (phdr->p_flags & PF_X);
}

bool ffp_module_has_text(const struct ffp_module *module, uintptr_t address)
{
	const struct object object = object_of(module);

	return ffp_object_has(&object, address, 1, PF_X);
}

/*
 * The text segments of a module, if `segments` is not NULL, and their number.  A
 * segment that is writable, or that cannot be read, is not usable: a copy of it
 * would have other rights or cannot be made.
 */
static unsigned read_segments(const struct ffp_module *module, struct segment *segments)
{
	const struct object object = object_of(module);
	const ElfW(Phdr) *phdr = object.headers;
	uintptr_t page = ffp_sys_page_size();
	int prot = PROT_READ | PROT_EXEC;
	unsigned n = 0;

	for (unsigned i = 0; segments && i < object.n; i++)
		if (phdr[i].p_type == PT_GNU_PROPERTY &&
		    ffp_object_has(&object, object.base + phdr[i].p_vaddr, phdr[i].p_filesz, PF_R))
			prot |= more_prot(object.base, &phdr[i]);
	for (unsigned i = 0; i < object.n; i++) {
		uintptr_t start = object.base + phdr[i].p_vaddr;

		if (!is_text(&phdr[i]))
			continue;
		if (segments)
			segments[n] = (struct segment){
				.start = start & -page,
				.end = (start + phdr[i].p_filesz + page - 1) & -page,
				.offset = phdr[i].p_offset & -page,
				.usable = (phdr[i].p_flags & PF_R) && !(phdr[i].p_flags & PF_W),
				.prot = prot,
			};
		n++;
	}
	return n;
}

static void find_segments(struct view *view)
{
	uintptr_t largest = 0;

	view->n_segments = read_segments(view->module, view->segments);
	for (unsigned i = 0; i < view->n_segments; i++) {
		const struct segment *s = &view->segments[i];

		if (s->end - s->start > largest)
			largest = s->end - s->start;
	}
	view->cell = ffp_sys_page_size();
	while (largest / view->cell > CELLS_MAX)
		view->cell *= 2;
}

bool ffp_text_readable(uintptr_t at, size_t length)
{
	/* Pages that may be read, each in the place that its number gives. */
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

const struct segment *ffp_view_segment(const struct view *view, uintptr_t at, size_t length)
{
	for (unsigned i = 0; i < view->n_segments; i++) {
		const struct segment *s = &view->segments[i];

		if (at >= s->start && at < s->end && length <= s->end - at)
			return s;
	}
	return NULL;
}

bool ffp_view_has_record(const struct view *view, uintptr_t at, size_t length)
{
	const struct object object = object_of(view->module);

	return !(at % sizeof(void *)) && ffp_object_has(&object, at, length, PF_R);
}

/* More bytes than the code of a step has. */
#define STEP_MAX 32

/* Take the step, of at least this kind, that the code at *at is; false if it is none. */
static bool take_step(const struct view *view, uintptr_t *at, enum insn_step least)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct segment *s = ffp_view_segment(view, *at, 1);
	uint64_t to;

	if (!ops || !ops->step || !s || !s->usable ||
	    !ffp_text_readable(*at, s->end - *at < STEP_MAX ? s->end - *at : STEP_MAX) ||
	    ops->step((const uint8_t *)*at, s->end - *at, *at, &to) < least)
		return false;
	*at = to;
	return true;
}

/* Follow steps of at least this kind from an address on. */
static uintptr_t follow(const struct view *view, uintptr_t at, enum insn_step least)
{
	for (unsigned i = 0; i < INSN_STEPS && take_step(view, &at, least); i++)
		;
	return at;
}

/* Does a key's entry stand here, in whichever module?  Its header tells: flags, and a record. */
static bool read_header(uintptr_t at, uint32_t *flags, uintptr_t *record)
{
	const uint8_t *field = (const uint8_t *)at + FFP_ENTRY_RECORD;
	int32_t to;

	if (at % FFP_ENTRY_ALIGN || at < FFP_ENTRY_HEADER ||
	    !ffp_text_readable(at - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER))
		return false;
	memcpy(flags, (const uint8_t *)at + FFP_ENTRY_FLAGS, sizeof(*flags));
	memcpy(&to, field, sizeof(to));
	*record = relative((const int32_t *)(const void *)field, to);
	return *flags >> 8 == FFP_ABI;
}

static bool is_entry(const struct view *view, uintptr_t at)
{
	uintptr_t record;
	uint32_t flags;

	return ffp_view_segment(view, at - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER) &&
	       read_header(at, &flags, &record);
}

bool ffp_view_leads(const struct view *view, uintptr_t at, uintptr_t to)
{
	for (unsigned i = 0; at != to; i++)
		if (i == INSN_STEPS || is_entry(view, at) || !take_step(view, &at, INSN_STEP_JUMP))
			return false;
	return true;
}

bool ffp_view_same(const struct view *view, uintptr_t a, uintptr_t b)
{
	return ffp_view_leads(view, a, b) ||
	       follow(view, a, INSN_STEP_JUMP) == follow(view, b, INSN_STEP_JUMP);
}

uintptr_t ffp_view_past_veneers(const struct view *view, uintptr_t at)
{
	return follow(view, at, INSN_STEP_VENEER);
}

bool ffp_view_links(const struct view *view, uintptr_t to, const void *symbol)
{
	return to == (uintptr_t)symbol || ffp_view_segment(view, to, 1);
}

/*
 * A linker that folds identical functions (--icf) keeps the lines of both: the
 * same site twice is one.  If it belongs to two keys, which had the same default,
 * the functions were folded though they are not the same, and neither key could
 * be changed without the other: false.
 */
static bool merge_same(struct view *view)
{
	size_t n = 0;

	for (size_t i = 0; i < view->n_sites; i++) {
		if (n && view->sites[i].key == view->sites[n - 1].key) {
			if (view->sites[i].value != view->sites[n - 1].value)
				return false;
			continue;
		}
		view->sites[n++] = view->sites[i];
	}
	view->n_sites = n;
	return true;
}

/*
 * A branch cannot be told from another, but a veneer can: it leads to its entry, past
 * whatever the linker put between, which may be as plain a branch as the veneer is.
 */
static bool is_way_to(const struct view *view, uintptr_t veneer, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	struct insn_read now;

	return ops->decode((const uint8_t *)veneer, FFP_SITE_JUMP, veneer, &now) &&
	       now.form == INSN_BRANCH && ffp_view_leads(view, now.value, entry);
}

/* The length of what a line of the table is about. */
static size_t line_length(unsigned kind, uintptr_t at)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return kind == FFP_SITE_VENEER ? ops->veneer_size : ops->length(kind, (const uint8_t *)at);
}

/* Is this line of the table, about `site` and the key that `entry` is of, to be believed? */
static int check_line(const struct view *view, uintptr_t site, unsigned kind, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	size_t length;

	if (!ops || (kind >= FFP_SITE_KINDS && !ops->veneer_size) || entry % FFP_ENTRY_ALIGN ||
	    !ffp_view_segment(view, site, INSN_MIN) ||
	    !ffp_view_segment(view, entry - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER + ops->entry_size))
		return -EINVAL;
	if (!ffp_text_readable(site, INSN_MIN) ||
	    !ffp_text_readable(entry - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER + ops->entry_size))
		return -ENOTSUP;
	length = line_length(kind, site);
	if (!ffp_view_segment(view, site, length))
		return -EINVAL;
	if (!ffp_text_readable(site, length))
		return -ENOTSUP;
	return kind == FFP_SITE_VENEER && !is_way_to(view, site, entry) ? -EINVAL : 0;
}

/*
 * Read the site table into view->sites.  A table that points outside the
 * module's text, or at what is no entry, is damaged and refused whole; so is one about
 * text that cannot be read, which nothing is known of.
 */
static int read_sites(struct view *view, struct pair *spare)
{
	const struct ffp_module *module = view->module;

	for (size_t i = 0; i < view->n_sites; i++) {
		const struct ffp_site *s = &module->sites[i];
		uintptr_t site = relative(&s->site, s->site);
		uintptr_t key = relative(&s->key, s->key);
		int r = check_line(view, site, key & 3, key & ~(uintptr_t)3);

		if (r)
			return r;
		view->sites[i] = (struct pair){ site, key };
	}
	/* Stable: first by address, then by key. */
	ffp_sort_pairs(view->sites, spare, view->n_sites);
	if (!merge_same(view))
		return -EINVAL;
	for (size_t i = 0; i < view->n_sites; i++)
		view->sites[i] = (struct pair){ view->sites[i].value, view->sites[i].key };
	ffp_sort_pairs(view->sites, spare, view->n_sites);
	return 0;
}

/*
 * Of the entries, those of other modules' keys.  Such an entry still holds what
 * the linker put there: nobody can have changed it before its module was known.
 * They are found in the order of the sites' keys, which is that of the entries.
 */
static int read_imports(struct view *view, struct pair *spare)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	for (size_t i = 0; i < view->n_sites; i++) {
		uintptr_t entry = view->sites[i].key & ~(uintptr_t)3;
		const uint8_t *bytes = (const uint8_t *)entry;
		struct import *import = &view->imports[view->n_imports];
		const struct ffp_import *record;
		struct insn_read now;
		int32_t to_record;
		uint32_t flags;

		if (i && (view->sites[i].key ^ view->sites[i - 1].key) <= 3)
			continue;
		memcpy(&flags, bytes + FFP_ENTRY_FLAGS, sizeof(flags));
		memcpy(&to_record, bytes + FFP_ENTRY_RECORD, sizeof(to_record));
		if (flags >> 8 != FFP_ABI)
			return -EINVAL;
		if (!(flags & FFP_KEY_IMPORT))
			continue;
		record = (const struct ffp_import *)relative(
		    (const int32_t *)(const void *)(bytes + FFP_ENTRY_RECORD), to_record);
		if (!ffp_view_has_record(view, (uintptr_t)record, sizeof(*record)) ||
		    !record->key || record->key->abi != FFP_ABI)
			return -EINVAL;
		/* What stands there may be foreign: whoever changes this key is told then. */
		if (!ops->entry_decode(bytes, entry, ffp_entry_word(bytes), &now) ||
		    now.form != INSN_BRANCH || !ffp_view_links(view, now.value, record->key->entry))
			now.value = 0;
		/* Another copy of the library changes its own keys, and knows no sites here. */
		*import = (struct import){ .key = record->key,
					   .state = record->key->module->library == &ffp_library
							? record->key->state
							: NULL,
					   .module = record->key->module,
					   .entry = entry,
					   .origin = now.value };
		view->by_state[view->n_imports] =
		    (struct pair){ (uintptr_t)import->state, view->n_imports };
		view->n_imports++;
	}
	ffp_sort_pairs(view->by_state, spare, view->n_imports);
	return 0;
}

/* False if a line of the table of keys leads to no record that this module could have. */
static bool has_records(const struct view *view)
{
	const struct ffp_module *module = view->module;

	for (const struct ffp_key *k = module->keys; k < module->keys_end; k++)
		if (!ffp_view_has_record(view, relative(&k->record, k->record), sizeof(struct ffp)))
			return false;
	return true;
}

/* Is this, which bytes that may be anything led to, where a structure can be read? */
static bool may_be(uintptr_t at, size_t length)
{
	return at && !(at % sizeof(void *)) && ffp_text_readable(at, length);
}

/*
 * Four bytes of flags are soon found before a function by chance, behind a branch, say; but
 * not a record with the same flags that leads back.  An import's leads to the key's.
 */
static bool is_any_entry(uintptr_t at)
{
	const struct ffp *key;
	uintptr_t record;
	uint32_t flags;

	if (!read_header(at, &flags, &record))
		return false;
	if (flags & FFP_KEY_IMPORT) {
		if (!may_be(record, sizeof(struct ffp_import)))
			return false;
		key = ((const struct ffp_import *)record)->key;
		return may_be((uintptr_t)key, sizeof(*key)) && key->abi == FFP_ABI &&
		       (FFP_ABI << 8 | FFP_KEY_IMPORT | key->flags) == flags;
	}
	key = (const struct ffp *)record;
	return may_be(record, sizeof(*key)) && key->abi == FFP_ABI &&
	       (FFP_ABI << 8 | key->flags) == flags && (uintptr_t)key->entry == at;
}

/* Is this the PLT entry that stands for another object's key?  Only the program has such. */
static bool is_given(const struct object *object, uintptr_t at)
{
	static const void *asked;
	static uintptr_t range[2]; /* most targets are out of it */

	if (object->base || !ffp_object_has(object, at, 1, PF_X) ||
	    (asked == object->headers && (at < range[0] || at > range[1])))
		return false;
	asked = object->headers;
	return ffp_object_gives(object, FFP_PREFIX_EXPORT, at, range);
}

bool ffp_module_any_entry(uintptr_t at)
{
	struct object object;

	if (is_any_entry(at))
		return true;
	for (struct ffp_module_state *s = modules; s; s = s->next) {
		object = object_of(s->module);
		if (ffp_object_has(&object, at, 1, 0))
			return is_given(&object, at);
	}
	/* The program may not have started yet. */
	return ffp_object_guess(at, NULL, &object) && is_given(&object, at);
}

/* No PLT entry is longer before it has loaded the word that it goes by. */
#define PLT_MAX 16

bool ffp_view_by_plt(const struct view *view, uintptr_t origin, uintptr_t def)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct object object = object_of(view->module);
	const struct segment *s = ffp_view_segment(view, origin, 1);
	uintptr_t range[2];

	if (!s || !ops ||
	    !ffp_text_readable(origin, s->end - origin < STEP_MAX ? s->end - origin : STEP_MAX))
		return false;
	if (def == origin)
		return ffp_object_gives(&object, "", def, range);
	if (ffp_view_same(view, origin, def))
		return false;
	for (uintptr_t at = origin, end = origin + STEP_MAX; at < origin + PLT_MAX && at < s->end;
	     at += ops->align) {
		uint64_t word;

		if (ops->loads((const uint8_t *)at, (s->end < end ? s->end : end) - at, at, &word))
			return true;
	}
	return false;
}

/*
 * Room for as many imports as sites is more than is used, and costs no memory:
 * pages that are never written are never there.
 */
static struct view *make_view(struct ffp_module_state *state, int *error)
{
	const struct ffp_module *module = state->module;
	const struct object object = object_of(module);
	size_t n, spare, size;
	unsigned n_segments;
	struct view *view;
	void *buffer;

	*error = -EINVAL;
	if (!ffp_module_inside(module, &object))
		return NULL;
	n = (size_t)(module->sites_end - module->sites);
	n_segments = read_segments(module, NULL);
	spare = n * sizeof(struct pair) + 1;
	size = sizeof(struct view) + n * (2 * sizeof(struct pair) + sizeof(struct import)) +
	       n_segments * sizeof(struct segment);
	view = ffp_sys_alloc(size);
	buffer = ffp_sys_alloc(spare);
	*error = -ENOMEM;
	if (view && buffer) {
		view->size = size;
		view->module = module;
		view->n_sites = n;
		view->imports = (struct import *)(void *)&view->sites[n];
		view->by_state = (struct pair *)(void *)&view->imports[n];
		view->segments = (struct segment *)(void *)&view->by_state[n];
		find_segments(view);
		if (view->n_segments) {
			view->file.at = view->segments[0].start;
			view->file.offset = view->segments[0].offset;
		} else {
			view->file.asked = true; /* no text, no file */
		}
		*error = has_records(view) ? read_sites(view, buffer) : -EINVAL;
		if (!*error)
			*error = read_imports(view, buffer);
	}
	ffp_sys_free(buffer, spare);
	if (*error) {
		ffp_sys_free(view, size);
		view = NULL;
	}
	state->library = view;
	return view;
}

struct view *ffp_module_view(struct ffp_module_state *state, int *error)
{
	return state->library ? state->library : make_view(state, error);
}

/* The files that are wanted, into `files`; their number, also if that is NULL. */
static size_t wanted_files(struct pair *files)
{
	size_t n = 0;

	for (struct ffp_module_state *state = modules; state; state = state->next) {
		struct view *view = state->library;

		if (!view || !view->file_wanted || view->file.asked)
			continue;
		if (files)
			files[n].value = (uintptr_t)&view->file;
		n++;
	}
	return n;
}

int ffp_module_find_files(void)
{
	size_t n = wanted_files(NULL), size = 2 * n * sizeof(struct pair);
	struct pair *files;

	if (!n)
		return 0;
	files = ffp_sys_alloc(size);
	if (!files)
		return -ENOMEM;
	(void)wanted_files(files);
	ffp_maps_identify(files, files + n, n);
	ffp_sys_free(files, size);
	return 0;
}

uintptr_t ffp_view_entry(const struct view *view, const struct ffp *key)
{
	uint64_t state = (uintptr_t)key->state;
	size_t i;

	if (ffp_module_same(key->module, view->module))
		return (uintptr_t)key->entry;
	/* A guest's would be forgotten; unchanged they lead to the key's own. */
	if (!view->module->state->begun)
		return 0;
	i = ffp_sort_first(&view->by_state->key, view->n_imports, sizeof(*view->by_state), state);
	for (; i < view->n_imports && view->by_state[i].key == state; i++) {
		const struct import *import = &view->imports[view->by_state[i].value];

		/* Not if the key's module went and another key has come to the same place. */
		if (import->state == key->state)
			return (uintptr_t)import->entry;
	}
	return 0;
}

const struct import *ffp_view_import(const struct view *view, uintptr_t entry)
{
	size_t i =
	    ffp_sort_first(&view->imports->entry, view->n_imports, sizeof(*view->imports), entry);

	return i < view->n_imports && view->imports[i].entry == entry ? &view->imports[i] : NULL;
}

/* The first site whose entry | kind is `key` or above. */
static size_t first_site(const struct view *view, uint64_t key)
{
	return ffp_sort_first(&view->sites->key, view->n_sites, sizeof(*view->sites), key);
}

size_t ffp_view_sites(const struct view *view, uintptr_t entry, const struct pair **first)
{
	size_t from = first_site(view, entry);

	*first = view->sites + from;
	return first_site(view, entry + FFP_SITE_VENEER) - from;
}

uintptr_t ffp_view_veneer(const struct view *view, uintptr_t entry, uintptr_t at)
{
	size_t first = first_site(view, entry + FFP_SITE_VENEER);
	size_t end = first_site(view, entry + FFP_SITE_VENEER + 1);
	size_t low = first + ffp_sort_first(&view->sites[first].value, end - first,
					    sizeof(*view->sites), at);

	if (low > first &&
	    (low == end || at - view->sites[low - 1].value < view->sites[low].value - at))
		low--;
	return low < end ? view->sites[low].value : 0;
}
