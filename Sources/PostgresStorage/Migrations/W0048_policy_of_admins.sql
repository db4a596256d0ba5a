-- Since when a second factor is demanded of admins, where everyone else is given longer: widening the demand lets go of nobody.
ALTER TABLE policy ADD COLUMN admins_from timestamptz;
