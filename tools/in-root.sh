#!/usr/bin/env bash
# in-root.sh ROOT [--online] [--bind FROM:TO]... COMMAND...: run COMMAND inside ROOT.
#
# Mounts, processes and (but for --online) the network are COMMAND's own and end with it: nothing
# it starts can outlive it, and nobody outside can reach the ports it opens. Without --online there
# is the loopback alone. --bind shows the machine's FROM as TO inside. Needs root.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
[ $# -ge 2 ] || { sed -n 's/^# \{0,1\}//; 2,6p' "$0" >&2; exit 2; }
root=$(realpath "$1"); shift
spaces=(--mount --pid --net)
binds=()
while [ $# -gt 0 ]; do
  case $1 in
    --online) spaces=(--mount --pid); shift ;;
    --bind) binds+=("$2"); shift 2 ;;
    *) break ;;
  esac
done
unshare "${spaces[@]}" --fork --kill-child --propagation private bash -c '
  set -euo pipefail
  here=$1 root=$2 count=$3; shift 3
  ip link set lo up
  "$here/monado-mounts.sh" "$root"
  for ((; count > 0; count--)); do
    from=${1%%:*} to=$root${1#*:}; shift
    if [ -d "$from" ]; then mkdir -p "$to"; else mkdir -p "$(dirname "$to")"; touch "$to"; fi
    mount --bind "$from" "$to"
  done
  exec chroot "$root" "$@"' in-root "$here" "$root" "${#binds[@]}" ${binds[@]+"${binds[@]}"} "$@" <&0 &
inside=$!
# unshare waits deaf to gentle signals; when it is killed, the kernel ends all that is inside.
trap 'kill -KILL $inside' TERM INT
wait $inside
