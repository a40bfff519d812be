// SPDX-License-Identifier: MIT
/* The modules, keys and candidates of a process: see running.h. */
#include "running.h"
#include "array.h"
#include "bytes.h"
#include "elf/table.h"
#include "msg.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

const char *const run_site_names[RUN_SITE_STATES] = { "direct",	 "inlined", "unreachable",
						      "unaimed", "foreign", "behind" };

#define NOT_READABLE MSG_PART("its table of keys cannot be read")

bool running_count(struct running *r, uint64_t lines)
{
	if (lines > RUN_LINES - r->lines)
		return msg_error(r->name, "more lines of tables than %d: not supported", RUN_LINES);
	r->lines += lines;
	return true;
}

char *running_string(struct running *r, uint64_t at)
{
	char *string = r->names < RUN_NAMES ? memory_get_string(r->memory, at, RUN_NAME) : NULL;

	if (string)
		r->names += strlen(string) + 1;
	return string;
}

/* A table's bounds, which both are NULL if the module has none; false if they are not sensible. */
static bool read_table(const struct running *r, const struct run_object *object,
		       const uint8_t *field, unsigned line, struct run_table *table)
{
	table->start = get_uint(field, 8, r->memory->big);
	table->end = get_uint(field + 8, 8, r->memory->big);
	if (table->start == table->end)
		return true;
	return table->start < table->end && !((table->end - table->start) % line) &&
	       running_has(object, table->start, table->end - table->start, PF_R);
}

/*
 * Is this the descriptor of a loaded module?  In a file that was only mapped, pointers are not
 * relocated, and do not lead into the object.
 */
static bool read_descriptor(const struct running *r, const struct run_object *object, uint64_t at,
			    struct run_module *module)
{
	const bool big = r->memory->big;
	uint8_t d[MODULE_SIZE], s[STATE_SIZE], wide[MODULE_WIDE_SIZE - MODULE_WIDE];

	memset(module, 0, sizeof(*module));
	if (at % 8 || !running_has(object, at, sizeof(d), PF_R) ||
	    !memory_get(r->memory, at, d, sizeof(d)) ||
	    get_uint(d + MODULE_ABI, 4, big) != FFP_ABI ||
	    get_uint(d + MODULE_LENGTH, 4, big) < MODULE_SIZE)
		return false;
	module->object = object;
	module->descriptor = at;
	module->state = get_uint(d + MODULE_STATE, 8, big);
	module->library = get_uint(d + MODULE_LIBRARY, 8, big);
	if (module->state % 8 || !running_has(object, module->state, sizeof(s), PF_R | PF_W) ||
	    !memory_get(r->memory, module->state, s, sizeof(s)))
		return false;
	module->choice = get_uint(s + MODULE_STATE_CHOICE, 8, big);
	module->branches = get_uint(s + MODULE_STATE_BRANCHES, 8, big);
	module->phase = s[MODULE_STATE_PHASE];
	/* A descriptor of release 0.1.0 does not tell of wide calls. */
	if (get_uint(d + MODULE_LENGTH, 4, big) >= MODULE_WIDE_SIZE &&
	    (!running_has(object, at, MODULE_WIDE_SIZE, PF_R) ||
	     !memory_get(r->memory, at + MODULE_WIDE, wide, sizeof(wide)) ||
	     !read_table(r, object, wide, TABLE_WIDE, &module->wide)))
		return false;
	module->waiting = s[MODULE_STATE_BEHIND];
	return read_table(r, object, d + MODULE_SITES, TABLE_SITE, &module->sites) &&
	       read_table(r, object, d + MODULE_KEYS, TABLE_KEY, &module->keys) &&
	       read_table(r, object, d + MODULE_IMPLS, TABLE_IMPL, &module->impls);
}

/* Objects that were joined and made local bring one descriptor each, with the bounds of all. */
static bool is_known(const struct running *r, const struct run_module *module)
{
	for (size_t i = r->nmodules; i-- && r->modules[i].object == module->object;) {
		struct run_module *known = &r->modules[i];

		if (known->sites.start != module->sites.start ||
		    known->keys.start != module->keys.start ||
		    known->impls.start != module->impls.start)
			continue;
		if (!known->choice)
			known->choice = module->choice;
		if (!known->branches)
			known->branches = module->branches;
		if (known->phase < module->phase)
			known->phase = module->phase;
		return true;
	}
	return false;
}

static bool add_module(struct running *r, const struct run_object *object, uint64_t at)
{
	struct run_module module;

	if (!read_descriptor(r, object, at, &module))
		return false;
	if (!is_known(r, &module)) {
		r->modules = array_grow(r->modules, r->nmodules, sizeof(module));
		r->modules[r->nmodules++] = module;
	}
	return true;
}

