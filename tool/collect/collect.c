// SPDX-License-Identifier: MIT
/*
 * `ffp collect`: plan, change the object in memory, write it.  The changes cannot fail, and the
 * file is not touched before they are done.
 */
#include "collect.h"
#include "array.h"
#include "elf/table.h"
#include "import.h"
#include "msg.h"
#include "plan.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The local section symbol of each section; 0 where there is none. */
static uint32_t *section_symbols(const struct obj *obj)
{
	uint32_t *of = xcalloc(obj->nsections, sizeof(*of));

	for (uint32_t i = 1; i < obj->nsymbols && i < obj->first_global; i++) {
		const struct symbol *sym = &obj->symbols[i];

		if (sym->type == STT_SECTION && sym->bind == STB_LOCAL && sym->value == 0 &&
		    !of[sym->section])
			of[sym->section] = i;
	}
	of[0] = 0;
	return of;
}

/* The name of labels at sites.  Linkers and tools leave out symbols that begin with .L. */
#define LABEL ".Lffp"

/* Find the symbols that the tables will need and the object lacks; returns their number. */
static size_t find_missing(const struct obj *obj, const struct plan *plan, struct symbol *missing)
{
	const struct symbol label = { .name = LABEL, .bind = STB_LOCAL, .type = STT_NOTYPE };
	const struct symbol whole = { .name = "", .bind = STB_LOCAL, .type = STT_SECTION };
	uint32_t *of = section_symbols(obj);
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++) {
		uint32_t section = plan->site[i].branch.section;

		if (obj->arch->rel_relax) {
			missing[n] = label;
			missing[n].value = plan->site[i].branch.site.at;
			missing[n++].section = section;
		} else if (!of[section] && (!n || missing[n - 1].section != section)) {
			missing[n] = whole;
			missing[n++].section = section;
		}
	}
	for (size_t i = 0; obj->arch->rel_relax && i < plan->nveneers; i++) {
		missing[n] = label;
		missing[n].value = plan->veneer[i].at.offset;
		missing[n++].section = plan->veneer[i].at.section;
	}
	free(of);
	return n;
}

/*
 * Add the symbols that the tables will refer to: one for each section with sites or, where the
 * linker may move code, one for each site and veneer, in the order of the plan.  If any was
 * added, `*again` becomes true: symbol numbers have changed, and the plan is no longer valid.
 */
static bool need_symbols(struct obj *obj, const struct plan *plan, bool *again)
{
	struct symbol *missing = xcalloc(plan->n + plan->nveneers, sizeof(*missing));
	size_t n = find_missing(obj, plan, missing);
	bool ok = !n || obj_add_locals(obj, missing, n);

	*again = n;
	free(missing);
	return ok;
}

/* The symbol of this module's entry for a key. */
static uint32_t entry_symbol(struct obj *obj, struct key *key)
{
	if (!key->exported) {
		if (!key->symbol)
			import_none(obj, key);
		return key->symbol;
	}
	import_need(obj, key);
	return key->aim->import;
}

/* The symbol that the branch is to go to from now on. */
static uint32_t aim_symbol(struct obj *obj, const struct branch *branch)
{
	struct key *key = branch->key;
	struct aim *aim = key->aim;

	if (branch->site.to_entry)
		return entry_symbol(obj, key);
	/* No symbol but the key's own is known to be visible from here. */
	if (key->exported && !key->entry.section) {
		import_need(obj, key);
		return aim->start;
	}
	/* As the sites in the module's other objects, and never through a PLT. */
	if (aim->at_default)
		return aim->start;
	switch (aim->at) {
	case AIM_SYMBOL:
		return aim->symbol;
	case AIM_UNDEFINED:
		if (!aim->same->added)
			aim->same->added = obj_add_undefined(obj, key->def);
		return aim->same->added;
	case AIM_ENTRY:
	case AIM_UNKNOWN:
		break;
	}
	return entry_symbol(obj, key);
}

