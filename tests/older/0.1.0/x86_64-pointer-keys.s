/* SPDX-License-Identifier: MIT */
/* keys.c as release 0.1.0 made it for x86_64 in the pointer form, by listing.py */
	.section .text, "ax", %progbits
	.balign 16
.Lsection2:
	.reloc .Lsection2+67, R_X86_64_PC32, .Lsection29+228
	.reloc .Lsection2+83, R_X86_64_PC32, .Lsection5+4
	.reloc .Lsection2+99, R_X86_64_PC32, .Lsection29+132
	.reloc .Lsection2+115, R_X86_64_PC32, .Lsection29+36
	.reloc .Lsection2+151, R_X86_64_REX_GOTPCRELX, __ffp_ptr.__ffp_ex.shared.kept-4
	.reloc .Lsection2+182, R_X86_64_PC32, .Lsection29+92
	.reloc .Lsection2+210, R_X86_64_PC32, __ffp_ptr.__ffp_fn.number.number_default-4
	.reloc .Lsection2+231, R_X86_64_REX_GOTPCRELX, __ffp_ptr.__ffp_ex.hook.0-4
	.byte 141,71,1,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,3,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 184,4,0,0,0,195,102,46,15,31,132,0,0,0,0,0
	.byte 184,1,0,0,0,195,102,46,15,31,132,0,0,0,0,0
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 141,71,2,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,72,139,5,0,0,0,0,255,16,72,131,196
	.byte 8,1,192,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,255,21,0,0,0,0,72,131,196,8,1,192
	.byte 195,102,102,46,15,31,132,0,0,0,0,0,15,31,64,0
	.byte 255,37,0,0,0,0,102,46,15,31,132,0,0,0,0,0
	.byte 72,131,236,24,72,139,5,0,0,0,0,199,68,36,12,0
	.byte 0,0,0,72,141,124,36,12,255,16,139,68,36,12,72,131
	.byte 196,24,195
	.section .data, "wa", %progbits
	.balign 1
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 32
.Lsection5:
	.zero 64
	.section .data.rel.ro.ffp_module, "waG", %progbits, __ffp_module, comdat
	.balign 8
.Lsection6:
	.reloc .Lsection6+8, R_X86_64_64, __start_ffp_sites+0
	.reloc .Lsection6+16, R_X86_64_64, __stop_ffp_sites+0
	.reloc .Lsection6+24, R_X86_64_64, __start_ffp_keys+0
	.reloc .Lsection6+32, R_X86_64_64, __stop_ffp_keys+0
	.reloc .Lsection6+40, R_X86_64_64, __ehdr_start+0
	.reloc .Lsection6+48, R_X86_64_64, __ffp_module_state+0
	.reloc .Lsection6+56, R_X86_64_64, ffp_library+0
	.reloc .Lsection6+64, R_X86_64_64, __start_ffp_impls+0
	.reloc .Lsection6+72, R_X86_64_64, __stop_ffp_impls+0
	.byte 1,0,0,0,80,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .note.ffp, "aG", %note, __ffp_module, comdat
	.balign 4
.Lsection8:
	.reloc .Lsection8+16, R_X86_64_PC32, __ffp_module+0
	.byte 4,0,0,0,8,0,0,0,1,0,0,0,102,102,112,0
	.byte 0,0,0,0,1,0,0,0
	.section .bss.ffp_module, "waG", %nobits, __ffp_module, comdat
	.balign 8
.Lsection10:
	.zero 64
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection11:
	.byte 115,104,97,114,101,100,0,104,111,111,107,0,99,104,111,115
	.byte 101,110,0,110,117,109,98,101,114,0
	.section ffp_keys, "aR", %progbits
	.balign 8
.Lsection12:
	.reloc .Lsection12+0, R_X86_64_PC32, __ffp_own_shared+0
	.reloc .Lsection12+4, R_X86_64_PC32, __ffp_own_shared+0
	.reloc .Lsection12+8, R_X86_64_PC32, .Lsection11+0
	.reloc .Lsection12+16, R_X86_64_PC32, __ffp_own_hook+0
	.reloc .Lsection12+20, R_X86_64_PC32, __ffp_own_hook+0
	.reloc .Lsection12+24, R_X86_64_PC32, .Lsection11+7
	.reloc .Lsection12+32, R_X86_64_PC32, .Lsection27+64
	.reloc .Lsection12+36, R_X86_64_PC32, .Lsection27+64
	.reloc .Lsection12+40, R_X86_64_PC32, .Lsection11+12
	.reloc .Lsection12+48, R_X86_64_PC32, __ffp_rec.number+0
	.reloc .Lsection12+52, R_X86_64_PC32, __ffp_rec.number+0
	.reloc .Lsection12+56, R_X86_64_PC32, .Lsection11+19
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,6,1,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,7,1,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,2,1,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,2,1,0,0
	.section ffp_impls, "aR", %progbits
	.balign 4
