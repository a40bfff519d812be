/* SPDX-License-Identifier: MIT */
/* calls.c as release 0.1.0 made it for x86_64 in the direct form, by listing.py */
	.section .text, "ax", %progbits
	.balign 16
.Lsection2:
	.reloc .Lsection2+85, R_X86_64_PLT32, plain_default-4
	.reloc .Lsection2+117, R_X86_64_PLT32, local_default-4
	.reloc .Lsection2+133, R_X86_64_PLT32, __ffp_dx.shared-4
	.reloc .Lsection2+178, R_X86_64_NONE
	.reloc .Lsection2+198, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+203, R_X86_64_PLT32, ffp_target-4
	.reloc .Lsection2+238, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+243, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+266, R_X86_64_PC32, .Lsection25-4
	.reloc .Lsection2+271, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+282, R_X86_64_REX_GOTPCRELX, other-4
	.reloc .Lsection2+289, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+294, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+305, R_X86_64_REX_GOTPCRELX, __ffp_rec.hook-4
	.reloc .Lsection2+341, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+359, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+392, R_X86_64_PC32, .Lsection25-4
	.reloc .Lsection2+416, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+486, R_X86_64_PLT32, ffp_apply-4
	.reloc .Lsection2+503, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+508, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+531, R_X86_64_PC32, .Lsection25-4
	.reloc .Lsection2+536, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+547, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+552, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+563, R_X86_64_REX_GOTPCRELX, __ffp_rec.hook-4
	.reloc .Lsection2+97, R_X86_64_PLT32, plain_default-4
	.reloc .Lsection2+145, R_X86_64_PLT32, __ffp_dx.shared-4
	.reloc .Lsection2+321, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+346, R_X86_64_PLT32, ffp_set_return-4
	.reloc .Lsection2+572, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+84, R_X86_64_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+96, R_X86_64_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+116, R_X86_64_NONE, __ffp_fn.local.local_default+0
	.reloc .Lsection2+132, R_X86_64_NONE, __ffp_im.shared+0
	.reloc .Lsection2+144, R_X86_64_NONE, __ffp_im.shared+0
	.reloc .Lsection2+177, R_X86_64_NONE, __ffp_im.hook+0
	.byte 141,71,10,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,20,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,30,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,40,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 131,7,1,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,232,0,0,0,0,72,131,196,8,1,192,195
	.byte 233,0,0,0,0,102,102,46,15,31,132,0,0,0,0,0
	.byte 72,131,236,8,232,0,0,0,0,72,131,196,8,1,192,195
	.byte 72,131,236,8,232,0,0,0,0,72,131,196,8,1,192,195
	.byte 233,0,0,0,0,102,102,46,15,31,132,0,0,0,0,0
	.byte 72,131,236,24,72,141,124,36,12,199,68,36,12,0,0,0
	.byte 0,15,31,68,0,0,139,68,36,12,72,131,196,24,195,144
	.byte 83,137,251,72,141,61,0,0,0,0,232,0,0,0,0,137
	.byte 223,91,255,224,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,72,141,53,37,255,255,255,72,141,61,0,0
	.byte 0,0,232,0,0,0,0,133,192,116,5,72,131,196,8,195
	.byte 72,141,53,41,255,255,255,72,141,61,0,0,0,0,232,0
	.byte 0,0,0,133,192,117,228,72,139,53,0,0,0,0,72,139
	.byte 61,0,0,0,0,232,0,0,0,0,133,192,117,205,72,139
	.byte 61,0,0,0,0,72,141,53,4,255,255,255,72,131,196,8
	.byte 233,0,0,0,0,102,102,46,15,31,132,0,0,0,0,0
	.byte 137,254,72,141,61,0,0,0,0,233,0,0,0,0,102,144
	.byte 72,131,236,104,72,141,5,0,0,0,0,49,210,190,3,0
	.byte 0,0,72,137,4,36,72,141,5,147,254,255,255,72,137,231
	.byte 72,137,68,36,8,72,141,5,0,0,0,0,72,137,68,36
	.byte 32,72,141,5,152,254,255,255,72,137,68,36,40,72,139,5
	.byte 0,0,0,0,72,199,68,36,16,0,0,0,0,199,68,36
	.byte 24,0,0,0,0,72,199,68,36,48,0,0,0,0,199,68
	.byte 36,56,0,0,0,0,72,137,68,36,64,72,199,68,36,72
	.byte 0,0,0,0,72,199,68,36,80,0,0,0,0,199,68,36
	.byte 88,1,0,0,0,232,0,0,0,0,72,131,196,104,195,144
	.byte 72,131,236,8,72,141,61,0,0,0,0,232,0,0,0,0
	.byte 133,192,116,12,72,131,196,8,195,15,31,128,0,0,0,0
	.byte 72,141,61,0,0,0,0,232,0,0,0,0,133,192,117,228
	.byte 72,139,61,0,0,0,0,232,0,0,0,0,133,192,117,212
	.byte 72,139,61,0,0,0,0,72,131,196,8,233,0,0,0,0
	.section .data, "wa", %progbits
	.balign 1
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 1
.Lsection5:
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
	.reloc .Lsection17+8, R_X86_64_PC32, __ffp_rec.plain+0
	.reloc .Lsection17+56, R_X86_64_PC32, .Lsection25+0
	.reloc .Lsection17+98, R_X86_64_PC32, .Lsection25+4
	.reloc .Lsection17+17, R_X86_64_PLT32, plain_default-4
	.reloc .Lsection17+65, R_X86_64_PLT32, local_default-4
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 233,0,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 233,27,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.byte 255,37,0,0,0,0,204,204,204,204,204,204,204,204,204,204
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 112,108,97,105,110,0,108,111,99,97,108,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_X86_64_PC32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection20+4, R_X86_64_PC32, __ffp_rec.plain+0
	.reloc .Lsection20+8, R_X86_64_PC32, .Lsection19+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_X86_64_PC32, .Lsection17+64
	.reloc .Lsection22+4, R_X86_64_PC32, .Lsection25+0
	.reloc .Lsection22+8, R_X86_64_PC32, .Lsection19+6
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section .rodata.str1.1, "aMS", %progbits, 1
	.balign 1
