# Warnings for everything, sanitizers where asked for, and what hardens the shared library.

option(SCTPJAVA_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

function(sctpjava_flags target)
  set_target_properties(${target} PROPERTIES
    C_STANDARD 17
    C_STANDARD_REQUIRED ON
    C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden
    POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Werror -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    # No path of the machine that built it stays in the library.
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
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
endfunction()
