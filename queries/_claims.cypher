// All claims with their frames, to find the one that a person means.
MATCH (c:Claim)
OPTIONAL MATCH (c)-[:SUBJECT]->(s:Concept)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Concept)
RETURN c.id AS claim_id, c.label AS claim, c.text AS text, c.predicate AS predicate, s.id AS subject_id,
  o.id AS object_id
ORDER BY claim_id
