#!/bin/sh
# Run before the server of each member. It leaves the cookie on the volume, tells the server its name, and sees to it that
# a member without data joins its peers: the first one begins a cluster only where none of them answers, the others
# wait until there is one to join. Data is never deleted, but that of a member that was reset when it left the cluster.
set -eu
umask 077

home=/var/lib/rabbitmq
data=$home/mnesia
# Left by leave-cluster.sh.
left=$home/.left-cluster
# Attempts, about a second each.
patience=600

say() { echo "prepare-member: $*"; }
refuse() {
  say "$@"
  echo "$*" >/dev/termination-log
  exit 1
}

node_of() { echo "rabbit@rabbitmq-$1.rabbitmq.$NAMESPACE"; }

# What a node says of its cluster: its members, one a line; "starting" where it has not come so far; nothing without an answer.
ask() {
  erl_call -r -timeout 5 -name "$1" -fetch_stdout -no_result_term -e 2>/dev/null <<'END' || true
case rabbit:is_booted() of
  true -> [io:format("~s~n", [Node]) || Node <- rabbit_nodes:list_members()];
  false -> io:format("starting~n")
end.
END
}

knows() { printf '%s\n' "$1" | grep -qxF "$RABBITMQ_NODENAME"; }

# A volume that is empty under a known name: its queue replicas and its place in the cluster are those of another life. As a
# voter that has forgotten its votes it could cost the others what they have confirmed, so that it joins as a new member.
forget_me() {
  say "the volume is empty, and $1 knows this member: it has to forget it first"
  rabbitmq-queues --longnames --node "$1" shrink "$RABBITMQ_NODENAME" || say "not every queue could be shrunk"
  attempt=0
  until rabbitmqctl --longnames --node "$1" forget_cluster_node "$RABBITMQ_NODENAME"; do
    attempt=$((attempt + 1))
    [ "$attempt" -lt 60 ] || refuse "$1 does not forget $RABBITMQ_NODENAME, whose volume is empty."
    sleep 1
  done
}

# The server reads the cookie, and takes it for secret only where nobody else may.
printf '%s' "$ERLANG_COOKIE" >"$home/.erlang.cookie.new"
mv -f "$home/.erlang.cookie.new" "$home/.erlang.cookie"

# What rabbitmq.conf cannot say. The server tells every client who it is, so that clients can make sure which member answers.
# It waits ten minutes for a majority of its peers; by default it ends after half a minute without them.
packages=$(dpkg-query --show --showformat='${Package} ${Version} ' rabbitmq-server erlang-base 2>/dev/null || true)
cat >/settings/advanced.config <<END
[{rabbit, [
  {server_properties, [
    {<<"member">>, longstr, <<"$POD_NAME">>},
    {<<"packages">>, longstr, <<"${packages% }">>}
  ]},
  {khepri_leader_wait_retry_timeout, 600000}
]}].
END

if [ -e "$left" ]; then
  say "this member left the cluster and was reset; it begins anew"
  rm -rf "$data"
  rm -f "$left"
fi

peers=''
peer=0
while [ "$peer" -lt "$MEMBERS" ]; do
  [ "$peer" = "$MEMBER_INDEX" ] || peers="$peers $peer"
  peer=$((peer + 1))
done

if [ -d "$data/$RABBITMQ_NODENAME" ]; then
  for peer in $peers; do
    members=$(ask "$(node_of "$peer")")
    case $members in '' | starting) continue ;; esac
    knows "$members" && exit 0
    refuse "The volume of $POD_NAME holds data, and the cluster of rabbitmq-$peer does not know $RABBITMQ_NODENAME: was it" \
      "forgotten? Nothing is touched. Empty $left on the volume lets the member begin anew, without its data."
  done
  exit 0
fi

attempt=0
while :; do
  begun=no
  for peer in $peers; do
    node=$(node_of "$peer")
    members=$(ask "$node")
    case $members in
      '') ;;
      starting) [ "$peer" != 0 ] || begun=yes ;;
      *)
        ! knows "$members" || forget_me "$node"
        say "joins $node"
        exit 0
        ;;
    esac
  done
  if [ "$MEMBER_INDEX" = 0 ]; then
    say "no peer answers: this member begins a cluster"
    exit 0
  fi
  if [ "$begun" = yes ]; then
    say "the first member begins a cluster"
    exit 0
  fi
  attempt=$((attempt + 1))
  [ "$attempt" -lt "$patience" ] || refuse "No peer of $POD_NAME answered, so that there is no cluster to join."
  sleep 1
done
