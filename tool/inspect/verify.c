// SPDX-License-Identifier: MIT
/*
 * `ffp verify`: checks that every site holds what the build should have put there, and that the
 * file has what the run time relies on.
 */
#include "verify.h"
#include "array.h"
#include "elf/code.h"
#include "elf/table.h"
#include "inspect.h"
#include "loaded.h"
#include "msg.h"
#include "uses_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE "of keys by instructions of 64 bits (-mcmodel=large): calls by these are no sites"

#define LOST                                                                                       \
	"of exported NULL keys of other files do nothing, as older tools made them: "              \
	"calls are lost if the key is set before this file is loaded; compile again"

#define SITE_ERROR(obj, site, ...) obj_error(obj, (site)->section, (site)->offset, __VA_ARGS__)

/* Check the header before the entry of a key that this file defines. */
static bool verify_header(struct obj *obj, const struct tables *tables, const struct key *key)
{
	const uint8_t *header = obj_bytes(obj, key->entry, -FFP_ENTRY_HEADER, FFP_ENTRY_HEADER);
	const uint32_t at = key->keys_at.section;
	const uint64_t offset = key->keys_at.offset;
	struct place record = key->entry;
	uint32_t section = key->entry.section;
	const uint8_t *flags;

	if (!tables->object)
		section = obj_section_at(obj, key->entry.offset, obj->arch->insn->entry_size);
	if (!header || !section || !(obj->sections[section].head.sh_flags & SHF_EXECINSTR))
		return obj_error(obj, at, offset, "key %s: its entry is not in code", key->name);
	if (key->entry.offset % FFP_ENTRY_ALIGN)
		return obj_error(obj, at, offset, "key %s: its entry is not aligned to %d",
				 key->name, FFP_ENTRY_ALIGN);
	flags = header + FFP_ENTRY_HEADER + FFP_ENTRY_FLAGS;
	if (obj_get32(obj, flags) != key->flags)
		return obj_error(obj, at, offset, "key %s: flags 0x%x before its entry, 0x%x here",
				 key->name, obj_get32(obj, flags), key->flags);
	if (tables->object) {
		const struct rela *r;

		if (!obj_relas(obj, section))
			return false;
		r = obj_rela_at(&obj->sections[section],
				key->entry.offset + (uint64_t)FFP_ENTRY_RECORD);
		if (!r || !obj_place(obj, r, &record))
			record.section = 0;
	} else {
		record.offset = key->entry.offset + (uint64_t)FFP_ENTRY_RECORD;
		record.offset +=
		    obj_get_relative(obj, header + FFP_ENTRY_HEADER + FFP_ENTRY_RECORD);
	}
	if (record.offset != key->record.offset || record.section != key->record.section)
		return obj_error(obj, at, offset, "key %s: its entry belongs to another record",
				 key->name);
	return true;
}

static bool verify_key(struct obj *obj, const struct tables *tables, const struct key *key)
{
	const uint32_t at = key->keys_at.section;
	const uint64_t offset = key->keys_at.offset;

	if (!key->defined)
		return true;
	if (key->flags >> 8 != FFP_ABI ||
	    (key->flags & 0xff & ~(FFP_KEY_NULL | FFP_KEY_POINTER | FFP_KEY_EXPORT)))
		return obj_error(obj, at, offset, "key %s: unknown flags or version: 0x%x",
				 key->name, key->flags);
	if (!key->record_inside)
		return obj_error(obj, at, offset, "key %s: its record is outside of the file",
				 key->name);
	/* In the pointer form the entry is a variable, and has no header. */
	return (key->flags & FFP_KEY_POINTER) || verify_header(obj, tables, key);
}

/* Find where the entry itself jumps; false if it does not jump. */
static bool entry_destination(const struct obj *obj, const struct key *key, uint64_t *to)
{
	const uint8_t *p = obj_bytes(obj, key->entry, -FFP_ENTRY_HEADER,
				     FFP_ENTRY_HEADER + obj->arch->insn->entry_size);
	struct insn_read in;

	if (!p)
		return false;
	p += FFP_ENTRY_HEADER;
	if (!obj->arch->insn->entry_decode(p, key->entry.offset, obj_get64(obj, p + FFP_ENTRY_WORD),
					   &in) ||
	    in.form != INSN_BRANCH)
		return false;
	*to = in.value;
	return true;
}

