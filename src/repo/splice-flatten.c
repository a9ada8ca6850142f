#include "repo/splice-flatten.h"

#include "base/str.h"
#include "dialect/dialect.h"
#include "repo/splice-edit.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

struct orphans {
    const struct schema *schema;
    struct arena *arena;
    struct map alive; /* first byte of each statement that makes an object */
    void (*each)(struct orphans *o, const struct workfile *f, const struct statement *st);
    void *payload;
};

static struct flash_str place_key(const struct orphans *o, const struct source *src, uint32_t off)
{
    struct {
        const char *text;
        uint64_t off;
    } *k = arena_alloc(o->arena, sizeof(*k), _Alignof(max_align_t));

    k->text = src->text.ptr;
    k->off = off;
    return (struct flash_str){(const char *)k, sizeof(*k)};
}

static void note_alive(struct orphans *o, const struct object *obj)
{
    if (obj->loc.src)
        map_put(o->arena, &o->alive, place_key(o, obj->loc.src, obj->loc.off), o);
}

static void find_alive(struct orphans *o)
{
    for (size_t i = 0; i < o->schema->objects.len; i++) {
        const struct object *top = o->schema->objects.items[i];

        note_alive(o, top);
        for (size_t k = 0; k < top->children.len; k++) {
            if (top->children.items[k]->kind == KIND_INDEX)
                note_alive(o, top->children.items[k]);
        }
    }
}

static bool is_ddl(const struct statement *st)
{
    enum keyword k = st->ntokens ? (enum keyword)st->tokens[0].keyword : KW_NONE;

    return k == KW_CREATE || k == KW_ALTER || k == KW_DROP;
}

static void visit(struct orphans *o, const struct workfiles *files)
{
    const struct lex_rules *rules = dialect_of(o->schema)->lex;

    find_alive(o);
    for (size_t i = 0; i < files->len; i++) {
        const struct workfile *f = &files->items[i];
        struct statement_list l;
        struct diags diags;

        diags_init(&diags, o->arena);
        l = split_statements(f->src, lex(f->src, rules, o->arena), rules, o->arena, &diags);
        for (size_t k = 0; k < l.len; k++) {
            if (is_ddl(&l.items[k]) && !map_get(&o->alive, place_key(o, f->src, l.items[k].start)))
                o->each(o, f, &l.items[k]);
        }
    }
}

static void collect_names(struct orphans *o, const struct workfile *f, const struct statement *st)
{
    struct map *names = o->payload;

    for (uint32_t i = 0; i < st->ntokens; i++) {
        const struct token *t = &st->tokens[i];
        const struct symbol *key;

        if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            continue;
        key = o->schema->syntax->fold(token_value(f->src, t, o->arena));
        if (key)
            map_put_ptr(o->arena, names, key, names);
    }
}

void splice_flatten_find(const struct workfiles *files, const struct schema *schema,
    struct arena *a, struct map *objects)
{
    struct map names = {0};
    struct orphans o = {.schema = schema, .arena = a, .each = collect_names, .payload = &names};

    visit(&o, files);
    for (size_t i = 0; i < schema->objects.len; i++) {
        struct object *top = schema->objects.items[i];
        bool hit = map_get_ptr(&names, top->name.key) != NULL;

        for (size_t k = 0; !hit && k < top->children.len; k++)
            hit = top->children.items[k]->kind == KIND_INDEX &&
                  map_get_ptr(&names, top->children.items[k]->name.key) != NULL;
        for (size_t k = 0; !hit && k < top->refs.len; k++)
            hit = map_get_ptr(&names, top->refs.items[k].name) != NULL;
        if (hit)
            map_put_ptr(a, objects, top, top);
    }
}

static void remove_one(struct orphans *o, const struct workfile *f, const struct statement *st)
{
    struct splice_edits *e = o->payload;

    splice_delete(e, splice_file_of(e, f->src), st->start, st->end);
}

void splice_flatten_edit(
    struct splice_edits *e, const struct workfiles *files, const struct schema *schema)
{
    struct orphans o = {.schema = schema, .arena = e->arena, .each = remove_one, .payload = e};

    visit(&o, files);
}
