# shellcheck shell=bash
# Builds the project if a source is newer than the last build.

readonly BUILT_MARK=$SCTP_HOME/target/built
# The help of each command, written by the last build.
# shellcheck disable=SC2034 # read by tool.sh
readonly HELP_TEXTS=$SCTP_HOME/target/help

# Builds everything unless it is up to date. Unit tests have their own command.
ensure_built() { ensure_built_with '' "$SCTP_HOME"; }

# ensure_built_with PROFILE FOLDER: also builds with a Maven profile, which creates FOLDER.
ensure_built_with() {
  require java javac mvn cmake cc make || exit 1
  [ ! -e "$BUILT_MARK" ] || [ ! -e "$2" ] || [ -n "$(newer_sources)" ] || lacks_usrsctp_peer || return 0
  echo 'sctp: building' >&2
  (cd "$SCTP_HOME" && mvn -q -B ${1:+"-P$1"} -DskipTests package) >&2 || { echo 'sctp: the build failed' >&2; exit 1; }
  write_help
  mkdir -p "$(dirname "$BUILT_MARK")"
  touch "$BUILT_MARK"
}

# Starting a JVM takes too long for just printing a text.
write_help() {
  java -jar "$SCTP_HOME"/sctp-bench/target/sctp-bench-*[!s].jar help-texts "$HELP_TEXTS" ||
    { echo 'sctp: the texts of --help could not be written' >&2; exit 1; }
}

# Whether the library needed by one of the C programs was installed after the build.
lacks_usrsctp_peer() { [ -e /usr/include/usrsctp.h ] && [ ! -e "$SCTP_HOME/sctp-bench/target/peers/usrsctp-peer" ]; }

newer_sources() {
  find "$SCTP_HOME"/pom.xml "$SCTP_HOME"/cmake "$SCTP_HOME"/sctp-*/pom.xml "$SCTP_HOME"/sctp-*/src \
    "$SCTP_HOME"/sctp-native/CMakeLists.txt -newer "$BUILT_MARK" -type f -print -quit
}
