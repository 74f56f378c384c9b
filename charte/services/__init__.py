"""Ce que plusieurs commandes partagent : charger, produire, figer, enregistrer, dire."""
