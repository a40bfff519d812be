// SPDX-License-Identifier: MIT
/*
 * What sites and entries of a process hold.  The rules are those of src/site.c and src/key.c, which
 * has the same questions about its own memory; insn/ decodes for both.
 */
#include "running.h"
#include "array.h"
#include "bytes.h"
#include "elf/table.h"
#include "msg.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* ffp_state.mixed: src/key.h */
enum { MIXED_BROKEN = 1 };

/* More bytes than the code of a step has; and than an entry with its landing pad. */
enum { STEP_MOST = 32, ENTRY_MOST = 128 };

struct run_line {
	uint64_t entry; /* | FFP_SITE_… */
	uint64_t at;
	bool wide; /* a call that begins with its prefix, at `at` */
};

static unsigned kind_of(const struct run_line *line)
{
	return line->wide ? INSN_SITE_WIDE : (unsigned)(line->entry & 3);
}

/* What is known where the sites of one key in one module are judged. */
struct scope {
	struct running *running;
	const struct run_object *object;
	const struct run_key *key;
	uint64_t entry;	       /* by which the module reaches the key */
	bool unchanged_import; /* which is one of another module's key, as it was built */
	const struct run_line *veneers;
	size_t nveneers;
};

static const struct insn_ops *ops_of(const struct running *r)
{
	return r->arch->insn;
}

/* Text of an object, readable and never writable; `*left`: bytes up to the segment's end. */
static bool is_text(const struct run_object *object, uint64_t at, uint64_t *left)
{
	for (unsigned i = 0; i < object->n; i++) {
		const struct run_segment *s = &object->segments[i];

		if ((s->rights & (PF_R | PF_W | PF_X)) == (PF_R | PF_X) && at >= s->start &&
		    at < s->end) {
			*left = s->end - at;
			return true;
		}
	}
	return false;
}

static bool take_step(const struct running *r, const struct run_object *object, uint64_t *at,
		      enum insn_step least)
{
	uint8_t code[STEP_MOST];
	uint64_t left, to;

	if (!ops_of(r)->step || !is_text(object, *at, &left))
		return false;
	if (left > sizeof(code))
		left = sizeof(code);
	if (!memory_get(r->memory, *at, code, left) ||
	    ops_of(r)->step(code, left, *at, &to) < least)
		return false;
	*at = to;
	return true;
}

static uint64_t follow(const struct running *r, const struct run_object *object, uint64_t at,
		       enum insn_step least)
{
	for (unsigned i = 0; i < INSN_STEPS && take_step(r, object, &at, least); i++)
		;
	return at;
}

/* Does a header of an entry stand before this address? */
static bool is_entry(const struct running *r, uint64_t at, uint32_t *flags)
{
	return !(at % FFP_ENTRY_ALIGN) && memory_get32(r->memory, at + FFP_ENTRY_FLAGS, flags) &&
	       *flags >> 8 == FFP_ABI;
}

static bool leads_to(const struct running *r, const struct run_object *object, uint64_t at,
		     uint64_t to)
{
	uint32_t flags;

	for (unsigned i = 0; at != to; i++)
		if (i == INSN_STEPS || is_entry(r, at, &flags) ||
		    !take_step(r, object, &at, INSN_STEP_JUMP))
			return false;
	return true;
}

static bool same(const struct running *r, const struct run_object *object, uint64_t a, uint64_t b)
{
	return leads_to(r, object, a, b) ||
	       follow(r, object, a, INSN_STEP_JUMP) == follow(r, object, b, INSN_STEP_JUMP);
}

static bool decode_entry(const struct running *r, uint64_t entry, struct insn_read *now)
{
	uint8_t code[ENTRY_MOST];
	uint64_t word;

	return ops_of(r)->entry_size <= sizeof(code) &&
	       memory_get(r->memory, entry, code, ops_of(r)->entry_size) &&
	       memory_get64(r->memory, entry + (uint64_t)(int64_t)FFP_ENTRY_WORD, &word) &&
	       ops_of(r)->entry_decode(code, entry, word, now);
}

static bool matches(const struct run_state *state, const struct insn_read *now)
{
	return (now->form == (enum insn_form)state->form && now->value == state->value) ||
	       ((state->mixed & MIXED_BROKEN) && now->form == (enum insn_form)state->other_form &&
		now->value == state->other);
}

