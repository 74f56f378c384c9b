"""Des réponses à la Charte : clauses, matrice, annexes, droit, cohérence, échéances, couleurs."""
