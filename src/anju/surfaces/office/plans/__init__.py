"""The pages of the plan: import and review, the plan in force, one sentence, the law beside it, the yearly cycle."""
