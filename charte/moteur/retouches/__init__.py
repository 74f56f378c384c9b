"""Ce que le groupe a écrit de sa main : le découper, le reconnaître, le réunir au nouveau texte."""
