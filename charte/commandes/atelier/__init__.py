"""Les commandes d'une séance : écrire la charte ensemble."""
