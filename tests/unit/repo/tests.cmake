# flash_unit_test(<name> repo/test-<name>.c), one line for each
# Moving databases, through the library.
foreach(name apply checkout journal ledger target written)
    flash_unit_test(repo-${name} ${CMAKE_CURRENT_SOURCE_DIR}/repo/test-${name}.c PkgConfig::SQLITE3)
    if(TARGET adapter-sqlite)
        add_dependencies(test-repo-${name} adapter-sqlite)
    endif()
endforeach()

# Projects, snapshots, commits, endpoints.
foreach(name config endpoint history project record rename snapshot splice worktree)
    flash_unit_test(repo-${name} ${CMAKE_CURRENT_SOURCE_DIR}/repo/test-${name}.c)
endforeach()
flash_unit_test(repo-status ${CMAKE_CURRENT_SOURCE_DIR}/repo/test-status.c PkgConfig::SQLITE3)
if(TARGET adapter-sqlite)
    add_dependencies(test-repo-status adapter-sqlite)
endif()
