"""L'allure que partagent les documents : couleurs et logo du groupe, polices, dessin de chaque signe."""
