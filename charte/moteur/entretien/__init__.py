"""L'entretien : l'ordre des questions, les gestes, la révision."""
