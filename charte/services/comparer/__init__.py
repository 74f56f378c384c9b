"""Retrouver une charte telle qu'elle fut, et dire ce qui la sépare d'une autre."""
