/* SPDX-License-Identifier: MIT */
/* calls.c as release 0.1.0 made it for aarch64 in the direct form, by listing.py */
	.section .text, "ax", %progbits
	.balign 16
.Lsection2:
	.reloc .Lsection2+88, R_AARCH64_CALL26, plain_default+0
	.reloc .Lsection2+112, R_AARCH64_JUMP26, plain_default+0
	.reloc .Lsection2+124, R_AARCH64_CALL26, local_default+0
	.reloc .Lsection2+152, R_AARCH64_CALL26, __ffp_dx.shared+0
	.reloc .Lsection2+176, R_AARCH64_JUMP26, __ffp_dx.shared+0
	.reloc .Lsection2+196, R_AARCH64_NONE
	.reloc .Lsection2+216, R_AARCH64_ADR_PREL_PG_HI21, .Lsection29+0
	.reloc .Lsection2+232, R_AARCH64_ADD_ABS_LO12_NC, .Lsection29+0
	.reloc .Lsection2+236, R_AARCH64_CALL26, ffp_target+0
	.reloc .Lsection2+276, R_AARCH64_ADR_PREL_PG_HI21, .Lsection2+16
	.reloc .Lsection2+280, R_AARCH64_ADR_PREL_PG_HI21, .Lsection29+0
	.reloc .Lsection2+288, R_AARCH64_ADD_ABS_LO12_NC, .Lsection2+16
	.reloc .Lsection2+292, R_AARCH64_ADD_ABS_LO12_NC, .Lsection29+0
	.reloc .Lsection2+296, R_AARCH64_CALL26, ffp_set_target+0
	.reloc .Lsection2+312, R_AARCH64_ADR_PREL_PG_HI21, .Lsection2+48
	.reloc .Lsection2+316, R_AARCH64_ADR_PREL_PG_HI21, .Lsection31+0
	.reloc .Lsection2+320, R_AARCH64_ADD_ABS_LO12_NC, .Lsection2+48
	.reloc .Lsection2+324, R_AARCH64_ADD_ABS_LO12_NC, .Lsection31+0
	.reloc .Lsection2+328, R_AARCH64_CALL26, ffp_set_target+0
	.reloc .Lsection2+336, R_AARCH64_ADR_GOT_PAGE, other+0
	.reloc .Lsection2+340, R_AARCH64_LD64_GOT_LO12_NC, other+0
	.reloc .Lsection2+344, R_AARCH64_ADR_GOT_PAGE, __ffp_rec.shared+0
	.reloc .Lsection2+348, R_AARCH64_LD64_GOT_LO12_NC, __ffp_rec.shared+0
	.reloc .Lsection2+352, R_AARCH64_CALL26, ffp_set_target+0
	.reloc .Lsection2+364, R_AARCH64_ADR_PREL_PG_HI21, .Lsection2+64
	.reloc .Lsection2+368, R_AARCH64_ADR_GOT_PAGE, __ffp_rec.hook+0
	.reloc .Lsection2+372, R_AARCH64_LD64_GOT_LO12_NC, __ffp_rec.hook+0
	.reloc .Lsection2+376, R_AARCH64_ADD_ABS_LO12_NC, .Lsection2+64
	.reloc .Lsection2+380, R_AARCH64_JUMP26, ffp_set_target+0
	.reloc .Lsection2+388, R_AARCH64_ADR_PREL_PG_HI21, .Lsection29+0
	.reloc .Lsection2+392, R_AARCH64_ADD_ABS_LO12_NC, .Lsection29+0
	.reloc .Lsection2+396, R_AARCH64_JUMP26, ffp_set_return+0
	.reloc .Lsection2+400, R_AARCH64_ADR_GOT_PAGE, __ffp_rec.shared+0
	.reloc .Lsection2+404, R_AARCH64_LD64_GOT_LO12_NC, __ffp_rec.shared+0
	.reloc .Lsection2+412, R_AARCH64_ADR_PREL_PG_HI21, .Lsection29+0
	.reloc .Lsection2+416, R_AARCH64_ADR_PREL_PG_HI21, .Lsection2+16
	.reloc .Lsection2+420, R_AARCH64_ADD_ABS_LO12_NC, .Lsection29+0
	.reloc .Lsection2+424, R_AARCH64_ADD_ABS_LO12_NC, .Lsection2+16
	.reloc .Lsection2+428, R_AARCH64_ADR_PREL_PG_HI21, .Lsection31+0
	.reloc .Lsection2+432, R_AARCH64_ADR_PREL_PG_HI21, .Lsection2+48
	.reloc .Lsection2+436, R_AARCH64_ADD_ABS_LO12_NC, .Lsection31+0
	.reloc .Lsection2+440, R_AARCH64_ADD_ABS_LO12_NC, .Lsection2+48
	.reloc .Lsection2+500, R_AARCH64_CALL26, ffp_apply+0
	.reloc .Lsection2+516, R_AARCH64_ADR_PREL_PG_HI21, .Lsection29+0
	.reloc .Lsection2+520, R_AARCH64_ADD_ABS_LO12_NC, .Lsection29+0
	.reloc .Lsection2+528, R_AARCH64_CALL26, ffp_reset_target+0
	.reloc .Lsection2+544, R_AARCH64_ADR_PREL_PG_HI21, .Lsection31+0
	.reloc .Lsection2+548, R_AARCH64_ADD_ABS_LO12_NC, .Lsection31+0
	.reloc .Lsection2+552, R_AARCH64_CALL26, ffp_reset_target+0
	.reloc .Lsection2+560, R_AARCH64_ADR_GOT_PAGE, __ffp_rec.shared+0
	.reloc .Lsection2+564, R_AARCH64_LD64_GOT_LO12_NC, __ffp_rec.shared+0
	.reloc .Lsection2+568, R_AARCH64_CALL26, ffp_reset_target+0
	.reloc .Lsection2+580, R_AARCH64_ADR_GOT_PAGE, __ffp_rec.hook+0
	.reloc .Lsection2+584, R_AARCH64_LD64_GOT_LO12_NC, __ffp_rec.hook+0
	.reloc .Lsection2+588, R_AARCH64_JUMP26, ffp_reset_target+0
	.reloc .Lsection2+88, R_AARCH64_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+112, R_AARCH64_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+124, R_AARCH64_NONE, __ffp_fn.local.local_default+0
	.reloc .Lsection2+152, R_AARCH64_NONE, __ffp_im.shared+0
	.reloc .Lsection2+176, R_AARCH64_NONE, __ffp_im.shared+0
	.reloc .Lsection2+196, R_AARCH64_NONE, __ffp_im.hook+0
	.reloc .Lsection2+592, R_AARCH64_JUMP26, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+596, R_AARCH64_JUMP26, __ffp_fn.local.local_default+0
	.reloc .Lsection2+600, R_AARCH64_JUMP26, __ffp_im.shared+0
	.reloc .Lsection2+604, R_AARCH64_JUMP26, __ffp_im.hook+0
	.byte 0,40,0,17,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 0,80,0,17,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 0,120,0,17,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 0,160,0,17,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 1,0,64,185,33,4,0,17,1,0,0,185,192,3,95,214
	.byte 253,123,191,169,253,3,0,145,0,0,0,148,0,120,31,83
	.byte 253,123,193,168,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 0,0,0,20,253,123,191,169,253,3,0,145,0,0,0,148
	.byte 0,120,31,83,253,123,193,168,192,3,95,214,31,32,3,213
	.byte 253,123,191,169,253,3,0,145,0,0,0,148,0,120,31,83
	.byte 253,123,193,168,192,3,95,214,31,32,3,213,31,32,3,213
	.byte 0,0,0,20,253,123,190,169,253,3,0,145,224,115,0,145
	.byte 255,31,0,185,31,32,3,213,224,31,64,185,253,123,194,168
	.byte 192,3,95,214,253,123,190,169,1,0,0,144,253,3,0,145
	.byte 243,11,0,249,243,3,0,42,32,0,0,145,0,0,0,148
	.byte 225,3,0,170,224,3,19,42,243,11,64,249,240,3,1,170
	.byte 253,123,194,168,0,2,31,214,31,32,3,213,31,32,3,213
	.byte 253,123,191,169,1,0,0,144,0,0,0,144,253,3,0,145
	.byte 33,0,0,145,0,0,0,145,0,0,0,148,96,0,0,52
	.byte 253,123,193,168,192,3,95,214,1,0,0,144,0,0,0,144
	.byte 33,0,0,145,0,0,0,145,0,0,0,148,32,255,255,53
	.byte 1,0,0,144,33,0,64,249,0,0,0,144,0,0,64,249
	.byte 0,0,0,148,96,254,255,53,253,123,193,168,1,0,0,144
	.byte 0,0,0,144,0,0,64,249,33,0,0,145,0,0,0,20
	.byte 225,3,0,42,2,0,0,144,64,0,0,145,0,0,0,20
	.byte 3,0,0,144,99,0,64,249,253,123,185,169,7,0,0,144
	.byte 6,0,0,144,231,0,0,145,198,0,0,145,5,0,0,144
	.byte 4,0,0,144,165,0,0,145,132,0,0,145,40,0,128,82
	.byte 253,3,0,145,224,67,0,145,2,0,128,82,97,0,128,210
	.byte 231,27,1,169,255,19,0,249,255,43,0,185,229,19,3,169
	.byte 255,35,0,249,255,75,0,185,227,127,5,169,255,51,0,249
	.byte 232,107,0,185,0,0,0,148,253,123,199,168,192,3,95,214
	.byte 253,123,191,169,0,0,0,144,0,0,0,145,253,3,0,145
	.byte 0,0,0,148,96,0,0,52,253,123,193,168,192,3,95,214
	.byte 0,0,0,144,0,0,0,145,0,0,0,148,96,255,255,53
	.byte 0,0,0,144,0,0,64,249,0,0,0,148,224,254,255,53
	.byte 253,123,193,168,0,0,0,144,0,0,64,249,0,0,0,20
	.byte 0,0,0,20,0,0,0,20,0,0,0,20,0,0,0,20
	.section .data, "wa", %progbits
	.balign 1
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 1
.Lsection5:
	.section .data.rel.ro.ffp_module, "waG", %progbits, __ffp_module, comdat
	.balign 8
