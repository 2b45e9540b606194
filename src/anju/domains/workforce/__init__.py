"""Workforce 队伍: who is where the plan says, and who works here at all.

Stands on the posts, shifts, holdings and presences of `people`. Tells nobody came (空岗), left (脱岗), asleep (睡岗), short leave (暂离) and
relief (替岗) apart; keeps attendance, leave, swaps and call-outs, checks of posts, handovers, the establishment, staff files from the
application to the departure, contingency plans and the equipment that people carry. What it finds out is told and judged by people:
nothing here takes anything away from anybody by itself.
"""
