"""Ce qui se demande d'une charte déjà écrite : l'adopter, la réviser, la changer."""
