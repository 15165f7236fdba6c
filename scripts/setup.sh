#!/usr/bin/env bash
# The one set-up step of start, test, demo and bench. Sourced, from the project's folder:
#   . scripts/setup.sh app | test | bench
# Brings what is missing and starts libvirt where nothing else does. Says each command before it asks for rights.
# STARTED_PIDS holds the daemons that this run started.

STARTED_PIDS=""

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else say "sudo $*"; sudo "$@"; fi
}

have() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

# One line a program: how to see that it is there, and Debian's package for it.
app_needs() {
  have libvirtd || have virtqemud || echo libvirt-daemon-system
  have virsh || echo libvirt-clients
  have qemu-system-x86_64 || echo qemu-system-x86
  have qemu-img || echo qemu-utils
  [ -e /usr/share/OVMF ] || echo ovmf
  have swtpm || echo swtpm
  have swtpm_setup || echo swtpm-tools
  have dnsmasq || echo dnsmasq-base
  [ -e /usr/share/osinfo ] || echo osinfo-db
  have dbus-daemon || echo dbus
  have pgrep || echo procps
  have ssh || echo openssh-client
  [ -n "$(find /usr/lib -path '*qemu/ui-spice-core.so' 2>/dev/null)" ] || echo qemu-system-gui
  [ -n "${REAL_ELECTRON:-}" ] || have chromium || have google-chrome || echo chromium
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || have Xvfb || echo xvfb
}

test_needs() {
  app_needs
  have ip || echo iproute2
  have Xvfb || echo xvfb
  have certtool || echo gnutls-bin
  have sshd || echo openssh-server
  have nc || echo netcat-openbsd
  have qemu-ga || echo qemu-guest-agent
  have saslpasswd2 || echo sasl2-bin
  [ -n "$(find /usr/lib -path '*sasl2/libscram.so' 2>/dev/null)" ] || echo libsasl2-modules
  have xkbcli || echo libxkbcommon-tools
  have qemu-system-aarch64 || echo qemu-system-arm
  [ -e /usr/share/AAVMF ] || echo qemu-efi-aarch64
  have spicy-screenshot || echo spice-client-gtk
  have sfdisk || echo fdisk
  have mkfs.ext4 || echo e2fsprogs
  have hwclock || echo util-linux-extra
  ls /boot/vmlinuz-*-cloud-* >/dev/null 2>&1 || echo linux-image-cloud-amd64
  [ -e /usr/lib/grub-rescue ] || echo grub-rescue-pc
  [ -e /usr/lib/debian-installer/images/12 ] || echo debian-installer-12-netboot-amd64
}

bench_needs() {
  test_needs
  have virt-manager || echo virt-manager
  have remote-viewer || echo virt-viewer
  /usr/bin/python3 -c 'import libvirt' 2>/dev/null || echo python3-libvirt
}

# Where there is no apt: the command for this distribution, for the user to run.
foreign_command() {
  . /etc/os-release 2>/dev/null || true
  case "${ID:-} ${ID_LIKE:-}" in
    *fedora* | *rhel*) family=fedora ;;
    *suse*) family=suse ;;
    *arch*) family=arch ;;
    *alpine*) family=alpine ;;
    *) say "  Install them with this system's own tools."; return ;;
  esac
  node -e '
    const [family] = process.argv.slice(1)
    const { install, libvirt, x64, arm64, window } = require("./main/readiness/packages.json")[family]
    const qemu = process.arch === "arm64" ? arm64 : x64
    console.error(`  ${process.getuid() === 0 ? "" : "sudo "}${install} ${libvirt} ${qemu} ${window}`)
  ' "$family"
}

install_packages() {
  local packages
  packages=$("$1" | sort -u | tr '\n' ' ')
  [ -z "${packages// /}" ] && return
  if ! have apt-get; then
    say "Vitrina needs these programs (named as Debian's packages): $packages"
    foreign_command
    say "Then run this again."
    exit 1
  fi
  say "Installing: $packages"
  as_root apt-get update -qq
  # shellcheck disable=SC2086 — a list of names
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

# Started by hand only where there is no systemd to do it.
start_daemon() {
  local name=$1
  shift
  pgrep -x "${name:0:15}" >/dev/null && return
  as_root "$@"
  sleep 0.5
  STARTED_PIDS="$STARTED_PIDS $(pgrep -x "${name:0:15}" | head -1)"
}

start_libvirt() {
  if [ -d /run/systemd/system ]; then
    [ -S /var/run/libvirt/libvirt-sock ] || [ -S /var/run/libvirt/virtqemud-sock ] || as_root systemctl start libvirtd
    return
  fi
  # In a container nobody gives /dev/kvm to its group; QEMU's user could not open it, and libvirt would look for
  # KVM anew at every step.
  if [ "$(id -u)" = 0 ] && [ -c /dev/kvm ] && [ "$(stat -c %G /dev/kvm)" = root ] && getent group kvm >/dev/null; then
    chgrp kvm /dev/kvm && chmod 660 /dev/kvm
  fi
  as_root mkdir -p /run/dbus
  # Left by a bus that was killed, it keeps the next one from starting.
  pgrep -x dbus-daemon >/dev/null || as_root rm -f /run/dbus/pid
  start_daemon dbus-daemon dbus-daemon --system --fork
  start_daemon virtlogd virtlogd -d
  start_daemon libvirtd libvirtd -d
  for _ in $(seq 100); do [ -S /var/run/libvirt/libvirt-sock ] && break; sleep 0.1; done
  # A new daemon looks at every QEMU it finds before its first answer, which takes a while: now, not in the app.
  virsh -q -c qemu:///system domcapabilities >/dev/null || { say "libvirtd does not answer"; exit 1; }
}

# npm packages, when the lock file changed since they were installed.
install_npm() {
  local stamp=node_modules/.lock-sum sum
  sum=$(cksum <package-lock.json)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return
  say "Installing npm packages"
  npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$sum" >"$stamp"
}

# Electron's own binary where it is there or can be had; the answer "no" is remembered until the version changes.
find_electron() {
  local dist=node_modules/electron/dist refused=node_modules/.no-electron
  if [ ! -e "$dist" ] && [ ! -e "$refused" ]; then
    timeout 300 node node_modules/electron/install.js >/dev/null 2>&1 || touch "$refused"
  fi
  if [ -e "$dist" ]; then REAL_ELECTRON=1; fi
}

# Built anew when a source is newer than the build.
build_if_stale() {
  local stamp=out/.built
  if [ -f "$stamp" ] && [ -z "$(find main preload renderer e2e/standin scripts package.json electron.vite.config.ts -newer "$stamp" -type f -print -quit)" ]; then
    return
  fi
  say "Building"
  npm run --silent build >out.build.log 2>&1 || { cat out.build.log >&2; rm -f out.build.log; exit 1; }
  rm -f out.build.log
  touch "$stamp"
}

set_up() {
  install_npm
  find_electron
  install_packages "$1_needs"
  start_libvirt
  build_if_stale
  if [ -z "${REAL_ELECTRON:-}" ]; then export ELECTRON_OVERRIDE_DIST_PATH=$PWD/out/standin; fi
}

set_up "$1"