/* Data of more bytes than this is not searched for a descriptor. */
enum { SEARCH_MOST = 1 << 24 };

/* A tool has moved the note, so that it does not lead to the descriptor: search the data. */
static void search_module(struct running *r, const struct run_object *object)
{
	for (unsigned i = 0; i < object->n; i++) {
		const struct run_segment *s = &object->segments[i];
		uint64_t end = s->end, at = (s->start + 7) & -(uint64_t)8;

		if ((s->rights & (PF_R | PF_W)) != (PF_R | PF_W))
			continue;
		if (end - s->start > SEARCH_MOST)
			end = s->start + SEARCH_MOST;
		for (; at < end && end - at >= MODULE_SIZE; at += 8) {
			uint32_t abi;

			if (!memory_get32(r->memory, at, &abi) || r->lines == RUN_LINES)
				break;
			r->lines++;
			if (abi == FFP_ABI && add_module(r, object, at))
				return;
		}
	}
}

/* Find the modules in an object, by its notes. */
static void read_modules(struct running *r, const struct run_object *object)
{
	uint8_t *notes = xcalloc(object->notes_size + 1, 1);
	const size_t before = r->nmodules;
	struct table_note note;
	uint64_t descriptor, next = 0;

	if (!memory_get(r->memory, object->notes, notes, object->notes_size))
		next = object->notes_size;
	while (table_find_note(notes, object->notes_size, r->memory->big, FFP_NOTE_TYPE,
			       FFP_NOTE_OWNER, &next, &note)) {
		uint64_t body = object->notes + (uint64_t)(note.body - notes);

		if (note.size == sizeof(struct ffp_note) &&
		    memory_get_relative(r->memory, body, &descriptor))
			add_module(r, object, descriptor);
	}
	free(notes);
	if (r->nmodules == before)
		search_module(r, object);
}

static bool read_state(const struct running *r, uint64_t at, struct run_state *state)
{
	const bool big = r->memory->big;
	uint8_t s[STATE_SIZE];

	if (at % 8 || !memory_get(r->memory, at, s, sizeof(s)))
		return false;
	memset(state, 0, sizeof(*state));
	state->target = get_uint(s, 8, big);
	state->constant = get_uint(s + 8, 8, big);
	state->value = get_uint(s + 16, 8, big);
	state->other = get_uint(s + 24, 8, big);
	state->origin = get_uint(s + 32, 8, big);
	state->pending = (uint32_t)get_uint(s + 40, 4, big);
	state->form = s[44];
	state->other_form = s[45];
	state->mixed = s[46];
	state->known = s[47];
	memcpy(&state->other_body, s + 48, sizeof(state->other_body));
	memcpy(&state->body, s + 57, sizeof(state->body));
	return true;
}

/* Read the record of a key, and its state. */
static const char *read_record(const struct running *r, struct run_key *key)
{
	const struct run_module *module = &r->modules[key->module];
	const bool big = r->memory->big;
	uint8_t p[RECORD_SIZE];

	if (key->record % 8 || !running_has(module->object, key->record, sizeof(p), PF_R) ||
	    !memory_get(r->memory, key->record, p, sizeof(p)))
		return MSG_PART("its record is outside of its module");
	if (get_uint(p + RECORD_ABI, 4, big) != FFP_ABI)
		return MSG_PART("its record is of another version");
	key->def = get_uint(p + RECORD_DEFAULT, 8, big);
	key->entry = get_uint(p + RECORD_ENTRY, 8, big);
	key->stub = get_uint(p + RECORD_STUB, 8, big);
	key->at = get_uint(p + RECORD_STATE, 8, big);
	if (!running_has(module->object, key->at, STATE_SIZE, PF_R | PF_W) ||
	    !read_state(r, key->at, &key->state))
		return MSG_PART("its state is in no data");
	key->read = true;
	return NULL;
}

