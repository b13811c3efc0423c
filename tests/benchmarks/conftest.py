"""Before the tables of pytest-benchmark, the ratios that they are for: of least times,
which other work on the machine disturbs least."""

from itertools import groupby


def pytest_terminal_summary(terminalreporter, config):
    session = getattr(config, "_benchmarksession", None)
    done = [bench for bench in getattr(session, "benchmarks", []) if bench.stats.data]
    for group, members in groupby(done, key=lambda bench: bench.group):
        ours, *others = members
        ratios = ", ".join(
            f"{other.params['way'].__name__} {other.stats.min / ours.stats.min:.3g}"
            for other in others
        )
        name, time = ours.params["way"].__name__, ours.stats.min
        terminalreporter.write_line(f"{group}: {name} {1e3 * time:.3g} ms; times as long: {ratios}")
