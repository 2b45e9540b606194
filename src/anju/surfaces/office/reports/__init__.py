"""Reports: the board, one report with its sections and remarks, its files, what was published; and P07, the figures against their targets."""
