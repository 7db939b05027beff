"""Small reusable widgets. None of them knows a case or a rule."""
