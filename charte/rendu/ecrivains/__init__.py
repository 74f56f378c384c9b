"""Les écrivains de blocs : un document, une syntaxe."""
