using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Artifacts;

/// <summary>Hears what the pickles of a file do.</summary>
internal interface IPickleSink
{
    /// <summary>The part of the file that is read now; empty for the file itself.</summary>
    string Member { get; set; }

    /// <summary>Whether something is what only a hostile pickle imports.</summary>
    bool IsDangerous(PickleGlobal global);

    /// <summary>Something that a pickle does.</summary>
    void See(PickleUse use);
}
