#include "dialect/sqlite/affinity.h"

#include "base/str.h"

static bool contains(struct flash_str type, struct flash_str word)
{
    for (size_t i = 0; i + word.len <= type.len; i++)
        if (str_eq_nocase(str_sub(type, i, i + word.len), word))
            return true;
    return false;
}

/* In the order in which SQLite looks. */
static const struct {
    const char *word;
    enum affinity affinity;
} words[] = {
    {"INT", AFFINITY_INTEGER},
    {"CHAR", AFFINITY_TEXT},
    {"CLOB", AFFINITY_TEXT},
    {"TEXT", AFFINITY_TEXT},
    {"BLOB", AFFINITY_BLOB},
    {"REAL", AFFINITY_REAL},
    {"FLOA", AFFINITY_REAL},
    {"DOUB", AFFINITY_REAL},
};

enum affinity affinity_of(const struct table *t, const struct column *c)
{
    struct flash_str type = c->type.text;

    if (type.len == 0 || (t->strict && str_eq_nocase(type, STR("ANY"))))
        return AFFINITY_BLOB;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (contains(type, str_from(words[i].word)))
            return words[i].affinity;
    return AFFINITY_NUMERIC;
}

/* Rows: from; columns: to; in the order of the enum. A text such as '007' is a number without its
 * zeros, a number in a column without a type becomes text, a large integer loses digits as a REAL,
 * a REAL as text. */
static const bool narrows[5][5] = {
    [AFFINITY_BLOB] = {false, true, true, true, true},
    [AFFINITY_TEXT] = {false, false, true, true, true},
    [AFFINITY_NUMERIC] = {false, false, false, false, true},
    [AFFINITY_INTEGER] = {false, false, false, false, true},
    [AFFINITY_REAL] = {false, true, false, false, false},
};

bool affinity_narrows(enum affinity from, enum affinity to)
{
    return narrows[from][to];
}

bool affinity_keeps(enum affinity from, enum affinity to)
{
    return from == to || to == AFFINITY_BLOB ||
           (from == AFFINITY_NUMERIC && to == AFFINITY_INTEGER) ||
           (from == AFFINITY_INTEGER && to == AFFINITY_NUMERIC);
}
