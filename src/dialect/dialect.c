#include "dialect/dialect.h"

#include "base/str.h"

#define DIALECT(symbol) extern const struct dialect symbol;
#include "dialect/dialects.def"
#undef DIALECT

static const struct dialect *const dialects[] = {
#define DIALECT(symbol) &symbol,
#include "dialect/dialects.def"
#undef DIALECT
};

static bool is_called(const struct dialect *d, struct flash_str name)
{
    if (str_eq_nocase(name, str_from(d->syntax.name)))
        return true;
    for (const char *const *alias = d->aliases; alias != NULL && *alias != NULL; alias++) {
        if (str_eq_nocase(name, str_from(*alias)))
            return true;
    }
    return false;
}

const struct dialect *dialect_find(struct flash_str name)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (is_called(dialects[i], name))
            return dialects[i];
    }
    return NULL;
}

const struct dialect *dialect_at(unsigned i)
{
    return i < ARRAY_LEN(dialects) ? dialects[i] : NULL;
}

const struct dialect *dialect_default(void)
{
    return dialects[0];
}

int dialect_parse(const struct dialect *d, struct arena *a, const struct source *srcs, size_t n,
    struct schema **out, struct read_report *report, struct diags *diags, struct flash_error *err)
{
    struct schema *s = schema_new(a, &d->syntax);
    struct read_report unused = {0};

    for (size_t i = 0; i < n; i++)
        d->read(s, &srcs[i], report != NULL ? report : &unused, diags);
    d->finish(s, diags);
    *out = s;
    return diags_error(diags, err);
}
