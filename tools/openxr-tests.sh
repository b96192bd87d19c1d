#!/usr/bin/env bash
# openxr-tests.sh ROOT [PYTEST ARGUMENTS]: the tests that need an OpenXR runtime, in a real one.
#
# Builds ROOT if it is missing (monado-root.sh), installs the project's dependencies in it when
# pyproject.toml has changed, and runs `pytest -m xr tests/openxr` beside Monado and Xvfb. No GPU
# and no headset. Needs root. About 10 minutes the first time, 7 after that; given up after 15.
# A soak of N seconds (at most 600) instead of one minute: VREXPOSURE_SOAK_S=N, with -k soak.
set -euo pipefail
[ $# -ge 1 ] || { sed -n 's/^# \{0,1\}//; 2,7p' "$0" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
project=$(dirname "$here")
root=$(realpath -m "$1"); shift
"$here/monado-root.sh" "$root"

# pip inside must find packages where pip outside finds them: its settings go along as environment
# variables, and every file or folder of this machine that they name is bound to the same place.
settings=() binds=()
while IFS== read -r key value; do
  value=${value#\'}; value=${value%\'}
  name=${key##*.}; name=${name//-/_}
  settings+=("PIP_${name^^}=$value")
  for word in $value; do
    path=${word#file://}
    if [ "${path:0:1}" = / ] && [ -e "$path" ]; then
      # An index is named by the folder of its links, which lead to the folder above.
      case $path in */simple | */simple/) path=$(dirname "$path") ;; esac
      binds+=(--bind "$path:$path")
    fi
  done
done < <(env -u PIP_REQUIRE_VIRTUALENV python3 -m pip config list)

wanted=$(sha256sum "$project/pyproject.toml")
if [ "$wanted" != "$(cat "$root/opt/venv/.installed" 2>/dev/null)" ]; then
  "$here/in-root.sh" "$root" --online --bind "$project:/project" ${binds[@]+"${binds[@]}"} \
    env ${settings[@]+"${settings[@]}"} bash -euc '
      python3 -m venv /opt/venv
      /opt/venv/bin/python -m pip install --quiet --editable "/project[dev]"'
  echo "$wanted" >"$root/opt/venv/.installed"
fi

# No caches of another machine's Python in the checkout. pytest gives up first, and says on what.
status=0
timeout --foreground --kill-after=20 900 "$here/in-root.sh" "$root" --bind "$project:/project" \
  env -C /project PATH="/opt/venv/bin:/usr/bin:/bin:/usr/sbin:/sbin" PYTHONDONTWRITEBYTECODE=1 \
  HOME=/root LANG=C.UTF-8 tools/with-monado.sh \
  python -m pytest -p no:cacheprovider --session-timeout=800 -m xr tests/openxr "$@" || status=$?
[ $status -ne 124 ] || echo "openxr-tests.sh: not done within 15 minutes, given up" >&2
exit $status
