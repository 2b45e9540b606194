"""Training 培训: who may stand on a post, what everybody must know, and the proof that it was taught and learnt.

Certificates with their ends, courses and the sessions that a plan's sentence owes, sign-in by a code that moves, question bank and exams.
A lapsed certificate, an unfinished induction or a failed exam takes somebody off the roster before his shift begins.
"""