/* Take away the relocation that allows the linker to shorten the site. */
static void keep_whole(struct obj *obj, const struct branch *branch)
{
	const struct section *s = &obj->sections[branch->section];

	for (const struct rela *r = obj_rela_at(s, branch->site.at);
	     r && r < obj_rela_end(s) && r->offset == branch->site.at; r++)
		if (r->type == obj->arch->rel_relax) {
			struct rela none = *r;

			none.type = obj->arch->rel_none;
			obj_set_rela(obj, branch->section, &none);
		}
}

/* Write the site as it is before any change of the key. */
static void change_site(struct obj *obj, const struct new_site *site)
{
	const struct branch *branch = &site->branch;
	const struct arch_site *in = &branch->site;
	struct section *s = &obj->sections[branch->section];
	struct rela r = { in->rel_at, 0, obj->arch->rel_none, 0, branch->rela };

	if (in->fix_len)
		memcpy(obj_at(s, in->fix_at, in->fix_len), in->fix, in->fix_len);
	if (site->nothing) {
		memcpy(obj_at(s, in->at, branch->length), site->bytes, branch->length);
	} else {
		r.symbol = aim_symbol(obj, branch);
		r.type = in->rel_type;
		r.addend = in->rel_addend;
	}
	if (obj->arch->rel_relax && (in->whole || site->nothing))
		keep_whole(obj, branch);
	obj_set_rela(obj, branch->section, &r);
	/*
	 * Add a relocation that does nothing and names the key.  Without it, a linker that folds
	 * equal functions (--icf) would fold functions that differ only in the key that they
	 * call, if the keys have the same default or none.  The linker of Linux folds nothing, and
	 * its objtool takes the first relocation in an instruction for the branch's.
	 */
	if (obj->kernel)
		return;
	obj_append_rela(obj, branch->section, in->at, obj->arch->rel_none,
			entry_symbol(obj, branch->key), 0);
}

/* Append a veneer to its section. */
static void add_veneer(struct obj *obj, const struct new_veneer *veneer)
{
	struct section *s = &obj->sections[veneer->at.section];
	uint8_t *code = xcalloc(1, obj->arch->insn->entry_size);
	uint64_t at;
	uint32_t type;
	int64_t addend;

	obj->arch->entry_new(code, &type, &at, &addend);
	obj_append(s, NULL, veneer->at.offset - s->head.sh_size);
	obj_append(s, code, obj->arch->insn->veneer_size);
	obj_append_rela(obj, veneer->at.section, veneer->at.offset + at, type,
			entry_symbol(obj, veneer->key), addend);
	free(code);
}

/* For each section the SHT_GROUP section that it belongs to, or 0. */
static uint32_t *find_groups(const struct obj *obj)
{
	uint32_t *of = xcalloc(obj->nsections, sizeof(*of));
	const uint8_t *p;

	for (uint32_t i = 1; i < obj->nsections; i++) {
		if (obj->sections[i].head.sh_type != SHT_GROUP)
			continue;
		for (uint64_t at = 4; (p = obj_at(&obj->sections[i], at, 4)); at += 4) {
			uint32_t member = obj_get32(obj, p);

			if (member < obj->nsections && !of[member] &&
			    (obj->sections[member].head.sh_flags & SHF_GROUP))
				of[member] = i;
		}
	}
	return of;
}

/*
 * Add a table for the section `text`, with lines of so many bytes, and its relocations, to the
 * group if that is not 0.
 */
static uint32_t add_table(struct obj *obj, const char *name, const char *rela_name, unsigned line,
			  uint32_t text, uint32_t group)
{
	uint32_t table, rela;
	const Elf64_Shdr head = {
		.sh_type = SHT_PROGBITS,
		/* Linux joins all tables into one, and its modules' loader knows no such order. */
		.sh_flags = SHF_ALLOC | (obj->kernel ? 0 : SHF_LINK_ORDER),
		.sh_link = obj->kernel ? 0 : text,
		.sh_addralign = line,
	};

	table = obj_add_section(obj, name, &head);
	rela = obj_add_relas(obj, table, rela_name);
	if (group) {
		group_join(obj, group, table);
		group_join(obj, group, rela);
	}
	return table;
}

