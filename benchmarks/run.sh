#!/bin/bash
# Compares the load generator with wrk and hey (and oha, where it is installed) on this machine: nginx on core 0, the client on core 1, 50 connections, keep-alive, 4-byte body.
# The tools take turns, of 0.2 s in the closed model and of 0.6 s at constant rates; every ratio is of two turns of the same round, so that the machine's
# own changes of speed do not count. At constant rates the others are hey -q and wrk2, which Debian has not; without it wrk with a delay of its own script.
# Replaces its section of benchmarks/README.md.
# As root it moves into a network namespace of its own, so that the firewall rules of this machine (Docker's, for one) and its congestion
# control do not count; otherwise they do, and the first line of the result says so.
#   benchmarks/run.sh [rounds of the closed model, default 100] [rounds of each constant rate, default 15]
set -euo pipefail

rounds=${1:-100} open_rounds=${2:-15} rates=(500 1000 5000)
if [[ ! $rounds =~ ^[1-9][0-9]*$ || ! $open_rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "benchmarks/run.sh: rounds must be a whole number above 0, as in: benchmarks/run.sh 100 15" >&2
  exit 2
fi
port=18180
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
nginx_pid=
cleanup() {
  if [[ -n $nginx_pid ]]; then kill "$nginx_pid" 2>/dev/null || true; wait "$nginx_pid" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap cleanup EXIT

if (($(nproc) < 2)); then
  echo "benchmarks/run.sh: needs two cores, one for the server and one for the client" >&2
  exit 2
fi

missing=()
for tool in nginx wrk hey tcpdump; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if ((${#missing[@]} > 0)); then
  sudo=$([[ $(id -u) -eq 0 ]] || echo sudo)
  $sudo apt-get update -q
  $sudo apt-get install -qy --no-install-recommends "${missing[@]}"
fi

if [[ -z ${GAUNTLET_BENCHMARK_NETWORK:-} ]]; then
  dotnet build "$here/LoadGenerator.Benchmarks" --nologo -v q
  export GAUNTLET_BENCHMARK_NETWORK="the machine's network"
  if [[ $(id -u) -eq 0 ]] && unshare -n true; then
    export GAUNTLET_BENCHMARK_NETWORK="a network namespace of its own, reno"
    cleanup
    exec unshare -n "$0" "$rounds" "$open_rounds"
  fi
elif [[ $GAUNTLET_BENCHMARK_NETWORK == *namespace* ]]; then
  ip link set lo up
  sysctl -qw net.ipv4.tcp_congestion_control=reno
fi
program="$here/LoadGenerator.Benchmarks/bin/Debug/net10.0/Gauntlet.LoadGenerator.Benchmarks.dll"

sed -e "s|@FOLDER@|$folder|; s|@PORT@|$port|" "$here/nginx.conf" >"$folder/nginx.conf"
taskset -c 0 nginx -c "$folder/nginx.conf" 2>/dev/null &
nginx_pid=$!
for _ in $(seq 50); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done

# Lines of results: round, tool, requests/s, CPU microseconds per request, and in turns those of the server; of runs alone instead bytes allocated
# per request, requests and peak of the resident memory in MB.
long=$((rounds * 5 + 120)) # outlasts all turns; the tools are then killed
ours=(dotnet "$program")
url=http://127.0.0.1:$port/
optional=() contestants=(wrk epoll epoll16 portable hey)
if command -v oha >/dev/null; then optional=("oha=oha --no-tui -c 50 -z ${long}s $url") contestants+=(oha); fi
"${ours[@]}" turns "$port" "$rounds" "$(pgrep -P "$nginx_pid")" \
  "wrk=wrk -t1 -c50 -d${long}s $url" \
  "epoll=${ours[*]} epoll $port $long 1" \
  "epoll16=${ours[*]} epoll $port $long 16" \
  "portable=${ours[*]} portable $port $long 1" \
  "hey=hey -cpus 1 -c 50 -z ${long}s $url" \
  "${optional[@]}" | tee "$folder/results" >&2

alone() { taskset -c 1 "${ours[@]}" "$@"; }
echo "1 alone $(alone epoll "$port" 75 1)" | tee -a "$folder/results" >&2

# The same at constant rates. Lines of "open": round, rate, tool, requests/s, CPU us per request, the server's, wake-ups per request, and p50 and p99 of
# the send lag and of the service time in us where the tool is ours; of "wire" the time on the wire, then those four.
# wrk's delay is in ms between an answer and the next request of its connection, drawn evenly from 0 to twice the mean.
other=wrk
if command -v wrk2 >/dev/null; then other=wrk2; fi
for rate in "${rates[@]}"; do
  echo "function delay() return math.random(0, $((2 * 50 * 1000 / rate))) end" >"$folder/delay.lua"
  declare -A command=([wrk2]="wrk2 -t1 -c50 -R$rate -d60s $url" [wrk]="wrk -t1 -c50 -d60s -s $folder/delay.lua $url")
  "${ours[@]}" open "$port" "$open_rounds" "$(pgrep -P "$nginx_pid")" "$rate" \
    "epoll~${ours[*]} client $port epoll" \
    "timer~${ours[*]} client $port timer" \
    "hey=hey -cpus 1 -c 50 -q $((rate / 50)) -z 60s $url" \
    "$other=${command[$other]}" | tee -a "$folder/open" >&2
done

summary() { # format, share of the figures to leave out at each end of the range
  sort -n | awk -v format="$1" -v cut="$2" '{ v[NR] = $1 } END {
    m = (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; low = 1 + int((NR - 1) * cut)
    printf format " (" format " to " format ")", m, v[low], v[NR + 1 - low] }'
}
# The ratio of two tools in each round, as "median (lower to upper quartile)".
ratio() { # column, numerator, denominator
  awk -v c="$1" -v a="$2" -v b="$3" '$2 == a { x[$1] = $c } $2 == b { y[$1] = $c } END { for (i in x) if (y[i] > 0) printf "%.4f\n", x[i] / y[i] }' "$folder/results" | summary %.3f 0.25
}
# nginx's busy share of its core under a tool: what it answers of what it can.
busy() { # tool
  awk -v a="$1" '$2 == a { printf "%.4f\n", $3 * $5 / 1e6 }' "$folder/results" | summary %.3f 0.25
}
median() { # column, tool
  awk -v c="$1" -v a="$2" '$2 == a { print $c }' "$folder/results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

open_figure() { # column, rate, tool; as "median (lower to upper quartile)"
  awk -v c="$1" -v r="$2" -v a="$3" '$1 != "wire" && $2 == r && $3 == a { print $c }' "$folder/open" | summary %.${4:-1}f 0.25
}
open_ratio() { # column, rate, numerator, denominator
  awk -v c="$1" -v r="$2" -v a="$3" -v b="$4" '$1 != "wire" && $2 == r && $3 == a { x[$1] = $c } $1 != "wire" && $2 == r && $3 == b { y[$1] = $c }
    END { for (i in x) if (y[i] > 0) printf "%.4f\n", x[i] / y[i] }' "$folder/open" | summary %.2f 0.25
}
wire() { # column, rate, tool
  awk -v c="$1" -v r="$2" -v a="$3" '$1 == "wire" && $2 == r && $3 == a { print $c; found = 1 } END { if (!found) print "-" }' "$folder/open"
}

{
  echo "$(date -u +%F), commit $(git -C "$here" rev-parse --short HEAD), $(nproc) cores ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)), Linux $(uname -r), $GAUNTLET_BENCHMARK_NETWORK,"
  echo "$rounds rounds of turns of 0.2 s. Ratios are the median of the rounds (lower to upper quartile)."
  echo
  echo "| | target | measured |"
  echo "|---|---|---|"
  echo "| CPU time per request, epoll / wrk | at most 0.80 | $(ratio 4 epoll wrk) |"
  echo "| requests per second, epoll / what nginx can answer | | $(busy epoll) |"
  echo "| requests per second, epoll / wrk | | $(ratio 3 epoll wrk) |"
  echo "| requests per second, epoll / hey | | $(ratio 3 epoll hey) |"
  echo "| requests per second, 16 hosts / one host | at least 0.90 | $(ratio 3 epoll16 epoll) |"
  echo "| requests per second, epoll / portable | | $(ratio 3 epoll portable) |"
  echo "| bytes allocated per request, epoll | below 1 | $(median 5 alone) |"
  echo "| peak of the resident memory over $(median 6 alone) requests, epoll | below 200 MB | $(median 7 alone) MB |"
  echo
  echo "| tool | requests/s (median) | CPU us per request (median) | nginx's CPU us per request (median) |"
  echo "|---|---|---|---|"
  for tool in "${contestants[@]}"; do echo "| $tool | $(median 3 $tool) | $(median 4 $tool) | $(median 5 $tool) |"; done
  echo
  echo "nginx has one core: at $(median 5 epoll) us a request it answers $(awk -v us="$(median 5 epoll)" 'BEGIN { printf "%d", 1e6 / us }') requests/s at most, whatever asks it."
  echo
  echo "At constant rates, $open_rounds rounds of turns of 0.6 s:"
  echo
  echo "| | target |$(printf ' %s/s |' "${rates[@]}")"
  echo "|---|---|---|---|---|"
  row() { # label, target, function, its column, its other arguments
    local line="| $1 | $2 |" rate
    for rate in "${rates[@]}"; do line+=" $("${@:3:2}" "$rate" "${@:5}") |"; done
    echo "$line"
  }
  row "CPU time per request, epoll / hey" "at most 0.65 at 1,000/s, 0.45 at 5,000/s" open_ratio 5 epoll hey
  row "CPU time per request, epoll / $other" "" open_ratio 5 epoll "$other"
  row "CPU time per request, epoll / bare timer" "" open_ratio 5 epoll timer
  row "p99 of the send lag, epoll / bare timer" "at most 1.5" open_ratio 9 epoll timer
  echo
  echo "| tool | rate | requests/s | CPU us per request | nginx's | wake-ups per request | p50, p99 of the send lag, us | of the service time, as it says | the same on the wire |"
  echo "|---|---|---|---|---|---|---|---|---|"
  for rate in "${rates[@]}"; do
    for tool in epoll hey "$other"; do
      lag='' itself=''
      if [[ $tool == epoll ]]; then
        lag="$(open_figure 8 "$rate" $tool 0), $(open_figure 9 "$rate" $tool 0)" itself="$(wire 8 "$rate" $tool), $(wire 9 "$rate" $tool)"
      fi
      echo "| $tool | $rate | $(open_figure 4 "$rate" $tool 0) | $(open_figure 5 "$rate" $tool) | $(open_figure 6 "$rate" $tool) | $(open_figure 7 "$rate" $tool 2)" \
        "| $lag | $itself | $(wire 4 "$rate" $tool), $(wire 5 "$rate" $tool) |"
    done
    echo "| bare timer | $rate | | $(open_figure 5 "$rate" timer) | | $(open_figure 7 "$rate" timer 2) | $(open_figure 8 "$rate" timer 0), $(open_figure 9 "$rate" timer 0) | | |"
  done
} >"$folder/section"

cat "$folder/section"
awk -v section="$folder/section" '
  /<!-- load generator: end -->/ { skip = 0 }
  !skip { print }
  /<!-- load generator: begin -->/ { skip = 1; print ""; while ((getline line < section) > 0) print line; print "" }
' "$here/README.md" >"$folder/README.md" && cp "$folder/README.md" "$here/README.md"
