"""People 人员: persons, their accounts and memberships, the posts of a community, its shift patterns, and who holds a post when."""