static bool verify_linked_site(const struct obj *obj, const struct table_site *site)
{
	const struct key *key = site->key;
	uint64_t to;

	if (site->state == STATE_ENTRY)
		return true;
	if (key->defined && (key->flags & FFP_KEY_NULL)) {
		if (site->state != STATE_NOTHING)
			return SITE_ERROR(obj, site, "key %s: should do nothing", key->name);
		return true;
	}
	if (!key->defined) {
		/* The key's own entry, and so its default, is in another file. */
		if (site->state == STATE_NOTHING || obj_section_at(obj, site->destination, 1))
			return true;
		return SITE_ERROR(obj, site, "key %s: branch to 0x%llx, outside of the file",
				  key->name, (unsigned long long)site->destination);
	}
	if (site->state != STATE_DIRECT && site->state != STATE_PLT)
		return SITE_ERROR(obj, site, "key %s: does not branch", key->name);
	if (!entry_destination(obj, key, &to))
		return SITE_ERROR(obj, site, "key %s: its entry does not jump", key->name);
	if (site->destination != to && !code_same(obj, site->destination, to))
		return SITE_ERROR(obj, site, "key %s: branch to 0x%llx instead of 0x%llx",
				  key->name, (unsigned long long)site->destination,
				  (unsigned long long)to);
	return true;
}

/* Is a symbol this module's alone, so that the linker cannot give it another place? */
static bool is_own(const struct symbol *sym)
{
	return sym->section && (sym->bind == STB_LOCAL ||
				!strncmp(sym->name, FFP_PREFIX_START, strlen(FFP_PREFIX_START)));
}

/* Does the site's relocation aim it at a function of this name? */
static bool aims_at(struct obj *obj, const struct table_site *site, const char *name)
{
	const struct section *s = &obj->sections[site->section];
	const struct rela *r = site->rela;
	const struct symbol *to = &obj->symbols[r->symbol];
	uint64_t place = to->value + (uint64_t)r->addend;
	/* The collector's place of a wide call is behind its prefix. */
	const bool wide = site->kind == INSN_SITE_WIDE;
	struct arch_site in;
	size_t n;
	const uint32_t *symbols = obj_symbols_named(obj, name, &n);

	for (size_t i = 0; i < n; i++) {
		const struct symbol *sym = &obj->symbols[symbols[i]];
		int64_t addend = r->addend;

		if (symbols[i] != r->symbol) {
			if (!is_own(to) || sym->section != to->section)
				continue;
			addend = (int64_t)(place - sym->value);
		}
		if (obj->arch->classify(r->type, addend, s->data, s->head.sh_size, r->offset,
					&in) &&
		    in.at == site->offset + wide && in.kind == (wide ? FFP_SITE_CALL : site->kind))
			return true;
	}
	return false;
}

static bool verify_object_site(struct obj *obj, const struct table_site *site)
{
	const struct key *key = site->key;

	switch (site->state) {
	case STATE_ENTRY:
		return true;
	case STATE_NOTHING:
		if (!key->def)
			return true;
		return SITE_ERROR(obj, site, "key %s: does nothing instead of calling %s",
				  key->name, key->def);
	case STATE_DIRECT:
		if (!key->def)
			return SITE_ERROR(obj, site, "key %s: should do nothing", key->name);
		if (aims_at(obj, site, key->def))
			return true;
		return SITE_ERROR(obj, site, "key %s: no branch to %s", key->name, key->def);
	default:
		return SITE_ERROR(obj, site, "key %s: no instruction that a site can hold",
				  key->name);
	}
}

