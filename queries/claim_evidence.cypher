// title: Evidence on a claim
// answers: Which experiences support or oppose a claim, and in whose words?
// parameter: claim: claim — the claim's id, its frame or words of it;
//   e.g. effective(ketamine infusion, CRPS)
// parameter: side: supports|opposes = null — only this side; e.g. opposes
// column: side — supports or opposes
// column: person — pseudonym of the account that tells the experience
// column: experiencer — whose experience it is, seen from the teller
// column: access — how the teller knows of it: first-hand, witnessed, second-hand
// column: outcome — what came of it
// column: quote — the teller's words, verbatim
// column: post — path of the post in its discussion
// column: discussion — title of the discussion
// column: confidence — how sure the reader is of the bearing, 0 to 1
// column: rationale — why the experience bears on the claim
// column: evidence_id — id of the evidence, for evidence_audit
// order: supporting first; then first-hand, witnessed, second-hand; then as in the discussions
MATCH (c:Claim {id: $claim_id})<-[:ON]-(e:Evidence)-[:FROM]->(x:Experience)
WHERE $side IS NULL OR e.direction = $side
MATCH (x)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH e, x, q, p, d, a,
  CASE e.direction WHEN 'supports' THEN 1 ELSE 2 END AS sideRank,
  CASE x.access WHEN 'first-hand' THEN 1 WHEN 'witnessed' THEN 2 ELSE 3 END AS accessRank,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN e.direction AS side, a.label AS person, x.experiencer AS experiencer, x.access AS access,
  x.outcome AS outcome, q.exact AS quote, p.path AS post, d.title AS discussion,
  e.confidence AS confidence, e.rationale AS rationale, e.id AS evidence_id
ORDER BY sideRank, accessRank, d.title, d.id, place, q.start, e.id
