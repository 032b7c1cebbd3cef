// title: Conditions reported together
// answers: Which two conditions are reported together in one person, and by how many people?
// parameter: condition: condition = null — only pairs with this condition; e.g. POTS
// column: condition — one condition of the pair
// column: with_condition — the other one
// column: people — distinct people who report both in one person
// column: first_hand — distinct people who report both of their own body
// column: witnessed — distinct people who report both of somebody they look after or live with
// column: second_hand — distinct people who report both from hearsay
// column: condition_id — id of the one condition
// column: with_condition_id — id of the other one
// counts: people are distinct accounts that tell an experience (TELLS); one who reports a pair of herself and
//   of her child counts once in people, and once under each access
// note: one person is: one experience that names both, or two that an account tells of itself; left out are
//   experiences of others (a group), tales of a misdiagnosis, where one of the two was wrong, and a condition
//   with a broader one (hEDS and EDS)
// order: most people first
MATCH (a:Account)-[:TELLS]->(x:Experience)-[:HAS_CONDITION]->(k:Condition)
WHERE x.experiencer <> 'others'
  AND NOT EXISTS { MATCH (x)-[:MET]->(:Stressor {label: 'misdiagnosis'}) }
  AND NOT EXISTS {
    MATCH (x)<-[:FROM]-(:Evidence {direction: 'supports'})-[:ON]->(:Claim {predicate: 'misdiagnosed'})
  }
MATCH (a)-[:TELLS]->(y:Experience)-[:HAS_CONDITION]->(l:Condition)
WHERE k.label < l.label
  AND (x.id = y.id OR x.experiencer = 'self' AND y.experiencer = 'self')
  AND NOT EXISTS { MATCH (k)-[:BROADER*1..50]->(l) }
  AND NOT EXISTS { MATCH (l)-[:BROADER*1..50]->(k) }
  AND ($condition_id IS NULL OR k.id = $condition_id OR l.id = $condition_id)
  AND NOT EXISTS { MATCH (y)-[:MET]->(:Stressor {label: 'misdiagnosis'}) }
  AND NOT EXISTS {
    MATCH (y)<-[:FROM]-(:Evidence {direction: 'supports'})-[:ON]->(:Claim {predicate: 'misdiagnosed'})
  }
WITH k, l, a.id AS who,
  CASE WHEN x.access = 'second-hand' OR y.access = 'second-hand' THEN 'second-hand'
    WHEN x.access = 'witnessed' OR y.access = 'witnessed' THEN 'witnessed' ELSE 'first-hand' END AS access
RETURN k.label AS condition, l.label AS with_condition, count(DISTINCT who) AS people,
  count(DISTINCT CASE access WHEN 'first-hand' THEN who END) AS first_hand,
  count(DISTINCT CASE access WHEN 'witnessed' THEN who END) AS witnessed,
  count(DISTINCT CASE access WHEN 'second-hand' THEN who END) AS second_hand,
  k.id AS condition_id, l.id AS with_condition_id
ORDER BY people DESC, first_hand DESC, condition, with_condition, condition_id, with_condition_id