static bool read_keys(struct running *r, size_t index, bool (*wanted)(void *, const char *),
		      void *arg)
{
	const struct run_table table = r->modules[index].keys;

	if ((table.end - table.start) / TABLE_KEY > RUN_KEYS - r->nkeys)
		return msg_error(r->name, "more keys than %d: not supported", RUN_KEYS);
	if (!running_count(r, (table.end - table.start) / TABLE_KEY))
		return false;
	for (uint64_t at = table.start; at != table.end; at += TABLE_KEY) {
		struct run_key *key;
		uint64_t name;

		r->keys = array_grow(r->keys, r->nkeys, sizeof(*r->keys));
		key = &r->keys[r->nkeys];
		memset(key, 0, sizeof(*key));
		key->module = index;
		if (!memory_get_relative(r->memory, at + offsetof(struct ffp_key, record),
					 &key->record) ||
		    !memory_get_relative(r->memory, at + offsetof(struct ffp_key, name), &name) ||
		    !memory_get32(r->memory, at + offsetof(struct ffp_key, flags), &key->flags)) {
			r->modules[index].error = NOT_READABLE;
			r->modules[index].error_at = at;
			return true;
		}
		if (key->flags >> 8 != FFP_ABI)
			continue;
		key->name = running_string(r, name);
		if (!key->name) {
			r->modules[index].error =
			    MSG_PART("a name in its table of keys cannot be read");
			r->modules[index].error_at = at;
			continue;
		}
		key->error = read_record(r, key);
		key->wanted = wanted(arg, key->name);
		r->modules[index].nkeys++;
		r->nkeys++;
	}
	return true;
}

