# flash_unit_test(<name> objects/test-<name>.c), one line for each
flash_unit_test(oid ${CMAKE_CURRENT_SOURCE_DIR}/objects/test-oid.c)
flash_unit_test(store ${CMAKE_CURRENT_SOURCE_DIR}/objects/test-store.c)
