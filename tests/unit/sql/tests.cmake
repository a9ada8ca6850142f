# flash_unit_test(<name> sql/test-<name>.c), one line for each
flash_unit_test(keyword ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-keyword.c PkgConfig::SQLITE3)
flash_unit_test(lexer ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-lexer.c)
flash_unit_test(splitter ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-splitter.c)
flash_unit_test(expr ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-expr.c PkgConfig::SQLITE3)
flash_unit_test(dml ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-dml.c PkgConfig::SQLITE3)
flash_unit_test(walk ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-walk.c)
flash_unit_test(mutate ${CMAKE_CURRENT_SOURCE_DIR}/sql/test-mutate.c PkgConfig::SQLITE3)