static bool leads_to_form(const struct scope *p, const struct insn_read *now)
{
	const struct run_state *state = &p->key->state;

	return now->form == INSN_BRANCH &&
	       ((state->form == INSN_BRANCH &&
		 same(p->running, p->object, now->value, state->value)) ||
		((state->mixed & MIXED_BROKEN) && state->other_form == INSN_BRANCH &&
		 same(p->running, p->object, now->value, state->other)));
}

static bool as_built(const struct scope *p, const struct insn_read *now)
{
	if (p->key->flags & FFP_KEY_NULL)
		return now->form == INSN_NOTHING;
	return now->form == INSN_BRANCH &&
	       same(p->running, p->object, now->value, p->key->state.origin);
}

/* Before its first change a key does what the linker put into its entry. */
void running_learn(struct running *r, struct run_key *key)
{
	const struct run_object *object = r->modules[key->module].object;
	struct insn_read now = { key->def ? INSN_BRANCH : INSN_NOTHING, key->def };
	uint32_t flags;

	if (!(key->flags & FFP_KEY_POINTER) &&
	    (!is_entry(r, key->entry, &flags) || !running_has(object, key->entry, 1, PF_X))) {
		key->error = MSG_PART("no header before its entry");
		return;
	}
	if (key->state.known)
		return;
	if (!(key->flags & FFP_KEY_POINTER)) {
		if (!decode_entry(r, key->entry, &now)) {
			key->entry_foreign = true;
			now = (struct insn_read){ key->def ? INSN_BRANCH : INSN_NOTHING, key->def };
		}
		if (now.form == INSN_BRANCH)
			now.value = leads_to(r, object, now.value, key->def)
					? key->def
					: follow(r, object, now.value, INSN_STEP_VENEER);
	}
	key->state.form = (uint8_t)now.form;
	key->state.value = key->state.origin = now.value;
}

static bool holds_body(const struct scope *p, const struct insn_body *body, unsigned kind,
		       const uint8_t *bytes)
{
	const struct insn_ops *ops = ops_of(p->running);
	uint8_t made[INSN_MAX];

	return (body->flags & INSN_BODY_IS) && ops->body_put(made, bytes, 0, kind, body) &&
	       !memcmp(made, bytes, ops->length(kind, bytes));
}

static int to_line(const void *element, const void *key)
{
	return ((const struct run_line *)element)->at < *(const uint64_t *)key ? -1 : 1;
}

static bool is_veneer(const struct scope *p, uint64_t at)
{
	size_t i = array_first(p->veneers, p->nveneers, sizeof(*p->veneers), &at, to_line);

	return i < p->nveneers && p->veneers[i].at == at;
}

/* The byte before a site, or 0. */
static uint8_t byte_before(const struct scope *p, uint64_t at)
{
	uint8_t before;

	return running_has(p->object, at - 1, 1, PF_X) &&
		       memory_get(p->running->memory, at - 1, &before, 1)
		   ? before
		   : 0;
}

/* Can the site itself do what the key is to do?  The library asks the same (src/site.c). */
static bool reaches(const struct scope *p, unsigned kind, uint64_t at, const uint8_t *bytes)
{
	const struct insn_ops *ops = ops_of(p->running);
	const struct run_state *state = &p->key->state;
	const uint8_t before = byte_before(p, at);
	uint8_t unused[INSN_MAX];

	return ((state->body.flags & INSN_BODY_IS) &&
		ops->body_put(unused, bytes, before, kind, &state->body)) ||
	       insn_encode_behind(ops, unused, bytes, before, kind, at, (enum insn_form)state->form,
				  state->value);
}