/* Add a line of the table about the place symbol + addend. */
static void add_line(struct obj *obj, uint32_t table, uint32_t symbol, uint64_t addend,
		     struct key *key, unsigned kind)
{
	uint64_t at = obj_append(&obj->sections[table], NULL, TABLE_SITE);

	obj_append_rela(obj, table, at + offsetof(struct ffp_site, site), obj->arch->rel_pc32,
			symbol, (int64_t)addend);
	obj_append_rela(obj, table, at + offsetof(struct ffp_site, key), obj->arch->rel_pc32,
			entry_symbol(obj, key), kind);
}

/*
 * Add the tables of wide calls.  Linux has none: its calls go through no table of addresses, and
 * its sites have the length of any call.
 */
static void add_wide(struct obj *obj, const struct plan *plan, const uint32_t *text_symbol,
		     const uint32_t *group)
{
	uint32_t text = 0, table = 0;

	for (size_t i = 0; i < plan->n && !obj->kernel; i++) {
		const struct branch *site = &plan->site[i].branch;
		uint64_t at;

		if (!site->site.wide)
			continue;
		if (site->section != text) {
			text = site->section;
			table = add_table(obj, FFP_WIDE_SECTION, ".rela" FFP_WIDE_SECTION,
					  TABLE_WIDE, text, group[text]);
		}
		at = obj_append(&obj->sections[table], NULL, TABLE_WIDE);
		obj_append_rela(obj, table, at, obj->arch->rel_pc32, text_symbol[text],
				(int64_t)site->site.at);
	}
}

static void apply(struct obj *obj, struct plan *plan)
{
	uint32_t *text_symbol = section_symbols(obj), *group = find_groups(obj);
	/* If there are labels, they are the last local symbols. */
	uint32_t label = obj->first_global - (uint32_t)(plan->n + plan->nveneers);
	uint32_t text = 0, table = 0;
	size_t v = 0;

	for (size_t i = 0; i < plan->n; i++)
		change_site(obj, &plan->site[i]);
	for (size_t i = 0; i < plan->nveneers; i++)
		add_veneer(obj, &plan->veneer[i]);
	for (size_t i = 0; i < plan->n; i++) {
		const struct branch *site = &plan->site[i].branch;
		bool labels = obj->arch->rel_relax;

		if (site->section != text) {
			text = site->section;
			table = add_table(obj, FFP_SITES_SECTION, ".rela" FFP_SITES_SECTION,
					  TABLE_SITE, text, group[text]);
			for (; v < plan->nveneers && plan->veneer[v].at.section == text; v++)
				add_line(obj, table,
					 labels ? label + (uint32_t)(plan->n + v)
						: text_symbol[text],
					 labels ? 0 : plan->veneer[v].at.offset,
					 plan->veneer[v].key, FFP_SITE_VENEER);
		}
		add_line(obj, table, labels ? label + (uint32_t)i : text_symbol[text],
			 labels ? 0 : site->site.at, site->key, site->site.kind);
	}
	add_wide(obj, plan, text_symbol, group);
	free(text_symbol);
	free(group);
}

/*
 * If an entry loads the default from its record, let it jump to the default instead, as its
 * sites do.  True if that changes the object.
 */
