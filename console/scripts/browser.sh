#!/bin/sh
# Finds the browser that the journeys are run in, or installs Debian's with fonts for Chinese where it can; prints its path.
# The headless one first: the same engine, and journeys take two thirds of the time in it.
set -eu

find_browser() {
	for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
		[ -n "$name" ] && command -v "$name" && return
	done
	return 1
}

find_browser && exit
as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
	echo "installing chromium-headless-shell and fonts-noto-cjk" >&2
	$as_root apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-cjk >&2
	find_browser && exit
fi
cat >&2 <<'END'
The journeys of the console need Chromium, and it can not be installed here. Install it (Debian: apt install
chromium-headless-shell fonts-noto-cjk), or name a Chromium or Chrome: CHROMIUM=/path/to/it make test
END
exit 1
