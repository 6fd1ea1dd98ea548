#!/usr/bin/env bash
# Runs the jobs of jobs/ as a user would, but with all machines on this one: a load of two generators, and one result.
# Needs root. Ends with a line `N passed, M failed`.
#
#   scripts/tests-of-jobs.sh [PART...]     parts (default: all): slurm ansible kubernetes jmeter
set -euo pipefail

SCTP_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SCTP_HOME
cd "$SCTP_HOME"
# shellcheck source=prerequisites.sh
. scripts/prerequisites.sh
# shellcheck source=checks.sh
. scripts/checks.sh

# As fast as possible, since a busy machine would miss any fixed rate.
readonly LOAD=(--rate max --warmup 500ms --duration 2s --drain 60s --associations 3)

# The network in which everything runs that has no other, so that no port is taken.
readonly NET=(nsenter "--net=/run/netns/$$-server")

# What is the root of the containers.
readonly POD=$work/pod

readonly JMETER_HOME=$work/jmeter-home
readonly JMETER=(env -C "$JMETER_HOME/bin" "${NET[@]}" java -Djava.rmi.server.hostname=127.0.0.1 -jar ApacheJMeter.jar
  --jmeterproperty server.rmi.ssl.disable=true)

# daemon NAME COMMAND...: runs a command in the background until stop_daemons. Its output is then in $work/NAME.
daemon() {
  local name=$1
  shift
  setsid timeout 10m "$@" >"$work/$name" 2>&1 </dev/null &
  daemons+=($!)
}

