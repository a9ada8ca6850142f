#include "repo/rename-words.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "repo/snapshot.h"
#include "repo/splice-hint.h"
#include "sql/lexer.h"

static bool is_name(const struct token *t)
{
    return t->kind == TOK_WORD || t->kind == TOK_QUOTED;
}

static struct token_list tokens_of(
    const struct dialect *d, struct source *src, struct flash_str text, struct arena *a)
{
    *src = (struct source){.path = STR("rename"), .text = text};
    return lex(src, d->lex, a);
}

static bool is_bare_word(const struct dialect *d, struct flash_str name, struct arena *a)
{
    struct source src;
    struct token_list t = tokens_of(d, &src, name, a);

    return t.len == 2 && t.items[0].kind == TOK_WORD && t.items[0].len == name.len &&
           !keyword_reserved((enum keyword)t.items[0].keyword, d->lex->dialect);
}

struct flash_str rename_quoted(const struct dialect *d, struct flash_str name, struct arena *a)
{
    struct strbuf b;

    if (is_bare_word(d, name, a))
        return name;
    strbuf_init(&b, a, LIMIT_STATEMENT);
    strbuf_addc(&b, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"')
            strbuf_addc(&b, '"');
        strbuf_addc(&b, name.ptr[i]);
    }
    strbuf_addc(&b, '"');
    return strbuf_str(&b);
}

static int bad_target(struct flash_str word, struct flash_error *err)
{
    error_set(err, FLASH_EINVALID, "'%.*s' names no object", STR_ARG(word));
    return error_hint(err, "write 'table', 'table.column' or 'index:name'");
}

int rename_target_parse(const struct dialect *d, struct flash_str word, struct arena *a,
    struct rename_target *out, struct flash_error *err)
{
    ptrdiff_t colon = str_find_char(word, ':', 0);
    struct flash_str rest = word;
    struct source *src = arena_new(a, struct source);
    struct token_list t;

    *out = (struct rename_target){0};
    if (colon > 0 && kind_from_name(str_sub(word, 0, (size_t)colon)) != KIND_NONE) {
        out->kind = kind_from_name(str_sub(word, 0, (size_t)colon));
        rest = str_skip(word, (size_t)colon + 1);
    }
    t = tokens_of(d, src, rest, a);
    for (size_t i = 0; i + 1 < t.len; i++) {
        bool name = i % 2 == 0;

        if (name ? !is_name(&t.items[i]) || out->nparts == 3 : t.items[i].op != OP_DOT)
            return bad_target(word, err);
        if (name)
            out->parts[out->nparts++] = token_value(src, &t.items[i], a);
    }
    return out->nparts && t.len % 2 == 0 ? 0 : bad_target(word, err);
}

/* Words in front of which a relation's name stands. */
static bool before_relation(const struct token *t)
{
    static const enum keyword words[] = {KW_TABLE, KW_EXISTS, KW_ON, KW_REFERENCES, KW_FROM,
        KW_JOIN, KW_INTO, KW_UPDATE, KW_VIEW, KW_TRIGGER, KW_INDEX, KW_BY, KW_IN};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (t->kind == TOK_WORD && t->keyword == words[i])
            return true;
    }
    return false;
}

/* Whether the name at i is one that the rename means, by its neighbours: sure, or (loose) possible.
 */
static bool is_place(const struct rename_words *w, const struct token_list *t, size_t i, bool loose)
{
    bool dot_before = i > 0 && t->items[i - 1].op == OP_DOT;
    bool dot_behind = t->items[i + 1].op == OP_DOT;

    if (w->rename->kind == KIND_COLUMN)
        return !dot_behind && t->items[i + 1].op != OP_LPAREN;
    if (dot_behind)
        return !dot_before;
    if (dot_before)
        return i > 1 && is_name(&t->items[i - 2]);
    return loose || (i > 0 && before_relation(&t->items[i - 1]));
}

static struct flash_str hint_line(const struct rename_words *w, struct arena *a)
{
    return splice_hint(a, w->old);
}

