"""What else a reader could run, over the same posts with the same weights: `make baselines`."""
