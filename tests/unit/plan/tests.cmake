# flash_unit_test(<name> plan/test-<name>.c), one line for each
