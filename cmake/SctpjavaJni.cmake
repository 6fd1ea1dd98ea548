# Finds jni.h in the JDK of JAVA_HOME, or of the javac on the path. Only headers are used, which are the same on every
# Linux, so a cross build uses the host's too.

set(java_homes "$ENV{JAVA_HOME}")
find_program(SCTPJAVA_JAVAC javac NO_CMAKE_FIND_ROOT_PATH)
if(SCTPJAVA_JAVAC)
  get_filename_component(javac ${SCTPJAVA_JAVAC} REALPATH)
  get_filename_component(javac_bin ${javac} DIRECTORY)
  get_filename_component(javac_home ${javac_bin} DIRECTORY)
  list(APPEND java_homes ${javac_home})
endif()

find_path(SCTPJAVA_JNI_INCLUDE jni.h
  HINTS ${java_homes} PATH_SUFFIXES include NO_CMAKE_FIND_ROOT_PATH)
if(NOT SCTPJAVA_JNI_INCLUDE)
  message(FATAL_ERROR "jni.h was not found: set JAVA_HOME to a JDK (not a JRE)")
endif()

add_library(sctpjava_jni_headers INTERFACE)
target_include_directories(sctpjava_jni_headers SYSTEM INTERFACE
  ${SCTPJAVA_JNI_INCLUDE} ${SCTPJAVA_JNI_INCLUDE}/linux)
