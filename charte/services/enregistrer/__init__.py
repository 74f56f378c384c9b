"""Enregistrer une charte dans git, étiqueter ses versions."""
