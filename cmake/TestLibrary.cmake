# cmake -P TestLibrary.cmake
#
# Runs the C tests, once as a release build and once with the sanitizers.

include(${CMAKE_CURRENT_LIST_DIR}/Presets.cmake)

foreach(preset release asan-ubsan)
  sctpjava_build(${preset})
  execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --preset ${preset} WORKING_DIRECTORY ${SCTPJAVA_NATIVE}
    RESULT_VARIABLE failure)
  if(failure)
    message(FATAL_ERROR "native: tests of preset ${preset} failed")
  endif()
endforeach()
