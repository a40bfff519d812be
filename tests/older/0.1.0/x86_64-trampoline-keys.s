/* SPDX-License-Identifier: MIT */
/* keys.c as release 0.1.0 made it for x86_64 in the trampoline form, by listing.py */
	.section .text, "ax", %progbits
	.balign 16
.Lsection2:
	.reloc .Lsection2+85, R_X86_64_PLT32, __ffp_ex.shared.kept-4
	.reloc .Lsection2+101, R_X86_64_PC32, .Lsection17+108
	.reloc .Lsection2+146, R_X86_64_PLT32, __ffp_ex.hook.0-4
	.reloc .Lsection2+113, R_X86_64_PLT32, __ffp_fn.number.number_default-4
	.byte 141,71,1,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,3,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 184,4,0,0,0,195,102,46,15,31,132,0,0,0,0,0
	.byte 184,1,0,0,0,195,102,46,15,31,132,0,0,0,0,0
	.byte 141,71,2,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,232,0,0,0,0,72,131,196,8,1,192,195
	.byte 72,131,236,8,232,0,0,0,0,72,131,196,8,1,192,195
	.byte 233,0,0,0,0,102,102,46,15,31,132,0,0,0,0,0
	.byte 72,131,236,24,72,141,124,36,12,199,68,36,12,0,0,0
	.byte 0,232,0,0,0,0,139,68,36,12,72,131,196,24,195
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
	.section .text.ffp_module, "axG", %progbits, __ffp_module, comdat
	.balign 1
.Lsection11:
	.reloc .Lsection11+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection11+15, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection11+8, R_X86_64_PLT32, ffp_module_add-4
	.reloc .Lsection11+20, R_X86_64_PLT32, ffp_module_remove-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,72,141,61,0
	.byte 0,0,0,233,0,0,0,0
	.section .init_array.00100, "waG", %init_array, __ffp_module, comdat
	.balign 8
.Lsection13:
	.reloc .Lsection13+0, R_X86_64_64, __ffp_module_init+0
	.byte 0,0,0,0,0,0,0,0
	.section .fini_array.00100, "waG", %fini_array, __ffp_module, comdat
	.balign 8
.Lsection15:
	.reloc .Lsection15+0, R_X86_64_64, __ffp_module_fini+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "ax", %progbits
	.balign 16
.Lsection17:
	.reloc .Lsection17+8, R_X86_64_PC32, __ffp_own_shared+0
	.reloc .Lsection17+56, R_X86_64_PC32, __ffp_own_hook+0
	.reloc .Lsection17+104, R_X86_64_PC32, .Lsection35+64
	.reloc .Lsection17+146, R_X86_64_PC32, .Lsection35+68
	.reloc .Lsection17+168, R_X86_64_PC32, __ffp_rec.number+0
	.reloc .Lsection17+17, R_X86_64_PLT32, kept-4
	.reloc .Lsection17+177, R_X86_64_PLT32, number_default-4
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,4,1,0,0
	.byte 233,0,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,5,1,0,0
	.byte 195,204,204,204,204,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 233,27,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.byte 255,37,0,0,0,0,204,204,204,204,204,204,204,204,204,204
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 233,0,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 115,104,97,114,101,100,0,104,111,111,107,0,99,104,111,115
	.byte 101,110,0,110,117,109,98,101,114,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_X86_64_PC32, __ffp_im.shared+0
	.reloc .Lsection20+4, R_X86_64_PC32, __ffp_own_shared+0
	.reloc .Lsection20+8, R_X86_64_PC32, .Lsection19+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,4,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_X86_64_PC32, __ffp_im.hook+0
	.reloc .Lsection22+4, R_X86_64_PC32, __ffp_own_hook+0
	.reloc .Lsection22+8, R_X86_64_PC32, .Lsection19+7
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,5,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection24:
	.reloc .Lsection24+0, R_X86_64_PC32, .Lsection17+112
	.reloc .Lsection24+4, R_X86_64_PC32, .Lsection35+64
	.reloc .Lsection24+8, R_X86_64_PC32, .Lsection19+12
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section ffp_impls, "aR", %progbits
	.balign 4
.Lsection26:
	.reloc .Lsection26+0, R_X86_64_PC32, .Lsection39+0
	.byte 0,0,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection28:
	.reloc .Lsection28+0, R_X86_64_PC32, __ffp_fn.number.number_default+0
	.reloc .Lsection28+4, R_X86_64_PC32, __ffp_rec.number+0
	.reloc .Lsection28+8, R_X86_64_PC32, .Lsection19+19
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section .text.startup, "ax", %progbits
	.balign 16
