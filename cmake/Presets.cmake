# What the scripts share that Maven runs: a preset of sctp-native configured and built.

set(SCTPJAVA_NATIVE ${CMAKE_CURRENT_LIST_DIR}/../sctp-native)

function(sctpjava_run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${SCTPJAVA_NATIVE} OUTPUT_VARIABLE output ERROR_VARIABLE output
    RESULT_VARIABLE failure)
  if(failure)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${output}\n${command}: failed (${failure})")
  endif()
endfunction()

function(sctpjava_build preset)
  message(STATUS "native: building preset ${preset}")
  sctpjava_run(${CMAKE_COMMAND} --preset ${preset})
  sctpjava_run(${CMAKE_COMMAND} --build --preset ${preset})
endfunction()
