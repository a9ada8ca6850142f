# flash_unit_test(<name> schema/test-<name>.c), one line for each
