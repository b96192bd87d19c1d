#!/usr/bin/env bash
# monado-mounts.sh ROOT: mount what a process inside ROOT needs of the machine (proc, sys, dev, shm).
# Call it in a mount namespace of your own, so that the mounts end with you. Harmless to repeat.
set -euo pipefail
root=$(realpath "$1")
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
for folder in sys dev; do
  mountpoint -q "$root/$folder" || mount --bind "/$folder" "$root/$folder"
done
mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
