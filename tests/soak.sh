#!/usr/bin/env bash
# The soak tests, whole, on a machine that does nothing else. Prints the row for docs/soak.md.
# usage: [GAUNTLET_SOAK_SCALE=0.1] [GAUNTLET_SOAK_SEED=1] tests/soak.sh [part of a test's full name]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/suite.sh
export GAUNTLET_SOAK_SCALE=${GAUNTLET_SOAK_SCALE:-1} GAUNTLET_SOAK_SEED=${GAUNTLET_SOAK_SEED:-$((RANDOM * 32768 + RANDOM))}

tools faketime
say "build"
dotnet build Gauntlet.slnx --verbosity quiet || exit 1
say "tests: Soak, scale $GAUNTLET_SOAK_SCALE, seed $GAUNTLET_SOAK_SEED"
suite run Soak "TestCategory=Soak${1:+&FullyQualifiedName~$1}" 360

say "done"
suite end
code=$?
printf '| %s, scale %s, seed %s | %(%F)T, %s | %s, %d min |\n' \
  "${1:-all}" "$GAUNTLET_SOAK_SCALE" "$GAUNTLET_SOAK_SEED" -1 "$(git rev-parse --short HEAD)" "$([ "$code" -eq 0 ] && echo held || echo "did not hold")" $((SECONDS / 60))
exit "$code"
