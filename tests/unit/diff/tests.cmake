flash_unit_test(diff ${CMAKE_CURRENT_SOURCE_DIR}/diff/test-diff.c)
target_sources(test-diff PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/schema/model.c)
target_include_directories(test-diff PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/schema)
