# flash_unit_test(<name> sql/test-<name>.c), one line for each
