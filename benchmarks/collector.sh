#!/bin/bash
# What it costs to read the resources of the nodes beside a load, and whether the load feels it: LoadTest on a kind cluster of this machine in turns with
# and without the readers, of which a docker that refuses them takes the place. Prints a table.
#   benchmarks/collector.sh [rounds, default 15] [seconds of a load, default 15]
# needs: a cluster of ./build.sh --target=Full --cluster=kind --keep-cluster in this checkout, docker, jq
set -euo pipefail
export LC_ALL=C

rounds=${1:-15}
seconds=${2:-15}
if [[ ! $rounds =~ ^[1-9][0-9]*$ || ! $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "benchmarks/collector.sh: rounds and seconds must be whole numbers above 0, as in: benchmarks/collector.sh 15 15" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/refusing"
printf '#!/bin/sh\ncase "$*" in *EPOCHREALTIME*) exit 1;; esac\nexec "%s" "$@"\n' "$(command -v docker)" >"$folder/refusing/docker"
chmod +x "$folder/refusing/docker"

# The scheduler's account of the readers: the shells in the nodes, and the clients that listen to them. Nanoseconds of each process, as last seen.
readers() {
  local id
  for id in $(pgrep -f 'EPOCHREALTIME/'); do
    awk -v id="$id" '{ used += $1 } END { print id, used }' "/proc/$id/task/"*/schedstat 2>/dev/null || true
  done
}

load() { # with or without
  local path=$PATH watched
  [[ $1 == with ]] || path=$folder/refusing:$PATH
  : >"$folder/readers"
  while sleep 1; do readers >>"$folder/readers"; done &
  watched=$!
  PATH=$path "$root/build.sh" --target=LoadTest --duration="${seconds}s" >"$folder/log" 2>&1 || true # its verdict is not the question
  kill "$watched"
  wait "$watched" 2>/dev/null || true
  used=$(awk -v seconds="$seconds" 'NF == 2 { used[$1] = $2 } END { for (id in used) sum += used[id]; print sum / 1e9 / seconds }' "$folder/readers")
  jq --raw-output --arg how "$1" --arg readers "$used" '
    (.resources.machine.others | map(select(.name | IN("dockerd", "containerd", "containerd-shim")).cores) | add // 0) as $docker |
    [$how, (if .resources.missing then "missing" else "read" end), (.overall.response.percentiles[] | select(.percentile == 95).value), $readers, $docker, .resources.machine.generatorCores] | @tsv' \
    "$root/artifacts/metrics.json"
}

for round in $(seq "$rounds"); do
  order=(with without)
  ((round % 2)) || order=(without with)
  for how in "${order[@]}"; do echo "$round $(load "$how")" | tee -a "$folder/results" >&2; done
done
if awk '($2 == "with") != ($3 == "read") { exit 1 }' "$folder/results"; then :; else
  echo "benchmarks/collector.sh: a round was read without readers, or not read with them; see its line above" >&2
  exit 1
fi

summary() { # format
  sort -n | awk -v format="$1" '{ v[NR] = $1 } END {
    m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; cut = 1 + int((NR - 1) / 4)
    printf format " (" format " to " format ")", m, v[cut], v[NR + 1 - cut] }'
}
of() { awk -v how="$2" -v c="$1" '$2 == how { print $c }' "$folder/results" | summary "$3"; } # column, with or without, format
pairs() { # column, operation
  awk -v c="$1" -v operation="$2" '{ v[$1, $2] = $c; seen[$1] } END { for (r in seen) { a = v[r, "with"]; b = v[r, "without"]; print operation == "/" ? a / b : a - b } }' \
    "$folder/results" | summary %.4f
}
echo "$(date -u +%F), commit $(git -C "$root" rev-parse --short HEAD), $(nproc) cores, Linux $(uname -r), $rounds rounds of loads of $seconds s in turns: median (quartiles)."
echo
echo "| | with the readers | without | each round |"
echo "|---|---|---|---|"
echo "| p95 of the load | $(of 4 with %.3f) ms | $(of 4 without %.3f) ms | $(pairs 4 /) times |"
echo "| readers: shells in the nodes and the clients that listen, cores | $(of 5 with %.4f) | – | |"
echo "| dockerd, containerd and its shims, cores | $(of 6 with %.4f) | $(of 6 without %.4f) | $(pairs 6 -) more |"
echo "| the generator's process, cores | $(of 7 with %.4f) | $(of 7 without %.4f) | $(pairs 7 -) more |"
