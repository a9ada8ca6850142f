# flash_unit_test(<name> dialect/test-<name>.c), one line for each
flash_unit_test(dialect ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-dialect.c)
flash_unit_test(sqlite-read ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-read.c)
flash_unit_test(sqlite-normal ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-normal.c)
flash_unit_test(sqlite-refs ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-refs.c)
flash_unit_test(sqlite-errors ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-errors.c)
flash_unit_test(sqlite-engine ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-engine.c PkgConfig::SQLITE3)
# Real schemas: only where FLASH_TEST_DATA named their folder when the build was configured.
if(DEFINED ENV{FLASH_TEST_DATA})
    flash_unit_test(sqlite-real ${CMAKE_CURRENT_SOURCE_DIR}/dialect/test-sqlite-real.c PkgConfig::SQLITE3)
    set_property(TEST unit-sqlite-real APPEND PROPERTY ENVIRONMENT "FLASH_TEST_DATA=$ENV{FLASH_TEST_DATA}")
endif()
