# All warnings, optional sanitizers, and the hardening flags of the shared library.

option(SCTPJAVA_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

# Branch protection: returns and indirect calls reach only targets that the compiler allows.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(SCTPJAVA_BRANCH_PROTECTION -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64")
  set(SCTPJAVA_BRANCH_PROTECTION -mbranch-protection=standard)
endif()

function(sctpjava_flags target)
  set_target_properties(${target} PROPERTIES
    C_STANDARD 17
    C_STANDARD_REQUIRED ON
    C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden
    POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Werror -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    # Keeps paths of the build machine out of the library.
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
    # A buffer overflow on the stack ends the process. Large frames touch every page of the stack.
    -fstack-protector-strong -fstack-clash-protection ${SCTPJAVA_BRANCH_PROTECTION})
  if(SCTPJAVA_SANITIZE)
    target_compile_options(${target} PUBLIC
      -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  else()
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
  endif()
endfunction()

function(sctpjava_harden target)
  target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--no-undefined)
  if(NOT SCTPJAVA_SANITIZE)
    # A C library does not need the start files of the system's C library. On some systems they are compiled without
    # branch protection, and one such object removes the property from the whole library.
    target_link_options(${target} PRIVATE -nostartfiles)
  endif()
endfunction()
