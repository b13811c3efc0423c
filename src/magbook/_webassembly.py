"""The kernels compiled for the reader's page: for each module that holds kernels one WebAssembly
module, so that a page brings no others.

Numba has turned each kernel into LLVM's language on its way to this machine; llvmlite leads it to
another. No linker is needed: the object that LLVM writes is a module but for its exports. It
imports a memory, in which the caller lays numbers and results, the top of a stack there, `malloc`
and `free` for rows of numbers within kernels, and functions that JavaScript's Math has.

A kernel is exported under its full name as f(count, places) -> done. It runs over a row of
``count`` places: at ``places`` stand, for each component of the arguments and then of the results,
the address of the first double and the step to the next in bytes, both 32-bit; a step of 0 makes
one number serve all. For a row that the kernel is given whole, its length stands where else the
step does. ``done`` is less than ``count`` where the kernel raises an exception.
"""

import ast
import base64
import hashlib
import importlib
import inspect
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from magbook import (
    balls,
    coils,
    dipoles,
    falling,
    levitron,
    loops,
    ring,
    special,
    sphere,
    top,
    vectors,
)
from magbook._compile import PACKAGE, compiler, whole_row
from magbook._domains import Domain, Kernel, domains
from magbook._lift import lifted

#: The modules of this package that hold kernels.
NUMBERS = (special, vectors, loops, dipoles, ring, sphere, coils, levitron, balls, falling, top)
TRIPLE = "wasm32-unknown-unknown"

#: What kernels need of Numba's runtime: memory for arrays, counted references to it. A block is
#: Numba's MemInfo as it is on this machine (references, a destructor and its data, the array's
#: address, its size, each in 8 bytes), then the array.
RUNTIME = """
declare ptr @malloc(i32)
declare void @free(ptr)

define internal ptr @allocate(i64 %size) noinline {
  %short = trunc i64 %size to i32
  %all = add i32 %short, 64
  %block = call ptr @malloc(i32 %all)
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %fill
fill:
  %start = ptrtoint ptr %block to i32
  %behind = add i32 %start, 63
  %aligned = and i32 %behind, -32
  %array = inttoptr i32 %aligned to ptr
  %slot = getelementptr i8, ptr %block, i32 24
  store i64 1, ptr %block
  store ptr %array, ptr %slot
  br label %end
end:
  ret ptr %block
}
define ptr @NRT_MemInfo_alloc_aligned(i64 %size, i32 %align) noinline {
  %block = call ptr @allocate(i64 %size)
  ret ptr %block
}
define ptr @NRT_MemInfo_alloc_safe_aligned(i64 %size, i32 %align) noinline {
  %block = call ptr @allocate(i64 %size)
  ret ptr %block
}
define ptr @NRT_MemInfo_data_fast(ptr %block) {
  %slot = getelementptr i8, ptr %block, i32 24
  %array = load ptr, ptr %slot
  ret ptr %array
}
define void @NRT_incref(ptr %block) noinline {
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %count
count:
  %before = load i64, ptr %block
  %now = add i64 %before, 1
  store i64 %now, ptr %block
  ret void
end:
  ret void
}
define void @NRT_decref(ptr %block) noinline {
  %none = icmp eq ptr %block, null
  br i1 %none, label %end, label %count
count:
  %before = load i64, ptr %block
  %now = sub i64 %before, 1
  store i64 %now, ptr %block
  %unused = icmp eq i64 %now, 0
  br i1 %unused, label %last, label %end
last:
  call void @free(ptr %block)
  ret void
end:
  ret void
}
"""


def compile_kernels(more: Sequence[ModuleType] = ()) -> dict[str, bytes]:
    """The WebAssembly modules for the kernels of this package and of these modules, by the names of
    Python's modules; none without Numba.

    The custom section "manifest" tells what one holds, in JSON: "kernels" maps a kernel's full name
    to the names, the sizes and the default values of its arguments and to the shapes of its
    results; "modules" maps its module to all whose kernels it may call, itself among them.
    """
    if not compiler():
        return {}
    modules = (*NUMBERS, *more)
    file = PACKAGE / "__pycache__" / f"kernels-{_digest(modules)}.json"
    if file.exists():
        return _read_programs(file.read_bytes())
    written = _in_a_process_of_its_own(modules)
    try:
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(written)
        part.replace(file)
    except OSError:  # a folder that is not ours: it is made anew the next time
        pass
    return _read_programs(written)


