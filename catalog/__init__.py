"""What is sold: categories, products, prices, stock, reviews."""
