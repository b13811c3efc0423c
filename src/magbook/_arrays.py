"""The rows and tables of numbers that kernels keep, as arrays where Numba compiles them."""

from typing import Any

from magbook._compile import once_it_compiles
from magbook._domains import Kernel


def as_arrays(row: Kernel, table: Kernel) -> None:
    """Let Numba compile these two: of lists, which they return in Python, it makes slow code."""
    once_it_compiles(lambda: _overload(row, table))


def _overload(row: Kernel, table: Kernel) -> None:
    from numba import types
    from numba.core import cgutils
    from numba.core.imputils import impl_ret_new_ref
    from numba.extending import intrinsic, overload
    from numba.np.arrayobj import make_array, populate_array

    def reserve(typing: Any, shape: types.UniTuple, value: types.Type) -> Any:
        """An array without values, as `numpy.empty`, which first asks whether its size is a number
        that this machine can hold."""
        made = types.Array(value, len(shape), "C")

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            size = context.get_abi_sizeof(context.get_data_type(value))
            strides = [context.get_constant(types.intp, size)]
            lengths = cgutils.unpack_tuple(builder, args[0])
            for length in reversed(lengths):
                strides.insert(0, builder.mul(strides[0], length))
            block = context.nrt.meminfo_alloc_aligned(builder, strides.pop(0), 32)
            array = make_array(made)(context, builder)
            data = context.nrt.meminfo_data(builder, block)
            populate_array(
                array,
                data=builder.bitcast(data, array.data.type),
                shape=lengths,
                strides=strides,
                itemsize=context.get_constant(types.intp, size),
                meminfo=block,
            )
            return impl_ret_new_ref(context, builder, made, array._getvalue())

        return made(shape, value), generate

    empty: Any = intrinsic(reserve)

    @overload(row)
    def compiled_row(length: Any, value: Any = 0.0) -> Kernel:
        def filled(length: Any, value: Any = 0.0) -> Any:
            found = empty((length,), value)
            for i in range(length):
                found[i] = value
            return found

        return filled

    @overload(table)
    def compiled_table(rows: Any, length: Any, value: Any = 0.0) -> Kernel:
        def filled(rows: Any, length: Any, value: Any = 0.0) -> Any:
            found = empty((rows, length), value)
            for i in range(rows):
                for j in range(length):
                    found[i, j] = value
            return found

        return filled
