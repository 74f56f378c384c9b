"""Le logo d'un groupe, contrôlé avant que quiconque ne l'ouvre."""
