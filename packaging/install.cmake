# What an installation holds, and the Debian package that CPack makes of it (packaging/deb.sh). The programs
# carry their texts, tables, shaders and icons inside, so nothing below share/ is needed to run them.
include(GNUInstallDirs)
if(NOT TARGET orelens OR NOT TARGET orelens-cli)
    return()
endif()
install(TARGETS orelens orelens-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS orelens-read-vdb orelens-read-geoh5 RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/orelens)
if(TARGET orelens-mpi)
    # With the right to be executed, which tells a program of this installation from any other file.
    install(TARGETS orelens-mpi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/orelens
            PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
endif()
set(desktop ${PROJECT_SOURCE_DIR}/resources/desktop)
install(FILES ${desktop}/orelens.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${desktop}/orelens.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${desktop}/orelens-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME orelens.xml)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/orelens)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/README.zh.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/orelens)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/debian/lintian-overrides
        DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME orelens)
# Pages in both languages; those for who changes the program stay with its sources.
file(GLOB pages ${PROJECT_SOURCE_DIR}/resources/docs/*.md)
list(FILTER pages EXCLUDE REGEX "/(developing|windows)[.]")
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/orelens/docs)

# Manual pages, completions and icon sizes are written by the program just built: its own tables, never a copy.
# Compressed without name and time, so that equal content is equal bytes.
set(share "\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}")
install(CODE "
    set(share \"${share}\")
    foreach(arguments IN ITEMS
            \"en;--man;\${share}/man/man1;--bash;\${share}/bash-completion/completions;--zsh;\${share}/zsh/vendor-completions;--icons;\${share}/icons/hicolor\"
            \"zh;--man;\${share}/man/zh_CN/man1\")
        execute_process(COMMAND \"$<TARGET_FILE:orelens-cli>\" generate --lang \${arguments}
                        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
    set(doc \"\${share}/doc/orelens\")
    # A checkout under another umask has other permissions, and the package would have other bytes.
    configure_file(\"${PROJECT_SOURCE_DIR}/CHANGELOG.md\" \"\${doc}/changelog\" NO_SOURCE_PERMISSIONS COPYONLY)
    configure_file(\"${PROJECT_SOURCE_DIR}/packaging/debian/changelog\" \"\${doc}/changelog.Debian\" NO_SOURCE_PERMISSIONS COPYONLY)
    file(GLOB plain \"\${share}/man/man1/orelens*.1\" \"\${share}/man/zh_CN/man1/orelens*.1\"
         \"\${doc}/changelog\" \"\${doc}/changelog.Debian\")
    execute_process(COMMAND gzip -9nf \${plain} COMMAND_ERROR_IS_FATAL ANY)
")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME orelens)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Orelens maintainers <orelens@localhost.localdomain>")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# Libraries come from the programs themselves; fonts, and an X server for drawing without a display, are asked
# for at run time.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk | fonts-wqy-microhei, qt6-translations-l10n, xvfb, libgl1-mesa-dri, shared-mime-info, desktop-file-utils, hicolor-icon-theme")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qgis, bash-completion")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "whole mineral deposits and what is usable at a price")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Orelens keeps a whole mineral deposit, every element at every grade, instead
of only what is expected to be economic today. From drillhole files it
estimates a block model, computes the price at which each block begins to pay,
and shows in 3D how the usable part grows and shrinks as a price moves.
.
The package holds the desktop program (orelens) and the command line
(orelens-cli), which needs no display.")
include(CPack)
