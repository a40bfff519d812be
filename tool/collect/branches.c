// SPDX-License-Identifier: MIT
/*
 * A branch to a key has a relocation against the key, in a section of code, on an instruction that
 * branches.  The section of entries, FFP_TEXT_SECTION, is left out: its code is no caller's.
 */
#include "branches.h"
#include "array.h"
#include "elf/table.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
	return place_order(*(const struct place *)a, *(const struct place *)b);
}

/* Find the sites of earlier collections; the object may be joined from several of these. */
static bool find_known(struct obj *obj, struct branches *b)
{
	uint32_t i = 0;

	while ((i = obj_find_section(obj, FFP_SITES_SECTION, i))) {
		const struct section *table = &obj->sections[i];

		if (!obj_relas(obj, i))
			return false;
		for (size_t k = 0; k < table->nrelas; k++) {
			struct place place;

			if (table->relas[k].offset % TABLE_SITE ||
			    !obj_place(obj, &table->relas[k], &place))
				continue;
			b->known = array_grow(b->known, b->nr_known, sizeof(place));
			b->known[b->nr_known++] = place;
		}
	}
	if (b->nr_known)
		qsort(b->known, b->nr_known, sizeof(*b->known), by_place);
	return true;
}

static bool is_known(const struct branches *b, uint32_t section, uint64_t offset)
{
	const struct place place = { section, offset };

	return b->nr_known && bsearch(&place, b->known, b->nr_known, sizeof(place), by_place);
}

static void add_taken(struct branches *b, const struct taken *taken)
{
	b->taken = array_grow(b->taken, b->ntaken, sizeof(*b->taken));
	b->taken[b->ntaken++] = *taken;
}

static void add_branch(struct branches *b, const struct branch *branch)
{
	b->branch = array_grow(b->branch, b->n, sizeof(*b->branch));
	b->branch[b->n++] = *branch;
}

static bool read_section(struct obj *obj, struct branches *b, uint32_t index)
{
	const struct section *s = &obj->sections[index];
	uint64_t end = 0;

	if (!obj_relas(obj, index))
		return false;
	for (size_t i = 0; i < s->nrelas; i++) {
		const struct rela *r = &s->relas[i];
		struct branch branch = { .section = index, .rela = r->index };
		int64_t addend;
		bool function;

		if (r->type == obj->arch->rel_none)
			continue;
		branch.key = keys_find(obj, &b->keys, r->symbol, r->addend, &addend);
		function = !branch.key;
		if (function)
			branch.key = keys_of_function(&b->keys, r->symbol);
		if (!branch.key)
			continue;
		if (!obj->arch->classify(r->type, addend, s->data, s->head.sh_size, r->offset,
					 &branch.site)) {
			/* The address of a function stays what it is, and is no key's. */
			if (function)
				continue;
			add_taken(b, &(struct taken){ { index, r->offset }, r->type, branch.key });
			continue;
		}
		/*
		 * The entry may be out of reach where the function is not, and what was
		 * written without knowing of keys must link as before.
		 */
		if (function && branch.site.to_entry)
			continue;
		if (is_known(b, index, branch.site.at))
			continue;
		if (function && obj->known_bodies && obj->symbols[r->symbol].section) {
			b->nknown_body++;
			continue;
		}
		if (branch.site.at < end)
			return obj_error(obj, index, branch.site.at, "two sites overlap");
		branch.length = obj->arch->insn->length(branch.site.kind, s->data + branch.site.at);
		end = branch.site.at + branch.length;
		add_branch(b, &branch);
	}
	return true;
}

/* Refuse relocations of code that this tool cannot read: they might be branches to keys. */
static bool refuse_unknown(const struct obj *obj, uint32_t index)
{
	enum { SHT_COMPACT_RELOCATIONS = 0x40000014 };
	const struct section *s = &obj->sections[index];

	if (s->head.sh_type != SHT_REL && s->head.sh_type != SHT_COMPACT_RELOCATIONS)
		return true;
	if (s->head.sh_info >= obj->nsections ||
	    !(obj->sections[s->head.sh_info].head.sh_flags & SHF_EXECINSTR))
		return true;
	return obj_error(obj, index, 0, "relocations without addends, or compact ones: %s",
			 "this tool cannot read them");
}

/*
 * Can the branches of a section become sites?  Not in the section of entries.  In Linux not in the
 * alternatives to other code either, which is copied from there: the copies are what runs, and
 * no table names them.
 */
static bool has_sites(const struct obj *obj, const struct section *s)
{
	static const char alternatives[] = ".altinstr_";

	return (s->head.sh_flags & SHF_EXECINSTR) && strcmp(s->name, FFP_TEXT_SECTION) &&
	       !(obj->kernel && !strncmp(s->name, alternatives, sizeof(alternatives) - 1));
}

bool branches_read(struct obj *obj, struct branches *branches)
{
	memset(branches, 0, sizeof(*branches));
	if (obj->head.e_type != ET_REL)
		return msg_error(obj->path, "not an object file");
	if (!obj->arch)
		return msg_error(obj->path, "machine %u: not supported", obj->head.e_machine);
	if (obj->head.e_phnum)
		return msg_error(obj->path, "an object file with program headers");
	if (!obj->called && !obj_names_contain(obj, "__ffp_"))
		return true;
	if (!obj_read_symbols(obj) || !keys_read(obj, &branches->keys))
		return false;
	if (!branches->keys.n)
		return true;
	if (!find_known(obj, branches))
		return false;
	for (uint32_t i = 1; i < obj->nsections; i++) {
		if (!refuse_unknown(obj, i))
			return false;
		if (has_sites(obj, &obj->sections[i]) && !read_section(obj, branches, i))
			return false;
	}
	return true;
}

void branches_free(struct branches *branches)
{
	keys_free(&branches->keys);
	free(branches->branch);
	free(branches->taken);
	free(branches->known);
	memset(branches, 0, sizeof(*branches));
}