.Lsection6:
	.reloc .Lsection6+8, R_AARCH64_ABS64, __start_ffp_sites+0
	.reloc .Lsection6+16, R_AARCH64_ABS64, __stop_ffp_sites+0
	.reloc .Lsection6+24, R_AARCH64_ABS64, __start_ffp_keys+0
	.reloc .Lsection6+32, R_AARCH64_ABS64, __stop_ffp_keys+0
	.reloc .Lsection6+40, R_AARCH64_ABS64, __ehdr_start+0
	.reloc .Lsection6+48, R_AARCH64_ABS64, __ffp_module_state+0
	.reloc .Lsection6+56, R_AARCH64_ABS64, ffp_library+0
	.reloc .Lsection6+64, R_AARCH64_ABS64, __start_ffp_impls+0
	.reloc .Lsection6+72, R_AARCH64_ABS64, __stop_ffp_impls+0
	.byte 1,0,0,0,80,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .note.ffp, "aG", %note, __ffp_module, comdat
	.balign 4
.Lsection8:
	.reloc .Lsection8+16, R_AARCH64_PREL32, __ffp_module+0
	.byte 4,0,0,0,8,0,0,0,1,0,0,0,102,102,112,0
	.byte 0,0,0,0,1,0,0,0
	.section .bss.ffp_module, "waG", %nobits, __ffp_module, comdat
	.balign 8
