/* SPDX-License-Identifier: MIT */
/* keys.c as release 0.1.0 made it for riscv64 in the direct form, by listing.py */
	.section .text, "ax", %progbits
	.balign 2
.Lsection2:
	.reloc .Lsection2+24, R_RISCV_CALL_PLT, __ffp_dx.shared+0
	.reloc .Lsection2+24, R_RISCV_RELAX
	.reloc .Lsection2+46, R_RISCV_CALL_PLT, kept+0
	.reloc .Lsection2+46, R_RISCV_RELAX
	.reloc .Lsection2+64, R_RISCV_CALL_PLT, number_default+0
	.reloc .Lsection2+64, R_RISCV_NONE
	.reloc .Lsection2+80, R_RISCV_NONE
	.reloc .Lsection2+80, R_RISCV_NONE
	.reloc .Lsection2+24, R_RISCV_NONE, __ffp_im.shared+0
	.reloc .Lsection2+46, R_RISCV_NONE, __ffp_fn.chosen.kept+0
	.reloc .Lsection2+64, R_RISCV_NONE, __ffp_fn.number.number_default+0
	.reloc .Lsection2+80, R_RISCV_NONE, __ffp_im.hook+0
	.reloc .Lsection2+96, R_RISCV_CALL_PLT, __ffp_im.shared+0
	.reloc .Lsection2+104, R_RISCV_CALL_PLT, __ffp_fn.chosen.kept+0
	.reloc .Lsection2+112, R_RISCV_CALL_PLT, __ffp_fn.number.number_default+0
	.reloc .Lsection2+120, R_RISCV_CALL_PLT, __ffp_im.hook+0
	.byte 5,37,130,128,13,37,130,128,17,69,130,128,5,69,130,128
	.byte 9,37,130,128,65,17,6,228,151,0,0,0,231,128,0,0
	.byte 162,96,27,21,21,0,65,1,130,128,65,17,6,228,151,0
	.byte 0,0,231,128,0,0,162,96,27,21,21,0,65,1,130,128
	.byte 23,3,0,0,103,0,3,0,1,17,104,0,6,236,2,198
	.byte 151,0,0,0,19,0,0,0,226,96,50,69,5,97,130,128
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,103,0,3,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,103,0,3,0
	.section .data, "wa", %progbits
	.balign 1
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 8
.Lsection5:
	.zero 64
	.section .data.rel.ro.ffp_module, "waG", %progbits, __ffp_module, comdat
	.balign 8
.Lsection6:
	.reloc .Lsection6+8, R_RISCV_64, __start_ffp_sites+0
	.reloc .Lsection6+16, R_RISCV_64, __stop_ffp_sites+0
	.reloc .Lsection6+24, R_RISCV_64, __start_ffp_keys+0
	.reloc .Lsection6+32, R_RISCV_64, __stop_ffp_keys+0
	.reloc .Lsection6+40, R_RISCV_64, __ehdr_start+0
	.reloc .Lsection6+48, R_RISCV_64, __ffp_module_state+0
	.reloc .Lsection6+56, R_RISCV_64, ffp_library+0
	.reloc .Lsection6+64, R_RISCV_64, __start_ffp_impls+0
	.reloc .Lsection6+72, R_RISCV_64, __stop_ffp_impls+0
	.byte 1,0,0,0,80,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .note.ffp, "aG", %note, __ffp_module, comdat
	.balign 4
.Lsection8:
	.reloc .Lsection8+16, R_RISCV_ADD32, __ffp_module+0
	.reloc .Lsection8+16, R_RISCV_SUB32, symbol7+0
	.byte 4,0,0,0,8,0,0,0,1,0,0,0,102,102,112,0
	.byte 0,0,0,0,1,0,0,0
	.section .bss.ffp_module, "waG", %nobits, __ffp_module, comdat
	.balign 8
.Lsection10:
	.zero 64
	.section .text.ffp_module, "axG", %progbits, __ffp_module, comdat
	.balign 1
