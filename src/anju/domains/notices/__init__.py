"""Notices 通知公告: what is told to whom, by which channel, and who was reached, read it and answered.

A notice names its audience (posts on duty, roles, owners, residents, buildings, persons, bodies above), is counted before it is sent, and
climbs a ladder of channels for everybody who was not reached: in-app first, then what the community has connected. Beside it stand what
is told without a phone: publicity boards and what hangs on them, the log of publicity, campaigns in stages, activities with those who took
part, visits and calls to households, the messages of owners, and the reports that bodies above are owed and sign for.
"""
