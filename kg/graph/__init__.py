"""The graph: records, the schema read from the ontology, and the one builder for all stores."""
