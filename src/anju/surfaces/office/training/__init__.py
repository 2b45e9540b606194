"""Pages of training: the plan of the year, the matrix, the wall with the moving code, exam results, and everybody's own training."""
