-- The tree's closure is what climbing from each category to its parent gives.
-- roadmap: data.sql
WITH RECURSIVE climbed (ancestor_id, descendant_id, depth) AS (
    SELECT id, id, 0 FROM catalog_category
    UNION ALL
    SELECT category.parent_id, climbed.descendant_id, climbed.depth + 1
    FROM climbed
    JOIN catalog_category category ON category.id = climbed.ancestor_id
    -- No shop is so deep: this ends the climb where parents stand in a circle, which is then found.
    WHERE category.parent_id IS NOT NULL AND climbed.depth < 50
),
wrong AS (
    SELECT ancestor_id, descendant_id FROM (
        SELECT ancestor_id, descendant_id, depth FROM climbed
        EXCEPT
        SELECT ancestor_id, descendant_id, depth FROM catalog_categorypath
    ) missing
    UNION
    SELECT ancestor_id, descendant_id FROM (
        SELECT ancestor_id, descendant_id, depth FROM catalog_categorypath
        EXCEPT
        SELECT ancestor_id, descendant_id, depth FROM climbed
    ) stray
)
SELECT above.slug AS above, below.slug AS below
FROM wrong
JOIN catalog_category above ON above.id = wrong.ancestor_id
JOIN catalog_category below ON below.id = wrong.descendant_id
-- roadmap: end
