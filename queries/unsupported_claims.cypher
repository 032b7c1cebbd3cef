// title: Claims with nothing behind them
// answers: Which claims does somebody assert without any experience or cited reference behind them?
// column: claim — the claim
// column: people — distinct people whose own stance supports it
// column: quoted — distinct holders whose quoted or reported view supports it
// column: against — distinct people whose own stance opposes it
// column: opponents — distinct people with an experience that opposes it; 0 means no experience at all
// column: claim_id — id of the claim
// counts: people are distinct accounts that hold a stance of their own (HOLDS) or tell an experience (TELLS)
// note: a claim is listed where a stance supports it, no experience supports it, and no post with a
//   supporting stance cites a reference
// order: asserted by most first
MATCH (c:Claim)
WHERE EXISTS { MATCH (c)<-[:ON]-(:Stance {stance: 'supports'}) }
  AND NOT EXISTS { MATCH (c)<-[:ON]-(:Evidence {direction: 'supports'}) }
  AND NOT EXISTS {
    MATCH (c)<-[:ON]-(:Stance {stance: 'supports'})-[:TOLD_IN]->(:Passage)-[:IN_POST]->(:Post)-[:CITES]->()
  }
OPTIONAL MATCH (c)<-[:ON]-(s:Stance)<-[:HOLDS]-(h)
WITH c,
  count(DISTINCT CASE WHEN s.stance = 'supports' AND s.mode = 'own' THEN h.id END) AS people,
  count(DISTINCT CASE WHEN s.stance = 'supports' AND s.mode <> 'own' THEN h.id END) AS quoted,
  count(DISTINCT CASE WHEN s.stance = 'opposes' AND s.mode = 'own' THEN h.id END) AS against
OPTIONAL MATCH (c)<-[:ON]-(:Evidence {direction: 'opposes'})-[:FROM]->(:Experience)<-[:TELLS]-(a:Account)
WITH c, people, quoted, against, count(DISTINCT a) AS opponents
RETURN c.label AS claim, people, quoted, against, opponents, c.id AS claim_id
ORDER BY people + quoted DESC, people DESC, c.label, c.id
