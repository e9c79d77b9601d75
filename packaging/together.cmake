# Compiles the sources of a target a few at a time (a unity build), which takes a third of the time that one by one does:
# most of a compilation is reading the headers. together.py says which files may share one. After an edit that makes two
# of them clash, configure again.
option(ORELENS_UNITY "Compile source files a few at a time" ON)
set(ORELENS_UNITY_MOST 12 CACHE STRING "At most so many source files are compiled as one")
find_package(Python3 COMPONENTS Interpreter)

# orelens_compile_together(TARGET): puts the target's sources, given with absolute paths, into groups once all of this
# folder's properties are known.
function(orelens_compile_together target)
    if(ORELENS_UNITY AND Python3_FOUND)
        cmake_language(EVAL CODE "cmake_language(DEFER CALL orelens_group_sources ${target})")
    endif()
endfunction()

function(orelens_group_sources target)
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    set(apart)
    foreach(source IN LISTS sources)
        get_source_file_property(options ${source} COMPILE_OPTIONS)
        get_source_file_property(unprepared ${source} SKIP_PRECOMPILE_HEADERS)
        if(options OR unprepared)
            list(APPEND apart ${source})
        endif()
    endforeach()
    if(apart)
        list(REMOVE_ITEM sources ${apart})
    endif()
    list(SORT sources)
    list(JOIN sources "\n" lines)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_together)
    file(WRITE ${folder}/sources "${lines}\n")
    execute_process(COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/packaging/together.py ${ORELENS_UNITY_MOST}
                            ${PROJECT_SOURCE_DIR} ${folder}
                    INPUT_FILE ${folder}/sources OUTPUT_VARIABLE together COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL "[^\n]+" together "${together}")
    set_source_files_properties(${sources} PROPERTIES HEADER_FILE_ONLY ON)
    target_sources(${target} PRIVATE ${together})
endfunction()
