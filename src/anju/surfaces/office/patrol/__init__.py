"""Patrols at the desk: today's rounds planned and actual, the planner's page, coverage, and what is reported by word of mouth."""
