"""Contrôler : un modèle, ce qu'il couvre, ce qui empêche d'adopter."""
