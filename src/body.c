// SPDX-License-Identifier: MIT
/*
 * Reading the code of targets: see body.h.  The update lock is held.
 *
 * What a call site holds is decided once, when the target is set.  So the code of the
 * target must be code that nobody is going to change:
 *  - in text, never writable, of a module that this library knows, so that it is no code
 *    that is generated, and the library is told when the module goes;
 *  - no site of any key: a function that calls another key may look as if it were one
 *    instruction now, and do something else after that key's next change;
 *  - no no-op, which a patcher may have put there for itself (the back ends refuse those).
 */
#include "body.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "arch/arch.h"
#include "image.h"
#include "module.h"
#include "readable.h"

_Static_assert(sizeof(struct insn_body) == sizeof(((struct ffp_state *)0)->body),
	       "a key's state holds a body");
_Static_assert(sizeof(struct insn_body) <= sizeof(((struct ffp_state *)0)->aimed),
	       "and while it is mixed another one");

/* Where a state's body has its flags, which are read without the lock. */
enum { FLAGS = offsetof(struct insn_body, flags) };

/* Copy as much of a function in this module as is looked at; returns how many bytes that is. */
static size_t copy_code(uint8_t code[INSN_BODY_LOOK], const struct ffp_module *module, uintptr_t at)
{
	size_t n = INSN_BODY_LOOK;

	while (n && !ffp_module_has_text(module, at + n - 1))
		n--;
	if (!ffp_readable_text(at, n))
		return 0;
	memcpy(code, (const void *)at, n);
	return n;
}

/* Is this text of a segment that is never written to, and without a site?  0, 1 or -ENOMEM. */
static int may_be_read_once(struct image *image, uintptr_t at, size_t length)
{
	const struct segment *s = ffp_image_segment(image, at, length);
	int r = s && s->usable ? ffp_index_has_site(image, at, at + length) : 1;

	return r < 0 ? r : !r;
}

int ffp_body_find(const void *function, struct insn_body *body)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uintptr_t at = (uintptr_t)function;
	struct ffp_module_state *module = ffp_module_first();
	struct image *image;
	uint8_t code[INSN_BODY_LOOK];
	unsigned length;
	int r = 0;

	memset(body, 0, sizeof(*body));
	while (module && !ffp_module_has_text(module->module, at))
		module = module->next;
	if (!ops || !module || at % ops->align)
		return 0;
	length = ops->body(code, copy_code(code, module->module, at), body);
	if (!length)
		return 0;
	/* Only of what looks like one: a process may have hundreds of modules. */
	image = ffp_module_image(module, &r);
	if (image)
		r = may_be_read_once(image, at, length);
	if (r <= 0)
		memset(body, 0, sizeof(*body));
	return r == -ENOMEM ? r : 0;
}

struct insn_body ffp_body_get(const struct ffp_state *state)
{
	struct insn_body body;

	memcpy(&body, state->body, sizeof(body));
	return body;
}

void ffp_body_set(struct ffp_state *state, const struct insn_body *body)
{
	memcpy(state->body, body->bytes, sizeof(body->bytes));
	__atomic_store_n(&state->body[FLAGS], body->flags, __ATOMIC_RELEASE);
}

uint8_t ffp_body_flags(const struct ffp_state *state)
{
	return __atomic_load_n(&state->body[FLAGS], __ATOMIC_ACQUIRE);
}

/* Nobody asks a mixed key whether its sites are aimed. */
struct insn_body ffp_body_get_other(const struct ffp_state *state)
{
	struct insn_body body;

	memcpy(&body, &state->aimed, sizeof(body));
	return body;
}

void ffp_body_set_other(struct ffp_state *state, const struct insn_body *body)
{
	uint64_t packed = 0;

	memcpy(&packed, body, sizeof(*body));
	__atomic_store_n(&state->aimed, packed, __ATOMIC_RELEASE);
}