.Lsection10:
	.zero 64
	.section .text.ffp_module, "axG", %progbits, __ffp_module, comdat
	.balign 4
.Lsection11:
	.reloc .Lsection11+0, R_AARCH64_ADR_PREL_PG_HI21, __ffp_module+0
	.reloc .Lsection11+4, R_AARCH64_ADD_ABS_LO12_NC, __ffp_module+0
	.reloc .Lsection11+8, R_AARCH64_JUMP26, ffp_module_add+0
	.reloc .Lsection11+12, R_AARCH64_ADR_PREL_PG_HI21, __ffp_module+0
	.reloc .Lsection11+16, R_AARCH64_ADD_ABS_LO12_NC, __ffp_module+0
	.reloc .Lsection11+20, R_AARCH64_JUMP26, ffp_module_remove+0
	.byte 0,0,0,144,0,0,0,145,0,0,0,20,0,0,0,144
	.byte 0,0,0,145,0,0,0,20
	.section .init_array.00100, "waG", %init_array, __ffp_module, comdat
	.balign 8
.Lsection13:
	.reloc .Lsection13+0, R_AARCH64_ABS64, __ffp_module_init+0
	.byte 0,0,0,0,0,0,0,0
	.section .fini_array.00100, "waG", %fini_array, __ffp_module, comdat
	.balign 8
