using System.Globalization;

namespace Mlem.Docker.Python.Pickles;

/// <summary>
/// An array in a file of joblib: its <c>NumpyArrayWrapper</c> says what it is, and the bytes of the array follow in the file,
/// between the opcodes (joblib's documentation of persistence).
/// </summary>
internal static class JoblibArray
{
    private const int HasObjects = 1;

    public static bool Is(PickleCall value) => value.Global is
    {
        Name: "NumpyArrayWrapper",
        Module: "joblib.numpy_pickle" or "sklearn.externals.joblib.numpy_pickle",
    };

    /// <summary>Passes over the array; one of objects is a pickle of its own.</summary>
    public static void Pass(PickleCall wrapper, PickleValue state, PickleInput input, Action readPickle)
    {
        if (state is not PickleDict { Entries: { } fields } || !fields.TryGetValue("dtype", out PickleValue? dtype)
            || !fields.TryGetValue("shape", out PickleValue? shape) || Count(shape) is not { } count || Kind(dtype) is not { } kind)
        {
            throw input.Fault(PickleFault.BadArgument);
        }

        if (kind.HasObjects)
        {
            readPickle();
            return;
        }

        // Newer ones are aligned: a byte says by how many others.
        if (fields.TryGetValue("numpy_array_alignment_bytes", out PickleValue? alignment) && alignment is PickleInteger)
            input.Skip(input.Byte());
        if (count > long.MaxValue / Math.Max(kind.Size, 1))
            throw input.Fault(PickleFault.BadArgument);
        input.Skip(count * kind.Size);
    }

    private static long? Count(PickleValue shape)
    {
        if (shape is not PickleSequence { IsCut: false, Items: { } items })
            return null;
        Int128 count = 1;
        foreach (PickleValue item in items)
        {
            if (item is not PickleInteger { Value: >= 0 } length)
                return null;
            count *= length.Value;
            if (count > long.MaxValue)
                return null;
        }

        return (long)count;
    }

    // numpy.dtype('f8', False, True), whose state says more.
    private static (long Size, bool HasObjects)? Kind(PickleValue dtype)
    {
        if (dtype is not PickleCall { Arguments: PickleSequence { Items: [PickleText code, ..] } } call || code.Value.Length < 2)
            return null;
        if (!long.TryParse(code.Value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size > int.MaxValue)
            return null;
        bool objects = code.Value[0] == 'O'
            || (code.Value[0] == 'V' && call.State is PickleSequence { Items: [.., PickleInteger flags] } && (flags.Value & HasObjects) != 0);
        return (code.Value[0] == 'U' ? 4 * size : size, objects);
    }
}
