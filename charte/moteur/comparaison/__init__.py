"""Ce qui sépare deux chartes, ou plusieurs : changements, causes, mots, histoire, fédération."""