/* A comment ends with its line, so the hint takes one for itself. */
static void add_column_hint(struct strbuf *b, const struct rename_words *w, struct arena *a)
{
    size_t line = b->len;

    while (line > 0 && (b->ptr[line - 1] == ' ' || b->ptr[line - 1] == '\t'))
        line--;
    if (line > 0 && b->ptr[line - 1] == '\n') {
        struct flash_str indent = arena_str(a, (struct flash_str){b->ptr + line, b->len - line});

        strbuf_addf(b, "%.*s\n%.*s", STR_ARG(hint_line(w, a)), STR_ARG(indent));
    } else {
        strbuf_truncate(b, line);
        strbuf_addf(b, "\n    %.*s\n    ", STR_ARG(hint_line(w, a)));
    }
}

/* Where the column's own definition begins in the text of its table's statement. */
static size_t column_offset(const struct rename_words *w, const struct object *from)
{
    if (w->object->kind != KIND_COLUMN || w->object->parent != from ||
        w->object->loc.src != from->loc.src || w->object->loc.off < from->loc.off)
        return SIZE_MAX;
    return w->object->loc.off - from->loc.off;
}

static struct flash_str substitute(const struct rename_words *w, const struct object *from,
    struct flash_str text, bool loose, struct arena *a)
{
    struct source src;
    struct token_list t = tokens_of(w->dialect, &src, text, a);
    size_t at = 0, column = column_offset(w, from);
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_STATEMENT);
    for (size_t i = 0; i + 1 < t.len; i++) {
        const struct token *tok = &t.items[i];

        if (!is_name(tok) ||
            w->dialect->syntax.fold(token_value(&src, tok, a)) != w->rename->from ||
            !is_place(w, &t, i, loose))
            continue;
        strbuf_add(&b, str_sub(text, at, tok->off));
        if (tok->off == column)
            add_column_hint(&b, w, a);
        strbuf_add(&b, w->spelling);
        at = (size_t)tok->off + tok->len;
    }
    strbuf_add(&b, str_skip(text, at));
    return strbuf_str(&b);
}

/* The text, read for itself, says what it shall say. */
static bool says(
    const struct rename_words *w, struct flash_str text, const struct object *to, struct arena a)
{
    struct snapshot_text one = {STR("rename"), text};
    const struct object *got = NULL;
    struct schema *s;
    struct diags diags;
    struct strbuf want, have;

    /* An index is read with its table, which a text of its own does not have. */
    if (to->kind == KIND_INDEX)
        return true;
    diags_init(&diags, &a);
    if (snapshot_load_texts(w->dialect, &one, 1, true, &a, &s, &diags, NULL) < 0)
        return false;
    got = s->objects.len == 1 ? s->objects.items[0] : NULL;
    if (!got || got->kind != to->kind)
        return false;
    strbuf_init(&want, &a, LIMIT_STATEMENT);
    w->dialect->print_create(to, &want);
    strbuf_init(&have, &a, LIMIT_STATEMENT);
    w->dialect->print_create(got, &have);
    return str_eq(strbuf_str(&want), strbuf_str(&have));
}

/* Comments, each line with its end, but for older hints: the last one is what counts. */
static struct flash_str without_hints(struct flash_str comments, struct arena *a)
{
    struct flash_str line;
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_STATEMENT);
    while (comments.len && str_split(&comments, '\n', &line)) {
        struct flash_str t = str_trim(line);

        if (!str_starts(t, STR("--")) || !str_starts_nocase(str_trim(str_skip(t, 2)), STR("was:")))
            strbuf_addf(&b, "%.*s\n", STR_ARG(line));
    }
    return strbuf_str(&b);
}

void rename_words_statement(const struct rename_words *w, const struct object *o, bool loose,
    struct arena *a, struct splice_text *out)
{
    struct flash_str text = str_sub(o->loc.src->text, o->loc.off, o->loc.off + o->loc.len);

    *out = (struct splice_text){.text = substitute(w, o, text, loose, a)};
    if (!str_ends(out->text, STR(";")))
        out->text = arena_printf(a, "%.*s;", STR_ARG(out->text));
    if (o != w->object)
        return;
    out->replace_comments = true;
    out->comments = arena_printf(
        a, "%.*s%.*s", STR_ARG(without_hints(o->comments, a)), STR_ARG(hint_line(w, a)));
}

bool rename_words_text(void *payload, const struct object *from, const struct object *to,
    struct arena *a, struct splice_text *out)
{
    const struct rename_words *w = payload;

    if (!from || !from->loc.src)
        return false;
    for (int loose = 0; loose < 2; loose++) {
        rename_words_statement(w, from, loose == 1, a, out);
        if (says(w, out->text, to, *a))
            return true;
    }
    return false;
}
