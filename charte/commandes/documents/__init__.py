"""Les commandes qui refont les documents."""
