namespace Mlem.Docker.Help.Cmdlets;

/// <summary>What the assembly and its documentation say of a cmdlet.</summary>
internal sealed record CmdletDescription(
    string Name,
    IReadOnlyList<ParameterSetDescription> ParameterSets,
    IReadOnlyList<ParameterDescription> Parameters,
    IReadOnlyList<TypeDescription> Inputs,
    IReadOnlyList<TypeDescription> Outputs);

/// <summary>The parameters of one set: those with a position first, then those that must be given, as PowerShell shows them.</summary>
internal sealed record ParameterSetDescription(IReadOnlyList<ParameterDescription> Parameters);

/// <summary>A parameter, as it is in a set or in all of them.</summary>
internal sealed record ParameterDescription(
    string Name,
    string TypeName,
    string FullTypeName,
    string Description,
    bool IsSwitch,
    bool Required,
    string Position,
    string PipelineInput,
    bool Wildcards,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values,
    string DefaultValue);

/// <summary>A type that a cmdlet takes from the pipeline or emits.</summary>
internal sealed record TypeDescription(string FullName, string Description);
