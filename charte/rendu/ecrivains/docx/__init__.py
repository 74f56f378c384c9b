"""La charte en DOCX."""
