/* SPDX-License-Identifier: MIT */
/*
 * What main.c does, with keys as <ffp.h> makes them, so on any architecture;
 * the library is played here.
 */
#include <ffp.h>
#include <stdio.h>

int f_def(int x), g_def(int x);
int call_f(int), jump_f(int), cond_f(int), call_g(int), jump_g(int), cond_g(int), call_n(int);
int call_m(int), (*address_f(void))(int);
void jump_n(int), cond_n(int), jump_m(int), cond_m(int);
#ifdef MORE
int more(int);
#else
#define more(x) 0
#endif

int f_def(int x)
{
	return x * 10;
}

int g_def(int x)
{
	return x * 100;
}

static int s_def(int x)
{
	return x - 1;
}

DEFINE_FFP(f, f_def);
DEFINE_FFP_EXPORT(g, g_def);
DEFINE_FFP_NULL(n, void(int));
DEFINE_FFP_NULL_EXPORT(m, void(int));
DEFINE_FFP_STATIC(s, s_def);

const struct ffp_library ffp_library;

void ffp_module_add(const struct ffp_module *module)
{
	int sites = 0, veneers = 0;

	for (const struct ffp_site *s = module->sites; s != module->sites_end; s++)
		*((s->key & 3) == FFP_SITE_VENEER ? &veneers : &sites) += 1;
	printf("%d sites, %d veneers: ", sites, veneers);
}

void ffp_module_remove(const struct ffp_module *module)
{
	(void)module;
}

int main(void)
{
	cond_n(9);
	jump_n(1);
	cond_m(9);
	cond_m(1);
	jump_m(1);
	printf("%d %d %d %d, ", call_f(1), jump_f(1), cond_f(5), cond_f(1));
	printf("%d %d %d %d, ", call_g(1), jump_g(1), cond_g(5), cond_g(1));
	printf("%d %d %d %d %d\n", call_n(3), call_m(4), s(5) + 1, address_f()(6), more(7));
	return 0;
}
