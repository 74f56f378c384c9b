"""Passer d'une version du questionnaire à la suivante : le portage des réponses, leur sort, ce qui est nouveau."""
