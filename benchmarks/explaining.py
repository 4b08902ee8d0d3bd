"""What a proof costs: a thousand trees, each from a blocked criterion down to what was given."""

from statistics import median
from time import perf_counter

from benchmarks.workloads import SPACE, municipalities
from kg.reason import infer, prove
from kg.terms import Iri

__all__ = ["explaining"]

TREES = 1_000


def explaining(count: int = 35_600, rounds: int = 3) -> None:
    """Prints the time of the first tree, which puts the proofs in order, and of the others."""
    workload = municipalities(count, aggregate=True)
    firsts, rests = [], []
    for _ in range(rounds):
        inference = infer(workload.program, workload.facts)
        facts = [fact for fact in inference.facts if fact.predicate == Iri(SPACE + "blocked")]
        chosen = facts[:: max(1, len(facts) // TREES)][:TREES]
        start = perf_counter()
        prove(inference, chosen[0])
        first = perf_counter()
        for fact in chosen[1:]:
            prove(inference, fact)
        firsts.append(first - start)
        rests.append((perf_counter() - first) / (len(chosen) - 1))
    print(f"| proofs, {count:,} municipalities | ms |")
    print("|---|---:|")
    print(f"| the first tree | {1000 * median(firsts):.2f} |")
    print(f"| each of {TREES:,} others | {1000 * median(rests):.4f} |")
    print(flush=True)
