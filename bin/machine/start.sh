#!/bin/sh
# Finds a Python that is new enough and hands the command over to it.
here=$(dirname "$0")
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" "$here" "$@"
    fi
done
echo "Python 3.11 or newer is needed, and none was found." >&2
if command -v apt-get >/dev/null 2>&1; then
    echo "Type:  sudo apt-get install -y python3 python3-venv" >&2
else
    echo "Install it with your system's package manager, then type the command again." >&2
fi
exit 1
