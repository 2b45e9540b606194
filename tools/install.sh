#!/bin/sh
# Installs Anju into the virtual environment $1 with the first Python of at least 3.11 that is found.
set -eu
venv=$1
recent='import sys; raise SystemExit(sys.version_info < (3, 11))'

python=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c "$recent" 2>/dev/null; then python=$name; break; fi
done
if [ -z "$python" ]; then
  found=$(python3 --version 2>/dev/null || echo "no python3")
  echo "Anju needs Python 3.11 or newer; found: $found. Install one, or name it: make PYTHON=/path/to/python3.11 setup" >&2
  exit 1
fi

if ! [ -x "$venv/bin/python" ] || ! "$venv/bin/python" -c "$recent" 2>/dev/null; then
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    echo "$("$python" --version) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
  fi
fi

echo "Installing into $venv (about two minutes the first time) ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[test,postgres,vision,doors]' || {
  echo "The installation failed; the lines above say why. If it was the network, run the same command again." >&2
  exit 1
}
