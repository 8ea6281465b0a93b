"""A town's spreadsheets: 自分の町で始める, a file before it is taken, Excel out and in, the reorganisation."""
