# Shared by the CMake scripts that Maven runs.

set(SCTPJAVA_NATIVE ${CMAKE_CURRENT_LIST_DIR}/../sctp-native)

function(sctpjava_run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${SCTPJAVA_NATIVE} OUTPUT_VARIABLE output ERROR_VARIABLE output
    RESULT_VARIABLE failure)
  if(failure)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${output}\n${command}: failed (${failure})")
  endif()
endfunction()

# A build folder stores the path of its sources, so one that was moved or copied is configured again.
function(sctpjava_forget_if_moved build source)
  if(EXISTS ${build}/CMakeCache.txt)
    file(STRINGS ${build}/CMakeCache.txt home REGEX "^CMAKE_HOME_DIRECTORY:")
    file(REAL_PATH ${source} source)
    if(NOT home STREQUAL "CMAKE_HOME_DIRECTORY:INTERNAL=${source}")
      file(REMOVE_RECURSE ${build})
    endif()
  endif()
endfunction()

function(sctpjava_build preset)
  message(STATUS "native: building preset ${preset}")
  sctpjava_forget_if_moved(${SCTPJAVA_NATIVE}/target/cmake/${preset} ${SCTPJAVA_NATIVE})
  sctpjava_run(${CMAKE_COMMAND} --preset ${preset})
  sctpjava_run(${CMAKE_COMMAND} --build --preset ${preset})
endfunction()
