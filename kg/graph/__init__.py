"""The graph: records of nodes and edges, the schema read from the ontology, and the one builder for all stores."""
