"""Ce qui se raconte : différences, histoire, mise à jour, fédération."""
