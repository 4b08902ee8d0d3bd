"""Turtle in canonical order: the same triples give the same bytes, so a diff shows meaning only."""


def canonical(turtle: str) -> str:
    """The triples of a Turtle text written anew: subjects, predicates and objects in order.

    Comments are lost: what there is to say about a term is said in the graph. The text must not
    hold more than one anonymous node, since such nodes have no order.

    >>> print(canonical("@prefix a: <urn:a:> . a:b a:d 2, 1 ; a:c a:e ."))
    PREFIX a: <urn:a:>
    <BLANKLINE>
    a:b
        a:c a:e ;
        a:d
            1 ,
            2 ;
    .
    <BLANKLINE>
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none").parse(data=turtle, format="turtle")
    return graph.serialize(format="longturtle").strip("\n") + "\n"
