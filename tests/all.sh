#!/usr/bin/env bash
# Everything, for whoever has an evening: what .ci/run does with all Cluster tests, Full on a bare machine, and Soak at GAUNTLET_SOAK_SCALE (a tenth).
# Ends with a table of the projects, then "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/suite.sh

tools chromium debootstrap faketime jq nginx-light wrk
unpacked prometheus
powershell
kind_node_begin

say "tests: default"
code=0
./build.sh --target=Test --stage-timeout=20m || code=$?
suite take default artifacts/test-results "$code"

check "formatter" dotnet format whitespace Gauntlet.slnx --verify-no-changes --no-restore --verbosity quiet
run Tools
check "Full with the SDK alone, without network, as root and as a user" tests/fresh-machine.sh --skip=Test

if kind_node; then
  check "Full on KinD" tests/full-on-kind.sh
  run Cluster 120
else
  suite check "the Docker engine and the node image" false
fi

run Soak 180

say "done"
suite end
