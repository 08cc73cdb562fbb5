namespace Mlem.Docker.Tests.Examples;

/// <summary>What an example needs, as the word behind <c>```powershell</c> says.</summary>
public enum ExampleNeed
{
    /// <summary>The scene's folder.</summary>
    Folder,

    /// <summary>A Docker Engine (<c>engine</c>).</summary>
    Engine,

    /// <summary>A Docker Engine and a registry at localhost:5000 (<c>registry</c>).</summary>
    Registry,

    /// <summary>The repository, which it builds and installs (<c>build</c>): run by <c>tests/testbed/follow-readme</c>.</summary>
    Build,

    /// <summary>A Docker Engine that is a swarm's manager (<c>swarm</c>).</summary>
    Swarm,

    /// <summary>Something that is not to be had here (<c>not-run</c>); <see cref="NotRun"/> says what.</summary>
    Elsewhere,
}

/// <summary>An example: a block of PowerShell in a page of the repository.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of the block's beginning.</param>
/// <param name="Heading">The heading above it.</param>
/// <param name="Need">What it needs.</param>
/// <param name="Code">What is typed.</param>
public sealed record DocumentExample(string Page, int Line, string Heading, ExampleNeed Need, string Code)
{
    /// <summary>The page and what the example is about.</summary>
    public override string ToString() => $"{Page}({Line}): {Heading}";
}
