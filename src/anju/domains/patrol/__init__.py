"""Patrol 巡逻: checkpoints, routes and patrol plans by day, night and small hours; rounds that are walked, scanned, answered and proven.

A round is planned from a route at the frequency of its plan, walked by a guard (or a drone or robot), and proven point by point: each scan
says how it was made and is graded by it, what looks wrong goes to a reviewer, what nobody walked is found missed by the clock. Faults
become cases at once. Serves the sentences of a plan about routes, frequencies, key points, night, holidays, weather and what patrols check.
"""
