/* SPDX-License-Identifier: MIT */
/* calls.c as release 0.1.0 made it for x86_64 in the pointer form, by listing.py */
	.section .text, "ax", %progbits
	.balign 16
.Lsection2:
	.reloc .Lsection2+83, R_X86_64_PC32, .Lsection29+36
	.reloc .Lsection2+99, R_X86_64_PC32, .Lsection25+36
	.reloc .Lsection2+118, R_X86_64_PC32, __ffp_ptr.__ffp_fn.plain.plain_default-4
	.reloc .Lsection2+146, R_X86_64_PC32, __ffp_ptr.__ffp_fn.plain.plain_default-4
	.reloc .Lsection2+166, R_X86_64_PC32, .Lsection25-4
	.reloc .Lsection2+199, R_X86_64_REX_GOTPCRELX, __ffp_ptr.__ffp_ex.shared.kept-4
	.reloc .Lsection2+227, R_X86_64_REX_GOTPCRELX, __ffp_ptr.__ffp_ex.shared.kept-4
	.reloc .Lsection2+247, R_X86_64_REX_GOTPCRELX, __ffp_ptr.__ffp_ex.hook.0-4
	.reloc .Lsection2+294, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+299, R_X86_64_PLT32, ffp_target-4
	.reloc .Lsection2+334, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+339, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+362, R_X86_64_PC32, .Lsection23-4
	.reloc .Lsection2+367, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+378, R_X86_64_REX_GOTPCRELX, other-4
	.reloc .Lsection2+385, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+390, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+401, R_X86_64_REX_GOTPCRELX, __ffp_rec.hook-4
	.reloc .Lsection2+437, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+455, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+488, R_X86_64_PC32, .Lsection23-4
	.reloc .Lsection2+512, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+582, R_X86_64_PLT32, ffp_apply-4
	.reloc .Lsection2+599, R_X86_64_PC32, __ffp_rec.plain-4
	.reloc .Lsection2+604, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+627, R_X86_64_PC32, .Lsection23-4
	.reloc .Lsection2+632, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+643, R_X86_64_REX_GOTPCRELX, __ffp_rec.shared-4
	.reloc .Lsection2+648, R_X86_64_PLT32, ffp_reset_target-4
	.reloc .Lsection2+659, R_X86_64_REX_GOTPCRELX, __ffp_rec.hook-4
	.reloc .Lsection2+417, R_X86_64_PLT32, ffp_set_target-4
	.reloc .Lsection2+442, R_X86_64_PLT32, ffp_set_return-4
	.reloc .Lsection2+668, R_X86_64_PLT32, ffp_reset_target-4
	.byte 141,71,10,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,20,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,30,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 141,71,40,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 131,7,1,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 72,139,5,0,0,0,0,195,15,31,132,0,0,0,0,0
	.byte 72,131,236,8,255,21,0,0,0,0,72,131,196,8,1,192
	.byte 195,102,102,46,15,31,132,0,0,0,0,0,15,31,64,0
	.byte 255,37,0,0,0,0,102,46,15,31,132,0,0,0,0,0
	.byte 72,131,236,8,255,21,0,0,0,0,72,131,196,8,1,192
	.byte 195,102,102,46,15,31,132,0,0,0,0,0,15,31,64,0
	.byte 72,131,236,8,72,139,5,0,0,0,0,255,16,72,131,196
	.byte 8,1,192,195,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,139,5,0,0,0,0,255,32,15,31,128,0,0,0,0
	.byte 72,131,236,24,72,139,5,0,0,0,0,199,68,36,12,0
	.byte 0,0,0,72,141,124,36,12,255,16,139,68,36,12,72,131
	.byte 196,24,195,102,102,46,15,31,132,0,0,0,0,0,102,144
	.byte 83,137,251,72,141,61,0,0,0,0,232,0,0,0,0,137
	.byte 223,91,255,224,102,102,46,15,31,132,0,0,0,0,0,144
	.byte 72,131,236,8,72,141,53,197,254,255,255,72,141,61,0,0
	.byte 0,0,232,0,0,0,0,133,192,116,5,72,131,196,8,195
	.byte 72,141,53,201,254,255,255,72,141,61,0,0,0,0,232,0
	.byte 0,0,0,133,192,117,228,72,139,53,0,0,0,0,72,139
	.byte 61,0,0,0,0,232,0,0,0,0,133,192,117,205,72,139
	.byte 61,0,0,0,0,72,141,53,164,254,255,255,72,131,196,8
	.byte 233,0,0,0,0,102,102,46,15,31,132,0,0,0,0,0
	.byte 137,254,72,141,61,0,0,0,0,233,0,0,0,0,102,144
	.byte 72,131,236,104,72,141,5,0,0,0,0,49,210,190,3,0
	.byte 0,0,72,137,4,36,72,141,5,51,254,255,255,72,137,231
	.byte 72,137,68,36,8,72,141,5,0,0,0,0,72,137,68,36
	.byte 32,72,141,5,56,254,255,255,72,137,68,36,40,72,139,5
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
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection11:
	.byte 112,108,97,105,110,0,108,111,99,97,108,0
	.section ffp_keys, "aR", %progbits
	.balign 8
