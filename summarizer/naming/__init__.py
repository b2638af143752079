"""How models are named: folding, versions and sizes, cues for names no catalogue knows."""
