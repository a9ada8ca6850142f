flash_unit_test(options ${CMAKE_CURRENT_SOURCE_DIR}/cli/test-options.c flash_cli_frame)
flash_unit_test(textdiff ${CMAKE_CURRENT_SOURCE_DIR}/cli/test-textdiff.c flash_cli_frame)
# The manual pages say what the option tables say.
add_test(NAME docs-man COMMAND ${PROJECT_SOURCE_DIR}/contrib/scripts/check-docs $<TARGET_FILE:flash_cli> ${PROJECT_SOURCE_DIR})
set_tests_properties(docs-man PROPERTIES LABELS docs TIMEOUT 300)
