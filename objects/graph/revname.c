#include "objects/graph/revname.h"

#include <stdio.h>

#include "base/error.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define CANDIDATES_MAX 10

size_t rev_base_len(struct flash_str rev)
{
    for (size_t i = 0; i < rev.len; i++) {
        char c = rev.ptr[i];
        if (c == '~' || c == '^' || c == ':')
            return i;
        if (c == '@' && i + 1 < rev.len && rev.ptr[i + 1] == '{')
            return i;
    }
    return rev.len;
}

static struct flash_str short_name(struct flash_str full)
{
    static const char *const prefixes[] = {"refs/heads/", "refs/tags/", "refs/remotes/", "refs/"};

    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
        if (str_starts(full, str_from(prefixes[i])))
            return str_skip(full, str_from(prefixes[i]).len);
    return full;
}

static struct flash_str nearest(struct store *s, struct flash_str word, struct arena *a)
{
    struct ref_entries refs;
    struct flash_str best = STR_NULL;
    unsigned cap = word.len < 4 ? 1 : word.len < 8 ? 2 : 3, best_distance = cap + 1;

    (void)ref_list(s, "refs/", a, &refs, NULL);
    for (size_t i = 0; i < refs.len; i++) {
        struct flash_str name = short_name(refs.items[i].name);
        unsigned d = str_distance(word, name, cap + 1);
        if (d < best_distance) {
            best_distance = d;
            best = name;
        }
    }
    return best;
}

static int no_such_name(struct store *s, struct flash_str word, struct flash_error *err)
{
    struct arena mark = s->scratch;
    struct flash_str near = nearest(s, word, &s->scratch);

    s->scratch = mark; /* the text stays until the next use */
    if (near.len == 0) {
        error_set(err, FLASH_ENOTFOUND, "no branch, tag or commit named '%.*s'", STR_ARG(word));
        return error_hint(err, "run 'flash branch' or 'flash log' to see what there is");
    }
    error_set(err, FLASH_ENOTFOUND,
        "no branch, tag or commit named '%.*s'; the nearest name is '%.*s'", STR_ARG(word),
        STR_ARG(near));
    return error_hint(err, "did you mean '%.*s'?", STR_ARG(near));
}

int rev_not_found(struct store *s, struct flash_str rev, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    struct flash_str word = str_sub(rev, 0, rev_base_len(rev));
    struct oid id;
    struct head head;

    if (word.len == 0 && str_starts(rev, STR(":/")))
        return error_set(
            err, FLASH_ENOTFOUND, "no commit message matches '%.*s'", STR_ARG(str_skip(rev, 2)));
    if (word.len == 0 || str_eq(word, STR("@")))
        word = STR("HEAD");
    if (str_eq(word, STR("HEAD")) && head_read(s, &scratch, &head, NULL) == 0 && head.unborn) {
        error_set(
            err, FLASH_ENOTFOUND, "the branch '%.*s' has no commit yet", STR_ARG(head.branch));
        return error_hint(err, "run 'flash commit'");
    }
    if (word.len == rev.len || rev_parse(s, word, &id, NULL) < 0)
        return no_such_name(s, word, err);
    error_set(err, FLASH_ENOTFOUND, "'%.*s' names no commit: '%.*s' is there, but not '%.*s' of it",
        STR_ARG(rev), STR_ARG(word), STR_ARG(str_skip(rev, rev_base_len(rev))));
    return error_hint(
        err, "run 'flash log %.*s' or 'flash reflog %.*s'", STR_ARG(word), STR_ARG(word));
}

struct candidates {
    struct store *s;
    struct flash_str prefix;
    struct strbuf text;
    unsigned n;
};

static int add_candidate(const git_oid *g, void *payload)
{
    struct candidates *c = payload;
    struct oid id = store_git_oid_from(g);
    enum object_type type;
    char hex[OID_HEX + 1];

    oid_hex(&id, hex);
    if (!str_starts_nocase(str_from(hex), c->prefix))
        return 0;
    if (store_object_type(c->s, &id, &type, NULL) == 0)
        strbuf_addf(&c->text, "%s%.12s %s", c->n ? "\n" : "", hex, object_type_name(type));
    return ++c->n == CANDIDATES_MAX ? 1 : 0;
}

int rev_ambiguous(struct store *s, struct flash_str rev, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    struct candidates c = {.s = s, .prefix = str_sub(rev, 0, rev_base_len(rev))};

    strbuf_init(&c.text, &scratch, 1024);
    (void)git_odb_foreach(s->odb, add_candidate, &c);
    error_set(err, FLASH_EAMBIGUOUS, "the short id '%.*s' is ambiguous", STR_ARG(c.prefix));
    error_detail(err, "%.*s", STR_ARG(strbuf_str(&c.text)));
    return error_hint(err, "give more digits");
}
