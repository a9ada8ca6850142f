flash_unit_test(merge ${CMAKE_CURRENT_SOURCE_DIR}/merge/test-merge.c)
target_sources(test-merge PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/merge/case.c)
target_compile_definitions(test-merge PRIVATE MERGE_CASES="${CMAKE_CURRENT_SOURCE_DIR}/merge/cases.txt"
    MERGE_PAGE="${PROJECT_SOURCE_DIR}/man/flash-conflicts.7")
flash_unit_test(merge-bases ${CMAKE_CURRENT_SOURCE_DIR}/merge/test-bases.c)
