"""Les commandes d'une fédération."""
