"""The rules of charging: what something costs and why, what may be done, and how money is divided. Facts in, decision out."""