.Lsection12:
	.reloc .Lsection12+0, R_X86_64_PC32, __ffp_rec.plain+0
	.reloc .Lsection12+4, R_X86_64_PC32, __ffp_rec.plain+0
	.reloc .Lsection12+8, R_X86_64_PC32, .Lsection11+0
	.reloc .Lsection12+16, R_X86_64_PC32, .Lsection23+0
	.reloc .Lsection12+20, R_X86_64_PC32, .Lsection23+0
	.reloc .Lsection12+24, R_X86_64_PC32, .Lsection11+6
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,2,1,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,2,1,0,0
	.section .text.startup, "ax", %progbits
	.balign 16
.Lsection14:
	.reloc .Lsection14+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection14+19, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection14+8, R_X86_64_PLT32, ffp_module_add-4
	.reloc .Lsection14+24, R_X86_64_PLT32, ffp_module_add-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0
	.section .init_array.00101, "wa", %init_array
	.balign 8
.Lsection16:
	.reloc .Lsection16+0, R_X86_64_64, .Lsection14+0
	.reloc .Lsection16+8, R_X86_64_64, .Lsection14+16
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .text.exit, "ax", %progbits
	.balign 16
.Lsection18:
	.reloc .Lsection18+3, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection18+19, R_X86_64_PC32, __ffp_module-4
	.reloc .Lsection18+8, R_X86_64_PLT32, ffp_module_remove-4
	.reloc .Lsection18+24, R_X86_64_PLT32, ffp_module_remove-4
	.byte 72,141,61,0,0,0,0,233,0,0,0,0,15,31,64,0
	.byte 72,141,61,0,0,0,0,233,0,0,0,0
	.section .fini_array.00101, "wa", %fini_array
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_X86_64_64, .Lsection18+0
	.reloc .Lsection20+8, R_X86_64_64, .Lsection18+16
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .rodata.str1.1, "aMS", %progbits, 1
	.balign 1
.Lsection22:
	.byte 108,111,99,97,108,0,112,108,97,105,110,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 32
.Lsection23:
	.reloc .Lsection23+0, R_X86_64_64, .Lsection22+0
	.reloc .Lsection23+8, R_X86_64_64, .Lsection2+32
	.reloc .Lsection23+16, R_X86_64_64, .Lsection25+0
	.reloc .Lsection23+24, R_X86_64_64, .Lsection2+96
	.reloc .Lsection23+32, R_X86_64_64, .Lsection25+32
	.reloc .Lsection23+40, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,2,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 32
.Lsection25:
	.reloc .Lsection25+0, R_X86_64_64, .Lsection2+32
	.reloc .Lsection25+32, R_X86_64_64, .Lsection2+32
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro, "wa", %progbits
	.balign 32
.Lsection27:
	.reloc .Lsection27+0, R_X86_64_64, .Lsection22+6
	.reloc .Lsection27+8, R_X86_64_64, plain_default+0
	.reloc .Lsection27+16, R_X86_64_64, __ffp_ptr.__ffp_fn.plain.plain_default+0
	.reloc .Lsection27+24, R_X86_64_64, .Lsection2+80
	.reloc .Lsection27+32, R_X86_64_64, .Lsection29+32
	.reloc .Lsection27+40, R_X86_64_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,2,0,0,0
	.section .data.rel, "wa", %progbits
	.balign 32
