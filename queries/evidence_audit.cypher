// title: Audit of a piece of evidence
// answers: Where does this evidence come from: which words, at which place, by which rule and run?
// parameter: evidence: evidence — its id or the start of it, as the answers of claim_evidence give it;
//   e.g. evidence-wiibnqjtn6v5u4czm2phjeu7
// column: evidence_id — id of the evidence
// column: claim — the claim
// column: direction — supports or opposes
// column: rationale — why the experience bears on the claim
// column: rule — id of the rule, or the annotator, behind the bearing
// column: confidence — how sure the reader is of the bearing, 0 to 1
// column: person — pseudonym of the account that tells the experience
// column: experiencer — whose experience it is, seen from the teller
// column: access — how the teller knows of it: first-hand, witnessed, second-hand
// column: outcome — what came of it
// column: experience_rule — id of the rule, or the annotator, behind the experience
// column: experience_confidence — how sure the reader is of the experience, 0 to 1
// column: quote — the teller's words, verbatim
// column: start — first code point of the quote in the post's text, from 0
// column: end — one past its last code point
// column: verbatim — true where the post's text holds the quote
// column: post — path of the post in its discussion
// column: post_url — address of the post
// column: discussion — title of the discussion
// column: discussion_url — address of the discussion
// column: discussion_digest — hash over all that the graph holds of the discussion
// column: agent — who read it: this program or an annotator
// column: version — version of the program
// column: vocabulary — hash of the vocabulary used
// column: rules — hash of the rules used
// column: claim_id — id of the claim
// column: experience_id — id of the experience
// column: post_id — id of the post
// column: run_id — id of the run
// note: rows are one a run that gave the evidence
// order: by run
MATCH (e:Evidence {id: $evidence_id})-[:ON]->(c:Claim)
MATCH (e)-[:FROM]->(x:Experience)-[:TOLD_IN]->(q:Passage)-[:IN_POST]->(p:Post)-[:IN]->(d:Discussion)
OPTIONAL MATCH (a:Account)-[:TELLS]->(x)
OPTIONAL MATCH (e)-[:GENERATED_BY]->(r:Run)
RETURN e.id AS evidence_id, c.label AS claim, e.direction AS direction, e.rationale AS rationale,
  e.rule AS rule, e.confidence AS confidence, a.label AS person, x.experiencer AS experiencer,
  x.access AS access, x.outcome AS outcome, x.rule AS experience_rule,
  x.confidence AS experience_confidence, q.exact AS quote, q.start AS start, q.end AS end,
  p.text CONTAINS q.exact AS verbatim, p.path AS post, p.url AS post_url, d.title AS discussion,
  d.url AS discussion_url, d.digest AS discussion_digest, r.agent AS agent, r.version AS version,
  r.vocabulary AS vocabulary, r.rules AS rules, c.id AS claim_id, x.id AS experience_id, p.id AS post_id,
  r.id AS run_id
ORDER BY r.id, e.id
