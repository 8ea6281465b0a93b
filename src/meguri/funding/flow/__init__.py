"""Where each yen went: from a gift, a tax, a fund or a year to projects and figures; the papers and the open data."""
