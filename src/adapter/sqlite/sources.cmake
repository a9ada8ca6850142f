# The one list of this adapter's sources, for the module and for FLASH_STATIC_MODULES.
set(ADAPTER_SQLITE_SOURCES
    abilities.c check-catalogue.c check-index.c check-table.c clone.c conn.c exec.c fail.c head.c
    integrity.c introspect.c ledger.c open.c park.c print.c shadow.c sqlite.c swap.c transaction.c)
list(TRANSFORM ADAPTER_SQLITE_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
