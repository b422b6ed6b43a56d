#!/usr/bin/env bash
# Builds Release and runs every test. Installs what is missing where it may; the last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/.." || exit

# The browser that the end-to-end tests drive, the fonts that Urdu is looked at in, the stores, the gateway to the operators, the proxy, and what reads infra/: promtool,
# systemd-analyze, shellcheck, and openssl for its secrets.
packages=(chromium fonts-noto-core postgresql-15 redis-server kannel kannel-extras prometheus haproxy systemd shellcheck openssl)
command -v npm >/dev/null || packages+=(nodejs npm) # it brings the chat's public clients; other builds of Node.js have it inside
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || exit 1
  elif [[ ${CI:-} == true ]] || ! command -v chromium >/dev/null; then
    echo "Missing: ${missing[*]}. Install them: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

tests/Helpline.EndToEnd.Tests/clients/fetch.sh || { echo "Direct Line's clients could not be fetched; the chat's tests need them." >&2; exit 1; }

dotnet build Helpline.sln --configuration Release --nologo --verbosity quiet || { echo "The build failed." >&2; exit 1; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Helpline.sln --configuration Release --no-build --no-ansi "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\)$/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)
if [[ ${CI:-} == true && ${skipped:-0} != 0 ]]; then
  echo "In CI every test must run; ${skipped} did not." >&2
  code=1
fi
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[[ ${passed:-0} != 0 ]] || code=1
exit "$code"
