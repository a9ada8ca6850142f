# flash_unit_test(<name> adapter/test-<name>.c), one line for each
