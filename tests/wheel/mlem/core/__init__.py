"""What Repair-MlemModel calls of MLEM, under MLEM's names."""
