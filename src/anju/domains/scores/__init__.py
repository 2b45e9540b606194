"""Scores 考评/积分: schemes of items, sheets, running points, bands, ranks, and what follows from them with warning and appeal.

One engine serves guard appraisal, star rating, contests and points accounts: a scheme says what is scored and how, a version keeps what
it was made under, and nothing falls on anybody without a warning, a reason and another person who hears his appeal.
"""
