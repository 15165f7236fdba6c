#!/usr/bin/env bash
# npm start: set up what is missing, build if needed, open the app. Without a display: a virtual one and the demo.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh app

if [ "${1:-}" = --help ]; then
  cat <<'USAGE'
npm start                     open Vitrina (without a display: run the demo on a virtual one)
npm start -- console HOST VM  open the console of a machine (HOST: system, session, a URI or a host's name)
npm start -- xml HOST VM [FILE]   print a machine's definition, or give it the one in FILE
npm start -- fields HOST VM   print what the Hardware tab has, a line a field
npm start -- set HOST VM DEVICE.FIELD [VALUE]   change one of them
npm test                      run every check and test
npm run demo -- --out DIR [--iso FILE] [--keep]
                              create a machine in the app, see its screen, delete it; pictures in DIR
npm run console-check -- spice://HOST:PORT --out FILE [--password P]
                              what the SPICE client shows of any server, saved as a picture
npm run bench -- start        time and memory to the machine list, beside virt-manager
USAGE
  exit 0
fi

[ -n "${REAL_ELECTRON:-}" ] || say "Electron's binary cannot be had here: its stand-in runs the app in the system's Chromium."
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  say "There is no display: showing the guided demo on a virtual one instead."
  exec bash scripts/demo.sh --out "${TMPDIR:-/tmp}/vitrina-demo"
fi
exec node_modules/.bin/electron . "$@"
