/* SPDX-License-Identifier: MIT */
/* calls.c as release 0.1.0 made it for s390x in the direct form, by listing.py */
	.section .text, "ax", %progbits
	.balign 8
.Lsection2:
	.reloc .Lsection2+86, R_390_PLT32DBL, plain_default+2
	.reloc .Lsection2+114, R_390_PLT32DBL, plain_default+2
	.reloc .Lsection2+134, R_390_PLT32DBL, local_default+2
	.reloc .Lsection2+174, R_390_PLT32DBL, __ffp_dx.shared+2
	.reloc .Lsection2+202, R_390_PLT32DBL, __ffp_dx.shared+2
	.reloc .Lsection2+232, R_390_NONE
	.reloc .Lsection2+274, R_390_PC32DBL, .Lsection29+2
	.reloc .Lsection2+280, R_390_PLT32DBL, ffp_target+2
	.reloc .Lsection2+306, R_390_PLT32DBL, plain_other+2
	.reloc .Lsection2+312, R_390_PC32DBL, .Lsection29+2
	.reloc .Lsection2+330, R_390_PLT32DBL, ffp_set_target+2
	.reloc .Lsection2+356, R_390_PLT32DBL, local_other+2
	.reloc .Lsection2+362, R_390_PC32DBL, .Lsection31+2
	.reloc .Lsection2+368, R_390_PLT32DBL, ffp_set_target+2
	.reloc .Lsection2+382, R_390_GOTENT, other+2
	.reloc .Lsection2+388, R_390_GOTENT, __ffp_rec.shared+2
	.reloc .Lsection2+394, R_390_PLT32DBL, ffp_set_target+2
	.reloc .Lsection2+408, R_390_PLT32DBL, count_one+2
	.reloc .Lsection2+414, R_390_GOTENT, __ffp_rec.hook+2
	.reloc .Lsection2+426, R_390_PLT32DBL, ffp_set_target+2
	.reloc .Lsection2+438, R_390_PC32DBL, .Lsection29+2
	.reloc .Lsection2+444, R_390_PLT32DBL, ffp_set_return+2
	.reloc .Lsection2+450, R_390_PC32DBL, .Lsection29+2
	.reloc .Lsection2+482, R_390_PLT32DBL, plain_other+2
	.reloc .Lsection2+494, R_390_PC32DBL, .Lsection31+2
	.reloc .Lsection2+506, R_390_PLT32DBL, local_other+2
	.reloc .Lsection2+524, R_390_GOTENT, __ffp_rec.shared+2
	.reloc .Lsection2+576, R_390_PLT32DBL, ffp_apply+2
	.reloc .Lsection2+600, R_390_PC32DBL, .Lsection29+2
	.reloc .Lsection2+612, R_390_PLT32DBL, ffp_reset_target+2
	.reloc .Lsection2+638, R_390_PC32DBL, .Lsection31+2
	.reloc .Lsection2+644, R_390_PLT32DBL, ffp_reset_target+2
	.reloc .Lsection2+658, R_390_GOTENT, __ffp_rec.shared+2
	.reloc .Lsection2+664, R_390_PLT32DBL, ffp_reset_target+2
	.reloc .Lsection2+678, R_390_GOTENT, __ffp_rec.hook+2
	.reloc .Lsection2+690, R_390_PLT32DBL, ffp_reset_target+2
	.reloc .Lsection2+84, R_390_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+112, R_390_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+132, R_390_NONE, __ffp_fn.local.local_default+0
	.reloc .Lsection2+172, R_390_NONE, __ffp_im.shared+0
	.reloc .Lsection2+200, R_390_NONE, __ffp_im.shared+0
	.reloc .Lsection2+230, R_390_NONE, __ffp_im.hook+0
	.byte 167,42,0,10,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 167,42,0,20,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 167,42,0,30,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 167,42,0,40,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 235,1,32,0,0,106,7,254,235,239,240,112,0,36,227,240
	.byte 255,96,255,113,192,229,0,0,0,0,235,239,241,16,0,4
	.byte 137,32,0,1,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 192,244,0,0,0,0,7,7,235,239,240,112,0,36,227,240
	.byte 255,96,255,113,192,229,0,0,0,0,235,239,241,16,0,4
	.byte 137,32,0,1,185,20,0,34,7,254,7,7,7,7,7,7
	.byte 235,239,240,112,0,36,227,240,255,96,255,113,192,229,0,0
	.byte 0,0,235,239,241,16,0,4,137,32,0,1,185,20,0,34
	.byte 7,254,7,7,7,7,7,7,192,244,0,0,0,0,7,7
	.byte 235,239,240,112,0,36,227,240,255,88,255,113,65,32,240,164
	.byte 229,76,240,164,0,0,192,4,0,0,0,0,227,32,240,164
	.byte 0,20,235,239,241,24,0,4,7,254,7,7,7,7,7,7
	.byte 235,191,240,88,0,36,185,4,0,178,227,240,255,96,255,113
	.byte 192,32,0,0,0,0,192,229,0,0,0,0,185,4,0,18
	.byte 185,4,0,43,235,191,240,248,0,4,7,241,7,7,7,7
	.byte 192,48,0,0,0,0,192,32,0,0,0,0,235,239,240,112
	.byte 0,36,227,240,255,96,255,113,192,229,0,0,0,0,24,18
	.byte 18,34,167,132,0,8,185,20,0,33,235,239,241,16,0,4
	.byte 7,254,192,48,0,0,0,0,192,32,0,0,0,0,192,229
	.byte 0,0,0,0,24,18,18,34,167,116,255,239,196,56,0,0
	.byte 0,0,196,40,0,0,0,0,192,229,0,0,0,0,24,18
	.byte 18,34,167,116,255,226,192,48,0,0,0,0,196,40,0,0
	.byte 0,0,235,239,241,16,0,4,192,244,0,0,0,0,7,7
	.byte 185,4,0,50,192,32,0,0,0,0,192,244,0,0,0,0
	.byte 192,16,0,0,0,0,167,73,0,0,167,57,0,3,235,239
	.byte 240,112,0,36,227,240,255,0,255,113,227,16,240,160,0,36
	.byte 192,16,0,0,0,0,227,16,240,168,0,36,192,16,0,0
	.byte 0,0,227,16,240,192,0,36,192,16,0,0,0,0,227,16
	.byte 240,200,0,36,229,72,240,176,0,0,196,24,0,0,0,0
	.byte 227,16,240,224,0,36,229,76,240,184,0,0,229,72,240,208
	.byte 0,0,229,76,240,216,0,0,229,72,240,232,0,0,229,72
	.byte 240,240,0,0,229,76,240,248,0,1,65,32,240,160,192,229
	.byte 0,0,0,0,235,239,241,112,0,4,7,254,7,7,7,7
	.byte 235,239,240,112,0,36,192,32,0,0,0,0,227,240,255,96
	.byte 255,113,192,229,0,0,0,0,24,18,18,34,167,132,0,8
	.byte 185,20,0,33,235,239,241,16,0,4,7,254,192,32,0,0
	.byte 0,0,192,229,0,0,0,0,24,18,18,34,167,116,255,242
	.byte 196,40,0,0,0,0,192,229,0,0,0,0,24,18,18,34
	.byte 167,116,255,232,196,40,0,0,0,0,235,239,241,16,0,4
	.byte 192,244,0,0,0,0,7,7
	.section .data, "wa", %progbits
	.balign 4
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 4
.Lsection5:
	.section .data.rel.ro.ffp_module, "waG", %progbits, __ffp_module, comdat
	.balign 8
