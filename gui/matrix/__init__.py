"""The consistency matrix: what the papers tell, laid side by side."""