.Lsection15:
	.reloc .Lsection15+0, R_AARCH64_ABS64, __ffp_module_fini+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "ax", %progbits
	.balign 16
.Lsection17:
	.reloc .Lsection17+8, R_AARCH64_PREL32, __ffp_rec.plain+0
	.reloc .Lsection17+16, R_AARCH64_JUMP26, plain_default+0
	.reloc .Lsection17+56, R_AARCH64_PREL32, .Lsection31+0
	.reloc .Lsection17+96, R_AARCH64_ADR_PREL_PG_HI21, .Lsection31+0
	.reloc .Lsection17+100, R_AARCH64_ADD_ABS_LO12_NC, .Lsection31+0
	.reloc .Lsection17+64, R_AARCH64_JUMP26, local_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 0,0,0,20,0,0,0,0,80,255,255,88,0,2,31,214
	.byte 64,0,0,88,192,3,95,214,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 8,0,0,20,0,0,0,0,80,255,255,88,0,2,31,214
	.byte 64,0,0,88,192,3,95,214,0,0,0,0,0,0,0,0
	.byte 16,0,0,144,16,2,0,145,16,6,64,249,0,2,31,214
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 112,108,97,105,110,0,108,111,99,97,108,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_AARCH64_PREL32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection20+4, R_AARCH64_PREL32, __ffp_rec.plain+0
	.reloc .Lsection20+8, R_AARCH64_PREL32, .Lsection19+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_AARCH64_PREL32, .Lsection17+64
	.reloc .Lsection22+4, R_AARCH64_PREL32, .Lsection31+0
	.reloc .Lsection22+8, R_AARCH64_PREL32, .Lsection19+6
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section .rodata.str1.8, "aMS", %progbits, 1
	.balign 8
.Lsection24:
	.byte 108,111,99,97,108,0,0,0,112,108,97,105,110,0
	.section .data.rel, "wa", %progbits
	.balign 16
.Lsection25:
	.reloc .Lsection25+0, R_AARCH64_ABS64, plain_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 16
.Lsection27:
	.reloc .Lsection27+0, R_AARCH64_ABS64, .Lsection2+32
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro, "wa", %progbits
	.balign 8
.Lsection29:
	.reloc .Lsection29+0, R_AARCH64_ABS64, .Lsection24+8
	.reloc .Lsection29+8, R_AARCH64_ABS64, plain_default+0
	.reloc .Lsection29+16, R_AARCH64_ABS64, __ffp_fn.plain.plain_default+0
	.reloc .Lsection29+32, R_AARCH64_ABS64, .Lsection25+0
	.reloc .Lsection29+40, R_AARCH64_ABS64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 8
