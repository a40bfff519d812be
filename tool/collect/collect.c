// SPDX-License-Identifier: MIT
/*
 * `ffp collect`: plan, change the object in memory, write it.  Nothing of the
 * file is touched before all that can fail, but for the writing, is done.
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

#define RELA_NAME ".rela" FFP_SITES_SECTION

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

/* What linkers leave out of the symbol tables that they write, and people out of sight. */
#define LABEL ".Lffp"

/* The symbols that tables will need and the object lacks; returns their number. */
static size_t find_missing(const struct obj *obj, const struct plan *plan, struct symbol *missing)
{
	const struct symbol label = { .name = LABEL, .bind = STB_LOCAL, .type = STT_NOTYPE };
	const struct symbol whole = { .name = "", .bind = STB_LOCAL, .type = STT_SECTION };
	uint32_t *of = section_symbols(obj);
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++) {
		uint32_t section = plan->site[i].section;

		if (obj->arch->rel_relax) {
			missing[n] = label;
			missing[n].value = plan->site[i].insn.at;
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
 * See to it that what tables refer to has symbols: sections with sites, but
 * where code can move each site and veneer, in the order of the plan.  If one
 * was missing, `*again`: all symbol numbers have changed, and the plan is void.
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
	if (!key->exported)
		return key->symbol;
	import_need(obj, key);
	return key->import;
}

/* The symbol that the site is to call from now on. */
static uint32_t aim_symbol(struct obj *obj, const struct new_site *site)
{
	struct key *key = site->key;

	if (site->insn.to_entry)
		return entry_symbol(obj, key);
	/* Nothing but the key itself can be counted on to be seen from here. */
	if (key->exported && !obj->symbols[key->symbol].section) {
		import_need(obj, key);
		return key->start;
	}
	/* Where the sites of the module's other objects go, as well: past any PLT. */
	if (key->at_default)
		return key->start;
	switch (key->aim) {
	case AIM_SYMBOL:
		return key->aim_symbol;
	case AIM_UNDEFINED:
		if (!key->same->added)
			key->same->added = obj_add_undefined(obj, key->def);
		return key->same->added;
	case AIM_ENTRY:
	case AIM_UNKNOWN:
		break;
	}
	return entry_symbol(obj, key);
}

/* From now on the linker is to leave the site's instructions as they are. */
static void keep_whole(struct obj *obj, const struct new_site *site)
{
	const struct section *s = &obj->sections[site->section];

	for (const struct rela *r = obj_rela_at(s, site->insn.at);
	     r && r < obj_rela_end(s) && r->offset == site->insn.at; r++)
		if (r->type == obj->arch->rel_relax) {
			struct rela none = *r;

			none.type = obj->arch->rel_none;
			obj_set_rela(obj, site->section, &none);
		}
}

/* Make the site what it is before any change. */
static void change_site(struct obj *obj, const struct new_site *site)
{
	struct section *s = &obj->sections[site->section];
	const struct arch_site *in = &site->insn;
	struct rela r = { in->rel_at, 0, obj->arch->rel_none, 0, site->rela };

	if (in->fix_len)
		memcpy(obj_at(s, in->fix_at, in->fix_len), in->fix, in->fix_len);
	if (site->nothing) {
		memcpy(obj_at(s, in->at, site->length), site->bytes, site->length);
	} else {
		r.symbol = aim_symbol(obj, site);
		r.type = in->rel_type;
		r.addend = in->rel_addend;
	}
	if (obj->arch->rel_relax && (in->whole || site->nothing))
		keep_whole(obj, site);
	obj_set_rela(obj, site->section, &r);
	/*
	 * A relocation that does nothing but name the key: without it, functions
	 * that differ in nothing but the key they call, of one default or none,
	 * would be the same to a linker that folds those (--icf).
	 */
	obj_append_rela(obj, site->section, in->at, obj->arch->rel_none,
			entry_symbol(obj, site->key), 0);
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

/* A table for text section `text`, of a group or of none, and a section of its relocations. */
static uint32_t add_table(struct obj *obj, uint32_t text, uint32_t group)
{
	uint32_t table, rela;
	const Elf64_Shdr head = {
		.sh_type = SHT_PROGBITS,
		.sh_flags = SHF_ALLOC | SHF_LINK_ORDER,
		.sh_link = text,
		.sh_addralign = sizeof(struct ffp_site),
	};

	table = obj_add_section(obj, FFP_SITES_SECTION, &head);
	rela = obj_add_relas(obj, table, RELA_NAME);
	if (group) {
		group_join(obj, group, table);
		group_join(obj, group, rela);
	}
	return table;
}

/* A line of a table, about the place symbol + addend. */
static void add_line(struct obj *obj, uint32_t table, uint32_t symbol, uint64_t addend,
		     struct key *key, unsigned kind)
{
	uint64_t at = obj_append(&obj->sections[table], NULL, sizeof(struct ffp_site));

	obj_append_rela(obj, table, at + offsetof(struct ffp_site, site), obj->arch->rel_pc32,
			symbol, (int64_t)addend);
	obj_append_rela(obj, table, at + offsetof(struct ffp_site, key), obj->arch->rel_pc32,
			entry_symbol(obj, key), kind);
}

static void apply(struct obj *obj, struct plan *plan)
{
	uint32_t *text_symbol = section_symbols(obj), *group = find_groups(obj);
	/* The last local symbols, where there are labels. */
	uint32_t label = obj->first_global - (uint32_t)(plan->n + plan->nveneers);
	uint32_t text = 0, table = 0;
	size_t v = 0;

	for (size_t i = 0; i < plan->n; i++)
		change_site(obj, &plan->site[i]);
	for (size_t i = 0; i < plan->nveneers; i++)
		add_veneer(obj, &plan->veneer[i]);
	for (size_t i = 0; i < plan->n; i++) {
		const struct new_site *site = &plan->site[i];
		bool labels = obj->arch->rel_relax;

		if (site->section != text) {
			text = site->section;
			table = add_table(obj, text, group[text]);
			for (; v < plan->nveneers && plan->veneer[v].at.section == text; v++)
				add_line(obj, table,
					 labels ? label + (uint32_t)(plan->n + v)
						: text_symbol[text],
					 labels ? 0 : plan->veneer[v].at.offset,
					 plan->veneer[v].key, FFP_SITE_VENEER);
		}
		add_line(obj, table, labels ? label + (uint32_t)i : text_symbol[text],
			 labels ? 0 : site->insn.at, site->key, site->insn.kind);
	}
	free(text_symbol);
	free(group);
}

/*
 * An entry that goes to its default by way of the record gets a jump to the
 * default itself, as its sites do.  True if that changes the object.
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

	if (!entry->section || key->aim != AIM_SYMBOL ||
	    obj->arch->insn->entry_size > sizeof(scratch) || !text->nrelas)
		return false;
	code = obj_at(text, entry->value, obj->arch->insn->entry_size);
	if (!code || !obj->arch->insn->entry_decode(code, entry->value, 0, &now) ||
	    now.form != INSN_BRANCH)
		return false;
	obj->arch->entry_new(scratch, &type, &rel_at, &addend);
	/* A landing pad may come first. */
	obj->arch->insn->entry_encode(edits, code, 0, INSN_BRANCH, 0);
	rel_at += entry->value + (uint64_t)edits[0].at;
	if (obj_rela_at(text, rel_at))
		return false;
	obj_append_rela(obj, entry->section, rel_at, type, key->aim_symbol, addend);
	return true;
}

/*
 * Of a key that is defined in code of link-time optimisation, the parts may have
 * gone apart or been renamed, and other objects count on its default's name.
 */
static bool no_definition(const struct obj *obj, const struct keys *keys)
{
	for (size_t i = 0; i < keys->n && keys->lto; i++) {
		const struct key *key = &keys->key[i];

		if (obj->symbols[key->symbol].section)
			return keys_defined_by_lto(obj, key);
	}
	return true;
}

/*
 * gold -r and mold -r leave tables that are to go with another section
 * (SHF_LINK_ORDER), and with none: a linker that drops sections then drops them, and
 * not the code.  Name a section of their sites, or of their keys' entries; if there are
 * others, the table is to stay in any case, and keeps what it refers to.  The flag
 * stays: mold puts apart what has not the same flags.
 */
static bool tie_table(struct obj *obj, uint32_t table)
{
	struct section *s = &obj->sections[table];
	const uint64_t line =
	    strcmp(s->name, FFP_SITES_SECTION) ? sizeof(struct ffp_key) : sizeof(struct ffp_site);
	struct place place;

	if (!obj_relas(obj, table))
		return false;
	for (const struct rela *r = s->relas; r < obj_rela_end(s); r++) {
		/* The first field of each line. */
		if (r->offset % line || !plan_place(obj, r, &place))
			continue;
		if (!s->head.sh_link)
			s->head.sh_link = place.section;
		if (s->head.sh_link == place.section)
			continue;
		s->head.sh_flags |= SHF_GNU_RETAIN;
		/* Else GNU ld does not know what that flag means. */
		if (obj->head.e_ident[EI_OSABI] == ELFOSABI_NONE)
			obj->head.e_ident[EI_OSABI] = ELFOSABI_GNU;
	}
	return true;
}

/* `*changed`: there was such a table.  False after a message. */
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

	ok = plan_make(obj, &plan) && no_definition(obj, &plan.keys) &&
	     need_symbols(obj, &plan, &again);
	if (ok && again) {
		plan_free(&plan);
		obj_forget(obj);
		ok = plan_make(obj, &plan);
	}
	stats->sites = plan.n;
	stats->taken = plan.ntaken;
	if (ok && plan.nfar)
		msg_note(obj->path, "%zu %s too far from the end of the section: not collected",
			 MSG_COUNT(plan.nfar, "site", "sites"));
	stats->changed = ok && plan.n;
	ok = ok && tie_tables(obj, &stats->changed);
	for (size_t i = 0; ok && i < plan.keys.n; i++) {
		stats->changed |= import_start_at_default(obj, &plan.keys.key[i]);
		stats->changed |= aim_entry(obj, &plan.keys.key[i]);
	}
	if (ok && plan.n)
		apply(obj, &plan);
	plan_free(&plan);
	return ok;
}

/* Not the kind of file that a compiler leaves for us. */
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

/* Who ends us waits until the temporary file is gone. */
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

bool collect_file(const char *path, unsigned how, struct collect_stats *stats)
{
	const bool lenient = how & COLLECT_LENIENT;
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
	if (obj_kind(image, size) == OBJ_BITCODE || (lenient && no_object(image, size))) {
		free(image);
		return true;
	}
	ok = obj_open(&obj, path, image, size);
	obj.lto = how & COLLECT_LTO;
	ok = ok && collect_change(&obj, stats) && (!stats->changed || write_whole(&obj));
	obj_close(&obj);
	free(image);
	return ok;
}

int collect_main(char **files, int n, bool stats)
{
	int status = EXIT_OK;

	for (int i = 0; i < n; i++) {
		struct collect_stats found;

		if (!collect_file(files[i], 0, &found))
			status = EXIT_INPUT;
		else if (stats)
			printf("%s: %zu %s collected, %zu %s taken\n", files[i],
			       MSG_COUNT(found.sites, "site", "sites"),
			       MSG_COUNT(found.taken, "address", "addresses"));
	}
	return status;
}
