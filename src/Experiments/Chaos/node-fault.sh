# Runs in a node, by bash 5: makes one fault of a pod or of the node, looks at it, or takes it back.
#   node-fault inject|look|undo FAULT MARK GUARD UID ADDRESS CONTAINER
# What it leaves behind bears MARK, and nothing without it is taken away. After GUARD seconds the fault ends by itself.
set -u
verb=$1 fault=$2 mark=$3 guard=$4 uid=$5 ip=$6 container=${7##*/}
keep=/run/gauntlet/$mark-$fault-${uid:0:8}
root=/sys/fs/cgroup
[[ -f $root/cgroup.controllers ]] && version=2 || version=1

refuse() { echo "$*" >&2; exit 9; }

# A file of the pod's or the container's control group, by the controller that version 1 has it under.
group() {
  local base=$root found
  (( version == 1 )) && base=$root/$1
  found=$(find "$base" -type d \( -name "$2" -o -name "cri-containerd-$2.scope" -o -name "*${2//-/_}.slice" \) -print -quit)
  [[ $found ]] && echo "$found"
}
pod() { group "$1" "pod$uid" || refuse "the pod has no control group on this node"; }
box() { group "$1" "$container" || refuse "the container has no control group on this node"; }

link() { # the pod's end of its line in the node
  local line
  line=$(ip -o route get "$ip" 2> /dev/null) && [[ $line =~ dev\ ([^ ]+) ]] && echo "${BASH_REMATCH[1]}"
}
ours() { tc -s qdisc show dev "$1" 2> /dev/null | grep -A 2 ' 6a75: '; }

# Every rule of ours in a chain, as it was given.
rules() { iptables -S "$1" | grep -F -w -e "$mark"; }
rule() { # the rest of a rule, in both ways that a packet to a pod can take
  local chain
  for chain in FORWARD OUTPUT; do iptables -I "$chain" 1 "$@" || refuse "iptables took no rule"; done
}

watch_over() {
  mkdir -p "$keep"
  setsid bash -c 'sleep "$1"; shift; exec bash -c "$@"' guard "$guard" \
    "$BASH_EXECUTION_STRING" node-fault undo "$fault" "$mark" 0 "$uid" "$ip" "$container" < /dev/null > /dev/null 2>&1 &
  echo $! > "$keep/guard"
}

inject() {
  local file dev number
  case $fault in
    container-kill)
      for number in $(< "$(box memory)/cgroup.procs"); do
        [[ $(grep NSpid "/proc/$number/status") =~ $'\t'1$ ]] && { kill -KILL "$number"; return; }
      done
      refuse "the container has no first process" ;;
    pod-freeze)
      if (( version == 2 )); then echo 1 > "$(pod freezer)/cgroup.freeze"; else echo FROZEN > "$(pod freezer)/freezer.state"; fi ;;
    kubelet-stop) systemctl stop kubelet ;;
    net-loss) rule -d "$ip" -m statistic --mode random --probability 0.5 -m comment --comment "$mark" -j DROP ;;
    net-reset) rule -d "$ip" -p tcp -m comment --comment "$mark" -j REJECT --reject-with tcp-reset ;;
    net-partition)
      rule -d "$ip" -m comment --comment "$mark" -j DROP
      rule -s "$ip" -m comment --comment "$mark" -j DROP ;;
    net-delay | bandwidth)
      dev=$(link) || refuse "no line leads to the pod"
      [[ $(tc qdisc show dev "$dev" root) == *noqueue* ]] || refuse "the line to the pod is shaped by somebody else"
      if [[ $fault == bandwidth ]] || ! tc qdisc add dev "$dev" root handle 6a75: netem delay 100ms 10ms 2> /dev/null; then
        tc qdisc add dev "$dev" root handle 6a75: tbf rate 64kbit burst 1600 latency 2s || refuse "the kernel shapes no line"
      fi ;;
    cpu-stress)
      for (( number = $(nproc); number > 0; number-- )); do
        timeout "$guard" bash -c 'while :; do :; done' "$mark" < /dev/null > /dev/null 2>&1 &
        echo $! >> "$keep/processes"
      done ;;
    cpu-quota)
      if (( version == 2 )); then file=$(box cpu)/cpu.max; else file=$(box cpu)/cpu.cfs_quota_us; fi
      cat "$file" > "$keep/quota"
      throttled > "$keep/throttled"
      echo 1000 > "$file" ;;
    *) refuse "there is no fault $fault" ;;
  esac
}

