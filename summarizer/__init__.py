"""Read Chinese AI and tech news by machine, with the evidence for every statement."""
