#include "dialect/sqlite/names.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#define FOLD_STACK 256

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (uint64_t)(c))

/* Whether one of eight bytes is an upper case letter: adding carries into a byte's top bit from 'A'
 * on, and from behind 'Z' on. */
static bool has_upper(uint64_t bytes)
{
    uint64_t low = bytes & EACH_BYTE(0x7f);
    uint64_t from_a = low + EACH_BYTE(0x80 - 'A'), behind_z = low + EACH_BYTE(0x7f - 'Z');

    return (from_a & ~behind_z & ~bytes & EACH_BYTE(0x80)) != 0;
}

static bool is_folded(struct flash_str s)
{
    uint64_t bytes;

    for (; s.len >= sizeof(bytes); s = str_skip(s, sizeof(bytes))) {
        memcpy(&bytes, s.ptr, sizeof(bytes));
        if (has_upper(bytes))
            return false;
    }
    bytes = 0;
    for (size_t i = 0; i < s.len; i++)
        bytes = bytes << 8 | (unsigned char)s.ptr[i];
    return !has_upper(bytes);
}

static void fold_into(char *to, struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        to[i] = ascii_lower(s.ptr[i]);
}

static const struct symbol *fold_long(struct flash_str s)
{
    struct arena a;
    arena_init(&a, s.len + 4096);
    char *buf = arena_array(&a, char, s.len);
    fold_into(buf, s);
    const struct symbol *key = intern((struct flash_str){buf, s.len});
    arena_release(&a);
    return key;
}

const struct symbol *sqlite_fold(struct flash_str spelling)
{
    if (spelling.len == 0)
        return NULL;
    if (is_folded(spelling))
        return intern(spelling);
    if (spelling.len > FOLD_STACK)
        return fold_long(spelling);
    char buf[FOLD_STACK];
    fold_into(buf, spelling);
    return intern((struct flash_str){buf, spelling.len});
}

struct name sqlite_name(struct flash_str spelling)
{
    return (struct name){spelling, sqlite_fold(spelling)};
}

const struct symbol *sqlite_main(void)
{
    return intern(STR("main"));
}

struct name sqlite_main_name(void)
{
    return (struct name){STR("main"), sqlite_main()};
}

static bool is_one_of(const struct symbol *key, const struct flash_str *words, size_t n)
{
    if (key == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(key->text, words[i]))
            return true;
    }
    return false;
}

bool sqlite_is_rowid(const struct symbol *key)
{
    static const struct flash_str words[] = {{"rowid", 5}, {"oid", 3}, {"_rowid_", 7}};
    return is_one_of(key, words, ARRAY_LEN(words));
}

bool sqlite_is_builtin_collation(const struct symbol *key)
{
    static const struct flash_str words[] = {{"binary", 6}, {"nocase", 6}, {"rtrim", 5}};
    return is_one_of(key, words, ARRAY_LEN(words));
}

enum name_owner sqlite_name_owner(const struct symbol *key)
{
    static const struct flash_str engine[] = {{"sqlite_sequence", 15}, {"sqlite_stat1", 12},
        {"sqlite_stat2", 12}, {"sqlite_stat3", 12}, {"sqlite_stat4", 12}, {"sqlite_schema", 13},
        {"sqlite_master", 13}};

    if (key == NULL || key->text.len < 7)
        return OWNER_USER;
    if (str_starts(key->text, STR("_flash_")))
        return OWNER_FLASH;
    if (!str_starts(key->text, STR("sqlite_")))
        return OWNER_USER;
    return is_one_of(key, engine, ARRAY_LEN(engine)) ? OWNER_ENGINE : OWNER_RESERVED;
}

bool sqlite_is_catalogue(const struct symbol *key)
{
    static const struct flash_str words[] = {{"sqlite_schema", 13}, {"sqlite_master", 13}};
    return is_one_of(key, words, ARRAY_LEN(words));
}

bool sqlite_is_eponymous(const struct symbol *key)
{
    static const struct flash_str modules[] = {{"json_each", 9}, {"json_tree", 9},
        {"jsonb_each", 10}, {"jsonb_tree", 10}, {"generate_series", 15}, {"dbstat", 6},
        {"bytecode", 8}, {"tables_used", 11}, {"fsdir", 5}, {"zipfile", 7}, {"carray", 6}};

    if (key == NULL)
        return false;
    return str_starts(key->text, STR("pragma_")) || str_starts(key->text, STR("sqlite_")) ||
           is_one_of(key, modules, ARRAY_LEN(modules));
}