static enum run_site_state judge_bytes(const struct scope *p, unsigned kind, uint64_t at,
				       const uint8_t *bytes)
{
	const struct running *r = p->running;
	const struct run_state *state = &p->key->state;
	struct insn_read now;

	if (holds_body(p, &state->body, kind, bytes) ||
	    ((state->mixed & MIXED_BROKEN) && holds_body(p, &state->other_body, kind, bytes)))
		return RUN_INLINED;
	if (!ops_of(r)->decode(bytes, kind, at, &now))
		return RUN_FOREIGN;
	if (matches(state, &now))
		return RUN_DIRECT;
	if (now.form == INSN_BRANCH &&
	    (is_veneer(p, now.value) || leads_to(r, p->object, now.value, p->entry))) {
		if (reaches(p, kind, at, bytes) || p->unchanged_import)
			return RUN_UNAIMED;
		return state->form == INSN_BRANCH ? RUN_UNREACHABLE : RUN_DIRECT;
	}
	if (leads_to_form(p, &now))
		return RUN_UNREACHABLE;
	return as_built(p, &now) ? RUN_BEHIND : RUN_FOREIGN;
}

/* False: the table is wrong about it. */
static bool judge(const struct scope *p, unsigned kind, uint64_t at, enum run_site_state *state)
{
	const struct insn_ops *ops = ops_of(p->running);
	uint8_t bytes[INSN_MAX] = { 0 };
	unsigned length;

	*state = RUN_FOREIGN;
	if (!running_has(p->object, at, INSN_MIN, PF_X))
		return false;
	if (!memory_get(p->running->memory, at, bytes, INSN_MIN))
		return true;
	length = ops->length(kind, bytes);
	if (!running_has(p->object, at, length, PF_X))
		return false;
	if (length > sizeof(bytes) || !memory_get(p->running->memory, at, bytes, length))
		return true;
	*state = judge_bytes(p, kind, at, bytes);
	return true;
}

/* Is this branch of an entry one by which the module sends calls to the key's own entry? */
static bool goes_to_entry(const struct scope *p, const struct insn_read *now)
{
	return now->form == INSN_BRANCH &&
	       (now->value == p->key->entry || running_has(p->object, now->value, 1, PF_X));
}

/* Does the entry hold what neither the library nor the build put there? */
static void judge_entry(struct scope *p, struct run_key *key)
{
	const bool own =
	    p->running->modules[key->module].object == p->object && key->entry == p->entry;
	struct insn_read now;

	if (!decode_entry(p->running, p->entry, &now)) {
		key->entry_foreign = true;
		return;
	}
	if (matches(&key->state, &now) || leads_to_form(p, &now) ||
	    (now.form == INSN_BRANCH && !now.value))
		return;
	if (!own && goes_to_entry(p, &now))
		p->unchanged_import = true;
	else if (!own || !as_built(p, &now))
		key->entry_foreign = true;
}

