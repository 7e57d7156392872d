# Runs in a node, by bash 5. Once a second, on the whole second: the clock, and what the kernel counts of the node and of each pod, on one line.
# An entry is path|file|content. Only builtins: a process a second and pod would cost more than what it measures.
exec 2> /dev/null
shopt -s nullglob
tab=$'\t' root=/sys/fs/cgroup
if [[ -f $root/cgroup.controllers ]]; then v=2 acct=$root quota=$root memory=$root; else v=1 acct=$root/cpuacct quota=$root/cpu memory=$root/memory; fi

emit() {
  local lines
  mapfile -t lines < "$3" && out+="$tab$1|$2|${lines[*]}"
}

# The last of the kind in memory.stat: version 1 has the total of all below at the end.
inactive() {
  local lines text
  mapfile -t lines < "$2" || return
  text=${lines[*]}
  text=${text##*inactive_file }
  out+="$tab$1|inactive_file|${text%% *}"
}

pod() {
  local path=$1 container inner id pid=
  if (( v == 2 )); then
    emit "$path" cpu.stat "$acct/$path/cpu.stat"
    emit "$path" memory.current "$memory/$path/memory.current"
    emit "$path" memory.events "$memory/$path/memory.events"
    emit "$path" cpu.pressure "$acct/$path/cpu.pressure"
  else
    emit "$path" cpuacct.usage "$acct/$path/cpuacct.usage"
    emit "$path" memory.usage_in_bytes "$memory/$path/memory.usage_in_bytes"
  fi
  inactive "$path" "$memory/$path/memory.stat"
  for container in "$acct/$path"/*/; do
    inner=${container%/}
    id=${inner#"$acct"/}
    emit "$id" cpu.stat "$quota/$id/cpu.stat"
    (( v == 2 )) || emit "$id" memory.oom_control "$memory/$id/memory.oom_control"
    [[ $pid ]] || read -r pid < "$inner/cgroup.procs"
  done
  [[ $pid ]] && emit "$path" net "/proc/$pid/net/dev"
}

mapfile -t parents < <(find "$acct" -maxdepth 5 -type d \
  \( -name '*kubepods*' -o -path '*kubepods*/burstable' -o -path '*kubepods*/besteffort' \) ! -name '*pod[0-9a-f]*')
while :; do
  out=$EPOCHREALTIME
  if (( v == 2 )); then emit '' cpu.stat "$acct/cpu.stat"; else emit '' cpuacct.usage "$acct/cpuacct.usage"; fi
  for parent in "${parents[@]}"; do
    for path in "$parent"/*pod[0-9a-f]*/; do
      path=${path%/}
      pod "${path#"$acct"/}"
    done
  done
  printf '%s\n' "$out"
  now=${EPOCHREALTIME/[.,]/}
  printf -v rest '%d.%06d' $(( (1000000 - 10#${now: -6}) / 1000000 )) $(( (1000000 - 10#${now: -6}) % 1000000 ))
  read -r -t "$rest"
  (( $? > 128 )) || exit 0
done
