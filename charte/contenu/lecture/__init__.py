"""Lire un YAML en sachant où se trouve chaque faute."""
