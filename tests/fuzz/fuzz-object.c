/*
 * What objects/ reads of bytes that a stranger could have written: commits, tags, trailers, trees,
 * reflog lines, names of refs and ids. What is accepted must hold up when it is written again.
 */

#include <string.h>

#include "base/error.h"
#include "base/path.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "fuzz.h"
#include "objects/graph/commitfmt.h"
#include "objects/graph/signature.h"
#include "objects/graph/trailer.h"
#include "objects/refs/reflog.h"
#include "objects/refs/refs.h"
#include "objects/store/treefmt.h"

static bool is_inside(struct flash_str part, struct flash_str whole)
{
    return part.len == 0 || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

static void check_signature(struct arena scratch, const struct signature *who)
{
    struct strbuf text;
    struct signature again;

    if (signature_check(who, NULL) < 0)
        return;
    strbuf_init(&text, &scratch, 65536);
    signature_format(&text, who);
    FUZZ_CHECK(signature_parse(strbuf_str(&text), &again));
    FUZZ_CHECK(str_eq(again.name, str_trim(who->name)));
    FUZZ_CHECK(str_eq(again.email, who->email));
    FUZZ_CHECK(again.time == who->time && again.offset_min == who->offset_min);
}

static void check_trailers(struct arena scratch, struct flash_str message)
{
    struct flash_str block = commit_trailer_block(message), name, value;
    struct commit c = {0};
    struct strbuf text;

    FUZZ_CHECK(is_inside(block, message));
    while (commit_trailer_next(&block, &name, &value)) {
        FUZZ_CHECK(name.len > 0 && is_inside(name, message) && is_inside(value, message));
        c.message = message;
    }
    strbuf_init(&text, &scratch, message.len + 4096);
    strbuf_add(&text, message);
    commit_add_trailer(&text, "Flash-Fuzz", STR("a value"));
    c.message = strbuf_str(&text);
    FUZZ_CHECK(str_ends(c.message, STR("Flash-Fuzz: a value\n")));
    if (str_trim(message).len > 0)
        FUZZ_CHECK(str_eq(commit_trailer(&c, "flash-fuzz", 0), STR("a value")));
}

static void fuzz_commit(struct arena a, struct flash_str bytes, const struct oid *id)
{
    struct commit c;
    struct flash_error err;

    if (commit_parse(bytes, id, &a, &c, &err) < 0) {
        FUZZ_CHECK(err.code == FLASH_ECORRUPT && err.message[0]);
        return;
    }
    FUZZ_CHECK(is_inside(c.message, bytes) && is_inside(c.subject, c.message));
    FUZZ_CHECK(is_inside(c.body, c.message));
    FUZZ_CHECK(str_find_char(c.subject, '\n', 0) < 0);
    check_signature(a, &c.author);
    check_signature(a, &c.committer);
    check_trailers(a, c.message);
}

static void fuzz_tag(struct arena a, struct flash_str bytes, const struct oid *id)
{
    struct tag t;
    struct flash_error err;

    if (tag_parse(bytes, id, &t, &err) < 0) {
        FUZZ_CHECK(err.code == FLASH_ECORRUPT && err.message[0]);
        return;
    }
    FUZZ_CHECK(is_inside(t.message, bytes) && is_inside(t.name, bytes));
    check_signature(a, &t.tagger);
    (void)tag_name_check(t.name, &err);
}

static void fuzz_tree(struct arena a, struct flash_str bytes, const struct oid *id)
{
    struct tree_cursor c = tree_cursor(bytes, id);
    struct tree_item item, prev = {0};
    struct flash_error err;
    struct strbuf again;
    int rc;

    strbuf_init(&again, &a, bytes.len + 1);
    while ((rc = tree_cursor_next(&c, &item, &err)) > 0) {
        FUZZ_CHECK(is_inside(item.name, bytes) && path_component_safe(item.name));
        FUZZ_CHECK(!prev.name.ptr || tree_item_cmp(&prev, &item) < 0);
        FUZZ_CHECK(tree_item_cmp(&item, &item) == 0);
        tree_emit(&again, &item);
        prev = item;
    }
    if (rc == 0)
        FUZZ_CHECK(str_eq(strbuf_str(&again), bytes));
    else
        FUZZ_CHECK(err.code == FLASH_ECORRUPT && err.message[0]);
}

static void fuzz_names(struct arena a, struct flash_str bytes)
{
    struct reflog_entry entry;
    struct signature who;
    struct oid id;
    char hex[OID_HEX + 1];

    if (reflog_parse_line(bytes, &entry)) {
        FUZZ_CHECK(is_inside(entry.message, bytes) && is_inside(entry.who.name, bytes));
        check_signature(a, &entry.who);
    }
    if (signature_parse(bytes, &who))
        check_signature(a, &who);
    if (oid_parse(bytes, &id)) {
        oid_hex(&id, hex);
        FUZZ_CHECK(str_eq_nocase(str_from(hex), bytes));
    }
    if (ref_name_valid(bytes)) {
        FUZZ_CHECK(str_find_char(bytes, '\0', 0) < 0);
        FUZZ_CHECK(str_find(bytes, STR("..")) < 0 && bytes.ptr[0] != '/');
        FUZZ_CHECK(path_relative_safe(bytes) || str_find(bytes, STR("git")) >= 0 ||
                   str_find(bytes, STR("GIT")) >= 0 || str_utf8_valid(bytes) != bytes.len);
    }
}

/* The first byte chooses what the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct oid id = {{1}};
    static struct arena a;
    struct flash_str bytes;

    if (size == 0)
        return 0;
    if (!a.base)
        arena_init(&a, ARENA_SMALL);
    arena_reset(&a);
    /* A copy of exactly this size, for the sanitizer to see a read behind it. */
    char *copy = malloc(size > 1 ? size - 1 : 1);
    FUZZ_CHECK(copy);
    memcpy(copy, data + 1, size - 1);
    bytes = (struct flash_str){copy, size - 1};
    switch (data[0] % 5) {
    case 0: fuzz_commit(a, bytes, &id); break;
    case 1: fuzz_tag(a, bytes, &id); break;
    case 2: fuzz_tree(a, bytes, &id); break;
    case 3: check_trailers(a, bytes); break;
    default: fuzz_names(a, bytes); break;
    }
    free(copy);
    return 0;
}
