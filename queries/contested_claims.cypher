// title: Contested claims
// answers: Which claims have people on both sides, and which are argued over most?
// parameter: min_people: integer = 1 — at least so many people on each side; e.g. 2
// column: claim — the claim
// column: people_for — distinct people for it, by an experience or by their own stance
// column: people_against — distinct people against it, by an experience or by their own stance
// column: people_both — distinct people counted on both sides
// column: evidence_for — distinct people with an experience that supports it
// column: evidence_against — distinct people with an experience that opposes it
// column: stance_for — distinct people whose own stance supports it
// column: stance_against — distinct people whose own stance opposes it
// column: quoted_for — distinct holders whose quoted or reported view supports it; in no other count
// column: quoted_against — distinct holders whose quoted or reported view opposes it; in no other count
// column: contestedness — harmonic mean of people_for and people_against: 3 for 3 against 3, 3.75 for 5
//   against 3, 1.67 for 5 against 1
// column: claim_id — id of the claim
// counts: people are distinct accounts that tell an experience (TELLS) or hold a stance of their own (HOLDS)
// note: contested is a claim with somebody for it, somebody against it, and two people at least
// order: most contested first
MATCH (c:Claim)<-[:ON]-(n:Evidence|Stance)
OPTIONAL MATCH (n)-[:FROM]->(:Experience)<-[:TELLS]-(teller:Account)
OPTIONAL MATCH (holder)-[:HOLDS]->(n)
WITH c, coalesce(teller, holder) AS who, coalesce(n.direction, n.stance) AS side,
  CASE WHEN teller IS NOT NULL THEN 'evidence' WHEN n.mode = 'own' THEN 'own' ELSE 'quoted' END AS how
WHERE who IS NOT NULL AND side <> 'questions'
WITH c, who,
  max(CASE WHEN how = 'evidence' AND side = 'supports' THEN 1 ELSE 0 END) AS evidencePro,
  max(CASE WHEN how = 'evidence' AND side = 'opposes' THEN 1 ELSE 0 END) AS evidenceCon,
  max(CASE WHEN how = 'own' AND side = 'supports' THEN 1 ELSE 0 END) AS ownPro,
  max(CASE WHEN how = 'own' AND side = 'opposes' THEN 1 ELSE 0 END) AS ownCon,
  max(CASE WHEN how = 'quoted' AND side = 'supports' THEN 1 ELSE 0 END) AS quotedPro,
  max(CASE WHEN how = 'quoted' AND side = 'opposes' THEN 1 ELSE 0 END) AS quotedCon
WITH c,
  sum(CASE WHEN evidencePro + ownPro > 0 THEN 1 ELSE 0 END) AS people_for,
  sum(CASE WHEN evidenceCon + ownCon > 0 THEN 1 ELSE 0 END) AS people_against,
  sum(CASE WHEN evidencePro + ownPro > 0 AND evidenceCon + ownCon > 0 THEN 1 ELSE 0 END) AS people_both,
  sum(evidencePro) AS evidence_for, sum(evidenceCon) AS evidence_against,
  sum(ownPro) AS stance_for, sum(ownCon) AS stance_against,
  sum(quotedPro) AS quoted_for, sum(quotedCon) AS quoted_against
WHERE people_for > 0 AND people_against > 0 AND people_for + people_against - people_both > 1
  AND people_for >= $min_people AND people_against >= $min_people
RETURN c.label AS claim, people_for, people_against, people_both, evidence_for, evidence_against,
  stance_for, stance_against, quoted_for, quoted_against,
  round(200.0 * people_for * people_against / (people_for + people_against)) / 100.0 AS contestedness,
  c.id AS claim_id
ORDER BY contestedness DESC, evidence_for + evidence_against DESC, c.label, c.id
