"""De la Charte à sa suite de blocs : le seul document, avant toute syntaxe."""
