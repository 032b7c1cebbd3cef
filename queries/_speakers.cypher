// All who hold a view by each of their names, to find the one that a person means.
MATCH (h)-[:HOLDS]->(:Stance)
WITH DISTINCT h
UNWIND [h.label] + coalesce(h.synonyms, []) + CASE WHEN h.name IS NULL THEN [] ELSE [h.name] END AS name
RETURN DISTINCT h.id AS speaker_id,
  head([l IN labels(h) WHERE l <> 'Concept']) AS kind, h.label AS speaker, name
ORDER BY speaker_id, name
