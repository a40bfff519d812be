// SPDX-License-Identifier: MIT
/*
 * Asking what was chosen when modules started.  Programs call it, and other copies of the library;
 * what the lists hold is copied with the update lock held, and told without it.
 */
#include "choice.h"

#include <errno.h>
#include <string.h>

#include "key.h"
#include "lock.h"
#include "sort.h"
#include "sys.h"

/*
 * ffp_module_state.choice is 0 before the module's candidates were weighed, then the address of a
 * choice; or, if no memory could be had for one, twice the errno, with the lowest bit set.
 */
void ffp_choice_store(struct ffp_module_state *state, const struct choice *choice, int error)
{
	uint64_t value = choice ? (uintptr_t)choice : (uint64_t)-error << 1 | 1;

	__atomic_store_n(&state->choice, value, __ATOMIC_RELEASE);
}

struct ffp_module_state *ffp_choice_state(const struct ffp_module *module)
{
	struct ffp_module_state *state = NULL;

	if (!ffp_update_lock_in_host()) {
		for (state = ffp_module_first(); state; state = state->next)
			if (state->module->impls == module->impls)
				break;
		ffp_update_unlock();
	}
	return state ? state : module->state;
}

/*
 * Does a candidate in this object lead to a key?  That is looked up by system calls if it is not
 * the module's own: it may be another module's, and its record a copy that a program has.
 */
static bool has_key(const struct ffp_impl *c, const struct ffp_module *module,
		    const struct object *object)
{
	const uintptr_t at = (uintptr_t)c->key;
	const bool own = !(at % sizeof(void *)) &&
			 ffp_object_has(object, at, sizeof(*c->key), PF_R) &&
			 ffp_key_is_of(c->key, module, object) &&
			 ffp_object_has_string(object, (uintptr_t)c->key->name);

	return (own || ffp_key_is_any(c->key)) && ffp_key_valid(c->key);
}

bool ffp_choice_valid(const struct ffp_module *module, size_t i)
{
	const struct object object = ffp_module_object(module->state);
	const struct ffp_impl *c = choice_candidate(module, i);

	if (object.n && ((uintptr_t)c % sizeof(void *) ||
			 !ffp_object_has(&object, (uintptr_t)c, sizeof(*c), PF_R)))
		return false;
	return c->abi == FFP_ABI &&
	       (!object.n || ffp_object_has_string(&object, (uintptr_t)c->name)) &&
	       has_key(c, module, &object);
}

static const struct choice *choice_of(const struct ffp_module_state *state, int *error)
{
	uint64_t value = __atomic_load_n(&state->choice, __ATOMIC_ACQUIRE);

	*error = value & 1 ? -(int)(value >> 1) : 0;
	return value & 1 ? NULL : (const struct choice *)(uintptr_t)value;
}

void ffp_choice_free(struct ffp_module_state *state)
{
	int error;
	const struct choice *choice = choice_of(state, &error);

	state->choice = 0;
	if (choice)
		ffp_sys_free((void *)(uintptr_t)choice, choice->size);
}

/* Tell of one candidate.  False if we cannot read it, or if it is one for another key. */
static bool tell(const struct ffp_module_state *s, size_t i, const struct ffp *key,
		 struct ffp_impl_info *info)
{
	int error;
	const struct choice *choice = choice_of(s, &error);
	const struct ffp_impl *c = choice_candidate(s->module, i);

	if (!ffp_choice_valid(s->module, i) || (key && c->key->state != key->state))
		return false;
	*info = (struct ffp_impl_info){ .key = c->key,
					.name = c->name,
					.function = c->function,
					.rank = c->rank,
					.error = error,
					.state = FFP_IMPL_WAITING };
	if (choice && i < choice->n) {
		info->error = choice->of[i].error;
		info->state = (uint8_t)choice->of[i].state;
		info->named = choice->of[i].word != 0;
		if (info->named)
			info->word = choice->words[choice->of[i].word - 1].text;
	}
	return true;
}

