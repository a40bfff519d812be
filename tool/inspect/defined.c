// SPDX-License-Identifier: MIT
/*
 * A key is found by its record, to which its line in ffp_keys refers.
 *
 *  - In debug information, the record is a variable of the file that defines the key.
 *  - In a symbol table, local symbols stand behind the name of their file (STT_FILE), among them
 *    the record of a file-local key.  The record of a plain key is hidden: linkers make it
 *    local too, some of them no longer hidden, but then outside of any file's symbols.
 */
#include "defined.h"
#include "array.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

/* How deep namespaces are nested at most: deeper ones are those of a damaged file. */
#define DEPTH_MAX 64

/* What is known of a record. */
struct known {
	struct place at; /* of the record; in debug information an address that libdwfl gave it */
	struct definition definition;
};

struct list {
	struct known *known;
	size_t n;
};

struct defined {
	struct list symbols, variables;
	struct lines *lines;
};

static void add(struct list *list, struct place at, struct definition definition)
{
	list->known = array_grow(list->known, list->n, sizeof(*list->known));
	list->known[list->n++] = (struct known){ at, definition };
}

static int by_place(const void *a, const void *b)
{
	return place_order(((const struct known *)a)->at, ((const struct known *)b)->at);
}

static void sort(struct list *list)
{
	if (list->n)
		qsort(list->known, list->n, sizeof(*list->known), by_place);
}

static const struct known *find(const struct list *list, struct place at)
{
	const struct known key = { .at = at };

	return list->n ? bsearch(&key, list->known, list->n, sizeof(key), by_place) : NULL;
}

static void read_symbols(struct list *list, const struct obj *obj)
{
	const size_t len = strlen(FFP_PREFIX_RECORD);
	const bool is_object = obj->head.e_type == ET_REL;
	const char *file = NULL;

	for (uint32_t i = 1; i < obj->nsymbols; i++) {
		const struct symbol *sym = &obj->symbols[i];

		if (sym->type == STT_FILE)
			file = *sym->name ? sym->name : NULL;
		else if (sym->bind == STB_LOCAL && sym->visibility == STV_DEFAULT && sym->section &&
			 (file || is_object) && !strncmp(sym->name, FFP_PREFIX_RECORD, len))
			add(list, (struct place){ is_object ? sym->section : 0, sym->value },
			    (struct definition){ file, 0, true });
	}
	sort(list);
}

/* The address of a variable; false if it has no fixed one. */
static bool address_of(Dwarf_Die *die, Dwarf_Addr *address)
{
	Dwarf_Attribute location, indexed;
	Dwarf_Op *ops;
	size_t n;

	if (!dwarf_attr(die, DW_AT_location, &location) || dwarf_getlocation(&location, &ops, &n) ||
	    n != 1)
		return false;
	if (ops[0].atom == DW_OP_addr) {
		*address = ops[0].number;
		return true;
	}
	return ops[0].atom == DW_OP_addrx && !dwarf_getlocation_attr(&location, ops, &indexed) &&
	       !dwarf_formaddr(&indexed, address);
}

/*
 * The file in which a variable is declared.  Since DWARF 5 the unit's own file has number 0, which
 * was no file before, and still is none to libdw.
 */
static const char *file_of(Dwarf_Die *die)
{
	const char *file = dwarf_decl_file(die);
	Dwarf_Attribute attribute;
	Dwarf_Files *files;
	Dwarf_Die unit;
	Dwarf_Word index;
	Dwarf_Half version;
	size_t n;

	if (file || !dwarf_attr_integrate(die, DW_AT_decl_file, &attribute) ||
	    dwarf_formudata(&attribute, &index) || index ||
	    !dwarf_cu_die(die->cu, &unit, &version, NULL, NULL, NULL, NULL, NULL) || version < 5 ||
	    dwarf_getsrcfiles(&unit, &files, &n) || !n)
		return file;
	return dwarf_filesrc(files, 0, NULL, NULL);
}

/*
 * Is this the name of a variable that <ffp.h> defines for a record?  For an exported key that
 * is not the symbol's name.  Release 0.1.0 put a prefix where there is a suffix now.
 */
static bool is_record(const char *name)
{
	static const char *const before[] = { "__ffp_rec_", "__ffp_own_" };
	static const char *const behind[] = { "_ffp_record", "_ffp_own" };
	size_t length = strlen(name);

	for (unsigned i = 0; i < 2; i++) {
		size_t end = strlen(behind[i]);

		if (!strncmp(name, before[i], strlen(before[i])) ||
		    (length > end && !strcmp(name + length - end, behind[i])))
			return true;
	}
	return false;
}

/* Add the records among this entry of debug information and its siblings, and in namespaces. */
static void read_variables(struct list *list, Dwarf_Die *die, Dwarf_Addr bias, unsigned depth)
{
	Dwarf_Off before;

	do {
		struct definition definition = { NULL, 0, false };
		Dwarf_Addr address;
		Dwarf_Die child;
		const char *name;
		int tag = dwarf_tag(die);

		before = dwarf_dieoffset(die);
		if (tag == DW_TAG_namespace && depth < DEPTH_MAX && !dwarf_child(die, &child))
			read_variables(list, &child, bias, depth + 1);
		if (tag != DW_TAG_variable)
			continue;
		name = dwarf_diename(die);
		if (!name || !is_record(name) || !address_of(die, &address))
			continue;
		definition.file = file_of(die);
		if (dwarf_decl_line(die, &definition.number))
			definition.number = 0;
		if (definition.file)
			add(list, (struct place){ 0, address + bias }, definition);
		/* In a damaged file the siblings may form a circle. */
	} while (!dwarf_siblingof(die, die) && dwarf_dieoffset(die) > before);
}

struct defined *defined_read(const struct obj *obj, const struct tables *tables,
			     struct lines *lines)
{
	struct defined *defined = xcalloc(1, sizeof(*defined));
	Dwfl_Module *module = lines_module(lines);
	Dwarf_Die *unit = NULL, child;
	Dwarf_Addr bias;
	bool any = false;

	defined->lines = lines;
	for (size_t i = 0; i < tables->nkeys; i++)
		any |= tables->key[i].defined;
	if (!any)
		return defined;
	read_symbols(&defined->symbols, obj);
	while (module && (unit = dwfl_module_nextcu(module, unit, &bias)))
		if (!dwarf_child(unit, &child))
			read_variables(&defined->variables, &child, bias, 0);
	sort(&defined->variables);
	return defined;
}

struct definition defined_find(const struct defined *defined, const struct key *key)
{
	struct definition definition = { NULL, 0, false };
	const struct known *symbol, *variable = NULL;
	uint64_t address;

	if (!key->defined)
		return definition;
	symbol = find(&defined->symbols, key->record);
	if (lines_address(defined->lines, key->record.section, key->record.offset, &address))
		variable = find(&defined->variables, (struct place){ 0, address });
	if (symbol && !(key->flags & FFP_KEY_EXPORT))
		definition = symbol->definition;
	if (variable) {
		definition.file = variable->definition.file;
		definition.number = variable->definition.number;
	}
	return definition;
}

void defined_close(struct defined *defined)
{
	free(defined->symbols.known);
	free(defined->variables.known);
	free(defined);
}
