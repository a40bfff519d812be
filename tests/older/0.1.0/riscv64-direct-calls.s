/* SPDX-License-Identifier: MIT */
/* calls.c as release 0.1.0 made it for riscv64 in the direct form, by listing.py */
	.section .text, "ax", %progbits
	.balign 2
.Lsection2:
	.reloc .Lsection2+30, R_RISCV_CALL_PLT, plain_default+0
	.reloc .Lsection2+30, R_RISCV_RELAX
	.reloc .Lsection2+48, R_RISCV_CALL_PLT, plain_default+0
	.reloc .Lsection2+48, R_RISCV_NONE
	.reloc .Lsection2+60, R_RISCV_CALL_PLT, local_default+0
	.reloc .Lsection2+60, R_RISCV_RELAX
	.reloc .Lsection2+82, R_RISCV_CALL_PLT, __ffp_dx.shared+0
	.reloc .Lsection2+82, R_RISCV_RELAX
	.reloc .Lsection2+100, R_RISCV_CALL_PLT, __ffp_dx.shared+0
	.reloc .Lsection2+100, R_RISCV_NONE
	.reloc .Lsection2+116, R_RISCV_NONE
	.reloc .Lsection2+116, R_RISCV_NONE
	.reloc .Lsection2+138, R_RISCV_PCREL_HI20, symbol52+0
	.reloc .Lsection2+138, R_RISCV_RELAX
	.reloc .Lsection2+142, R_RISCV_PCREL_LO12_I, symbol56+0
	.reloc .Lsection2+142, R_RISCV_RELAX
	.reloc .Lsection2+148, R_RISCV_CALL_PLT, ffp_target+0
	.reloc .Lsection2+148, R_RISCV_RELAX
	.reloc .Lsection2+170, R_RISCV_PCREL_HI20, plain_other+0
	.reloc .Lsection2+170, R_RISCV_RELAX
	.reloc .Lsection2+174, R_RISCV_PCREL_LO12_I, symbol57+0
	.reloc .Lsection2+174, R_RISCV_RELAX
	.reloc .Lsection2+178, R_RISCV_PCREL_HI20, symbol52+0
	.reloc .Lsection2+178, R_RISCV_RELAX
	.reloc .Lsection2+182, R_RISCV_PCREL_LO12_I, symbol58+0
	.reloc .Lsection2+182, R_RISCV_RELAX
	.reloc .Lsection2+188, R_RISCV_CALL_PLT, ffp_set_target+0
	.reloc .Lsection2+188, R_RISCV_RELAX
	.reloc .Lsection2+196, R_RISCV_RVC_BRANCH, symbol75+0
	.reloc .Lsection2+204, R_RISCV_PCREL_HI20, local_other+0
	.reloc .Lsection2+204, R_RISCV_RELAX
	.reloc .Lsection2+208, R_RISCV_PCREL_LO12_I, symbol59+0
	.reloc .Lsection2+208, R_RISCV_RELAX
	.reloc .Lsection2+212, R_RISCV_PCREL_HI20, symbol54+0
	.reloc .Lsection2+212, R_RISCV_RELAX
	.reloc .Lsection2+216, R_RISCV_PCREL_LO12_I, symbol60+0
	.reloc .Lsection2+216, R_RISCV_RELAX
	.reloc .Lsection2+220, R_RISCV_CALL_PLT, ffp_set_target+0
	.reloc .Lsection2+220, R_RISCV_RELAX
	.reloc .Lsection2+228, R_RISCV_RVC_BRANCH, symbol76+0
	.reloc .Lsection2+230, R_RISCV_GOT_HI20, other+0
	.reloc .Lsection2+234, R_RISCV_PCREL_LO12_I, symbol61+0
	.reloc .Lsection2+234, R_RISCV_RELAX
	.reloc .Lsection2+238, R_RISCV_GOT_HI20, __ffp_rec.shared+0
	.reloc .Lsection2+242, R_RISCV_PCREL_LO12_I, symbol62+0
	.reloc .Lsection2+242, R_RISCV_RELAX
	.reloc .Lsection2+246, R_RISCV_CALL_PLT, ffp_set_target+0
	.reloc .Lsection2+246, R_RISCV_RELAX
	.reloc .Lsection2+254, R_RISCV_RVC_BRANCH, symbol76+0
	.reloc .Lsection2+258, R_RISCV_PCREL_HI20, count_one+0
	.reloc .Lsection2+258, R_RISCV_RELAX
	.reloc .Lsection2+262, R_RISCV_PCREL_LO12_I, symbol63+0
	.reloc .Lsection2+262, R_RISCV_RELAX
	.reloc .Lsection2+266, R_RISCV_GOT_HI20, __ffp_rec.hook+0
	.reloc .Lsection2+270, R_RISCV_PCREL_LO12_I, symbol64+0
	.reloc .Lsection2+270, R_RISCV_RELAX
	.reloc .Lsection2+276, R_RISCV_CALL_PLT, ffp_set_target+0
	.reloc .Lsection2+276, R_RISCV_RELAX
	.reloc .Lsection2+286, R_RISCV_PCREL_HI20, symbol52+0
	.reloc .Lsection2+286, R_RISCV_RELAX
	.reloc .Lsection2+290, R_RISCV_PCREL_LO12_I, symbol65+0
	.reloc .Lsection2+290, R_RISCV_RELAX
	.reloc .Lsection2+294, R_RISCV_CALL_PLT, ffp_set_return+0
	.reloc .Lsection2+294, R_RISCV_RELAX
	.reloc .Lsection2+304, R_RISCV_PCREL_HI20, symbol52+0
	.reloc .Lsection2+304, R_RISCV_RELAX
	.reloc .Lsection2+308, R_RISCV_PCREL_LO12_I, symbol66+0
	.reloc .Lsection2+308, R_RISCV_RELAX
	.reloc .Lsection2+314, R_RISCV_PCREL_HI20, plain_other+0
	.reloc .Lsection2+314, R_RISCV_RELAX
	.reloc .Lsection2+318, R_RISCV_PCREL_LO12_I, symbol67+0
	.reloc .Lsection2+318, R_RISCV_RELAX
	.reloc .Lsection2+324, R_RISCV_PCREL_HI20, symbol54+0
	.reloc .Lsection2+324, R_RISCV_RELAX
	.reloc .Lsection2+328, R_RISCV_PCREL_LO12_I, symbol68+0
	.reloc .Lsection2+328, R_RISCV_RELAX
	.reloc .Lsection2+334, R_RISCV_PCREL_HI20, local_other+0
	.reloc .Lsection2+334, R_RISCV_RELAX
	.reloc .Lsection2+338, R_RISCV_PCREL_LO12_I, symbol69+0
	.reloc .Lsection2+338, R_RISCV_RELAX
	.reloc .Lsection2+344, R_RISCV_GOT_HI20, __ffp_rec.shared+0
	.reloc .Lsection2+348, R_RISCV_PCREL_LO12_I, symbol70+0
	.reloc .Lsection2+348, R_RISCV_RELAX
	.reloc .Lsection2+378, R_RISCV_CALL_PLT, ffp_apply+0
	.reloc .Lsection2+378, R_RISCV_RELAX
	.reloc .Lsection2+394, R_RISCV_PCREL_HI20, symbol52+0
	.reloc .Lsection2+394, R_RISCV_RELAX
	.reloc .Lsection2+398, R_RISCV_PCREL_LO12_I, symbol71+0
	.reloc .Lsection2+398, R_RISCV_RELAX
	.reloc .Lsection2+404, R_RISCV_CALL_PLT, ffp_reset_target+0
	.reloc .Lsection2+404, R_RISCV_RELAX
	.reloc .Lsection2+412, R_RISCV_RVC_BRANCH, symbol77+0
	.reloc .Lsection2+420, R_RISCV_PCREL_HI20, symbol54+0
	.reloc .Lsection2+420, R_RISCV_RELAX
	.reloc .Lsection2+424, R_RISCV_PCREL_LO12_I, symbol72+0
	.reloc .Lsection2+424, R_RISCV_RELAX
	.reloc .Lsection2+428, R_RISCV_CALL_PLT, ffp_reset_target+0
	.reloc .Lsection2+428, R_RISCV_RELAX
	.reloc .Lsection2+436, R_RISCV_RVC_BRANCH, symbol78+0
	.reloc .Lsection2+438, R_RISCV_GOT_HI20, __ffp_rec.shared+0
	.reloc .Lsection2+442, R_RISCV_PCREL_LO12_I, symbol73+0
	.reloc .Lsection2+442, R_RISCV_RELAX
	.reloc .Lsection2+446, R_RISCV_CALL_PLT, ffp_reset_target+0
	.reloc .Lsection2+446, R_RISCV_RELAX
	.reloc .Lsection2+454, R_RISCV_RVC_BRANCH, symbol78+0
	.reloc .Lsection2+458, R_RISCV_GOT_HI20, __ffp_rec.hook+0
	.reloc .Lsection2+462, R_RISCV_PCREL_LO12_I, symbol74+0
	.reloc .Lsection2+462, R_RISCV_RELAX
	.reloc .Lsection2+468, R_RISCV_CALL_PLT, ffp_reset_target+0
	.reloc .Lsection2+468, R_RISCV_RELAX
	.reloc .Lsection2+30, R_RISCV_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+48, R_RISCV_NONE, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+60, R_RISCV_NONE, __ffp_fn.local.local_default+0
	.reloc .Lsection2+82, R_RISCV_NONE, __ffp_im.shared+0
	.reloc .Lsection2+100, R_RISCV_NONE, __ffp_im.shared+0
	.reloc .Lsection2+116, R_RISCV_NONE, __ffp_im.hook+0
	.reloc .Lsection2+476, R_RISCV_CALL_PLT, __ffp_fn.plain.plain_default+0
	.reloc .Lsection2+484, R_RISCV_CALL_PLT, __ffp_fn.local.local_default+0
	.reloc .Lsection2+492, R_RISCV_CALL_PLT, __ffp_im.shared+0
	.reloc .Lsection2+500, R_RISCV_CALL_PLT, __ffp_im.hook+0
	.byte 41,37,130,128,81,37,130,128,121,37,130,128,27,5,133,2
	.byte 130,128,28,65,133,39,28,193,130,128,65,17,6,228,151,0
	.byte 0,0,231,128,0,0,162,96,27,21,21,0,65,1,130,128
	.byte 23,3,0,0,103,0,3,0,65,17,6,228,151,0,0,0
	.byte 231,128,0,0,162,96,27,21,21,0,65,1,130,128,65,17
	.byte 6,228,151,0,0,0,231,128,0,0,162,96,27,21,21,0
	.byte 65,1,130,128,23,3,0,0,103,0,3,0,1,17,104,0
	.byte 6,236,2,198,151,0,0,0,19,0,0,0,226,96,50,69
	.byte 5,97,130,128,65,17,34,224,42,132,23,5,0,0,19,5
	.byte 5,0,6,228,151,0,0,0,231,128,0,0,170,135,34,133
	.byte 2,100,162,96,65,1,130,135,65,17,151,5,0,0,147,133
	.byte 5,0,23,5,0,0,19,5,5,0,6,228,151,0,0,0
	.byte 231,128,0,0,1,197,162,96,65,1,130,128,151,5,0,0
	.byte 147,133,5,0,23,5,0,0,19,5,5,0,151,0,0,0
	.byte 231,128,0,0,109,241,151,5,0,0,131,181,5,0,23,5
	.byte 0,0,3,53,5,0,151,0,0,0,231,128,0,0,97,245
	.byte 162,96,151,5,0,0,147,133,5,0,23,5,0,0,3,53
	.byte 5,0,65,1,23,3,0,0,103,0,3,0,170,133,23,5
	.byte 0,0,19,5,5,0,23,3,0,0,103,0,3,0,89,113
	.byte 151,7,0,0,147,135,7,0,62,224,151,7,0,0,147,135
	.byte 7,0,62,228,151,7,0,0,147,135,7,0,62,240,151,7
	.byte 0,0,147,135,7,0,62,244,151,7,0,0,131,183,7,0
	.byte 190,224,10,133,133,71,1,70,141,69,134,244,2,232,2,204
	.byte 2,248,2,220,130,228,130,232,190,204,151,0,0,0,231,128
	.byte 0,0,166,112,101,97,130,128,65,17,23,5,0,0,19,5
	.byte 5,0,6,228,151,0,0,0,231,128,0,0,1,197,162,96
	.byte 65,1,130,128,23,5,0,0,19,5,5,0,151,0,0,0
	.byte 231,128,0,0,109,245,23,5,0,0,3,53,5,0,151,0
	.byte 0,0,231,128,0,0,97,253,162,96,23,5,0,0,3,53
	.byte 5,0,65,1,23,3,0,0,103,0,3,0,23,3,0,0
	.byte 103,0,3,0,23,3,0,0,103,0,3,0,23,3,0,0
	.byte 103,0,3,0,23,3,0,0,103,0,3,0
	.section .data, "wa", %progbits
	.balign 1