throttled() { awk '$1 == "nr_throttled" { print $2 }' "$(box cpu)/cpu.stat"; }

look() {
  local count dev number ticks total=0 text
  case $fault in
    pod-freeze)
      if (( version == 2 )); then grep -q '^frozen 1' "$(pod freezer)/cgroup.events" && echo "its control group is frozen"
      else [[ $(< "$(pod freezer)/freezer.state") == FROZEN ]] && echo "its control group is FROZEN"; fi ;;
    kubelet-stop) [[ $(systemctl is-active kubelet) == active ]] || echo "the kubelet is $(systemctl is-active kubelet)" ;;
    net-loss | net-reset | net-partition)
      count=$(for chain in FORWARD OUTPUT; do iptables -L "$chain" -v -n -x; done | grep -F -w -e "$mark" | awk '{ n += $1 } END { print n + 0 }')
      (( count > 0 )) && echo "$count packets met the rule" ;;
    net-delay | bandwidth)
      dev=$(link) && text=$(ours "$dev") && [[ $text =~ qdisc\ ([a-z]+).*Sent\ [0-9]+\ bytes\ ([0-9]+)\ pkt ]] && (( BASH_REMATCH[2] > 0 )) \
        && echo "${BASH_REMATCH[2]} packets went through $([[ ${BASH_REMATCH[1]} == netem ]] && echo netem || echo "a line of 64 kbit/s")" ;;
    cpu-stress)
      while read -r number; do
        for number in $number $(pgrep -P "$number"); do
          read -r -a ticks < "/proc/$number/stat" && (( total += ticks[13] + ticks[14] ))
        done
      done < <(cat "$keep/processes" 2> /dev/null)
      (( total > 50 )) && echo "the busy processes took $(( total / 100 )).$(( total % 100 / 10 )) s of CPU" ;;
    cpu-quota)
      [[ -f $keep/throttled ]] && count=$(( $(throttled) - $(< "$keep/throttled") )) && (( count > 0 )) && echo "its container was throttled in $count periods" ;;
  esac
  return 0
}

undo() {
  local chain line dev file number
  case $fault in
    pod-freeze)
      if (( version == 2 )); then file=$(group freezer "pod$uid") && echo 0 > "$file/cgroup.freeze"
      else file=$(group freezer "pod$uid") && echo THAWED > "$file/freezer.state"; fi ;;
    kubelet-stop) systemctl start kubelet ;;
    net-loss | net-reset | net-partition)
      for chain in FORWARD OUTPUT; do
        while line=$(rules "$chain" | head -n 1) && [[ $line ]]; do
          xargs iptables -D <<< "${line#-A }" || refuse "iptables kept a rule: $line"
        done
      done ;;
    net-delay | bandwidth) dev=$(link) && [[ $(ours "$dev") ]] && tc qdisc del dev "$dev" root handle 6a75: ;;
    cpu-stress)
      while read -r number; do kill -KILL "$number" $(pgrep -P "$number") 2> /dev/null; done < <(cat "$keep/processes" 2> /dev/null) ;;
    cpu-quota)
      if (( version == 2 )); then file=$(group cpu "$container")/cpu.max; else file=$(group cpu "$container")/cpu.cfs_quota_us; fi
      [[ -f $keep/quota && -f $file ]] && cat "$keep/quota" > "$file" ;;
  esac
  number=$(cat "$keep/guard" 2> /dev/null)
  rm -rf "$keep"
  [[ $number && $number != $$ ]] && kill -KILL -- "-$number" 2> /dev/null
  return 0
}

case $verb in
  inject)
    [[ $fault == container-kill ]] || watch_over
    inject ;;
  look) look ;;
  undo) undo ;;
esac
