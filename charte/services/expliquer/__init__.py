"""D'où vient et où mène ce qu'une charte contient, et ce qu'elle retient du référentiel."""
