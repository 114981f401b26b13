-- A rating is what the reviews of its product come to.
WITH counted AS (
    SELECT product_id, COUNT(*) AS reviews, SUM(rating) AS stars
    FROM catalog_review
    GROUP BY product_id
)
SELECT
    product.slug, product.sku, rating.count, rating.total, rating.average_hundredths,
    COALESCE(counted.reviews, 0) AS reviews, COALESCE(counted.stars, 0) AS stars
FROM catalog_rating rating
JOIN catalog_product product ON product.id = rating.product_id
LEFT JOIN counted ON counted.product_id = rating.product_id
WHERE rating.count <> COALESCE(counted.reviews, 0)
    OR rating.total <> COALESCE(counted.stars, 0)
    -- Half a hundredth is rounded up. Multiplied and not divided: 7 / 2 is 3 on SQLite and PostgreSQL, 3.5 on MariaDB.
    OR 200 * counted.stars + counted.reviews
        NOT BETWEEN 2 * counted.reviews * rating.average_hundredths
            AND 2 * counted.reviews * (rating.average_hundredths + 1) - 1