.Lsection29:
	.reloc .Lsection29+0, R_X86_64_64, plain_default+0
	.reloc .Lsection29+32, R_X86_64_64, plain_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.type __ffp_rec.local, %object
	.size __ffp_rec.local, 56
	.set __ffp_rec.local, .Lsection23+0
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
	.type __ffp_stub_plain, %function
	.size __ffp_stub_plain, 8
	.set __ffp_stub_plain, .Lsection2+80
	.type __ffp_state_plain, %object
	.size __ffp_state_plain, 64
	.set __ffp_state_plain, .Lsection29+32
	.type __ffp_stub_local, %function
	.size __ffp_stub_local, 8
	.set __ffp_stub_local, .Lsection2+96
	.type __ffp_state_local, %object
	.size __ffp_state_local, 64
	.set __ffp_state_local, .Lsection25+32
	.type __ffp_init_plain, %function
	.size __ffp_init_plain, 12
	.set __ffp_init_plain, .Lsection14+0
	.type __ffp_fini_plain, %function
	.size __ffp_fini_plain, 12
	.set __ffp_fini_plain, .Lsection18+0
	.type __ffp_init_local, %function
	.size __ffp_init_local, 12
	.set __ffp_init_local, .Lsection14+16
	.type __ffp_fini_local, %function
	.size __ffp_fini_local, 12
	.set __ffp_fini_local, .Lsection18+16
	.type local, %object
	.size local, 8
	.set local, .Lsection25+0
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
	.globl __ffp_rec.plain
	.hidden __ffp_rec.plain
	.type __ffp_rec.plain, %object
	.size __ffp_rec.plain, 56
	.set __ffp_rec.plain, .Lsection27+0
	.globl plain_default
	.type plain_default, %function
	.size plain_default, 4
	.set plain_default, .Lsection2+0
	.globl ffp_module_add
	.globl ffp_module_remove
	.globl program_plain
	.type program_plain, %function
	.size program_plain, 17
	.set program_plain, .Lsection2+112
	.globl __ffp_ptr.__ffp_fn.plain.plain_default
	.hidden __ffp_ptr.__ffp_fn.plain.plain_default
	.type __ffp_ptr.__ffp_fn.plain.plain_default, %object
	.size __ffp_ptr.__ffp_fn.plain.plain_default, 8
	.set __ffp_ptr.__ffp_fn.plain.plain_default, .Lsection29+0
	.globl program_plain_tail
	.type program_plain_tail, %function
	.size program_plain_tail, 6
	.set program_plain_tail, .Lsection2+144
	.globl program_local
	.type program_local, %function
	.size program_local, 17
	.set program_local, .Lsection2+160
	.globl program_shared
	.type program_shared, %function
	.size program_shared, 20
	.set program_shared, .Lsection2+192
	.globl _GLOBAL_OFFSET_TABLE_
	.globl __ffp_ptr.__ffp_ex.shared.kept
	.globl program_shared_tail
	.type program_shared_tail, %function
	.size program_shared_tail, 9
	.set program_shared_tail, .Lsection2+224
	.globl program_hook
	.type program_hook, %function
	.size program_hook, 35
	.set program_hook, .Lsection2+240
	.globl __ffp_ptr.__ffp_ex.hook.0
	.globl program_plain_target
	.type program_plain_target, %function
	.size program_plain_target, 20
	.set program_plain_target, .Lsection2+288
	.globl ffp_target
	.globl program_set
	.type program_set, %function
	.size program_set, 101
	.set program_set, .Lsection2+320
	.globl ffp_set_target
	.globl other
	.globl __ffp_rec.shared
	.globl __ffp_rec.hook
	.globl program_constant
	.type program_constant, %function
	.size program_constant, 14
	.set program_constant, .Lsection2+432
	.globl ffp_set_return
	.globl program_transaction
	.type program_transaction, %function
	.size program_transaction, 143
	.set program_transaction, .Lsection2+448
	.globl ffp_apply
	.globl program_reset
	.type program_reset, %function
	.size program_reset, 80
	.set program_reset, .Lsection2+592
	.globl ffp_reset_target
	.section .note.GNU-stack, "", %progbits
