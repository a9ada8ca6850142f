# flash_unit_test(<name> base/test-<name>.c), one line for each
