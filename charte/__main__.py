"""`python -m charte`, et la commande `charte`."""

import gc


def principal() -> None:
    """Le point d'entrée : exécute la commande et sort avec son code."""
    # Une commande est brève : ramasser les miettes en route, dès les imports, puis à la sortie, prendrait un cinquième
    # de son temps.
    gc.set_threshold(100_000, 50, 50)
    from charte.cli import principal as executer

    try:
        executer()
    finally:
        gc.freeze()


if __name__ == "__main__":
    principal()
