"""How summaries are written and held to their source: grammars, support, voices, composition."""
