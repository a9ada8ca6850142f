# flash_unit_test(<name> diff/test-<name>.c), one line for each
