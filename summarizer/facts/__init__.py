"""What is said of models: numbers, money, days, makers, releases, comparisons, and whose words they are."""