.Lsection31:
	.reloc .Lsection31+0, R_AARCH64_ABS64, .Lsection24+0
	.reloc .Lsection31+8, R_AARCH64_ABS64, .Lsection2+32
	.reloc .Lsection31+16, R_AARCH64_ABS64, .Lsection17+64
	.reloc .Lsection31+32, R_AARCH64_ABS64, .Lsection27+0
	.reloc .Lsection31+40, R_AARCH64_ABS64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection35:
	.reloc .Lsection35+28, R_AARCH64_PREL32, .Lsection11+0
	.reloc .Lsection35+48, R_AARCH64_PREL32, .Lsection11+12
	.reloc .Lsection35+68, R_AARCH64_PREL32, .Lsection17+16
	.reloc .Lsection35+88, R_AARCH64_PREL32, .Lsection17+64
	.byte 16,0,0,0,0,0,0,0,1,122,82,0,4,120,30,1
	.byte 27,12,31,0,16,0,0,0,24,0,0,0,0,0,0,0
	.byte 12,0,0,0,0,0,0,0,16,0,0,0,44,0,0,0
	.byte 0,0,0,0,12,0,0,0,0,0,0,0,16,0,0,0
	.byte 64,0,0,0,0,0,0,0,32,0,0,0,0,0,0,0
	.byte 20,0,0,0,84,0,0,0,0,0,0,0,48,0,0,0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.shared, comdat
	.balign 16
.Lsection41:
	.reloc .Lsection41+8, R_AARCH64_PREL32, __ffp_ir.shared+0
	.reloc .Lsection41+16, R_AARCH64_JUMP26, __ffp_ex.shared.kept+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,12,1,0,0
	.byte 0,0,0,20,0,0,0,0,80,255,255,88,0,2,31,214
	.byte 64,0,0,88,192,3,95,214,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.shared, comdat
	.balign 8
.Lsection43:
	.reloc .Lsection43+0, R_AARCH64_ABS64, __ffp_rec.shared+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.hook, comdat
	.balign 16
.Lsection46:
	.reloc .Lsection46+8, R_AARCH64_PREL32, __ffp_ir.hook+0
	.reloc .Lsection46+16, R_AARCH64_JUMP26, __ffp_ex.hook.0+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,13,1,0,0
	.byte 0,0,0,20,0,0,0,0,80,255,255,88,0,2,31,214
	.byte 64,0,0,88,192,3,95,214,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.hook, comdat
	.balign 8
.Lsection48:
	.reloc .Lsection48+0, R_AARCH64_ABS64, __ffp_rec.hook+0
	.byte 0,0,0,0,0,0,0,0
	.section ffp_sites, "ao", %progbits, .Lsection2
	.balign 8
