#!/usr/bin/env bash
# Runs the tests that need kernel SCTP, in the lab's guest: tests-in-guest.sh JDK_HOME MODE [CLASSES]
# The modes: plain, all tests; again, without what need not be repeated on a kernel with another JDK, nor by day on
# another kernel; sanitizers, those that test C code, with sanitizers; rest, those that the mode sanitizers leaves out.
# CLASSES, a regular expression without the final "Test", selects classes: 'Kernel(Options|Auth)'. The report goes to
# $LAB_OUT.
set -euo pipefail

home=$1 mode=$2
tests='(Kernel\w*|UsrsctpFaults|Examples|Readme)'
options=(
  -Xcheck:jni
  -XX:TieredStopAtLevel=1 # the guest is emulated: optimizing compilation costs more than it gains here
  --add-opens java.base/jdk.internal.misc=ALL-UNNAMED
  -XX:+UnlockExperimentalVMOptions -XX:-UseFastUnorderedTimeStamps # JFR's own clock is wrong on an emulated processor
  -Dio.sctp.tck.required=kernel # without SCTP these tests fail instead of being skipped
)
if "$home/bin/java" --version | head -n 1 | grep -qE ' (2[1-9]|[3-9][0-9])'; then
  options+=(
    --enable-native-access=ALL-UNNAMED
    -Djdk.virtualThreadScheduler.parallelism=2 -Djdk.virtualThreadScheduler.maxPoolSize=2
  )
fi
if [ "$mode" = again ]; then
  # About this project's code and not about the kernel; or long, and played on one kernel by day.
  ours='Mtu|CallWalk|Soak|Scripts|VirtualThreads|Interrupt|Memory|DirectMemory|Leak|Dispatcher\w*|Offer|FuzzedUse'
  tests="(?!Kernel($ours))Kernel\w*"
fi
# They run no C code that the others do not.
no_more_c='Kernel(Interop|Mtu|CallWalk|Scripts|VirtualThreads|Dispatcher\w*|Offer|DownPeer|Leak)'
[ "$mode" != rest ] || tests="($no_more_c|UsrsctpFaults|Examples|Readme)"
if [ "$mode" = sanitizers ]; then
  LD_PRELOAD=$(cc -print-file-name=libasan.so):$(cc -print-file-name=libubsan.so)
  export LD_PRELOAD
  export ASAN_OPTIONS=handle_segv=0:detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  tests="(?!$no_more_c)Kernel\w*"
  options+=(-Dio.sctp.library="$PWD/sctp-native/target/cmake/asan-ubsan/libsctpjava.so")
fi

tests=${3:-$tests}

# Tests that need no SCTP have run on the host. One JVM for all modules, as starting one takes long here.
roots=() classpath=''
for module in sctp-jni sctp-userspace sctp-examples; do
  roots+=("$module/target/test-classes")
  classpath+=$module/target/test-classes:$module/target/classes:$(cat "$module/target/test.classpath"):
done
exec "$home/bin/java" "${options[@]}" -cp "$classpath" org.junit.platform.console.ConsoleLauncher execute \
  --disable-banner --details=tree --disable-ansi-colors --fail-if-no-tests \
  --include-classname ".*\.${tests}Test" --scan-classpath "$(IFS=:; echo "${roots[*]}")" --reports-dir "$LAB_OUT"