# Each timeout passes the signal on to all that it started.
stop_daemons() {
  [ ${#daemons[@]} = 0 ] || kill "${daemons[@]}" 2>/dev/null || true
  wait
}

# awaits NAME SECONDS COMMAND...: until the command succeeds.
awaits() {
  local name=$1 end=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { failed "$name: not after its time" "$name"; return 1; }
    sleep 0.2
  done
}

# server NAME ADDRESS: a server, which reports the clients that came.
server() {
  daemon "$1" "${NET[@]}" ./sctp server --provider userspace --bind "$2"
  awaits "$1" 60 grep -q '^listening' "$work/$1"
}

# one_result NAME FOLDER: the result in a folder must be valid, and made of two generators' results.
one_result() {
  wrote "$1" "$2/result.json" '"verdict" : "VALID"'
  wrote "$1" "$2/result.json" '"shard" : "1/2"'
  wrote "$1" "$2/result.json" '"shard" : "2/2"'
}

# Two slurmd with names of their own are two nodes.
slurm() (
  require slurmctld slurmd munged sbatch ip nsenter
  daemons=()
  # Slurm's own processes outlive it: a job that still runs is cancelled first.
  trap 'timeout 20 "${NET[@]}" scancel --user "$(id -un)" || true; stop_daemons; remove_namespaces' EXIT
  namespace server
  # Slurm listens only where there is an address beyond the loopback.
  namespace one 1
  start_slurm
  server slurm-server 127.0.0.1:5001
  mkdir "$work/shared"
  check slurm 0 timeout 300 "${NET[@]}" sbatch --wait --nodes 2 --output "$work/slurm-output" \
    jobs/slurm/load.sbatch "$work/shared" 127.0.0.1 --provider userspace "${LOAD[@]}"
  one_result slurm "$work"/shared/*/merged
  says slurm-output '^2 generators, whose measurements began '
  says slurm-server ' came, 3 here'

  # Nobody listens there, so the generators fail, and so must the job.
  check slurm-no-server 1 timeout 300 "${NET[@]}" sbatch --wait --nodes 2 --output "$work/slurm-no-server-output" \
    jobs/slurm/load.sbatch "$work/shared" 127.0.0.1 --provider tcp "${LOAD[@]}"
  says slurm-no-server-output 'a generator ended with status 1'
)

start_slurm() {
  local state=$work/slurm-state name host
  name=$(uname -n)
  mkdir -p "$state"/spool-{one,two}
  (umask 077 && head -c 64 /dev/urandom >"$state/key")
  daemon munged munged --foreground --force --key-file "$state/key" --socket "$state/munge" \
    --pid-file "$state/munged.pid" --seed-file "$state/seed" --log-file "$state/munged.log"
  awaits munged 20 test -S "$state/munge"
  export SLURM_CONF=$state/slurm.conf
  cat >"$SLURM_CONF" <<TEXT
ClusterName=test
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$state/munge
CredType=cred/munge
StateSaveLocation=$state
SlurmdSpoolDir=$state/spool-%n
SlurmctldPidFile=$state/slurmctld.pid
SlurmdPidFile=$state/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/linear
SlurmdParameters=config_overrides
MpiDefault=none
NodeName=one,two NodeHostname=$name NodeAddr=127.0.0.1 Port=16818,16819
PartitionName=all Nodes=one,two Default=YES
TEXT
  daemon slurmctld "${NET[@]}" slurmctld -D
  for host in one two; do daemon "slurmd-$host" "${NET[@]}" slurmd -D -N "$host"; done
  awaits slurmctld 30 both_nodes_are_idle
}

both_nodes_are_idle() { [ "$("${NET[@]}" sinfo --noheader --Node --states idle | wc -l)" = 2 ]; }

# Each host has a network namespace of its own, as the server has, and is otherwise this machine. `ip netns exec` would
# also mount a /sys of its own.
ansible() (
  require ansible-playbook ip nsenter
  daemons=()
  trap 'stop_daemons; remove_namespaces' EXIT
  namespace server
  namespace one 1
  namespace two 2
  server ansible-server 10.77.1.1:5001
  cat >"$work/inventory" <<TEXT
[generators]
first launcher="nsenter --net=/run/netns/$$-one"
second launcher="nsenter --net=/run/netns/$$-two"
[generators:vars]
ansible_connection=local
TEXT
  check ansible 0 playbook "$work/playbook" 10.77.1.1
  one_result ansible "$work/playbook/merged"
  says ansible '2 generators, whose measurements began '
  says ansible-server '10\.77\.1\.2:[0-9]+ came'
  says ansible-server '10\.77\.2\.2:[0-9]+ came'

  # One host cannot reach this server, the other can.
  ip -n $$-two route del default
  check ansible-one-host 2 playbook "$work/half" 10.77.1.1
  says ansible-one-host 'results of some generators are missing: 2/2'
)

# playbook FOLDER SERVER: in that folder, to which the name of the result's folder is relative.
playbook() (
  cd "$(dirname "$1")"
  ANSIBLE_LOCALHOST_WARNING=false timeout 300 ansible-playbook -i "$work/inventory" "$SCTP_HOME/jobs/ansible/load.yml" \
    -e "server=$2 out=$(basename "$1") lead_s=15 load='--provider userspace ${LOAD[*]}'"
)

# namespace NAME [NUMBER]: with a number it has a link to the namespace `server`, and routes everything through it.
namespace() {
  local name=$$-$1 number=${2:-}
  ip netns add "$name"
  ip -n "$name" link set lo up
  [ -n "$number" ] || return 0
  ip -n "$name" link add uplink type veth peer name "down$number" netns $$-server
  ip -n "$name" address add "10.77.$number.2/24" dev uplink
  ip -n $$-server address add "10.77.$number.1/24" dev "down$number"
  ip -n "$name" link set uplink up
  ip -n $$-server link set "down$number" up
  ip -n "$name" route add default via "10.77.$number.1"
}

remove_namespaces() {
  local file
  for file in "/run/netns/$$-"*; do [ ! -e "$file" ] || ip netns del "$(basename "$file")"; done
}

# There is no cluster here. This makes of the image and the volume a folder, of the pods' network a namespace, and runs
# in it the containers' own commands with the variables that Kubernetes would set.
kubernetes() (
  require ip nsenter /usr/lib/python3/dist-packages/yaml
  daemons=()
  trap 'stop_daemons; remove_namespaces' EXIT
  make_image
  namespace server
  mapfile -d '' -t command < <(command_in server.yaml)
  daemon kubernetes-server "${NET[@]}" "${command[@]}"
  awaits kubernetes-server 60 grep -q '^listening' "$work/kubernetes-server"
  check kubernetes 0 generators_of_job
  check kubernetes-merge 0 java -jar "$POD/sctp/sctp-bench.jar" merge "$POD/results/sctp-load-x7k2p/parts" \
    --out "$work/kubernetes-merged"
  one_result kubernetes-merge "$work/kubernetes-merged"
  wrote kubernetes-merge "$work/kubernetes-merged/result.json" '"host" : "node-1"'
  says kubernetes-server ' came, 3 here'
)

make_image() {
  local from to
  while read -r from to; do
    mkdir -p "$POD$(dirname "$to")"
    cp -R "$from" "$POD$to"
  done < <(sed -n 's/^COPY //p' jobs/kubernetes/Dockerfile)
}

# Prints the words of the container's command, each with a zero byte behind it.
command_in() {
  python3 -c '
import sys, yaml
pod, file = sys.argv[1:]
for document in yaml.safe_load_all(open(file)):
    for container in document["spec"].get("template", {}).get("spec", {}).get("containers", []):
        for word in container["command"]:
            word = word.replace("/sctp/", pod + "/sctp/").replace("/results/", pod + "/results/")
            print(word.replace(" sctp-server ", " 127.0.0.1 "), end="\0")' "$POD" "jobs/kubernetes/$1"
}

generators_of_job() {
  local index command ids=() id status=0
  mapfile -d '' -t command < <(command_in load.yaml)
  for index in 0 1; do
    GENERATORS=2 JOB=sctp-load-x7k2p SCTP_HOST=node-$index JOB_COMPLETION_INDEX=$index timeout 300 \
      "${NET[@]}" "${command[@]}" "${LOAD[@]}" &
    ids+=($!)
  done
  for id in "${ids[@]}"; do wait "$id" || status=$?; done
  return $status
}

# Two engines of JMeter, which a third JMeter drives, in a network of their own.
jmeter() (
  require ip nsenter unzip
  daemons=()
  trap 'stop_daemons; remove_namespaces' EXIT
  make_jmeter
  namespace server
  server jmeter-server 127.0.0.1:5001
  local number
  for number in 1 2; do
    daemon "engine-$number" "${JMETER[@]}" --server --jmeterproperty "server_port=1099$number"
    awaits "engine-$number" 60 grep -q '^Created remote object' "$work/engine-$number"
  done
  check jmeter 0 plan "$work/samples" --globalproperty size=1000 --globalproperty stream=3
  check jmeter-samples 0 samples "$work/samples" 200 true
  check jmeter-bad 0 plan "$work/bad-samples" --globalproperty size=0
  check jmeter-bad-samples 0 samples "$work/bad-samples" IllegalArgumentException false
  wrote jmeter-bad "$work/bad-samples" 'size 0 is not between 1 and 1048576'
  # Each thread has one association.
  check jmeter-associations 0 test "$(grep -c ' went after .* and 50 messages' "$work/jmeter-server")" = 4
)

# Lays JMeter and the plugin out as JMeter's own archive is.
make_jmeter() {
  mvn -q -B -f sctp-jmeter/distribution/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
    -Djmeter.version="$(sed -n 's|.*<jmeter.version>\(.*\)</jmeter.version>.*|\1|p' pom.xml)" \
    -DoutputDirectory="$JMETER_HOME/lib" >&2 # its colour codes would spoil the count
  mkdir -p "$JMETER_HOME"/lib/{ext,junit}
  unzip -q "$JMETER_HOME"/lib/ApacheJMeter_config-*.jar 'bin/*' -d "$JMETER_HOME"
  mv "$JMETER_HOME"/lib/ApacheJMeter-*.jar "$JMETER_HOME/bin/ApacheJMeter.jar"
  mv "$JMETER_HOME"/lib/ApacheJMeter_*.jar "$JMETER_HOME/lib/ext"
  cp sctp-jmeter/target/plugin/*.jar "$JMETER_HOME/lib/ext"
}

# plan FILE OPTION...: two threads at each engine, and their samples in a file.
plan() {
  local file=$1
  shift
  timeout 200 "${JMETER[@]}" --nongui --testfile "$SCTP_HOME/jobs/jmeter/echo.jmx" \
    --remotestart 127.0.0.1:10991,127.0.0.1:10992 --logfile "$file" --jmeterlogfile "$file.log" \
    --globalproperty threads=2 --globalproperty loops=50 --globalproperty provider=userspace "$@"
}

# samples FILE CODE SUCCESS: whether there are 200, each with this response code and success.
samples() {
  head -n 3 "$1"
  awk -F , -v code="$2" -v success="$3" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { all++ }
    $column["responseCode"] == code && $column["success"] == success { right++ }
    END { print all " samples, " right " as expected"; exit !(all == 200 && right == 200) }' "$1"
}

parts=("$@")
[ $# != 0 ] || parts=(slurm ansible kubernetes jmeter)
./sctp doctor >"$work/doctor" 2>&1 || true # builds first if needed
run_parts "${parts[@]}"
