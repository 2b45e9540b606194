"""Duties 勤务/定期工作: what a post or role owes at a frequency, its checklist, and the evidence that proves it.

A duty's schedule (`schedules`, pure) is cut into occurrences ahead of time; `rules` judge each from what was really done,
so that missed and late are found by the clock and never assumed.
"""
