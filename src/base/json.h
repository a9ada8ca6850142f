#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * A streaming JSON writer over a strbuf, two spaces a level, keys in the order they are written.
 * (Reading is cJSON's job.) Bytes that are not UTF-8 become U+FFFD. In an object every value is
 * preceded by json_key.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

#define JSON_DEPTH 64

struct json {
    struct strbuf *out;
    unsigned depth;
    bool has_item[JSON_DEPTH];
    bool after_key;
    bool compact; /* one line, no spaces: for JSON lines */
};

void json_init(struct json *j, struct strbuf *out);
void json_object_begin(struct json *j);
void json_object_end(struct json *j);
void json_array_begin(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct flash_str s);
void json_cstr(struct json *j, const char *s); /* NULL gives null */
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
/* Key and value in one. */
void json_kv_str(struct json *j, const char *key, struct flash_str v);
void json_kv_cstr(struct json *j, const char *key, const char *v);
void json_kv_int(struct json *j, const char *key, int64_t v);
void json_kv_bool(struct json *j, const char *key, bool v);

#endif