static int by_entry(const void *a, const void *b)
{
	const struct run_line *x = a, *y = b;

	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int by_address(const void *a, const void *b)
{
	const struct run_line *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* The key of an entry, by the record to which the header before it points; NULL: of none. */
static struct run_key *key_of(const struct running *r, uint64_t entry)
{
	uint64_t record, state;
	struct run_key *key;
	uint32_t flags;

	if (!is_entry(r, entry, &flags) ||
	    !memory_get_relative(r->memory, entry + (uint64_t)(int64_t)FFP_ENTRY_RECORD, &record))
		return NULL;
	if ((flags & FFP_KEY_IMPORT) && !memory_get64(r->memory, record, &record))
		return NULL;
	if (!memory_get64(r->memory, record + RECORD_STATE, &state))
		return NULL;
	key = running_key(r, state);
	return key && key->read ? key : NULL;
}

static void keep(struct running *r, const struct run_site *site)
{
	r->sites = array_grow(r->sites, r->nsites, sizeof(*r->sites));
	r->sites[r->nsites++] = *site;
}

/* Judge `n` lines, all with one entry: the sites come first, and then the veneers. */
static bool judge_all(struct running *r, size_t module, const struct run_line *lines, size_t n)
{
	const uint64_t entry = lines[0].entry & ~(uint64_t)3;
	struct run_key *key = key_of(r, entry);
	struct scope p = {
		.running = r, .object = r->modules[module].object, .key = key, .entry = entry
	};
	size_t sites = 0;

	if (!key)
		return false;
	while (sites < n && (lines[sites].entry & 3) != FFP_SITE_VENEER)
		sites++;
	p.veneers = lines + sites;
	p.nveneers = n - sites;
	judge_entry(&p, key);
	for (size_t i = 0; i < sites; i++) {
		struct run_site site = { (size_t)(key - r->keys), module, lines[i].at,
					 (uint8_t)kind_of(&lines[i]), 0 };
		enum run_site_state state;

		if (!judge(&p, site.kind, site.at, &state))
			return false;
		site.state = (uint8_t)state;
		key->counts[state]++;
		key->nsites++;
		r->modules[module].nsites++;
		r->all_sites++;
		if (key->wanted)
			keep(r, &site);
	}
	return true;
}

static bool read_lines(const struct running *r, const struct run_table *table,
		       struct run_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t at = table->start + i * TABLE_SITE;

		if (!memory_get_relative(r->memory, at + offsetof(struct ffp_site, site),
					 &lines[i].at) ||
		    !memory_get_relative(r->memory, at + offsetof(struct ffp_site, key),
					 &lines[i].entry))
			return false;
	}
	return true;
}

/* The first error is kept. */
static void set_error(struct run_module *module, uint64_t entry)
{
	if (module->error)
		return;
	module->error = MSG_PART("its table of sites is damaged, or a key that it calls is gone");
	module->error_at = entry;
}

/* Let the calls of a table of wide calls begin with their prefixes.  False: it is damaged. */
static bool widen(const struct running *r, const struct run_table *table, struct run_line *lines,
		  size_t n)
{
	if (!ops_of(r)->wide_prefix)
		return false;
	qsort(lines, n, sizeof(*lines), by_address);
	for (uint64_t at = table->start; at != table->end; at += TABLE_WIDE) {
		uint64_t call;
		size_t i;

		if (!memory_get_relative(r->memory, at, &call))
			return false;
		i = array_first(lines, n, sizeof(*lines), &call, to_line);
		if (i == n || lines[i].at != call)
			return false;
		for (; i < n && lines[i].at == call; i++) {
			if ((lines[i].entry & 3) != FFP_SITE_CALL)
				return false;
			lines[i].wide = true;
		}
	}
	for (size_t i = 0; i < n; i++)
		lines[i].at -= lines[i].wide;
	return true;
}

bool running_sites(struct running *r, size_t index)
{
	struct run_module *module = &r->modules[index];
	const struct run_table table = module->sites;
	const uint64_t n_wide = (module->wide.end - module->wide.start) / TABLE_WIDE;
	const uint64_t n = (table.end - table.start) / TABLE_SITE;
	struct run_line *lines;
	size_t of;

	if (!running_count(r, n) || !running_count(r, n_wide))
		return false;
	if (!n)
		return true;
	lines = xcalloc(n, sizeof(*lines));
	if (!read_lines(r, &table, lines, n)) {
		module->error = MSG_PART("its table of sites cannot be read");
		module->error_at = table.start;
		free(lines);
		return true;
	}
	if (n_wide && !widen(r, &module->wide, lines, n)) {
		module->error = MSG_PART("its table of wide calls is damaged");
		module->error_at = module->wide.start;
		free(lines);
		return true;
	}
	qsort(lines, n, sizeof(*lines), by_entry);
	for (size_t i = 0; i < n; i += of) {
		for (of = 1;
		     i + of < n && !((lines[i + of].entry ^ lines[i].entry) & ~(uint64_t)3);)
			of++;
		if (!judge_all(r, index, lines + i, of))
			set_error(module, lines[i].entry & ~(uint64_t)3);
	}
	if (!module->branches) {
		free(lines);
		return true;
	}
	qsort(lines, n, sizeof(*lines), by_address);
	module->lines = lines;
	module->nlines = n;
	return true;
}

bool running_on_site(const struct running *r, const struct run_module *module, uint64_t at,
		     unsigned length)
{
	const uint64_t first = at >= INSN_MAX ? at - INSN_MAX : 0;
	size_t i = module->nlines ? array_first(module->lines, module->nlines,
						sizeof(*module->lines), &first, to_line)
				  : 0;

	for (; i < module->nlines && module->lines[i].at < at + length; i++) {
		const struct run_line *line = &module->lines[i];
		const unsigned kind = kind_of(line);
		uint8_t bytes[INSN_MIN];

		if (kind != FFP_SITE_VENEER &&
		    memory_get(r->memory, line->at, bytes, sizeof(bytes)) &&
		    line->at + ops_of(r)->length(kind, bytes) > at)
			return true;
	}
	return false;
}
