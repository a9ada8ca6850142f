# flash_unit_test(<name> cli/test-<name>.c), one line for each
