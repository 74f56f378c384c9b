"""Les conditions et les textes à trous : ce qu'on y lit, ce qu'ils rendent, et les mots pour le dire."""
