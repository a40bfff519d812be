// SPDX-License-Identifier: MIT
/*
 * A site is a relocation against a key, in code, on a branch.  The key's own
 * entry, in FFP_TEXT_SECTION, is code as well, but belongs to the run time.
 */
#include "plan.h"
#include "array.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

bool plan_place(const struct obj *obj, const struct rela *r, struct place *place)
{
	const struct symbol *sym = &obj->symbols[r->symbol];

	if (!r->symbol || !sym->section)
		return false;
	place->section = sym->section;
	place->offset = sym->value + (uint64_t)r->addend;
	return true;
}

static int by_place(const void *a, const void *b)
{
	return place_order(*(const struct place *)a, *(const struct place *)b);
}

/* What earlier collections left, perhaps of several files that were linked since. */
static bool find_known(struct obj *obj, struct plan *plan)
{
	uint32_t i = 0;

	while ((i = obj_find_section(obj, FFP_SITES_SECTION, i))) {
		const struct section *table = &obj->sections[i];

		if (!obj_relas(obj, i))
			return false;
		for (size_t k = 0; k < table->nrelas; k++) {
			struct place place;

			if (table->relas[k].offset % sizeof(struct ffp_site) ||
			    !plan_place(obj, &table->relas[k], &place))
				continue;
			plan->known = array_grow(plan->known, plan->nr_known, sizeof(place));
			plan->known[plan->nr_known++] = place;
		}
	}
	if (plan->nr_known)
		qsort(plan->known, plan->nr_known, sizeof(*plan->known), by_place);
	return true;
}

static bool is_known(const struct plan *plan, uint32_t section, uint64_t offset)
{
	const struct place place = { section, offset };

	return plan->nr_known &&
	       bsearch(&place, plan->known, plan->nr_known, sizeof(place), by_place);
}

static void add(struct plan *plan, const struct new_site *site)
{
	plan->site = array_grow(plan->site, plan->n, sizeof(*plan->site));
	plan->site[plan->n++] = *site;
}

static void take(struct plan *plan, const struct taken *taken)
{
	plan->taken = array_grow(plan->taken, plan->ntaken, sizeof(*plan->taken));
	plan->taken[plan->ntaken++] = *taken;
}

const uint8_t *plan_site(const struct obj *obj, const struct section *s, uint64_t at, unsigned kind,
			 unsigned *length)
{
	const uint8_t *p = obj_at(s, at, INSN_MIN);

	if (!p)
		return NULL;
	*length = obj->arch->insn->length(kind, p);
	return obj_at(s, at, *length);
}

/* The site as it will be: bytes of the nothing form, if that is what its key begins with. */
static void settle(const struct obj *obj, struct new_site *site)
{
	const struct section *s = &obj->sections[site->section];
	const struct arch_site *in = &site->insn;
	uint8_t old[INSN_MAX];
	const uint8_t *p = s->data + in->at;
	unsigned len = obj->arch->insn->length(in->kind, p);

	site->length = len;
	/*
	 * Another object's exported key may be another module's, and set before this module
	 * comes: the site begins as a branch, which is right whatever the key does then.
	 */
	if (site->key->def || (site->key->exported && !obj->symbols[site->key->symbol].section))
		return;
	memcpy(old, p, len);
	for (unsigned i = 0; i < in->fix_len; i++)
		if (in->fix_at + i >= in->at && in->fix_at + i < in->at + len)
			old[in->fix_at + i - in->at] = in->fix[i];
	site->nothing =
	    obj->arch->insn->encode(site->bytes, old, in->kind, in->at, INSN_NOTHING, 0);
}

static bool plan_section(struct obj *obj, struct plan *plan, uint32_t index)
{
	const struct section *s = &obj->sections[index];
	uint64_t end = 0;

	if (!obj_relas(obj, index))
		return false;
	for (size_t i = 0; i < s->nrelas; i++) {
		const struct rela *r = &s->relas[i];
		struct new_site site = { .section = index, .rela = r->index };
		int64_t addend;

		if (r->type == obj->arch->rel_none)
			continue;
		site.key = keys_find(obj, &plan->keys, r->symbol, r->addend, &addend);
		if (!site.key)
			continue;
		if (!obj->arch->classify(r->type, addend, s->data, s->head.sh_size, r->offset,
					 &site.insn)) {
			take(plan, &(struct taken){ { index, r->offset }, r->type, site.key });
			continue;
		}
		if (is_known(plan, index, site.insn.at))
			continue;
		if (site.insn.at < end)
			return obj_error(obj, index, site.insn.at, "two sites overlap");
		settle(obj, &site);
		end = site.insn.at + site.length;
		add(plan, &site);
	}
	return true;
}

/*
 * The veneers of the section of sites `first` up to plan->n.  They can only
 * stand at its end, and what is too far from there is no site for us.
 */
static void plan_veneers(struct obj *obj, struct plan *plan, size_t first)
{
	const struct section *s = &obj->sections[plan->site[first].section];
	uint64_t at = (s->head.sh_size + 3) & ~UINT64_C(3), end = at;
	/* Marks of this section's first pass and of its second; there is one section. */
	const uint64_t counted = 2 * (uint64_t)plan->site[first].section, made = counted + 1;
	size_t n = first;

	for (size_t i = first; i < plan->n; i++) {
		struct key *key = plan->site[i].key;

		end += key->veneer == counted ? 0 : obj->arch->insn->veneer_size;
		key->veneer = counted;
	}
	for (size_t i = first; i < plan->n; i++) {
		const struct new_site *site = &plan->site[i];

		if (!site->insn.to_entry && end - site->insn.at >= obj->arch->veneer_reach) {
			plan->far = array_grow(plan->far, plan->nfar, sizeof(*plan->far));
			plan->far[plan->nfar++] = *site;
			continue;
		}
		if (!site->insn.to_entry && site->key->veneer != made) {
			site->key->veneer = made;
			plan->veneer =
			    array_grow(plan->veneer, plan->nveneers, sizeof(*plan->veneer));
			plan->veneer[plan->nveneers++] =
			    (struct new_veneer){ { site->section, at }, site->key };
			at += obj->arch->insn->veneer_size;
		}
		plan->site[n++] = *site;
	}
	plan->n = n;
}

/* Relocations that we cannot read might hide sites. */
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

bool plan_make(struct obj *obj, struct plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	if (obj->head.e_type != ET_REL)
		return msg_error(obj->path, "not an object file");
	if (!obj->arch)
		return msg_error(obj->path, "machine %u: not supported", obj->head.e_machine);
	if (obj->head.e_phnum)
		return msg_error(obj->path, "an object file with program headers");
	if (!obj_names_contain(obj, "__ffp_"))
		return true;
	if (!obj_read_symbols(obj) || !keys_read(obj, &plan->keys))
		return false;
	if (!plan->keys.n)
		return true;
	if (!keys_aim(obj, &plan->keys) || !find_known(obj, plan))
		return false;
	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *s = &obj->sections[i];
		size_t first = plan->n;

		if (!refuse_unknown(obj, i))
			return false;
		if ((s->head.sh_flags & SHF_EXECINSTR) && strcmp(s->name, FFP_TEXT_SECTION) &&
		    !plan_section(obj, plan, i))
			return false;
		if (obj->arch->insn->veneer_size && plan->n > first)
			plan_veneers(obj, plan, first);
	}
	return true;
}

void plan_free(struct plan *plan)
{
	keys_free(&plan->keys);
	free(plan->site);
	free(plan->veneer);
	free(plan->taken);
	free(plan->far);
	free(plan->known);
	memset(plan, 0, sizeof(*plan));
}
