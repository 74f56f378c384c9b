"""Ce qui aide à écrire les YAML dans un éditeur : schémas et descriptions."""
