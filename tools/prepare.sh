#!/bin/sh
# Installs what the tests can use and this machine lacks, by package name, where that is allowed. Never fails: what is missing is left out.
set -u
[ "${ANJU_NO_INSTALL:-}" = 1 ] && exit 0
command -v apt-get >/dev/null 2>&1 || exit 0

if [ "$(id -u)" = 0 ]; then become=
elif sudo -n true 2>/dev/null; then become="sudo -n"
else exit 0
fi

missing=
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
command -v mosquitto >/dev/null 2>&1 || [ -x /usr/sbin/mosquitto ] || missing="$missing mosquitto"
camera="gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad python3-gi"
ls /usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib >/dev/null 2>&1 || missing="$missing $camera"
[ -z "$missing" ] && exit 0

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
$become apt-get update -qq >/dev/null 2>&1
for package in $missing; do
  $become apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || echo "$package could not be installed; what needs it is left out."
done
exit 0
