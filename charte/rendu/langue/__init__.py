"""Le français imprimé : typographie, Markdown des clauses, mots fixes, lignes pliées."""
