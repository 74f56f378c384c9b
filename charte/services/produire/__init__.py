"""Produire les documents d'une charte, retouches comprises."""
