// title: Disputed attributions
// answers: Whose quoted or reported view on a claim is turned round by another post of the discussion?
// parameter: speaker: speaker = null — only views of this holder; e.g. neurologist
// column: speaker — the holder whose view is in dispute
// column: claim — the claim
// column: for_mode — how the view for the claim is given: own, quoted or reported
// column: for_by — pseudonym of the account whose post says that the holder is for it
// column: for_quote — the words for it, verbatim
// column: for_post — path of that post
// column: against_mode — how the view against the claim is given: own, quoted or reported
// column: against_by — pseudonym of the account whose post says that the holder is against it
// column: against_quote — the words against it, verbatim
// column: against_post — path of that post
// column: discussion — title of the discussion
// column: claim_id — id of the claim
// column: for_id — id of the stance for it
// column: against_id — id of the stance against it
// note: a row is one pair of stances of one holder on one claim in one discussion, one for and one against,
//   of which one at least is quoted or reported; a clinician known by role alone (GP, neurologist: a concept
//   of the vocabulary with other names) is one person only within the posts of one account
// order: by holder and claim, then as in the discussion
MATCH (h)-[:HOLDS]->(f:Stance {stance: 'supports'})-[:ON]->(c:Claim)
WHERE $speaker_id IS NULL OR h.id = $speaker_id
MATCH (h)-[:HOLDS]->(g:Stance {stance: 'opposes'})-[:ON]->(c)
WHERE f.discussion = g.discussion AND (f.mode <> 'own' OR g.mode <> 'own')
MATCH (f)-[:TOLD_IN]->(fq:Passage)-[:IN_POST]->(fp:Post)-[:IN]->(d:Discussion)
MATCH (g)-[:TOLD_IN]->(gq:Passage)-[:IN_POST]->(gp:Post)
OPTIONAL MATCH (fa:Account)-[:WROTE]->(fp)
OPTIONAL MATCH (ga:Account)-[:WROTE]->(gp)
WITH h, c, d, f, fq, fp, fa, g, gq, gp, ga,
  CASE WHEN fp.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(fp.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE fp.path END AS forPlace,
  CASE WHEN gp.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(gp.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE gp.path END AS againstPlace
WHERE h.synonyms IS NULL OR NOT 'Clinician' IN labels(h) OR fa.id = ga.id
RETURN h.label AS speaker, c.label AS claim,
  f.mode AS for_mode, fa.label AS for_by, fq.exact AS for_quote, fp.path AS for_post,
  g.mode AS against_mode, ga.label AS against_by, gq.exact AS against_quote, gp.path AS against_post,
  d.title AS discussion, c.id AS claim_id, f.id AS for_id, g.id AS against_id
ORDER BY h.label, h.id, c.label, c.id, d.title, d.id, forPlace, againstPlace, f.id, g.id
