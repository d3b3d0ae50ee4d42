#!/bin/sh
# Says what a newcomer needs before npm says something harder to read.
if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; then
	echo "The console is built with Node 20 or later and npm: https://nodejs.org, or apt install nodejs npm" >&2
	exit 1
fi
