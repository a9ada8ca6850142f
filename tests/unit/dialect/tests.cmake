# flash_unit_test(<name> dialect/test-<name>.c), one line for each
