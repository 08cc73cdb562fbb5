namespace Mlem.Docker.Python.Yaml;

/// <summary>A place in a YAML text, both numbers counted from 1; <c>default</c> for a value that was not read.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column, in UTF-16 units.</param>
public readonly record struct YamlMark(int Line, int Column);
