foreach(name loader sqlite-open sqlite-exec sqlite-introspect sqlite-ledger)
    flash_unit_test(adapter-${name} ${CMAKE_CURRENT_SOURCE_DIR}/adapter/test-${name}.c
        PkgConfig::SQLITE3)
    if(TARGET adapter-sqlite)
        add_dependencies(test-adapter-${name} adapter-sqlite)
    endif()
endforeach()
