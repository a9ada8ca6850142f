foreach(name diff resolve)
    flash_unit_test(${name} ${CMAKE_CURRENT_SOURCE_DIR}/diff/test-${name}.c)
    target_sources(test-${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/schema/model.c
        ${CMAKE_CURRENT_SOURCE_DIR}/diff/show.c)
    target_include_directories(test-${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/schema)
endforeach()
