/*
 * Runs a fuzz target on files, and on all files of folders, given as arguments: the kept corpus as
 * an ordinary test, for every compiler. Prints how many ran.
 */

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#define FILE_MAX ((long)1 << 24)

static unsigned run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    long size;
    uint8_t *data;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 || size > FILE_MAX) {
        fprintf(stderr, "cannot read '%s'\n", path);
        exit(1);
    }
    rewind(f);
    data = malloc((size_t)size + 1);
    FUZZ_CHECK(data != NULL);
    FUZZ_CHECK(fread(data, 1, (size_t)size, f) == (size_t)size);
    fclose(f);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    return 1;
}

static unsigned run_path(const char *path)
{
    struct stat st;
    struct dirent *entry;
    unsigned n = 0;
    DIR *dir;

    if (stat(path, &st) != 0) {
        perror(path);
        exit(1);
    }
    if (!S_ISDIR(st.st_mode))
        return run_file(path);
    dir = opendir(path);
    FUZZ_CHECK(dir != NULL);
    while ((entry = readdir(dir)) != NULL) {
        char file[4096];

        if (entry->d_name[0] == '.')
            continue;
        FUZZ_CHECK(snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) < (int)sizeof(file));
        n += run_path(file);
    }
    closedir(dir);
    return n;
}

int main(int argc, char **argv)
{
    unsigned n = 0;

    for (int i = 1; i < argc; i++)
        n += run_path(argv[i]);
    printf("%u inputs\n", n);
    return n > 0 ? 0 : 1;
}
