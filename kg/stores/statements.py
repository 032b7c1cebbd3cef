"""The Cypher that both Cypher stores run, made from the ontology: one statement a label set, one a relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.schema import Class, Relation, Schema

__all__ = [
    "BROADER",
    "CONCEPT",
    "CONTRADICTS",
    "broader_edges",
    "concepts_below",
    "constraints",
    "counts",
    "delete_edges",
    "edges_of_discussion",
    "garbage",
    "indexes",
    "merge_edges",
    "merge_nodes",
    "read_edges",
    "read_nodes",
    "set_properties",
    "times_of",
    "unsaid_contradictions",
]

#: The superclass of all that is talked about, and the relation by which the vocabulary orders it.
CONCEPT, BROADER = "Concept", "BROADER"

#: The one relation between shared nodes that rests on a discussion: it holds where one discusses both claims.
CONTRADICTS = "CONTRADICTS"


def constraints(schema: Schema) -> dict[str, str]:
    """Return the statement of each uniqueness constraint by the constraint's name: one a label, on `id`."""
    return {
        f"{name}_id": f"CREATE CONSTRAINT {name}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE"
        for name in sorted(schema.classes)
    }


def indexes(schema: Schema) -> dict[str, str]:
    """Return the statement of each index by its name: one a class whose nodes belong to a discussion."""
    return {
        f"{name}_discussion": (f"CREATE INDEX {name}_discussion IF NOT EXISTS FOR (n:{name}) ON (n.discussion)")
        for name in sorted(schema.classes)
        if schema.classes[name].owned
    }


def times_of(schema: Schema, class_: Class) -> tuple[str, ...]:
    """Return the keys of a class that hold date-times: they travel as text and are stored as `datetime()`."""
    return tuple(key for key in class_.keys if schema.properties[key].datatype == "dateTime")


def merge_nodes(schema: Schema, class_: Class) -> str:
    """Return the statement that upserts nodes of a class out of `$rows` and counts them.

    Example:
        >>> from kg.graph.schema import load_schema
        >>> schema = load_schema()
        >>> print(merge_nodes(schema, schema.classes["Condition"]))
        UNWIND $rows AS row MERGE (n:Condition:Concept {id: row.id}) SET n += row.properties RETURN count(n) AS n
    """
    return (
        f"UNWIND $rows AS row MERGE (n:{':'.join(class_.labels)} {{id: row.id}})"
        f" {set_properties(schema, class_)} RETURN count(n) AS n"
    )


def set_properties(schema: Schema, class_: Class) -> str:
    """Return the clause that gives a node `n` the properties of a `row`; absent ones are removed."""
    times = "".join(f", n.{key} = datetime(row.{key})" for key in times_of(schema, class_))
    return f"SET n += row.properties{times}"


def merge_edges(relation: Relation, source: Class, target: Class) -> str:
    """Return the statement that upserts edges between two classes out of `$rows` and counts them.

    The pattern starts from the node that belongs to a discussion. The embedded store looks for an existing
    edge among all edges of the first node, and a shared node, such as a busy account, may have very many.

    Example:
        >>> from kg.graph.schema import load_schema
        >>> schema = load_schema()
        >>> account, post = schema.classes["Account"], schema.classes["Post"]
        >>> print(merge_edges(schema.relations["WROTE"], account, post))
        UNWIND $rows AS row MATCH (a:Account {id: row.source}) MATCH (b:Post {id: row.target}) \
MERGE (b)<-[r:WROTE]-(a) SET r += row.properties RETURN count(r) AS n
    """
    reverse = target.owned and not source.owned
    pattern = f"(b)<-[r:{relation.type}]-(a)" if reverse else f"(a)-[r:{relation.type}]->(b)"
    properties = " SET r += row.properties" if relation.keys else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{source.name} {{id: row.source}})"
        f" MATCH (b:{target.name} {{id: row.target}}) MERGE {pattern}{properties} RETURN count(r) AS n"
    )


def counts(pattern: str, names: Iterable[str]) -> str:
    """Return the statement that counts what each name stands for in a pattern: `name`, `n`.

    Example:
        >>> print(counts("(n:{})", ["Claim", "Post"]))
        MATCH (n:Claim) RETURN 'Claim' AS name, count(n) AS n UNION ALL \
MATCH (n:Post) RETURN 'Post' AS name, count(n) AS n
    """
    return " UNION ALL ".join(f"MATCH {pattern.format(name)} RETURN '{name}' AS name, count(n) AS n" for name in names)


def delete_edges(type_: str, owner: str, *, outgoing: bool) -> str:
    """Return the statement that deletes edges between an owned node of a class and others, out of `$rows`."""
    pattern = _pattern(type_, outgoing=outgoing)
    return f"UNWIND $rows AS row MATCH (n:{owner} {{id: row.owner}}){pattern}(m) WHERE m.id = row.other DELETE r"


