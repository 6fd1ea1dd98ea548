# cmake -DPROGRAMS=FOLDER -DBUILD=FOLDER -P BuildPeers.cmake
#
# Builds the C programs that sctp-bench measures, into PROGRAMS.

include(${CMAKE_CURRENT_LIST_DIR}/Presets.cmake)

set(SOURCE ${CMAKE_CURRENT_LIST_DIR}/../sctp-bench/src/main/c)
sctpjava_forget_if_moved(${BUILD} ${SOURCE})
foreach(step "-S;${SOURCE};-B;${BUILD};-DCMAKE_BUILD_TYPE=Release;-DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${PROGRAMS}"
    "--build;${BUILD}")
  execute_process(COMMAND ${CMAKE_COMMAND} ${step} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failure)
  if(failure)
    message(FATAL_ERROR "${output}\npeers: failed (${failure})")
  endif()
endforeach()
