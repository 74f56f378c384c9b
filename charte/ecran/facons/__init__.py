"""Les façons de parler avec la personne : à l'écran, en lignes, ou par un fichier."""
