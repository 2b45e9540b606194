"""Planners: points and guards in, rounds out; posts and people in, rosters out. Pure; they know no database and no Django."""