.Lsection30:
	.reloc .Lsection30+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection30+8, R_X86_64_PLT32, ffp_module_choose-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0
	.section .init_array.00102, "wa", %init_array
	.balign 8
.Lsection32:
	.reloc .Lsection32+0, R_X86_64_64, .Lsection30+0
	.byte 0,0,0,0,0,0,0,0
	.section .rodata.str1.1, "aMS", %progbits, 1
	.balign 1
.Lsection34:
	.byte 110,117,109,98,101,114,0,98,101,116,116,101,114,0,99,104
	.byte 111,115,101,110,0,104,111,111,107,0,115,104,97,114,101,100
	.byte 0
	.section .data.rel.ro, "wa", %progbits
	.balign 32
.Lsection35:
	.reloc .Lsection35+0, R_X86_64_64, .Lsection34+0
	.reloc .Lsection35+8, R_X86_64_64, number_default+0
	.reloc .Lsection35+16, R_X86_64_64, __ffp_fn.number.number_default+0
	.reloc .Lsection35+32, R_X86_64_64, .Lsection37+0
	.reloc .Lsection35+40, R_X86_64_64, __ffp_module+0
	.reloc .Lsection35+64, R_X86_64_64, .Lsection34+14
	.reloc .Lsection35+72, R_X86_64_64, kept+0
	.reloc .Lsection35+80, R_X86_64_64, .Lsection17+112
	.reloc .Lsection35+96, R_X86_64_64, .Lsection37+64
	.reloc .Lsection35+104, R_X86_64_64, __ffp_module+0
	.reloc .Lsection35+128, R_X86_64_64, .Lsection34+26
	.reloc .Lsection35+136, R_X86_64_64, kept+0
	.reloc .Lsection35+144, R_X86_64_64, __ffp_im.shared+0
	.reloc .Lsection35+160, R_X86_64_64, .Lsection37+128
	.reloc .Lsection35+168, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,4,0,0,0
	.section .data.rel, "wa", %progbits
	.balign 32
