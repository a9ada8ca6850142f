#include "repo/config-keys.h"

#include "base/error.h"
#include "base/str.h"

static const struct config_key keys[] = {
#define CONFIG_KEY(name, type, def, choices, help) {name, CONFIG_##type, def, choices, help},
#include "repo/config-keys.def"
#undef CONFIG_KEY
};

const struct config_key *config_key_at(unsigned i)
{
    return i < ARRAY_LEN(keys) ? &keys[i] : NULL;
}

bool config_name_split(
    struct flash_str name, struct flash_str *section, struct flash_str *sub, struct flash_str *key)
{
    ptrdiff_t first = str_find_char(name, '.', 0);
    size_t last = name.len;

    while (last > 0 && name.ptr[last - 1] != '.')
        last--;
    if (first <= 0 || last == name.len)
        return false;
    *section = str_sub(name, 0, (size_t)first);
    *key = str_skip(name, last);
    *sub = (size_t)first + 1 < last ? str_sub(name, (size_t)first + 1, last - 1) : STR_NULL;
    return true;
}

bool config_name_eq(struct flash_str a, struct flash_str b)
{
    struct flash_str as, ab, ak, bs, bb, bk;

    return config_name_split(a, &as, &ab, &ak) && config_name_split(b, &bs, &bb, &bk) &&
           str_eq_nocase(as, bs) && str_eq(ab, bb) && str_eq_nocase(ak, bk);
}

const struct config_key *config_key_find(struct flash_str name)
{
    struct flash_str section, sub, key;

    if (!config_name_split(name, &section, &sub, &key))
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct flash_str ks, kb, kk;

        if (!config_name_split(str_from(keys[i].name), &ks, &kb, &kk))
            continue;
        if (str_eq_nocase(section, ks) && str_eq_nocase(key, kk) && (sub.len > 0) == (kb.len > 0))
            return &keys[i];
    }
    return NULL;
}

/* "target.*.url" with the subsection that the user wrote. */
static struct flash_str with_sub(struct arena *a, const char *name, struct flash_str sub)
{
    struct flash_str ks, kb, kk;

    if (!config_name_split(str_from(name), &ks, &kb, &kk) || kb.len == 0)
        return str_from(name);
    return arena_printf(
        a, "%.*s.%.*s.%.*s", STR_ARG(ks), STR_ARG(sub.len ? sub : STR("name")), STR_ARG(kk));
}

struct flash_str config_key_nearest(struct flash_str name, struct arena *a)
{
    struct flash_str section, sub, key, best = STR_NULL;
    unsigned least = 4;

    if (!config_name_split(name, &section, &sub, &key))
        return STR_NULL;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct flash_str known = with_sub(a, keys[i].name, sub);
        unsigned d = str_distance(name, known, least);

        if (d < least) {
            least = d;
            best = known;
        }
    }
    return best;
}

bool config_parse_bool(struct flash_str value, bool *out)
{
    static const char *const words[2][4] = {
        {"false", "no", "off", "0"}, {"true", "yes", "on", "1"}};

    for (unsigned v = 0; v < 2; v++) {
        for (unsigned i = 0; i < 4; i++) {
            if (str_eq_nocase(value, str_from(words[v][i]))) {
                *out = v == 1;
                return true;
            }
        }
    }
    return false;
}

static bool is_choice(const char *choices, struct flash_str value)
{
    struct flash_str all = str_from(choices), one;

    while (str_split(&all, '|', &one)) {
        if (str_eq(one, value))
            return true;
    }
    return false;
}

static bool in_range(const char *range, struct flash_str value)
{
    struct flash_str r = str_from(range);
    ptrdiff_t dots = str_find(r, STR(".."));
    int64_t v, min, max;

    if (!str_to_i64(value, &v))
        return false;
    if (dots < 0 || !str_to_i64(str_sub(r, 0, (size_t)dots), &min) ||
        !str_to_i64(str_skip(r, (size_t)dots + 2), &max))
        return true;
    return v >= min && v <= max;
}

static int bad_value(struct flash_error *err, struct flash_str name, struct flash_str value)
{
    return error_set(
        err, FLASH_EINVALID, "'%.*s' is no value for '%.*s'", STR_ARG(value), STR_ARG(name));
}

int config_value_check(const struct config_key *k, struct flash_str name, struct flash_str value,
    struct flash_error *err)
{
    bool ignored;

    switch (k->type) {
    case CONFIG_TEXT: return 0;
    case CONFIG_PATH:
    case CONFIG_URL:
        if (value.len > 0)
            return 0;
        bad_value(err, name, value);
        return error_hint(err, "write a value, or remove the line");
    case CONFIG_INT:
        if (in_range(k->choices, value))
            return 0;
        bad_value(err, name, value);
        return error_hint(err, "a whole number, %s", k->choices);
    case CONFIG_BOOL:
        if (config_parse_bool(value, &ignored))
            return 0;
        bad_value(err, name, value);
        return error_hint(err, "true or false");
    case CONFIG_CHOICE:
        if (is_choice(k->choices, value))
            return 0;
        bad_value(err, name, value);
        return error_hint(err, "one of %s", k->choices);
    }
    return error_bug(err, "config type %d", (int)k->type);
}
