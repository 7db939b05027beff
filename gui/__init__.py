"""The desktop app. Knows core; decides nothing about rules."""