.Lsection4:
	.section .bss, "wa", %nobits
	.balign 1
.Lsection5:
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
	.reloc .Lsection11+4, R_RISCV_PCREL_LO12_I, symbol79+0
	.reloc .Lsection11+4, R_RISCV_RELAX
	.reloc .Lsection11+8, R_RISCV_CALL_PLT, ffp_module_add+0
	.reloc .Lsection11+8, R_RISCV_RELAX
	.reloc .Lsection11+16, R_RISCV_PCREL_HI20, __ffp_module+0
	.reloc .Lsection11+16, R_RISCV_RELAX
	.reloc .Lsection11+20, R_RISCV_PCREL_LO12_I, symbol80+0
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
	.reloc .Lsection17+8, R_RISCV_ADD32, __ffp_rec.plain+0
	.reloc .Lsection17+8, R_RISCV_SUB32, symbol19+0
	.reloc .Lsection17+16, R_RISCV_CALL_PLT, plain_default+0
	.reloc .Lsection17+72, R_RISCV_ADD32, __ffp_rec.local+0
	.reloc .Lsection17+72, R_RISCV_SUB32, symbol31+0
	.reloc .Lsection17+128, R_RISCV_PCREL_HI20, __ffp_rec.local+8
	.reloc .Lsection17+132, R_RISCV_PCREL_LO12_I, symbol81+0
	.reloc .Lsection17+80, R_RISCV_CALL_PLT, local_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.byte 23,3,0,0,103,0,3,3,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.byte 23,3,0,0,3,51,3,0,103,0,3,0,0,0,0,0
	.section .rodata.ffp, "a", %progbits
	.balign 1