static int by_state(const void *a, const void *b)
{
	const struct run_key *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

static int to_state(const void *element, const void *key)
{
	return ((const struct run_key *)element)->at < *(const uint64_t *)key ? -1 : 1;
}

struct run_key *running_key(const struct running *r, uint64_t state)
{
	size_t i = array_first(r->keys, r->nkeys, sizeof(*r->keys), &state, to_state);

	return i < r->nkeys && state && r->keys[i].at == state ? &r->keys[i] : NULL;
}

/*
 * What became of the candidates of a module is in memory that the library allocated when it chose:
 * src/choice.h.  That is no ABI, so it is believed only if all of it fits the table.
 */
static bool find_outcomes(const struct running *r, const struct run_module *module, uint64_t n,
			  uint64_t *first)
{
	uint64_t kept, words;

	*first = module->choice + CHOICE_OUTCOMES;
	return module->choice && !(module->choice & 1) &&
	       memory_get64(r->memory, module->choice + CHOICE_N, &kept) && kept == n &&
	       memory_get64(r->memory, module->choice + CHOICE_WORDS, &words) &&
	       words == *first + n * CHOICE_OUTCOME;
}

static void read_outcome(const struct running *r, uint64_t at, struct run_impl *impl)
{
	uint32_t error, word, state;

	if (!memory_get32(r->memory, at, &error) || !memory_get32(r->memory, at + 4, &word) ||
	    !memory_get32(r->memory, at + 8, &state))
		return;
	impl->state = state <= INT32_MAX ? (int)state : -1;
	impl->error = (int32_t)error;
	impl->named = word != 0;
}

static bool read_impls(struct running *r, size_t index)
{
	struct run_module *module = &r->modules[index];
	const struct run_table table = module->impls;
	const uint64_t n = (table.end - table.start) / TABLE_IMPL;
	uint64_t first = 0;
	bool chosen;

	if (!running_count(r, n))
		return false;
	chosen = find_outcomes(r, module, n, &first);
	for (uint64_t i = 0; i < n; i++) {
		uint64_t record, key, name, state;
		struct run_impl impl = { .module = index, .state = -1 };
		const struct run_key *found;
		uint32_t rank, abi;

		if (!memory_get_relative(r->memory, table.start + i * TABLE_IMPL, &record) ||
		    !memory_get64(r->memory, record + offsetof(struct ffp_impl, key), &key) ||
		    !memory_get64(r->memory, record + IMPL_FUNCTION, &impl.function) ||
		    !memory_get64(r->memory, record + IMPL_NAME, &name) ||
		    !memory_get32(r->memory, record + IMPL_RANK, &rank) ||
		    !memory_get32(r->memory, record + IMPL_ABI, &abi) || abi != FFP_ABI ||
		    !memory_get64(r->memory, key + RECORD_STATE, &state))
			continue;
		found = running_key(r, state);
		if (!found)
			continue;
		impl.name = running_string(r, name);
		if (!impl.name)
			continue;
		impl.key = (size_t)(found - r->keys);
		impl.rank = (int32_t)rank;
		if (chosen)
			read_outcome(r, first + i * CHOICE_OUTCOME, &impl);
		r->impls = array_grow(r->impls, r->nimpls, sizeof(impl));
		r->impls[r->nimpls++] = impl;
	}
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct run_library *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static void read_log(const struct running *r, struct run_library *library)
{
	const bool big = r->memory->big;
	uint8_t log[LOG_SIZE];
	uint32_t abi, size;
	uint64_t at;

	if (!memory_get32(r->memory, library->at, &abi) || abi != FFP_ABI ||
	    !memory_get32(r->memory, library->at + LIBRARY_SIZE, &size) || size < LIBRARY_LOG + 8 ||
	    !memory_get64(r->memory, library->at + LIBRARY_LOG, &at) ||
	    !memory_get(r->memory, at, log, sizeof(log)))
		return;
	library->logs = true;
	library->changes = get_uint(log, 8, big);
	library->last = get_uint(log + LOG_LAST, 8, big);
	library->keys = get_uint(log + LOG_KEYS, 8, big);
	library->way = log[LOG_WAY];
	library->anonymous = log[LOG_WAY + 1];
	library->serialised = log[LOG_WAY + 2];
}

/* Find the copies of the library to which the modules belong. */
static void read_libraries(struct running *r)
{
	size_t n = 0;

	r->libraries = xcalloc(r->nmodules, sizeof(*r->libraries));
	for (size_t i = 0; i < r->nmodules; i++)
		r->libraries[i].at = r->modules[i].library;
	if (r->nmodules)
		qsort(r->libraries, r->nmodules, sizeof(*r->libraries), by_address);
	for (size_t i = 0; i < r->nmodules; i++)
		if (!n || r->libraries[n - 1].at != r->libraries[i].at)
			r->libraries[n++] = r->libraries[i];
	r->nlibraries = n;
	for (size_t i = 0; i < n; i++)
		read_log(r, &r->libraries[i]);
}

/* By key, and the best first. */
static int by_key(const void *a, const void *b)
{
	const struct run_impl *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int branch_by_key(const void *a, const void *b)
{
	const struct run_branch *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int site_by_key(const void *a, const void *b)
{
	const struct run_site *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Has any state changed since it was read, or is it about to? */
static bool is_changing(const struct running *r)
{
	memory_forget(r->memory);
	for (size_t i = 0; i < r->nkeys; i++) {
		const struct run_key *key = &r->keys[i];
		struct run_state now;

		if (key->read && (!read_state(r, key->at, &now) || now.pending ||
				  now.target != key->state.target || now.mixed != key->state.mixed))
			return true;
	}
	return false;
}

static bool read_all(struct running *r, uint16_t machine, const struct mapping *mappings, size_t n,
		     bool (*wanted)(void *arg, const char *key), void *arg)
{
	if (!running_objects(r, machine, mappings, n))
		return false;
	for (size_t i = 0; i < r->nobjects; i++)
		if (r->objects[i].notes)
			read_modules(r, &r->objects[i]);
	for (size_t i = 0; i < r->nmodules; i++)
		if (!read_keys(r, i, wanted, arg))
			return false;
	if (r->nkeys)
		qsort(r->keys, r->nkeys, sizeof(*r->keys), by_state);
	for (size_t i = 0; i < r->nkeys; i++)
		if (r->keys[i].read)
			running_learn(r, &r->keys[i]);
	for (size_t i = 0; i < r->nmodules; i++)
		if (!running_sites(r, i) || !running_branches(r, i) || !read_impls(r, i))
			return false;
	read_libraries(r);
	if (r->nimpls)
		qsort(r->impls, r->nimpls, sizeof(*r->impls), by_key);
	if (r->nsites)
		qsort(r->sites, r->nsites, sizeof(*r->sites), site_by_key);
	if (r->nbranches)
		qsort(r->branches, r->nbranches, sizeof(*r->branches), branch_by_key);
	return true;
}

bool running_read(struct running *r, const char *name, struct memory *memory, uint16_t machine,
		  const struct mapping *mappings, size_t n,
		  bool (*wanted)(void *arg, const char *key), void *arg)
{
	memset(r, 0, sizeof(*r));
	r->name = name;
	r->memory = memory;
	r->arch = arch_find(machine);
	if (!r->arch)
		return msg_error(name, "machine %u: not supported", machine);
	if (!read_all(r, machine, mappings, n, wanted, arg))
		return false;
	r->changing = is_changing(r);
	return true;
}

void running_free(struct running *r)
{
	for (size_t i = 0; i < r->nobjects; i++)
		free(r->objects[i].segments);
	for (size_t i = 0; i < r->nkeys; i++)
		free(r->keys[i].name);
	for (size_t i = 0; i < r->nmodules; i++)
		free(r->modules[i].lines);
	for (size_t i = 0; i < r->nimpls; i++)
		free(r->impls[i].name);
	free(r->objects);
	free(r->modules);
	free(r->keys);
	free(r->sites);
	free(r->branches);
	free(r->impls);
	free(r->libraries);
	memset(r, 0, sizeof(*r));
}