static bool verify_site(struct obj *obj, const struct tables *tables, size_t index)
{
	const struct table_site *site = &tables->site[index];
	const struct table_site *last = index ? site - 1 : NULL;

	if (!site->section)
		return obj_error(obj, site->line.section, site->line.offset,
				 "site outside of every section");
	if (!(obj->sections[site->section].head.sh_flags & SHF_EXECINSTR))
		return SITE_ERROR(obj, site, "site outside of code");
	/* A linker that folds equal functions keeps the lines of all of them. */
	if (last && !tables->object && last->section == site->section &&
	    last->offset == site->offset && last->key == site->key && last->kind == site->kind)
		return true;
	if (last && last->section == site->section && last->offset == site->offset)
		return SITE_ERROR(obj, site, "site is in the table twice");
	if (last && last->section == site->section && site->offset < last->offset + last->length)
		return SITE_ERROR(obj, site, "site overlaps the one before");
	if (site->state == STATE_UNKNOWN)
		return SITE_ERROR(obj, site, "key %s: no instruction that a site can hold",
				  site->key->name);
	return tables->object ? verify_object_site(obj, site) : verify_linked_site(obj, site);
}

static int to_behind(const void *element, const void *key)
{
	const struct table_site *site = element;
	const struct place at = { site->section, site->offset };

	return place_order(at, *(const struct place *)key) < 0 ? -1 : 1;
}

/* Does a branch overlap a site?  Sites are sorted by place. */
static bool on_site(const struct tables *tables, const struct table_branch *branch)
{
	const struct place end = { branch->section, branch->offset + branch->length };
	size_t i = tables->site ? array_first(tables->site, tables->nsites, sizeof(*tables->site),
					      &end, to_behind)
				: 0;

	return i && tables->site[i - 1].section == branch->section &&
	       tables->site[i - 1].offset + tables->site[i - 1].length > branch->offset;
}

/* Does a branch go to code, in whole instructions?  Of a linked file loaded.c asks for more. */
static bool goes_to_code(const struct obj *obj, const struct tables *tables,
			 const struct table_branch *branch)
{
	const struct section *s = &obj->sections[branch->to.section];
	const uint64_t at = tables->object ? branch->offset : branch->address;

	if (tables->object &&
	    (!(s->head.sh_flags & SHF_EXECINSTR) || branch->to.offset > s->head.sh_size))
		return false;
	return (tables->object && branch->to.section != branch->section) ||
	       branch->to.offset <= at || branch->to.offset - at >= branch->length;
}

/* The same line again, of a function that a linker has folded with this one. */
static bool same_branch(const struct table_branch *a, const struct table_branch *b)
{
	return a->key == b->key && a->likely == b->likely && !place_order(a->to, b->to);
}

static bool verify_branch(const struct obj *obj, const struct tables *tables, size_t index)
{
	const struct table_branch *branch = &tables->branch[index];
	const struct table_branch *last = index ? branch - 1 : NULL;
	const char *name = branch->key->name;

	if (!branch->section)
		return obj_error(obj, branch->line.section, branch->line.offset,
				 "branch outside of every section");
	if (!(obj->sections[branch->section].head.sh_flags & SHF_EXECINSTR))
		return SITE_ERROR(obj, branch, "branch outside of code");
	if (!branch->known)
		return obj_error(obj, branch->line.section, branch->line.offset,
				 "branch of no key: it leads to no record");
	if (last && last->section == branch->section && last->offset == branch->offset)
		return (!tables->object && same_branch(branch, last)) ||
		       SITE_ERROR(obj, branch, "branch is in the table twice");
	if (last && last->section == branch->section &&
	    branch->offset < last->offset + last->length)
		return SITE_ERROR(obj, branch, "branch overlaps the one before");
	if (on_site(tables, branch))
		return SITE_ERROR(obj, branch, "branch overlaps a site");
	if (!goes_to_code(obj, tables, branch))
		return SITE_ERROR(obj, branch, "key %s: its branch leads out of the code", name);
	if (branch->state == BRANCH_UNKNOWN)
		return SITE_ERROR(obj, branch, "key %s: no instruction that a branch can hold",
				  name);
	return branch->state == BRANCH_OFF ||
	       SITE_ERROR(obj, branch, "key %s: its branch is on before any change", name);
}

/* Check a veneer, through which sites go that cannot reach the entry. */
static bool verify_veneer(const struct obj *obj, const struct table_site *veneer)
{
	if (veneer->section && (obj->sections[veneer->section].head.sh_flags & SHF_EXECINSTR) &&
	    veneer->state == STATE_ENTRY)
		return true;
	return obj_error(obj, veneer->line.section, veneer->line.offset,
			 "key %s: a veneer that does not lead to its entry", veneer->key->name);
}

