using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>What is thought of something that a pickle does.</summary>
internal enum Verdict
{
    /// <summary>It is what pickles of honest models do.</summary>
    Harmless,

    /// <summary>It is known only that the model's requirements bring it.</summary>
    Unknown,

    /// <summary>Functions of the file can do much with it when they are called.</summary>
    Watched,

    /// <summary>It is not what pickles of honest models do.</summary>
    Dangerous,
}

/// <summary>Judges the globals of a pickle by the shipped lists, and by what the model brings.</summary>
internal sealed class GlobalJudge(ModuleOrigins origins)
{
    private const int MostKnown = 100_000;
    private readonly Dictionary<(PickleGlobal, GlobalUse), (Verdict, GlobalDanger)> _known = [];

    /// <summary>What is thought of such a use of a global, and what it can do.</summary>
    public (Verdict Verdict, GlobalDanger Danger) Judge(PickleGlobal global, GlobalUse use)
    {
        if (!_known.TryGetValue((global, use), out (Verdict, GlobalDanger) verdict))
        {
            verdict = Look(global, use);
            if (_known.Count < MostKnown)
                _known[(global, use)] = verdict;
        }

        return verdict;
    }

    private (Verdict, GlobalDanger) Look(PickleGlobal global, GlobalUse use)
    {
        if (global.IsHidden)
            return (Verdict.Dangerous, GlobalDanger.Hides);
        GlobalUse exact = HarmlessGlobals.Shipped.Exact(global);
        if (exact >= use)
            return (Verdict.Harmless, default);
        if (exact == GlobalUse.Watched && use == GlobalUse.Held)
            return (Verdict.Watched, default);
        // The model's own module can have the name of another one; Python finds its own files first.
        if (origins.IsOwn(global.Module) && !ModuleOrigins.IsStandard(global.Module))
            return (Verdict.Harmless, default);
        if (DangerousGlobals.Shipped.Find(global) is { } danger)
            return (Verdict.Dangerous, danger);
        if (HarmlessGlobals.Shipped.Pattern(global) >= use)
            return (Verdict.Harmless, default);
        if (ModuleOrigins.IsStandard(global.Module))
            return (Verdict.Dangerous, GlobalDanger.Unlisted);
        // A module as a whole is imported by whoever imports anything of it.
        if (global.Name.Length == 0 && origins.IsRequired(global.Module))
            return (Verdict.Harmless, default);
        return HarmlessGlobals.Shipped.Knows(global.Module.Split('.')[0]) || !origins.IsRequired(global.Module)
            ? (Verdict.Dangerous, GlobalDanger.Unlisted) : (Verdict.Unknown, default);
    }
}