.Lsection50:
	.reloc .Lsection50+0, R_AARCH64_PREL32, .Lsection2+592
	.reloc .Lsection50+4, R_AARCH64_PREL32, __ffp_fn.plain.plain_default+3
	.reloc .Lsection50+8, R_AARCH64_PREL32, .Lsection2+596
	.reloc .Lsection50+12, R_AARCH64_PREL32, __ffp_fn.local.local_default+3
	.reloc .Lsection50+16, R_AARCH64_PREL32, .Lsection2+600
	.reloc .Lsection50+20, R_AARCH64_PREL32, __ffp_im.shared+3
	.reloc .Lsection50+24, R_AARCH64_PREL32, .Lsection2+604
	.reloc .Lsection50+28, R_AARCH64_PREL32, __ffp_im.hook+3
	.reloc .Lsection50+32, R_AARCH64_PREL32, .Lsection2+88
	.reloc .Lsection50+36, R_AARCH64_PREL32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection50+40, R_AARCH64_PREL32, .Lsection2+112
	.reloc .Lsection50+44, R_AARCH64_PREL32, __ffp_fn.plain.plain_default+1
	.reloc .Lsection50+48, R_AARCH64_PREL32, .Lsection2+124
	.reloc .Lsection50+52, R_AARCH64_PREL32, __ffp_fn.local.local_default+0
	.reloc .Lsection50+56, R_AARCH64_PREL32, .Lsection2+152
	.reloc .Lsection50+60, R_AARCH64_PREL32, __ffp_im.shared+0
	.reloc .Lsection50+64, R_AARCH64_PREL32, .Lsection2+176
	.reloc .Lsection50+68, R_AARCH64_PREL32, __ffp_im.shared+1
	.reloc .Lsection50+72, R_AARCH64_PREL32, .Lsection2+196
	.reloc .Lsection50+76, R_AARCH64_PREL32, __ffp_im.hook+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.set $d, .Lsection6+0
	.set $d, .Lsection8+0
	.set $d, .Lsection10+0
	.set $x, .Lsection11+0
	.set $d, .Lsection13+0
	.set $d, .Lsection15+0
	.set $d, .Lsection17+0
	.set $x, .Lsection17+16
	.set $d, .Lsection17+40
	.set $d, .Lsection20+0
	.set $d, .Lsection17+48
	.type __ffp_rec.local, %object
	.size __ffp_rec.local, 56
	.set __ffp_rec.local, .Lsection31+0
	.type __ffp_fn.local.local_default, %function
	.size __ffp_fn.local.local_default, 48
	.set __ffp_fn.local.local_default, .Lsection17+64
	.set $x, .Lsection17+64
	.set $d, .Lsection17+88
	.set $x, .Lsection17+96
	.set $d, .Lsection22+0
	.set $x, .Lsection2+0
	.type plain_other, %function
	.size plain_other, 8
	.set plain_other, .Lsection2+16
	.type local_default, %function
	.size local_default, 8
	.set local_default, .Lsection2+32
	.type local_other, %function
	.size local_other, 8
	.set local_other, .Lsection2+48
	.type count_one, %function
	.size count_one, 16
	.set count_one, .Lsection2+64
	.set $d, .Lsection24+0
	.set $d, .Lsection25+0
	.type __ffp_state_plain, %object
	.size __ffp_state_plain, 64
	.set __ffp_state_plain, .Lsection25+0
	.set $d, .Lsection27+0
	.type __ffp_state_local, %object
	.size __ffp_state_local, 64
	.set __ffp_state_local, .Lsection27+0
	.set $d, .Lsection29+0
	.set $d, .Lsection31+0
	.set $d, .Lsection35+20
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
	.size plain_default, 8
	.set plain_default, .Lsection2+0
	.globl program_plain
	.type program_plain, %function
	.size program_plain, 24
	.set program_plain, .Lsection2+80
	.globl program_plain_tail
	.type program_plain_tail, %function
	.size program_plain_tail, 4
	.set program_plain_tail, .Lsection2+112
	.globl program_local
	.type program_local, %function
	.size program_local, 24
	.set program_local, .Lsection2+116
	.globl program_shared
	.type program_shared, %function
	.size program_shared, 24
	.set program_shared, .Lsection2+144
	.globl __ffp_ex.shared.kept
	.globl program_shared_tail
	.type program_shared_tail, %function
	.size program_shared_tail, 4
	.set program_shared_tail, .Lsection2+176
	.globl program_hook
	.type program_hook, %function
	.size program_hook, 32
	.set program_hook, .Lsection2+180
	.globl __ffp_ex.hook.0
	.globl program_plain_target
	.type program_plain_target, %function
	.size program_plain_target, 52
	.set program_plain_target, .Lsection2+212
	.globl ffp_target
	.globl program_set
	.type program_set, %function
	.size program_set, 112
	.set program_set, .Lsection2+272
	.globl ffp_set_target
	.globl other
	.globl __ffp_rec.shared
	.globl __ffp_rec.hook
	.globl program_constant
	.type program_constant, %function
	.size program_constant, 16
	.set program_constant, .Lsection2+384
	.globl ffp_set_return
	.globl program_transaction
	.type program_transaction, %function
	.size program_transaction, 112
	.set program_transaction, .Lsection2+400
	.globl ffp_apply
	.globl program_reset
	.type program_reset, %function
	.size program_reset, 80
	.set program_reset, .Lsection2+512
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
