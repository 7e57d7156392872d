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

# Only what changes from second to second is read each second: reading is what this costs.
declare -A limited process
pod() {
  local path=$1 container id most
  if (( v == 2 )); then emit "$path" cpu.stat "$acct/$path/cpu.stat"; else emit "$path" cpuacct.usage "$acct/$path/cpuacct.usage"; fi
  for container in "$acct/$path"/*/; do
    container=${container%/}
    id=${container#"$acct"/}
    if [[ -z ${limited[$id]} ]]; then
      if (( v == 2 )); then read -r most _ < "$container/cpu.max"; else read -r most < "$quota/$id/cpu.cfs_quota_us"; fi
      [[ $most == max || $most == -1 ]] && limited[$id]=no || limited[$id]=yes
    fi
    [[ ${limited[$id]} == no ]] || emit "$id" cpu.stat "$quota/$id/cpu.stat"
    [[ ${process[$path]} ]] || read -r "process[$path]" < "$container/cgroup.procs"
  done
  if (( tick % 2 == 0 )); then
    if (( v == 2 )); then emit "$path" memory.current "$memory/$path/memory.current"
    else emit "$path" memory.usage_in_bytes "$memory/$path/memory.usage_in_bytes"; fi
    inactive "$path" "$memory/$path/memory.stat"
  fi
  if (( tick % 5 == 0 )); then
    if (( v == 2 )); then
      emit "$path" memory.events "$memory/$path/memory.events"
      emit "$path" cpu.pressure "$acct/$path/cpu.pressure"
    fi
    [[ ${process[$path]} ]] && { emit "$path" net "/proc/${process[$path]}/net/dev" || process[$path]=; }
  fi
}

mapfile -t parents < <(find "$acct" -maxdepth 5 -type d \
  \( -name '*kubepods*' -o -path '*kubepods*/burstable' -o -path '*kubepods*/besteffort' \) ! -name '*pod[0-9a-f]*')
for (( tick = 0; ; tick++ )); do
  out=$EPOCHREALTIME
  if (( v == 2 )); then emit '' cpu.stat "$acct/cpu.stat"; else emit '' cpuacct.usage "$acct/cpuacct.usage"; fi
  for parent in "${parents[@]}"; do
    for path in "$parent"/*pod????????[-_]*/; do
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
