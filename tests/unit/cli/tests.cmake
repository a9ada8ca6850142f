flash_unit_test(options ${CMAKE_CURRENT_SOURCE_DIR}/cli/test-options.c flash_cli_frame)
