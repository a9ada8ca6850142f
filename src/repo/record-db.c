#include "repo/record-db.h"

#include "base/error.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "repo/record-some.h"
#include "repo/rename.h"
#include "repo/snapshot.h"
#include "repo/splice.h"

static const struct oid *id_of(const struct workfiles *wf, struct flash_str path)
{
    const struct workfile *f = workfiles_find(wf, path);

    return f ? &f->id : NULL;
}

static bool same_id(const struct oid *a, const struct oid *b)
{
    return a && b ? oid_eq(a, b) : a == b;
}

static bool is_one_of(const struct workfiles *disk, const struct workfiles *old,
    const struct workfiles *new, struct flash_str path)
{
    const struct oid *d = id_of(disk, path);

    return same_id(d, id_of(old, path)) || same_id(d, id_of(new, path));
}

/* Every working file is as it was recorded, or as it is about to be: nobody edited them. */
static bool untouched(
    const struct workfiles *disk, const struct workfiles *old, const struct workfiles *new)
{
    const struct workfiles *lists[] = {disk, old, new};

    for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
        for (size_t i = 0; i < lists[l]->len; i++) {
            if (!is_one_of(disk, old, new, lists[l]->items[i].path))
                return false;
        }
    }
    return true;
}

static int splice_into(struct record *rec, const struct workfiles *files, const struct schema *from,
    const struct schema *to, struct flash_error *err)
{
    struct diff_options opt = {.renames = rec->options->db_renames};
    struct change_list changes = {0};
    struct splice s = {.files = files, .from = from, .to = to, .changes = &changes, .hints = true};
    struct schema *parsed;
    int rc = diff_schemas(from, to, &opt, rec->perm, rec->scratch, &changes, err);

    rec->own = (struct workfiles){0};
    if (rc == 0)
        rc = splice_files(&s, rec->perm, &rec->own, &parsed, err);
    if (rc == 0)
        record_take(rec, parsed, &rec->own);
    return rc;
}

static struct flash_str text_at(const struct schema *s, struct flash_str path)
{
    const struct object *o = schema_by_path(s, path);

    return o ? o->text : STR_NULL;
}

static bool same_text(struct flash_str a, struct flash_str b)
{
    return !a.ptr == !b.ptr && str_eq(a, b);
}

/* Objects whose words in the files are neither the recorded ones nor the database's. */
static void edited_objects(const struct schema *disk, const struct schema *old,
    const struct schema *new, struct arena *a, struct strbuf *out)
{
    const struct schema *lists[] = {disk, old};

    for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
        for (size_t i = 0; i < lists[l]->objects.len; i++) {
            const struct object *o = lists[l]->objects.items[i];
            struct flash_str d = text_at(disk, o->path);

            if (same_text(d, text_at(old, o->path)) || same_text(d, text_at(new, o->path)) ||
                (l == 1 && d.ptr))
                continue;
            strbuf_addf(out, "%s%.*s", out->len ? ", " : "", STR_ARG(object_title(a, o)));
        }
    }
}

static int use_edited(
    struct record *rec, const struct schema *old, const struct schema *to, struct flash_error *err)
{
    struct schema *disk;
    struct strbuf names;
    int rc =
        workfiles_parse(&rec->tree.files, rec->dialect, rec->perm, &disk, NULL, rec->diags, err);

    if (rc < 0)
        return rc;
    strbuf_init(&names, rec->perm, 400);
    edited_objects(disk, old, to, rec->perm, &names);
    if (names.len) {
        error_set(err, FLASH_EREFUSED, "the working files have changes of their own");
        error_detail(err, "%.*s", STR_ARG(strbuf_str(&names)));
        return error_hint(
            err, "run 'flash commit' for the files first, or 'flash checkout -- <object>'");
    }
    return splice_into(rec, &rec->tree.files, disk, to, err);
}

static int wanted_schema(
    struct record *rec, const struct schema *old, struct schema **out, struct flash_error *err)
{
    struct snapshot_text *texts;
    const struct schema *db = rec->options->db;

    if (db->syntax != &rec->dialect->syntax)
        return error_set(err, FLASH_EINVALID, "the database is %s, the project %s",
            db->syntax->name, rec->dialect->syntax.name);
    if (rec->options->objects.len > 0)
        return record_select(rec, old, db, rec->options->db_renames, out, err);
    texts = arena_array(rec->perm, struct snapshot_text, db->objects.len + 1);
    for (size_t i = 0; i < db->objects.len; i++)
        texts[i] = (struct snapshot_text){db->objects.items[i]->path, db->objects.items[i]->text};
    return snapshot_load_texts(
        rec->dialect, texts, db->objects.len, false, rec->perm, out, rec->diags, err);
}

int record_read_db(struct record *rec, struct flash_error *err)
{
    struct workfiles files;
    struct schema *old, *to;
    int rc = workfiles_list(rec->repo, rec->perm, &rec->tree.files, err);

    if (rc == 0)
        rc = record_base_files(rec, &files, &old, err);
    if (rc == 0)
        rc = wanted_schema(rec, old, &to, err);
    if (rc == 0)
        rc = splice_into(rec, &files, old, to, err);
    if (rc < 0 || untouched(&rec->tree.files, &files, &rec->own))
        return rc;
    return use_edited(rec, old, to, err);
}

int record_write_files(struct record *rec, struct flash_error *err)
{
    const struct workfiles *disk = &rec->tree.files;

    for (size_t i = 0; i < rec->own.len; i++) {
        if (!same_id(id_of(disk, rec->own.items[i].path), &rec->own.items[i].id))
            rec->out->files_written++;
    }
    for (size_t i = 0; i < disk->len; i++) {
        if (!id_of(&rec->own, disk->items[i].path))
            rec->out->files_written++;
    }
    return workfiles_write(rec->repo, disk, &rec->own, rec->scratch, err);
}
