# flash_unit_test(<name> objects/test-<name>.c), one line for each
