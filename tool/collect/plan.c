// SPDX-License-Identifier: MIT
#include "plan.h"
#include "array.h"

#include <stdlib.h>
#include <string.h>

/* A site as it will be: the site of a NULL key begins with the bytes that do nothing. */
static struct new_site make_site(const struct obj *obj, const struct branch *branch)
{
	const struct section *s = &obj->sections[branch->section];
	const struct arch_site *in = &branch->site;
	struct new_site site = { .branch = *branch };
	uint8_t old[INSN_MAX];

	/*
	 * An exported key of another object may belong to another module, and may be set before
	 * this module is loaded.  A branch to its entry is right in that case, too.
	 */
	if (branch->key->def || (branch->key->exported && !branch->key->entry.section))
		return site;
	/*
	 * What returns from a function of Linux is a matter of the processor, and is known when
	 * Linux has booted.
	 */
	if (obj->kernel && in->kind != FFP_SITE_CALL)
		return site;
	memcpy(old, s->data + in->at, branch->length);
	for (unsigned i = 0; i < in->fix_len; i++)
		if (in->fix_at + i >= in->at && in->fix_at + i < in->at + branch->length)
			old[in->fix_at + i - in->at] = in->fix[i];
	site.nothing =
	    insn_encode_behind(obj->arch->insn, site.bytes, old, in->at ? s->data[in->at - 1] : 0,
			       in->kind, in->at, INSN_NOTHING, 0);
	return site;
}

static void add_site(struct plan *plan, const struct obj *obj, const struct branch *branch)
{
	plan->site = array_grow(plan->site, plan->n, sizeof(*plan->site));
	plan->site[plan->n++] = make_site(obj, branch);
}

static void add_veneer(struct plan *plan, struct place at, struct key *key)
{
	plan->veneer = array_grow(plan->veneer, plan->nveneers, sizeof(*plan->veneer));
	plan->veneer[plan->nveneers++] = (struct new_veneer){ at, key };
}

/*
 * Plan the sites and veneers of one section, which has these branches.  Veneers can only be added
 * at its end, and a branch that is too far from there does not become a site.
 */
static void plan_section(const struct obj *obj, struct plan *plan, const struct branch *branch,
			 size_t n)
{
	const struct section *s = &obj->sections[branch->section];
	const unsigned size = obj->arch->insn->veneer_size;
	uint64_t at = (s->head.sh_size + 3) & ~UINT64_C(3), end = at;
	/* Two marks that no other section has, for the two passes over the branches. */
	const uint64_t counted = 2 * (uint64_t)branch->section, made = counted + 1;

	for (size_t i = 0; i < n && size; i++) {
		struct aim *aim = branch[i].key->aim;

		end += aim->veneer == counted ? 0 : size;
		aim->veneer = counted;
	}
	for (size_t i = 0; i < n; i++) {
		const struct branch *b = &branch[i];

		if (size && !b->site.to_entry) {
			if (end - b->site.at >= obj->arch->veneer_reach) {
				plan->nfar++;
				continue;
			}
			if (b->key->aim->veneer != made) {
				b->key->aim->veneer = made;
				add_veneer(plan, (struct place){ b->section, at }, b->key);
				at += size;
			}
		}
		add_site(plan, obj, b);
	}
}

bool plan_make(struct obj *obj, struct plan *plan)
{
	struct branches *branches = &plan->branches;
	size_t next;

	memset(plan, 0, sizeof(*plan));
	if (!branches_read(obj, branches) || !keys_aim(obj, &branches->keys))
		return false;
	for (size_t i = 0; i < branches->n; i = next) {
		const struct branch *branch = &branches->branch[i];

		next = i + 1;
		while (next < branches->n && branches->branch[next].section == branch->section)
			next++;
		plan_section(obj, plan, branch, next - i);
	}
	return true;
}

void plan_free(struct plan *plan)
{
	branches_free(&plan->branches);
	free(plan->site);
	free(plan->veneer);
	memset(plan, 0, sizeof(*plan));
}
