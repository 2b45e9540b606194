"""The boxes at the gates: how each stands, who decides at which lane when what fails, and tonight's paper."""