.Lsection11:
	.reloc .Lsection11+0, R_RISCV_PCREL_HI20, __ffp_module+0
	.reloc .Lsection11+0, R_RISCV_RELAX
	.reloc .Lsection11+4, R_RISCV_PCREL_LO12_I, symbol78+0
	.reloc .Lsection11+4, R_RISCV_RELAX
	.reloc .Lsection11+8, R_RISCV_CALL_PLT, ffp_module_add+0
	.reloc .Lsection11+8, R_RISCV_RELAX
	.reloc .Lsection11+16, R_RISCV_PCREL_HI20, __ffp_module+0
	.reloc .Lsection11+16, R_RISCV_RELAX
	.reloc .Lsection11+20, R_RISCV_PCREL_LO12_I, symbol79+0
	.reloc .Lsection11+20, R_RISCV_RELAX
	.reloc .Lsection11+24, R_RISCV_CALL_PLT, ffp_module_remove+0
	.reloc .Lsection11+24, R_RISCV_RELAX
	.byte 23,5,0,0,19,5,5,0,23,3,0,0,103,0,3,0
	.byte 23,5,0,0,19,5,5,0,23,3,0,0,103,0,3,0
	.section .init_array.00100, "waG", %init_array, __ffp_module, comdat
	.balign 8
.Lsection13:
	.reloc .Lsection13+0, R_RISCV_64, __ffp_module_init+0
	.byte 0,0,0,0,0,0,0,0
	.section .fini_array.00100, "waG", %fini_array, __ffp_module, comdat
	.balign 8
.Lsection15:
	.reloc .Lsection15+0, R_RISCV_64, __ffp_module_fini+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "ax", %progbits
	.balign 16
.Lsection17:
	.reloc .Lsection17+8, R_RISCV_ADD32, __ffp_own_shared+0
	.reloc .Lsection17+8, R_RISCV_SUB32, symbol19+0
	.reloc .Lsection17+16, R_RISCV_CALL_PLT, __ffp_dx.shared+0
	.reloc .Lsection17+72, R_RISCV_ADD32, __ffp_own_hook+0
	.reloc .Lsection17+72, R_RISCV_SUB32, symbol30+0
	.reloc .Lsection17+136, R_RISCV_ADD32, __ffp_rec.chosen+0
	.reloc .Lsection17+136, R_RISCV_SUB32, symbol40+0
	.reloc .Lsection17+192, R_RISCV_PCREL_HI20, __ffp_rec.chosen+8
	.reloc .Lsection17+196, R_RISCV_PCREL_LO12_I, symbol80+0
	.reloc .Lsection17+216, R_RISCV_ADD32, __ffp_rec.number+0
	.reloc .Lsection17+216, R_RISCV_SUB32, symbol54+0
	.reloc .Lsection17+224, R_RISCV_CALL_PLT, number_default+0
	.reloc .Lsection17+144, R_RISCV_CALL_PLT, kept+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,4,1,0,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,5,1,0,0
	.byte 103,128,0,0,115,0,16,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 23,3,0,0,103,0,3,3,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.byte 23,3,0,0,3,51,3,0,103,0,3,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 115,104,97,114,101,100,0,104,111,111,107,0,99,104,111,115
	.byte 101,110,0,110,117,109,98,101,114,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_RISCV_ADD32, __ffp_im.shared+0
	.reloc .Lsection20+0, R_RISCV_SUB32, symbol26+0
	.reloc .Lsection20+4, R_RISCV_ADD32, __ffp_own_shared+0
	.reloc .Lsection20+4, R_RISCV_SUB32, symbol27+0
	.reloc .Lsection20+8, R_RISCV_ADD32, symbol81+0
	.reloc .Lsection20+8, R_RISCV_SUB32, symbol28+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,4,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_RISCV_ADD32, __ffp_im.hook+0
	.reloc .Lsection22+0, R_RISCV_SUB32, symbol35+0
	.reloc .Lsection22+4, R_RISCV_ADD32, __ffp_own_hook+0
	.reloc .Lsection22+4, R_RISCV_SUB32, symbol36+0
	.reloc .Lsection22+8, R_RISCV_ADD32, symbol82+0
	.reloc .Lsection22+8, R_RISCV_SUB32, symbol37+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,5,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection24:
	.reloc .Lsection24+0, R_RISCV_ADD32, __ffp_fn.chosen.kept+0
	.reloc .Lsection24+0, R_RISCV_SUB32, symbol47+0
	.reloc .Lsection24+4, R_RISCV_ADD32, __ffp_rec.chosen+0
	.reloc .Lsection24+4, R_RISCV_SUB32, symbol48+0
	.reloc .Lsection24+8, R_RISCV_ADD32, symbol83+0
	.reloc .Lsection24+8, R_RISCV_SUB32, symbol49+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section ffp_impls, "aR", %progbits
	.balign 4
