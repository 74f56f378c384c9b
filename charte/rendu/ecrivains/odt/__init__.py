"""La charte en ODT."""
