// title: Outcomes of a treatment
// answers: What came of a treatment, by condition and by whose experience it is, with the words?
// parameter: treatment: treatment — any of its names; e.g. ketamine infusion
// parameter: condition: condition = null — only for this condition; e.g. CRPS
// column: condition — condition that it was for; empty where the experience names none
// column: experiencer — whose experience it is, seen from the teller
// column: access — how the teller knows of it: first-hand, witnessed, second-hand
// column: outcome — improved, mixed, no-change, worsened or unknown
// column: people — distinct people with an experience of this condition, experiencer, access and outcome
// column: person — pseudonym of the account that tells the experience
// column: quote — the teller's words, verbatim
// column: post — path of the post in its discussion
// column: discussion — title of the discussion
// column: experience_id — id of the experience
// counts: people are distinct accounts that tell an experience (TELLS); an experience of two conditions
//   gives two rows
// order: by condition (none last), experiencer (self first), access, outcome (improved first)
MATCH (t:Treatment {id: $treatment_id})<-[:RECEIVED]-(x:Experience)
OPTIONAL MATCH (x)-[:HAS_CONDITION]->(k:Condition)
WITH x, k
WHERE $condition_id IS NULL OR k.id = $condition_id
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH k, x.experiencer AS experiencer, x.access AS access, x.outcome AS outcome,
  count(DISTINCT a) AS people, collect(DISTINCT x) AS told
UNWIND told AS x
MATCH (x)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH k, experiencer, access, outcome, people, x, q, p, d, a,
  CASE WHEN k IS NULL THEN 2 ELSE 1 END AS conditionRank,
  CASE experiencer WHEN 'self' THEN 1 WHEN 'child' THEN 2 WHEN 'partner' THEN 3 WHEN 'family' THEN 4
    WHEN 'friend' THEN 5 ELSE 6 END AS experiencerRank,
  CASE access WHEN 'first-hand' THEN 1 WHEN 'witnessed' THEN 2 ELSE 3 END AS accessRank,
  CASE outcome WHEN 'improved' THEN 1 WHEN 'mixed' THEN 2 WHEN 'no-change' THEN 3 WHEN 'worsened' THEN 4
    ELSE 5 END AS outcomeRank,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN k.label AS condition, experiencer, access, outcome, people, a.label AS person, q.exact AS quote,
  p.path AS post, d.title AS discussion, x.id AS experience_id
ORDER BY conditionRank, k.label, k.id, experiencerRank, accessRank, outcomeRank, d.title, d.id, place,
  q.start, x.id
