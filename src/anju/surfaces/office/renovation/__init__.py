"""Renovation in the office: the board of sites, the file of one renovation, the look at a site, and the permit on paper."""