.Lsection26:
	.reloc .Lsection26+0, R_RISCV_ADD32, __ffp_impl.chosen.better+0
	.reloc .Lsection26+0, R_RISCV_SUB32, symbol52+0
	.byte 0,0,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection28:
	.reloc .Lsection28+0, R_RISCV_ADD32, __ffp_fn.number.number_default+0
	.reloc .Lsection28+0, R_RISCV_SUB32, symbol59+0
	.reloc .Lsection28+4, R_RISCV_ADD32, __ffp_rec.number+0
	.reloc .Lsection28+4, R_RISCV_SUB32, symbol60+0
	.reloc .Lsection28+8, R_RISCV_ADD32, symbol84+0
	.reloc .Lsection28+8, R_RISCV_SUB32, symbol61+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section .text.startup, "ax", %progbits
	.balign 2
.Lsection30:
	.reloc .Lsection30+0, R_RISCV_PCREL_HI20, __ffp_module+0
	.reloc .Lsection30+0, R_RISCV_RELAX
	.reloc .Lsection30+4, R_RISCV_PCREL_LO12_I, symbol85+0
	.reloc .Lsection30+4, R_RISCV_RELAX
	.reloc .Lsection30+8, R_RISCV_CALL_PLT, ffp_module_choose+0
	.reloc .Lsection30+8, R_RISCV_RELAX
	.byte 23,5,0,0,19,5,5,0,23,3,0,0,103,0,3,0
	.section .init_array.00102, "wa", %init_array
	.balign 8
.Lsection32:
	.reloc .Lsection32+0, R_RISCV_64, __ffp_choose_chosen_better+0
	.byte 0,0,0,0,0,0,0,0
	.section .rodata.str1.8, "aMS", %progbits, 1
	.balign 8
.Lsection34:
	.byte 110,117,109,98,101,114,0,0,98,101,116,116,101,114,0,0
	.byte 99,104,111,115,101,110,0,0,104,111,111,107,0,0,0,0
	.byte 115,104,97,114,101,100,0
	.section .data.rel, "wa", %progbits
	.balign 8
.Lsection35:
	.reloc .Lsection35+0, R_RISCV_64, number_default+0
	.reloc .Lsection35+64, R_RISCV_64, kept+0
	.reloc .Lsection35+128, R_RISCV_64, kept+0
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
	.section .data.rel.ro, "wa", %progbits
	.balign 8
.Lsection37:
	.reloc .Lsection37+0, R_RISCV_64, symbol86+0
	.reloc .Lsection37+8, R_RISCV_64, number_default+0
	.reloc .Lsection37+16, R_RISCV_64, __ffp_fn.number.number_default+0
	.reloc .Lsection37+32, R_RISCV_64, __ffp_state_number+0
	.reloc .Lsection37+40, R_RISCV_64, __ffp_module+0
	.reloc .Lsection37+56, R_RISCV_64, symbol87+0
	.reloc .Lsection37+64, R_RISCV_64, kept+0
	.reloc .Lsection37+72, R_RISCV_64, __ffp_fn.chosen.kept+0
	.reloc .Lsection37+88, R_RISCV_64, __ffp_state_chosen+0
	.reloc .Lsection37+96, R_RISCV_64, __ffp_module+0
	.reloc .Lsection37+112, R_RISCV_64, symbol88+0
	.reloc .Lsection37+120, R_RISCV_64, kept+0
	.reloc .Lsection37+128, R_RISCV_64, __ffp_im.shared+0
	.reloc .Lsection37+144, R_RISCV_64, __ffp_state_shared+0
	.reloc .Lsection37+152, R_RISCV_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,4,0,0,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 8
