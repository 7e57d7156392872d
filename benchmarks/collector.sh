#!/bin/bash
# What it costs to read the resources of the nodes beside a load, and whether the load feels it: one LoadTest on a kind cluster of this machine, whose
# readers are stopped and continued by turns of 5 s. What is stopped costs nothing, and sends nothing to be read. Prints a table.
#   benchmarks/collector.sh [seconds of the load, default 180] [requests per second, default 200]
# needs: a cluster of ./build.sh --target=Full --cluster=kind --keep-cluster in this checkout, root, jq
set -euo pipefail
export LC_ALL=C

seconds=${1:-180}
rate=${2:-200}
if [[ ! "$seconds $rate" =~ ^[1-9][0-9]*\ [1-9][0-9]*$ ]]; then
  echo "benchmarks/collector.sh: seconds and rate must be whole numbers above 0, as in: benchmarks/collector.sh 180 200" >&2
  exit 2
fi
turn=5
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
readers=()
cleanup() {
  ((${#readers[@]} == 0)) || kill -CONT "${readers[@]}" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT

# The scheduler's account of all threads of some processes, nanoseconds.
used() { # files of processes' tasks
  local tasks=()
  for id in "$@"; do tasks+=("/proc/$id/task/"*/schedstat); done
  awk '{ sum += $1 } END { printf "%.0f ", sum }' "${tasks[@]}" 2>/dev/null || true
}
mark() { # on or off: which turn ends here, and what everybody had used by then
  { echo -n "$EPOCHREALTIME $1 "; used "${readers[@]}" "${clients[@]}"; used "${daemons[@]}"; used "$host"; echo; } >>"$folder/turns"
}

"$root/build.sh" --target=LoadTest --duration="${seconds}s" --rate="$rate" >"$folder/log" 2>&1 &
load=$!
nodes=$(docker ps --quiet --filter label=io.x-k8s.kind.cluster | wc -l)
for _ in $(seq 300); do
  mapfile -t readers < <(pgrep -f '^bash -c # Runs in a node')
  ((${#readers[@]} == nodes && nodes > 0)) && break
  kill -0 "$load" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.2
done
mapfile -t clients < <(pgrep -f '^[^ ]*docker exec --interactive .*# Runs in a node')
mapfile -t daemons < <(pgrep -x 'dockerd|containerd|containerd-shim.*')
host=$(pgrep -f 'Gauntlet.Build.* --target=LoadTest' | tail -1)
sleep 5 # their start, and the warm-up
mark start
while kill -0 "$load" 2>/dev/null && kill -0 "${readers[@]}" 2>/dev/null; do
  sleep "$turn"
  mark on
  kill -STOP "${readers[@]}" 2>/dev/null || break
  sleep "$turn"
  mark off
  kill -CONT "${readers[@]}" 2>/dev/null || break
done
wait "$load" || true # its verdict is not the question

jq --raw-output '(.resources.began | sub("\\.[0-9]+"; "") | sub("\\+00:00"; "Z") | fromdateiso8601) as $began | .resources.began as $text
  | (($text | capture("(?<f>\\.[0-9]+)").f // ".0") | tonumber) as $part | .seconds[] | select(.p95) | "\($began + $part + .second) \(.p95)"' \
  "$root/artifacts/metrics.json" >"$folder/seconds"

summary() { # format
  sort -n | awk -v format="$1" '{ v[NR] = $1 } END {
    m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; cut = 1 + int((NR - 1) / 4)
    printf format " (" format " to " format ")", m, v[cut], v[NR + 1 - cut] }'
}
# The seconds that lie within a turn of a kind, and the mean of each turn.
p95() { # on, off or / for the ratio of a turn to the one after it
  awk -v how="$1" 'NR == FNR { if (n) { from[n] = at; to[n] = $1; kind[n] = $2 } at = $1; n++; next }
    { for (i in from) if ($1 >= from[i] + 0.2 && $1 + 1 <= to[i]) { sum[i] += $2; count[i]++; if (kind[i] == how) printf "%.6f\n", $2 } }
    END { if (how == "/") for (i in sum) if (kind[i] == "on" && (i + 1) in sum) printf "%.6f\n", sum[i] / count[i] / (sum[i + 1] / count[i + 1]) }' \
    "$folder/turns" "$folder/seconds" | summary %.3f
}
cores() { # column, on or off
  awk -v c="$1" -v how="$2" 'n++ && $2 == how { printf "%.6f\n", ($c - last) / 1e9 / ($1 - at) } { last = $c; at = $1 }' "$folder/turns" | summary %.4f
}
echo "$(date -u +%F), commit $(git -C "$root" rev-parse --short HEAD), $(nproc) cores, Linux $(uname -r), $nodes nodes, $rate/s for $seconds s, by turns of $turn s: median (quartiles)."
echo
echo "| | with the readers | without | each pair of turns |"
echo "|---|---|---|---|"
echo "| p95 of a second of the load, ms | $(p95 on) | $(p95 off) | $(p95 /) times |"
echo "| readers in the nodes, and the clients that listen to them, cores | $(cores 3 on) | $(cores 3 off) | |"
echo "| dockerd, containerd and its shims, cores | $(cores 4 on) | $(cores 4 off) | |"
echo "| the host, which sends the load and reads the lines, cores | $(cores 5 on) | $(cores 5 off) | |"
