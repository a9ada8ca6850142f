#include "cli/options.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "cli/suggest.h"

struct parser {
    const struct option_scope *scopes;
    size_t nscopes;
    struct arena *arena;
    char *const *argv;
    int argc, next;
    struct flash_error *err;
};

struct found {
    const struct option *option; /* NULL = none */
    void *args;
};

static struct found find_long(const struct parser *p, struct flash_str name)
{
    for (size_t s = 0; s < p->nscopes; s++)
        for (size_t i = 0; i < p->scopes[s].table->len; i++) {
            const struct option *o = &p->scopes[s].table->items[i];

            if (o->name && str_eq(str_from(o->name), name))
                return (struct found){o, p->scopes[s].args};
        }
    return (struct found){0};
}

static bool is_match(const struct option *o, char c)
{
    return o->short_name == c || (ascii_digit(c) && o->flags & OPTION_DIGITS);
}

static struct found find_short(const struct parser *p, char c)
{
    for (size_t s = 0; s < p->nscopes; s++)
        for (size_t i = 0; i < p->scopes[s].table->len; i++)
            if (is_match(&p->scopes[s].table->items[i], c))
                return (struct found){&p->scopes[s].table->items[i], p->scopes[s].args};
    return (struct found){0};
}

static int unknown_long(const struct parser *p, struct flash_str name)
{
    struct suggestion best = suggest_for(name);

    for (size_t s = 0; s < p->nscopes; s++)
        for (size_t i = 0; i < p->scopes[s].table->len; i++) {
            const struct option *o = &p->scopes[s].table->items[i];

            if (o->name && !(o->flags & OPTION_HIDDEN))
                suggest_try(&best, o->name);
        }
    error_set(p->err, FLASH_EUSAGE, "unknown option '--%.*s'", STR_ARG(name));
    if (best.name)
        error_hint(p->err, "did you mean '--%s'?", best.name);
    return FLASH_EUSAGE;
}

static int choice_index(const struct option *o, struct flash_str value)
{
    struct flash_str rest = str_from(o->choices);
    struct flash_str one;

    for (int i = 1; str_split(&rest, '|', &one); i++)
        if (str_eq(one, value))
            return i;
    return 0;
}

static int bad_choice(const struct parser *p, const struct option *o, struct flash_str value)
{
    struct suggestion best = suggest_for(value);
    struct flash_str rest = str_from(o->choices);
    struct flash_str one;
    struct strbuf list;

    strbuf_init(&list, p->arena, 1024);
    while (str_split(&rest, '|', &one)) {
        suggest_try(&best, arena_cstr(p->arena, one));
        strbuf_adds(&list, list.len == 0 ? "" : rest.ptr ? ", " : " or ");
        strbuf_add(&list, one);
    }
    error_set(
        p->err, FLASH_EUSAGE, "'--%s' takes %s, not '%.*s'", o->name, list.ptr, STR_ARG(value));
    if (best.name)
        error_hint(p->err, "did you mean '%s'?", best.name);
    return FLASH_EUSAGE;
}

static int store_list(const struct parser *p, struct option_list *list, struct flash_str value)
{
    *vec_push(p->arena, list) = value;
    return 0;
}

static int store_choices(const struct parser *p, const struct option *o, struct option_list *list,
    struct flash_str value)
{
    struct flash_str one;

    while (str_split(&value, ',', &one)) {
        if (choice_index(o, one) == 0)
            return bad_choice(p, o, one);
        store_list(p, list, arena_str(p->arena, one));
    }
    return 0;
}

static int store_int(
    const struct parser *p, const struct option *o, struct option_int *out, struct flash_str value)
{
    if (!str_to_i64(value, &out->value) || out->value < 0)
        return error_set(p->err, FLASH_EUSAGE, "'%s%s' takes a number, not '%.*s'",
            o->name ? "--" : "-", o->name ? o->name : (const char[2]){o->short_name, '\0'},
            STR_ARG(value));
    out->given = true;
    return 0;
}

