using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Requirements;

/// <summary>
/// Which Pythons can have written the bytecode that dill put into a pickle (MLEM.md 69). The pickle is read, never run:
/// its opcodes are followed as far as they lead to the arguments of dill's <c>_create_code</c>.
/// </summary>
internal static class PickledCode
{
    // Opcodes of CPython 3.11 and 3.12, whose numbers are fixed (dis, opcode.py).
    private const byte Resume311 = 0x97;
    private const byte Resume313 = 0x95;
    private const byte Resume314 = 0x80;
    private const byte Precall = 0xa6;
    private const byte Call = 0xab;
    private const int LongestCode = 8 * 1024;

    private static readonly PythonMinors Before310 = PythonMinors.Parse("3.8-3.9");
    private static readonly PythonMinors With311And312 = PythonMinors.Parse("3.11-3.12");

    // What 3.12 has and 3.11 has not: END_FOR, BINARY_SLICE, RETURN_CONST, LOAD_FAST_AND_CLEAR, CALL_INTRINSIC_1 …
    private static readonly HashSet<byte> NewIn312 = [4, 5, 6, 26, 27, 121, 127, 141, 143, 173, 174, 175, 176];

    /// <summary>The Pythons that can have written the code in a pickle; null where there is none, or the file is no pickle.</summary>
    public static PythonMinors? WritersOf(Stream pickle, CancellationToken cancellationToken = default)
    {
        PythonMinors? writers = null;
        PickleReader.Read(pickle, use => writers = Narrow(writers, use), cancellationToken: cancellationToken);
        return writers;
    }

    /// <summary>The Pythons that can have written all code so far, and this too where it is code.</summary>
    public static PythonMinors? Narrow(PythonMinors? writers, PickleUse use)
    {
        if (Writers(use) is not { } found)
            return writers;
        // Code of one file comes from one Python; functions without a call leave two of them open.
        PythonMinors both = writers is { } before ? before.And(found) : found;
        return both.IsEmpty ? writers : both;
    }

    private static PythonMinors? Writers(PickleUse use)
    {
        if (use is not { Kind: PickleUseKind.Call, Target: PickleGlobal function, Arguments: PickleSequence { IsCut: false, Items: { } arguments } })
            return null;
        return function.ToString() switch
        {
            "dill._dill._create_code" or "dill.dill._create_code" => OfDill(arguments),
            "types.CodeType" => OfCloudpickle(arguments),
            _ => null,
        };
    }

    // 3.8 and 3.9 begin with a number, the newer ones with bytes, and from 3.11 on there are more of them.
    private static PythonMinors? OfDill(IReadOnlyList<PickleValue> arguments) => arguments switch
    {
        [PickleInteger, ..] => arguments.Count < 16 ? PythonMinors.Parse("3.7") : Before310,
        [PickleBytes, ..] => arguments.Count <= 17 ? PythonMinors.Parse("3.10") : Newer(arguments[7]),
        _ => null,
    };

    // The arguments of Python's own type: 16 of them up to 3.10, 18 since 3.11.
    private static PythonMinors? OfCloudpickle(IReadOnlyList<PickleValue> arguments) => arguments.Count switch
    {
        16 => PythonMinors.Parse("3.8-3.10"),
        18 => Newer(arguments[6]),
        _ => null,
    };

    // Instructions are two bytes, and the caches between them are zero.
    private static PythonMinors Newer(PickleValue value)
    {
        // One code object may be named by very many calls.
        byte[] code = (value as PickleBytes)?.Content ?? [];
        Span<bool> opcodes = stackalloc bool[256];
        for (int i = 0; i < Math.Min(code.Length, LongestCode); i += 2)
            opcodes[code[i]] = true;
        if (opcodes[Resume311])
        {
            bool new312 = opcodes[Call];
            foreach (byte one in NewIn312)
                new312 |= opcodes[one];
            return opcodes[Precall] ? PythonMinors.Parse("3.11") : new312 ? PythonMinors.Parse("3.12") : With311And312;
        }

        return opcodes[Resume313] ? PythonMinors.Parse("3.13")
            : opcodes[Resume314] ? PythonMinors.Parse("3.14")
            : PythonMinors.Parse("3.11-3.13");
    }
}
