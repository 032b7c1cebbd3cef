// title: Balance of claims by how the teller knows
// answers: How many people support or oppose a claim first-hand, as witnesses, and from hearsay?
// parameter: claim: claim = null — only this claim; e.g. effective(ketamine infusion, CRPS)
// column: claim — the claim
// column: access — first-hand (own body), witnessed (looks after or lives with the person), second-hand
// column: supporters — distinct people all of whose experiences of this access support the claim
// column: opponents — distinct people all of whose experiences of this access oppose the claim
// column: inconclusive — distinct people with experiences of this access on both sides
// column: people — distinct people with an experience of this access: the sum of the three
// column: experiences — experiences of this access that bear on the claim
// column: claim_id — id of the claim
// counts: people are distinct accounts that tell an experience (TELLS); one who tells first-hand and from
//   hearsay is in both rows, so rows of a claim do not add up to its people
// order: by claim; first-hand, witnessed, second-hand
MATCH (c:Claim)<-[:ON]-(e:Evidence)-[:FROM]->(x:Experience)
WHERE $claim_id IS NULL OR c.id = $claim_id
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH c, x.access AS access, a, count(DISTINCT x) AS told,
  max(CASE e.direction WHEN 'supports' THEN 1 ELSE 0 END) AS pro,
  max(CASE e.direction WHEN 'opposes' THEN 1 ELSE 0 END) AS con
WITH c, access, sum(told) AS experiences, count(a) AS people,
  sum(CASE WHEN a IS NOT NULL AND con = 0 THEN 1 ELSE 0 END) AS supporters,
  sum(CASE WHEN a IS NOT NULL AND pro = 0 THEN 1 ELSE 0 END) AS opponents,
  sum(CASE WHEN a IS NOT NULL AND pro = 1 AND con = 1 THEN 1 ELSE 0 END) AS inconclusive,
  CASE access WHEN 'first-hand' THEN 1 WHEN 'witnessed' THEN 2 ELSE 3 END AS accessRank
RETURN c.label AS claim, access, supporters, opponents, inconclusive, people, experiences, c.id AS claim_id
ORDER BY c.label, c.id, accessRank