.Lsection6:
	.reloc .Lsection6+8, R_390_64, __start_ffp_sites+0
	.reloc .Lsection6+16, R_390_64, __stop_ffp_sites+0
	.reloc .Lsection6+24, R_390_64, __start_ffp_keys+0
	.reloc .Lsection6+32, R_390_64, __stop_ffp_keys+0
	.reloc .Lsection6+40, R_390_64, __ehdr_start+0
	.reloc .Lsection6+48, R_390_64, __ffp_module_state+0
	.reloc .Lsection6+56, R_390_64, ffp_library+0
	.reloc .Lsection6+64, R_390_64, __start_ffp_impls+0
	.reloc .Lsection6+72, R_390_64, __stop_ffp_impls+0
	.byte 0,0,0,1,0,0,0,80,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .note.ffp, "aG", %note, __ffp_module, comdat
	.balign 4
.Lsection8:
	.reloc .Lsection8+16, R_390_PC32, __ffp_module+0
	.byte 0,0,0,4,0,0,0,8,0,0,0,1,102,102,112,0
	.byte 0,0,0,0,0,0,0,1
	.section .bss.ffp_module, "waG", %nobits, __ffp_module, comdat
	.balign 8
.Lsection10:
	.zero 64
	.section .text.ffp_module, "axG", %progbits, __ffp_module, comdat
	.balign 2
