"""Une commande, un fichier, une fonction qui rend un code de sortie."""
