"""The book's live figures, one file each; `magbook.figure` says what such a file holds."""
