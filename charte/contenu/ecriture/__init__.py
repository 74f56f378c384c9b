"""Récrire un YAML sans perdre ce qu'une personne y a mis à la main."""
