// The evidence whose ids start with what a person typed.
MATCH (e:Evidence)
WHERE e.id STARTS WITH $start
RETURN e.id AS evidence_id
ORDER BY evidence_id
LIMIT 100