.Lsection11:
	.reloc .Lsection11+2, R_390_PC32DBL, __ffp_module+2
	.reloc .Lsection11+8, R_390_PLT32DBL, ffp_module_add+2
	.reloc .Lsection11+14, R_390_PC32DBL, __ffp_module+2
	.reloc .Lsection11+20, R_390_PLT32DBL, ffp_module_remove+2
	.byte 192,32,0,0,0,0,192,244,0,0,0,0,192,32,0,0
	.byte 0,0,192,244,0,0,0,0
	.section .init_array.00100, "waG", %init_array, __ffp_module, comdat
	.balign 8
.Lsection13:
	.reloc .Lsection13+0, R_390_64, __ffp_module_init+0
	.byte 0,0,0,0,0,0,0,0
	.section .fini_array.00100, "waG", %fini_array, __ffp_module, comdat
	.balign 8
.Lsection15:
	.reloc .Lsection15+0, R_390_64, __ffp_module_fini+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "ax", %progbits
	.balign 16
.Lsection17:
	.reloc .Lsection17+8, R_390_PC32, __ffp_rec.plain+0
	.reloc .Lsection17+18, R_390_PLT32DBL, plain_default+2
	.reloc .Lsection17+72, R_390_PC32, .Lsection31+0
	.reloc .Lsection17+130, R_390_PC32DBL, .Lsection31+2
	.reloc .Lsection17+82, R_390_PLT32DBL, local_default+2
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0
	.byte 192,244,0,0,0,0,0,0,192,16,255,255,255,244,227,16
	.byte 16,0,0,4,7,241,0,0,192,32,0,0,0,8,227,32
	.byte 32,0,0,4,7,254,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0
	.byte 192,244,0,0,0,24,0,0,192,16,255,255,255,244,227,16
	.byte 16,0,0,4,7,241,0,0,192,32,0,0,0,8,227,32
	.byte 32,0,0,4,7,254,0,0,0,0,0,0,0,0,0,0
	.byte 192,16,0,0,0,0,227,16,16,8,0,4,7,241,7,7
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 112,108,97,105,110,0,108,111,99,97,108,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_390_PC32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection20+4, R_390_PC32, __ffp_rec.plain+0
	.reloc .Lsection20+8, R_390_PC32, .Lsection19+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_390_PC32, .Lsection17+80
	.reloc .Lsection22+4, R_390_PC32, .Lsection31+0
	.reloc .Lsection22+8, R_390_PC32, .Lsection19+6
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0
	.section .rodata.str1.2, "aMS", %progbits, 1
	.balign 2
.Lsection24:
	.byte 108,111,99,97,108,0,112,108,97,105,110,0
	.section .data.rel, "wa", %progbits
	.balign 8
.Lsection25:
	.reloc .Lsection25+0, R_390_64, plain_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 8
.Lsection27:
	.reloc .Lsection27+0, R_390_64, .Lsection2+32
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro, "wa", %progbits
	.balign 8
