/*
 * Configuration and .env files, which may come from strangers: what the scan lets through must stay
 * inside the text and must hold no include once libgit2 has read it.
 */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/source.h"
#include "base/str.h"
#include "fuzz.h"
#include "repo/config-read.h"
#include "repo/config-scan.h"

static char path[64];

static void make_path(void)
{
    int fd;

    if (path[0])
        return;
    (void)snprintf(path, sizeof path, "/tmp/flash-fuzz-config-XXXXXX");
    fd = mkstemp(path);
    FUZZ_CHECK(fd >= 0);
    close(fd);
}

static void check_places(const struct source *src, const struct config_places *places)
{
    for (size_t i = 0; i < places->len; i++) {
        const struct config_place *p = &places->items[i];

        FUZZ_CHECK(p->loc.off <= src->text.len && p->loc.len <= src->text.len - p->loc.off);
        FUZZ_CHECK(loc_resolve(p->loc).line == p->line);
    }
}

static void check_read(struct arena *a, struct flash_str text)
{
    struct config_pairs pairs = {0};
    struct flash_error err = {0};

    make_path();
    FUZZ_CHECK(file_write(AT_FDCWD, path, text, 0, &err) == 0);
    if (config_read_file(path, a, &pairs, &err) < 0) {
        FUZZ_CHECK(err.message[0]);
        return;
    }
    for (size_t i = 0; i < pairs.len; i++)
        FUZZ_CHECK(!str_starts_nocase(pairs.items[i].name, STR("include.")) &&
                   !str_starts_nocase(pairs.items[i].name, STR("includeif.")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct flash_str text = {(const char *)data, size};
    struct config_places places = {0};
    struct flash_error err = {0};
    struct source src;

    if (!arena.base)
        arena_init(&arena, ARENA_SMALL);
    arena_reset(&arena);
    text = arena_str(&arena, text);
    if (source_init(&src, STR("flash.conf"), text, &err) < 0 ||
        config_scan(&src, &arena, &places, &err) < 0) {
        FUZZ_CHECK(err.message[0]);
        return 0;
    }
    check_places(&src, &places);
    check_read(&arena, src.text);
    return 0;
}
