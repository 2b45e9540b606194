"""The roster page (P22): people and days, posts and what they lack, who could fill a gap, and what the labour law makes of it."""
