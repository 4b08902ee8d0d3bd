"""What the columns of an answer are called by people; programs go by the names of variables."""

from kg.messages import column
from kg.query.saved import Query
from kg.store import Answer, Table


def with_heads(answer: Answer, query: Query, language: str) -> Answer:
    """An answer to a saved query with heads for its columns.

    Who writes a query has chosen names for its columns, and keeps them. A parameter that was left
    open is a column of ids for programs; people read the name, which stands in another column.
    """
    if query.header is None or not isinstance(answer, Table):
        return answer
    answer = answer.without(query.header.parameters)
    own = {name: texts[language] for name, texts in query.header.columns.items()}
    heads = {name: own.get(name) or column(name, language) or name for name in answer.variables}
    return answer.renamed(heads)
