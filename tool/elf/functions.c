// SPDX-License-Identifier: MIT
/*
 * dwfl_module_addrname() reads all symbols for each address.  This finds the same names, by the
 * same rules (elfutils, libdwfl/dwfl_module_addrsym.c), and reads the symbols once.  A label
 * is a symbol without a size.  The result is the first of these that exists:
 *
 *  - among the global symbols whose range holds the address, usually the one that begins last
 *  - a global label at the very address
 *  - among the local symbols whose range holds the address, usually the one that begins last
 *  - a label before the address, in its section, if no symbol begins or ends in between
 */
#include "functions.h"
#include "array.h"

#include <stdlib.h>

struct function {
	GElf_Addr start, end; /* equal for a label */
	GElf_Addr last;	      /* the greatest end of the symbols up to this one */
	GElf_Addr reach;      /* the greatest end in the subtree of this one: see set_reach() */
	const char *name;
	GElf_Addr bias; /* what libdwfl has added to the file's own addresses */
	Elf *elf;
	GElf_Word section;
	int turn; /* its place in the order in which libdwfl looks */
	bool local;
	int rank; /* global 3, weak 2, local 1, others 0 */
};

struct functions {
	struct function *function; /* by start, then by turn */
	size_t n;
	const struct function **found; /* those that hold the address that is looked for */
	size_t nfound;
};

static int rank_of(const GElf_Sym *sym)
{
	switch (GELF_ST_BIND(sym->st_info)) {
	case STB_GLOBAL:
		return 3;
	case STB_WEAK:
		return 2;
	case STB_LOCAL:
		return 1;
	default:
		return 0;
	}
}

static bool is_place(const GElf_Sym *sym)
{
	int type = GELF_ST_TYPE(sym->st_info);

	return sym->st_shndx != SHN_UNDEF && type != STT_SECTION && type != STT_FILE &&
	       type != STT_TLS;
}

static int by_start(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/*
 * The sorted array is a binary tree, too: the middle element of a part is the root of a subtree,
 * and the two halves beside it are the subtrees below.
 */
static GElf_Addr set_reach(struct function *function, size_t n)
{
	struct function *root = &function[n / 2];
	GElf_Addr before, behind;

	if (!n)
		return 0;
	before = set_reach(function, n / 2);
	behind = set_reach(root + 1, n - n / 2 - 1);
	root->reach = root->end;
	if (before > root->reach)
		root->reach = before;
	if (behind > root->reach)
		root->reach = behind;
	return root->reach;
}

struct functions *functions_read(Dwfl_Module *module)
{
	int n = dwfl_module_getsymtab(module);
	int first_global = dwfl_module_getsymtab_first_global(module);
	struct functions *f;
	GElf_Addr last = 0;

	if (n <= 0 || first_global < 0)
		return NULL;
	f = xcalloc(1, sizeof(*f));
	f->function = xcalloc((size_t)n, sizeof(*f->function));
	for (int i = 1; i < n; i++) {
		struct function *new = &f->function[f->n];
		GElf_Sym sym;

		new->name = dwfl_module_getsym_info(module, i, &sym, &new->start, &new->section,
						    &new->elf, &new->bias);
		if (!new->name || !*new->name || !is_place(&sym))
			continue;
		new->end = new->start + sym.st_size;
		new->rank = rank_of(&sym);
		new->local = i < first_global;
		new->turn = new->local ? n + i : i;
		f->n++;
	}
	if (f->n)
		qsort(f->function, f->n, sizeof(*f->function), by_start);
	for (size_t i = 0; i < f->n; i++) {
		if (f->function[i].end > last)
			last = f->function[i].end;
		f->function[i].last = last;
	}
	set_reach(f->function, f->n);
	return f;
}

void functions_free(struct functions *functions)
{
	if (!functions)
		return;
	free(functions->function);
	free(functions->found);
	free(functions);
}

/* Add to `found` those in a subtree of `n` elements that hold an address. */
static void find_holding(struct functions *f, const struct function *function, size_t n,
			 GElf_Addr address)
{
	const struct function *root = &function[n / 2];

	if (!n || root->reach <= address)
		return;
	find_holding(f, function, n / 2, address);
	if (root->start > address)
		return;
	if (root->end > address) {
		f->found = array_grow(f->found, f->nfound, sizeof(*f->found));
		f->found[f->nfound++] = root;
	}
	find_holding(f, root + 1, n - n / 2 - 1, address);
}

static int by_turn(const void *a, const void *b)
{
	const struct function *const *x = a, *const *y = b;

	return (*x)->turn < (*y)->turn ? -1 : (*x)->turn > (*y)->turn;
}

/* Does libdwfl prefer `next` to `best`, which it has found before? */
static bool is_better(const struct function *next, const struct function *best)
{
	GElf_Addr size = next->end - next->start, best_size = best->end - best->start;

	if (best->start < next->start || next->rank > best->rank)
		return true;
	return best->start == next->start && best_size > size && best->rank <= next->rank;
}

/* Is an address in a label's section?  At the label itself it counts as that in any case. */
static bool same_section(const struct function *label, GElf_Addr address)
{
	GElf_Addr own = address - label->bias;
	GElf_Shdr head;

	if (label->start == address)
		return true;
	return label->section < SHN_LORESERVE &&
	       gelf_getshdr(elf_getscn(label->elf, label->section), &head) && own >= head.sh_addr &&
	       own - head.sh_addr < head.sh_size;
}

static int to_address(const void *element, const void *key)
{
	return ((const struct function *)element)->start <= *(const GElf_Addr *)key ? -1 : 1;
}

/* The last of the labels at `start` that are in the section of the address; or NULL. */
static const struct function *find_label(const struct functions *f, GElf_Addr start,
					 GElf_Addr address, bool local)
{
	size_t i = array_first(f->function, f->n, sizeof(*f->function), &start, to_address);
	const struct function *best = NULL;

	for (; i && f->function[i - 1].start == start; i--) {
		const struct function *label = &f->function[i - 1];

		if (label->end == start && (local || !label->local) &&
		    (!best || label->turn > best->turn) && same_section(label, address))
			best = label;
	}
	return best;
}

/* The greatest end of a symbol that begins at an address or before it. */
static GElf_Addr last_end(const struct functions *f, GElf_Addr address)
{
	size_t i = array_first(f->function, f->n, sizeof(*f->function), &address, to_address);

	return i ? f->function[i - 1].last : 0;
}

const char *functions_find(struct functions *f, GElf_Addr address)
{
	const struct function *best = NULL, *label;

	if (!f)
		return NULL;
	f->nfound = 0;
	find_holding(f, f->function, f->n, address);
	if (f->nfound)
		qsort(f->found, f->nfound, sizeof(*f->found), by_turn);
	for (size_t i = 0; i < f->nfound; i++) {
		/* Local symbols come last, and count only if no other symbol was found. */
		if (f->found[i]->local && best && !best->local)
			break;
		if (!best || is_better(f->found[i], best))
			best = f->found[i];
	}
	label = !best || best->local ? find_label(f, address, address, false) : NULL;
	if (!best && !label)
		label = find_label(f, last_end(f, address), address, true);
	if (label)
		best = label;
	return best ? best->name : NULL;
}
