"""Les commandes d'une charte qui vit : contrôler, réviser, adopter, comparer, mettre à jour."""
