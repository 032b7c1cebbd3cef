// title: Experiences of being dismissed
// answers: Who was not believed, by which kind of clinician, and with which diagnosis in the end?
// parameter: condition: condition = null — only with this diagnosis; e.g. fibromyalgia
// column: diagnosis — the illness of the claim dismissed(…) that the experience supports; where there is
//   none, a condition of the experience other than a wrong diagnosis; empty where neither is named
// column: clinician — a clinician or role of the experience; empty where none is named
// column: person — pseudonym of the account that tells the experience
// column: experiencer — whose experience it is, seen from the teller
// column: access — how the teller knows of it: first-hand, witnessed, second-hand
// column: quote — the teller's words, verbatim
// column: post — path of the post in its discussion
// column: discussion — title of the discussion
// column: experience_id — id of the experience
// note: rows are experiences that support a claim dismissed(…) or met the stressor "not being believed",
//   one a diagnosis and clinician
// order: by diagnosis (none last), then first-hand, witnessed, second-hand
MATCH (x:Experience)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
WHERE EXISTS { MATCH (x)-[:MET]->(:Stressor {label: 'not being believed'}) }
  OR EXISTS {
    MATCH (x)<-[:FROM]-(:Evidence {direction: 'supports'})-[:ON]->(:Claim {predicate: 'dismissed'})
  }
OPTIONAL MATCH (x)<-[:FROM]-(:Evidence {direction: 'supports'})-[:ON]->(:Claim {predicate: 'dismissed'})
  -[:SUBJECT]->(s:Concept)
OPTIONAL MATCH (x)-[:HAS_CONDITION]->(k:Condition)
WHERE s IS NULL AND NOT EXISTS {
    MATCH (x)<-[:FROM]-(:Evidence {direction: 'supports'})-[:ON]->(:Claim {predicate: 'misdiagnosed'})
      -[:OBJECT]->(k)
  }
WITH x, q, p, d, coalesce(s, k) AS y
WHERE $condition_id IS NULL OR y.id = $condition_id
OPTIONAL MATCH (x)-[:SAW]->(m:Clinician)
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
WITH x, q, p, d, y, m, a,
  CASE WHEN y IS NULL THEN 2 ELSE 1 END AS diagnosisRank,
  CASE x.access WHEN 'first-hand' THEN 1 WHEN 'witnessed' THEN 2 ELSE 3 END AS accessRank,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN y.label AS diagnosis, m.label AS clinician, a.label AS person, x.experiencer AS experiencer,
  x.access AS access, q.exact AS quote, p.path AS post, d.title AS discussion, x.id AS experience_id
ORDER BY diagnosisRank, y.label, y.id, accessRank, d.title, d.id, place, q.start, x.id,
  coalesce(m.label, ''), coalesce(m.id, '')
