"""Parler avec la personne."""
