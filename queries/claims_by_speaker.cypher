// title: What a speaker holds
// answers: What does a clinician or other speaker hold, through whose quotes, and in which mode?
// parameter: speaker: speaker — name of a clinician, organization or quoted person, or an account's
//   pseudonym; e.g. neurologist
// parameter: mode: own|quoted|reported = null — only words of this mode; e.g. quoted
// column: claim — the claim
// column: stance — supports, opposes or questions
// column: mode — own words, quoted verbatim, or reported
// column: basis — what the stance rests on
// column: told_by — pseudonym of the account whose post holds the words
// column: quote — the words, verbatim
// column: post — path of the post in its discussion
// column: discussion — title of the discussion
// column: confidence — how sure the reader is, 0 to 1
// column: claim_id — id of the claim
// column: stance_id — id of the stance
// order: by claim, then as in the discussions
OPTIONAL MATCH (k:Concept {id: $speaker_id})
OPTIONAL MATCH (o:Speaker {id: $speaker_id})
OPTIONAL MATCH (n:Account {id: $speaker_id})
WITH coalesce(k, o, n) AS h
MATCH (h)-[:HOLDS]->(s:Stance)-[:ON]->(c:Claim)
WHERE $mode IS NULL OR s.mode = $mode
MATCH (s)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
OPTIONAL MATCH (a:Account)-[:WROTE]->(p)
WITH s, c, q, p, d, a,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN c.label AS claim, s.stance AS stance, s.mode AS mode, s.basis AS basis, a.label AS told_by,
  q.exact AS quote, p.path AS post, d.title AS discussion, s.confidence AS confidence,
  c.id AS claim_id, s.id AS stance_id
ORDER BY c.label, c.id, d.title, d.id, place, s.id