.Lsection39:
	.reloc .Lsection39+0, R_RISCV_64, __ffp_rec.chosen+0
	.reloc .Lsection39+8, R_RISCV_64, better+0
	.reloc .Lsection39+16, R_RISCV_64, symbol89+0
	.reloc .Lsection39+24, R_RISCV_64, __ffp_usable_chosen_better+0
	.reloc .Lsection39+40, R_RISCV_64, symbol90+0
	.reloc .Lsection39+56, R_RISCV_64, __ffp_im.hook+0
	.reloc .Lsection39+72, R_RISCV_64, __ffp_state_hook+0
	.reloc .Lsection39+80, R_RISCV_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,1,0,0,0,5,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection43:
	.reloc .Lsection43+28, R_RISCV_32_PCREL, symbol10+0
	.reloc .Lsection43+32, R_RISCV_ADD32, symbol12+0
	.reloc .Lsection43+32, R_RISCV_SUB32, symbol10+0
	.reloc .Lsection43+48, R_RISCV_32_PCREL, symbol13+0
	.reloc .Lsection43+52, R_RISCV_ADD32, symbol14+0
	.reloc .Lsection43+52, R_RISCV_SUB32, symbol13+0
	.reloc .Lsection43+68, R_RISCV_32_PCREL, symbol20+0
	.reloc .Lsection43+72, R_RISCV_ADD32, symbol23+0
	.reloc .Lsection43+72, R_RISCV_SUB32, symbol20+0
	.reloc .Lsection43+88, R_RISCV_32_PCREL, symbol31+0
	.reloc .Lsection43+92, R_RISCV_ADD32, symbol34+0
	.reloc .Lsection43+92, R_RISCV_SUB32, symbol31+0
	.reloc .Lsection43+108, R_RISCV_32_PCREL, symbol42+0
	.reloc .Lsection43+112, R_RISCV_ADD32, symbol46+0
	.reloc .Lsection43+112, R_RISCV_SUB32, symbol42+0
	.reloc .Lsection43+128, R_RISCV_32_PCREL, symbol55+0
	.reloc .Lsection43+132, R_RISCV_ADD32, symbol58+0
	.reloc .Lsection43+132, R_RISCV_SUB32, symbol55+0
	.byte 16,0,0,0,0,0,0,0,3,122,82,0,1,124,1,1
	.byte 27,13,2,0,16,0,0,0,24,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,16,0,0,0,44,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,16,0,0,0
	.byte 64,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 16,0,0,0,84,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,16,0,0,0,104,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,20,0,0,0,124,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section ffp_sites, "ao", %progbits, .Lsection2
	.balign 8
