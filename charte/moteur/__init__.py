"""Le cœur pur : ni fichier, ni écran, ni horloge."""
