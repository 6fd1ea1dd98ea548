#!/usr/bin/env bash
# Runs the jobs of jobs/ as a user would, but with all machines on this one: a load of two generators, and one result.
# Needs root. Ends with a line `N passed, M failed`.
#
#   scripts/tests-of-jobs.sh [PART...]     parts (default: all): slurm ansible kubernetes
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

# What is the root of the containers.
readonly POD=$work/pod

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

# server NAME PORT: a server on the loopback, which counts the clients that came.
server() {
  daemon "$1" ./sctp server --provider userspace --bind "127.0.0.1:$2"
  awaits "$1" 60 grep -q '^listening' "$work/$1"
}

# one_result NAME FOLDER: the result in a folder must be valid, and made of two generators' results.
one_result() {
  wrote "$1" "$2/result.json" '"verdict" : "VALID"'
  wrote "$1" "$2/result.json" '"shard" : "1/2"'
  wrote "$1" "$2/result.json" '"shard" : "2/2"'
}

# Two slurmd with names of their own are two nodes. Nothing listens beyond the loopback.
slurm() (
  require slurmctld slurmd munged sbatch
  daemons=()
  trap stop_daemons EXIT
  start_slurm
  server slurm-server 5011
  mkdir "$work/shared"
  check slurm 0 timeout 300 sbatch --wait --nodes 2 --output "$work/slurm-output" \
    jobs/slurm/load.sbatch "$work/shared" 127.0.0.1 --port 5011 --provider userspace "${LOAD[@]}"
  one_result slurm "$work"/shared/*/merged
  says slurm-output '^2 generators, whose measurements began '
  says slurm-server ' came, 3 here'

  # Nobody listens there, so the generators fail, and so must the job.
  check slurm-no-server 1 timeout 300 sbatch --wait --nodes 2 --output "$work/slurm-no-server-output" \
    jobs/slurm/load.sbatch "$work/shared" 127.0.0.1 --port 5012 --provider tcp "${LOAD[@]}"
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
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
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
  daemon slurmctld slurmctld -D
  for host in one two; do daemon "slurmd-$host" slurmd -D -N "$host"; done
  awaits slurmctld 30 sh -c '[ "$(sinfo --noheader --Node --states idle | wc -l)" = 2 ]'
}

# Each host has a network namespace of its own, as the server has, and is otherwise this machine. `ip netns exec` would
# also mount a /sys of its own.
ansible() (
  require ansible-playbook ip nsenter
  daemons=()
  trap 'stop_daemons; remove_namespaces' EXIT
  namespace server
  namespace one 1
  namespace two 2
  daemon ansible-server nsenter --net=/run/netns/$$-server ./sctp server --provider userspace --bind 10.77.1.1:5001
  awaits ansible-server 60 grep -q '^listening' "$work/ansible-server"
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
  for file in "/run/netns/$$-"*; do ip netns del "$(basename "$file")"; done
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
  daemon kubernetes-server nsenter --net=/run/netns/$$-server "${command[@]}"
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
      nsenter --net=/run/netns/$$-server "${command[@]}" "${LOAD[@]}" &
    ids+=($!)
  done
  for id in "${ids[@]}"; do wait "$id" || status=$?; done
  return $status
}

parts=("$@")
[ $# != 0 ] || parts=(slurm ansible kubernetes)
./sctp doctor >"$work/doctor" 2>&1 || true # builds first if needed
run_parts "${parts[@]}"