.Lsection19:
	.byte 112,108,97,105,110,0,108,111,99,97,108,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection20:
	.reloc .Lsection20+0, R_RISCV_ADD32, __ffp_fn.plain.plain_default+0
	.reloc .Lsection20+0, R_RISCV_SUB32, symbol26+0
	.reloc .Lsection20+4, R_RISCV_ADD32, __ffp_rec.plain+0
	.reloc .Lsection20+4, R_RISCV_SUB32, symbol27+0
	.reloc .Lsection20+8, R_RISCV_ADD32, symbol82+0
	.reloc .Lsection20+8, R_RISCV_SUB32, symbol28+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section ffp_keys, "ao", %progbits, .Lsection17
	.balign 8
.Lsection22:
	.reloc .Lsection22+0, R_RISCV_ADD32, __ffp_fn.local.local_default+0
	.reloc .Lsection22+0, R_RISCV_SUB32, symbol38+0
	.reloc .Lsection22+4, R_RISCV_ADD32, __ffp_rec.local+0
	.reloc .Lsection22+4, R_RISCV_SUB32, symbol39+0
	.reloc .Lsection22+8, R_RISCV_ADD32, symbol83+0
	.reloc .Lsection22+8, R_RISCV_SUB32, symbol40+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0
	.section .rodata.str1.8, "aMS", %progbits, 1
	.balign 8
