"""Mener l'entretien : la séance, chaque sorte de question, le récapitulatif."""
