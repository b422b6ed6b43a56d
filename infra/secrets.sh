#!/usr/bin/env bash
# Makes the secrets that compose.yaml and kubernetes/ mount, one file each; what is there already is kept. Settings' files are named like the
# setting. Usage: infra/secrets.sh [DIRECTORY [POSTGRES_HOST[:PORT] [REDIS_HOST[:PORT]]]]
set -euo pipefail
umask 022
directory=${1:-$(dirname "$0")/secrets}
postgres=${2:-postgres:5432}
redis=${3:-redis:6379}
command -v openssl >/dev/null || { echo "openssl is missing. Install it: sudo apt-get install openssl" >&2; exit 1; }

# Containers run as users of their own and must be able to read the files that they are given: the closed directory keeps everybody else out.
mkdir -p "$directory" && chmod 700 "$directory"
mkdir -p "$directory"/{node,postgres,redis,proxy}
cd "$directory"

# put FILE: keeps its standard input there, unless the file is there already. All at once: a half-made key would be kept for ever.
put() {
  if [[ -s $1 ]]; then cat >/dev/null; return; fi
  cat >"$1.new" && chmod 444 "$1.new" && mv -f "$1.new" "$1"
}

openssl rand -base64 32 | put node/Encryption__Key
openssl rand -hex 32 | put node/Channels__DirectLine__Secret # the web chat is on with it
openssl rand -hex 24 | put postgres/superuser-password
openssl rand -hex 24 | put postgres/helpline-password
openssl rand -hex 24 | put redis/helpline-password
put node/ConnectionStrings__Postgres \
  <<<"Host=${postgres%:*};Port=${postgres##*:};Database=helpline;Username=helpline;Password=$(<postgres/helpline-password)"
put node/ConnectionStrings__Redis <<<"$redis,user=helpline,password=$(<redis/helpline-password)"
# Redis keeps a hash; nobody may flush, reconfigure or list keys, and without a password nobody may do anything.
put redis/users.acl <<END
user default off
user helpline on #$(printf %s "$(<redis/helpline-password)" | sha256sum | cut -d ' ' -f 1) ~* &* +@all -@admin -@dangerous +info
END
# Yours to fill: Twilio's token (empty: the channel is off), and the certificate with its chain and key for the proxy.
for file in node/Channels__Twilio__AuthToken proxy/tls.crt proxy/tls.key; do
  [[ -e $file ]] || { : >"$file" && chmod 644 "$file"; }
done