.Lsection24:
	.byte 108,111,99,97,108,0,0,0,112,108,97,105,110,0
	.section .data.rel, "wa", %progbits
	.balign 8
.Lsection25:
	.reloc .Lsection25+0, R_RISCV_64, plain_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.local, "wa", %progbits
	.balign 8
.Lsection27:
	.reloc .Lsection27+0, R_RISCV_64, local_default+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro, "wa", %progbits
	.balign 8
.Lsection29:
	.reloc .Lsection29+0, R_RISCV_64, symbol84+0
	.reloc .Lsection29+8, R_RISCV_64, plain_default+0
	.reloc .Lsection29+16, R_RISCV_64, __ffp_fn.plain.plain_default+0
	.reloc .Lsection29+32, R_RISCV_64, __ffp_state_plain+0
	.reloc .Lsection29+40, R_RISCV_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .data.rel.ro.local, "wa", %progbits
	.balign 8
.Lsection31:
	.reloc .Lsection31+0, R_RISCV_64, symbol85+0
	.reloc .Lsection31+8, R_RISCV_64, local_default+0
	.reloc .Lsection31+16, R_RISCV_64, __ffp_fn.local.local_default+0
	.reloc .Lsection31+32, R_RISCV_64, __ffp_state_local+0
	.reloc .Lsection31+40, R_RISCV_64, __ffp_module+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 1,0,0,0,0,0,0,0
	.section .eh_frame, "a", %progbits
	.balign 8
