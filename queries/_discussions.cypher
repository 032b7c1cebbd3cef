// All discussions, to find the one that a person means.
MATCH (d:Discussion)
RETURN d.id AS discussion_id, d.identifier AS identifier, d.title AS discussion
ORDER BY discussion_id