/* Check that no table is loose: a linker may drop such a table. */
static bool verify_kept(const struct obj *obj)
{
	bool ok = true;

	for (uint32_t i = 1; i < obj->nsections; i++)
		if (table_is_loose(obj, i))
			ok = obj_error(obj, i, 0,
				       "--gc-sections may drop this table: collect the object");
	return ok;
}

/*
 * Check the names by which the linker defines the bounds of tables: objcopy --prefix-symbols
 * renames them with all other symbols.
 */
static bool verify_names(const struct obj *obj)
{
	static const char start[] = "__start_" FFP_KEYS_SECTION;
	uint32_t module = obj_find_section(obj, ".data.rel.ro.ffp_module", 0);

	for (uint32_t i = 1; module && i < obj->nsymbols; i++)
		if (!strcmp(obj->symbols[i].name, start))
			return true;
	return !module || obj_error(obj, module, 0, "no symbol %s: were symbols renamed?", start);
}

bool verify_obj(struct obj *obj, struct tables *tables, struct uses *uses)
{
	bool ok;

	memset(uses, 0, sizeof(*uses));
	ok = tables_read(obj, tables);
	if (ok && tables->object && (!verify_kept(obj) || !verify_names(obj)))
		return false;
	for (size_t i = 0; ok && i < tables->nkeys; i++)
		ok = verify_key(obj, tables, &tables->key[i]) && ok;
	if (!ok)
		return false;
	for (size_t i = 0; i < tables->nsites; i++)
		ok = verify_site(obj, tables, i) && ok;
	for (size_t i = 0; i < tables->nveneers; i++)
		ok = verify_veneer(obj, &tables->site[tables->nsites + i]) && ok;
	for (size_t i = 0; i < tables->nbranches; i++)
		ok = verify_branch(obj, tables, i) && ok;
	if (tables->object)
		ok = keys_aim(obj, &tables->keys) && ok;
	else
		ok = loaded_verify(obj, tables) && ok;
	return uses_read(obj, tables, uses) && ok;
}

/* Print the number of calls that are not direct: a note, or with --strict an error. */
static bool tell(const char *path, bool strict, size_t n, const char *thing, const char *what)
{
	if (!n)
		return true;
	if (strict)
		return msg_error(path, "%zu %s %s", n, thing, what);
	msg_note(path, "%zu %s %s", n, thing, what);
	return true;
}

/* Count sites that do nothing for a NULL key of another module, as older tools made them. */
static size_t count_lost(const struct tables *tables)
{
	size_t n = 0;

	for (size_t i = 0; i < tables->nsites; i++) {
		const struct table_site *site = &tables->site[i];

		n += site->state == STATE_NOTHING && !site->key->defined &&
		     (site->key->exported || !tables->object);
	}
	return n;
}

static bool verify_file(const char *path, bool strict)
{
	struct tables tables = { 0 };
	struct obj obj;
	struct uses uses = { 0 };
	uint8_t *image;
	size_t size;
	bool ok;

	image = obj_load(path, &size);
	if (!image)
		return false;
	ok = obj_open(&obj, path, image, size) && verify_obj(&obj, &tables, &uses);
	if (ok) {
		ok = tell(path, strict, MSG_COUNT(uses.missed, "site", "sites"), "not collected");
		ok =
		    tell(path, strict, MSG_COUNT(count_lost(&tables), "site", "sites"), LOST) && ok;
		ok = tell(path, strict, MSG_COUNT(uses.large, "address", "addresses"), LARGE) && ok;
	}
	if (ok) {
		msg_print("%s: %zu %s, %zu %s", path,
			  MSG_COUNT(tables.nkeys + tables.nother, "key", "keys"),
			  MSG_COUNT(tables.nsites, "site", "sites"));
		if (tables.nbranches)
			printf(", %zu %s", MSG_COUNT(tables.nbranches, "branch", "branches"));
		puts(", all good");
	}
	uses_free(&uses);
	tables_free(&tables);
	obj_close(&obj);
	free(image);
	return ok;
}

int verify_main(char **files, int n, unsigned strict)
{
	int status = EXIT_OK;

	for (int i = 0; i < n; i++)
		if (!verify_file(files[i], strict))
			status = EXIT_INPUT;
	return status;
}