def edges_of_discussion(schema: Schema) -> Iterator[tuple[str, str, bool, str]]:
    """Yield how to find all edges at the nodes of the discussion `$id`.

    Each is the relationship type, the class of the owned node, whether the edge leaves it, and a statement
    with the columns `owner`, `other` and `labels` (of the other node).
    """
    owned = {name for name, class_ in schema.classes.items() if class_.owned}
    for relation in schema.relations.values():
        outgoing = owned.issuperset(relation.domains)
        if not outgoing and not owned.issuperset(relation.ranges):
            continue  # between shared nodes: it says the same in every discussion
        pattern = _pattern(relation.type, outgoing=outgoing)
        for name in relation.domains if outgoing else relation.ranges:
            statement = (
                f"MATCH (n:{name} {{discussion: $id}}){pattern}(m)"
                " RETURN n.id AS owner, m.id AS other, labels(m) AS labels"
            )
            yield relation.type, name, outgoing, statement


def broader_edges() -> str:
    """Return the statement that finds what the concepts `$ids` belong to: `owner`, `other`, `labels`."""
    return (
        f"UNWIND $ids AS id MATCH (n:{CONCEPT} {{id: id}})-[:{BROADER}]->(m)"
        " RETURN n.id AS owner, m.id AS other, labels(m) AS labels"
    )


def concepts_below(label: str) -> str:
    """Return the statement that finds the concepts that shared nodes `$ids` rest on: `id`, `labels`."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[:SUBJECT|OBJECT|{BROADER}]->(m:{CONCEPT})"
        " RETURN DISTINCT m.id AS id, labels(m) AS labels"
    )


def garbage(schema: Schema, class_: Class) -> str:
    """Return the statement that finds, among `$ids`, the shared nodes of a class that nothing reaches.

    A shared node lives by its edges from and to owned nodes, and as the subject, object or broader concept of
    a shared node that lives. A contradiction keeps no claim alive.

    Example:
        >>> from kg.graph.schema import load_schema
        >>> schema = load_schema()
        >>> print(garbage(schema, schema.classes["Claim"]))
        UNWIND $ids AS id MATCH (n:Claim {id: id}) WHERE NOT EXISTS \
{ (n)<-[:DISCUSSES|ON|OPPOSES|SUPPORTS]-() } RETURN n.id AS id
    """
    incoming, outgoing = _holding(schema, class_)
    patterns = [f"(n)<-[:{'|'.join(incoming)}]-()"] if incoming else []
    patterns += [f"(n)-[:{'|'.join(outgoing)}]->()"] if outgoing else []
    conditions = " AND ".join(f"NOT EXISTS {{ {pattern} }}" for pattern in patterns)
    return f"UNWIND $ids AS id MATCH (n:{class_.name} {{id: id}}) WHERE {conditions} RETURN n.id AS id"


def unsaid_contradictions() -> str:
    """Return the statement that deletes contradictions of the claims `$ids` that no discussion holds both of."""
    return (
        f"UNWIND $ids AS id MATCH (a:Claim {{id: id}})-[r:{CONTRADICTS}]-(b:Claim)"
        " WHERE NOT EXISTS { MATCH (a)<-[:DISCUSSES]-(:Discussion)-[:DISCUSSES]->(b) } DELETE r"
    )


def read_nodes(class_: Class) -> str:
    """Return the statement that reads all nodes of a class: `id` and each key."""
    columns = "".join(f", n.{key} AS {key}" for key in class_.keys)
    return f"MATCH (n:{class_.name}) RETURN n.id AS id{columns}"


def read_edges(relation: Relation) -> str:
    """Return the statement that reads all edges of a type: `source`, `target` and each key."""
    columns = "".join(f", r.{key} AS {key}" for key in relation.keys)
    return f"MATCH (a)-[r:{relation.type}]->(b) RETURN a.id AS source, b.id AS target{columns}"


def _pattern(type_: str, *, outgoing: bool) -> str:
    return f"-[r:{type_}]->" if outgoing else f"<-[r:{type_}]-"


def _holding(schema: Schema, class_: Class) -> tuple[list[str], list[str]]:
    """Return the types of incoming and of outgoing edges that keep a shared node of a class alive."""
    names = set(class_.labels)
    owned = {name for name, other in schema.classes.items() if other.owned}
    relations = [relation for relation in schema.relations.values() if relation.type != CONTRADICTS]
    incoming = [relation.type for relation in relations if names.intersection(relation.ranges)]
    outgoing = [
        relation.type
        for relation in relations
        if names.intersection(relation.domains) and owned.intersection(relation.ranges)
    ]
    return sorted(incoming), sorted(outgoing)
