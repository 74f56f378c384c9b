"""Écrire sans jamais rien laisser à moitié fait, une commande à la fois."""
