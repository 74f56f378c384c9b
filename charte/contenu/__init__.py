"""Ce qui s'écrit en YAML : questionnaire, réponses, modèle, référentiel."""
