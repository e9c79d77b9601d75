# Run once PROGRAM is built: writes OUT, which tells CTest one test for each of its test suites. Every test in a process of
# its own would load the same libraries and make the same data anew some 1 900 times.
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY TIMEOUT 120)
string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_/]+\\." suites "${listed}")
get_filename_component(name ${PROGRAM} NAME)
set(written "")
foreach(suite IN LISTS suites)
    string(REGEX REPLACE "[\n.]" "" suite "${suite}")
    string(APPEND written "add_test([=[${name}.${suite}]=] [=[${PROGRAM}]=] [=[--gtest_filter=${suite}.*]=])\n"
           "set_tests_properties([=[${name}.${suite}]=] PROPERTIES TIMEOUT 900 COST ${COST})\n")
endforeach()
file(WRITE ${OUT} "${written}")
