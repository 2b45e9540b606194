"""讲给老板: six steps over the living office that a manager shows to whoever pays for it; also on paper."""
