#!/usr/bin/env bash
# with-monado.sh COMMAND...: run COMMAND beside an X server and an OpenXR runtime, both without
# hardware; inside a root made by monado-root.sh, entered by in-root.sh.
#
# The headset is Monado's remote one: it listens on port 4242 of every address, unauthenticated.
# MONADO_PID tells COMMAND which process to kill when it wants to see a runtime die.
set -euo pipefail
XDG_RUNTIME_DIR=$(mktemp -d); export XDG_RUNTIME_DIR
export XRT_COMPOSITOR_NULL=1 XRT_NO_STDIN=1 P_OVERRIDE_ACTIVE_CONFIG=remote LIBGL_ALWAYS_SOFTWARE=1
xvfb= service= command=
# Neither server has anything to save, and one that hangs would not heed a gentler signal.
trap 'kill $command 2>/dev/null || true; kill -KILL $service $xvfb 2>/dev/null || true
  wait 2>/dev/null; rm -rf "$XDG_RUNTIME_DIR"' EXIT
trap 'exit 143' TERM INT

wait_for() { # what, test...: up to 10 s
  local what=$1; shift
  for _ in $(seq 100); do "$@" && return; sleep 0.1; done
  echo "with-monado.sh: $what did not come up" >&2; cat "$XDG_RUNTIME_DIR"/*.log >&2; exit 1
}

# -noreset, or a server whose last client has left starts anew and may forget the next one, which
# then waits for ever. Abstract sockets alone: those are the network's own, whereas in /tmp another
# run's server of the same number would take the place of this one.
Xvfb -displayfd 3 -screen 0 1280x720x24 -noreset -nolisten tcp -nolisten unix \
  3>"$XDG_RUNTIME_DIR/display" 2>"$XDG_RUNTIME_DIR/xvfb.log" & xvfb=$!
wait_for Xvfb test -s "$XDG_RUNTIME_DIR/display"
DISPLAY=:$(tr -d '\n' <"$XDG_RUNTIME_DIR/display"); export DISPLAY
monado-service >"$XDG_RUNTIME_DIR/monado.log" 2>&1 & service=$!
wait_for monado-service test -S "$XDG_RUNTIME_DIR/monado_comp_ipc"
export MONADO_PID=$service
"$@" & command=$!
wait "$command"
