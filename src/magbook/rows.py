"""Kernels where MicroPython runs: compiled where the page has them so, else interpreted.

A kernel takes numbers, and vectors as tuples. Where one of them, or a vector's component, is a row
(an `array`, of the type "d" or of one for whole numbers), all results are rows of the type "d",
and what is no row serves all places. Compiled kernels work in MicroPython's own memory, on the rows
themselves, so that a row costs one call of JavaScript; what they expect there
`magbook._webassembly` tells. What is `rowwise` is called once, with rows as they are.
"""

import json
from array import array

from uctypes import addressof

try:
    import compiled_kernels as compiled  # the page's, in JavaScript
except ImportError:  # it was built without Numba
    compiled = None

_described: dict = {}  # of each kernel, and all modules whose kernels those of a module may call
_reached: dict = {}
for _manifest in json.loads(compiled.manifests) if compiled else ():
    _described.update(_manifest["kernels"])
    _reached.update(_manifest["modules"])
_kernels: dict = {}
_edited: set = set()


def elementwise(quick=None, **needs):
    return lambda kernel: _lifted(kernel, Kernel)


def rowwise(kernel):
    return _lifted(kernel, Rowwise)


def _lifted(kernel, kind):
    """What is bound to the kernel's name, also where others have imported it from: an edited
    kernel takes the place of the old one."""
    name = kernel.__globals__["__name__"] + "." + kernel.__name__
    if name in _kernels:
        _kernels[name].kernel = kernel
    else:
        _kernels[name] = kind(kernel, name)
    return _kernels[name]


def edit(module, edited=True):
    """Interpret the kernels of this module, and of all that call them, from now on, or no more."""
    (_edited.add if edited else _edited.discard)(module)
    for kernel in _kernels.values():
        kernel.choose()


class Kernel:
    """A kernel that may be called with rows."""

    def __init__(self, kernel, name):
        self.kernel = kernel
        self.module = name.rpartition(".")[0]
        self.program = None
        if name in _described:
            self.names, sizes, self.defaults, self.shapes = _described[name]
            self.program = getattr(compiled.programs, name)
            self.inputs = sum(sizes)
            outputs = sum([_size(shape) for shape in self.shapes])
            self.one = self.shapes == [[]]
            self.flat = outputs == len(self.shapes) or self.shapes == [[outputs]]
            self.slots = array("d", bytes(8 * (self.inputs + outputs)))
            first = addressof(self.slots)
            self.places = array("i", bytes(8 * len(self.slots)))
            for i in range(len(self.slots)):
                self.places[2 * i] = first + 8 * i
            self.address = addressof(self.places)
        self.choose()

    def choose(self):
        reached = _reached.get(self.module, ())
        self.compiled = self.program is not None and not any([m in _edited for m in reached])

    def __call__(self, *args, **named):
        if not self.compiled:
            return self.interpret(args, named)
        if named or len(args) < len(self.names):
            args = self.complete(args, named)
        slots = self.slots
        i = 0
        try:
            for value in args:
                if type(value) is tuple:
                    for component in value:
                        slots[i] = component
                        i += 1
                else:
                    slots[i] = value
                    i += 1
        except TypeError:  # no number
            return self.over_rows(args)
        # where the kernel raises an exception, Python says which
        if i != self.inputs or self.program(1, self.address) != 1:
            return self.interpret(args, {})
        if self.one:
            return slots[i]
        return tuple(slots[i:]) if self.flat else _nested(self.shapes, iter(slots[i:]))

    def complete(self, args, named):
        """The arguments in order, with defaults; just as they are where some do not fit."""
        values = list(args)
        used = 0
        for i in range(len(args), len(self.names)):
            if self.names[i] in named:
                values.append(named[self.names[i]])
                used += 1
            elif self.defaults[i] is not None:
                values.append(self.defaults[i])
        if used < len(named) or len(values) != len(self.names):
            self.kernel(*args, **named)  # raises what is due
        return values

    def over_rows(self, args):
        length = _length(args)
        if length is None:  # vectors that are lists
            return self(*[tuple(value) if isinstance(value, list) else value for value in args])
        rows = [_doubles(component) for component in _components(args)]
        rows += [array("d", bytes(8 * length)) for _ in range(len(self.slots) - self.inputs)]
        places = array("i", self.places)
        if len(rows) == len(self.slots):
            for i in range(len(rows)):
                if isinstance(rows[i], array):
                    places[2 * i] = addressof(rows[i])
                    places[2 * i + 1] = 8
                else:
                    self.slots[i] = rows[i]
            if self.program(length, addressof(places)) == length:
                return _nested(self.shapes, iter(rows[self.inputs :]))
        return self.interpret(args, {})

    def interpret(self, args, named):
        if compiled:
            compiled.interpreted = True  # the page asks
        length = _length(list(args) + list(named.values()))
        if length is None:
            return self.kernel(*args, **named)
        results = []
        for j in range(length):
            here = {name: _at(value, j) for name, value in named.items()}
            results.append(self.kernel(*[_at(value, j) for value in args], **here))
        return _gathered(results)


class Rowwise(Kernel):
    """A kernel that is given whole rows, all of the type "d"."""

    def __call__(self, *args):
        if self.compiled and len(args) == self.inputs:
            for i in range(len(args)):
                value = args[i]
                if isinstance(value, array):
                    self.places[2 * i] = addressof(value)
                    self.places[2 * i + 1] = len(value)
                else:
                    self.slots[i] = value
            if self.program(1, self.address) == 1:
                return _nested(self.shapes, iter(self.slots[self.inputs :]))
        if compiled:
            compiled.interpreted = True
        return self.kernel(*args)


def _components(values):
    for value in values:
        if isinstance(value, (tuple, list)):
            yield from value
        else:
            yield value


def _length(values):
    """How many places the rows among these have; None where there is no row."""
    lengths = [len(component) for component in _components(values) if isinstance(component, array)]
    if not lengths:
        return None
    if min(lengths) < max(lengths) or not min(lengths):
        raise ValueError("rows must be equally long, and not empty; got rows of %s" % lengths)
    return lengths[0]


def _doubles(value):
    """Rows of other numbers copied as doubles; all else as it is."""
    if isinstance(value, array) and not (
        isinstance(value[0], float) and len(bytes(value[:1])) == 8
    ):
        return array("d", value)
    return value


def _at(value, j):
    if isinstance(value, (tuple, list)):
        return tuple([_at(component, j) for component in value])
    return value[j] if isinstance(value, array) else value


def _gathered(results):
    """Results of one shape as that shape of rows."""
    if isinstance(results[0], tuple):
        return tuple([_gathered(parts) for parts in zip(*results)])
    return array("d", results)


def _size(shape):
    size = 1
    for length in shape:
        size *= length
    return size


def _nested(shapes, items):
    """Items as results of these shapes: one, or a tuple of all."""
    results = [_shaped(shape, items) for shape in shapes]
    return results[0] if len(results) == 1 else tuple(results)


def _shaped(shape, items):
    if not shape:
        return next(items)
    return tuple([_shaped(shape[1:], items) for _ in range(shape[0])])
