// title: Map of a discussion's argument
// answers: Who answers whom in a discussion, how, and which side of which claims does each post take?
// parameter: discussion: discussion = null — only this discussion: its id or words of its title;
//   e.g. ketamine
// parameter: claim: claim = null — only stances to this claim; e.g. effective(ketamine infusion, CRPS)
// column: discussion — title of the discussion
// column: post — path of the post
// column: parent — path of the post it answers; empty for an opening post, or where the source lacks it
// column: depth — how many posts lie above it
// column: person — pseudonym of the account that wrote it
// column: reply — stance to the parent: supports, denies, queries or comments
// column: claim — a claim that the writer takes a stance to; empty where there is none
// column: stance — supports, opposes or questions, the writer's own; quoted and reported views are left out
// column: claim_id — id of the claim
// column: post_id — id of the post
// note: rows are posts, one a claim, and posts without a claim once
// order: as in the discussion, then by claim
MATCH (p:Post)-[:IN]->(d:Discussion)
WHERE $discussion_id IS NULL OR d.id = $discussion_id
OPTIONAL MATCH (p)-[r:REPLY_TO]->(parent:Post)
OPTIONAL MATCH (a:Account)-[:WROTE]->(p)
OPTIONAL MATCH (p)<-[:IN_POST]-(:Passage)<-[:TOLD_IN]-(s:Stance {mode: 'own'})-[:ON]->(c:Claim)
WHERE $claim_id IS NULL OR c.id = $claim_id
WITH p, d, r, parent, a, s, c, COUNT { MATCH (p)-[:REPLY_TO*1..1000]->(:Post) } AS depth,
  CASE WHEN p.path =~ '[0-9]+([.][0-9]+)*'
    THEN reduce(key = '', part IN split(p.path, '.') | key + right('00000' + part, 6) + '.')
    ELSE p.path END AS place
RETURN d.title AS discussion, p.path AS post, parent.path AS parent, depth, a.label AS person,
  r.stance AS reply, c.label AS claim, s.stance AS stance, c.id AS claim_id, p.id AS post_id
ORDER BY d.title, d.id, place, p.id, coalesce(c.label, ''), coalesce(c.id, ''), coalesce(s.id, '')
