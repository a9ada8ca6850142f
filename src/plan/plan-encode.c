#include "plan/plan-encode.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "plan/hazards.h"
#include "plan/plan-print.h"

void plan_encode(const struct step_list *steps, struct strbuf *out)
{
    struct json j;

    json_init(&j, out);
    j.compact = true;
    json_array_begin(&j);
    for (size_t i = 0; i < steps->len; i++)
        plan_step_json(&j, &steps->items[i]);
    json_array_end(&j);
}

struct decoder {
    struct arena *arena;
    bool bad;
};

static struct flash_str text_member(struct decoder *d, const cJSON *o, const char *name)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

    if (!cJSON_IsString(v)) {
        d->bad = true;
        return STR_NULL;
    }
    return arena_str(d->arena, str_from(v->valuestring));
}

static bool bool_member(struct decoder *d, const cJSON *o, const char *name)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

    if (!cJSON_IsBool(v))
        d->bad = true;
    return cJSON_IsTrue(v);
}

/* The place of the member's word in a NULL-terminated list. */
static unsigned word_member(
    struct decoder *d, const cJSON *o, const char *name, const char *const *words)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

    for (unsigned i = 0; cJSON_IsString(v) && words[i]; i++)
        if (strcmp(v->valuestring, words[i]) == 0)
            return i;
    d->bad = true;
    return 0;
}

static void decode_hazards(struct decoder *d, const cJSON *list, struct step *out)
{
    const cJSON *o;

    if (!cJSON_IsArray(list))
        d->bad = true;
    cJSON_ArrayForEach(o, list)
    {
        struct hazard *h = vec_push(d->arena, &out->hazards);
        struct flash_str code = text_member(d, o, "code");
        const struct hazard_info *known = hazard_find(code);
        /* A code of a newer flash is kept as it is. */
        h->code = known ? known->code : arena_cstr(d->arena, code);
        h->text = text_member(d, o, "text");
        h->covered = bool_member(d, o, "covered");
    }
}

static void decode_step(struct decoder *d, const cJSON *o, struct step *out)
{
    out->kind = (enum step_kind)word_member(d, o, "kind", plan_step_kinds);
    out->sql = text_member(d, o, "sql");
    out->cause = text_member(d, o, "cause");
    out->lock = (enum lock_class)word_member(d, o, "lock", plan_lock_classes);
    out->reversible = (enum reversible)word_member(d, o, "reversible", plan_reversibles);
    out->rewrites = bool_member(d, o, "rewrites");
    out->scans = bool_member(d, o, "scans");
    out->in_transaction = bool_member(d, o, "transaction");
    decode_hazards(d, cJSON_GetObjectItemCaseSensitive(o, "hazards"), out);
    d->bad = d->bad || out->sql.len == 0;
}

static int decode_list(const cJSON *root, struct arena *a, struct step_list *out)
{
    struct decoder d = {.arena = a, .bad = !cJSON_IsArray(root)};
    const cJSON *o;

    cJSON_ArrayForEach(o, root)
    {
        if (d.bad || out->len >= PLAN_STEPS_MAX)
            return FLASH_ECORRUPT;
        decode_step(&d, o, vec_push(a, out));
    }
    return d.bad ? FLASH_ECORRUPT : 0;
}

int plan_decode(
    struct flash_str text, struct arena *a, struct step_list *out, struct flash_error *err)
{
    struct step_list steps = {0};

    if (text.len > LIMIT_FILES_TOTAL)
        return error_set(err, FLASH_ETOOBIG, "a stored plan of %zu bytes is too large", text.len);
    cJSON *root = cJSON_ParseWithLength(text.ptr, text.len);
    int rc = root ? decode_list(root, a, &steps) : FLASH_ECORRUPT;
    cJSON_Delete(root);
    if (rc < 0)
        return error_set(err, FLASH_ECORRUPT, "a stored plan cannot be read");
    *out = steps;
    return 0;
}
