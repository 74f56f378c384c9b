"""Dire dans un terminal, en français, jusqu'à la sortie du programme."""
