"""Plans 计划: a community's own written plan, read sentence by sentence, confirmed by a person, brought to life and proven.

A Source is the document; a Plan is one work plan inside it; a Clause is one sentence with the object it becomes: a duty, a measure,
a policy or a pass policy. An active plan is a version: what changes comes as the next one.
"""
