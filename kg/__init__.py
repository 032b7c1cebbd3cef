"""Patient-experience knowledge graph: which experiences, in whose words, support or oppose which claims."""

__all__ = ["__version__"]

__version__ = "0.1.0"
