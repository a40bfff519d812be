// SPDX-License-Identifier: MIT
/*
 * What the branches (FFP_ON) of a process hold.  The rules are those of src/branch.c, which has the
 * same questions about its own memory; insn/ encodes for both.
 */
#include "running.h"
#include "array.h"
#include "bytes.h"
#include "elf/table.h"
#include "msg.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

const char *const run_branch_names[RUN_BRANCH_STATES] = { "off", "on", "foreign", "behind" };

/* A line of the table. */
struct line {
	uint64_t site, to, key; /* addresses; of the last, FFP_BRANCH_… in the low two bits */
};

/* The bounds of a module's table, from its descriptor; false if that is none. */
static bool find_table(const struct running *r, const struct run_module *module,
		       struct run_table *table)
{
	const bool big = r->memory->big;
	uint8_t d[BRANCHES_SIZE];

	*table = (struct run_table){ 0, 0 };
	if (!module->branches)
		return true;
	if (module->branches % 8 ||
	    !running_has(module->object, module->branches, sizeof(d), PF_R) ||
	    !memory_get(r->memory, module->branches, d, sizeof(d)) ||
	    get_uint(d + BRANCHES_ABI, 4, big) != FFP_ABI ||
	    get_uint(d + BRANCHES_LENGTH, 4, big) < sizeof(d) ||
	    !running_has(module->object, get_uint(d + BRANCHES_MODULE, 8, big), MODULE_SIZE, PF_R))
		return false;
	table->start = get_uint(d + BRANCHES_LINES, 8, big);
	table->end = get_uint(d + BRANCHES_LINES + 8, 8, big);
	return table->start == table->end ||
	       (table->start < table->end && !(table->start % 4) &&
		!((table->end - table->start) % TABLE_BRANCH) &&
		running_has(module->object, table->start, table->end - table->start, PF_R) &&
		!running_has(module->object, table->start, table->end - table->start, PF_W));
}

static bool read_line(const struct running *r, uint64_t at, struct line *line)
{
	return memory_get_relative(r->memory, at + offsetof(struct ffp_branch, site),
				   &line->site) &&
	       memory_get_relative(r->memory, at + offsetof(struct ffp_branch, to), &line->to) &&
	       memory_get_relative(r->memory, at + offsetof(struct ffp_branch, key), &line->key);
}

/* The key of a line, or NULL: the line leads to none that is known. */
static struct run_key *key_of(const struct running *r, const struct run_object *object,
			      const struct line *line)
{
	const unsigned far = line->key & FFP_BRANCH_FAR;
	uint64_t record = line->key & ~(uint64_t)3, state;
	struct run_key *key;

	if (!running_has(object, record, far ? 8 : RECORD_SIZE, PF_R))
		return NULL;
	if (far && !memory_get64(r->memory, record, &record))
		return NULL;
	if (!memory_get64(r->memory, record + RECORD_STATE, &state))
		return NULL;
	key = running_key(r, state);
	return key && key->read ? key : NULL;
}

/* False: the table is wrong about it. */
static bool judge(const struct running *r, const struct run_module *module,
		  const struct run_key *key, const struct line *line, enum run_branch_state *state)
{
	const struct insn_ops *insn = r->arch->insn;
	const unsigned length = insn_branch_length(insn);
	const struct run_segment *segment =
	    running_segment(module->object, line->site, length, PF_X);
	const bool on = key->state.target != key->def;
	uint8_t bytes[INSN_MAX];
	struct insn_branch made;

	*state = RUN_BRANCH_FOREIGN;
	if (!segment || running_segment(module->object, line->to, 1, PF_X) != segment ||
	    (line->to > line->site && line->to - line->site < length) ||
	    running_on_site(r, module, line->site, length) ||
	    !insn_branch_encode(insn, line->key & 3, line->site, line->to, &made))
		return false;
	if (!memory_get(r->memory, line->site, bytes, length))
		return true;
	if (!memcmp(bytes, made.on, length))
		*state = on ? RUN_BRANCH_ON : RUN_BRANCH_BEHIND;
	else if (!memcmp(bytes, made.off, length))
		*state = on ? RUN_BRANCH_BEHIND : RUN_BRANCH_OFF;
	return true;
}

static void keep(struct running *r, const struct run_branch *branch)
{
	r->branches = array_grow(r->branches, r->nbranches, sizeof(*r->branches));
	r->branches[r->nbranches++] = *branch;
}

static int by_site(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return x->site < y->site ? -1 : x->site > y->site;
}

/* Judge one line.  False: the table is wrong about it. */
static bool judge_line(struct running *r, size_t index, const struct line *line)
{
	struct run_module *module = &r->modules[index];
	struct run_key *key = key_of(r, module->object, line);
	enum run_branch_state state;

	if (!key || !judge(r, module, key, line, &state))
		return false;
	key->branches[state]++;
	key->nbranches++;
	module->nbranches++;
	if (key->wanted)
		keep(r, &(struct run_branch){ (size_t)(key - r->keys), index, line->site,
					      (uint8_t)state, line->key & FFP_BRANCH_LIKELY });
	return true;
}

/*
 * May these two lines, which are sorted by address, be in one table?  Branches do not overlap; but
 * folded functions have the lines of both, and these are the same: src/branch.c.
 */
static bool may_follow(const struct running *r, const struct run_object *object,
		       const struct line *before, const struct line *line)
{
	if (line->site != before->site)
		return line->site - before->site >= insn_branch_length(r->arch->insn);
	return line->to == before->to && !((line->key ^ before->key) & FFP_BRANCH_LIKELY) &&
	       key_of(r, object, line) == key_of(r, object, before);
}

/* The first error is kept. */
static void set_error(struct run_module *module, const char *error, uint64_t at)
{
	if (module->error)
		return;
	module->error = error;
	module->error_at = at;
}

static bool read_lines(const struct running *r, uint64_t start, struct line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!read_line(r, start + i * TABLE_BRANCH, &lines[i]))
			return false;
	return true;
}

bool running_branches(struct running *r, size_t index)
{
	struct run_module *module = &r->modules[index];
	struct run_table table;
	struct line *lines;
	size_t n;

	if (!find_table(r, module, &table)) {
		set_error(module, MSG_PART("what it tells of its branches is damaged"),
			  module->branches);
		return true;
	}
	n = (table.end - table.start) / TABLE_BRANCH;
	if (!running_count(r, n))
		return false;
	if (!n)
		return true;
	lines = xcalloc(n, sizeof(*lines));
	if (!read_lines(r, table.start, lines, n)) {
		set_error(module, MSG_PART("its table of branches cannot be read"), table.start);
		n = 0;
	}
	if (n)
		qsort(lines, n, sizeof(*lines), by_site);
	for (size_t i = 0; i < n; i++) {
		const struct line *before = i ? &lines[i - 1] : NULL;
		bool ok = !before || may_follow(r, module->object, before, &lines[i]);

		if (!before || before->site != lines[i].site)
			ok = judge_line(r, index, &lines[i]) && ok;
		if (!ok)
			set_error(module,
				  MSG_PART("its table of branches is damaged, or a key of one is "
					   "gone"),
				  lines[i].site);
	}
	free(lines);
	return true;
}
