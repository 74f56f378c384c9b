"""Ce que lit un autre programme : charte.json et son schéma, l'agenda."""
