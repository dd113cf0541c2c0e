Text = fun(Atom) -> atom_to_list(Atom) end,
Line = fun(Key, Values) -> io:format("~s ~s~n", [Key, lists:join(" ", Values)]) end,
Named = fun(Queue) -> element(4, amqqueue:get_name(Queue)) end,
On = fun(Node, Module, Function, Arguments) ->
  try erpc:call(Node, Module, Function, Arguments, 3000) catch _:_ -> unreachable end
end,
Replica = fun(Name, Node) ->
  {State, Membership} = case On(Node, ra, key_metrics, [{Name, Node}]) of
    #{state := Is} = Metrics -> {Is, maps:get(membership, Metrics, unknown)};
    _ -> {unreachable, unknown}
  end,
  [Text(Node), "=", Text(State), "/", Text(Membership)]
end,
Line("node", [Text(node())]),
Line("cluster", [case rabbit_runtime_parameters:value_global(internal_cluster_id) of
  not_found -> "unknown";
  Id -> Id
end]),
Line("members", [Text(Node) || Node <- rabbit_nodes:list_members()]),
Line("running", [Text(Node) || Node <- rabbit_nodes:list_running()]),
lists:foreach(fun(Queue) ->
  case amqqueue:get_type(Queue) of
    rabbit_quorum_queue ->
      {Name, _} = amqqueue:get_pid(Queue),
      #{nodes := Nodes} = amqqueue:get_type_state(Queue),
      Line("quorum", [Named(Queue) | [Replica(Name, Node) || Node <- Nodes]]);
    _ ->
      Pid = amqqueue:get_pid(Queue),
      Line("classic", [Named(Queue), [Text(node(Pid)), "=", Text(On(node(Pid), erlang, is_process_alive, [Pid]))]])
  end
end, rabbit_amqqueue:list()).
