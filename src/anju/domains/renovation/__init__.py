"""Renovation 装修: from the application of an owner or tenant to the second acceptance, the works in between, and what must never be done.

What is planned is held against a rulebook in versions: absolute bans (load-bearing parts, gas, drains, facade) are refused by the rule and can be
approved by nobody. Two people decide, an agreement is signed, a permit and a permit for each trained worker are issued, each site is looked at
every day, and what is found is stopped on the spot, rectified, stopped as a whole or reported to those whom the law names. Water and power are
never cut for it, nobody and nothing is held, and no money is taken as a penalty.
"""
