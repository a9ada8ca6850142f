# flash_unit_test(<name> repo/test-<name>.c), one line for each
