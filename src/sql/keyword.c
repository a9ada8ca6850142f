#include "sql/keyword.h"

#include <assert.h>

#include "sql/keyword-hash.h"
#include "sql/keyword-table.h"

#define QUOTED_SHIFT   8
#define NO_ALIAS_SHIFT 16

#define S  (KW_SQLITE | SQ | KW_SQLITE << NO_ALIAS_SHIFT)
#define SQ (KW_SQLITE << QUOTED_SHIFT)
#define SJ (SQ | KW_SQLITE << NO_ALIAS_SHIFT)

struct keyword_row {
    const char *text;
    uint32_t len;
    uint32_t bits;
};

static const struct keyword_row rows[] = {
    {"", 0, 0},
#define KEYWORD(id, spelling, bits) {spelling, sizeof(spelling) - 1, bits},
#include "sql/keywords.def"
#undef KEYWORD
};
_Static_assert(ARRAY_LEN(rows) == KW__COUNT, "every keyword needs a row");

/* Of the bytes of a word only letters become letters by losing the bit of their case. */
static bool same_word(const char *word, const struct keyword_row *row)
{
    for (uint32_t i = 0; i < row->len; i++) {
        if ((word[i] & ~0x20) != row->text[i])
            return false;
    }
    return true;
}

enum keyword keyword_find(struct flash_str word)
{
    if (word.len < KEYWORD_MIN || word.len > KEYWORD_MAX)
        return KW_NONE;

    uint32_t bucket = keyword_hash(word.ptr, word.len);

    for (unsigned i = bucket_start[bucket]; i < bucket_start[bucket + 1]; i++) {
        const struct keyword_row *row = &rows[bucket_words[i]];

        if (row->len == word.len && same_word(word.ptr, row))
            return (enum keyword)bucket_words[i];
    }
    return KW_NONE;
}

struct flash_str keyword_text(enum keyword k)
{
    assert(k < KW__COUNT);
    return (struct flash_str){rows[k].text, rows[k].len};
}

bool keyword_reserved(enum keyword k, enum keyword_dialect d)
{
    assert(k < KW__COUNT);
    return (rows[k].bits & (uint32_t)d) != 0;
}

bool keyword_quoted(enum keyword k, enum keyword_dialect d)
{
    assert(k < KW__COUNT);
    return (rows[k].bits & (uint32_t)d << QUOTED_SHIFT) != 0;
}

bool keyword_alias(enum keyword k, enum keyword_dialect d)
{
    assert(k < KW__COUNT);
    return (rows[k].bits & (uint32_t)d << NO_ALIAS_SHIFT) == 0;
}
