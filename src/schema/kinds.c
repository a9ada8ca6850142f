#include "schema/kinds.h"

#include <assert.h>

#include "base/str.h"

static const struct kind_info kinds[] = {
    [KIND_NONE] = {"none", "none", "", KIND_NONE, 0, 0},
#define KIND(id, name, plural, folder, parent, create, drop, fields)                               \
    [KIND_##id] = {name, plural, folder, KIND_##parent, create, drop},
#include "schema/kinds.def"
#undef KIND
};
_Static_assert(ARRAY_LEN(kinds) == KIND__COUNT, "every kind needs a row");

const struct kind_info *kind_info(enum kind k)
{
    assert((unsigned)k < KIND__COUNT);
    return &kinds[k];
}

enum kind kind_from_name(struct flash_str name)
{
    for (unsigned k = KIND_NONE + 1; k < KIND__COUNT; k++) {
        if (str_eq(name, str_from(kinds[k].name)))
            return (enum kind)k;
    }
    return KIND_NONE;
}

bool kind_is_top(enum kind k)
{
    return kind_info(k)->folder[0] != '\0';
}