/* value: what an option that takes something was given. */
static int store(const struct parser *p, struct found f, const char *value)
{
    void *field = (char *)f.args + f.option->offset;
    struct flash_str text = str_from(value);

    switch (f.option->type) {
    case OPTION_FLAG: *(bool *)field = true; return 0;
    case OPTION_COUNT: ++*(unsigned *)field; return 0;
    case OPTION_SET: *(int *)field = f.option->value; return 0;
    case OPTION_TEXT: *(const char **)field = value; return 0;
    case OPTION_LIST: return store_list(p, field, text);
    case OPTION_INT: return store_int(p, f.option, field, text);
    case OPTION_CHOICE:
        *(int *)field = choice_index(f.option, text);
        return *(int *)field ? 0 : bad_choice(p, f.option, text);
    case OPTION_CHOICE_LIST: return store_choices(p, f.option, field, text);
    }
    return error_bug(p->err, "no such type of option");
}

static int missing_value(const struct parser *p, const char *written, const struct option *o)
{
    return error_set(p->err, FLASH_EUSAGE, "'%s' needs a value: %s", written, o->arg);
}

/* "--name" or "--name=value" */
static int parse_long(struct parser *p, char *word)
{
    struct flash_str name = str_from(word + 2);
    ptrdiff_t eq = str_find_char(name, '=', 0);
    const char *value = eq >= 0 ? name.ptr + eq + 1 : NULL;
    struct found f;

    if (eq >= 0)
        name.len = (size_t)eq;
    f = find_long(p, name);
    if (!f.option)
        return unknown_long(p, name);
    if (!f.option->arg)
        return value ? error_set(p->err, FLASH_EUSAGE, "'--%s' takes no value", f.option->name)
                     : store(p, f, NULL);
    if (!value && p->next < p->argc)
        value = p->argv[p->next++];
    return value ? store(p, f, value) : missing_value(p, word, f.option);
}

/* "-abc", "-n5", "-n 5", "-5" */
static int parse_short(struct parser *p, char *word)
{
    for (char *at = word + 1; *at; at++) {
        struct found f = find_short(p, *at);
        const char *value;
        int rc;

        if (!f.option)
            return error_set(p->err, FLASH_EUSAGE, "unknown option '-%c'", *at);
        if (!f.option->arg) {
            rc = store(p, f, NULL);
            if (rc < 0)
                return rc;
            continue;
        }
        value = ascii_digit(*at) ? at : at[1] ? at + 1 : NULL;
        if (!value && p->next < p->argc)
            value = p->argv[p->next++];
        return value ? store(p, f, value) : missing_value(p, word, f.option);
    }
    return 0;
}

int options_parse(const struct option_scope *scopes, size_t nscopes, enum option_parse_flags flags,
    int argc, char *const argv[], struct arena *a, struct words *words, int *used,
    struct flash_error *err)
{
    struct parser p = {scopes, nscopes, a, argv, argc, 0, err};
    struct words w = {.items = arena_array(a, struct flash_str, (size_t)argc + 1)};

    while (p.next < argc) {
        char *word = argv[p.next];
        int rc = 0;

        if (w.has_dashes || word[0] != '-' || word[1] == '\0') {
            if (flags & OPTION_PARSE_STOP)
                break;
            w.items[w.len++] = str_from(word);
            p.next++;
            continue;
        }
        p.next++;
        if (strcmp(word, "--") == 0) {
            w.has_dashes = true;
            w.dashes = w.len;
        } else {
            rc = word[1] == '-' ? parse_long(&p, word) : parse_short(&p, word);
        }
        if (rc < 0)
            return rc;
    }
    if (!w.has_dashes)
        w.dashes = w.len;
    *words = w;
    if (used)
        *used = p.next;
    return 0;
}

void option_format(const struct option *o, struct strbuf *out)
{
    if (o->short_name)
        strbuf_addf(out, "-%c", o->short_name);
    if (o->name)
        strbuf_addf(out, "%s--%s", o->short_name ? ", " : "", o->name);
    if (o->arg)
        strbuf_addf(out, " %s", o->arg);
}
