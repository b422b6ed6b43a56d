#!/usr/bin/env bash
# Scale mode on one Debian machine, without containers, to try it: PostgreSQL, Redis and N server nodes, all on 127.0.0.1.
#   infra/up.sh [NODES]       starts what is not running (2 nodes by default) and stays; Ctrl-C stops everything
#   infra/up.sh --detach [NODES]
#   infra/up.sh status | down
# HELPLINE_SCALE_DIRECTORY (data/scale) keeps everything, HELPLINE_SCALE_PORT (5080) is the first node's port; 50 and 51 above it are
# PostgreSQL's and Redis'. HELPLINE_SCALE_SERVER names a built Helpline.Server.dll; without it one is built. Settings in the environment
# (Channels__Twilio__…) reach the nodes.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
root=$(realpath -m "${HELPLINE_SCALE_DIRECTORY:-$repository/data/scale}") # each process has a working directory of its own
port=${HELPLINE_SCALE_PORT:-5080}
postgres_port=$((port + 50)) redis_port=$((port + 51))

fail() { echo "up.sh: $*" >&2; exit 1; }

# A process is remembered with its start time: its number alone may be another's by now.
started_at() {
  local state rest
  read -r state rest < <(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 0
  [[ $state == Z ]] || cut -d ' ' -f 19 <<<"$rest"
}
remember() { echo "$2 $(started_at "$2")" >"$root/run/$1"; }
process_of() { # NAME: its process id, if it runs
  local id at
  [[ -r $root/run/$1 ]] && read -r id at <"$root/run/$1" && [[ -n $at && $(started_at "$id") == "$at" ]] && echo "$id"
}
names() { ls "$root/run" 2>/dev/null || true; }

stop() { # NAME SIGNAL SECONDS
  local id
  if id=$(process_of "$1"); then
    kill "-$2" "$id" 2>/dev/null || true
    for ((wait = 0; wait < $3 * 10; wait++)); do process_of "$1" >/dev/null || break; sleep 0.1; done
    if process_of "$1" >/dev/null; then
      echo "$1 did not stop within $3 s and is killed." >&2
      kill -KILL "$id" 2>/dev/null || true
    fi
    echo "stopped  $1"
  fi
  rm -f "$root/run/$1"
}

down() { # nodes first: they still have something to write
  local name
  for name in $(names | grep ^node-); do stop "$name" TERM 15 & done
  wait
  stop redis TERM 10
  stop postgres INT 60
}

status() {
  local name id all=0
  for name in $(names); do
    if id=$(process_of "$name"); then echo "running  $name (process $id)"; else echo "dead     $name (see $root/$name/log)"; all=1; fi
  done
  [[ -n $(names) ]] || { echo "Nothing runs in $root."; all=3; }
  return $all
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
need_port() { ! is_taken "$1" || fail "port $1, for $2, is taken. Stop what listens there, or choose others: HELPLINE_SCALE_PORT=6080 infra/up.sh"; }

# PostgreSQL refuses to run as root.
as_postgres() { if ((EUID == 0)); then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi; }

start_postgres() {
  local home=$root/postgres programs
  programs=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [[ -n $programs ]] || fail "PostgreSQL is missing. Install it: sudo apt-get install postgresql"
  programs=$(dirname "$programs")
  process_of postgres >/dev/null && return
  need_port "$postgres_port" PostgreSQL
  mkdir -p "$home"
  if ((EUID == 0)); then
    id postgres >/dev/null 2>&1 || fail "there is no user postgres for PostgreSQL to run as. Install Debian's package: sudo apt-get install postgresql"
    chown postgres "$home"
    as_postgres test -w "$home" || fail "the user postgres cannot reach $home. Choose another place: HELPLINE_SCALE_DIRECTORY=/var/tmp/helpline infra/up.sh"
  fi
  chmod 700 "$home"
  if ! as_postgres test -f "$home/made"; then # a start that was cut off begins anew: nothing was in it yet
    as_postgres rm -rf "$home/data"
    as_postgres tee "$home/password" >/dev/null <"$root/secrets/postgres/superuser-password"
    as_postgres "$programs/initdb" --pgdata "$home/data" --username postgres --pwfile "$home/password" \
      --auth scram-sha-256 --encoding UTF8 --locale C --data-checksums >"$root/initdb.log" || fail "initdb failed: $root/initdb.log"
    as_postgres rm "$home/password"
  fi
  as_postgres tee "$home/postgresql.conf" >/dev/null <"$repository/infra/postgres/postgresql.conf"
  as_postgres "$programs/pg_ctl" start --silent --wait --timeout 60 --pgdata "$home/data" --log "$home/log" \
    --options "-c config_file='$home/postgresql.conf' -c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories=''" \
    9>&- >/dev/null || fail "PostgreSQL did not start: $home/log"
  remember postgres "$(as_postgres head -n 1 "$home/data/postmaster.pid")"
  if ! as_postgres test -f "$home/made"; then
    PGPASSWORD=$(<"$root/secrets/postgres/superuser-password") HELPLINE_PASSWORD_FILE=$root/secrets/postgres/helpline-password \
      "$programs/psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host 127.0.0.1 --port "$postgres_port" --username postgres \
      --file "$repository/infra/postgres/init.sql" || fail "the database could not be made"
    as_postgres touch "$home/made"
  fi
}

# launch NAME PROGRAM...: in its own session, so that Ctrl-C reaches only this script, and from a shell of its own, so that nobody waits for it.
launch() (
  name=$1
  shift
  mkdir -p "$root/$name"
  cd "$root/$name" # it holds no other place
  setsid "$@" >>"$root/$name/log" 2>&1 </dev/null 9>&- &
  remember "$name" $!
)

start_redis() {
  command -v redis-server >/dev/null || fail "Redis is missing. Install it: sudo apt-get install redis-server"
  process_of redis >/dev/null && return
  need_port "$redis_port" Redis
  mkdir -p "$root/redis"
  launch redis redis-server "$repository/infra/redis/redis.conf" --bind 127.0.0.1 --port "$redis_port" --dir "$root/redis" --aclfile "$root/secrets/redis/users.acl"
  for ((wait = 0; wait < 100; wait++)); do
    is_taken "$redis_port" && return
    process_of redis >/dev/null || break
    sleep 0.1
  done
  fail "Redis did not start: $root/redis/log"
}

start_node() { # NUMBER
  local name=node-$1 at=$((port + $1))
  process_of "$name" >/dev/null && return
  need_port "$at" "$name"
  (
    export ASPNETCORE_ENVIRONMENT=Development Helpline__DataDirectory=$root/$name Helpline__DialogsDirectory=$repository/dialogs \
      Helpline__SecretsDirectory=$root/secrets/node
    launch "$name" dotnet "$server" --urls "http://127.0.0.1:$at"
  )
}

wait_for_node() { # NUMBER
  local name=node-$1 url=http://127.0.0.1:$((port + $1))
  for ((wait = 0; wait < 60; wait++)); do
    dotnet "$server" health "$url/health/ready" >/dev/null 2>&1 && return
    process_of "$name" >/dev/null || fail "$name ended: $(tail -n 3 "$root/$name/log")"
    sleep 0.5
  done
  fail "$name is not ready: $root/$name/log"
}

up() {
  local nodes=$1 node
  [[ $nodes =~ ^([1-9]|[1-4][0-9]|50)$ ]] || fail "'$nodes' is no number of nodes (1 to 50). Usage: infra/up.sh [--detach] [NODES] | status | down"
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; README.md says where it comes from"
  mkdir -p "$root/run"
  chmod 711 "$root" # the user postgres passes through
  exec 9>"$root/lock"
  flock --nonblock 9 || fail "another up.sh is at work in $root"
  server=$(realpath -m "${HELPLINE_SCALE_SERVER:-$repository/src/Helpline.Server/bin/Release/net10.0/Helpline.Server.dll}")
  if [[ -z ${HELPLINE_SCALE_SERVER:-} ]]; then
    dotnet build "$repository/src/Helpline.Server" --configuration Release --nologo --verbosity quiet 9>&- >"$root/build.log" || fail "the build failed: $root/build.log"
  fi
  [[ -r $server ]] || fail "there is no $server; build it: dotnet build src/Helpline.Server --configuration Release"
  "$repository/infra/secrets.sh" "$root/secrets" "127.0.0.1:$postgres_port" "127.0.0.1:$redis_port"
  chmod -R u=rwX,go= "$root/secrets"

  trap 'trap - EXIT INT TERM; down' EXIT # a start that fails leaves nothing behind
  trap 'exit 130' INT TERM
  start_postgres
  start_redis
  for ((node = 0; node < nodes; node++)); do start_node "$node"; done
  for ((node = 0; node < nodes; node++)); do wait_for_node "$node"; done

  cat <<END

Helpline is up in scale mode (Development): $nodes nodes, one PostgreSQL, one Redis, all on 127.0.0.1.
  Simulator    http://127.0.0.1:$port/simulator
END
  for ((node = 0; node < nodes; node++)); do
    echo "  Node $node       http://127.0.0.1:$((port + node))/console   log $root/node-$node/log"
  done
  cat <<END
  PostgreSQL   127.0.0.1:$postgres_port, database and user helpline, log $root/postgres/log
  Redis        127.0.0.1:$redis_port, user helpline, log $root/redis/log
  Secrets      $root/secrets (yours alone); verbs use them with Helpline__SecretsDirectory=$root/secrets/node
  Log-ins      counsellor@helpline.example counsellor-demo, supervisor@… supervisor-demo, operator@… operator-demo
END
  if [[ $detach ]]; then
    trap - EXIT
    echo "  Stop it      infra/up.sh down"
  else
    echo "  Stop it      Ctrl-C, or infra/up.sh down"
    exec 9>&- # down may be asked elsewhere
    while status >/dev/null; do sleep 1; done
    [[ -n $(names) ]] || exit 0 # stopped elsewhere
    echo "Something has ended:" >&2
    status >&2 || exit 1
  fi
}

detach=''
[[ ${1:-} == --detach ]] && { detach=yes; shift; }
(($# <= 1)) || fail "too many arguments. Usage: infra/up.sh [--detach] [NODES] | status | down"
case ${1:-2} in
  down) down ;;
  status) status ;;
  *) up "${1:-2}" ;;
esac
