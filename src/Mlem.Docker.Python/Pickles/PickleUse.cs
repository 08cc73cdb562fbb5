namespace Mlem.Docker.Python.Pickles;

/// <summary>What a pickle does with something.</summary>
public enum PickleUseKind
{
    /// <summary>It imports a module to get what it has under a name.</summary>
    Import,

    /// <summary>It calls something (REDUCE, OBJ, INST).</summary>
    Call,

    /// <summary>It calls something that only looks another one up; what it finds is imported next.</summary>
    Resolve,

    /// <summary>It makes an object of a class without its <c>__init__</c> (NEWOBJ, NEWOBJ_EX).</summary>
    New,

    /// <summary>It gives an object its state (BUILD).</summary>
    Build,

    /// <summary>It puts something into a value (APPEND, SETITEM and the like).</summary>
    Fill,

    /// <summary>It asks the program that loads it for an object (PERSID, BINPERSID).</summary>
    Persistent,

    /// <summary>It uses a number of copyreg's extension registry in place of a name (EXT1 and the like).</summary>
    Extension,

    /// <summary>A pickle ends here (STOP), and another one may follow.</summary>
    Stop,
}

/// <summary>Something that a pickle does when it is loaded.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Target">With what: the callable, the class, the object.</param>
/// <param name="Arguments">The arguments, or the state.</param>
/// <param name="Offset">Where, in bytes from the beginning of the stream.</param>
/// <param name="Nesting">In how many other pickles it lies.</param>
public sealed record PickleUse(PickleUseKind Kind, PickleValue Target, PickleValue Arguments, long Offset, int Nesting);
