// title: Balance of claims
// answers: How many people's experiences support a claim, oppose it, or point both ways?
// parameter: claim: claim = null — only this claim; e.g. effective(ketamine infusion, CRPS)
// column: claim — the claim
// column: supporters — distinct people all of whose experiences on the claim support it
// column: opponents — distinct people all of whose experiences on the claim oppose it
// column: inconclusive — distinct people with experiences on both sides
// column: people — distinct people with any experience on the claim: the sum of the three
// column: experiences — experiences that bear on the claim, those by unnamed accounts too
// column: claim_id — id of the claim
// counts: people are distinct accounts that tell an experience (TELLS), however many posts they wrote
// order: most people first
MATCH (c:Claim)<-[:ON]-(e:Evidence)-[:FROM]->(x:Experience)
WHERE $claim_id IS NULL OR c.id = $claim_id
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH c, a, count(DISTINCT x) AS told,
  max(CASE e.direction WHEN 'supports' THEN 1 ELSE 0 END) AS pro,
  max(CASE e.direction WHEN 'opposes' THEN 1 ELSE 0 END) AS con
WITH c, sum(told) AS experiences, count(a) AS people,
  sum(CASE WHEN a IS NOT NULL AND con = 0 THEN 1 ELSE 0 END) AS supporters,
  sum(CASE WHEN a IS NOT NULL AND pro = 0 THEN 1 ELSE 0 END) AS opponents,
  sum(CASE WHEN a IS NOT NULL AND pro = 1 AND con = 1 THEN 1 ELSE 0 END) AS inconclusive
RETURN c.label AS claim, supporters, opponents, inconclusive, people, experiences, c.id AS claim_id
ORDER BY people DESC, supporters DESC, experiences DESC, c.label, c.id
