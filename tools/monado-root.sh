#!/usr/bin/env bash
# monado-root.sh ROOT: make the folder ROOT a small Debian 13 that holds a real OpenXR runtime
# (Monado), software OpenGL and Vulkan, and Python. No GPU, no headset. A complete ROOT is kept.
#
# Needs root, the network and debootstrap (fetched by apt-get if missing): about 2 minutes, 1.2 GB.
# DEBIAN_MIRROR names another mirror than Debian's own.
set -euo pipefail
[ $# -eq 1 ] || { sed -n 's/^# \{0,1\}//; 2,6p' "$0" >&2; exit 2; }
root=$(realpath -m "$1")
[ -e "$root/.complete" ] && exit 0
if [ -z "${MONADO_ROOT_INNER:-}" ]; then
  if [ -d "$root" ] && [ -n "$(ls -A "$root")" ]; then
    echo "$root: neither empty nor complete; remove it and call again" >&2; exit 1
  fi
  # Mounts of its own, so that nothing stays bound when this ends, however it ends.
  MONADO_ROOT_INNER=1 exec unshare --mount --propagation private bash "$0" "$@"
fi
export DEBIAN_FRONTEND=noninteractive
command -v debootstrap >/dev/null || { apt-get update -q; apt-get install -y -q debootstrap debian-archive-keyring; }
debootstrap --variant=minbase --include=ca-certificates trixie "$root" ${DEBIAN_MIRROR:-}
"$(dirname "$(realpath "$0")")/monado-mounts.sh" "$root"
# The machine may stand behind a certificate authority and a name server of its own.
cp -r /etc/ssl/certs/. "$root/etc/ssl/certs/"
for file in /etc/resolv.conf /etc/hosts; do cp -L "$file" "$root$file"; done
chroot "$root" apt-get update -q
chroot "$root" apt-get install -y -q --no-install-recommends \
  monado-service libopenxr1-monado mesa-vulkan-drivers libgl1-mesa-dri libgl1 libglx-mesa0 libegl1 \
  xvfb python3 python3-venv
chroot "$root" apt-get clean
touch "$root/.complete"
