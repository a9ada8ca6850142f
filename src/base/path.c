#include "base/path.h"

#include <string.h>

#include "base/str.h"
#include "base/strbuf.h"

#define NAME_BYTES_MAX 255

char *path_join(struct arena *a, const char *dir, const char *name)
{
    size_t len = strlen(dir);

    if (name[0] == '/' || len == 0)
        return arena_cstr(a, str_from(name));
    return arena_cprintf(a, dir[len - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

char *path_dir(struct arena *a, const char *path)
{
    size_t len = (size_t)(path_base(path) - path);

    if (len == 0)
        return arena_cstr(a, STR("."));
    while (len > 1 && path[len - 1] == '/')
        len--;
    return arena_cstr(a, (struct flash_str){path, len});
}

/* Takes the last component off out again; false when there is none to take. */
static bool drop_last(char *out, size_t *len, size_t root)
{
    size_t from = *len;

    while (from > root && out[from - 1] != '/')
        from--;
    if (*len == root || str_eq((struct flash_str){out + from, *len - from}, STR("..")))
        return false;
    *len = from > root ? from - 1 : from;
    return true;
}

char *path_normal(struct arena *a, const char *path)
{
    struct flash_str rest = str_from(path);
    struct flash_str part;
    char *out = arena_alloc(a, rest.len + 2, 1);
    size_t root = rest.len && rest.ptr[0] == '/' ? 1 : 0;
    size_t len = 0;

    if (root)
        out[len++] = '/';
    while (str_split(&rest, '/', &part)) {
        if (part.len == 0 || str_eq(part, STR(".")))
            continue;
        if (str_eq(part, STR("..")) && (drop_last(out, &len, root) || root))
            continue;
        if (len > root)
            out[len++] = '/';
        memcpy(out + len, part.ptr, part.len);
        len += part.len;
    }
    if (len == 0)
        out[len++] = '.';
    out[len] = '\0';
    return out;
}

/* Bytes of a code point that HFS+ ignores in names, 0 if there is none at s. */
static size_t hfs_ignored(struct flash_str s)
{
    unsigned char b[3];

    if (s.len < 3)
        return 0;
    memcpy(b, s.ptr, 3);
    if (b[0] == 0xEF)
        return b[1] == 0xBB && b[2] == 0xBF ? 3 : 0;
    if (b[0] != 0xE2)
        return 0;
    if (b[1] == 0x80)
        return (b[2] >= 0x8C && b[2] <= 0x8F) || (b[2] >= 0xAA && b[2] <= 0xAE) ? 3 : 0;
    return b[1] == 0x81 && b[2] >= 0xAA && b[2] <= 0xAF ? 3 : 0;
}

/* ".git" as some file system may read it: HFS+ drops code points, NTFS a stream's name and
 * trailing dots and spaces, and knows it as git~1. */
static bool is_dotgit(struct flash_str name)
{
    char plain[8];
    size_t len = 0;
    struct flash_str p;

    for (size_t i = 0; i < name.len && name.ptr[i] != ':';) {
        size_t skip = hfs_ignored(str_skip(name, i));

        if (skip == 0 && len == sizeof(plain))
            return false;
        if (skip == 0)
            plain[len++] = name.ptr[i];
        i += skip ? skip : 1;
        while (len > 4 && (plain[len - 1] == ' ' || plain[len - 1] == '.'))
            len--;
    }
    p = (struct flash_str){plain, len};
    return str_eq_nocase(p, STR(".git")) || str_eq_nocase(p, STR("git~1"));
}

bool path_component_safe(struct flash_str name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MAX)
        return false;
    if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];

        if (c < ' ' || c == 0x7F || c == '/' || c == '\\')
            return false;
    }
    return !is_dotgit(name);
}

bool path_relative_safe(struct flash_str path)
{
    struct flash_str part;

    if (path.len == 0)
        return false;
    while (str_split(&path, '/', &part))
        if (!path_component_safe(part))
            return false;
    return true;
}