.Lsection14:
	.reloc .Lsection14+0, R_X86_64_PC32, .Lsection31+0
	.byte 0,0,0,0
	.section .text.startup, "ax", %progbits
	.balign 16
.Lsection16:
	.reloc .Lsection16+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection16+19, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection16+35, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection16+51, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection16+67, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection16+8, R_X86_64_PLT32, ffp_module_add-4
	.reloc .Lsection16+24, R_X86_64_PLT32, ffp_module_add-4
	.reloc .Lsection16+40, R_X86_64_PLT32, ffp_module_add-4
	.reloc .Lsection16+56, R_X86_64_PLT32, ffp_module_choose-4
	.reloc .Lsection16+72, R_X86_64_PLT32, ffp_module_add-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0
	.section .init_array.00101, "wa", %init_array
	.balign 8
.Lsection18:
	.reloc .Lsection18+0, R_X86_64_64, .Lsection16+0
	.reloc .Lsection18+8, R_X86_64_64, .Lsection16+16
	.reloc .Lsection18+16, R_X86_64_64, .Lsection16+32
	.reloc .Lsection18+24, R_X86_64_64, .Lsection16+64
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .text.exit, "ax", %progbits
	.balign 16
.Lsection20:
	.reloc .Lsection20+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection20+19, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection20+35, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection20+51, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection20+8, R_X86_64_PLT32, ffp_module_remove-4
	.reloc .Lsection20+24, R_X86_64_PLT32, ffp_module_remove-4
	.reloc .Lsection20+40, R_X86_64_PLT32, ffp_module_remove-4
	.reloc .Lsection20+56, R_X86_64_PLT32, ffp_module_remove-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0
	.section .fini_array.00101, "wa", %fini_array
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_X86_64_64, .Lsection20+0
	.reloc .Lsection22+8, R_X86_64_64, .Lsection20+16
	.reloc .Lsection22+16, R_X86_64_64, .Lsection20+32
	.reloc .Lsection22+24, R_X86_64_64, .Lsection20+48
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .init_array.00102, "wa", %init_array
	.balign 8
.Lsection24:
	.reloc .Lsection24+0, R_X86_64_64, .Lsection16+48
	.byte 0,0,0,0,0,0,0,0
	.section .rodata.str1.1, "aMS", %progbits, 1
	.balign 1
.Lsection26:
	.byte 110,117,109,98,101,114,0,98,101,116,116,101,114,0,99,104
	.byte 111,115,101,110,0,104,111,111,107,0,115,104,97,114,101,100
	.byte 0
	.section .data.rel.ro, "wa", %progbits
	.balign 32
.Lsection27:
	.reloc .Lsection27+0, R_X86_64_64, .Lsection26+0
	.reloc .Lsection27+8, R_X86_64_64, number_default+0
	.reloc .Lsection27+16, R_X86_64_64, __ffp_ptr.__ffp_fn.number.number_default+0
	.reloc .Lsection27+24, R_X86_64_64, .Lsection2+112
	.reloc .Lsection27+32, R_X86_64_64, .Lsection29+32
	.reloc .Lsection27+40, R_X86_64_64, __ffp_module+0
	.reloc .Lsection27+64, R_X86_64_64, .Lsection26+14
	.reloc .Lsection27+72, R_X86_64_64, kept+0
	.reloc .Lsection27+80, R_X86_64_64, .Lsection29+96
	.reloc .Lsection27+88, R_X86_64_64, .Lsection2+96
	.reloc .Lsection27+96, R_X86_64_64, .Lsection29+128
	.reloc .Lsection27+104, R_X86_64_64, __ffp_module+0
	.reloc .Lsection27+128, R_X86_64_64, .Lsection26+21
	.reloc .Lsection27+144, R_X86_64_64, __ffp_ptr.__ffp_ex.hook.0+0
	.reloc .Lsection27+152, R_X86_64_64, .Lsection2+80
	.reloc .Lsection27+160, R_X86_64_64, .Lsection5+0
	.reloc .Lsection27+168, R_X86_64_64, __ffp_module+0
	.reloc .Lsection27+192, R_X86_64_64, .Lsection26+26
	.reloc .Lsection27+200, R_X86_64_64, kept+0
	.reloc .Lsection27+208, R_X86_64_64, __ffp_ptr.__ffp_ex.shared.kept+0
	.reloc .Lsection27+216, R_X86_64_64, .Lsection2+64
	.reloc .Lsection27+224, R_X86_64_64, .Lsection29+224
	.reloc .Lsection27+232, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,7,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,6,0,0,0
	.section .data.rel, "wa", %progbits
	.balign 32
