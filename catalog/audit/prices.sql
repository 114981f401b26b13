-- A product costs what its price history says last.
-- roadmap: data.sql
WITH history AS (
    SELECT
        product_id, price_minor, currency,
        ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY at DESC, id DESC) AS place
    FROM catalog_pricerecord
)
SELECT product.slug, product.sku, product.price_minor AS price, latest.price_minor AS recorded
FROM catalog_product product
LEFT JOIN history latest ON latest.product_id = product.id AND latest.place = 1
WHERE latest.product_id IS NULL
    OR latest.price_minor <> product.price_minor
    OR latest.currency <> product.currency
-- roadmap: end
