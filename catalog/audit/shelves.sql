-- What is on sale stands on its shelf and on every one above, with its price and date.
WITH due AS (
    SELECT path.ancestor_id AS category_id, product.id AS product_id, product.published_at, product.price_minor
    FROM catalog_product product
    JOIN catalog_categorypath path ON path.descendant_id = product.category_id
    WHERE product.published_at IS NOT NULL AND product.archived_at IS NULL
),
wrong AS (
    SELECT category_id, product_id FROM (
        SELECT category_id, product_id, published_at, price_minor FROM due
        EXCEPT
        SELECT category_id, product_id, published_at, price_minor FROM catalog_placement
    ) missing
    UNION
    SELECT category_id, product_id FROM (
        SELECT category_id, product_id, published_at, price_minor FROM catalog_placement
        EXCEPT
        SELECT category_id, product_id, published_at, price_minor FROM due
    ) stray
)
SELECT product.slug, category.slug AS shelf
FROM wrong
JOIN catalog_product product ON product.id = wrong.product_id
JOIN catalog_category category ON category.id = wrong.category_id
