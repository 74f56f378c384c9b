"""Relever ce qui ne va pas dans une charte, pour une personne ou pour un programme."""
