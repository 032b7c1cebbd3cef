// title: Paths through a wrong diagnosis
// answers: Who was told that it was one thing before it turned out to be another?
// parameter: condition: condition = null — only where this is the right or the wrong diagnosis; e.g. CRPS
// column: wrong_diagnosis — what they were told; any where the claim names none
// column: right_diagnosis — what it turned out to be; any where the claim names none
// column: person — pseudonym of the account that tells the experience
// column: experiencer — whose experience it is, seen from the teller
// column: access — how the teller knows of it: first-hand, witnessed, second-hand
// column: clinician — a clinician of the experience, who may have erred or found out; empty where none is
//   named
// column: quote — the teller's words, verbatim
// column: post — path of the post in its discussion
// column: discussion — title of the discussion
// column: confidence — how sure the reader is, 0 to 1
// column: evidence_id — id of the evidence, for evidence_audit
// note: rows are experiences that support a claim misdiagnosed(right, wrong), one a clinician
// order: by right and wrong diagnosis, then first-hand, witnessed, second-hand
MATCH (c:Claim {predicate: 'misdiagnosed'})<-[:ON]-(e:Evidence {direction: 'supports'})
MATCH (e)-[:FROM]->(x:Experience)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
OPTIONAL MATCH (c)-[:SUBJECT]->(r:Concept)
OPTIONAL MATCH (c)-[:OBJECT]->(w:Concept)
WITH c, e, x, q, p, d, r, w
WHERE $condition_id IS NULL OR r.id = $condition_id OR w.id = $condition_id
OPTIONAL MATCH (x)-[:SAW]->(k:Clinician)
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH c, e, x, q, p, d, a, k,
  coalesce(w.label, 'any') AS wrongLabel, coalesce(r.label, 'any') AS rightLabel,
  CASE x.access WHEN 'first-hand' THEN 1 WHEN 'witnessed' THEN 2 ELSE 3 END AS accessRank,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN wrongLabel AS wrong_diagnosis, rightLabel AS right_diagnosis, a.label AS person,
  x.experiencer AS experiencer, x.access AS access, k.label AS clinician, q.exact AS quote,
  p.path AS post, d.title AS discussion, e.confidence AS confidence, e.id AS evidence_id
ORDER BY rightLabel, wrongLabel, c.id, accessRank, d.title, d.id, place, q.start, e.id,
  coalesce(k.label, ''), coalesce(k.id, '')
