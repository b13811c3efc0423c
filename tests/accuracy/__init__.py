"""The worst point of every public function, hunted over its stated domain.

`cases` says of each function what its domain is, what its error is measured by, how large it may
be, and what it is held against; `balls` computes that in ball arithmetic, whose numbers know how
many of their digits are right, `wires` by sums along wires beside a sphere; `hunt` climbs, `maps`
looks over a plane. `make accuracy` writes what it found to `book/accuracy.yml` and
`book/accuracy-maps.yml`, which the page *How accurate* shows.
"""