def _read_programs(written: bytes) -> dict[str, bytes]:
    return {name: base64.b64decode(text) for name, text in json.loads(written).items()}


def _in_a_process_of_its_own(modules: Sequence[ModuleType]) -> bytes:
    """The programs, as JSON, from a Numba that does not fit loops to this machine's processor: what
    it has compiled so far it would use again."""
    return subprocess.run(
        [sys.executable, "-m", __name__, *(module.__name__ for module in modules)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NUMBA_LOOP_VECTORIZE": "0"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout


def _program(module: ModuleType) -> bytes | None:
    kernels = {
        f"{function.__module__}.{function.__name__}": function.kernel
        for function in lifted
        if function.__module__ == module.__name__ and not function.__name__.startswith("_")
    }
    if not kernels:
        return None
    manifest = {
        "kernels": {name: _described(kernel) for name, kernel in kernels.items()},
        "modules": {module.__name__: sorted(_reached(module))},
    }
    body = _text("manifest") + json.dumps(manifest, separators=(",", ":")).encode()
    return _compiled(kernels) + _section(CUSTOM, body)


def _digest(modules: Sequence[ModuleType]) -> str:
    """Of all that the program depends on."""
    import llvmlite
    import numba

    sources = {Path(inspect.getfile(module)) for module in modules} | {*PACKAGE.glob("*.py")}
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__}".encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _compiled(kernels: dict[str, Kernel]) -> bytes:
    import llvmlite.binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(opt=3, reloc="pic")
    linked = _linked(kernels, str(machine.target_data))
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False
    passes = llvm.create_pass_builder(machine, options)
    # Numba has compiled a function anew for each that calls it
    merging = llvm.create_new_module_pass_manager()
    merging.add_global_dead_code_eliminate_pass()
    merging.add_merge_functions_pass()
    for manager in (merging, passes.getModulePassManager(), merging):
        manager.run(linked, passes)
    held = r"(getelementptr|load|store) [^%@,]*(\{[^%@}]*|\[[^%@\]]*)\bptr\b|x ptr>"
    if re.search(held, str(linked)):
        raise TypeError("a kernel holds addresses in a structure whose layout is this machine's")
    return with_exports(machine.emit_object(linked), list(kernels))


def _linked(kernels: dict[str, Kernel], layout: str) -> Any:
    """These kernels in LLVM's language, with what they call; they alone are seen from outside."""
    import llvmlite.binding as llvm

    linked = llvm.parse_assembly(RUNTIME)
    linked.triple, linked.data_layout = TRIPLE, layout
    for name, kernel in kernels.items():
        text, symbol = _translated(kernel)
        part = llvm.parse_assembly(text + _over_rows(name, symbol, *domains(kernel)))
        part.triple, part.data_layout = TRIPLE, layout
        linked.link_in(part)
    for value in (*linked.functions, *linked.global_variables):
        if not value.is_declaration and value.name not in kernels:
            value.linkage = "internal"
    return linked


def _translated(kernel: Kernel) -> tuple[str, str]:
    """What Numba makes of a kernel, as LLVM's text, and the name that it has there."""
    numba = compiler()
    arguments, _ = domains(kernel)
    signature = tuple(_type(domain) for domain in arguments.values())
    function = numba.njit(signature, error_model="numpy")(kernel)
    result: Any = function.overloads[signature]
    if set(_leaves(result.signature.return_type)) != {numba.float64}:
        raise TypeError(f"{kernel.__qualname__} must return floats alone")
    text = result.library.get_llvm_str()
    # what an exception says is of no use there: that there is one is enough
    text = re.sub(r"(?<!\n)@\.const\.picklebuf[\w.]*", "null", text)
    # Numba has laid out its structures for this machine, whose addresses take 8 bytes: offsets
    # are numbers by now, and so must be the room that is kept for a structure
    text = re.sub(r"(?<== alloca ).*", lambda kind: kind[0].replace("ptr", "i64"), text)
    return text, result.fndesc.llvm_func_name


def _type(domain: Domain) -> Any:
    import numba

    kind = whole_row() if domain.type == "row" else getattr(numba, domain.type)
    for size in reversed(domain.shape):
        kind = numba.types.UniTuple(kind, size)
    return kind


def _leaves(kind: Any) -> Iterator[Any]:
    import numba

    if isinstance(kind, numba.types.BaseTuple):
        for part in list(kind):  # type: ignore[call-overload]
            yield from _leaves(part)
    else:
        yield kind


def _over_rows(name: str, symbol: str, arguments: dict[str, Domain], results: list[Domain]) -> str:
    """The function that is exported, as LLVM's text."""
    kinds = [d.type for d in arguments.values() for _ in range(math.prod(d.shape))]
    outputs = sum(math.prod(result.shape) for result in results)
    lines, given = [], []
    for k in range(len(kinds) + outputs):
        lines.append(f"""
  %a{k} = getelementptr i32, ptr %places, i32 {2 * k}
  %b{k} = getelementptr i32, ptr %places, i32 {2 * k + 1}
  %start{k} = load ptr, ptr %a{k}
  %step{k} = load i32, ptr %b{k}
  %shift{k} = mul i32 %step{k}, %i
  %at{k} = getelementptr i8, ptr %start{k}, i32 %shift{k}""")
    for k, kind in enumerate(kinds):
        if kind == "row":  # as Numba hands an array over
            lines.append(f"  %n{k} = zext i32 %step{k} to i64")
            length = f"i64 %n{k}, i64 8"
            given.append(f"ptr null, ptr null, {length}, ptr %start{k}, {length}")
            continue
        lines.append(f"  %x{k} = load double, ptr %at{k}")
        if kind == "int64":
            lines.append(f"  %n{k} = fptosi double %x{k} to i64")
            given.append(f"i64 %n{k}")
        else:
            given.append(f"double %x{k}")
    lines.append(f'  %status = call i32 @"{symbol}"(ptr %results, ptr %error, {", ".join(given)})')
    lines.append(
        "  %fine = icmp eq i32 %status, 0\n  br i1 %fine, label %store, label %end\nstore:"
    )
    for j in range(outputs):
        lines.append(f"""
  %from{j} = getelementptr double, ptr %results, i32 {j}
  %y{j} = load double, ptr %from{j}
  store double %y{j}, ptr %at{len(kinds) + j}""")
    body = "\n".join(lines)
    return f"""
define i32 @"{name}"(i32 %count, ptr %places) {{
  %results = alloca double, i32 {outputs}
  %error = alloca ptr
  br label %head
head:
  %i = phi i32 [0, %0], [%next, %store]
  %more = icmp ult i32 %i, %count
  br i1 %more, label %place, label %end
place:
{body}
  %next = add i32 %i, 1
  br label %head
end:
  ret i32 %i
}}
"""


def _described(kernel: Kernel) -> list[list[Any]]:
    """[names, sizes, defaults] of its arguments, one for each, and [shapes] of its results."""
    arguments, results = domains(kernel)
    defaults = [
        None if p.default is p.empty else p.default
        for p in inspect.signature(kernel).parameters.values()
    ]
    return [
        list(arguments),
        [math.prod(domain.shape) for domain in arguments.values()],
        defaults,
        [list(result.shape) for result in results],
    ]


def _reached(module: ModuleType, found: set[str] | None = None) -> set[str]:
    """The module and all of the same package that it imports from, however far."""
    found = set() if found is None else found
    package = module.__name__.partition(".")[0]
    if module.__name__ not in found:
        found.add(module.__name__)
        for statement in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(statement, ast.ImportFrom) and statement.module:
                for name in (
                    statement.module,
                    *(f"{statement.module}.{a.name}" for a in statement.names),
                ):
                    ours = name.partition(".")[0] == package and "._" not in name
                    if ours and name in sys.modules:
                        _reached(sys.modules[name], found)
    return found


# --- The object's format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md ---

CUSTOM, IMPORT, EXPORT, CODE, DATA, DATA_COUNT = 0, 2, 7, 10, 11, 12


def with_exports(program: bytes, names: Sequence[str]) -> bytes:
    """LLVM's object as a module that exports the functions of these names."""
    sections = list(_sections(program))
    (linking,) = (body for kind, body in sections if kind == CUSTOM and body[1:8] == b"linking")
    indices = _defined_functions(linking[8:])
    listed = b"".join(_text(name) + b"\0" + _number(indices[name]) for name in names)
    exports = _number(len(names)) + listed
    changed = {DATA: lambda body: _placed(body, sections), DATA_COUNT: lambda _: _number(1)}
    kept = [(kind, changed.get(kind, bytes)(body)) for kind, body in sections if kind != CUSTOM]
    at = next(i for i, (kind, _) in enumerate(kept) if kind > EXPORT)
    kept.insert(at, (EXPORT, exports))
    return program[:8] + b"".join(_section(kind, body) for kind, body in kept)


def _placed(data: bytes, sections: Sequence[tuple[int, bytes]]) -> bytes:
    """The constants as one piece that stands where the caller wants it, not at 0."""
    if any(kind == CUSTOM and body[1:].startswith(b"reloc.DATA") for kind, body in sections):
        raise ValueError("constants that hold addresses cannot be placed")
    count, at = _read(data, 0)
    memory = bytearray()
    for _ in range(count):
        assert data[at : at + 2] == b"\0\x41"  # in the memory, from a constant on
        start, at = _read(data, at + 2)
        size, at = _read(data, at + 1)
        memory += bytes(start - len(memory)) + data[at : at + size]
        at += size
    imported = next(body for kind, body in sections if kind == IMPORT)
    base = _imported_globals(imported).index("__memory_base")
    return b"\1\0\x23" + _number(base) + b"\x0b" + _number(len(memory)) + bytes(memory)


def _imported_globals(imported: bytes) -> list[str]:
    count, at = _read(imported, 0)
    found = []
    for _ in range(count):
        names = []
        for _ in range(2):
            length, at = _read(imported, at)
            names.append(imported[at : at + length].decode())
            at += length
        kind = imported[at]
        at += 1
        if kind == 0:  # a function
            _, at = _read(imported, at)
        elif kind == 3:  # a global: its type, whether it changes
            found.append(names[1])
            at += 2
        else:  # a table has a type before its limits, a memory has limits alone
            limits = imported[at + (kind == 1)]
            at += 1 + (kind == 1)
            for _ in range(2 if limits & 1 else 1):
                _, at = _read(imported, at)
    return found


def _section(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _number(len(body)) + body


def _text(text: str) -> bytes:
    return _number(len(text)) + text.encode()


def _sections(program: bytes) -> Iterator[tuple[int, bytes]]:
    at = 8
    while at < len(program):
        kind = program[at]
        size, at = _read(program, at + 1)
        yield kind, program[at : at + size]
        at += size


def _defined_functions(linking: bytes) -> dict[str, int]:
    """Index of each function by its name, from the table of symbols."""
    _, at = _read(linking, 0)  # the version
    found = {}
    while at < len(linking):
        kind = linking[at]
        size, at = _read(linking, at + 1)
        end = at + size
        if kind == 8:  # the table
            count, at = _read(linking, at)
            for _ in range(count):
                what = linking[at]
                flags, at = _read(linking, at + 1)
                defined = not flags & 0x10
                if what == 1:  # data
                    length, at = _read(linking, at)
                    at += length
                    for _ in range(3 if defined else 0):
                        _, at = _read(linking, at)
                elif what == 3:  # a section
                    _, at = _read(linking, at)
                else:
                    index, at = _read(linking, at)
                    if defined or flags & 0x40:  # it has a name of its own
                        length, at = _read(linking, at)
                        if what == 0:
                            found[linking[at : at + length].decode()] = index
                        at += length
        at = end
    return found


def _read(data: bytes, at: int) -> tuple[int, int]:
    """A number in LEB128, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


if __name__ == "__main__":
    programs = {name: _program(importlib.import_module(name)) for name in sys.argv[1:]}
    texts = {name: base64.b64encode(made).decode() for name, made in programs.items() if made}
    json.dump(texts, sys.stdout)