.Lsection35:
	.reloc .Lsection35+28, R_RISCV_32_PCREL, symbol10+0
	.reloc .Lsection35+32, R_RISCV_ADD32, symbol12+0
	.reloc .Lsection35+32, R_RISCV_SUB32, symbol10+0
	.reloc .Lsection35+48, R_RISCV_32_PCREL, symbol13+0
	.reloc .Lsection35+52, R_RISCV_ADD32, symbol14+0
	.reloc .Lsection35+52, R_RISCV_SUB32, symbol13+0
	.reloc .Lsection35+68, R_RISCV_32_PCREL, symbol20+0
	.reloc .Lsection35+72, R_RISCV_ADD32, symbol23+0
	.reloc .Lsection35+72, R_RISCV_SUB32, symbol20+0
	.reloc .Lsection35+88, R_RISCV_32_PCREL, symbol33+0
	.reloc .Lsection35+92, R_RISCV_ADD32, symbol37+0
	.reloc .Lsection35+92, R_RISCV_SUB32, symbol33+0
	.byte 16,0,0,0,0,0,0,0,3,122,82,0,1,124,1,1
	.byte 27,13,2,0,16,0,0,0,24,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0,16,0,0,0,44,0,0,0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,16,0,0,0
	.byte 64,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
	.byte 20,0,0,0,84,0,0,0,0,0,0,0,0,0,0,0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.shared, comdat
	.balign 16
.Lsection42:
	.reloc .Lsection42+8, R_RISCV_32_PCREL, __ffp_ir.shared+0
	.reloc .Lsection42+16, R_RISCV_CALL_PLT, __ffp_ex.shared.kept+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,12,1,0,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.shared, comdat
	.balign 8
.Lsection44:
	.reloc .Lsection44+0, R_RISCV_64, __ffp_rec.shared+0
	.byte 0,0,0,0,0,0,0,0
	.section .text.ffp, "axG", %progbits, __ffp_im.hook, comdat
	.balign 16
.Lsection47:
	.reloc .Lsection47+8, R_RISCV_32_PCREL, __ffp_ir.hook+0
	.reloc .Lsection47+16, R_RISCV_CALL_PLT, __ffp_ex.hook.0+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,13,1,0,0
	.byte 23,3,0,0,103,0,3,0,23,3,0,0,3,51,131,254
	.byte 103,0,3,0,115,0,16,0,23,5,0,0,3,53,5,1
	.byte 103,128,0,0,115,0,16,0,0,0,0,0,0,0,0,0
	.section .data.rel.ro.ffp_import, "waG", %progbits, __ffp_im.hook, comdat
	.balign 8
.Lsection49:
	.reloc .Lsection49+0, R_RISCV_64, __ffp_rec.hook+0
	.byte 0,0,0,0,0,0,0,0
	.section ffp_sites, "ao", %progbits, .Lsection2
	.balign 8
