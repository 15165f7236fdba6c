#!/usr/bin/env bash
# Sourced: a virtual display where there is none. XVFB_PID is its process, for whoever sources this to end.
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec 7< <(exec Xvfb -displayfd 1 -screen 0 1440x960x24 -nolisten tcp 2>/dev/null)
  XVFB_PID=$!
  read -r number <&7
  export DISPLAY=":$number"
fi