static bool aim_entry(struct obj *obj, const struct key *key)
{
	const struct symbol *entry = &obj->symbols[key->symbol];
	struct section *text = &obj->sections[entry->section];
	struct insn_edit edits[INSN_EDITS];
	uint8_t scratch[128], *code;
	struct insn_read now;
	uint64_t rel_at;
	uint32_t type;
	int64_t addend;

	if (!entry->section || key->aim->at != AIM_SYMBOL ||
	    obj->arch->insn->entry_size > sizeof(scratch) || !text->nrelas)
		return false;
	code = obj_at(text, entry->value, obj->arch->insn->entry_size);
	if (!code || !obj->arch->insn->entry_decode(code, entry->value, 0, &now) ||
	    now.form != INSN_BRANCH)
		return false;
	obj->arch->entry_new(scratch, &type, &rel_at, &addend);
	/* The jump may stand behind a landing pad: where it is edited, it stands. */
	obj->arch->insn->entry_encode(edits, code, 0, INSN_BRANCH, 0);
	rel_at += entry->value + (uint64_t)edits[0].at;
	if (obj_rela_at(text, rel_at))
		return false;
	obj_append_rela(obj, entry->section, rel_at, type, key->aim->symbol, addend);
	return true;
}

/*
 * Refuse keys that code of link-time optimisation defines: the optimiser may have separated or
 * renamed their parts, and other objects refer to the default by its name.
 */
static bool no_definition(const struct obj *obj, const struct keys *keys)
{
	for (size_t i = 0; i < keys->n && keys->lto; i++) {
		const struct key *key = &keys->key[i];

		if (key->entry.section)
			return keys_defined_by_lto(obj, key);
	}
	return true;
}

/*
 * gold -r and mold -r write tables with the flag SHF_LINK_ORDER, but without the section to which
 * they belong.  A linker that drops sections then drops such a table, and not the code.  So
 * name the section of its sites, or of its keys' entries.  If these are in several
 * sections, mark the table to be kept, which keeps all that it refers to.  The flag
 * stays, since mold does not join sections with different flags.
 */
static bool tie_table(struct obj *obj, uint32_t table)
{
	struct section *s = &obj->sections[table];
	const uint64_t line = table_line(s->name);
	struct place place;

	if (!obj_relas(obj, table))
		return false;
	for (const struct rela *r = s->relas; r < obj_rela_end(s); r++) {
		/* The first field of each line. */
		if (r->offset % line || !obj_place(obj, r, &place))
			continue;
		if (!s->head.sh_link)
			s->head.sh_link = place.section;
		if (s->head.sh_link == place.section)
			continue;
		s->head.sh_flags |= SHF_GNU_RETAIN;
		/* Without that, GNU ld does not know the flag SHF_GNU_RETAIN. */
		if (obj->head.e_ident[EI_OSABI] == ELFOSABI_NONE)
			obj->head.e_ident[EI_OSABI] = ELFOSABI_GNU;
	}
	return true;
}

/* *changed becomes true if there is such a table.  False after a message. */
static bool tie_tables(struct obj *obj, bool *changed)
{
	bool ok = true;

	for (uint32_t i = 1; ok && i < obj->nsections; i++)
		if (table_is_loose(obj, i)) {
			ok = tie_table(obj, i);
			*changed = true;
		}
	return ok;
}

bool collect_change(struct obj *obj, struct collect_stats *stats)
{
	struct plan plan;
	bool ok, again = false;

	ok = plan_make(obj, &plan) && no_definition(obj, &plan.branches.keys) &&
	     need_symbols(obj, &plan, &again);
	if (ok && again) {
		plan_free(&plan);
		obj_forget(obj);
		ok = plan_make(obj, &plan);
	}
	stats->sites = plan.n;
	stats->taken = plan.branches.ntaken;
	if (ok && plan.nfar)
		msg_note(obj->path, "%zu %s too far from the end of the section: not collected",
			 MSG_COUNT(plan.nfar, "site", "sites"));
	if (ok && plan.branches.nknown_body)
		msg_note(obj->path,
			 "%zu %s of functions that the file defines: not collected, "
			 "since GCC was not given -fno-ipa-ra and -fno-ipa-icf",
			 MSG_COUNT(plan.branches.nknown_body, "call", "calls"));
	stats->changed = ok && plan.n;
	ok = ok && tie_tables(obj, &stats->changed);
	for (size_t i = 0; ok && i < plan.branches.keys.n; i++) {
		stats->changed |= import_start_at_default(obj, &plan.branches.keys.key[i]);
		stats->changed |= aim_entry(obj, &plan.branches.keys.key[i]);
	}
	if (ok && plan.n)
		apply(obj, &plan);
	plan_free(&plan);
	return ok;
}

