#include "objects/maint/reach.h"

#include <assert.h>
#include <stdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "objects/graph/commitfmt.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"
#include "objects/store/treeread.h"

/* Objects of other tools in the store may be larger than what flash writes; their pages are only
 * passed on. */
#define OBJECT_MAX ((size_t)1 << 30)

static void add(
    struct graph_reach *r, const struct oid *id, int type, struct graph_reach_source source)
{
    struct oid_set_item *item;

    if (!oid_set_add(r->arena, &r->seen, id, &item))
        return;
    item->value = (uint32_t)type;
    *vec_push(r->arena, &r->sources) = source;
}

void graph_reach_root(
    struct graph_reach *r, const struct oid *id, struct flash_str name, bool in_reflog)
{
    if (!oid_is_zero(id))
        add(r, id, 0, (struct graph_reach_source){.name = name, .in_reflog = in_reflog});
}

static int add_reflog(struct graph_reach *r, const char *ref, struct flash_error *err)
{
    struct arena mark = r->s->scratch;
    struct reflog log;
    struct flash_str name = arena_printf(r->arena, "the reflog of %s", ref);
    int rc = reflog_read(r->s, ref, &r->s->scratch, &log, err);

    for (size_t i = 0; rc == 0 && i < log.len; i++) {
        graph_reach_root(r, &log.items[i].to, name, true);
        graph_reach_root(r, &log.items[i].from, name, true);
    }
    r->s->scratch = mark;
    return rc;
}

static int add_reflogs(struct graph_reach *r, struct flash_error *err)
{
    struct arena mark = r->s->scratch;
    struct file_list logs = {0};
    int rc = file_walk(r->s->git_fd, "logs", "", &r->s->scratch, &logs, err);

    if (rc == FLASH_ENOTFOUND)
        rc = 0;
    for (size_t i = 0; i < logs.list.len && rc == 0; i++)
        rc = add_reflog(r, arena_cstr(&r->s->scratch, logs.list.items[i].path), err);
    r->s->scratch = mark;
    return rc;
}

int graph_reach_roots(struct graph_reach *r, struct flash_error *err)
{
    struct ref_entries refs;
    struct head head;
    int rc = ref_list(r->s, "refs/", r->arena, &refs, err);

    /* A broken ref leads nowhere; who asked hears of it from ref_find_broken. */
    if (rc < 0 && refs.len == 0)
        return rc;
    for (size_t i = 0; i < refs.len; i++)
        graph_reach_root(r, &refs.items[i].id, refs.items[i].name, false);
    if (head_read(r->s, r->arena, &head, NULL) == 0)
        graph_reach_root(r, &head.id, STR("HEAD"), false);
    return add_reflogs(r, err);
}

struct visit {
    struct graph_reach *r;
    uint32_t index;
};

static void add_child(struct visit *v, const struct oid *id, enum object_type type)
{
    add(v->r, id, (int)type, (struct graph_reach_source){.index = v->index});
}

static int visit_commit(struct visit *v, struct flash_str bytes, const struct oid *id,
    struct arena scratch, struct flash_error *err)
{
    struct commit c;
    int rc = commit_parse(bytes, id, &scratch, &c, err);

    if (rc < 0)
        return rc;
    add_child(v, &c.tree, OBJECT_TREE);
    for (size_t i = 0; i < c.nparents; i++)
        add_child(v, &c.parents[i], OBJECT_COMMIT);
    if (v->r->commit)
        v->r->commit(v->r->payload, &c);
    return 0;
}

static int visit_tree(
    struct visit *v, struct flash_str bytes, const struct oid *id, struct flash_error *err)
{
    struct tree_cursor cursor = tree_cursor(bytes, id);
    struct tree_item item;
    int rc;

    while ((rc = tree_cursor_next(&cursor, &item, err)) > 0)
        add_child(v, &item.id, item.mode == TREE_MODE_DIR ? OBJECT_TREE : OBJECT_BLOB);
    return rc;
}

static int visit_tag(
    struct visit *v, struct flash_str bytes, const struct oid *id, struct flash_error *err)
{
    struct tag tag;
    int rc = tag_parse(bytes, id, &tag, err);

    if (rc == 0)
        add(v->r, &tag.target, 0, (struct graph_reach_source){.index = v->index});
    return rc;
}

static int visit_bytes(struct visit *v, const struct store_object *o, const struct oid *id,
    struct arena scratch, struct flash_error *err)
{
    switch (o->type) {
    case OBJECT_COMMIT: return visit_commit(v, o->bytes, id, scratch, err);
    case OBJECT_TREE: return visit_tree(v, o->bytes, id, err);
    case OBJECT_TAG: return visit_tag(v, o->bytes, id, err);
    case OBJECT_BLOB: return 0;
    }
    return error_bug(err, "type %d of an object", (int)o->type);
}

static int visit_item(struct visit *v, struct flash_error *err)
{
    struct graph_reach *r = v->r;
    struct oid id = r->seen.items[v->index].id;
    int type = (int)r->seen.items[v->index].value;
    struct store_object o;

    if (type == OBJECT_BLOB && !r->read_blobs)
        return 0;
    int rc = store_object_open(r->s, &id, type, OBJECT_MAX, &o, err);
    if (rc < 0)
        return rc;
    r->seen.items[v->index].value = (uint32_t)o.type;
    rc = visit_bytes(v, &o, &id, r->s->scratch, err);
    store_object_free(&o);
    return rc;
}

static int tell_bad(
    struct graph_reach *r, uint32_t index, const struct flash_error *why, struct flash_error *err)
{
    const struct graph_reach_source *source = &r->sources.items[index];
    struct oid id = r->seen.items[index].id;
    struct graph_reach_bad bad = {.id = &id,
        .type = (int)r->seen.items[index].value,
        .from = source->name,
        .in_reflog = source->in_reflog,
        .why = why};
    char text[OID_HEX + 16];

    if (!source->name.ptr) {
        const struct oid_set_item *from = &r->seen.items[source->index];
        char hex[OID_HEX + 1];
        oid_hex(&from->id, hex);
        bad.from.ptr = text;
        bad.from.len = (size_t)snprintf(
            text, sizeof text, "%s %s", object_type_name((enum object_type)from->value), hex);
    }
    return r->bad(r->payload, &bad, err);
}

int graph_reach_run(struct graph_reach *r, struct flash_error *err)
{
    struct flash_error why;

    assert(r->bad);
    for (size_t i = 0; i < r->seen.len; i++) {
        struct visit v = {r, (uint32_t)i};
        if (visit_item(&v, &why) < 0) {
            int rc = tell_bad(r, (uint32_t)i, &why, err);
            if (rc < 0)
                return rc;
        }
    }
    assert(r->seen.len == r->sources.len);
    return 0;
}

int graph_reach_children(struct graph_reach *r, const struct oid *id, struct flash_error *err)
{
    struct visit v = {r, 0};
    struct store_object o;
    int rc = store_object_open(r->s, id, 0, OBJECT_MAX, &o, err);

    if (rc < 0)
        return rc;
    rc = visit_bytes(&v, &o, id, r->s->scratch, err);
    store_object_free(&o);
    return rc;
}