.Lsection51:
	.reloc .Lsection51+0, R_RISCV_32_PCREL, symbol97+0
	.reloc .Lsection51+4, R_RISCV_32_PCREL, __ffp_fn.plain.plain_default+3
	.reloc .Lsection51+8, R_RISCV_32_PCREL, symbol98+0
	.reloc .Lsection51+12, R_RISCV_32_PCREL, __ffp_fn.local.local_default+3
	.reloc .Lsection51+16, R_RISCV_32_PCREL, symbol99+0
	.reloc .Lsection51+20, R_RISCV_32_PCREL, __ffp_im.shared+3
	.reloc .Lsection51+24, R_RISCV_32_PCREL, symbol100+0
	.reloc .Lsection51+28, R_RISCV_32_PCREL, __ffp_im.hook+3
	.reloc .Lsection51+32, R_RISCV_32_PCREL, symbol91+0
	.reloc .Lsection51+36, R_RISCV_32_PCREL, __ffp_fn.plain.plain_default+0
	.reloc .Lsection51+40, R_RISCV_32_PCREL, symbol92+0
	.reloc .Lsection51+44, R_RISCV_32_PCREL, __ffp_fn.plain.plain_default+1
	.reloc .Lsection51+48, R_RISCV_32_PCREL, symbol93+0
	.reloc .Lsection51+52, R_RISCV_32_PCREL, __ffp_fn.local.local_default+0
	.reloc .Lsection51+56, R_RISCV_32_PCREL, symbol94+0
	.reloc .Lsection51+60, R_RISCV_32_PCREL, __ffp_im.shared+0
	.reloc .Lsection51+64, R_RISCV_32_PCREL, symbol95+0
	.reloc .Lsection51+68, R_RISCV_32_PCREL, __ffp_im.shared+1
	.reloc .Lsection51+72, R_RISCV_32_PCREL, symbol96+0
	.reloc .Lsection51+76, R_RISCV_32_PCREL, __ffp_im.hook+0
	.byte 0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
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
	.type __ffp_rec.local, %object
	.size __ffp_rec.local, 56
	.set __ffp_rec.local, .Lsection31+0
	.set symbol31, .Lsection17+72
	.type __ffp_fn.local.local_default, %function
	.size __ffp_fn.local.local_default, 60
	.set __ffp_fn.local.local_default, .Lsection17+80
	.set symbol33, .Lsection17+80
	.set $x, .Lsection17+80
	.set $d, .Lsection17+120
	.set $x, .Lsection17+128
	.set symbol37, .Lsection17+140
	.set symbol38, .Lsection22+0
	.set symbol39, .Lsection22+4
	.set symbol40, .Lsection22+8
	.set $xrv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0_zmmul1p0, .Lsection2+0
	.type plain_other, %function
	.size plain_other, 4
	.set plain_other, .Lsection2+4
	.type local_default, %function
	.size local_default, 4
	.set local_default, .Lsection2+8
	.type local_other, %function
	.size local_other, 6
	.set local_other, .Lsection2+12
	.type count_one, %function
	.size count_one, 8
	.set count_one, .Lsection2+18
	.type __ffp_state_plain, %object
	.size __ffp_state_plain, 64
	.set __ffp_state_plain, .Lsection25+0
	.type __ffp_state_local, %object
	.size __ffp_state_local, 64
	.set __ffp_state_local, .Lsection27+0
	.set symbol52, .Lsection29+0
	.set symbol54, .Lsection31+0
	.set symbol56, .Lsection2+138
	.set symbol57, .Lsection2+170
	.set symbol58, .Lsection2+178
	.set symbol59, .Lsection2+204
	.set symbol60, .Lsection2+212
	.set symbol61, .Lsection2+230
	.set symbol62, .Lsection2+238
	.set symbol63, .Lsection2+258
	.set symbol64, .Lsection2+266
	.set symbol65, .Lsection2+286
	.set symbol66, .Lsection2+304
	.set symbol67, .Lsection2+314
	.set symbol68, .Lsection2+324
	.set symbol69, .Lsection2+334
	.set symbol70, .Lsection2+344
	.set symbol71, .Lsection2+394
	.set symbol72, .Lsection2+420
	.set symbol73, .Lsection2+438
	.set symbol74, .Lsection2+458
	.set symbol75, .Lsection2+204
	.set symbol76, .Lsection2+198
	.set symbol77, .Lsection2+420
	.set symbol78, .Lsection2+414
	.set symbol79, .Lsection11+0
	.set symbol80, .Lsection11+16
	.set symbol81, .Lsection17+128
	.set symbol82, .Lsection19+0
	.set symbol83, .Lsection19+6
	.set symbol84, .Lsection24+8
	.set symbol85, .Lsection24+0
	.set symbol91, .Lsection2+30
	.set symbol92, .Lsection2+48
	.set symbol93, .Lsection2+60
	.set symbol94, .Lsection2+82
	.set symbol95, .Lsection2+100
	.set symbol96, .Lsection2+116
	.set symbol97, .Lsection2+476
	.set symbol98, .Lsection2+484
	.set symbol99, .Lsection2+492
	.set symbol100, .Lsection2+500
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
	.size plain_default, 4
	.set plain_default, .Lsection2+0
	.globl program_plain
	.type program_plain, %function
	.size program_plain, 22
	.set program_plain, .Lsection2+26
	.globl program_plain_tail
	.type program_plain_tail, %function
	.size program_plain_tail, 8
	.set program_plain_tail, .Lsection2+48
	.globl program_local
	.type program_local, %function
	.size program_local, 22
	.set program_local, .Lsection2+56
	.globl program_shared
	.type program_shared, %function
	.size program_shared, 22
	.set program_shared, .Lsection2+78
	.globl __ffp_ex.shared.kept
	.globl program_shared_tail
	.type program_shared_tail, %function
	.size program_shared_tail, 8
	.set program_shared_tail, .Lsection2+100
	.globl program_hook
	.type program_hook, %function
	.size program_hook, 24
	.set program_hook, .Lsection2+108
	.globl __ffp_ex.hook.0
	.globl program_plain_target
	.type program_plain_target, %function
	.size program_plain_target, 36
	.set program_plain_target, .Lsection2+132
	.globl ffp_target
	.globl program_set
	.type program_set, %function
	.size program_set, 116
	.set program_set, .Lsection2+168
	.globl ffp_set_target
	.globl other
	.globl __ffp_rec.shared
	.globl __ffp_rec.hook
	.globl program_constant
	.type program_constant, %function
	.size program_constant, 18
	.set program_constant, .Lsection2+284
	.globl ffp_set_return
	.globl program_transaction
	.type program_transaction, %function
	.size program_transaction, 90
	.set program_transaction, .Lsection2+302
	.globl ffp_apply
	.globl program_reset
	.type program_reset, %function
	.size program_reset, 84
	.set program_reset, .Lsection2+392
	.globl ffp_reset_target
	.weak __ffp_im.shared
	.hidden __ffp_im.shared
	.type __ffp_im.shared, %function
	.size __ffp_im.shared, 48
	.set __ffp_im.shared, .Lsection42+16
	.weak __ffp_dx.shared
	.hidden __ffp_dx.shared
	.type __ffp_dx.shared, %function
	.size __ffp_dx.shared, 48
	.set __ffp_dx.shared, .Lsection42+16
	.weak __ffp_ir.shared
	.hidden __ffp_ir.shared
	.type __ffp_ir.shared, %object
	.size __ffp_ir.shared, 8
	.set __ffp_ir.shared, .Lsection44+0
	.globl __ffp_rec.shared
	.weak __ffp_im.hook
	.hidden __ffp_im.hook
	.type __ffp_im.hook, %function
	.size __ffp_im.hook, 48
	.set __ffp_im.hook, .Lsection47+16
	.weak __ffp_dx.hook
	.hidden __ffp_dx.hook
	.type __ffp_dx.hook, %function
	.size __ffp_dx.hook, 48
	.set __ffp_dx.hook, .Lsection47+16
	.weak __ffp_ir.hook
	.hidden __ffp_ir.hook
	.type __ffp_ir.hook, %object
	.size __ffp_ir.hook, 8
	.set __ffp_ir.hook, .Lsection49+0
	.globl __ffp_rec.hook
	.section .note.GNU-stack, "", %progbits
