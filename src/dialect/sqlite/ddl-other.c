#include "dialect/sqlite/ddl-other.h"

#include "base/error.h"
#include "base/str.h"
#include "sql/lexer.h"

/* What CREATE <kind> [IF NOT EXISTS] [main .] name makes, and how it is dropped. */
struct other_name {
    const char *kind; /* "TABLE"; NULL = not known */
    struct flash_str name;
};

static const struct {
    enum keyword word;
    const char *kind;
} droppable[] = {
    {KW_TABLE, "TABLE"},
    {KW_VIEW, "VIEW"},
    {KW_INDEX, "INDEX"},
    {KW_TRIGGER, "TRIGGER"},
};

static bool is_word(const struct token *t, enum keyword k)
{
    return t->kind == TOK_WORD && t->keyword == k;
}

static const char *kind_of(const struct token *t)
{
    for (size_t i = 0; i < ARRAY_LEN(droppable); i++)
        if (is_word(t, droppable[i].word))
            return droppable[i].kind;
    return NULL;
}

static size_t skip_words(const struct token_list *l, size_t i, const enum keyword *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (i + k >= l->len || !is_word(&l->items[i + k], words[k]))
            return i;
    return i + n;
}

static bool is_dot(const struct token *t)
{
    return t->kind == TOK_OP && t->op == OP_DOT;
}

static struct other_name read_name(struct sqd *s, const struct other *o)
{
    static const enum keyword unless[] = {KW_IF, KW_NOT, KW_EXISTS};
    static const enum keyword prefixes[] = {KW_UNIQUE, KW_VIRTUAL};
    struct source src = {.text = o->statement};
    struct token_list l = lex(&src, s->dialect->lex, s->scratch);
    struct other_name out = {0};
    size_t i = 1;

    if (l.len < 4 || !is_word(&l.items[0], KW_CREATE))
        return out;
    for (size_t k = 0; k < ARRAY_LEN(prefixes); k++)
        i = skip_words(&l, i, &prefixes[k], 1);
    const char *kind = kind_of(&l.items[i]);
    i = skip_words(&l, i + 1, unless, ARRAY_LEN(unless));
    if (i + 2 < l.len && is_dot(&l.items[i + 1]))
        i += 2;
    if (i >= l.len || (l.items[i].kind != TOK_WORD && l.items[i].kind != TOK_QUOTED))
        return out;
    out.kind = kind;
    out.name = token_value(&src, &l.items[i], s->scratch);
    return out;
}

static int drop(struct sqd *s, const struct other *o)
{
    struct other_name n = read_name(s, o);
    struct flash_str title = sqd_title(s, &o->base);

    if (!n.kind) {
        sqd_refuse(s, &o->base, "flash does not know how to drop what this statement made");
        return error_hint(s->err, "drop it by hand, then run the command again");
    }
    struct step *step = sqd_step(s, STEP_DDL, &o->base, sqd_cause(s, "drop %.*s", STR_ARG(title)),
        sqd_text(s, "DROP %s %I", n.kind, n.name));
    step->reversible = REVERSIBLE_STRUCTURE;
    sqd_hazard(
        s, "DS102", NULL, "drops %.*s, which flash cannot read, and all it holds", STR_ARG(title));
    return 0;
}

int others_drop(struct sqd *s)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < s->c->changes->len; i++) {
        const struct change *c = &s->c->changes->items[i];
        if (c->from && c->from->kind == KIND_OTHER && !c->cosmetic)
            rc = drop(s, (const struct other *)c->from);
    }
    return rc;
}

void others_create(struct sqd *s)
{
    for (size_t i = 0; i < s->c->changes->len; i++) {
        const struct change *c = &s->c->changes->items[i];
        if (!c->to || c->to->kind != KIND_OTHER || c->cosmetic)
            continue;
        struct flash_str text = str_trim(((const struct other *)c->to)->statement);
        while (str_ends(text, STR(";")))
            text = str_trim(str_sub(text, 0, text.len - 1));
        sqd_step(s, STEP_DDL, c->to, sqd_cause(s, "add %.*s", STR_ARG(sqd_title(s, c->to))),
            arena_str(s->perm, text));
    }
}
