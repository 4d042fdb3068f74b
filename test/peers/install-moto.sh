#!/usr/bin/env bash
# Installs moto's server into a folder outside git, once: test/peers/install-moto.sh [FOLDER]
# Prints the path of moto_server, or one line that says why it cannot, with the exit code 1.
set -u
version='5.2.5'
folder=${1:-"$(cd "$(dirname "$0")/../.." && pwd)/node_modules/.cache/moto-$version"}
server="$folder/bin/moto_server"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if [ -e "$folder/complete" ] && [ -x "$server" ]; then
  echo "$server"
  exit 0
fi
if ! command -v python3 >/dev/null; then
  echo 'python3 is missing (Debian: apt-get install python3 python3-venv)'
  exit 1
fi
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
if ! python3 -m venv "$folder" >"$log" 2>&1; then
  echo 'python3 cannot make a venv (Debian: apt-get install python3-venv)'
  exit 1
fi
# Of the extra "server", which takes hundreds of megabytes, only what moto_server itself imports.
if ! timeout 200 "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 \
  "moto[ec2]==$version" flask==3.1.3 flask-cors==6.0.5 >"$log" 2>&1; then
  echo "moto $version could not be installed from PyPI within 200 s: $(tail -n 1 "$log")"
  exit 1
fi
touch "$folder/complete"
echo "$server"
