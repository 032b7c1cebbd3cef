// title: Claims about a condition, treatment, clinician or other concept
// answers: Which claims speak of this concept, and who stands on which side?
// parameter: entity: concept — any of its names, or kind:name where two kinds share it; e.g. CRPS
// column: claim — the claim
// column: role — subject or object: the place of the concept in the claim's frame
// column: evidence_for — distinct people with an experience that supports it
// column: evidence_against — distinct people with an experience that opposes it
// column: stance_for — distinct people whose own stance supports it
// column: stance_against — distinct people whose own stance opposes it
// column: quoted — distinct holders whose quoted or reported view takes a side on it
// column: claim_id — id of the claim
// counts: people are distinct accounts that tell an experience (TELLS) or hold a stance of their own (HOLDS)
// order: most people's experiences first, then most stances
MATCH (k:Concept {id: $entity_id})<-[r:SUBJECT|OBJECT]-(c:Claim)
WITH c, max(type(r)) AS relation
OPTIONAL MATCH (c)<-[:ON]-(e:Evidence)-[:FROM]->(:Experience)<-[:TELLS]-(a:Account)
WITH c, relation,
  count(DISTINCT CASE e.direction WHEN 'supports' THEN a.id END) AS evidence_for,
  count(DISTINCT CASE e.direction WHEN 'opposes' THEN a.id END) AS evidence_against
OPTIONAL MATCH (c)<-[:ON]-(s:Stance)<-[:HOLDS]-(h)
WITH c, relation, evidence_for, evidence_against,
  count(DISTINCT CASE WHEN s.stance = 'supports' AND s.mode = 'own' THEN h.id END) AS stance_for,
  count(DISTINCT CASE WHEN s.stance = 'opposes' AND s.mode = 'own' THEN h.id END) AS stance_against,
  count(DISTINCT CASE WHEN s.stance <> 'questions' AND s.mode <> 'own' THEN h.id END) AS quoted
RETURN c.label AS claim, CASE relation WHEN 'SUBJECT' THEN 'subject' ELSE 'object' END AS role,
  evidence_for, evidence_against, stance_for, stance_against, quoted, c.id AS claim_id
ORDER BY evidence_for + evidence_against DESC, stance_for + stance_against DESC, quoted DESC, c.label, c.id
