"""A town's own spreadsheets: laid out, compared with what stands, shown, and taken in as one act; and out again."""
