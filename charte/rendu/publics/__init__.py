"""Les documents faits pour quelqu'un : le mur, les personnes concernées, les membres, le procès-verbal."""
