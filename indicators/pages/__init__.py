"""What the pages of reports, passports, collections and the catalogue show."""
