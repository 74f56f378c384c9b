"""Les commandes qui expliquent : une clause, le référentiel, la machine."""