.Lsection49:
	.reloc .Lsection49+0, R_RISCV_32_PCREL, symbol102+0
	.reloc .Lsection49+4, R_RISCV_32_PCREL, __ffp_im.shared+3
	.reloc .Lsection49+8, R_RISCV_32_PCREL, symbol103+0
	.reloc .Lsection49+12, R_RISCV_32_PCREL, __ffp_fn.chosen.kept+3
	.reloc .Lsection49+16, R_RISCV_32_PCREL, symbol104+0
	.reloc .Lsection49+20, R_RISCV_32_PCREL, __ffp_fn.number.number_default+3
	.reloc .Lsection49+24, R_RISCV_32_PCREL, symbol105+0
	.reloc .Lsection49+28, R_RISCV_32_PCREL, __ffp_im.hook+3
	.reloc .Lsection49+32, R_RISCV_32_PCREL, symbol98+0
	.reloc .Lsection49+36, R_RISCV_32_PCREL, __ffp_im.shared+0
	.reloc .Lsection49+40, R_RISCV_32_PCREL, symbol99+0
	.reloc .Lsection49+44, R_RISCV_32_PCREL, __ffp_fn.chosen.kept+0
	.reloc .Lsection49+48, R_RISCV_32_PCREL, symbol100+0
	.reloc .Lsection49+52, R_RISCV_32_PCREL, __ffp_fn.number.number_default+1
	.reloc .Lsection49+56, R_RISCV_32_PCREL, symbol101+0
	.reloc .Lsection49+60, R_RISCV_32_PCREL, __ffp_im.hook+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.set symbol7, .Lsection8+16
	.set symbol10, .Lsection11+0
	.set $xrv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0_zmmul1p0, .Lsection11+0
	.set symbol12, .Lsection11+16
	.set symbol13, .Lsection11+16
	.set symbol14, .Lsection11+32
	.set $d, .Lsection17+0
	.set symbol19, .Lsection17+8
	.set symbol20, .Lsection17+16
	.set $x, .Lsection17+16
	.set $d, .Lsection17+56
	.set symbol23, .Lsection17+64
	.set symbol26, .Lsection20+0
	.set symbol27, .Lsection20+4
	.set symbol28, .Lsection20+8
	.set $d, .Lsection17+64
	.set symbol30, .Lsection17+72
	.set symbol31, .Lsection17+80
	.set $x, .Lsection17+80
	.set $d, .Lsection17+120
	.set symbol34, .Lsection17+128
	.set symbol35, .Lsection22+0
	.set symbol36, .Lsection22+4
	.set symbol37, .Lsection22+8
	.set $d, .Lsection17+128
	.type __ffp_rec.chosen, %object
	.size __ffp_rec.chosen, 56
	.set __ffp_rec.chosen, .Lsection37+56
	.set symbol40, .Lsection17+136
	.type __ffp_fn.chosen.kept, %function
	.size __ffp_fn.chosen.kept, 60
	.set __ffp_fn.chosen.kept, .Lsection17+144
	.set symbol42, .Lsection17+144
	.set $x, .Lsection17+144
	.set $d, .Lsection17+184
	.set $x, .Lsection17+192
	.set symbol46, .Lsection17+204
	.set symbol47, .Lsection24+0
	.set symbol48, .Lsection24+4
	.set symbol49, .Lsection24+8
	.type __ffp_impl.chosen.better, %object
	.size __ffp_impl.chosen.better, 40
	.set __ffp_impl.chosen.better, .Lsection39+0
	.set symbol52, .Lsection26+0
	.set $d, .Lsection17+208
	.set symbol54, .Lsection17+216
	.set symbol55, .Lsection17+224
	.set $x, .Lsection17+224
	.set $d, .Lsection17+264
	.set symbol58, .Lsection17+272
	.set symbol59, .Lsection28+0
	.set symbol60, .Lsection28+4
	.set symbol61, .Lsection28+8
	.set $xrv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0_zmmul1p0, .Lsection2+0
	.type better, %function
	.size better, 4
	.set better, .Lsection2+4
	.type __ffp_usable_chosen_better, %function
	.size __ffp_usable_chosen_better, 4
	.set __ffp_usable_chosen_better, .Lsection2+12
	.type __ffp_choose_chosen_better, %function
	.size __ffp_choose_chosen_better, 16
	.set __ffp_choose_chosen_better, .Lsection30+0
	.set $xrv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0_zmmul1p0, .Lsection30+0
	.type __ffp_state_hook, %object
	.size __ffp_state_hook, 64
	.set __ffp_state_hook, .Lsection5+0
	.type __ffp_state_number, %object
	.size __ffp_state_number, 64
	.set __ffp_state_number, .Lsection35+0
	.type __ffp_state_chosen, %object
	.size __ffp_state_chosen, 64
	.set __ffp_state_chosen, .Lsection35+64
	.type __ffp_state_shared, %object
	.size __ffp_state_shared, 64
	.set __ffp_state_shared, .Lsection35+128
	.set symbol78, .Lsection11+0
	.set symbol79, .Lsection11+16
	.set symbol80, .Lsection17+192
	.set symbol81, .Lsection19+0
	.set symbol82, .Lsection19+7
	.set symbol83, .Lsection19+12
	.set symbol84, .Lsection19+19
	.set symbol85, .Lsection30+0
	.set symbol86, .Lsection34+0
	.set symbol87, .Lsection34+16
	.set symbol88, .Lsection34+32
	.set symbol89, .Lsection34+8
	.set symbol90, .Lsection34+24
	.set symbol98, .Lsection2+24
	.set symbol99, .Lsection2+46
	.set symbol100, .Lsection2+64
	.set symbol101, .Lsection2+80
	.set symbol102, .Lsection2+96
	.set symbol103, .Lsection2+104
	.set symbol104, .Lsection2+112
	.set symbol105, .Lsection2+120
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
	.size __ffp_module_init, 16
	.set __ffp_module_init, .Lsection11+0
	.globl ffp_module_add
	.weak __ffp_module_fini
	.hidden __ffp_module_fini
	.type __ffp_module_fini, %function
	.size __ffp_module_fini, 16
	.set __ffp_module_fini, .Lsection11+16
	.globl ffp_module_remove
	.globl __ffp_own_shared
	.hidden __ffp_own_shared
	.type __ffp_own_shared, %object
	.size __ffp_own_shared, 56
	.set __ffp_own_shared, .Lsection37+112
	.globl __ffp_ex.shared.kept
	.type __ffp_ex.shared.kept, %function
	.size __ffp_ex.shared.kept, 48
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
	.set __ffp_dx.shared, .Lsection2+0
	.globl kept
	.type kept, %function
	.size kept, 4
	.set kept, .Lsection2+0
	.globl __ffp_own_hook
	.hidden __ffp_own_hook
	.type __ffp_own_hook, %object
	.size __ffp_own_hook, 56
	.set __ffp_own_hook, .Lsection39+40
	.globl __ffp_ex.hook.0
	.type __ffp_ex.hook.0, %function
	.size __ffp_ex.hook.0, 48
	.set __ffp_ex.hook.0, .Lsection17+80
	.globl __ffp_im.hook
	.hidden __ffp_im.hook
	.type __ffp_im.hook, %function
	.size __ffp_im.hook, 0
	.set __ffp_im.hook, .Lsection17+80
	.globl __ffp_dx.hook
	.hidden __ffp_dx.hook
	.type __ffp_dx.hook, %function
	.size __ffp_dx.hook, 0
	.set __ffp_dx.hook, .Lsection17+80
	.globl __ffp_rec.number
	.hidden __ffp_rec.number
	.type __ffp_rec.number, %object
	.size __ffp_rec.number, 56
	.set __ffp_rec.number, .Lsection37+0
	.globl __ffp_fn.number.number_default
	.hidden __ffp_fn.number.number_default
	.type __ffp_fn.number.number_default, %function
	.size __ffp_fn.number.number_default, 48
	.set __ffp_fn.number.number_default, .Lsection17+224
	.globl number_default
	.type number_default, %function
	.size number_default, 4
	.set number_default, .Lsection2+8
	.globl other
	.type other, %function
	.size other, 4
	.set other, .Lsection2+16
	.globl ffp_module_choose
	.globl library_shared
	.type library_shared, %function
	.size library_shared, 22
	.set library_shared, .Lsection2+20
	.globl library_chosen
	.type library_chosen, %function
	.size library_chosen, 22
	.set library_chosen, .Lsection2+42
	.globl library_number
	.type library_number, %function
	.size library_number, 8
	.set library_number, .Lsection2+64
	.globl library_hook
	.type library_hook, %function
	.size library_hook, 24
	.set library_hook, .Lsection2+72
	.globl __ffp_rec.hook
	.type __ffp_rec.hook, %object
	.size __ffp_rec.hook, 56
	.set __ffp_rec.hook, .Lsection39+40
	.globl __ffp_rec.shared
	.type __ffp_rec.shared, %object
	.size __ffp_rec.shared, 56
	.set __ffp_rec.shared, .Lsection37+112
	.section .note.GNU-stack, "", %progbits