.Lsection29:
	.reloc .Lsection29+0, R_390_64, .Lsection24+6
	.reloc .Lsection29+8, R_390_64, plain_default+0
	.reloc .Lsection29+16, R_390_64, __ffp_fn.plain.plain_default+0
	.reloc .Lsection29+32, R_390_64, .Lsection25+0
	.reloc .Lsection29+40, R_390_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,1,0,0,0,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 8
.Lsection31:
	.reloc .Lsection31+0, R_390_64, .Lsection24+0
	.reloc .Lsection31+8, R_390_64, .Lsection2+32
	.reloc .Lsection31+16, R_390_64, .Lsection17+80
	.reloc .Lsection31+32, R_390_64, .Lsection27+0
	.reloc .Lsection31+40, R_390_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,1,0,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection35:
	.reloc .Lsection35+32, R_390_PC32, .Lsection11+0
	.reloc .Lsection35+52, R_390_PC32, .Lsection11+12
	.reloc .Lsection35+72, R_390_PC32, .Lsection17+16
	.reloc .Lsection35+92, R_390_PC32, .Lsection17+80
	.byte 0,0,0,20,0,0,0,0,1,122,82,0,1,120,14,1
	.byte 27,12,15,160,1,0,0,0,0,0,0,16,0,0,0,28
	.byte 0,0,0,0,0,0,0,12,0,0,0,0,0,0,0,16
	.byte 0,0,0,48,0,0,0,0,0,0,0,12,0,0,0,0
	.byte 0,0,0,16,0,0,0,68,0,0,0,0,0,0,0,48
	.byte 0,0,0,0,0,0,0,16,0,0,0,88,0,0,0,0
	.byte 0,0,0,62,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.shared, comdat
	.balign 16
.Lsection41:
	.reloc .Lsection41+8, R_390_PC32, __ffp_ir.shared+0
	.reloc .Lsection41+18, R_390_PLT32DBL, __ffp_ex.shared.kept+2
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,12
	.byte 192,244,0,0,0,0,0,0,192,16,255,255,255,244,227,16
	.byte 16,0,0,4,7,241,0,0,192,32,0,0,0,8,227,32
	.byte 32,0,0,4,7,254,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.shared, comdat
	.balign 8
.Lsection43:
	.reloc .Lsection43+0, R_390_64, __ffp_rec.shared+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.hook, comdat
	.balign 16
.Lsection46:
	.reloc .Lsection46+8, R_390_PC32, __ffp_ir.hook+0
	.reloc .Lsection46+18, R_390_PLT32DBL, __ffp_ex.hook.0+2
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,13
	.byte 192,244,0,0,0,0,0,0,192,16,255,255,255,244,227,16
	.byte 16,0,0,4,7,241,0,0,192,32,0,0,0,8,227,32
	.byte 32,0,0,4,7,254,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.hook, comdat
	.balign 8
.Lsection48:
	.reloc .Lsection48+0, R_390_64, __ffp_rec.hook+0
	.byte 0,0,0,0,0,0,0,0
	.section ffp_sites, "ao", %progbits, .Lsection2
	.balign 8
