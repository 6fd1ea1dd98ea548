#!/usr/bin/env bash
# Checks every shell script of the project with shellcheck.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=prerequisites.sh
. scripts/prerequisites.sh
require shellcheck
# The files that lab/lab includes are checked together with it, since they share variables.
exec shellcheck --check-sourced sctp lab/lab lab/read-only lab/guest/* lab/tests/run lab/bisect/run scripts/*.sh \
  jobs/slurm/load.sbatch
