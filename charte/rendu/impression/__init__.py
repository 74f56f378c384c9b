"""Le PDF : ses moteurs, sa finition, ce qu'il emporte."""