.Lsection37:
	.reloc .Lsection37+0, R_X86_64_64, number_default+0
	.reloc .Lsection37+64, R_X86_64_64, kept+0
	.reloc .Lsection37+128, R_X86_64_64, kept+0
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
.Lsection39:
	.reloc .Lsection39+0, R_X86_64_64, .Lsection35+64
	.reloc .Lsection39+8, R_X86_64_64, .Lsection2+16
	.reloc .Lsection39+16, R_X86_64_64, .Lsection34+7
	.reloc .Lsection39+24, R_X86_64_64, .Lsection2+48
	.reloc .Lsection39+64, R_X86_64_64, .Lsection34+21
	.reloc .Lsection39+80, R_X86_64_64, __ffp_im.hook+0
	.reloc .Lsection39+96, R_X86_64_64, .Lsection5+0
	.reloc .Lsection39+104, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,5,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection43:
	.reloc .Lsection43+32, R_X86_64_PC32, .Lsection11+0
	.reloc .Lsection43+52, R_X86_64_PC32, .Lsection11+12
	.reloc .Lsection43+72, R_X86_64_PC32, .Lsection17+16
	.reloc .Lsection43+92, R_X86_64_PC32, .Lsection17+64
	.reloc .Lsection43+112, R_X86_64_PC32, .Lsection17+112
	.reloc .Lsection43+132, R_X86_64_PC32, .Lsection17+176
	.byte 20,0,0,0,0,0,0,0,1,122,82,0,1,120,16,1
	.byte 27,12,7,8,144,1,0,0,16,0,0,0,28,0,0,0
	.byte 0,0,0,0,12,0,0,0,0,0,0,0,16,0,0,0
	.byte 48,0,0,0,0,0,0,0,12,0,0,0,0,0,0,0
	.byte 16,0,0,0,68,0,0,0,0,0,0,0,32,0,0,0
	.byte 0,0,0,0,16,0,0,0,88,0,0,0,0,0,0,0
	.byte 32,0,0,0,0,0,0,0,16,0,0,0,108,0,0,0
	.byte 0,0,0,0,48,0,0,0,0,0,0,0,16,0,0,0
	.byte 128,0,0,0,0,0,0,0,32,0,0,0,0,0,0,0
	.type __ffp_rec.chosen, %object
	.size __ffp_rec.chosen, 56
	.set __ffp_rec.chosen, .Lsection35+64
	.type __ffp_fn.chosen.kept, %function
	.size __ffp_fn.chosen.kept, 48
	.set __ffp_fn.chosen.kept, .Lsection17+112
	.type __ffp_impl.chosen.better, %object
	.size __ffp_impl.chosen.better, 40
	.set __ffp_impl.chosen.better, .Lsection39+0
	.type better, %function
	.size better, 4
	.set better, .Lsection2+16
	.type __ffp_usable_chosen_better, %function
	.size __ffp_usable_chosen_better, 6
	.set __ffp_usable_chosen_better, .Lsection2+48
	.type __ffp_choose_chosen_better, %function
	.size __ffp_choose_chosen_better, 12
	.set __ffp_choose_chosen_better, .Lsection30+0
	.type __ffp_state_number, %object
	.size __ffp_state_number, 64
	.set __ffp_state_number, .Lsection37+0
	.type __ffp_state_chosen, %object
	.size __ffp_state_chosen, 64
	.set __ffp_state_chosen, .Lsection37+64
	.type __ffp_state_hook, %object
	.size __ffp_state_hook, 64
	.set __ffp_state_hook, .Lsection5+0
	.type __ffp_state_shared, %object
	.size __ffp_state_shared, 64
	.set __ffp_state_shared, .Lsection37+128
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
	.weak __ffp_module_init
	.hidden __ffp_module_init
	.type __ffp_module_init, %function
	.size __ffp_module_init, 12
	.set __ffp_module_init, .Lsection11+0
	.globl ffp_module_add
	.weak __ffp_module_fini
	.hidden __ffp_module_fini
	.type __ffp_module_fini, %function
	.size __ffp_module_fini, 12
	.set __ffp_module_fini, .Lsection11+12
	.globl ffp_module_remove
	.globl __ffp_own_shared
	.hidden __ffp_own_shared
	.type __ffp_own_shared, %object
	.size __ffp_own_shared, 56
	.set __ffp_own_shared, .Lsection35+128
	.globl __ffp_ex.shared.kept
	.type __ffp_ex.shared.kept, %function
	.size __ffp_ex.shared.kept, 32
	.set __ffp_ex.shared.kept, .Lsection17+16
	.globl __ffp_im.shared
	.hidden __ffp_im.shared
	.type __ffp_im.shared, %function
	.size __ffp_im.shared, 0
	.set __ffp_im.shared, .Lsection17+16
	.globl __ffp_dx.shared
	.hidden __ffp_dx.shared
	.type __ffp_dx.shared, %function
	.size __ffp_dx.shared, 0
	.set __ffp_dx.shared, .Lsection17+16
	.globl kept
	.type kept, %function
	.size kept, 4
	.set kept, .Lsection2+0
	.globl __ffp_own_hook
	.hidden __ffp_own_hook
	.type __ffp_own_hook, %object
	.size __ffp_own_hook, 56
	.set __ffp_own_hook, .Lsection39+64
	.globl __ffp_ex.hook.0
	.type __ffp_ex.hook.0, %function
	.size __ffp_ex.hook.0, 32
	.set __ffp_ex.hook.0, .Lsection17+64
	.globl __ffp_im.hook
	.hidden __ffp_im.hook
	.type __ffp_im.hook, %function
	.size __ffp_im.hook, 0
	.set __ffp_im.hook, .Lsection17+64
	.globl __ffp_dx.hook
	.hidden __ffp_dx.hook
	.type __ffp_dx.hook, %function
	.size __ffp_dx.hook, 0
	.set __ffp_dx.hook, .Lsection17+64
	.globl __ffp_rec.number
	.hidden __ffp_rec.number
	.type __ffp_rec.number, %object
	.size __ffp_rec.number, 56
	.set __ffp_rec.number, .Lsection35+0
	.globl __ffp_fn.number.number_default
	.hidden __ffp_fn.number.number_default
	.type __ffp_fn.number.number_default, %function
	.size __ffp_fn.number.number_default, 32
	.set __ffp_fn.number.number_default, .Lsection17+176
	.globl number_default
	.type number_default, %function
	.size number_default, 6
	.set number_default, .Lsection2+32
	.globl other
	.type other, %function
	.size other, 4
	.set other, .Lsection2+64
	.globl ffp_module_choose
	.globl library_shared
	.type library_shared, %function
	.size library_shared, 16
	.set library_shared, .Lsection2+80
	.globl library_chosen
	.type library_chosen, %function
	.size library_chosen, 16
	.set library_chosen, .Lsection2+96
	.globl library_number
	.type library_number, %function
	.size library_number, 5
	.set library_number, .Lsection2+112
	.globl library_hook
	.type library_hook, %function
	.size library_hook, 31
	.set library_hook, .Lsection2+128
	.globl __ffp_rec.hook
	.type __ffp_rec.hook, %object
	.size __ffp_rec.hook, 56
	.set __ffp_rec.hook, .Lsection39+64
	.globl __ffp_rec.shared
	.type __ffp_rec.shared, %object
	.size __ffp_rec.shared, 56
	.set __ffp_rec.shared, .Lsection35+128
	.section .note.GNU-stack, "", %progbits
