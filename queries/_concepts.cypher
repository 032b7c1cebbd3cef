// All concepts by each of their names, to find the one that a person means.
MATCH (k:Concept)
UNWIND [k.label] + coalesce(k.synonyms, []) AS name
RETURN DISTINCT k.id AS concept_id,
  head([l IN labels(k) WHERE l <> 'Concept']) AS kind, k.label AS concept, name
ORDER BY concept_id, name
