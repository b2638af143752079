"""How posts are laid out: encodings, blocks, furniture, bylines, threads, lists."""
