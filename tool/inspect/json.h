/* SPDX-License-Identifier: MIT */
/* What the commands that print JSON share. */
#ifndef TOOL_JSON_H
#define TOOL_JSON_H

#include <json-c/json.h>
#include <stdint.h>

/* JSON is UTF-8, and names are any bytes: a byte that is not valid becomes U+FFFD.  NULL is null.
 */
struct json_object *json_text(const char *s);
/* Add a number to an object. */
void json_number(struct json_object *json, const char *name, uint64_t value);
/* Print an object, and free it. */
void json_print(struct json_object *json);

#endif /* TOOL_JSON_H */
