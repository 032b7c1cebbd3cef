-- What the embedded engine needs beyond portable Cypher, in its own SQL: one statement a line, run when a graph
-- is made. Full text is asked in Cypher, on Neo4j too: CALL db.index.fulltext.queryNodes('post_text', $words)
CREATE PROPERTY Post.text IF NOT EXISTS STRING
CREATE PROPERTY Claim.text IF NOT EXISTS STRING
CREATE PROPERTY Concept.label IF NOT EXISTS STRING
CREATE INDEX post_text IF NOT EXISTS ON Post (text) FULL_TEXT
CREATE INDEX claim_text IF NOT EXISTS ON Claim (text) FULL_TEXT
CREATE INDEX concept_label IF NOT EXISTS ON Concept (label) FULL_TEXT
