"""My renovation: applying, what was found in the plan, signing what is forbidden, where it stands, the deposit; complaints and moves."""