.Lsection24:
	.byte 108,111,99,97,108,0,112,108,97,105,110,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 32
.Lsection25:
	.reloc .Lsection25+0, R_X86_64_64, .Lsection24+0
	.reloc .Lsection25+8, R_X86_64_64, .Lsection2+32
	.reloc .Lsection25+16, R_X86_64_64, .Lsection17+64
	.reloc .Lsection25+32, R_X86_64_64, .Lsection27+0
	.reloc .Lsection25+40, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 32
.Lsection27:
	.reloc .Lsection27+0, R_X86_64_64, .Lsection2+32
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro, "wa", %progbits
	.balign 32
.Lsection29:
	.reloc .Lsection29+0, R_X86_64_64, .Lsection24+6
	.reloc .Lsection29+8, R_X86_64_64, plain_default+0
	.reloc .Lsection29+16, R_X86_64_64, __ffp_fn.plain.plain_default+0
	.reloc .Lsection29+32, R_X86_64_64, .Lsection31+0
	.reloc .Lsection29+40, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .data.rel, "wa", %progbits
	.balign 32
.Lsection31:
	.reloc .Lsection31+0, R_X86_64_64, plain_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection35:
	.reloc .Lsection35+32, R_X86_64_PC32, .Lsection11+0
	.reloc .Lsection35+52, R_X86_64_PC32, .Lsection11+12
	.reloc .Lsection35+72, R_X86_64_PC32, .Lsection17+16
	.reloc .Lsection35+92, R_X86_64_PC32, .Lsection17+64
	.byte 20,0,0,0,0,0,0,0,1,122,82,0,1,120,16,1
	.byte 27,12,7,8,144,1,0,0,16,0,0,0,28,0,0,0
	.byte 0,0,0,0,12,0,0,0,0,0,0,0,16,0,0,0
	.byte 48,0,0,0,0,0,0,0,12,0,0,0,0,0,0,0
	.byte 16,0,0,0,68,0,0,0,0,0,0,0,32,0,0,0
	.byte 0,0,0,0,16,0,0,0,88,0,0,0,0,0,0,0
	.byte 48,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.shared, comdat
	.balign 16
.Lsection41:
	.reloc .Lsection41+8, R_X86_64_PC32, __ffp_ir.shared+0
	.reloc .Lsection41+17, R_X86_64_PLT32, __ffp_ex.shared.kept-4
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,12,1,0,0
	.byte 233,0,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.shared, comdat
	.balign 8
.Lsection43:
	.reloc .Lsection43+0, R_X86_64_64, __ffp_rec.shared+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.hook, comdat
	.balign 16
.Lsection46:
	.reloc .Lsection46+8, R_X86_64_PC32, __ffp_ir.hook+0
	.reloc .Lsection46+17, R_X86_64_PLT32, __ffp_ex.hook.0-4
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,13,1,0,0
	.byte 233,0,0,0,0,204,204,204,204,204,255,37,224,255,255,255
	.byte 72,184,0,0,0,0,0,0,0,0,195,204,204,204,204,204
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.hook, comdat
	.balign 8
.Lsection48:
	.reloc .Lsection48+0, R_X86_64_64, __ffp_rec.hook+0
	.byte 0,0,0,0,0,0,0,0
	.section ffp_sites, "ao", %progbits, .Lsection2
	.balign 8
