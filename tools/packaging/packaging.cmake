# What is installed where, and the Debian packages that cpack makes of it.
#
#   afterword-kiosk           the kiosk, its words, themes and shipped surveys, its service in a cage session
#   afterword-kiosk-machine   makes the machine nothing but a kiosk: no other logins, no keys that reach the system
#   afterword-collector       the collector and its service
#   afterword-tools           the command line
#
# `tools/package` builds them and tries them. Libraries are dynamic: dpkg-shlibdeps names what they need.
set(here ${CMAKE_CURRENT_LIST_DIR})

install(TARGETS afterword-kiosk RUNTIME DESTINATION bin COMPONENT afterword-kiosk)
install(TARGETS afterword-collector RUNTIME DESTINATION bin COMPONENT afterword-collector)
install(TARGETS afterword RUNTIME DESTINATION bin COMPONENT afterword-tools)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/assets/ DESTINATION share/afterword/assets COMPONENT afterword-kiosk
        PATTERN pictures EXCLUDE PATTERN console EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/survey-defs/ DESTINATION share/afterword/survey-defs COMPONENT afterword-kiosk
        FILES_MATCHING PATTERN "*.json" PATTERN model EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/kiosk/SETTINGS.md DESTINATION share/doc/afterword-kiosk COMPONENT afterword-kiosk)
install(FILES ${CMAKE_SOURCE_DIR}/sync/collector/KEYS.md DESTINATION share/doc/afterword-collector COMPONENT afterword-collector)
install(FILES ${here}/kiosk.json DESTINATION /etc/afterword COMPONENT afterword-kiosk)
install(FILES ${here}/afterword-kiosk.rules DESTINATION lib/udev/rules.d RENAME 70-afterword-kiosk.rules
        COMPONENT afterword-kiosk)
install(FILES ${here}/collector.conf DESTINATION /etc/afterword COMPONENT afterword-collector)

foreach(part kiosk collector)
  set(package afterword-${part})
  install(FILES ${here}/${package}.service DESTINATION lib/systemd/system COMPONENT ${package})
  install(FILES ${here}/${package}.sysusers DESTINATION lib/sysusers.d RENAME ${package}.conf COMPONENT ${package})
  install(FILES ${here}/${package}.tmpfiles DESTINATION lib/tmpfiles.d RENAME ${package}.conf COMPONENT ${package})
endforeach()
foreach(kind logind system)
  install(FILES ${here}/afterword-kiosk-machine/${kind}.conf DESTINATION lib/systemd/${kind}.conf.d
          RENAME afterword-kiosk.conf COMPONENT afterword-kiosk-machine)
endforeach()
install(FILES ${here}/afterword-kiosk-machine/sysctl.conf DESTINATION lib/sysctl.d RENAME 90-afterword-kiosk.conf
        COMPONENT afterword-kiosk-machine)
set(packages afterword-kiosk afterword-kiosk-machine afterword-collector afterword-tools)
foreach(package ${packages})
  install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/${package}
          COMPONENT ${package})
  install(FILES ${here}/copyright DESTINATION share/doc/${package} COMPONENT ${package})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME afterword)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "Afterword")
set(CPACK_PACKAGE_CONTACT "The Afterword authors <afterword@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL ${packages})
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_AFTERWORD-KIOSK_PACKAGE_NAME afterword-kiosk)
set(CPACK_COMPONENT_AFTERWORD-KIOSK_DESCRIPTION "In-store feedback kiosk
Asks shoppers a short survey on a touch screen, keeps every answer sealed on its
own disk, and sends them to a collector when it can be reached.")
# Fonts and keyboards are read, not linked; seatd, cage, Xwayland and a GL driver are the screen.
set(CPACK_DEBIAN_AFTERWORD-KIOSK_PACKAGE_DEPENDS
    "fonts-vollkorn, fonts-inter, fonts-noto-core, fonts-noto-cjk, xkb-data, tzdata, systemd, init-system-helpers, seatd, cage, xwayland, libgl1, libgl1-mesa-dri")
# espeak-ng is a program of its own, never linked; without it nothing is read aloud. Chinese is typed
# with librime, loaded when it is first wanted.
set(CPACK_DEBIAN_AFTERWORD-KIOSK_PACKAGE_RECOMMENDS "espeak-ng, librime1, rime-data-pinyin-simp")
set(CPACK_DEBIAN_AFTERWORD-KIOSK_PACKAGE_CONTROL_EXTRA
    "${here}/afterword-kiosk/conffiles;${here}/afterword-kiosk/postinst;${here}/afterword-kiosk/prerm;${here}/afterword-kiosk/postrm")
set(CPACK_DEBIAN_AFTERWORD-KIOSK_PACKAGE_SUGGESTS "afterword-kiosk-machine")
set(CPACK_DEBIAN_AFTERWORD-KIOSK-MACHINE_PACKAGE_NAME afterword-kiosk-machine)
set(CPACK_DEBIAN_AFTERWORD-KIOSK-MACHINE_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_AFTERWORD-KIOSK-MACHINE_DESCRIPTION "Makes a machine nothing but a kiosk
No login prompts on other terminals, no Ctrl-Alt-Del, no SysRq, no power key, no
core dumps. For machines that shoppers can touch, not for desktops.")
set(CPACK_DEBIAN_AFTERWORD-KIOSK-MACHINE_PACKAGE_DEPENDS "afterword-kiosk, systemd")
set(CPACK_DEBIAN_AFTERWORD-KIOSK-MACHINE_PACKAGE_CONTROL_EXTRA
    "${here}/afterword-kiosk-machine/postinst;${here}/afterword-kiosk-machine/prerm")
set(CPACK_DEBIAN_AFTERWORD-COLLECTOR_PACKAGE_NAME afterword-collector)
set(CPACK_COMPONENT_AFTERWORD-COLLECTOR_DESCRIPTION "Collector of Afterword's kiosks
Serves survey definitions to kiosks, takes their answers in, computes figures and
shows them on pages of its own.")
set(CPACK_DEBIAN_AFTERWORD-COLLECTOR_PACKAGE_DEPENDS "tzdata, systemd, init-system-helpers")
set(CPACK_DEBIAN_AFTERWORD-COLLECTOR_PACKAGE_RECOMMENDS "afterword-tools")
set(CPACK_DEBIAN_AFTERWORD-COLLECTOR_PACKAGE_CONTROL_EXTRA
    "${here}/afterword-collector/conffiles;${here}/afterword-collector/postinst;${here}/afterword-collector/prerm;${here}/afterword-collector/postrm")
set(CPACK_DEBIAN_AFTERWORD-TOOLS_PACKAGE_NAME afterword-tools)
set(CPACK_COMPONENT_AFTERWORD-TOOLS_DESCRIPTION "Command line of Afterword
Lints, publishes and exports surveys, enrols kiosks, computes figures, simulates
and verifies.")
set(CPACK_DEBIAN_AFTERWORD-TOOLS_PACKAGE_DEPENDS "tzdata")
include(CPack)
