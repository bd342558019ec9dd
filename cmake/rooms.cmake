# The one table of rooms, in the order of docs/design.md: each room's folder, and the rooms it may know.
# CMakeLists.txt builds and links the rooms by it; check_include_order.cmake holds every #include to it.

set(ROLELINT_ROOMS text json hcl policy catalog logic accept estate inputs graph engine fix rules library report serve cli)

set(ROLELINT_FOLDER_rules rules)
foreach(room IN LISTS ROLELINT_ROOMS)
  if(NOT DEFINED ROLELINT_FOLDER_${room})
    set(ROLELINT_FOLDER_${room} analyzer/${room})
  endif()
endforeach()

set(ROLELINT_KNOWS_text)
set(ROLELINT_KNOWS_json text)
set(ROLELINT_KNOWS_hcl json text)
set(ROLELINT_KNOWS_policy json text)
set(ROLELINT_KNOWS_catalog text)
set(ROLELINT_KNOWS_logic catalog policy json text)
set(ROLELINT_KNOWS_accept logic catalog policy json text)
set(ROLELINT_KNOWS_estate policy json text)
set(ROLELINT_KNOWS_inputs estate policy hcl json text)
set(ROLELINT_KNOWS_graph estate logic catalog policy json text)
set(ROLELINT_KNOWS_engine graph inputs estate accept logic catalog policy hcl json text)
set(ROLELINT_KNOWS_fix engine graph inputs estate accept logic catalog policy json text)
set(ROLELINT_KNOWS_rules engine graph inputs estate accept logic catalog policy json text)
# What programs link with: the check of a text, without the commands.
set(ROLELINT_KNOWS_library rules engine graph inputs estate accept logic catalog policy json text)
# Reports see findings, never rules.
set(ROLELINT_KNOWS_report engine graph inputs estate accept logic catalog policy json text)
# Protocols: what a command is to do is handed to them.
set(ROLELINT_KNOWS_serve report engine graph inputs estate accept logic catalog policy json text)
set(ROLELINT_KNOWS_cli serve report rules fix engine graph inputs estate accept logic catalog policy json text)
