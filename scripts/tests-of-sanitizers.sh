#!/usr/bin/env bash
# Tests that the sanitizers find memory errors: tests-of-sanitizers.sh JDK_HOME
# The memory contract runs on local sockets, which need no SCTP, in a JVM with the C library built with sanitizers. It
# must pass; with a fault planted in the library, the JVM must end. Ends with a line `N passed, M failed`.
set -euo pipefail

SCTP_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly MODULE=$SCTP_HOME/sctp-jni
readonly SOCKET_PAIRS=$SCTP_HOME/sctp-native/target/cmake/release/test/socket_pairs
readonly FIRST_SOCKET=500
java=$1/bin/java passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build [STATEMENTS]: builds the library with sanitizers, and with these statements after the receive of a message.
build() {
  cp "$SCTP_HOME/sctp-native/src/message.c" "$work/sctp-native/src/message.c"
  [ $# = 0 ] || sed -i "1i #include <stdlib.h>
    /^    sctpjava_message_decode(&header, (int)received/i $1" "$work/sctp-native/src/message.c"
  (cd "$work/sctp-native" && cmake --preset asan-ubsan -DBUILD_TESTING=OFF && cmake --build --preset asan-ubsan) \
    >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
}

# Runs the contract and returns its status. Its output is in $work/output.
contract() (
  LD_PRELOAD=$(cc -print-file-name=libasan.so):$(cc -print-file-name=libubsan.so)
  export LD_PRELOAD
  export ASAN_OPTIONS=handle_segv=0:detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  cd "$work"
  exec "$SOCKET_PAIRS" 64 $FIRST_SOCKET "$java" -XX:TieredStopAtLevel=1 -Dio.sctp.test.sockets=$FIRST_SOCKET \
    -Dio.sctp.library="$work/sctp-native/target/cmake/asan-ubsan/libsctpjava.so" \
    -cp "$MODULE/target/test-classes:$MODULE/target/classes:$(cat "$MODULE/target/test.classpath")" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --fail-if-no-tests \
    --select-class io.sctp.kernel.LocalSocketMemory >output 2>&1
)

# verdict NAME COMMAND...: counts a check.
verdict() {
  local name=$1
  shift
  if "$@"; then
    echo "ok: $name"
    passed=$((passed + 1))
  else
    echo "FAILED: $name"
    tail -n 25 "$work/output" | sed 's/^/    /'
    failed=$((failed + 1))
  fi
}

# The aborted tests are those of arenas, which older JDKs do not have.
passes() { contract && grep -q '\[ *0 tests aborted' "$work/output" && grep -q '\[ *0 tests failed' "$work/output"; }

# Hides the shell's message about a process that was ended by a signal.
ends_with() { { ! contract; } 2>/dev/null && grep -q "ERROR: AddressSanitizer: $1" "$work/output"; }

mkdir "$work/sctp-native"
cp -r "$SCTP_HOME/cmake" "$work"
cp -r "$SCTP_HOME"/sctp-native/{src,CMakeLists.txt,CMakePresets.json} "$work/sctp-native"
build
verdict 'the contract of memory holds under sanitizers' passes
build '((volatile char *)payload)[capacity] = 0;'
verdict 'a byte too many is found' ends_with heap-buffer-overflow
build 'char *volatile freed = malloc(64); free(freed); freed[received > 0] = 1;'
verdict 'the use of what was freed is found' ends_with heap-use-after-free
echo "$passed passed, $failed failed"
[ $failed = 0 ]