.Lsection50:
	.reloc .Lsection50+0, R_X86_64_PC32, .Lsection2+84
	.reloc .Lsection50+4, R_X86_64_PC32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection50+8, R_X86_64_PC32, .Lsection2+96
	.reloc .Lsection50+12, R_X86_64_PC32, __ffp_fn.plain.plain_default+1
	.reloc .Lsection50+16, R_X86_64_PC32, .Lsection2+116
	.reloc .Lsection50+20, R_X86_64_PC32, __ffp_fn.local.local_default+0
	.reloc .Lsection50+24, R_X86_64_PC32, .Lsection2+132
	.reloc .Lsection50+28, R_X86_64_PC32, __ffp_im.shared+0
	.reloc .Lsection50+32, R_X86_64_PC32, .Lsection2+144
	.reloc .Lsection50+36, R_X86_64_PC32, __ffp_im.shared+1
	.reloc .Lsection50+40, R_X86_64_PC32, .Lsection2+177
	.reloc .Lsection50+44, R_X86_64_PC32, __ffp_im.hook+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.type __ffp_rec.local, %object
	.size __ffp_rec.local, 56
	.set __ffp_rec.local, .Lsection25+0
	.type __ffp_fn.local.local_default, %function
	.size __ffp_fn.local.local_default, 48
	.set __ffp_fn.local.local_default, .Lsection17+64
	.type plain_other, %function
	.size plain_other, 4
	.set plain_other, .Lsection2+16
	.type local_default, %function
	.size local_default, 4
	.set local_default, .Lsection2+32
	.type local_other, %function
	.size local_other, 4
	.set local_other, .Lsection2+48
	.type count_one, %function
	.size count_one, 4
	.set count_one, .Lsection2+64
	.type __ffp_state_local, %object
	.size __ffp_state_local, 64
	.set __ffp_state_local, .Lsection27+0
	.type __ffp_state_plain, %object
	.size __ffp_state_plain, 64
	.set __ffp_state_plain, .Lsection31+0
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
	.globl __ffp_rec.plain
	.hidden __ffp_rec.plain
	.type __ffp_rec.plain, %object
	.size __ffp_rec.plain, 56
	.set __ffp_rec.plain, .Lsection29+0
	.globl __ffp_fn.plain.plain_default
	.hidden __ffp_fn.plain.plain_default
	.type __ffp_fn.plain.plain_default, %function
	.size __ffp_fn.plain.plain_default, 32
	.set __ffp_fn.plain.plain_default, .Lsection17+16
	.globl plain_default
	.type plain_default, %function
	.size plain_default, 4
	.set plain_default, .Lsection2+0
	.globl program_plain
	.type program_plain, %function
	.size program_plain, 16
	.set program_plain, .Lsection2+80
	.globl program_plain_tail
	.type program_plain_tail, %function
	.size program_plain_tail, 5
	.set program_plain_tail, .Lsection2+96
	.globl program_local
	.type program_local, %function
	.size program_local, 16
	.set program_local, .Lsection2+112
	.globl program_shared
	.type program_shared, %function
	.size program_shared, 16
	.set program_shared, .Lsection2+128
	.globl __ffp_ex.shared.kept
	.globl program_shared_tail
	.type program_shared_tail, %function
	.size program_shared_tail, 5
	.set program_shared_tail, .Lsection2+144
	.globl program_hook
	.type program_hook, %function
	.size program_hook, 31
	.set program_hook, .Lsection2+160
	.globl __ffp_ex.hook.0
	.globl program_plain_target
	.type program_plain_target, %function
	.size program_plain_target, 20
	.set program_plain_target, .Lsection2+192
	.globl ffp_target
	.globl program_set
	.type program_set, %function
	.size program_set, 101
	.set program_set, .Lsection2+224
	.globl ffp_set_target
	.globl _GLOBAL_OFFSET_TABLE_
	.globl other
	.globl __ffp_rec.shared
	.globl __ffp_rec.hook
	.globl program_constant
	.type program_constant, %function
	.size program_constant, 14
	.set program_constant, .Lsection2+336
	.globl ffp_set_return
	.globl program_transaction
	.type program_transaction, %function
	.size program_transaction, 143
	.set program_transaction, .Lsection2+352
	.globl ffp_apply
	.globl program_reset
	.type program_reset, %function
	.size program_reset, 80
	.set program_reset, .Lsection2+496
	.globl ffp_reset_target
	.weak __ffp_im.shared
	.hidden __ffp_im.shared
	.type __ffp_im.shared, %function
	.size __ffp_im.shared, 32
	.set __ffp_im.shared, .Lsection41+16
	.weak __ffp_dx.shared
	.hidden __ffp_dx.shared
	.type __ffp_dx.shared, %function
	.size __ffp_dx.shared, 32
	.set __ffp_dx.shared, .Lsection41+16
	.weak __ffp_ir.shared
	.hidden __ffp_ir.shared
	.type __ffp_ir.shared, %object
	.size __ffp_ir.shared, 8
	.set __ffp_ir.shared, .Lsection43+0
	.globl __ffp_rec.shared
	.weak __ffp_im.hook
	.hidden __ffp_im.hook
	.type __ffp_im.hook, %function
	.size __ffp_im.hook, 32
	.set __ffp_im.hook, .Lsection46+16
	.weak __ffp_dx.hook
	.hidden __ffp_dx.hook
	.type __ffp_dx.hook, %function
	.size __ffp_dx.hook, 32
	.set __ffp_dx.hook, .Lsection46+16
	.weak __ffp_ir.hook
	.hidden __ffp_ir.hook
	.type __ffp_ir.hook, %object
	.size __ffp_ir.hook, 8
	.set __ffp_ir.hook, .Lsection48+0
	.globl __ffp_rec.hook
	.section .note.GNU-stack, "", %progbits