/* Is this no object of a known machine? */
static bool no_object(const uint8_t *image, size_t size)
{
	const struct arch_ops *arch;
	bool big;

	if (obj_kind(image, size) != OBJ_ELF)
		return true;
	if (size < sizeof(Elf64_Ehdr) || image[EI_CLASS] != ELFCLASS64)
		return true;
	big = image[EI_DATA] == ELFDATA2MSB;
	arch = arch_find((uint16_t)get_uint(image + offsetof(Elf64_Ehdr, e_machine), 2, big));
	return get_uint(image + offsetof(Elf64_Ehdr, e_type), 2, big) != ET_REL || !arch ||
	       arch->big != big;
}

/* Write the object while signals are blocked, so that no temporary file remains. */
static bool write_whole(const struct obj *obj)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	ok = obj_write(obj);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}

bool collect_file(const char *path, unsigned how, const struct called *called,
		  struct collect_stats *stats)
{
	const bool lenient = how & COLLECT_LENIENT, pass = how & (COLLECT_LENIENT | COLLECT_KERNEL);
	struct obj obj;
	struct stat st;
	uint8_t *image;
	size_t size;
	bool ok;

	memset(stats, 0, sizeof(*stats));
	if (lenient && (stat(path, &st) || !S_ISREG(st.st_mode)))
		return true;
	image = obj_load(path, &size);
	if (!image)
		return false;
	if (obj_kind(image, size) == OBJ_BITCODE || (pass && no_object(image, size))) {
		free(image);
		return true;
	}
	ok = obj_open(&obj, path, image, size);
	obj.lto = how & COLLECT_LTO;
	obj.kernel = how & COLLECT_KERNEL;
	obj.module = how & COLLECT_MODULE;
	obj.known_bodies = how & COLLECT_KNOWN_BODIES;
	obj.called = called && called->n ? called : NULL;
	ok = ok && collect_change(&obj, stats) && (!stats->changed || write_whole(&obj));
	obj_close(&obj);
	free(image);
	return ok;
}

/* The functions that options and the environment name. */
static struct called called;

bool collect_symbol(const char *command, const char *name)
{
	return called_add(&called, command, name);
}

bool collect_symbols(const char *command, const char *path)
{
	char *word = xformat("@%s", path);
	bool ok = called_add(&called, command, word);

	free(word);
	return ok;
}

static void tell_stats(const char *path, const struct collect_stats *found)
{
	msg_print("%s: %zu %s collected, %zu %s taken", path,
		  MSG_COUNT(found->sites, "site", "sites"),
		  MSG_COUNT(found->taken, "address", "addresses"));
	putchar('\n');
}

int collect_main(char **files, int n, unsigned options)
{
	const bool module = options & 1U << COLLECT_OF_MODULE;
	const bool kernel = module || options & 1U << COLLECT_OF_KERNEL;
	const unsigned how = (kernel ? COLLECT_KERNEL : 0) | (module ? COLLECT_MODULE : 0);
	int status = EXIT_OK;

	if (!called_add_environment(&called))
		return EXIT_INPUT;
	for (int i = 0; i < n; i++) {
		struct collect_stats found;

		if (!collect_file(files[i], how, &called, &found))
			status = EXIT_INPUT;
		else if (options & 1U << COLLECT_STATS)
			tell_stats(files[i], &found);
	}
	called_free(&called);
	return status;
}
