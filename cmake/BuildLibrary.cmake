# cmake -DSOURCES=FOLDER -DRESOURCES=FOLDER -DAARCH64=auto|required -P BuildLibrary.cmake
#
# Builds the library for this machine, and for aarch64 if the cross compiler is installed. Puts each into its platform's
# folder under RESOURCES, and the Java class with its constants into SOURCES.

include(${CMAKE_CURRENT_LIST_DIR}/Presets.cmake)

function(sctpjava_install preset platform)
  sctpjava_build(${preset})
  file(MAKE_DIRECTORY ${RESOURCES}/${platform})
  file(COPY_FILE ${SCTPJAVA_NATIVE}/target/cmake/${preset}/libsctpjava.so
    ${RESOURCES}/${platform}/libsctpjava.so ONLY_IF_DIFFERENT)
endfunction()

cmake_host_system_information(RESULT host QUERY OS_PLATFORM)
sctpjava_install(release linux-${host})

set(abi io/sctp/natives/Abi.java)
file(MAKE_DIRECTORY ${SOURCES}/io/sctp/natives)
file(COPY_FILE ${SCTPJAVA_NATIVE}/target/cmake/release/java/${abi} ${SOURCES}/${abi} ONLY_IF_DIFFERENT)

if(NOT host STREQUAL aarch64)
  find_program(cross_compiler aarch64-linux-gnu-gcc)
  if(cross_compiler)
    sctpjava_install(aarch64 linux-aarch64)
  elseif(AARCH64 STREQUAL required)
    message(
      FATAL_ERROR
        "aarch64-linux-gnu-gcc was not found: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross")
  else()
    message(STATUS "native: no aarch64-linux-gnu-gcc, so the jar will have no linux-aarch64 library")
  endif()
endif()
