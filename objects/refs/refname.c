#include "objects/refs/refname.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "objects/refs/journal.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define COMPONENT_MAX 240 /* a file name, with room for ".lock" */

static bool char_ok(char c)
{
    return (unsigned char)c > 0x20 && c != 0x7f && !strchr("~^:?*[\\", c);
}

static bool component_ok(struct flash_str c)
{
    if (c.len == 0 || c.len > COMPONENT_MAX || c.ptr[0] == '.' || str_ends(c, STR(".lock")))
        return false;
    for (size_t i = 0; i < c.len; i++) {
        if (!char_ok(c.ptr[i]))
            return false;
        if (i > 0 && c.ptr[i - 1] == '.' && c.ptr[i] == '.')
            return false;
        if (i > 0 && c.ptr[i - 1] == '@' && c.ptr[i] == '{')
            return false;
    }
    return true;
}

/* HEAD, ORIG_HEAD and the like: the only names without a slash. */
static bool is_pseudo_ref(struct flash_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '_' && (name.ptr[i] < 'A' || name.ptr[i] > 'Z'))
            return false;
    return name.len > 0 && name.len <= COMPONENT_MAX;
}

bool ref_name_valid(struct flash_str name)
{
    struct flash_str rest = name, c;

    if (is_pseudo_ref(name))
        return true;
    if (name.len >= REF_NAME_MAX || !str_starts(name, STR("refs/")) || str_ends(name, STR(".")))
        return false;
    while (str_split(&rest, '/', &c))
        if (!component_ok(c))
            return false;
    return true;
}

int ref_name_check(const char *name, struct flash_error *err)
{
    if (ref_name_valid(str_from(name)))
        return 0;
    return error_set(err, FLASH_EINVALID, "'%s' cannot be the name of a ref", name);
}

static int in_the_way(const char *name, const char *other, struct flash_error *err)
{
    error_set(err, FLASH_EEXISTS, "cannot create '%s': '%s' exists", name, other);
    return error_hint(err, "a name cannot be a ref and a folder of refs; choose another or rename "
                           "that one");
}

static int check_parents(
    struct store *s, const char *name, const char *leaving, struct flash_error *err)
{
    char parent[REF_NAME_MAX];
    int rc = 0;

    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        bool there;
        (void)snprintf(parent, sizeof parent, "%.*s", (int)(slash - name), name);
        if (strcmp(parent, "refs") == 0 || (leaving && strcmp(parent, leaving) == 0))
            continue;
        rc = ref_exists(s, parent, &there, err);
        if (rc < 0)
            return rc;
        if (there)
            return in_the_way(name, parent, err);
    }
    return 0;
}

static int check_children(
    struct store *s, const char *name, const char *leaving, struct flash_error *err)
{
    git_reference_iterator *it = NULL;
    char glob[REF_NAME_MAX + 2];
    const char *child;
    int rc = 0;

    (void)snprintf(glob, sizeof glob, "%s/*", name);
    if (git_reference_iterator_glob_new(&it, s->repo, glob) < 0)
        return 0;
    while (rc == 0 && git_reference_next_name(&child, it) == 0)
        if (!leaving || strcmp(child, leaving) != 0)
            rc = in_the_way(name, child, err);
    git_reference_iterator_free(it);
    return rc;
}

int ref_name_free(struct store *s, const char *name, const char *leaving, struct flash_error *err)
{
    int rc = check_parents(s, name, leaving, err);

    return rc < 0 ? rc : check_children(s, name, leaving, err);
}
