"""Le dossier d'une charte sur le disque."""
