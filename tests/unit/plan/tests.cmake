# flash_unit_test(<name> plan/test-<name>.c), one line for each
foreach(name ddl ddl-random ddl-rebuild ddl-dependents park plan)
    flash_unit_test(${name} ${CMAKE_CURRENT_SOURCE_DIR}/plan/test-${name}.c PkgConfig::SQLITE3)
    target_sources(test-${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/plan/world.c)
endforeach()
