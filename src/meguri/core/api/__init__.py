"""What every slice's part of the API answers with: pages of a list, CSV, problems in the reader's language."""