.Lsection50:
	.reloc .Lsection50+0, R_390_PC32, .Lsection2+84
	.reloc .Lsection50+4, R_390_PC32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection50+8, R_390_PC32, .Lsection2+112
	.reloc .Lsection50+12, R_390_PC32, __ffp_fn.plain.plain_default+1
	.reloc .Lsection50+16, R_390_PC32, .Lsection2+132
	.reloc .Lsection50+20, R_390_PC32, __ffp_fn.local.local_default+0
	.reloc .Lsection50+24, R_390_PC32, .Lsection2+172
	.reloc .Lsection50+28, R_390_PC32, __ffp_im.shared+0
	.reloc .Lsection50+32, R_390_PC32, .Lsection2+200
	.reloc .Lsection50+36, R_390_PC32, __ffp_im.shared+1
	.reloc .Lsection50+40, R_390_PC32, .Lsection2+230
	.reloc .Lsection50+44, R_390_PC32, __ffp_im.hook+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.type __ffp_rec.local, %object
	.size __ffp_rec.local, 56
	.set __ffp_rec.local, .Lsection31+0
	.type __ffp_fn.local.local_default, %function
	.size __ffp_fn.local.local_default, 62
	.set __ffp_fn.local.local_default, .Lsection17+80
	.type plain_other, %function
	.size plain_other, 10
	.set plain_other, .Lsection2+16
	.type local_default, %function
	.size local_default, 10
	.set local_default, .Lsection2+32
	.type local_other, %function
	.size local_other, 10
	.set local_other, .Lsection2+48
	.type count_one, %function
	.size count_one, 8
	.set count_one, .Lsection2+64
	.type __ffp_state_plain, %object
	.size __ffp_state_plain, 64
	.set __ffp_state_plain, .Lsection25+0
	.type __ffp_state_local, %object
	.size __ffp_state_local, 64
	.set __ffp_state_local, .Lsection27+0
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
	.size __ffp_fn.plain.plain_default, 48
	.set __ffp_fn.plain.plain_default, .Lsection17+16
	.globl plain_default
	.type plain_default, %function
	.size plain_default, 10
	.set plain_default, .Lsection2+0
	.globl program_plain
	.type program_plain, %function
	.size program_plain, 34
	.set program_plain, .Lsection2+72
	.globl program_plain_tail
	.type program_plain_tail, %function
	.size program_plain_tail, 6
	.set program_plain_tail, .Lsection2+112
	.globl program_local
	.type program_local, %function
	.size program_local, 34
	.set program_local, .Lsection2+120
	.globl program_shared
	.type program_shared, %function
	.size program_shared, 34
	.set program_shared, .Lsection2+160
	.globl __ffp_ex.shared.kept
	.globl program_shared_tail
	.type program_shared_tail, %function
	.size program_shared_tail, 6
	.set program_shared_tail, .Lsection2+200
	.globl program_hook
	.type program_hook, %function
	.size program_hook, 42
	.set program_hook, .Lsection2+208
	.globl __ffp_ex.hook.0
	.globl program_plain_target
	.type program_plain_target, %function
	.size program_plain_target, 44
	.set program_plain_target, .Lsection2+256
	.globl ffp_target
	.globl program_set
	.type program_set, %function
	.size program_set, 126
	.set program_set, .Lsection2+304
	.globl ffp_set_target
	.globl other
	.globl __ffp_rec.shared
	.globl __ffp_rec.hook
	.globl program_constant
	.type program_constant, %function
	.size program_constant, 16
	.set program_constant, .Lsection2+432
	.globl ffp_set_return
	.globl program_transaction
	.type program_transaction, %function
	.size program_transaction, 140
	.set program_transaction, .Lsection2+448
	.globl ffp_apply
	.globl program_reset
	.type program_reset, %function
	.size program_reset, 102
	.set program_reset, .Lsection2+592
	.globl ffp_reset_target
	.weak __ffp_im.shared
	.hidden __ffp_im.shared
	.type __ffp_im.shared, %function
	.size __ffp_im.shared, 48
	.set __ffp_im.shared, .Lsection41+16
	.weak __ffp_dx.shared
	.hidden __ffp_dx.shared
	.type __ffp_dx.shared, %function
	.size __ffp_dx.shared, 48
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
	.size __ffp_im.hook, 48
	.set __ffp_im.hook, .Lsection46+16
	.weak __ffp_dx.hook
	.hidden __ffp_dx.hook
	.type __ffp_dx.hook, %function
	.size __ffp_dx.hook, 48
	.set __ffp_dx.hook, .Lsection46+16
	.weak __ffp_ir.hook
	.hidden __ffp_ir.hook
	.type __ffp_ir.hook, %object
	.size __ffp_ir.hook, 8
	.set __ffp_ir.hook, .Lsection48+0
	.globl __ffp_rec.hook
	.section .note.GNU-stack, "", %progbits
