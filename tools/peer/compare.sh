#!/usr/bin/env bash
# compare.sh [ARGUMENTS OF tools/peer/table.py]: our stereo frame beside that of panda3d-openxr.
#
# Puts the peer into a folder of its own (PEER, default .venv-peer; it is no dependency), starts a
# display if there is none (Xvfb), and prints the table of tools/peer/table.py. Needs a C compiler.
# No GPU, no headset: both run on the tests' own OpenXR runtime. About ten minutes.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/../.."
python=${PYTHON:-python3}
peer=${PEER:-.venv-peer}
[ -d "$peer/p3dopenxr" ] ||
  "$python" -m pip install --quiet --no-deps --target "$peer" panda3d-openxr==0.1.2
run=("$python" -m tools.peer.table --peer "$peer" "$@")
if [ -z "${DISPLAY:-}" ]; then run=(xvfb-run -a -s "-screen 0 640x480x24" "${run[@]}"); fi
exec "${run[@]}"
