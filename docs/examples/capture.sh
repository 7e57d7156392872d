#!/usr/bin/env bash
# Records what a person sees: runs the pipeline in a terminal of 80 and of 160 columns (tmux) on the embedded cluster, on a copy of the
# manifests, and saves the screens beside this script: screens/<case>-<columns>.txt, and .ansi with the colours (cat shows them).
#   docs/examples/capture.sh [case ...]      cases: pass plain threshold image help
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
screens=$root/docs/examples/screens
folder=$(mktemp -d)
socket=gauntlet-screens-$$
trap 'tmux -L "$socket" kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT
mkdir -p "$screens"
"$root/build.sh" --version >/dev/null

load='--rate=100 --duration=5s --warm-up=1s --seed=42'
record() { # case, columns, arguments, setting of the environment
  local project=$folder/$1-$2/gauntlet command
  mkdir -p "$project/artifacts"
  cp -r "$root/cake.config" "$root/Gauntlet.slnx" "$root/manifests" "$root/kind" "$project"
  if [ "$1" = image ]; then sed -i 's|image: hashicorp/http-echo:.*|image: hashicorp/http-echo-of-nobody:1.0.0|' "$project/manifests/echo/foo-deployment.yaml"; fi
  command="cd '$project' && env ${4:-} '$root/build.sh' --working=. $3; echo \"exit code \$?\""
  # The command and the recorder wait for each other, so that the screen is complete and still there.
  tmux -L "$socket" -f /dev/null new-session -d -x "$2" -y 100 "clear; $command; tmux -L $socket wait-for -S done; tmux -L $socket wait-for seen"
  tmux -L "$socket" wait-for done
  tmux -L "$socket" capture-pane -p -S - | sed "s|$folder/$1-$2|~|g" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$screens/$1-$2.txt"
  tmux -L "$socket" capture-pane -p -e -S - | sed "s|$folder/$1-$2|~|g" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$screens/$1-$2.ansi"
  tmux -L "$socket" wait-for -S seen
  echo "$1 at $2 columns"
}

run="--target=Full --cluster=embedded --cluster-name=screens --http-port=28080 --https-port=28443 --skip=Test --skip=ScanSecurity $load"
for case in "${@:-pass plain threshold image help}"; do
  for name in $case; do
    for columns in 80 160; do
      case $name in
        pass) record pass $columns "$run" ;;
        plain) record plain $columns "$run" NO_COLOR=1 ;;
        threshold) record threshold $columns "$run --threshold='p(95) < 0.001ms'" ;;
        image) record image $columns "$run" ;;
        help) record help $columns --help ;;
        *) echo "capture.sh: there is no case '$name'" >&2; exit 2 ;;
      esac
    done
  done
done
