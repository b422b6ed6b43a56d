#!/usr/bin/env bash
# Brings the public clients that the server is tested with, as they are published, to node_modules/ beside this script and in botframework/. Direct Line's bring all that they need
# in one file for browsers, so nothing else is fetched: installed as packages they would have 440 more, and half a gigabyte. What comes must be what was tested: SHA512SUMS,
# and the hashes in botframework/package-lock.json. Nothing that comes along is run.
set -euo pipefail
cd "$(dirname "$0")"

needs_npm() { command -v npm >/dev/null || { echo "npm is missing: sudo apt-get install nodejs npm" >&2; exit 1; }; }

if [[ ! -f node_modules/botframework-directlinejs/dist/directline.js || ! -f node_modules/botframework-webchat/dist/webchat.js ]]; then
  needs_npm
  mkdir -p node_modules
  (
    cd node_modules
    npm pack --silent botframework-directlinejs@0.15.8 botframework-webchat@4.18.1 >/dev/null
    sha512sum --check --quiet ../SHA512SUMS
    unpack() { # package, file in it
      mkdir -p "$1"
      tar --extract --gzip --file "$1"-[0-9]*.tgz --directory "$1" --strip-components=1 "package/$2"
    }
    unpack botframework-directlinejs dist/directline.js
    unpack botframework-webchat dist/webchat.js
    rm -- *.tgz
  )
fi

if ! cmp --silent botframework/package-lock.json botframework/node_modules/.installed; then
  needs_npm
  npm ci --prefix botframework --ignore-scripts --omit=dev --no-audit --no-fund --silent
  cp botframework/package-lock.json botframework/node_modules/.installed
fi
