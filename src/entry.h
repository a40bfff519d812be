/* SPDX-License-Identifier: MIT */
/*
 * Entries of keys: the header that stands before each, and whether an address is that of one.  And
 * the relative fields of tables and headers (all layouts are those of ffp/abi.h).  Whoever
 * reads tables or entries uses the inline functions, which need no lock, after a check
 * that there is something to be read; the other two need the update lock.
 */
#ifndef FFP_SRC_ENTRY_H
#define FFP_SRC_ENTRY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "ffp/abi.h"

/* The address that a field of a table holds, which is relative to the field. */
static inline uintptr_t relative(const int32_t *field, int32_t value)
{
	return (uintptr_t)field + (uintptr_t)(intptr_t)value;
}

/* The word that an entry's far jump loads. */
static inline uint64_t ffp_entry_word(const uint8_t *entry)
{
	uint64_t word;

	memcpy(&word, entry + FFP_ENTRY_WORD, sizeof(word));
	return word;
}

/* FFP_ABI << 8 | FFP_KEY_… */
static inline uint32_t ffp_entry_flags(const uint8_t *entry)
{
	uint32_t flags;

	memcpy(&flags, entry + FFP_ENTRY_FLAGS, sizeof(flags));
	return flags;
}

/* The address of the key's record, or of an import's. */
static inline uintptr_t ffp_entry_record(const uint8_t *entry)
{
	int32_t record;

	memcpy(&record, entry + FFP_ENTRY_RECORD, sizeof(record));
	return relative((const int32_t *)(const void *)(entry + FFP_ENTRY_RECORD), record);
}

/* Does a header stand before this address, in text that can be read? */
bool ffp_entry_has_header(uintptr_t at);

/*
 * Is this the address of a key's entry, as anybody may know it: the entry itself, an import, or
 * in a program that is not position-independent the PLT entry that stands for another module's
 * key?  Of any module: it may belong to no module that this copy of the library knows, to one that
 * has not started, or to one with a damaged table.  Reads the bytes there, and needs no memory.
 */
bool ffp_entry_is_at(uintptr_t at);

#endif /* FFP_SRC_ENTRY_H */