/* The candidates of a listed module, if its descriptor can be read. */
static size_t count_told(const struct ffp_module_state *s)
{
	return ffp_module_sound(s) ? choice_candidates(s->module) : 0;
}

int ffp_choice_each(const struct ffp *key,
		    int (*callback)(const struct ffp_impl_info *impl, void *arg), void *arg)
{
	struct ffp_impl_info *infos;
	size_t n = 0, size;
	int r = ffp_update_lock();

	if (r)
		return r;
	for (const struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		n += count_told(s);
	size = n * sizeof(*infos) + 1;
	infos = ffp_sys_alloc(size);
	n = 0;
	for (const struct ffp_module_state *s = ffp_module_first(); infos && s; s = s->next)
		for (size_t i = 0, end = count_told(s); i < end; i++)
			n += tell(s, i, key, &infos[n]);
	ffp_update_unlock();
	if (!infos)
		return -ENOMEM;
	for (size_t i = 0; i < n && !r; i++)
		r = callback(&infos[i], arg);
	ffp_sys_free(infos, size);
	return r;
}

int ffp_each_impl(const struct ffp *key,
		  int (*callback)(const struct ffp_impl_info *impl, void *arg), void *arg)
{
	const struct ffp_library *library = &ffp_library;
	int r;

	if (key && !ffp_key_valid(key))
		return -EINVAL;
	if (key)
		library = key->module->library;
	if (library->size < offsetof(struct ffp_library, each_impl) + sizeof(library->each_impl))
		return -EXDEV;
	r = ffp_choice_each(key, callback, arg);
	/* Another copy has weighed the candidates in the modules that belong to it. */
	return r || library == &ffp_library ? r : library->each_impl(key, callback, arg);
}

/*
 * As a rule all modules have read the same words.  Of those with one text the first stays, with
 * the best state of any, and the others become NULL.
 */
static void merge(struct ffp_use_info *infos, struct pair *by_hash, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct ffp_use_info *first = &infos[by_hash[i].value];

		for (size_t k = i + 1; first->word && k < n && by_hash[k].key == by_hash[i].key;
		     k++) {
			struct ffp_use_info *other = &infos[by_hash[k].value];

			if (!other->word || strcmp(other->word, first->word))
				continue;
			if (other->state > first->state)
				first->state = other->state;
			other->word = NULL;
		}
	}
}

int ffp_each_use(int (*callback)(const struct ffp_use_info *use, void *arg), void *arg)
{
	const struct choice *choice;
	struct ffp_use_info *infos;
	struct pair *by_hash;
	size_t n = 0, size;
	int error, r = ffp_update_lock();

	if (r)
		return r;
	for (const struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		choice = choice_of(s, &error);
		n += choice ? choice->n_words : 0;
	}
	size = n * (sizeof(*infos) + 2 * sizeof(*by_hash)) + 1;
	infos = ffp_sys_alloc(size);
	by_hash = (struct pair *)(void *)(infos + n);
	n = 0;
	for (const struct ffp_module_state *s = ffp_module_first(); infos && s; s = s->next) {
		choice = choice_of(s, &error);
		for (size_t i = 0; choice && i < choice->n_words; i++, n++) {
			const char *word = choice->words[i].text;

			infos[n].word = word;
			infos[n].state = (uint8_t)choice->words[i].state;
			by_hash[n] = (struct pair){ ffp_sort_hash(word, strlen(word)), n };
		}
	}
	ffp_update_unlock();
	if (!infos)
		return -ENOMEM;
	ffp_sort(by_hash, by_hash + n, n, offsetof(struct pair, key));
	merge(infos, by_hash, n);
	for (size_t i = 0; i < n && !r; i++)
		if (infos[i].word)
			r = callback(&infos[i], arg);
	ffp_sys_free(infos, size);
	return r;
}
