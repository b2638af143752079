"""What the pages are made of: text runs, values in words, and the parts drawn in the browser."""
