// What Neo4j needs beyond portable Cypher: one statement a line, run when a graph is made.
// Full text is asked with: CALL db.index.fulltext.queryNodes('post_text', $words)
CREATE FULLTEXT INDEX post_text IF NOT EXISTS FOR (n:Post) ON EACH [n.text]
CREATE FULLTEXT INDEX claim_text IF NOT EXISTS FOR (n:Claim) ON EACH [n.text]
CREATE FULLTEXT INDEX concept_label IF NOT EXISTS FOR (n:Concept) ON EACH [n.label]
