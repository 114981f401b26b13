-- Every product has its stock and its rating.
SELECT product.slug, product.sku, stock.product_id AS stock, rating.product_id AS rating
FROM catalog_product product
LEFT JOIN catalog_stock stock ON stock.product_id = product.id
LEFT JOIN catalog_rating rating ON rating.product_id = product.id
WHERE stock.product_id IS NULL OR rating.product_id IS NULL
