#!/usr/bin/env bash
# Records what a person sees who has the .NET SDK alone: runs the pipeline in a terminal of 80 and of 160 columns (tmux) on the embedded cluster,
# on a copy of the manifests, and saves the screens beside this script: screens/<case>-<columns>.txt, and .ansi with the colours (cat shows them).
# Each begins with the command that was run; the project is in /tmp/gauntlet meanwhile.
#   docs/examples/capture.sh [case ...]      cases: pass plain threshold image help
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
screens=$root/docs/examples/screens
project=/tmp/gauntlet # a path that means the same to everybody
socket=gauntlet-screens-$$
mkdir "$project" # fails where another one records
tools=$(mktemp -d)
trap 'tmux -L "$socket" kill-server 2>/dev/null || true; rm -rf "$project" "$tools"' EXIT
mkdir -p "$screens"
for tool in bash cat clear date dirname dotnet env find grep mkdir sed sh sleep sort tmux touch; do ln -s "$(readlink -f "$(command -v "$tool")")" "$tools/$tool"; done
"$root/build.sh" --version >/dev/null
tmux -L "$socket" -f /dev/null new-session -d cat # keeps the server between two recordings

record() { # case, columns, command
  rm -rf "${project:?}"/*
  cp -r "$root/cake.config" "$root/Gauntlet.slnx" "$root/manifests" "$root/kind" "$project"
  printf '#!/bin/sh\nexec "%s" --working=%s "$@"\n' "$root/build.sh" "$project" >"$project/build.sh"
  chmod +x "$project/build.sh"
  if [ "$1" = image ]; then sed -i 's|image: hashicorp/http-echo:.*|image: hashicorp/http-echo-of-nobody:1.0.0|' "$project/manifests/echo/foo-deployment.yaml"; fi
  printf '%s' "$3" >"$project/command"
  # The command and the recorder wait for each other, so that the screen is complete and still there.
  tmux -L "$socket" new-session -d -s screen -x "$2" -y 100 -c "$project" \
    "PATH=$tools; clear; printf '$ %s\n' \"\$(cat command)\"; bash command; tmux -L $socket wait-for -S done; tmux -L $socket wait-for seen"
  tmux -L "$socket" wait-for done
  tmux -L "$socket" capture-pane -t screen -p -S - | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$screens/$1-$2.txt"
  tmux -L "$socket" capture-pane -t screen -p -e -S - | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$screens/$1-$2.ansi"
  tmux -L "$socket" wait-for -S seen
  echo "$1 at $2 columns"
}

run='./build.sh --target=Full --cluster=embedded --skip=Test --skip=ScanSecurity'
for case in "${@:-pass plain threshold image help}"; do
  for name in $case; do
    for columns in 80 160; do
      case $name in
        pass) record pass $columns "$run" ;;
        plain) record plain $columns "NO_COLOR=1 $run" ;;
        threshold) record threshold $columns "$run --threshold='p(95) < 0.001ms'" ;;
        image) record image $columns "$run" ;;
        help) record help $columns './build.sh --help' ;;
        *) echo "capture.sh: there is no case '$name'" >&2; exit 2 ;;
      esac
    done
  done
done
