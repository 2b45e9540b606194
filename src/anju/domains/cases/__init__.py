"""Cases 事项: something that went wrong or was asked for, from the report to the proof that it is settled.

One engine serves incidents, hazards, repairs, complaints, rectification notices, tasks from above, problems and reviews: a kind names
its flow of stages (`kinds.py`), and the stages carry deadline, escalation, evidence, recheck, return visit, strike-off and reopening.
"""
