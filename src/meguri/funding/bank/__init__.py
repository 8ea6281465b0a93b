"""Money that comes in from outside: bank files, donation sites, payment providers; matched to pledges by a person."""