.Lsection29:
	.reloc .Lsection29+0, R_X86_64_64, number_default+0
	.reloc .Lsection29+32, R_X86_64_64, number_default+0
	.reloc .Lsection29+96, R_X86_64_64, kept+0
	.reloc .Lsection29+128, R_X86_64_64, kept+0
	.reloc .Lsection29+192, R_X86_64_64, kept+0
	.reloc .Lsection29+224, R_X86_64_64, kept+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 32
.Lsection31:
	.reloc .Lsection31+0, R_X86_64_64, .Lsection27+64
	.reloc .Lsection31+8, R_X86_64_64, .Lsection2+16
	.reloc .Lsection31+16, R_X86_64_64, .Lsection26+7
	.reloc .Lsection31+24, R_X86_64_64, .Lsection2+48
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,1,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 8
.Lsection33:
	.reloc .Lsection33+0, R_X86_64_64, .Lsection2+80
	.byte 0,0,0,0,0,0,0,0
	.type __ffp_rec.chosen, %object
	.size __ffp_rec.chosen, 56
	.set __ffp_rec.chosen, .Lsection27+64
	.type __ffp_impl.chosen.better, %object
	.size __ffp_impl.chosen.better, 40
	.set __ffp_impl.chosen.better, .Lsection31+0
	.type better, %function
	.size better, 4
	.set better, .Lsection2+16
	.type __ffp_usable_chosen_better, %function
	.size __ffp_usable_chosen_better, 6
	.set __ffp_usable_chosen_better, .Lsection2+48
	.type __ffp_stub_shared, %function
	.size __ffp_stub_shared, 8
	.set __ffp_stub_shared, .Lsection2+64
	.type __ffp_state_shared, %object
	.size __ffp_state_shared, 64
	.set __ffp_state_shared, .Lsection29+224
	.type __ffp_stub_hook, %function
	.size __ffp_stub_hook, 8
	.set __ffp_stub_hook, .Lsection2+80
	.type __ffp_state_hook, %object
	.size __ffp_state_hook, 64
	.set __ffp_state_hook, .Lsection5+0
	.type __ffp_stub_chosen, %function
	.size __ffp_stub_chosen, 8
	.set __ffp_stub_chosen, .Lsection2+96
	.type __ffp_state_chosen, %object
	.size __ffp_state_chosen, 64
	.set __ffp_state_chosen, .Lsection29+128
	.type __ffp_stub_number, %function
	.size __ffp_stub_number, 8
	.set __ffp_stub_number, .Lsection2+112
	.type __ffp_state_number, %object
	.size __ffp_state_number, 64
	.set __ffp_state_number, .Lsection29+32
	.type __ffp_init_shared, %function
	.size __ffp_init_shared, 12
	.set __ffp_init_shared, .Lsection16+0
	.type __ffp_fini_shared, %function
	.size __ffp_fini_shared, 12
	.set __ffp_fini_shared, .Lsection20+0
	.type __ffp_init_hook, %function
	.size __ffp_init_hook, 12
	.set __ffp_init_hook, .Lsection16+16
	.type __ffp_fini_hook, %function
	.size __ffp_fini_hook, 12
	.set __ffp_fini_hook, .Lsection20+16
	.type __ffp_init_chosen, %function
	.size __ffp_init_chosen, 12
	.set __ffp_init_chosen, .Lsection16+32
	.type __ffp_fini_chosen, %function
	.size __ffp_fini_chosen, 12
	.set __ffp_fini_chosen, .Lsection20+32
	.type __ffp_choose_chosen_better, %function
	.size __ffp_choose_chosen_better, 12
	.set __ffp_choose_chosen_better, .Lsection16+48
	.type __ffp_init_number, %function
	.size __ffp_init_number, 12
	.set __ffp_init_number, .Lsection16+64
	.type __ffp_fini_number, %function
	.size __ffp_fini_number, 12
	.set __ffp_fini_number, .Lsection20+48
	.type chosen, %object
	.size chosen, 8
	.set chosen, .Lsection29+96
	.weak __start_ffp_sites
	.hidden __start_ffp_sites
	.weak __stop_ffp_sites
	.hidden __stop_ffp_sites
	.weak __start_ffp_keys
	.hidden __start_ffp_keys
	.weak __stop_ffp_keys
	.hidden __stop_ffp_keys
	.weak __start_ffp_impls
	.hidden __start_ffp_impls
	.weak __stop_ffp_impls
	.hidden __stop_ffp_impls
	.weak __ehdr_start
	.hidden __ehdr_start
	.weak __ffp_module
	.hidden __ffp_module
	.type __ffp_module, %object
	.size __ffp_module, 80
	.set __ffp_module, .Lsection6+0
	.weak __ffp_module_state
	.hidden __ffp_module_state
	.type __ffp_module_state, %object
	.size __ffp_module_state, 64
	.set __ffp_module_state, .Lsection10+0
	.globl ffp_library
	.globl __ffp_own_shared
	.hidden __ffp_own_shared
	.type __ffp_own_shared, %object
	.size __ffp_own_shared, 56
	.set __ffp_own_shared, .Lsection27+192
	.globl __ffp_own_hook
	.hidden __ffp_own_hook
	.type __ffp_own_hook, %object
	.size __ffp_own_hook, 56
	.set __ffp_own_hook, .Lsection27+128
	.globl __ffp_rec.number
	.hidden __ffp_rec.number
	.type __ffp_rec.number, %object
	.size __ffp_rec.number, 56
	.set __ffp_rec.number, .Lsection27+0
	.globl kept
	.type kept, %function
	.size kept, 4
	.set kept, .Lsection2+0
	.globl number_default
	.type number_default, %function
	.size number_default, 6
	.set number_default, .Lsection2+32
	.globl other
	.type other, %function
	.size other, 4
	.set other, .Lsection2+128
	.globl ffp_module_add
	.globl ffp_module_remove
	.globl ffp_module_choose
	.globl library_shared
	.type library_shared, %function
	.size library_shared, 20
	.set library_shared, .Lsection2+144
	.globl _GLOBAL_OFFSET_TABLE_
	.globl __ffp_ptr.__ffp_ex.shared.kept
	.type __ffp_ptr.__ffp_ex.shared.kept, %object
	.size __ffp_ptr.__ffp_ex.shared.kept, 8
	.set __ffp_ptr.__ffp_ex.shared.kept, .Lsection29+192
	.globl library_chosen
	.type library_chosen, %function
	.size library_chosen, 17
	.set library_chosen, .Lsection2+176
	.globl library_number
	.type library_number, %function
	.size library_number, 6
	.set library_number, .Lsection2+208
	.globl __ffp_ptr.__ffp_fn.number.number_default
	.hidden __ffp_ptr.__ffp_fn.number.number_default
	.type __ffp_ptr.__ffp_fn.number.number_default, %object
	.size __ffp_ptr.__ffp_fn.number.number_default, 8
	.set __ffp_ptr.__ffp_fn.number.number_default, .Lsection29+0
	.globl library_hook
	.type library_hook, %function
	.size library_hook, 35
	.set library_hook, .Lsection2+224
	.globl __ffp_ptr.__ffp_ex.hook.0
	.type __ffp_ptr.__ffp_ex.hook.0, %object
	.size __ffp_ptr.__ffp_ex.hook.0, 8
	.set __ffp_ptr.__ffp_ex.hook.0, .Lsection33+0
	.globl __ffp_rec.hook
	.type __ffp_rec.hook, %object
	.size __ffp_rec.hook, 56
	.set __ffp_rec.hook, .Lsection27+128
	.globl __ffp_rec.shared
	.type __ffp_rec.shared, %object
	.size __ffp_rec.shared, 56
	.set __ffp_rec.shared, .Lsection27+192
	.section .note.GNU-stack, "", %progbits
